/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sums of a run of cs-retain, in memory and beyond: see retainsums.h. */
#include "cli/retainsums.h"

#include "retain/retainrun.h"

/* What sums may take at least: those that must fit, those that need not. */
enum { FIT_LEAST = 16 << 20, SPILL_LEAST = 1 << 20 };

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

void
cs_retainsums_begin(struct cs_retainsums *s, struct cs_retain *r, const struct cs_cli *cli,
    const struct cs_sums_form *form, bool spills)
{
	s->mem = larger((size_t)cli->opt.mem, SPILL_LEAST);
	s->scratch = cs_scratch_new(cli->opt.tmpdir);
	s->most = larger((size_t)cli->opt.mem, FIT_LEAST);
	if (spills) {
		s->most = larger(s->mem / cli->opt.threads, SPILL_LEAST);
		s->spill = cs_sumspill_new(form, s->scratch);
	}
	r->mem = s->mem;
	r->scratch = s->scratch;
}

void
cs_retainsums_finish(struct cs_retainsums *s)
{
	cs_sumstore_finish(&s->store);
	cs_sumspill_free(s->spill);
	cs_scratch_free(s->scratch);
	*s = (struct cs_retainsums){.mem = 0};
}

/* What a worker has goes to the file, and it begins anew. */
static int
spill(struct cs_retainsums *s, struct cs_retain_worker *w, struct cs_err *e)
{
	cs_retain_worker_forget(w);
	return cs_sumspill_add(s->spill, w->sums, e);
}

int
cs_retainsums_room(struct cs_retainsums *s, struct cs_retain_worker *w, struct cs_err *e)
{
	if (cs_sums_bytes(w->sums) <= s->most)
		return 0;
	if (s->spill != NULL)
		return spill(s, w, e);
	(void)cs_err_set(e, CS_EXIT_NOMEM, "the sums of all groups do not fit into --mem");
	return cs_err_hint(e,
	    "each combination of keys takes memory: name fewer, round numbers, or "
	    "give more, as in --mem 2G");
}

int
cs_retainsums_part(struct cs_retainsums *s, struct cs_retain_worker *to,
    struct cs_retain_worker *from, struct cs_err *e)
{
	if (s->spill == NULL || (!cs_sumspill_any(s->spill) &&
				    cs_sums_bytes(to->sums) + cs_sums_bytes(from->sums) <= s->mem))
		return 0;
	return spill(s, to, e) == 0 ? spill(s, from, e) : -1;
}

int
cs_retainsums_end(
    struct cs_retainsums *s, struct cs_retain_worker *w, struct cs_sumstore *all, struct cs_err *e)
{
	if (s->spill == NULL || !cs_sumspill_any(s->spill)) {
		if (cs_sums_sort(w->sums, e) != 0)
			return -1;
		cs_sumstore_of(all, w->sums);
		return 0;
	}
	if (spill(s, w, e) != 0 || cs_sumspill_merge(s->spill, &s->store, e) != 0)
		return -1;
	w->store = &s->store;
	*all = s->store;
	return 0;
}
