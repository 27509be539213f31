/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table for people: see table.h. */
#include "view/table.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "rec/esc.h"
#include "table/gridname.h"

void
cs_table_finish(struct cs_table *t)
{
	free(t->cell);
	cs_arena_finish(&t->arena);
	*t = (struct cs_table)CS_TABLE_INIT;
}

enum cs_look
cs_look_of_unit(struct cs_str unit)
{
	static const struct {
		struct cs_str unit;
		enum cs_look look;
	} looks[] = {
	    {CS_STR_INIT("s"), CS_LOOK_SECONDS},
	    {CS_STR_INIT("share"), CS_LOOK_SHARE},
	    {CS_STR_INIT("chance"), CS_LOOK_CHANCE},
	};

	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (cs_str_eq(unit, looks[i].unit))
			return looks[i].look;
	return CS_LOOK_NUMBER;
}

static bool
is_band(struct cs_str name)
{
	return cs_str_eqz(name, "band") || cs_str_eqz(name, "level");
}

/* Bounds look like what they bound; counts behind a metric (NAME_n) are plain numbers. */
static struct cs_str
base_name(struct cs_str name)
{
	if (name.n > 3 && (cs_str_ends(name, CS_STR("_lo")) || cs_str_ends(name, CS_STR("_hi"))))
		return cs_str_head(name, name.n - 3);
	return name;
}

/* There are cells, and all of them are numbers. */
static bool
numbers(const struct cs_table *t, unsigned col)
{
	struct cs_dec d;
	size_t seen = 0;

	for (size_t row = 0; row < t->nrow; row++) {
		struct cs_str s = cs_table_cell(t, row, col);

		if (cs_table_null(s))
			continue;
		if (!cs_dec_parse(s, &d))
			return false;
		seen++;
	}
	return seen != 0;
}

/* By name; false when neither schema nor dictionary knows it. */
static bool
known(struct cs_table *t, struct cs_table_col *c, const struct cs_column *def)
{
	struct cs_grid_name name;

	if (is_band(c->name)) {
		c->look = CS_LOOK_BAND;
		return true;
	}
	/* repeat_1d is a column of contacts, t or f, and a metric: the cells say which it is. */
	if (def != NULL && def->type == CS_BOOL && cs_grid_name(c->name, &name) &&
	    numbers(t, (unsigned)(c - t->col)))
		def = NULL;
	if (def != NULL) {
		c->key = def->type == CS_ID || def->type == CS_TEXT || def->type == CS_TIME;
		c->number = def->type == CS_INT || def->type == CS_DEC;
		c->look = c->number ? cs_look_of_unit(def->unit) : CS_LOOK_TEXT;
		if (def->type == CS_TIME)
			c->look = CS_LOOK_TIME;
		c->meaning = def->meaning;
		return true;
	}
	if (!cs_grid_name(c->name, &name))
		return false;
	c->number = name.unit.p != NULL;
	c->look = c->number ? cs_look_of_unit(name.unit) : CS_LOOK_TEXT;
	if (name.value && name.words == NULL)
		c->meaning = name.about.sentence;
	else if (name.value && name.n != 0)
		c->meaning = cs_str_z(cs_arena_printf(&t->arena, "%.*s, %s %lld before it",
		    CS_STR_ARG(name.metric), name.words, (long long)name.n - 1));
	else if (name.value)
		c->meaning = cs_str_z(
		    cs_arena_printf(&t->arena, "%.*s, %s", CS_STR_ARG(name.metric), name.words));
	return true;
}

/* What cs-kpi --vs says of a metric that no dictionary has: NAME_p, and NAME_luck behind it. */
static bool
is_chance(const struct cs_table *t, unsigned col)
{
	struct cs_str name = t->col[col].name, next;

	if (col + 1 == t->ncol || !cs_str_ends(name, CS_STR("_p")))
		return false;
	next = t->col[col + 1].name;
	return next.n == name.n + 3 && cs_str_ends(next, CS_STR("_luck")) &&
	       cs_str_starts(next, cs_str_head(name, name.n - 1));
}

/* The unit of a column that nobody knows: that of the one whose bound it is, or what its name ends
 * with. */
static struct cs_str
unit_by_name(struct cs_str name)
{
	struct cs_str base = base_name(name);
	const struct cs_column *def = cs_schema_find(base);

	if (base.n != name.n && def != NULL && (def->type == CS_INT || def->type == CS_DEC))
		return def->unit;
	return cs_metric_suffix_unit(base);
}

static void
judge_by_cells(const struct cs_table *t, unsigned col)
{
	struct cs_table_col *c = &t->col[col];

	if (is_chance(t, col)) {
		c->number = true;
		c->look = CS_LOOK_CHANCE;
		return;
	}
	c->number = numbers(t, col);
	if (c->number)
		c->look = cs_look_of_unit(unit_by_name(c->name));
}

/* A column that says how sure the one before it is: how many stand behind it, its bounds. */
static void
label(struct cs_table *t, unsigned col)
{
	static const struct {
		struct cs_str end, label;
	} beside[] = {
	    {CS_STR_INIT("_n"), CS_STR_INIT("n")},
	    {CS_STR_INIT("_lo"), CS_STR_INIT("from")},
	    {CS_STR_INIT("_hi"), CS_STR_INIT("to")},
	    {CS_STR_INIT("_of_total"), CS_STR_INIT("of all")},
	    {CS_STR_INIT("_of_parent"), CS_STR_INIT("of these")},
	};
	struct cs_table_col *c = &t->col[col];
	unsigned base = col;

	c->label = c->name;
	while (base > 0 && t->col[base - 1].beside)
		base--;
	if (base == 0)
		return;
	base--;
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		struct cs_str end = beside[i].end, name = t->col[base].name;

		if (c->name.n == name.n + end.n && cs_str_starts(c->name, name) &&
		    cs_str_ends(c->name, end)) {
			c->label = beside[i].label;
			c->beside = true;
		}
	}
}

/* Keys are the columns before the first number; where there is none, a list of things, the first
 * column alone says which row it is. */
static void
find_keys(struct cs_table *t)
{
	bool left = true, list = true;

	for (unsigned i = 0; i < t->ncol; i++)
		list = list && !t->col[i].number && t->col[i].look != CS_LOOK_BAND;
	for (unsigned i = 0; i < t->ncol; i++) {
		left = left && !t->col[i].number && t->col[i].look != CS_LOOK_BAND;
		t->col[i].key = left && (!list || i == 0);
	}
}

static void
add_batch(struct cs_table *t, const struct cs_batch *b, struct cs_buf *scratch)
{
	size_t n = (size_t)b->nrow * t->ncol;
	struct cs_str *cell;

	t->cell = cs_mem_grow(t->cell, &t->cell_cap, t->nrow * t->ncol + n, sizeof *t->cell);
	cell = t->cell + t->nrow * t->ncol;
	for (uint32_t row = 0; row < b->nrow; row++) {
		for (unsigned col = 0; col < t->ncol; col++, cell++) {
			struct cs_str raw = cs_batch_raw(b, row, col), text = raw;

			*cell = cs_str(NULL, 0);
			if (cs_raw_null(raw))
				continue;
			cs_buf_reset(scratch);
			if (cs_esc_decode(raw, scratch, &text))
				*cell = cs_arena_str(&t->arena, text);
		}
	}
	t->nrow += b->nrow;
}

static void
set_columns(struct cs_table *t, const struct cs_head *h)
{
	t->ncol = h->ncol;
	t->col = cs_arena_new(&t->arena, h->ncol, sizeof *t->col);
	for (unsigned i = 0; i < h->ncol; i++)
		t->col[i].name = cs_arena_str(&t->arena, h->col[i].name);
}

int
cs_table_load(struct cs_table *t, struct cs_reader *r, uint64_t max_rows, struct cs_err *e)
{
	const struct cs_head *h = cs_reader_head(r);
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_batch b = {0};
	int got;

	set_columns(t, h);
	while ((got = cs_reader_next(r, &b, e)) > 0) {
		if (t->nrow + b.nrow > max_rows) {
			got = cs_err_set(
			    e, CS_EXIT_DATA, "more than %llu rows", (unsigned long long)max_rows);
			(void)cs_err_hint(e, "group more coarsely, or allow more with --max-rows");
			break;
		}
		add_batch(t, &b, &scratch);
	}
	cs_batch_finish(&b);
	cs_buf_finish(&scratch);
	if (got < 0)
		return -1;
	for (unsigned i = 0; i < t->ncol; i++)
		if (!known(t, &t->col[i], h->col[i].def))
			judge_by_cells(t, i);
	cs_table_pivoted(t, cs_look_of_unit);
	find_keys(t);
	for (unsigned i = 0; i < t->ncol; i++)
		label(t, i);
	return 0;
}

static bool
is_date(struct cs_str s)
{
	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
}

int
cs_table_series(const struct cs_table *t)
{
	for (unsigned i = 0; i < t->ncol && t->col[i].key; i++) {
		if (t->col[i].look == CS_LOOK_TIME)
			return (int)i;
		if (t->nrow != 0 && is_date(cs_table_cell(t, 0, i)))
			return (int)i;
	}
	return -1;
}

/* The row of a sum stands behind the intervals that it is over, and is none of them. */
static bool
same_group(const struct cs_table *t, int series, size_t a, size_t b)
{
	if (series >= 0 && cs_table_cell(t, b, (unsigned)series).p == cs_table_total.p)
		return false;
	for (unsigned i = 0; i < t->ncol && t->col[i].key; i++) {
		struct cs_str x = cs_table_cell(t, a, i), y = cs_table_cell(t, b, i);

		if ((int)i != series && (cs_table_null(x) != cs_table_null(y) || !cs_str_eq(x, y)))
			return false;
	}
	return true;
}

size_t
cs_table_group_end(const struct cs_table *t, int series, size_t from)
{
	size_t row = from + 1;

	while (row < t->nrow && same_group(t, series, from, row))
		row++;
	return row;
}
