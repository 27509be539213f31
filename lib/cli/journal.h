/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The journal of an exchange of files (cli/exchange), as it is on the disk: a record stream
 * in the first of the folders.
 *
 *	folder	name	new	bytes	crc32
 *	/data	calls.tsv	.calls.tsv.cs-new	4711	5d1bc2a0
 *	/data	calls.tsv.idx	\N	\N	\N
 *
 * The new file takes the name; where there is none the file goes away. A journal that is there is
 * whole (it came by a rename, synced), and all that it says is still to be done, or done: doing it
 * twice does no harm. In each of the other folders .cs-journal-at says where it is, so that a run
 * that looks at these alone finds it.
 *
 * A journal that belongs to somebody else is refused: it says which files are to go.
 */
#ifndef CS_CLI_JOURNAL_H
#define CS_CLI_JOURNAL_H

#include "cli/exchange.h"

#define CS_JOURNAL     ".cs-journal"
#define CS_JOURNAL_AT  ".cs-journal-at"
#define CS_JOURNAL_NEW ".cs-new" /* what names of new files end with */

/* Writes the journal of an exchange of at least one file: it happens from now on. -1 with *e (74):
 * it does not. */
int cs_journal_write(const struct cs_exchange *x, struct cs_err *e);

/*
 * Does what a journal that concerns a folder says, removes it, and removes from the folder new
 * files that no journal has: they are of runs that were killed before. *done grows by the files
 * that the journal had. -1 with *e: 74; 75 its own folder is locked by another run; 65 it is no
 * journal, or one of its new files is neither there nor in its place.
 */
int cs_journal_finish(const struct cs_exchange *x, size_t folder, size_t *done, struct cs_err *e);

#endif
