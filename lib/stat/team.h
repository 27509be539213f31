/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several normal scores as one: what the members of a team have in common, or what several
 * independent signs say of one person.
 */
#ifndef CS_STAT_TEAM_H
#define CS_STAT_TEAM_H

#include <stddef.h>

#include "stat/dist.h"
#include "stat/flag.h"

/*
 * Stouffer: sum of w z over the root of the sum of w^2; w NULL: all 1. Standard normal when the k
 * scores are independent and nothing is amiss: never of two signs that rest on the same contacts.
 * 0 when there is nothing to add.
 */
double cs_team_stouffer(const double *z, const double *w, size_t k);

/* What a team shows. */
struct cs_team {
	double z;	   /* of the team: standard normal when its members are like others */
	double p;	   /* one-sided */
	double least;	   /* the least p that so many members could reach */
	size_t members;	   /* that took part */
	size_t same;	   /* of them beyond 0 on the side that is asked about */
	enum cs_flag flag; /* NONE; SMALL_N: fewer than CS_TEAM_MIN members, no p */
};

enum { CS_TEAM_MIN = 4 };

/*
 * The scores of the members (cs_over_z, or normal scores of their p) put together so that no single
 * one can accuse the team: the one that stands out most on the side asked about is left out, and
 * each of the others counts as 1.2816 at most, on either side:
 *
 *	z = sum of the k - 1 cut scores / sqrt(.6787 (k - 1))
 *
 * which is standard normal where one member is far off and the others are like everybody, and
 * errs on the side of silence where none is. A team of six can reach p = .0002, one of ten .000002:
 * `least` says it, for leaving out those that could never show anything (stat/bh.h). Leaders
 * differ honestly too: hold their z against each other by stat/over, as values.
 *
 * NaN: that member takes no part. k log k time, no memory: z is sorted in place.
 */
struct cs_team cs_team_test(double *z, size_t k, enum cs_tail side);

#endif
