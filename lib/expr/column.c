/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells into values: see column.h. The one place where a number of a record is parsed. */
#include "expr/column.h"

#include "base/civil.h"
#include "base/mem.h"
#include "rec/badcell.h"
#include "rec/esc.h"

/* What a load needs to know, by column. */
struct load {
	struct cs_eval *ev;
	const struct cs_expr *x;
	const struct cs_batch *b;
	const struct cs_node *n;
	struct cs_val *val;
	struct cs_err *e;
};

void
cs_eval_skip_row(struct cs_eval *ev, const struct cs_batch *b, uint32_t row)
{
	if (!ev->any_skip) {
		if (ev->skip_cap < b->nrow) {
			ev->skip = cs_mem_resize(ev->skip, b->nrow, 1);
			ev->skip_cap = b->nrow;
		}
		memset(ev->skip, 0, b->nrow);
		ev->any_skip = true;
	}
	ev->bad_cells += ev->skip[row] == 0;
	ev->skip[row] = 1;
}

/* What a cell should have been. */
static const char *
wanted(enum cs_type type, struct cs_str cell)
{
	struct cs_dec d;

	switch (type) {
	case CS_INT:
		if (!cs_dec_parse(cell, &d))
			return "a number";
		return d.scale == 0 ? "a number of at most 64 bits" : "a whole number";
	case CS_DEC:
		return "a number";
	case CS_TIME:
		return "an instant";
	default:
		return "t or f";
	}
}

/* A cell that is not of the type of its column. */
static int
bad_cell(const struct load *l, uint32_t row, struct cs_str cell)
{
	cs_val_null(l->val, row);
	if (l->x->bad == CS_BAD_NULL)
		l->ev->bad_cells++;
	else if (l->x->bad == CS_BAD_SKIP)
		cs_eval_skip_row(l->ev, l->b, row);
	if (l->x->bad != CS_BAD_ERROR)
		return 0;
	(void)cs_err_set(l->e, CS_EXIT_DATA, "%s:%llu: column %.*s: '%.*s' is not %s", l->b->file,
	    (unsigned long long)cs_batch_line(l->b, row),
	    CS_STR_ARG(l->x->head->col[l->n->col].name), CS_STR_ARG(cs_str_head(cell, 200)),
	    wanted(l->n->type, cell));
	if (l->n->type == CS_TIME)
		return cs_err_hint(l->e, "%s; %s", cs_bad_instant_hint(cell), CS_BAD_HINT);
	return cs_err_hint(l->e, "%s", CS_BAD_HINT);
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* What a short cell of whole numbers is. */
enum short_cell { SHORT_ODD, SHORT_NULL, SHORT_INT };

/*
 * A cell of n bytes that ends before `end`, where at least 8 bytes can be read; all of it without
 * a branch, since in half of the columns nobody can foresee which rows are NULL. One to eight
 * digits, all at once: they are loaded with what is before them, which is made '0', then added up
 * pairwise. *v is 0 for what is no number.
 */
static inline enum short_cell
parse_short(const char *end, uint32_t n, int64_t *v)
{
	const uint64_t zeros = 0x3030303030303030U, tens = 0xf0f0f0f0f0f0f0f0U;
	unsigned shift = (8 - n) * 8 & 63;
	uint64_t w;
	bool null, good;

	memcpy(&w, end - 8, 8);
	null = (n == 2) & (w >> 48 == ('N' << 8 | '\\'));
	w = (w >> shift << shift) | (zeros & ((UINT64_C(1) << shift) - 1));
	good = (n - 1 < 8) & ((w & tens) == zeros) & (((w + 0x0606060606060606U) & tens) == zeros);
	w -= zeros;
	w = w * 10 + (w >> 8);
	w = ((w & 0x000000ff000000ffU) * 0x000f424000000064U +
		((w >> 16) & 0x000000ff000000ffU) * 0x0000271000000001U) >>
	    32;
	*v = good ? (int64_t)(uint32_t)w : 0;
	return good ? SHORT_INT : null ? SHORT_NULL : SHORT_ODD;
}

#else

static inline enum short_cell
parse_short(const char *end, uint32_t n, int64_t *v)
{
	(void)end, (void)n, (void)v;
	return SHORT_ODD;
}

#endif

static inline bool
parse_bool(struct cs_str cell, int64_t *v)
{
	*v = cell.n == 1 && cell.p[0] == 't';
	return cell.n == 1 && (cell.p[0] == 't' || cell.p[0] == 'f');
}

static bool
parse(struct cs_val *val, uint32_t row, enum cs_type type, struct cs_str cell)
{
	switch (type) {
	case CS_INT:
		return cs_num_i64(cell, &val->i[row]);
	case CS_DEC:
		return cs_dec_parse(cell, &val->d[row]);
	case CS_TIME:
		return cs_time_parse(cell, &val->i[row]);
	default:
		return parse_bool(cell, &val->i[row]);
	}
}

/* A cell that may be NULL or have escapes: *null tells, *cell is decoded. */
static void
decode(const struct load *l, struct cs_str *cell, bool *null)
{
	*null = cs_raw_null(*cell);
	if (*null || memchr(cell->p, '\\', cell->n) == NULL)
		return;
	cs_buf_reset(&l->ev->scratch);
	if (cs_esc_decode(*cell, &l->ev->scratch, cell))
		*cell = cs_arena_str(&l->ev->text, *cell);
}

/* A cell that the fast path of its type has left: NULL, with escapes, odd or wrong. */
static int
slow_cell(const struct load *l, uint32_t row)
{
	struct cs_str cell = cs_batch_raw(l->b, row, l->n->col);
	bool null = false;

	if (l->b->escaped && cell.n != 0)
		decode(l, &cell, &null);
	if (null) {
		cs_val_null(l->val, row);
		return 0;
	}
	return parse(l->val, row, l->n->type, cell) ? 0 : bad_cell(l, row, cell);
}

/* Whole numbers. What the loop needs is in local variables: it stores bytes, which may be part of
 * anything, so that the compiler would have to load all else again. */
static int
load_ints(const struct load *l)
{
	const struct cs_batch *b = l->b;
	const uint32_t *end = b->end, nrow = b->nrow;
	const char *p = b->bytes.p;
	const size_t ncol = b->ncol;
	size_t at = l->n->col;
	int64_t *v = l->val->i;
	uint8_t *null = l->val->null;

	for (uint32_t row = 0; row < nrow; row++, at += ncol) {
		uint32_t stop = end[at], n = stop - (at != 0 ? end[at - 1] + 1 : 0);
		enum short_cell is = SHORT_ODD;

		if (stop >= 8)
			is = parse_short(p + stop, n, &v[row]);
		null[row] = is == SHORT_NULL;
		if (is == SHORT_ODD && slow_cell(l, row) != 0)
			return -1;
	}
	return 0;
}

/* Instants: those of a record are mostly in order, so that many in turn are of one day. */
static int
load_times(const struct load *l)
{
	struct cs_time_near near = {.year_month = 0};

	for (uint32_t row = 0; row < l->b->nrow; row++) {
		struct cs_str cell = cs_batch_raw(l->b, row, l->n->col);

		if ((cell.n == 0 || *cell.p == '\\' ||
			!cs_time_parse_near(&near, cell, &l->val->i[row])) &&
		    slow_cell(l, row) != 0)
			return -1;
	}
	return 0;
}

static int
load_others(const struct load *l)
{
	for (uint32_t row = 0; row < l->b->nrow; row++) {
		struct cs_str cell = cs_batch_raw(l->b, row, l->n->col);

		if ((cell.n == 0 || *cell.p == '\\' || !parse(l->val, row, l->n->type, cell)) &&
		    slow_cell(l, row) != 0)
			return -1;
	}
	return 0;
}

static int
load_text(const struct load *l)
{
	const struct cs_batch *b = l->b;
	const uint32_t *end = b->end, nrow = b->nrow;
	const char *p = b->bytes.p;
	const size_t ncol = b->ncol;
	size_t at = l->n->col;
	struct cs_str *s = l->val->s;

	for (uint32_t row = 0; row < nrow; row++, at += ncol) {
		uint32_t begin = at != 0 ? end[at - 1] + 1 : 0;

		s[row] = cs_str(p + begin, end[at] - begin);
	}
	for (uint32_t row = 0; row < nrow && b->escaped; row++) {
		bool null;

		if (s[row].n == 0)
			continue;
		decode(l, &s[row], &null);
		l->val->null[row] = null;
		if (null)
			s[row] = cs_str("", 0);
	}
	return 0;
}

static int
load(const struct load *l)
{
	if (l->n->type == CS_INT)
		return load_ints(l);
	if (l->b->nrow != 0)
		memset(l->val->null, 0, l->b->nrow);
	if (cs_is_text(l->n->type))
		return load_text(l);
	return l->n->type == CS_TIME ? load_times(l) : load_others(l);
}

int
cs_column_load(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    const struct cs_node *n, const struct cs_val **val, struct cs_err *e)
{
	bool text = cs_is_text(n->type);
	size_t want = (size_t)x->head->ncol * 2, place = (size_t)n->col * 2 + text;
	struct cs_eval_col *c;
	struct load l = {ev, x, b, n, NULL, e};

	if (ev->ncol < want) {
		ev->col = cs_mem_resize(ev->col, want, sizeof *ev->col);
		memset(ev->col + ev->ncol, 0, (want - ev->ncol) * sizeof *ev->col);
		ev->ncol = want;
	}
	c = &ev->col[place];
	if (c->cap < b->nrow || c->val.null == NULL) {
		cs_val_free(&c->val);
		cs_val_new(&c->val, n->type, b->nrow);
		c->cap = b->nrow;
		c->done = false;
	}
	l.val = &c->val;
	if (!c->done && load(&l) != 0)
		return -1;
	c->done = true;
	*val = &c->val;
	return 0;
}
