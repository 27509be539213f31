/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading record streams: see reader.h. */
#include "rec/reader.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rec/bytes.h"
#include "rec/scan.h"
#include "rec/schema.h"
#include "rec/union.h"

/* A record longer than this is no record: a file without newlines would fill the memory. */
enum { RECORD_MAX = 16 * 1024 * 1024 };

/* One input. Regular files are closed behind their head and opened again when it is their turn. */
struct input {
	const char *path;
	struct cs_bytes *bytes; /* open, or NULL */
	struct cs_buf tail;	/* read and not yet handed on: whole records, perhaps, or a part */
	bool whole;		/* there may be whole records in the tail */
	uint64_t counted;	/* bytes taken that the reader's count has */
	struct cs_head head;
	bool headed;
	bool any;	    /* a record was there */
	struct cs_str once; /* its header, where no record can be equal to it; or nothing */
};

struct cs_reader {
	struct input *input;
	size_t ninput, now; /* now: the one being read */
	struct cs_head head;
	struct cs_union *both; /* with CS_READER_UNION and several inputs, else NULL */
	struct cs_batch own;   /* for the union: records in the input's own order */
	uint64_t row0, seq;
	_Atomic uint64_t rows, bytes;
	uint64_t total;
	bool failed;
};

/* For messages, also when it is not open. */
static const char *
input_name(const struct input *in)
{
	return strcmp(in->path, "-") == 0 ? "stdin" : in->path;
}

static int
no_bytes(const struct input *in, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_DATA, "%s: no bytes, not even a header", input_name(in));
	return cs_err_hint(e, "a stream without records still has its header, so the stage before "
			      "has failed");
}

static int
too_long(const struct input *in, uint64_t line, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_DATA, "%s:%llu: a record of over %d MiB", input_name(in),
	    (unsigned long long)line, RECORD_MAX >> 20);
	return cs_err_hint(e, "is it a file of records? cs-ingest makes them of other files");
}

/*
 * Appends what one read brings to buf and counts it. Behind the message of a gzip file that broke
 * off stands how many records came before that.
 */
static int64_t
fill(struct cs_reader *r, struct input *in, struct cs_buf *buf, struct cs_err *e)
{
	char *p = cs_buf_reserve(buf, CS_BYTES_BLOCK);
	int64_t got = cs_bytes_read(in->bytes, p, CS_BYTES_BLOCK, e);
	uint64_t taken = cs_bytes_taken(in->bytes);

	atomic_fetch_add_explicit(&r->bytes, taken - in->counted, memory_order_relaxed);
	in->counted = taken;
	if (got > 0)
		buf->n += (size_t)got;
	if (got < 0 && e != NULL && e->status == CS_EXIT_DATA) {
		size_t n = strlen(e->msg);

		(void)snprintf(e->msg + n, sizeof e->msg - n, ", %llu records",
		    (unsigned long long)(r->row0 - 1));
	}
	return got;
}

/*
 * Where a column has numbers or times no record is the header once more. In streams of more than
 * one kind of record it may be: cells are joined end to end with theirs.
 */
static bool
only_once(const struct cs_head *head)
{
	if (cs_str_eqz(head->col[0].name, "kind"))
		return false;
	for (unsigned i = 0; i < head->ncol; i++) {
		const struct cs_column *c = cs_schema_find(head->col[i].name);

		if (c != NULL && (c->type == CS_INT || c->type == CS_DEC || c->type == CS_TIME ||
				     c->type == CS_BOOL))
			return true;
	}
	return false;
}

/* Reads up to the end of the first line and parses it; the rest stays in the tail. */
static int
read_head(struct cs_reader *r, struct input *in, struct cs_err *e)
{
	size_t n = 0;
	struct cs_str line, reason;
	const char *name = input_name(in);

	in->tail.n = 0;
	for (;;) {
		int64_t got = fill(r, in, &in->tail, e);

		if (got < 0)
			return -1;
		if (got == 0 && in->tail.n == 0)
			return no_bytes(in, e);
		if (got == 0)
			return cs_err_set(e, CS_EXIT_DATA, "%s:1: the header is cut off", name);
		n += cs_str_find(cs_str_skip(cs_buf_all(&in->tail), n), '\n');
		if (n < in->tail.n)
			break;
		if (n > RECORD_MAX)
			return too_long(in, 1, e);
	}
	line = cs_str(in->tail.p, n);
	if (cs_batch_poison(line, &reason))
		return cs_batch_poisoned(name, reason, e);
	if (!in->headed && cs_head_parse(&in->head, line, e) != 0) {
		cs_err_prefix(e, "%s:1", name);
		return -1;
	}
	if (in->headed && !cs_str_eq(line, in->head.raw))
		return cs_err_set(e, CS_EXIT_DATA, "%s:1: the header has changed meanwhile", name);
	in->headed = true;
	if (only_once(&in->head))
		in->once = in->head.raw;
	in->whole = true;
	in->tail.n -= n + 1;
	memmove(in->tail.p, in->tail.p + n + 1, in->tail.n);
	return 0;
}

static void
shut(struct input *in)
{
	cs_bytes_close(in->bytes);
	in->bytes = NULL;
	in->counted = 0;
	cs_buf_finish(&in->tail);
}

/* Opens an input, reads its head and, if it is not the first, closes it where that can be
 * undone. */
static int
prepare(struct cs_reader *r, struct input *in, bool first, struct cs_err *e)
{
	in->bytes = cs_bytes_open(in->path, e);
	if (in->bytes == NULL)
		return -1;
	r->total += cs_bytes_size(in->bytes);
	if (read_head(r, in, e) != 0)
		return -1;
	if (!first && cs_bytes_again(in->bytes)) {
		atomic_fetch_sub_explicit(&r->bytes, in->counted, memory_order_relaxed);
		shut(in);
	}
	return 0;
}

static int
same_head(const struct input *a, const struct input *b, struct cs_err *e)
{
	if (cs_str_eq(a->head.raw, b->head.raw))
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "%s:1: the header is not the same as that of %s",
	    input_name(b), input_name(a));
	return cs_err_hint(e, "--union matches columns by name");
}

static int
open_all(struct cs_reader *r, int flags, struct cs_err *e)
{
	for (size_t i = 0; i < r->ninput; i++)
		if (prepare(r, &r->input[i], i == 0, e) != 0)
			return -1;
	if ((flags & CS_READER_UNION) != 0 && r->ninput > 1) {
		r->both = cs_union_new(&r->head);
		for (size_t i = 0; i < r->ninput; i++)
			cs_union_add(r->both, &r->input[i].head);
		return 0;
	}
	cs_head_copy(&r->head, &r->input[0].head);
	for (size_t i = 1; i < r->ninput; i++)
		if (same_head(&r->input[0], &r->input[i], e) != 0)
			return -1;
	return 0;
}

struct cs_reader *
cs_reader_open(char *const *paths, int n, int flags, struct cs_err *e)
{
	struct cs_reader *r = cs_mem_new0(1, sizeof *r);

	r->ninput = n > 0 ? (size_t)n : 1;
	r->input = cs_mem_new0(r->ninput, sizeof *r->input);
	for (size_t i = 0; i < r->ninput; i++)
		r->input[i].path = n > 0 ? paths[i] : "-";
	r->row0 = 1;
	if (open_all(r, flags, e) == 0)
		return r;
	cs_reader_close(r);
	return NULL;
}

void
cs_reader_close(struct cs_reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->ninput; i++) {
		shut(&r->input[i]);
		cs_head_finish(&r->input[i].head);
	}
	cs_head_finish(&r->head);
	cs_union_free(r->both);
	cs_batch_finish(&r->own);
	free(r->input);
	free(r);
}

const char *
cs_reader_name(const struct cs_reader *r)
{
	return input_name(&r->input[0]);
}

const struct cs_head *
cs_reader_head(const struct cs_reader *r)
{
	return &r->head;
}

/* Cuts bytes behind their last newline; what is left over goes to the tail. False: no newline. */
static bool
cut(struct input *in, struct cs_buf *bytes, size_t from)
{
	const char *last =
	    bytes->n != from ? memrchr(bytes->p + from, '\n', bytes->n - from) : NULL;
	size_t n;

	if (last == NULL)
		return false;
	n = (size_t)(last - bytes->p) + 1;
	cs_buf_add(&in->tail, last + 1, bytes->n - n);
	bytes->n = n;
	return true;
}

/* The next whole records of the current input: 1; 0 at its end; -1. */
static int
read_input(struct cs_reader *r, struct input *in, struct cs_buf *bytes, struct cs_err *e)
{
	size_t from = in->whole ? 0 : in->tail.n;

	cs_buf_reset(bytes);
	cs_buf_str(bytes, cs_buf_all(&in->tail));
	cs_buf_reset(&in->tail);
	if (in->whole) {
		in->whole = false;
		if (cut(in, bytes, 0))
			return 1;
		from = bytes->n;
	}
	for (;;) {
		int64_t got = fill(r, in, bytes, e);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		if (cut(in, bytes, from))
			return 1;
		from = bytes->n;
		if (from > RECORD_MAX)
			return too_long(in, r->row0 + 1, e);
	}
	if (bytes->n == 0)
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "%s:%llu: the record is cut off, without a newline",
	    input_name(in), (unsigned long long)(r->row0 + 1));
	return cs_err_hint(e, "the stage before was stopped, or the file is not whole");
}

/* Goes to the next input: 1; 0 when there is none. */
static int
next_input(struct cs_reader *r, struct cs_err *e)
{
	struct input *in;

	shut(&r->input[r->now]);
	if (r->now + 1 == r->ninput)
		return 0;
	in = &r->input[++r->now];
	r->row0 = 1;
	if (in->bytes != NULL)
		return 1;
	in->bytes = cs_bytes_open(in->path, e);
	return in->bytes != NULL && read_head(r, in, e) == 0 ? 1 : -1;
}

/* The next batch as it stands in its input; the caller counts its rows. 1, 0, -1. */
static int
read_batch(struct cs_reader *r, struct cs_batch *b, struct cs_err *e)
{
	int got = r->failed ? -1 : 1;

	while (got > 0 && r->input[r->now].bytes != NULL) {
		struct input *in = &r->input[r->now];

		got = read_input(r, in, &b->bytes, e);
		if (got > 0) {
			b->ncol = in->head.ncol;
			b->nrow = 0;
			b->file = input_name(in);
			b->row0 = r->row0;
			b->head = in->once;
			b->seq = r->seq++;
			in->any = true;
			return 1;
		}
		if (got == 0)
			got = next_input(r, e);
	}
	r->failed = got < 0;
	return got < 0 ? -1 : 0;
}

static void
count_rows(struct cs_reader *r, uint64_t n)
{
	r->row0 += n;
	atomic_fetch_add_explicit(&r->rows, n, memory_order_relaxed);
}

static int
fail(struct cs_reader *r)
{
	r->failed = true;
	return -1;
}

/* A batch of the union, whose records must be split to be put in order. */
static int
read_union(struct cs_reader *r, struct cs_batch *b, struct cs_err *e)
{
	int got = read_batch(r, &r->own, e);

	if (got <= 0)
		return got;
	if (cs_batch_split(&r->own, e) != 0)
		return fail(r);
	cs_union_rewrite(r->both, r->now, &r->own, &b->bytes);
	b->ncol = r->head.ncol;
	b->nrow = 0;
	b->file = r->own.file;
	b->row0 = r->own.row0;
	b->head = (struct cs_str){NULL, 0};
	b->seq = r->own.seq;
	count_rows(r, r->own.nrow);
	return 1;
}

int
cs_reader_read(struct cs_reader *r, struct cs_batch *b, struct cs_err *e)
{
	int got;

	if (r->both != NULL)
		return read_union(r, b, e);
	got = read_batch(r, b, e);
	if (got > 0)
		count_rows(r, cs_scan_newlines(b->bytes.p, b->bytes.n));
	return got;
}

int
cs_reader_next(struct cs_reader *r, struct cs_batch *b, struct cs_err *e)
{
	int got = r->both != NULL ? read_union(r, b, e) : read_batch(r, b, e);

	if (got <= 0)
		return got;
	if (cs_batch_split(b, e) != 0)
		return fail(r);
	if (r->both == NULL)
		count_rows(r, b->nrow);
	return 1;
}

const char *
cs_reader_blank(const struct cs_reader *r)
{
	for (size_t i = 0; i < r->ninput; i++) {
		if (!r->input[i].any)
			return input_name(&r->input[i]);
	}
	return NULL;
}

bool
cs_reader_would_block(const struct cs_reader *r)
{
	const struct input *in = &r->input[r->now];

	return in->bytes != NULL && !in->whole && cs_bytes_would_block(in->bytes);
}

int
cs_reader_fd(const struct cs_reader *r)
{
	const struct input *in = &r->input[r->now];

	return in->bytes != NULL ? cs_bytes_fd(in->bytes) : -1;
}

struct cs_reader_count
cs_reader_count(const struct cs_reader *r)
{
	return (struct cs_reader_count){
	    .rows = atomic_load_explicit(&r->rows, memory_order_relaxed),
	    .bytes = atomic_load_explicit(&r->bytes, memory_order_relaxed),
	    .total = r->total,
	};
}
