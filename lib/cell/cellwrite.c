/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells as a record stream, the way out: see cell.h. */
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "cell/cellparts.h"
#include "cell/spill.h"
#include "rec/gz.h"

struct writing {
	const struct cs_cells *c;
	struct cs_writer *w;
	uint32_t group;	      /* id; CS_GROUP_NONE: a record about the run */
	struct cs_str metric; /* p NULL: none */
	struct cs_buf part;
	int64_t ncell;
	uint32_t crc; /* of all records so far */
};

static void
keys(const struct writing *w)
{
	uint32_t value[64], *v = value;
	unsigned n = w->c->keys.n;

	if (n > sizeof value / sizeof *value)
		v = cs_mem_new(n, sizeof *v);
	if (w->group != CS_GROUP_NONE)
		cs_keys_values(&w->c->keys, w->group, v);
	for (unsigned k = 0; k < n; k++) {
		if (w->group == CS_GROUP_NONE)
			cs_writer_null(w->w);
		else
			cs_writer_raw(w->w, cs_map_key(&w->c->keys.value[k], v[k]));
	}
	if (v != value)
		free(v);
}

/* One record. */
static void
record(struct writing *w, const char *kind, struct cs_str part, struct cs_str value)
{
	size_t begin = w->w->buf.n;

	cs_writer_text(w->w, cs_str_z(kind));
	keys(w);
	if (w->metric.p != NULL)
		cs_writer_text(w->w, w->metric);
	else
		cs_writer_null(w->w);
	cs_writer_text(w->w, part);
	cs_writer_text(w->w, value);
	w->crc = cs_gz_crc32(w->crc, w->w->buf.p + begin, w->w->buf.n - begin);
	w->crc = cs_gz_crc32(w->crc, "\n", 1);
	cs_writer_end(w->w);
	w->ncell += w->group != CS_GROUP_NONE;
}

static void
number(struct writing *w, const char *kind, struct cs_str part, int64_t v)
{
	char text[CS_NUM_I64_MAX];

	record(w, kind, part, cs_str(text, cs_num_i64_text(text, v)));
}

/* What is known of the run as a whole. */
static void
write_meta(struct writing *w)
{
	const struct cs_cells *c = w->c;
	struct cs_buf b = CS_BUF_INIT;

	number(w, "meta", CS_STR("version"), CS_CELLS_VERSION);
	if (c->run.zone.n != 0)
		record(w, "meta", CS_STR("zone"), c->run.zone);
	if (c->run.has_as_of) {
		cs_time_text(&b, c->run.as_of);
		record(w, "meta", CS_STR("as_of"), cs_buf_all(&b));
		if (c->run.told)
			record(w, "meta", CS_STR("as_of_told"), CS_STR("t"));
	}
	if (c->run.has_newest) {
		cs_buf_reset(&b);
		cs_time_text(&b, c->run.newest);
		record(w, "meta", CS_STR("newest"), cs_buf_all(&b));
	}
	for (int i = 0; i < CS_CHOICES; i++) {
		if (c->run.choice[i].n != 0)
			record(w, "meta", cs_str_z(cs_choice_names[i].part), c->run.choice[i]);
	}
	if (c->scheme->nrepeat != 0)
		record(w, "meta", CS_STR("repeats"), CS_STR("within shards"));
	if (c->scheme->noverlap != 0)
		record(w, "meta", CS_STR("overlaps"), CS_STR("within shards"));
	for (size_t i = 0; i < c->run.ncolumn; i++)
		record(w, "meta", CS_STR("column"), c->run.column[i]);
	for (unsigned k = 0; k < c->keys.n; k++) {
		w->metric = c->by->key[k].name;
		cs_buf_reset(&b);
		cs_key_kind_text(&b, &c->by->key[k]);
		record(w, "key", CS_STR("kind"), cs_buf_all(&b));
		record(w, "key", CS_STR("type"), cs_str_z(cs_type_name(c->by->key[k].type)));
		if (c->by->key[k].text.n != 0)
			record(w, "key", CS_STR("formula"), c->by->key[k].text);
	}
	w->metric = cs_str(NULL, 0);
	cs_buf_finish(&b);
}

/* Where a shard was reported on for a period only, that stands in the place of the metric. */
static void
write_shards(struct writing *w)
{
	const struct cs_shards *s = &w->c->run.shards;
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < s->n; i++) {
		cs_buf_reset(&b);
		cs_shard_period_text(&b, &s->shard[i]);
		w->metric = cs_str(b.n != 0 ? b.p : NULL, b.n);
		number(w, "shard", s->shard[i].name, (int64_t)s->shard[i].rows);
	}
	w->metric = cs_str(NULL, 0);
	cs_buf_finish(&b);
}

static void
write_metric(struct writing *w, const struct cs_metric *m)
{
	const struct {
		struct cs_str part, value;
	} parts[] = {
	    {CS_STR("formula"), m->expanded},
	    {CS_STR("entry"), m->entry},
	    {CS_STR("unit"), m->unit},
	    {CS_STR("better"), cs_str_z(cs_better_name(m->better))},
	    {CS_STR("role"), cs_str_z(cs_role_name(m->role))},
	    {CS_STR("shows"), m->margin ? CS_STR("margin") : cs_str(NULL, 0)},
	    {CS_STR("grain"), m->grain},
	    {CS_STR("null"), m->null},
	    {CS_STR("says"), m->sentence},
	};

	w->metric = m->name;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].value.n != 0)
			record(w, "metric", parts[i].part, parts[i].value);
	}
	w->metric = cs_str(NULL, 0);
}

static void
write_part(void *arg, unsigned acc, const char *name, struct cs_str value)
{
	struct writing *w = arg;
	const struct cs_acc_def *d = &w->c->scheme->acc[acc];

	w->metric = w->c->scheme->metric[d->metric].name;
	cs_buf_reset(&w->part);
	cs_buf_str(&w->part, d->prefix);
	cs_buf_z(&w->part, name);
	record(w, "cell", cs_buf_all(&w->part), value);
}

static void
write_cells(struct writing *w)
{
	const struct cs_cells *c = w->c;
	struct cs_cell_parts parts;

	cs_cell_parts_init(&parts, c);
	for (size_t at = 0; at < c->norder; at++) {
		w->group = c->order[at];
		w->metric = cs_str(NULL, 0);
		number(w, "cell", CS_STR("rows"), c->store.rows[w->group]);
		cs_cell_parts_of(&parts, w->group, write_part, w);
	}
	cs_cell_parts_finish(&parts);
}

/* How many there were, and the checksum of all before. */
static void
write_end(struct writing *w)
{
	char hex[CS_NUM_HEX32 + 1];

	w->group = CS_GROUP_NONE;
	w->metric = cs_str(NULL, 0);
	number(w, "end", CS_STR("cells"), w->ncell);
	(void)snprintf(hex, sizeof hex, "%08lx", (unsigned long)w->crc);
	record(w, "end", CS_STR("crc32"), cs_str(hex, CS_NUM_HEX32));
}

/* All cells; of those that come a piece at a time, one piece after the other. */
static int
write_all(struct writing *w, struct cs_cells *c, struct cs_err *e)
{
	int got = 1;

	if (c->spill == NULL)
		write_cells(w);
	while (c->spill != NULL && !cs_writer_failed(w->w) &&
	       (got = cs_spill_next(c->spill, c, e)) > 0) {
		cs_cells_sort(c);
		write_cells(w);
	}
	return got < 0 ? -1 : 0;
}

int
cs_cells_write(struct cs_cells *c, struct cs_writer *out, struct cs_err *e)
{
	struct writing w = {.c = c, .w = out, .group = CS_GROUP_NONE};
	struct cs_head head = CS_HEAD_INIT;
	int r = cs_head_add(&head, cs_cell_columns[0], e);

	for (unsigned k = 0; k < c->keys.n && r == 0; k++)
		r = cs_head_add(&head, c->by->key[k].name, e);
	for (int i = 1; i < 4 && r == 0; i++)
		r = cs_head_add(&head, cs_cell_columns[i], e);
	if (r == 0) {
		cs_writer_head(out, &head);
		write_meta(&w);
		write_shards(&w);
		for (size_t m = 0; m < c->scheme->n; m++)
			write_metric(&w, &c->scheme->metric[m]);
		r = write_all(&w, c, e);
		if (r == 0)
			write_end(&w);
	} else {
		e->status = CS_EXIT_USAGE;
	}
	cs_head_finish(&head);
	cs_buf_finish(&w.part);
	return r;
}
