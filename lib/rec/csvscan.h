/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inner loop of rec/csv: finds the plain records of a stretch of bytes. Private to rec/csv.
 *
 * It works in two steps over a few kilobytes that stay in the first-level cache. The first tells
 * the kinds of 64 bytes in six masks (AVX2, or a table and a loop: the same masks). The second is
 * portable arithmetic on the masks: the prefix XOR of the quotes is the text inside quotes, a
 * delimiter or newline outside them ends a cell, and three more expressions find all that RFC 4180
 * does not allow, where it stops.
 */
#ifndef CS_REC_CSVSCAN_H
#define CS_REC_CSVSCAN_H

#include "rec/csv.h"

/* Kinds of 64 bytes, a bit each, the first byte lowest. */
struct cs_csv_masks {
	uint64_t delim, nl, cr, quote;
	uint64_t high; /* over 0x7f */
	uint64_t esc;  /* below 0x20, or a backslash */
};

/*
 * The instructions it is done with: way 0 is plain C, 1 has AVX2 and BMI, 2 AVX-512 with VBMI2,
 * which packs the places of separators instead of finding them one by one. All give the same.
 */
enum { CS_CSV_WAYS = 3 };

/* The best way that this processor has, but none above most. */
const struct cs_csv_way *cs_csv_way(unsigned most);

enum cs_csv_stop {
	CS_CSV_STOP_MORE, /* the bytes ended within a record */
	CS_CSV_STOP_ODD,  /* the record at *pos is odd */
	CS_CSV_STOP_LONG, /* the record at *pos is longer than max_record */
};

/*
 * Takes plain records from b->bytes, from *pos on, into b->rec and b->end. Afterwards *pos and
 * *line (both counted within the batch) tell the first record that was not taken.
 */
enum cs_csv_stop cs_csv_scan(const struct cs_csv_opt *opt, const struct cs_csv_way *way,
    struct cs_csv_batch *b, size_t *pos, uint32_t *line);

#endif
