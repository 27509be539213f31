/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table with a key pivoted into columns: see layout.h. */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "table/layout.h"
#include "table/regroup.h"

struct pivot {
	struct cs_layout_run *l;
	unsigned key;
	uint32_t *value; /* ids of the key's values, in their order */
	uint32_t *place; /* by value id: among them */
	size_t nvalue;
	struct cs_str *name; /* by place: what stands in names of columns */
	/* The rows of the table: each a group for every value, in the order of rows. */
	uint32_t *cell;
	uint32_t *row_group; /* a group of each row, for its other keys */
	size_t nrow;
};

/* The values that rows have, in the order of the key. */
static void
find_values(struct pivot *p)
{
	const struct cs_cells *c = p->l->shaping->c;
	const struct cs_map *all = &c->keys.value[p->key];
	struct cs_key_first first = {0}, *put = c->first.key == p->key ? &first : NULL;
	uint32_t value[CS_REGROUP_KEYS], *ids = cs_mem_new(c->first.n + 1, sizeof *ids), *order;
	struct cs_keys one;

	cs_keys_init(&one, 1);
	for (size_t i = 0; i < c->norder; i++) {
		cs_keys_values(&c->keys, c->order[i], value);
		value[0] = cs_map_add(&one.value[0], cs_map_key(all, value[p->key]));
		(void)cs_keys_group(&one, value);
	}
	for (size_t i = 0; put != NULL && i < c->first.n; i++) {
		ids[first.n] = cs_map_find(&one.value[0], cs_map_key(all, c->first.value[i]));
		first.n += ids[first.n] != CS_MAP_NONE;
	}
	first.value = ids;
	p->nvalue = one.ngroup;
	order = cs_mem_new(p->nvalue + 1, sizeof *order);
	p->value = cs_mem_new(p->nvalue + 1, sizeof *p->value);
	p->place = cs_mem_new(all->n + 1, sizeof *p->place);
	cs_keys_sort(&one, &c->by->key[p->key], put, order);
	for (size_t i = 0; i < p->nvalue; i++) {
		p->value[i] = cs_map_find(all, cs_map_key(&one.value[0], order[i]));
		p->place[p->value[i]] = (uint32_t)i;
	}
	free(order);
	free(ids);
	cs_keys_finish(&one);
}

/* Sorts the groups into rows and columns. Rows are in the order of their first group: see
 * cs_shaping_cross, which gives each row one for every value. */
static void
find_rows(struct pivot *p)
{
	const struct cs_cells *c = p->l->shaping->c;
	uint32_t value[CS_REGROUP_KEYS], at, place;
	size_t cap = 0, group_cap = 0;
	struct cs_keys others;

	cs_keys_init(&others, c->keys.n);
	for (size_t i = 0; i < c->norder; i++) {
		cs_keys_values(&c->keys, c->order[i], value);
		place = p->place[value[p->key]];
		value[p->key] = 0;
		at = cs_keys_group(&others, value);
		if (at >= p->nrow) {
			p->nrow = at + (size_t)1;
			p->row_group =
			    cs_mem_grow(p->row_group, &group_cap, p->nrow, sizeof *p->row_group);
			p->row_group[at] = c->order[i];
			p->cell = cs_mem_grow(p->cell, &cap, p->nrow * p->nvalue, sizeof *p->cell);
			memset(p->cell + at * p->nvalue, 0xff, p->nvalue * sizeof *p->cell);
		}
		p->cell[at * p->nvalue + place] = c->order[i];
	}
	cs_keys_finish(&others);
}

/* Letters and digits of any script stay; every other character becomes _. */
static void
safe_name(struct cs_buf *b, struct cs_str value)
{
	size_t len;

	for (; value.n != 0; value = cs_str_skip(value, len)) {
		if (cs_utf8_is_word(cs_utf8_next(value, &len)))
			cs_buf_str(b, cs_str_head(value, len));
		else
			cs_buf_c(b, '_');
	}
}

/* What values that are no words are called; NULL: a word of its own. */
static const char *
reserved(struct cs_str raw, struct cs_str text)
{
	if (text.p != NULL)
		return text.n == 0 ? "empty" : NULL;
	return cs_str_eq(raw, cs_key_total)    ? "total"
	       : cs_str_eq(raw, cs_key_others) ? "others"
					       : "null";
}

static void
note_number(const struct pivot *p, struct cs_str name, struct cs_str text)
{
	const struct cs_shape *how = p->l->plan->how;
	struct cs_buf b = CS_BUF_INIT;

	if (how->note == NULL)
		return;
	cs_buf_printf(&b, "--pivot: %.*s in names of columns is '", CS_STR_ARG(name));
	cs_buf_str(&b, text);
	cs_buf_z(&b, "'");
	how->note(how->arg, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* Names a value as nothing in taken is, with a number behind it where that is needed. */
static void
name_value(struct pivot *p, size_t i, struct cs_map *taken, struct cs_arena *a)
{
	const struct cs_cells *c = p->l->shaping->c;
	struct cs_str text = c->text[p->key][p->value[i]];
	const char *word = reserved(cs_map_key(&c->keys.value[p->key], p->value[i]), text);
	struct cs_buf b = CS_BUF_INIT;
	size_t n, before = taken->n;

	if (word != NULL)
		cs_buf_z(&b, word);
	else
		safe_name(&b, text);
	n = b.n;
	for (unsigned again = 2; cs_map_add(taken, cs_buf_all(&b)) < before; again++) {
		b.n = n;
		cs_buf_printf(&b, "_%u", again);
	}
	p->name[i] = cs_arena_str(a, cs_buf_all(&b));
	if (b.n != n)
		note_number(p, p->name[i], text);
	cs_buf_finish(&b);
}

/*
 * What each value is called in the names of columns, each differently. Those of the table come
 * first, so that NAME_total is the total even where a queue is called so.
 */
static void
name_values(struct pivot *p, struct cs_arena *a)
{
	const struct cs_cells *c = p->l->shaping->c;
	struct cs_map taken = CS_MAP_INIT;

	p->name = cs_arena_new(a, p->nvalue + 1, sizeof *p->name);
	for (int words = 0; words < 2; words++) {
		for (size_t i = 0; i < p->nvalue; i++) {
			struct cs_str text = c->text[p->key][p->value[i]];

			if ((text.n != 0) == words)
				name_value(p, i, &taken, a);
		}
	}
	cs_map_finish(&taken);
}

/*
 * The columns of one metric stand together for each value: NAME_VALUE, NAME_VALUE_n ... Without a
 * row there are no values; a table has columns all the same, those that are named after NULL.
 */
static int
make_head(struct pivot *p, struct cs_arena *a, struct cs_err *e)
{
	const struct cs_grid_cols *cols = &p->l->grid->cols;
	const struct cs_metric *metric = p->l->plan->scheme->metric;
	size_t n = p->nvalue;

	if (p->l->head.ncol == 0 && n == 0) {
		p->name[0] = CS_STR("null");
		n = 1;
	}
	for (size_t v = 0; v < n; v++) {
		for (size_t i = 0; i < cols->n; i++) {
			struct cs_str base = metric[cols->col[i].metric].name;
			const char *name = cs_arena_printf(a, "%.*s_%.*s%s", CS_STR_ARG(base),
			    CS_STR_ARG(p->name[v]), cols->col[i].suffix);

			if (cs_layout_column(p->l, cs_str_z(name), e) != 0)
				return -1;
		}
	}
	return 0;
}

static void
write_rows(struct pivot *p)
{
	const struct cs_grid_cols *cols = &p->l->grid->cols;
	struct cs_buf text = CS_BUF_INIT;

	cs_writer_head(p->l->w, &p->l->head);
	for (size_t row = 0; row < p->nrow && !cs_writer_failed(p->l->w); row++) {
		cs_layout_keys(p->l, p->row_group[row]);
		for (size_t v = 0; v < p->nvalue; v++) {
			for (size_t i = 0; i < cols->n; i++) {
				cs_buf_reset(&text);
				cs_grid_text(
				    p->l->grid, &cols->col[i], p->cell[row * p->nvalue + v], &text);
				cs_writer_raw(p->l->w, cs_buf_all(&text));
			}
		}
		cs_writer_end(p->l->w);
	}
	cs_buf_finish(&text);
}

int
cs_layout_pivot(struct cs_layout_run *l, struct cs_err *e)
{
	struct pivot p = {.l = l, .key = (unsigned)l->plan->pivot};
	struct cs_arena a = CS_ARENA_INIT;
	int r = -1;

	find_values(&p);
	if (p.nvalue > CS_PIVOT_MAX) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--pivot: %zu values of %.*s would be a column each, and at most %d can",
		    p.nvalue, CS_STR_ARG(l->plan->by->key[p.key].name), CS_PIVOT_MAX);
		(void)cs_err_hint(e, "--top 20 puts all but the first together");
	} else {
		name_values(&p, &a);
		r = cs_layout_key_columns(l, e);
		if (r == 0)
			r = make_head(&p, &a, e);
		if (r == 0) {
			find_rows(&p);
			write_rows(&p);
		}
	}
	free(p.value);
	free(p.place);
	free(p.cell);
	free(p.row_group);
	cs_arena_finish(&a);
	return r;
}
