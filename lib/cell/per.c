/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rows add up to for each key, merged and read: see per.h. Its text is in pertext.c. */
#include "cell/per.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cell/keys.h"

static const enum cs_per_kind kind_of[] = {
    [CS_AGG_COUNT_ROWS] = CS_PER_COUNT,
    [CS_AGG_COUNT_TRUE] = CS_PER_COUNT,
    [CS_AGG_COUNT] = CS_PER_COUNT,
    [CS_AGG_SUM] = CS_PER_SUM,
    [CS_AGG_MEAN] = CS_PER_SUM,
    [CS_AGG_MIN] = CS_PER_LEAST,
    [CS_AGG_MAX] = CS_PER_GREATEST,
    [CS_AGG_SHARE] = CS_PER_SHARE,
    [CS_AGG_DISTINCT] = CS_PER_DISTINCT,
};

/* Room for one more in an array of an arena. */
static void *
grow(struct cs_arena *a, void *p, unsigned n, unsigned *cap, size_t size)
{
	void *q = p;

	if (n == *cap) {
		*cap = *cap != 0 ? 2 * *cap : 4;
		q = cs_arena_new(a, *cap, size);
		if (n != 0)
			memcpy(q, p, n * size);
	}
	return q;
}

static int
filter_index(struct cs_per_def *d, struct cs_arena *a, const struct cs_input *in)
{
	struct cs_str text;
	unsigned cap = d->filter_cap;

	if (in->filter == NULL)
		return -1;
	text = cs_ast_text(a, in->node->filter);
	for (unsigned i = 0; i < d->nfilter; i++) {
		if (cs_str_eq(d->filter_text[i], text))
			return (int)i;
	}
	d->filter_text = grow(a, d->filter_text, d->nfilter, &cap, sizeof *d->filter_text);
	d->filter = grow(a, d->filter, d->nfilter, &d->filter_cap, sizeof *d->filter);
	d->filter_text[d->nfilter] = text;
	d->filter[d->nfilter] = in->filter;
	return (int)d->nfilter++;
}

static unsigned
item_index(struct cs_per_def *d, struct cs_arena *a, const struct cs_input *in)
{
	struct cs_per_item it = {.kind = kind_of[in->agg->id],
	    .when_true = in->agg->id == CS_AGG_COUNT_TRUE,
	    .filter = filter_index(d, a, in)};

	if (in->row[0] != NULL) {
		it.arg = in->row[0];
		it.arg_text = cs_ast_text(a, in->node->arg[0]);
		it.scale = cs_expr_type(it.arg) == CS_DEC ? 6 : 0;
		it.money = it.kind != CS_PER_COUNT && it.kind != CS_PER_DISTINCT &&
			   cs_str_eqz(cs_expr_unit(it.arg), "currency");
	}
	for (unsigned i = 0; i < d->n; i++) {
		if (d->item[i].kind == it.kind && d->item[i].when_true == it.when_true &&
		    d->item[i].filter == it.filter && cs_str_eq(d->item[i].arg_text, it.arg_text))
			return i;
	}
	d->item = grow(a, d->item, d->n, &d->cap, sizeof *d->item);
	d->item[d->n] = it;
	return d->n++;
}

void
cs_per_plan(
    struct cs_per_def *d, struct cs_arena *a, const struct cs_formula *inner, const unsigned **item)
{
	size_t n;
	const struct cs_input *in = cs_formula_inputs(inner, &n);
	unsigned *of = cs_arena_new(a, n, sizeof *of);

	for (size_t i = 0; i < n; i++)
		of[i] = item_index(d, a, &in[i]);
	*item = of;
}

void
cs_per_init(struct cs_per *p, const struct cs_per_def *def)
{
	*p = (struct cs_per){.def = def};
}

void
cs_per_finish(struct cs_per *p)
{
	cs_map_finish(&p->pair);
	cs_map_finish(&p->set);
	free(p->sum);
	free(p->order);
	free(p->begin);
	free(p->member);
	*p = (struct cs_per){0};
}

/* Room for the sums of all pairs; new ones are empty. */
static void
room(struct cs_per *p)
{
	size_t was = p->cap;

	p->sum = cs_mem_grow(p->sum, &p->cap, p->pair.n, p->def->n * sizeof *p->sum);
	if (p->cap != was)
		memset(&p->sum[was * p->def->n], 0, (p->cap - was) * p->def->n * sizeof *p->sum);
}

uint32_t
cs_per_pair(struct cs_per *p, uint32_t group, struct cs_str text, struct cs_buf *key)
{
	uint32_t pair;

	cs_buf_reset(key);
	cs_buf_add(key, &group, sizeof group);
	cs_buf_str(key, text);
	pair = cs_map_add(&p->pair, cs_buf_all(key));
	room(p);
	return pair;
}

void
cs_per_pairs(struct cs_per *p, const struct cs_str *key, uint32_t *pair, size_t n)
{
	cs_map_add_all(&p->pair, key, pair, n);
	room(p);
}

struct cs_str
cs_per_key(const struct cs_per *p, uint32_t pair)
{
	return cs_group_item(&p->pair, pair).value;
}

struct cs_per_member
cs_per_member(const struct cs_per *p, uint32_t id)
{
	struct cs_str s = cs_map_key(&p->set, id);
	struct cs_per_member m;
	uint16_t item;

	memcpy(&m.pair, s.p, sizeof m.pair);
	memcpy(&item, s.p + sizeof m.pair, sizeof item);
	m.item = item;
	m.value = cs_str_skip(s, sizeof m.pair + sizeof item);
	return m;
}

void
cs_per_distinct(
    struct cs_per *p, uint32_t pair, unsigned item, struct cs_str value, struct cs_buf *key)
{
	const uint16_t short_item = (uint16_t)item;
	size_t before = p->set.n;

	cs_buf_reset(key);
	cs_buf_add(key, &pair, sizeof pair);
	cs_buf_add(key, &short_item, sizeof short_item);
	cs_buf_str(key, value);
	(void)cs_map_add(&p->set, cs_buf_all(key));
	cs_per_sums(p, pair)[item].n += p->set.n != before;
}

/* Adds the numbers of one item to another's. */
static bool
add(enum cs_per_kind kind, struct cs_per_sum *to, const struct cs_per_sum *from)
{
	if (from->n == 0)
		return true;
	if (kind == CS_PER_LEAST)
		to->v = to->n == 0 || from->v < to->v ? from->v : to->v;
	else if (kind == CS_PER_GREATEST)
		to->v = to->n == 0 || from->v > to->v ? from->v : to->v;
	else if (__builtin_add_overflow(to->v, from->v, &to->v))
		return false;
	return !__builtin_add_overflow(to->n, from->n, &to->n);
}

bool
cs_per_take(struct cs_per *p, uint32_t pair, unsigned item, int64_t v)
{
	return add(
	    p->def->item[item].kind, &cs_per_sums(p, pair)[item], &(struct cs_per_sum){1, v});
}

bool
cs_per_merge(struct cs_per *p, const struct cs_per *from, const uint32_t *map)
{
	uint32_t *to = cs_mem_new(from->pair.n + 1, sizeof *to);
	struct cs_buf key = CS_BUF_INIT;
	bool good = true;

	for (uint32_t i = 0; i < from->pair.n; i++) {
		uint32_t group = map[cs_group_item(&from->pair, i).group];

		to[i] = CS_PER_NONE;
		if (group == CS_PER_NONE)
			continue;
		to[i] = cs_per_pair(p, group, cs_per_key(from, i), &key);
		for (unsigned k = 0; k < p->def->n; k++) {
			if (p->def->item[k].kind != CS_PER_DISTINCT)
				good &= add(p->def->item[k].kind, &cs_per_sums(p, to[i])[k],
				    &cs_per_sums(from, i)[k]);
		}
	}
	for (uint32_t i = 0; i < from->set.n; i++) {
		struct cs_per_member m = cs_per_member(from, i);

		if (to[m.pair] != CS_PER_NONE)
			cs_per_distinct(p, to[m.pair], m.item, m.value, &key);
	}
	cs_buf_finish(&key);
	free(to);
	return good;
}

void
cs_per_index(struct cs_per *p, size_t ngroup)
{
	if (p->begin != NULL && p->npair == p->pair.n && p->ngroup == ngroup)
		return;
	free(p->order);
	free(p->begin);
	p->npair = p->pair.n;
	p->ngroup = ngroup;
	p->order = cs_mem_new(p->npair, sizeof *p->order);
	p->begin = cs_mem_new0(ngroup + 2, sizeof *p->begin);
	/* begin[g + 2] counts, then begin[g + 1] is where the next pair of g goes. */
	for (uint32_t i = 0; i < p->npair; i++)
		p->begin[cs_group_item(&p->pair, i).group + 2]++;
	for (size_t g = 0; g < ngroup; g++)
		p->begin[g + 2] += p->begin[g + 1];
	for (uint32_t i = 0; i < p->npair; i++)
		p->order[p->begin[cs_group_item(&p->pair, i).group + 1]++] = i;
}

size_t
cs_per_bytes(const struct cs_per *p)
{
	return cs_map_bytes(&p->pair) + cs_map_bytes(&p->set) +
	       p->cap * p->def->n * sizeof *p->sum + p->npair * sizeof *p->order +
	       p->ngroup * sizeof *p->begin;
}

bool
cs_per_sound(const struct cs_per *p)
{
	for (unsigned k = 0; k < p->def->n; k++) {
		for (uint32_t i = 0; p->def->item[k].kind == CS_PER_SHARE && i < p->pair.n; i++) {
			if (cs_per_sums(p, i)[k].v > cs_per_sums(p, i)[k].n)
				return false;
		}
	}
	return true;
}

struct cs_real
cs_per_value(const struct cs_per *p, uint32_t pair, const struct cs_formula *inner,
    const unsigned *item, struct cs_real *in)
{
	size_t n;
	const struct cs_input *input = cs_formula_inputs(inner, &n);

	for (size_t i = 0; i < n; i++) {
		const struct cs_per_item *it = &p->def->item[item[i]];
		const struct cs_per_sum *s = &cs_per_sums(p, pair)[item[i]];
		cs_i128 unit = it->scale == 6 ? 1000000 : 1;

		if (it->kind == CS_PER_COUNT || it->kind == CS_PER_DISTINCT)
			in[i] = cs_real_ratio(s->n, 1);
		else if (s->n == 0)
			in[i] = (struct cs_real){CS_REAL_NULL, 0, 1, 0};
		else if (input[i].agg->id == CS_AGG_MEAN || it->kind == CS_PER_SHARE)
			in[i] = cs_real_ratio(s->v, s->n * unit);
		else
			in[i] = cs_real_ratio(s->v, unit);
	}
	return cs_formula_eval(inner, in);
}
