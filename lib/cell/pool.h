/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much cells may grow, and the cells that several threads add to.
 *
 * Design. While there are few groups each thread counts in cells of its own, which stay in the
 * cache of its processor, and at the end they merge by the code that merges shards. But where there
 * are many groups, cells of one's own are a second copy of each. So a thread whose cells outgrow
 * own_most hands them over to the pool, and from then on adds to the pool's, a batch at a time with
 * the lock held. What comes before (splitting records, expressions) needs no lock, and it is most
 * of the work; and group ids are the same for all that are in the pool.
 *
 * Statistics that keep group ids elsewhere than in cells (repeats, overlaps) are counted in cells
 * of one's own to the end.
 */
#ifndef CS_CELL_POOL_H
#define CS_CELL_POOL_H

#include <pthread.h>

#include "cell/celltable.h"

/* 0: no limit. */
struct cs_limits {
	size_t groups; /* of the whole run: more is an error */
	size_t bytes;  /* of all cells together */
};

struct cs_pool {
	struct cs_spill *spill; /* where cells go that are too large; NULL: they may not be */
	struct cs_limits most;
	size_t own_most; /* bytes of cells that a thread keeps for itself; 0: all of them */
	unsigned threads;
	pthread_mutex_t lock;
	struct cs_cells *cells; /* NULL: nobody has joined yet */
	uint64_t rows, look;	/* added to them, and when their limits are looked at again */
};

/* For so many threads: one needs no pool. */
void cs_pool_init(struct cs_pool *p, const struct cs_limits *most, unsigned threads);

/* Frees the cells, if they are still there. */
void cs_pool_finish(struct cs_pool *p);

/* True for a scheme whose cells several threads can add to. */
bool cs_pool_takes(const struct cs_scheme *scheme);

/*
 * Adds *cells to the pool's, which *cells is from then on, owned by the pool. -1 with *e (65), and
 * *cells still the caller's: they do not go together.
 */
int cs_pool_join(struct cs_pool *p, struct cs_cells **cells, struct cs_err *e);

/* The error of more groups than there may be: -1 with *e (71). */
int cs_limits_groups(size_t most, struct cs_err *e);

/* They need more memory than there may be. parts: as many others like them may be there. */
bool cs_limits_over(const struct cs_limits *most, const struct cs_cells *c, unsigned parts);

/*
 * After how many rows the cells are to be looked at again. A look costs as much as there are
 * groups, so it is worth one when as many rows as a part of these have come; the nearer the limit,
 * the smaller a part, since each row may bring a group. Of cells without groups nothing is known:
 * they are looked at soon.
 */
uint64_t cs_limits_next(const struct cs_limits *most, const struct cs_cells *c, unsigned parts);

/*
 * Are the cells within the limits? parts: as many others like them may be there at the same time.
 * -1 with *e (71): there are more groups than --max-keys, or they need more than --mem.
 */
int cs_limits_check(
    const struct cs_limits *most, const struct cs_cells *c, unsigned parts, struct cs_err *e);

#endif
