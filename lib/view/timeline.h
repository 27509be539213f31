/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything about one customer (desk/timeline.h), for people: who it is, what is open, and what
 * was, newest first. Text of customers cannot do anything to a terminal.
 */
#ifndef CS_VIEW_TIMELINE_H
#define CS_VIEW_TIMELINE_H

#include "base/buf.h"
#include "base/zone.h"
#include "desk/timeline.h"

struct cs_timeline_look {
	struct cs_str customer;
	const struct cs_zone *zone; /* NULL: UTC */
	int64_t as_of;		    /* from which ages count; CS_INSTANT_MIN: none are said */
	bool color;
};

/* Appends it. The timeline was ended. */
void cs_timeline_text(
    struct cs_buf *b, const struct cs_timeline *t, const struct cs_timeline_look *look);

#endif
