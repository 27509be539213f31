/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is about to leave (cs-retain --at-risk): a list of customers with the probability that they
 * leave within 30 and 90 days, the signs that speak for it, what is at stake, the first by that
 * first; and whether such forecasts came true when they were made at an earlier date (--backtest).
 *
 * Where leaving can be seen (left_at, renewals, silence by a rule), the probability is learnt from
 * the past: retainriskfit.h. Where silence is the rule and purchases are read, it is that of
 * MBG/NBD, since nobody tells a shop that he has left. With too little past there is no
 * probability, which is said, and the list is by how overdue a purchase is against each one's own
 * rhythm.
 *
 * What is at stake is the month's worth times the probability to lose it within 90 days; of
 * purchases, what is expected of the next 30 days times that: of who is surely gone nothing is
 * expected, so it is those in the balance who come first.
 *
 * It looks at all customers twice: to learn, and to tell.
 */
#ifndef CS_RETAIN_RETAINRISK_H
#define CS_RETAIN_RETAINRISK_H

#include "retain/retain.h"

struct cs_retainrisk_ask {
	int64_t top;	  /* customers on each list */
	double limit;	  /* of leaving within 90 days: who has less is not on it; 0: no limit */
	int64_t backtest; /* instant; CS_INSTANT_MIN: the list is wanted */
	bool chosen; /* --where or a period: only customers with a fact of --from that these choose,
			by then */
	bool hazard; /* learnt from signs, though silence is the rule and there are purchases */
	const struct cs_str *warning, *column; /* reasons; columns of customers */
	size_t nwarning;
	unsigned ncolumn;
	bool columns_told; /* else: those of the usual ones that there are */
};

/* Columns of customers that are signs where nothing else is asked for. */
extern const char *const cs_retainrisk_columns[];
extern const unsigned cs_retainrisk_ncolumns;

extern const struct cs_retain_mode cs_retainrisk;

#endif
