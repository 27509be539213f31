/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pieces of the input that cells are of. Cells add up to what one run would have counted only
 * if no contact is in two of them, and the list of pieces is what says so: a piece is a shard (a
 * file, by name) and the period that was reported of it.
 *
 *	the same period	of different shards, as with cs-part: adds up
 *	periods apart	of whichever shards, as with one run a night: adds up, whether they
 *			touch or not, to what one run over both periods would have counted
 *	all else	the same shard twice, periods that overlap, one period and none:
 *			refused, since contacts would count twice, or the sum is of nothing
 *
 * A night's shard is taken to hold all rows of its period; whatever else of it other nights report
 * is read for follow-ups only.
 */
#ifndef CS_CELL_SHARD_H
#define CS_CELL_SHARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "rec/manifest.h"

struct cs_shard {
	struct cs_str name;
	uint64_t rows;	  /* records that were read of it, whether reported on or not */
	int64_t from, to; /* the period, half-open; CS_INSTANT_MIN, CS_INSTANT_MAX: open ends */
};

struct cs_shards {
	struct cs_shard *shard;
	size_t n, cap;
};

void cs_shards_finish(struct cs_shards *s);

/* Whether all pieces are of one period: stocks of periods apart hold the same items. */
bool cs_shards_one_period(const struct cs_shards *s);

/* Whether nothing outside of from .. to was counted in any piece. */
bool cs_shards_within(const struct cs_shards *s, int64_t from, int64_t to);

/* Adds a piece, its name copied to the arena; -1 with *e (65) when it does not go with one that is
 * there. */
int cs_shards_add(
    struct cs_shards *s, struct cs_arena *a, const struct cs_shard *shard, struct cs_err *e);

/* A stretch of time, half-open; CS_INSTANT_MIN, CS_INSTANT_MAX: open ends. */
struct cs_counted {
	int64_t from, to;
};

/*
 * What of from .. to was counted: the periods of all pieces, in order, those that touch as one. No
 * pieces: all of it. What lies between is not known, and must not be shown as if nothing had been
 * there. To be freed; *n of them, which may be 0.
 */
struct cs_counted *cs_shards_counted(
    const struct cs_shards *s, int64_t from, int64_t to, size_t *n);

/* Appends the period as cells write it, "FROM..TO", either may be left out; nothing for one that is
 * open at both ends. And back: false when it is none. */
void cs_shard_period_text(struct cs_buf *b, const struct cs_shard *shard);
bool cs_shard_period_parse(struct cs_str text, struct cs_shard *shard);

/*
 * Are the pieces those of a manifest? In each period that there is, each of its parts must be
 * there once, with as many rows as it says, and no other. Names are compared without the folder
 * before them. -1 with *e (65), which names what is missing, doubled, unknown or of other rows;
 * path is the manifest's, for the message.
 */
int cs_shards_check(
    const struct cs_shards *s, const struct cs_manifest *m, const char *path, struct cs_err *e);

/* The same with the manifest at a path; what cannot be read of it is cs_manifest_read's error. */
int cs_shards_check_file(const struct cs_shards *s, const char *path, struct cs_err *e);

#endif
