/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sets the top of a ranking apart: see trait.h. */
#include "rank/trait.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/bh.h"
#include "stat/dist.h"

enum side { TOP, MIDDLE, SIDES, NEITHER = SIDES };

struct making {
	struct cs_traits *t;
	const struct cs_rankwork *w;
	struct cs_cells *cells;
	struct cs_map unit; /* raw keys of a ranked unit, tabs between -> its id */
	enum side *side;    /* by unit */
	bool *of_unit;	    /* by key of the cells: it is one of the unit's */
	unsigned *key;	    /* by key of the unit, in the order of the ranking: of the cells */
	unsigned nkey;
	bool *own;	     /* by metric of the cells: the ranking is made of it */
	uint32_t *of;	     /* by group of the cells: the unit, or CS_MAP_NONE */
	int64_t *whole;	     /* by unit and metric: the count over all other keys */
	struct cs_map trait; /* metric (8 bytes) and raw other keys -> trait */
	size_t cap;
	struct cs_trait *list;
	struct cs_buf text;
};

/* The raw keys of a group, those chosen, tabs between. */
static struct cs_str
raw_keys(
    struct making *mk, const struct cs_cells *c, uint32_t group, const unsigned *key, unsigned n)
{
	uint32_t *value = cs_mem_new((size_t)c->by->n + 1, sizeof *value);

	cs_keys_values(&c->keys, group, value);
	cs_buf_reset(&mk->text);
	for (unsigned i = 0; i < n; i++) {
		cs_buf_str(&mk->text, cs_map_key(&c->keys.value[key[i]], value[key[i]]));
		cs_buf_c(&mk->text, '\t');
	}
	free(value);
	return cs_buf_all(&mk->text);
}

/* The keys of the units among those of the cells. */
static int
find_keys(struct making *mk, struct cs_err *e)
{
	const struct cs_rankwork *w = mk->w;
	struct cs_cells *c = mk->cells;

	mk->of_unit = cs_arena_new(w->arena, c->by->n + 1, sizeof *mk->of_unit);
	mk->key = cs_arena_new(w->arena, w->cells->by->n + 1, sizeof *mk->key);
	for (unsigned k = 0; k < w->cells->by->n; k++) {
		struct cs_str name = w->cells->by->key[k].name;
		unsigned i = 0;

		if (w->keys.sort[k] != CS_RANK_UNIT)
			continue;
		while (i < c->by->n && !cs_str_eq(c->by->key[i].name, name))
			i++;
		if (i == c->by->n) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "--traits: these cells have no key '%.*s'", CS_STR_ARG(name));
			return cs_err_hint(
			    e, "cs-kpi --by %.*s --cells makes some", CS_STR_ARG(name));
		}
		mk->of_unit[i] = true;
		mk->key[mk->nkey++] = i;
	}
	return 0;
}

/* Who is on which side. */
static void
find_sides(struct making *mk)
{
	const struct cs_rankwork *w = mk->w;
	const struct cs_rank_ids *ids = &w->keys.ids[CS_RANK_UNIT];
	unsigned *key = cs_mem_new(w->cells->by->n + 1, sizeof *key), n = 0;

	mk->side = cs_arena_new(w->arena, ids->n, sizeof *mk->side);
	for (uint32_t u = 0; u < ids->n; u++)
		mk->side[u] = NEITHER;
	for (size_t i = 0; i < w->ranking.n; i++) {
		const struct cs_ranked *r = &w->ranking.row[i];

		if (r->band == CS_BAND_GREEN || r->band == CS_BAND_LEAN_GREEN)
			mk->side[r->unit] = TOP;
		else if (r->band == CS_BAND_ORANGE)
			mk->side[r->unit] = MIDDLE;
		mk->t->top += mk->side[r->unit] == TOP;
		mk->t->middle += mk->side[r->unit] == MIDDLE;
	}
	for (unsigned k = 0; k < w->cells->by->n; k++) {
		if (w->keys.sort[k] == CS_RANK_UNIT)
			key[n++] = k;
	}
	for (uint32_t u = 0; u < ids->n; u++)
		(void)cs_map_add(
		    &mk->unit, raw_keys(mk, w->cells, w->cells->order[ids->group[u]], key, n));
	free(key);
}

/* The metrics that the ranking is made of. */
static void
find_own(struct making *mk)
{
	size_t metrics = cs_cells_metrics(mk->cells);

	mk->own = cs_arena_new(mk->w->arena, metrics + 1, sizeof *mk->own);
	mk->t->own = cs_arena_new(mk->w->arena, metrics + 1, sizeof *mk->t->own);
	for (size_t m = 0; m < metrics; m++) {
		const struct cs_metric *metric = cs_cells_metric(mk->cells, m);

		for (size_t i = 0; i < mk->w->card.n && !mk->own[m]; i++)
			mk->own[m] =
			    cs_str_eq(mk->w->card.item[i].metric->expanded, metric->expanded);
		if (mk->own[m])
			mk->t->own[mk->t->nown++] = metric->name;
	}
}

static bool
is_part(const struct making *mk, size_t metric)
{
	return mk->nkey < mk->cells->by->n && cs_cells_kind(mk->cells, metric) == CS_STAT_COUNT;
}

/* The value of a metric in a group; false: there is none. */
static bool
value_of(const struct making *mk, size_t group, size_t metric, double *value)
{
	struct cs_stat s;

	cs_cells_stat(mk->cells, group, metric, &s);
	if (s.value.kind == CS_REAL_NULL)
		return false;
	*value = cs_real_double(s.value);
	return true;
}

/* The count of a metric in a group. */
static int64_t
count_of(const struct making *mk, size_t group, size_t metric)
{
	double v;

	return value_of(mk, group, metric, &v) ? (int64_t)v : 0;
}

/* Whose each group is, and of counts what they are over all other keys. */
static int
sum_counts(struct making *mk, struct cs_err *e)
{
	size_t groups = cs_cells_groups(mk->cells), metrics = cs_cells_metrics(mk->cells);

	mk->of = cs_arena_new(mk->w->arena, groups + 1, sizeof *mk->of);
	mk->whole = cs_mem_new0(mk->unit.n * metrics + 1, sizeof *mk->whole);
	for (size_t g = 0; g < groups; g++) {
		mk->of[g] = cs_map_find(
		    &mk->unit, raw_keys(mk, mk->cells, mk->cells->order[g], mk->key, mk->nkey));
		mk->t->strange += mk->of[g] == CS_MAP_NONE;
		for (size_t m = 0; m < metrics && mk->of[g] != CS_MAP_NONE; m++) {
			int64_t *sum = &mk->whole[mk->of[g] * metrics + m];

			if (is_part(mk, m) && __builtin_add_overflow(*sum, count_of(mk, g, m), sum))
				return cs_err_set(e, CS_EXIT_DATA, "--traits: a count runs over");
		}
	}
	return 0;
}

/* "contacts, part with queue=billing" */
static struct cs_str
name_trait(struct making *mk, size_t group, size_t metric, bool part)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str name;
	bool first = true;

	cs_buf_str(&b, cs_cells_metric(mk->cells, metric)->name);
	for (unsigned k = 0; k < mk->cells->by->n; k++) {
		struct cs_str value;

		if (mk->of_unit[k])
			continue;
		value = cs_cells_key(mk->cells, group, k);
		cs_buf_printf(&b, "%s%.*s=",
		    !first ? ", "
		    : part ? ", part with "
			   : ", where ",
		    CS_STR_ARG(mk->cells->by->key[k].name));
		cs_buf_str(&b, value.p != NULL ? value : CS_STR("NULL"));
		first = false;
	}
	name = cs_arena_str(mk->w->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return name;
}

/* The trait that a metric in a group is, a new one if it was not there. */
static struct cs_trait *
trait_of(struct making *mk, size_t group, size_t metric)
{
	const struct cs_cells *c = mk->cells;
	uint32_t *value = cs_mem_new((size_t)c->by->n + 1, sizeof *value), id;
	bool part = is_part(mk, metric);

	cs_keys_values(&c->keys, c->order[group], value);
	cs_buf_reset(&mk->text);
	cs_buf_add(&mk->text, &metric, sizeof metric);
	for (unsigned k = 0; k < c->by->n; k++) {
		if (!mk->of_unit[k])
			cs_buf_add(&mk->text, &value[k], sizeof value[k]);
	}
	free(value);
	id = cs_map_add(&mk->trait, cs_buf_all(&mk->text));
	if (mk->trait.n > mk->t->n) {
		mk->list = cs_mem_grow(mk->list, &mk->cap, mk->trait.n, sizeof *mk->list);
		mk->list[id] = (struct cs_trait){.name = name_trait(mk, group, metric, part),
		    .unit = part ? CS_STR("share") : cs_cells_metric(mk->cells, metric)->unit,
		    .part = part,
		    .metric = metric};
		mk->t->n = mk->trait.n;
	}
	return &mk->list[id];
}

static void
add_value(struct making *mk, size_t group, size_t metric)
{
	size_t unit = mk->of[group];
	int64_t whole = mk->whole[unit * cs_cells_metrics(mk->cells) + metric];
	struct cs_trait *x;
	double value;

	if (mk->own[metric] || !value_of(mk, group, metric, &value) ||
	    (is_part(mk, metric) && whole == 0))
		return;
	x = trait_of(mk, group, metric);
	if (x->part)
		value /= (double)whole;
	if (mk->side[unit] == TOP)
		cs_effect_add(&x->top, value);
	else if (mk->side[unit] == MIDDLE)
		cs_effect_add(&x->middle, value);
}

/* How many units of a side a count is known of. */
static int64_t
known(const struct making *mk, size_t metric, enum side side)
{
	size_t metrics = cs_cells_metrics(mk->cells);
	int64_t n = 0;

	for (size_t u = 0; u < mk->unit.n; u++)
		n += mk->side[u] == side && mk->whole[u * metrics + metric] != 0;
	return n;
}

static int
by_luck(const void *a, const void *b)
{
	const struct cs_trait *x = a, *y = b;
	double p = x->effect.p < 0 ? 2 : x->effect.p, q = y->effect.p < 0 ? 2 : y->effect.p;

	if (p < q || p > q)
		return p < q ? -1 : 1;
	return cs_str_cmp(x->name, y->name);
}

/* Holds the sides of all traits against each other. */
static void
compare(struct making *mk)
{
	struct cs_traits *t = mk->t;
	double *p = cs_mem_new(t->n + 1, sizeof *p);
	size_t metrics = cs_cells_metrics(mk->cells);
	int64_t *of_all = cs_mem_new(SIDES * metrics + 1, sizeof *of_all);

	for (size_t m = 0; m < metrics; m++) {
		of_all[SIDES * m + TOP] = known(mk, m, TOP);
		of_all[SIDES * m + MIDDLE] = known(mk, m, MIDDLE);
	}
	t->trait = cs_arena_new(mk->w->arena, t->n + 1, sizeof *t->trait);
	for (size_t i = 0; i < t->n; i++) {
		struct cs_trait *x = &t->trait[i];

		*x = mk->list[i];
		if (x->part) {
			struct cs_effect_side nothing = {0};

			nothing.n = of_all[SIDES * x->metric + TOP] - x->top.n;
			cs_effect_merge(&x->top, &nothing);
			nothing.n = of_all[SIDES * x->metric + MIDDLE] - x->middle.n;
			cs_effect_merge(&x->middle, &nothing);
		}
		x->effect = cs_effect_compare(&x->top, &x->middle, mk->w->ask.rules.level);
		if (x->top.n < CS_TRAIT_LEAST || x->middle.n < CS_TRAIT_LEAST)
			x->effect.p = CS_DIST_BAD;
	}
	qsort(t->trait, t->n, sizeof *t->trait, by_luck);
	for (size_t i = 0; i < t->n; i++)
		p[i] = t->trait[i].effect.p;
	cs_bh(p, t->n, p);
	for (size_t i = 0; i < t->n; i++)
		t->trait[i].q = p[i];
	free(of_all);
	free(p);
}

int
cs_traits_make(
    struct cs_traits *t, const struct cs_rankwork *w, struct cs_cells *cells, struct cs_err *e)
{
	struct making mk = {.t = t, .w = w, .cells = cells};
	int r = -1;

	*t = (struct cs_traits){0};
	if (find_keys(&mk, e) == 0) {
		find_sides(&mk);
		find_own(&mk);
		r = sum_counts(&mk, e);
	}
	for (size_t g = 0; g < cs_cells_groups(cells) && r == 0; g++) {
		for (size_t m = 0; m < cs_cells_metrics(cells) && mk.of[g] != CS_MAP_NONE; m++)
			add_value(&mk, g, m);
	}
	if (r == 0)
		compare(&mk);
	cs_map_finish(&mk.trait);
	cs_map_finish(&mk.unit);
	cs_buf_finish(&mk.text);
	free(mk.whole);
	free(mk.list);
	return r;
}
