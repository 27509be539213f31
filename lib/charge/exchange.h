/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exchange rates with dates, as records:
 *
 *	currency  to_currency  rate  valid_from_at  valid_to_at  reciprocal
 *
 * One unit of currency is worth rate (a decimal or a quotient, above 0) of to_currency from
 * valid_from_at up to, not including, valid_to_at: instants, or days of the zone; NULL: open. A row
 * with reciprocal t also says what to_currency is worth: 1 / rate, exactly; without, a rate is good
 * in one direction, since what a bank buys at is not what it sells at. Nothing goes by way of a
 * third currency.
 *
 * Errors: two rates for one pair at one time (both lines); a day that no rate covers, when money of
 * that day is exchanged (the line that asks, the day, and where rates end and begin again).
 */
#ifndef CS_CHARGE_EXCHANGE_H
#define CS_CHARGE_EXCHANGE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/ratio.h"
#include "base/zone.h"

/* One row, or its other direction. */
struct cs_charge_parity {
	struct cs_str currency, to; /* of ISO 4217, different */
	int64_t from, until;	    /* half-open; CS_INSTANT_MIN, CS_INSTANT_MAX: open */
	struct cs_ratio rate;	    /* > 0 */
	const char *file;
	uint64_t line;
};

struct cs_charge_exchange {
	struct cs_charge_parity *parity; /* by currency, to, from; none of one pair overlap */
	size_t n, cap;
	const struct cs_zone *zone; /* whose days are named */
};

/* Reads files. What is read lives in the arena and in *x, which is to be finished in any case.
 * -1 with *e: 2, 65, 74. */
int cs_charge_exchange_read(struct cs_charge_exchange *x, struct cs_arena *a,
    const struct cs_zone *zone, char *const *file, int nfile, struct cs_err *e);
void cs_charge_exchange_finish(struct cs_charge_exchange *x);

/*
 * What one unit of currency is worth in `to` at an instant: 1 where they are the same. x NULL:
 * there are no rates. -1 with *e (65), for the caller to put in front which line asks.
 */
int cs_charge_exchange_at(const struct cs_charge_exchange *x, struct cs_str currency,
    struct cs_str to, int64_t at, struct cs_ratio *rate, struct cs_err *e);

#endif
