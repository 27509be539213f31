/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts, pile by pile: see sweep.h. */
#include "desk/sweep.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"

struct sweeping {
	const struct cs_sweep *s;
	struct cs_visit_pile *loaded; /* by worker */
	unsigned *nr;		      /* of the pile, by slot */
	unsigned next;
};

static int
read_pile(void *ctx, size_t slot, struct cs_err *e)
{
	struct sweeping *w = ctx;

	(void)e;
	if (w->next == CS_VISIT_PILES)
		return 0;
	w->nr[slot] = w->next++;
	return 1;
}

static int
look_pile(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	const struct sweeping *w = ctx;
	const struct cs_sweep *s = w->s;
	struct cs_visit_pile *loaded = &w->loaded[worker];
	unsigned nr = w->nr[slot], bits;

	if (cs_visits_split(s->visits, nr, s->most, &bits, e) != 0)
		return -1;
	for (uint64_t part = 0; part < UINT64_C(1) << bits; part++) {
		if (cs_visits_load(s->visits, nr, bits, part, loaded, e) != 0 ||
		    s->look(s->ctx, worker, loaded, nr, e) != 0)
			return -1;
	}
	if (!s->keep)
		cs_visits_drop(s->visits, nr);
	return 0;
}

static int
merge_worker(void *ctx, unsigned worker, struct cs_err *e)
{
	const struct cs_sweep *s = ((const struct sweeping *)ctx)->s;

	return s->merge != NULL ? s->merge(s->ctx, worker, e) : 0;
}

int
cs_sweep_run(const struct cs_sweep *s, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_pile, look_pile, NULL, merge_worker};
	struct sweeping w = {.s = s};
	int r;

	w.loaded = cs_mem_new0(s->threads, sizeof *w.loaded);
	w.nr = cs_mem_new(cs_thread_slots(s->threads), sizeof *w.nr);
	r = cs_visits_settle(s->visits, e);
	if (r == 0)
		r = cs_thread_run(&plan, &w, s->threads, e);
	for (unsigned i = 0; i < s->threads; i++)
		cs_visit_pile_finish(&w.loaded[i]);
	free(w.loaded);
	free(w.nr);
	return r;
}
