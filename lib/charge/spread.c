/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who pays what, in minor units that add up: see spread.h. */
#include "charge/spread.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"
#include "charge/map.h"

static const char *const names[CS_LINES] = {
    [CS_LINE_UNMAPPED] = "unmapped",
    [CS_LINE_CHARGED] = "charged",
    [CS_LINE_NOT_REPORTED] = "not_reported",
    [CS_LINE_UNALLOCATED] = "unallocated",
    [CS_LINE_UNUSED] = "unused",
};

struct cs_str
cs_charge_line_name(enum cs_charge_line_kind kind)
{
	return cs_str_z(names[kind]);
}

/*
 * A path is what a leaf is dealt along: kind and unit, the levels, whether it is a repeat. They are
 * numbered as they are met, and dealt in the order in which they are reported.
 */
enum { UNIT, LEVELS };

enum figure { CONTACTS, LEGS, HANDLE_S, UNTIMED, CHARGED, ORIGINAL, AVOIDABLE, FIGURES };

/* A share of a group of the sums, or of its use of a lot, on its way down. */
struct leaf {
	uint32_t path[2]; /* as charged, and at its original cause */
	cs_i128 weight;
	int64_t num[2], den[2]; /* the share; num 0: there is none of this on that side */
};

struct spreading {
	const struct cs_charge *c;
	struct cs_charge_lines *l;
	const unsigned *level;
	unsigned nlevel;
	struct cs_keys keys;
	struct leaf *leaf;
	size_t nleaf, cap;
	size_t *first; /* by lot, then the groups as they are: where leaves begin; one more */
	uint32_t *order, *rank;	       /* paths as they are reported, and back */
	unsigned *same;		       /* by rank: keys in common with the one before */
	cs_i128 (*figure)[FIGURES];    /* by rank */
	bool *unknown;		       /* by rank: what is avoidable of it */
	struct cs_ratio *sum, *weight; /* by rank; dealt now */
	uint32_t *touched;
	unsigned *common;
	cs_i128 *part;
	size_t ntouched;
	bool pools;   /* a level is the pool */
	bool repeats; /* some contact is one */
	struct cs_buf text;
};

static const struct cs_str null = CS_STR_INIT("\\N");

static uint32_t
step(struct spreading *s, unsigned key, uint32_t g, struct cs_str raw)
{
	return cs_keys_step(&s->keys, key, g, cs_map_add(&s->keys.value[key], raw));
}

static uint32_t
path_of(struct spreading *s, enum cs_charge_line_kind kind, size_t group,
    const struct cs_charge_share *share, struct cs_str pool)
{
	const struct cs_charge *c = s->c;
	uint32_t g;

	cs_buf_reset(&s->text);
	cs_buf_c(&s->text, (char)('0' + kind));
	if (share != NULL)
		cs_buf_str(&s->text, share->owner);
	g = step(s, UNIT, 0, cs_buf_all(&s->text));
	for (unsigned k = 0; k < s->nlevel; k++) {
		struct cs_str raw = null;

		if (kind != CS_LINE_NOT_REPORTED || c->level[s->level[k]].from == CS_FROM_POOL)
			raw = cs_charge_value(c, group, s->level[k], share, pool);
		g = step(s, LEVELS + k, g, raw);
	}
	return step(s, LEVELS + s->nlevel, g, c->whose[group].repeat ? CS_STR("t") : CS_STR("f"));
}

static struct leaf *
add_leaf(struct spreading *s, cs_i128 weight)
{
	s->leaf = cs_mem_grow(s->leaf, &s->cap, s->nleaf + 1, sizeof *s->leaf);
	s->leaf[s->nleaf] = (struct leaf){.weight = weight};
	return &s->leaf[s->nleaf++];
}

/* Leaves of one side: a share each, or all of it where nobody's it is. */
static void
add_side(struct spreading *s, unsigned side, const struct cs_charge_split *split, size_t group,
    struct cs_str pool, cs_i128 weight)
{
	struct leaf *leaf;

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
add_group(struct spreading *s, size_t group, struct cs_str pool, cs_i128 weight)
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
make_leaves(struct spreading *s)
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
sort_paths(struct spreading *s)
{
	size_t n = s->keys.ngroup;
	unsigned nkey = s->keys.n;
	struct cs_key_def *def = cs_mem_new0(nkey, sizeof *def);
	uint32_t *value = cs_mem_new(2 * (size_t)nkey, sizeof *value);

	for (unsigned k = 0; k < s->nlevel; k++)
		def[LEVELS + k].type = s->c->level[s->level[k]].type;
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

/* Adds up the weights of leaves from .. to by path; those that were touched, in order. of_group:
 * weights are this part of the leaf's group in place of its own. */
static void
gather(struct spreading *s, unsigned side, size_t from, size_t to, const cs_i128 *of_leaf)
{
	struct cs_ratio w;
	size_t n = 0;

	cs_ratio_init(&w);
	for (size_t i = from; i < to; i++) {
		const struct leaf *leaf = &s->leaf[i];
		cs_i128 weight = of_leaf != NULL ? of_leaf[i - from] : leaf->weight;
		uint32_t rank;

		if (leaf->num[side] == 0 || weight == 0)
			continue;
		rank = s->rank[leaf->path[side]];
		if (cs_ratio_sign(&s->sum[rank]) == 0)
			s->touched[n++] = rank;
		cs_ratio_quotient(&w, leaf->num[side], leaf->den[side]);
		cs_ratio_times(&w, &w, weight);
		cs_ratio_add(&s->sum[rank], &s->sum[rank], &w);
	}
	cs_ratio_finish(&w);
	if (n != 0)
		qsort(s->touched, n, sizeof *s->touched, compare);
	for (size_t i = 0; i < n; i++) {
		uint32_t rank = s->touched[i];
		unsigned common = s->keys.n;

		cs_ratio_int(&s->weight[i], 0);
		cs_ratio_swap(&s->weight[i], &s->sum[rank]);
		for (uint32_t r = i != 0 ? s->touched[i - 1] + 1 : rank; i != 0 && r <= rank; r++)
			common = s->same[r] < common ? s->same[r] : common;
		s->common[i] = common;
	}
	s->ntouched = n;
}

/* Deals a total along what was gathered. */
static void
deal(struct spreading *s, cs_i128 total, enum figure figure)
{
	if (!cs_allot_nested(total, s->weight, s->common, s->ntouched, s->keys.n, s->part))
		return;
	for (size_t i = 0; i < s->ntouched; i++)
		s->figure[s->touched[i]][figure] += s->part[i];
}

static int
deal_lot(struct spreading *s, size_t i, struct cs_err *e)
{
	const struct cs_charge_lot *lot = &s->c->price->lot[i];
	cs_i128 charged = lot->total - lot->unused - lot->unallocated, avoidable;
	struct cs_ratio share;
	bool fits;

	gather(s, 0, s->first[i], s->first[i + 1], NULL);
	deal(s, charged, CHARGED);
	for (size_t k = 0; k < s->ntouched && !lot->has_avoidable; k++)
		s->unknown[s->touched[k]] = true;
	cs_ratio_init(&share);
	cs_ratio_times(&share, &lot->avoidable, charged);
	fits = cs_ratio_round(&share, &avoidable);
	cs_ratio_finish(&share);
	if (!fits)
		return cs_err_set(e, CS_EXIT_DATA, "%.*s: too large", CS_STR_ARG(lot->name));
	if (lot->has_avoidable)
		deal(s, avoidable, AVOIDABLE);
	if (s->repeats)
		gather(s, 1, s->first[i], s->first[i + 1], NULL);
	deal(s, charged, ORIGINAL);
	return 0;
}

static const unsigned part_of[] = {
    [CONTACTS] = CS_CHARGE_CONTACTS,
    [LEGS] = CS_CHARGE_LEGS,
    [HANDLE_S] = CS_CHARGE_HANDLE_S,
    [UNTIMED] = CS_CHARGE_UNTIMED,
};

/* A count of all groups in leaves from `from` on, which add_group() made of them in their order. */
static void
deal_count(struct spreading *s, enum figure figure, size_t from, size_t to, size_t lot)
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
deal_counts(struct spreading *s)
{
	size_t nlot = s->c->price->nlot;

	for (int f = CONTACTS; f <= UNTIMED; f++) {
		for (size_t i = 0; s->pools && i < nlot; i++)
			deal_count(s, (enum figure)f, s->first[i], s->first[i + 1], i);
		if (!s->pools)
			deal_count(s, (enum figure)f, s->first[nlot], s->first[nlot + 1], nlot);
	}
}

static struct cs_charge_line *
add_line(struct spreading *s, enum cs_charge_line_kind kind)
{
	struct cs_charge_lines *l = s->l;
	struct cs_charge_line *x;

	l->line = cs_mem_grow(l->line, &l->cap, l->n + 1, sizeof *l->line);
	x = &l->line[l->n++];
	*x = (struct cs_charge_line){.kind = kind, .unit = null, .avoidable_known = true};
	x->key = cs_arena_new(&l->arena, s->nlevel + 1, sizeof *x->key);
	for (unsigned k = 0; k < s->nlevel; k++)
		x->key[k] = null;
	return x;
}

/* A path into its line. */
static void
put_path(const struct spreading *s, size_t rank, struct cs_charge_line *x, bool repeat)
{
	const cs_i128 *f = s->figure[rank];

	x->contacts += f[CONTACTS];
	x->legs += f[LEGS];
	x->handle_s += f[HANDLE_S];
	x->untimed += f[UNTIMED];
	x->charged += f[CHARGED];
	x->original += f[ORIGINAL];
	x->avoidable += f[AVOIDABLE];
	x->repeats += repeat ? f[CHARGED] : 0;
	x->avoidable_known = x->avoidable_known && !s->unknown[rank];
}

/* The value of a key of the paths, kept. */
static struct cs_str
value_of(struct spreading *s, unsigned key, const uint32_t *value)
{
	return cs_arena_str(&s->l->arena, cs_map_key(&s->keys.value[key], value[key]));
}

/* Paths that only differ in being repeats or not are one line. */
static void
make_lines(struct spreading *s)
{
	uint32_t *value = cs_mem_new(s->keys.n, sizeof *value);
	struct cs_charge_line *x = NULL;

	for (size_t i = 0; i < s->keys.ngroup; i++) {
		cs_keys_values(&s->keys, s->order[i], value);
		if (x == NULL || s->same[i] < LEVELS + s->nlevel) {
			struct cs_str unit = value_of(s, UNIT, value);

			x = add_line(s, (enum cs_charge_line_kind)(unit.p[0] - '0'));
			if (x->kind == CS_LINE_CHARGED)
				x->unit = cs_str_skip(unit, 1);
			for (unsigned k = 0; k < s->nlevel; k++)
				x->key[k] = value_of(s, LEVELS + k, value);
		}
		put_path(s, i, x,
		    cs_str_eqz(
			cs_map_key(&s->keys.value[s->keys.n - 1], value[s->keys.n - 1]), "t"));
	}
	free(value);
}

/* The line of a pool among those from `from` on, which are all of a kind; or the only one. */
static struct cs_charge_line *
idle_line(struct spreading *s, enum cs_charge_line_kind kind, size_t from, struct cs_str pool)
{
	struct cs_charge_lines *l = s->l;
	struct cs_charge_line *x;

	for (size_t i = from; i < l->n; i++) {
		bool same = !s->pools;

		for (unsigned k = 0; k < s->nlevel; k++)
			same = same || (s->c->level[s->level[k]].from == CS_FROM_POOL &&
					   cs_str_eq(l->line[i].key[k], pool));
		if (same)
			return &l->line[i];
	}
	x = add_line(s, kind);
	for (unsigned k = 0; k < s->nlevel; k++) {
		if (s->c->level[s->level[k]].from == CS_FROM_POOL)
			x->key[k] = pool;
	}
	return x;
}

/* What nobody used, or nothing explains: a line for all pools, or one for each. */
static void
put_idle(struct spreading *s, enum cs_charge_line_kind kind)
{
	const struct cs_charge_price *p = s->c->price;
	size_t from = s->l->n;

	for (size_t i = 0; i < p->nlot; i++) {
		const struct cs_charge_lot *lot = &p->lot[i];
		cs_i128 v = kind == CS_LINE_UNUSED ? lot->unused : lot->unallocated;
		struct cs_charge_line *x;

		if (v == 0)
			continue;
		x = idle_line(s, kind, from, lot->name);
		x->charged += v;
		x->original += v;
	}
}

static void
sum_lines(struct spreading *s)
{
	struct cs_charge_lines *l = s->l;
	cs_i128 sum = 0, original = 0;

	for (size_t i = 0; i < s->c->price->nlot; i++)
		l->total += s->c->price->lot[i].total;
	for (size_t i = 0; i < l->n; i++) {
		const struct cs_charge_line *x = &l->line[i];

		l->sum[x->kind] += x->charged;
		l->original[x->kind] += x->original;
		sum += x->charged;
		original += x->original;
	}
	assert(sum == l->total && original == l->total);
}

static void
finish(struct spreading *s)
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
	free(s->touched);
	free(s->common);
	free(s->part);
}

int
cs_charge_lines_make(struct cs_charge_lines *l, const struct cs_charge *c, const unsigned *level,
    unsigned nlevel, struct cs_err *e)
{
	struct spreading s = {.c = c, .l = l, .level = level, .nlevel = nlevel};
	int result = 0;

	*l = (struct cs_charge_lines){.n = 0};
	for (unsigned k = 0; k < nlevel; k++)
		s.pools = s.pools || c->level[level[k]].from == CS_FROM_POOL;
	cs_keys_init(&s.keys, LEVELS + nlevel + 1);
	make_leaves(&s);
	sort_paths(&s);
	for (size_t i = 0; i < c->price->nlot && result == 0; i++)
		result = deal_lot(&s, i, e);
	if (result == 0) {
		deal_counts(&s);
		make_lines(&s);
		put_idle(&s, CS_LINE_UNALLOCATED);
		put_idle(&s, CS_LINE_UNUSED);
		sum_lines(&s);
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
