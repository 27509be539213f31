/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Case mix: units (agents, teams) that do different kinds of work, held against what others make of
 * the same kinds. A stratum is one kind: a queue, a reason, a part of the day, or these together.
 * Without it whoever sits in the hard queue is at the end of every list.
 *
 * Two questions, two functions. cs_mix_expect is for tests and for people: observed against
 * expected, stratum by stratum, nothing fitted. cs_mix_fit is for ranks: it says what figure each
 * unit would have if all did the same mix of work, drawn towards the common one by what chance may
 * have done.
 *
 * Why a fit. Expected figures are made of the units themselves: where the good ones all sit in one
 * queue, that queue looks easy, and observed - expected says that they are like everybody. In the
 * simulation of tests/unit/mix.c (150 agents, 900 contacts each, the better the agent the harder
 * the queue that is their own) figures correlate with the truth like this:
 *
 *	work in one's own queue		half	four fifths
 *	plain share			.76	-.02
 *	observed / expected		.95	.81
 *	fit				.97	.96
 *
 * Intervals of 95 % from the fit hold 94 % and 90 % of the truth there, and 95 % where skill and
 * queue have nothing to do with each other: what the units of a queue have in common cannot be told
 * from the queue. The fit lets units and strata explain together what was seen:
 *
 *	figure of unit i in stratum s = m_s + g_s d_i,	d_i Normal(0, tau^2), strata fixed
 *
 * with g_s = p_s (1 - p_s) for shares, so that d is a difference of log odds to first order and a
 * unit with twice the transfers has twice as many in easy work and in hard; and g_s = the standard
 * deviation within the stratum for means, so that a slow agent is slower by more where contacts
 * take longer. Being linear in d it has neither the bias of logistic fits for few events nor
 * infinite effects for none; with one stratum it is the beta-binomial posterior mean for shares and
 * normal shrinkage for means.
 *
 * Strata with a single unit say nothing of it, whatever the method: how many of its contacts lie
 * there is told (alone), and they are left out.
 *
 * Cost: cells are read in passes, in any order; a pass takes about 4 ns a cell while the units and
 * strata fit into the cache. cs_mix_expect takes two passes, cs_mix_fit some 50 to 200 of them:
 * conjugate gradients over the strata. Memory: 100 bytes a unit and a stratum; the cells are the
 * caller's.
 */
#ifndef CS_STAT_MIX_H
#define CS_STAT_MIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

/* What one unit did of one kind of work. */
struct cs_mix_cell {
	uint32_t unit, stratum; /* below those of struct cs_mix; each pair once at most */
	int64_t n;		/* observations, >= 0 */
	double sum;		/* of a share: how many of them are true; else the sum of values */
	double ss;		/* of values: squared deviations from the cell's own mean */
};

/* The cells of one metric, in any order. */
struct cs_mix {
	const struct cs_mix_cell *cell;
	size_t n;
	size_t units, strata;
	bool share;
};

/* One unit against its strata. Sums, not means: divide by n - alone. */
struct cs_mix_expected {
	int64_t n;	 /* observations */
	int64_t alone;	 /* of them in strata where no other unit has any; not in what follows */
	double observed; /* sum */
	double expected; /* what all, or all others, would have made of these */
	double var;	 /* of observed - expected when nothing sets the unit apart */
};

/*
 * out[i] for each unit. With others, the unit is left out of what is expected of it:
 *
 *	E = sum of n_is m_-is,	var = sum of n_is k_s N_s / (N_s - n_is)
 *
 * k the variance of one observation: that within cells, or p (1 - p), where p is the share of the
 * others and 100 observations more at the share of all, the unit too. Of many others that is their
 * own share. Of twenty, of whom nobody happens to have any, it must not be 0: nothing that the unit
 * did could be chance, and of forty honest companies with few contacts of a kind of work
 * seven had somebody named, in place of three.
 * Otherwise everybody's figure is the stratum's, E = sum of n_is m_s, var = sum of n_is k_s, as
 * people would check it by hand: right where no unit is more than a tenth of a stratum, and too
 * kind to those who are more. Tests take others. z is (observed - expected) / sqrt(var); see
 * stat/over.h for units that honestly differ.
 */
void cs_mix_expect(const struct cs_mix *in, bool others, struct cs_mix_expected *out);

/* What all units have in common. */
struct cs_mix_fit {
	double mu;     /* the common figure: strata weighted by everybody's observations */
	double tau;    /* > 0: standard deviation of true figures between units, on that mix */
	double m;      /* the common figure weighs as much as m observations */
	int64_t n;     /* observations */
	int64_t alone; /* of them in strata of a single unit */
	size_t used;   /* units that tau is made of */
	unsigned int rounds; /* of the fit, 40 at most */
	enum cs_flag flag;   /* NONE; N0, ZERO_VAR (all values of each cell equal), NO_SPREAD */
};

/* One unit, all in the unit of the metric, per observation. */
struct cs_mix_unit {
	int64_t n, alone;
	double own;	 /* as observed; n > 0 */
	double expected; /* of a common unit with this one's work (shared strata only) */
	double adjusted; /* what it would have on everybody's work, before shrinking */
	double error;	 /* standard error of adjusted; 0: no information */
	double mean;	 /* after shrinking: mu without information */
	double var;	 /* of what is believed: tau^2 without information */
	double weight;	 /* reliability, 0 .. 1: how much of mean is its own */
};

/*
 * The fit, and out[i] for each unit. tau by Paule and Mandel over the adjusted figures, the weight
 * of each unit's own data in its strata taken out; of shares without units so small that n p (1 -
 * p) is below 1, unless these have most of what is known or fewer than three are larger. With a
 * flag no unit is told apart: mean is mu, var 0; adjusted, expected and error are there (but for
 * N0 and ZERO_VAR, where adjusted is mu + own - expected and error 0). adjusted of a share may lie
 * a little outside 0 .. 1 where the unit's work is unlike everybody's; mean does not. Good to
 * about 1e-4 of tau.
 */
struct cs_mix_fit cs_mix_fit(const struct cs_mix *in, struct cs_mix_unit *out);

#endif
