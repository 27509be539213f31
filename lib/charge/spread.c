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

/* A step by a key of the group at hand: what its value is here was looked up once. */
static uint32_t
step_key(struct cs_spread *s, unsigned level, uint32_t g, unsigned key)
{
	uint32_t v = s->key[key], *of = &s->value_of[level][v];

	if (*of == 0)
		*of = cs_map_add(&s->keys.value[CS_PATH_LEVELS + level],
			  cs_map_key(&s->c->sums->keys.value[key], v)) +
		      1;
	return cs_keys_step(&s->keys, CS_PATH_LEVELS + level, g, *of - 1);
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
		const struct cs_charge_level *l = &c->level[s->level[k]];

		if (kind == CS_LINE_NOT_REPORTED && l->from != CS_FROM_POOL)
			g = step(s, CS_PATH_LEVELS + k, g, null);
		else if (l->from == CS_FROM_KEY)
			g = step_key(s, k, g, l->key);
		else
			g = step(s, CS_PATH_LEVELS + k, g,
			    cs_charge_value(c, group, s->level[k], share, pool));
	}
	return g;
}

static struct cs_spread_leaf *
add_leaf(struct cs_spread *s)
{
	s->leaf = cs_mem_grow(s->leaf, &s->cap, s->nleaf + 1, sizeof *s->leaf);
	s->leaf[s->nleaf] = (struct cs_spread_leaf){.num = {0}};
	return &s->leaf[s->nleaf++];
}

/* Leaves of one side: a share each, or all of it where nobody's it is. */
static void
add_side(struct cs_spread *s, unsigned side, const struct cs_charge_split *split, size_t group,
    struct cs_str pool)
{
	struct cs_spread_leaf *leaf;

	for (size_t k = 0; split != NULL && k < split->n; k++) {
		leaf = add_leaf(s);
		leaf->path[side] = path_of(s, CS_LINE_CHARGED, group, &split->share[k], pool);
		leaf->num[side] = split->share[k].num;
		leaf->den[side] = split->share[k].den;
	}
	if (split != NULL && split->n != 0)
		return;
	leaf = add_leaf(s);
	leaf->path[side] =
	    path_of(s, s->c->whose[group].reported ? CS_LINE_UNMAPPED : CS_LINE_NOT_REPORTED, group,
		NULL, pool);
	leaf->num[side] = leaf->den[side] = 1;
}

/* All leaves of one group: where both sides are the same, each leaf is of both. */
static void
add_group(struct cs_spread *s, size_t group, struct cs_str pool)
{
	const struct cs_charge_whose *w = &s->c->whose[group];
	size_t from = s->nleaf;

	cs_keys_values(&s->c->sums->keys, s->c->sums->order[group], s->key);
	add_side(s, 0, w->charged, group, pool);
	if (w->original != w->charged) {
		s->repeats = true;
		add_side(s, 1, w->original, group, pool);
		return;
	}
	for (size_t i = from; i < s->nleaf; i++) {
		s->leaf[i].path[1] = s->leaf[i].path[0];
		s->leaf[i].num[1] = s->leaf[i].num[0];
		s->leaf[i].den[1] = s->leaf[i].den[0];
	}
}

static bool
is_used(const struct cs_charge_price *p, size_t group)
{
	size_t n;

	(void)cs_charge_price_uses(p, group, &n);
	return n != 0;
}

/* Of contacts outside of the period only those that use a pool which reaches into it get any. */
static void
make_leaves(struct cs_spread *s)
{
	const struct cs_charge *c = s->c;
	const struct cs_charge_price *p = c->price;
	size_t n = s->pools ? p->nuse : c->sums->ngroup;

	s->key = cs_mem_new(c->sums->keys.n + 1, sizeof *s->key);
	s->value_of = cs_mem_new0(s->nlevel + 1, sizeof(uint32_t *));
	for (unsigned k = 0; k < s->nlevel; k++) {
		const struct cs_charge_level *l = &c->level[s->level[k]];

		if (l->from == CS_FROM_KEY)
			s->value_of[k] =
			    cs_mem_new0(c->sums->keys.value[l->key].n + 1, sizeof **s->value_of);
	}
	s->first = cs_mem_new(n + 1, sizeof *s->first);
	for (size_t i = 0; i < n; i++) {
		s->first[i] = s->nleaf;
		if (s->pools)
			add_group(s, p->use[i].group, p->lot[p->use[i].lot].name);
		else if (!c->whose[i].outside || is_used(p, i))
			add_group(s, i, null);
	}
	s->first[n] = s->nleaf;
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
	s->weight = cs_mem_new(n + 1, sizeof *s->weight);
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

/* The k-th that is asked for: the source of its leaves, and its weight. */
static size_t
source_of(const struct cs_spread *s, const struct cs_spread_asked *a, size_t k, cs_i128 *weight)
{
	const struct cs_charge_use *use;

	if (a->lot == NULL) {
		*weight = a->weight[k];
		return a->source != NULL ? a->source[k] : k;
	}
	use = &s->c->price->use[a->lot->first + k];
	*weight = use->weight;
	return s->pools ? a->lot->first + k : use->group;
}

static int64_t
gcd(int64_t a, int64_t b)
{
	while (b != 0) {
		int64_t r = a % b;

		a = b;
		b = r;
	}
	return a;
}

/* A denominator that all shares of a side have in common, as far as there is a small one. */
static void
find_scale(struct cs_spread *s, const struct cs_spread_asked *a, unsigned side)
{
	cs_i128 weight;
	int64_t common;

	s->scale = 1;
	for (size_t k = 0; k < a->n; k++) {
		size_t source = source_of(s, a, k, &weight);

		for (size_t i = s->first[source]; i < s->first[source + 1]; i++) {
			const int64_t den = s->leaf[i].num[side] != 0 ? s->leaf[i].den[side] : 1;

			if (s->scale % den != 0 &&
			    !__builtin_mul_overflow(s->scale, den / gcd(s->scale, den), &common))
				s->scale = common;
		}
	}
}

/* A leaf's weight to its path. */
static void
gather_leaf(struct cs_spread *s, const struct cs_spread_leaf *leaf, unsigned side, cs_i128 weight)
{
	const int64_t num = leaf->num[side], den = leaf->den[side];
	uint32_t rank = s->rank[leaf->path[side]];
	struct cs_ratio w;
	cs_i128 v;

	if (!s->met[rank])
		s->touched[s->ntouched++] = rank;
	s->met[rank] = true;
	if (s->scale % den == 0 && !__builtin_mul_overflow(weight, num * (s->scale / den), &v) &&
	    !__builtin_add_overflow(s->whole[rank], v, &v)) {
		s->whole[rank] = v;
		return;
	}
	if (s->sum == NULL)
		s->sum = cs_ratios_new(s->keys.ngroup + 1);
	s->exact = true;
	cs_ratio_init(&w);
	cs_ratio_quotient(&w, num, den);
	cs_ratio_times(&w, &w, s->scale);
	cs_ratio_times(&w, &w, weight);
	cs_ratio_add(&s->sum[rank], &s->sum[rank], &w);
	cs_ratio_finish(&w);
}

/* What was touched in its order: sorted, or, where it is much of all there is, found again. */
static void
order_touched(struct cs_spread *s)
{
	size_t n = 0;

	if (s->ntouched < s->keys.ngroup / 16) {
		qsort(s->touched, s->ntouched, sizeof *s->touched, compare);
		return;
	}
	for (size_t rank = 0; rank < s->keys.ngroup; rank++) {
		if (s->met[rank])
			s->touched[n++] = (uint32_t)rank;
	}
}

/* What was added up of the i-th path that was touched, taken out. */
static void
take_weight(struct cs_spread *s, size_t i)
{
	uint32_t rank = s->touched[i];
	unsigned common = s->keys.n;

	s->weight[i] = s->whole[rank];
	if (s->exact) {
		cs_ratio_int(&s->ratio[i], s->whole[rank]);
		cs_ratio_add(&s->ratio[i], &s->ratio[i], &s->sum[rank]);
		cs_ratio_int(&s->sum[rank], 0);
	}
	s->whole[rank] = 0;
	s->met[rank] = false;
	for (uint32_t r = i != 0 ? s->touched[i - 1] + 1 : rank; i != 0 && r <= rank; r++)
		common = s->same[r] < common ? s->same[r] : common;
	s->common[i] = common;
}

void
cs_spread_gather(struct cs_spread *s, unsigned side, const struct cs_spread_asked *a)
{
	cs_i128 weight;

	s->ntouched = 0;
	s->exact = false;
	find_scale(s, a, side);
	for (size_t k = 0; k < a->n; k++) {
		size_t source = source_of(s, a, k, &weight);

		for (size_t i = s->first[source]; i < s->first[source + 1] && weight != 0; i++) {
			if (s->leaf[i].num[side] != 0)
				gather_leaf(s, &s->leaf[i], side, weight);
		}
	}
	order_touched(s);
	if (s->exact && s->ratio == NULL)
		s->ratio = cs_ratios_new(s->keys.ngroup + 1);
	for (size_t i = 0; i < s->ntouched; i++)
		take_weight(s, i);
}

void
cs_spread_deal(struct cs_spread *s, cs_i128 total, enum cs_spread_figure figure)
{
	const size_t n = s->ntouched;
	bool dealt =
	    s->exact ? cs_allot_nested(total, s->ratio, s->common, n, s->keys.n, s->part)
		     : cs_allot_nested_whole(total, s->weight, s->common, n, s->keys.n, s->part);

	for (size_t i = 0; i < n && dealt; i++)
		s->figure[s->touched[i]][figure] += s->part[i];
}

static int
deal_lot(struct cs_spread *s, size_t i, struct cs_err *e)
{
	const struct cs_charge_lot *lot = &s->c->price->lot[i];
	const struct cs_spread_asked uses = {.n = lot->n, .lot = lot};
	cs_i128 charged = lot->total - lot->unused - lot->unallocated, avoidable;
	struct cs_ratio share;
	bool fits;

	cs_spread_gather(s, 0, &uses);
	cs_spread_deal(s, charged, CS_SPREAD_CHARGED);
	for (size_t k = 0; k < s->ntouched && !lot->has_avoidable; k++)
		s->unknown[s->touched[k]] |= 1U << CS_SPREAD_AVOIDABLE;
	cs_ratio_init(&share);
	cs_ratio_times(&share, &lot->avoidable, charged);
	fits = cs_ratio_round(&share, &avoidable);
	cs_ratio_finish(&share);
	if (!fits)
		return cs_err_set(e, CS_EXIT_DATA, "%.*s: too large", CS_STR_ARG(lot->name));
	if (lot->has_avoidable)
		cs_spread_deal(s, avoidable, CS_SPREAD_AVOIDABLE);
	if (s->repeats)
		cs_spread_gather(s, 1, &uses);
	cs_spread_deal(s, charged, CS_SPREAD_ORIGINAL);
	return 0;
}

static void
finish(struct cs_spread *s)
{
	size_t n = s->keys.ngroup + 1;

	cs_ratios_free(s->sum, s->sum != NULL ? n : 0);
	cs_ratios_free(s->ratio, s->ratio != NULL ? n : 0);
	for (unsigned k = 0; k < s->nlevel; k++)
		free(s->value_of[k]);
	free((void *)s->value_of);
	free(s->key);
	free(s->weight);
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
		cs_spread_counts(&s);
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
