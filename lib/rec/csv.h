/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cutting CSV into records. This splitter owns the boundaries: every record comes with its line,
 * its place in the file and its raw bytes, and whatever goes wrong costs one line, never the rest
 * of the file.
 *
 *	cs_csv_init(&c, &opt);
 *	for (;;) {
 *		cs_csv_begin(&c, &b);
 *		do
 *			read more bytes behind b.bytes, which may grow;
 *		while (cs_csv_split(&c, &b, end_of_file) == 0 && !end_of_file);
 *		use b.rec[0 .. b.nrec - 1];
 *	}
 *
 * Plain RFC 4180 text (quoted cells, doubled quotes, newlines in quotes, CRLF) is cut by bit masks
 * over 64 bytes at a time. A record that is odd in any way (a quote inside an unquoted cell, text
 * behind a closing quote, a CR that is not before LF) is judged alone by libcsv, which reads it or
 * refuses it: alone, since a stray quote would make a parser of streams swallow the rest of the
 * file. An odd record ends with its line; it runs over further lines (at most CS_CSV_ODD_LINES)
 * only in a cell that is properly quoted, and must then have as many cells as the first good
 * record of the file (where a quote is missing, the lines are records). A CR alone outside quotes
 * ends a record, as in libcsv.
 *
 * A record that is not closed after max_record bytes or at the end of the file, or that libcsv
 * refuses, is rejected by its first line, and reading goes on at the next line. The work stays
 * linear: lines that look closed from inside a quote are closed seen from outside as well, so a
 * far look ahead is not repeated for the next line.
 *
 * The result does not depend on how the bytes were cut into pieces.
 */
#ifndef CS_REC_CSV_H
#define CS_REC_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { CS_CSV_MAX_RECORD = 1 << 20, CS_CSV_ODD_LINES = 16 };

struct cs_csv_opt {
	char delim;	   /* any byte but quote, CR, LF and NUL */
	bool strict;	   /* odd records are refused also where libcsv can read them */
	size_t max_record; /* bytes, without the line's end; at most 2^30 */
};

#define CS_CSV_OPT_INIT                                                                            \
	{                                                                                          \
		',', false, CS_CSV_MAX_RECORD                                                      \
	}

/* What is in a record, so that the usual one needs no second look. */
enum {
	CS_CSV_QUOTE = 1, /* a quote: some cell begins with one */
	CS_CSV_HIGH = 2,  /* a byte over 0x7f: may be anything but ASCII */
	CS_CSV_ESC = 4,	  /* a control byte or a backslash in a cell */
	CS_CSV_ODD = 8,	  /* read by libcsv: its cells are decoded */
};

/* Why a record was rejected. */
enum cs_csv_bad {
	CS_CSV_GOOD,
	CS_CSV_UNCLOSED, /* a quote that is not closed: not by the end, not within max_record */
	CS_CSV_LONG,	 /* a line longer than max_record; only so much of it is there */
	CS_CSV_STRAY,	 /* a quote inside an unquoted cell */
	CS_CSV_AFTER,	 /* text behind a closing quote */
	CS_CSV_CR,	 /* a CR that is not before LF */
};

struct cs_csv_rec {
	uint32_t begin, end; /* raw bytes in the batch, without the line's end */
	uint32_t cell;	     /* index in the batch's end[] of the end of its first cell */
	uint32_t ncell;	     /* 0 when bad */
	uint32_t line;	     /* where it begins, counted from the batch's first line */
	uint8_t flags;	     /* CS_CSV_QUOTE ... */
	uint8_t bad;	     /* enum cs_csv_bad */
};

/*
 * A batch of records over bytes that it owns, so that it may be worked on by another thread.
 * Zeroed it is empty. Cells are found by cs_csv_raw. At least CS_CSV_SLACK bytes behind the last
 * cell may be read (and mean nothing): loops may copy 32 bytes at a time.
 */
enum { CS_CSV_SLACK = 64 };

struct cs_csv_batch {
	struct cs_buf bytes;
	uint32_t *end; /* offset behind each cell */
	size_t nend, end_cap;
	struct cs_csv_rec *rec;
	size_t nrec, rec_cap;
	struct cs_buf odd; /* cells of odd records, decoded */
	uint64_t line0;	   /* line of the first record, 1-based */
	uint64_t offset0;  /* place of bytes.p[0] in the (inflated) file */
	uint64_t seq;	   /* for the caller: number of the batch */
};

struct cs_csv_way;

struct cs_csv {
	struct cs_csv_opt opt;
	struct cs_buf tail;	      /* the record that the last batch had to leave */
	uint64_t line;		      /* of the record at pos */
	uint64_t offset;	      /* of the tail's first byte in the file */
	size_t pos;		      /* in the batch at hand: where the next record begins */
	size_t seen;		      /* bytes of the batch at hand that were looked at in vain */
	uint32_t ncell;		      /* of the first good record; 0: not known */
	bool started;		      /* past the byte order mark */
	bool skip;		      /* inside a line that was longer than max_record */
	struct cs_csv_odd *odd;	      /* libcsv, made when the first odd record comes */
	const struct cs_csv_way *way; /* the instructions to scan with */
};

/* opt is copied. */
void cs_csv_init(struct cs_csv *c, const struct cs_csv_opt *opt);
void cs_csv_finish(struct cs_csv *c);
void cs_csv_batch_finish(struct cs_csv_batch *b);

/* Empties the batch and puts what the one before left over into its bytes. */
void cs_csv_begin(struct cs_csv *c, struct cs_csv_batch *b);

/*
 * Cuts what is in b->bytes; gives the number of records (also in b->nrec). 0: no record is
 * complete yet, so read more behind b->bytes and call again; or, with eof, there is none left.
 * After records were given the batch is done: cs_csv_begin is next. A final newline may lack, a
 * UTF-8 byte order mark at the start of the file is dropped. With eof everything is cut.
 */
size_t cs_csv_split(struct cs_csv *c, struct cs_csv_batch *b, bool eof);

/* The cell as it stands: with its quotes, if it has them, unless the record is CS_CSV_ODD. */
static inline struct cs_str
cs_csv_raw(const struct cs_csv_batch *b, const struct cs_csv_rec *r, uint32_t i)
{
	const uint32_t *end = b->end + r->cell + i;

	if ((r->flags & CS_CSV_ODD) != 0)
		return cs_str(b->odd.p + end[-1] + (i != 0), end[0] - end[-1] - (i != 0));
	if (i == 0)
		return cs_str(b->bytes.p + r->begin, end[0] - r->begin);
	return cs_str(b->bytes.p + end[-1] + 1, end[0] - end[-1] - 1);
}

/*
 * The cell's text: without quotes, doubled quotes made one. Text that had to be put together is
 * appended to scratch, whose memory may move then: so reserve for the whole record before, or use
 * one cell at a time.
 */
struct cs_str cs_csv_text(
    const struct cs_csv_batch *b, const struct cs_csv_rec *r, uint32_t i, struct cs_buf *scratch);

/* The raw bytes of the record, without the line's end. */
static inline struct cs_str
cs_csv_bytes(const struct cs_csv_batch *b, const struct cs_csv_rec *r)
{
	return cs_str(b->bytes.p + r->begin, r->end - r->begin);
}

static inline uint64_t
cs_csv_line(const struct cs_csv_batch *b, const struct cs_csv_rec *r)
{
	return b->line0 + r->line;
}

/* "a quote inside an unquoted cell" ...: what is wrong with a bad record. */
const char *cs_csv_reason(enum cs_csv_bad bad);

/*
 * For tests: splitters made after it scan in this way at most: 0 without SIMD, 1 with AVX2 (the
 * best that there is, as is the default, from 2 on).
 */
void cs_csv_use_simd(unsigned most);

#endif
