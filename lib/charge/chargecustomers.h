/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many customers there were in a month, from records with customer_id, joined_at and left_at:
 * all who were there on any day of it. Who left and came back has several rows, and is counted once
 * a month. Without joined_at, or NULL: always was; without left_at, or NULL: still is.
 *
 * Months are numbered: year x 12 + month - 1. Memory is 12 bytes a row and the customers' names
 * while the files are read, and afterwards a number a month.
 */
#ifndef CS_CHARGE_CHARGECUSTOMERS_H
#define CS_CHARGE_CHARGECUSTOMERS_H

#include <stdint.h>

#include "base/err.h"
#include "base/zone.h"

enum { CS_CUSTOMER_MONTHS = 10000 * 12 };

struct cs_charge_customers {
	int64_t *in_month; /* by month */
};

/* Zeroed before; to be finished in any case. Months are those of the zone. -1 with *e: 74, 65, or 2
 * for a file without customer_id. */
int cs_charge_customers_read(struct cs_charge_customers *c, char *const *file, int nfile,
    const struct cs_zone *zone, struct cs_err *e);
void cs_charge_customers_finish(struct cs_charge_customers *c);

#endif
