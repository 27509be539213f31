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
 *	contact = 0			of a contact,
 *	solved = 6.20			of one that was solved for good,
 *	kept = 40			of a customer who was kept,
 *	month = 12000			of a month
 *	sl = sl_offered(20)		the service level that counts here, as cs-kpi -m takes it,
 *	target = 80%			and how high it must be
 *	malus = 2%			off the amount of a month below it,
 *	malus_point = 1%		and more for each whole point below,
 *	malus_most = 10%		but no more than this
 *
 * The prices that are paid are `minute`, `contact` and `month`. Those of outcomes, `solved` and
 * `kept`, say what the same months would have cost had outcomes been paid in their place; `month`
 * is part of neither of the two, as it is due in both.
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
	CS_PRICE_CONTACT, /* that the vendor took a leg of */
	CS_PRICE_SOLVED,
	CS_PRICE_KEPT,
	CS_PRICE_MONTH,
	CS_PRICES
};

struct cs_contract_terms {
	struct cs_str vendor, currency;
	int64_t from, until;	  /* days since 1970, both included; INT64_MIN, INT64_MAX: open */
	int64_t price[CS_PRICES]; /* in millionths */
	bool has_price[CS_PRICES];
	struct cs_str sl;	    /* p NULL: none was agreed */
	int64_t target;		    /* share in millionths, 0 .. 1000000 */
	int64_t malus, point, most; /* shares in millionths; most: 1000000 where it is not said */
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
	int64_t handle_s, contacts, solved, kept; /* kept, solved: -1: not known */
	int64_t sl_met, sl_of;			  /* of so many, of those that count */
};

/*
 * What the month costs by these terms, in the currency's minor unit: before the malus, the malus
 * (0 or more) and what is left. By outcomes: solved and kept instead of minutes and contacts, no
 * malus (the outcome is what is paid); has_outcome false: no such price, or what it is of is not
 * known. Each rounded once. False: an amount beyond 128 bits.
 */
struct cs_contract_due {
	cs_i128 gross, malus, net, outcome;
	bool has_outcome, missed; /* missed: below the target */
};
bool cs_contract_due(const struct cs_contract_terms *t, const struct cs_contract_work *w,
    struct cs_contract_due *due);

#endif
