/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting CSV into records: see csv.h. */
#include "rec/csv.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/csvodd.h"
#include "rec/csvscan.h"

static unsigned simd = CS_CSV_WAYS - 1;

void
cs_csv_use_simd(unsigned most)
{
	simd = most;
}

void
cs_csv_init(struct cs_csv *c, const struct cs_csv_opt *opt)
{
	*c = (struct cs_csv){.opt = *opt, .line = 1, .way = cs_csv_way(simd)};
}

void
cs_csv_finish(struct cs_csv *c)
{
	cs_buf_finish(&c->tail);
	cs_csv_odd_free(c->odd);
	c->odd = NULL;
}

void
cs_csv_batch_finish(struct cs_csv_batch *b)
{
	cs_buf_finish(&b->bytes);
	cs_buf_finish(&b->odd);
	free(b->end);
	free(b->rec);
	*b = (struct cs_csv_batch){0};
}

void
cs_csv_begin(struct cs_csv *c, struct cs_csv_batch *b)
{
	cs_buf_reset(&b->bytes);
	cs_buf_reset(&b->odd);
	b->nend = b->nrec = 0;
	b->line0 = c->line;
	b->offset0 = c->offset;
	cs_buf_str(&b->bytes, cs_buf_all(&c->tail));
	cs_buf_reset(&c->tail);
	c->pos = 0;
	c->seen = b->bytes.n;
}

/* One pass over a batch. */
struct cutter {
	struct cs_csv *c;
	struct cs_csv_batch *b;
	uint32_t line; /* of the record at c->pos, within the batch */
	bool eof;
};

static struct cs_csv_rec *
new_record(struct cutter *k, size_t len)
{
	struct cs_csv_batch *b = k->b;
	struct cs_csv_rec *r;

	b->rec = cs_mem_grow(b->rec, &b->rec_cap, b->nrec + 1, sizeof *b->rec);
	r = &b->rec[b->nrec++];
	*r = (struct cs_csv_rec){.begin = (uint32_t)k->c->pos,
	    .end = (uint32_t)(k->c->pos + len),
	    .cell = (uint32_t)b->nend,
	    .line = k->line};
	return r;
}

/* The first line end in s: its place (s.n when there is none) and its bytes, 0 to 2. */
static size_t
line_end(struct cs_str s, size_t *n)
{
	size_t nl = cs_str_find(s, '\n');
	size_t cr = cs_str_find(cs_str_head(s, nl), '\r');

	*n = nl < s.n;
	if (cr == nl)
		return nl;
	*n = cr + 1 == nl && nl < s.n ? 2 : 1;
	return cr;
}

/*
 * Rejects the first line of what is at c->pos, which is known to hold it whole, or more than
 * max_record bytes of it, or all there is.
 */
static void
reject_line(struct cutter *k, enum cs_csv_bad bad)
{
	struct cs_csv *c = k->c;
	struct cs_str rest = cs_str_skip(cs_buf_all(&k->b->bytes), c->pos);
	size_t n, len = line_end(cs_str_head(rest, c->opt.max_record + 2), &n);

	if (len <= c->opt.max_record) {
		new_record(k, len)->bad = (uint8_t)bad;
		c->pos += len + n;
		k->line++;
		return;
	}
	new_record(k, c->opt.max_record)->bad = CS_CSV_LONG;
	c->pos += c->opt.max_record;
	c->skip = true;
}

/* Goes on to the end of a line that was too long; false when it is not there yet. */
static bool
skip_line(struct cutter *k)
{
	struct cs_csv *c = k->c;
	struct cs_str rest = cs_str_skip(cs_buf_all(&k->b->bytes), c->pos);
	size_t n, len = line_end(rest, &n);

	/* After a CR that is the last byte so far an LF may come that belongs to it. */
	if (n == 0 || (len + n == rest.n && rest.p[len] == '\r' && !k->eof)) {
		c->pos += len;
		return false;
	}
	c->pos += len + n;
	c->skip = false;
	k->line++;
	return true;
}

static size_t
count_lines(struct cs_str s)
{
	size_t n = 0;

	for (const char *p = s.p, *end = s.p + s.n; p < end; n++, p++)
		if ((p = memchr(p, '\n', (size_t)(end - p))) == NULL)
			break;
	return n;
}

/* Learns the number of cells of the first good record. */
static void
learn_cells(struct cs_csv *c, const struct cs_csv_batch *b)
{
	for (size_t i = 0; c->ncell == 0 && i < b->nrec; i++)
		c->ncell = b->rec[i].ncell;
}

/*
 * Whether the cells of an odd record may be believed. Over several lines it is as likely that a
 * quote is missing and the lines are records, so then their number must be that of the header.
 */
static bool
believable(struct cs_csv *c, const struct cs_csv_batch *b, size_t lines, uint32_t ncell)
{
	learn_cells(c, b);
	return lines < 2 || c->ncell == 0 || ncell == c->ncell;
}

/* A blank line that ends with a CR alone: a record of one empty cell, as other blank lines. */
static void
put_blank(struct cutter *k)
{
	struct cs_csv_batch *b = k->b;
	struct cs_csv_rec *r = new_record(k, 0);

	b->end = cs_mem_grow(b->end, &b->end_cap, b->nend + 1, sizeof *b->end);
	b->end[b->nend++] = r->end;
	r->ncell = 1;
}

/* The record at c->pos is odd; false when more bytes are needed to judge it. */
static bool
take_odd(struct cutter *k)
{
	struct cs_csv *c = k->c;
	struct cs_str s = cs_str_skip(cs_buf_all(&k->b->bytes), c->pos);
	struct cs_csv_extent x = cs_csv_odd_extent(s, c->opt.delim, c->opt.max_record + 2, k->eof);
	uint32_t first, n;
	struct cs_csv_rec *r;
	size_t len, lines;

	if (x.end == 0)
		return false;
	s = cs_str_head(s, x.end);
	if (c->odd == NULL)
		c->odd = cs_csv_odd_new(c->opt.delim, c->opt.strict);
	len = s.n;
	while (len != 0 && x.closed && (s.p[len - 1] == '\n' || s.p[len - 1] == '\r'))
		len--;
	lines = count_lines(s) + (s.p[s.n - 1] == '\r');
	if (x.closed && len == 0) {
		put_blank(k);
		c->pos += x.end;
		k->line += (uint32_t)lines;
		return true;
	}
	if (!x.closed || len > c->opt.max_record || !cs_csv_odd_read(c->odd, s, k->b, &first, &n) ||
	    !believable(c, k->b, lines, n)) {
		reject_line(k, x.odd != CS_CSV_GOOD ? x.odd : CS_CSV_UNCLOSED);
		return true;
	}
	r = new_record(k, len);
	r->cell = first;
	r->ncell = n;
	r->flags = CS_CSV_ODD | CS_CSV_QUOTE | CS_CSV_HIGH | CS_CSV_ESC;
	c->pos += x.end;
	k->line += (uint32_t)lines;
	return true;
}

/* False: more bytes are needed. */
static bool
start_of_file(struct cutter *k)
{
	static const char bom[] = "\xef\xbb\xbf";
	struct cs_str s = cs_buf_all(&k->b->bytes);

	if (s.n < 3 && !k->eof && memcmp(bom, s.p, s.n) == 0)
		return false;
	if (s.n >= 3 && memcmp(bom, s.p, 3) == 0)
		k->c->pos = 3;
	k->c->started = true;
	return true;
}

/* Takes all there is; ends where more bytes are needed. */
static void
cut_all(struct cutter *k)
{
	struct cs_csv *c = k->c;
	struct cs_csv_batch *b = k->b;

	while (c->pos < b->bytes.n) {
		enum cs_csv_stop stop;

		if (c->skip) {
			if (!skip_line(k))
				return;
			continue;
		}
		stop = cs_csv_scan(&c->opt, c->way, b, &c->pos, &k->line);
		if (stop == CS_CSV_STOP_ODD) {
			if (!take_odd(k))
				return;
		} else if (stop == CS_CSV_STOP_LONG) {
			reject_line(k, CS_CSV_UNCLOSED);
		} else if (c->pos < b->bytes.n) {
			if (!k->eof && b->bytes.n - c->pos <= c->opt.max_record + 2)
				return;
			reject_line(k, CS_CSV_UNCLOSED);
		}
	}
}

size_t
cs_csv_split(struct cs_csv *c, struct cs_csv_batch *b, bool eof)
{
	struct cutter k = {c, b, (uint32_t)(c->line - b->line0), eof};

	if (!c->started && (b->bytes.n == 0 || !start_of_file(&k)))
		return 0;
	if (eof && c->pos < b->bytes.n && b->bytes.p[b->bytes.n - 1] != '\n')
		cs_buf_c(&b->bytes, '\n');
	memset(cs_buf_reserve(&b->bytes, CS_CSV_SLACK), 0, CS_CSV_SLACK);
	/* Without a line's end among the new bytes nothing can have become complete. */
	if (eof || c->skip || b->bytes.n - c->pos > c->opt.max_record ||
	    memchr(b->bytes.p + c->seen, '\n', b->bytes.n - c->seen) != NULL ||
	    memchr(b->bytes.p + c->seen, '\r', b->bytes.n - c->seen) != NULL)
		cut_all(&k);
	c->seen = b->bytes.n;
	c->line = b->line0 + k.line;
	learn_cells(c, b);
	if (b->odd.n != 0)
		(void)cs_buf_reserve(&b->odd, CS_CSV_SLACK);
	if (b->nrec != 0 || c->skip) {
		cs_buf_reset(&c->tail);
		cs_buf_str(&c->tail, cs_str_skip(cs_buf_all(&b->bytes), c->pos));
		c->offset = b->offset0 + c->pos;
		if (b->nrec == 0)
			cs_csv_begin(c, b);
	}
	return b->nrec;
}

struct cs_str
cs_csv_text(
    const struct cs_csv_batch *b, const struct cs_csv_rec *r, uint32_t i, struct cs_buf *scratch)
{
	struct cs_str s = cs_csv_raw(b, r, i);
	size_t n, begin;

	if (s.n == 0 || s.p[0] != '"' || (r->flags & CS_CSV_ODD) != 0)
		return s;
	s = cs_str(s.p + 1, s.n - 2);
	n = cs_str_find(s, '"');
	if (n == s.n)
		return s;
	begin = scratch->n;
	cs_buf_reserve(scratch, s.n);
	while (n < s.n) {
		cs_buf_str(scratch, cs_str_head(s, n + 1));
		s = cs_str_skip(s, n + 2);
		n = cs_str_find(s, '"');
	}
	cs_buf_str(scratch, s);
	return cs_str(scratch->p + begin, scratch->n - begin);
}

const char *
cs_csv_reason(enum cs_csv_bad bad)
{
	static const char *const reason[] = {
	    [CS_CSV_GOOD] = "nothing wrong",
	    [CS_CSV_UNCLOSED] = "a quote that is not closed",
	    [CS_CSV_LONG] = "a line longer than a record may be",
	    [CS_CSV_STRAY] = "a quote inside an unquoted cell",
	    [CS_CSV_AFTER] = "text behind a closing quote",
	    [CS_CSV_CR] = "a CR that is not before LF",
	};

	return reason[bad];
}
