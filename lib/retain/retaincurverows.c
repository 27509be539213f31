/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Retention curves as a table: see retaincurve.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retaincurvework.h"
#include "retain/retainout.h"
#include "stat/dist.h"
#include "stat/kmcause.h"

/* Which of the tables. */
enum layout { CURVE = 1, POINTS = 2, COMPARE = 4 };
enum { TABLES = CURVE | POINTS | COMPARE };

/* What a row says. What an estimate has comes in threes. */
enum what {
	HORIZON,
	DAY,
	ENDING,
	CUSTOMERS,
	AT_RISK,
	LEFT,
	EXPECTED,
	SHARE,	 /* stayed, or ended so */
	STEP,	 /* stayed since the horizon before, of those who were there then */
	DAYS,	 /* restricted mean */
	PACE,	 /* hazard against the others */
	VERDICT, /* of --compare */
	FLAG,
	SHARE_SE,
	DAYS_SE,
	MEDIAN,
	CHI2,
	DF,
	P,
};

/* When a column is there: bits, all of which must be so. */
enum { ENDINGS = 1, ONE_END = 2, EXPLAIN = 4, STEPS = 8 };

static const struct column {
	enum what what;
	const char *name;
	unsigned layout; /* bits of enum layout */
	unsigned when;
	bool bounds; /* with NAME_lo and NAME_hi */
} column[] = {
    {HORIZON, "horizon", CURVE, 0, false},
    {DAY, "day_n", POINTS, 0, false},
    {ENDING, "ending", TABLES, ENDINGS, false},
    {CUSTOMERS, "customers", TABLES, 0, false},
    {AT_RISK, "at_risk_n", CURVE | POINTS, 0, false},
    {LEFT, "left_n", TABLES, 0, false},
    {EXPECTED, "left_expected", COMPARE, 0, false},
    {SHARE, "stayed", CURVE | POINTS, ONE_END, true},
    {SHARE, "ended", CURVE | POINTS, ENDINGS, true},
    {STEP, "stayed_step", CURVE, ONE_END | STEPS, true},
    {DAYS, "stayed_days", CURVE, ONE_END, true},
    {PACE, "left_pace", COMPARE, 0, true},
    {VERDICT, "verdict", COMPARE, 0, false},
    {FLAG, "flag", TABLES, 0, false},
    {SHARE_SE, "stayed_se", CURVE | POINTS, ONE_END | EXPLAIN, false},
    {SHARE_SE, "ended_se", CURVE | POINTS, ENDINGS | EXPLAIN, false},
    {DAYS_SE, "stayed_days_se", CURVE, ONE_END | EXPLAIN, false},
    {MEDIAN, "half_left_days", CURVE, ONE_END | EXPLAIN, true},
    {CHI2, "chi2", COMPARE, EXPLAIN, false},
    {DF, "df", COMPARE, EXPLAIN, false},
    {P, "p", COMPARE, EXPLAIN, false},
};

static bool
shown(const struct column *c, const struct cs_retain *r, const struct cs_retaincurve *s)
{
	unsigned layout = s->ask->compare ? COMPARE : s->ask->points ? POINTS : CURVE;
	unsigned is = (s->ask->endings.n > 0 ? ENDINGS : ONE_END) | (r->explain ? EXPLAIN : 0) |
		      (s->ask->steps ? STEPS : 0);

	return (c->layout & layout) != 0 && (c->when & ~is) == 0;
}

int
cs_retaincurve_head(
    const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	const struct cs_retaincurve *s = state;
	int status = 0;

	for (unsigned k = r->nby; k < s->nshown && status == 0; k++)
		status = cs_head_add(h, r->key[k].name, e);
	for (size_t i = 0; i < sizeof column / sizeof *column && status == 0; i++) {
		if (shown(&column[i], r, s))
			status = cs_retainout_column(h, column[i].name, column[i].bounds, e);
	}
	return status;
}

/* A row: what its cells are made of. */
struct row {
	const struct cs_retaincurve_group *g;
	const struct cs_horizon *at; /* of POINTS: its days alone */
	struct cs_str ending;
	int64_t left;
	double expected;
	struct cs_est share, step, days, pace;
	struct cs_km_when median;
	double share_se, days_se;
	const struct cs_km_chi2 *test;
	enum cs_flag flag;
};

/* The table while it is written. */
struct table {
	const struct cs_retain *r;
	const struct cs_retaincurve *s;
	const struct cs_sums *sums;
	struct cs_writer *out;
	struct cs_buf text;
	uint64_t few; /* groups that are not shown */
};

/* How a number is written: shares to 8 digits, others to 10 that say something, chances to 6. */
enum digits { SHARE_DIGITS, FIGURE_DIGITS, CHANCE_DIGITS };

static void
real(struct table *t, bool there, double v, enum digits digits)
{
	if (!there) {
		cs_writer_null(t->out);
		return;
	}
	v += 0.0; /* no -0 */
	cs_buf_reset(&t->text);
	if (digits == SHARE_DIGITS)
		cs_buf_printf(&t->text, "%.8f", v);
	else
		cs_buf_printf(&t->text, "%.*g", digits == FIGURE_DIGITS ? 10 : 6, v);
	cs_writer_raw(t->out, cs_buf_all(&t->text));
}

static void
estimate(struct table *t, const struct cs_est *v, enum digits digits)
{
	real(t, v->ok, v->est, digits);
	real(t, v->ci, v->lo, digits);
	real(t, v->ci, v->hi, digits);
}

static void
word(struct table *t, const char *z)
{
	if (z == NULL || z[0] == '\0')
		cs_writer_null(t->out);
	else
		cs_writer_text(t->out, cs_str_z(z));
}

/* What the test says in words; at 5 %, as bounds of 95 % do. */
static const char *
verdict(const struct cs_retain *r, const struct cs_km_chi2 *test)
{
	if (test->df == 0)
		return "nothing to compare";
	if (test->events < CS_KM_SMALL)
		return "too few left to say";
	return test->p <= 1 - r->level ? "they differ" : "could be luck";
}

static void
cell(struct table *t, const struct row *row, enum what what)
{
	const struct cs_km_curve *days = &row->g->curve[CS_AXIS_DAYS];

	switch (what) {
	case HORIZON:
		cs_writer_text(t->out, row->at->text);
		break;
	case DAY:
		cs_writer_i64(t->out, row->at->days);
		break;
	case ENDING:
		cs_writer_raw(t->out, row->ending);
		break;
	case CUSTOMERS:
		cs_writer_i64(t->out, days->total);
		break;
	case AT_RISK:
		cs_writer_i64(t->out, cs_km_at_risk(&row->g->curve[row->at->axis], row->at->t));
		break;
	case LEFT:
		cs_writer_i64(t->out, row->left);
		break;
	case EXPECTED:
		real(t, true, row->expected, FIGURE_DIGITS);
		break;
	case SHARE:
		estimate(t, &row->share, SHARE_DIGITS);
		break;
	case STEP:
		estimate(t, &row->step, SHARE_DIGITS);
		break;
	case DAYS:
		estimate(t, &row->days, FIGURE_DIGITS);
		break;
	case PACE:
		estimate(t, &row->pace, FIGURE_DIGITS);
		break;
	case VERDICT:
		word(t, verdict(t->r, row->test));
		break;
	case FLAG:
		word(t, cs_flag_name(row->flag));
		break;
	case SHARE_SE:
		real(t, row->share.ci, row->share_se, FIGURE_DIGITS);
		break;
	case DAYS_SE:
		real(t, row->days.ci, row->days_se, FIGURE_DIGITS);
		break;
	case MEDIAN:
		real(t, row->median.ok, row->median.t, FIGURE_DIGITS);
		real(t, row->median.has_lo, row->median.lo, FIGURE_DIGITS);
		real(t, row->median.has_hi, row->median.hi, FIGURE_DIGITS);
		break;
	case CHI2:
		real(t, row->test->df > 0, row->test->chi2, FIGURE_DIGITS);
		break;
	case DF:
		cs_writer_i64(t->out, row->test->df);
		break;
	case P:
		real(t, row->test->df > 0, row->test->p, CHANCE_DIGITS);
		break;
	}
}

static void
write_row(struct table *t, const struct row *row)
{
	for (unsigned k = 0; k < t->s->nshown; k++)
		cs_writer_raw(t->out, cs_sums_key(t->sums, row->g->first, k));
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		if (shown(&column[i], t->r, t->s))
			cell(t, row, column[i].what);
	cs_writer_end(t->out);
}

/*
 * What share of those who were there at the horizon before is so at this one; at the first, and
 * where one is of months and one of days, there is none before.
 */
static struct cs_est
step(const struct table *t, const struct cs_retaincurve_group *g, const struct cs_horizon *at)
{
	const struct cs_horizon *before = at > t->r->at ? at - 1 : NULL;

	if (before == NULL || before->axis != at->axis || before->t > at->t)
		return cs_est_none(CS_FLAG_NONE);
	return cs_km_given(&g->curve[at->axis], before->t, at->t, t->r->level, NULL);
}

/* All endings as one, at a time. */
static void
whole(struct table *t, const struct cs_retaincurve_group *g, const struct cs_horizon *at)
{
	struct row row = {.g = g, .at = at};
	double level = t->r->level;

	row.left = cs_km_events(&g->curve[at->axis], at->t);
	row.share = cs_retaincurve_at(g, at, level, &row.share_se);
	row.flag = row.share.flag;
	if (!t->s->ask->points) {
		row.step = step(t, g, at);
		/* of no time there is no mean, and where the share is not there, none either */
		row.days = row.share.ok && at->t > 0
			       ? cs_retaincurve_mean(g, at, level, &row.days_se)
			       : cs_est_none(CS_FLAG_NONE);
		row.median = cs_km_quantile(&g->curve[CS_AXIS_DAYS], 1, 2, level);
	}
	write_row(t, &row);
}

/* A group with the endings in it, each as a group of its own; none where they are one. */
struct ended {
	struct cs_retaincurve_group all;
	struct cs_retaincurve_group *by;
	size_t n;
};

static void
ended_drop(struct ended *g)
{
	for (size_t i = 0; i < g->n; i++)
		cs_retaincurve_drop(&g->by[i]);
	free(g->by);
	cs_retaincurve_drop(&g->all);
}

static int
ended_take(struct table *t, struct ended *g, size_t first, size_t behind, struct cs_err *e)
{
	size_t n = t->s->ask->endings.n > 0 ? behind - first : 0;

	g->by = cs_mem_new(n, sizeof *g->by);
	g->n = 0;
	if (cs_retaincurve_take(&g->all, t->sums, first, behind, e) == 0) {
		while (g->n < n && cs_retaincurve_take(&g->by[g->n], t->sums, first + g->n,
				       first + g->n + 1, e) == 0)
			g->n++;
		if (g->n == n)
			return 0;
	}
	ended_drop(g);
	return -1;
}

/* Each ending for itself, at a time; with `only`, those of which there is one then. */
static void
apart(struct table *t, const struct ended *g, const struct cs_horizon *at, bool only)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct cs_bins *left = &g->by[i].left[at->axis];
		struct row row = {.g = &g->all, .at = at};

		row.left = cs_bins_upto(left, at->t);
		if (left->total == 0 || (only && row.left == cs_bins_upto(left, at->t - 1)))
			continue;
		row.ending = cs_sums_key(t->sums, g->by[i].first, t->s->nshown);
		row.share = cs_km_cause(&g->all.curve[at->axis], left,
		    cs_retaincurve_t(&g->all, at), t->r->level, &row.share_se);
		row.flag = row.share.flag;
		write_row(t, &row);
	}
}

static void
at_time(struct table *t, const struct ended *g, const struct cs_horizon *at, bool only)
{
	if (t->s->ask->endings.n > 0)
		apart(t, g, at, only);
	else
		whole(t, &g->all, at);
}

/* The start, each day on which somebody left, and the last day on which anybody was followed. */
static void
points(struct table *t, const struct ended *g)
{
	const struct cs_km_curve *c = &g->all.curve[CS_AXIS_DAYS];
	struct cs_horizon at = {.axis = CS_AXIS_DAYS};

	if (c->n == 0 || c->point[0].t > 0)
		at_time(t, g, &at, false);
	for (size_t i = 0; i < c->n; i++) {
		bool end = i + 1 == c->n || c->point[i].t == 0;

		if (c->point[i].events == 0 && !end)
			continue;
		at.t = at.days = (int32_t)c->point[i].t;
		at_time(t, g, &at, !end);
	}
}

static void
horizons(struct table *t, const struct ended *g)
{
	for (size_t k = 0; k < t->r->nat; k++)
		at_time(t, g, &t->r->at[k], false);
}

static int
curves(struct table *t, struct cs_err *e)
{
	size_t behind;

	for (size_t i = 0; i < t->sums->ngroup; i = behind) {
		struct ended g;

		behind = cs_retaincurve_next(t->sums, i, t->s->nshown);
		if (ended_take(t, &g, i, behind, e) != 0)
			return -1;
		if (g.all.curve[CS_AXIS_DAYS].total < t->r->min_group)
			t->few++;
		else
			(t->s->ask->points ? points : horizons)(t, &g);
		ended_drop(&g);
	}
	return 0;
}

/*
 * How fast a group loses its customers against all the others: Peto's one step to the ratio of
 * hazards, exp((O - E) / V), with the bounds of its logarithm. It is too near to 1 where it is
 * beyond a factor of 2 or so.
 */
static struct cs_est
pace(const struct cs_km_rank *rank, size_t i, double level)
{
	double var = rank->var[i * rank->k + i], log_ratio, half;
	struct cs_est r = {.flag = CS_FLAG_NONE};

	if (!(var > 0))
		return cs_est_none(CS_FLAG_ZERO_VAR);
	log_ratio = ((double)rank->observed[i] - rank->expected[i]) / var;
	half = cs_dist_z(level) / sqrt(var);
	r.ok = r.ci = true;
	r.est = exp(log_ratio);
	r.lo = exp(log_ratio - half);
	r.hi = exp(log_ratio + half);
	return r;
}

static int
compare(struct table *t, struct cs_err *e)
{
	struct cs_km_rank rank;
	struct cs_km_chi2 test;
	size_t *first;
	int status = cs_retaincurve_rank(t->s, t->sums, &rank, &first, e);

	test = cs_km_rank_test(&rank);
	for (size_t i = 0; i < rank.k && status == 0; i++) {
		struct cs_retaincurve_group g;
		struct row row = {.g = &g, .test = &test};

		status = cs_retaincurve_take(
		    &g, t->sums, first[i], i + 1 < rank.k ? first[i + 1] : t->sums->ngroup, e);
		if (status != 0)
			break;
		row.left = rank.observed[i];
		row.expected = rank.expected[i];
		row.pace = pace(&rank, i, t->r->level);
		row.flag = row.pace.flag == CS_FLAG_NONE && row.expected < 5 ? CS_FLAG_SMALL_N
									     : row.pace.flag;
		if (g.curve[CS_AXIS_DAYS].total < t->r->min_group)
			t->few++;
		else
			write_row(t, &row);
		cs_retaincurve_drop(&g);
	}
	cs_km_rank_finish(&rank);
	free(first);
	return status;
}

int
cs_retaincurve_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	struct table t = {w->r, state, w->sums, out, CS_BUF_INIT, 0};
	int status = t.s->ask->compare ? compare(&t, e) : curves(&t, e);

	w->few = t.few;
	cs_buf_finish(&t.text);
	return status;
}
