/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays what, in minor units that add up: see spread.h. */
#include "charge/spreadwork.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"
#include "charge/map.h"

static const struct cs_str null = CS_STR_INIT("\\N");

static uint32_t
step(struct cs_spread *s, unsigned key, uint32_t g, struct cs_str raw)
{
	return cs_keys_step(&s->keys, key, g, cs_map_add(&s->keys.value[key], raw));
}

static uint32_t
path_of(struct cs_spread *s, enum cs_charge_line_kind kind, size_t group,
    const struct cs_charge_share *share, struct cs_str pool)
{
	const struct cs_charge *c = s->c;
	uint32_t g;

	cs_buf_reset(&s->text);
	cs_buf_c(&s->text, (char)('0' + kind));
	if (share != NULL)
		cs_buf_str(&s->text, share->owner);
	g = step(s, CS_PATH_UNIT, 0, cs_buf_all(&s->text));
	g = step(s, CS_PATH_REPEAT, g, c->whose[group].repeat ? CS_STR("t") : CS_STR("f"));
	for (unsigned k = 0; k < s->nlevel; k++) {
		struct cs_str raw = null;

		if (kind != CS_LINE_NOT_REPORTED || c->level[s->level[k]].from == CS_FROM_POOL)
			raw = cs_charge_value(c, group, s->level[k], share, pool);
		g = step(s, CS_PATH_LEVELS + k, g, raw);
	}
	return g;
}

static struct cs_spread_leaf *
add_leaf(struct cs_spread *s, cs_i128 weight)
{
	s->leaf = cs_mem_grow(s->leaf, &s->cap, s->nleaf + 1, sizeof *s->leaf);
	s->leaf[s->nleaf] = (struct cs_spread_leaf){.weight = weight};
	return &s->leaf[s->nleaf++];
}

/* Leaves of one side: a share each, or all of it where nobody's it is. */
static void
add_side(struct cs_spread *s, unsigned side, const struct cs_charge_split *split, size_t group,
    struct cs_str pool, cs_i128 weight)
{
	struct cs_spread_leaf *leaf;

	for (size_t k = 0; split != NULL && k < split->n; k++) {
		leaf = add_leaf(s, weight);
		leaf->path[side] = path_of(s, CS_LINE_CHARGED, group, &split->share[k], pool);
		leaf->num[side] = split->share[k].num;
		leaf->den[side] = split->share[k].den;
	}
	if (split != NULL && split->n != 0)
		return;
	leaf = add_leaf(s, weight);
	leaf->path[side] =
	    path_of(s, s->c->whose[group].reported ? CS_LINE_UNMAPPED : CS_LINE_NOT_REPORTED, group,
		NULL, pool);
	leaf->num[side] = leaf->den[side] = 1;
}

/* All leaves of one group: where both sides are the same, each leaf is of both. */
static void
add_group(struct cs_spread *s, size_t group, struct cs_str pool, cs_i128 weight)
{
	const struct cs_charge_whose *w = &s->c->whose[group];
	size_t from = s->nleaf;

	if (weight == 0)
		return;
	add_side(s, 0, w->charged, group, pool, weight);
	if (w->original != w->charged) {
		s->repeats = true;
		add_side(s, 1, w->original, group, pool, weight);
		return;
	}
	for (size_t i = from; i < s->nleaf; i++) {
		s->leaf[i].path[1] = s->leaf[i].path[0];
		s->leaf[i].num[1] = s->leaf[i].num[0];
		s->leaf[i].den[1] = s->leaf[i].den[0];
	}
}

/* Leaves of all lots; behind them, where contacts are counted once, those of all groups. */
static void
make_leaves(struct cs_spread *s)
{
	const struct cs_charge_price *p = s->c->price;
	size_t nlot = p->nlot;

	s->first = cs_mem_new(nlot + 2, sizeof *s->first);
	for (size_t i = 0; i < nlot; i++) {
		s->first[i] = s->nleaf;
		for (size_t k = p->lot[i].first; k < p->lot[i].first + p->lot[i].n; k++)
			add_group(s, p->use[k].group, p->lot[i].name, p->use[k].weight);
	}
	s->first[nlot] = s->nleaf;
	for (size_t g = 0; !s->pools && g < s->c->sums->ngroup; g++)
		add_group(s, g, null, 1);
	s->first[nlot + 1] = s->nleaf;
}

/* Paths in the order in which they are reported. */
static void
sort_paths(struct cs_spread *s)
{
	size_t n = s->keys.ngroup;
	unsigned nkey = s->keys.n;
	struct cs_key_def *def = cs_mem_new0(nkey, sizeof *def);
	uint32_t *value = cs_mem_new(2 * (size_t)nkey, sizeof *value);

	for (unsigned k = 0; k < s->nlevel; k++)
		def[CS_PATH_LEVELS + k].type = s->c->level[s->level[k]].type;
	s->order = cs_mem_new(n + 1, sizeof *s->order);
	s->rank = cs_mem_new(n + 1, sizeof *s->rank);
	s->same = cs_mem_new0(n + 1, sizeof *s->same);
	cs_keys_sort(&s->keys, def, NULL, s->order);
	for (size_t i = 0; i < n; i++) {
		uint32_t *now = value + (i & 1) * nkey, *before = value + (~i & 1) * nkey;

		s->rank[s->order[i]] = (uint32_t)i;
		cs_keys_values(&s->keys, s->order[i], now);
		while (i != 0 && s->same[i] < nkey && now[s->same[i]] == before[s->same[i]])
			s->same[i]++;
	}
	s->figure = cs_mem_new0(n + 1, sizeof *s->figure);
	s->unknown = cs_mem_new0(n + 1, sizeof *s->unknown);
	s->whole = cs_mem_new0(n + 1, sizeof *s->whole);
	s->met = cs_mem_new0(n + 1, sizeof *s->met);
	s->sum = cs_ratios_new(n + 1);
	s->weight = cs_ratios_new(n + 1);
	s->touched = cs_mem_new(n + 1, sizeof *s->touched);
	s->common = cs_mem_new(n + 1, sizeof *s->common);
	s->part = cs_mem_new(n + 1, sizeof *s->part);
	free(value);
	free(def);
}

static int
compare(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* A leaf's weight to its path; true: it is the first there. Most leaves have all of it. */
static bool
gather_leaf(struct cs_spread *s, const struct cs_spread_leaf *leaf, unsigned side, cs_i128 weight)
{
	uint32_t rank = s->rank[leaf->path[side]];
	bool first = !s->met[rank];
	struct cs_ratio w;

	s->met[rank] = true;
	if (leaf->num[side] == leaf->den[side] &&
	    !__builtin_add_overflow(s->whole[rank], weight, &s->whole[rank]))
		return first;
	cs_ratio_init(&w);
	cs_ratio_quotient(&w, leaf->num[side], leaf->den[side]);
	cs_ratio_times(&w, &w, weight);
	cs_ratio_add(&s->sum[rank], &s->sum[rank], &w);
	cs_ratio_finish(&w);
	return first;
}

/* What was added up of the i-th path that was touched, taken out. */
static void
take_weight(struct cs_spread *s, size_t i)
{
	uint32_t rank = s->touched[i];
	unsigned common = s->keys.n;

	cs_ratio_int(&s->weight[i], s->whole[rank]);
	if (cs_ratio_sign(&s->sum[rank]) != 0) {
		cs_ratio_add(&s->weight[i], &s->weight[i], &s->sum[rank]);
		cs_ratio_int(&s->sum[rank], 0);
	}
	s->whole[rank] = 0;
	s->met[rank] = false;
	for (uint32_t r = i != 0 ? s->touched[i - 1] + 1 : rank; i != 0 && r <= rank; r++)
		common = s->same[r] < common ? s->same[r] : common;
	s->common[i] = common;
}

/* Adds up the weights of leaves from .. to by path, those that were touched in order. of_leaf,
 * where there is one: weights in place of their own. */
static void
gather(struct cs_spread *s, unsigned side, size_t from, size_t to, const cs_i128 *of_leaf)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		const struct cs_spread_leaf *leaf = &s->leaf[i];
		cs_i128 weight = of_leaf != NULL ? of_leaf[i - from] : leaf->weight;

		if (leaf->num[side] != 0 && weight != 0 && gather_leaf(s, leaf, side, weight))
			s->touched[n++] = s->rank[leaf->path[side]];
	}
	if (n != 0)
		qsort(s->touched, n, sizeof *s->touched, compare);
	for (size_t i = 0; i < n; i++)
		take_weight(s, i);
	s->ntouched = n;
}

/* Deals a total along what was gathered. */
static void
deal(struct cs_spread *s, cs_i128 total, enum cs_spread_figure figure)
{
	if (!cs_allot_nested(total, s->weight, s->common, s->ntouched, s->keys.n, s->part))
		return;
	for (size_t i = 0; i < s->ntouched; i++)
		s->figure[s->touched[i]][figure] += s->part[i];
}

static int
deal_lot(struct cs_spread *s, size_t i, struct cs_err *e)
{
	const struct cs_charge_lot *lot = &s->c->price->lot[i];
	cs_i128 charged = lot->total - lot->unused - lot->unallocated, avoidable;
	struct cs_ratio share;
	bool fits;

	gather(s, 0, s->first[i], s->first[i + 1], NULL);
	deal(s, charged, CS_SPREAD_CHARGED);
	for (size_t k = 0; k < s->ntouched && !lot->has_avoidable; k++)
		s->unknown[s->touched[k]] = true;
	cs_ratio_init(&share);
	cs_ratio_times(&share, &lot->avoidable, charged);
	fits = cs_ratio_round(&share, &avoidable);
	cs_ratio_finish(&share);
	if (!fits)
		return cs_err_set(e, CS_EXIT_DATA, "%.*s: too large", CS_STR_ARG(lot->name));
	if (lot->has_avoidable)
		deal(s, avoidable, CS_SPREAD_AVOIDABLE);
	if (s->repeats)
		gather(s, 1, s->first[i], s->first[i + 1], NULL);
	deal(s, charged, CS_SPREAD_ORIGINAL);
	return 0;
}

static const unsigned part_of[] = {
    [CS_SPREAD_CONTACTS] = CS_CHARGE_CONTACTS,
    [CS_SPREAD_LEGS] = CS_CHARGE_LEGS,
    [CS_SPREAD_HANDLE_S] = CS_CHARGE_HANDLE_S,
    [CS_SPREAD_UNTIMED] = CS_CHARGE_UNTIMED,
};

/* A count of all groups in leaves from `from` on, which add_group() made in their order. */
static void
deal_count(struct cs_spread *s, enum cs_spread_figure figure, size_t from, size_t to, size_t lot)
{
	const struct cs_charge *c = s->c;
	const struct cs_charge_lot *l = lot < c->price->nlot ? &c->price->lot[lot] : NULL;
	size_t n = l != NULL ? l->n : c->sums->ngroup, at = from;
	cs_i128 *of_leaf = cs_mem_new(to - from + 1, sizeof *of_leaf), total = 0;

	for (size_t k = 0; k < n; k++) {
		size_t g = l != NULL ? c->price->use[l->first + k].group : k;
		const struct cs_charge_whose *w = &c->whose[g];
		size_t leaves = w->charged != NULL && w->charged->n != 0 ? w->charged->n : 1;
		cs_i128 v = cs_charge_get(c, g, part_of[figure]);

		total += v;
		if (w->original != w->charged)
			leaves += w->original != NULL && w->original->n != 0 ? w->original->n : 1;
		while (leaves-- > 0)
			of_leaf[at++ - from] = v;
	}
	assert(at == to);
	gather(s, 0, from, to, of_leaf);
	deal(s, total, figure);
	free(of_leaf);
}

static void
deal_counts(struct cs_spread *s)
{
	size_t nlot = s->c->price->nlot;

	for (int f = CS_SPREAD_CONTACTS; f <= CS_SPREAD_UNTIMED; f++) {
		for (size_t i = 0; s->pools && i < nlot; i++)
			deal_count(s, (enum cs_spread_figure)f, s->first[i], s->first[i + 1], i);
		if (!s->pools)
			deal_count(
			    s, (enum cs_spread_figure)f, s->first[nlot], s->first[nlot + 1], nlot);
	}
}

static void
finish(struct cs_spread *s)
{
	size_t n = s->keys.ngroup + 1;

	cs_ratios_free(s->sum, s->sum != NULL ? n : 0);
	cs_ratios_free(s->weight, s->weight != NULL ? n : 0);
	cs_keys_finish(&s->keys);
	cs_buf_finish(&s->text);
	free(s->leaf);
	free(s->first);
	free(s->order);
	free(s->rank);
	free(s->same);
	free(s->figure);
	free(s->unknown);
	free(s->whole);
	free(s->met);
	free(s->touched);
	free(s->common);
	free(s->part);
}

int
cs_charge_lines_make(struct cs_charge_lines *l, const struct cs_charge *c, const unsigned *level,
    unsigned nlevel, struct cs_err *e)
{
	struct cs_spread s = {.c = c, .l = l, .level = level, .nlevel = nlevel};
	int result = 0;

	*l = (struct cs_charge_lines){.n = 0};
	for (unsigned k = 0; k < nlevel; k++)
		s.pools = s.pools || c->level[level[k]].from == CS_FROM_POOL;
	cs_keys_init(&s.keys, CS_PATH_LEVELS + nlevel);
	make_leaves(&s);
	sort_paths(&s);
	for (size_t i = 0; i < c->price->nlot && result == 0; i++)
		result = deal_lot(&s, i, e);
	if (result == 0) {
		deal_counts(&s);
		cs_spread_lines(&s);
		cs_spread_idle(&s, CS_LINE_UNALLOCATED);
		cs_spread_idle(&s, CS_LINE_UNUSED);
		cs_spread_sum(&s);
	}
	finish(&s);
	return result;
}

void
cs_charge_lines_finish(struct cs_charge_lines *l)
{
	free(l->line);
	cs_arena_finish(&l->arena);
	*l = (struct cs_charge_lines){.n = 0};
}
