/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What the halves of --statement share: accounts, one a month and unit, and their parts. */
#ifndef CS_CHARGE_CHARGESTATEMENTWORK_H
#define CS_CHARGE_CHARGESTATEMENTWORK_H

#include "charge/chargestatement.h"

/* What a unit had of one cause, or one kind of demand, in a month. */
struct cs_statement_part {
	struct cs_str name; /* p NULL: none is named */
	cs_i128 amount, contacts, handle_s;
};

/* A contact that stands for others. */
struct cs_statement_example {
	struct cs_str contact, cause; /* decoded */
	cs_i128 micros;		      /* what it costs, in millionths of the currency */
	int64_t handle_s;	      /* -1: not known */
};

/* A month of a unit. */
struct cs_statement {
	int64_t month;
	struct cs_str unit; /* p NULL: unmapped */
	bool closed;
	cs_i128 charged, adjusted, avoidable;
	bool avoidable_known;
	cs_i128 contacts, handle_s, repeats, original;
	struct cs_statement_part *cause, *demand; /* causes by amount, then by bytes */
	size_t ncause, ndemand;
	const struct cs_posting *posting; /* all of them, in order */
	size_t nposting;
	struct cs_statement_example *example; /* dearest first */
	size_t nexample;
};

/* Levels of the lines. */
enum { CS_STATEMENT_MONTH, CS_STATEMENT_CAUSE, CS_STATEMENT_DEMAND, CS_STATEMENT_LEVELS };

struct cs_statements {
	struct cs_chargebilled billed; /* first */
	unsigned level[CS_STATEMENT_LEVELS];
	int64_t only;		/* month; INT64_MIN: all */
	struct cs_statement *s; /* by month, then unit, unmapped first */
	size_t n, cap;
	int64_t *month; /* all there are, in order */
	size_t nmonth, month_cap;
	struct cs_arena arena;
};

/* Fills it from postings and lines. -1 with *e. */
int cs_statements_make(struct cs_charge *c, struct cs_statements *w, struct cs_err *e);
void cs_statements_finish(struct cs_statements *w);

/* That of a month and unit (p NULL: unmapped), or NULL. */
struct cs_statement *cs_statement_find(
    const struct cs_statements *w, int64_t month, struct cs_str unit);

/* Adds examples to those that are asked for; once. */
void cs_statements_examples(const struct cs_charge *c, struct cs_statements *w);

/* Whether a statement is asked for. */
bool cs_statement_asked(
    const struct cs_charge *c, const struct cs_statements *w, const struct cs_statement *s);

/*
 * What the unit was charged in the month before: true and *amount, 0 where it had nothing then.
 * False: there is nothing of that month. contacts and handle_s likewise; s is that statement, or
 * NULL.
 */
bool cs_statement_previous(const struct cs_statements *w, const struct cs_statement *of,
    int64_t *month, const struct cs_statement **s);

/* The slope of what it was charged, minor units a month, over *months months up to this one,
 * rounded half away from zero. False: fewer than three, or it does not fit. */
bool cs_statement_trend(
    const struct cs_statements *w, const struct cs_statement *of, cs_i128 *slope, int64_t *months);

/* All that are asked for, in sentences: for say of the mode. */
int cs_statements_say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e);

#endif
