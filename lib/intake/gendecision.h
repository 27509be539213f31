/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The generator's fourth world: the same company, which decides on a day to charge a fee for paying
 * late, made to try what claims to know what a decision cost. It has tables of its own, each made
 * customer by customer.
 *
 * On each day a customer makes contact with a chance that is his own rate times that of the day:
 * growth, the season of the year, the day of the week, holidays, and the luck of the week, one for
 * all customers and one for each of the two plans. Nothing of this knows of the fee. From the day
 * of the decision on customers of the plan basic who pay late are charged, and a charge leads to
 * contacts of its own, which are made beside the others. So it is known of each contact whether
 * there would be one without the fee, and what is told (cs_gen_decision_truth) is not an
 * expectation but what happened: contacts, seconds, credits and cost that there would not be.
 *
 * The fee brings its reasons with it, late_fee and fee_dispute. Not all that it drives is coded so:
 * some is payment, as ever; and of what there would be anyway, invoice and payment, some is coded
 * late_fee from that day on.
 *
 * A contact costs a price a minute and one a contact: the pools' amounts over their capacities,
 * which are more than is used.
 *
 * There are only integers in it. gendecision.c makes what holds for all rows and lives,
 * gendecisionrow.c writes rows and tells. Private to intake/gen*.c.
 */
#ifndef CS_INTAKE_GENDECISION_H
#define CS_INTAKE_GENDECISION_H

#include "intake/genworld.h"

enum {
	CS_GEN_FEE_CENTS = 400,
	CS_GEN_LATE = 150000,	     /* of customers of the plan, each 30 days, in millionths */
	CS_GEN_LATE_DAYS = 30,	     /* from bill to bill */
	CS_GEN_RECODED = 120000,     /* of invoice and payment, in millionths */
	CS_GEN_WAIVED = 75000,	     /* of charges, in millionths */
	CS_GEN_REFUNDED = 30000,     /* of those that are not waived */
	CS_GEN_MINUTE_CENTS = 95,    /* what a minute costs */
	CS_GEN_CONTACT_CENTS = 35,   /* and a contact beside that */
	CS_GEN_AVOIDABLE_MINUTE = 6, /* tenths of it that would not be paid */
	CS_GEN_FEE_TALK_S = 360,     /* median, of contacts that the fee drives */
};

struct cs_gen_decision {
	uint32_t day;	     /* of the decision, from the first: a Monday where there is one */
	uint32_t end;	     /* whole weeks from it end here */
	uint32_t *factor[2]; /* by plan (0 basic) and day: millionths of the usual day */
	uint32_t chance;     /* of a contact on a usual day, in millionths, of the usual customer */
	uint64_t capacity_s, capacity_n; /* of a day of the pools */
};

struct cs_gen_decision *cs_gen_decision_create(const struct cs_gen *g);
void cs_gen_decision_destroy(struct cs_gen_decision *w);

/* What there is of a customer on a day. */
enum cs_gen_decided {
	CS_GEN_DECIDED_ANYWAY, /* a contact that has nothing to do with the fee */
	CS_GEN_DECIDED_CHARGE,
	CS_GEN_DECIDED_FIRST, /* a contact about a charge */
	CS_GEN_DECIDED_AGAIN, /* and one more */
	CS_GEN_DECIDED_KINDS
};

struct cs_gen_event {
	enum cs_gen_decided kind;
	uint64_t customer, bits; /* bits: random, that nothing here used */
	uint32_t day, at_s;	 /* at_s: of the day */
	uint32_t handle_s;	 /* contacts */
	const char *reason;
	int32_t credit;	   /* cents; 0: none */
	uint32_t waived;   /* charges: days after; 0: it was not */
	uint32_t refunded; /* likewise */
};

/* Calls for each event of a customer, in order of days: of the charges, or of the contacts. */
void cs_gen_decision_live(const struct cs_gen *g, uint64_t customer,
    void (*event)(void *arg, const struct cs_gen_event *v), void *arg);

/* Whether he has the plan that is charged. */
bool cs_gen_decision_basic(const struct cs_gen *g, uint64_t customer);

/* Rows of a step: see gencell.h. */
struct cs_gen_line;
uint64_t cs_gen_decision_customer_row(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_decision_contact_rows(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_decision_charge_rows(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_decision_cost_row(struct cs_gen_line *r, uint64_t step);

/* Appends what the decision did, in whole weeks from its day on: effect, what, value. */
void cs_gen_decision_truth(const struct cs_gen *g, struct cs_buf *b);

#endif
