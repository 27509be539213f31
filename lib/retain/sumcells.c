/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums as records, the way out: see sumcells.h. */
#include "retain/sumcells.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "rec/gz.h"

static const char *const behind[] = {"part", "t", "value"};

void
cs_sumcells_say(struct cs_sumcells_run *r, const char *name, struct cs_str value)
{
	r->said = cs_mem_grow(r->said, &r->said_cap, r->nsaid + 1, sizeof *r->said);
	r->said[r->nsaid++] = (struct cs_sumcells_said){name, value.p != NULL ? value : CS_STR("")};
}

void
cs_sumcells_run_finish(struct cs_sumcells_run *r)
{
	free(r->said);
	cs_shards_finish(&r->shards);
	*r = (struct cs_sumcells_run){.said = NULL};
}

struct cs_str
cs_sumcells_said_of(const struct cs_sumcells_run *r, const char *name, size_t i)
{
	for (size_t k = 0; k < r->nsaid; k++) {
		if (strcmp(r->said[k].name, name) == 0 && i-- == 0)
			return r->said[k].value;
	}
	return cs_str(NULL, 0);
}

struct writing {
	const struct cs_sums_form *form;
	struct cs_writer *w;
	const struct cs_str *key; /* of the group; NULL: about the run */
	uint64_t ncell;
	uint32_t crc;
};

/* One record; t p NULL: NULL. */
static void
record(
    struct writing *w, const char *kind, struct cs_str part, struct cs_str t, struct cs_str value)
{
	size_t begin = w->w->buf.n;

	cs_writer_text(w->w, cs_str_z(kind));
	for (unsigned k = 0; k < w->form->nkey; k++) {
		if (w->key == NULL)
			cs_writer_null(w->w);
		else
			cs_writer_raw(w->w, w->key[k]);
	}
	cs_writer_text(w->w, part);
	if (t.p != NULL)
		cs_writer_text(w->w, t);
	else
		cs_writer_null(w->w);
	cs_writer_text(w->w, value);
	w->crc = cs_gz_crc32(w->crc, w->w->buf.p + begin, w->w->buf.n - begin);
	w->crc = cs_gz_crc32(w->crc, "\n", 1);
	cs_writer_end(w->w);
}

static const struct cs_str none = {NULL, 0};

static void
number(struct writing *w, const char *kind, struct cs_str part, struct cs_str t, int64_t v)
{
	char text[CS_NUM_I64_MAX];

	record(w, kind, part, t, cs_str(text, cs_num_i64_text(text, v)));
}

static void
instant(struct writing *w, const char *part, int64_t at)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, at);
	record(w, "meta", cs_str_z(part), none, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* What it is of. */
static void
write_run(struct writing *w, const struct cs_sumcells_kind *kind, const struct cs_sumcells_run *run)
{
	const struct cs_sums_form *form = w->form;
	struct cs_buf b = CS_BUF_INIT;

	number(w, "meta", CS_STR("version"), none, kind->version);
	for (size_t i = 0; i < run->nsaid; i++)
		record(w, "said", cs_str_z(run->said[i].name), none, run->said[i].value);
	for (unsigned k = 0; k < form->nkey; k++)
		record(
		    w, "key", form->key[k].name, none, cs_str_z(cs_type_name(form->key[k].type)));
	for (unsigned i = 0; i < kind->ninstant; i++) {
		if (run->at[i] != (kind->instant[i].newest ? CS_INSTANT_MIN : CS_INSTANT_MAX))
			instant(w, kind->instant[i].name, run->at[i]);
	}
	for (size_t i = 0; i < run->shards.n; i++) {
		const struct cs_shard *shard = &run->shards.shard[i];

		cs_buf_reset(&b);
		cs_shard_period_text(&b, shard);
		number(w, "shard", shard->name, b.n != 0 ? cs_buf_all(&b) : none,
		    (int64_t)shard->rows);
	}
	for (unsigned i = 0; i < kind->ncount; i++) {
		if (run->count[i] != 0)
			number(w, "count", cs_str_z(kind->count[i]), none, (int64_t)run->count[i]);
	}
	cs_buf_finish(&b);
}

static void
write_group(struct writing *w, const struct cs_sumgroup *g, struct cs_buf *b)
{
	char t[CS_NUM_I64_MAX];

	w->key = g->key;
	for (size_t i = 0; i < g->n; i++) {
		const struct cs_sum *sum = &g->sum[i];

		cs_buf_reset(b);
		cs_dec_text(b, cs_dec_int(sum->v));
		record(w, "cell", cs_str_z(w->form->part[sum->part]),
		    cs_str(t, cs_num_i64_text(t, sum->t)), cs_buf_all(b));
		w->ncell++;
	}
	w->key = NULL;
}

static int
write_cells(struct writing *w, const struct cs_sumstore *s, struct cs_err *e)
{
	struct cs_sumcursor c;
	struct cs_buf b = CS_BUF_INIT;
	int got;

	cs_sumcursor_begin(&c, s, 0);
	while ((got = cs_sumcursor_next(&c, e)) > 0)
		write_group(w, &c.at, &b);
	cs_sumcursor_finish(&c);
	cs_buf_finish(&b);
	return got;
}

static int
column(struct cs_head *head, struct cs_str name, struct cs_err *e)
{
	if (cs_head_find(head, name) < 0)
		return cs_head_add(head, name, e);
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "the key '%.*s' has the name of a column of cells", CS_STR_ARG(name));
	return cs_err_hint(e, "give it another name: --by NAME=%.*s", CS_STR_ARG(name));
}

static int
columns(struct cs_head *head, const struct cs_sums_form *form, struct cs_err *e)
{
	int result = column(head, CS_STR("kind"), e);

	for (unsigned k = 0; k < form->nkey && result == 0; k++)
		result = column(head, form->key[k].name, e);
	for (size_t i = 0; i < sizeof behind / sizeof *behind && result == 0; i++)
		result = column(head, cs_str_z(behind[i]), e);
	return result;
}

int
cs_sumcells_write(const struct cs_sumcells_kind *kind, const struct cs_sumcells_run *run,
    const struct cs_sumstore *s, struct cs_writer *out, struct cs_err *e)
{
	struct writing w = {.form = s->form, .w = out};
	struct cs_head head = CS_HEAD_INIT;
	char hex[CS_NUM_HEX32 + 1];
	int result = columns(&head, s->form, e);

	if (result == 0) {
		cs_writer_head(out, &head);
		write_run(&w, kind, run);
		result = write_cells(&w, s, e);
	}
	if (result == 0) {
		number(&w, "end", CS_STR("cells"), none, (int64_t)w.ncell);
		(void)snprintf(hex, sizeof hex, "%08lx", (unsigned long)w.crc);
		record(&w, "end", CS_STR("crc32"), none, cs_str(hex, CS_NUM_HEX32));
	}
	cs_head_finish(&head);
	return result;
}
