/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Odd CSV records, judged one by one by libcsv. Private to rec/csv, and the only user of libcsv.
 */
#ifndef CS_REC_CSVODD_H
#define CS_REC_CSVODD_H

#include "rec/csv.h"

/* Where an odd record ends. */
struct cs_csv_extent {
	size_t end;	     /* first byte behind its line end; 0: the bytes at hand do not tell */
	enum cs_csv_bad odd; /* the first oddness in it: never CS_CSV_GOOD */
	bool closed;	     /* false: a quote is open at the end */
};

/*
 * Walks the odd record that begins at s.p: to the first line end (LF, CRLF or a CR alone) outside
 * proper quotes, a quote in an unquoted cell being text; but not beyond its line once text stood
 * behind a closing quote, not beyond CS_CSV_ODD_LINES lines, not beyond limit bytes.
 * last: no bytes will follow s.
 */
struct cs_csv_extent cs_csv_odd_extent(struct cs_str s, char delim, size_t limit, bool last);

struct cs_csv_odd;

struct cs_csv_odd *cs_csv_odd_new(char delim, bool strict);
void cs_csv_odd_free(struct cs_csv_odd *o);

/*
 * Reads the one record in s, which includes its line end. True when libcsv finds exactly one
 * record there: its cells are appended to b->odd and b->end as cs_csv_raw wants them; *first is
 * the index of the first one's end and *n their number.
 */
bool cs_csv_odd_read(
    struct cs_csv_odd *o, struct cs_str s, struct cs_csv_batch *b, uint32_t *first, uint32_t *n);

#endif
