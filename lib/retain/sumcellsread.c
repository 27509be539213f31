/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums as records, the way back: see sumcells.h. */
#include <stdio.h>

#include "base/dec.h"
#include "rec/esc.h"
#include "rec/gz.h"
#include "retain/sumcells.h"

enum field { KIND, PART, T, VALUE, FIELDS };

/* After how many cells there may be too many. */
enum { ROOM_EACH = 1 << 10 };

static int
bad(const struct cs_sumcells *c, const char *what, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: %s", c->in.batch.file,
	    (unsigned long long)cs_batch_line(&c->in.batch, c->in.row), what);
}

static struct cs_str
raw(const struct cs_sumcells *c, enum field f)
{
	return cs_each_raw(&c->in, f == KIND ? 0 : (int)(c->nkey + (unsigned)f));
}

/* Decoded, in the arena. */
static struct cs_str
text(struct cs_sumcells *c, enum field f)
{
	struct cs_str s = raw(c, f);

	cs_buf_reset(&c->text);
	(void)cs_esc_decode(s, &c->text, &s);
	return cs_arena_str(c->arena, s);
}

static bool
is(const struct cs_sumcells *c, enum field f, const char *word)
{
	return cs_str_eqz(raw(c, f), word);
}

/* The next record is at hand. 1; 0 at the end; -1. */
static int
next(struct cs_sumcells *c, struct cs_err *e)
{
	int got = 1;

	if (!c->at_record)
		got = cs_each_next(&c->in, e);
	c->at_record = got > 0;
	return got;
}

/* The record at hand was taken: it counts for the checksum of its part. */
static void
take(struct cs_sumcells *c)
{
	struct cs_str record = cs_batch_record(&c->in.batch, c->in.row);

	c->crc = cs_gz_crc32(c->crc, record.p, record.n);
	c->crc = cs_gz_crc32(c->crc, "\n", 1);
	c->at_record = false;
}

static int
begin_part(struct cs_sumcells *c, struct cs_err *e)
{
	int64_t version;

	if (c->within)
		return bad(c, "the part before has no end: it is cut", e);
	if (!cs_num_i64(raw(c, VALUE), &version) || version < 1)
		return bad(c, "the version of the cells is no number", e);
	if (version > c->kind->version)
		return bad(c, "these cells are of a newer version of the toolkit", e);
	c->within = true;
	c->counted = false;
	c->saying = 0;
	c->ncell = 0;
	c->crc = 0;
	return 0;
}

static int
meta(struct cs_sumcells *c, struct cs_err *e)
{
	int64_t at, *so_far;
	unsigned i = 0;

	if (is(c, PART, "version"))
		return begin_part(c, e);
	if (!cs_time_parse(raw(c, VALUE), &at))
		return bad(c, "what should be an instant is none", e);
	while (i < c->kind->ninstant && !is(c, PART, c->kind->instant[i].name))
		i++;
	if (i == c->kind->ninstant)
		return bad(c, "a part of meta that is not known", e);
	so_far = &c->run.at[i];
	if (c->kind->instant[i].newest ? at > *so_far : at < *so_far)
		*so_far = at;
	return 0;
}

/* The first part says what all must say. */
static int
said(struct cs_sumcells *c, bool first, struct cs_err *e)
{
	struct cs_str name = text(c, PART), value = text(c, VALUE);
	const struct cs_sumcells_said *was;

	if (first) {
		cs_sumcells_say(
		    &c->run, cs_arena_printf(c->arena, "%.*s", CS_STR_ARG(name)), value);
		c->saying++;
		return 0;
	}
	was = &c->run.said[c->saying];
	if (c->saying == c->run.nsaid || !cs_str_eqz(name, was->name))
		return bad(c, "these cells are of another kind of run than the first", e);
	c->saying++;
	if (cs_str_eq(value, was->value))
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA, "%s: %s is '%.*s' here, and '%.*s' in the first part",
	    c->in.batch.file, was->name, CS_STR_ARG(value), CS_STR_ARG(was->value));
	if (cs_str_eqz(name, "as_of"))
		return cs_err_hint(e, "write all cells with the same --as-of");
	return cs_err_hint(e, "only what was counted alike adds up");
}

static int
key(struct cs_sumcells *c, bool first, struct cs_err *e)
{
	struct cs_str name = text(c, PART);
	int type = cs_type_parse(raw(c, VALUE));
	unsigned k = 0;

	while (k < c->nkey && !cs_str_eq(c->key[k].name, name))
		k++;
	if (k == c->nkey || type < 0)
		return bad(c, "a key that is not in the header, or of no known type", e);
	if (!first && c->key[k].type != (enum cs_type)type)
		return bad(c, "a key of another type than in the first part", e);
	c->key[k].type = (enum cs_type)type;
	return 0;
}

static int
shard(struct cs_sumcells *c, struct cs_err *e)
{
	struct cs_shard s = {.name = text(c, PART), .from = CS_INSTANT_MIN, .to = CS_INSTANT_MAX};
	int64_t rows;

	if (!cs_num_i64(raw(c, VALUE), &rows) || rows < 0 ||
	    (!cs_raw_null(raw(c, T)) && !cs_shard_period_parse(text(c, T), &s)))
		return bad(c, "a shard without rows, or of no period", e);
	s.rows = (uint64_t)rows;
	return cs_shards_add(&c->run.shards, c->arena, &s, e);
}

static int
count(struct cs_sumcells *c, struct cs_err *e)
{
	int64_t v;
	unsigned i = 0;

	if (!cs_num_i64(raw(c, VALUE), &v) || v < 0)
		return bad(c, "a count that is no number", e);
	while (i < c->kind->ncount && !is(c, PART, c->kind->count[i]))
		i++;
	if (i == c->kind->ncount)
		return bad(c, "a count that is not known", e);
	return __builtin_add_overflow(c->run.count[i], (uint64_t)v, &c->run.count[i])
		   ? bad(c, "a count that runs over", e)
		   : 0;
}

/* A record of what a part is of; *known false: it is none. */
static int
about(struct cs_sumcells *c, bool first, bool *known, struct cs_err *e)
{
	*known = true;
	/* Streams that were joined by cat: the head once more. */
	if (!c->within && is(c, KIND, "kind") && is(c, PART, "part"))
		return 0;
	if (is(c, KIND, "meta"))
		return meta(c, e);
	if (!c->within)
		return bad(c, "the cells have no beginning", e);
	if (is(c, KIND, "said"))
		return said(c, first, e);
	if (is(c, KIND, "key"))
		return key(c, first, e);
	if (is(c, KIND, "shard"))
		return shard(c, e);
	if (is(c, KIND, "count"))
		return count(c, e);
	*known = false;
	return 0;
}

static bool
is_head(const struct cs_head *h)
{
	return h->ncol >= 4 && cs_str_eqz(h->col[0].name, "kind") &&
	       cs_str_eqz(h->col[h->ncol - 3].name, "part") &&
	       cs_str_eqz(h->col[h->ncol - 2].name, "t") &&
	       cs_str_eqz(h->col[h->ncol - 1].name, "value");
}

int
cs_sumcells_open(struct cs_sumcells *c, const struct cs_sumcells_kind *kind, struct cs_arena *a,
    char *const *file, int nfile, struct cs_err *e)
{
	bool known = true;
	int got;

	*c = (struct cs_sumcells){.kind = kind, .arena = a};
	for (unsigned i = 0; i < kind->ninstant; i++)
		c->run.at[i] = kind->instant[i].newest ? CS_INSTANT_MIN : CS_INSTANT_MAX;
	c->run.count = cs_arena_new(a, kind->ncount + 1, sizeof *c->run.count);
	c->opened = true;
	if (cs_each_open(&c->in, file, nfile, 0, e) != 0)
		return -1;
	if (!is_head(c->in.head)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: these are no cells of %s",
		    cs_reader_name(c->in.in), kind->tool);
		return cs_err_hint(e, "cells are what %s --cells writes", kind->tool);
	}
	c->nkey = c->in.head->ncol - 4;
	c->key = cs_arena_new(a, c->nkey + 1, sizeof *c->key);
	for (unsigned k = 0; k < c->nkey; k++)
		c->key[k] = (struct cs_key_def){.kind = CS_KEY_COLUMN,
		    .name = cs_arena_str(a, c->in.head->col[k + 1].name),
		    .type = CS_TEXT};
	while ((got = next(c, e)) > 0) {
		/* A second part stands behind an end. */
		if (about(c, true, &known, e) != 0)
			return -1;
		if (!known)
			return 0;
		take(c);
	}
	if (got < 0)
		return -1;
	return cs_err_set(
	    e, CS_EXIT_DATA, "%s: the cells have no end: they are cut", cs_reader_name(c->in.in));
}

static int
cell(struct cs_sumcells *c, struct cs_sums *s, struct cs_err *e)
{
	struct cs_dec v;
	int64_t t;
	unsigned part = 0;
	uint32_t g = 0;

	while (part < s->form->npart && !cs_str_eqz(raw(c, PART), s->form->part[part]))
		part++;
	if (part == s->form->npart)
		return bad(c, "a part that the mode does not have", e);
	if (c->counted)
		return bad(c, "a cell behind the end", e);
	if (!cs_num_i64(raw(c, T), &t) || t < CS_SUMS_T_MIN || t > CS_SUMS_T_MAX ||
	    !cs_dec_parse(raw(c, VALUE), &v) || v.scale != 0)
		return bad(c, "a cell without a whole number or a time", e);
	for (unsigned k = 0; k < c->nkey; k++) {
		struct cs_str value = cs_esc_same(cs_each_raw(&c->in, (int)k + 1), &c->text);

		g = cs_sums_step(s, k, g, value);
	}
	cs_sums_add128(s, g, part, (int32_t)t, v.coef);
	c->ncell++;
	return c->room != NULL && c->ncell % ROOM_EACH == 0 ? c->room(c->ctx, e) : 0;
}

static int
end(struct cs_sumcells *c, struct cs_err *e)
{
	char hex[CS_NUM_HEX32 + 1];
	int64_t n;

	if (is(c, PART, "cells") && !c->counted) {
		if (c->saying != c->run.nsaid)
			return bad(c, "these cells say less of their run than the first", e);
		if (!cs_num_i64(raw(c, VALUE), &n) || n < 0 || (uint64_t)n != c->ncell)
			return bad(c, "the number of cells is another than there are", e);
		c->counted = true;
		return 0;
	}
	(void)snprintf(hex, sizeof hex, "%08lx", (unsigned long)c->crc);
	if (!is(c, PART, "crc32") || !c->counted || !is(c, VALUE, hex))
		return bad(c, "the cells are not those that were written", e);
	c->within = false;
	return 0;
}

int
cs_sumcells_read(struct cs_sumcells *c, struct cs_sums *s, struct cs_err *e)
{
	bool first = true, known;
	int got;

	while ((got = next(c, e)) > 0) {
		if (about(c, first, &known, e) != 0)
			return -1;
		if (!known && is(c, KIND, "cell")) {
			if (cell(c, s, e) != 0)
				return -1;
		} else if (!known && is(c, KIND, "end")) {
			if (end(c, e) != 0)
				return -1;
			first = first && c->within;
		} else if (!known) {
			return bad(c, "a kind of record that is not known", e);
		}
		take(c);
	}
	if (got == 0 && c->within)
		got = cs_err_set(e, CS_EXIT_DATA, "%s: the cells have no end: they are cut",
		    cs_reader_name(c->in.in));
	return got;
}

void
cs_sumcells_close(struct cs_sumcells *c)
{
	if (!c->opened)
		return;
	cs_each_close(&c->in);
	cs_sumcells_run_finish(&c->run);
	cs_buf_finish(&c->text);
	*c = (struct cs_sumcells){.opened = false};
}
