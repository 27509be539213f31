/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of records beside the output, such as a list of what was not found. It may hold names of
 * customers: only its owner may read it, whatever it was before.
 */
#ifndef CS_CLI_LISTFILE_H
#define CS_CLI_LISTFILE_H

#include "rec/writer.h"

/*
 * Makes it, or empties it. head: its first line, without the newline: a file that is there and does
 * not begin with it is left as it is, since it may be a table that was to be read; NULL: the caller
 * writes a line of its own, and what is there is lost. path is kept by reference. -1 with *e: 74; 2
 * for such a file.
 */
int cs_listfile_open(struct cs_writer *w, const char *path, const char *head, struct cs_err *e);

/* Writes the rest and closes it. -1 with *e (74). */
int cs_listfile_close(struct cs_writer *w, struct cs_err *e);

#endif
