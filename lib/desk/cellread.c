/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells as a record stream, the way in: see cell.h. Each stream first says what it is of (kinds
 * meta, key and metric); what the first one says makes the scheme, and the others must say the same.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "desk/celltable.h"
#include "rec/esc.h"

struct loading {
	struct cs_cells *c;
	const struct cs_head *head;
	unsigned nkey;
	/* What this stream says it is of, as raw records: compared between streams. */
	struct cs_buf said, said_first;
	struct cs_str as_of; /* of this stream and of the first, for a message of its own */
	struct cs_str as_of_first;
	bool open; /* in what it is of, not yet in its cells */
	struct cs_metric *metric;
	size_t nmetric, metric_cap;
	struct cs_key_def *key;
	struct cs_str *column;
	size_t ncolumn, column_cap;
	/* The statistic of the last record. */
	struct cs_str last_metric, last_part; /* raw, in the batch */
	unsigned acc;
	struct cs_str name; /* part without its prefix */
	uint32_t group;
	struct cs_open_moments moments;
	unsigned moments_acc;
	uint32_t moments_group;
	struct cs_buf scratch;
	const struct cs_batch *b;
	uint32_t row;
	struct cs_err *e;
};

static int
bad(const struct loading *l, const char *what)
{
	return cs_err_set(l->e, CS_EXIT_DATA, "%s:%llu: %s", l->b->file,
	    (unsigned long long)cs_batch_line(l->b, l->row), what);
}

static struct cs_str
raw(const struct loading *l, unsigned col)
{
	return cs_batch_raw(l->b, l->row, col);
}

/* A cell's text in the arena of the cells. */
static struct cs_str
text(struct loading *l, unsigned col)
{
	struct cs_str s = raw(l, col);

	cs_buf_reset(&l->scratch);
	(void)cs_esc_decode(s, &l->scratch, &s);
	return cs_arena_str(&l->c->arena, s);
}

enum { KIND = 0 };

static unsigned
metric_col(const struct loading *l)
{
	return l->nkey + 1;
}

static unsigned
part_col(const struct loading *l)
{
	return l->nkey + 2;
}

static unsigned
value_col(const struct loading *l)
{
	return l->nkey + 3;
}

bool
cs_cells_head(const struct cs_head *head)
{
	unsigned n = head->ncol;
	bool good = n >= 4 && cs_str_eq(head->col[0].name, cs_cell_columns[0]);

	for (unsigned i = 1; i < 4 && good; i++)
		good = cs_str_eq(head->col[n - 4 + i].name, cs_cell_columns[i]);
	return good;
}

static int
check_head(struct loading *l)
{
	if (!cs_cells_head(l->head)) {
		(void)cs_err_set(l->e, CS_EXIT_USAGE, "this is no stream of cells");
		return cs_err_hint(
		    l->e, "cs-kpi --cells writes them, in place of the table for people");
	}
	l->nkey = l->head->ncol - 4;
	return 0;
}

static int
read_meta(struct loading *l)
{
	struct cs_str part = text(l, part_col(l)), value = text(l, value_col(l));
	int64_t version;

	if (cs_str_eqz(part, "version")) {
		if (!cs_num_i64(value, &version) || version < 1)
			return bad(l, "the version of the cells is no number");
		if (version > CS_CELLS_VERSION)
			return bad(l, "these cells are of a newer version of the toolkit");
	} else if (cs_str_eqz(part, "zone")) {
		l->c->run.zone = value;
	} else if (cs_str_eqz(part, "as_of")) {
		if (!cs_time_parse(value, &l->c->run.as_of))
			return bad(l, "as_of is no instant");
		l->c->run.has_as_of = true;
		l->as_of = value;
	} else if (cs_str_eqz(part, "column")) {
		l->column =
		    cs_mem_grow(l->column, &l->column_cap, l->ncolumn + 1, sizeof *l->column);
		l->column[l->ncolumn++] = value;
	}
	return 0;
}

static int
read_key(struct loading *l)
{
	struct cs_str name = text(l, metric_col(l)), part = text(l, part_col(l));
	struct cs_str value = text(l, value_col(l));
	unsigned k = 0;
	int type;

	while (k < l->nkey && !cs_str_eq(l->head->col[k + 1].name, name))
		k++;
	if (k == l->nkey)
		return bad(l, "a key that is not in the header");
	if (cs_str_eqz(part, "kind") && !cs_key_kind_parse(value, &l->key[k]))
		return bad(l, "a key of no known kind");
	if (cs_str_eqz(part, "type")) {
		type = cs_type_parse(value);
		if (type < 0)
			return bad(l, "a key of no known type");
		l->key[k].type = (enum cs_type)type;
	}
	return 0;
}

static struct cs_metric *
metric_named(struct loading *l, struct cs_str name)
{
	for (size_t i = l->nmetric; i-- > 0;) {
		if (cs_str_eq(l->metric[i].name, name))
			return &l->metric[i];
	}
	l->metric = cs_mem_grow(l->metric, &l->metric_cap, l->nmetric + 1, sizeof *l->metric);
	l->metric[l->nmetric] = (struct cs_metric){.name = name, .role = CS_ROLE_OWN};
	return &l->metric[l->nmetric++];
}

static int
read_metric(struct loading *l)
{
	struct cs_metric *m = metric_named(l, text(l, metric_col(l)));
	struct cs_str part = text(l, part_col(l)), value = text(l, value_col(l));
	const struct {
		const char *part;
		struct cs_str *to;
	} texts[] = {
	    {"formula", &m->expanded},
	    {"entry", &m->entry},
	    {"unit", &m->unit},
	    {"grain", &m->grain},
	    {"null", &m->null},
	    {"says", &m->sentence},
	};
	int v = 0;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (cs_str_eqz(part, texts[i].part))
			*texts[i].to = value;
	}
	if (cs_str_eqz(part, "better") && (v = cs_better_parse(value)) >= 0)
		m->better = (enum cs_better)v;
	else if (cs_str_eqz(part, "role") && (v = cs_role_parse(value)) >= 0)
		m->role = (enum cs_role)v;
	else if (cs_str_eqz(part, "shows"))
		m->margin = cs_str_eqz(value, "margin");
	return v < 0 ? bad(l, "a word for better or role that is none") : 0;
}

/* From what the first stream said to a scheme: the formulas are compiled for a head of the columns
 * that they read, as the run that made the cells did. */
static int
make_scheme(struct loading *l)
{
	struct cs_cells *c = l->c;
	struct cs_env env = {.head = &c->head};
	struct cs_metric_list list = {NULL, l->nmetric};
	struct cs_metric *metric;

	if (l->nmetric == 0)
		return bad(l, "cells before the metrics that they are of");
	if (c->run.zone.n != 0 && (env.zone = cs_zone_get(c->run.zone, l->e)) == NULL)
		return -1;
	for (size_t i = 0; i < l->ncolumn; i++) {
		if (cs_head_add(&c->head, l->column[i], l->e) != 0)
			return -1;
	}
	list.metric = metric = cs_arena_new(&c->arena, l->nmetric, sizeof *metric);
	memcpy(metric, l->metric, l->nmetric * sizeof *metric);
	for (size_t m = 0; m < l->nmetric; m++) {
		metric[m].formula = metric[m].expanded;
		if (cs_metric_restore(&c->arena, &metric[m], l->e) != 0)
			return -1;
	}
	c->own_by = (struct cs_by){.key = l->key, .n = l->nkey, .zone = env.zone};
	for (unsigned k = 0; k < l->nkey; k++)
		l->key[k].name = cs_arena_str(&c->arena, l->head->col[k + 1].name);
	if (cs_scheme_make(&c->own_scheme, &c->arena, &list, &env, true, l->e) != 0) {
		l->e->status = CS_EXIT_DATA;
		return -1;
	}
	c->run.column = cs_arena_new(&c->arena, l->ncolumn, sizeof *c->run.column);
	for (size_t i = 0; i < l->ncolumn; i++)
		c->run.column[i] = l->column[i];
	c->run.ncolumn = l->ncolumn;
	c->scheme = &c->own_scheme;
	c->by = &c->own_by;
	c->level = .95;
	cs_keys_init(&c->keys, l->nkey);
	cs_store_init(&c->store, c->scheme);
	cs_cells_room(c);
	return 0;
}

/* A stream has said what it is of: the first makes the scheme, others must agree. */
static int
said_all(struct loading *l)
{
	l->open = false;
	if (l->c->scheme == NULL) {
		if (make_scheme(l) != 0)
			return -1;
		cs_buf_str(&l->said_first, cs_buf_all(&l->said));
		l->as_of_first = l->as_of;
	} else if (!cs_str_eq(l->as_of, l->as_of_first)) {
		(void)cs_err_set(l->e, CS_EXIT_DATA,
		    "%s: the cells are as of %.*s, those before as of %.*s", l->b->file,
		    CS_STR_ARG(l->as_of), CS_STR_ARG(l->as_of_first));
		return cs_err_hint(l->e, "make all shards with the same --as-of");
	} else if (!cs_str_eq(cs_buf_all(&l->said), cs_buf_all(&l->said_first))) {
		(void)cs_err_set(l->e, CS_EXIT_DATA,
		    "%s: the cells have other metrics, keys or another zone than those before",
		    l->b->file);
		return cs_err_hint(l->e, "make all shards with the same options");
	}
	cs_buf_reset(&l->said);
	return 0;
}

/* A record of what the stream is of. The version begins a stream. */
static int
read_said(struct loading *l, int (*read)(struct loading *))
{
	bool begins = read == read_meta && cs_str_eqz(raw(l, part_col(l)), "version");

	if (begins) {
		if (l->open && said_all(l) != 0)
			return -1;
		l->open = true;
		l->as_of = cs_str(NULL, 0);
		cs_buf_reset(&l->said);
	}
	if (!l->open)
		return bad(l, "the cells do not begin with their version");
	cs_buf_str(&l->said, cs_batch_record(l->b, l->row));
	cs_buf_c(&l->said, '\n');
	/* Streams after the first are compared, not read; but each is checked for its version. */
	return l->c->scheme == NULL || begins || read == read_meta ? read(l) : 0;
}

static int
read_shard(struct loading *l)
{
	int64_t rows;

	if (!cs_num_i64(raw(l, value_col(l)), &rows) || rows < 0)
		return bad(l, "the rows of a shard are no number");
	if (cs_cells_shard(l->c, text(l, part_col(l)), (uint64_t)rows, l->e) != 0) {
		cs_err_prefix(l->e, "%s", l->b->file);
		return -1;
	}
	return 0;
}

/* The group of the record's keys. */
static uint32_t
group_of(struct loading *l)
{
	struct cs_keys *k = &l->c->keys;
	uint32_t g = 0;

	for (unsigned i = 0; i < l->nkey; i++) {
		struct cs_str s = raw(l, i + 1), key = s;

		if (!cs_raw_null(s)) {
			cs_buf_reset(&l->scratch);
			(void)cs_esc_canonical(s, &l->scratch, &key);
		}
		g = cs_keys_step(k, i, g, cs_map_add(&k->value[i], key));
	}
	cs_cells_room(l->c);
	return g;
}

/* Which statistic metric and part mean: l->acc and l->name. */
static int
find_acc(struct loading *l)
{
	struct cs_str metric = raw(l, metric_col(l)), part = raw(l, part_col(l)), prefix;
	const struct cs_scheme *p = l->c->scheme;
	size_t dot = cs_str_find(part, '.');

	if (cs_str_eq(metric, l->last_metric) && cs_str_eq(part, l->last_part))
		return 0;
	prefix = dot < part.n ? cs_str_head(part, dot + 1) : cs_str(NULL, 0);
	l->name = cs_str_skip(part, prefix.n);
	l->last_metric = metric;
	l->last_part = part;
	cs_buf_reset(&l->scratch);
	(void)cs_esc_decode(metric, &l->scratch, &metric);
	for (unsigned i = 0; i < p->nacc; i++) {
		if (cs_str_eq(p->acc[i].prefix, prefix) &&
		    cs_str_eq(p->metric[p->acc[i].metric].name, metric)) {
			l->acc = i;
			return 0;
		}
	}
	return bad(l, "a cell of a metric or part that the stream did not name");
}

/* Ends the sums that were being added up. */
static int
close_moments(struct loading *l)
{
	if (l->c->scheme != NULL &&
	    !cs_store_close(&l->c->store, l->moments_acc, l->moments_group, &l->moments))
		return bad(l, "the parts of the cell before do not stand together, or run over");
	return 0;
}

static int
read_cell(struct loading *l)
{
	struct cs_store *s = &l->c->store;
	struct cs_str value;
	int64_t rows, sum;

	if (l->open && said_all(l) != 0)
		return -1;
	if (l->c->scheme == NULL)
		return bad(l, "cells before the metrics that they are of");
	l->group = group_of(l);
	if (cs_raw_null(raw(l, metric_col(l)))) {
		if (!cs_str_eqz(raw(l, part_col(l)), "rows") ||
		    !cs_num_i64(raw(l, value_col(l)), &rows) || rows < 0 ||
		    __builtin_add_overflow(s->rows[l->group], rows, &sum))
			return bad(l, "without a metric there is only the part rows, a number");
		s->rows[l->group] = sum;
		return 0;
	}
	if (find_acc(l) != 0)
		return -1;
	if (l->moments_acc != l->acc || l->moments_group != l->group) {
		if (close_moments(l) != 0)
			return -1;
		l->moments_acc = l->acc;
		l->moments_group = l->group;
	}
	value = raw(l, value_col(l));
	cs_buf_reset(&l->scratch);
	(void)cs_esc_decode(value, &l->scratch, &value);
	if (!cs_store_read(s, l->acc, l->group, l->name, value, &l->moments))
		return bad(l, "the value is not what this part of a cell can be");
	return 0;
}

static int
read_row(struct loading *l)
{
	struct cs_str kind = raw(l, KIND);

	if (cs_str_eqz(kind, "cell"))
		return read_cell(l);
	if (cs_str_eqz(kind, "meta"))
		return read_said(l, read_meta);
	if (cs_str_eqz(kind, "key"))
		return read_said(l, read_key);
	if (cs_str_eqz(kind, "metric"))
		return read_said(l, read_metric);
	if (cs_str_eqz(kind, "shard"))
		return read_shard(l);
	return bad(l, "a record of no kind that cells have");
}

static int
read_rows(struct loading *l, struct cs_reader *r)
{
	struct cs_batch batch = {0};
	unsigned acc;
	int got;

	l->b = &batch;
	while ((got = cs_reader_next(r, &batch, l->e)) > 0) {
		l->last_metric = l->last_part = cs_str(NULL, 0);
		for (l->row = 0; l->row < batch.nrow && got > 0; l->row++)
			got = read_row(l) == 0 ? 1 : -1;
		if (got < 0)
			break;
	}
	l->row = batch.nrow != 0 ? batch.nrow - 1 : 0;
	if (got == 0 && l->open)
		got = said_all(l);
	if (got == 0)
		got = close_moments(l);
	if (got == 0 && l->c->scheme == NULL)
		got = cs_err_set(l->e, CS_EXIT_DATA, "the stream of cells has no metrics");
	if (got == 0 && !cs_store_sound(&l->c->store, &acc))
		got = cs_err_set(l->e, CS_EXIT_DATA,
		    "the cells of %.*s have more in a part (x) than in the whole (n)",
		    CS_STR_ARG(l->c->scheme->metric[l->c->scheme->acc[acc].metric].name));
	cs_batch_finish(&batch);
	return got;
}

struct cs_cells *
cs_cells_read(struct cs_reader *r, struct cs_err *e)
{
	struct cs_cells *c = cs_mem_new0(1, sizeof *c);
	struct loading l = {.c = c, .head = cs_reader_head(r), .e = e};
	int got = check_head(&l);

	if (got == 0) {
		l.key = cs_arena_new(&c->arena, l.nkey, sizeof *l.key);
		got = read_rows(&l, r);
	}
	free(l.metric);
	free(l.column);
	cs_buf_finish(&l.said);
	cs_buf_finish(&l.said_first);
	cs_buf_finish(&l.scratch);
	if (got != 0) {
		cs_cells_free(c);
		return NULL;
	}
	cs_cells_sort(c);
	return c;
}
