/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The journal of an exchange of files (cli/exchange), as it is on the disk. It is a record
 * stream in the folder that it is of, and names within it alone:
 *
 *	name	new	bytes	crc32
 *	calls.tsv	.calls.tsv.cs-new	4711	5d1bc2a0
 *	calls.tsv.idx	\N	\N	\N
 *
 * The new file takes the name; where there is none the file goes away. A journal that is there is
 * whole (it came by a rename, synced), and all that it says is still to be done, or done: doing it
 * twice does no harm.
 */
#ifndef CS_CLI_JOURNAL_H
#define CS_CLI_JOURNAL_H

#include "cli/exchange.h"

#define CS_JOURNAL     ".cs-journal"
#define CS_JOURNAL_NEW ".cs-new" /* what names of new files end with */

/* Writes the journal of a folder of the exchange; none where nothing happens in it. -1 with *e
 * (74). */
int cs_journal_write(const struct cs_exchange *x, size_t folder, struct cs_err *e);

/*
 * Does what the journal of a folder says, removes it, and removes new files that it does not have:
 * they are of runs that were killed before. *done grows by the files it had. fd: the folder's.
 * -1 with *e: 74; 65 it is no journal, or one of its new files is neither there nor in its place.
 */
int cs_journal_finish(
    const char *path, int fd, struct cs_arena *arena, size_t *done, struct cs_err *e);

#endif
