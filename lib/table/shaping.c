/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shape laid over cells: windows of time and the order of rows; see shaping.h. */
#include "table/shaping.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/regroup.h"
#include "table/window.h"

uint8_t *
cs_shaping_hidden(struct cs_shaping *s)
{
	size_t n = s->c->keys.ngroup;

	s->hidden = cs_mem_grow(s->hidden, &s->hidden_cap, n + 1, 1);
	if (n > s->nhidden)
		memset(s->hidden + s->nhidden, 0, n - s->nhidden);
	s->nhidden = n;
	return s->hidden;
}

/* The key by which rows are cut in time; -1: no window is asked for. */
static const struct cs_key_def *
time_key(const struct cs_shaping *s)
{
	return &s->c->by->key[s->plan->time];
}

/* The first instants of all values of the time key. */
static void
read_begins(struct cs_shaping *s)
{
	const struct cs_map *value = &s->c->keys.value[s->plan->time];

	s->begin = cs_mem_resize(s->begin, value->n + 1, sizeof *s->begin);
	for (uint32_t i = 0; i < value->n; i++) {
		if (!cs_key_interval_read(
			cs_map_key(value, i), time_key(s), s->c->by->zone, &s->begin[i]))
			s->begin[i] = CS_WINDOW_NONE;
	}
}

/* After groups were added: hides those of intervals outside of the period. Who has no time is in
 * none. */
static void
hide_outside(struct cs_shaping *s)
{
	const struct cs_map *text;
	int64_t from = s->plan->how->period ? s->plan->how->from : CS_INSTANT_MIN;
	int64_t to = s->plan->how->period ? s->plan->how->to : CS_INSTANT_MAX;
	uint32_t value[CS_REGROUP_KEYS];
	uint8_t *hidden = cs_shaping_hidden(s);

	if (s->plan->time < 0)
		return;
	text = &s->c->keys.value[s->plan->time];
	read_begins(s);
	for (uint32_t g = 0; g < s->c->keys.ngroup; g++) {
		int64_t begin;

		cs_keys_values(&s->c->keys, g, value);
		begin = s->begin[value[s->plan->time]];
		if (begin != CS_WINDOW_NONE ? begin < from || begin >= to
					    : s->plan->how->period && cs_raw_null(cs_map_key(text,
									  value[s->plan->time])))
			hidden[g] |= CS_HIDDEN_OUTSIDE;
	}
}

/* The first interval in which any group has a row: those that were filled in before it are not
 * known to have had none. Rows that were left out may lie before it. */
static int64_t
first_begin(const struct cs_shaping *s)
{
	uint32_t value[CS_REGROUP_KEYS];
	int64_t first = CS_INSTANT_MAX, begin;

	if (s->c->run.before)
		return CS_INSTANT_MIN;
	for (uint32_t g = 0; g < s->c->keys.ngroup; g++) {
		cs_keys_values(&s->c->keys, g, value);
		begin = s->begin[value[s->plan->time]];
		if (s->c->store.rows[g] > 0 && begin != CS_WINDOW_NONE && begin < first)
			first = begin;
	}
	return first;
}

static void
note(const struct cs_shaping *s, const char *option, const char *what, int64_t first)
{
	struct cs_buf b = CS_BUF_INIT;

	if (s->plan->how->note == NULL)
		return;
	cs_buf_printf(&b, "%s: %s ", option, what);
	cs_key_interval_text(&b, time_key(s), s->c->by->zone, first);
	cs_buf_z(&b, ", the first there is");
	s->plan->how->note(s->plan->how->arg, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/*
 * One frame. A rolling window that begins before all there is says nothing; a year does, since who
 * began in March has a year to date, but the table must not hide it.
 */
static int
add_window(struct cs_shaping *s, enum cs_frame_id frame, struct cs_err *e)
{
	const struct cs_zone *zone = s->c->by->zone;
	uint32_t nvalue = (uint32_t)s->c->keys.value[s->plan->time].n, *group,
		 value[CS_REGROUP_KEYS];
	int64_t *start = cs_mem_new(nvalue + 1, sizeof *start), first = first_begin(s);
	struct cs_window w = {(unsigned)s->plan->time, s->begin, start, frame == CS_FRAME_YTD};
	bool cut = false;

	for (uint32_t i = 0; i < nvalue; i++) {
		if (s->begin[i] == CS_WINDOW_NONE)
			continue;
		start[i] = w.growing ? cs_window_year(time_key(s), zone, s->begin[i])
				     : cs_window_rolling(
					   time_key(s), zone, s->begin[i], s->plan->how->rolling);
	}
	s->cells[frame] = cs_window_sum(s->c, &w, e);
	s->group[frame] = group = cs_mem_new(s->c->keys.ngroup + 1, sizeof *group);
	for (uint32_t g = 0; g < s->c->keys.ngroup; g++) {
		uint32_t v;

		cs_keys_values(&s->c->keys, g, value);
		v = value[s->plan->time];
		group[g] = g;
		if (s->begin[v] == CS_WINDOW_NONE || (!w.growing && start[v] < first))
			group[g] = CS_GROUP_NONE;
		cut =
		    cut || (s->begin[v] != CS_WINDOW_NONE && start[v] < first && s->hidden[g] == 0);
	}
	free(start);
	if (cut && w.growing)
		note(s, "--ytd", "the year is counted from", first);
	else if (cut)
		note(s, "--rolling", "NULL where the window begins before", first);
	return s->cells[frame] != NULL ? 0 : -1;
}

static int
make_windows(struct cs_shaping *s, struct cs_err *e)
{
	if (s->plan->time < 0)
		return 0;
	if (s->plan->how->rolling != 0 && add_window(s, CS_FRAME_ROLLING, e) != 0)
		return -1;
	return s->plan->how->ytd ? add_window(s, CS_FRAME_YTD, e) : 0;
}

/* A row as --sort compares it. */
struct row {
	uint32_t group;
	size_t place; /* by the keys */
	bool mark;    /* others and totals: behind */
	struct cs_real value;
};

static int
compare_rows(const void *pa, const void *pb, void *arg)
{
	const struct row *a = pa, *b = pb;
	const bool *down = arg;
	bool no_a = a->value.kind == CS_REAL_NULL, no_b = b->value.kind == CS_REAL_NULL;
	int c;

	if (a->mark != b->mark)
		return a->mark - b->mark;
	if (!a->mark && no_a != no_b)
		return no_a - no_b;
	if (!a->mark && !no_a) {
		c = cs_real_cmp(a->value, b->value);
		if (c != 0)
			return *down ? -c : c;
	}
	return a->place < b->place ? -1 : 1;
}

static void
sort_rows(struct cs_shaping *s, struct cs_grid *grid)
{
	struct cs_cells *c = s->c;
	struct row *row = cs_mem_new(c->norder, sizeof *row);
	bool down = s->plan->down;

	for (size_t i = 0; i < c->norder; i++) {
		uint32_t g = c->order[i];

		row[i] = (struct row){.group = g, .place = i};
		row[i].value = cs_grid_stat(grid, CS_FRAME_OWN, s->plan->sort, g)->value;
		for (unsigned k = 0; k < c->keys.n; k++)
			row[i].mark = row[i].mark || cs_regroup_is_total(c, g, k) ||
				      cs_regroup_is_others(c, g, k);
	}
	qsort_r(row, c->norder, sizeof *row, compare_rows, &down);
	for (size_t i = 0; i < c->norder; i++)
		c->order[i] = row[i].group;
	free(row);
}

static void
put_in_order(struct cs_shaping *s, struct cs_grid *grid)
{
	const uint8_t *hidden = cs_shaping_hidden(s);
	size_t n = 0;

	cs_cells_sort(s->c);
	for (size_t i = 0; i < s->c->norder; i++) {
		if (hidden[s->c->order[i]] == 0)
			s->c->order[n++] = s->c->order[i];
	}
	s->c->norder = n;
	if (s->plan->how->sort.p != NULL)
		sort_rows(s, grid);
}

int
cs_shaping_run(struct cs_shaping *s, const struct cs_shape_plan *plan, struct cs_cells *c,
    struct cs_grid *grid, struct cs_err *e)
{
	const struct cs_shape *how = plan->how;

	*s = (struct cs_shaping){.plan = plan, .c = c};
	grid->frame[CS_FRAME_OWN].cells = c;
	if (how->fill && cs_cells_fill(c, how->period ? how->from : CS_INSTANT_MIN,
			     how->period ? how->to : CS_INSTANT_MAX, e) != 0)
		return -1;
	if (plan->time >= 0 && how->period)
		c->ends = how->to;
	hide_outside(s);
	if (how->min_group != 0 && cs_shaping_few(s, e) != 0)
		return -1;
	hide_outside(s);
	if (plan->top >= 0 && cs_shaping_top(s, e) != 0)
		return -1;
	hide_outside(s);
	if (plan->pivot >= 0)
		cs_shaping_cross(s);
	hide_outside(s);
	if (cs_shaping_totals(s, e) != 0)
		return -1;
	hide_outside(s);
	if (make_windows(s, e) != 0)
		return -1;
	for (int f = CS_FRAME_OWN + 1; f < CS_FRAMES; f++)
		grid->frame[f] = (struct cs_frame){s->cells[f], s->group[f]};
	put_in_order(s, grid);
	return 0;
}

void
cs_shaping_finish(struct cs_shaping *s)
{
	for (int f = 0; f < CS_FRAMES; f++) {
		cs_cells_free(s->cells[f]);
		free(s->group[f]);
	}
	if (s->c != NULL)
		s->c->first = (struct cs_key_first){0};
	free(s->first);
	free(s->few);
	free(s->begin);
	free(s->hidden);
	*s = (struct cs_shaping){0};
}
