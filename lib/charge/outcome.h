/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the map says of a contact: who owns its cause, and in which shares; what the cause is; and,
 * of a repeat, the same of the contact that it goes back to. As a struct, and as one canonical text,
 * which is what contacts are grouped by and what cells carry: two contacts of the same outcome have
 * the same bytes.
 *
 *	cause=late fee;owner=billing:3/5,it:2/5;demand=failure;preventable=t
 *	cause=outage;owner=service:1;repeat=t;root=late fee;root_owner=billing:1
 *
 * Fields stand in this order, and only those that say something. Bytes that the form itself uses,
 * and control bytes, are %XX. The empty text is a contact that no rule of the map holds for.
 */
#ifndef CS_CHARGE_OUTCOME_H
#define CS_CHARGE_OUTCOME_H

#include "base/arena.h"
#include "base/buf.h"

enum cs_demand { CS_DEMAND_UNKNOWN, CS_DEMAND_VALUE, CS_DEMAND_FAILURE };

/* Three answers; NULL of the map is UNSAID. */
enum cs_said { CS_UNSAID, CS_SAID_NO, CS_SAID_YES };

/* An owner and his share: whole numbers, num <= den, den > 0, without a common factor. */
struct cs_charge_owner {
	struct cs_str unit; /* not empty */
	int64_t num, den;
};

struct cs_outcome {
	struct cs_str cause;	       /* n = 0: none is named */
	struct cs_charge_owner *owner; /* by the bytes of unit; shares add up to 1; each once */
	unsigned nowner;	       /* 0: unmapped */
	enum cs_demand demand;
	enum cs_said preventable;
	bool joint;  /* several rules hold, whose owners share it equally */
	bool repeat; /* not the first contact of its chain */
	/* Of repeats: the outcome of the first contact of the chain. Of others, and where that is
	 * not known, has_root is false: the same as above. */
	bool has_root;
	struct cs_str root_cause;
	struct cs_charge_owner *root; /* nroot 0: unmapped */
	unsigned nroot;
};

/* Appends the canonical text. */
void cs_outcome_text(struct cs_buf *b, const struct cs_outcome *o);

/* Back; what it points to lives in the arena. False: it is no such text. */
bool cs_outcome_parse(struct cs_arena *a, struct cs_str text, struct cs_outcome *o);

/* "value" "failure"; p NULL for CS_DEMAND_UNKNOWN. And back: false for no such word. */
struct cs_str cs_demand_name(enum cs_demand d);
bool cs_demand_parse(struct cs_str word, enum cs_demand *d);

#endif
