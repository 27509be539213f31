/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a decision brings (--charged): charges as records,
 *
 *	customer_id  charged_at  amount  currency  waived_at  refunded_at  decision_id
 *
 * added up by local day and currency. A charge with a waived_at or a refunded_at is given back,
 * all of it; what is kept is the rest. Without decision_id all are of the decision; with it those
 * which have its name. Amounts are exact.
 */
#ifndef CS_CHARGE_CHARGED_H
#define CS_CHARGE_CHARGED_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/num.h"
#include "base/zone.h"

struct cs_charged_day {
	int64_t day;		/* local, since 1970 */
	struct cs_str currency; /* of ISO 4217 */
	uint64_t charges, waived, refunded, kept;
	cs_i128 amount; /* of those kept, millionths */
	const char *file;
	uint64_t line; /* of the first of them, for messages */
};

struct cs_charged {
	const struct cs_zone *zone; /* of days; NULL: UTC */
	struct cs_str decision;	    /* whose charges are wanted */
	struct cs_charged_day *day;
	size_t n, cap;
	uint64_t others;  /* rows of other decisions */
	struct cs_map at; /* private: day and currency -> index */
};

/* Reads files. Texts live in the arena; *c, zeroed before but for zone and decision, is to be
 * finished in any case. -1 with *e: 2, 65, 74. */
int cs_charged_read(
    struct cs_charged *c, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e);
void cs_charged_finish(struct cs_charged *c);

#endif
