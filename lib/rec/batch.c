/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch of records: see batch.h. */
#include "rec/batch.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "rec/esc.h"
#include "rec/scan.h"

void
cs_batch_finish(struct cs_batch *b)
{
	cs_buf_finish(&b->bytes);
	free(b->end);
	*b = (struct cs_batch){.ncol = 0};
}

/* Finds what is wrong with an escape that the scan refused, or good; *at is its place. */
static bool
find_bad_escape(struct cs_str record, size_t *at)
{
	size_t i = 0;

	while ((i += cs_str_find(cs_str_skip(record, i), '\\')) < record.n) {
		char byte;
		struct cs_str rest = cs_str_skip(record, i);
		size_t len = cs_esc_one(rest, &byte);
		bool begins = i == 0 || record.p[i - 1] == '\t';

		if (len == 0 && begins && rest.n >= 2 && rest.p[1] == 'N' &&
		    (rest.n == 2 || rest.p[2] == '\t'))
			len = 2;
		if (len == 0) {
			*at = i;
			return true;
		}
		i += len;
	}
	return false;
}

/* False when a cell of the record with \xHH is, decoded, not UTF-8. */
static bool
hex_valid(struct cs_str record, struct cs_buf *scratch)
{
	struct cs_str cell, text;

	if (record.n == 0 || memmem(record.p, record.n, "\\x", 2) == NULL)
		return true;
	while (cs_str_split(&record, '\t', &cell)) {
		cs_buf_reset(scratch);
		if (!cs_raw_null(cell) &&
		    (!cs_esc_decode(cell, scratch, &text) || !cs_utf8_valid(text)))
			return false;
	}
	return true;
}

/* What is shown of an escape that is none: with the digits of \xHH, as far as they are in its
 * cell. */
static struct cs_str
escape_at(struct cs_str s)
{
	if (s.n >= 2 && s.p[1] == 'x')
		return cs_str_head(s, cs_str_find(cs_str_head(s, 4), '\t'));
	return cs_str_head(s, 2);
}

static int
bad_bytes(struct cs_str record, struct cs_err *e)
{
	struct cs_buf scratch = CS_BUF_INIT;
	size_t at;
	bool good;

	if (cs_str_find(record, '\0') != record.n) {
		(void)cs_err_set(e, CS_EXIT_DATA, "a NUL byte");
		return cs_err_hint(e, "records are UTF-8 text; is this a binary file or UTF-16?");
	}
	if (cs_str_starts(record, CS_STR("\xef\xbb\xbf"))) {
		(void)cs_err_set(e, CS_EXIT_DATA, "a byte order mark (BOM)");
		return cs_err_hint(e, "records have none; cs-ingest reads files that have one");
	}
	if (cs_str_find(record, '\r') != record.n) {
		(void)cs_err_set(e, CS_EXIT_DATA, "a carriage return (CR)");
		return cs_err_hint(e, "a record ends with a newline alone, and a CR in a cell is "
				      "written \\r; cs-ingest reads files with CRLF");
	}
	if (find_bad_escape(record, &at)) {
		(void)cs_err_set(e, CS_EXIT_DATA, "'%.*s' is not an escape",
		    CS_STR_ARG(escape_at(cs_str_skip(record, at))));
		return cs_err_hint(e,
		    "a backslash is written \\\\, and NULL is a cell of \\N alone; "
		    "cs-records(5) lists the escapes");
	}
	good = cs_utf8_valid(record) && hex_valid(record, &scratch);
	cs_buf_finish(&scratch);
	if (good)
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "not UTF-8");
	return cs_err_hint(e, "cs-ingest reads other encodings when the map names them");
}

static int
bad_count(struct cs_str record, unsigned ncol, struct cs_err *e)
{
	size_t n = 1;

	for (size_t i = 0; i < record.n; i++)
		n += record.p[i] == '\t';
	if (n == ncol)
		return 0;
	(void)cs_err_set(
	    e, CS_EXIT_DATA, "%zu cell%s, the header has %u", n, n == 1 ? "" : "s", ncol);
	return cs_err_hint(e, "cells are parted by one tab each; a tab in a cell is written \\t");
}

bool
cs_batch_poison(struct cs_str line, struct cs_str *reason)
{
	if (!cs_str_starts(line, CS_STR("\\!")))
		return false;
	*reason = cs_str_trim(cs_str_skip(line, 2));
	return true;
}

int
cs_batch_poisoned(const char *file, struct cs_str reason, struct cs_err *e)
{
	return cs_err_set(
	    e, CS_EXIT_DATA, "%s: the stage before failed: %.*s", file, CS_STR_ARG(reason));
}

/*
 * Something is odd: says what, of the first record that is. But a stage that fails leaves a cut
 * record before its last words, and those say more than what was cut.
 */
static int
diagnose(const struct cs_batch *b, struct cs_err *e)
{
	struct cs_str rest = cs_buf_all(&b->bytes), line, reason;
	struct cs_err first = CS_ERR_INIT;
	const char *file = b->file != NULL ? b->file : "stdin";
	uint32_t row = 0;

	while (rest.n != 0) {
		size_t n = cs_str_find(rest, '\n');

		line = cs_str_head(rest, n);
		rest = cs_str_skip(rest, n + 1);
		if (cs_batch_poison(line, &reason))
			return cs_batch_poisoned(file, reason, e);
		if (first.status == 0 &&
		    (bad_bytes(line, &first) != 0 || bad_count(line, b->ncol, &first) != 0))
			cs_err_prefix(
			    &first, "%s:%llu", file, (unsigned long long)cs_batch_line(b, row));
		row++;
	}
	if (e != NULL && e->status == 0)
		*e = first;
	return -1;
}

static bool
all_hex_valid(const struct cs_batch *b)
{
	struct cs_buf scratch = CS_BUF_INIT;
	bool good = true;

	for (uint32_t row = 0; good && row < b->nrow; row++)
		good = hex_valid(cs_batch_record(b, row), &scratch);
	cs_buf_finish(&scratch);
	return good;
}

/*
 * Files that were joined by cat: the header of the second would be one record more, in silence. To
 * know where a record begins from the one before costs one load a record, and no time that shows.
 */
static int
find_head(struct cs_batch *b, struct cs_err *e)
{
	uint32_t begin = 0;

	for (uint32_t row = 0, at = b->ncol - 1; row < b->nrow; row++, at += b->ncol) {
		struct cs_str record = cs_str(b->bytes.p + begin, b->end[at] - begin);

		begin = b->end[at] + 1;
		if (__builtin_expect(!cs_str_eq(record, b->head), 1))
			continue;
		b->nrow = 0;
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "%s:%llu: the header again, where a record is due",
		    b->file != NULL ? b->file : "stdin", (unsigned long long)cs_batch_line(b, row));
		return cs_err_hint(e, "files are not joined by cat: name them one after the other, "
				      "and they are one stream");
	}
	return 0;
}

int
cs_batch_split(struct cs_batch *b, struct cs_err *e)
{
	struct cs_scan s = {.end = b->end, .end_cap = b->end_cap};
	struct cs_str all;

	b->nrow = 0;
	b->escaped = false;
	if (b->bytes.n == 0)
		return 0;
	(void)cs_buf_reserve(&b->bytes, CS_BATCH_BEYOND);
	all = cs_buf_all(&b->bytes);
	if (b->ncol == 0 || all.n >= UINT32_MAX || all.p[all.n - 1] != '\n')
		return cs_err_set(
		    e, CS_EXIT_DATA, "%s: not whole records", b->file != NULL ? b->file : "stdin");
	cs_scan(&s, all.p, all.n, b->ncol);
	b->end = s.end;
	b->end_cap = s.end_cap;
	if (s.odd || s.ragged)
		return diagnose(b, e);
	b->nrow = (uint32_t)s.nnewline;
	b->escaped = s.escaped;
	if (s.hex && !all_hex_valid(b)) {
		b->nrow = 0;
		return diagnose(b, e);
	}
	return b->head.n != 0 ? find_head(b, e) : 0;
}
