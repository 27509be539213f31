/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stocks along time: see stocklevel.h. */
#include "cell/stocklevel.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/batch.h"

/* An age that is asked for: the rank ceil(n num / den). */
struct rank {
	const struct cs_input *in;
	int64_t num, den;
};

struct cs_stock_levels {
	size_t ngroup;
	int64_t until;		      /* the last second that anything is known of */
	struct cs_stock_level *level; /* by group */
	struct rank *rank;
	size_t nrank;
	int64_t *age; /* by rank * ngroup + group; meaningful where something is open */
};

void
cs_stock_levels_free(struct cs_stock_levels *l)
{
	if (l == NULL)
		return;
	free(l->level);
	free(l->rank);
	free(l->age);
	free(l);
}

const struct cs_stock_level *
cs_stock_level(const struct cs_stock_levels *l, uint32_t group)
{
	return &l->level[group];
}

bool
cs_stock_level_age(
    const struct cs_stock_levels *l, uint32_t group, const struct cs_input *in, int64_t *age)
{
	size_t r = 0;

	while (r < l->nrank && l->rank[r].in != in)
		r++;
	if (r == l->nrank || !l->level[group].known || l->level[group].open <= 0)
		return false;
	*age = l->age[r * l->ngroup + group];
	return true;
}

/* A group on its way through time. */
struct place {
	uint32_t series; /* its keys without those of time */
	uint32_t group;
	int64_t begin, end; /* of its interval; begin > end: it has none */
};

static int
by_series(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->series != b->series)
		return a->series < b->series ? -1 : 1;
	return (a->begin > b->begin) - (a->begin < b->begin);
}

/* The interval of a group: what its time keys have in common. A total is over all of time, or all
 * up to the end of the period. */
static void
interval_of(const struct cs_cells *c, const uint32_t *value, struct place *p)
{
	int64_t begin, end;

	p->begin = CS_INSTANT_MIN;
	p->end = c->ends;
	for (unsigned k = 0; k < c->by->n; k++) {
		const struct cs_key_def *d = &c->by->key[k];
		struct cs_str text;

		if (!cs_key_is_time(d->kind))
			continue;
		text = cs_map_key(&c->keys.value[k], value[k]);
		if (cs_str_eq(text, cs_key_total))
			continue;
		if (cs_raw_null(text) || !cs_key_interval_read(text, d, c->by->zone, &begin)) {
			p->begin = CS_INSTANT_MAX;
			p->end = CS_INSTANT_MIN;
			return;
		}
		cs_key_interval(d, c->by->zone, begin, &begin, &end);
		p->begin = begin > p->begin ? begin : p->begin;
		p->end = end < p->end ? end : p->end;
	}
}

/* All groups, series by series and in the order of time. */
static struct place *
places_of(const struct cs_cells *c)
{
	size_t n = c->keys.ngroup;
	struct place *p = cs_mem_new(n, sizeof *p);
	uint32_t *value = cs_mem_new((size_t)c->keys.n + 1, sizeof *value);
	struct cs_keys series;

	cs_keys_init(&series, c->keys.n);
	for (uint32_t g = 0; g < n; g++) {
		cs_keys_values(&c->keys, g, value);
		interval_of(c, value, &p[g]);
		for (unsigned k = 0; k < c->keys.n; k++) {
			const struct cs_map *text = &c->keys.value[k];

			/* A total is none of the intervals that it is of. */
			if (cs_key_is_time(c->by->key[k].kind))
				value[k] = cs_str_eq(cs_map_key(text, value[k]), cs_key_total);
		}
		p[g].group = g;
		p[g].series = cs_keys_group(&series, value);
	}
	cs_keys_finish(&series);
	free(value);
	qsort(p, n, sizeof *p, by_series);
	return p;
}

/* a + sign * b. What wraps is not of rows: cells may say anything, and get anything. */
static int64_t
wrapped(int64_t a, int64_t sign, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)sign * (uint64_t)b);
}

/* How many of each second of entry are open: a Fenwick tree over the seconds that there are. */
struct open {
	int64_t *second; /* sorted, different */
	int64_t *tree;	 /* 1 .. n */
	size_t n;
};

static int
compare_seconds(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/* Room for the entries of a series, none of which is open yet. */
static void
open_init(struct open *o, const struct cs_stock *stock, const struct place *p, size_t n)
{
	size_t cap = 0, all = 0;

	*o = (struct open){NULL, NULL, 0};
	for (size_t i = 0; i < n; i++) {
		struct cs_bins b = cs_hist_bins(&stock[p[i].group].entered);

		o->second = cs_mem_grow(o->second, &cap, all + b.n + 1, sizeof *o->second);
		for (size_t k = 0; k < b.n; k++)
			o->second[all++] = b.bin[k].value;
		cs_bins_finish(&b);
	}
	if (all != 0)
		qsort(o->second, all, sizeof *o->second, compare_seconds);
	for (size_t i = 0; i < all; i++) {
		if (o->n == 0 || o->second[i] != o->second[o->n - 1])
			o->second[o->n++] = o->second[i];
	}
	o->tree = cs_mem_new0(o->n + 1, sizeof *o->tree);
}

static void
open_finish(struct open *o)
{
	free(o->second);
	free(o->tree);
}

/* Adds sign times what a histogram has. Seconds that never entered do not count: cells that were
 * made of rows have none. */
static void
open_add(struct open *o, const struct cs_hist *h, int64_t sign)
{
	struct cs_bins b = cs_hist_bins(h);

	for (size_t k = 0; k < b.n; k++) {
		const int64_t *at = o->n == 0 ? NULL
					      : bsearch(&b.bin[k].value, o->second, o->n,
						    sizeof *o->second, compare_seconds);

		if (at == NULL)
			continue;
		for (size_t i = (size_t)(at - o->second) + 1; i <= o->n; i += i & -i)
			o->tree[i] = wrapped(o->tree[i], sign, b.bin[k].count);
	}
	cs_bins_finish(&b);
}

/* The k-th smallest second that is open. */
static int64_t
open_rank(const struct open *o, int64_t k)
{
	size_t at = 0, step = 1;

	while (step * 2 <= o->n)
		step *= 2;
	for (; step != 0; step /= 2) {
		if (at + step <= o->n && o->tree[at + step] < k) {
			at += step;
			k -= o->tree[at];
		}
	}
	return o->second[at < o->n ? at : o->n - 1];
}

/* Goes along the groups of one series. */
static void
follow(struct cs_stock_levels *l, const struct cs_stock *stock, const struct place *p, size_t n)
{
	struct cs_stock_level now = {true, 0, 0, 0};
	struct open open = {NULL, NULL, 0};

	if (l->nrank != 0)
		open_init(&open, stock, p, n);
	for (size_t i = 0; i < n; i++) {
		const struct cs_stock *s = &stock[p[i].group];
		int64_t end = cs_num_floordiv(p[i].end, CS_USEC);

		if (p[i].begin > p[i].end)
			continue;
		now.open = wrapped(wrapped(wrapped(now.open, 1, s->held), 1, s->in), -1, s->out);
		now.sum = (cs_i128)((unsigned __int128)now.sum + (unsigned __int128)s->sum);
		now.edge = end < l->until ? end : l->until;
		now.known = now.open >= 0 && cs_num_floordiv(p[i].begin, CS_USEC) <= l->until;
		l->level[p[i].group] = now;
		if (l->nrank == 0)
			continue;
		open_add(&open, &s->entered, 1);
		open_add(&open, &s->left, -1);
		for (size_t r = 0; r < l->nrank && now.open > 0 && open.n != 0; r++) {
			cs_i128 k = ((cs_i128)now.open * l->rank[r].num + l->rank[r].den - 1) /
				    l->rank[r].den;

			/* The k-th smallest age is that of the k-th latest entry. */
			l->age[r * l->ngroup + p[i].group] = wrapped(now.edge, -1,
			    open_rank(&open, now.open - (int64_t)(k > 0 ? k : 1) + 1));
		}
	}
	open_finish(&open);
}

/* The ranks that formulas ask of the statistic. */
static void
find_ranks(struct cs_stock_levels *l, const struct cs_scheme *scheme, unsigned acc)
{
	size_t cap = 0;

	for (size_t m = 0; m < scheme->n; m++) {
		const struct cs_scheme_metric *of = &scheme->of[m];

		for (size_t i = 0; i < of->ninput; i++) {
			const struct cs_input *in = &of->input[i];
			struct rank r = {in, 1, 1};

			if (of->acc[i] != acc || in->agg->gives != CS_GIVES_SECONDS)
				continue;
			if (in->agg->id == CS_AGG_STOCK_AGE_QUANTILE) {
				r.num = (int64_t)in->value[2].d.coef;
				for (int k = 0; k < in->value[2].d.scale; k++)
					r.den *= 10;
			}
			l->rank = cs_mem_grow(l->rank, &cap, l->nrank + 1, sizeof *l->rank);
			l->rank[l->nrank++] = r;
		}
	}
}

struct cs_stock_levels *
cs_stock_levels_make(const struct cs_cells *c, unsigned acc)
{
	struct cs_stock_levels *l = cs_mem_new0(1, sizeof *l);
	const struct cs_stock *stock = c->store.acc[acc].stock;
	struct place *place = places_of(c);
	size_t begin, end;

	l->until = INT64_MIN;
	l->ngroup = c->keys.ngroup;
	l->level = cs_mem_new0(l->ngroup, sizeof *l->level);
	find_ranks(l, c->scheme, acc);
	l->age = cs_mem_new0(l->ngroup * l->nrank, sizeof *l->age);
	for (size_t g = 0; g < l->ngroup; g++) {
		if (!cs_stock_empty(&stock[g]) && stock[g].until > l->until)
			l->until = stock[g].until;
	}
	if (l->until == INT64_MIN)
		l->until = c->run.has_as_of ? cs_num_floordiv(c->run.as_of, CS_USEC) : INT64_MAX;
	for (begin = 0; begin < l->ngroup; begin = end) {
		for (end = begin + 1; end < l->ngroup && place[end].series == place[begin].series;
		     end++)
			;
		follow(l, stock, place + begin, end - begin);
	}
	free(place);
	return l;
}
