/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: which cells of cases are held against which cells of controls, group by group. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "retain/retainupliftfit.h"
#include "stat/match.h"

enum { MONTHS = 12 };

/* Bands of value in one window. */
struct bands {
	struct cs_str window;
	uint32_t band[CS_MATCH_STEPS];
};

enum { NONE = -1 };

/* The cells of controls by the groups of --by and windows that they are for; of controls those keys
 * of --by that contacts have are NULL. */
struct finder {
	const struct cs_sums *sums;
	const struct cs_uplift *u;
	const struct cs_retain *r;
	bool *open;		/* by key of --by: controls have none */
	struct cs_map controls; /* what they are for */
	int64_t *first, *last;	/* by id in controls: places; NONE */
	int64_t *next;		/* by place: the next of the same */
	struct bands bands[CS_UPLIFT_WINDOWS];
	size_t nbands;
};

static struct cs_str
key_of(const struct finder *f, size_t place, unsigned key)
{
	return cs_sums_key(f->sums, place, f->u->key + key);
}

static bool
is_case(const struct finder *f, size_t place)
{
	return cs_str_eqz(key_of(f, place, CS_UPLIFT_KEY_SIDE), "case");
}

/* What cells of cases and their controls have in common: --by, window, currency. */
static void
match_text(const struct finder *f, size_t place, struct cs_buf *b)
{
	cs_buf_reset(b);
	for (unsigned i = 0; i < f->u->key + CS_UPLIFT_KEY_SIDE; i++) {
		bool open = i < f->r->nby && f->open[i];

		cs_buf_str(b, open ? CS_STR("\\N") : cs_sums_key(f->sums, place, i));
		cs_buf_c(b, '\t');
	}
}

static void
find_open(struct finder *f)
{
	f->open = cs_mem_new(f->r->nby + 1, sizeof *f->open);
	for (unsigned i = 0; i < f->r->nby; i++)
		f->open[i] = true;
	for (size_t p = 0; p < f->sums->ngroup; p++)
		for (unsigned i = 0; i < f->r->nby && !is_case(f, p); i++)
			f->open[i] = f->open[i] && cs_str_eqz(cs_sums_key(f->sums, p, i), "\\N");
}

static void
find_controls(struct finder *f)
{
	struct cs_buf text = CS_BUF_INIT;

	find_open(f);
	f->first = cs_mem_new(f->sums->ngroup + 1, sizeof *f->first);
	f->last = cs_mem_new(f->sums->ngroup + 1, sizeof *f->last);
	f->next = cs_mem_new(f->sums->ngroup + 1, sizeof *f->next);
	for (size_t p = 0; p < f->sums->ngroup; p++) {
		size_t known = f->controls.n;
		uint32_t id;

		if (is_case(f, p))
			continue;
		match_text(f, p, &text);
		id = cs_map_add(&f->controls, cs_buf_all(&text));
		f->next[p] = NONE;
		if (id == known)
			f->first[id] = (int64_t)p;
		else
			f->next[f->last[id]] = (int64_t)p;
		f->last[id] = (int64_t)p;
	}
	cs_buf_finish(&text);
}

/* The step of value of a cell. */
static uint32_t
value_step(const struct finder *f, size_t place)
{
	int64_t v = 0;

	(void)cs_num_i64(key_of(f, place, CS_UPLIFT_KEY_VALUE), &v);
	return v >= 0 && v < CS_MATCH_STEPS ? (uint32_t)v : 0;
}

static int64_t
month_of(const struct finder *f, size_t place)
{
	int64_t month = 0;

	(void)cs_num_i64(key_of(f, place, CS_UPLIFT_KEY_MONTH), &month);
	return month;
}

/* Whether what is known reaches back over the windows before all days of a cell's month. */
static bool
reaches(const struct finder *f, size_t place)
{
	int64_t month = month_of(f, place), days = 0, first;

	(void)cs_num_i64(key_of(f, place, CS_UPLIFT_KEY_WINDOW), &days);
	first = cs_civil_days((int)(month / MONTHS), (int)(month % MONTHS) + 1, 1);
	return first - f->u->ask->gap - days >= cs_zone_day(f->r->zone, cs_uplift_first(f->r));
}

/*
 * The bands of value in a window: quantiles of all cases that history reaches back from; every step
 * its own for fine matching.
 */
static const uint32_t *
bands_of(struct finder *f, struct cs_str window)
{
	int64_t count[CS_MATCH_STEPS] = {0};
	struct bands *b = f->bands;

	for (; b < f->bands + f->nbands; b++)
		if (cs_str_eq(b->window, window))
			return b->band;
	if (f->nbands == CS_UPLIFT_WINDOWS)
		b--;
	else
		f->nbands++;
	b->window = window;
	for (size_t p = 0; p < f->sums->ngroup; p++) {
		const struct cs_sum *v;
		size_t n;

		if (!is_case(f, p) || !cs_str_eq(key_of(f, p, CS_UPLIFT_KEY_WINDOW), window) ||
		    !reaches(f, p))
			continue;
		v = cs_sums_part(f->sums, p, CS_UPLIFT_N, &n);
		for (size_t i = 0; i < n; i++)
			count[value_step(f, p)] += (int64_t)v[i].v;
	}
	cs_match_quantiles(count, CS_MATCH_STEPS, f->u->ask->bands, b->band);
	for (uint32_t i = 0; i < CS_MATCH_STEPS && f->u->ask->cem; i++)
		b->band[i] = i;
	return b->band;
}

/* The stratum of a cell, as a text: tenure, band of value, trend, --strata. */
static void
stratum_text(const struct finder *f, size_t place, const uint32_t *band, struct cs_buf *b)
{
	cs_buf_reset(b);
	cs_buf_str(b, key_of(f, place, CS_UPLIFT_KEY_TENURE));
	cs_buf_printf(b, "\t%" PRIu32, band[value_step(f, place)]);
	for (unsigned i = f->u->key + CS_UPLIFT_KEY_TREND; i < f->r->nkey; i++) {
		cs_buf_c(b, '\t');
		cs_buf_str(b, cs_sums_key(f->sums, place, i));
	}
}

static void
add_cell(struct cs_uplift_fit *fit, struct cs_uplift_cell cell)
{
	if (fit->n == fit->cap)
		fit->cell = cs_mem_grow(fit->cell, &fit->cap, fit->n + 1, sizeof *fit->cell);
	fit->cell[fit->n++] = cell;
}

static void
add_seen(struct cs_uplift_fit *fit, size_t place)
{
	if (fit->nseen == fit->seen_cap)
		fit->seen =
		    cs_mem_grow(fit->seen, &fit->seen_cap, fit->nseen + 1, sizeof *fit->seen);
	fit->seen[fit->nseen++] = place;
}

/* The controls in the strata and months of the cases, which are from `from` on. */
static void
add_controls(struct finder *f, size_t place, const uint32_t *band, const struct cs_map *strata,
    struct cs_uplift_fit *fit)
{
	struct cs_buf text = CS_BUF_INIT;
	int64_t from = month_of(f, fit->cell[0].place), p = NONE;
	uint32_t id;

	for (size_t i = 1; i < fit->n; i++)
		if (month_of(f, fit->cell[i].place) < from)
			from = month_of(f, fit->cell[i].place);
	fit->months = 0;
	for (size_t i = 0; i < fit->n; i++) {
		fit->cell[i].month = (uint32_t)(month_of(f, fit->cell[i].place) - from);
		if (fit->cell[i].month >= fit->months)
			fit->months = (size_t)fit->cell[i].month + 1;
	}
	match_text(f, place, &text);
	id = cs_map_find(&f->controls, cs_buf_all(&text));
	for (p = id != CS_MAP_NONE ? f->first[id] : NONE; p != NONE; p = f->next[p]) {
		int64_t month = month_of(f, (size_t)p) - from;

		if (fit->u->ask->unsolved && reaches(f, (size_t)p))
			add_seen(fit, (size_t)p);
		if (month < 0 || (size_t)month >= fit->months)
			continue;
		stratum_text(f, (size_t)p, band, &text);
		id = cs_map_find(strata, cs_buf_all(&text));
		if (id != CS_MAP_NONE)
			add_cell(
			    fit, (struct cs_uplift_cell){id, (uint32_t)month, true, (size_t)p});
	}
	cs_buf_finish(&text);
}

/* The cells of the group of --by and window that begin at place; gives where the next begins. */
static size_t
pair_up(struct finder *f, size_t place, struct cs_uplift_fit *fit)
{
	struct cs_map strata = CS_MAP_INIT;
	struct cs_buf text = CS_BUF_INIT;
	const uint32_t *band = bands_of(f, key_of(f, place, CS_UPLIFT_KEY_WINDOW));
	size_t p = place;

	fit->n = fit->nseen = 0;
	for (; p < f->sums->ngroup &&
	       (p == place || cs_sums_same(f->sums, p, f->u->key + CS_UPLIFT_KEY_SIDE));
	     p++) {
		if (!is_case(f, p) || !reaches(f, p))
			continue;
		stratum_text(f, p, band, &text);
		add_cell(fit,
		    (struct cs_uplift_cell){cs_map_add(&strata, cs_buf_all(&text)), 0, false, p});
	}
	fit->strata = strata.n;
	if (fit->n > 0)
		add_controls(f, place, band, &strata, fit);
	cs_map_finish(&strata);
	cs_buf_finish(&text);
	return p;
}

int
cs_uplift_walk(const struct cs_retain_worker *w, const struct cs_uplift *u, cs_uplift_take *take,
    void *arg, struct cs_err *e)
{
	struct finder f = {.sums = w->sums, .u = u, .r = w->r, .controls = CS_MAP_INIT};
	struct cs_uplift_fit fit = {.u = u, .r = w->r, .sums = w->sums};
	size_t p = 0, next;
	int rc = 0;

	find_controls(&f);
	for (; p < w->sums->ngroup && rc == 0; p = next) {
		next = pair_up(&f, p, &fit);
		if (fit.n > 0)
			rc = take(arg, &fit, p, e);
	}
	cs_map_finish(&f.controls);
	free(f.open);
	free(f.first);
	free(f.last);
	free(f.next);
	free(fit.cell);
	free(fit.seen);
	return rc;
}

struct each {
	cs_uplift_tell *tell;
	void *arg;
	uint64_t few; /* groups of which something is not told */
};

static bool
has_cases(const struct cs_uplift_fit *f, unsigned part)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n && n == 0; i++)
		if (!f->cell[i].control)
			(void)cs_sums_part(f->sums, f->cell[i].place, part, &n);
	return n > 0;
}

static int
take(void *arg, const struct cs_uplift_fit *f, size_t place, struct cs_err *e)
{
	struct each *each = arg;
	struct cs_str money = cs_sums_key(f->sums, place, f->u->key + CS_UPLIFT_KEY_CURRENCY);
	const bool buys = !cs_str_eqz(money, "\\N"), stays = has_cases(f, CS_UPLIFT_STAY_N);
	const unsigned n = CS_UPLIFT_STAYED + (unsigned)f->r->nat;
	struct cs_uplift_answer *answer = cs_mem_new(cs_uplift_outcomes(f->r), sizeof *answer);
	bool few = false;

	(void)e;
	cs_uplift_answers(f, answer);
	for (unsigned o = 0; o < n; o++) {
		if (o < CS_UPLIFT_STAYED ? !buys : !stays)
			continue;
		if (o == CS_UPLIFT_REVENUE && money.n == 0)
			continue;
		if (answer[o].n < f->r->min_group)
			few = true;
		else
			each->tell(each->arg, &(struct cs_uplift_row){f, place, o, &answer[o]});
	}
	each->few += few;
	free(answer);
	return 0;
}

int
cs_uplift_each(struct cs_retain_worker *w, const struct cs_uplift *u, cs_uplift_tell *tell,
    void *arg, struct cs_err *e)
{
	struct each each = {tell, arg, 0};
	int status = cs_uplift_walk(w, u, take, &each, e);

	w->few = each.few;
	return status;
}

double
cs_uplift_unlike(const struct cs_uplift_fit *f)
{
	struct cs_match_stratum *s = cs_mem_new0(f->strata + 1, sizeof *s);
	double unlike;

	for (size_t i = 0; i < f->n; i++) {
		const struct cs_uplift_cell *c = &f->cell[i];
		size_t n;
		const struct cs_sum *v = cs_sums_part(f->sums, c->place, CS_UPLIFT_N, &n);
		int64_t *to = c->control ? &s[c->stratum].controls : &s[c->stratum].cases;

		for (size_t j = 0; j < n; j++)
			*to += (int64_t)v[j].v;
	}
	unlike = cs_match_unlike(s, f->strata);
	free(s);
	return unlike;
}
