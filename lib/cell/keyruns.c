/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of groups read side by side: see keyruns.h. */
#include "cell/keyruns.h"

#include <stdlib.h>

#include "base/mem.h"

void
cs_keyruns_init(struct cs_keyruns *r, const struct cs_key_def *def, unsigned nkey, size_t nrun)
{
	*r = (struct cs_keyruns){.def = def, .nkey = nkey};
	r->least = cs_mem_new(nrun + 1, sizeof *r->least);
	r->at = cs_mem_new0(nrun + 1, sizeof *r->at);
}

void
cs_keyruns_finish(struct cs_keyruns *r)
{
	free(r->least);
	free(r->at);
	cs_buf_finish(&r->scratch[0]);
	cs_buf_finish(&r->scratch[1]);
	*r = (struct cs_keyruns){.n = 0};
}

static bool
before(struct cs_keyruns *r, size_t a, size_t b)
{
	const struct cs_keyruns_at *x = &r->at[a], *y = &r->at[b];
	int d = cs_key_rank_compare(&x->rank, &y->rank);

	for (unsigned k = 0; k < r->nkey && d == 0; k++) {
		if (!cs_str_eq(x->key[k], y->key[k]))
			d = cs_key_compare(x->key[k], y->key[k], r->def[k].type, r->scratch);
	}
	return d != 0 ? d < 0 : a < b;
}

static void
rank(struct cs_keyruns *r, size_t run)
{
	struct cs_keyruns_at *at = &r->at[run];

	if (r->nkey != 0)
		at->rank = cs_key_rank(at->key[0], r->def[0].type, &r->scratch[0]);
}

void
cs_keyruns_add(struct cs_keyruns *r, size_t run, const struct cs_str *key)
{
	size_t at = r->n++;

	r->at[run].key = key;
	rank(r, run);
	for (; at != 0 && before(r, run, r->least[(at - 1) / 2]); at = (at - 1) / 2)
		r->least[at] = r->least[(at - 1) / 2];
	r->least[at] = run;
}

void
cs_keyruns_next(struct cs_keyruns *r, bool another)
{
	size_t run = another ? r->least[0] : r->least[--r->n], at = 0, child;

	if (another)
		rank(r, run);
	for (; (child = 2 * at + 1) < r->n; at = child) {
		if (child + 1 < r->n && before(r, r->least[child + 1], r->least[child]))
			child++;
		if (!before(r, r->least[child], run))
			break;
		r->least[at] = r->least[child];
	}
	r->least[at] = run;
}

bool
cs_keyruns_shared(const struct cs_keyruns *r)
{
	const struct cs_str *least = r->at[r->least[0]].key;

	/* The second of all is one of the children of the first. */
	for (size_t child = 1; child <= 2 && child < r->n; child++) {
		unsigned same = 0;

		while (same < r->nkey && cs_str_eq(least[same], r->at[r->least[child]].key[same]))
			same++;
		if (same == r->nkey)
			return true;
	}
	return false;
}
