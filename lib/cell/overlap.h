/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an agent did against what was planned: overlap(a, b, tolerance) is for how many seconds an
 * agent is in a row where a is true (say, scheduled for contacts) and in one where b is (ready, on
 * a contact, in wrap) at the same time. Schedules and states are rows of one input, each from
 * started_at to ended_at, known by their agent_id.
 *
 * Rules. What is reported on are the rows of a: the seconds are counted in the groups of their
 * keys, and in the intervals in which they pass; rows of b are looked for in all of the input. A
 * second in which an agent is in several rows of a counts once, for the one that began first (of
 * those the one that ends last, of those the first by its keys); in several rows of b, once. Rows
 * of a that touch are one stretch, and where b is somewhere in it, its gaps of at most the
 * tolerance count as b, at the borders of the stretch as well: an agent three minutes late is on
 * time if five are tolerated. Gaps are measured before intervals and periods cut them. A row
 * without an end lasts until --as-of, and is left out (and counted) when there is none; one that
 * ends before it begins is left out and counted; nothing after as-of counts.
 *
 * Rows come in any order, so each is kept, without its text, and all are sorted at the end by agent
 * and begin. Their number is bounded by --mem. All rows of an agent must be in one shard.
 */
#ifndef CS_CELL_OVERLAP_H
#define CS_CELL_OVERLAP_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"

/* A row. */
struct cs_stint {
	int64_t begin, end; /* microseconds, begin < end */
	uint32_t agent;
	uint32_t group; /* credited with what a counts; where a is not true for any, unused */
	uint32_t bits;	/* for each overlap i: bit i, a is true; bit 16 + i, b is */
};

enum {
	CS_STINT_B = 16,
	CS_OVERLAPS_MAX = 15,			      /* side by side in the bits */
	CS_STINT_BYTES = 2 * sizeof(struct cs_stint), /* what one takes: arrays grow by doubling */
};

/* How many all threads together may keep. */
struct cs_stints_budget {
	atomic_size_t used; /* claimed, a piece at a time */
	size_t most;	    /* 0: no limit */
};

/* The rows of one thread. Zeroed but for the budget it is empty. */
struct cs_stints {
	struct cs_stint *stint;
	size_t n, cap;
	size_t claimed; /* of the budget */
	struct cs_map agent;
	struct cs_stints_budget *budget;
};

void cs_stints_finish(struct cs_stints *s);

/* Takes a row of an agent (its canonical raw cell); s->agent is put in. -1 with *e (71): the budget
 * is used up. */
int cs_stints_add(
    struct cs_stints *s, const struct cs_stint *stint, struct cs_str agent, struct cs_err *e);

/* Moves all of from into s, groups renumbered by map; from is empty afterwards. */
void cs_stints_merge(struct cs_stints *s, struct cs_stints *from, const uint32_t *map);

/*
 * The order of the rules above: by agent, begin, latest end; then by less(arg, group, group), the
 * order of the groups' keys, negative, 0 or positive.
 */
void cs_stints_sort(struct cs_stints *s, int (*less)(void *arg, uint32_t a, uint32_t b), void *arg);

/* One overlap: its number, as in the bits, and what is asked of it. */
struct cs_overlap {
	unsigned i;
	int64_t tolerance; /* microseconds */
	bool *over;	   /* a flag a row: set where it lies over an earlier one on its side */
	/* Called for stretches in which both are, none of which lie over each other. */
	void (*credit)(void *arg, uint32_t group, int64_t begin, int64_t end);
	void *arg;
};

/* Goes along n sorted rows of one agent. */
void cs_overlap_run(const struct cs_overlap *o, const struct cs_stint *stint, size_t n);

#endif
