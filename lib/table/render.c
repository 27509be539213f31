/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wide and the long table, and what all layouts share: see render.h. */
#include "table/render.h"

#include "cell/spill.h"
#include "table/compare.h"
#include "table/layout.h"
#include "table/regroup.h"

int
cs_layout_column(struct cs_layout_run *l, struct cs_str name, struct cs_err *e)
{
	for (unsigned i = 0; i < l->head.ncol; i++) {
		if (cs_str_eq(l->head.col[i].name, name)) {
			(void)cs_err_set(
			    e, CS_EXIT_USAGE, "two columns would be called %.*s", CS_STR_ARG(name));
			return cs_err_hint(
			    e, "another name for the metric or the key: NAME=FORMULA");
		}
	}
	return cs_head_add(&l->head, name, e);
}

int
cs_layout_key_columns(struct cs_layout_run *l, struct cs_err *e)
{
	const struct cs_by *by = l->plan->by;

	for (unsigned k = 0; k < by->n; k++) {
		if ((int)k != l->plan->pivot && cs_layout_column(l, by->key[k].name, e) != 0)
			return -1;
	}
	if (l->plan->how->subtotals != CS_SUBTOTALS_NONE &&
	    cs_layout_column(l, CS_STR("total_over"), e) != 0)
		return -1;
	if (l->plan->how->min_group != 0 || (l->plan->top >= 0 && l->plan->top != l->plan->pivot))
		return cs_layout_column(l, CS_STR("others_n"), e);
	return 0;
}

/* The keys that a group is the sum over, as a list: sorted, with commas between. */
static void
write_total_over(struct cs_layout_run *l, uint32_t group)
{
	const struct cs_cells *c = l->shaping->c;
	const struct cs_by *by = l->plan->by;
	struct cs_str least, last = {NULL, 0};
	struct cs_buf list = CS_BUF_INIT;

	do {
		least = cs_str(NULL, 0);
		for (unsigned k = 0; k < by->n; k++) {
			struct cs_str name = by->key[k].name;

			if ((int)k == l->plan->pivot || !cs_regroup_is_total(c, group, k) ||
			    (last.p != NULL && cs_str_cmp(name, last) <= 0))
				continue;
			if (least.p == NULL || cs_str_cmp(name, least) < 0)
				least = name;
		}
		if (least.p != NULL)
			cs_buf_printf(
			    &list, "%s%.*s", last.p != NULL ? "," : "", CS_STR_ARG(least));
		last = least;
	} while (least.p != NULL);
	cs_writer_text(l->w, cs_buf_all(&list));
	cs_buf_finish(&list);
}

void
cs_layout_keys(struct cs_layout_run *l, uint32_t group)
{
	const struct cs_shape_plan *p = l->plan;
	struct cs_cells *c = l->shaping->c;
	struct cs_str key;

	for (unsigned k = 0; k < c->keys.n; k++) {
		if ((int)k == p->pivot)
			continue;
		key = cs_cells_key_of(c, group, k);
		if (key.p != NULL)
			cs_writer_text(l->w, key);
		else
			cs_writer_null(l->w);
	}
	if (p->how->subtotals != CS_SUBTOTALS_NONE)
		write_total_over(l, group);
	if (p->how->min_group != 0 || (p->top >= 0 && p->top != p->pivot))
		cs_writer_i64(l->w, (int64_t)cs_shaping_others(l->shaping, group));
}

static int
wide_head(struct cs_layout_run *l, struct cs_err *e)
{
	for (size_t i = 0; i < l->grid->cols.n; i++) {
		if (cs_layout_column(l, l->grid->cols.col[i].name, e) != 0)
			return -1;
	}
	return 0;
}

static void
wide_row(struct cs_layout_run *l, uint32_t group, struct cs_buf *text)
{
	cs_layout_keys(l, group);
	for (size_t i = 0; i < l->grid->cols.n; i++) {
		cs_buf_reset(text);
		cs_grid_text(l->grid, &l->grid->cols.col[i], group, text);
		cs_writer_raw(l->w, cs_buf_all(text));
	}
	cs_writer_end(l->w);
}

static int
long_head(struct cs_layout_run *l, struct cs_err *e)
{
	static const struct cs_str names[] = {CS_STR_INIT("metric"), CS_STR_INIT("value"),
	    CS_STR_INIT("n"), CS_STR_INIT("lo"), CS_STR_INIT("hi")};
	size_t n = l->plan->how->ci ? 5 : 3;

	for (size_t i = 0; i < n; i++) {
		if (cs_layout_column(l, names[i], e) != 0)
			return -1;
	}
	return 0;
}

/* A record for each value, with what stands beside it. */
static void
long_row(struct cs_layout_run *l, uint32_t group, struct cs_buf *text)
{
	const struct cs_grid_cols *cols = &l->grid->cols;
	enum cs_part last = l->plan->how->ci ? CS_PART_HI : CS_PART_N;
	size_t i = 0, next;

	while (i < cols->n) {
		cs_layout_keys(l, group);
		cs_writer_text(l->w, cols->col[i].name);
		next = i;
		for (enum cs_part part = CS_PART_VALUE; part <= last; part++) {
			cs_buf_reset(text);
			if (next < cols->n && cols->col[next].part == part)
				cs_grid_text(l->grid, &cols->col[next++], group, text);
			else
				cs_buf_z(text, "\\N");
			cs_writer_raw(l->w, cs_buf_all(text));
		}
		cs_writer_end(l->w);
		i = next;
	}
}

static const struct {
	int (*head)(struct cs_layout_run *l, struct cs_err *e);
	void (*row)(struct cs_layout_run *l, uint32_t group, struct cs_buf *text);
} layouts[] = {
    [CS_LAYOUT_WIDE] = {wide_head, wide_row},
    [CS_LAYOUT_LONG] = {long_head, long_row},
};

static int
write_rows(struct cs_layout_run *l, bool head, struct cs_err *e)
{
	enum { AHEAD = 12 };
	enum cs_layout layout = l->plan->how->layout;
	const struct cs_cells *c = l->shaping->c;
	struct cs_buf text = CS_BUF_INIT;

	if (head) {
		if (cs_layout_key_columns(l, e) != 0 || layouts[layout].head(l, e) != 0)
			return -1;
		cs_writer_head(l->w, &l->head);
	}
	for (size_t i = 0; i < c->norder && !cs_writer_failed(l->w); i++) {
		if (i + AHEAD < c->norder)
			cs_cells_ahead(c, c->order[i + AHEAD]);
		layouts[layout].row(l, c->order[i], &text);
	}
	cs_buf_finish(&text);
	return 0;
}

int
cs_render_check(
    const struct cs_scheme *s, const struct cs_by *by, const struct cs_shape *how, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_shape_plan plan;
	struct cs_grid grid;
	struct cs_layout_run l = {&plan, &grid, NULL, NULL, CS_HEAD_INIT};
	int r;

	cs_grid_init(&grid, &a, s, how);
	r = cs_shape_bind(&plan, how, s, by, e);
	if (r == 0)
		r = cs_layout_key_columns(&l, e);
	/* Which columns a pivot has only the values tell. */
	if (r == 0 && how->layout != CS_LAYOUT_PIVOT)
		r = layouts[how->layout].head(&l, e);
	cs_grid_finish(&grid);
	cs_head_finish(&l.head);
	cs_arena_finish(&a);
	return r;
}

/* The groups that are in the cells now; with the head before the first of them. */
static int
render_groups(struct cs_layout_run *l, struct cs_cells *c, bool head, struct cs_err *e)
{
	const struct cs_shape *how = l->plan->how;
	struct cs_compare compare = {0};
	struct cs_shaping shaping = {0};
	int r = cs_shaping_run(&shaping, l->plan, c, l->grid, e);

	l->shaping = &shaping;
	if (r == 0 && how->vs.set)
		cs_compare_run(&compare, l->grid, &how->vs);
	if (r == 0)
		r = l->plan->pivot >= 0 ? cs_layout_pivot(l, e) : write_rows(l, head, e);
	l->shaping = NULL;
	cs_compare_finish(&compare);
	cs_shaping_finish(&shaping);
	return r;
}

/* All groups, of cells that come a piece at a time. */
static int
render_pieces(struct cs_layout_run *l, struct cs_cells *c, struct cs_err *e)
{
	bool head = true;
	int got;

	while ((got = cs_spill_next(c->spill, c, e)) > 0 && !cs_writer_failed(l->w)) {
		if (render_groups(l, c, head, e) != 0)
			return -1;
		head = false;
	}
	return got < 0 ? -1 : 0;
}

int
cs_render(struct cs_cells *c, const struct cs_shape *how, struct cs_writer *w, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_shape_plan plan;
	struct cs_grid grid;
	struct cs_layout_run l = {&plan, &grid, NULL, w, CS_HEAD_INIT};
	int r;

	cs_grid_init(&grid, &a, c->scheme, how);
	r = cs_shape_bind(&plan, how, c->scheme, c->by, e);
	if (r == 0)
		cs_before_adopt(c, &how->vs);
	if (r == 0)
		r = c->spill != NULL ? render_pieces(&l, c, e) : render_groups(&l, c, true, e);
	cs_grid_finish(&grid);
	cs_head_finish(&l.head);
	cs_arena_finish(&a);
	return r;
}
