/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A join without a process: records as text in, the same with the columns of its steps out. Rows
 * are dealt in batches of any size to any number of workers, in turn.
 */
#ifndef CS_TESTS_JOINRUN_H
#define CS_TESTS_JOINRUN_H

#include <stdlib.h>

#include "../tap.h"
#include "base/mem.h"
#include "rec/join.h"

struct join_run {
	const char *records; /* with their head */
	size_t rows;	     /* of a batch; 0: all in one */
	unsigned workers;    /* 0: one */
	size_t mem;	     /* 0: 64 MB */
	bool replace;
	struct cs_join join;
	struct cs_head head;
	struct cs_err e;
	struct cs_buf said; /* account and notes, a line each */
};

static inline void
join_begin(struct join_run *r)
{
	const struct cs_join_env env = {.dated_by = CS_STR("started_at"),
	    .threads = r->workers != 0 ? r->workers : 1,
	    .mem = r->mem != 0 ? r->mem : 64 << 20,
	    .tmpdir = "/tmp",
	    .replace = r->replace};

	r->head = (struct cs_head)CS_HEAD_INIT;
	r->said = (struct cs_buf)CS_BUF_INIT;
	r->e = (struct cs_err)CS_ERR_INIT;
	if (cs_head_parse(&r->head, cs_str(r->records, strcspn(r->records, "\n")), &r->e) != 0)
		exit(1);
	cs_join_init(&r->join, &r->head, &env);
}

static inline void
join_say(void *arg, bool warn, struct cs_str line)
{
	struct join_run *r = arg;

	cs_buf_z(&r->said, warn ? "warning: " : "");
	cs_buf_str(&r->said, line);
	cs_buf_c(&r->said, '\n');
}

/* One pass over all records. */
static inline int
join_pass(struct join_run *r, struct cs_buf *out)
{
	unsigned workers = r->join.env.threads;
	struct cs_batch *batch = cs_mem_new0(workers, sizeof *batch);
	struct cs_join_rows *rows = cs_mem_new0(workers, sizeof *rows);
	struct cs_str rest = cs_str_z(r->records + r->head.raw.n + 1), line;
	uint64_t first = 0;
	int result = 0;

	for (unsigned w = 0; rest.n != 0 && result == 0; w = (w + 1) % workers) {
		struct cs_batch *b = &batch[w];

		cs_buf_reset(&b->bytes);
		b->ncol = r->head.ncol;
		b->file = "test";
		b->row0 = first + 1;
		for (size_t n = 0; rest.n != 0 && (r->rows == 0 || n < r->rows); n++) {
			(void)cs_str_split(&rest, '\n', &line);
			cs_buf_str(&b->bytes, line);
			cs_buf_c(&b->bytes, '\n');
		}
		result = cs_batch_split(b, &r->e);
		if (result == 0) {
			cs_join_rows_begin(&r->join, &rows[w], b, first);
			result = cs_join_pass(&r->join, w, &rows[w], &r->e);
		}
		if (result == 0 && r->join.last)
			cs_join_render(&r->join, &rows[w], out);
		first += b->nrow;
	}
	for (unsigned w = 0; w < workers; w++) {
		cs_batch_finish(&batch[w]);
		cs_join_rows_finish(&rows[w]);
	}
	free(batch);
	free(rows);
	return result;
}

/* All passes. The output is to be freed; NULL: r->e says why. Frees the chain, fills r->said. */
static inline char *
join_end(struct join_run *r)
{
	struct cs_buf out = CS_BUF_INIT;
	struct cs_join_count count[CS_JOIN_COUNTS];
	int more;

	cs_buf_str(&out, r->join.head.raw);
	cs_buf_c(&out, '\n');
	do {
		more = cs_join_next(&r->join, &r->e);
		if (more >= 0 && join_pass(r, &out) != 0)
			more = -1;
	} while (more > 0);
	for (unsigned i = 0; more == 0 && i < r->join.nstep; i++) {
		const struct cs_join_step *s = &r->join.step[i];
		size_t n = s->kind->account(s->p, count);

		for (size_t k = 0; k < n; k++) {
			if (count[k].n != 0)
				cs_buf_printf(&r->said, "%s %llu\n", count[k].name,
				    (unsigned long long)count[k].n);
		}
		if (s->kind->notes != NULL)
			s->kind->notes(s->p, join_say, r);
	}
	cs_join_free(&r->join);
	cs_head_finish(&r->head);
	if (more == 0) {
		(void)cs_buf_cstr(&out);
		return out.p;
	}
	cs_buf_finish(&out);
	return NULL;
}

#endif
