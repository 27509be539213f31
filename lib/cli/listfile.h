/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of records beside the output, such as a list of what was not found. It may hold names of
 * customers: only its owner may read it, whatever it was before.
 */
#ifndef CS_CLI_LISTFILE_H
#define CS_CLI_LISTFILE_H

#include "rec/writer.h"

struct cs_listfile {
	const char *path;   /* NULL: not wanted */
	const char *head;   /* its first line, without the newline */
	struct cs_writer w; /* once it is open */
	bool open;
};

/*
 * Makes it, or empties it, and writes its head; nothing where it is not wanted. A file that is
 * there and does not begin with that head is left as it is, since it may be a table that was to be
 * read. -1 with *e: 74; 2 for such a file.
 */
int cs_listfile_open(struct cs_listfile *l, struct cs_err *e);

/*
 * Writes the rest and closes it, if it is open. r: how the run went; where that is not 0, the list
 * ends as one that is cut, with the reason in *e. Gives r, or -1 with *e (74).
 */
int cs_listfile_close(struct cs_listfile *l, int r, struct cs_err *e);

#endif
