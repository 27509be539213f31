/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where output goes. For -o FILE that is a temporary file beside FILE, which takes its place only
 * when all of it is on the disk: whoever reads FILE sees the old or the new one, whole. Links are
 * followed, so that the link stays and what it points to is replaced. The mode of a file that is
 * there is kept, its owner too where the system lets us. What is there and not a regular file (a
 * fifo, /dev/null) is written directly; a directory, or a file that may not be written, is 74.
 *
 * There is at most one temporary file in a process. INT, TERM, HUP and the end for want of memory
 * remove it; the signals then end the process as if nobody had caught them.
 */
#ifndef CS_CLI_OUTFILE_H
#define CS_CLI_OUTFILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct cs_outfile {
	int fd;		    /* where to write */
	const char *name;   /* for messages: "stdout" or the path as given */
	const char *target; /* with links followed; NULL: written directly */
	const char *temp;   /* beside it */
};

/* Opens path (NULL: standard output). Texts live in the arena. -1 with *e (74). */
int cs_outfile_open(
    struct cs_outfile *o, struct cs_arena *arena, const char *path, struct cs_err *e);

/* Syncs the temporary file and puts it in its place; nothing for direct output. -1 with *e (74). */
int cs_outfile_commit(struct cs_outfile *o, struct cs_err *e);

/* Removes the temporary file, if there still is one. */
void cs_outfile_drop(struct cs_outfile *o);

/* Closes the descriptor and checks it: also standard output. -1 with *e (74). */
int cs_outfile_close(struct cs_outfile *o, struct cs_err *e);

/* Catches the signals; called once at start. Those inherited as ignored stay ignored. */
void cs_outfile_signals(void);

/* One thing more that a signal or the end for want of memory removes: clean is called in a signal
 * handler, and may do what is allowed there. */
void cs_outfile_at_signal(void (*clean)(void));

#endif
