/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch on its way through the steps of a join: see join.h. */
#include "rec/join.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "rec/badcell.h"
#include "rec/cellcopy.h"
#include "rec/esc.h"
#include "rec/instant.h"

enum { ROOM = 64 << 10 };

/* Memory that is given out from the front, and kept for the next batch. */
struct cs_join_room {
	struct cs_join_room *next;
	size_t used, cap;
	char byte[];
};

const char cs_join_miss_head[] = "table\twhy\tfile\tline\tkey\tat";

void
cs_join_rows_begin(
    const struct cs_join *j, struct cs_join_rows *rows, struct cs_batch *b, uint64_t first)
{
	size_t most = (size_t)CS_JOIN_STEPS * CS_JOIN_COUNTS;

	if (rows->run == NULL) {
		rows->run = cs_mem_new0(CS_JOIN_STEPS, sizeof *rows->run);
		rows->nmissed = cs_mem_new(most, sizeof *rows->nmissed);
	}
	rows->join = j;
	rows->batch = b;
	rows->first = first;
	rows->last = j->last;
	rows->at_done = false;
	rows->runs = cs_mem_grow(
	    rows->runs, &rows->runs_cap, (size_t)b->nrow * j->nstep, sizeof *rows->runs);
	for (unsigned i = 0; i < j->nstep; i++)
		rows->run[i] = rows->runs + (size_t)b->nrow * i;
	memset(rows->nmissed, 0, most * sizeof *rows->nmissed);
	cs_buf_reset(&rows->missed);
	while (rows->room != NULL) {
		struct cs_join_room *room = rows->room;

		rows->room = room->next;
		room->next = rows->spare;
		rows->spare = room;
	}
}

static void
free_rooms(struct cs_join_room *room)
{
	while (room != NULL) {
		struct cs_join_room *next = room->next;

		free(room);
		room = next;
	}
}

void
cs_join_rows_finish(struct cs_join_rows *rows)
{
	free_rooms(rows->room);
	free_rooms(rows->spare);
	cs_buf_finish(&rows->missed);
	free(rows->run);
	free(rows->runs);
	free(rows->nmissed);
	free(rows->at);
	free(rows->end);
	*rows = (struct cs_join_rows){.batch = NULL};
}

char *
cs_join_room(struct cs_join_rows *rows, size_t n)
{
	struct cs_join_room *room = rows->room;
	char *p;

	if (room == NULL || room->cap - room->used < n) {
		room = rows->spare;
		if (room != NULL && room->cap >= n) {
			rows->spare = room->next;
		} else {
			size_t cap = n > ROOM ? n : ROOM;

			room = cs_mem_new(1, sizeof *room + cap);
			room->cap = cap;
		}
		room->used = 0;
		room->next = rows->room;
		rows->room = room;
	}
	p = room->byte + room->used;
	room->used += n;
	return p;
}

struct cs_str
cs_join_run_cell(struct cs_str run, unsigned col)
{
	struct cs_str rest = run, cell;

	do
		(void)cs_str_split(&rest, '\t', &cell);
	while (col-- > 0);
	return cell;
}

bool
cs_join_lists(struct cs_join_rows *rows, unsigned step, unsigned kind)
{
	uint32_t *n = &rows->nmissed[step * CS_JOIN_COUNTS + kind];

	return rows->last && ((*n)++ < CS_JOIN_EXAMPLES || rows->join->env.list_all);
}

void
cs_join_miss(struct cs_join_rows *rows, unsigned step, const char *why, uint32_t row,
    struct cs_str key, int64_t instant)
{
	struct cs_buf *b = &rows->missed;

	cs_esc_add(b, cs_str_z(rows->join->step[step].name));
	cs_buf_c(b, '\t');
	cs_esc_add(b, cs_str_z(why));
	cs_buf_c(b, '\t');
	cs_esc_add(b, cs_str_z(rows->batch->file != NULL ? rows->batch->file : "stdin"));
	cs_buf_c(b, '\t');
	cs_buf_i64(b, (int64_t)cs_batch_line(rows->batch, row));
	cs_buf_c(b, '\t');
	cs_buf_str(b, key.p != NULL ? key : CS_STR("\\N"));
	cs_buf_c(b, '\t');
	if (instant == CS_JOIN_NONE)
		cs_buf_z(b, "\\N");
	else
		cs_time_text(b, instant);
	cs_buf_c(b, '\n');
}

/* The name of a column, by where it is. */
static struct cs_str
column_name(const struct cs_join *j, struct cs_join_col c)
{
	if (c.step < 0)
		return j->in->col[c.col].name;
	for (unsigned i = 0; i < j->head.ncol; i++) {
		if (j->place[i].step == c.step && j->place[i].col == c.col)
			return j->head.col[i].name;
	}
	return CS_STR("?");
}

static int
bad_instant(const struct cs_join_rows *rows, struct cs_join_col c, uint32_t row, struct cs_str raw,
    struct cs_err *e)
{
	return cs_bad_instant(rows->batch, row, column_name(rows->join, c), raw, e);
}

const int64_t *
cs_join_instants(struct cs_join_rows *rows, struct cs_join_col c, struct cs_err *e)
{
	uint32_t n = rows->batch->nrow;
	struct cs_time_near near = {.year_month = 0};

	if (rows->at_done && rows->at_col.step == c.step && rows->at_col.col == c.col)
		return rows->at;
	rows->at = cs_mem_grow(rows->at, &rows->at_cap, n + 1, sizeof *rows->at);
	for (uint32_t row = 0; row < n; row++) {
		struct cs_str raw = cs_join_cell(rows, c, row);

		if (cs_raw_null(raw))
			rows->at[row] = CS_JOIN_NONE;
		else if (!cs_time_parse_near(&near, raw, &rows->at[row]) &&
			 !cs_raw_instant(raw, &rows->at[row])) {
			(void)bad_instant(rows, c, row, raw, e);
			return NULL;
		}
	}
	rows->at_col = c;
	rows->at_done = true;
	return rows->at;
}

/* Where the cells of a run end: eight bytes at once, since most of them are short. */
static void
cut_run(struct cs_str run, uint32_t *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	size_t i = 0;

	for (; i + 8 <= run.n && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__; i += 8) {
		uint64_t v, tabs;

		memcpy(&v, run.p + i, 8);
		v ^= ones * '\t';
		/* The top bit of each byte that is now 0, and of no other. */
		tabs = ~(((v & ~tops) + ~tops) | v | ~tops);
		for (; tabs != 0; tabs &= tabs - 1)
			*end++ = (uint32_t)(i + (size_t)__builtin_ctzll(tabs) / 8);
	}
	for (; i < run.n; i++) {
		if (run.p[i] == '\t')
			*end++ = (uint32_t)i;
	}
	*end = (uint32_t)run.n;
}

static inline struct cs_str
piece_of(const struct cs_join *j, const struct cs_join_rows *rows, const struct cs_join_piece *p,
    uint32_t row)
{
	struct cs_str first, last;
	const uint32_t *end;
	uint32_t from;

	if (p->step >= 0 && p->whole)
		return rows->run[p->step][row];
	if (p->step >= 0) {
		end = rows->end + j->step[p->step].ends;
		from = p->col != 0 ? end[p->col - 1] + 1 : 0;
		return cs_str(rows->run[p->step][row].p + from, end[p->to] - from);
	}
	if (p->whole)
		return cs_batch_record(rows->batch, row);
	first = cs_batch_raw(rows->batch, row, p->col);
	last = cs_batch_raw(rows->batch, row, p->to);
	return cs_str(first.p, (size_t)(last.p + last.n - first.p));
}

void
cs_join_render(const struct cs_join *j, struct cs_join_rows *rows, struct cs_buf *out)
{
	const struct cs_batch *b = rows->batch;
	size_t most = b->bytes.n;
	char *p, *begin;

	/* Room for all of it, and then nothing but copying. */
	for (unsigned s = 0; s < j->nstep; s++) {
		for (uint32_t row = 0; row < b->nrow && j->step[s].ncol != 0; row++)
			most += rows->run[s][row].n + 1;
	}
	rows->end = cs_mem_grow(rows->end, &rows->end_cap, j->nend, sizeof *rows->end);
	begin = cs_buf_reserve(out, most);
	p = begin;
	for (uint32_t row = 0; row < b->nrow; row++) {
		for (unsigned s = 0; s < j->nstep && j->nend != 0; s++) {
			if (j->step[s].cut)
				cut_run(rows->run[s][row], rows->end + j->step[s].ends);
		}
		for (unsigned i = 0; i < j->npiece; i++) {
			p = cs_cell_put(p, piece_of(j, rows, &j->piece[i], row));
			*p++ = i + 1 < j->npiece ? '\t' : '\n';
		}
	}
	out->n += (size_t)(p - begin);
}
