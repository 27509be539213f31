/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts worth a look, for each unit: two to be proud of and three to learn from. Proud of those
 * that came out well where that is seldom, to learn from those that came out badly where that is
 * seldom: who solved what nobody solves has more to show than who solved what everybody does.
 *
 * Each metric of the card that is known of a contact adds to its mark, by its weight,
 *
 *	- ln (part of the others' contacts of that kind of work that came out like it)
 *
 * with the sign of good or bad; of means the part is that of a normal distribution at least as far
 * from the others' mean on that side. Others are those of rank/rankpeers, who are enough and none
 * of whom stands out; of a kind of work that is not shared, those of all kinds together; with too
 * few of these a half is taken, so that only how many metrics came out well or badly decides.
 *
 * What is the same whatever the order of contacts: marks are compared to nine digits, equal ones by
 * the contact's id, and a contact that comes several times counts by its best and its worst row.
 * Memory goes by units.
 */
#ifndef CS_RANK_RANKPICK_H
#define CS_RANK_RANKPICK_H

#include "base/buf.h"
#include "rank/rankpeers.h"

enum { CS_RANKPICK_PROUD = 2, CS_RANKPICK_LEARN = 3 };

/* One of them. */
struct cs_rankpick {
	int64_t mark;	      /* how much of a surprise, in 10^-9; 0: there is none */
	struct cs_buf id, at; /* contact_id and started_at as the record has them, raw */
	size_t metric;	      /* that decided most */
	double value;	      /* of it, in its unit; of a share 0 or 1 */
	bool compared;	      /* others: */
	double others;	      /* their figure in this kind of work, in the unit of the metric */
};

struct cs_rankpicks {
	const struct cs_rankpeers *peers;
	struct cs_rankpick *pick; /* by unit: those to be proud of, then those to learn from */
	uint64_t seen;		  /* contacts that were looked at */
};

/* What is known of a contact in one metric of the card; value as in struct cs_rankpick. */
struct cs_rankpick_said {
	bool there;
	double value;
};

struct cs_rankpick_contact {
	size_t unit;
	uint32_t stratum;
	struct cs_str id, at;		     /* raw */
	const struct cs_rankpick_said *said; /* by metric of the card */
};

/* peers stay the caller's. */
void cs_rankpicks_init(struct cs_rankpicks *p, const struct cs_rankpeers *peers);
void cs_rankpicks_finish(struct cs_rankpicks *p);

void cs_rankpicks_add(struct cs_rankpicks *p, const struct cs_rankpick_contact *x);

/* The i-th of a unit, best first, or NULL: there are fewer. */
const struct cs_rankpick *cs_rankpicks_proud(const struct cs_rankpicks *p, size_t unit, int i);
const struct cs_rankpick *cs_rankpicks_learn(const struct cs_rankpicks *p, size_t unit, int i);

#endif
