/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan under cs_batch_split with AVX2: see scan.h. 64 bytes at a time become one mask a class
 * of byte; the rest is arithmetic on masks, bit i being byte i of the 64.
 */
#include "rec/scan.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "rec/esc.h"

#define AVX2   __attribute__((target("avx2,bmi,popcnt")))
#define INLINE __attribute__((target("avx2,bmi,popcnt"), always_inline)) static inline

struct block {
	__m256i lo, hi;
};

INLINE uint64_t
mask_of(__m256i lo, __m256i hi)
{
	return (uint32_t)_mm256_movemask_epi8(lo) | (uint64_t)(uint32_t)_mm256_movemask_epi8(hi)
							<< 32;
}

INLINE uint64_t
equal(struct block b, char c)
{
	__m256i v = _mm256_set1_epi8(c);

	return mask_of(_mm256_cmpeq_epi8(b.lo, v), _mm256_cmpeq_epi8(b.hi, v));
}

/*
 * Which bytes are among a few that differ in their low four bits: one shuffle puts into each place
 * the one that it could be. (Bytes over 127 come out as 0, which equals none of them.)
 */
INLINE uint64_t
among(struct block b, __m256i few)
{
	return mask_of(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(few, b.lo), b.lo),
	    _mm256_cmpeq_epi8(_mm256_shuffle_epi8(few, b.hi), b.hi));
}

/* Tab and newline; NUL, CR and backslash. An unused place holds what cannot stand there. */
#define FEW(c0, c9, ca, cc, cd)                                                                    \
	_mm256_setr_epi8(c0, 0, 0, 0, 0, 0, 0, 0, 0, c9, ca, 0, cc, cd, 0, 0, c0, 0, 0, 0, 0, 0,   \
	    0, 0, 0, c9, ca, 0, cc, cd, 0, 0)
#define ENDS FEW(1, '\t', '\n', 0, 0)
#define ODDS FEW(0, 0, 0, '\\', '\r')

/*
 * Which bytes stand behind a backslash that begins an escape: in a run of backslashes every second
 * one is escaped itself. Runs that begin on an odd bit and on an even bit are told apart by adding
 * the run's first bit to it: the carry comes out behind the run.
 */
INLINE uint64_t
find_escaped(uint64_t backslash, uint64_t *carry)
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

/* Judges the escapes with letters at these places of the block, \N apart. */
AVX2 static __attribute__((noinline)) void
check_letters(struct cs_scan *s, struct cs_str text, size_t at, uint64_t letters)
{
	for (; letters != 0; letters &= letters - 1) {
		size_t letter = at + (size_t)_tzcnt_u64(letters);
		char byte;
		size_t len = cs_esc_one(cs_str(text.p + letter - 1, text.n - letter + 1), &byte);

		s->hex |= len == 4;
		s->odd |= len == 0;
	}
}

/* The places of a \N that is a whole cell: one ends two before it, and it ends behind it. */
INLINE uint64_t
whole_nulls(struct cs_str text, size_t at, uint64_t nulls, uint64_t ends, uint64_t ends_before)
{
	uint64_t behind = ends >> 1;

	if (at + 64 < text.n && (text.p[at + 64] == '\t' || text.p[at + 64] == '\n'))
		behind |= 1ULL << 63;
	return nulls & behind & (ends << 2 | ends_before >> 62);
}

/*
 * Writes the position of every bit of mask: sixteen at once, which costs less than to ask how many
 * there are, and then, seldom, the others.
 */
INLINE uint32_t *
write_ends(uint32_t *out, uint64_t mask, uint32_t at)
{
	unsigned n = (unsigned)__builtin_popcountll(mask);
	unsigned done = 0;

	do {
#pragma GCC unroll 16
		for (unsigned k = 0; k < 16; k++) {
			out[done + k] = at + (uint32_t)_tzcnt_u64(mask);
			mask &= mask - 1;
		}
		done += 16;
	} while (__builtin_expect(done < n, 0));
	return out + n;
}

INLINE struct block
load(const char *p)
{
	return (struct block){_mm256_loadu_si256((const __m256i *)(const void *)p),
	    _mm256_loadu_si256((const __m256i *)(const void *)(p + 32))};
}

/* What one block leaves to the next, and what is found along the way: it stays in registers. */
struct state {
	uint32_t *out;
	uint64_t escaped; /* bit 0: the first byte is behind a backslash that begins an escape */
	uint64_t ends;	  /* of cells, in the block before */
	uint64_t backslashes, odd; /* not 0: there are */
	size_t nnewline;
	__m256i wide; /* all bytes so far, by or: only the top bits matter */
};

/* One block, of the 64 bytes of the text from `at`; the bits of valid count. */
INLINE struct state
scan_block(struct cs_scan *s, struct cs_str text, size_t at, struct block b, uint64_t valid,
    struct state c)
{
	uint64_t ends = among(b, ENDS) & valid;
	uint64_t odds = among(b, ODDS) & valid;

	c.out = write_ends(c.out, ends, (uint32_t)at);
	c.nnewline += (size_t)__builtin_popcountll(equal(b, '\n') & valid);
	c.wide = _mm256_or_si256(c.wide, _mm256_or_si256(b.lo, b.hi));
	if ((odds | c.escaped) != 0) {
		uint64_t backslash = equal(b, '\\');
		uint64_t letters = find_escaped(backslash, &c.escaped) & valid;
		uint64_t nulls = whole_nulls(text, at, letters & equal(b, 'N'), ends, c.ends);

		c.backslashes |= backslash;
		c.odd |= odds & ~backslash;
		if ((letters & ~nulls) != 0)
			check_letters(s, text, at, letters & ~nulls);
	}
	c.ends = ends;
	return c;
}

enum { STRIPE = 4096 };

AVX2 void
cs_scan_avx2(struct cs_scan *s, const char *p, size_t n)
{
	struct state c = {.ends = 1ULL << 63, .wide = _mm256_setzero_si256()};
	const struct cs_str text = cs_str(p, n);
	char tail[64] = {0};
	size_t at = 0, whole = n & ~(size_t)63;

	*s = (struct cs_scan){.end = s->end, .end_cap = s->end_cap};
	while (at < n) {
		size_t stop = whole - at > STRIPE ? at + STRIPE : whole;

		cs_scan_reserve(s, STRIPE);
		c.out = s->end + s->nend;
		if (at == whole) {
			memcpy(tail, p + at, n - at);
			c = scan_block(s, text, at, load(tail), (1ULL << (n - at)) - 1, c);
			stop = n;
			at = n;
		}
		for (; at < stop; at += 64)
			c = scan_block(s, text, at, load(p + at), ~0ULL, c);
		s->nend = (size_t)(c.out - s->end);
	}
	s->nnewline = c.nnewline;
	s->escaped = c.backslashes != 0;
	s->odd |= c.odd != 0;
	s->wide = _mm256_movemask_epi8(c.wide) != 0;
}

bool
cs_scan_have_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
}

#else

bool
cs_scan_have_avx2(void)
{
	return false;
}

void
cs_scan_avx2(struct cs_scan *s, const char *p, size_t n)
{
	cs_scan_portable(s, p, n);
}

#endif
