/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a table goes on a terminal: see narrow.h. */
#include "view/narrow.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "table/gridname.h"
#include "view/cardtext.h"
#include "view/cells.h"

enum { GAP = 2, TEXT_MAX = 40, BAR_WIDTH = 11, LATE = 100, LONG = 50 };

/* Columns of a ranking as they stand from left to right, and in which order they come in. */
static const struct {
	const char *name;
	int weight;
	bool reason; /* what is in brackets is behind what matters */
} ranking[] = {
    {"rank", 1, false},
    {"band", 2, false},
    {"wrong", 4, false},
    {"score", 3, false},
    {"n", 5, false},
    {"floor", 6, true},
    {"up", 7, true},
    {"down", 8, true},
    {"moved_how", 10, false},
    {"steady", 11, false},
    {"recognise", 12, false},
    {"flag", 13, false},
};

enum { BAR_WEIGHT = 9 };

/* A column of the new table. */
struct place {
	struct cs_table_col col;
	struct cs_str *cell; /* by row */
	struct cs_str *full; /* the same with brackets, where cell is without them; else NULL */
	int weight;	     /* 0: always there */
	size_t width;
	bool in;
};

struct planner {
	struct cs_narrow *to;
	const struct cs_table *from;
	struct place *place; /* from left to right; room for one more than columns */
	unsigned n;
	bool *gone; /* by column: NULL everywhere */
};

static bool
has_columns(const struct cs_table *t, const char *const *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cs_recipe_column(t, cs_str_z(name[i])) < 0)
			return false;
	return true;
}

static bool
is_ranking(const struct cs_table *t)
{
	static const char *const needs[] = {"rank", "band", "score", "lo", "hi", "up", "down"};

	return has_columns(t, needs, sizeof needs / sizeof *needs);
}

/* A table of metrics, as cs-kpi makes them. */
static bool
is_metrics(const struct cs_table *t)
{
	struct cs_grid_name name;

	for (unsigned i = 0; i < t->ncol; i++)
		if (!t->col[i].key && cs_grid_name(t->col[i].name, &name))
			return true;
	return false;
}

static struct cs_str *
copy_cells(struct planner *p, unsigned col)
{
	struct cs_str *cell = cs_arena_new(&p->to->table.arena, p->from->nrow + 1, sizeof *cell);

	for (size_t row = 0; row < p->from->nrow; row++)
		cell[row] = cs_table_cell(p->from, row, col);
	return cell;
}

static bool
all_null(const struct cs_table *t, const struct cs_str *cell)
{
	for (size_t row = 0; row < t->nrow; row++)
		if (!cs_table_null(cell[row]))
			return false;
	return t->nrow != 0;
}

/* How wide the column gets on the terminal. */
static size_t
width_of(const struct planner *p, const struct cs_table_col *col, struct cs_str *cell)
{
	struct cs_table_col copy = *col;
	struct cs_table one = {.col = &copy, .ncol = 1, .nrow = p->from->nrow, .cell = cell};
	struct cs_form f = cs_form_choose(&one, 0);
	struct cs_buf b = CS_BUF_INIT;
	size_t width, w;

	cs_form_plain(&b, col->label);
	width = cs_utf8_width(cs_buf_all(&b));
	w = cs_utf8_width(f.unit);
	width = w > width ? w : width;
	for (size_t row = 0; row < one.nrow; row++) {
		cs_buf_reset(&b);
		cs_form_add(&b, &f, cell[row]);
		w = cs_utf8_width(cs_buf_all(&b));
		width = w > width ? w : width;
	}
	cs_buf_finish(&b);
	return !col->number && !col->whole && width > TEXT_MAX ? TEXT_MAX : width;
}

static void
add_place(struct planner *p, const struct cs_table_col *col, struct cs_str *cell, int weight)
{
	p->place[p->n++] = (struct place){.col = *col, .cell = cell, .weight = weight};
}

/* "csat_top2 92.6% (all 80.2%, n 900)": what is before the brackets. */
static void
shorten(struct planner *p, struct place *c)
{
	c->full = c->cell;
	c->cell = cs_arena_new(&p->to->table.arena, p->from->nrow + 1, sizeof *c->cell);
	for (size_t row = 0; row < p->from->nrow; row++) {
		struct cs_str s = c->full[row];
		size_t at = cs_str_search(s, CS_STR(" ("));

		c->cell[row] = cs_table_null(s) ? s : cs_str_head(s, at);
	}
}

static struct place *
find_place(struct planner *p, const char *name)
{
	for (unsigned i = 0; i < p->n; i++)
		if (cs_str_eqz(p->place[i].col.name, name))
			return &p->place[i];
	return NULL;
}

/* "cannot tell: needs 40 more contacts": what it needs stands where there are no reasons. */
static void
move_needs(struct planner *p)
{
	struct place *band = find_place(p, "band"), *up = find_place(p, "up");

	for (size_t row = 0; row < p->from->nrow; row++) {
		struct cs_str s = band->cell[row];
		size_t at = cs_str_search(s, CS_STR(": "));

		if (at == s.n || !cs_table_null(up->cell[row]))
			continue;
		up->cell[row] = cs_str_skip(s, at + 2);
		band->cell[row] = cs_str_head(s, at);
	}
}

static bool
read_number(struct cs_str cell, int64_t *v)
{
	/* As a share: two more digits. */
	struct cs_form f = {.look = CS_LOOK_SHARE};

	return cs_form_value(&f, cell, v);
}

/* The intervals of all scores, drawn on one scale. */
static void
add_bar(struct planner *p)
{
	static const char *const names[] = {"score", "lo", "hi"};
	struct cs_table_col col = {.name = CS_STR("lo to hi"), .label = CS_STR("lo to hi")};
	struct cs_str *from[3], *cell;
	struct cs_strip s = {.least = INT64_MAX, .most = INT64_MIN};
	struct cs_buf b = CS_BUF_INIT;

	for (int i = 0; i < 3; i++)
		from[i] = copy_cells(p, (unsigned)cs_recipe_column(p->from, cs_str_z(names[i])));
	cell = cs_arena_new(&p->to->table.arena, p->from->nrow + 1, sizeof *cell);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t row = 0; row < p->from->nrow; row++) {
			if (!read_number(from[0][row], &s.own) ||
			    !read_number(from[1][row], &s.lo) || !read_number(from[2][row], &s.hi))
				continue;
			s.least = s.lo < s.least ? s.lo : s.least;
			s.most = s.hi > s.most ? s.hi : s.most;
			if (pass == 0)
				continue;
			cs_buf_reset(&b);
			cs_strip_text(&b, &s, BAR_WIDTH);
			cell[row] = cs_arena_str(&p->to->table.arena, cs_buf_all(&b));
		}
	}
	cs_buf_finish(&b);
	if (p->from->nrow != 0 && !all_null(p->from, cell))
		add_place(p, &col, cell, BAR_WEIGHT);
}

static int
ranking_weight(struct cs_str name)
{
	for (size_t i = 0; i < sizeof ranking / sizeof *ranking; i++)
		if (cs_str_eqz(name, ranking[i].name))
			return ranking[i].weight;
	return 0;
}

/* Keys, what matters, and the rest in its order. */
static void
place_ranking(struct planner *p)
{
	const struct cs_table *t = p->from;
	int late = LATE;

	for (unsigned i = 0; i < t->ncol && t->col[i].key; i++)
		add_place(p, &t->col[i], copy_cells(p, i), 0);
	for (size_t i = 0; i < sizeof ranking / sizeof *ranking; i++) {
		int col = cs_recipe_column(t, cs_str_z(ranking[i].name));

		if (col < 0 || t->col[col].key)
			continue;
		add_place(p, &t->col[col], copy_cells(p, (unsigned)col), ranking[i].weight);
		if (cs_str_eqz(t->col[col].name, "score"))
			add_bar(p);
	}
	move_needs(p);
	for (unsigned i = 0; i < t->ncol; i++)
		if (!t->col[i].key && ranking_weight(t->col[i].name) == 0)
			add_place(p, &t->col[i], copy_cells(p, i), late++);
	for (unsigned i = 0; i < p->n; i++)
		for (size_t k = 0; k < sizeof ranking / sizeof *ranking; k++)
			if (ranking[k].reason && cs_str_eqz(p->place[i].col.name, ranking[k].name))
				shorten(p, &p->place[i]);
}

static void
add_name(struct cs_buf *b, struct cs_str name)
{
	if (b->n != 0)
		cs_buf_z(b, ", ");
	cs_form_plain(b, name);
}

/* What is NULL everywhere goes, with what stands beside it; keys stay. */
static void
drop_null(struct planner *p)
{
	struct cs_buf names = CS_BUF_INIT;
	unsigned n = 0, next;

	for (unsigned i = 0; i < p->n; i = next) {
		bool null = !p->place[i].col.key && all_null(p->from, p->place[i].cell);

		for (next = i + 1; next < p->n && p->place[next].col.beside; next++)
			null = null && all_null(p->from, p->place[next].cell);
		for (unsigned k = i; k < next; k++) {
			if (null)
				add_name(&names, p->place[k].col.name);
			else
				p->place[n++] = p->place[k];
		}
	}
	p->n = n;
	p->to->null = cs_arena_str(&p->to->table.arena, cs_buf_all(&names));
	cs_buf_finish(&names);
}

static int
by_weight(const void *a, const void *b)
{
	const struct place *x = *(struct place *const *)a, *y = *(struct place *const *)b;

	if (x->weight == y->weight)
		return (x > y) - (x < y);
	return x->weight > y->weight ? 1 : -1;
}

/* Brackets come back where there is room left. */
static size_t
lengthen(struct planner *p, size_t used, size_t room)
{
	for (unsigned i = 0; i < p->n; i++) {
		struct place *c = &p->place[i];
		struct cs_table_col whole = c->col;
		size_t w;

		if (!c->in || c->full == NULL)
			continue;
		whole.whole = true;
		w = width_of(p, &whole, c->full) + GAP;
		if (room != 0 && used + w - c->width > room)
			continue;
		used += w - c->width;
		c->col.whole = true;
		c->cell = c->full;
	}
	return used;
}

/* By their weight columns come in where they fit; those of the rest after the brackets. */
static void
fit(struct planner *p, size_t room)
{
	struct place **order = cs_mem_new(p->n + 1, sizeof *order);
	size_t used = 0;
	bool longer = false;

	for (unsigned i = 0; i < p->n; i++)
		order[i] = &p->place[i];
	qsort(order, p->n, sizeof *order, by_weight);
	for (unsigned i = 0; i < p->n; i++) {
		struct place *c = order[i];

		if (c->weight > LONG && !longer) {
			used = lengthen(p, used, room);
			longer = true;
		}
		c->width = width_of(p, &c->col, c->cell) + (i != 0 ? GAP : 0);
		/* Wide keys are cut by who prints them. */
		if (c->weight == 0 && room != 0 && used + c->width > room / 2)
			c->width = room / 2 > used ? room / 2 - used : 0;
		c->in = room == 0 || c->weight <= 1 || used + c->width <= room;
		used += c->in ? c->width : 0;
	}
	if (!longer)
		(void)lengthen(p, used, room);
	free(order);
}

static void
build(struct planner *p)
{
	struct cs_table *t = &p->to->table;
	struct cs_buf hidden = CS_BUF_INIT;

	t->col = cs_arena_new(&t->arena, p->n + 1, sizeof *t->col);
	t->nrow = p->from->nrow;
	for (unsigned i = 0; i < p->n; i++) {
		if (p->place[i].in)
			t->col[t->ncol++] = p->place[i].col;
		else if (p->place[i].weight != BAR_WEIGHT)
			add_name(&hidden, p->place[i].col.name);
		p->to->bar = p->to->bar || (p->place[i].in && p->place[i].weight == BAR_WEIGHT);
	}
	t->cell = cs_mem_new(t->nrow * t->ncol + 1, sizeof *t->cell);
	for (unsigned i = 0, col = 0; i < p->n; i++) {
		if (!p->place[i].in)
			continue;
		for (size_t row = 0; row < t->nrow; row++)
			t->cell[row * t->ncol + col] = p->place[i].cell[row];
		col++;
	}
	p->to->hidden = cs_arena_str(&t->arena, cs_buf_all(&hidden));
	cs_buf_finish(&hidden);
}

bool
cs_narrow_wanted(const struct cs_table *t)
{
	return is_ranking(t) || !is_metrics(t);
}

static void
make(struct cs_narrow *n, const struct cs_table *t, bool ranks, unsigned width)
{
	struct planner p = {.to = n, .from = t};

	*n = (struct cs_narrow){.table = CS_TABLE_INIT};
	p.place = cs_mem_new0(t->ncol + 2, sizeof *p.place);
	if (ranks)
		place_ranking(&p);
	for (unsigned i = 0; i < t->ncol && !ranks; i++)
		add_place(&p, &t->col[i], copy_cells(&p, i), 0);
	drop_null(&p);
	for (unsigned i = 0; i < p.n; i++)
		p.place[i].in = true;
	if (ranks)
		fit(&p, width);
	build(&p);
	free(p.place);
}

void
cs_narrow_make(struct cs_narrow *n, const struct cs_table *t, unsigned width)
{
	make(n, t, is_ranking(t), width);
}

void
cs_narrow_nulls(struct cs_narrow *n, const struct cs_table *t)
{
	make(n, t, false, 0);
}

void
cs_narrow_finish(struct cs_narrow *n)
{
	cs_table_finish(&n->table);
}
