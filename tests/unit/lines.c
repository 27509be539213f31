/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser of small text files: items, sections, continuation, cells, and what it refuses. */
#include "base/lines.h"

#include "base/buf.h"

#include "../tap.h"

#include <unistd.h>

/* Every item as "line[section]text;", and the message at an error. */
static const char *
items_of(struct cs_str text)
{
	static struct cs_buf b;
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_lines l;
	struct cs_line item;
	int r;

	cs_buf_reset(&b);
	cs_lines_init(&l, &a, "f", text);
	while ((r = cs_lines_next(&l, &item, &e)) > 0)
		cs_buf_printf(&b, "%d[%.*s]%s%.*s;", item.line, CS_STR_ARG(item.section),
		    item.heading ? "!" : "", CS_STR_ARG(item.text));
	if (r < 0)
		cs_buf_z(&b, e.msg);
	cs_arena_finish(&a);
	return cs_buf_cstr(&b);
}

static void
test_items(void)
{
	static const struct {
		const char *text, *items;
	} cases[] = {
	    {"", ""},
	    {"\n\n", ""},
	    {"a = 1", "1[]a = 1;"},
	    {"a = 1\n", "1[]a = 1;"},
	    {"a = 1\r\nb = 2\r\n", "1[]a = 1;2[]b = 2;"},
	    {"# c\n a = 1\n", "2[]a = 1;"},
	    {"[s]\na\n[ t u ]\nb\n", "1[s]![s];2[s]a;3[t u]![ t u ];4[t u]b;"},
	    {"a = 1\n  2\n\t3\nb\n", "1[]a = 1 2 3;4[]b;"},
	    {"a =\n  1\n", "1[]a = 1;"},
	    {"a\n \nb\n", "1[]a;3[]b;"},
	    {"a\n  1\n  # not this\n  2\n", "1[]a 1 2;"},
	    {"a # no comment\n", "1[]a # no comment;"},
	    {"[x] = 1\n", "1[][x] = 1;"},
	    {"[s\n", "f:1: a section is written [name]"},
	    {"[]\n", "f:1: a section is written [name]"},
	    {"a\n\xff\n", "1[]a;f:2: not UTF-8"},
	    {"a\n  \xff\n", "f:2: not UTF-8"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(items_of(cs_str_z(cases[i].text)), cases[i].items, "case %zu", i);
	is_str(items_of(CS_STR("a\0b\n")), "f:1: a NUL byte", "a NUL");
}

static void
test_parts(void)
{
	static const struct {
		const char *text, *key, *value; /* key NULL: no pair */
	} pairs[] = {
	    {"a = b = c", "a", "b = c"},
	    {"a=", "a", ""},
	    {"= b", NULL, ""},
	    {"a b", NULL, ""},
	};
	struct cs_line item = {.text = CS_STR("a | b||d ")};
	struct cs_str cell[3], key, value;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		struct cs_line line = {.text = cs_str_z(pairs[i].text)};
		bool good = cs_line_pair(&line, &key, &value);

		ok(good == (pairs[i].key != NULL), "pair '%s'", pairs[i].text);
		if (good && pairs[i].key != NULL) {
			is_slice(key, pairs[i].key, "its key");
			is_slice(value, pairs[i].value, "its value");
		}
	}
	is_int(cs_line_cells(&item, cell, 3), 4, "cells there are");
	is_slice(cell[0], "a", "the first");
	is_slice(cell[1], "b", "the second");
	is_slice(cell[2], "", "an empty one");
}

/* Keys of a section, by a table whose records begin with their names. */
static void
test_keys(void)
{
	static const struct {
		const char *name;
		int more;
	} table[] = {{"from", 1}, {"until", 2}, {"owner", 3}};
	static const struct cs_line_keys keys = {table, 3, sizeof *table, "a contract"};
	static const struct {
		const char *text, *is; /* the value, or what is said */
		int k;
	} items[] = {
	    {"until = 2026", "2026", 1},
	    {"owner = a = b", "a = b", 2},
	    {"until = 2027", "until is there twice", -1},
	    {"from =", "from has no value", -1},
	    {"from = x", "x", 0}, /* what had no value was not there */
	    {"fro = x", "'fro' is no key of a contract", -1},
	    {"from", "'from' is not key = value", -1},
	};
	unsigned given = 0;

	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
		struct cs_line line = {.text = cs_str_z(items[i].text)};
		struct cs_err e = CS_ERR_INIT;
		struct cs_str value;

		is_int(
		    cs_line_key(&keys, &line, &given, &value, &e), items[i].k, "%s", items[i].text);
		if (items[i].k >= 0)
			is_slice(value, items[i].is, "its value");
		else
			is_str(e.msg, items[i].is, "why not");
		is_int(e.status, items[i].k >= 0 ? 0 : CS_EXIT_USAGE, "its status");
		if (i == 5)
			is_str(e.hint, "its keys: from, until, owner", "the keys there are");
	}
	is_int(given, 7, "all were there");
}

static void
test_load(void)
{
	const char *dir = getenv("TMPDIR");
	char path[4096];
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_str text;
	int fd;

	(void)snprintf(path, sizeof path, "%s/cs-lines-XXXXXX", dir != NULL ? dir : P_tmpdir);
	fd = mkstemp(path);
	ok(fd >= 0 && write(fd, "a = 1\n", 6) == 6 && close(fd) == 0, "a file");
	ok(cs_lines_load(&a, path, 6, &text, &e) == 0 && cs_str_eqz(text, "a = 1\n"), "is read");
	is_int(cs_lines_load(&a, path, 5, &text, &e), -1, "but not when it is too large");
	is_int(e.status, CS_EXIT_DATA, "which is bad data");
	(void)unlink(path);
	cs_err_clear(&e);
	is_int(cs_lines_load(&a, path, 6, &text, &e), -1, "nor when it is gone");
	is_int(e.status, CS_EXIT_IO, "which is a matter of files");
	cs_err_clear(&e);
	is_int(cs_lines_load(&a, "/", 6, &text, &e), -1, "nor a folder");
	cs_arena_finish(&a);
}

int
main(void)
{
	test_items();
	test_parts();
	test_keys();
	test_load();
	return done();
}
