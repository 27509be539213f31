/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan under cs_batch_split with AVX2: see scan.h. What need not be known before the end of a
 * stripe is kept byte by byte, since masks are dear here: two instructions for each half.
 */
#include "rec/scanmask.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2   __attribute__((target("avx2,bmi,popcnt")))
#define INLINE AVX2 CS_SCAN_INLINE

struct block {
	__m256i lo, hi;
};

INLINE struct block
load(const char *p)
{
	return (struct block){_mm256_loadu_si256((const __m256i *)(const void *)p),
	    _mm256_loadu_si256((const __m256i *)(const void *)(p + 32))};
}

INLINE uint64_t
mask_of(struct block b)
{
	return (uint32_t)_mm256_movemask_epi8(b.lo) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b.hi)
							  << 32;
}

INLINE struct block
equal(struct block b, char c)
{
	__m256i v = _mm256_set1_epi8(c);

	return (struct block){_mm256_cmpeq_epi8(b.lo, v), _mm256_cmpeq_epi8(b.hi, v)};
}

/*
 * Which bytes are among a few that differ in their low four bits: one shuffle puts into each place
 * the one that it could be. (Bytes over 127 come out as 0, which equals none of them.)
 */
INLINE struct block
among(struct block b, __m256i few)
{
	return (struct block){_mm256_cmpeq_epi8(_mm256_shuffle_epi8(few, b.lo), b.lo),
	    _mm256_cmpeq_epi8(_mm256_shuffle_epi8(few, b.hi), b.hi)};
}

/* Tab and newline; NUL and CR. An unused place holds what cannot stand there. */
#define FEW(c0, c9, ca, cd)                                                                        \
	_mm256_setr_epi8(c0, 0, 0, 0, 0, 0, 0, 0, 0, c9, ca, 0, 0, cd, 0, 0, c0, 0, 0, 0, 0, 0, 0, \
	    0, 0, c9, ca, 0, 0, cd, 0, 0)
#define ENDS FEW(1, '\t', '\n', 0)
#define ODDS FEW(0, 0, 0, '\r')

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

/* What is found byte by byte. */
struct lanes {
	__m256i odd;	  /* not 0: a NUL or a CR */
	__m256i newlines; /* how many, in a stripe: at most 128 */
};

/* One block, of the 64 bytes of the text from `at`. */
INLINE struct cs_scan_state
scan_block(struct cs_scan *s, struct cs_str text, size_t at, struct block b, struct lanes *l,
    struct cs_scan_state c)
{
	struct block odd = among(b, ODDS), newlines = equal(b, '\n');
	struct cs_scan_masks m = {.ends = mask_of(among(b, ENDS)),
	    .backslash = mask_of(equal(b, '\\')),
	    .letter_n = mask_of(equal(b, 'N')),
	    .wide = mask_of(b)};

	c.out = write_ends(c.out, m.ends, (uint32_t)at);
	l->odd = _mm256_or_si256(l->odd, _mm256_or_si256(odd.lo, odd.hi));
	l->newlines = _mm256_sub_epi8(l->newlines, _mm256_add_epi8(newlines.lo, newlines.hi));
	return cs_scan_judge(s, text, at, m, c);
}

/* The sum of all bytes. */
INLINE size_t
sum(__m256i v)
{
	__m256i s = _mm256_sad_epu8(v, _mm256_setzero_si256());

	return (size_t)(_mm256_extract_epi64(s, 0) + _mm256_extract_epi64(s, 1) +
			_mm256_extract_epi64(s, 2) + _mm256_extract_epi64(s, 3));
}

/* True when every ncol-th cell, and no other, ends with a newline. */
static bool
rows_good(const struct cs_scan *s, const char *p, unsigned ncol)
{
	if (s->nend != s->nnewline * ncol)
		return false;
	for (size_t i = ncol - 1; i < s->nend; i += ncol) {
		if (p[s->end[i]] != '\n')
			return false;
	}
	return true;
}

AVX2 void
cs_scan_avx2(struct cs_scan *s, const char *p, size_t n, unsigned ncol)
{
	struct cs_scan_state c = CS_SCAN_STATE;
	struct lanes l = {_mm256_setzero_si256(), _mm256_setzero_si256()};
	const struct cs_str text = cs_str(p, n);
	char tail[64];
	size_t at = 0, whole = n & ~(size_t)63;

	*s = (struct cs_scan){.end = s->end, .end_cap = s->end_cap};
	while (at < n) {
		size_t stop = whole - at > CS_SCAN_STRIPE ? at + CS_SCAN_STRIPE : whole;

		cs_scan_reserve(s, CS_SCAN_STRIPE);
		c.out = s->end + s->nend;
		if (at == whole) {
			memset(tail, ' ', sizeof tail);
			memcpy(tail, p + at, n - at);
			c = scan_block(s, text, at, load(tail), &l, c);
			stop = at = n;
		}
		for (; at < stop; at += 64)
			c = scan_block(s, text, at, load(p + at), &l, c);
		s->nend = (size_t)(c.out - s->end);
		s->nnewline += sum(l.newlines);
		l.newlines = _mm256_setzero_si256();
	}
	s->escaped = c.backslashes != 0;
	s->odd |= c.odd != 0 || _mm256_movemask_epi8(l.odd) != 0;
	s->ragged = !rows_good(s, p, ncol);
}

AVX2 size_t
cs_scan_avx2_newlines(const char *p, size_t n)
{
	enum { BLOCKS = 127 }; /* each of which adds at most 2 to a byte */
	size_t found = 0, at = 0;

	while (n - at >= 64) {
		size_t blocks = (n - at) / 64 < BLOCKS ? (n - at) / 64 : BLOCKS;
		__m256i lanes = _mm256_setzero_si256();

		for (; blocks != 0; blocks--, at += 64) {
			struct block newlines = equal(load(p + at), '\n');

			lanes = _mm256_sub_epi8(lanes, _mm256_add_epi8(newlines.lo, newlines.hi));
		}
		found += sum(lanes);
	}
	for (; at < n; at++)
		found += p[at] == '\n';
	return found;
}

bool
cs_scan_avx2_there(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
}

#else

size_t
cs_scan_avx2_newlines(const char *p, size_t n)
{
	(void)p, (void)n;
	return 0;
}

bool
cs_scan_avx2_there(void)
{
	return false;
}

void
cs_scan_avx2(struct cs_scan *s, const char *p, size_t n, unsigned ncol)
{
	(void)s, (void)p, (void)n, (void)ncol;
}

#endif
