/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of the mode nps: for each group and kind of survey a row of the score, whose answer and
 * horizon are NULL, and then a row for each answer and horizon.
 */
#include <math.h>

#include "retain/retainnpsset.h"
#include "stat/diff.h"
#include "stat/dist.h"

#define MICRO INT64_C(1000000)

enum { SHARE_DIGITS = 8, MONEY_DIGITS = 6, POINT_DIGITS = 2 };

static const char *const columns[] = {"survey_kind", "answer", "horizon", "customers_n", "bought_n",
    "bought_share", "bought_share_lo", "bought_share_hi", "bought_more", "bought_more_lo",
    "bought_more_hi", "before_n", "bought_before_share", "bought_change", "bought_change_lo",
    "bought_change_hi", "revenue_mean", "revenue_mean_lo", "revenue_mean_hi", "revenue_before_mean",
    "revenue_currency", "stayed_n", "stayed_share", "stayed_share_lo", "stayed_share_hi",
    "stayed_more", "stayed_more_lo", "stayed_more_hi", "asked_n", "answered_n", "answered_share",
    "nps", "nps_lo", "nps_hi", "nps_worst", "nps_best", "nps_weighted", "nps_weighted_lo",
    "nps_weighted_hi", "weighted_share", "flag"};

/* And with --explain: chances of such differences where there are none; Kish's sample. */
static const char *const explained[] = {"bought_more_p", "stayed_more_p", "alike_answers"};

/* Columns of figures, and those of the score, in a row. */
enum { FIGURES = 25, SCORES = 12 };

/* Answers that have rows, in their order. */
static const struct {
	const char *name;
	unsigned classes;
	unsigned against; /* whom they are held against; 0: nobody */
	bool silent;	  /* only where somebody may be */
	enum cs_nps_shown least;
} answers[] = {
    {"promoter", 1U << CS_NPS_PROMOTER, 1U << CS_NPS_DETRACTOR, false, CS_NPS_EACH},
    {"passive", 1U << CS_NPS_PASSIVE, 1U << CS_NPS_DETRACTOR, false, CS_NPS_EACH},
    {"detractor", 1U << CS_NPS_DETRACTOR, 0, false, CS_NPS_EACH},
    {"answered", CS_NPS_ANSWERED, 0, false, CS_NPS_TWO},
    {"silent", 1U << CS_NPS_SILENT, CS_NPS_ANSWERED, true, CS_NPS_TWO},
    {"asked", CS_NPS_ASKED, 0, true, CS_NPS_TOGETHER},
};

static int
add_columns(struct cs_head *h, const char *const *column, size_t n, struct cs_err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (cs_head_find(h, cs_str_z(column[i])) >= 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "--by: %s is a column of --nps", column[i]);
		if (cs_head_add(h, cs_str_z(column[i]), e) != 0)
			return -1;
	}
	return 0;
}

int
cs_nps_head(const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	if (add_columns(h, columns, sizeof columns / sizeof *columns, e) != 0)
		return -1;
	return r->explain ? add_columns(h, explained, sizeof explained / sizeof *explained, e) : 0;
}

struct putting {
	struct cs_writer *w;
	struct cs_buf text;
};

static void
put_nulls(struct putting *p, int n)
{
	while (n-- > 0)
		cs_writer_null(p->w);
}

static void
put_real(struct putting *p, bool there, double v, int digits)
{
	if (!there) {
		cs_writer_null(p->w);
		return;
	}
	cs_buf_reset(&p->text);
	cs_buf_printf(&p->text, "%.*f", digits, v + 0.0);
	cs_writer_text(p->w, cs_buf_all(&p->text));
}

/* A chance, as small as it is; NULL where there was no test. */
static void
put_chance(struct putting *p, double v)
{
	if (v < 0) {
		cs_writer_null(p->w);
		return;
	}
	cs_buf_reset(&p->text);
	cs_buf_printf(&p->text, "%.3g", fmax(v, 1e-300));
	cs_writer_text(p->w, cs_buf_all(&p->text));
}

/* An exact quotient; NULL of nothing. */
static void
put_ratio(struct putting *p, bool there, cs_i128 num, cs_i128 den, int digits)
{
	if (!there || den <= 0) {
		cs_writer_null(p->w);
		return;
	}
	cs_buf_reset(&p->text);
	cs_dec_ratio_text(&p->text, num, den, digits);
	cs_writer_text(p->w, cs_buf_all(&p->text));
}

/* An estimate with its bounds, times a unit. */
static void
put_est(struct putting *p, const struct cs_est *est, double unit, int digits)
{
	put_real(p, est->ok, est->est * unit, digits);
	put_real(p, est->ci, est->lo * unit, digits);
	put_real(p, est->ci, est->hi * unit, digits);
}

static void
put_bounds(struct putting *p, bool there, const struct cs_est *est, double unit, int digits)
{
	put_real(p, there && est->ci, est->lo * unit, digits);
	put_real(p, there && est->ci, est->hi * unit, digits);
}

static void
put_keys(struct putting *p, const struct cs_nps_set *set)
{
	for (unsigned k = 0; k < set->r->nby; k++)
		cs_writer_raw(p->w, cs_sums_key(set->sums, set->first, k));
	cs_writer_raw(p->w, set->survey);
}

/* The figures of a row, and how they differ from those that it is held against. */
struct row {
	struct cs_nps_figures is, other;
	struct cs_diff bought, stayed;
};

static int
make_row(const struct cs_nps_set *set, size_t answer, size_t t, struct row *x, struct cs_err *e)
{
	const struct cs_nps_figures *f = &x->is, *o = &x->other;
	struct cs_diff none = {.est = cs_est_none(CS_FLAG_N0), .p = CS_DIST_BAD};
	double level = set->r->level;

	if (cs_nps_figures(set, answers[answer].classes, t, &x->is, e) != 0 ||
	    cs_nps_figures(set, answers[answer].against, t, &x->other, e) != 0)
		return -1;
	x->bought = x->stayed = none;
	if (f->has_bought && o->has_bought && f->n > 0 && o->n > 0)
		x->bought = cs_diff_shares((struct cs_diff_share){f->bought, f->n},
		    (struct cs_diff_share){o->bought, o->n}, level);
	if (f->stayed.ok && o->stayed.ok)
		x->stayed = cs_diff_estimates(
		    (struct cs_diff_estimate){f->stayed.est, f->stayed_se, f->customers},
		    (struct cs_diff_estimate){o->stayed.est, o->stayed_se, o->customers}, level);
	return 0;
}

static void
put_bought(struct putting *p, const struct cs_nps_figures *f, const struct cs_est *more)
{
	bool there = f->has_bought;

	cs_writer_i64(p->w, f->n);
	put_ratio(p, there, f->bought, f->n, SHARE_DIGITS);
	put_bounds(p, there, &f->bought_share, 1, SHARE_DIGITS);
	put_est(p, more, 1, SHARE_DIGITS);
	cs_writer_i64(p->w, f->pairs);
	put_ratio(p, there, f->before, f->pairs, SHARE_DIGITS);
	put_ratio(p, there, f->gained - f->lost, f->pairs, SHARE_DIGITS);
	put_bounds(p, there, &f->change, 1, SHARE_DIGITS);
}

static void
put_revenue(struct putting *p, const struct cs_nps_set *set, const struct cs_nps_figures *f)
{
	put_ratio(p, f->has_revenue, f->revenue, (cs_i128)f->n * MICRO, MONEY_DIGITS);
	put_bounds(p, f->has_revenue, &f->mean, 1. / MICRO, MONEY_DIGITS);
	put_ratio(p, f->has_revenue, f->revenue_before, (cs_i128)f->pairs * MICRO, MONEY_DIGITS);
	if (f->has_revenue)
		cs_writer_raw(p->w, set->currency);
	else
		cs_writer_null(p->w);
}

/* Why something is missing, or weak: that of what is asked first. */
static void
put_flag(struct putting *p, const struct cs_nps_set *set, const struct cs_nps_figures *f)
{
	const char *flag = cs_flag_name(f->stayed.flag);

	if (f->customers == 0)
		flag = cs_flag_name(CS_FLAG_N0);
	else if (f->n == 0)
		flag = cs_flag_name(CS_FLAG_BEYOND);
	else if (set->currencies > 1)
		flag = "currencies";
	if (flag[0] == '\0')
		cs_writer_null(p->w);
	else
		cs_writer_text(p->w, cs_str_z(flag));
}

/* *few: at some time it is not told apart. */
static int
put_answer(
    struct putting *p, const struct cs_nps_set *set, size_t answer, bool *few, struct cs_err *e)
{
	for (size_t t = 0; t < set->r->nat; t++) {
		struct row x;

		if (cs_nps_shown_at(set, t) < answers[answer].least) {
			*few = true;
			continue;
		}
		if (make_row(set, answer, t, &x, e) != 0)
			return -1;
		put_keys(p, set);
		cs_writer_text(p->w, cs_str_z(answers[answer].name));
		cs_writer_text(p->w, set->r->at[t].text);
		cs_writer_i64(p->w, x.is.customers);
		put_bought(p, &x.is, &x.bought.est);
		put_revenue(p, set, &x.is);
		cs_writer_i64(p->w, x.is.at_risk);
		put_est(p, &x.is.stayed, 1, SHARE_DIGITS);
		put_est(p, &x.stayed.est, 1, SHARE_DIGITS);
		put_nulls(p, SCORES);
		put_flag(p, set, &x.is);
		if (set->r->explain) {
			put_chance(p, x.bought.p);
			put_chance(p, x.stayed.p);
			cs_writer_null(p->w);
		}
		cs_writer_end(p->w);
	}
	return 0;
}

static void
put_score(struct putting *p, const struct cs_nps_set *set)
{
	struct cs_nps_score s = cs_nps_score(set);
	const char *flag = cs_flag_name(s.score.flag);

	put_keys(p, set);
	put_nulls(p, 2 + FIGURES);
	if (s.sent)
		cs_writer_i64(p->w, s.asked);
	else
		cs_writer_null(p->w);
	cs_writer_i64(p->w, s.answered);
	put_ratio(p, s.sent, s.answered, s.asked, SHARE_DIGITS);
	put_est(p, &s.score, 100, POINT_DIGITS);
	put_real(p, s.sent, 100 * s.worst, POINT_DIGITS);
	put_real(p, s.sent, 100 * s.best, POINT_DIGITS);
	if (s.sent) {
		put_est(p, &s.weighted, 100, POINT_DIGITS);
		put_real(p, s.weighted.ok, s.covered, SHARE_DIGITS);
	} else {
		put_nulls(p, 4);
	}
	if (flag[0] == '\0')
		cs_writer_null(p->w);
	else
		cs_writer_text(p->w, cs_str_z(flag));
	if (set->r->explain) {
		put_nulls(p, 2);
		put_real(p, s.sent && s.weighted.ok, s.n_eff, POINT_DIGITS);
	}
	cs_writer_end(p->w);
}

int
cs_nps_rows(struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	struct putting p = {out, CS_BUF_INIT};
	int result = 0;

	for (size_t i = 0; i < w->sums->ngroup && result == 0;) {
		struct cs_nps_set set;

		cs_nps_set_at(&set, w->r, state, w->sums, i);
		i = set.end;
		if (cs_nps_shown(&set) >= CS_NPS_TWO)
			put_score(&p, &set);
		else
			w->few++;
		for (size_t a = 0; a < sizeof answers / sizeof *answers && result == 0; a++) {
			bool few = false;

			if (!answers[a].silent || set.sent > 0)
				result = put_answer(&p, &set, a, &few, e);
			w->few += few;
		}
	}
	cs_buf_finish(&p.text);
	return result;
}
