/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) What is at risk at each time somebody leaves, from the last time of each stratum to the
 * first: the one walk that the fit and all checks of stat/cox.h are made of. Covariates are those
 * inside: centred, scaled.
 */
#ifndef CS_STAT_COXSWEEP_H
#define CS_STAT_COXSWEEP_H

#include "stat/cox.h"

/* What happens at a time: n more at risk before it than behind it, of whom `events` leave. */
struct cs_cox_change {
	int64_t t, n, events;
	uint32_t stratum, pattern;
};

/* One stratum: its changes, latest first, by pattern; and the patterns that occur. */
struct cs_cox_stratum {
	size_t from, to;
	size_t pattern_from, pattern_to;
};

struct cs_cox {
	size_t p;
	double *x; /* patterns x p */
	size_t patterns, xcap;
	struct cs_cox_change *change;
	size_t changes, ccap;
	bool ready;
	int64_t n, events;
	struct cs_cox_stratum *stratum;
	size_t strata;
	uint32_t *used;	      /* the patterns of the strata */
	double *mean, *scale; /* x inside = (x as given - mean) / scale */
};

/* Sorts, puts equal changes together, centres and scales; once. */
void cs_cox_prepare(struct cs_cox *c);

/* A time at which somebody leaves. Matrices are lower triangles. */
struct cs_cox_at {
	uint32_t stratum; /* which, of c->stratum */
	int64_t t;
	int64_t deaths;
	int64_t at_risk;
	double s0, d0;	       /* sums of exp(x b): of those at risk, of those who leave */
	const double *s1, *d1; /* that of x exp(x b) */
	const double *s2, *d2; /* that of x x' exp(x b) */
	const double *x;       /* the sum of x of those who leave */
	double eta;	       /* that of x b */
	const struct cs_cox_change *change; /* those of this time */
	size_t changes;
};

/* Called for each. */
typedef void cs_cox_visit(const struct cs_cox_at *at, void *ctx);

/*
 * Walks along with these coefficients (inside). False, and nothing visited, where exp(x b) cannot
 * be had as a number.
 */
bool cs_cox_sweep(const struct cs_cox *c, const double *beta, cs_cox_visit *visit, void *ctx);

/* Sums over l = 0 .. d - 1 of what a tie contributes, f = l / d (Breslow: 0), a = s0 - f d0. */
struct cs_cox_tie {
	double a, fa;	      /* 1 / a, f / a */
	double aa, faa, ffaa; /* 1 / a^2, f / a^2, f^2 / a^2 */
	double log;	      /* log a */
};
struct cs_cox_tie cs_cox_tie(const struct cs_cox_at *at, enum cs_cox_ties ties);

/* Their slope and information: added to u (p) and v (p x p, lower). */
void cs_cox_slope(
    size_t p, const struct cs_cox_at *at, const struct cs_cox_tie *tie, double *u, double *v);

#endif
