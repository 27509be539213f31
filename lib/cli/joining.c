/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-join at work: see joining.h. */
#include "cli/joining.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/thread.h"
#include "cli/again.h"

/* A batch on its way: read, joined, written. */
struct slot {
	struct cs_batch batch;
	struct cs_join_rows rows;
	struct cs_buf out;
	uint64_t first;
};

struct joining {
	struct cs_cli *cli;
	struct cs_join *join;
	struct cs_again in;
	struct slot *slot;
	struct cs_writer *gaps; /* NULL: not wanted */
	struct cs_buf shown;	/* the first misses, for standard error */
	struct cs_map reason;	/* what they are: step and reason, with a tab between */
	uint64_t *nshown;	/* by these */
	size_t nshown_cap;
};

struct cs_join_env
cs_joining_env(const struct cs_cli *cli, struct cs_str dated_by, bool gaps)
{
	return (struct cs_join_env){.dated_by = dated_by,
	    .threads = cli->opt.threads,
	    .mem = cli->opt.mem,
	    .tmpdir = cli->opt.tmpdir,
	    .replace = cli->opt.replace,
	    .list_all = gaps};
}

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct joining *g = ctx;
	struct slot *s = &g->slot[slot];

	return cs_again_read(&g->in, &s->batch, &s->first, e);
}

static int
join_batch(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct joining *g = ctx;
	struct slot *s = &g->slot[slot];

	if (cs_batch_split(&s->batch, e) != 0)
		return -1;
	cs_join_rows_begin(g->join, &s->rows, &s->batch, s->first);
	if (cs_join_pass(g->join, worker, &s->rows, e) != 0)
		return -1;
	cs_buf_reset(&s->out);
	if (g->join->last)
		cs_join_render(g->join, &s->rows, &s->out);
	return 0;
}

/* Whether the key of a miss, its fifth cell, is NULL. */
static bool
keyless(struct cs_str line)
{
	return cs_raw_null(cs_join_run_cell(line, 4));
}

/*
 * The first misses of each step and reason, as they come. Those without a key are counted, and
 * that is all there is to say: calls that nobody answered have no agent.
 */
static void
show(struct joining *g, struct cs_str missed)
{
	struct cs_str line;

	while (cs_str_split(&missed, '\n', &line) && line.n != 0) {
		size_t table = cs_str_find(line, '\t') + 1;
		struct cs_str what =
		    cs_str_head(line, table + cs_str_find(cs_str_skip(line, table), '\t'));
		size_t known = g->reason.n;
		uint32_t id = cs_map_add(&g->reason, what);

		g->nshown = cs_mem_grow(g->nshown, &g->nshown_cap, id + 1, sizeof *g->nshown);
		if (id == known)
			g->nshown[id] = 0;
		if (keyless(line) || g->nshown[id]++ >= CS_JOIN_EXAMPLES)
			continue;
		cs_buf_str(&g->shown, line);
		cs_buf_c(&g->shown, '\n');
	}
}

static int
write_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct joining *g = ctx;
	struct slot *s = &g->slot[slot];
	struct cs_str missed = cs_buf_all(&s->rows.missed);

	(void)e;
	cs_writer_records(g->cli->out, cs_buf_all(&s->out), s->batch.nrow);
	if (g->gaps != NULL && missed.n != 0) {
		uint64_t n = 0;

		for (size_t i = 0; i < missed.n; i++)
			n += missed.p[i] == '\n';
		cs_writer_records(g->gaps, missed, n);
	}
	show(g, missed);
	return cs_writer_failed(g->cli->out);
}

/* What a step says of itself. */
static void
say(void *arg, bool warn, struct cs_str line)
{
	(void)arg;
	if (warn)
		cs_msg_warn("%.*s", CS_STR_ARG(line));
	else
		cs_msg_note("%.*s", CS_STR_ARG(line));
}

/* The account of a step, on standard error and in the trace; its sum must be that of all rows. */
static int
account_step(struct joining *g, const struct cs_join_step *s, uint64_t rows, struct cs_err *e)
{
	struct cs_join_count count[CS_JOIN_COUNTS];
	size_t n = s->kind->account(s->p, count);
	struct cs_buf b = CS_BUF_INIT;
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		sum += count[i].n;
		if (count[i].n != 0)
			cs_buf_printf(&b, "%s%s %llu", b.n != 0 ? ", " : "", count[i].name,
			    (unsigned long long)count[i].n);
	}
	cs_msg_note("%s: %s", s->name, b.n != 0 ? cs_buf_cstr(&b) : "no records");
	cs_cli_fact(g->cli, s->name, cs_buf_all(&b));
	cs_buf_finish(&b);
	if (s->kind->notes != NULL)
		s->kind->notes(s->p, say, NULL);
	if (sum == rows)
		return 0;
	return cs_err_set(e, CS_EXIT_DATA, "%s: %llu records were read, and %llu are accounted for",
	    s->name, (unsigned long long)rows, (unsigned long long)sum);
}

/* The first misses: table, why, file, line, key, instant. */
static void
show_misses(const struct joining *g)
{
	struct cs_str all = cs_buf_all(&g->shown), line, cell[6];

	while (cs_str_split(&all, '\n', &line) && line.n != 0) {
		for (size_t i = 0; i < 6; i++)
			(void)cs_str_split(&line, '\t', &cell[i]);
		cs_msg_note("%.*s: %.*s: %.*s:%.*s: %.*s%s%.*s", CS_STR_ARG(cell[0]),
		    CS_STR_ARG(cell[1]), CS_STR_ARG(cell[2]), CS_STR_ARG(cell[3]),
		    CS_STR_ARG(cell[4]), cell[5].p[0] != '\\' ? " at " : "",
		    cell[5].p[0] != '\\' ? (int)cell[5].n : 0, cell[5].p);
	}
}

static int
account(struct joining *g, struct cs_err *e)
{
	uint64_t read = cs_reader_count(g->cli->in).rows, written = g->cli->out->rows;
	int r = 0;

	for (unsigned i = 0; i < g->join->nstep && r == 0; i++)
		r = account_step(g, &g->join->step[i], read, e);
	show_misses(g);
	if (r == 0 && read != written)
		r = cs_err_set(e, CS_EXIT_DATA, "%llu records were read, and %llu written",
		    (unsigned long long)read, (unsigned long long)written);
	if (r == 0)
		cs_msg_note("%llu records in, as many out", (unsigned long long)read);
	g->cli->count.used = read;
	return r;
}

/* All batches once; in the last pass they are written. */
static int
pass(struct joining *g, struct cs_err *e)
{
	static const struct cs_thread_plan looking = {read_batch, join_batch, NULL, NULL};
	static const struct cs_thread_plan writing = {read_batch, join_batch, write_batch, NULL};

	return cs_thread_run(g->join->last ? &writing : &looking, g, g->cli->opt.threads, e);
}

/* As often as the steps have to look, and once more. */
static int
passes(struct joining *g, struct cs_err *e)
{
	size_t slots = cs_thread_slots(g->cli->opt.threads);
	int more = cs_join_next(g->join, e), r;

	cs_again_init(&g->in, g->cli, g->cli->opt.mem / 4);
	g->in.once = more == 0;
	g->slot = cs_mem_new0(slots, sizeof *g->slot);
	while (more > 0) {
		if (pass(g, e) != 0 || cs_again_rewind(&g->in, e) != 0)
			more = -1;
		else
			more = cs_join_next(g->join, e);
	}
	if (more == 0)
		cs_writer_head(g->cli->out, &g->join->head);
	r = more == 0 ? pass(g, e) : -1;
	for (size_t i = 0; i < slots; i++) {
		cs_batch_finish(&g->slot[i].batch);
		cs_join_rows_finish(&g->slot[i].rows);
		cs_buf_finish(&g->slot[i].out);
	}
	free(g->slot);
	cs_again_finish(&g->in);
	return r;
}

int
cs_joining_run(struct cs_cli *cli, struct cs_join *j, struct cs_writer *gaps, struct cs_err *e)
{
	struct joining g = {.cli = cli, .join = j, .gaps = gaps};
	int r;

	if (cs_cli_output(cli, e) != 0)
		return -1;
	r = passes(&g, e);
	/* Of what nobody wanted to read there is no account; the end of the run says why. */
	if (r == 0 && !cs_writer_failed(cli->out))
		r = account(&g, e);
	cs_buf_finish(&g.shown);
	cs_map_finish(&g.reason);
	free(g.nshown);
	return r;
}
