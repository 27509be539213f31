/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tests among people who honestly differ. Of 150 agents with 900 calls each nobody has exactly the
 * common share of transfers: a test that knows only chance calls ten of them remarkable every
 * month. So the spread between the units is estimated first, and a unit is held against chance and
 * that spread together: who is called remarkable is so among such people.
 *
 *	count of unit i ~ beta-binomial, mean E_i, variance V_i + (tau w_i)^2
 *
 * E_i and V_i from stat/mix (what others made of the same work, and what chance does to it), w_i =
 * E_i (1 - E_i / n_i), so that tau is the standard deviation of honest differences in log odds. Of
 * values w_i = n_i, tau is in the unit of the values, and the law is normal.
 *
 * The spread must not be set by those whom one looks for, nor the middle be moved by them:
 * deviations are cut at 1.2816 of their standard deviation (the fifth furthest off, were they
 * normal), and centre and tau chosen so that what is left is what a normal distribution would
 * leave: mean 0, mean square .6787 (Huber's second proposal). Without that last figure, which
 * textbooks on funnels leave out, every honest unit would look a fifth further off than it is.
 * Whoever is then further off than one honest unit in 1,500 is on that side (among k < 150, one in
 * 10 k) is left out, and the same is done with the others once more, cut at 2: what is learnt from
 * more of each is less of a guess, and six who play no longer hide each other. The centre is only
 * heeded where it speaks for the unit: what is shown as usual is what was expected of it.
 * Units weigh by what they can say of the spread: (w^2 / (V + tau^2 w^2))^2, so that newcomers
 * with three calls have no voice.
 *
 * tau is itself an estimate from so many units, and a tail of one in 100,000 does not forgive an
 * error of a tenth in it: the normal score of each tail is looked up in Student's t with .6 times
 * as many degrees of freedom as there would be other units, were all as large as this one. With
 * five peers next to nothing is remarkable, which is as it should be. And nobody knows the shape of
 * honesty: where the beta-binomial gives less than .02, a binomial with normal log odds is asked
 * too, and the larger p taken.
 *
 * Size, simulated: 150 units, 450 to 1350 contacts each, common share .03, 300,000 honest units a
 * line; how many times too often p was below the level, on the high side:
 *
 *	honest spread		.01	.001	.0001	.00001
 *	none			.74	.58	.30	0
 *	beta, tau .1		.83	.78	.87	.3
 *	beta, tau .2		.82	.63	.43	.3
 *	log odds normal, .1	.86	.81	1.10	1.0
 *	log odds normal, .2	.95	.95	1.30	2.0
 *	log odds normal, .3	1.06	1.18	1.53	.7
 *	beta .1, 6 gamers	.42	.38	.42	.4
 *
 * The low side is below 1 throughout (it is the high side for shares over one half). Power for six
 * with .08 among the others, at p < .0003: .97 with tau .1, .95 with .15, .85 with .2, .23 with .3.
 */
#ifndef CS_STAT_OVER_H
#define CS_STAT_OVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/dist.h"
#include "stat/flag.h"

/* What one unit did, and what was to be expected (struct cs_mix_expected). */
struct cs_over_unit {
	int64_t n;	 /* observations that count; below 1: the unit takes no part */
	double observed; /* of a share a whole number, 0 .. n; else a sum */
	double expected; /* of a share strictly between 0 and n, else no part */
	double var;	 /* by chance alone; 0 or less: no part */
};

/* How the units honestly differ. */
struct cs_over {
	bool share;
	double centre;	   /* by which all are off what was expected, as tau: near 0 */
	double tau;	   /* >= 0 */
	double known;	   /* what all units together say of tau: see cs_over_df */
	size_t used;	   /* units that took part */
	enum cs_flag flag; /* NONE; SMALL_N: fewer than 3 units took part, there are no tests */
};

/* The spread over k units. Some 120 to 300 passes over them, and 64 bytes each for the while. */
struct cs_over cs_over_fit(const struct cs_over_unit *u, size_t k, bool share);

/*
 * One-sided p: how often an honest unit would be as far off or further on that side, mid-p for
 * shares. CS_DIST_BAD where the unit takes no part or the fit has a flag. Costs what cs_over_midp
 * does, and about 15 us more where that is below .02.
 */
double cs_over_p(const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side);

/*
 * The least p that the unit could have had, had all of its n been so (CS_UPPER) or none; 0 for
 * values. A unit whose least is above the level was no test: leave it out of the family that is
 * corrected for (stat/bh.h), which is no cheating since this does not depend on what it did.
 */
double cs_over_least(const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side);

/* Whether that is below a level. Mostly a bound says so, at a tenth of the cost. */
bool cs_over_could(
    const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side, double level);

/* Degrees of freedom of the unit's t: tau^2 of the fit against the unit's own total variance, in
 * which large ones have more of it; >= 1, CS_DIST_BAD as cs_over_p. */
double cs_over_df(const struct cs_over *f, const struct cs_over_unit *u);

/* Whether hardly any honest unit would be there, on either side: one that should set no measure of
 * what is usual. */
bool cs_over_far(const struct cs_over *f, const struct cs_over_unit *u);

/* How far off in standard deviations of honest units, signed; 0 where it takes no part. */
double cs_over_z(const struct cs_over *f, const struct cs_over_unit *u);

/*
 * The beta-binomial itself: P(X <= k) or P(X > k) of n >= 0 trials with mean share 0 < p < 1 and
 * correlation 0 <= rho < 1 between any two of them (alpha + beta = 1 / rho - 1; 0: binomial). Good
 * to a relative 1e-9 for rho over 1e-6 (1e-6 for any other), however small; terms are summed
 * outwards from k until the rest cannot matter, about 30 standard deviations / z of them, 3 ns
 * each. CS_DIST_BAD outside the domain, and for n over 10^12.
 */
double cs_over_tail(int64_t k, int64_t n, double p, double rho, enum cs_tail tail);
double cs_over_pmf(int64_t k, int64_t n, double p, double rho);

/* Mid-p: P(X < k) + P(X = k) / 2 for CS_LOWER, P(X > k) + P(X = k) / 2 for CS_UPPER. */
double cs_over_midp(int64_t k, int64_t n, double p, double rho, enum cs_tail side);

#endif
