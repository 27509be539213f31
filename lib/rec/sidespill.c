/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A side table that is larger than the memory: see sidespill.h. */
#include "rec/sidespill.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/piles.h"

enum {
	PILES = 128,
	RANGE = 1 << 14,    /* records of a range of answers */
	TOGETHER = 1 << 10, /* keys that are looked up, and rows that are added, at once */
};

/* The answers of a range while its records are on their way. */
struct range {
	char *text;
	uint32_t *at; /* by record: where its answer is, and one more; 0: it has none */
	uint32_t served;
};

struct cs_side_spill {
	struct cs_side shape;
	struct cs_scratch *scratch;
	struct cs_piles table, keys, answers;
	uint64_t nrow; /* records */
	struct range *range;
	size_t nrange;
	pthread_mutex_t lock; /* of keys while it is asked; of range while it is fetched */
	uint64_t most;
};

struct cs_side_spill *
cs_side_spill_new(const struct cs_side *shape, uint64_t mem, const char *tmpdir)
{
	struct cs_side_spill *p = cs_mem_new0(1, sizeof *p);

	p->shape = cs_side_shape(shape);
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
	for (size_t i = 0; i < p->nrange; i++) {
		free(p->range[i].text);
		free(p->range[i].at);
	}
	free(p->range);
	cs_piles_finish(&p->table);
	cs_piles_finish(&p->keys);
	cs_piles_finish(&p->answers);
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
	struct cs_buf cells;
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
	cs_buf_finish(&w->cells);
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
	struct cs_side_spill *p = w->p;
	const struct cs_side *side = &w->side;
	unsigned pile = (unsigned)(w->number[i] / RANGE);
	struct cs_str cells = {NULL, 0};
	uint8_t *begin, *to;

	if (w->found[i] == CS_SIDE_MATCHED) {
		uint32_t row = w->row[i];
		size_t most =
		    cs_side_run(side, row).n + side->nadd + side->ndays * (size_t)CS_SIDE_DAYS_MORE;

		cs_buf_reset(&w->cells);
		w->cells.n =
		    cs_side_cells(side, row, w->rows.at[i], cs_buf_reserve(&w->cells, most));
		cells = cs_buf_all(&w->cells);
	}
	begin = cs_piles_room(&p->answers, pile, cells.n + 3 * (size_t)CS_VARINT_MAX, e);
	if (begin == NULL)
		return -1;
	to = cs_varint_put(begin, w->number[i] % RANGE);
	*to++ = w->found[i];
	to = put_text(to, cells);
	cs_pile_took(&p->answers, pile, (size_t)(to - begin));
	return 0;
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

	p->nrange = (size_t)((p->nrow + RANGE - 1) / RANGE);
	p->range = cs_mem_new0(p->nrange, sizeof *p->range);
	cs_piles_init(&p->answers, (unsigned)p->nrange, p->most, p->scratch);
	work_init(&w, p);
	for (unsigned pile = 0; pile < PILES && r == 0; pile++)
		r = join_pile(&w, pile, &line, e);
	work_finish(&w);
	return r == 0 && line == 0 ? 0 : -1;
}

/* The answers of a pile, behind each other. */
static int
take_answers(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct cs_buf *text = arg;

	(void)fresh;
	(void)e;
	cs_buf_str(text, piece);
	return 0;
}

static int
load(struct cs_side_spill *p, size_t i, struct cs_err *e)
{
	struct cs_buf text = CS_BUF_INIT, buf = CS_BUF_INIT;
	struct range *r = &p->range[i];
	const uint8_t *from, *end;
	uint64_t number;
	struct cs_str cells;
	int got;

	cs_buf_c(&text, '\0'); /* so that no answer is at 0 */
	got = cs_pile_read(&p->answers, (unsigned)i, &buf, take_answers, &text, e);
	cs_buf_finish(&buf);
	if (got != 0) {
		cs_buf_finish(&text);
		return -1;
	}
	r->at = cs_mem_new0(RANGE, sizeof *r->at);
	end = (const uint8_t *)text.p + text.n;
	for (from = (const uint8_t *)text.p + 1; from < end;) {
		from = cs_varint_get(from, &number);
		r->at[number] = (uint32_t)(from - (const uint8_t *)text.p);
		from = get_text(from + 1, &cells);
	}
	r->text = text.p;
	return 0;
}

/* Records of a range are through: when all are, it is not needed in this reading any more. */
static void
serve(struct cs_side_spill *p, size_t i, uint32_t n)
{
	struct range *r = &p->range[i];
	uint64_t all = p->nrow - (uint64_t)i * RANGE;

	r->served += n;
	if (r->served < (all < RANGE ? all : RANGE))
		return;
	free(r->text);
	free(r->at);
	*r = (struct range){.served = 0};
}

/* The rows of a batch that are in a range: their answers, copied. */
static void
fetch_range(const struct range *r, struct cs_join_rows *rows, uint32_t from, uint32_t n,
    uint8_t *found, struct cs_str *cells)
{
	uint64_t at = (rows->first + from) % RANGE;

	for (uint32_t i = 0; i < n; i++) {
		struct cs_str text;
		char *p;

		if (r->at[at + i] == 0)
			continue;
		found[from + i] = (uint8_t)r->text[r->at[at + i]];
		(void)get_text((const uint8_t *)r->text + r->at[at + i] + 1, &text);
		p = cs_join_room(rows, text.n);
		if (text.n != 0)
			memcpy(p, text.p, text.n);
		cells[from + i] = cs_str(p, text.n);
	}
}

int
cs_side_spill_fetch(struct cs_side_spill *p, struct cs_join_rows *rows, uint8_t *found,
    struct cs_str *cells, struct cs_err *e)
{
	uint32_t nrow = rows->batch->nrow, n;
	int r = 0;

	(void)pthread_mutex_lock(&p->lock);
	for (uint32_t from = 0; from < nrow && r == 0; from += n) {
		uint64_t number = rows->first + from;
		size_t i = (size_t)(number / RANGE);

		n = RANGE - (uint32_t)(number % RANGE);
		n = n < nrow - from ? n : nrow - from;
		if (p->range[i].at == NULL)
			r = load(p, i, e);
		if (r != 0)
			break;
		fetch_range(&p->range[i], rows, from, n, found, cells);
		serve(p, i, n);
	}
	(void)pthread_mutex_unlock(&p->lock);
	return r;
}
