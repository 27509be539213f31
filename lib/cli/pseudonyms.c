/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records passed through with tokens in the place of cells: see pseudonyms.h. */
#include "cli/pseudonyms.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/batches.h"
#include "person/pseudonym.h"

struct worker {
	struct cs_buf scratch;
	uint64_t cells;
};

struct job {
	struct cs_pseudonym pseudonym;
	struct worker *worker;
};

static int
work(void *ctx, unsigned worker, const struct cs_batch *b, struct cs_buf *out, struct cs_err *e)
{
	struct job *j = ctx;
	struct worker *w = &j->worker[worker];

	(void)e;
	w->cells += cs_pseudonym_batch(&j->pseudonym, b, &w->scratch, out);
	return 0;
}

/* Gives how many cells are tokens now. */
static int
pass(struct cs_cli *cli, struct job *j, uint64_t *cells, struct cs_err *e)
{
	static const struct cs_batches_plan plan = {.work = work};
	int r;

	j->worker = cs_mem_new0(cli->opt.threads, sizeof *j->worker);
	cs_writer_head(cli->out, cs_reader_head(cli->in));
	r = cs_batches_run(cli, &plan, j, e);
	if (r == 0)
		cli->count.used = cs_reader_count(cli->in).rows;
	for (unsigned i = 0; i < cli->opt.threads; i++) {
		*cells += j->worker[i].cells;
		cs_buf_finish(&j->worker[i].scratch);
	}
	free(j->worker);
	return r;
}

int
cs_pseudonyms_run(
    struct cs_cli *cli, const struct cs_str *column, size_t n, const char *key, struct cs_err *e)
{
	struct job j = {0};
	struct cs_secret *secret = cs_secret_load(key, e);
	uint64_t cells = 0;
	int r = -1;

	j.pseudonym.secret = secret;
	if (secret != NULL && cs_cli_input(cli, e) == 0 &&
	    cs_pseudonym_bind(&j.pseudonym, &cli->arena, column, n, cs_reader_head(cli->in), e) ==
		0 &&
	    cs_cli_output(cli, e) == 0)
		r = pass(cli, &j, &cells, e);
	cs_secret_free(secret);
	if (r == 0)
		cs_msg_note("%llu cells of %llu records are pseudonyms now",
		    (unsigned long long)cells, (unsigned long long)cli->count.used);
	return r;
}
