/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who pays what, in whole minor units that add up: every lot (charge/price.h) from the top down by
 * largest remainders (charge/allot.h):
 *
 *	lot -> used, unused, unallocated
 *	used -> units, what is unmapped, what is not reported
 *	units -> not repeated, repeated -> levels in their order
 *
 * so that what a unit pays, and what of it is for repeats, does not depend on what else is shown.
 * Every minor unit of money is in exactly one line:
 *
 *	unmapped + charged + not reported + unallocated + unused = total
 *
 * which is asserted. Contacts and seconds are dealt the same way where a contact has several
 * owners: whole numbers that add up to what was counted in the period. A pool that reaches beyond
 * it is paid for by contacts outside as well: that money is not reported, and they are not counted.
 *
 * Where a level is `pool` they are those that use the pool, so that a contact is there once for
 * each that it uses. Who that is says the driver, whatever other levels there are: of minutes the
 * contacts (by their first legs) that took any, of transfers those that were transferred, and so
 * on. A name that stands for several prices is used by whom any of them is; where that cannot be
 * told from counts (who was solved, or took time) it is not known, and neither are seconds of what
 * is not used by time or by leg.
 */
#ifndef CS_CHARGE_SPREAD_H
#define CS_CHARGE_SPREAD_H

#include "charge/price.h"

/* In the order in which they are reported. */
enum cs_charge_line_kind {
	CS_LINE_UNMAPPED, /* the map says nothing of it */
	CS_LINE_CHARGED,
	CS_LINE_NOT_REPORTED, /* of contacts that --where or the period leave out */
	CS_LINE_UNALLOCATED,
	CS_LINE_UNUSED,
	CS_LINES
};

struct cs_charge_line {
	enum cs_charge_line_kind kind;
	struct cs_str unit;	    /* raw; \N unless CS_LINE_CHARGED */
	struct cs_str *key;	    /* raw, one a level; of the last three kinds \N but for pool */
	cs_i128 contacts, handle_s; /* at the unit that pays */
	bool contacts_known, handle_s_known; /* false only where a level is the pool */
	cs_i128 charged;		     /* minor units */
	cs_i128 repeats;		     /* of charged: for contacts that were repeats */
	cs_i128 original;		     /* with every repeat at its original cause */
	cs_i128 avoidable;
	bool avoidable_known; /* of all lots that it pays for */
};

struct cs_charge_lines {
	struct cs_charge_line *line; /* by kind, unit, keys */
	size_t n, cap;
	cs_i128 sum[CS_LINES], total; /* of charged, by kind; of all lots */
	cs_i128 original[CS_LINES];
	cs_i128 contacts[CS_LINES], handle_s[CS_LINES]; /* each once, whatever levels there are */
	struct cs_arena arena;
};

/* Lines by unit and levels (numbers of c->level). To be finished in any case. -1 with *e (65): a
 * number that does not fit. */
int cs_charge_lines_make(struct cs_charge_lines *l, const struct cs_charge *c,
    const unsigned *level, unsigned nlevel, struct cs_err *e);
void cs_charge_lines_finish(struct cs_charge_lines *l);

/* "charged" "unmapped" ..., as the column line has it. */
struct cs_str cs_charge_line_name(enum cs_charge_line_kind kind);

#endif
