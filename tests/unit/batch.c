/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches: the scan in all its ways, the split and what it refuses. */
#include "rec/batch.h"
#include "rec/scan.h"

#include "../tap.h"

static uint64_t seed = 1;

static unsigned
next_random(unsigned below)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(seed >> 33) % below;
}

static bool
same_scan(const struct cs_scan *a, const struct cs_scan *b)
{
	return a->nend == b->nend && a->nnewline == b->nnewline && a->escaped == b->escaped &&
	       a->ragged == b->ragged && a->hex == b->hex && a->odd == b->odd &&
	       (a->nend == 0 || memcmp(a->end, b->end, a->nend * sizeof *a->end) == 0);
}

/* Text made of the pieces that matter, some of them bad; half of the texts are all good. */
static size_t
random_text(char *text, size_t most)
{
	static const char *const piece[] = {"\t", "\n", "\t\\N\t", "\n\\N\n", "\\\\", "\\t", "\\n",
	    "\\b", "\\v", "\\f", "\\r", "\\x41", "\xc3\xbc", "\xc3\xbc\xe2\x82\xac",
	    "\xf0\x9f\x98\x80", "x", "abcdefgh",
	    "0123456789abcdef0123456789abcdef", /* from here on bad, mostly */
	    "\\N", "\\\\N", "\\xC3\\xBC", "\\x0", "\\x00", "\\q", "\\", "N", "\r",
	    "\\\\\\\\\\\\\\\\", "\\\t", "\\\n", "\xc3", "\xbc", "\xed\xa0\x80", "\xef\xbb\xbf"};
	const unsigned all = sizeof piece / sizeof *piece, good = 18;
	unsigned take = next_random(2) != 0 ? all : good;
	size_t n = 0, want = 1 + next_random((unsigned)most - 40);

	while (n < want) {
		const char *add = piece[next_random(take)];

		memcpy(text + n, add, strlen(add));
		n += strlen(add);
	}
	text[n++] = '\n';
	if (take == all && next_random(8) == 0)
		text[next_random((unsigned)n - 1)] = '\0';
	return n;
}

/* All ways on texts of every length, so that each piece comes to stand on the borders of blocks. */
static void
ways(void)
{
	enum { PLAIN = CS_SCAN_WAYS - 1 };
	struct cs_scan s[CS_SCAN_WAYS] = {{.end = NULL}};
	int differ[CS_SCAN_WAYS] = {0}, odd = 0, ragged = 0, rounds = 60000;
	char text[700];

	for (int round = 0; round < rounds; round++) {
		size_t n = random_text(text, sizeof text);
		unsigned ncol = next_random(8) != 0 ? 1 + next_random(4) : 1 + next_random(200);

		for (int w = PLAIN; w >= 0; w--) {
			if (!cs_scan_ways[w].there())
				continue;
			cs_scan_ways[w].scan(&s[w], text, n, ncol);
			differ[w] += !same_scan(&s[w], &s[PLAIN]) ||
				     cs_scan_ways[w].newlines(text, n) != s[PLAIN].nnewline;
		}
		odd += s[PLAIN].odd;
		ragged += s[PLAIN].ragged;
	}
	for (int w = 0; w < PLAIN; w++) {
		if (cs_scan_ways[w].there())
			is_int(differ[w], 0, "%s scans as the portable one", cs_scan_ways[w].name);
		else
			skip("a way to scan", cs_scan_ways[w].name);
	}
	is_int(differ[PLAIN], 0, "all count newlines as the scan does");
	ok(odd > rounds / 8 && odd < rounds / 8 * 7, "texts with odd things and without: %d", odd);
	ok(ragged > rounds / 8 && ragged < rounds, "ragged ones and others: %d", ragged);
	for (int w = 0; w < CS_SCAN_WAYS; w++)
		free(s[w].end);
}

/* Records that are whole, of any number of cells, with one cell too many or too few somewhere. */
static void
rows(void)
{
	struct cs_scan s = {.end = NULL};
	char text[4096];
	int missed[CS_SCAN_WAYS] = {0}, imagined[CS_SCAN_WAYS] = {0};

	for (unsigned ncol = 1; ncol <= 150; ncol++) {
		size_t n = 0;

		while (n + ncol * 2 < sizeof text) {
			for (unsigned c = 0; c < ncol; c++) {
				if (next_random(3) == 0)
					text[n++] = 'x';
				text[n++] = c + 1 == ncol ? '\n' : '\t';
			}
		}
		for (int w = 0; w < CS_SCAN_WAYS; w++) {
			char *at = text + next_random((unsigned)n - 1);

			if (!cs_scan_ways[w].there())
				continue;
			cs_scan_ways[w].scan(&s, text, n, ncol);
			imagined[w] += s.ragged || s.nend != s.nnewline * ncol;
			at = memchr(at, '\n', sizeof text);
			if (at == text + n - 1)
				continue; /* a text ends with a newline */
			*at = '\t';
			cs_scan_ways[w].scan(&s, text, n, ncol);
			*at = '\n';
			missed[w] += !s.ragged;
		}
	}
	for (int w = 0; w < CS_SCAN_WAYS; w++) {
		is_int(imagined[w], 0, "%s: whole records are good", cs_scan_ways[w].name);
		is_int(missed[w], 0, "%s: a newline too few is seen", cs_scan_ways[w].name);
	}
	free(s.end);
}

static int
split(struct cs_batch *b, const char *text, size_t n, unsigned ncol, struct cs_err *e)
{
	cs_buf_reset(&b->bytes);
	cs_buf_add(&b->bytes, text, n);
	b->ncol = ncol;
	b->file = "t.tsv";
	b->row0 = 10;
	return cs_batch_split(b, e);
}

static void
cells(void)
{
	static const char text[] = "a\tb\tc\n\t\t\n\\N\tx\\ty\t\xc3\xbc\n";
	struct cs_batch b = {.ncol = 0};
	struct cs_err err = CS_ERR_INIT;

	is_int(split(&b, text, sizeof text - 1, 3, &err), 0, "three records");
	is_int(b.nrow, 3, "are three");
	ok(b.escaped, "with a backslash");
	is_slice(cs_batch_raw(&b, 0, 0), "a", "the first cell");
	is_slice(cs_batch_raw(&b, 0, 2), "c", "the last of a record");
	is_slice(cs_batch_raw(&b, 1, 0), "", "an empty one");
	is_slice(cs_batch_raw(&b, 1, 2), "", "an empty last one");
	is_slice(cs_batch_raw(&b, 2, 1), "x\\ty", "cells are raw");
	is_slice(cs_batch_record(&b, 0), "a\tb\tc", "a record");
	is_slice(cs_batch_record(&b, 1), "\t\t", "a record of empty cells");
	ok(cs_raw_null(cs_batch_raw(&b, 2, 0)) && !cs_raw_null(cs_batch_raw(&b, 1, 0)), "NULL");
	is_int(cs_batch_line(&b, 2), 13, "the header is line 1");
	is_int(split(&b, "\n\nx\n\n", 5, 1, &err), 0, "blank lines");
	is_int(b.nrow, 4, "are records of one empty cell");
	is_slice(cs_batch_raw(&b, 1, 0), "", "empty");
	ok(!b.escaped, "no backslash");
	is_int(split(&b, "", 0, 5, &err), 0, "no bytes");
	is_int(b.nrow, 0, "no records");
	is_int(split(&b, "\\xC3\\xBC\t\\x41\n", 14, 2, &err), 0, "hexadecimal escapes are read");
	is_int(split(&b, "x\t\xef\xbb\xbfy\n", 7, 2, &err), 0, "U+FEFF within a record is text");
	is_str(err.msg, "", "nothing was wrong");
	cs_batch_finish(&b);
	cs_batch_finish(&b);
}

static void
refused(void)
{
	static const struct {
		struct cs_str text;
		unsigned ncol;
		const char *msg;
	} t[] = {
	    {CS_STR_INIT("a\tb\nc\n"), 2, "t.tsv:12: 1 cell, the header has 2"},
	    {CS_STR_INIT("a\tb\tc\n"), 2, "t.tsv:11: 3 cells, the header has 2"},
	    {CS_STR_INIT("a\nb\tc\td\n"), 2, "t.tsv:11: 1 cell, the header has 2"},
	    {CS_STR_INIT("a\nb\tc\n"), 3, "t.tsv:11: 1 cell, the header has 3"},
	    {CS_STR_INIT("\n"), 2, "t.tsv:11: 1 cell, the header has 2"},
	    {CS_STR_INIT("a\tb\r\n"), 2, "t.tsv:11: a carriage return (CR)"},
	    {CS_STR_INIT("a\nb\rc\n"), 1, "t.tsv:12: a carriage return (CR)"},
	    {CS_STR_INIT("a\0b\n"), 1, "t.tsv:11: a NUL byte"},
	    {CS_STR_INIT("a\n\xef\xbb\xbf"
			 "b\n"),
		1, "t.tsv:12: a byte order mark (BOM)"},
	    {CS_STR_INIT("\xef\xbb\xbf"
			 "b\n"),
		1, "t.tsv:11: a byte order mark (BOM)"},
	    {CS_STR_INIT("ok\n\xff\n"), 1, "t.tsv:12: not UTF-8"},
	    {CS_STR_INIT("\xed\xa0\x80\n"), 1, "t.tsv:11: not UTF-8"},
	    {CS_STR_INIT("a\xc3\n\xbc\n"), 1, "t.tsv:11: not UTF-8"},
	    {CS_STR_INIT("\\xff\n"), 1, "t.tsv:11: not UTF-8"},
	    {CS_STR_INIT("x\\xC3\t\\xBC\n"), 2, "t.tsv:11: not UTF-8"},
	    {CS_STR_INIT("\\x00\n"), 1, "t.tsv:11: '\\x00' is not an escape"},
	    {CS_STR_INIT("a\\q\n"), 1, "t.tsv:11: '\\q' is not an escape"},
	    {CS_STR_INIT("a\n\\x4\n"), 1, "t.tsv:12: '\\x4' is not an escape"},
	    {CS_STR_INIT("a\\\n"), 1, "t.tsv:11: '\\' is not an escape"},
	    {CS_STR_INIT("a\\N\n"), 1, "t.tsv:11: '\\N' is not an escape"},
	    {CS_STR_INIT("\\Na\n"), 1, "t.tsv:11: '\\N' is not an escape"},
	    {CS_STR_INIT("\\N\\N\n"), 1, "t.tsv:11: '\\N' is not an escape"},
	    {CS_STR_INIT("\\.\n"), 1, "t.tsv:11: '\\.' is not an escape"},
	    {CS_STR_INIT("a\n\\! boo: no disk\n"), 1,
		"t.tsv: the stage before failed: boo: no disk"},
	    {CS_STR_INIT("a\tb\nc\n\\! why\n"), 2, "t.tsv: the stage before failed: why"},
	    {CS_STR_INIT("a\nb"), 1, "t.tsv: not whole records"},
	    {CS_STR_INIT("a\n"), 0, "t.tsv: not whole records"},
	};
	struct cs_batch b = {.ncol = 0};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_err err = CS_ERR_INIT;

		ok(split(&b, t[i].text.p, t[i].text.n, t[i].ncol, &err) == -1 &&
			err.status == CS_EXIT_DATA,
		    "refused");
		is_str(err.msg, t[i].msg, "and why");
		is_int(b.nrow, 0, "no records");
	}
	cs_batch_finish(&b);
}

/* Odd things far into a batch, so that they stand beyond the first stripes of the scan. */
static void
large(void)
{
	struct cs_batch b = {.ncol = 0};
	struct cs_buf text = CS_BUF_INIT;
	struct cs_err err = CS_ERR_INIT;
	const int n = 20000;
	bool good = true;

	for (int i = 0; i < n; i++)
		cs_buf_printf(&text, "c%d\t%s\t\xc3\xbc%d\n", i, i % 3 == 0 ? "\\N" : "x\\\\", i);
	is_int(split(&b, text.p, text.n, 3, &err), 0, "a large batch");
	is_int(b.nrow, n, "all of it");
	for (int i = 0; i < n; i++) {
		char want[32];

		(void)snprintf(want, sizeof want, "\xc3\xbc%d", i);
		good = good && cs_str_eqz(cs_batch_raw(&b, (uint32_t)i, 2), want) &&
		       cs_raw_null(cs_batch_raw(&b, (uint32_t)i, 1)) == (i % 3 == 0);
	}
	ok(good, "every cell of it");
	cs_buf_z(&text, "x\ty\\q\tz\n");
	is_int(split(&b, text.p, text.n, 3, &err), -1, "with a bad escape at its end");
	is_str(err.msg, "t.tsv:20011: '\\q' is not an escape", "found there");
	cs_buf_finish(&text);
	cs_batch_finish(&b);
}

int
main(void)
{
	ways();
	rows();
	cells();
	refused();
	large();
	return done();
}
