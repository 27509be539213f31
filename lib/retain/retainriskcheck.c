/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the list fared a horizon ago: what was known then is learnt from once more, in the same pass,
 * and what it tells of everybody is held against what came since. See retainriskwork.h.
 */
#include <inttypes.h>

#include "retain/retainriskback.h"
#include "retain/retainriskwork.h"
#include "stat/interval.h"

#define DAY CS_RISK_DAY

void
cs_risk_check_begin(struct cs_risk *s, int64_t oldest)
{
	s->check.model = s->model;
	s->check.horizon = -1;
	if (s->ask->backtest != CS_INSTANT_MIN)
		return;
	/* The longest one that leaves as long a time to learn from. */
	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		if (s->base - 2 * cs_risk_horizon[h] * DAY < oldest)
			break;
		s->check.horizon = h;
		s->check.base = s->base - cs_risk_horizon[h] * DAY;
	}
}

void
cs_risk_check_bought(const struct cs_risk *s, const struct cs_retain *r, struct cs_risk_own *own,
    const struct cs_life *life)
{
	const int h = s->check.horizon;
	const struct cs_risk_at at = {life, NULL, s->check.base};
	struct cs_risk_seen seen = {.bought = false};
	uint8_t buf[CS_RISK_FACTORS];
	struct cs_risk_count *c;

	if (h < 0)
		return;
	cs_risk_look_purchases(&s->view, &at, &own->days, &seen);
	if (!seen.bought)
		return;
	c = cs_risk_cell(&own->check, cs_risk_key(&s->check.model, &seen, buf));
	c->n[0]++;
	c->test_n[h]++;
	c->test_x[h] += !cs_risk_bought_within(r, life, s->check.base, cs_risk_horizon[h]);
}

void
cs_risk_check_left(const struct cs_risk *s, struct cs_risk_own *own,
    const struct cs_risk_seen *seen, int k, const int left[CS_RISK_HORIZONS])
{
	const int of = s->check.horizon;
	uint8_t buf[CS_RISK_FACTORS];
	struct cs_risk_count *c;
	int before; /* days from the instant to the base of the check */

	if (of < 0 || k * CS_RISK_STEP < cs_risk_horizon[of])
		return;
	before = k * CS_RISK_STEP - cs_risk_horizon[of];
	c = cs_risk_cell(&own->check, cs_risk_key(&s->check.model, seen, buf));
	if (before == 0 && left[of] >= 0) {
		c->test_n[of]++;
		c->test_x[of] += left[of];
	}
	/* What was known of it by then. */
	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		if (before < cs_risk_horizon[h] || left[h] < 0)
			continue;
		c->n[h]++;
		c->x[h] += left[h];
	}
}

/* "13.2" of 0.132. */
static void
of_100(struct cs_buf *out, double share)
{
	cs_buf_printf(out, "%.1f", 100 * share);
}

/* What was told of so many, and what came: "12.7 of 100 were expected to leave, 18.6 did". */
static void
say_pair(const struct cs_risk *s, double told, int64_t x, int64_t n, struct cs_buf *out)
{
	of_100(out, told);
	cs_buf_printf(out, " of 100 were expected to %s within %d days, and ",
	    s->model.kind == CS_RISK_HAZARD ? "leave" : "buy nothing",
	    cs_risk_horizon[s->check.horizon]);
	of_100(out, (double)x / (double)n);
	cs_buf_z(out, " did");
}

/* Where that is more than chance does, what it means for the list. */
static void
say_drift(double told, const struct cs_est *seen, const struct cs_est *slope, struct cs_buf *out)
{
	if (seen->ok && seen->ci && (told < seen->lo || told > seen->hi))
		cs_buf_printf(out, "; take the probabilities of this list for too %s",
		    told < seen->lo ? "low" : "high");
	if (slope->ok && slope->ci && (slope->lo > 1 || slope->hi < 1))
		cs_buf_printf(out, "; high probabilities were too %s, low ones too %s",
		    slope->lo > 1 ? "low" : "high", slope->lo > 1 ? "high" : "low");
}

static void
say_fared(const struct cs_risk *s, const struct cs_retain *r, const struct cs_risk_back *b,
    struct cs_buf *out)
{
	const struct cs_forecast_tenth *most = NULL;
	const struct cs_est seen = cs_interval_wilson(b->x, b->n, r->level);
	double told = 0;

	for (size_t i = 0; i < b->nbin; i++)
		told += (double)b->bin[i].told * (double)b->bin[i].n;
	told /= (double)CS_FORECAST_SURE * (double)b->n;
	for (int k = 0; k < CS_FORECAST_TENTHS; k++) {
		if (b->tenth[k].n > 0)
			most = &b->tenth[k];
	}
	cs_buf_printf(out, "of %" PRId64 " customers ", b->n);
	say_pair(s, told, b->x, b->n, out);
	if (most != NULL && most->n < b->n) {
		cs_buf_printf(out, "; of the %" PRId64 " likeliest ", most->n);
		of_100(out, most->told);
		cs_buf_z(out, ", and ");
		of_100(out, (double)most->x / (double)most->n);
		cs_buf_z(out, " did");
	}
	say_drift(told, &seen, &b->line.slope, out);
	cs_buf_c(out, '\n');
}

/* Signs that are read as they are today, though they are to be of then. */
static void
say_columns(const struct cs_risk *s, struct cs_buf *out)
{
	const struct cs_risk_view *v = &s->view;

	if (s->model.kind != CS_RISK_HAZARD || v->ncolumn == 0)
		return;
	cs_buf_z(out, "columns of customers are as of today, at every date that is learnt from or "
		      "tested: ");
	for (unsigned i = 0; i < v->ncolumn; i++)
		cs_buf_printf(out, "%s%.*s", i == 0 ? "" : ", ", CS_STR_ARG(v->column[i]));
	cs_buf_z(out, "; if leaving changes them, they seem to foretell it\n");
}

void
cs_risk_check_say(const struct cs_risk *s, const struct cs_retain *r, struct cs_buf *out)
{
	const int h = s->check.horizon;
	struct cs_risk_back b;

	if (s->ask->backtest != CS_INSTANT_MIN) {
		say_columns(s, out);
		return;
	}
	if (s->model.flag[CS_RISK_HORIZONS - 1] != CS_FLAG_NONE)
		return; /* Nothing was told. */
	if (h < 0) {
		cs_buf_z(out, "the history is too short to tell how such forecasts fared\n");
		return;
	}
	cs_buf_z(out, "forecasts of ");
	cs_date_text(out, cs_zone_day(r->zone, s->check.base));
	cs_buf_z(out, ", made likewise: ");
	if (s->check.model.flag[h] != CS_FLAG_NONE) {
		cs_buf_z(out, "too little was known by then to have made any\n");
	} else {
		cs_risk_back_make(&b, &s->check.model, h, true, r->level);
		if (b.n == 0)
			cs_buf_z(out, "there was nobody\n");
		else
			say_fared(s, r, &b, out);
		cs_risk_back_finish(&b);
	}
	say_columns(s, out);
}
