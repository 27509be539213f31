/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Decisions of the business, as people write them (base/lines), a section each:
 *
 *	[late_fee]
 *	unit = Billing
 *	decided_at = 2026-03-02
 *	until = 2026-09-01
 *	reasons = late_fee, fee_dispute
 *	parent = billing, payment
 *	baseline = untouched
 *	touched = plan = 'basic'
 *	untouched = plan <> 'basic'
 *
 * reasons are those that came with the decision; parent those under which such contacts were coded
 * before it, and some still are. What is compared are both together, so that a contact that is only
 * coded differently is none that the decision caused.
 *
 *	baseline	seasonal (default): the same contacts before; untouched: customers whom it
 *			does not concern
 *	season		week: the level before, with its trend; year: the same weeks of the year
 *			before; default: year where there is one
 *	baseline_from	contacts before that are not looked at
 *	touched, untouched
 *			conditions on contacts: who is concerned by it, and who is not; touched is
 *			not untouched where only that is given. They must be known before the
 *			decision: a plan, a country. That somebody was charged is not.
 *	charges		what charges of it are called (decision_id), if not by the section's name
 *	lag		days for which contacts go on where until has come: 14d
 *
 * Instants are such, or days, which begin in the zone; until is the first instant behind.
 */
#ifndef CS_CHARGE_DECISION_H
#define CS_CHARGE_DECISION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/zone.h"

enum cs_decision_baseline { CS_BASELINE_SEASONAL, CS_BASELINE_UNTOUCHED };
enum cs_decision_season { CS_SEASON_ANY, CS_SEASON_WEEK, CS_SEASON_YEAR };

struct cs_decision {
	struct cs_str id, unit; /* unit: n = 0: nobody is said */
	struct cs_str charges;	/* what its charges are called: id where nothing else is said */
	int64_t from, until;	/* until: CS_INSTANT_MAX: it goes on */
	const struct cs_str *reason, *parent;
	size_t nreason, nparent;
	enum cs_decision_baseline baseline;
	enum cs_decision_season season;
	int64_t baseline_from;		  /* CS_INSTANT_MIN: all there is */
	struct cs_str touched, untouched; /* conditions as text; n = 0: not given */
	int lag_days;
	int line; /* of its section */
};

/*
 * Reads all of text, and gives in *d the decision whose id is there before; what it points to lives
 * in the arena. -1 with *e (2): "source:line: ...", or there is no such decision.
 */
int cs_decision_parse(struct cs_decision *d, struct cs_arena *a, const struct cs_zone *zone,
    const char *source, struct cs_str text, struct cs_err *e);

#endif
