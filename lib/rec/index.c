/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking up in an index: see index.h. */
#include "rec/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "rec/esc.h"
#include "rec/gz.h"
#include "rec/indexhead.h"

const char cs_index_suffix[] = ".idx";

static const char none[] = "it is none, or of another version";

enum { RECORD = 1024, RECORD_MAX = 16 << 20, HEAD_MAX = 16 << 20 };

static int
damaged(const char *name, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_DATA, "%s: the index is damaged", name);
	return cs_err_hint(e, "remove it, or make it anew with cs-join --index");
}

/* Appends a line of the file, with its newline. 1; 0: the file ends before it; -1 with *e. */
static int
read_line(const struct cs_index *x, uint64_t at, size_t first, size_t most, struct cs_buf *b,
    struct cs_err *e)
{
	size_t begin = b->n, want = first;

	while (b->n - begin < most) {
		char *p = cs_buf_reserve(b, want);
		ssize_t got = pread(x->file, p, want, (off_t)(at + (b->n - begin)));
		const char *end;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cs_err_errno(e, CS_EXIT_IO, "%s", x->path);
		if (got == 0)
			break;
		end = memchr(p, '\n', (size_t)got);
		b->n += end != NULL ? (size_t)(end - p) + 1 : (size_t)got;
		if (end != NULL)
			return 1;
		want *= 2;
	}
	b->n = begin;
	return 0;
}

/* The head of the records, and the column of the key in it. 1; 0: there is none; -1 with *e. */
static int
read_head(struct cs_index *x, struct cs_str column, struct cs_err *e)
{
	struct cs_buf line = CS_BUF_INIT;
	int r = read_line(x, 0, CS_INDEX_LOOKED, HEAD_MAX, &line, e), col;

	if (r == 0)
		r = cs_err_set(e, CS_EXIT_DATA, "%s: no header", x->path);
	else if (r > 0)
		r = cs_head_parse(&x->head, cs_str(line.p, line.n - 1), e);
	cs_buf_finish(&line);
	if (r != 0)
		return -1;
	col = cs_head_find(&x->head, column);
	x->col = (unsigned)col;
	return col >= 0;
}

/* Is the index, of *size bytes, that of the file as it is now? 1 it is, 0 not, -1 with *e. */
static int
fits(struct cs_index *x, const uint64_t number[CS_INDEX_NUMBERS], off_t *size, struct cs_err *e)
{
	struct stat file, index;
	uint64_t head, tail;

	if (fstat(x->file, &file) != 0 || fstat(x->fd, &index) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", x->path);
	*size = index.st_size;
	if ((uint64_t)file.st_size != number[CS_INDEX_BYTES] ||
	    file.st_mtim.tv_sec > index.st_mtim.tv_sec ||
	    (file.st_mtim.tv_sec == index.st_mtim.tv_sec &&
		file.st_mtim.tv_nsec > index.st_mtim.tv_nsec))
		return 0;
	if (cs_index_ends(x->file, x->path, number[CS_INDEX_BYTES], &head, &tail, e) != 0)
		return -1;
	return head == number[CS_INDEX_HEAD] && tail == number[CS_INDEX_TAIL];
}

/* Are the numbers those of an index of that many bytes? Nothing is read or allocated by others. */
static bool
adds_up(const uint64_t number[CS_INDEX_NUMBERS], off_t size)
{
	uint64_t bits = number[CS_INDEX_BITS], at = number[CS_INDEX_DIRECTORY];

	if (bits < CS_INDEX_PILE_BITS || bits > CS_INDEX_MOST_BITS || at > (uint64_t)size)
		return false;
	at += ((UINT64_C(1) << bits) + 1) * CS_INDEX_SLOT;
	return at == number[CS_INDEX_FIRST] && at <= (uint64_t)size &&
	       ((uint64_t)size - at) / CS_INDEX_ENTRY == number[CS_INDEX_ENTRIES] &&
	       ((uint64_t)size - at) % CS_INDEX_ENTRY == 0;
}

static int
bind(struct cs_index *x, struct cs_str column, struct cs_buf *name, struct cs_err *e)
{
	uint64_t number[CS_INDEX_NUMBERS];
	off_t size;
	int r = cs_index_head_read(x->fd, x->name, number, name, e);

	x->why = none;
	if (r <= 0)
		return r;
	x->why = "the file has changed since";
	r = fits(x, number, &size, e);
	if (r <= 0)
		return r;
	if (!adds_up(number, size))
		return damaged(x->name, e);
	r = read_head(x, column, e);
	x->why = "it is by another column";
	if (r <= 0)
		return r;
	x->bits = (unsigned)number[CS_INDEX_BITS];
	x->directory = number[CS_INDEX_DIRECTORY];
	x->entries = number[CS_INDEX_FIRST];
	x->nentry = number[CS_INDEX_ENTRIES];
	x->bytes = number[CS_INDEX_BYTES];
	return cs_str_eq(cs_buf_all(name), x->head.col[x->col].name);
}

int
cs_index_open(struct cs_index *x, struct cs_arena *arena, const char *path, struct cs_str column,
    struct cs_err *e)
{
	struct cs_buf name = CS_BUF_INIT;
	struct stat st;
	int r;

	*x = (struct cs_index){.fd = -1, .file = -1, .path = path, .head = CS_HEAD_INIT};
	x->name = cs_arena_printf(arena, "%s%s", path, cs_index_suffix);
	/* What is no file must not be waited for. */
	x->fd = open(x->name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (x->fd < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			x->why = "it cannot be opened";
		return 0;
	}
	x->why = none;
	if (fstat(x->fd, &st) != 0 || !S_ISREG(st.st_mode))
		r = 0;
	else if ((x->file = cs_index_open_file(path, e)) < 0)
		r = -1;
	else
		r = bind(x, column, &name, e);
	cs_buf_finish(&name);
	if (r <= 0) {
		const char *why = x->why;

		cs_index_close(x);
		x->why = why;
	}
	return r;
}

void
cs_index_close(struct cs_index *x)
{
	if (x->fd >= 0)
		(void)close(x->fd);
	if (x->file >= 0)
		(void)close(x->file);
	cs_head_finish(&x->head);
	*x = (struct cs_index){.fd = -1, .file = -1, .head = CS_HEAD_INIT};
}

/* The entries of a bucket, checked: *n of them. -1 with *e. */
static int
read_bucket(
    const struct cs_index *x, uint64_t bucket, struct cs_buf *b, size_t *n, struct cs_err *e)
{
	unsigned char p[2 * CS_INDEX_SLOT];
	uint64_t from, to;
	int r = cs_index_get(x->fd, x->name, x->directory + bucket * CS_INDEX_SLOT, p, sizeof p, e);

	if (r < 0)
		return -1;
	from = cs_index_number_at(p, 8);
	to = cs_index_number_at(p + CS_INDEX_SLOT, 8);
	if (r == 0 || from > to || to > x->nentry)
		return damaged(x->name, e);
	*n = (size_t)(to - from);
	r = cs_index_get(x->fd, x->name, x->entries + from * CS_INDEX_ENTRY,
	    cs_buf_reserve(b, *n * CS_INDEX_ENTRY), *n * CS_INDEX_ENTRY, e);
	b->n += *n * CS_INDEX_ENTRY;
	if (r < 0)
		return -1;
	if (r == 0 || cs_gz_crc32(0, b->p, b->n) != cs_index_number_at(p + 8, 4))
		return damaged(x->name, e);
	return 0;
}

/* The record at an offset, if it begins there. */
static int
read_record(const struct cs_index *x, uint64_t at, struct cs_buf *b, struct cs_err *e)
{
	char before;
	int r =
	    at == 0 || at >= x->bytes ? 0 : cs_index_get(x->file, x->path, at - 1, &before, 1, e);

	if (r > 0)
		r = before == '\n' ? read_line(x, at, RECORD, RECORD_MAX, b, e) : 0;
	if (r == 0) {
		(void)cs_err_set(
		    e, CS_EXIT_DATA, "%s: the file is not the one that %s is of", x->path, x->name);
		return cs_err_hint(e, "make the index anew with cs-join --index");
	}
	return r < 0 ? -1 : 0;
}

/* Keeps the rows of a batch that have the key; others have its checksum. Gives how many. */
static uint32_t
keep_key(const struct cs_index *x, struct cs_str key, struct cs_batch *b)
{
	struct cs_buf scratch = CS_BUF_INIT;
	uint32_t kept = 0;
	size_t n = 0;

	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str record = cs_batch_record(b, row), cell = cs_batch_raw(b, row, x->col);

		cs_buf_reset(&scratch);
		(void)cs_esc_decode(cell, &scratch, &cell);
		if (!cs_str_eq(cell, key))
			continue;
		memmove(b->bytes.p + n, record.p, record.n + 1);
		n += record.n + 1;
		kept++;
	}
	b->bytes.n = n;
	cs_buf_finish(&scratch);
	return kept;
}

int
cs_index_fetch(const struct cs_index *x, struct cs_str key, struct cs_batch *b, struct cs_err *e)
{
	uint32_t crc = cs_gz_crc32(0, key.p, key.n);
	uint32_t low = crc & ((1U << CS_INDEX_LOW_BITS) - 1);
	struct cs_buf bucket = CS_BUF_INIT;
	size_t n = 0;
	int r = read_bucket(x, crc >> (32 - x->bits), &bucket, &n, e);

	cs_buf_reset(&b->bytes);
	b->ncol = x->head.ncol;
	b->file = x->path;
	b->row0 = 0;
	for (size_t i = 0; i < n && r == 0; i++) {
		uint64_t entry = cs_index_number_at(
		    (const unsigned char *)bucket.p + i * CS_INDEX_ENTRY, CS_INDEX_ENTRY);

		if (entry >> CS_INDEX_OFFSET_BITS == low)
			r = read_record(
			    x, entry & ((UINT64_C(1) << CS_INDEX_OFFSET_BITS) - 1), &b->bytes, e);
	}
	cs_buf_finish(&bucket);
	if (r == 0)
		r = cs_batch_split(b, e);
	if (r == 0 && keep_key(x, key, b) != b->nrow)
		r = cs_batch_split(b, e);
	return r;
}
