/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was agreed with outsourcers: a small file that people write (base/lines), a section for each
 * contract.
 *
 *	[vendor northwind]
 *	currency = EUR
 *	from = 2026-01-01		first and last day; open where it is not said
 *	until = 2026-12-31
 *	minute = 0.95			prices: of a minute of handle time,
 *	contact = 0			of a contact, whose first leg the vendor took,
 *	leg = 0				of a leg, passed on to the vendor or not,
 *	solved = 6.20			of one that was solved for good,
 *	kept = 40			of a customer who was kept,
 *	month = 12000			of a month
 *	first_s = 30			a leg is paid as so many seconds or more (step_s)
 *	step_s = 6			and, beyond them, in steps of so many that have begun (1)
 *	minutes_least = 10000		so many are paid for in a month, however few there were,
 *	contacts_least = 2000		and so many of these
 *	sl = sl_offered(20)		the service level that counts here, as cs-kpi -m takes it,
 *	target = 80%			and how high it must be
 *	malus = 2%			off the amount of a month below it,
 *	malus_point = 1%		and more for each whole point below,
 *	malus_most = 10%		but no more than this
 *	bonus = 1%			on top in a month above it; bonus_point, bonus_most alike
 *
 * The prices that are paid are `minute`, `contact`, `leg` and `month`. Those of outcomes, `solved`
 * and `kept`, say what the same months would have cost had outcomes been paid in place of minutes,
 * contacts and legs; `month` is due in both.
 *
 * Design. Reading is strict: a misspelt word in a file that decides about money is an error with
 * its line. Money and shares stay exact; a month's amount is worked out in one piece and rounded
 * once, to the currency's minor unit, half away from zero.
 */
#ifndef CS_CHARGE_CONTRACT_H
#define CS_CHARGE_CONTRACT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"

/* Bytes of a file of contracts. */
#define CS_CONTRACT_MAX ((size_t)1 << 20)

enum cs_contract_price {
	CS_PRICE_MINUTE,  /* of handle time, all legs */
	CS_PRICE_CONTACT, /* that the vendor took the first leg of */
	CS_PRICE_LEG,
	CS_PRICE_SOLVED,
	CS_PRICE_KEPT,
	CS_PRICE_MONTH,
	CS_PRICES
};

/* What is taken off an amount, or put on: shares in millionths. */
struct cs_contract_share {
	int64_t flat, point, most; /* most: 1000000 where it is not said */
};

struct cs_contract_terms {
	struct cs_str vendor, currency;
	int64_t from, until;	  /* days since 1970, both included; INT64_MIN, INT64_MAX: open */
	int64_t price[CS_PRICES]; /* in millionths */
	bool has_price[CS_PRICES];
	struct cs_str sl;		       /* p NULL: none was agreed */
	int64_t target;			       /* share in millionths, 0 .. 1000000 */
	int64_t first_s, step_s;	       /* seconds, 1 .. 86400; 1, 1: to the second */
	int64_t minutes_least, contacts_least; /* 0: none was agreed */
	struct cs_contract_share malus, bonus;
	int line;
};

struct cs_contract {
	const char *source;
	struct cs_str text;		 /* the whole file: for the hash of a trace */
	struct cs_contract_terms *terms; /* in the order of the file */
	size_t n;
};

/* Reads the text; everything lives in the arena. NULL with *e (2): "c.ini:12: ...". */
const struct cs_contract *cs_contract_parse(
    struct cs_arena *a, const char *source, struct cs_str text, struct cs_err *e);

/* The same of a file; 65 when it is larger than CS_CONTRACT_MAX, 74 when it cannot be read. */
const struct cs_contract *cs_contract_load(struct cs_arena *a, const char *path, struct cs_err *e);

/* The terms of a vendor on a day, or NULL. */
const struct cs_contract_terms *cs_contract_on(
    const struct cs_contract *c, struct cs_str vendor, int64_t day);

/* What a vendor did in a month (or in a part of one). */
struct cs_contract_work {
	int64_t paid_s;			      /* of handle time, each leg's by first_s and step_s */
	int64_t contacts, legs, solved, kept; /* kept, solved: -1: not known */
	int64_t sl_met, sl_of;		      /* of so many, of those that count */
};

/*
 * What the month costs by these terms, in the currency's minor unit: before malus and bonus, these
 * (0 or more; of a gross of 0 or below there are none) and what comes of it. By outcomes: solved
 * and kept instead of minutes, contacts and legs, no malus and no bonus (the outcome is what is
 * paid); has_outcome false: no such price, or what it is of is not known. Each rounded once.
 * False: an amount beyond 128 bits.
 */
struct cs_contract_due {
	cs_i128 gross, malus, bonus, net, outcome;
	int64_t paid_s; /* that were paid for: those of the work, or of minutes_least */
	bool has_outcome, missed, exceeded; /* below the target, above it */
};
bool cs_contract_due(const struct cs_contract_terms *t, const struct cs_contract_work *w,
    struct cs_contract_due *due);

#endif
