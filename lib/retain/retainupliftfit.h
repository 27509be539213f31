/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --uplift: from sums to estimates. A fit is of one group of --by and one window: its cells (month
 * and stratum) of cases, and those of controls in the same strata.
 *
 * Weights. Cases count 1. Controls are first weighted to the months of the cases, all strata
 * together, then to the cases of each stratum:
 *
 *	w = R_m K_s
 *	R_m = cases_m / controls_m
 *	K_s = cases_s / (sum over m of R_m controls_sm)
 *
 * sums over strata that have both; so each of these is compared, however few controls there are in
 * a month. It is exact where who makes contact depends on stratum and month as a product. Matched
 * exactly (cem), w = cases_sm / controls_sm, and cases in months and strata without controls are
 * left out.
 *
 * What staying is worth: as many more as stay, stratum by stratum, times what cases of the stratum
 * are worth a month, times the months; so who is kept counts by his own value, and the bounds hold
 * how much that differs.
 *
 * Private to retain/retainuplift*.c.
 */
#ifndef CS_RETAIN_RETAINUPLIFTFIT_H
#define CS_RETAIN_RETAINUPLIFTFIT_H

#include "retain/retainupliftnumbers.h"
#include "retain/retainupliftparts.h"
#include "stat/flag.h"
#include "stat/match.h"

/* What is compared; above CS_UPLIFT_STAYED: + the number of the horizon. */
enum cs_uplift_outcome {
	CS_UPLIFT_PURCHASES, /* a customer */
	CS_UPLIFT_BUYERS,    /* share of customers who bought */
	CS_UPLIFT_REVENUE,   /* a customer, in units of the currency */
	CS_UPLIFT_STAYED,    /* share of customers who are still there */
};

/* Behind these, for each horizon: what these are worth a month. */
static inline unsigned
cs_uplift_outcomes(const struct cs_retain *r)
{
	return CS_UPLIFT_STAYED + 2 * (unsigned)r->nat;
}

/* One month of one stratum on one side. */
struct cs_uplift_cell {
	uint32_t stratum, month; /* month: from the first of the cases */
	bool control;
};

/* Sums of one side, by part and step. */
struct cs_uplift_arm {
	double v[CS_UPLIFT_PARTS][CS_UPLIFT_T];
};

struct cs_uplift_fit {
	const struct cs_uplift *u;
	const struct cs_retain *r;
	struct cs_str *key; /* --by, window, currencies: raw, u->key + CS_UPLIFT_KEY_SIDE of them */
	struct cs_uplift_cell *cell; /* of cases, then of controls */
	size_t n, cap;
	size_t strata, months;		   /* those of the cells are below */
	struct cs_uplift_numbers *numbers; /* of all cells, in their order */
	bool stays;			   /* of cases it is known whether they stay */
	struct cs_uplift_arm *seen; /* where solved is held against unsolved: of all unsolved */
};

/* One side's figures, on the cases' strata and months. */
struct cs_uplift_side {
	double before, after; /* of stayed: before is 1 */
};

struct cs_uplift_answer {
	struct cs_est uplift;
	struct cs_uplift_side cases, controls; /* where uplift.ok */
	int64_t n, compared; /* cases: all whose time is over; those that are held against */
	int64_t days;	     /* so many controls, customers on a day */
	/* Of staying: what uplift is worth by the time, a case that is compared, in units of the
	 * currency; not ok: customers have no value. */
	struct cs_est worth;
	/* Of staying, solved against unsolved: the shares of all on both sides as they were seen,
	 * where has_seen. */
	bool has_seen;
	double seen[2];
};

/* All outcomes: cs_uplift_outcomes of them. -1 with *e (74). */
int cs_uplift_answers(const struct cs_uplift_fit *f, struct cs_uplift_answer *a, struct cs_err *e);

/*
 * Calls take for each group of --by and window that has cases, in order. Stops at the first -1 and
 * gives it. The fit is good until take returns. -1 with *e: 65 cells that cannot be; 74.
 */
typedef int cs_uplift_take(void *arg, const struct cs_uplift_fit *f, struct cs_err *e);
int cs_uplift_walk(const struct cs_retain_worker *w, const struct cs_uplift *u,
    cs_uplift_take *take, void *arg, struct cs_err *e);

/* Calls tell for each outcome that there is of each group and window, in order; those that
 * --min-group leaves out are counted in w. */
struct cs_uplift_row {
	const struct cs_uplift_fit *fit;
	unsigned outcome;
	const struct cs_uplift_answer *answer;
};
typedef void cs_uplift_tell(void *arg, const struct cs_uplift_row *row);
int cs_uplift_each(struct cs_retain_worker *w, const struct cs_uplift *u, cs_uplift_tell *tell,
    void *arg, struct cs_err *e);

/* The currency of what a row is worth, and that for one case; an empty one: it is worth nothing
 * that is known. */
struct cs_str cs_uplift_money(const struct cs_uplift_row *row);
const struct cs_est *cs_uplift_worth(const struct cs_uplift_row *row);

/* How different the sides are before they are matched, 0 .. 1: see stat/match.h. */
double cs_uplift_unlike(const struct cs_uplift_fit *f);

/*
 * How far two shares are apart, in standard deviations of one customer (the standardised difference
 * of Cochran and Rubin): (p - q) / sqrt((p (1 - p) + q (1 - q)) / 2). Below .1 sides are mostly
 * called alike. False: nobody differs from anybody.
 */
bool cs_uplift_apart(double p, double q, double *d);

/* The shares of cases, and of controls in the same strata and months, who bought before: each
 * counts once, as they came. False: one side has nobody. */
bool cs_uplift_bought(const struct cs_uplift_fit *f, double share[2]);

#endif
