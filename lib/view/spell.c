/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tables of metrics say in columns of their own, as people read it: see table.h. */
#include "base/dec.h"
#include "table/gridname.h"
#include "view/table.h"

const struct cs_str cs_table_total = CS_STR_INIT("total");

/* Column i of a table whose columns from `first` on repeat every k: is it the metric of the one in
 * the first block, with the value of its own block between? */
static bool
fits(const struct cs_table *t, unsigned first, unsigned k, unsigned i, struct cs_str value)
{
	struct cs_grid_name block, own;
	struct cs_str metric, value0 = cs_grid_name_rest(t->col[first].name, &metric);

	return cs_grid_name_between(t->col[first + (i - first) % k].name, value0, &block) &&
	       cs_grid_name_between(t->col[i].name, value, &own) &&
	       cs_str_eq(block.metric, own.metric) && block.words == own.words &&
	       block.value == own.value && block.n == own.n;
}

/* The values of a pivoted key repeat the same columns: after how many; 0: it is no such table. */
static unsigned
pivot_length(const struct cs_table *t, unsigned first)
{
	unsigned n = t->ncol - first;

	for (unsigned k = 1; k <= n / 2; k++) {
		struct cs_str metric, value = {NULL, 0};
		unsigned i;

		for (i = first; n % k == 0 && i < t->ncol; i++) {
			if ((i - first) % k == 0)
				value = cs_grid_name_rest(t->col[i].name, &metric);
			if (value.p == NULL || !fits(t, first, k, i, value))
				break;
		}
		if (n % k == 0 && i == t->ncol)
			return k;
	}
	return 0;
}

void
cs_table_pivoted(struct cs_table *t, enum cs_look (*look_of)(struct cs_str unit))
{
	struct cs_str metric, value = {NULL, 0};
	struct cs_grid_name name;
	unsigned first = 0, k;

	while (first < t->ncol && (cs_grid_name(t->col[first].name, &name) ||
				      cs_grid_name_rest(t->col[first].name, &metric).p == NULL))
		first++;
	k = first < t->ncol ? pivot_length(t, first) : 0;
	for (unsigned i = first; k != 0 && i < t->ncol; i++) {
		if ((i - first) % k == 0)
			value = cs_grid_name_rest(t->col[i].name, &metric);
		if (!cs_grid_name_between(t->col[i].name, value, &name))
			continue;
		t->col[i].number = name.unit.p != NULL;
		t->col[i].look = look_of(name.unit);
		if (i < first + k && name.value && name.words == NULL)
			t->col[i].meaning = name.about.sentence;
	}
}

static int
find_column(const struct cs_table *t, const char *name)
{
	for (unsigned i = 0; i < t->ncol; i++) {
		if (cs_str_eqz(t->col[i].name, name))
			return (int)i;
	}
	return -1;
}

static void
drop_column(struct cs_table *t, unsigned col)
{
	struct cs_str *to = t->cell;

	for (size_t row = 0; row < t->nrow; row++) {
		for (unsigned i = 0; i < t->ncol; i++) {
			if (i != col)
				*to++ = cs_table_cell(t, row, i);
		}
	}
	memmove(t->col + col, t->col + col + 1, (t->ncol - col - 1) * sizeof *t->col);
	t->ncol--;
}

/* The keys that a row is the sum over say so. */
static void
spell_totals(struct cs_table *t, unsigned col)
{
	for (size_t row = 0; row < t->nrow; row++) {
		struct cs_str list = cs_table_cell(t, row, col), name;

		while (list.n != 0 && cs_str_split(&list, ',', &name)) {
			for (unsigned i = 0; i < col; i++) {
				if (cs_str_eq(t->col[i].name, name))
					t->cell[row * t->ncol + i] = cs_table_total;
			}
		}
	}
	drop_column(t, col);
}

static bool
has_others(const struct cs_table *t, size_t row, unsigned col)
{
	struct cs_dec d;

	return cs_dec_parse(cs_table_cell(t, row, col), &d) && d.coef > 0;
}

/* The key whose values are put together is NULL in all of these rows. */
static void
spell_others(struct cs_table *t, unsigned col)
{
	int key = -1;

	for (unsigned i = 0; i < col; i++) {
		bool null = true;

		for (size_t row = 0; row < t->nrow && null; row++)
			null = !has_others(t, row, col) || cs_table_null(cs_table_cell(t, row, i));
		if (null)
			key = (int)i;
	}
	for (size_t row = 0; row < t->nrow && key >= 0; row++) {
		if (has_others(t, row, col))
			t->cell[row * t->ncol + (unsigned)key] = cs_str_z(cs_arena_printf(
			    &t->arena, "%.*s others", CS_STR_ARG(cs_table_cell(t, row, col))));
	}
	if (key >= 0)
		drop_column(t, col);
}

void
cs_table_spell(struct cs_table *t)
{
	int totals = find_column(t, "total_over"), others;

	if (totals > 0)
		spell_totals(t, (unsigned)totals);
	others = find_column(t, "others_n");
	if (others > 0)
		spell_others(t, (unsigned)others);
}
