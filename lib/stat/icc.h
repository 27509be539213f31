/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much of what people differ by goes with their group: agents in teams, contacts in agents. One
 * analysis of variance of unequal groups, whose variance components say how alike the members of a
 * group are (the intraclass correlation), and so how much one may say of a group at all.
 *
 * Of leaders: the members are their agents, each with one figure (of stat/mix, before shrinking).
 * Not the contacts, since those of one agent are alike whoever leads: taken for independent they
 * make every leader remarkable.
 */
#ifndef CS_STAT_ICC_H
#define CS_STAT_ICC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

/* One group: its members, their mean, and the sum of squared deviations from that. */
struct cs_icc_group {
	int64_t n; /* 0: takes no part */
	double mean, ss;
};

struct cs_icc {
	size_t groups; /* with members */
	int64_t members;
	double between;	    /* mean square between groups, k - 1 degrees of freedom */
	double within;	    /* mean square within, N - k */
	double f, p;	    /* between / within, and the chance of as much without group effects */
	double n0;	    /* (N - sum n^2 / N) / (k - 1): what counts as the size of a group */
	double var_between; /* (between - within) / n0, 0 at least */
	struct cs_est icc;  /* var_between / (var_between + within), bounds by F with n0 */
	enum cs_flag flag;  /* NONE; N0; SMALL_N: fewer than two groups, or no two in any group;
			       ZERO_VAR: all members of each group alike */
};

/*
 * The components of k groups, the bounds of that level. The upper bound of few leaders is wide: six
 * with ten agents each may have anything from nothing to a half.
 */
struct cs_icc cs_icc(const struct cs_icc_group *g, size_t k, double level);

/*
 * How many members (contacts of an agent) make a mean of reliability r: r (1 - icc) / (icc (1 -
 * r)), 0 < r < 1; false when icc is not in 0 .. 1, ends excluded.
 */
bool cs_icc_enough(double icc, double r, double *n);

/*
 * Regression to the mean: by how much one who was chosen for the figure y is expected to come back
 * towards the common figure mu by doing nothing, reliability r of y given: (1 - r) (mu - y). Say it
 * beside every change of those who were sent to training because they were low.
 */
static inline double
cs_icc_return(double mu, double y, double r)
{
	return (1 - r) * (mu - y);
}

#endif
