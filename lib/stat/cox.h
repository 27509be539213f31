/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several things at once, and who leaves sooner: Cox's regression (1972). At each time somebody
 * leaves, those who could have left are compared by what is known of them: the hazard of one with
 * covariates x is h0(t) exp(x b), with h0 any function of time, one a stratum, that is never asked
 * for. exp(b) is how many times as fast those with one unit more leave, the rest alike.
 *
 * What is known of somebody may change as time passes (contacted or not): the stretch is cut there,
 * (start, stop], with other covariates behind the cut. At risk at t are those with start < t <=
 * stop; who enters late is not at risk before. A stretch without the event says nothing of what
 * comes behind it: censored.
 *
 * The information lies in few numbers: how many of each pattern of covariates enter at a time, stop
 * at it, leave at it. So what is kept is counts, those of equal (stratum, time, pattern) as one; a
 * million customers known by five attributes over 500 days are some thousand rows. Counts are of
 * people: n alike are as the same row n times over, ties included.
 *
 * Ties. Efron (1977), the default: of d who leave at t, S the sum of exp(x b) at risk and D that of
 * the d, the partial likelihood has the factors prod exp(x b) / prod over l < d of (S - l/d D).
 * Breslow's leaves l/d D away: too near to 0 when many leave on a day.
 *
 * The way up is Newton's with the step halved while it does not climb; the log likelihood is
 * concave, so what is found is the only top. Covariates are centred and scaled inside. A step costs
 * O(rows p^2) once they are sorted, where the rows of a time are more than the patterns of their
 * stratum O(patterns p^2) a time; sums at risk are then made anew from whole counts, and otherwise
 * whenever what was taken off them outweighs what is left: no cancellation.
 *
 * What cannot be said is said, never NaN: see enum cs_cox_state. Errors are the inverse of the
 * information.
 *
 * tests/unit/cox_r.c holds all of it against R's survival (coxph, cox.zph, concordance).
 */
#ifndef CS_STAT_COX_H
#define CS_STAT_COX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

struct cs_cox;

/* p covariates. Free it. */
struct cs_cox *cs_cox_new(size_t p);
void cs_cox_free(struct cs_cox *c);

/*
 * A pattern: p finite values of covariates; its number, 0, 1, ... Equal ones given twice are only
 * slower. Patterns and stretches are given before anything is asked.
 */
uint32_t cs_cox_pattern(struct cs_cox *c, const double *x);

/* Was at risk since before anybody left. */
#define CS_COX_ALWAYS INT64_MIN

/* n (>= 1) alike who were at risk in (start, stop], start < stop, and left at stop or not. */
struct cs_cox_row {
	uint32_t stratum, pattern;
	bool event;
	int64_t start, stop;
	int64_t n;
};
void cs_cox_add(struct cs_cox *c, const struct cs_cox_row *row);

/*
 * The same in halves, where only counts are known: n of a pattern come to be at risk behind t; n
 * stop at t, having left or not. Everybody who enters must stop later; who only stops was always
 * there.
 */
void cs_cox_enter(struct cs_cox *c, uint32_t stratum, uint32_t pattern, int64_t t, int64_t n);
void cs_cox_stop(struct cs_cox *c, const struct cs_cox_row *row); /* start is not looked at */

/* --- the fit --- */

enum cs_cox_ties {
	CS_COX_EFRON,
	CS_COX_BRESLOW,
};

/* Of a coefficient. */
enum cs_cox_state {
	CS_COX_FINE,
	CS_COX_ALIAS, /* says what those before it do, or never differs at risk: left out */
	CS_COX_UP,    /* without bound: all who have it leave first. exp(b) is infinite */
	CS_COX_DOWN,  /* none who has it leaves. exp(b) is 0 */
};

enum cs_cox_status {
	CS_COX_OK,
	CS_COX_NO_EVENTS, /* nobody left while somebody else could have: nothing to compare */
	CS_COX_NO_TOP,	  /* not settled in CS_COX_STEPS steps: take none of it */
};

enum { CS_COX_STEPS = 100 };

/* A test: chi-squared with df degrees of freedom; df 0: there is nothing to test. */
struct cs_cox_test {
	double chi2;
	size_t df;
	double p; /* the upper tail; CS_DIST_BAD when df is 0 */
};

struct cs_cox_fit {
	enum cs_cox_status status;
	enum cs_cox_ties ties;
	size_t p;
	double *beta; /* p; 0 when ALIAS; UP, DOWN: far out, where the climb was ended */
	double *var;  /* p x p; 0 in rows and columns that are not FINE */
	enum cs_cox_state *state; /* p */
	int64_t n, events;	  /* stretches that stop (people, where none was cut); left */
	double null, top;	  /* log partial likelihood without covariates, with them */
	struct cs_cox_test ratio; /* 2 (top - null) */
	struct cs_cox_test score; /* by slope and information at 0 */
	struct cs_cox_test wald;  /* by beta and var */
	int steps;
	double *scaled; /* (inner) beta on the scale of the covariates inside */
};

/* Finish it in any case. */
void cs_cox_fit(struct cs_cox *c, enum cs_cox_ties ties, struct cs_cox_fit *f);
void cs_cox_fit_finish(struct cs_cox_fit *f);

/* exp(beta[j]) and its bounds; zero_var where the coefficient is not FINE. */
struct cs_est cs_cox_ratio(const struct cs_cox_fit *f, size_t j, double level);

/* Are the coefficients from .. to - 1 (the levels of one factor) all 0? Wald's. */
struct cs_cox_test cs_cox_wald(const struct cs_cox_fit *f, size_t from, size_t to);

/*
 * How far a coefficient without bound may be from 0: where the log likelihood, the others at their
 * best, is as far below its top as chance alone makes it in 1 - level of cases (one side). False
 * when there is no such place, or the state is not UP or DOWN.
 */
bool cs_cox_bound(struct cs_cox *c, const struct cs_cox_fit *f, size_t j, double level, double *b);

/* --- what else may be asked; all of a fit that is CS_COX_OK --- */

/*
 * Is the ratio the same at all times? The score test of x_j g(t) beside x_j, for the covariates
 * from .. to - 1 together (Grambsch and Therneau 1994, without their approximation), with g(t) =
 * 1 - Kaplan and Meier's S(t-) over all strata: late times with few at risk do not decide it.
 */
struct cs_cox_test cs_cox_proportional(
    struct cs_cox *c, const struct cs_cox_fit *f, size_t from, size_t to);

/*
 * Of the pairs in which it is known who left first, in how many the one who was thought to: (sure
 * pairs right + half of those thought alike) / all of them, within strata. .5 is guessing.
 */
struct cs_cox_pairs {
	double right, wrong, alike;
};
struct cs_cox_pairs cs_cox_concordance(struct cs_cox *c, const struct cs_cox_fit *f);

/*
 * Without any model: O - E of all covariates and the variance that drawing d of n without putting
 * back has, within strata. Of the 0/1 covariates of groups it is the log-rank test, with stretches
 * cut where the group changes Mantel and Byar's (1974); and it is the score test of the exact
 * treatment of ties. oe (p) and var (p x p) may be NULL.
 */
struct cs_cox_test cs_cox_logrank(struct cs_cox *c, double *oe, double *var);

#endif
