/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All lives of a history, each once, by several threads (desk/sweep.h). Private to who drives a run
 * (cli/retaining).
 */
#ifndef CS_RETAIN_HISTORYLOOK_H
#define CS_RETAIN_HISTORYLOOK_H

#include "retain/history.h"

struct cs_history_look {
	struct cs_history *history; /* with as_of; its facts are used up */
	bool keep;		    /* or not: they will be looked at once more */
	size_t most;		    /* bytes that a worker may load at a time; 0: no limit */
	unsigned threads;
	void *ctx;
	/* A life, good until it returns. Which worker gets which is not known. -1 with *e. */
	int (*look)(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e);
	/* Adds worker 1, 2 ... to worker 0 when all is done well. */
	int (*merge)(void *ctx, unsigned worker, struct cs_err *e);
};

/* -1 with *e: what look and merge say, 71 (a customer has more facts than --mem holds), 74. */
int cs_history_look(const struct cs_history_look *k, struct cs_err *e);

#endif
