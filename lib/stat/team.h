/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several normal scores as one: what the members of a team have in common, or what several signs
 * say of one person.
 */
#ifndef CS_STAT_TEAM_H
#define CS_STAT_TEAM_H

#include <stddef.h>

#include "stat/flag.h"

/*
 * Stouffer: the sum of k scores over its standard deviation, any two of them correlated by rho, 0
 * when they are independent: sum of z / sqrt(k + k (k - 1) rho). Standard normal when nothing is
 * amiss. -1 / (k - 1) < rho <= 1; 0 when there is nothing to add.
 */
double cs_team_stouffer(const double *z, size_t k, double rho);

/* What a team shows. */
struct cs_team {
	double z;	   /* of the team: standard normal when its members are like others */
	size_t members;	   /* that took part */
	size_t alike;	   /* of them above 0 */
	enum cs_flag flag; /* NONE; SMALL_N: fewer than CS_TEAM_MIN members, no z */
};

enum { CS_TEAM_MIN = 3 };

/*
 * The scores of k members (cs_over_z; above 0 is the side that is asked about) put together so that
 * no single one can accuse the team: the one that stands out most is left out, and each of the
 * others counts as 2 at most, on either side:
 *
 *	z = sum of the k - 1 cut scores / sqrt(.9205 (k - 1))
 *
 * which is standard normal where one member is far off and the others are like everybody, and
 * errs on the side of silence where none is. A team of six can reach p = 2e-6, one of ten 2e-10,
 * and the smallest .0016, so that none is a test that could not come out. k log k time, no memory:
 * z is sorted in place.
 */
struct cs_team cs_team_test(double *z, size_t k);

/* Fewer teams say nothing of how teams differ. */
enum { CS_TEAM_TEAMS_MIN = 5 };

/*
 * How much more k teams differ than their members do by themselves: the median absolute deviation
 * over that of the normal distribution, which no single team moves; 1 at least, and with fewer than
 * CS_TEAM_TEAMS_MIN. z over it is a team held against teams that honestly differ. Time as above, z
 * is changed.
 */
double cs_team_spread(double *z, size_t k);

#endif
