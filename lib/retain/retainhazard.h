/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who leaves sooner, several things at once: the mode --hazard of cs-retain. Customers of a plan
 * may leave sooner because the plan is for small companies; held against each other with the size
 * alike it may not be the plan. Each factor is what is left of its difference when all others are
 * alike, by Cox's regression (stat/cox.h), ties by Efron.
 *
 * A factor is one of
 *
 *	plan		a column of what time zero is of, or of customers, known at the start
 *			(retain/retainafter.h refuses others). Texts: each level against that of
 *			most customers. Numbers: for each 1 more
 *	tens=month_value / 10	an expression under a name, likewise: the unit is in it
 *	log(month_value)	a number: for each time that it is twice as much; of those above 0
 *	contacted	from his first contact on (not where time zero is a contact)
 *	solved		from the instant on at which a contact of his was solved
 *	repeat		from the contact on with which he came again for the same reason
 *
 * The last three change as time passes. What is known of somebody then is cut there, so that nobody
 * is sorted by his future: until he calls he is one who has not called (Mantel and Byar 1974). A
 * day is too coarse to tell what came first on it: who leaves on the day of the change leaves as he
 * was before.
 *
 * What is counted: how many of each combination of factors (in each stratum, of each group of --by)
 * come to be at risk, change, stop and leave on each day since time zero. A million customers with
 * some attributes are some thousand sums, and the regression is made of them (retain/sums.h). A
 * number with many values has as many combinations: memory is of combinations and days.
 */
#ifndef CS_RETAIN_RETAINHAZARD_H
#define CS_RETAIN_RETAINHAZARD_H

#include "retain/retain.h"

struct cs_retainhazard_ask {
	const struct cs_str *factor; /* as above */
	size_t n;
};

/* So many levels and numbers at once; more are no regression that anybody reads. */
enum { CS_HAZARD_COEFFICIENTS = 120 };

extern const struct cs_retain_mode cs_retainhazard;

#endif
