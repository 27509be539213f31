/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan under cs_batch_split with AVX-512 and VBMI2 (Ice Lake, Zen 4 and later): see scan.h. A
 * comparison gives the mask of a block, one compression the places of all its bits, and one
 * deposit the cells that should end with a newline.
 */
#include "rec/scanmask.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,bmi2,popcnt")))
#define INLINE AVX512 CS_SCAN_INLINE

/*
 * Which bytes are among a few that differ in their low four bits: one shuffle puts into each place
 * the one that it could be. (Bytes over 127 come out as 0, which equals none of them.)
 */
INLINE uint64_t
among(__m512i b, __m512i few)
{
	return _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(few, b), b);
}

/* Tab and newline; NUL and CR. An unused place holds what cannot stand there. */
#define FEW(c0, c9, ca, cd)                                                                        \
	_mm512_broadcast_i32x4(_mm_setr_epi8(c0, 0, 0, 0, 0, 0, 0, 0, 0, c9, ca, 0, 0, cd, 0, 0))
#define ENDS FEW(1, '\t', '\n', 0)
#define ODDS FEW(0, 0, 0, '\r')

INLINE uint64_t
equal(__m512i b, char c)
{
	return _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(c));
}

/* Writes the position of every bit of mask: sixteen at once, and then, seldom, the others. */
INLINE uint32_t *
write_ends(uint32_t *out, uint64_t mask, uint32_t at)
{
	static const uint8_t count[64] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	    17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	    39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60,
	    61, 62, 63};
	const __m512i base = _mm512_set1_epi32((int)at);
	__m512i places = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(count));
	unsigned n = (unsigned)__builtin_popcountll(mask), done = 0;

	for (;;) {
		_mm512_storeu_si512(out + done,
		    _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
		done += 16;
		if (__builtin_expect(done >= n, 1))
			return out + n;
		places = _mm512_alignr_epi64(places, places, 2);
	}
}

/* Of the ends to come, which should be newlines: the `left`-th and every ncol-th behind it. */
struct rows {
	uint64_t every; /* bit 0 and every ncol-th */
	size_t ncol, left;
	size_t nnewline;
	uint64_t wrong; /* not 0: others were */
};

/* Holds the ends of a block against that. */
INLINE void
see_rows(struct rows *r, uint64_t ends, uint64_t newlines)
{
	uint64_t expected = r->left <= 64 ? _pdep_u64(r->every << (r->left - 1), ends) : 0;
	size_t n = (size_t)__builtin_popcountll(expected);

	r->left += r->ncol * n - (size_t)__builtin_popcountll(ends);
	r->nnewline += (size_t)__builtin_popcountll(newlines);
	r->wrong |= expected ^ newlines;
}

/* One block, of the 64 bytes of the text from `at`. */
INLINE struct cs_scan_state
scan_block(struct cs_scan *s, struct cs_str text, size_t at, __m512i b, struct rows *rows,
    struct cs_scan_state c)
{
	struct cs_scan_masks m = {.ends = among(b, ENDS),
	    .backslash = equal(b, '\\'),
	    .letter_n = equal(b, 'N'),
	    .wide = _mm512_movepi8_mask(b)};

	c.out = write_ends(c.out, m.ends, (uint32_t)at);
	c.odd |= among(b, ODDS);
	see_rows(rows, m.ends, equal(b, '\n'));
	return cs_scan_judge(s, text, at, m, c);
}

INLINE struct rows
rows_of(unsigned ncol)
{
	struct rows r = {.ncol = ncol, .left = ncol};

	for (size_t i = 0; i < 64; i += ncol)
		r.every |= UINT64_C(1) << i;
	return r;
}

/* What is left behind the last whole block, and spaces. */
INLINE __m512i
load_tail(const char *p, size_t n)
{
	return _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), (UINT64_C(1) << n) - 1, p);
}

AVX512 void
cs_scan_avx512(struct cs_scan *s, const char *p, size_t n, unsigned ncol)
{
	struct cs_scan_state c = CS_SCAN_STATE;
	struct rows rows = rows_of(ncol);
	const struct cs_str text = cs_str(p, n);
	size_t at = 0, whole = n & ~(size_t)63;

	*s = (struct cs_scan){.end = s->end, .end_cap = s->end_cap};
	while (at < n) {
		size_t stop = whole - at > CS_SCAN_STRIPE ? at + CS_SCAN_STRIPE : whole;

		cs_scan_reserve(s, CS_SCAN_STRIPE);
		c.out = s->end + s->nend;
		if (at == whole) {
			c = scan_block(s, text, at, load_tail(p + at, n - at), &rows, c);
			stop = at = n;
		}
		for (; at < stop; at += 64)
			c = scan_block(s, text, at, _mm512_loadu_si512(p + at), &rows, c);
		s->nend = (size_t)(c.out - s->end);
	}
	s->nnewline = rows.nnewline;
	s->escaped = c.backslashes != 0;
	s->odd |= c.odd != 0;
	s->ragged = rows.wrong != 0;
}

bool
cs_scan_avx512_there(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") &&
	       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

#else

bool
cs_scan_avx512_there(void)
{
	return false;
}

void
cs_scan_avx512(struct cs_scan *s, const char *p, size_t n, unsigned ncol)
{
	(void)s, (void)p, (void)n, (void)ncol;
}

#endif
