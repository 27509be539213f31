/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file as a source: see csvin.h. */
#include "intake/csvin.h"

#include <inttypes.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { SKIP_LIMIT = 1 << 20 };

/* Whole characters of s: UTF-16 has units of two bytes, and pairs of units. */
static size_t
whole_chars(const struct cs_csvin *c, struct cs_str s, bool eof)
{
	bool le = c->encoding == cs_encoding_parse(CS_STR("utf-16le"));
	bool be = c->encoding == cs_encoding_parse(CS_STR("utf-16be"));
	size_t n = s.n;

	if ((!le && !be) || eof)
		return n;
	n -= n % 2;
	/* The first half of a pair waits for the second. */
	if (n >= 2 && ((unsigned char)s.p[n - (le ? 1 : 2)] & 0xfc) == 0xd8)
		n -= 2;
	return n;
}

static int
read_coded(struct cs_csvin *c, struct cs_buf *to, struct cs_err *e)
{
	char *room = cs_buf_reserve(&c->coded, CS_BYTES_BLOCK);
	int64_t got = cs_bytes_read(c->in, room, CS_BYTES_BLOCK, e);
	struct cs_str s;
	size_t n;

	if (got < 0)
		return -1;
	c->coded.n += (size_t)got;
	c->eof = got == 0;
	s = cs_buf_all(&c->coded);
	n = whole_chars(c, s, c->eof);
	if (!cs_encoding_add(to, cs_str_head(s, n), c->encoding))
		return cs_err_set(e, CS_EXIT_DATA,
		    "%s: not in the encoding that the map names (from byte %" PRIu64 " on)",
		    c->name, c->coded_done);
	c->coded_done += n;
	memmove(c->coded.p, c->coded.p + n, s.n - n);
	c->coded.n -= n;
	return 0;
}

/* Adds what one read brings. */
static int
read_more(struct cs_csvin *c, struct cs_buf *to, struct cs_err *e)
{
	int64_t got;

	if (c->encoding >= 0)
		return read_coded(c, to, e);
	got = cs_bytes_read(c->in, cs_buf_reserve(to, CS_BYTES_BLOCK), CS_BYTES_BLOCK, e);
	if (got < 0)
		return -1;
	to->n += (size_t)got;
	c->eof = got == 0;
	return 0;
}

static int
next_batch(struct cs_csvin *c, struct cs_csv_batch *b, struct cs_err *e)
{
	for (;;) {
		if (cs_csv_split(&c->csv, b, c->eof) != 0)
			return 1;
		if (c->eof)
			return 0;
		if (read_more(c, &b->bytes, e) != 0)
			return -1;
	}
}

/* Drops the lines before the header. */
static int
skip_lines(struct cs_csvin *c, int64_t lines, struct cs_err *e)
{
	struct cs_buf *b = &c->batch.bytes;
	size_t at = 0;
	int64_t done = 0;

	while (done < lines) {
		const char *nl = b->n > at ? memchr(b->p + at, '\n', b->n - at) : NULL;

		if (nl != NULL) {
			at = (size_t)(nl - b->p) + 1;
			done++;
			continue;
		}
		if (c->eof || b->n - at > SKIP_LIMIT)
			return cs_err_set(e, CS_EXIT_DATA,
			    "%s: fewer than %" PRId64 " lines before the header", c->name, lines);
		if (read_more(c, b, e) != 0)
			return -1;
	}
	if (done == 0)
		return 0;
	memmove(b->p, b->p + at, b->n - at);
	b->n -= at;
	c->csv.offset += at;
	c->csv.line += (uint64_t)done;
	c->csv.started = true;
	c->batch.offset0 = c->csv.offset;
	c->batch.line0 = c->csv.line;
	c->csv.seen = 0;
	return 0;
}

static int
check_start(const struct cs_csvin *c, struct cs_err *e)
{
	const unsigned char *p = (const unsigned char *)c->batch.bytes.p;
	bool le, be;

	if (c->encoding >= 0 || c->batch.bytes.n < 2)
		return 0;
	le = p[0] == 0xff && p[1] == 0xfe;
	be = p[0] == 0xfe && p[1] == 0xff;
	if (!le && !be)
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "%s: is UTF-16", c->name);
	return cs_err_hint(e, "--set encoding=utf-16%s reads it", le ? "le" : "be");
}

/* Takes the first record that is not a blank line as the header. */
static int
take_header(struct cs_csvin *c, struct cs_err *e)
{
	const struct cs_csv_batch *b = &c->batch;
	const struct cs_csv_rec *rec;
	struct cs_buf scratch = CS_BUF_INIT;

	while (c->first < b->nrec && b->rec[c->first].bad == CS_CSV_GOOD &&
	       b->rec[c->first].begin == b->rec[c->first].end)
		c->first++;
	if (c->first == b->nrec)
		return 0;
	rec = &b->rec[c->first++];
	if (rec->bad != CS_CSV_GOOD)
		return cs_err_set(e, CS_EXIT_DATA, "%s:%" PRIu64 ": the header: %s", c->name,
		    cs_csv_line(b, rec), cs_csv_reason((enum cs_csv_bad)rec->bad));
	if (!cs_utf8_valid(cs_csv_bytes(b, rec)) ||
	    memchr(b->bytes.p + rec->begin, '\0', rec->end - rec->begin) != NULL) {
		(void)cs_err_set(e, CS_EXIT_DATA, "%s:%" PRIu64 ": the header is not UTF-8",
		    c->name, cs_csv_line(b, rec));
		return cs_err_hint(e, "--set encoding=windows-1252, latin1, utf-16le or utf-16be "
				      "says what it is");
	}
	c->header = cs_arena_new(&c->arena, rec->ncell, sizeof *c->header);
	c->nheader = rec->ncell;
	for (uint32_t i = 0; i < rec->ncell; i++) {
		cs_buf_reset(&scratch);
		c->header[i] = cs_arena_str(&c->arena, cs_csv_text(b, rec, i, &scratch));
	}
	cs_buf_finish(&scratch);
	return 1;
}

int
cs_csvin_open(struct cs_csvin *c, const char *path, const struct cs_smap *map,
    const struct cs_csv_opt *opt, struct cs_err *e)
{
	struct cs_csv_opt own = *opt;
	int got = 0;

	*c = (struct cs_csvin){.encoding = map->encoding};
	own.delim = map->delim;
	cs_csv_init(&c->csv, &own);
	c->in = cs_bytes_open(path, e);
	if (c->in == NULL)
		return -1;
	c->name = cs_bytes_name(c->in);
	cs_csv_begin(&c->csv, &c->batch);
	while (c->batch.bytes.n < 4 && !c->eof)
		if (read_more(c, &c->batch.bytes, e) != 0)
			return -1;
	if (check_start(c, e) != 0 || skip_lines(c, map->skip_lines, e) != 0)
		return -1;
	while (got == 0) {
		got = next_batch(c, &c->batch, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return cs_err_set(e, CS_EXIT_DATA,
			    "%s: is empty; a CSV begins with a header line", c->name);
		got = take_header(c, e);
		if (got == 0) {
			c->first = 0;
			cs_csv_begin(&c->csv, &c->batch);
		}
	}
	return got < 0 ? -1 : 0;
}

void
cs_csvin_close(struct cs_csvin *c)
{
	cs_bytes_close(c->in);
	cs_csv_finish(&c->csv);
	cs_csv_batch_finish(&c->batch);
	cs_buf_finish(&c->coded);
	cs_arena_finish(&c->arena);
	*c = (struct cs_csvin){0};
}

int
cs_csvin_next(struct cs_csvin *c, struct cs_csv_batch *b, size_t *first, struct cs_err *e)
{
	*first = 0;
	if (!c->taken) {
		struct cs_csv_batch swap = *b;

		c->taken = true;
		*b = c->batch;
		c->batch = swap;
		*first = c->first;
		return 1;
	}
	if (c->eof)
		return 0;
	cs_csv_begin(&c->csv, b);
	return next_batch(c, b, e);
}
