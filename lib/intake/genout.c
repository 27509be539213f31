/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing what is generated: see genout.h. */
#include "intake/genout.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"

enum { STEPS = 2048 }; /* of a block: a few hundred KiB of text */

struct job {
	const struct cs_gen *g;
	enum cs_gen_table table;
	enum cs_gen_format format;
	const struct cs_gen_out *out;
	uint64_t next, steps; /* to be made */
	uint64_t bytes;	      /* written */
	struct block {
		uint64_t first, rows;
		struct cs_buf text;
	} * block; /* by slot */
};

static int
read_block(void *ctx, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;

	(void)e;
	if (j->next >= j->steps)
		return 0;
	j->block[slot].first = j->next;
	j->next += STEPS;
	return 1;
}

static int
make_block(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;
	struct block *b = &j->block[slot];

	(void)worker;
	(void)e;
	cs_buf_reset(&b->text);
	b->rows = cs_gen_rows(j->g, j->table, j->format, b->first, STEPS, &b->text);
	return 0;
}

/* Writes a piece; -1 with *e once the writer has failed. */
static int
write_piece(struct job *j, struct cs_str text, uint64_t rows, struct cs_err *e)
{
	cs_writer_records(j->out->w, text, rows);
	j->bytes += text.n;
	if (j->out->progress != NULL)
		j->out->progress(j->out->arg, j->out->w->rows, j->bytes);
	return cs_writer_failed(j->out->w) ? cs_writer_flush(j->out->w, e) : 0;
}

static int
write_block(void *ctx, size_t slot, struct cs_err *e)
{
	struct job *j = ctx;

	return write_piece(j, cs_buf_all(&j->block[slot].text), j->block[slot].rows, e);
}

/* The header: through the writer's own where it is that of a record stream. */
static int
write_head(struct job *j, struct cs_err *e)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf line = CS_BUF_INIT;
	int r;

	cs_gen_head(j->g, j->table, j->format, &line);
	if (j->format == CS_GEN_CSV) {
		r = write_piece(j, cs_buf_all(&line), 0, e);
	} else {
		r = cs_head_parse(&head, cs_str(line.p, line.n - 1), e);
		if (r == 0)
			cs_writer_head(j->out->w, &head);
	}
	cs_head_finish(&head);
	cs_buf_finish(&line);
	return r;
}

int
cs_gen_write(const struct cs_gen *g, enum cs_gen_table t, enum cs_gen_format f,
    const struct cs_gen_out *out, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_block, make_block, write_block, NULL};
	struct job j = {.g = g, .table = t, .format = f, .out = out, .steps = cs_gen_steps(g, t)};
	size_t slots = cs_thread_slots(out->threads);
	int r;

	j.block = cs_mem_new0(slots, sizeof *j.block);
	r = write_head(&j, e);
	if (r == 0)
		r = cs_thread_run(&plan, &j, out->threads, e);
	for (size_t i = 0; i < slots; i++)
		cs_buf_finish(&j.block[i].text);
	free(j.block);
	return r;
}

int
cs_gen_write_log(const struct cs_gen *g, const struct cs_gen_out *out, struct cs_err *e)
{
	struct cs_gen_log *log = cs_gen_log_create(g);
	struct job j = {.g = g, .out = out};
	struct cs_buf text = CS_BUF_INIT;
	bool more = true;
	int r = 0;

	while (more && r == 0) {
		cs_buf_reset(&text);
		more = cs_gen_log_next(log, STEPS, &text);
		r = write_piece(&j, cs_buf_all(&text), 0, e);
	}
	cs_gen_log_destroy(log);
	cs_buf_finish(&text);
	return r;
}
