/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run of cs-kpi without a process: records as text in, a table or cells as text out. The rows are
 * dealt in batches of any size to any number of folds, which are merged, so that every test can
 * ask whether that makes a difference.
 */
#ifndef CS_TESTS_DESK_H
#define CS_TESTS_DESK_H

#include <unistd.h>

#include "../tap.h"
#include "base/mem.h"
#include "desk/fold.h"
#include "table/render.h"

struct desk_run {
	const char *metrics;   /* as -m; NULL: the default set */
	const char *by;	       /* as --by; NULL: none */
	const char *zone;      /* NULL: UTC */
	const char *as_of;     /* NULL: the newest */
	const char *from, *to; /* the period; NULL: open. Says nothing of marks */
	const char *mark;      /* a digit a row, 0 to 3; NULL: all 3 */
	size_t rows;	       /* of a batch; 0: all in one */
	unsigned folds;	       /* 0: one */
	size_t mem;	       /* bytes of contacts before they go to disk; 0: any number */
	bool cells;	       /* write cells, not the table */
	bool ci, fill;
	const char *shard; /* NULL: "test" */
};

/* What was written to a writer. */
struct desk_sink {
	int fd[2];
	struct cs_writer w;
};

__attribute__((unused)) static void
desk_sink_open(struct desk_sink *s, FILE **f)
{
	*f = tmpfile();
	if (*f == NULL)
		exit(1);
	cs_writer_init(&s->w, fileno(*f), "test");
}

/* All of it as a C string, to be freed; the sink is closed. */
__attribute__((unused)) static char *
desk_sink_close(struct desk_sink *s, FILE *f)
{
	struct cs_err e = CS_ERR_INIT;
	char *text;
	long n;

	(void)cs_writer_finish(&s->w, &e);
	cs_writer_free(&s->w);
	(void)fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	text = cs_mem_new((size_t)n + 1, 1);
	text[fread(text, 1, (size_t)n, f)] = '\0';
	(void)fclose(f);
	return text;
}

struct desk_state {
	struct cs_arena arena;
	struct cs_head head;
	struct cs_scheme scheme;
	struct cs_by by;
	struct cs_job job;
	struct cs_scratch *scratch;
	struct cs_stints_budget stints;
	struct cs_fold fold[4];
	unsigned folds;
};

/* Metrics, keys and as-of. */
__attribute__((unused)) static int
desk_bind(struct desk_state *d, const struct desk_run *r, struct cs_err *e)
{
	struct cs_env env = {.head = &d->head, .source = "test"};
	struct cs_metric_env names = {.env = &env};
	struct cs_str item[8], rest = cs_str_z(r->by);
	struct cs_buf left_out = CS_BUF_INIT;
	struct cs_metric_list metrics;
	struct cs_by_ask ask = {.item = item, .time = CS_STR("started_at")};
	int result;

	if (r->zone != NULL && (env.zone = cs_zone_get(cs_str_z(r->zone), e)) == NULL)
		return -1;
	while (r->by != NULL && ask.n < 8 && cs_str_split(&rest, ',', &item[ask.n]))
		ask.n++;
	if (r->metrics != NULL)
		result = cs_metric_parse(&d->arena, cs_str_z(r->metrics), &names, &metrics, e);
	else
		result = cs_metric_default(&d->arena, &names, &metrics, &left_out, e);
	cs_buf_finish(&left_out);
	if (result != 0 || cs_scheme_make(&d->scheme, &d->arena, &metrics, &env, false, e) != 0 ||
	    cs_by_bind(&d->by, &d->arena, &ask, &env, e) != 0)
		return -1;
	d->job = (struct cs_job){.scheme = &d->scheme,
	    .by = &d->by,
	    .threads = r->folds != 0 ? r->folds : 1,
	    .visits_most = r->mem,
	    .scratch = d->scratch = cs_scratch_new("/tmp"),
	    .from = CS_INSTANT_MIN,
	    .to = CS_INSTANT_MAX,
	    .stints = &d->stints};
	if (r->from != NULL)
		(void)cs_time_parse(cs_str_z(r->from), &d->job.from);
	if (r->to != NULL)
		(void)cs_time_parse(cs_str_z(r->to), &d->job.to);
	if (r->as_of != NULL)
		d->job.has_as_of = cs_time_parse(cs_str_z(r->as_of), &d->job.as_of);
	return 0;
}

/* Deals the rows of text (without its head line) to the folds. */
__attribute__((unused)) static int
desk_deal(struct desk_state *d, const struct desk_run *r, struct cs_str text, struct cs_err *e)
{
	struct cs_batch b = {.ncol = d->head.ncol, .file = "test", .row0 = 1};
	size_t most = r->rows != 0 ? r->rows : SIZE_MAX, at = 0, n;
	struct cs_str line, rest = text;
	uint8_t mark[4096];
	int result = 0;

	while (rest.n != 0 && result == 0) {
		cs_buf_reset(&b.bytes);
		for (n = 0; n < most && n < sizeof mark && rest.n != 0; n++) {
			(void)cs_str_split(&rest, '\n', &line);
			cs_buf_str(&b.bytes, line);
			cs_buf_c(&b.bytes, '\n');
			mark[n] = r->mark != NULL ? (uint8_t)(r->mark[at + n] - '0') : (uint8_t)3;
		}
		result = cs_batch_split(&b, e);
		if (result == 0)
			result = cs_fold_add(&d->fold[b.seq % d->folds], &b, mark, e);
		b.row0 += n;
		b.seq++;
		at += n;
	}
	cs_batch_finish(&b);
	return result;
}

__attribute__((unused)) static void
desk_finish(struct desk_state *d)
{
	for (unsigned i = 0; i < d->folds; i++)
		cs_fold_free(&d->fold[i]);
	cs_scratch_free(d->scratch);
	cs_head_finish(&d->head);
	cs_arena_finish(&d->arena);
}

/* Counts; d->fold[0].cells is what came of it. desk_finish afterwards in any case. */
__attribute__((unused)) static int
desk_count(struct desk_state *d, const struct desk_run *r, const char *text, struct cs_err *e)
{
	struct cs_str rest = cs_str_z(text), head;
	int result;

	memset(d, 0, sizeof *d);
	(void)cs_str_split(&rest, '\n', &head);
	if (cs_head_parse(&d->head, head, e) != 0 || desk_bind(d, r, e) != 0)
		return -1;
	d->folds = r->folds != 0 ? r->folds : 1;
	for (unsigned i = 0; i < d->folds; i++)
		cs_fold_init(&d->fold[i], &d->job);
	result = desk_deal(d, r, rest, e);
	for (unsigned i = 1; i < d->folds && result == 0; i++)
		result = cs_fold_merge(&d->fold[0], &d->fold[i], e);
	if (result == 0)
		result = cs_fold_finish(&d->fold[0], e);
	return result;
}

/* Writes what was counted. */
__attribute__((unused)) static char *
desk_write(struct cs_cells *c, const struct desk_run *r, struct cs_err *e)
{
	struct cs_shape how = {.ci = r->ci, .level = .95};
	struct desk_sink sink;
	FILE *f;

	if (r->fill)
		(void)cs_cells_fill(c, CS_INSTANT_MIN, CS_INSTANT_MAX, e);
	cs_cells_sort(c);
	desk_sink_open(&sink, &f);
	if (r->cells)
		(void)cs_cells_write(c, &sink.w, e);
	else
		(void)cs_render(c, &how, &sink.w, e);
	return desk_sink_close(&sink, f);
}

/* The whole run: the table or the cells as text, to be freed; or "error: ..." */
__attribute__((unused)) static char *
desk_run(const struct desk_run *r, const char *text)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct desk_state d;
	char *out = NULL;

	if (desk_count(&d, r, text, &e) == 0) {
		struct cs_cells *c = d.fold[0].cells;

		c->run.column = cs_arena_new(&d.arena, d.head.ncol, sizeof *c->run.column);
		for (unsigned i = 0; i < d.head.ncol; i++) {
			if (d.scheme.column[i])
				c->run.column[c->run.ncolumn++] = d.head.col[i].name;
		}
		c->run.zone = cs_str_z(r->zone);
		(void)cs_shards_add(&c->run.shards, &c->arena,
		    &(struct cs_shard){cs_str_z(r->shard != NULL ? r->shard : "test"),
			d.fold[0].rows_there, CS_INSTANT_MIN, CS_INSTANT_MAX},
		    &e);
		out = desk_write(c, r, &e);
	}
	desk_finish(&d);
	if (e.status != 0) {
		free(out);
		cs_buf_printf(&b, "error: %s", e.msg);
		out = strdup(cs_buf_cstr(&b));
		cs_buf_finish(&b);
	}
	return out;
}

/* Cells as text, read and written again: as cells or as a table. */
__attribute__((unused)) static char *
desk_reread(const struct desk_run *r, const char *const *text, int n)
{
	struct cs_err e = CS_ERR_INIT;
	char path[8][32], *paths[8] = {NULL}, *out = NULL;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_reader *reader;
	struct cs_cells *c = NULL;

	for (int i = 0; i < n; i++) {
		int fd;

		(void)snprintf(path[i], sizeof path[i], "/tmp/cs-test-XXXXXX");
		fd = mkstemp(path[i]);
		if (fd < 0 || write(fd, text[i], strlen(text[i])) != (ssize_t)strlen(text[i]))
			exit(1);
		(void)close(fd);
		paths[i] = path[i];
	}
	reader = cs_reader_open(paths, n, 0, &e);
	if (reader != NULL)
		c = cs_cells_read(reader, &e);
	if (c != NULL)
		out = desk_write(c, r, &e);
	cs_cells_free(c);
	cs_reader_close(reader);
	for (int i = 0; i < n; i++) {
		/* The name of the file is not the same in every run. */
		char *at = strstr(e.msg, path[i]);

		if (at != NULL)
			memmove(at, at + strlen(path[i]), strlen(at + strlen(path[i])) + 1);
		(void)unlink(path[i]);
	}
	if (e.status != 0) {
		free(out);
		cs_buf_printf(&b, "error: %s", e.msg);
		out = strdup(cs_buf_cstr(&b));
		cs_buf_finish(&b);
	}
	return out;
}

/* A run against what it must write. */
__attribute__((unused)) static void
desk_is(const struct desk_run *r, const char *text, const char *want, const char *what)
{
	char *got = desk_run(r, text);

	is_str(got, want, "%s", what);
	free(got);
}

#endif
