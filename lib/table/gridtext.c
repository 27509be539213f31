/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as tables write them: see grid.h. */
#include <math.h>

#include "base/civil.h"
#include "base/dec.h"
#include "stat/interval.h"
#include "table/grid.h"

void
cs_grid_real(struct cs_buf *b, double v, int digits)
{
	size_t from = b->n;

	cs_buf_printf(b, "%.*f", digits, v);
	/* Minus nothing is nothing. */
	if (b->p[from] == '-' && strspn(b->p + from + 1, "0.") >= b->n - from - 1) {
		memmove(b->p + from, b->p + from + 1, b->n - from - 1);
		b->n--;
	}
}

/* num / den whose denominator is 1 or a power of ten: all its digits, and no others. */
static void
exact(struct cs_buf *b, const struct cs_real *v)
{
	struct cs_dec d = {v->num, v->den == 1 ? 0 : 6};

	cs_dec_text(b, cs_dec_trim(d));
}

/* Digits of a ratio: of counts so many that the count on top can be had again from the ratio and
 * what it is of; more than the usual eight from 10^8 on. */
static int
digits_of(const struct cs_grid_metric *m, const struct cs_stat *s)
{
	enum { DIGITS_MOST = 18 };
	bool counts = s->kind == CS_STAT_SHARE || s->kind == CS_STAT_FORMULA;
	int64_t reach = 1;
	int digits;

	for (digits = 0; digits < m->digits; digits++)
		reach *= 10;
	for (; counts && digits < DIGITS_MOST && s->n >= reach; digits++)
		reach *= 10;
	return digits;
}

void
cs_grid_value(struct cs_buf *b, const struct cs_grid_metric *m, const struct cs_stat *s)
{
	const struct cs_real *v = &s->value;

	if (v->kind == CS_REAL_NULL || (v->kind == CS_REAL_ESTIMATE && !isfinite(v->est)))
		cs_buf_z(b, "\\N");
	else if (v->kind == CS_REAL_ESTIMATE)
		cs_grid_real(b, v->est, m->digits);
	else if (m->type == CS_TIME)
		cs_time_text(b, (int64_t)v->num);
	else if (m->type == CS_BOOL)
		cs_buf_c(b, v->num != 0 ? 't' : 'f');
	else if (s->interp)
		cs_dec_ratio_text(b, v->num, v->den, m->digits);
	else if (s->kind == CS_STAT_SUM || s->kind == CS_STAT_EXTREME ||
		 s->kind == CS_STAT_QUANTILE || s->kind == CS_STAT_SECONDS)
		exact(b, v);
	else if (m->type == CS_INT)
		cs_dec_ratio_text(b, v->num, v->den, 0);
	else
		cs_dec_ratio_text(b, v->num, v->den, digits_of(m, s));
}

/* The bounds of a quantile are values of the data: ranks found by the binomial distribution. */
static bool
quantile_bounds(struct cs_buf *lo, struct cs_buf *hi, const struct cs_stat *s, double level)
{
	struct cs_bins bins;
	struct cs_real v = {CS_REAL_EXACT, 0, s->scale == 6 ? 1000000 : 1, 0};
	int64_t den = 1, low, high;

	for (int i = 0; i < s->q.scale; i++)
		den *= 10;
	if (!cs_interval_ranks(s->n, (int64_t)s->q.coef, den, level, &low, &high))
		return false;
	bins = cs_hist_bins(s->hist);
	low = cs_bins_rank(&bins, low);
	high = cs_bins_rank(&bins, high);
	v.num = s->approx ? cs_loglin_low(low, CS_LOGLIN_SUB) : low;
	exact(lo, &v);
	v.num = s->approx ? cs_loglin_high(high, CS_LOGLIN_SUB) : high;
	exact(hi, &v);
	cs_bins_finish(&bins);
	return true;
}

void
cs_grid_bounds(struct cs_buf *lo, struct cs_buf *hi, const struct cs_grid_metric *m,
    const struct cs_stat *s, double level)
{
	struct cs_est est = cs_est_none(CS_FLAG_N0);
	double factor = 1;
	int digits = m->digits;

	switch (s->kind) {
	case CS_STAT_SHARE:
		est = cs_interval_wilson(s->x, s->n, level);
		break;
	case CS_STAT_NPS:
		est = cs_interval_nps(s->down, s->n - s->up - s->down, s->up, level, NULL);
		factor = 100;
		break;
	case CS_STAT_MEAN:
		est = cs_interval_mean(s->moments, level, NULL);
		factor = s->scale == 6 ? 1e-6 : 1;
		break;
	case CS_STAT_SKETCH:
		digits = 0;
		/* fall through */
	case CS_STAT_SURVIVAL:
		est.ci = s->bounds;
		est.lo = s->lo;
		est.hi = s->hi;
		break;
	case CS_STAT_QUANTILE:
		if (quantile_bounds(lo, hi, s, level))
			return;
		break;
	default:
		break;
	}
	if (!est.ci) {
		cs_buf_z(lo, "\\N");
		cs_buf_z(hi, "\\N");
		return;
	}
	cs_grid_real(lo, est.lo * factor, digits);
	cs_grid_real(hi, est.hi * factor, digits);
}
