/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of inner formulas, key by key: see keyed.h. */
#include "cell/keyed.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cell/celltable.h"

void
cs_keyed_forget(struct cs_keyed_cache *c)
{
	for (size_t i = 0; i < CS_KEYED_KEPT; i++)
		c->kept[i].text = cs_str(NULL, 0);
}

void
cs_keyed_finish(struct cs_keyed_cache *c)
{
	for (size_t i = 0; i < CS_KEYED_KEPT; i++) {
		free(c->kept[i].value);
		cs_hist_finish(&c->kept[i].hist);
	}
	*c = (struct cs_keyed_cache){0};
}

/* A value as a whole number in 10^-scale; false: it does not fit. */
static bool
whole(struct cs_real v, int scale, int64_t *out)
{
	if (scale != 0)
		v = cs_real_mul(v, cs_real_ratio(1000000, 1));
	if (v.kind == CS_REAL_EXACT && v.den != 1)
		v = cs_real_round(v, 0);
	*out = (int64_t)v.num;
	return v.kind == CS_REAL_EXACT && v.den == 1 && *out == v.num;
}

static void
fill(struct cs_keyed *k, struct cs_per *p, size_t ngroup, const struct cs_scheme_inner *inner)
{
	int scale = cs_formula_type(inner->formula) == CS_DEC ? 6 : 0;
	struct cs_real *in, v;
	size_t ninput, from, to;

	cs_per_index(p, ngroup);
	from = p->begin[k->group];
	to = p->begin[k->group + 1];
	k->value = cs_mem_grow(k->value, &k->cap, to - from + 1, sizeof *k->value);
	(void)cs_formula_inputs(inner->formula, &ninput);
	in = cs_mem_new(ninput, sizeof *in);
	for (size_t i = from; i < to; i++) {
		v = cs_per_value(p, p->order[i], inner->formula, inner->item, in);
		if (v.kind == CS_REAL_NULL)
			continue;
		k->lost |= !whole(v, scale, &k->value[k->n]);
		k->n++;
	}
	free(in);
}

struct cs_keyed *
cs_cells_keyed(
    struct cs_cells *c, uint32_t group, unsigned acc, const struct cs_scheme_inner *inner)
{
	struct cs_keyed_cache *all = &c->keyed;
	struct cs_keyed *k;

	for (size_t i = 0; i < CS_KEYED_KEPT; i++) {
		k = &all->kept[i];
		if (k->text.p != NULL && k->acc == acc && k->group == group &&
		    cs_str_eq(k->text, inner->text))
			return k;
	}
	k = &all->kept[all->next];
	all->next = (all->next + 1) % CS_KEYED_KEPT;
	if (c->bins_of == &k->hist)
		c->bins_of = NULL;
	cs_hist_finish(&k->hist);
	*k = (struct cs_keyed){
	    .acc = acc, .group = group, .text = inner->text, .value = k->value, .cap = k->cap};
	fill(k, &c->store.acc[acc].per, c->keys.ngroup, inner);
	return k;
}

const struct cs_moments *
cs_keyed_moments(struct cs_keyed *k)
{
	for (size_t i = 0; !k->has_moments && i < k->n; i++)
		cs_moments_add(&k->moments, k->value[i]);
	k->has_moments = true;
	return &k->moments;
}

const struct cs_hist *
cs_keyed_hist(struct cs_keyed *k)
{
	for (size_t i = 0; !k->has_hist && i < k->n; i++)
		cs_hist_add(&k->hist, k->value[i]);
	k->has_hist = true;
	return &k->hist;
}

int64_t
cs_keyed_between(const struct cs_keyed *k, int64_t low, int64_t high)
{
	int64_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		n += k->value[i] >= low && k->value[i] <= high;
	return n;
}
