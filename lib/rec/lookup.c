/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records of one key: see lookup.h. */
#include "rec/lookup.h"

#include <string.h>
#include <sys/stat.h>

#include "rec/esc.h"
#include "rec/gz.h"
#include "rec/index.h"
#include "rec/manifest.h"
#include "rec/reader.h"

static int
take_rows(struct cs_lookup *l, const struct cs_batch *b, unsigned col, struct cs_err *e)
{
	struct cs_buf scratch = CS_BUF_INIT;
	int r = 0;

	for (uint32_t row = 0; row < b->nrow && r == 0; row++) {
		struct cs_str cell = cs_batch_raw(b, row, col);

		if (b->escaped && cs_raw_null(cell))
			continue;
		cs_buf_reset(&scratch);
		(void)cs_esc_decode(cell, &scratch, &cell);
		if (!cs_str_eq(cell, l->key))
			continue;
		l->found++;
		r = l->take(l->arg, b, row, e);
	}
	cs_buf_finish(&scratch);
	return r;
}

/* Positions looked at together: a loop that the compiler makes vectors of. */
enum { TOGETHER = 128 };

/* Does the needle begin somewhere in the first n places of the text? */
static bool
begins_in(const char *p, size_t n, struct cs_str needle)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == *needle.p && memcmp(p + i, needle.p, needle.n) == 0)
			return true;
	return false;
}

/* Of all places only those with the first and the last byte of the needle are looked at: several
 * times as fast as memmem() where there are few. */
static bool
has(const struct cs_batch *b, struct cs_str needle)
{
	const char *p = b->bytes.p;
	size_t i = 0, n = b->bytes.n, last = needle.n - 1;
	char head, tail;

	if (needle.n == 0 || n < needle.n)
		return needle.n == 0;
	head = needle.p[0];
	tail = needle.p[last];
	for (; i + last + TOGETHER <= n; i += TOGETHER) {
		unsigned char any = 0;

		for (unsigned k = 0; k < TOGETHER; k++)
			any |= (p[i + k] == head) & (p[i + k + last] == tail);
		if (any != 0 && begins_in(p + i, TOGETHER, needle))
			return true;
	}
	return begins_in(p + i, n - last - i, needle);
}

/* The key, an escape that it may hide behind, or a poison line. */
static bool
may_have(const struct cs_batch *b, struct cs_str raw)
{
	return has(b, raw) || has(b, CS_STR("\\x")) || has(b, CS_STR("\\!"));
}

static int
scan(struct cs_lookup *l, struct cs_reader *in, unsigned col, struct cs_err *e)
{
	struct cs_buf raw = CS_BUF_INIT;
	struct cs_batch b = {0};
	int got;

	cs_esc_add(&raw, l->key);
	while ((got = cs_reader_read(in, &b, e)) > 0)
		if (may_have(&b, cs_buf_all(&raw)) &&
		    (cs_batch_split(&b, e) != 0 || take_rows(l, &b, col, e) != 0)) {
			got = -1;
			break;
		}
	l->read += cs_reader_count(in).rows;
	cs_batch_finish(&b);
	cs_buf_finish(&raw);
	return got;
}

/* The head of a file, which what is found refers to, outlives it. */
static struct cs_head *
keep_head(struct cs_lookup *l, const struct cs_head *head)
{
	struct cs_head *kept = cs_arena_new(l->arena, 1, sizeof *kept);

	*kept = (struct cs_head){.ncol = head->ncol, .raw = cs_arena_str(l->arena, head->raw)};
	kept->col = cs_arena_new(l->arena, head->ncol, sizeof *kept->col);
	for (unsigned i = 0; i < head->ncol; i++) {
		kept->col[i] = head->col[i];
		kept->col[i].name = cs_arena_str(l->arena, head->col[i].name);
	}
	return kept;
}

static int
look_in_all(struct cs_lookup *l, const char *path, struct cs_err *e)
{
	char *const paths[] = {(char *)(uintptr_t)path};
	struct cs_reader *in = cs_reader_open(paths, 1, 0, e);
	int col, r = 0;

	if (in == NULL)
		return -1;
	col = cs_head_find(cs_reader_head(in), l->column);
	if (l->begin(l->arg, keep_head(l, cs_reader_head(in)), path) && col >= 0)
		r = scan(l, in, (unsigned)col, e);
	cs_reader_close(in);
	return r;
}

/* 1: it was looked up; 0: there is no index to do so. */
static int
look_in_index(struct cs_lookup *l, const char *path, struct cs_err *e)
{
	struct cs_batch b = {0};
	struct cs_index x;
	int r = cs_index_open(&x, l->arena, path, l->column, e);

	if (r == 0 && x.why != NULL && l->unused != NULL)
		l->unused(l->arg, path, x.why);
	if (r <= 0)
		return r;
	if (l->begin(l->arg, keep_head(l, &x.head), path)) {
		r = cs_index_fetch(&x, l->key, &b, e);
		l->read += r == 0 ? b.nrow : 0;
		if (r == 0)
			r = take_rows(l, &b, x.col, e);
	}
	cs_batch_finish(&b);
	cs_index_close(&x);
	return r < 0 ? -1 : 1;
}

static int
look_in_file(struct cs_lookup *l, const char *path, struct cs_err *e)
{
	int r = strcmp(path, "-") != 0 ? look_in_index(l, path, e) : 0;

	return r == 0 ? look_in_all(l, path, e) : r < 0 ? -1 : 0;
}

/* In the only part that can have it, or in all. */
static int
look_in_folder(struct cs_lookup *l, const char *folder, struct cs_err *e)
{
	struct cs_manifest m;
	size_t from = 0, to;

	if (cs_manifest_read_in(&m, l->arena, folder, e) != 0)
		return -1;
	to = m.n;
	if (m.by.p != NULL && cs_str_eq(m.by, l->column) && (m.n & (m.n - 1)) == 0) {
		from = cs_gz_crc32(0, l->key.p, l->key.n) & (m.n - 1);
		to = from + 1;
	}
	for (size_t i = from; i < to; i++)
		if (look_in_file(l,
			cs_arena_printf(l->arena, "%s/%.*s", folder, CS_STR_ARG(m.part[i].name)),
			e) != 0)
			return -1;
	return 0;
}

int
cs_lookup_path(struct cs_lookup *l, const char *path, struct cs_err *e)
{
	struct stat st;

	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return look_in_folder(l, path, e);
	return look_in_file(l, path, e);
}
