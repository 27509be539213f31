/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A side table in memory: see side.h. */
#include "rec/side.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "rec/sideread.h"

void
cs_side_rows_free(struct cs_side_rows *rows)
{
	free(rows->key);
	free(rows->run);
	free(rows->at);
	free(rows->to);
	free(rows->days);
	free(rows->line);
	*rows = (struct cs_side_rows){.n = 0};
}

void
cs_side_finish(struct cs_side *s)
{
	cs_map_finish(&s->keys);
	cs_map_finish(&s->runs);
	free(s->id);
	free(s->first);
	free(s->run);
	free(s->line);
	free(s->at);
	free(s->to);
	free(s->days);
	*s = (struct cs_side){.nrow = 0};
}

struct cs_side
cs_side_shape(const struct cs_side *s)
{
	return (struct cs_side){.when = s->when,
	    .ties = s->ties,
	    .within = s->within,
	    .nadd = s->nadd,
	    .ndays = s->ndays,
	    .is_days = s->is_days,
	    .file = s->file,
	    .key_name = s->key_name,
	    .nkey = s->nkey};
}

size_t
cs_side_bytes(const struct cs_side *s)
{
	size_t row = 3 * sizeof(uint32_t) + s->ndays * sizeof(int64_t);

	row += s->at != NULL ? sizeof(int64_t) : 0;
	row += s->to != NULL ? sizeof(int64_t) : 0;
	/* The order of the rows, and an array that is moved to its place. */
	row += s->at != NULL ? sizeof(uint32_t) + sizeof(int64_t) : 0;
	return cs_map_bytes(&s->keys) + cs_map_bytes(&s->runs) + s->cap * row;
}

static void
room(struct cs_side *s, const struct cs_side_rows *rows)
{
	size_t want = s->nrow + rows->n, old = s->cap;

	if (want > CS_SIDE_ROWS)
		cs_mem_fail();
	if (want <= old)
		return;
	s->id = cs_mem_grow(s->id, &s->cap, want, sizeof *s->id);
	s->run = cs_mem_resize(s->run, s->cap, sizeof *s->run);
	s->line = cs_mem_resize(s->line, s->cap, sizeof *s->line);
	if (rows->at != NULL)
		s->at = cs_mem_resize(s->at, s->cap, sizeof *s->at);
	if (rows->to != NULL)
		s->to = cs_mem_resize(s->to, s->cap, sizeof *s->to);
	if (s->ndays != 0)
		s->days = cs_mem_resize(s->days, s->cap * s->ndays, sizeof *s->days);
}

void
cs_side_add(struct cs_side *s, const struct cs_side_rows *rows)
{
	size_t n = rows->n, at = s->nrow;

	if (n == 0)
		return;
	room(s, rows);
	cs_map_add_all(&s->keys, rows->key, s->id + at, n);
	cs_map_add_all(&s->runs, rows->run, s->run + at, n);
	memcpy(s->line + at, rows->line, n * sizeof *s->line);
	if (rows->at != NULL)
		memcpy(s->at + at, rows->at, n * sizeof *s->at);
	if (rows->to != NULL)
		memcpy(s->to + at, rows->to, n * sizeof *s->to);
	if (s->ndays != 0)
		memcpy(s->days + at * s->ndays, rows->days, n * s->ndays * sizeof *s->days);
	s->nrow += n;
}

void
cs_side_get(const struct cs_side *s, size_t from, size_t n, struct cs_side_rows *rows)
{
	rows->n = n;
	for (size_t i = 0; i < n; i++) {
		rows->key[i] = cs_map_key(&s->keys, s->id[from + i]);
		rows->run[i] = cs_map_key(&s->runs, s->run[from + i]);
	}
	rows->line = s->line + from;
	rows->at = s->at != NULL ? s->at + from : NULL;
	rows->to = s->to != NULL ? s->to + from : NULL;
	rows->days = s->days != NULL ? s->days + from * s->ndays : NULL;
}

/* A search for rows that contradict each other, and the first of them in the file so far. */
struct check {
	const struct cs_side *s;
	uint32_t id;	/* the key that is looked at */
	uint32_t *line; /* of the error that is kept; 0: none */
	struct cs_err *e;
};

/* An error that shows at a line: whether it goes before the one that is kept. */
static bool
shows_first(const struct check *c, uint32_t line)
{
	if (*c->line != 0 && *c->line <= line)
		return false;
	*c->line = line;
	cs_err_clear(c->e);
	return true;
}

/* Appends the key as it stands in the file. */
static void
put_key(const struct check *c, struct cs_buf *b)
{
	cs_side_key_show(cs_map_key(&c->s->keys, c->id), c->s->nkey, b);
}

static int
twice(const struct check *c, uint32_t earlier, uint32_t later)
{
	const struct cs_side *s = c->s;
	uint32_t a = s->line[earlier], b = s->line[later];
	struct cs_buf key = CS_BUF_INIT;

	if (!shows_first(c, a < b ? b : a))
		return -1;
	put_key(c, &key);
	(void)cs_err_set(c->e, CS_EXIT_DATA, "%s:%u: %.*s '%.*s' is in line %u already%s", s->file,
	    a < b ? b : a, CS_STR_ARG(s->key_name), CS_STR_ARG(cs_str_head(cs_buf_all(&key), 100)),
	    a < b ? a : b, s->when != CS_SIDE_ANY ? ", with the same instant" : "");
	cs_buf_finish(&key);
	return cs_err_hint(c->e,
	    "which row is right? Behind the key, 'first' or 'last' says which is taken%s",
	    s->when == CS_SIDE_ANY ? "; 'from' and 'to' tell rows apart by time" : "");
}

/* One row a key: the arrays are by key then. */
static int
close_plain(struct cs_side *s, struct check *c)
{
	uint32_t *row_of = cs_mem_new(s->keys.n, sizeof *row_of);
	uint32_t *run = cs_mem_new(s->keys.n, sizeof *run);
	int64_t *days = s->ndays != 0 ? cs_mem_new(s->keys.n * s->ndays, sizeof *days) : NULL;
	uint32_t n = 0;
	int r = 0;

	/* Ids follow the order of first appearance. */
	for (uint32_t i = 0; i < s->nrow; i++) {
		c->id = s->id[i];
		if (c->id == n)
			row_of[n++] = i;
		else if (s->ties == CS_SIDE_ONCE)
			r = twice(c, row_of[c->id], i);
		else if (s->ties == CS_SIDE_LAST)
			row_of[c->id] = i;
	}
	for (uint32_t id = 0; id < n; id++) {
		run[id] = s->run[row_of[id]];
		if (days != NULL)
			memcpy(days + (size_t)id * s->ndays,
			    s->days + (size_t)row_of[id] * s->ndays, s->ndays * sizeof *days);
	}
	free(row_of);
	free(s->run);
	free(s->days);
	s->run = run;
	s->days = days;
	s->nrow = n;
	return r;
}

/* Rows dealt to their keys, in the order of the file: first, and the row numbers behind it. */
static uint32_t *
deal(struct cs_side *s)
{
	uint32_t *order = cs_mem_new(s->nrow, sizeof *order);
	size_t nkey = s->keys.n;
	uint32_t sum = 0;

	s->first = cs_mem_new0(nkey + 1, sizeof *s->first);
	for (size_t i = 0; i < s->nrow; i++)
		s->first[s->id[i]]++;
	for (size_t id = 0; id <= nkey; id++) {
		uint32_t n = s->first[id];

		s->first[id] = sum;
		sum += n;
	}
	for (uint32_t i = 0; i < s->nrow; i++)
		order[s->first[s->id[i]]++] = i;
	/* Each now points behind its rows, where the next one begins. */
	memmove(s->first + 1, s->first, nkey * sizeof *s->first);
	s->first[0] = 0;
	return order;
}

static int
by_instant(const void *a, const void *b, void *arg)
{
	const struct cs_side *s = arg;
	uint32_t x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	if (s->at[x] != s->at[y])
		return s->at[x] < s->at[y] ? -1 : 1;
	return x < y ? -1 : x > y;
}

static bool
in_order(const struct cs_side *s, const uint32_t *order, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		if (s->at[order[i - 1]] > s->at[order[i]])
			return false;
	}
	return true;
}

static void
put_range(const struct cs_side *s, uint32_t row, struct cs_buf *b)
{
	if (s->at[row] == CS_SIDE_NONE)
		cs_buf_z(b, "ever");
	else
		cs_time_text(b, s->at[row]);
	cs_buf_z(b, " to ");
	if (s->to[row] == CS_SIDE_OPEN)
		cs_buf_z(b, "now");
	else
		cs_time_text(b, s->to[row]);
}

static int
overlap(const struct check *c, uint32_t a, uint32_t b)
{
	const struct cs_side *s = c->s;
	struct cs_buf key = CS_BUF_INIT, text = CS_BUF_INIT, other = CS_BUF_INIT;
	uint32_t earlier = s->line[a] < s->line[b] ? a : b, later = earlier == a ? b : a;

	if (!shows_first(c, s->line[later]))
		return -1;
	put_key(c, &key);
	put_range(s, later, &text);
	put_range(s, earlier, &other);
	(void)cs_err_set(c->e, CS_EXIT_DATA,
	    "%s:%u: %.*s '%.*s' from %.*s overlaps line %u, from %.*s", s->file, s->line[later],
	    CS_STR_ARG(s->key_name), CS_STR_ARG(cs_str_head(cs_buf_all(&key), 100)),
	    CS_STR_ARG(cs_buf_all(&text)), s->line[earlier], CS_STR_ARG(cs_buf_all(&other)));
	cs_buf_finish(&key);
	cs_buf_finish(&text);
	cs_buf_finish(&other);
	return cs_err_hint(c->e,
	    "at any instant one row of a key may hold: the end of one is the begin of the next");
}

/* Of the n rows of a key, in order, those that stay: *kept of them, at the front. */
static int
keep_ranges(const struct check *c, uint32_t *order, uint32_t n, uint32_t *kept)
{
	const struct cs_side *s = c->s;
	int r = 0;

	*kept = 0;
	for (uint32_t i = 0; i < n && r == 0; i++) {
		uint32_t row = order[i];

		if (s->at[row] == s->to[row])
			continue;
		if (*kept != 0 && s->at[row] < s->to[order[*kept - 1]])
			r = overlap(c, order[*kept - 1], row);
		order[(*kept)++] = row;
	}
	return r;
}

static int
keep_instants(const struct check *c, uint32_t *order, uint32_t n, uint32_t *kept)
{
	const struct cs_side *s = c->s;
	int r = 0;

	*kept = 0;
	for (uint32_t i = 0; i < n && r == 0; i++) {
		uint32_t row = order[i];

		if (*kept == 0 || s->at[row] != s->at[order[*kept - 1]] || s->ties == CS_SIDE_ALL)
			order[(*kept)++] = row;
		else if (s->ties == CS_SIDE_ONCE)
			r = twice(c, order[*kept - 1], row);
		else if (s->ties == CS_SIDE_LAST)
			order[*kept - 1] = row;
	}
	return r;
}

static uint32_t *
moved32(const uint32_t *order, size_t n, uint32_t *from)
{
	uint32_t *to = cs_mem_new(n, sizeof *to);

	for (size_t i = 0; i < n; i++)
		to[i] = from[order[i]];
	free(from);
	return to;
}

/* The same for width numbers a row; NULL stays so. */
static int64_t *
moved64(const uint32_t *order, size_t n, unsigned width, int64_t *from)
{
	int64_t *to;

	if (from == NULL)
		return NULL;
	to = cs_mem_new(n * width, sizeof *to);
	for (size_t i = 0; i < n; i++)
		memcpy(to + i * width, from + (size_t)order[i] * width, width * sizeof *to);
	free(from);
	return to;
}

static int
close_dated(struct cs_side *s, struct check *c)
{
	int (*keep)(const struct check *c, uint32_t *order, uint32_t n, uint32_t *kept) =
	    s->when == CS_SIDE_RANGE ? keep_ranges : keep_instants;
	uint32_t *order = deal(s), n = 0;
	int r = 0;

	for (uint32_t id = 0; id < s->keys.n; id++) {
		uint32_t from = s->first[id], rows = s->first[id + 1] - from, kept;

		if (!in_order(s, order + from, rows))
			qsort_r(order + from, rows, sizeof *order, by_instant, s);
		c->id = id;
		r |= keep(c, order + from, rows, &kept);
		memmove(order + n, order + from, kept * sizeof *order);
		s->first[id] = n;
		n += kept;
	}
	s->first[s->keys.n] = n;
	s->run = moved32(order, n, s->run);
	s->at = moved64(order, n, 1, s->at);
	s->to = moved64(order, n, 1, s->to);
	s->days = moved64(order, n, s->ndays, s->days);
	s->nrow = n;
	free(order);
	return r;
}

int
cs_side_close(struct cs_side *s, uint32_t *line, struct cs_err *e)
{
	struct check c = {.s = s, .line = line, .e = e};
	int r = s->when == CS_SIDE_ANY ? close_plain(s, &c) : close_dated(s, &c);

	free(s->id);
	free(s->line);
	s->id = NULL;
	s->line = NULL;
	return r;
}
