/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wide table: see render.h. */
#include "desk/render.h"

#include <math.h>

#include "base/civil.h"
#include "base/dec.h"
#include "desk/celltable.h"
#include "stat/interval.h"

int
cs_render_digits(struct cs_str unit)
{
	static const struct {
		struct cs_str unit;
		int digits;
	} table[] = {
	    {CS_STR_INIT("share"), 8},
	    {CS_STR_INIT("s"), 3},
	    {CS_STR_INIT("points"), 4},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (cs_str_eq(unit, table[i].unit))
			return table[i].digits;
	}
	return 6;
}

/* What is known of a metric before any group is looked at. */
struct column {
	enum cs_stat_kind kind;
	enum cs_type type;
	bool margin;
	bool n, bounds; /* it has such columns */
	int digits;
};

static struct column
column_of(const struct cs_scheme *scheme, size_t m, const struct cs_render *how)
{
	static const bool with_n[] = {[CS_STAT_MEAN] = true,
	    [CS_STAT_QUANTILE] = true,
	    [CS_STAT_SHARE] = true,
	    [CS_STAT_NPS] = true,
	    [CS_STAT_SURVIVAL] = true,
	    [CS_STAT_FORMULA] = false};
	const struct cs_scheme_metric *of = &scheme->of[m];
	const struct cs_metric *metric = &scheme->metric[m];
	struct column col = {.digits = cs_render_digits(metric->unit)};

	col.margin = metric->margin;
	col.type = cs_formula_type(of->formula);
	col.kind = of->plain ? cs_stat_kind_of(of->input[0].agg->id) : CS_STAT_FORMULA;
	col.n = (with_n[col.kind] && !col.margin) || of->base >= 0;
	col.bounds = how->ci && with_n[col.kind] && !col.margin;
	return col;
}

static void
real(struct cs_buf *b, double v, int digits)
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

static void
value_text(struct cs_buf *b, const struct column *col, const struct cs_stat *s)
{
	const struct cs_real *v = &s->value;

	if (v->kind == CS_REAL_NULL || (v->kind == CS_REAL_ESTIMATE && !isfinite(v->est)))
		cs_buf_z(b, "\\N");
	else if (v->kind == CS_REAL_ESTIMATE)
		real(b, v->est, col->digits);
	else if (col->type == CS_TIME)
		cs_time_text(b, (int64_t)v->num);
	else if (col->type == CS_BOOL)
		cs_buf_c(b, v->num != 0 ? 't' : 'f');
	else if (s->kind == CS_STAT_SUM || s->kind == CS_STAT_EXTREME ||
		 s->kind == CS_STAT_QUANTILE)
		exact(b, v);
	else if (col->type == CS_INT)
		cs_dec_ratio_text(b, v->num, v->den, 0);
	else
		cs_dec_ratio_text(b, v->num, v->den, col->digits);
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
	v.num = cs_bins_rank(&bins, low);
	exact(lo, &v);
	v.num = cs_bins_rank(&bins, high);
	exact(hi, &v);
	cs_bins_finish(&bins);
	return true;
}

/* Both bounds as text; NULL when there are none. */
static void
bounds_text(struct cs_buf *lo, struct cs_buf *hi, const struct column *col, const struct cs_stat *s,
    double level)
{
	struct cs_est est = cs_est_none(CS_FLAG_N0);
	double factor = 1;

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
	real(lo, est.lo * factor, col->digits);
	real(hi, est.hi * factor, col->digits);
}

static int
add_name(struct cs_head *head, struct cs_str name, struct cs_err *e)
{
	for (unsigned i = 0; i < head->ncol; i++) {
		if (cs_str_eq(head->col[i].name, name)) {
			(void)cs_err_set(
			    e, CS_EXIT_USAGE, "two columns would be called %.*s", CS_STR_ARG(name));
			return cs_err_hint(e, "another name for the metric: NAME=FORMULA");
		}
	}
	return cs_head_add(head, name, e);
}

/* The columns of the table, and what each metric is. The latter live in the arena. */
static struct column *
make_head(struct cs_head *head, const struct cs_scheme *scheme, const struct cs_by *by,
    const struct cs_render *how, struct cs_arena *a, struct cs_err *e)
{
	static const char *const suffix[] = {"", "_n", "_lo", "_hi"};
	struct column *col = cs_arena_new(a, scheme->n, sizeof *col);
	struct cs_str name;

	for (unsigned k = 0; k < by->n; k++) {
		if (add_name(head, by->key[k].name, e) != 0)
			return NULL;
	}
	for (size_t m = 0; m < scheme->n; m++) {
		col[m] = column_of(scheme, m, how);
		const bool there[] = {true, col[m].n, col[m].bounds, col[m].bounds};

		for (size_t i = 0; i < 4; i++) {
			name = cs_str_z(cs_arena_printf(
			    a, "%.*s%s", CS_STR_ARG(scheme->metric[m].name), suffix[i]));
			if (there[i] && add_name(head, name, e) != 0)
				return NULL;
		}
	}
	return col;
}

int
cs_render_check(const struct cs_scheme *s, const struct cs_by *by, const struct cs_render *how,
    struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_head head = CS_HEAD_INIT;
	bool good = make_head(&head, s, by, how, &a, e) != NULL;

	cs_head_finish(&head);
	cs_arena_finish(&a);
	return good ? 0 : -1;
}

static void
write_metric(struct cs_cells *c, size_t group, size_t m, const struct column *col,
    struct cs_writer *w, const struct cs_render *how)
{
	struct cs_buf b = CS_BUF_INIT, lo = CS_BUF_INIT, hi = CS_BUF_INIT;
	struct cs_stat s;

	cs_cells_stat(c, group, m, &s);
	value_text(&b, col, &s);
	cs_writer_raw(w, cs_buf_all(&b));
	if (col->n)
		cs_writer_i64(w, s.n);
	if (col->bounds) {
		bounds_text(&lo, &hi, col, &s, how->level);
		cs_writer_raw(w, cs_buf_all(&lo));
		cs_writer_raw(w, cs_buf_all(&hi));
	}
	cs_buf_finish(&b);
	cs_buf_finish(&lo);
	cs_buf_finish(&hi);
}

int
cs_render(struct cs_cells *c, const struct cs_render *how, struct cs_writer *w, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_head head = CS_HEAD_INIT;
	struct column *col = make_head(&head, c->scheme, c->by, how, &a, e);
	struct cs_str key;

	c->level = how->level;
	if (col != NULL) {
		cs_writer_head(w, &head);
		for (size_t g = 0; g < cs_cells_groups(c) && !cs_writer_failed(w); g++) {
			for (unsigned k = 0; k < cs_cells_keys(c); k++) {
				key = cs_cells_key(c, g, k);
				if (key.p != NULL)
					cs_writer_text(w, key);
				else
					cs_writer_null(w);
			}
			for (size_t m = 0; m < c->scheme->n; m++)
				write_metric(c, g, m, &col[m], w, how);
			cs_writer_end(w);
		}
	}
	cs_head_finish(&head);
	cs_arena_finish(&a);
	return col != NULL ? 0 : -1;
}
