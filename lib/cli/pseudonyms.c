/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records passed through with tokens in the place of cells: see pseudonyms.h. */
#include "cli/pseudonyms.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "desk/pseudonym.h"

/* A batch on its way: read, with tokens, written. */
struct slot {
	struct cs_batch batch;
	struct cs_buf out;
	uint64_t cells;
};

struct job {
	struct cs_cli *cli;
	struct cs_pseudonym pseudonym;
	struct slot *slot;
	struct cs_buf *scratch; /* by worker */
	uint64_t cells;
};

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;

	return cs_cli_read(j->cli, &j->slot[slot].batch, e);
}

static int
work_batch(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;
	struct slot *s = &j->slot[slot];

	if (cs_batch_split(&s->batch, e) != 0)
		return -1;
	cs_buf_reset(&s->out);
	s->cells = cs_pseudonym_batch(&j->pseudonym, &s->batch, &j->scratch[worker], &s->out);
	return 0;
}

static int
write_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;
	const struct slot *s = &j->slot[slot];

	(void)e;
	j->cells += s->cells;
	j->cli->count.used += s->batch.nrow;
	cs_writer_records(j->cli->out, cs_buf_all(&s->out), s->batch.nrow);
	return cs_writer_failed(j->cli->out);
}

static int
pass(struct job *j, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_batch, work_batch, write_batch, NULL};
	unsigned threads = j->cli->opt.threads;
	size_t slots = cs_thread_slots(threads);
	int r;

	j->slot = cs_mem_new0(slots, sizeof *j->slot);
	j->scratch = cs_mem_new0(threads, sizeof *j->scratch);
	cs_writer_head(j->cli->out, cs_reader_head(j->cli->in));
	r = cs_thread_run(&plan, j, threads, e);
	for (size_t i = 0; i < slots; i++) {
		cs_batch_finish(&j->slot[i].batch);
		cs_buf_finish(&j->slot[i].out);
	}
	for (unsigned i = 0; i < threads; i++)
		cs_buf_finish(&j->scratch[i]);
	free(j->slot);
	free(j->scratch);
	return r;
}

int
cs_pseudonyms_run(
    struct cs_cli *cli, const struct cs_str *column, size_t n, const char *key, struct cs_err *e)
{
	struct job j = {.cli = cli};
	struct cs_secret *secret = cs_secret_load(key, e);
	int r = -1;

	j.pseudonym.secret = secret;
	if (secret != NULL && cs_cli_input(cli, e) == 0 &&
	    cs_pseudonym_bind(&j.pseudonym, &cli->arena, column, n, cs_reader_head(cli->in), e) ==
		0 &&
	    cs_cli_output(cli, e) == 0)
		r = pass(&j, e);
	cs_secret_free(secret);
	if (r == 0)
		cs_msg_note("%llu cells of %llu records are pseudonyms now",
		    (unsigned long long)j.cells, (unsigned long long)cli->count.used);
	return r;
}
