/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores: several metrics of many units (agents, teams) as one number each, with how far it can be
 * trusted. Arithmetic only; which metrics and what follows is for rank/scorecard and rank/ranking.
 *
 * Each metric is fitted over all units (stat/shrink; where they do different kinds of work
 * stat/mix, which holds each against what others make of the same): the common figure mu, and the
 * standard deviation tau of what the units truly differ by. Each unit's own figure theta is drawn
 * towards mu by what chance may have done, with a variance v left. Then, oriented so that more is
 * better,
 *
 *	score = sum of w (theta - mu) / tau,	variance = sum of w^2 v / tau^2,
 *
 * the weights w summing to 1. So a score of 1 is a unit that is better than the common figure by
 * one true standard deviation in everything. Plain z-scores are never added: with few contacts
 * their spread is mostly noise, and the smallest units fill both ends of every list.
 *
 * Where units have members (agents in teams) theta is a mean over these, and the variance has in it
 * that they differ (stat/nest): contacts of the same four people are not as good as of forty.
 *
 * A metric in which the units do not differ by more than chance drops out, and its fit says so.
 * When all that tell what customers got drop out, those of haste do as well: what is left would
 * be a score of speed alone, which no card may be. A unit without data for a metric counts as the
 * common figure there, with the full variance.
 */
#ifndef CS_RANK_SCORE_H
#define CS_RANK_SCORE_H

#include "base/arena.h"
#include "stat/flag.h"
#include "stat/mix.h"
#include "stat/moments.h"

/* One metric over all units: what was counted. */
struct cs_score_metric {
	double weight; /* > 0 */
	bool down;     /* lower is better */
	bool haste;    /* says how fast or how much: takes part beside others only */
	/* A share x of n by unit; or moments by unit, when x is NULL; or, when mix is not NULL,
	 * what each unit did of each kind of work. */
	const int64_t *x, *n;
	const struct cs_moments *moments;
	const struct cs_mix *mix;
	const uint32_t *unit_of; /* of a mix of members: the unit of each; NULL: they are units */
	const double *hours;	 /* of a rate, x for each hour, by unit; NULL: it is none */
	double unit; /* but of shares: what one step is worth in the metric's unit, as .000001 */
};

/* What the units of a metric have in common. */
struct cs_score_fit {
	double weight;	   /* as it counts: of those that take part they sum to 1; else 0 */
	double mu;	   /* in the unit of the metric */
	double tau;	   /* > 0 when flag is NONE, or DOMAIN */
	double m;	   /* the common figure weighs as much as m observations */
	int64_t n, alone;  /* observations of all units; of these, in lone kinds of work */
	double se;	   /* standard error of mu */
	struct cs_est icc; /* of members: the part of their differences that is between units */
	bool share, rate;  /* figures are from 0 to 1; for each hour */
	bool down;	   /* lower is better */
	/* NONE; N0, NO_SPREAD, ZERO_VAR (equal within every unit), DOMAIN (of haste, and no other
	 * takes part): drops out */
	enum cs_flag flag;
};

/* One metric of one unit. */
struct cs_score_part {
	int64_t n;	 /* observations; of a rate whole hours */
	int64_t alone;	 /* of these, in kinds of work that nobody else does: they say nothing */
	double own;	 /* as observed, in the unit of the metric; n > 0 */
	double expected; /* of a common unit with this one's work; without a mix mu */
	double adjusted; /* what it would have on everybody's work; without a mix own */
	double m;	 /* the common figure weighs as much as m of its observations */
	double stays;	 /* of the variance of adjusted: what no more contacts take away */
	double mean;	 /* after shrinking */
	double var;	 /* of what is believed of it */
	double share;	 /* what it adds to the score, signed */
};

struct cs_score {
	int64_t n;	    /* the most observations that a metric which takes part rests on */
	double alone;	    /* the part of these in kinds of work that nobody else does, 0 .. 1 */
	double score, var;  /* var > 0 when some metric takes part */
	double reliability; /* 0 without data, towards 1 with much: see cs_score_needs */
};

struct cs_scoring {
	size_t units, metrics;
	const bool *here;	    /* by unit: it is ranked; NULL: all are */
	struct cs_score_fit *fit;   /* by metric */
	struct cs_score_part *part; /* by unit * metrics + metric */
	struct cs_score *unit;
	size_t used;	 /* metrics that take part; 0: nothing tells the units apart */
	double contacts; /* of all units */
};

/*
 * Everything lives in the arena. contacts, by unit, is how many there were whether anything was
 * observed of them or not; NULL: as many as the metric with most observations has.
 */
struct cs_scoring cs_score_all(struct cs_arena *a, const struct cs_score_metric *metric,
    size_t metrics, const int64_t *contacts, size_t units);

/*
 * Adds up: fills share of every part and unit[] from fit[] and from n, mean and var of the parts.
 * cs_score_all does it; for those who bring fits of their own.
 */
void cs_score_sum(struct cs_scoring *s);

/*
 * The reliability of a score is the share of its variance that is signal:
 * 1 - sum w^2 m / (n + m) / sum w^2, n the unit's own observations of each metric, but those in
 * kinds of work that nobody else does.
 *
 * How many more contacts unit u needs for a reliability of r (0 < r < 1), if they bring
 * observations of each metric at the rate that all units have them; 0: it has it already. -1: no
 * number of contacts will do (no metric takes part, or more than 10^9).
 */
int64_t cs_score_needs(const struct cs_scoring *s, size_t u, double r);

/*
 * How many contacts bring `more` (> 0) observations of the metric that n of a unit speaks of, at
 * the rate of all units: of surveys that one in four answers, four times as many. Or -1.
 */
int64_t cs_score_contacts(const struct cs_scoring *s, int64_t more);

/* Whether the units differ in a metric by more than chance, be it that it takes part or not. */
bool cs_score_differs(const struct cs_score_fit *f);

/* Whether a metric has a common figure to hold others against. */
bool cs_score_stands(const struct cs_score_fit *f);

/*
 * The chance that what is true of unit u in metric m is worse than a limit, in the unit of the
 * metric: by the belief after shrinking and the error of the common figure, which against a limit
 * does not cancel. Shares by a beta distribution of that mean and variance, others by a normal one.
 * Where units do not differ beyond chance all are believed to be the common figure. Negative: of
 * the unit nothing was observed that says anything.
 */
double cs_score_worse(const struct cs_scoring *s, size_t u, size_t m, double limit);

/* The interval of that level of the same belief: equal tails. Not ok when nothing was observed. */
struct cs_est cs_score_interval(const struct cs_scoring *s, size_t u, size_t m, double level);

#endif
