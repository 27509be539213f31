/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a unit may be told of the others: see rankpeers.h. */
#include "rank/rankpeers.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/peers.h"

/* An entry of the counts by the unit that it is of. */
struct place {
	uint32_t unit, stratum;
	size_t entry;
};

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return (x->stratum > y->stratum) - (x->stratum < y->stratum);
}

/* The entries by unit and stratum: members of one unit come together. */
static struct place *
sort_entries(const struct cs_rankwork *w)
{
	struct place *place = cs_mem_new(w->count.n + 1, sizeof *place);

	for (size_t i = 0; i < w->count.n; i++)
		place[i] =
		    (struct place){w->keys.unit_of[w->count.member[i]], w->count.stratum[i], i};
	qsort(place, w->count.n, sizeof *place, by_place);
	return place;
}

static void
add_entry(const struct cs_rankcount_item *item, size_t entry, struct cs_rankpeer_cell *cell)
{
	const struct cs_moments *m = item->x == NULL ? &item->moments[entry] : NULL;

	cell->n += cs_rankcount_n(item, entry);
	cell->sum += m != NULL ? (double)m->sum : (double)item->x[entry];
	cell->sumsq += m != NULL ? (double)m->sumsq : (double)item->x[entry];
}

/* Fills begin and cell. */
static void
make_cells(struct cs_rankpeers *p)
{
	const struct cs_rankwork *w = p->work;
	size_t units = w->keys.ids[CS_RANK_UNIT].n, metrics = w->card.n, n = 0;
	struct place *place = sort_entries(w);

	p->begin = cs_arena_new(w->arena, units + 1, sizeof *p->begin);
	p->cell = cs_arena_new(w->arena, w->count.n * metrics + 1, sizeof *p->cell);
	for (size_t i = 0; i < w->count.n; i++) {
		if (i == 0 || by_place(&place[i - 1], &place[i]) != 0) {
			n++;
			p->begin[place[i].unit + 1] = n;
		}
		for (size_t m = 0; m < metrics; m++) {
			struct cs_rankpeer_cell *cell = &p->cell[(n - 1) * metrics + m];

			cell->stratum = place[i].stratum;
			add_entry(&w->count.item[m], place[i].entry, cell);
		}
	}
	/* Units that were not there begin where the one before ends. */
	for (size_t u = 0; u < units; u++) {
		if (p->begin[u + 1] < p->begin[u])
			p->begin[u + 1] = p->begin[u];
	}
	free(place);
}

static void
add_to_kind(struct cs_rankpeer_kind *kind, int64_t n, double sum, double sumsq)
{
	if (n == 0)
		return;
	kind->n += n;
	kind->sum += sum;
	kind->sumsq += sumsq;
	kind->units++;
	if (n > kind->most) {
		kind->second = kind->most;
		kind->most = n;
	} else if (n > kind->second) {
		kind->second = n;
	}
}

static struct cs_rankpeer_cell
sum_of(const struct cs_rankpeers *p, size_t unit, size_t metric)
{
	struct cs_rankpeer_cell sum = {0};

	for (size_t i = p->begin[unit]; i < p->begin[unit + 1]; i++) {
		const struct cs_rankpeer_cell *cell = &p->cell[i * p->work->card.n + metric];

		sum.n += cell->n;
		sum.sum += cell->sum;
		sum.sumsq += cell->sumsq;
	}
	return sum;
}

static void
make_kinds(struct cs_rankpeers *p)
{
	const struct cs_rankwork *w = p->work;
	size_t units = w->keys.ids[CS_RANK_UNIT].n, metrics = w->card.n;

	p->kind = cs_arena_new(w->arena, w->keys.ids[CS_RANK_STRATUM].n * metrics, sizeof *p->kind);
	p->all = cs_arena_new(w->arena, metrics, sizeof *p->all);
	for (size_t u = 0; u < units; u++) {
		bool any = false;

		for (size_t m = 0; m < metrics; m++) {
			struct cs_rankpeer_cell sum = sum_of(p, u, m);

			add_to_kind(&p->all[m], sum.n, sum.sum, sum.sumsq);
			any |= sum.n > 0;
		}
		p->units += any;
		for (size_t i = p->begin[u] * metrics; i < p->begin[u + 1] * metrics; i++) {
			const struct cs_rankpeer_cell *cell = &p->cell[i];

			add_to_kind(&p->kind[cell->stratum * metrics + i % metrics], cell->n,
			    cell->sum, cell->sumsq);
		}
	}
}

/* The others of a kind of work, by the rule of rankpeers.h. */
static bool
rest_of(const struct cs_rankpeers *p, const struct cs_rankpeer_kind *kind,
    const struct cs_rankpeer_cell *own, struct cs_rankpeer_rest *rest)
{
	size_t others = kind->units - (own->n > 0);
	int64_t most = own->n > 0 && own->n == kind->most ? kind->second : kind->most;
	double var;

	*rest = (struct cs_rankpeer_rest){.n = kind->n - own->n};
	if ((int64_t)others < p->least || rest->n == 0 || most > rest->n - most)
		return false;
	rest->mean = (kind->sum - own->sum) / (double)rest->n;
	var = (kind->sumsq - own->sumsq) / (double)rest->n - rest->mean * rest->mean;
	rest->sd = var > 0 ? sqrt(var) : 0;
	return true;
}

/* The cell of a unit in a kind of work, or an empty one. */
static struct cs_rankpeer_cell
find_cell(const struct cs_rankpeers *p, size_t unit, uint32_t stratum, size_t metric)
{
	size_t lo = p->begin[unit], hi = p->begin[unit + 1], metrics = p->work->card.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->cell[mid * metrics].stratum < stratum)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < p->begin[unit + 1] && p->cell[lo * metrics].stratum == stratum)
		return p->cell[lo * metrics + metric];
	return (struct cs_rankpeer_cell){.stratum = stratum};
}

bool
cs_rankpeers_rest(const struct cs_rankpeers *p, size_t unit, uint32_t stratum, size_t metric,
    struct cs_rankpeer_rest *rest)
{
	struct cs_rankpeer_cell own = find_cell(p, unit, stratum, metric);

	return rest_of(p, &p->kind[stratum * p->work->card.n + metric], &own, rest);
}

bool
cs_rankpeers_rest_all(
    const struct cs_rankpeers *p, size_t unit, size_t metric, struct cs_rankpeer_rest *rest)
{
	struct cs_rankpeer_cell own = sum_of(p, unit, metric);

	return rest_of(p, &p->all[metric], &own, rest);
}

bool
cs_rankpeers_enough(const struct cs_rankpeers *p)
{
	return p->units > 0 && (int64_t)p->units - 1 >= p->least;
}

/* What the others make of the same kinds of work. */
static void
expect(const struct cs_rankpeers *p, size_t unit, size_t metric)
{
	const struct cs_rankwork *w = p->work;
	struct cs_rankpeer *r = &p->of[unit * w->card.n + metric];
	double step = w->count.item[metric].x != NULL ? 1 : w->count.item[metric].unit;
	double own = 0, expected = 0;

	for (size_t i = p->begin[unit]; i < p->begin[unit + 1]; i++) {
		const struct cs_rankpeer_cell *cell = &p->cell[i * w->card.n + metric];
		struct cs_rankpeer_rest rest;

		if (cell->n == 0 ||
		    !rest_of(p, &p->kind[cell->stratum * w->card.n + metric], cell, &rest))
			continue;
		r->n += cell->n;
		own += cell->sum;
		expected += rest.mean * (double)cell->n;
	}
	if (r->n == 0)
		return;
	r->own = own / (double)r->n * step;
	r->expected = expected / (double)r->n * step;
}

struct figure {
	double v;
	size_t unit;
};

static int
by_figure(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;

	if (x->v < y->v || x->v > y->v)
		return x->v < y->v ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

/* Where the others stand: quartiles of the shrunken figures, for who is among them and for who has
 * no figure of this metric. */
static void
find_quartiles(struct cs_rankpeers *p, size_t metric)
{
	static const double part[] = {.25, .5, .75};
	const struct cs_rankwork *w = p->work;
	size_t units = w->keys.ids[CS_RANK_UNIT].n, metrics = w->card.n, n = 0;
	struct figure *figure = cs_mem_new(units + 1, sizeof *figure);
	double *x = cs_mem_new(units + 1, sizeof *x), *out = cs_mem_new(units + 1, sizeof *out);

	for (size_t u = 0; u < units; u++) {
		const struct cs_score_part *score = &w->scores.part[u * metrics + metric];

		p->of[u * metrics + metric].others = p->all[metric].units - (score->n > 0);
		if (score->n > 0)
			figure[n++] = (struct figure){score->mean, u};
	}
	qsort(figure, n, sizeof *figure, by_figure);
	for (size_t i = 0; i < n; i++)
		x[i] = figure[i].v;
	for (size_t k = 0; k < 3 && (int64_t)n > p->least; k++) {
		if (!cs_peers_quantile(x, n, part[k], out))
			break;
		for (size_t i = 0; i < n; i++) {
			struct cs_rankpeer *r = &p->of[figure[i].unit * metrics + metric];
			double *const to[] = {&r->lo, &r->mid, &r->hi};

			r->quartiles = true;
			*to[k] = out[i];
		}
	}
	free(out);
	free(x);
	free(figure);
}

struct cs_rankpeers
cs_rankpeers_make(struct cs_rankwork *w, int64_t least)
{
	size_t units = w->keys.ids[CS_RANK_UNIT].n;
	struct cs_rankpeers p = {.work = w, .least = least};

	p.of = cs_arena_new(w->arena, units * w->card.n, sizeof *p.of);
	make_cells(&p);
	make_kinds(&p);
	for (size_t m = 0; m < w->card.n; m++) {
		/* Of what kind of work the hours were nobody knows. */
		for (size_t u = 0; u < units && !w->count.item[m].rate; u++)
			expect(&p, u, m);
		find_quartiles(&p, m);
	}
	return p;
}
