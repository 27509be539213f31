/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads: one loop, in two uses.
 *
 *	filter		read a block, work on it, take the results in the order of reading
 *	aggregator	read a block, add it to the worker's own state; one merge at the end
 *
 * There are no fixed roles. Each thread asks what is most urgent: taking the oldest finished block
 * (one thread at a time, in order), else working on a block that was read, else reading the next
 * (one at a time). So N threads are busy with N blocks whichever stage is slow, the number of
 * blocks in flight bounds the memory, and the output does not depend on N.
 *
 * An aggregator has nothing to take, so each of its threads works on the blocks that it has read
 * itself, in one slot: they never leave its cache.
 *
 * Blocks are known by the number of their slot; what a slot holds is the caller's, in arrays of
 * as many elements as there are slots. A slot is touched by one thread at a time, and what one
 * callback wrote there the next one sees.
 */
#ifndef CS_BASE_THREAD_H
#define CS_BASE_THREAD_H

#include <stddef.h>

#include "base/err.h"

enum { CS_THREAD_MOST = 64 };

struct cs_thread_plan {
	/*
	 * Fills a slot with the next block: 1; 0 when there is no more (the slot is unused then);
	 * -1 with *e. Never called by two threads at once, nor again after 0 or -1.
	 */
	int (*read)(void *ctx, size_t slot, struct cs_err *e);

	/*
	 * Works on the block of a slot: 0, or -1 with *e. worker is 0 .. threads - 1; no two
	 * threads have the same at once, so what must not be shared is kept by worker.
	 */
	int (*work)(void *ctx, unsigned worker, size_t slot, struct cs_err *e);

	/*
	 * Takes the result, in the order of reading: 0; 1 to stop (no more is wanted, no error);
	 * -1 with *e. Never called by two threads at once. NULL: there is nothing to take.
	 */
	int (*take)(void *ctx, size_t slot, struct cs_err *e);

	/*
	 * Once all is done well: adds the state of worker 1, 2 .. threads - 1 to worker 0's, in
	 * that order, called by the caller's thread: 0, or -1 with *e. NULL: nothing to merge.
	 * Workers that never got a block are merged as well.
	 */
	int (*merge)(void *ctx, unsigned worker, struct cs_err *e);
};

/* How many slots a run with so many threads uses: blocks in flight. 1 for one thread. */
size_t cs_thread_slots(unsigned threads);

/*
 * Runs the plan with so many threads (1 .. CS_THREAD_MOST), the caller's own being one of them;
 * 1 runs all of it inline, and where the system gives no more threads it goes on with those it
 * has. Returns when every thread has ended: 0, or -1 with *e, the error that belongs to the
 * earliest block among those that came up, so that in a filter everything before it was taken.
 * After an error nothing more is read. Signals are left to the caller's thread.
 */
int cs_thread_run(const struct cs_thread_plan *plan, void *ctx, unsigned threads, struct cs_err *e);

/* Processors that this process may run on, 1 .. CS_THREAD_MOST: what "--threads 0" means. */
unsigned cs_thread_cpus(void);

#endif
