/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A side table that is larger than the memory: see sidespill.h. */
#include "rec/sidespill.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/piles.h"
#include "base/varint.h"
#include "rec/rowcells.h"

enum {
	PILES = 128,
	TOGETHER = 1 << 10, /* keys that are looked up, and rows that are added, at once */
};

struct cs_side_spill {
	struct cs_side shape;
	struct cs_scratch *scratch;
	struct cs_piles table, keys;
	struct cs_rowcells answers;	   /* by record: a byte with the outcome, and the cells */
	struct cs_rowcells_reader *reader; /* by worker */
	unsigned workers;
	uint64_t nrow;	      /* records */
	pthread_mutex_t lock; /* of keys, while it is asked */
	uint64_t most;
};

struct cs_side_spill *
cs_side_spill_new(const struct cs_side *shape, unsigned workers, uint64_t mem, const char *tmpdir)
{
	struct cs_side_spill *p = cs_mem_new0(1, sizeof *p);

	p->shape = cs_side_shape(shape);
	p->workers = workers;
	p->reader = cs_mem_new0(workers, sizeof *p->reader);
	p->most = mem / 4 + 1;
	p->scratch = cs_scratch_new(tmpdir);
	cs_piles_init(&p->table, PILES, p->most, p->scratch);
	cs_piles_init(&p->keys, PILES, p->most, p->scratch);
	(void)pthread_mutex_init(&p->lock, NULL);
	return p;
}

void
cs_side_spill_free(struct cs_side_spill *p)
{
	if (p == NULL)
		return;
	for (unsigned i = 0; i < p->workers; i++)
		cs_rowcells_reader_finish(&p->reader[i]);
	free(p->reader);
	cs_piles_finish(&p->table);
	cs_piles_finish(&p->keys);
	cs_rowcells_finish(&p->answers);
	cs_scratch_free(p->scratch);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}

/* The upper bits: the lower ones are what the map of a pile looks at. */
static unsigned
pile_of(struct cs_str key)
{
	return (unsigned)(cs_map_hash(key) >> 57);
}

_Static_assert(PILES == 1 << (64 - 57), "a pile for each value of the bits");

static uint8_t *
put_text(uint8_t *to, struct cs_str text)
{
	to = cs_varint_put(to, text.n);
	if (text.n != 0)
		memcpy(to, text.p, text.n);
	return to + text.n;
}

static const uint8_t *
get_text(const uint8_t *from, struct cs_str *text)
{
	uint64_t n;

	from = cs_varint_get(from, &n);
	*text = cs_str((const char *)from, n);
	return from + n;
}

static const uint8_t *
get_number(const uint8_t *from, int64_t *v)
{
	uint64_t folded;

	from = cs_varint_get(from, &folded);
	*v = cs_varint_unfold(folded);
	return from;
}

int
cs_side_spill_add(struct cs_side_spill *p, const struct cs_side_rows *rows, struct cs_err *e)
{
	unsigned ndays = p->shape.ndays;

	for (size_t i = 0; i < rows->n; i++) {
		struct cs_str key = rows->key[i], run = rows->run[i];
		size_t most = key.n + run.n + (5 + ndays) * (size_t)CS_VARINT_MAX;
		unsigned pile = pile_of(key);
		uint8_t *begin = cs_piles_room(&p->table, pile, most, e), *to;

		if (begin == NULL)
			return -1;
		to = put_text(put_text(begin, key), run);
		to = cs_varint_put(to, rows->line[i]);
		if (rows->at != NULL)
			to = cs_varint_put(to, cs_varint_fold(rows->at[i]));
		if (rows->to != NULL)
			to = cs_varint_put(to, cs_varint_fold(rows->to[i]));
		for (unsigned k = 0; k < ndays; k++)
			to = cs_varint_put(to, cs_varint_fold(rows->days[i * ndays + k]));
		cs_pile_took(&p->table, pile, (size_t)(to - begin));
	}
	return 0;
}

int
cs_side_spill_ask(struct cs_side_spill *p, const struct cs_str *key, const int64_t *at,
    uint64_t first, size_t n, struct cs_err *e)
{
	int r = 0;

	(void)pthread_mutex_lock(&p->lock);
	if (first + n > p->nrow)
		p->nrow = first + n;
	for (size_t i = 0; i < n; i++) {
		unsigned pile = pile_of(key[i]);
		uint8_t *begin, *to;

		if (key[i].p == NULL)
			continue;
		begin = cs_piles_room(&p->keys, pile, key[i].n + 3 * (size_t)CS_VARINT_MAX, e);
		if (begin == NULL) {
			r = -1;
			break;
		}
		to = cs_varint_put(put_text(begin, key[i]), first + i);
		if (at != NULL)
			to = cs_varint_put(to, cs_varint_fold(at[i]));
		cs_pile_took(&p->keys, pile, (size_t)(to - begin));
	}
	(void)pthread_mutex_unlock(&p->lock);
	return r;
}

/* One pile at work: its table, and some of its rows or keys. */
struct work {
	struct cs_side_spill *p;
	struct cs_side side;
	struct cs_side_rows rows;
	uint64_t number[TOGETHER]; /* of the record, by key */
	uint32_t row[TOGETHER];
	uint8_t found[TOGETHER];
	struct cs_buf answer;
};

static void
work_init(struct work *w, struct cs_side_spill *p)
{
	*w = (struct work){.p = p};
	w->rows.key = cs_mem_new(TOGETHER, sizeof *w->rows.key);
	w->rows.run = cs_mem_new(TOGETHER, sizeof *w->rows.run);
	w->rows.line = cs_mem_new(TOGETHER, sizeof *w->rows.line);
	w->rows.at = cs_mem_new(TOGETHER, sizeof *w->rows.at);
	w->rows.to = cs_mem_new(TOGETHER, sizeof *w->rows.to);
	w->rows.days = cs_mem_new((size_t)TOGETHER * p->shape.ndays, sizeof *w->rows.days);
}

static void
work_finish(struct work *w)
{
	cs_side_rows_free(&w->rows);
	cs_side_finish(&w->side);
	cs_buf_finish(&w->answer);
}

static void
add_rows(struct work *w)
{
	struct cs_side_rows rows = w->rows;

	if (w->side.when == CS_SIDE_ANY)
		rows.at = NULL;
	if (w->side.when != CS_SIDE_RANGE)
		rows.to = NULL;
	cs_side_add(&w->side, &rows);
	w->rows.n = 0;
}

/* Rows of the table, out of their pile. */
static int
take_rows(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct work *w = arg;
	const uint8_t *from = (const uint8_t *)piece.p, *end = from + piece.n;
	unsigned ndays = w->side.ndays;

	(void)fresh;
	(void)e;
	while (from < end) {
		struct cs_side_rows *rows = &w->rows;
		size_t i = rows->n++;
		uint64_t line;

		from = get_text(get_text(from, &rows->key[i]), &rows->run[i]);
		from = cs_varint_get(from, &line);
		rows->line[i] = (uint32_t)line;
		if (w->side.when != CS_SIDE_ANY)
			from = get_number(from, &rows->at[i]);
		if (w->side.when == CS_SIDE_RANGE)
			from = get_number(from, &rows->to[i]);
		for (unsigned k = 0; k < ndays; k++)
			from = get_number(from, &rows->days[i * ndays + k]);
		if (rows->n == TOGETHER || from == end)
			add_rows(w);
	}
	return 0;
}

static int
put_answer(struct work *w, size_t i, struct cs_err *e)
{
	const struct cs_side *side = &w->side;
	uint32_t row = w->row[i];

	cs_buf_reset(&w->answer);
	cs_buf_c(&w->answer, (char)w->found[i]);
	if (w->found[i] == CS_SIDE_MATCHED) {
		size_t most =
		    cs_side_run(side, row).n + side->nadd + side->ndays * (size_t)CS_SIDE_DAYS_MORE;

		w->answer.n +=
		    cs_side_cells(side, row, w->rows.at[i], cs_buf_reserve(&w->answer, most));
	}
	return cs_rowcells_put(&w->p->answers, 0, w->number[i], cs_buf_all(&w->answer), e);
}

static int
look_up(struct work *w, struct cs_err *e)
{
	size_t n = w->rows.n;

	w->rows.n = 0;
	cs_side_find(&w->side, w->rows.key, w->rows.at, n, w->row, w->found);
	for (size_t i = 0; i < n; i++) {
		if (put_answer(w, i, e) != 0)
			return -1;
	}
	return 0;
}

/* Keys of records, out of their pile. */
static int
take_keys(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct work *w = arg;
	const uint8_t *from = (const uint8_t *)piece.p, *end = from + piece.n;
	bool dated = w->side.when != CS_SIDE_ANY || w->side.ndays != 0;

	(void)fresh;
	while (from < end) {
		size_t i = w->rows.n++;

		from = cs_varint_get(get_text(from, &w->rows.key[i]), &w->number[i]);
		w->rows.at[i] = CS_SIDE_NONE;
		if (dated)
			from = get_number(from, &w->rows.at[i]);
		if ((w->rows.n == TOGETHER || from == end) && look_up(w, e) != 0)
			return -1;
	}
	return 0;
}

/* line: of the error that is kept in *e while the other piles are looked at. */
static int
join_pile(struct work *w, unsigned pile, uint32_t *line, struct cs_err *e)
{
	struct cs_side_spill *p = w->p;
	struct cs_buf buf = CS_BUF_INIT;
	struct cs_err io = CS_ERR_INIT;
	int r;

	w->side = p->shape;
	r = cs_pile_read(&p->table, pile, &buf, take_rows, w, &io);
	cs_pile_drop(&p->table, pile);
	if (r == 0 && cs_side_close(&w->side, line, e) == 0 && *line == 0)
		r = cs_pile_read(&p->keys, pile, &buf, take_keys, w, &io);
	cs_pile_drop(&p->keys, pile);
	cs_side_finish(&w->side);
	cs_buf_finish(&buf);
	if (r != 0 && e != NULL)
		*e = io;
	return r;
}

int
cs_side_spill_join(struct cs_side_spill *p, struct cs_err *e)
{
	struct work w;
	uint32_t line = 0;
	int r = 0;

	cs_rowcells_init(&p->answers, p->nrow, 1, p->most, p->scratch);
	work_init(&w, p);
	for (unsigned pile = 0; pile < PILES && r == 0; pile++)
		r = join_pile(&w, pile, &line, e);
	work_finish(&w);
	return r == 0 && line == 0 ? 0 : -1;
}

int
cs_side_spill_fetch(struct cs_side_spill *p, unsigned worker, struct cs_join_rows *rows,
    uint8_t *found, struct cs_str *cells, struct cs_err *e)
{
	for (uint32_t row = 0; row < rows->batch->nrow; row++) {
		struct cs_str answer;
		char *to;

		if (cs_rowcells_get(
			&p->answers, &p->reader[worker], rows->first + row, &answer, e) != 0)
			return -1;
		if (answer.n == 0)
			continue;
		found[row] = (uint8_t)answer.p[0];
		answer = cs_str_skip(answer, 1);
		to = cs_join_room(rows, answer.n);
		memcpy(to, answer.p, answer.n);
		cells[row] = cs_str(to, answer.n);
	}
	return 0;
}
