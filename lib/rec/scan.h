/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan under cs_batch_split: one pass over a block that finds where cells end, whether each
 * record has as many as it should, and whether anything in it is odd. What is odd is only noticed
 * here; which record it is and what to say about it is found out by the caller, record by record,
 * since that happens once in the life of a tool.
 *
 * Design. There are three ways with the same result: portable C, AVX2, and AVX-512 with VBMI2, by
 * what the processor has. A block of 64 bytes becomes one mask a class of byte, and all that
 * follows is arithmetic on masks (scanmask.h). What costs most is to write where the cells end,
 * eight of them in a block of usual contacts: sixteen steps of four instructions with AVX2, one
 * compression with AVX-512. What costs next is a branch that nobody can predict, so that what half
 * of the blocks need is done for all. UTF-8 is judged here, too, where the bytes are in registers:
 * a block without a byte over 127 costs nothing. On contacts, a Xeon of 2.0 GHz: 8.3 GB/s, 4.8
 * and .7 (it was 3.5 with AVX2 when it asked for backslashes first, and left UTF-8 to another
 * pass).
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
	bool hex;	 /* there is a good \xHH (not \x00) */
	bool ragged;	 /* a record has not as many cells as it should */
	/* A NUL, a raw CR, an unknown escape, \N that is not a whole cell, bytes that are not
	 * UTF-8, a record that begins with a byte order mark. */
	bool odd;
};

/*
 * Scans n bytes, n < 2^32, of records of ncol cells (at least 1), and sets all but end and
 * end_cap, which it uses again; the last byte is a newline. Free end with free().
 */
void cs_scan(struct cs_scan *s, const char *p, size_t n, unsigned ncol);

/* How many newlines there are. */
size_t cs_scan_newlines(const char *p, size_t n);

/* A way to do it, for tests and benches: the fastest first, the portable last. */
struct cs_scan_way {
	const char *name;
	bool (*there)(void); /* this processor has what it needs */
	void (*scan)(struct cs_scan *s, const char *p, size_t n, unsigned ncol);
	size_t (*newlines)(const char *p, size_t n);
};
extern const struct cs_scan_way cs_scan_ways[];
enum { CS_SCAN_WAYS = 3 };

#endif
