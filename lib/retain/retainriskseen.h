/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be seen of a customer at an instant that may be a sign of leaving, and nothing
 * that came after it: each sign is one of a few levels.
 *
 * A fact is seen from its own instant on. What became of a contact is known when it ended; whether
 * it was solved, as retainsolved.h has it; an answer when it was given; a renewal that is
 * due when it fell due (the next one is taken to come as the last ones did); money given back when
 * it was. So what is told of an instant does not depend on how much more was recorded later:
 * tests/prop/retain-risk.t holds it to that.
 *
 *	tenure		since he joined: unknown, under 90 days, a year, two, more
 *	contacts	in the last 90 days: none, one, two or three, more
 *	trouble		the last of these: solved or not known, unsolved, unsolved once more (an
 *			unsolved one about the same came at most 30 days before it)
 *	mood		of these, by sent_label: not known, good, neither, bad
 *	silence		days since the last purchase against the median of his own gaps, from three
 *			days with purchases on: not known, up to 1, 2, 4, more
 *	quiet		days since the last purchase or contact, where silence is the rule: up to
 *			30, 60, 90, more, never
 *	renewal		the next: not near or not known, within 90 days, within 30, overdue
 *	nps		his last answer within a year: none, promoter, passive, detractor
 *	warning		a contact of these was of one of --warning-reasons: no, yes
 *
 * and each column of customers that was asked for, by its values.
 */
#ifndef CS_RETAIN_RETAINRISKSEEN_H
#define CS_RETAIN_RETAINRISKSEEN_H

#include "retain/retainsolved.h"

enum cs_risk_sign {
	CS_RISK_TENURE,
	CS_RISK_CONTACTS,
	CS_RISK_TROUBLE,
	CS_RISK_MOOD,
	CS_RISK_SILENCE,
	CS_RISK_QUIET,
	CS_RISK_RENEWAL,
	CS_RISK_NPS,
	CS_RISK_WARNING,
	CS_RISK_SIGNS
};

enum {
	CS_RISK_COLUMNS = 4, /* of customers, as signs */
	CS_RISK_FACTORS = CS_RISK_SIGNS + CS_RISK_COLUMNS,
	CS_RISK_LEVELS = 5,  /* of a sign, at most */
	CS_RISK_VALUES = 40, /* of a column; the others, by their bytes, are one */
	CS_RISK_RECENT = 90, /* days of contacts that are looked at */
	CS_RISK_YEAR = 365,
	CS_RISK_RARE = 365, /* days without any other contact: it was the only one */
};

#define CS_RISK_DAY INT64_C(86400000000) /* of an instant */

/* How many levels each sign has. */
extern const unsigned cs_risk_levels[CS_RISK_SIGNS];

/* The word for a level of a sign, as the list has it; NULL: it is none to speak of. */
const char *cs_risk_word(enum cs_risk_sign sign, unsigned level);

/* What is asked of the inputs, and what was made of it before the first life. */
struct cs_risk_view {
	const struct cs_str *warning; /* reasons */
	size_t nwarning;
	const struct cs_str *column; /* of customers: names */
	unsigned ncolumn;
	enum cs_leaving_rule rule;
	bool purchases; /* what is foretold is purchases */
	const struct cs_zone *zone;
	struct cs_retain_solved solved;
	/* Slots and keys; -1: not there. */
	int score, contact_nps, mood;
	int amount, refunded, purchase_currency;
	int month_value, customer_currency, customer_key[CS_RISK_COLUMNS];
	int renewed, nps;
	struct cs_str money; /* that amounts are in, raw; empty: it is not named */
	/* By group of contacts: which reason, a mood (0: not known), whether it warns. */
	struct cs_risk_talk {
		uint32_t reason;
		uint8_t mood;
		bool warns;
	} * talk;
	/* By group of customers: the level of each column; and which values these are. */
	uint8_t (*who)[CS_RISK_COLUMNS];
	const char *
	    *label[CS_RISK_COLUMNS]; /* by level: plan=basic; of 0 and the last there is none */
	unsigned nvalue[CS_RISK_COLUMNS]; /* levels: 0 is NULL, CS_RISK_VALUES all others */
	int64_t first;			  /* oldest instant of the input */
};

/* Within bind: asks for what the inputs have. -1 with *e. */
int cs_risk_view_bind(struct cs_risk_view *v, struct cs_retain *r, struct cs_err *e);

/* Before the first life. In the arena of r. */
void cs_risk_view_begin(struct cs_risk_view *v, struct cs_retain *r);

struct cs_risk_seen {
	uint8_t level[CS_RISK_FACTORS];
	bool repeats; /* days with purchases enough for a rhythm: gap_2 is there */
	/* Of purchases, in local days: how many days with some after the first, days from the first
	 * to the last and to t. bought: there was one at all. */
	bool bought;
	int32_t x, last, age;
	int32_t gap_2;	      /* twice the median of his gaps, in days */
	int64_t last_contact; /* CS_INSTANT_MIN: none */
	int64_t nps_at;	      /* of the last answer that a contact has: likewise */
	bool only; /* his only contact in a year, lately, and a bad one; t is long after `first` */
	int64_t month; /* worth a month, in millionths; CS_FACT_NULL: not known */
	int64_t piece; /* revenue of a day with purchases, likewise */
	bool foreign;  /* what is known of that is in another currency, and so not taken */
};

/* Scratch of one thread. Zeroed is empty; cs_risk_days_finish frees it. */
struct cs_risk_days {
	int64_t *day;
	size_t n, cap;
};
void cs_risk_days_finish(struct cs_risk_days *d);

/* A customer at an instant. */
struct cs_risk_at {
	const struct cs_life *life;
	const struct cs_fact *who; /* his row among customers then, or NULL */
	int64_t t;
};

/* What is seen of him; but for what he is worth. */
void cs_risk_look(const struct cs_risk_view *v, const struct cs_risk_at *at,
    struct cs_risk_days *scratch, struct cs_risk_seen *seen);

/* Month and piece, in money of v; after cs_risk_look. */
void cs_risk_look_worth(
    const struct cs_risk_view *v, const struct cs_risk_at *at, struct cs_risk_seen *s);

/* Halves of cs_risk_look: days with purchases and their rhythm; the level of renewal. */
void cs_risk_look_purchases(const struct cs_risk_view *v, const struct cs_risk_at *at,
    struct cs_risk_days *d, struct cs_risk_seen *s);
uint8_t cs_risk_look_renewals(const struct cs_risk_view *v, const struct cs_risk_at *at);

/* A number of a fact; CS_FACT_NULL where there is no such column. */
static inline int64_t
cs_risk_number(const struct cs_life *life, const struct cs_fact *f, int slot)
{
	return slot < 0 ? CS_FACT_NULL : cs_fact_number(life, f, slot);
}

#endif
