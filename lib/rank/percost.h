/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What units (vendors, sites) deliver for their money: outcomes per unit of cost, on the kinds of
 * work that all of them, or two of them, did. The cheapest contact is no bargain when the customer
 * calls again, and who gets the easy work looks cheap and good at once.
 *
 * Of each kind of work s that all who are compared have done (outcomes and costs are known of each
 * there), with weights W_s = the contacts of all of them together (direct standardisation: each is
 * held to the same mix of work, so that figures of two can be put beside each other):
 *
 *	rate = sum W_s p_s / sum W_s		p_s the part of own contacts with the outcome
 *	cost = sum W_s c_s / sum W_s		c_s the own mean cost
 *	per  = rate / cost			outcomes per unit of money
 *
 * An outcome is a share of the scorecard where more is better, or where less is the opposite of it:
 * not repeated, not reopened. The variance of p_s is that of a share (x + 1/2) / (n + 1), so that
 * none of three is not taken for never; that of c_s the variance within the kind of work, pooled
 * over all units. Intervals of per, and of the ratio of two, are normal on the logarithm, by the
 * delta method, as if outcome and cost of a contact had nothing to do with each other; where what
 * costs more is solved more often, they are too wide. Ratios of pairs are tested by the same
 * logarithms, with one false discovery rate over all pairs and outcomes.
 *
 * Money is added up exactly; there is one currency, or it is refused.
 */
#ifndef CS_RANK_PERCOST_H
#define CS_RANK_PERCOST_H

#include "rank/rankout.h"

/* Pairs are many: of more units nobody wants to read them. */
enum { CS_PERCOST_UNITS = 100 };

struct cs_percost_side {
	bool there;	  /* some kind of work is common; else only part is set, as 0 */
	double part;	  /* of the unit's contacts that lie in common kinds, 0 .. 1 */
	int64_t contacts; /* these */
	cs_i128 spent;	  /* their cost, in millionths */
	double rate, rate_lo, rate_hi;
	double cost, cost_lo, cost_hi;
	bool per_there; /* rate and cost are over 0 */
	double per, per_lo, per_hi;
};

struct cs_percost_row {
	size_t unit, versus; /* versus SIZE_MAX: all units together */
	size_t item;	     /* of the card */
	struct cs_percost_side own;
	bool ratio_there;     /* of pairs: */
	double ratio, lo, hi; /* own per / that of the other */
	double q;	      /* CS_DIST_BAD: no test */
};

struct cs_percost {
	struct cs_percost_row *row; /* by outcome; units beside all, then pairs */
	size_t n;
	size_t units;		/* compared */
	size_t kinds, common;	/* of work; that all units did */
	struct cs_str currency; /* p NULL: not known */
	const struct cs_metric *cost;
};

/*
 * Of the window that is ranked, in the arena of the work. cost names metrics of cost, "a / b", of
 * which the first that the cells have is taken. -1 with *e: (2) no such metric, or it is
 * no mean of money; no share on the card; fewer than two units, more than CS_PERCOST_UNITS; costs
 * in several currencies; (65) a count runs over.
 */
int cs_percost_make(
    struct cs_percost *p, struct cs_rankwork *w, struct cs_str cost, struct cs_err *e);

/*
 * As records: the keys of the unit, then
 *
 *	versus			the other unit; NULL: all, on the work that all did
 *	outcome			the metric; "not NAME" where less of it is better
 *	compared contacts	part of the unit's contacts that could be compared, and how many
 *	rate rate_lo rate_hi	contacts with the outcome, on the common mix of work
 *	spent currency		the exact cost of these contacts
 *	cost cost_lo cost_hi	of one contact, on the common mix of work
 *	per_100 per_lo per_hi	outcomes for 100 of money
 *	ratio ratio_lo ratio_hi	of that to the other unit's
 *	q says
 */
int cs_percost_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e);
void cs_percost_write(
    const struct cs_percost *p, const struct cs_rankwork *w, struct cs_writer *out);

#endif
