/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mode --curve (retain/retaincurve.h), what its halves share: counting, comparing, writing. */
#ifndef CS_RETAIN_RETAINCURVEWORK_H
#define CS_RETAIN_RETAINCURVEWORK_H

#include "retain/retaincancel.h"
#include "retain/retaincurve.h"
#include "retain/retainstatus.h"
#include "stat/kmrank.h"

/* What is counted: parts of the sums. */
enum cs_retaincurve_part {
	CS_CURVE_LEFT,
	CS_CURVE_QUIT, /* followed no longer */
	CS_CURVE_LATE, /* at risk only from here */
	CS_CURVE_OF_AXIS,
	CS_CURVE_PARTS = CS_CURVE_OF_AXIS * CS_AXES
};

/* The state of the mode. */
struct cs_retaincurve {
	const struct cs_retaincurve_ask *ask;
	struct cs_retain_cancel cancel;
	struct cs_retain_solved solved;
	int ending; /* key of customers, -1: none */
	struct cs_retaincurve_stratum {
		enum cs_fact_kind kind;
		int key;
	} * strata;
	unsigned nshown; /* keys of a row: those of --by, and status */
};

/* Groups first .. behind - 1 of the sums (sorted), as one. */
struct cs_retaincurve_group {
	size_t first, behind;
	struct cs_km_curve curve[CS_AXES];
	struct cs_bins left[CS_AXES];
};

/* -1 with *e (65): the sums cannot be, as those of cells that somebody changed. */
int cs_retaincurve_take(struct cs_retaincurve_group *g, const struct cs_sums *s, size_t first,
    size_t behind, struct cs_err *e);
void cs_retaincurve_drop(struct cs_retaincurve_group *g);

/* The group behind `first` that differs from it in one of the first n keys. */
size_t cs_retaincurve_next(const struct cs_sums *s, size_t first, unsigned n);

/* Where on its axis a horizon is; where all have left, not behind the last. */
int64_t cs_retaincurve_t(const struct cs_retaincurve_group *g, const struct cs_horizon *at);

/*
 * S at a horizon, from the axis that it is on; the restricted mean of the days up to it. Where all
 * have left, and none was lost from sight, both are known however far the horizon is.
 */
struct cs_est cs_retaincurve_at(
    const struct cs_retaincurve_group *g, const struct cs_horizon *at, double level, double *se);

struct cs_est cs_retaincurve_mean(
    const struct cs_retaincurve_group *g, const struct cs_horizon *at, double level, double *se);

/* Log-rank of the groups that rows are of; k of them, whose first groups are in *first (of
 * the caller, to free). */
int cs_retaincurve_rank(const struct cs_retaincurve *c, const struct cs_sums *s,
    struct cs_km_rank *rank, size_t **first, struct cs_err *e);

/* The halves of the mode that write. */
int cs_retaincurve_head(
    const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e);
int cs_retaincurve_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e);
int cs_retaincurve_say(
    struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e);

#endif
