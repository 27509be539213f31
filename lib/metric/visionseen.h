/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether what a vision names is in the data: a queue that was renamed, or misspelt in the file,
 * would silently be judged by the rules of every other.
 *
 *	cs_vision_seen_init(&own, v, uses, head)	one a thread
 *	cs_vision_seen_add(&own, &batch)		each split batch
 *	cs_vision_seen_merge(&first, &own)
 *	cs_vision_seen_notes(&first, v, note, arg)
 *	cs_vision_seen_finish(&own)
 *
 * A row costs a comparison with the row before it, or a look into a map of the names; once all
 * have been seen it costs nothing.
 */
#ifndef CS_METRIC_VISIONSEEN_H
#define CS_METRIC_VISIONSEEN_H

#include "base/map.h"
#include "metric/vision.h"
#include "rec/batch.h"

/* The tables whose names are looked for, a bit each: those that something is computed by. */
enum {
	CS_VISION_USES_LEVELS = 1,
	CS_VISION_USES_WINDOWS = 2,
	CS_VISION_USES_REPLIES = 4,
};

/* The bits of a vision's words that were used. */
unsigned cs_vision_uses(const struct cs_metric_env *names);

/* The names of one column. */
struct cs_vision_names {
	int col;	    /* -1: the head has no such column */
	struct cs_map map;  /* the names, decoded */
	bool *seen;	    /* by id */
	size_t missing;	    /* how many have not been seen */
	struct cs_buf last; /* the raw cell that was looked up last */
};

struct cs_vision_seen {
	struct cs_vision_names of[CS_SCOPE_REASON + 1]; /* by scope; [CS_SCOPE_EVERY] is not used */
	struct cs_buf scratch;
};

/* What is to be looked for; *s holds nothing before. */
void cs_vision_seen_init(
    struct cs_vision_seen *s, const struct cs_vision *v, unsigned uses, const struct cs_head *head);
void cs_vision_seen_finish(struct cs_vision_seen *s);

void cs_vision_seen_add(struct cs_vision_seen *s, const struct cs_batch *b);

/* Adds what another has seen; both were made alike. */
void cs_vision_seen_merge(struct cs_vision_seen *to, const struct cs_vision_seen *from);

/* A note for each column that is not there, and each name that was never seen. */
void cs_vision_seen_notes(const struct cs_vision_seen *s, const struct cs_vision *v,
    void (*note)(void *arg, struct cs_str text), void *arg);

#endif
