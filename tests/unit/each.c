/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of records one record at a time, across inputs and empty ones; and their instants. */
#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"
#include "base/civil.h"
#include "rec/badcell.h"
#include "rec/each.h"
#include "rec/instant.h"

enum { FILES = 3 };

/* Makes a file with that text; its path into path. */
static void
make(char *path, const char *text)
{
	size_t n = strlen(text);
	int fd;

	memcpy(path, "/tmp/cs-each-XXXXXX", sizeof "/tmp/cs-each-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0 || write(fd, text, n) != (ssize_t)n || close(fd) != 0)
		exit(1);
}

/* The records of files, a line each with first column and instant, then how it ended. */
static void
read_all(const char *const *text, int flags, const char *want, const char *what)
{
	char path[FILES][32], *paths[FILES];
	struct cs_buf got = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_each r;
	int n = 0, more, col = -1;

	for (; n < FILES && text[n] != NULL; n++) {
		make(path[n], text[n]);
		paths[n] = path[n];
	}
	more = cs_each_open(&r, paths, n, flags, &e);
	if (more == 0)
		col = cs_head_find(r.head, CS_STR("at"));
	while (more >= 0 && (more = cs_each_next(&r, &e)) > 0) {
		int64_t at = CS_INSTANT_MIN;

		cs_buf_str(&got, cs_each_raw(&r, 0));
		cs_buf_c(&got, ' ');
		more = cs_each_instant(&r, col, &at, &e);
		if (at != CS_INSTANT_MIN)
			cs_time_text(&got, at);
		cs_buf_c(&got, '\n');
	}
	cs_each_close(&r);
	cs_buf_printf(&got, "%d %d", more, e.status);
	is_slice(cs_buf_all(&got), want, "%s", what);
	cs_buf_finish(&got);
	while (n-- > 0)
		(void)unlink(path[n]);
}

static void
instants(void)
{
	static const struct {
		const char *raw;
		bool good;
		const char *text;
	} t[] = {
	    {"2026-10-05T08:00:00Z", true, "2026-10-05T08:00:00Z"},
	    {"\\x32026-10-05T08:00:00\\x5a", true, "2026-10-05T08:00:00Z"},
	    {"2026-10-05\\x2009:30:00+01:30", true, "2026-10-05T08:00:00Z"},
	    {"2026-10-05 09:30:00+01:30", true, "2026-10-05T08:00:00Z"},
	    {"2026-10-05 05:00:00.5\\x2d03", true, "2026-10-05T08:00:00.500Z"},
	    {"2026-10-05 08:00:00", false, NULL},
	    {"", false, NULL},
	    {"\\N", false, NULL},
	    {"noon", false, NULL},
	    {"2026-10-05T08:00:00Z\\n", false, NULL},
	    {"2026-10-05T08:00:00Z\\q", false, NULL},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		int64_t at = 0;
		bool good = cs_raw_instant(cs_str_z(t[i].raw), &at);

		ok(good == t[i].good, "'%s' is %s", t[i].raw, t[i].good ? "one" : "none");
		cs_buf_reset(&b);
		if (good)
			cs_time_text(&b, at);
		is_slice(cs_buf_all(&b), t[i].good ? t[i].text : "", "this one");
	}
	cs_buf_finish(&b);
}

/* What is said of a cell that is none. */
static void
hints(void)
{
	static const struct {
		const char *raw, *says;
	} t[] = {
	    {"2026-10-05 08:00:00", "AT TIME ZONE"},
	    {"2026-10-05\\x2008:00:00.25", "AT TIME ZONE"},
	    {"2026-10-05", "AT TIME ZONE"},
	    {"infinity", "nullif"},
	    {"-infinity", "nullif"},
	    {"0044-03-15 12:00:00+00 BC", "the years 1 to 9999"},
	    {"05.10.2026 08:00:00 CEST", "as PostgreSQL does"},
	    {"\\q", "as PostgreSQL does"},
	    {"", "as PostgreSQL does"},
	};
	static const struct cs_batch none = {.file = "some.tsv"};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_bad_instant(&none, 0, CS_STR("at"), cs_str_z(t[i].raw), &e), -1, "'%s'",
		    t[i].raw);
		ok(strstr(e.hint, t[i].says) != NULL, "says %s", t[i].says);
	}
}

int
main(void)
{
	instants();
	hints();
	read_all((const char *const[]){"id\tat\na\t2026-10-05T08:00:00Z\nb\t\\N\n", NULL}, 0,
	    "a 2026-10-05T08:00:00Z\nb \n0 0", "one file; NULL is no instant");
	read_all((const char *const[]){"id\na\n", "id\n", "id\nb\nc\n"}, 0, "a \nb \nc \n0 0",
	    "several, one of no records; no such column");
	read_all((const char *const[]){"id\tat\n", NULL}, 0, "0 0", "none at all");
	read_all((const char *const[]){"id\na\n", "id\tat\nb\t2026-10-05T08:00:00Z\n", NULL},
	    CS_READER_UNION, "a \nb 2026-10-05T08:00:00Z\n0 0", "of different columns");
	read_all((const char *const[]){"id\tat\na\tnoon\nb\t\\N\n", NULL}, 0, "a \n-1 65",
	    "a cell that is no instant");
	read_all((const char *const[]){"id\na\nb", NULL}, 0, "a \n-1 65", "a record that is cut");
	read_all((const char *const[]){"id\na\n", "other\nb\n", NULL}, 0, "-1 65", "another head");
	return done();
}
