/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds plain CSV records by bit masks: see csvscan.h. */
#include "rec/csvscan.h"

#include "base/mem.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Into both forms of the loop, so that each gets the instructions that it may use. */
#define INLINE static inline __attribute__((always_inline))

enum { BLOCK = 64, FIRST_BLOCKS = 8, MAX_BLOCKS = 64 };

static void
classify_plain(const char *p, size_t n, char delim, struct cs_csv_masks *m)
{
	for (; n != 0; n--, m++) {
		*m = (struct cs_csv_masks){0};
		for (unsigned i = 0; i < BLOCK; i++) {
			unsigned char c = (unsigned char)*p++;
			uint64_t bit = UINT64_C(1) << i;

			if (c == (unsigned char)delim)
				m->delim |= bit;
			if (c == '"')
				m->quote |= bit;
			if (c == '\n')
				m->nl |= bit;
			if (c == '\r')
				m->cr |= bit;
			if (c < ' ' || c == '\\')
				m->esc |= bit;
			if (c > 0x7f)
				m->high |= bit;
		}
	}
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))

AVX2 static inline uint64_t
bits(__m256i a, __m256i b)
{
	return (uint32_t)_mm256_movemask_epi8(a) | (uint64_t)(uint32_t)_mm256_movemask_epi8(b)
						       << 32;
}

AVX2 static inline uint64_t
equal(__m256i a, __m256i b, __m256i c)
{
	return bits(_mm256_cmpeq_epi8(a, c), _mm256_cmpeq_epi8(b, c));
}

AVX2 static void
classify_avx2(const char *p, size_t n, char delim, struct cs_csv_masks *m)
{
	const __m256i d = _mm256_set1_epi8(delim), q = _mm256_set1_epi8('"');
	const __m256i nl = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
	const __m256i bs = _mm256_set1_epi8('\\'), sp = _mm256_set1_epi8(' ');

	for (; n != 0; n--, m++, p += BLOCK) {
		__m256i a = _mm256_loadu_si256((const void *)p);
		__m256i b = _mm256_loadu_si256((const void *)(p + 32));
		uint64_t high = bits(a, b);

		m->delim = equal(a, b, d);
		m->quote = equal(a, b, q);
		m->nl = equal(a, b, nl);
		m->cr = equal(a, b, cr);
		m->high = high;
		/* Signed comparison: bytes over 0x7f are below the blank, too. */
		m->esc = (bits(_mm256_cmpgt_epi8(sp, a), _mm256_cmpgt_epi8(sp, b)) & ~high) |
			 equal(a, b, bs);
	}
}

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

AVX512 static void
classify_avx512(const char *p, size_t n, char delim, struct cs_csv_masks *m)
{
	const __m512i d = _mm512_set1_epi8(delim), q = _mm512_set1_epi8('"');
	const __m512i nl = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');
	const __m512i bs = _mm512_set1_epi8('\\'), sp = _mm512_set1_epi8(' ');

	for (; n != 0; n--, m++, p += BLOCK) {
		__m512i a = _mm512_loadu_si512(p);

		m->delim = _mm512_cmpeq_epi8_mask(a, d);
		m->quote = _mm512_cmpeq_epi8_mask(a, q);
		m->nl = _mm512_cmpeq_epi8_mask(a, nl);
		m->cr = _mm512_cmpeq_epi8_mask(a, cr);
		m->high = _mm512_movepi8_mask(a);
		m->esc = _mm512_cmplt_epu8_mask(a, sp) | _mm512_cmpeq_epi8_mask(a, bs);
	}
}
#endif

/* What the bytes so far mean for those that follow. */
struct state {
	uint64_t in;		   /* all ones: inside quotes */
	uint64_t may_open;	   /* 1: the byte before ended a cell or closed a quote */
	uint64_t closed;	   /* 1: the byte before closed a quote */
	uint64_t cr;		   /* 1: the byte before was a CR outside quotes */
	uint64_t quote, high, esc; /* kinds of bytes in the record so far */
	size_t at;		   /* where the next block begins */
	size_t start;		   /* where the record began */
	size_t cell;		   /* index of its first end */
	uint32_t line, lines;	   /* where it began, and where the block begins */
};

INLINE uint64_t
prefix_xor(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	x ^= x << 32;
	return x;
}

/* The bits up to and with the lowest of x, which is not 0. */
INLINE uint64_t
up_to(uint64_t x)
{
	return x ^ (x - 1);
}

/* Ends that are written at a time: room that put_ends needs behind the last. */
enum { STEP = 16, END_SLACK = STEP };

/* Puts the places of the bits of s, counted from base, behind the ends. */
typedef void put_ends(struct cs_csv_batch *b, uint32_t base, uint64_t s);

/* A fixed number at a time, wanted or not: a loop that ends where the bits end is guessed wrong
 * each time. */
static inline void
put_ends_plain(struct cs_csv_batch *b, uint32_t base, uint64_t s)
{
	uint32_t *e = b->end + b->nend;
	int n = __builtin_popcountll(s);

	b->nend += (size_t)n;
	for (; n > 0; n -= STEP, e += STEP) {
#pragma GCC unroll 16
		for (int i = 0; i < STEP; i++) {
			e[i] = base + (uint32_t)__builtin_ctzll(s | UINT64_C(1) << 63);
			s &= s - 1;
		}
	}
}

#if defined(__x86_64__)
/* The same with instructions that count bits, of which there are 64 before the first of none. */
__attribute__((target("popcnt,bmi"))) static inline void
put_ends_bits(struct cs_csv_batch *b, uint32_t base, uint64_t s)
{
	uint32_t *e = b->end + b->nend;
	int n = __builtin_popcountll(s);

	b->nend += (size_t)n;
	for (; n > 0; n -= STEP, e += STEP) {
#pragma GCC unroll 16
		for (int i = 0; i < STEP; i++) {
			e[i] = base + (uint32_t)_tzcnt_u64(s);
			s = _blsr_u64(s);
		}
	}
}

/* The same by packing the numbers of those bytes that are wanted, sixteen at a time. */
AVX512 static inline void
put_ends_avx512(struct cs_csv_batch *b, uint32_t base, uint64_t s)
{
	const __m512i all = _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130,
	    0x2f2e2d2c2b2a2928, 0x2726252423222120, 0x1f1e1d1c1b1a1918, 0x1716151413121110,
	    0x0f0e0d0c0b0a0908, 0x0706050403020100);
	const __m512i from = _mm512_set1_epi32((int)base);
	__m512i at = _mm512_maskz_compress_epi8(s, all);
	uint32_t *e = b->end + b->nend;
	int n = __builtin_popcountll(s);

	b->nend += (size_t)n;
	for (; n > 0; n -= STEP, e += STEP) {
		__m128i few = _mm512_castsi512_si128(at);

		_mm512_storeu_si512(e, _mm512_add_epi32(_mm512_cvtepu8_epi32(few), from));
		at = _mm512_alignr_epi32(at, at, STEP / 4);
	}
}
#endif

/* The masks of one block, outside quotes. */
struct found {
	uint64_t sep, nl; /* ends of cells; those that end a record */
	uint64_t odd;	  /* bytes that show that the record is odd */
	uint64_t esc;	  /* bytes that a cell cannot hold as they are */
};

INLINE void
find(struct state *st, const struct cs_csv_masks *m, struct found *f)
{
	uint64_t in = st->in, cr, closing, closed, sep;

	if (m->quote != 0)
		in ^= prefix_xor(m->quote);
	f->nl = m->nl & ~in;
	f->sep = sep = f->nl | (m->delim & ~in);
	cr = m->cr & ~in;
	closing = m->quote & ~in;
	closed = closing << 1 | st->closed;
	f->odd = (m->quote & in & ~((sep | closing) << 1 | st->may_open)) |
		 (closed & ~(sep | m->quote | cr)) | ((cr << 1 | st->cr) & ~m->nl);
	f->esc = m->esc & ~(sep | cr);
	st->in = 0 - (in >> 63);
	st->closed = closing >> 63;
	st->may_open = (sep | closing) >> 63;
	st->cr = cr >> 63;
}

/* Takes the records of a block, whose ends are put; false when a record is too long. */
INLINE bool
take(const struct cs_csv_opt *opt, struct cs_csv_batch *b, struct state *st, size_t base,
    const struct cs_csv_masks *m, const struct found *f)
{
	size_t first = b->nend - (size_t)__builtin_popcountll(f->sep);
	uint64_t from = ~UINT64_C(0); /* bits behind the last record taken */

	for (uint64_t nl = f->nl; nl != 0; nl &= nl - 1) {
		uint64_t upto = up_to(nl), own = upto & from;
		size_t end = base + (size_t)__builtin_ctzll(nl);
		size_t behind = first + (size_t)__builtin_popcountll(f->sep & upto);
		uint32_t cr = end > st->start && b->bytes.p[end - 1] == '\r';
		unsigned flags = ((st->quote | (m->quote & own)) != 0 ? CS_CSV_QUOTE : 0) |
				 ((st->high | (m->high & own)) != 0 ? CS_CSV_HIGH : 0) |
				 ((st->esc | (f->esc & own)) != 0 ? CS_CSV_ESC : 0);

		if (end - cr - st->start > opt->max_record)
			return false;
		b->end[behind - 1] -= cr;
		b->rec[b->nrec++] = (struct cs_csv_rec){(uint32_t)st->start, (uint32_t)end - cr,
		    (uint32_t)st->cell, (uint32_t)(behind - st->cell), st->line, (uint8_t)flags, 0};
		st->start = end + 1;
		st->cell = behind;
		st->lines += (uint32_t)__builtin_popcountll(m->nl & own);
		st->line = st->lines;
		st->quote = st->high = st->esc = 0;
		from &= ~upto;
	}
	st->lines += (uint32_t)__builtin_popcountll(m->nl & from);
	st->quote |= m->quote & from;
	st->high |= m->high & from;
	st->esc |= f->esc & from;
	return true;
}

INLINE void
cut(struct cs_csv_masks *m, uint64_t valid)
{
	m->delim &= valid;
	m->nl &= valid;
	m->cr &= valid;
	m->quote &= valid;
	m->high &= valid;
	m->esc &= valid;
}

/* One run of blocks; CS_CSV_STOP_MORE when all were taken. */
INLINE enum cs_csv_stop
run(const struct cs_csv_opt *opt, struct cs_csv_batch *b, struct state *st, struct cs_csv_masks *m,
    size_t n, put_ends *put)
{
	size_t at = st->at;

	st->at += n * BLOCK;
	for (; n != 0; n--, m++, at += BLOCK) {
		size_t left = b->bytes.n - at;
		uint64_t valid = left < BLOCK ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
		struct found f;

		if (left < BLOCK)
			cut(m, valid);
		find(st, m, &f);
		f.odd &= valid;
		if (f.odd != 0) {
			/* What ends before the oddness is plain. */
			uint64_t before = up_to(f.odd) >> 1;

			f.nl &= before;
			f.sep &= before;
			cut(m, before);
		}
		put(b, (uint32_t)at, f.sep);
		if (!take(opt, b, st, at, m, &f))
			return CS_CSV_STOP_LONG;
		if (f.odd != 0)
			return CS_CSV_STOP_ODD;
	}
	return CS_CSV_STOP_MORE;
}

typedef enum cs_csv_stop runner(const struct cs_csv_opt *opt, struct cs_csv_batch *b,
    struct state *st, struct cs_csv_masks *m, size_t n);

static enum cs_csv_stop
run_plain(const struct cs_csv_opt *opt, struct cs_csv_batch *b, struct state *st,
    struct cs_csv_masks *m, size_t n)
{
	return run(opt, b, st, m, n, put_ends_plain);
}

#if defined(__x86_64__)
/* The same, with the instructions that count bits. */
__attribute__((target("popcnt,bmi"))) static enum cs_csv_stop
run_bits(const struct cs_csv_opt *opt, struct cs_csv_batch *b, struct state *st,
    struct cs_csv_masks *m, size_t n)
{
	return run(opt, b, st, m, n, put_ends_bits);
}

AVX512 static enum cs_csv_stop
run_avx512(const struct cs_csv_opt *opt, struct cs_csv_batch *b, struct state *st,
    struct cs_csv_masks *m, size_t n)
{
	return run(opt, b, st, m, n, put_ends_avx512);
}
#endif

struct cs_csv_way {
	void (*classify)(const char *p, size_t n, char delim, struct cs_csv_masks *m);
	runner *run;
};

static const struct cs_csv_way ways[CS_CSV_WAYS] = {
    {classify_plain, run_plain},
#if defined(__x86_64__)
    {classify_avx2, run_bits},
    {classify_avx512, run_avx512},
#endif
};

static unsigned
best_way(void)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") &&
	    __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt"))
		return 2;
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
	    __builtin_cpu_supports("popcnt"))
		return 1;
#endif
	return 0;
}

const struct cs_csv_way *
cs_csv_way(unsigned most)
{
	unsigned best = best_way();

	return &ways[most < best ? most : best];
}

enum cs_csv_stop
cs_csv_scan(const struct cs_csv_opt *opt, const struct cs_csv_way *way, struct cs_csv_batch *b,
    size_t *pos, uint32_t *line)
{
	struct cs_csv_masks m[MAX_BLOCKS];
	struct state st = {.may_open = 1, .at = *pos, .start = *pos, .cell = b->nend};
	enum cs_csv_stop stop = CS_CSV_STOP_MORE;
	size_t n = FIRST_BLOCKS;

	st.line = st.lines = *line;
	while (st.at < b->bytes.n && stop == CS_CSV_STOP_MORE) {
		size_t left = (b->bytes.n - st.at + BLOCK - 1) / BLOCK;

		n = n < left ? n : left;
		b->end = cs_mem_grow(
		    b->end, &b->end_cap, b->nend + n * BLOCK + END_SLACK, sizeof *b->end);
		b->rec = cs_mem_grow(b->rec, &b->rec_cap, b->nrec + n * BLOCK + 1, sizeof *b->rec);
		way->classify(b->bytes.p + st.at, n, opt->delim, m);
		stop = way->run(opt, b, &st, m, n);
		/* Short at first, since the next odd record may be near. */
		n = n < MAX_BLOCKS ? n * 2 : n;
	}
	b->nend = st.cell;
	*pos = st.start;
	*line = st.line;
	return stop;
}
