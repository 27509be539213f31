/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns beside the contacts: see adding.h. */
#include "cli/adding.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "cli/again.h"
#include "cli/census.h"
#include "desk/handlers.h"
#include "desk/journey.h"

struct worker {
	struct cs_fold fold;
	struct cs_selector selector;
	struct cs_handlers handlers;
};

/* A column of ours, and which of those that are found together it is. */
struct column {
	struct cs_str name;
	bool handler;
	unsigned nr;
};

/* A column that is there already, and by which of ours it is replaced. */
struct place {
	unsigned input, column;
};

struct adding {
	struct cs_cli *cli;
	struct column *column;
	unsigned n;
	struct cs_journey journey; /* may be of no columns */
	bool handlers;		   /* some column is of those */
	struct cs_handlers_plan handlers_plan;
	struct cs_head head; /* of the output */
	struct place *place; /* by input column */
	unsigned nplace;
	bool *behind; /* by column of ours: it stands at the end */
	struct cs_census census;
	struct worker *worker;
	struct cs_batch *batch; /* by slot */
	uint64_t *before;	/* by batch: rows in those before it */
	size_t nbatch, before_cap;
	uint64_t nrow;
	struct cs_again in;
	struct cs_journey_rows rows;
	struct cs_rowcells handled;
	struct cs_rowcells_reader handled_reader;
	uint64_t at; /* row, the second time */
};

/* The head of the output: columns of ours that are there are replaced in place. */
static int
bind_head(struct adding *a, struct cs_err *e)
{
	const struct cs_head *in = cs_reader_head(a->cli->in);

	cs_head_copy(&a->head, in);
	a->place = cs_arena_new(&a->cli->arena, a->n, sizeof *a->place);
	a->behind = cs_arena_new(&a->cli->arena, a->n, sizeof *a->behind);
	for (unsigned c = 0; c < in->ncol; c++) {
		for (unsigned i = 0; i < a->n; i++) {
			if (!cs_str_eq(in->col[c].name, a->column[i].name))
				continue;
			if (!a->cli->opt.replace) {
				(void)cs_err_set(e, CS_EXIT_USAGE, "column %.*s is there already",
				    CS_STR_ARG(in->col[c].name));
				return cs_err_hint(
				    e, "--replace writes the columns of these names anew");
			}
			a->place[a->nplace++] = (struct place){c, i};
		}
	}
	for (unsigned i = 0; i < a->n; i++) {
		a->behind[i] = true;
		for (unsigned k = 0; k < a->nplace; k++)
			a->behind[i] = a->behind[i] && a->place[k].column != i;
		if (a->behind[i] && cs_head_add(&a->head, a->column[i].name, e) != 0)
			return -1;
	}
	return 0;
}

/* Which columns are found among the contacts of a customer, and which among the legs of a contact;
 * *n becomes how many names there are of the first sort. */
static struct cs_str *
sort_columns(struct adding *a, const struct cs_str *name, size_t *n)
{
	struct cs_str *journey = cs_arena_new(&a->cli->arena, *n, sizeof *journey);
	unsigned nr = 0;

	a->column = cs_arena_new(&a->cli->arena, *n, sizeof *a->column);
	a->n = (unsigned)*n;
	for (unsigned i = 0; i < a->n; i++) {
		int handler = cs_handler_find(name[i]);

		a->column[i] =
		    (struct column){name[i], handler >= 0, handler >= 0 ? (unsigned)handler : nr};
		if (handler < 0)
			journey[nr++] = name[i];
		a->handlers |= handler >= 0;
	}
	*n = nr;
	return journey;
}

static int
bind_handlers(struct adding *a, struct cs_err *e)
{
	struct cs_env env = cs_cli_env(a->cli, cs_reader_head(a->cli->in), "--add");

	return a->handlers ? cs_handlers_bind(&a->handlers_plan, &a->cli->arena, &env, e) : 0;
}

static int
bind(struct adding *a, const struct cs_str *name, size_t n, struct cs_err *e)
{
	struct cs_journey_ask columns = {cs_reader_head(a->cli->in), NULL, n};
	struct cs_census_ask ask = {.source = "--add"};
	struct cs_buf formulas = CS_BUF_INIT;
	int r = -1;

	columns.name = sort_columns(a, name, &columns.n);
	if (cs_journey_parse(&a->journey, &a->cli->arena, &columns, &formulas, e) == 0 &&
	    bind_handlers(a, e) == 0 && bind_head(a, e) == 0) {
		/* The rows are chosen as they are for any metric. */
		if (a->journey.n == 0)
			cs_buf_z(&formulas, "rows_n=count(*)");
		ask.metrics = cs_arena_str(&a->cli->arena, cs_buf_all(&formulas));
		r = cs_census_bind(&a->census, a->cli, &ask, e);
	}
	cs_buf_finish(&formulas);
	if (r != 0)
		return -1;
	a->census.job.journey = a->journey.n != 0;
	a->census.job.visits_most /= 2;
	if (a->journey.n != 0)
		cs_journey_bind(&a->journey, &a->census.scheme);
	return 0;
}

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct adding *a = ctx;
	uint64_t first;

	return cs_again_read(&a->in, &a->batch[slot], &first, e);
}

static int
collect_batch(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct adding *a = ctx;
	struct worker *w = &a->worker[worker];
	struct cs_batch *b = &a->batch[slot];

	if (cs_batch_split(b, e) != 0 ||
	    cs_selector_run(&w->selector, &a->census.select, b, e) != 0 ||
	    (a->handlers && cs_handlers_add(&w->handlers, b, w->selector.mark, e) != 0))
		return -1;
	return cs_fold_add(&w->fold, b, w->selector.mark, e);
}

/* In the order of reading: where the rows of a batch begin. */
static int
count_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct adding *a = ctx;

	(void)e;
	a->before = cs_mem_grow(a->before, &a->before_cap, a->nbatch + 1, sizeof *a->before);
	a->before[a->nbatch++] = a->nrow;
	a->nrow += a->batch[slot].nrow;
	return 0;
}

static int
merge_worker(void *ctx, unsigned worker, struct cs_err *e)
{
	struct adding *a = ctx;

	cs_selector_add(&a->worker[0].selector, &a->worker[worker].selector);
	if (a->handlers)
		cs_handlers_merge(&a->worker[0].handlers, &a->worker[worker].handlers);
	return cs_fold_merge(&a->worker[0].fold, &a->worker[worker].fold, e);
}

static void
note(void *arg, struct cs_str text)
{
	(void)arg;
	cs_msg_note("%.*s", CS_STR_ARG(text));
}

/* What the contacts are among those of their customers. */
static int
find_journeys(struct adding *a, struct cs_err *e)
{
	const struct cs_common *o = &a->cli->opt;
	struct cs_fold *f = &a->worker[0].fold;
	struct cs_journey_job job = {.journey = &a->journey,
	    .visits = &f->visits,
	    .before = a->before,
	    .nrow = a->nrow,
	    .as_of = o->has_as_of ? o->as_of : f->newest.at,
	    .threads = o->threads,
	    .most = o->mem / 2,
	    .scratch = a->census.scratch};
	struct cs_buf b = CS_BUF_INIT;

	if (cs_journey_find(&a->rows, &job, e) != 0)
		return -1;
	if (o->has_as_of || f->newest.at != CS_INSTANT_MIN) {
		cs_time_text(&b, job.as_of);
		cs_cli_fact(a->cli, "as_of", cs_buf_all(&b));
		cs_msg_note("what was not over at %s, %s, is too early to say: NULL; contacts of "
			    "unknown customers: %llu",
		    cs_buf_cstr(&b), o->has_as_of ? "--as-of" : "the newest contact",
		    (unsigned long long)f->unidentified);
	}
	cs_buf_finish(&b);
	if (cs_fold_stray(f) && !o->has_as_of)
		note(
		    NULL, CS_STR("the newest day is more than a month after the one before it, and "
				 "decides what is too early to say: see --as-of"));
	return 0;
}

/* The first reading: all contacts, and what there is to be said of each. */
static int
find(struct adding *a, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {
	    read_batch, collect_batch, count_batch, merge_worker};
	const struct cs_common *o = &a->cli->opt;
	struct cs_handlers_job job = {.handlers = &a->worker[0].handlers,
	    .threads = o->threads,
	    .most = o->mem / 4,
	    .scratch = a->census.scratch};

	if (cs_thread_run(&plan, a, o->threads, e) != 0)
		return -1;
	job.before = a->before;
	job.nrow = a->nrow;
	if ((a->journey.n != 0 && find_journeys(a, e) != 0) ||
	    (a->handlers && cs_handlers_find(&a->handled, &job, e) != 0))
		return -1;
	cs_selector_account(&a->worker[0].selector, a->cli);
	return 0;
}

/* Cells that were found together, a tab before each; empty: nothing is known. */
static void
split_cells(struct cs_str cells, struct cs_str *cell, unsigned n)
{
	struct cs_str rest = cs_str_skip(cells, 1);

	for (unsigned i = 0; i < n; i++) {
		cell[i] = CS_STR("\\N");
		if (cells.n != 0)
			(void)cs_str_split(&rest, '\t', &cell[i]);
	}
}

/* One record with its cells: those of the journey, and the handlers. */
static void
write_row(struct adding *a, const struct cs_batch *b, uint32_t row, struct cs_str cells,
    struct cs_str handled)
{
	struct cs_writer *w = a->cli->out;
	struct cs_str journey[CS_JOURNEY_MOST], handler[CS_HANDLERS];
	struct cs_str cell[CS_JOURNEY_MOST + CS_HANDLERS];
	unsigned next = 0;

	split_cells(cells, journey, a->journey.n);
	split_cells(handled, handler, CS_HANDLERS);
	for (unsigned i = 0; i < a->n; i++)
		cell[i] =
		    a->column[i].handler ? handler[a->column[i].nr] : journey[a->column[i].nr];
	if (a->nplace == 0)
		cs_writer_raws(w, cs_batch_record(b, row));
	for (unsigned c = 0; c < b->ncol && a->nplace != 0; c++) {
		if (next < a->nplace && a->place[next].input == c)
			cs_writer_raw(w, cell[a->place[next++].column]);
		else
			cs_writer_raw(w, cs_batch_raw(b, row, c));
	}
	for (unsigned i = 0; i < a->n; i++) {
		if (a->behind[i])
			cs_writer_raw(w, cell[i]);
	}
	cs_writer_end(w);
}

/* Writes the chosen rows of a batch, the second time. */
static int
write_batch(struct adding *a, struct cs_selector *selector, struct cs_batch *b, struct cs_err *e)
{
	struct cs_str cells = {NULL, 0}, handled = {NULL, 0};

	if (cs_selector_run(selector, &a->census.select, b, e) != 0)
		return -1;
	for (uint32_t row = 0; row < b->nrow; row++, a->at++) {
		if (selector->mark[row] != CS_ROW_REPORTED)
			continue;
		if ((a->journey.n != 0 && cs_journey_cells(&a->rows, a->at, &cells, e) != 0) ||
		    (a->handlers &&
			cs_rowcells_get(&a->handled, &a->handled_reader, a->at, &handled, e) != 0))
			return -1;
		write_row(a, b, row, cells, handled);
		a->cli->count.used++;
	}
	return cs_writer_failed(a->cli->out) ? 1 : 0;
}

/* The second reading. */
static int
write_all(struct adding *a, struct cs_err *e)
{
	struct cs_selector selector = {0};
	struct cs_batch batch = {0};
	uint64_t first;
	int got;

	if (cs_again_rewind(&a->in, e) != 0)
		return -1;
	cs_writer_head(a->cli->out, &a->head);
	while ((got = cs_again_read(&a->in, &batch, &first, e)) > 0) {
		got = cs_batch_split(&batch, e) == 0 ? write_batch(a, &selector, &batch, e) : -1;
		if (got != 0)
			break;
	}
	cs_batch_finish(&batch);
	cs_selector_finish(&selector);
	/* A writer that failed says so itself, at the end. */
	return got < 0 ? -1 : 0;
}

int
cs_adding_run(struct cs_cli *cli, const struct cs_str *name, size_t n, struct cs_err *e)
{
	struct adding a = {.cli = cli, .head = CS_HEAD_INIT, .handled_reader = {.only = true}};
	unsigned threads = cli->opt.threads;
	size_t slots = cs_thread_slots(threads);
	int r = cs_cli_input(cli, e) == 0 ? bind(&a, name, n, e) : -1;

	a.batch = cs_mem_new0(slots, sizeof *a.batch);
	a.worker = cs_mem_new0(threads, sizeof *a.worker);
	cs_again_init(&a.in, cli, cli->opt.mem / 4);
	for (unsigned i = 0; i < threads && r == 0; i++) {
		cs_fold_init(&a.worker[i].fold, &a.census.job);
		if (a.handlers)
			cs_handlers_init(&a.worker[i].handlers, &a.handlers_plan,
			    cli->opt.mem / 4 / threads, a.census.scratch);
	}
	if (r == 0 && (cs_cli_output(cli, e) != 0 || find(&a, e) != 0 || write_all(&a, e) != 0))
		r = -1;
	for (unsigned i = 0; i < threads; i++) {
		cs_fold_free(&a.worker[i].fold);
		cs_selector_finish(&a.worker[i].selector);
		cs_handlers_finish(&a.worker[i].handlers);
	}
	for (size_t i = 0; i < slots; i++)
		cs_batch_finish(&a.batch[i]);
	cs_journey_finish(&a.rows);
	cs_rowcells_finish(&a.handled);
	cs_rowcells_reader_finish(&a.handled_reader);
	cs_again_finish(&a.in);
	cs_census_finish(&a.census);
	cs_head_finish(&a.head);
	free(a.worker);
	free(a.batch);
	free(a.before);
	return r;
}
