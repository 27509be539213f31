/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Asterisk queue_log: lines of events in, legs of contacts out.
 *
 *	epoch|callid|queue|agent|EVENT|p1|p2|...
 *
 * There is no quoting, and free text may hold a '|', so a line is split to the arity of its event,
 * which is a minimum: what is missing is NULL. A contact is a callid; a leg is its time in one
 * queue. What is known of a call is kept only while it is open: memory is bounded by the calls that
 * are in the house, and a call without events for `open_after` seconds is given up as `open`.
 *
 * Traps that real files hold, and what is done about them:
 * - ATTENDEDTRANSFER stands under the id of the consultation call. It ends the answered leg of its
 *   queue and agent, whichever call that belongs to; without one it ends nothing and is counted.
 *   The consultation itself, an agent who calls a colleague, is marked: it is no customer's call.
 * - The transferred caller appears in the next queue with CONNECT and without ENTERQUEUE: a new leg
 *   that began its holdtime before.
 * - Parameters and time stamps disagree. What is given wins; disagreements of over a second are
 *   counted.
 * - RINGNOANSWER and RINGCANCELED are in milliseconds, all else in seconds. Each counts as one
 *   offer that was not taken.
 */
#ifndef CS_INTAKE_QUEUELOG_H
#define CS_INTAKE_QUEUELOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "base/str.h"

#define CS_QUEUELOG_NONE INT64_MIN /* no such instant or duration */

/* One leg, when it has ended or was given up. Slices are good during the call only. */
struct cs_queuelog_leg {
	struct cs_str contact_id;
	int64_t leg;		    /* from 1 */
	struct cs_str queue, agent; /* empty: none */
	struct cs_str caller;	    /* as in ENTERQUEUE of the call's first leg; may be empty */
	int64_t entered_s;	    /* epoch seconds; CS_QUEUELOG_NONE: not known */
	int64_t answered_s, ended_s;
	int64_t wait_s, ring_s, talk_s; /* CS_QUEUELOG_NONE: not known or not answered */
	int64_t missed_n;		/* offers that were not taken */
	const char *disposition;	/* a word of lib/data/dispositions */
	const char *ended_by;		/* "agent" "customer" "system" or NULL */
	const char *transfer;	      /* "none" "blind" "attended", or NULL: nobody had answered */
	struct cs_str transferred_to; /* empty: none */
	bool turned_away; /* never entered the queue: it was full, closed or unstaffed */
	bool consult;	  /* the call is an agent's who asked before a transfer */
};

/* What became of a line. */
enum cs_queuelog_line {
	CS_QUEUELOG_USED,    /* told something of a contact */
	CS_QUEUELOG_SKIPPED, /* an event of agents or of the system, or one that we do not know */
	CS_QUEUELOG_BAD,     /* no line of a queue_log */
};

struct cs_queuelog {
	void (*emit)(void *arg, const struct cs_queuelog_leg *leg);
	void *arg;
	int64_t open_after_s; /* give up a call after so many seconds without events */

	uint64_t legs;	      /* emitted */
	uint64_t disagree;    /* durations that differ from the time stamps by over a second */
	uint64_t not_taken;   /* RINGNOANSWER and RINGCANCELED */
	uint64_t orphans;     /* ends of legs that never began */
	uint64_t backwards;   /* lines older than the one before */
	struct cs_map events; /* names of skipped events, as written ... */
	uint64_t *event_n;    /* ... and how often each came */
	size_t event_cap;
	struct cs_queuelog_private *p;
};

/* emit gets the legs, arg is handed through. */
void cs_queuelog_init(struct cs_queuelog *q, int64_t open_after_s,
    void (*emit)(void *arg, const struct cs_queuelog_leg *leg), void *arg);

void cs_queuelog_free(struct cs_queuelog *q);

/* One line without its newline. why (BAD) is what is wrong, or (SKIPPED) the event's name. */
enum cs_queuelog_line cs_queuelog_add(
    struct cs_queuelog *q, struct cs_str line, struct cs_str *why);

/* The end of the input: emits what is open, as `open` or by the end that was written. */
void cs_queuelog_end(struct cs_queuelog *q);

/* The epoch of the first line that has one, for sorting rotated files; false: none has. */
bool cs_queuelog_first_epoch(struct cs_str text, int64_t *epoch_s);

#endif
