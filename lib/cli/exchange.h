/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several files replaced by new ones, together: a reader sees of each the old or the new one,
 * whole, and a run that is killed in the middle is finished by the next.
 *
 *	cs_exchange_open(&x, folders, n, &err)	locks, and finishes what a killed run left
 *	cs_exchange_begin(&x, path, &err)	then write to x.fd by cs_exchange_write
 *	cs_exchange_end(&x, &err)		for each file
 *	cs_exchange_remove(&x, path, &err)	for files that go away
 *	cs_exchange_commit(&x, &err), or cs_exchange_drop(&x)
 *
 * New files are made beside the old ones as .NAME.cs-new, with their owner and mode, and synced.
 * Commit writes into the first folder a journal, .cs-journal, of all that is to be renamed, and
 * syncs it; from then on the exchange happens, by this run or by the next one that opens one of
 * the folders. So all files change or none, whatever ends the run.
 *
 * Folders are locked (flock) while they are open: a second run is refused (75). INT, TERM and HUP
 * remove what was made, before the commit; they wait during it.
 *
 * There is at most one exchange in a process.
 */
#ifndef CS_CLI_EXCHANGE_H
#define CS_CLI_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct cs_exchange {
	struct cs_arena *arena;
	struct cs_exchange_folder {
		const char *path;
		int fd;
	} * folder;
	size_t nfolder;
	struct cs_exchange_item {
		size_t folder;
		const char *name; /* in the folder */
		const char *temp; /* NULL: the file goes away */
		int64_t bytes;	  /* of the new one */
		uint32_t crc;
	} * item;
	size_t n, cap;
	size_t finished; /* files that a killed run had left to do */
	bool committed;	 /* the journal is written */
	int fd;		 /* of the file that is being written; -1: none */
};

/* A name that these files have; nobody else looks at such. */
bool cs_exchange_named(const char *name);

/*
 * Locks the folders (n absolute paths, each once, sorted), removes what a killed run left that had
 * not come to its commit, and finishes one that had: x->finished files. -1 with *e: 74; 75 another
 * run has one of the folders; 65 a journal that is none. Then drop.
 */
int cs_exchange_open(struct cs_exchange *x, struct cs_arena *arena, const char *const *folder,
    size_t n, struct cs_err *e);

/* Begins the new file of a path, absolute and free of links, which is there. -1 with *e (74): not
 * to be written, no room. */
int cs_exchange_begin(struct cs_exchange *x, const char *path, struct cs_err *e);
int cs_exchange_write(struct cs_exchange *x, const void *p, size_t n, struct cs_err *e);

/* Syncs and closes it; gives where it is until the commit. NULL with *e (74). */
const char *cs_exchange_end(struct cs_exchange *x, struct cs_err *e);

/* Bytes and checksum (CRC-32) of the file that was ended last. */
const struct cs_exchange_item *cs_exchange_last(const struct cs_exchange *x);

/* The file at this path goes away with the commit. -1 with *e (74). */
int cs_exchange_remove(struct cs_exchange *x, const char *path, struct cs_err *e);

/* Everything to its place. -1 with *e (74): nothing has changed, or the journal is there and the
 * next run finishes what it says. */
int cs_exchange_commit(struct cs_exchange *x, struct cs_err *e);

/* Removes what was made and is not in its place, unless a journal has it, and unlocks. Also after
 * commit. */
void cs_exchange_drop(struct cs_exchange *x);

#endif
