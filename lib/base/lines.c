/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser of small text files: see lines.h. */
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

void
cs_lines_init(struct cs_lines *l, struct cs_arena *arena, const char *source, struct cs_str text)
{
	*l = (struct cs_lines){.source = source, .rest = text, .arena = arena};
}

/* Takes one physical line off the front. */
static struct cs_str
physical(struct cs_lines *l)
{
	size_t n = cs_str_find(l->rest, '\n');
	struct cs_str s = cs_str_head(l->rest, n);

	l->rest = cs_str_skip(l->rest, n + (n < l->rest.n));
	l->line++;
	return s;
}

static bool
goes_on(struct cs_str rest)
{
	return rest.n != 0 && (rest.p[0] == ' ' || rest.p[0] == '\t') &&
	       cs_str_trim(cs_str_head(rest, cs_str_find(rest, '\n'))).n != 0;
}

static int
check(const struct cs_lines *l, struct cs_str s, struct cs_err *e)
{
	if (cs_str_find(s, '\0') != s.n)
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: a NUL byte", l->source, l->line);
	if (!cs_utf8_valid(s))
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: not UTF-8", l->source, l->line);
	return 0;
}

static int
heading(struct cs_lines *l, struct cs_line *item, struct cs_err *e)
{
	struct cs_str s = item->text;

	if (s.p[s.n - 1] != ']' || s.n < 3)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "%s:%d: a section is written [name]", l->source, l->line);
	l->section = cs_str_trim(cs_str(s.p + 1, s.n - 2));
	item->section = l->section;
	item->heading = true;
	return 1;
}

int
cs_lines_next(struct cs_lines *l, struct cs_line *item, struct cs_err *e)
{
	struct cs_buf joined = CS_BUF_INIT;
	struct cs_str s;

	do {
		if (l->rest.n == 0)
			return 0;
		s = physical(l);
		if (check(l, s, e) != 0)
			return -1;
		s = cs_str_trim(s);
	} while (s.n == 0 || s.p[0] == '#');
	*item = (struct cs_line){l->section, s, l->line, false};
	if (s.p[0] == '[' && cs_str_find(s, '=') == s.n)
		return heading(l, item, e);
	if (!goes_on(l->rest))
		return 1;
	cs_buf_str(&joined, s);
	while (goes_on(l->rest)) {
		s = physical(l);
		if (check(l, s, e) != 0) {
			cs_buf_finish(&joined);
			return -1;
		}
		s = cs_str_trim(s);
		if (s.p[0] == '#')
			continue;
		cs_buf_c(&joined, ' ');
		cs_buf_str(&joined, s);
	}
	item->text = cs_arena_str(l->arena, cs_buf_all(&joined));
	cs_buf_finish(&joined);
	return 1;
}

bool
cs_line_pair(const struct cs_line *item, struct cs_str *key, struct cs_str *value)
{
	size_t n = cs_str_find(item->text, '=');

	if (n == item->text.n)
		return false;
	*key = cs_str_trim(cs_str_head(item->text, n));
	*value = cs_str_trim(cs_str_skip(item->text, n + 1));
	return key->n != 0;
}

static const char *
key_name(const struct cs_line_keys *keys, size_t k)
{
	return *(const char *const *)((const char *)keys->key + k * keys->size);
}

static int
unknown_key(const struct cs_line_keys *keys, struct cs_str key, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t k = 0; k < keys->n; k++)
		cs_buf_printf(&b, "%s%s", k != 0 ? ", " : "", key_name(keys, k));
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is no key of %s", CS_STR_ARG(key), keys->of);
	(void)cs_err_hint(e, "its keys: %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

int
cs_line_key(const struct cs_line_keys *keys, const struct cs_line *item, unsigned *given,
    struct cs_str *value, struct cs_err *e)
{
	struct cs_str key;
	size_t k = 0;

	if (!cs_line_pair(item, &key, value))
		return cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' is not key = value", CS_STR_ARG(item->text));
	while (k < keys->n && !cs_str_eqz(key, key_name(keys, k)))
		k++;
	if (k == keys->n)
		return unknown_key(keys, key, e);
	if ((*given >> k & 1) != 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s is there twice", key_name(keys, k));
	if (value->n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s has no value", key_name(keys, k));
	*given |= 1U << k;
	return (int)k;
}

size_t
cs_line_cells(const struct cs_line *item, struct cs_str *cell, size_t max)
{
	struct cs_str rest = item->text, piece;
	size_t n = 0;

	while (cs_str_split(&rest, '|', &piece)) {
		if (n < max)
			cell[n] = cs_str_trim(piece);
		n++;
	}
	return n;
}

int
cs_lines_load(
    struct cs_arena *arena, const char *path, size_t limit, struct cs_str *text, struct cs_err *e)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct cs_buf b = CS_BUF_INIT;
	ssize_t got = 0;
	int r = 0;

	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	do {
		got = read(fd, cs_buf_reserve(&b, 65536), 65536);
		if (got > 0)
			b.n += (size_t)got;
	} while ((got > 0 || (got < 0 && errno == EINTR)) && b.n <= limit);
	if (got < 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", path);
	else if (b.n > limit)
		r = cs_err_set(e, CS_EXIT_DATA, "%s: larger than %zu bytes", path, limit);
	else
		*text = cs_arena_str(arena, cs_buf_all(&b));
	if (!is_stdin)
		(void)close(fd);
	cs_buf_finish(&b);
	return r;
}
