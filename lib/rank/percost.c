/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What units deliver for their money: see percost.h. */
#include "rank/percost.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/bh.h"
#include "stat/dist.h"

/* What a unit did of one kind of work. */
struct cell {
	uint32_t unit, stratum;
	int64_t contacts;
	int64_t x, n;		/* of the outcome at hand */
	struct cs_moments cost; /* in steps */
};

struct making {
	struct cs_percost *p;
	const struct cs_rankwork *w;
	struct cs_card card; /* the outcomes, and last the cost */
	size_t *item;	     /* by outcome: of the card of the work */
	struct cs_rankcount count;
	struct cell *cell; /* by unit, then stratum */
	size_t *begin;	   /* by unit: its cells */
	uint32_t *unit;	   /* those that are compared */
	double *within;	   /* by stratum: variance of a cost, in steps */
	double step;	   /* of a cost, in money */
	double *weight;	   /* scratch: by stratum; 0: not common */
	struct cs_err *e;
};

/* The metric of cost: the first of several. */
static int
find_cost(struct making *mk, struct cs_str names)
{
	struct cs_cells *c = mk->w->cells;
	struct cs_str rest = names, want;

	while (cs_str_split(&rest, '/', &want)) {
		for (size_t m = 0; m < cs_cells_metrics(c); m++) {
			const struct cs_metric *metric = cs_cells_metric(c, m);

			if (!cs_str_eq(metric->name, cs_str_trim(want)))
				continue;
			if (cs_cells_kind(c, m) != CS_STAT_MEAN)
				return cs_err_set(mk->e, CS_EXIT_USAGE,
				    "--per-cost: %.*s is no mean", CS_STR_ARG(metric->name));
			mk->p->cost = metric;
			return (int)m;
		}
	}
	(void)cs_err_set(
	    mk->e, CS_EXIT_USAGE, "--per-cost: the cells have no metric %.*s", CS_STR_ARG(names));
	return cs_err_hint(mk->e, "cs-kpi -m contacts,cost_per_contact,... --cells counts it");
}

/* The outcomes of the card, and the cost. */
static int
choose(struct making *mk, struct cs_str name)
{
	const struct cs_rankwork *w = mk->w;
	int cost = find_cost(mk, name);

	if (cost < 0)
		return -1;
	mk->card.item = cs_arena_new(w->arena, w->card.n + 1, sizeof *mk->card.item);
	mk->item = cs_arena_new(w->arena, w->card.n + 1, sizeof *mk->item);
	for (size_t i = 0; i < w->card.n; i++) {
		if (w->count.item[i].x == NULL || w->count.item[i].rate)
			continue;
		mk->item[mk->card.n] = i;
		mk->card.item[mk->card.n++] = w->card.item[i];
	}
	if (mk->card.n == 0) {
		(void)cs_err_set(mk->e, CS_EXIT_USAGE,
		    "--per-cost: no metric of the scorecard is a share of contacts");
		return cs_err_hint(mk->e,
		    "outcomes that can be counted, such as solved_customer_share, repeat_7d");
	}
	mk->card.item[mk->card.n++] =
	    (struct cs_card_item){.metric = mk->p->cost, .index = (size_t)cost, .down = true};
	return 0;
}

/* One currency, or none is known. */
static int
check_currency(struct making *mk)
{
	const struct cs_cells *c = mk->w->cells;
	const struct cs_rank_ids *members = &mk->w->keys.ids[CS_RANK_MEMBER];
	unsigned acc = c->scheme->of[mk->card.item[mk->card.n - 1].index].acc[0];
	struct cs_str *now = &mk->p->currency;

	for (size_t g = 0; g < c->norder; g++) {
		struct cs_str code = cs_store_currency(&c->store, acc, c->order[g]);

		if (members->of[g] == CS_RANK_NONE || code.p == NULL)
			continue;
		if (now->p == NULL)
			*now = code;
		if (cs_str_eq(code, *now))
			continue;
		(void)cs_err_set(mk->e, CS_EXIT_USAGE,
		    "--per-cost: costs are in %.*s and in %.*s, which cannot be compared",
		    CS_STR_ARG(*now), CS_STR_ARG(code));
		return cs_err_hint(
		    mk->e, "one of them: --where \"currency = '%.*s'\"", CS_STR_ARG(*now));
	}
	return 0;
}

static int
by_place(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return (x->stratum > y->stratum) - (x->stratum < y->stratum);
}

/* The cells of one outcome: entries of members of one unit come together. */
static void
make_cells(struct making *mk, size_t outcome)
{
	const struct cs_rankcount *count = &mk->count;
	const struct cs_rankcount_item *of = &count->item[outcome];
	const struct cs_rankcount_item *cost = &count->item[mk->card.n - 1];
	size_t units = mk->w->keys.ids[CS_RANK_UNIT].n, n = 0;

	for (size_t i = 0; i < count->n; i++)
		mk->cell[i] = (struct cell){mk->w->keys.unit_of[count->member[i]],
		    count->stratum[i], count->contacts[i], of->x[i], of->n[i], cost->moments[i]};
	qsort(mk->cell, count->n, sizeof *mk->cell, by_place);
	memset(mk->begin, 0, (units + 1) * sizeof *mk->begin);
	for (size_t i = 0; i < count->n; i++) {
		struct cell *to = &mk->cell[n - (n > 0)];

		if (n == 0 || by_place(to, &mk->cell[i]) != 0) {
			mk->cell[n++] = mk->cell[i];
			mk->begin[mk->cell[n - 1].unit + 1] = n;
			continue;
		}
		to->contacts += mk->cell[i].contacts;
		to->x += mk->cell[i].x;
		to->n += mk->cell[i].n;
		cs_moments_merge(&to->cost, &mk->cell[i].cost);
	}
	for (size_t u = 0; u < units; u++) {
		if (mk->begin[u + 1] < mk->begin[u])
			mk->begin[u + 1] = mk->begin[u];
	}
}

/* The variance of one cost within each kind of work; where none can be told, that of all. */
static void
pool_costs(struct making *mk)
{
	size_t strata = mk->w->keys.ids[CS_RANK_STRATUM].n;
	size_t n = mk->begin[mk->w->keys.ids[CS_RANK_UNIT].n];
	double *df = cs_mem_new0(strata + 1, sizeof *df), ss = 0, all = 0;

	memset(mk->within, 0, strata * sizeof *mk->within);
	for (size_t i = 0; i < n; i++) {
		const struct cell *x = &mk->cell[i];

		if (x->cost.n < 2)
			continue;
		mk->within[x->stratum] += cs_moments_ss(&x->cost);
		df[x->stratum] += (double)(x->cost.n - 1);
		ss += cs_moments_ss(&x->cost);
		all += (double)(x->cost.n - 1);
	}
	for (size_t s = 0; s < strata; s++) {
		if (df[s] > 0)
			mk->within[s] /= df[s];
		else
			mk->within[s] = all > 0 ? ss / all : 0;
	}
	free(df);
}

static bool
is_known(const struct cell *x)
{
	return x->n > 0 && x->cost.n > 0;
}

/* Leaves in weight the contacts of the kinds of work that all n units did; how many kinds. */
static size_t
find_common(struct making *mk, const uint32_t *unit, size_t n)
{
	size_t strata = mk->w->keys.ids[CS_RANK_STRATUM].n, common = 0;
	uint32_t *did = cs_mem_new0(strata + 1, sizeof *did);

	memset(mk->weight, 0, strata * sizeof *mk->weight);
	for (size_t k = 0; k < n; k++) {
		for (size_t i = mk->begin[unit[k]]; i < mk->begin[unit[k] + 1]; i++) {
			did[mk->cell[i].stratum] += is_known(&mk->cell[i]);
			mk->weight[mk->cell[i].stratum] += (double)mk->cell[i].contacts;
		}
	}
	for (size_t s = 0; s < strata; s++) {
		if (did[s] < n)
			mk->weight[s] = 0;
		common += did[s] == n && n > 0;
	}
	free(did);
	return common;
}

/* Figures while they are summed up. */
struct sums {
	double weight, rate, rate_var, cost, cost_var;
	int64_t contacts, all;
	cs_i128 spent;
};

static struct sums
sum_up(const struct making *mk, uint32_t unit, bool down)
{
	struct sums s = {0};

	for (size_t i = mk->begin[unit]; i < mk->begin[unit + 1]; i++) {
		const struct cell *x = &mk->cell[i];
		double w = mk->weight[x->stratum], n = (double)x->n, mean = 0, part;
		int64_t good = down ? x->n - x->x : x->x;

		s.all += x->contacts;
		if (w <= 0)
			continue;
		part = ((double)good + .5) / (n + 1);
		(void)cs_moments_mean(&x->cost, &mean);
		s.weight += w;
		s.rate += w * (double)good / n;
		s.rate_var += w * w * part * (1 - part) / n;
		s.cost += w * mean * mk->step;
		s.cost_var +=
		    w * w * mk->within[x->stratum] * mk->step * mk->step / (double)x->cost.n;
		s.contacts += x->contacts;
		s.spent += x->cost.sum;
	}
	return s;
}

/* One unit on the common work; *log_var the variance of the logarithm of per. */
static struct cs_percost_side
side_of(const struct making *mk, uint32_t unit, bool down, double *log_var)
{
	struct sums s = sum_up(mk, unit, down);
	double z = cs_dist_z(mk->w->ask.rules.level), e;
	struct cs_percost_side r = {.contacts = s.contacts, .spent = s.spent};

	*log_var = 0;
	if (s.weight <= 0)
		return r;
	r.there = true;
	r.part = s.all > 0 ? (double)s.contacts / (double)s.all : 0;
	r.rate = s.rate / s.weight;
	r.cost = s.cost / s.weight;
	s.rate_var /= s.weight * s.weight;
	s.cost_var /= s.weight * s.weight;
	r.rate_lo = fmax(0, r.rate - z * sqrt(s.rate_var));
	r.rate_hi = fmin(1, r.rate + z * sqrt(s.rate_var));
	r.cost_lo = r.cost - z * sqrt(s.cost_var);
	r.cost_hi = r.cost + z * sqrt(s.cost_var);
	r.per_there = r.rate > 0 && r.cost > 0;
	if (!r.per_there)
		return r;
	*log_var = s.rate_var / (r.rate * r.rate) + s.cost_var / (r.cost * r.cost);
	e = exp(z * sqrt(*log_var));
	r.per = r.rate / r.cost;
	r.per_lo = r.per / e;
	r.per_hi = r.per * e;
	return r;
}

static struct cs_percost_row *
add_row(struct making *mk, size_t outcome, size_t unit, size_t versus)
{
	struct cs_percost_row *row = &mk->p->row[mk->p->n++];

	*row = (struct cs_percost_row){
	    .unit = unit, .versus = versus, .item = mk->item[outcome], .q = CS_DIST_BAD};
	return row;
}

/* Two units on the work that both did. */
static void
compare_pair(struct making *mk, size_t outcome, const uint32_t unit[2])
{
	struct cs_percost_row *row = add_row(mk, outcome, unit[0], unit[1]);
	double z = cs_dist_z(mk->w->ask.rules.level), var, other_var, ratio, e;
	bool down = mk->card.item[outcome].down;
	struct cs_percost_side other;

	(void)find_common(mk, unit, 2);
	row->own = side_of(mk, unit[0], down, &var);
	other = side_of(mk, unit[1], down, &other_var);
	row->ratio_there = row->own.per_there && other.per_there;
	if (!row->ratio_there)
		return;
	ratio = row->own.per / other.per;
	e = exp(z * sqrt(var + other_var));
	row->ratio = ratio;
	row->lo = ratio / e;
	row->hi = ratio * e;
	if (var + other_var > 0)
		row->q = 2 * cs_dist_norm(fabs(log(ratio)) / sqrt(var + other_var), CS_UPPER);
}

static void
compare(struct making *mk, size_t outcome)
{
	size_t n = mk->p->units;
	double var;

	make_cells(mk, outcome);
	pool_costs(mk);
	mk->p->common = find_common(mk, mk->unit, n);
	for (size_t i = 0; i < n; i++)
		add_row(mk, outcome, mk->unit[i], SIZE_MAX)->own =
		    side_of(mk, mk->unit[i], mk->card.item[outcome].down, &var);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++)
			compare_pair(mk, outcome, (const uint32_t[]){mk->unit[i], mk->unit[j]});
	}
}

/* Who is compared: units that are there, and may be named. */
static int
choose_units(struct making *mk)
{
	const struct cs_rankwork *w = mk->w;
	size_t units = w->keys.ids[CS_RANK_UNIT].n;

	mk->unit = cs_arena_new(w->arena, units + 1, sizeof *mk->unit);
	for (uint32_t u = 0; u < units; u++) {
		if (w->count.here[u] && w->contacts[u] >= w->ask.min_group)
			mk->unit[mk->p->units++] = u;
	}
	if (mk->p->units >= 2 && mk->p->units <= CS_PERCOST_UNITS)
		return 0;
	(void)cs_err_set(mk->e, CS_EXIT_USAGE, "--per-cost: %zu %s to compare", mk->p->units,
	    mk->p->units < 2 ? "is nothing" : "are too many");
	return cs_err_hint(mk->e, "--unit vendor, or site, says who is compared");
}

/* The q of all pairs. */
static void
test_pairs(struct cs_percost *p)
{
	double *q = cs_mem_new(p->n + 1, sizeof *q);

	for (size_t i = 0; i < p->n; i++)
		q[i] = p->row[i].q;
	cs_bh(q, p->n, q);
	for (size_t i = 0; i < p->n; i++)
		p->row[i].q = q[i];
	free(q);
}

int
cs_percost_make(struct cs_percost *p, struct cs_rankwork *w, struct cs_str cost, struct cs_err *e)
{
	size_t strata = w->keys.ids[CS_RANK_STRATUM].n, units = w->keys.ids[CS_RANK_UNIT].n, n;
	struct making mk = {.p = p, .w = w, .e = e};
	struct cs_rankcount_from from = {.cells = w->cells, .keys = &w->keys, .card = &mk.card};

	*p = (struct cs_percost){.kinds = strata};
	if (choose(&mk, cost) != 0 || check_currency(&mk) != 0 || choose_units(&mk) != 0 ||
	    cs_rankcount_make(
		w->arena, &from, w->window.all ? NULL : w->window.now, &mk.count, e) != 0)
		return -1;
	n = p->units;
	mk.step = mk.count.item[mk.card.n - 1].unit;
	mk.cell = cs_arena_new(w->arena, mk.count.n + 1, sizeof *mk.cell);
	mk.begin = cs_arena_new(w->arena, units + 1, sizeof *mk.begin);
	mk.within = cs_arena_new(w->arena, strata + 1, sizeof *mk.within);
	mk.weight = cs_arena_new(w->arena, strata + 1, sizeof *mk.weight);
	p->row = cs_arena_new(w->arena, (mk.card.n - 1) * (n + n * (n - 1) / 2), sizeof *p->row);
	for (size_t i = 0; i + 1 < mk.card.n; i++)
		compare(&mk, i);
	test_pairs(p);
	return 0;
}
