/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The usual cell of each type, as intake/fast looks at it: eight bytes at a time in registers, the
 * bits of all that may be wrong put together, one branch at the end. Private to intake/fast, whose
 * loop they are: all inline, so that it is compiled for the processor's instructions as a whole.
 *
 * A cell is looked at where it is in the source. 32 bytes from its first one on may be read
 * whatever is behind it, and as many written where it goes to. Little-endian only.
 */
#ifndef CS_INTAKE_FASTCELL_H
#define CS_INTAKE_FASTCELL_H

#include "intake/fast.h"

#define CS_CELL_INLINE		static inline __attribute__((always_inline))

/*
 * One of two without a branch: whether a cell is empty is in the data, so that a branch on it would
 * be guessed wrong again and again.
 */
#define CS_CELL_EITHER(c, a, b) (__builtin_expect_with_probability((c), 1, 0.5) ? (a) : (b))

CS_CELL_INLINE uint64_t
cs_cell_load64(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

CS_CELL_INLINE uint32_t
cs_cell_load16(const char *p)
{
	uint16_t x;

	memcpy(&x, p, sizeof x);
	return x;
}

/* Gives where the copy of n bytes ends. */
CS_CELL_INLINE char *
cs_cell_copy(char *to, const char *s, size_t n)
{
	memcpy(to, s, 32);
	if (__builtin_expect(n > 32, 0))
		memcpy(to + 32, s + 32, n - 32);
	return to + n;
}

/*
 * A cell at work. An empty one reads cs_cell_nothing instead, where there is what it becomes, so
 * that it is copied like any other. As a time only the day of that is wrong.
 */
struct cs_cell {
	const char *s;
	size_t n;
};

extern const char cs_cell_nothing[32];

CS_CELL_INLINE struct cs_cell
cs_cell_or_null(const char *s, size_t n)
{
	return (struct cs_cell){
	    CS_CELL_EITHER(n == 0, cs_cell_nothing, s), n + 2 * (size_t)(n == 0)};
}

/* For a cell with n bytes of its own, the bits of what is wrong that count: none when it is empty,
 * and may be. */
CS_CELL_INLINE uint64_t
cs_cell_mask(const struct cs_fast_col *f, size_t n)
{
	return (0 - (uint64_t)(n != 0)) | f->never_null;
}

/* An identifier that is no word for nothing; n: the bytes that the cell has of its own. */
CS_CELL_INLINE bool
cs_cell_id(const struct cs_fast_col *f, const struct cs_cell *c, size_t n)
{
	return ((f->null_lens >> (n & 63)) & 1) == 0 && c->s[0] != ' ' && c->s[c->n - 1] != ' ';
}

#define CS_CELL_NIBBLES UINT64_C(0xf0f0f0f0f0f0f0f0)

/* A whole number of 1 to 8 digits without a leading zero, between the bounds. */
CS_CELL_INLINE bool
cs_cell_int(const struct cs_fast_col *f, const struct cs_cell *c, uint64_t mask, bool bounded)
{
	uint64_t x = cs_cell_load64(c->s) ^ UINT64_C(0x3030303030303030), bad;
	size_t most = CS_CELL_EITHER(c->s[0] == '0', 1U, 8U) + (~mask & 8);
	int64_t v;

	x <<= (0 - 8 * c->n) & 63;
	bad = (x | (x + UINT64_C(0x0606060606060606))) & CS_CELL_NIBBLES;
	if (bounded) {
		x = (x * 10 + (x >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
		x = (x * 100 + (x >> 16)) & UINT64_C(0x0000ffff0000ffff);
		v = (int64_t)((x * 10000 + (x >> 32)) & UINT64_C(0xffffffff));
		bad |= (uint64_t)(v < f->min) | (uint64_t)(v > f->max);
	}
	return c->n <= most && (bad & mask) == 0;
}

/* The day of the time before: most times are of the same day as the one before them. */
struct cs_cell_day {
	uint64_t year_month; /* "2026-03-" as it stands; 0: none yet */
	uint32_t day;	     /* "01" */
	int64_t seconds;     /* from 1970 to its beginning */
};

/* Turns to the day at s, "2026-03-01"; false: it is none, or 29 February, which is not usual. */
bool cs_cell_turn_day(struct cs_cell_day *d, const char *s);

/*
 * What may be added to a byte of "12:34:56" less "00:00:00" before it reaches 16: 13 to the tens of
 * hours, 10 to those of minutes and seconds, 6 to the ones, 15 to what has to be 0.
 */
#define CS_CELL_CLOCK UINT64_C(0x060a0f060a0f060d)

/*
 * "2026-03-01T12:34:56Z"; what is between day and clock, and behind, is not looked at. *value is
 * set where the column is the one whose instants are counted.
 */
CS_CELL_INLINE bool
cs_cell_time(const struct cs_fast_col *f, const struct cs_cell *c, uint64_t mask,
    struct cs_cell_day *d, int64_t *value)
{
	uint64_t t = cs_cell_load64(c->s + 11) ^ cs_cell_load64("00:00:00");
	uint64_t pairs = t * 10 + (t >> 8), hour = pairs & 0xff;
	uint64_t other_month = cs_cell_load64(c->s) ^ d->year_month;
	uint32_t other_day = cs_cell_load16(c->s + 8) ^ d->day;

	if (((other_month | other_day) & mask) != 0 && !cs_cell_turn_day(d, c->s))
		return false;
	if (f->want && mask != 0)
		*value = (d->seconds + (int64_t)(hour * 3600 + (pairs >> 24 & 0xff) * 60 +
						 (pairs >> 48 & 0xff))) *
			 CS_USEC;
	return ((t | (t + CS_CELL_CLOCK)) & CS_CELL_NIBBLES) == 0 && hour <= 23;
}

/* True when what cs_cell_time does not look at needs no cs_cell_mend_time. */
CS_CELL_INLINE bool
cs_cell_whole_time(const struct cs_cell *c, uint64_t mask)
{
	return c->s[10] == 'T' && ((c->n ^ 20) & mask) == 0 && c->s[19] == 'Z';
}

/*
 * Makes a time usual where it was copied to: a blank in the middle, no Z where that is UTC
 * (*assumed counts when nobody said so). Gives where it ends; NULL: it is neither.
 */
CS_CELL_INLINE char *
cs_cell_mend_time(const struct cs_fast_col *f, const struct cs_cell *c, char *to, uint64_t *assumed)
{
	bool local = c->n == 19 && f->utc;

	if ((c->s[10] != 'T' && c->s[10] != ' ') || (!local && (c->n != 20 || c->s[19] != 'Z')))
		return NULL;
	to[10] = 'T';
	to[19] = 'Z';
	*assumed += local && f->assumed;
	return to + 20;
}

/*
 * The words of a small set, by hash. One whose place is taken when it comes is left to the long
 * way, as are those that are longer than WORD_LEN.
 */
enum { CS_CELL_WORD_BITS = 6, CS_CELL_WORD_LEN = 16 };

struct cs_cell_word {
	uint64_t a, b; /* its bytes, and zeros behind them */
};

/* n: at most CS_CELL_WORD_LEN. */
CS_CELL_INLINE struct cs_cell_word
cs_cell_word_of(const char *s, size_t n)
{
	static const uint64_t ones[4] = {UINT64_MAX, UINT64_MAX, 0, 0};
	const char *mask = (const char *)ones + CS_CELL_WORD_LEN - n;

	return (struct cs_cell_word){cs_cell_load64(s) & cs_cell_load64(mask),
	    cs_cell_load64(s + 8) & cs_cell_load64(mask + 8)};
}

CS_CELL_INLINE size_t
cs_cell_word_slot(const struct cs_cell_word *w)
{
	return w->a * UINT64_C(0x9e3779b97f4a7c15) >> (64 - CS_CELL_WORD_BITS);
}

/* The dispositions; the table is in the arena. */
const struct cs_cell_word *cs_cell_dispositions(struct cs_arena *arena);

CS_CELL_INLINE bool
cs_cell_word(const struct cs_fast_col *f, const struct cs_cell *c, uint64_t mask)
{
	struct cs_cell_word w =
	    cs_cell_word_of(c->s, c->n <= CS_CELL_WORD_LEN ? c->n : CS_CELL_WORD_LEN);
	const struct cs_cell_word *known = &f->word[cs_cell_word_slot(&w)];

	return (((w.a ^ known->a) | (w.b ^ known->b) | (c->n > CS_CELL_WORD_LEN)) & mask) == 0;
}

#endif
