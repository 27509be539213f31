/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of a table, and what each says of a group: see grid.h. */
#include "table/grid.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cell/celltable.h"
#include "table/compare.h"
#include "table/shape.h"

/* The statistic that was looked at last in a frame, with its bounds once they were asked for. */
struct cs_grid_seen {
	struct cs_stat stat; /* may point into itself: stays where it is */
	uint32_t group;	     /* of the frame's cells; CS_GROUP_NONE: none yet */
	size_t metric;
	bool bounds;
	struct cs_buf lo, hi;
};

/* Digits behind the point of a ratio in a unit. */
static int
digits_of(struct cs_str unit)
{
	static const struct {
		struct cs_str unit;
		int digits;
	} table[] = {
	    {CS_STR_INIT("share"), 8},
	    {CS_STR_INIT("s"), 3},
	    {CS_STR_INIT("points"), 4},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (cs_str_eq(unit, table[i].unit))
			return table[i].digits;
	}
	return 6;
}

/* What is in stock, or how old: it does not add up along time. */
static bool
is_level(enum cs_agg_id id)
{
	static const enum cs_agg_id levels[] = {
	    CS_AGG_STOCK, CS_AGG_STOCK_AGE, CS_AGG_STOCK_AGE_MAX, CS_AGG_STOCK_AGE_QUANTILE};

	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		if (levels[i] == id)
			return true;
	}
	return false;
}

static struct cs_grid_metric
metric_of(const struct cs_scheme *scheme, size_t m)
{
	static const bool with_n[] = {[CS_STAT_MEAN] = true,
	    [CS_STAT_QUANTILE] = true,
	    [CS_STAT_SHARE] = true,
	    [CS_STAT_NPS] = true,
	    [CS_STAT_SURVIVAL] = true,
	    [CS_STAT_SKETCH] = true,
	    [CS_STAT_FORMULA] = false};
	const struct cs_scheme_metric *of = &scheme->of[m];
	const struct cs_metric *metric = &scheme->metric[m];
	struct cs_grid_metric known = {.digits = digits_of(metric->unit)};
	bool counted;

	known.type = cs_formula_type(of->formula);
	known.kind = of->plain ? cs_stat_kind_of(of->input[0].agg->id) : CS_STAT_FORMULA;
	for (size_t i = 0; i < of->ninput; i++)
		known.level = known.level || is_level(of->input[i].agg->id);
	known.bounds = with_n[known.kind] && !metric->margin;
	known.n = known.bounds || known.kind == CS_STAT_AGE || of->base >= 0;
	known.less = known.type == CS_INT || known.type == CS_DEC;
	/* What is in stock did not come there in the interval, so it is no count of events. */
	counted = known.kind == CS_STAT_COUNT && of->input[0].agg->id != CS_AGG_STOCK;
	/* The bounds of a sketch are those of what it has forgotten, not of chance. */
	known.test = known.less && known.kind != CS_STAT_SKETCH && (known.bounds || counted);
	return known;
}

static bool
has_value(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	(void)m;
	(void)how;
	return true;
}

static bool
has_n(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	(void)how;
	return m->n;
}

static bool
has_bounds(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	return how->ci && m->bounds;
}

static bool
has_of_total(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	return how->of_total == CS_OF_TOTAL_WHOLE && cs_shape_adds_up(m->kind);
}

static bool
has_of_parent(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	return how->of_total == CS_OF_TOTAL_PARENT && cs_shape_adds_up(m->kind);
}

static bool
has_difference(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	return how->vs.set && m->less;
}

static bool
has_test(const struct cs_grid_metric *m, const struct cs_shape *how)
{
	return how->vs.set && m->test;
}

static bool (*const has[CS_ASPECTS])(const struct cs_grid_metric *, const struct cs_shape *) = {
    [CS_ASPECT_VALUE] = has_value,
    [CS_ASPECT_N] = has_n,
    [CS_ASPECT_LO] = has_bounds,
    [CS_ASPECT_HI] = has_bounds,
    [CS_ASPECT_OF_TOTAL] = has_of_total,
    [CS_ASPECT_OF_PARENT] = has_of_parent,
    [CS_ASPECT_DIFF] = has_difference,
    [CS_ASPECT_DIFF_LO] = has_test,
    [CS_ASPECT_DIFF_HI] = has_test,
    [CS_ASPECT_P] = has_test,
    [CS_ASPECT_LUCK] = has_test,
};

/* The columns of each metric, in their order, and what their names have behind the frame's. */
static const struct {
	enum cs_frame_id frame;
	enum cs_aspect aspect;
	const char *suffix;
	enum cs_part part;
} plan[] = {
    {CS_FRAME_OWN, CS_ASPECT_VALUE, "", CS_PART_VALUE},
    {CS_FRAME_OWN, CS_ASPECT_N, "_n", CS_PART_N},
    {CS_FRAME_OWN, CS_ASPECT_LO, "_lo", CS_PART_LO},
    {CS_FRAME_OWN, CS_ASPECT_HI, "_hi", CS_PART_HI},
    {CS_FRAME_OWN, CS_ASPECT_OF_TOTAL, "_of_total", CS_PART_VALUE},
    {CS_FRAME_OWN, CS_ASPECT_OF_PARENT, "_of_parent", CS_PART_VALUE},
    {CS_FRAME_ROLLING, CS_ASPECT_VALUE, "", CS_PART_VALUE},
    {CS_FRAME_ROLLING, CS_ASPECT_N, "_n", CS_PART_N},
    {CS_FRAME_ROLLING, CS_ASPECT_LO, "_lo", CS_PART_LO},
    {CS_FRAME_ROLLING, CS_ASPECT_HI, "_hi", CS_PART_HI},
    {CS_FRAME_YTD, CS_ASPECT_VALUE, "", CS_PART_VALUE},
    {CS_FRAME_YTD, CS_ASPECT_N, "_n", CS_PART_N},
    {CS_FRAME_YTD, CS_ASPECT_LO, "_lo", CS_PART_LO},
    {CS_FRAME_YTD, CS_ASPECT_HI, "_hi", CS_PART_HI},
    {CS_FRAME_BEFORE, CS_ASPECT_VALUE, "", CS_PART_VALUE},
    {CS_FRAME_BEFORE, CS_ASPECT_N, "_n", CS_PART_N},
    {CS_FRAME_OWN, CS_ASPECT_DIFF, "_diff", CS_PART_VALUE},
    {CS_FRAME_OWN, CS_ASPECT_DIFF_LO, "_diff_lo", CS_PART_VALUE},
    {CS_FRAME_OWN, CS_ASPECT_DIFF_HI, "_diff_hi", CS_PART_VALUE},
    {CS_FRAME_OWN, CS_ASPECT_P, "_p", CS_PART_VALUE},
    {CS_FRAME_OWN, CS_ASPECT_LUCK, "_luck", CS_PART_VALUE},
};

enum { NPLAN = sizeof plan / sizeof *plan };

/* What the names of a frame's columns have behind the metric's; NULL: it has no columns. */
static const char *
frame_suffix(struct cs_arena *a, enum cs_frame_id frame, const struct cs_shape *how)
{
	switch (frame) {
	case CS_FRAME_OWN:
		return "";
	case CS_FRAME_ROLLING:
		return how->rolling != 0 ? cs_arena_printf(a, "_rolling_%u", how->rolling) : NULL;
	case CS_FRAME_YTD:
		return how->ytd ? "_ytd" : NULL;
	case CS_FRAME_BEFORE:
		return how->vs.set ? "_before" : NULL;
	default:
		return NULL;
	}
}

static bool
is_window(enum cs_frame_id frame)
{
	return frame == CS_FRAME_ROLLING || frame == CS_FRAME_YTD;
}

/* The columns of metrics in the order of the table; they live in the arena. Names may clash. */
static void
make_columns(struct cs_grid_cols *cols, struct cs_arena *a, const struct cs_scheme *s,
    const struct cs_shape *how)
{
	const char *suffix[CS_FRAMES];

	for (int f = 0; f < CS_FRAMES; f++)
		suffix[f] = frame_suffix(a, (enum cs_frame_id)f, how);
	cols->metric = cs_arena_new(a, s->n, sizeof *cols->metric);
	cols->col = cs_arena_new(a, s->n * NPLAN, sizeof *cols->col);
	cols->n = 0;
	for (size_t m = 0; m < s->n; m++) {
		cols->metric[m] = metric_of(s, m);
		for (size_t i = 0; i < NPLAN; i++) {
			struct cs_grid_col *col = &cols->col[cols->n];

			if (suffix[plan[i].frame] == NULL ||
			    (is_window(plan[i].frame) && cols->metric[m].level) ||
			    !has[plan[i].aspect](&cols->metric[m], how))
				continue;
			cols->n++;
			*col = (struct cs_grid_col){
			    .metric = m, .frame = plan[i].frame, .aspect = plan[i].aspect};
			col->part = plan[i].part;
			col->suffix =
			    cs_arena_printf(a, "%s%s", suffix[plan[i].frame], plan[i].suffix);
			col->name = cs_str_z(cs_arena_printf(
			    a, "%.*s%s", CS_STR_ARG(s->metric[m].name), col->suffix));
		}
	}
}

void
cs_grid_init(
    struct cs_grid *g, struct cs_arena *a, const struct cs_scheme *s, const struct cs_shape *how)
{
	*g = (struct cs_grid){.level = how->level, .interp = how->interp};
	make_columns(&g->cols, a, s, how);
	g->seen = cs_arena_new(a, CS_FRAMES, sizeof *g->seen);
	for (size_t i = 0; i < CS_FRAMES; i++)
		g->seen[i].group = CS_GROUP_NONE;
}

void
cs_grid_finish(struct cs_grid *g)
{
	for (size_t i = 0; i < CS_FRAMES; i++) {
		cs_buf_finish(&g->seen[i].lo);
		cs_buf_finish(&g->seen[i].hi);
	}
}

const struct cs_stat *
cs_grid_stat(struct cs_grid *g, enum cs_frame_id frame, size_t metric, uint32_t group)
{
	const struct cs_frame *f = &g->frame[frame];
	struct cs_grid_seen *seen = &g->seen[frame];

	if (f->group != NULL && group != CS_GROUP_NONE)
		group = f->group[group];
	if (group == CS_GROUP_NONE)
		return NULL;
	if (seen->group != group || seen->metric != metric) {
		f->cells->level = g->level;
		f->cells->interp = g->interp;
		cs_cells_stat_of(f->cells, group, metric, &seen->stat);
		seen->group = group;
		seen->metric = metric;
		seen->bounds = false;
	}
	return &seen->stat;
}

static void
value_text(struct cs_grid *g, const struct cs_grid_col *col, uint32_t group,
    const struct cs_stat *s, struct cs_buf *out)
{
	(void)group;
	cs_grid_value(out, &g->cols.metric[col->metric], s);
}

static void
n_text(struct cs_grid *g, const struct cs_grid_col *col, uint32_t group, const struct cs_stat *s,
    struct cs_buf *out)
{
	(void)g;
	(void)col;
	(void)group;
	cs_buf_i64(out, s->n);
}

/* Both bounds are made at once: the column of the other comes next. */
static void
bound_text(struct cs_grid *g, const struct cs_grid_col *col, uint32_t group,
    const struct cs_stat *s, struct cs_buf *out)
{
	struct cs_grid_seen *seen = &g->seen[col->frame];

	(void)group;
	if (!seen->bounds) {
		cs_buf_reset(&seen->lo);
		cs_buf_reset(&seen->hi);
		cs_grid_bounds(&seen->lo, &seen->hi, &g->cols.metric[col->metric], s, g->level);
		seen->bounds = true;
	}
	cs_buf_str(out, cs_buf_all(col->aspect == CS_ASPECT_LO ? &seen->lo : &seen->hi));
}

static void
share_text(struct cs_grid *g, const struct cs_grid_col *col, uint32_t group,
    const struct cs_stat *s, struct cs_buf *out)
{
	const struct cs_stat *whole = cs_grid_stat(g, CS_FRAME_WHOLE, col->metric, group);
	const struct cs_grid_metric share = {
	    .kind = CS_STAT_FORMULA, .type = CS_DEC, .digits = digits_of(CS_STR("share"))};
	const struct cs_stat ratio = {
	    .kind = CS_STAT_FORMULA, .value = cs_real_div(s->value, whole->value)};

	cs_grid_value(out, &share, &ratio);
}

void
cs_grid_text(struct cs_grid *g, const struct cs_grid_col *col, uint32_t group, struct cs_buf *out)
{
	static void (*const text[CS_ASPECTS])(struct cs_grid *, const struct cs_grid_col *,
	    uint32_t, const struct cs_stat *, struct cs_buf *) = {
	    [CS_ASPECT_VALUE] = value_text,
	    [CS_ASPECT_N] = n_text,
	    [CS_ASPECT_LO] = bound_text,
	    [CS_ASPECT_HI] = bound_text,
	    [CS_ASPECT_OF_TOTAL] = share_text,
	    [CS_ASPECT_OF_PARENT] = share_text,
	};
	const struct cs_stat *s;

	if (col->aspect >= CS_ASPECT_DIFF) {
		cs_compare_text(g->compare, g, col, group, out);
		return;
	}
	s = cs_grid_stat(g, col->frame, col->metric, group);
	if (s == NULL)
		cs_buf_z(out, "\\N");
	else
		text[col->aspect](g, col, group, s, out);
}
