/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The contacts of a pile in order: by customer, time, contact, row.
 *
 * Design. Hashes of customers are spread evenly: dealt by their leading bits few customers share a
 * place, mostly one has it alone. What he has in it came from each input in the order of time, so
 * it is a few runs already, and merging these takes a pass or three and no comparison by call.
 */
#ifndef CS_DESK_VISITSORT_H
#define CS_DESK_VISITSORT_H

#include "desk/visits.h"

/* Sorts p->visit, p->n of them; the leading `skip` bits of all customers are the same. */
void cs_visit_pile_sort(struct cs_visit_pile *p, unsigned skip);

#endif
