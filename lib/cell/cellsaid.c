/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stream of cells says it is of: see cellsaid.h. */
#include "cell/cellsaid.h"

#include "base/mem.h"
#include "rec/esc.h"

int
cs_cell_bad(const struct cs_cell_reading *l, const char *what)
{
	return cs_err_set(l->e, CS_EXIT_DATA, "%s:%llu: %s", l->b->file,
	    (unsigned long long)cs_batch_line(l->b, l->row), what);
}

struct cs_str
cs_cell_raw(const struct cs_cell_reading *l, enum cs_cell_field field)
{
	return cs_batch_raw(l->b, l->row, field == CS_CELL_KIND ? 0 : l->nkey + (unsigned)field);
}

struct cs_str
cs_cell_text(struct cs_cell_reading *l, enum cs_cell_field field)
{
	struct cs_str s = cs_cell_raw(l, field);

	cs_buf_reset(&l->scratch);
	(void)cs_esc_decode(s, &l->scratch, &s);
	return cs_arena_str(&l->c->arena, s);
}

size_t
cs_cell_at(const struct cs_cell_reading *l)
{
	return (size_t)(cs_batch_record(l->b, l->row).p - l->b->bytes.p);
}

int
cs_cell_cut(const struct cs_cell_reading *l)
{
	(void)cs_err_set(
	    l->e, CS_EXIT_DATA, "%s: the cells are cut: their end is not there", l->begun_in);
	return cs_err_hint(
	    l->e, "the stage before has failed, or only some of its records were kept");
}

static int
version(struct cs_cell_reading *l, struct cs_str value)
{
	if (!cs_num_i64(value, &l->version) || l->version < 1)
		return cs_cell_bad(l, "the version of the cells is no number");
	if (l->version > CS_CELLS_VERSION)
		return cs_cell_bad(l, "these cells are of a newer version of the toolkit");
	if (l->version < CS_CELLS_OLDEST)
		return cs_cell_bad(l, "these cells are of a version that is no longer read");
	return 0;
}

/* The period of version 1. */
static int
period(struct cs_cell_reading *l, struct cs_str value, int64_t *bound)
{
	if (l->version != 1 || !cs_time_parse(value, bound) || l->period.from > l->period.to)
		return cs_cell_bad(l, "a bound of a period where there is none, or no instant");
	return 0;
}

static int
meta(struct cs_cell_reading *l)
{
	struct cs_str part = cs_cell_text(l, CS_CELL_PART), value = cs_cell_text(l, CS_CELL_VALUE);
	int64_t at;

	if (cs_str_eqz(part, "version"))
		return version(l, value);
	if (cs_str_eqz(part, "period_from"))
		return period(l, value, &l->period.from);
	if (cs_str_eqz(part, "period_to"))
		return period(l, value, &l->period.to);
	if (cs_str_eqz(part, "zone")) {
		l->c->run.zone = value;
	} else if (cs_str_eqz(part, "as_of")) {
		if (!cs_time_parse(value, &at))
			return cs_cell_bad(l, "as_of is no instant");
		/* Where it matters all are alike; elsewhere the sum is as of the latest. */
		if (!l->c->run.has_as_of || at > l->c->run.as_of)
			l->c->run.as_of = at;
		l->c->run.has_as_of = true;
		l->as_of = value;
	} else if (cs_str_eqz(part, "newest")) {
		if (!cs_time_parse(value, &at))
			return cs_cell_bad(l, "newest is no instant");
		if (!l->c->run.has_newest || at > l->c->run.newest)
			l->c->run.newest = at;
		l->c->run.has_newest = true;
	} else if (cs_str_eqz(part, "as_of_told")) {
		l->c->run.told = true;
	} else if (cs_str_eqz(part, "column")) {
		l->column =
		    cs_mem_grow(l->column, &l->column_cap, l->ncolumn + 1, sizeof *l->column);
		l->column[l->ncolumn++] = value;
	}
	for (int i = 0; i < CS_CHOICES; i++) {
		if (cs_str_eqz(part, cs_choice_names[i].part))
			l->choice[i] = value;
	}
	return 0;
}

static int
key(struct cs_cell_reading *l)
{
	struct cs_str name = cs_cell_text(l, CS_CELL_METRIC), part = cs_cell_text(l, CS_CELL_PART);
	struct cs_str value = cs_cell_text(l, CS_CELL_VALUE);
	unsigned k = 0;
	int type;

	while (k < l->nkey && !cs_str_eq(l->head->col[k + 1].name, name))
		k++;
	if (k == l->nkey)
		return cs_cell_bad(l, "a key that is not in the header");
	if (cs_str_eqz(part, "kind") && !cs_key_kind_parse(value, &l->key[k]))
		return cs_cell_bad(l, "a key of no known kind");
	if (cs_str_eqz(part, "formula"))
		l->key[k].text = value;
	if (cs_str_eqz(part, "type")) {
		type = cs_type_parse(value);
		if (type < 0)
			return cs_cell_bad(l, "a key of no known type");
		l->key[k].type = (enum cs_type)type;
	}
	return 0;
}

static struct cs_metric *
metric_named(struct cs_cell_reading *l, struct cs_str name)
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
metric(struct cs_cell_reading *l)
{
	struct cs_metric *m = metric_named(l, cs_cell_text(l, CS_CELL_METRIC));
	struct cs_str part = cs_cell_text(l, CS_CELL_PART), value = cs_cell_text(l, CS_CELL_VALUE);
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
	return v < 0 ? cs_cell_bad(l, "a word for better or role that is none") : 0;
}

/* From what the first stream said to a scheme: the formulas are compiled for a head of the columns
 * that they read, as the run that made the cells did. */
static int
make_scheme(struct cs_cell_reading *l)
{
	struct cs_cells *c = l->c;
	struct cs_env env = {
	    .head = &c->head, .as_of = c->run.as_of, .has_as_of = c->run.has_as_of, .blind = true};
	struct cs_metric_list list = {NULL, l->nmetric};
	struct cs_metric *metric;

	if (l->nmetric == 0)
		return cs_cell_bad(l, "cells before the metrics that they are of");
	if (c->run.zone.n != 0 && (env.zone = cs_zone_get(c->run.zone, l->e)) == NULL) {
		l->e->status = CS_EXIT_DATA;
		return -1;
	}
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
	c->ends = CS_INSTANT_MAX;
	c->level = .95;
	cs_keys_init(&c->keys, l->nkey);
	cs_store_init(&c->store, c->scheme);
	cs_cells_room(c);
	return 0;
}

static bool
has(struct cs_str text, struct cs_str piece)
{
	return cs_str_search(text, piece) < text.n;
}

/* Whether what was counted depends on the instant that counts as now. */
static bool
as_of_matters(const struct cs_cells *c)
{
	static const bool timeless[CS_ACC_KINDS] = {[CS_ACC_COUNT] = true,
	    [CS_ACC_SHARE] = true,
	    [CS_ACC_MOMENTS] = true,
	    [CS_ACC_HIST] = true,
	    [CS_ACC_DISTINCT] = true,
	    [CS_ACC_SKETCH] = true,
	    [CS_ACC_NPS] = true,
	    [CS_ACC_PER] = true};
	const struct cs_str call = CS_STR("as_of()");
	bool matters = false;

	for (unsigned i = 0; i < c->scheme->nacc; i++)
		matters |= !timeless[c->scheme->acc[i].kind];
	/* A text that only looks like the call refuses what it need not: no harm. */
	for (size_t m = 0; m < c->scheme->n; m++)
		matters |= has(c->scheme->metric[m].expanded, call);
	for (unsigned k = 0; k < c->by->n; k++)
		matters |= has(c->by->key[k].text, call);
	return matters || has(c->run.choice[CS_CHOICE_WHERE], call) ||
	       has(c->run.choice[CS_CHOICE_KEEP_ONLY], call);
}

/* Whether a stream was made of rows that were chosen as those of the first, for the same
 * instant. */
static int
check_choices(const struct cs_cell_reading *l)
{
	const struct cs_str *first = l->c->run.choice;

	if (!cs_str_eq(l->as_of, l->as_of_first) && as_of_matters(l->c)) {
		(void)cs_err_set(l->e, CS_EXIT_DATA,
		    "%s: the cells are as of %.*s, those before as of %.*s", l->b->file,
		    CS_STR_ARG(l->as_of), CS_STR_ARG(l->as_of_first));
		return cs_err_hint(l->e,
		    "make all with the same --as-of, or leave out what depends on it: "
		    "repeats, chains, stocks, as_of()");
	}
	for (int i = 0; i < CS_CHOICES; i++) {
		struct cs_str now = l->choice[i], then = first[i];

		if (cs_str_eq(now, then))
			continue;
		now = now.n != 0 ? now : CS_STR("none");
		then = then.n != 0 ? then : CS_STR("none");
		(void)cs_err_set(l->e, CS_EXIT_DATA,
		    "%s: of these cells %s is %.*s, of those before %.*s", l->b->file,
		    cs_choice_names[i].name, CS_STR_ARG(now), CS_STR_ARG(then));
		return cs_err_hint(l->e, "a shard is a piece of the input: cut the input, and "
					 "choose from all pieces alike");
	}
	return 0;
}

int
cs_cell_said_all(struct cs_cell_reading *l)
{
	l->open = false;
	if (l->c->scheme == NULL) {
		if (make_scheme(l) != 0)
			return -1;
		cs_buf_str(&l->said_first, cs_buf_all(&l->said));
		l->as_of_first = l->as_of;
		memcpy(l->c->run.choice, l->choice, sizeof l->choice);
	} else if (check_choices(l) != 0) {
		return -1;
	} else if (!cs_str_eq(cs_buf_all(&l->said), cs_buf_all(&l->said_first))) {
		(void)cs_err_set(l->e, CS_EXIT_DATA,
		    "%s: the cells have other metrics, keys or another zone than those before",
		    l->b->file);
		return cs_err_hint(l->e, "make all shards with the same options");
	}
	cs_buf_reset(&l->said);
	return 0;
}

/* Whether all parts must have the same record: periods have a rule of their own (shard.h), as-of
 * matters to some metrics only, and what versions have in common merges. */
static bool
compared(const struct cs_cell_reading *l)
{
	static const struct cs_str own[] = {CS_STR_INIT("version"), CS_STR_INIT("as_of"),
	    CS_STR_INIT("newest"), CS_STR_INIT("as_of_told"), CS_STR_INIT("period_from"),
	    CS_STR_INIT("period_to")};

	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		if (cs_str_eqz(cs_cell_raw(l, CS_CELL_KIND), "meta") &&
		    cs_str_eq(cs_cell_raw(l, CS_CELL_PART), own[i]))
			return false;
	}
	return true;
}

/* A record of what the stream is of. The version begins a part. */
static int
said(struct cs_cell_reading *l, int (*read)(struct cs_cell_reading *))
{
	bool begins = read == meta && cs_str_eqz(cs_cell_raw(l, CS_CELL_PART), "version");

	if (begins) {
		if (l->begun)
			return cs_cell_cut(l);
		l->open = l->begun = true;
		l->headed = false;
		l->begun_in = l->b->file;
		l->period = (struct cs_shard){.from = CS_INSTANT_MIN, .to = CS_INSTANT_MAX};
		l->ncell = 0;
		l->counted = false;
		l->crc = 0;
		l->summed = cs_cell_at(l);
		l->as_of = cs_str(NULL, 0);
		memset(l->choice, 0, sizeof l->choice);
		cs_buf_reset(&l->said);
	}
	if (!l->open)
		return cs_cell_bad(l, "the cells do not begin with their version");
	if (compared(l)) {
		cs_buf_str(&l->said, cs_batch_record(l->b, l->row));
		cs_buf_c(&l->said, '\n');
	}
	/* Streams after the first are compared, not read; but each is checked for its version. */
	return l->c->scheme == NULL || begins || read == meta ? read(l) : 0;
}

int
cs_cell_read_meta(struct cs_cell_reading *l)
{
	return said(l, meta);
}

int
cs_cell_read_key(struct cs_cell_reading *l)
{
	return said(l, key);
}

int
cs_cell_read_metric(struct cs_cell_reading *l)
{
	return said(l, metric);
}
