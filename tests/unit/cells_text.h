/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells from text, for tests of those who read them. */
#ifndef CS_TESTS_CELLS_TEXT_H
#define CS_TESTS_CELLS_TEXT_H

#include <stdio.h>

#include "cell/cell.h"

/* The cells that the text is, or NULL with *e set. */
__attribute__((unused)) static struct cs_cells *
cells_of_text(const char *text, struct cs_err *e)
{
	struct cs_cells *c = NULL;
	struct cs_reader *r;
	FILE *f = tmpfile();
	char path[32];
	char *paths[] = {path};

	if (f == NULL || fputs(text, f) == EOF || fflush(f) != 0)
		return NULL;
	rewind(f);
	(void)snprintf(path, sizeof path, "/dev/fd/%d", fileno(f));
	r = cs_reader_open(paths, 1, 0, e);
	if (r != NULL)
		c = cs_cells_read(r, e);
	cs_reader_close(r);
	fclose(f);
	return c;
}

#endif
