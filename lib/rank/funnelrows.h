/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One metric of a ranking as rows to draw a funnel of: what each unit has, and between what it lies
 * when nothing sets it apart from what is common. The keys of the units, then
 *
 *	n			observations (of a rate whole hours), without those in kinds of
 *				work that nobody else does
 *	figure common		of these; and what all units together make of the same work
 *	lo_95 hi_95		between what chance alone leaves 95 % of units of that size;
 *	lo_998 hi_998		99.8 %
 *	z funnel		how many standard deviations off; in, low, high, far low, far high:
 *				beyond those of the first pair of limits, of the second
 *	wide_lo_95 ...		the same where units honestly differ by as much as they seem to
 *	wide_z wide_funnel
 *
 * Nothing is drawn towards anything here: it is a picture of the data. Limits of shares are exact
 * and interpolated between counts (stat/funnel, Spiegelhalter 2005), those of rates by the hour
 * likewise, those of means normal. z of a share or a rate is by the mid-p of its own count, which
 * decides at the ends of the scale, where limits between two counts would have one contact of one
 * be remarkable. Among many units with many contacts nearly all are beyond limits that know nothing
 * but chance; the wide ones add the spread that stat/over finds between the units, cutting off
 * those whom one looks for:
 *
 *	common +- z sqrt(V + tau^2 w^2) / n
 *
 * and never lie within the others. Kinds of work are held apart as the ranking does: common is then
 * the unit's own (stat/mix), V the sum over its kinds of work.
 */
#ifndef CS_RANK_FUNNELROWS_H
#define CS_RANK_FUNNELROWS_H

#include "rank/rankout.h"
#include "stat/over.h"

struct cs_funnel_limits {
	double lo[2], hi[2]; /* 95 %, 99.8 % */
	double z;
};

struct cs_funnel_row {
	int64_t n; /* 0: nothing that could be compared, and nothing else is set */
	double figure, common;
	struct cs_funnel_limits plain, wide;
	bool limits; /* plain is there: common is neither 0 nor 1, values vary */
	bool wider;  /* wide is there as well: enough units for a spread */
};

struct cs_funnel {
	struct cs_funnel_row *row; /* by unit */
	size_t units;		   /* that have limits */
	size_t out[2];		   /* of these beyond the limits of 95 %: by chance, and the wide */
};

/* In the arena of the work, which is ranked. */
struct cs_funnel cs_funnel_make(const struct cs_rankwork *w, size_t item);

/* The head and the rows, by the keys; how many were left out as too few to be named. */
int cs_funnelrows_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e);
size_t cs_funnelrows_write(
    struct cs_writer *out, const struct cs_rankwork *w, const struct cs_funnel *f);

#endif
