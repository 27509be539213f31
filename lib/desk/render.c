/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts of the grid: see render.h. */
#include "desk/render.h"

#include "desk/celltable.h"
#include "desk/grid.h"

static int
add_name(struct cs_head *head, struct cs_str name, struct cs_err *e)
{
	for (unsigned i = 0; i < head->ncol; i++) {
		if (cs_str_eq(head->col[i].name, name)) {
			(void)cs_err_set(
			    e, CS_EXIT_USAGE, "two columns would be called %.*s", CS_STR_ARG(name));
			return cs_err_hint(e, "another name for the metric: NAME=FORMULA");
		}
	}
	return cs_head_add(head, name, e);
}

static int
make_head(
    struct cs_head *head, const struct cs_by *by, const struct cs_grid_cols *cols, struct cs_err *e)
{
	for (unsigned k = 0; k < by->n; k++) {
		if (add_name(head, by->key[k].name, e) != 0)
			return -1;
	}
	for (size_t i = 0; i < cols->n; i++) {
		if (add_name(head, cols->col[i].name, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_render_check(
    const struct cs_scheme *s, const struct cs_by *by, const struct cs_shape *how, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_head head = CS_HEAD_INIT;
	struct cs_grid_cols cols;
	int r;

	cs_grid_columns(&cols, &a, s, how);
	r = make_head(&head, by, &cols, e);
	cs_head_finish(&head);
	cs_arena_finish(&a);
	return r;
}

static void
write_keys(struct cs_cells *c, size_t group, struct cs_writer *w)
{
	struct cs_str key;

	for (unsigned k = 0; k < cs_cells_keys(c); k++) {
		key = cs_cells_key(c, group, k);
		if (key.p != NULL)
			cs_writer_text(w, key);
		else
			cs_writer_null(w);
	}
}

static void
write_wide(struct cs_cells *c, struct cs_grid *grid, struct cs_writer *w)
{
	struct cs_buf text = CS_BUF_INIT;

	for (size_t g = 0; g < cs_cells_groups(c) && !cs_writer_failed(w); g++) {
		write_keys(c, g, w);
		for (size_t i = 0; i < grid->cols.n; i++) {
			cs_buf_reset(&text);
			cs_grid_text(grid, &grid->cols.col[i], c->order[g], &text);
			cs_writer_raw(w, cs_buf_all(&text));
		}
		cs_writer_end(w);
	}
	cs_buf_finish(&text);
}

int
cs_render(struct cs_cells *c, const struct cs_shape *how, struct cs_writer *w, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_head head = CS_HEAD_INIT;
	struct cs_grid grid;
	int r;

	cs_grid_init(&grid, &a, c->scheme, how);
	grid.frame[CS_FRAME_OWN].cells = c;
	r = make_head(&head, c->by, &grid.cols, e);
	if (r == 0) {
		cs_writer_head(w, &head);
		write_wide(c, &grid, w);
	}
	cs_grid_finish(&grid);
	cs_head_finish(&head);
	cs_arena_finish(&a);
	return r;
}
