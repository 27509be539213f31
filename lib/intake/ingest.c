/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An intake from end to end: see ingest.h. */
#include "intake/ingest.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"

/* A batch in flight: the records of the source, and what became of them. */
struct cs_ingest_slot {
	struct cs_csv_batch batch;
	size_t first;
	struct cs_rows rows;
};

static const char *
path_of(const struct cs_ingest *g, int i)
{
	return g->opt->nfile > 0 ? g->opt->file[i] : NULL;
}

static void
close_file(struct cs_ingest *g)
{
	if (!g->open)
		return;
	if (g->in.in != NULL)
		g->done_bytes += cs_bytes_taken(g->in.in);
	cs_csvin_close(&g->in);
	cs_plan_finish(&g->plan);
	g->open = false;
}

/* Adds the lines of more to notes, but for those that are there. */
static void
add_notes(struct cs_buf *notes, struct cs_str more)
{
	struct cs_str line;

	while (cs_str_split(&more, '\n', &line)) {
		if (line.n == 0 || cs_str_search(cs_buf_all(notes), line) != notes->n)
			continue;
		cs_buf_str(notes, line);
		cs_buf_c(notes, '\n');
	}
}

static int
open_file(struct cs_ingest *g, int i, struct cs_err *e)
{
	struct cs_csv_opt csv = {',', g->opt->strict, g->opt->max_record};

	g->open = true;
	if (cs_csvin_open(&g->in, path_of(g, i), g->opt->map, &csv, e) != 0 ||
	    cs_plan_bind(&g->plan, g->opt->map, g->in.header, g->in.nheader, g->in.name, e) != 0)
		return -1;
	add_notes(&g->notes, cs_buf_all(&g->plan.notes));
	return 0;
}

static void
sum_sizes(struct cs_ingest *g)
{
	for (int i = 0; i < g->opt->nfile; i++) {
		struct cs_err nobody = CS_ERR_INIT;
		struct cs_bytes *in;

		if (strcmp(g->opt->file[i], "-") == 0)
			continue;
		in = cs_bytes_open(g->opt->file[i], &nobody);
		g->total_bytes += in != NULL ? cs_bytes_size(in) : 0;
		cs_bytes_close(in);
	}
}

int
cs_ingest_open(struct cs_ingest *g, const struct cs_ingest_opt *opt, struct cs_err *e)
{
	*g = (struct cs_ingest){.opt = opt};
	cs_tally_init(&g->tally);
	if (opt->progress != NULL)
		sum_sizes(g);
	if (opt->map->type == CS_SMAP_QUEUE_LOG)
		return cs_logs_open(g, e);
	if (open_file(g, 0, e) != 0)
		return -1;
	cs_head_copy(&g->head, &g->plan.head);
	return 0;
}

const struct cs_head *
cs_ingest_head(const struct cs_ingest *g)
{
	return &g->head;
}

void
cs_ingest_close(struct cs_ingest *g)
{
	cs_logs_close(g);
	close_file(g);
	cs_head_finish(&g->head);
	cs_tally_finish(&g->tally);
	cs_buf_finish(&g->notes);
	cs_map_finish(&g->seen);
}

int
cs_ingest_take(struct cs_ingest *g, struct cs_rows *r, struct cs_err *e)
{
	cs_tally_add(&g->tally, &r->tally);
	cs_writer_records(g->out, cs_buf_all(&r->out), r->tally.written);
	if (g->rejects != NULL)
		cs_writer_records(g->rejects, cs_buf_all(&r->rejects), r->tally.rejected);
	if (cs_writer_failed(g->out))
		return cs_writer_flush(g->out, e);
	if (g->rejects != NULL && cs_writer_failed(g->rejects))
		return cs_writer_flush(g->rejects, e);
	if (g->opt->limited && g->tally.rejected > g->opt->max_rejects)
		return cs_err_set(e, CS_EXIT_DATA,
		    "%" PRIu64 " records rejected, %" PRIu64 " are allowed", g->tally.rejected,
		    g->opt->max_rejects);
	return 0;
}

static int
read_slot(void *ctx, size_t slot, struct cs_err *e)
{
	struct cs_ingest *g = ctx;
	struct cs_ingest_slot *s = &g->slot[slot];

	return cs_csvin_next(&g->in, &s->batch, &s->first, e);
}

static int
work_slot(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct cs_ingest *g = ctx;
	struct cs_ingest_slot *s = &g->slot[slot];

	(void)worker;
	return cs_rows_run(&s->rows, &g->plan, &s->batch, s->first, g->in.name, e);
}

static int
take_slot(void *ctx, size_t slot, struct cs_err *e)
{
	struct cs_ingest *g = ctx;

	if (cs_ingest_take(g, &g->slot[slot].rows, e) != 0)
		return -1;
	if (g->opt->progress != NULL)
		g->opt->progress(g->opt->arg, g->tally.read,
		    g->done_bytes + cs_bytes_taken(g->in.in), g->total_bytes);
	/* Nothing more is there for now: what is written goes out, so that a followed log flows. */
	if (g->opt->threads <= 1 && cs_bytes_would_block(g->in.in))
		return cs_writer_push(g->out, e);
	return 0;
}

/* The file at hand, from its header to its end. */
static int
run_file(struct cs_ingest *g, unsigned threads, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {
	    .read = read_slot, .work = work_slot, .take = take_slot};

	if (!cs_str_eq(g->plan.head.raw, g->head.raw)) {
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "%s: its header gives other columns than that of the first file", g->in.name);
		return cs_err_hint(e, "read it with a cs-ingest of its own; readers of records "
				      "take both with --union");
	}
	return cs_thread_run(&plan, g, threads, e);
}

int
cs_ingest_run(
    struct cs_ingest *g, struct cs_writer *out, struct cs_writer *rejects, struct cs_err *e)
{
	/* Which of two records is the repeated one is decided in the order of the file. */
	unsigned threads = g->opt->map->drop_repeated ? 1 : g->opt->threads;
	size_t slots = cs_thread_slots(threads);
	int r = 0;

	g->out = out;
	g->rejects = rejects;
	if (g->opt->map->type == CS_SMAP_QUEUE_LOG)
		return cs_logs_run(g, e);
	g->slot = cs_mem_new0(slots, sizeof *g->slot);
	for (size_t i = 0; i < slots; i++) {
		cs_rows_init(&g->slot[i].rows);
		g->slot[i].rows.seen = g->opt->map->drop_repeated ? &g->seen : NULL;
	}
	r = run_file(g, threads, e);
	for (int i = 1; i < g->opt->nfile && r == 0; i++) {
		close_file(g);
		r = open_file(g, i, e);
		if (r == 0)
			r = run_file(g, threads, e);
	}
	for (size_t i = 0; i < slots; i++) {
		cs_rows_finish(&g->slot[i].rows);
		cs_csv_batch_finish(&g->slot[i].batch);
	}
	free(g->slot);
	g->slot = NULL;
	return r;
}
