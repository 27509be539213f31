/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder of files that appears whole or not at all. The files are made in a temporary folder
 * beside it, .NAME.XXXXXX, which takes its place when all of them are on the disk, by one rename:
 * whoever opens the folder sees the old set, the new one, or none, never half of one.
 *
 *	cs_outdir_open(&o, &arena, "parts", names, n, replace, &err)
 *	write to o.fd[i], for each name
 *	cs_outdir_commit(&o, &err), or cs_outdir_drop(&o)
 *
 * A failed run removes what it made, and so do INT, TERM, HUP and the end for want of memory. Only
 * kill -9 and a lost machine leave the temporary folder, which nobody takes for the set and which
 * may be removed.
 *
 * Where the folder is there already (and not empty), that is an error; with `replace` it changes
 * places with the new one and is removed, but only if it holds nothing but the files that its own
 * list says (see cs_outdir_open). Of two runs that make the same folder at once the second fails
 * (75), or with `replace` the last one wins; both sets were whole.
 *
 * Of more files than a process may have open, one is open at a time (one_by_one): cs_outdir_begin
 * opens the next, cs_outdir_end closes it; the file system is synced once, when all are there.
 *
 * There is at most one such folder in a process.
 */
#ifndef CS_CLI_OUTDIR_H
#define CS_CLI_OUTDIR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct cs_outdir {
	const char *name;   /* as given */
	const char *target; /* without slashes at its end */
	const char *temp;   /* NULL: there is none (any more) */
	const char *const *file;
	size_t n;
	int *fd;    /* by file; -1: closed */
	int folder; /* of the temporary folder */
	bool replace, one_by_one;
};

/*
 * Makes the temporary folder and in it the files, n of them, empty, open for writing. Texts live in
 * the arena; the names stay the caller's. -1 with *e: 74 it cannot be made, or the folder is there
 * and not empty, or with `replace` has other files than `mine` says: mine(name) is true for the
 * names that a run like this one makes.
 */
struct cs_outdir_ask {
	const char *path;
	const char *const *file;
	size_t n;
	bool replace;
	bool (*mine)(const char *name);
	bool one_by_one; /* none is open yet */
};
int cs_outdir_open(
    struct cs_outdir *o, struct cs_arena *arena, const struct cs_outdir_ask *ask, struct cs_err *e);

/* Opens file i of a folder of one_by_one; closes it. -1 with *e (74). */
int cs_outdir_begin(struct cs_outdir *o, size_t i, struct cs_err *e);
int cs_outdir_end(struct cs_outdir *o, size_t i, struct cs_err *e);

/* Syncs and closes all files, syncs the folder, and puts it in its place. -1 with *e: 74, or 75
 * when somebody else has made the folder meanwhile. Then as drop. */
int cs_outdir_commit(struct cs_outdir *o, struct cs_err *e);

/* Removes the temporary folder, if there still is one, and closes what is open. */
void cs_outdir_drop(struct cs_outdir *o);

#endif
