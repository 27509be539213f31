/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One file of a test's own, for what reads paths: its text is written anew for each case, and
 * messages name it by textfile.
 *
 *	textfile_begin(); ... read(textfile_of("a\tb\n1\t2\n")) ... textfile_end();
 */
#ifndef CS_TESTS_TEXTFILE_H
#define CS_TESTS_TEXTFILE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char textfile[] = "/tmp/cs-unit.XXXXXX";

static void
textfile_begin(void)
{
	int fd = mkstemp(textfile);

	if (fd < 0 || close(fd) != 0)
		abort();
}

static void
textfile_end(void)
{
	(void)unlink(textfile);
}

/* Its path; it holds text alone. */
static char *
textfile_of(const char *text)
{
	FILE *f = fopen(textfile, "w");

	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
	return textfile;
}

#endif
