/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a batch get their groups: see keys.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "cell/keys.h"
#include "rec/esc.h"
#include "rec/instant.h"

/*
 * Intervals met lately, by the quarter-hour of UTC that an instant is in, kept only where that
 * quarter-hour lies in one interval whole (zones with odd offsets are looked up each time).
 */
enum { SLOTS = 4096, SLOT_S = 900 };

struct cs_slot_cache {
	int64_t slot[SLOTS]; /* quarter-hours since 1970, plus 1; 0: free */
	uint32_t id[SLOTS];
};

static const struct cs_str null_cell = CS_STR_INIT("\\N");

void
cs_rowkeys_finish(struct cs_rowkeys *r)
{
	free(r->row);
	free(r->group);
	free(r->old);
	free(r->id);
	free(r->slot);
	cs_buf_finish(&r->text);
	*r = (struct cs_rowkeys){0};
}

static void
rows_room(struct cs_rowkeys *r, size_t n)
{
	size_t cap = r->cap;

	r->row = cs_mem_grow(r->row, &cap, n, sizeof *r->row);
	r->group = cs_mem_grow(r->group, &r->cap, n, sizeof *r->group);
}

/* The bytes of w that are a backslash: their top bits. */
static inline uint64_t
backslashes(uint64_t w)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7fU;

	w ^= 0x0101010101010101U * '\\';
	return ~(((w & low) + low) | w | low);
}

/* Does the cell have an escape, NULL apart? Cells are short: eight bytes a step beat a call, and
 * what is behind the last one is there (CS_BATCH_BEYOND). */
static inline bool
has_escape(struct cs_str cell)
{
	const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	uint64_t w, found = 0;
	size_t i;

	for (i = 0; i + 8 <= cell.n; i += 8) {
		memcpy(&w, cell.p + i, 8);
		found |= backslashes(w);
	}
	memcpy(&w, cell.p + i, 8);
	w = backslashes(w);
	i = 8 * (cell.n - i);
	found |= w & (little ? (UINT64_C(1) << i) - 1 : ~(~UINT64_C(0) >> i));
	return (found != 0) & !((cell.n == 2) & (cell.p[1] == 'N'));
}

/* The raw cell as equal texts share it. What is not written so already goes into r->text, where
 * there is room for all cells of the batch, which are no longer so, and for the work on one. */
static inline struct cs_str
canonical(struct cs_rowkeys *r, const struct cs_batch *b, struct cs_str raw)
{
	struct cs_str key = raw;

	if (!b->escaped || !has_escape(raw))
		return raw;
	if (r->text.n == 0)
		(void)cs_buf_reserve(&r->text, 3 * b->bytes.n + CS_BATCH_BEYOND);
	(void)cs_esc_canonical(raw, &r->text, &key);
	return key;
}

enum { SOME = 64 };

/* Value ids of n rows from `from` on, each looked up. */
static void
ids_of_cells(struct cs_rowkeys *r, struct cs_map *value, const struct cs_batch *b, unsigned col,
    size_t from, size_t n)
{
	struct cs_str key[SOME];

	for (size_t i = 0; i < n; i++)
		key[i] = canonical(r, b, cs_batch_raw(b, r->row[from + i], col));
	cs_map_add_cells(value, key, r->id + from, n);
}

/*
 * The same where cells are likely to be that of the row before: gives how many were. id[0] is that
 * of the row before the first.
 */
static size_t
ids_of_runs(struct cs_rowkeys *r, struct cs_map *value, const struct cs_batch *b, unsigned col,
    size_t from, size_t n)
{
	struct cs_str key[SOME], raw, last = cs_str(NULL, 0);
	uint32_t id[1 + SOME] = {0}, of[SOME];
	size_t found = 0;

	if (from != 0) {
		id[0] = r->id[from - 1];
		last = cs_batch_raw(b, r->row[from - 1], col);
	}
	for (size_t i = 0; i < n; i++) {
		raw = cs_batch_raw(b, r->row[from + i], col);
		if (last.p == NULL || !cs_str_eq(raw, last))
			key[found++] = canonical(r, b, raw);
		last = raw;
		of[i] = (uint32_t)found;
	}
	if (found != 0)
		cs_map_add_cells(value, key, id + 1, found);
	for (size_t i = 0; i < n; i++)
		r->id[from + i] = id[of[i]];
	return n - found;
}

/*
 * The same of instants, of which each has many ways to be written: they are one value, written in
 * one. What is none stays as it is.
 */
static void
ids_of_instants(struct cs_rowkeys *r, struct cs_map *value, const struct cs_batch *b, unsigned col)
{
	struct cs_str raw, last = cs_str(NULL, 0);
	int64_t instant;

	for (size_t i = 0; i < r->n; i++) {
		raw = cs_batch_raw(b, r->row[i], col);
		if (last.p != NULL && cs_str_eq(raw, last)) {
			r->id[i] = r->id[i - 1];
			continue;
		}
		last = raw;
		cs_buf_reset(&r->text);
		if (cs_raw_instant(raw, &instant)) {
			cs_time_text(&r->text, instant);
			raw = cs_buf_all(&r->text);
		} else {
			raw = canonical(r, b, raw);
		}
		r->id[i] = cs_map_add(value, raw);
	}
}

/*
 * Value ids of a column, for all rows of the batch that are in r, some at a time. In sorted input
 * a cell is mostly that of the row before; in other input it is not even worth to look.
 */
static void
ids_of_column(struct cs_rowkeys *r, struct cs_map *value, const struct cs_batch *b, unsigned col)
{
	enum { WORTH = SOME / 8 };
	size_t same = SOME, some;

	cs_buf_reset(&r->text);
	for (size_t from = 0; from < r->n; from += some) {
		some = r->n - from < SOME ? r->n - from : SOME;
		if (same >= WORTH)
			same = ids_of_runs(r, value, b, col, from, some);
		else
			ids_of_cells(r, value, b, col, from, some);
	}
}

static uint32_t
interval_id(struct cs_rowkeys *r, struct cs_map *value, const struct cs_key_def *d, int64_t instant)
{
	struct cs_slot_cache *cache = &r->slot[d - r->by->key];
	const struct cs_zone *zone = r->by->zone;
	int64_t slot = cs_num_floordiv(instant, SLOT_S * CS_USEC), begin, end;
	size_t at = (size_t)slot % SLOTS;

	if (cache->slot[at] == slot + 1 && slot != -1)
		return cache->id[at];
	cs_key_interval(d, zone, instant, &begin, &end);
	cs_buf_reset(&r->text);
	cs_key_interval_text(&r->text, d, zone, begin);
	cache->id[at] = cs_map_add(value, cs_buf_all(&r->text));
	cache->slot[at] = 0;
	if (begin <= slot * SLOT_S * CS_USEC && end >= (slot + 1) * SLOT_S * CS_USEC)
		cache->slot[at] = slot + 1;
	return cache->id[at];
}

static void
ids_of_time(
    struct cs_rowkeys *r, struct cs_map *value, const struct cs_key_def *d, const struct cs_vec *v)
{
	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];

		if (v->null != NULL && v->null[row])
			r->id[i] = cs_map_add(value, null_cell);
		else
			r->id[i] = interval_id(r, value, d, v->i[row]);
	}
}

/* One value of an expression as a canonical raw cell. */
static void
value_text(struct cs_buf *b, const struct cs_vec *v, uint32_t row)
{
	switch (v->type) {
	case CS_INT:
		cs_buf_i64(b, v->i[row]);
		break;
	case CS_TIME:
		cs_time_text(b, v->i[row]);
		break;
	case CS_BOOL:
		cs_buf_c(b, v->i[row] != 0 ? 't' : 'f');
		break;
	case CS_DEC:
		cs_dec_text(b, cs_dec_trim(v->d[row]));
		break;
	default:
		cs_esc_add(b, v->s[row]);
		break;
	}
}

static bool
same_value(const struct cs_vec *v, uint32_t a, uint32_t b)
{
	if (v->null != NULL && (v->null[a] | v->null[b]) != 0)
		return v->null[a] == v->null[b];
	if (v->type == CS_DEC)
		return v->d[a].coef == v->d[b].coef && v->d[a].scale == v->d[b].scale;
	return v->s != NULL ? cs_str_eq(v->s[a], v->s[b]) : v->i[a] == v->i[b];
}

/* The hour of the day, and the like, is mostly that of the row before. */
static void
ids_of_values(struct cs_rowkeys *r, struct cs_map *value, const struct cs_vec *v)
{
	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];

		if (i != 0 && same_value(v, r->row[i - 1], row)) {
			r->id[i] = r->id[i - 1];
			continue;
		}
		cs_buf_reset(&r->text);
		if (v->null != NULL && v->null[row])
			cs_buf_str(&r->text, null_cell);
		else
			value_text(&r->text, v, row);
		r->id[i] = cs_map_add(value, cs_buf_all(&r->text));
	}
}

/* A row for each token of its list: one that is there twice, side by side since lists are sorted,
 * counts once. An empty list is one group of its own, as NULL is. */
static void
explode(struct cs_rowkeys *r, unsigned key, const struct cs_batch *b, unsigned col)
{
	struct cs_keys *k = r->keys;
	size_t n = r->n, out = 0;
	struct cs_str raw, token, rest, canonical, last;
	uint32_t row, group;

	r->old = cs_mem_grow(r->old, &r->old_cap, 2 * n, sizeof *r->old);
	memcpy(r->old, r->row, n * sizeof *r->old);
	memcpy(r->old + n, r->group, n * sizeof *r->old);
	for (size_t i = 0; i < n; i++) {
		row = r->old[i];
		group = r->old[n + i];
		raw = cs_batch_raw(b, row, col);
		cs_buf_reset(&r->text);
		canonical = raw;
		if (b->escaped && !cs_raw_null(raw))
			(void)cs_esc_canonical(raw, &r->text, &canonical);
		rest = canonical;
		last = cs_str(NULL, 0);
		while (cs_str_split(&rest, ',', &token)) {
			if (last.p != NULL && cs_str_eq(token, last))
				continue;
			last = token;
			rows_room(r, out + 1);
			r->row[out] = row;
			r->group[out++] =
			    cs_keys_step(k, key, group, cs_map_add(&k->value[key], token));
		}
	}
	r->n = out;
}

struct cs_str
cs_key_side(enum cs_side side)
{
	static const struct cs_str value[CS_SIDES] = {CS_STR_INIT("own"), CS_STR_INIT("other")};

	return value[side];
}

static inline bool
on_side(uint8_t mark, enum cs_side side)
{
	return side == CS_SIDE_OWN ? (mark & CS_MARK_REPORTED) == CS_MARK_REPORTED
				   : (mark & CS_MARK_AGAINST) != 0;
}

/* A row for each side that it is on. It is the first key: there are no groups yet. */
static void
explode_sides(struct cs_rowkeys *r)
{
	struct cs_map *value = &r->keys->value[0];
	size_t n = r->n, out = 0;
	uint32_t group;

	r->old = cs_mem_grow(r->old, &r->old_cap, n, sizeof *r->old);
	memcpy(r->old, r->row, n * sizeof *r->old);
	rows_room(r, 2 * n);
	for (enum cs_side side = CS_SIDE_OWN; side < CS_SIDES; side++) {
		group = cs_keys_step(r->keys, 0, 0, cs_map_add(value, cs_key_side(side)));
		for (size_t i = 0; i < n; i++) {
			r->row[out] = r->old[i];
			r->group[out] = group;
			out += on_side(r->mark[r->old[i]], side);
		}
	}
	r->n = out;
}

/* Value ids of one key for the rows, or the exploded rows. */
static int
apply_key(struct cs_rowkeys *r, unsigned key, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_key_def *d = &r->by->key[key];
	bool timed = cs_key_is_time(d->kind);
	const struct cs_expr *x = timed ? r->by->time : d->x;
	struct cs_map *value = &r->keys->value[key];
	struct cs_vec v = {.type = CS_TIME, .i = r->when};

	if (d->kind == CS_KEY_EACH) {
		explode(r, key, b, d->col);
		return 0;
	}
	if (d->kind == CS_KEY_SIDE) {
		explode_sides(r);
		return 0;
	}
	if (d->kind != CS_KEY_COLUMN && !(timed && r->when != NULL) &&
	    cs_eval_run(r->eval, x, b, &v, e) != 0)
		return -1;
	if (d->kind == CS_KEY_COLUMN && d->type == CS_TIME)
		ids_of_instants(r, value, b, d->col);
	else if (d->kind == CS_KEY_COLUMN)
		ids_of_column(r, value, b, d->col);
	else if (d->kind == CS_KEY_EXPR)
		ids_of_values(r, value, &v);
	else
		ids_of_time(r, value, d, &v);
	cs_keys_steps(r->keys, key, r->group, r->id, r->n);
	return 0;
}

/* Bad cells of the keys' own columns may skip rows: so all expressions run before rows are
 * taken. */
static int
run_keys(const struct cs_rowkeys *r, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_by *by = r->by;
	struct cs_vec v;

	if (by->time != NULL && r->when == NULL && cs_eval_run(r->eval, by->time, b, &v, e) != 0)
		return -1;
	for (unsigned i = 0; i < by->n; i++) {
		if (by->key[i].x != NULL && cs_eval_run(r->eval, by->key[i].x, b, &v, e) != 0)
			return -1;
	}
	return 0;
}

static void
slot_room(struct cs_rowkeys *r)
{
	if (r->slot == NULL)
		r->slot = cs_mem_new0(r->by->n, sizeof *r->slot);
	else if (r->generation != r->keys->generation)
		memset(r->slot, 0, r->by->n * sizeof *r->slot);
	r->generation = r->keys->generation;
}

void
cs_rowkeys_rekey(struct cs_rowkeys *r, struct cs_keys *keys)
{
	r->keys = keys;
	free(r->slot);
	r->slot = NULL;
}

int
cs_rowkeys_take(
    struct cs_rowkeys *r, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	if (run_keys(r, b, e) != 0)
		return -1;
	rows_room(r, b->nrow);
	r->mark = mark;
	r->n = 0;
	for (uint32_t row = 0; row < b->nrow; row++) {
		r->row[r->n] = row;
		r->n += cs_mark_counted(mark[row]) && !cs_eval_skipped(r->eval, row);
	}
	return 0;
}

int
cs_rowkeys_group(struct cs_rowkeys *r, const struct cs_batch *b, struct cs_err *e)
{
	slot_room(r);
	memset(r->group, 0, r->n * sizeof *r->group);
	for (unsigned i = 0; i < r->by->n; i++) {
		r->id = cs_mem_grow(r->id, &r->id_cap, r->n, sizeof *r->id);
		if (apply_key(r, i, b, e) != 0)
			return -1;
	}
	return 0;
}

uint32_t
cs_rowkeys_at(struct cs_rowkeys *r, uint32_t group, int64_t instant)
{
	const struct cs_by *by = r->by;
	bool any = false;

	slot_room(r);
	r->id = cs_mem_grow(r->id, &r->id_cap, by->n, sizeof *r->id);
	for (unsigned k = 0; k < by->n; k++) {
		if (!cs_key_is_time(by->key[k].kind))
			continue;
		if (!any)
			cs_keys_values(r->keys, group, r->id);
		any = true;
		r->id[k] = interval_id(r, &r->keys->value[k], &by->key[k], instant);
	}
	return any ? cs_keys_group(r->keys, r->id) : group;
}

int
cs_rowkeys_span(const struct cs_rowkeys *r, const struct cs_expr *x, const struct cs_batch *b,
    int64_t *first, int64_t *last, struct cs_err *e)
{
	struct cs_vec v;

	if (x == NULL)
		return 0;
	if (cs_eval_run(r->eval, x, b, &v, e) != 0)
		return -1;
	for (size_t k = 0; k < r->n; k++) {
		uint32_t row = r->row[k];

		if (v.null != NULL && v.null[row])
			continue;
		*first = v.i[row] < *first ? v.i[row] : *first;
		*last = v.i[row] > *last ? v.i[row] : *last;
	}
	return 0;
}
