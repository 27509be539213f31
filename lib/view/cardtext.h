/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The texts of a recipe with the cells of a row in them, safe to print. Beside columns by name:
 *
 *	{@about}	of signals: the column in the cell `about`, and what stands in that one
 *	{@keys}		the key columns that the recipe does not need, with their names
 *	{@metric}	the cell `metric`, whose sentence in the dictionary becomes the note
 *	{@periods}	the cell `periods`, unless there was only one: "3 of 3"
 *	{@row}		the number of the row, from 1
 *	{@strip}	where `fair` is among the quartiles peers_lo, peers_mid, peers_hi
 *
 * A cell has its unit behind it: 87.3%, 14.2 s, 3:05. Columns whose unit is that of the row's
 * metric (figure, expected ...) are read so, by the cell `unit` or by `metric` in the dictionary.
 */
#ifndef CS_VIEW_CARDTEXT_H
#define CS_VIEW_CARDTEXT_H

#include "view/recipe.h"

struct cs_card_text {
	const struct cs_table *table;
	const struct cs_recipe *recipe;
	size_t row;
	struct cs_buf note; /* set by {@metric}: what the metric means; reset by the caller */
};

/* Appends the text of the template, NULL: nothing; *b stays as it is where the text is empty. */
void cs_card_fill(struct cs_buf *b, struct cs_card_text *x, const char *text);

/* Appends a cell of the row with its unit; not for NULL. */
void cs_card_cell(struct cs_buf *b, const struct cs_card_text *x, unsigned col);

/* The cell of the named column; NULL when there is none. */
struct cs_str cs_card_raw(const struct cs_card_text *x, const char *column);

/*
 * A line of `width` characters from `least` to `most`: lo to hi is thick, mid (where there is one,
 * between lo and hi) a bar, and `own` a dot on it. Rounded down. For the others' place
 * and one's own, or an interval and the figure in it.
 */
struct cs_strip {
	int64_t least, most;
	int64_t lo, hi;
	int64_t mid;
	bool has_mid;
	int64_t own;
};
void cs_strip_text(struct cs_buf *b, const struct cs_strip *s, unsigned width);

#endif
