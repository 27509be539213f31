/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records by all threads, batch by batch: see batches.h. */
#include "cli/batches.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"

struct slot {
	struct cs_batch batch;
	struct cs_buf out;
};

struct job {
	struct cs_cli *cli;
	const struct cs_batches_plan *plan;
	void *ctx;
	struct slot *slot;
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

	cs_buf_reset(&s->out);
	if (cs_batch_split(&s->batch, e) != 0)
		return -1;
	return j->plan->work(j->ctx, worker, &s->batch, &s->out, e);
}

static int
take_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;
	const struct slot *s = &j->slot[slot];

	if (j->plan->take != NULL)
		return j->plan->take(j->ctx, &s->batch, &s->out, e);
	cs_writer_records(j->cli->out, cs_buf_all(&s->out), s->batch.nrow);
	return cs_writer_failed(j->cli->out);
}

static int
merge(void *ctx, unsigned worker, struct cs_err *e)
{
	struct job *j = ctx;

	return j->plan->merge != NULL ? j->plan->merge(j->ctx, worker, e) : 0;
}

int
cs_batches_run(struct cs_cli *cli, const struct cs_batches_plan *plan, void *ctx, struct cs_err *e)
{
	static const struct cs_thread_plan steps = {read_batch, work_batch, take_batch, merge};
	size_t slots = cs_thread_slots(cli->opt.threads);
	struct job j = {cli, plan, ctx, cs_mem_new0(slots, sizeof *j.slot)};
	int r = cs_thread_run(&steps, &j, cli->opt.threads, e);

	for (size_t i = 0; i < slots; i++) {
		cs_batch_finish(&j.slot[i].batch);
		cs_buf_finish(&j.slot[i].out);
	}
	free(j.slot);
	return r;
}
