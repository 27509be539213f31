/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A side table as it is read: see sideread.h. */
#include "rec/sideread.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/varint.h"
#include "rec/esc.h"
#include "rec/instant.h"

struct cs_str
cs_side_key(const struct cs_str *cell, size_t n, char *p)
{
	struct cs_buf scratch = CS_BUF_INIT;
	char *to = p;

	if (n == 1 && cs_str_find(cell[0], '\\') == cell[0].n)
		return cell[0];
	for (size_t i = 0; i < n && to != NULL; i++) {
		struct cs_str text;

		cs_buf_reset(&scratch);
		if (cs_raw_null(cell[i]) || !cs_esc_decode(cell[i], &scratch, &text)) {
			to = NULL;
			break;
		}
		if (n > 1)
			to = (char *)cs_varint_put((uint8_t *)to, text.n);
		if (text.n != 0)
			memcpy(to, text.p, text.n);
		to += text.n;
	}
	cs_buf_finish(&scratch);
	return to != NULL ? cs_str(p, (size_t)(to - p)) : cs_str(NULL, 0);
}

void
cs_side_key_show(struct cs_str key, size_t n, struct cs_buf *out)
{
	const uint8_t *p = (const uint8_t *)key.p;

	if (n == 1)
		cs_esc_add(out, key);
	for (size_t i = 0; i < n && n > 1; i++) {
		uint64_t len;

		p = cs_varint_get(p, &len);
		cs_buf_z(out, i != 0 ? "," : "");
		cs_esc_add(out, cs_str((const char *)p, len));
		p += len;
	}
}

/* A column by name, or by -1 that there is none of that name. */
static int
need(const struct cs_side_reader *r, struct cs_str name, int *col, struct cs_err *e)
{
	*col = cs_head_need(cs_reader_head(r->in), name, e);
	if (*col >= 0)
		return 0;
	cs_err_prefix(e, "%s", r->spec->file);
	return -1;
}

/* Whether a column is a part of the key or says when. */
static bool
finds(const struct cs_side_reader *r, unsigned col)
{
	for (size_t i = 0; i < r->spec->nkey; i++) {
		if (r->key[i] == col)
			return true;
	}
	return (int)col == r->at || (int)col == r->to;
}

/* All columns but those that rows are found by. */
static void
add_others(struct cs_side_reader *r)
{
	const struct cs_head *h = cs_reader_head(r->in);

	for (unsigned c = 0; c < h->ncol; c++) {
		if (finds(r, c))
			continue;
		r->add[r->nadd] = (struct cs_side_from){c, false};
		r->added[r->nadd++] = (struct cs_side_add){h->col[c].name, h->col[c].name, false};
	}
}

static int
bind(struct cs_side_reader *r, struct cs_arena *arena, struct cs_err *e)
{
	const struct cs_side_spec *spec = r->spec;
	size_t most = spec->nadd != 0 ? spec->nadd : cs_reader_head(r->in)->ncol;
	int col;

	r->key = cs_arena_new(arena, spec->nkey, sizeof *r->key);
	r->cell = cs_arena_new(arena, spec->nkey, sizeof *r->cell);
	r->add = cs_arena_new(arena, most, sizeof *r->add);
	r->added = cs_arena_new(arena, most, sizeof *r->added);
	for (size_t i = 0; i < spec->nkey; i++) {
		if (need(r, spec->key[i].theirs, &col, e) != 0)
			return -1;
		r->key[i] = (unsigned)col;
	}
	if ((spec->when != CS_SIDE_ANY && need(r, spec->at, &r->at, e) != 0) ||
	    (spec->when == CS_SIDE_RANGE && need(r, spec->to, &r->to, e) != 0))
		return -1;
	for (size_t i = 0; i < spec->nadd; i++) {
		const struct cs_side_add *add = &spec->add[i];

		if (spec->if_there && cs_head_find(cs_reader_head(r->in), add->column) < 0)
			continue;
		if (need(r, add->column, &col, e) != 0)
			return -1;
		r->add[r->nadd] = (struct cs_side_from){(unsigned)col, add->days};
		r->added[r->nadd++] = *add;
		r->ndays += add->days;
	}
	if (spec->nadd == 0)
		add_others(r);
	return 0;
}

int
cs_side_reader_open(struct cs_side_reader *r, struct cs_arena *arena,
    const struct cs_side_spec *spec, struct cs_err *e)
{
	char *path = (char *)(uintptr_t)spec->file; /* the reader does not write there */

	*r = (struct cs_side_reader){.spec = spec, .at = -1, .to = -1};
	r->in = cs_reader_open(&path, 1, 0, e);
	return r->in != NULL ? bind(r, arena, e) : -1;
}

void
cs_side_reader_close(struct cs_side_reader *r)
{
	cs_reader_close(r->in);
	cs_batch_finish(&r->batch);
	cs_buf_finish(&r->text);
	cs_side_rows_free(&r->rows);
	*r = (struct cs_side_reader){.spec = NULL};
}

/* The instant of a cell, or null. */
static int
instant(const struct cs_side_reader *r, uint32_t row, unsigned col, int64_t null, int64_t *at,
    struct cs_err *e)
{
	const struct cs_batch *b = &r->batch;

	*at = null;
	return cs_instant_read(
	    b, row, cs_reader_head(r->in)->col[col].name, cs_batch_raw(b, row, col), at, e);
}

static void
room(struct cs_side_reader *r)
{
	struct cs_side_rows *rows = &r->rows;
	size_t n = r->batch.nrow;

	cs_buf_reset(&r->text);
	(void)cs_buf_reserve(
	    &r->text, 2 * r->batch.bytes.n + n * (r->spec->nkey * CS_SIDE_KEY_MORE + r->nadd));
	if (n <= r->cap)
		return;
	rows->key = cs_mem_grow(rows->key, &r->cap, n, sizeof *rows->key);
	rows->run = cs_mem_resize(rows->run, r->cap, sizeof *rows->run);
	rows->line = cs_mem_resize(rows->line, r->cap, sizeof *rows->line);
	if (r->at >= 0)
		rows->at = cs_mem_resize(rows->at, r->cap, sizeof *rows->at);
	if (r->to >= 0)
		rows->to = cs_mem_resize(rows->to, r->cap, sizeof *rows->to);
	if (r->ndays != 0)
		rows->days = cs_mem_resize(rows->days, r->cap * r->ndays, sizeof *rows->days);
}

static struct cs_str
key_of(struct cs_side_reader *r, uint32_t row)
{
	struct cs_str key;

	for (size_t i = 0; i < r->spec->nkey; i++)
		r->cell[i] = cs_batch_raw(&r->batch, row, r->key[i]);
	key = cs_side_key(r->cell, r->spec->nkey, r->text.p + r->text.n);
	if (key.p == r->text.p + r->text.n)
		r->text.n += key.n;
	return key;
}

/* The cells that are added: a piece of the record where they stand side by side. */
static struct cs_str
run_of(struct cs_side_reader *r, uint32_t row)
{
	struct cs_buf *b = &r->text;
	size_t from = b->n;
	bool one = r->ndays == 0, any = false;
	struct cs_str first, last;

	for (size_t i = 1; i < r->nadd && one; i++)
		one = r->add[i].col == r->add[i - 1].col + 1;
	if (one && r->nadd != 0) {
		first = cs_batch_raw(&r->batch, row, r->add[0].col);
		last = cs_batch_raw(&r->batch, row, r->add[r->nadd - 1].col);
		return cs_str(first.p, (size_t)(last.p + last.n - first.p));
	}
	for (size_t i = 0; i < r->nadd; i++) {
		if (r->add[i].days)
			continue;
		if (any)
			cs_buf_c(b, '\t');
		cs_buf_str(b, cs_batch_raw(&r->batch, row, r->add[i].col));
		any = true;
	}
	return cs_str(b->p + from, b->n - from);
}

/* When a row holds: 0; 1 when it is found by nobody, since it says not; -1 with *e. */
static int
when_of(struct cs_side_reader *r, uint32_t row, size_t i, struct cs_err *e)
{
	struct cs_side_rows *rows = &r->rows;

	if (r->at >= 0 && instant(r, row, (unsigned)r->at, CS_SIDE_NONE, &rows->at[i], e) != 0)
		return -1;
	if (r->to < 0)
		return r->at >= 0 && rows->at[i] == CS_SIDE_NONE;
	if (instant(r, row, (unsigned)r->to, CS_SIDE_OPEN, &rows->to[i], e) != 0)
		return -1;
	if (rows->to[i] >= rows->at[i])
		return 0;
	return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: %.*s is before %.*s", r->batch.file,
	    (unsigned long long)cs_batch_line(&r->batch, row), CS_STR_ARG(r->spec->to),
	    CS_STR_ARG(r->spec->at));
}

static int
days_of(struct cs_side_reader *r, uint32_t row, size_t i, struct cs_err *e)
{
	int64_t *days = r->rows.days != NULL ? r->rows.days + i * r->ndays : NULL;

	for (size_t k = 0; k < r->nadd; k++) {
		if (r->add[k].days && instant(r, row, r->add[k].col, CS_SIDE_NONE, days++, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_side_reader_next(struct cs_side_reader *r, struct cs_err *e)
{
	struct cs_side_rows *rows = &r->rows;
	int got = cs_reader_next(r->in, &r->batch, e);

	if (got <= 0)
		return got;
	if (cs_batch_line(&r->batch, r->batch.nrow) > CS_SIDE_ROWS)
		return cs_err_set(e, CS_EXIT_DATA, "%s: more than %u rows", r->batch.file,
		    (unsigned)CS_SIDE_ROWS);
	room(r);
	rows->n = 0;
	for (uint32_t row = 0; row < r->batch.nrow; row++) {
		struct cs_str key = key_of(r, row);
		int w;

		if (key.p == NULL) {
			r->no_key++;
			continue;
		}
		w = when_of(r, row, rows->n, e);
		if (w < 0 || days_of(r, row, rows->n, e) != 0)
			return -1;
		if (w != 0) {
			r->no_instant++;
			continue;
		}
		rows->key[rows->n] = key;
		rows->run[rows->n] = run_of(r, row);
		rows->line[rows->n++] = (uint32_t)cs_batch_line(&r->batch, row);
	}
	return 1;
}
