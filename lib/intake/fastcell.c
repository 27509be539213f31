/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the usual cells need now and then: see fastcell.h. */
#include "intake/fastcell.h"

const char cs_cell_nothing[32] = "\\N--------T00:00:00Z";

/* What is left when the pattern is taken off: 0 to 9 where it has a 0, nothing elsewhere. */
static uint64_t
digits(uint64_t x, uint64_t pattern, uint64_t separators, uint64_t *bad)
{
	uint64_t t = x ^ pattern;

	*bad |= ((t | (t + UINT64_C(0x0606060606060606))) & CS_CELL_NIBBLES) | (t & separators);
	return t * 10 + (t >> 8);
}

/*
 * Each pair of digits becomes a number in one byte: the year is in bytes 0 and 2 of a, the month in
 * byte 5, the day in byte 0 of b.
 */
bool
cs_cell_turn_day(struct cs_cell_day *d, const char *s)
{
	static const char days[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	uint64_t bad = 0, a, b;
	unsigned year, month, day;

	a = digits(
	    cs_cell_load64(s), cs_cell_load64("0000-00-"), UINT64_C(0xff0000ff00000000), &bad);
	b = digits(cs_cell_load16(s + 8), cs_cell_load16("00"), 0, &bad);
	year = (unsigned)(a & 0xff) * 100 + (unsigned)(a >> 16 & 0xff);
	month = (unsigned)(a >> 40 & 0xff);
	day = (unsigned)(b & 0xff);
	if (bad != 0 || month - 1 > 11 || day - 1 >= (unsigned)days[month] || year == 0)
		return false;
	d->year_month = cs_cell_load64(s);
	d->day = cs_cell_load16(s + 8);
	d->seconds = cs_civil_days((int)year, (int)month, (int)day) * CS_DAY_S;
	return true;
}

const struct cs_cell_word *
cs_cell_dispositions(struct cs_arena *arena)
{
	struct cs_cell_word *word = cs_arena_new(arena, 1 << CS_CELL_WORD_BITS, sizeof *word);
	size_t n;
	const struct cs_disposition *d = cs_disp_all(&n);

	for (size_t i = 0; i < n; i++) {
		char text[CS_CELL_WORD_LEN] = {0};
		struct cs_cell_word w, *slot;

		if (d[i].word.n > CS_CELL_WORD_LEN)
			continue;
		memcpy(text, d[i].word.p, d[i].word.n);
		w = cs_cell_word_of(text, d[i].word.n);
		slot = &word[cs_cell_word_slot(&w)];
		*slot = slot->a == 0 ? w : *slot;
	}
	return word;
}
