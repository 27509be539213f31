/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a queue_log taken apart: the table of events and where each keeps what. */
#ifndef CS_INTAKE_QUEUELOG_LINE_H
#define CS_INTAKE_QUEUELOG_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum cs_queuelog_act {
	CS_QUEUELOG_OTHER,  /* agents, the system, the unknown */
	CS_QUEUELOG_MISSED, /* an offer that was not taken */
	CS_QUEUELOG_ENTER,
	CS_QUEUELOG_CONNECT,
	CS_QUEUELOG_END,
	CS_QUEUELOG_TURNED, /* turned away at the door: there is no ENTERQUEUE */
};

/*
 * An event. Parameters are counted from 1; negative ones from the right, -1 the last (the LINK form
 * of ATTENDEDTRANSFER has one more on the left). 0: it has none.
 */
struct cs_queuelog_kind {
	const char *name;
	enum cs_queuelog_act act;
	const char *disposition, *ended_by,
	    *transfer;		     /* of END, TURNED; the latter two may be NULL */
	bool answered;		     /* an agent had it when it ended */
	int8_t hold, talk, ring, to; /* which parameter: seconds waited, talked, rung; whereto */
};

struct cs_queuelog_event {
	const struct cs_queuelog_kind *kind; /* never NULL */
	int64_t at_s;			     /* epoch */
	struct cs_str callid, queue, agent;  /* empty where the line says NONE */
	struct cs_str event;		     /* its name as written */
	struct cs_str caller;		     /* of ENTERQUEUE */
	struct cs_str transferred_to;
	int64_t hold_s, talk_s, ring_s; /* CS_QUEUELOG_NONE: missing, or no number */
};

/* False: no line of a queue_log, *why says what is wrong. Slices point into the line. */
bool cs_queuelog_parse(struct cs_str line, struct cs_queuelog_event *ev, struct cs_str *why);

#endif
