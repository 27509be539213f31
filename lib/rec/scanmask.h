/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the SIMD ways of the scan share: masks of a block of 64 bytes, bit i being byte i, and what
 * follows from them. It is inlined into loops that are compiled for more than the least processor.
 * Only for scan*.c.
 */
#ifndef CS_REC_SCANMASK_H
#define CS_REC_SCANMASK_H

#include <string.h>

#include "base/str.h"
#include "rec/scan.h"

#define CS_SCAN_INLINE __attribute__((always_inline)) static inline

/* A stripe is as much as is scanned between two looks for room; the slack is what may be written
 * beyond the last entry. */
enum { CS_SCAN_STRIPE = 4096, CS_SCAN_SLACK = 16 };

/* Room in end for n more entries and the slack. */
void cs_scan_reserve(struct cs_scan *s, size_t n);

/* Judges escapes whose second bytes are these of the block at `at`: not \N. */
void cs_scan_letters(struct cs_scan *s, struct cs_str text, size_t at, uint64_t letters);

/*
 * Judges the bytes over 127 of the block at `at`, but for those before `from`, which were judged
 * with the block before. Gives the end of the last character looked at.
 */
size_t cs_scan_wide(struct cs_scan *s, struct cs_str text, size_t at, uint64_t wide, size_t from);

/* The ways that need more than the least processor: in files of their own. */
bool cs_scan_avx2_there(void);
void cs_scan_avx2(struct cs_scan *s, const char *p, size_t n, unsigned ncol);
size_t cs_scan_avx2_newlines(const char *p, size_t n);
bool cs_scan_avx512_there(void);
void cs_scan_avx512(struct cs_scan *s, const char *p, size_t n, unsigned ncol);

/*
 * Which bytes of a block are what. The last block is filled up with spaces, which are nothing. The
 * others are always made: to ask first whether there is a backslash costs more than they do, since
 * in half of the blocks there is one.
 */
struct cs_scan_masks {
	uint64_t ends; /* of cells: tabs and newlines */
	uint64_t backslash, letter_n;
	uint64_t wide; /* over 127 */
};

/* What one block leaves to the next, and what is found along the way: it stays in registers. */
struct cs_scan_state {
	uint32_t *out;
	uint64_t escaped; /* bit 0: the first byte is behind a backslash that begins an escape */
	uint64_t null;	  /* bit 0: the first byte is behind a \N */
	uint64_t ends;	  /* of cells, in the block before */
	uint64_t backslashes, odd; /* not 0: there are */
	size_t judged;		   /* up to where wide bytes were looked at */
};

/* At the begin of a text: as if a cell had just ended. */
#define CS_SCAN_STATE                                                                              \
	{                                                                                          \
		.ends = UINT64_C(1) << 63                                                          \
	}

/*
 * Which bytes stand behind a backslash that begins an escape: in a run of backslashes every second
 * one is escaped itself. Runs that begin on an odd bit and on an even bit are told apart by adding
 * the run's first bit to it: the carry comes out behind the run.
 */
CS_SCAN_INLINE uint64_t
cs_scan_escaped(uint64_t backslash, uint64_t *carry)
{
	const uint64_t even = 0x5555555555555555U;
	unsigned long long sequences;
	uint64_t follows, odd_starts;

	backslash &= ~*carry;
	follows = backslash << 1 | *carry;
	odd_starts = backslash & ~even & ~follows;
	*carry = __builtin_uaddll_overflow(odd_starts, backslash, &sequences);
	return (even ^ (sequences << 1)) & follows;
}

/*
 * Judges the escapes and the wide bytes of the block at `at`. A \N must be a whole cell: one ends
 * two bytes before it, and it ends behind it, be it in the block to come.
 */
CS_SCAN_INLINE struct cs_scan_state
cs_scan_judge(struct cs_scan *s, struct cs_str text, size_t at, struct cs_scan_masks m,
    struct cs_scan_state c)
{
	uint64_t letters = cs_scan_escaped(m.backslash, &c.escaped);
	uint64_t nulls = letters & m.letter_n & (m.ends << 2 | c.ends >> 62);

	c.odd |= (nulls << 1 | c.null) & ~m.ends;
	c.null = nulls >> 63;
	c.ends = m.ends;
	c.backslashes |= m.backslash;
	if (__builtin_expect((letters & ~nulls) != 0, 0))
		cs_scan_letters(s, text, at, letters & ~nulls);
	if (__builtin_expect(m.wide != 0, 0))
		c.judged = cs_scan_wide(s, text, at, m.wide, c.judged);
	return c;
}

#endif
