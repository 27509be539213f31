/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --progress: a line on standard error now and then, with bytes, share, rows and rows a second:
 *
 *	cs-kpi: 1.2 GB of 4.0 GB (30%), 12400000 rows, 4100000 rows/s
 *
 * On a terminal the line is written over itself once a second; otherwise it is a plain new line
 * every ten seconds, without a control byte. Time is the monotonic clock: it never reaches results.
 */
#ifndef CS_CLI_PROGRESS_H
#define CS_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct cs_progress {
	const char *tool;   /* NULL: off, and every call does nothing */
	bool terminal;	    /* standard error is one */
	bool shown;	    /* a line stands on the terminal and wants a newline */
	int64_t begin, due; /* nanoseconds, monotonic */
};

/* name is kept by reference. */
void cs_progress_init(struct cs_progress *p, const char *name);

/* Shows a line if it is time. total 0: not known. Cheap enough for every batch. */
void cs_progress_show(struct cs_progress *p, uint64_t rows, uint64_t bytes, uint64_t total);

/* The last line, and an end to what stands on the terminal. */
void cs_progress_end(struct cs_progress *p, uint64_t rows, uint64_t bytes, uint64_t total);

/* Appends the text of a line without the tool's name; elapsed in nanoseconds. */
void cs_progress_text(
    struct cs_buf *b, uint64_t rows, uint64_t bytes, uint64_t total, int64_t elapsed);

#endif
