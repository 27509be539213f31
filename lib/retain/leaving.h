/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When a customer came, until when he was followed, and whether he left: what of a history is a
 * stay. One rule a run says what leaving is:
 *
 *	left_at		the end that customers have; NULL: he is still there (subscriptions)
 *	silence=90d	neither a purchase nor a contact for so long: he left when the silence had
 *			lasted that long, which is the first instant at which anybody could know
 *	renewal[=14d]	something fell due and was not renewed until so many days later: he left on
 *			the day on which that was clear
 *
 * All three can be told at every instant from what was known then. (To call the last purchase the
 * day of leaving would need the future: those who bought yesterday would all have left.) So who has
 * not left is censored at as-of, and nothing needs to be guessed.
 *
 * What lies behind as-of is not known: a left_at in the future is a customer who is still there.
 *
 * Delayed entry: a table of customers may begin later than they did, for who had left before is not
 * in it. Where it says so (column followed_from_at, or --known-since for all), he is at risk only
 * from then on. So is, by the rule left_at, who made contact or bought before he joined: until he
 * was a customer he could not leave, and to count that time would make him loyal. And he may be
 * lost from sight before as-of without having left (column followed_until_at).
 */
#ifndef CS_RETAIN_LEAVING_H
#define CS_RETAIN_LEAVING_H

#include "retain/history.h"

enum cs_leaving_rule { CS_LEAVING_LEFT_AT, CS_LEAVING_SILENCE, CS_LEAVING_RENEWAL };

struct cs_leaving {
	enum cs_leaving_rule rule;
	int32_t days;	     /* of silence, or of grace */
	int64_t known_since; /* CS_INSTANT_MIN: from the beginning */
	int64_t as_of;	     /* set when the input was read */
	const struct cs_zone *zone;
	/* Slots, -1: there is no such column. Private. */
	int left_at, from_at, until_at, renewed_at;
};

/* "left_at", "silence=90d", "renewal", "renewal=30d": whole days. -1 with *e (2). */
int cs_leaving_parse(struct cs_str text, struct cs_leaving *l, struct cs_err *e);

/* Which kinds of fact it reads: bits 1 << kind, and those it also reads where they are given. */
unsigned cs_leaving_needs(const struct cs_leaving *l);
unsigned cs_leaving_may(const struct cs_leaving *l);

/* Asks the history for what it reads. -1 with *e (2): a column is missing. */
int cs_leaving_bind(
    struct cs_leaving *l, struct cs_history *h, const struct cs_env *env, struct cs_err *e);

/* What became of a customer, as seen from time zero. */
enum cs_stay_state {
	CS_STAY_FOLLOWED, /* all of struct cs_stay is there */
	CS_STAY_UNKNOWN,  /* he is not among customers, and the rule needs that */
	CS_STAY_REVERSED, /* his end is before his start: one of them is wrong */
	CS_STAY_GONE,	  /* he had left by time zero */
	CS_STAY_LOST,	  /* he was not followed any more at time zero, or not yet until his end */
	CS_STAY_STATES
};

struct cs_stay {
	enum cs_stay_state state;
	const struct cs_fact *who; /* his row at time zero; NULL where the rule needs none */
	int64_t from;  /* at risk from here on: time zero, or later where entry was delayed */
	int64_t until; /* left then; else followed until then, and still there */
	bool left;
	bool ahead; /* a left_at behind as-of was left aside */
};

/* From time zero on. s->state is set in any case. */
void cs_leaving_stay(
    const struct cs_leaving *l, const struct cs_life *life, int64_t zero, struct cs_stay *s);

#endif
