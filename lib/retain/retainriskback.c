/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was foretold and what came: see retainriskback.h. */
#include "retain/retainriskback.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/interval.h"

static void
make_bins(struct cs_risk_back *b, const struct cs_risk_model *m, int horizon)
{
	const struct cs_risk_cells *c = m->cells;

	b->bin = cs_mem_new(c->map.n, sizeof *b->bin);
	for (uint32_t id = 0; id < c->map.n; id++) {
		const struct cs_risk_count *n = &c->count[id];

		if (n->test_n[horizon] == 0)
			continue;
		b->bin[b->nbin++] = (struct cs_forecast_bin){
		    cs_forecast_round(cs_risk_tell_key(m, cs_map_key(&c->map, id), horizon)),
		    n->test_n[horizon], n->test_x[horizon]};
		b->n += n->test_n[horizon];
		b->x += n->test_x[horizon];
	}
	b->nbin = cs_forecast_sort(b->bin, b->nbin);
}

/* Who was not watched to the end of the horizon: c, of when they left or were last seen; bins tell
 * what was foretold, not what came. */
static struct cs_est
concordance(struct cs_risk_back *b, const struct cs_risk_model *m, int horizon, double level)
{
	const struct cs_risk_cells *c = m->cells;
	struct cs_forecast_seen *seen = cs_mem_new(c->open.n, sizeof *seen);
	struct cs_est e;

	b->bin = cs_mem_new(c->open.n, sizeof *b->bin);
	for (uint32_t id = 0; id < c->open.n; id++) {
		struct cs_str key = cs_map_key(&c->open, id);
		const uint8_t *end = (const uint8_t *)key.p + key.n - 3;
		int day = end[1] << 8 | end[2];
		double p = cs_risk_tell_key(m, cs_str(key.p, key.n - 3), horizon);
		bool within = day <= cs_risk_horizon[horizon];

		seen[id] = (struct cs_forecast_seen){cs_forecast_round(p),
		    within ? day : cs_risk_horizon[horizon], end[0] != 0 && within, c->open_n[id]};
		b->bin[b->nbin++] = (struct cs_forecast_bin){seen[id].told, c->open_n[id], 0};
		b->n += c->open_n[id];
	}
	e = cs_forecast_concordance(seen, c->open.n, level);
	free(seen);
	return e;
}

/* Without probabilities: how many there were, and what came. */
static void
only_seen(struct cs_risk_back *b, const struct cs_risk_model *m, int horizon)
{
	const struct cs_risk_cells *c = m->cells;

	for (uint32_t id = 0; id < c->map.n; id++) {
		b->n += c->count[id].test_n[horizon];
		b->x += c->count[id].test_x[horizon];
	}
	for (uint32_t id = 0; id < c->open.n && !b->followed; id++)
		b->n += c->open_n[id];
}

void
cs_risk_back_make(
    struct cs_risk_back *b, const struct cs_risk_model *m, int horizon, bool followed, double level)
{
	*b = (struct cs_risk_back){.followed = followed, .apart = cs_est_none(m->flag[horizon])};
	if (m->flag[horizon] != CS_FLAG_NONE) {
		b->line.slope = b->line.shift = b->top = b->apart;
		only_seen(b, m, horizon);
		return;
	}
	if (!followed) {
		b->apart = concordance(b, m, horizon, level);
		return;
	}
	make_bins(b, m, horizon);
	b->apart = cs_forecast_auc(b->bin, b->nbin, level);
	if (b->n > 0)
		b->brier = cs_forecast_brier(b->bin, b->nbin);
	b->line = cs_forecast_line(b->bin, b->nbin, level);
	b->top = cs_forecast_top(b->bin, b->nbin, level);
	cs_forecast_tenths(b->bin, b->nbin, b->tenth);
}

void
cs_risk_back_finish(struct cs_risk_back *b)
{
	free(b->bin);
}

int
cs_risk_back_head(bool explain, struct cs_head *h, struct cs_err *e)
{
	static const char *const name[] = {"foretold", "horizon_days", "tenth", "customers_n",
	    "came_n", "told_share", "seen_share", "seen_lo", "seen_hi", "lift", "apart_share",
	    "apart_lo", "apart_hi", "gain_share", "flag"};
	static const char *const explained[] = {"brier", "brier_base", "slope", "slope_lo",
	    "slope_hi", "shift", "shift_lo", "shift_hi"};

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		if (cs_head_add(h, cs_str_z(name[i]), e) != 0)
			return -1;
	}
	for (size_t i = 0; explain && i < sizeof explained / sizeof *explained; i++) {
		if (cs_head_add(h, cs_str_z(explained[i]), e) != 0)
			return -1;
	}
	return 0;
}

/* One row: so many were told so much on average, and it came to x. */
struct row {
	struct cs_str tenth;
	int64_t n, x;
	double told;
	bool all; /* figures of all of them go with it */
};

static double
mean_told(const struct cs_risk_back *b)
{
	cs_i128 sum = 0;

	for (size_t i = 0; i < b->nbin; i++)
		sum += (cs_i128)b->bin[i].told * b->bin[i].n;
	return b->n == 0 ? 0 : (double)sum / CS_FORECAST_SURE / (double)b->n;
}

static void
put_row(struct cs_risk_page *p, int horizon, const struct cs_risk_back *b, const struct row *row)
{
	struct cs_writer *w = p->out;
	struct cs_buf *buf = &p->buf;
	const struct cs_est none = cs_est_none(CS_FLAG_NONE);
	const bool seen = b->followed && row->n > 0, all = row->all && b->followed;
	struct cs_est s = seen ? cs_interval_wilson(row->x, row->n, p->r->level) : none;
	double base = b->n > 0 ? (double)b->x / (double)b->n : 0;
	enum cs_flag flag = row->all ? b->apart.flag : s.flag;

	cs_writer_text(w, p->m->kind == CS_RISK_HAZARD ? CS_STR("leave") : CS_STR("no_purchase"));
	cs_writer_i64(w, cs_risk_horizon[horizon]);
	cs_writer_text(w, row->tenth);
	cs_writer_i64(w, row->n);
	if (b->followed)
		cs_writer_i64(w, row->x);
	else
		cs_writer_null(w);
	cs_risk_put_real(w, buf, row->told, b->nbin > 0 && row->n > 0);
	cs_risk_put_bounds(w, buf, &s);
	cs_risk_put_real(w, buf, s.est / base, s.ok && !row->all && base > 0);
	cs_risk_put_bounds(w, buf, row->all ? &b->apart : &none);
	cs_risk_put_real(
	    w, buf, 1 - b->brier.score / b->brier.base, all && b->nbin > 0 && b->brier.base > 0);
	if (!b->followed && row->all && flag == CS_FLAG_NONE)
		flag = CS_FLAG_BEYOND;
	cs_risk_put_flag(w, flag);
	if (p->r->explain) {
		cs_risk_put_real(w, buf, b->brier.score, all && b->nbin > 0);
		cs_risk_put_real(w, buf, b->brier.base, all && b->nbin > 0);
		cs_risk_put_bounds(w, buf, row->all ? &b->line.slope : &none);
		cs_risk_put_bounds(w, buf, row->all ? &b->line.shift : &none);
	}
	cs_writer_end(w);
}

uint64_t
cs_risk_back_rows(struct cs_risk_page *p, int horizon, const struct cs_risk_back *b)
{
	const struct row all = {CS_STR("all"), b->n, b->x, mean_told(b), true};
	uint64_t few = 0;

	put_row(p, horizon, b, &all);
	for (int k = CS_FORECAST_TENTHS; b->followed && k-- > 0;) {
		char tenth[16];
		const struct cs_forecast_tenth *t = &b->tenth[k];
		struct row row = {{tenth, 0}, t->n, t->x, t->told, false};

		if (t->n == 0)
			continue;
		if (t->n < p->r->min_group) {
			few++;
			continue;
		}
		row.tenth.n = (size_t)snprintf(tenth, sizeof tenth, "%d", CS_FORECAST_TENTHS - k);
		put_row(p, horizon, b, &row);
	}
	return few;
}
