/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All contacts that were kept (desk/visits), a pile or a part of one at a time, by several threads:
 * what repeats, chains and the columns about them have in common.
 *
 * A customer is whole in what a worker is given, and is given once, so a worker that keeps to what
 * it is given needs nothing of the others. Which worker gets which pile is not known: results must
 * not depend on it.
 */
#ifndef CS_DESK_SWEEP_H
#define CS_DESK_SWEEP_H

#include "desk/visits.h"

struct cs_sweep {
	struct cs_visits *visits; /* empty of what was swept, afterwards */
	bool keep;		  /* or not: it will be swept once more */
	size_t most;		  /* bytes that one worker may load at a time; 0: no limit */
	unsigned threads;	  /* workers: 1 .. CS_THREAD_MOST */
	void *ctx;

	/* Takes what was loaded of pile number nr, which is good until it returns. -1 with *e. */
	int (*look)(void *ctx, unsigned worker, const struct cs_visit_pile *loaded, unsigned nr,
	    struct cs_err *e);

	/* Adds worker 1, 2 ... to worker 0 when all is done well; NULL: nothing to merge. */
	int (*merge)(void *ctx, unsigned worker, struct cs_err *e);
};

/* Runs it. -1 with *e: what look and merge say; 71: a customer is too large; 74. */
int cs_sweep_run(const struct cs_sweep *s, struct cs_err *e);

#endif
