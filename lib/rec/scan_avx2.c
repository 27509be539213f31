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

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

/* What one block leaves to the next. */
struct carry {
	uint64_t escaped;   /* bit 0: the first byte is behind a backslash that begins an escape */
	uint64_t cell_ends; /* of the block before, in the two top bits */
};

struct block {
	__m256i lo, hi;
};

AVX2 static inline uint64_t
mask_of(__m256i lo, __m256i hi)
{
	return (uint32_t)_mm256_movemask_epi8(lo) | (uint64_t)(uint32_t)_mm256_movemask_epi8(hi)
							<< 32;
}

AVX2 static inline uint64_t
equal(struct block b, char c)
{
	__m256i v = _mm256_set1_epi8(c);

	return mask_of(_mm256_cmpeq_epi8(b.lo, v), _mm256_cmpeq_epi8(b.hi, v));
}

/*
 * Which bytes stand behind a backslash that begins an escape: in a run of backslashes every second
 * one is escaped itself. Runs that begin on an odd bit and on an even bit are told apart by adding
 * the run's first bit to it: the carry comes out behind the run.
 */
AVX2 static inline uint64_t
find_escaped(uint64_t backslash, uint64_t *carry)
{
	const uint64_t even = 0x5555555555555555U;
	uint64_t follows, odd_starts, sequences;
	bool overflow;

	backslash &= ~*carry;
	follows = backslash << 1 | *carry;
	odd_starts = backslash & ~even & ~follows;
	overflow = __builtin_add_overflow(odd_starts, backslash, &sequences);
	*carry = overflow;
	return (even ^ (sequences << 1)) & follows;
}

/* True when one of the escapes whose letters are at the bits of `letters` is bad. */
AVX2 static bool
bad_escape(struct cs_scan *s, const char *p, size_t at, size_t n, struct block b, uint64_t letters,
    uint64_t cell_ends, uint64_t ends_before)
{
	uint64_t good = equal(b, 't') | equal(b, 'n') | equal(b, '\\') | equal(b, 'r') |
			equal(b, 'b') | equal(b, 'v') | equal(b, 'f');
	uint64_t null = equal(b, 'N') & letters, hex = equal(b, 'x') & letters;

	/* \N: a cell ends (or the block begins) two before it, and one ends behind it. */
	if (null != 0) {
		uint64_t begins = cell_ends << 2 | ends_before >> 62;
		uint64_t behind = cell_ends >> 1;

		if (at + 64 < n && (p[at + 64] == '\t' || p[at + 64] == '\n'))
			behind |= 1ULL << 63;
		good |= null & begins & behind;
	}
	for (; hex != 0; hex &= hex - 1) {
		size_t letter = at + (size_t)__builtin_ctzll(hex);
		char byte;

		if (cs_esc_one(cs_str(p + letter - 1, n - letter + 1), &byte) == 4) {
			good |= hex & -hex;
			s->hex = true;
		}
	}
	return (letters & ~good) != 0;
}

/* Writes the position of every bit of mask: eight at a time, which costs less than to ask. */
AVX2 static inline uint32_t *
write_ends(uint32_t *out, uint64_t mask, uint32_t at)
{
	unsigned n = (unsigned)__builtin_popcountll(mask);

	for (unsigned done = 0; done < n; done += 8) {
		for (unsigned k = 0; k < 8; k++) {
			out[done + k] = at + (uint32_t)_tzcnt_u64(mask);
			mask &= mask - 1;
		}
	}
	return out + n;
}

AVX2 static inline struct block
load(const char *p)
{
	return (struct block){_mm256_loadu_si256((const __m256i *)(const void *)p),
	    _mm256_loadu_si256((const __m256i *)(const void *)(p + 32))};
}

/* One block of 64 bytes at p + at, of which the bits of valid count. */
AVX2 static inline void
scan_block(struct cs_scan *s, const char *p, size_t at, size_t n, struct block b, uint64_t valid,
    struct carry *c)
{
	uint64_t newline = equal(b, '\n') & valid;
	uint64_t cell_ends = (equal(b, '\t') & valid) | newline;
	uint64_t backslash = equal(b, '\\');
	uint64_t odd = (equal(b, '\r') | equal(b, '\0')) & valid;

	s->nend = (size_t)(write_ends(s->end + s->nend, cell_ends, (uint32_t)at) - s->end);
	s->nnewline += (size_t)__builtin_popcountll(newline);
	s->wide |= mask_of(b.lo, b.hi) != 0;
	s->odd |= odd != 0;
	if ((backslash | c->escaped) != 0) {
		uint64_t letters = find_escaped(backslash, &c->escaped);

		s->escaped = true;
		if (bad_escape(s, p, at, n, b, letters & valid, cell_ends, c->cell_ends))
			s->odd = true;
	}
	c->cell_ends = cell_ends;
}

enum { STRIPE = 4096 };

AVX2 void
cs_scan_avx2(struct cs_scan *s, const char *p, size_t n)
{
	struct carry c = {0, 1ULL << 63};
	char tail[64] = {0};
	size_t at = 0, whole = n & ~(size_t)63;

	*s = (struct cs_scan){.end = s->end, .end_cap = s->end_cap};
	while (at < whole) {
		size_t stop = whole - at > STRIPE ? at + STRIPE : whole;

		cs_scan_reserve(s, STRIPE);
		for (; at < stop; at += 64)
			scan_block(s, p, at, n, load(p + at), ~0ULL, &c);
	}
	if (at < n) {
		memcpy(tail, p + at, n - at);
		cs_scan_reserve(s, STRIPE);
		scan_block(s, p, at, n, load(tail), (1ULL << (n - at)) - 1, &c);
	}
}

bool
cs_scan_have_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
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
