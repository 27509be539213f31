/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pile of contacts (desk/visits.h), customer by customer, and of each those runs of rows that
 * may follow each other: all of them, or those that have the same value of something.
 *
 *	while (cs_customer_next(&c)) {
 *		cs_customer_view(&c, same);
 *		for (begin = 0; (end = cs_customer_run(&c, begin)) > begin; begin = end)
 *			c.row[begin .. end - 1] by time, then contact, then place in the input
 *	}
 */
#ifndef CS_DESK_CUSTOMER_H
#define CS_DESK_CUSTOMER_H

#include "desk/visits.h"

struct cs_customer {
	const struct cs_visits *visits;
	const struct cs_visit_pile *pile;
	size_t from, n; /* his visits in the pile */
	int same;	/* of the view: the number of the value, -1: none */
	const struct cs_visit **row, **leg, **unsaid; /* unsaid: rows without that value */
	const struct cs_visit **next;		      /* by row, of cs_customer_follow */
	size_t nrow, nleg, nunsaid, cap;
};

/* Begins with a pile that was loaded; memory of the last one is used again. */
void cs_customer_begin(
    struct cs_customer *c, const struct cs_visits *v, const struct cs_visit_pile *p);
void cs_customer_finish(struct cs_customer *c);

/* The next one; false at the end. */
bool cs_customer_next(struct cs_customer *c);

/* Fills row, leg and unsaid. */
void cs_customer_view(struct cs_customer *c, int same);

/* The end of the run of rows that begins there; begin itself behind the last. */
size_t cs_customer_run(const struct cs_customer *c, size_t begin);

/*
 * Fills next of the rows from begin to end, a run: the soonest strictly later row of another
 * contact, of several the first in the input, or NULL.
 */
void cs_customer_follow(struct cs_customer *c, size_t begin, size_t end);

#endif
