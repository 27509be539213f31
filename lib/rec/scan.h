/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan under cs_batch_split: one pass over a block that finds where cells end and whether
 * anything in it is odd. Two implementations with the same result: portable C, and AVX2 where the
 * processor has it (asked once, at the first scan). What is odd is only noticed here; which record
 * it is and what to say about it is found out by the caller, record by record, since that happens
 * once in the life of a tool.
 */
#ifndef CS_REC_SCAN_H
#define CS_REC_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cs_scan {
	uint32_t *end; /* offsets of tabs and newlines, in order; grown as needed */
	size_t end_cap;
	size_t nend;	 /* entries of end */
	size_t nnewline; /* newlines among them */
	bool escaped;	 /* there is a backslash */
	bool wide;	 /* there is a byte over 127 */
	bool hex;	 /* there is a good \xHH (not \x00) */
	bool odd;	 /* a NUL, a raw CR, an unknown escape, \N that is not a whole cell */
};

/*
 * Scans n bytes, n < 2^32, and sets all but end and end_cap, which it uses again; the last byte is
 * a newline. Free end with free().
 */
void cs_scan(struct cs_scan *s, const char *p, size_t n);

/* How many newlines there are. */
size_t cs_scan_newlines(const char *p, size_t n);

/* The implementations, for tests and benches: the portable one always, AVX2 if it is there. */
void cs_scan_portable(struct cs_scan *s, const char *p, size_t n);
bool cs_scan_have_avx2(void);
void cs_scan_avx2(struct cs_scan *s, const char *p, size_t n);

/* Room in end for n more entries, and the few that are written beyond. */
enum { CS_SCAN_SLACK = 16 };
void cs_scan_reserve(struct cs_scan *s, size_t n);

#endif
