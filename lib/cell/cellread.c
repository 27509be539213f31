/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells as a record stream, the way in: see cell.h. Each part of it, what one run wrote, first says
 * what it is of (cellsaid.h), then come its cells, and their number and a checksum end it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cell/cellsaid.h"
#include "rec/esc.h"
#include "rec/gz.h"

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
check_head(struct cs_cell_reading *l, const char *name)
{
	if (!cs_cells_head(l->head)) {
		(void)cs_err_set(l->e, CS_EXIT_USAGE, "%s: this is no stream of cells", name);
		return cs_err_hint(
		    l->e, "cs-kpi --cells writes them, in place of the table for people");
	}
	l->nkey = l->head->ncol - 4;
	return 0;
}

static int
read_shard(struct cs_cell_reading *l)
{
	struct cs_shard shard = l->period;
	int64_t rows;

	if (!l->begun)
		return cs_cell_bad(l, "the cells do not begin with their version");
	if (!cs_num_i64(cs_cell_raw(l, CS_CELL_VALUE), &rows) || rows < 0)
		return cs_cell_bad(l, "the rows of a shard are no number");
	if (!cs_raw_null(cs_cell_raw(l, CS_CELL_METRIC)) &&
	    !cs_shard_period_parse(cs_cell_text(l, CS_CELL_METRIC), &shard))
		return cs_cell_bad(l, "the period of a shard is none");
	shard.name = cs_cell_text(l, CS_CELL_PART);
	shard.rows = (uint64_t)rows;
	if (cs_shards_add(&l->c->run.shards, &l->c->arena, &shard, l->e) != 0) {
		cs_err_prefix(l->e, "%s", l->b->file);
		return -1;
	}
	return 0;
}

/* The group of the record's keys. */
static uint32_t
group_of(struct cs_cell_reading *l)
{
	struct cs_keys *k = &l->c->keys;
	uint32_t g = 0;

	for (unsigned i = 0; i < l->nkey; i++) {
		struct cs_str s = cs_batch_raw(l->b, l->row, i + 1), key = s;

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
find_acc(struct cs_cell_reading *l)
{
	struct cs_str metric = cs_cell_raw(l, CS_CELL_METRIC), part = cs_cell_raw(l, CS_CELL_PART),
		      prefix;
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
	return cs_cell_bad(l, "a cell of a metric or part that the stream did not name");
}

/* Ends the sums that were being added up. */
static int
close_moments(struct cs_cell_reading *l)
{
	if (l->c->scheme != NULL &&
	    !cs_store_close(&l->c->store, l->moments_acc, l->moments_group, &l->moments))
		return cs_cell_bad(
		    l, "the parts of the cell before do not stand together, or run over");
	return 0;
}

static int
read_cell(struct cs_cell_reading *l)
{
	struct cs_store *s = &l->c->store;
	struct cs_str value;
	int64_t rows, sum;

	if (!l->begun)
		return cs_cell_bad(l, "the cells do not begin with their version");
	if (l->open && cs_cell_said_all(l) != 0)
		return -1;
	l->ncell++;
	l->group = group_of(l);
	if (cs_raw_null(cs_cell_raw(l, CS_CELL_METRIC))) {
		if (!cs_str_eqz(cs_cell_raw(l, CS_CELL_PART), "rows") ||
		    !cs_num_i64(cs_cell_raw(l, CS_CELL_VALUE), &rows) || rows < 0)
			return cs_cell_bad(
			    l, "without a metric there is only the part rows, a number");
		if (__builtin_add_overflow(s->rows[l->group], rows, &sum))
			return cs_cell_bad(l, "there are more rows than can be counted");
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
	value = cs_cell_raw(l, CS_CELL_VALUE);
	cs_buf_reset(&l->scratch);
	(void)cs_esc_decode(value, &l->scratch, &value);
	if (l->c->scheme->acc[l->acc].money && cs_str_eqz(l->name, "currency")) {
		if (cs_store_money(s, l->acc, l->group, value, l->e) == 0)
			return 0;
		cs_err_prefix(l->e, "%s", l->b->file);
		return -1;
	}
	if (!cs_store_read(s, l->acc, l->group, l->name, value, &l->moments))
		return cs_cell_bad(l, "the value is not what this part of a cell can be");
	return 0;
}

/* Takes what is before a place of the batch into the checksum of the part. */
static void
sum_to(struct cs_cell_reading *l, size_t at)
{
	l->crc = cs_gz_crc32(l->crc, l->b->bytes.p + l->summed, at - l->summed);
	l->summed = at;
}

/* A part says how many cells it has: no less, and no more, were written. */
static int
check_count(struct cs_cell_reading *l, struct cs_str value)
{
	int64_t n;

	if (l->open && cs_cell_said_all(l) != 0)
		return -1;
	if (!cs_num_i64(value, &n) || n < 0)
		return cs_cell_bad(l, "how many cells there were is no number");
	if ((uint64_t)n == l->ncell) {
		l->counted = l->version >= CS_CELLS_SUMMED;
		l->begun = l->counted;
		return 0;
	}
	(void)cs_err_set(l->e, CS_EXIT_DATA, "%s:%llu: %llu cells were written, and %llu are here",
	    l->b->file, (unsigned long long)cs_batch_line(l->b, l->row), (unsigned long long)n,
	    (unsigned long long)l->ncell);
	return cs_err_hint(l->e, "give all records of a part, each of them once");
}

/* And the checksum of all its records. */
static int
check_sum(struct cs_cell_reading *l, struct cs_str value)
{
	uint32_t crc;

	sum_to(l, cs_cell_at(l));
	if (!cs_num_hex32(value, &crc))
		return cs_cell_bad(l, "the checksum of the cells is no checksum");
	if (crc == l->crc) {
		l->begun = l->counted = false;
		return 0;
	}
	(void)cs_err_set(l->e, CS_EXIT_DATA,
	    "%s:%llu: the cells are not as they were written: their checksum is %08lx, not %08lx",
	    l->b->file, (unsigned long long)cs_batch_line(l->b, l->row), (unsigned long)l->crc,
	    (unsigned long)crc);
	return cs_err_hint(l->e, "copy them again, or make them anew: cells are given as they are, "
				 "and --where and -m leave out what is not wanted");
}

static int
read_end(struct cs_cell_reading *l)
{
	struct cs_str part = cs_cell_raw(l, CS_CELL_PART);
	bool plain = cs_raw_null(cs_cell_raw(l, CS_CELL_METRIC));

	for (unsigned k = 0; k < l->nkey; k++)
		plain &= cs_raw_null(cs_batch_raw(l->b, l->row, k + 1));
	if (!l->begun)
		return cs_cell_bad(l, "an end of cells that did not begin with their version");
	if (plain && !l->counted && cs_str_eqz(part, "cells"))
		return check_count(l, cs_cell_raw(l, CS_CELL_VALUE));
	if (plain && l->counted && cs_str_eqz(part, "crc32"))
		return check_sum(l, cs_cell_raw(l, CS_CELL_VALUE));
	return cs_cell_bad(l, "an end of cells is their number, then their checksum");
}

/* Behind a head: what was before it must have come to its end. A file that was cut right behind its
 * head may be joined to others. */
static int
behind_head(struct cs_cell_reading *l)
{
	bool cut = l->headed;

	l->headed = true;
	l->begun_in = l->b->file;
	return cut ? cs_cell_cut(l) : 0;
}

/* The header once more: files joined end to end have it between the parts. */
static int
read_head(struct cs_cell_reading *l)
{
	bool same = !l->begun;

	if (behind_head(l) != 0)
		return -1;
	for (unsigned i = 0; i < l->head->ncol && same; i++) {
		struct cs_str s = cs_batch_raw(l->b, l->row, i);

		cs_buf_reset(&l->scratch);
		same = cs_esc_decode(s, &l->scratch, &s) && cs_str_eq(s, l->head->col[i].name);
	}
	return same ? 0 : cs_cell_bad(l, "a header of other cells, or in the midst of them");
}

static int
read_row(struct cs_cell_reading *l)
{
	static const struct {
		const char *kind;
		int (*read)(struct cs_cell_reading *);
	} kinds[] = {
	    {"cell", read_cell},
	    {"meta", cs_cell_read_meta},
	    {"key", cs_cell_read_key},
	    {"metric", cs_cell_read_metric},
	    {"shard", read_shard},
	    {"end", read_end},
	    {"kind", read_head},
	};
	struct cs_str kind = cs_cell_raw(l, CS_CELL_KIND);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (cs_str_eqz(kind, kinds[i].kind) && (!l->counted || kinds[i].read == read_end))
			return kinds[i].read(l);
	}
	return l->counted ? cs_cell_cut(l) : cs_cell_bad(l, "a record of no kind that cells have");
}

/* At the end of all inputs each had its parts, whole. */
static int
all_ended(struct cs_cell_reading *l, const struct cs_reader *r)
{
	const char *blank = cs_reader_blank(r);

	if (blank != NULL)
		l->begun_in = blank;
	return l->begun || l->headed || blank != NULL ? cs_cell_cut(l) : 0;
}

static int
read_rows(struct cs_cell_reading *l, struct cs_reader *r)
{
	struct cs_batch batch = {0};
	unsigned acc;
	int got;

	l->b = &batch;
	while ((got = cs_reader_next(r, &batch, l->e)) > 0) {
		/* The first records of an input. */
		if (batch.row0 == 1 && (l->begun ? cs_cell_cut(l) : behind_head(l)) != 0) {
			got = -1;
			break;
		}
		l->last_metric = l->last_part = cs_str(NULL, 0);
		l->summed = 0;
		for (l->row = 0; l->row < batch.nrow && got > 0; l->row++)
			got = read_row(l) == 0 ? 1 : -1;
		if (got < 0)
			break;
		if (l->begun)
			sum_to(l, batch.bytes.n);
	}
	l->row = batch.nrow != 0 ? batch.nrow - 1 : 0;
	if (got == 0)
		got = all_ended(l, r);
	if (got == 0)
		got = close_moments(l);
	if (got == 0 && l->c->scheme == NULL)
		got = cs_err_set(l->e, CS_EXIT_DATA, "the stream of cells has no metrics");
	if (got == 0 && l->c->scheme->nstock != 0 && !cs_shards_one_period(&l->c->run.shards)) {
		(void)cs_err_set(l->e, CS_EXIT_DATA,
		    "the cells are of several periods, and their stocks do not add up: what is "
		    "held in one may be held in the next");
		got =
		    cs_err_hint(l->e, "count the whole period at a time, or leave the stocks out");
	}
	if (got == 0 && !cs_store_sound(&l->c->store, &acc))
		got = cs_err_set(l->e, CS_EXIT_DATA,
		    l->c->scheme->acc[acc].kind == CS_ACC_SKETCH
			? "the cells of %.*s have registers (hll) that are not of as many values "
			  "(n)"
			: "the cells of %.*s have more in a part (x) than in the whole (n)",
		    CS_STR_ARG(l->c->scheme->metric[l->c->scheme->acc[acc].metric].name));
	cs_batch_finish(&batch);
	return got;
}

struct cs_cells *
cs_cells_read(struct cs_reader *r, struct cs_err *e)
{
	struct cs_cells *c = cs_mem_new0(1, sizeof *c);
	struct cs_cell_reading l = {.c = c, .head = cs_reader_head(r), .e = e};
	int got = check_head(&l, cs_reader_name(r));

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
