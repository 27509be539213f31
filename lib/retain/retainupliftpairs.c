/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --uplift: which cells of cases are held against which cells of controls. The sums are read twice:
 * once for the bands of value and for where the controls of each group of --by and window are; then
 * group by group, the cases in their order, the controls from where they are. So no more of them
 * is in memory than one comparison, and of that only what is looked up.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "retain/retainupliftfit.h"
#include "stat/match.h"

enum { MONTHS = 12 };

/* Bands of value in one window, from how many cases there are at each step. */
struct bands {
	int64_t count[CS_MATCH_STEPS];
	uint32_t band[CS_MATCH_STEPS];
};

/* Where controls are, one group behind the other. */
struct place {
	size_t first, n;
};

/* What is known of all groups once they were read; of controls those keys of --by that contacts
 * have are NULL. */
struct finder {
	const struct cs_sumstore *store;
	const struct cs_uplift *u;
	const struct cs_retain *r;
	struct cs_sumcursor at;
	bool *open;		/* by key of --by: controls have none */
	struct cs_map controls; /* what they are for: --by, window, currencies */
	struct place *place;	/* by id there */
	size_t place_cap;
	struct cs_map windows; /* of cases */
	struct bands *bands;   /* by id there */
	size_t bands_cap;
	struct cs_map strata; /* of the comparison at hand */
	struct cs_buf text, key;
};

static struct cs_str
key_of(const struct finder *f, const struct cs_sumgroup *g, unsigned key)
{
	return g->key[f->u->key + key];
}

static bool
is_case(const struct finder *f, const struct cs_sumgroup *g)
{
	return cs_str_eqz(key_of(f, g, CS_UPLIFT_KEY_SIDE), "case");
}

/* How many keys cases and their controls have in common, by which comparisons are told apart. */
static unsigned
nkey_of(const struct finder *f)
{
	return f->u->key + CS_UPLIFT_KEY_SIDE;
}

/* Which controls a group is one of, or is held against. */
static struct cs_str
match_text(struct finder *f, const struct cs_str *key, bool control)
{
	cs_buf_reset(&f->text);
	for (unsigned i = 0; i < nkey_of(f); i++) {
		bool open = !control && i < f->r->nby && f->open[i];

		cs_buf_str(&f->text, open ? CS_STR("\\N") : key[i]);
		cs_buf_c(&f->text, '\t');
	}
	return cs_buf_all(&f->text);
}

/* The step of value of a group. */
static uint32_t
value_step(const struct finder *f, const struct cs_sumgroup *g)
{
	int64_t v = 0;

	(void)cs_num_i64(key_of(f, g, CS_UPLIFT_KEY_VALUE), &v);
	return v >= 0 && v < CS_MATCH_STEPS ? (uint32_t)v : 0;
}

static int64_t
month_of(const struct finder *f, const struct cs_sumgroup *g)
{
	int64_t month = 0;

	(void)cs_num_i64(key_of(f, g, CS_UPLIFT_KEY_MONTH), &month);
	return month;
}

/* Whether what is known reaches back over the windows before all days of a group's month. */
static bool
reaches(const struct finder *f, const struct cs_sumgroup *g)
{
	int64_t month = month_of(f, g), days = 0, first;

	(void)cs_num_i64(key_of(f, g, CS_UPLIFT_KEY_WINDOW), &days);
	first = cs_civil_days((int)(month / MONTHS), (int)(month % MONTHS) + 1, 1);
	return first - f->u->ask->gap - days >= cs_zone_day(f->r->zone, cs_uplift_first(f->r));
}

static void
count_case(struct finder *f, const struct cs_sumgroup *g)
{
	const size_t known = f->windows.n;
	const uint32_t id = cs_map_add(&f->windows, key_of(f, g, CS_UPLIFT_KEY_WINDOW));
	int64_t *count;

	if (id == known) {
		f->bands = cs_mem_grow(f->bands, &f->bands_cap, known + 1, sizeof *f->bands);
		f->bands[id] = (struct bands){.count = {0}};
	}
	if (!reaches(f, g))
		return;
	count = &f->bands[id].count[value_step(f, g)];
	for (size_t i = 0; i < g->n; i++)
		if (g->sum[i].part == CS_UPLIFT_N)
			*count += (int64_t)g->sum[i].v;
}

static void
count_control(struct finder *f, const struct cs_sumgroup *g)
{
	const size_t known = f->controls.n;
	uint32_t id;

	for (unsigned i = 0; i < f->r->nby; i++)
		f->open[i] = f->open[i] && cs_str_eqz(g->key[i], "\\N");
	id = cs_map_add(&f->controls, match_text(f, g->key, true));
	if (id == known) {
		f->place = cs_mem_grow(f->place, &f->place_cap, known + 1, sizeof *f->place);
		f->place[id] = (struct place){f->at.place, 0};
	}
	f->place[id].n++;
}

/*
 * Reads all groups once. The bands of value in a window are quantiles of all cases that history
 * reaches back from; every step its own for fine matching.
 */
static int
survey(struct finder *f, struct cs_err *e)
{
	int got;

	f->open = cs_mem_new(f->r->nby + 1, sizeof *f->open);
	for (unsigned i = 0; i < f->r->nby; i++)
		f->open[i] = true;
	while ((got = cs_sumcursor_next(&f->at, e)) > 0) {
		if (is_case(f, &f->at.at))
			count_case(f, &f->at.at);
		else
			count_control(f, &f->at.at);
	}
	for (size_t w = 0; w < f->windows.n; w++) {
		cs_match_quantiles(
		    f->bands[w].count, CS_MATCH_STEPS, f->u->ask->bands, f->bands[w].band);
		for (uint32_t i = 0; i < CS_MATCH_STEPS && f->u->ask->cem; i++)
			f->bands[w].band[i] = i;
	}
	return got;
}

/* The stratum of a group, as a text: tenure, band of value, trend, --strata. */
static struct cs_str
stratum_text(struct finder *f, const struct cs_sumgroup *g)
{
	uint32_t window = cs_map_find(&f->windows, key_of(f, g, CS_UPLIFT_KEY_WINDOW));

	cs_buf_reset(&f->text);
	cs_buf_str(&f->text, key_of(f, g, CS_UPLIFT_KEY_TENURE));
	cs_buf_printf(&f->text, "\t%" PRIu32, f->bands[window].band[value_step(f, g)]);
	for (unsigned i = f->u->key + CS_UPLIFT_KEY_TREND; i < f->r->nkey; i++) {
		cs_buf_c(&f->text, '\t');
		cs_buf_str(&f->text, g->key[i]);
	}
	return cs_buf_all(&f->text);
}

static int
no_time(struct cs_err *e)
{
	return cs_err_set(
	    e, CS_EXIT_DATA, "the cells of --uplift have a t that none of its can have");
}

/* One cell, and its numbers. */
static int
add_cell(struct cs_uplift_fit *fit, const struct cs_uplift_cell *cell, const struct cs_sumgroup *g,
    struct cs_err *e)
{
	if (fit->n == fit->cap)
		fit->cell = cs_mem_grow(fit->cell, &fit->cap, fit->n + 1, sizeof *fit->cell);
	for (size_t i = 0; i < g->n; i++) {
		const struct cs_sum *s = &g->sum[i];
		const struct cs_uplift_number x = {(double)s->v, (uint32_t)fit->n, s->part,
		    (uint8_t)(s->t % CS_UPLIFT_T), (uint8_t)(s->t / CS_UPLIFT_T)};

		if (s->t < 0 || s->t >= CS_UPLIFT_GROUPS * CS_UPLIFT_T)
			return no_time(e);
		if (cs_uplift_numbers_add(fit->numbers, &x, e) != 0)
			return -1;
		fit->stays |= !cell->control && s->part == CS_UPLIFT_STAY_N;
	}
	fit->cell[fit->n++] = *cell;
	return 0;
}

/* Unsolved contacts, whether they are like any that was solved or not. */
static int
add_seen(struct cs_uplift_fit *fit, const struct cs_sumgroup *g, struct cs_err *e)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct cs_sum *s = &g->sum[i];

		if (s->t < 0)
			return no_time(e);
		if (s->part >= CS_UPLIFT_STAY_N)
			fit->seen->v[s->part][s->t % CS_UPLIFT_T] += (double)s->v;
	}
	return 0;
}

/* Months from that of the first case on. */
static int64_t
first_month(struct cs_uplift_fit *fit, const int64_t *month)
{
	int64_t from = month[0];

	for (size_t i = 1; i < fit->n; i++)
		from = month[i] < from ? month[i] : from;
	fit->months = 0;
	for (size_t i = 0; i < fit->n; i++) {
		fit->cell[i].month = (uint32_t)(month[i] - from);
		if (fit->cell[i].month >= fit->months)
			fit->months = (size_t)fit->cell[i].month + 1;
	}
	return from;
}

/* The controls in the strata and months of the cases, which are from `from` on. */
static int
add_controls(struct finder *f, struct cs_uplift_fit *fit, int64_t from, struct cs_err *e)
{
	uint32_t id = cs_map_find(&f->controls, match_text(f, fit->key, false));
	struct cs_sumcursor c;
	int got = 1;

	if (id == CS_MAP_NONE)
		return 0;
	cs_sumcursor_begin(&c, f->store, f->place[id].first);
	for (size_t i = 0; i < f->place[id].n && got > 0; i++) {
		struct cs_uplift_cell cell = {.control = true};
		int64_t month;

		got = cs_sumcursor_next(&c, e);
		if (got <= 0)
			break;
		month = month_of(f, &c.at) - from;
		if (f->u->ask->unsolved && reaches(f, &c.at) && add_seen(fit, &c.at, e) != 0)
			got = -1;
		if (month < 0 || (size_t)month >= fit->months)
			continue;
		cell.month = (uint32_t)month;
		cell.stratum = cs_map_find(&f->strata, stratum_text(f, &c.at));
		if (got > 0 && cell.stratum != CS_MAP_NONE && add_cell(fit, &cell, &c.at, e) != 0)
			got = -1;
	}
	cs_sumcursor_finish(&c);
	return got < 0 ? -1 : 0;
}

/* Whether the group at hand is of the cases of the comparison. */
static bool
belongs(const struct finder *f, const struct cs_uplift_fit *fit)
{
	for (unsigned i = 0; i < nkey_of(f); i++)
		if (!cs_str_eq(f->at.at.key[i], fit->key[i]))
			return false;
	return is_case(f, &f->at.at);
}

/* The keys of the comparison that begins with the group at hand. */
static void
begin_fit(struct finder *f, struct cs_uplift_fit *fit)
{
	const char *p;

	cs_buf_reset(&f->key);
	for (unsigned i = 0; i < nkey_of(f); i++)
		cs_buf_str(&f->key, f->at.at.key[i]);
	p = f->key.p;
	for (unsigned i = 0; i < nkey_of(f); i++) {
		fit->key[i] = cs_str(p, f->at.at.key[i].n);
		p += fit->key[i].n;
	}
	cs_map_finish(&f->strata);
	cs_uplift_numbers_empty(fit->numbers);
	memset(fit->seen, 0, sizeof *fit->seen);
	fit->n = 0;
	fit->stays = false;
}

/* The comparison whose cases begin with the group at hand; then the group behind these is at hand:
 * 1, 0 there is none, -1. */
static int
pair_up(struct finder *f, struct cs_uplift_fit *fit, struct cs_err *e)
{
	int64_t *month = NULL;
	size_t cap = 0;
	int got = 1, result = 0;

	begin_fit(f, fit);
	for (; got > 0 && belongs(f, fit) && result == 0; got = cs_sumcursor_next(&f->at, e)) {
		const struct cs_sumgroup *g = &f->at.at;
		struct cs_uplift_cell cell = {.control = false};

		if (!reaches(f, g))
			continue;
		cell.stratum = cs_map_add(&f->strata, stratum_text(f, g));
		month = cs_mem_grow(month, &cap, fit->n + 1, sizeof *month);
		month[fit->n] = month_of(f, g);
		result = add_cell(fit, &cell, g, e);
	}
	fit->strata = f->strata.n;
	if (got >= 0 && result == 0 && fit->n > 0)
		result = add_controls(f, fit, first_month(fit, month), e);
	if (result == 0)
		result = cs_uplift_numbers_end(fit->numbers, e);
	free(month);
	return result == 0 ? got : -1;
}

/* Goes on behind the controls that the group at hand is the first of. */
static int
pass_over(struct finder *f, struct cs_err *e)
{
	uint32_t id = cs_map_find(&f->controls, match_text(f, f->at.at.key, true));

	cs_sumcursor_seek(&f->at, f->place[id].first + f->place[id].n);
	return cs_sumcursor_next(&f->at, e);
}

static int
walk(struct finder *f, struct cs_uplift_fit *fit, cs_uplift_take *take, void *arg, struct cs_err *e)
{
	int got = survey(f, e);

	if (got < 0)
		return -1;
	cs_sumcursor_seek(&f->at, 0);
	for (got = cs_sumcursor_next(&f->at, e); got > 0;) {
		if (!is_case(f, &f->at.at)) {
			got = pass_over(f, e);
			continue;
		}
		got = pair_up(f, fit, e);
		if (got >= 0 && fit->n > 0 && take(arg, fit, e) != 0)
			return -1;
	}
	return got;
}

int
cs_uplift_walk(const struct cs_retain_worker *w, const struct cs_uplift *u, cs_uplift_take *take,
    void *arg, struct cs_err *e)
{
	struct finder f = {.store = w->store,
	    .u = u,
	    .r = w->r,
	    .controls = CS_MAP_INIT,
	    .windows = CS_MAP_INIT,
	    .strata = CS_MAP_INIT,
	    .text = CS_BUF_INIT,
	    .key = CS_BUF_INIT};
	struct cs_uplift_numbers numbers;
	struct cs_uplift_fit fit = {.u = u, .r = w->r, .numbers = &numbers};
	struct cs_sumstore here;
	int rc;

	cs_sumstore_of(&here, w->sums);
	if (f.store == NULL)
		f.store = &here;
	cs_sumcursor_begin(&f.at, f.store, 0);
	cs_uplift_numbers_init(&numbers, w->r->mem, w->r->scratch);
	fit.key = cs_mem_new(nkey_of(&f) + 1, sizeof *fit.key);
	fit.seen = cs_mem_new(1, sizeof *fit.seen);
	rc = walk(&f, &fit, take, arg, e);
	cs_sumcursor_finish(&f.at);
	cs_uplift_numbers_finish(&numbers);
	cs_map_finish(&f.controls);
	cs_map_finish(&f.windows);
	cs_map_finish(&f.strata);
	cs_buf_finish(&f.text);
	cs_buf_finish(&f.key);
	free(f.open);
	free(f.place);
	free(f.bands);
	free(fit.cell);
	free(fit.key);
	free(fit.seen);
	return rc;
}
