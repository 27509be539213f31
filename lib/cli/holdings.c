/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of operands: see holdings.h. */
#include "cli/holdings.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/exchange.h"
#include "rec/bytes.h"
#include "rec/gz.h"
#include "rec/head.h"
#include "rec/manifest.h"

enum { SNIFF = 64 * 1024, DEPTH = 64 };

/* A walk through operands. */
struct walk {
	struct cs_holdings *h;
	struct cs_arena *arena;
	struct cs_err *e;
};

/* The first line: of a stream of records it names a column that we know. */
static enum cs_holding_kind
kind_of_line(struct cs_str line, const char *path)
{
	enum cs_holding_kind kind = CS_HOLDING_OTHER;
	struct cs_head head = CS_HEAD_INIT;

	if (cs_head_parse(&head, line, NULL) == 0) {
		for (unsigned i = 0; i < head.ncol; i++)
			if (head.col[i].def != NULL)
				kind = CS_HOLDING_RECORDS;
		if (cs_str_eqz(cs_manifest_base(cs_str_z(path)), cs_manifest_name) &&
		    cs_head_find(&head, CS_STR("shard")) >= 0 &&
		    cs_head_find(&head, CS_STR("crc32")) >= 0)
			kind = CS_HOLDING_MANIFEST;
	}
	cs_head_finish(&head);
	return kind;
}

/* An index, by its name and that of the file beside it. */
static bool
is_index(const struct walk *w, const char *path)
{
	struct cs_str s = cs_str_z(path);
	struct stat st;

	return cs_str_ends(s, CS_STR(".idx")) &&
	       stat(cs_arena_printf(w->arena, "%.*s", (int)s.n - 4, s.p), &st) == 0;
}

static bool
is_packed(const char *path)
{
	unsigned char magic[2];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool packed;

	if (fd < 0)
		return false;
	packed = read(fd, magic, sizeof magic) == sizeof magic && cs_gz_magic(magic, 2);
	(void)close(fd);
	return packed;
}

static int
sniff(const struct walk *w, struct cs_holding *f)
{
	struct cs_bytes *in = cs_bytes_open(f->path, w->e);
	char *block;
	size_t have = 0, line;
	int64_t n = 0;

	if (in == NULL)
		return -1;
	block = cs_mem_new(SNIFF, 1);
	while (have + 2 <= SNIFF && (n = cs_bytes_read(in, block + have, SNIFF - have, w->e)) > 0) {
		have += (size_t)n;
		if (memchr(block, '\n', have) != NULL)
			break;
	}
	cs_bytes_close(in);
	line = cs_str_find(cs_str(block, have), '\n');
	f->kind = CS_HOLDING_OTHER;
	if (is_index(w, f->path))
		f->kind = CS_HOLDING_INDEX;
	else if (cs_str_starts(cs_str(block, have), CS_STR("{\"cs\":\"")))
		f->kind = CS_HOLDING_TRACE;
	else if (line < have)
		f->kind = kind_of_line(cs_str(block, line), f->path);
	free(block);
	f->gz = is_packed(f->path);
	return n < 0 ? -1 : 0;
}

static int
add_file(const struct walk *w, const char *path, const struct stat *st)
{
	struct cs_holdings *h = w->h;
	char real[PATH_MAX];
	struct cs_holding *f;

	if (realpath(path, real) == NULL)
		return cs_err_errno(w->e, CS_EXIT_IO, "%s", path);
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->file[i].real, real) == 0)
			return 0;
	h->file = cs_mem_grow(h->file, &h->cap, h->n + 1, sizeof *h->file);
	f = &h->file[h->n++];
	*f = (struct cs_holding){.path = path,
	    .real = cs_arena_printf(w->arena, "%s", real),
	    .linked = st->st_nlink > 1};
	return sniff(w, f);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted; *n of them. NULL with *e (74). */
static const char **
names_in(const struct walk *w, const char *path, size_t *n)
{
	DIR *d = opendir(path);
	const char **name = NULL;
	const struct dirent *x;
	size_t cap = 0;

	*n = 0;
	if (d == NULL) {
		(void)cs_err_errno(w->e, CS_EXIT_IO, "%s", path);
		return NULL;
	}
	name = cs_mem_grow(name, &cap, 1, sizeof *name);
	while ((errno = 0, x = readdir(d)) != NULL) {
		if (strcmp(x->d_name, ".") == 0 || strcmp(x->d_name, "..") == 0 ||
		    cs_exchange_named(x->d_name))
			continue;
		name = cs_mem_grow(name, &cap, *n + 1, sizeof *name);
		name[(*n)++] = cs_arena_printf(w->arena, "%s", x->d_name);
	}
	if (errno != 0) {
		(void)cs_err_errno(w->e, CS_EXIT_IO, "%s", path);
		free(name);
		name = NULL;
	}
	(void)closedir(d);
	if (name != NULL && *n != 0)
		qsort(name, *n, sizeof *name, compare);
	return name;
}

/* Folders are few deep; the limit is for those that are not. */
static int
walk(const struct walk *w, const char *path, int depth) /* NOLINT(misc-no-recursion) */
{
	const char **name;
	size_t n;
	int r = 0;

	if (depth > DEPTH)
		return cs_err_set(
		    w->e, CS_EXIT_IO, "%s: folders are more than %d deep", path, (int)DEPTH);
	name = names_in(w, path, &n);
	if (name == NULL)
		return -1;
	for (size_t i = 0; i < n && r == 0; i++) {
		const char *below = cs_arena_printf(w->arena, "%s/%s", path, name[i]);
		struct stat st;

		if (lstat(below, &st) != 0)
			r = cs_err_errno(w->e, CS_EXIT_IO, "%s", below);
		else if (S_ISDIR(st.st_mode))
			r = walk(w, below, depth + 1);
		else if (S_ISREG(st.st_mode))
			r = add_file(w, below, &st);
	}
	free(name);
	return r;
}

int
cs_holdings_find(
    struct cs_holdings *h, struct cs_arena *a, char *const *operand, int n, struct cs_err *e)
{
	struct walk w = {h, a, e};

	*h = (struct cs_holdings){0};
	for (int i = 0; i < n; i++) {
		struct stat st;
		int r;

		if (stat(operand[i], &st) != 0)
			return cs_err_errno(e, CS_EXIT_IO, "%s", operand[i]);
		if (S_ISDIR(st.st_mode))
			r = walk(&w, operand[i], 0);
		else if (S_ISREG(st.st_mode))
			r = add_file(&w, operand[i], &st);
		else
			r = cs_err_set(
			    e, CS_EXIT_IO, "%s: neither a file nor a folder", operand[i]);
		if (r != 0)
			return r;
	}
	return 0;
}

void
cs_holdings_finish(struct cs_holdings *h)
{
	free(h->file);
	*h = (struct cs_holdings){0};
}
