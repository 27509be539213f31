/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a record stream: see writer.h. */
#include "rec/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>

#include "rec/cellcopy.h"
#include "rec/esc.h"

enum { WRITE_AT = 256 * 1024, PIPE_SIZE = 1024 * 1024 };

void
cs_writer_init(struct cs_writer *w, int fd, const char *name)
{
	int size = fcntl(fd, F_GETPIPE_SZ);

	*w = (struct cs_writer){.fd = fd, .name = name};
	if (size > 0 && size < PIPE_SIZE)
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE); /* a wish; the limits may forbid it */
}

void
cs_writer_free(struct cs_writer *w)
{
	cs_buf_finish(&w->buf);
}

bool
cs_writer_failed(const struct cs_writer *w)
{
	return w->err.status != 0;
}

/* Writes two slices whole; false: w->err. */
static bool
put(struct cs_writer *w, struct cs_str a, struct cs_str b)
{
	while (a.n + b.n != 0) {
		struct iovec v[2] = {{(void *)(uintptr_t)a.p, a.n}, {(void *)(uintptr_t)b.p, b.n}};
		struct pollfd wait = {.fd = w->fd, .events = POLLOUT};
		ssize_t n = writev(w->fd, v + (a.n == 0), 1 + (a.n != 0));
		size_t done = n > 0 ? (size_t)n : 0;

		if (n < 0 && errno == EAGAIN) {
			(void)poll(&wait, 1, -1);
		} else if (n < 0 && errno != EINTR) {
			(void)cs_err_errno(&w->err, CS_EXIT_IO, "%s", w->name);
			return false;
		}
		b = cs_str_skip(b, done > a.n ? done - a.n : 0);
		a = cs_str_skip(a, done);
	}
	return true;
}

/* How many bytes at the end of s are held back: the newlines there, and one byte in any case. */
static size_t
held_back(struct cs_str s)
{
	size_t n = s.n != 0;

	while (n < s.n && s.p[s.n - n - 1] == '\n')
		n++;
	return n;
}

/*
 * Writes the buffer and then more, but for the last byte and newlines before it, which stay in the
 * buffer. (Where there are only newlines, all but one are written: a stream of blank records.)
 */
static void
put_most(struct cs_writer *w, struct cs_str more)
{
	struct cs_str all = cs_buf_all(&w->buf), *last = more.n != 0 ? &more : &all;
	size_t keep = held_back(*last);
	const char *tail;

	if (keep == last->n && keep > 1)
		keep = 1;
	last->n -= keep;
	tail = last->p + last->n;
	if (!cs_writer_failed(w))
		(void)put(w, all, more);
	if (cs_writer_failed(w))
		keep = 0;
	if (last == &all)
		memmove(w->buf.p, tail, keep);
	else {
		cs_buf_reset(&w->buf);
		cs_buf_add(&w->buf, tail, keep);
	}
	w->buf.n = keep;
}

/* Begins a record with the cells that are put in front of all. */
static void
begin_record(struct cs_writer *w)
{
	cs_buf_str(&w->buf, w->lead);
	w->mid = true;
}

/* Begins a cell: the tab before it, and the place for n bytes, which the caller writes. */
static inline char *
begin_cell(struct cs_writer *w, size_t n)
{
	char *p;

	if (!w->mid && w->lead.n != 0)
		begin_record(w);
	p = w->buf.cap - w->buf.n > n ? w->buf.p + w->buf.n : cs_buf_reserve(&w->buf, n + 1);
	if (w->mid) {
		*p++ = '\t';
		w->buf.n++;
	}
	w->mid = true;
	return p;
}

static inline void
add_raw(struct cs_writer *w, struct cs_str raw)
{
	(void)cs_cell_put(begin_cell(w, raw.n), raw);
	w->buf.n += raw.n;
}

/* The names in front of the header: none of them may be in it. */
static void
lead_head(struct cs_writer *w, const struct cs_head *h)
{
	struct cs_str rest = w->lead_names, name;

	while (cs_str_split(&rest, '\t', &name)) {
		for (unsigned i = 0; i < h->ncol; i++) {
			if (cs_str_eq(h->col[i].name, name))
				(void)cs_err_set(&w->err, CS_EXIT_USAGE,
				    "two columns would be called %.*s", CS_STR_ARG(name));
		}
	}
	cs_buf_str(&w->buf, w->lead_names);
	cs_buf_c(&w->buf, '\t');
}

void
cs_writer_lead(struct cs_writer *w, struct cs_str names, struct cs_str cells)
{
	w->lead_names = names;
	w->lead = cells;
}

void
cs_writer_head(struct cs_writer *w, const struct cs_head *h)
{
	if (w->lead.n != 0) {
		if (w->begun)
			return;
		lead_head(w, h);
	}
	cs_buf_str(&w->buf, h->raw);
	cs_buf_c(&w->buf, '\n');
	w->begun = true;
}

void
cs_writer_unhead(struct cs_writer *w)
{
	if (!w->begun || w->mid || w->rows != 0)
		return;
	cs_buf_reset(&w->buf);
	w->begun = false;
}

void
cs_writer_raw(struct cs_writer *w, struct cs_str raw)
{
	add_raw(w, raw);
}

void
cs_writer_text(struct cs_writer *w, struct cs_str text)
{
	if (cs_esc_needed(text)) {
		(void)begin_cell(w, text.n);
		cs_esc_add(&w->buf, text);
	} else {
		add_raw(w, text);
	}
}

void
cs_writer_null(struct cs_writer *w)
{
	add_raw(w, CS_STR("\\N"));
}

void
cs_writer_i64(struct cs_writer *w, int64_t v)
{
	w->buf.n += cs_num_i64_text(begin_cell(w, CS_NUM_I64_MAX), v);
}

void
cs_writer_end(struct cs_writer *w)
{
	cs_buf_c(&w->buf, '\n');
	w->mid = false;
	w->rows++;
	if (w->buf.n >= WRITE_AT)
		put_most(w, cs_str(NULL, 0));
}

void
cs_writer_records(struct cs_writer *w, struct cs_str bytes, uint64_t n)
{
	w->rows += n;
	if (bytes.n < WRITE_AT / 4) {
		cs_buf_str(&w->buf, bytes);
		bytes.n = 0;
	}
	if (w->buf.n + bytes.n >= WRITE_AT / 4)
		put_most(w, bytes);
}

static void
put_all(struct cs_writer *w)
{
	if (!cs_writer_failed(w))
		(void)put(w, cs_buf_all(&w->buf), cs_str(NULL, 0));
	cs_buf_reset(&w->buf);
}

static int
result(const struct cs_writer *w, struct cs_err *e)
{
	if (!cs_writer_failed(w))
		return 0;
	if (e != NULL && e->status == 0)
		*e = w->err;
	return -1;
}

int
cs_writer_push(struct cs_writer *w, struct cs_err *e)
{
	/* Of newlines alone, none could be written without ending on one. */
	if (held_back(cs_buf_all(&w->buf)) < w->buf.n)
		put_most(w, cs_str(NULL, 0));
	return result(w, e);
}

int
cs_writer_flush(struct cs_writer *w, struct cs_err *e)
{
	put_all(w);
	return result(w, e);
}

int
cs_writer_finish(struct cs_writer *w, struct cs_err *e)
{
	return cs_writer_flush(w, e);
}

void
cs_writer_poison(struct cs_writer *w, const char *reason)
{
	if (!w->begun)
		return;
	if (w->mid)
		cs_buf_c(&w->buf, '\n');
	w->mid = false;
	cs_buf_z(&w->buf, "\\! ");
	for (; *reason != '\0'; reason++)
		cs_buf_c(&w->buf, (unsigned char)*reason < ' ' || *reason == 127 ? ' ' : *reason);
	cs_buf_c(&w->buf, '\n');
	put_all(w);
}
