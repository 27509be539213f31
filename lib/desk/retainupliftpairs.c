/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: which cells of cases are held against which cells of controls. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/retainupliftfit.h"
#include "stat/match.h"

enum { MONTHS = 12 };

/* Bands of value in one window. */
struct bands {
	struct cs_str window;
	uint32_t band[CS_MATCH_STEPS];
};

/* Keys of a group of sums as one text; of controls those of --by that contacts have are NULL. */
struct finder {
	const struct cs_sums *sums;
	const struct cs_uplift *u;
	const struct cs_retain *r;
	bool *open; /* by key of --by: controls have none */
	struct cs_map controls;
	size_t *place; /* by id in controls */
	size_t cap;
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

/* What a cell of cases and its controls have in common. */
static void
match_text(const struct finder *f, size_t place, struct cs_buf *b)
{
	cs_buf_reset(b);
	for (unsigned i = 0; i < f->r->nby; i++) {
		cs_buf_str(b, f->open[i] ? CS_STR("\\N") : cs_sums_key(f->sums, place, i));
		cs_buf_c(b, '\t');
	}
	for (unsigned i = f->u->key; i < f->r->nkey; i++) {
		if (i == f->u->key + CS_UPLIFT_KEY_SIDE)
			continue;
		cs_buf_str(b, cs_sums_key(f->sums, place, i));
		cs_buf_c(b, '\t');
	}
}

static void
find_controls(struct finder *f)
{
	struct cs_buf text = CS_BUF_INIT;

	f->open = cs_mem_new(f->r->nby + 1, sizeof *f->open);
	for (unsigned i = 0; i < f->r->nby; i++)
		f->open[i] = true;
	for (size_t p = 0; p < f->sums->ngroup; p++)
		for (unsigned i = 0; i < f->r->nby && !is_case(f, p); i++)
			f->open[i] = f->open[i] && cs_str_eqz(cs_sums_key(f->sums, p, i), "\\N");
	for (size_t p = 0; p < f->sums->ngroup; p++) {
		uint32_t id;

		if (is_case(f, p))
			continue;
		match_text(f, p, &text);
		id = cs_map_add(&f->controls, cs_buf_all(&text));
		if (id >= f->cap)
			f->place = cs_mem_grow(f->place, &f->cap, id + 1, sizeof *f->place);
		f->place[id] = p;
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

/* The bands of value in a window: quantiles of all cases; every step its own for fine matching. */
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

		if (!is_case(f, p) || !cs_str_eq(key_of(f, p, CS_UPLIFT_KEY_WINDOW), window))
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

/* The first day of a month as year * 12 + month. */
static int64_t
month_day(int64_t month)
{
	return cs_civil_days((int)(month / MONTHS), (int)(month % MONTHS) + 1, 1);
}

/* Whether what is known reaches back over the windows before all days of a cell's month. */
static bool
reaches(const struct finder *f, size_t place)
{
	const struct cs_retainuplift_ask *a = f->u->ask;
	int64_t month = 0, days = 0;

	(void)cs_num_i64(key_of(f, place, CS_UPLIFT_KEY_MONTH), &month);
	(void)cs_num_i64(key_of(f, place, CS_UPLIFT_KEY_WINDOW), &days);
	return month_day(month) - a->gap - days >= cs_zone_day(f->r->zone, f->r->first);
}

/* The stratum of a cell: tenure, band of value, trend, --strata. */
static uint32_t
stratum_of(const struct finder *f, size_t place, const uint32_t *band, struct cs_map *strata)
{
	struct cs_buf b = CS_BUF_INIT;
	uint32_t id;

	cs_buf_str(&b, key_of(f, place, CS_UPLIFT_KEY_TENURE));
	cs_buf_printf(&b, "\t%" PRIu32, band[value_step(f, place)]);
	for (unsigned i = f->u->key + CS_UPLIFT_KEY_TREND; i < f->r->nkey; i++) {
		cs_buf_c(&b, '\t');
		cs_buf_str(&b, cs_sums_key(f->sums, place, i));
	}
	id = cs_map_add(strata, cs_buf_all(&b));
	cs_buf_finish(&b);
	return id;
}

/* The pairs of the group of --by and window that begin at place; gives where the next begins. */
static size_t
pair_up(struct finder *f, size_t place, struct cs_uplift_fit *fit)
{
	struct cs_map strata = CS_MAP_INIT;
	struct cs_buf text = CS_BUF_INIT;
	const uint32_t *band = bands_of(f, key_of(f, place, CS_UPLIFT_KEY_WINDOW));
	size_t p = place;

	fit->n = 0;
	for (; p < f->sums->ngroup &&
	       (p == place || cs_sums_same(f->sums, p, f->u->key + CS_UPLIFT_KEY_SIDE));
	     p++) {
		struct cs_uplift_pair *pair;
		uint32_t id;

		if (!is_case(f, p) || !reaches(f, p))
			continue;
		if (fit->n == fit->cap)
			fit->pair =
			    cs_mem_grow(fit->pair, &fit->cap, fit->n + 1, sizeof *fit->pair);
		pair = &fit->pair[fit->n++];
		match_text(f, p, &text);
		id = cs_map_find(&f->controls, cs_buf_all(&text));
		pair->cases = p;
		pair->controls = id != CS_MAP_NONE ? f->place[id] : CS_UPLIFT_NO_PLACE;
		pair->stratum = stratum_of(f, p, band, &strata);
	}
	fit->strata = strata.n;
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
	free(f.place);
	free(fit.pair);
	return rc;
}
