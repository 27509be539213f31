/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start and the end of every tool: see cli.h. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "cli/help.h"
#include "cli/outfile.h"
#include "cli/progress.h"
#include "cli/shared.h"
#include "cli/trace.h"

#define IDLE_MS 200

struct cs_cli_private {
	struct cs_outfile outfile;
	struct cs_writer writer;
	struct cs_trace trace;
	struct cs_progress progress;
	uint64_t bytes, total; /* as the progress saw them last */
};

/*
 * Descriptors 0, 1, 2 that our caller closed would be given to the next file that is opened, and
 * messages would be written into data. They are filled the wrong way round, so that their first use
 * fails.
 */
static void
fill_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(CS_EXIT_IO);
}

/* Closed standard error shows only here: every write has been checked, the close is not yet. */
static bool
stderr_bad(void)
{
	int fd;

	if (cs_msg_failed())
		return true;
	fd = dup(STDERR_FILENO);
	return fd < 0 || close(fd) != 0;
}

/* Prints what was asked for in place of a run, and ends. */
static _Noreturn void
answer(struct cs_cli *cli, struct cs_buf *text)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_outfile o = {.fd = STDOUT_FILENO, .name = "stdout"};
	size_t at = 0;

	while (at < text->n && e.status == 0) {
		ssize_t n = write(o.fd, text->p + at, text->n - at);

		if (n >= 0)
			at += (size_t)n;
		else if (errno != EINTR)
			(void)cs_err_errno(&e, CS_EXIT_IO, "%s", o.name);
	}
	cs_buf_finish(text);
	(void)cs_outfile_close(&o, &e);
	cs_msg_error(&e);
	cs_arena_finish(&cli->arena);
	exit(e.status);
}

static _Noreturn void
refuse(struct cs_cli *cli, const struct cs_err *e)
{
	cs_msg_error(e);
	cs_arena_finish(&cli->arena);
	exit(e->status);
}

/* -h, -V and completion: true when there was something to say. */
static bool
asked(const struct cs_tool *tool, const struct cs_opt_line *l, const int at[CS_SHARED_N],
    struct cs_buf *b)
{
	const struct cs_opt_value *value = l->value;
	const struct cs_opt_value *completion = &value[at[CS_SHARED_COMPLETION]];
	const struct cs_opt_value *words = &value[at[CS_SHARED_COMPLETE_WORDS]];
	const struct cs_opt_value *columns = &value[at[CS_SHARED_COMPLETE_COLUMNS]];

	if (value[at[CS_SHARED_HELP]].set) {
		cs_help_text(b, tool, l->opt, l->n);
	} else if (value[at[CS_SHARED_VERSION]].set) {
		cs_buf_printf(b, "%s %s\n", tool->name, cs_cli_version());
	} else if (completion->set) {
		(void)cs_help_completion(b, completion->z, tool, l->opt, l->n);
	} else if (words->set || columns->set) {
		for (size_t i = 0; words->set && i < l->n; i++)
			if (cs_str_eqz(words->s, l->opt[i].name) && l->opt[i].words != NULL)
				l->opt[i].words(b);
		if (columns->set)
			cs_help_columns(b, columns->z);
	} else {
		return false;
	}
	return true;
}

static int
check_operands(const struct cs_cli *cli, struct cs_err *e)
{
	int min = cli->tool->min_operand, max = cli->tool->max_operand;

	if (max != 0 && cli->nfile > (max < 0 ? 0 : max)) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "one operand too many: '%s'", cli->file[max < 0 ? 0 : max]);
		return cs_err_hint(e, "usage: %s %s", cli->tool->name, cli->tool->synopsis);
	}
	if (cli->nfile < min) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%d operand%s missing", min - cli->nfile,
		    min - cli->nfile == 1 ? " is" : "s are");
		return cs_err_hint(e, "usage: %s %s", cli->tool->name, cli->tool->synopsis);
	}
	return 0;
}

/* A copy of argv as it was typed: parsing moves operands. */
static const char **
typed(struct cs_arena *arena, int argc, char **argv)
{
	const char **copy = cs_arena_new(arena, (size_t)argc + 1, sizeof *copy);

	memcpy(copy, argv, (size_t)argc * sizeof *copy);
	return copy;
}

/* A value points into the argument that it was given by: there it is cut out of the copy. */
static void
hide_value(struct cs_arena *arena, int argc, const char **command, struct cs_str value)
{
	for (int i = 1; i < argc; i++) {
		uintptr_t at = (uintptr_t)value.p - (uintptr_t)command[i];

		if (at <= strlen(command[i]))
			command[i] = cs_arena_printf(arena, "%.*s***", (int)at, command[i]);
	}
}

/* The values of secret options stay out of the trace. */
static void
hide(struct cs_arena *arena, const struct cs_opt_line *l, int argc, const char **command)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct cs_opt_value *v = &l->value[i];

		if ((l->opt[i].flags & CS_OPT_SECRET) == 0 || !v->set)
			continue;
		hide_value(arena, argc, command, v->s);
		for (size_t k = 0; k < v->n; k++)
			hide_value(arena, argc, command, v->list[k]);
	}
}

/* Where there is no chance to be had, hashes are what they are. */
static void
seed_maps(void)
{
	uint64_t seed[2];

	if (getrandom(seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed)
		cs_map_seed(seed);
}

void
cs_cli_start(struct cs_cli *cli, const struct cs_tool *tool, int argc, char **argv,
    struct cs_opt_value *value)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf text = CS_BUF_INIT;
	struct cs_opt_line line = {.argc = argc, .argv = argv};
	const char **command;
	int at[CS_SHARED_N];

	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGXFSZ, SIG_IGN);
	fill_descriptors();
	cs_outfile_signals();
	cs_mem_plain();
	seed_maps();
	cs_mem_program(tool->name);
	cs_msg_init(tool->name, false);
	*cli = (struct cs_cli){.tool = tool, .count = {.first = 1, .last = 0}};
	cli->p = cs_arena_new(&cli->arena, 1, sizeof *cli->p);
	cli->p->outfile.fd = cli->p->trace.fd = -1;
	command = typed(&cli->arena, argc, argv);
	line.opt = cs_shared_table(&cli->arena, tool, at, &line.n);
	line.value = cs_arena_new(&cli->arena, line.n, sizeof *line.value);
	if (cs_opt_parse(&cli->arena, &line, &e) != 0)
		refuse(cli, &e);
	if (asked(tool, &line, at, &text))
		answer(cli, &text);
	if (cs_opt_together(&line, &e) != 0)
		refuse(cli, &e);
	cli->file = argv + 1;
	cli->nfile = line.noperand;
	if (tool->nopt != 0)
		memcpy(value, line.value, tool->nopt * sizeof *value);
	if (cs_shared_resolve(&cli->opt, &cli->arena, tool, at, line.value, &e) != 0 ||
	    check_operands(cli, &e) != 0)
		refuse(cli, &e);
	cs_msg_init(tool->name, cli->opt.quiet);
	if (cli->opt.progress)
		cs_progress_init(&cli->p->progress, tool->name);
	hide(&cli->arena, &line, argc, command);
	if (cs_trace_begin(&cli->p->trace, cli, argc, command, &e) != 0)
		refuse(cli, &e);
}

struct cs_env
cs_cli_env(const struct cs_cli *cli, const struct cs_head *head, const char *source)
{
	const struct cs_common *o = &cli->opt;

	return (struct cs_env){.head = head,
	    .zone = o->zone,
	    .bad = o->bad,
	    .source = source,
	    .hours = o->vision != NULL ? o->vision->hours : NULL,
	    .as_of = o->as_of,
	    .has_as_of = o->has_as_of};
}

/* An operand that is a regular file. */
struct operand {
	dev_t dev;
	ino_t ino;
	int at; /* its place */
};

static int
by_file(const void *a, const void *b)
{
	const struct operand *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

void
cs_cli_twice(const struct cs_cli *cli)
{
	struct operand *o = cs_mem_new((size_t)cli->nfile + 1, sizeof *o);
	size_t n = 0, first = 0;

	for (int i = 0; i < cli->nfile; i++) {
		struct stat st;

		if (strcmp(cli->file[i], "-") != 0 && stat(cli->file[i], &st) == 0 &&
		    S_ISREG(st.st_mode))
			o[n++] = (struct operand){st.st_dev, st.st_ino, i};
	}
	if (n > 1)
		qsort(o, n, sizeof *o, by_file);
	for (size_t i = 1; i < n; i++) {
		const char *name = cli->file[o[i].at], *before = cli->file[o[first].at];
		const bool other = strcmp(name, before) != 0;

		if (o[i].dev != o[first].dev || o[i].ino != o[first].ino)
			first = i;
		else
			cs_msg_warn("%s is given again%s%s: its records are in the input once more",
			    before, other ? ", as " : "", other ? name : "");
	}
	free(o);
}

int
cs_cli_input(struct cs_cli *cli, struct cs_err *e)
{
	cs_cli_twice(cli);
	cli->in =
	    cs_reader_open(cli->file, cli->nfile, cli->opt.union_ ? (int)CS_READER_UNION : 0, e);
	return cli->in != NULL ? 0 : -1;
}

int
cs_cli_output(struct cs_cli *cli, struct cs_err *e)
{
	struct cs_outfile *o = &cli->p->outfile;

	if (cs_outfile_open(o, &cli->arena, cli->opt.output, e) != 0)
		return -1;
	cs_writer_init(&cli->p->writer, o->fd, o->name);
	cli->out = &cli->p->writer;
	return 0;
}

int
cs_cli_put(struct cs_cli *cli, struct cs_str bytes, struct cs_err *e)
{
	const struct cs_outfile *o = &cli->p->outfile;

	while (bytes.n != 0) {
		struct pollfd wait = {.fd = o->fd, .events = POLLOUT};
		ssize_t n = write(o->fd, bytes.p, bytes.n);

		if (n >= 0)
			bytes = cs_str_skip(bytes, (size_t)n);
		else if (errno == EAGAIN)
			(void)poll(&wait, 1, -1); /* our caller made it so */
		else if (errno != EINTR)
			return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	}
	return 0;
}

void
cs_cli_progress(struct cs_cli *cli, uint64_t rows, uint64_t bytes, uint64_t total)
{
	cli->p->bytes = bytes;
	cli->p->total = total;
	cs_progress_show(&cli->p->progress, rows, bytes, total);
}

/*
 * True when standard input has been silent for a while: the moment to let a followed log flow. Not
 * at every wait, since full buffers are what makes pipelines fast.
 */
static bool
idle(const struct cs_cli *cli)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	bool from_stdin = cli->nfile == 0;

	for (int i = 0; i < cli->nfile; i++)
		from_stdin |= strcmp(cli->file[i], "-") == 0;
	return from_stdin && cs_reader_would_block(cli->in) && poll(&in, 1, IDLE_MS) == 0;
}

int
cs_cli_read(struct cs_cli *cli, struct cs_batch *b, struct cs_err *e)
{
	struct cs_reader_count n;
	int got;

	if (cli->out != NULL && idle(cli) && cs_writer_push(cli->out, e) != 0)
		return -1;
	got = cs_reader_read(cli->in, b, e);
	if (cli->opt.progress) {
		n = cs_reader_count(cli->in);
		cs_cli_progress(cli, n.rows, n.bytes, n.total);
	}
	return got;
}

int
cs_cli_next(struct cs_cli *cli, struct cs_batch *b, struct cs_err *e)
{
	int got = cs_cli_read(cli, b, e);

	return got > 0 && cs_batch_split(b, e) != 0 ? -1 : got;
}

void
cs_cli_skipped(struct cs_cli *cli, const char *reason, uint64_t n)
{
	cs_trace_skipped(&cli->p->trace, reason, n);
}

void
cs_cli_instant(struct cs_cli *cli, int64_t instant)
{
	struct cs_account *n = &cli->count;
	bool none = n->first > n->last;

	if (none || instant < n->first)
		n->first = instant;
	if (none || instant > n->last)
		n->last = instant;
}

void
cs_cli_dictionary(struct cs_cli *cli, struct cs_str text)
{
	cs_trace_dictionary(&cli->p->trace, text);
}

void
cs_cli_fact(struct cs_cli *cli, const char *name, struct cs_str value)
{
	cs_trace_fact(&cli->p->trace, name, value);
}

/* All output to its place, unless something fails on the way. */
int
cs_cli_deliver(struct cs_cli *cli, struct cs_err *e)
{
	if (cli->out != NULL && cs_writer_finish(cli->out, e) != 0)
		return -1;
	return cli->out != NULL ? cs_outfile_commit(&cli->p->outfile, e) : 0;
}

/* What has been written must not pass for a whole. */
void
cs_cli_spoil(struct cs_cli *cli, const struct cs_err *e)
{
	if (cli->out != NULL && cli->p->outfile.temp == NULL && !cli->tool->text)
		cs_writer_poison(cli->out, e->msg);
	cs_outfile_drop(&cli->p->outfile);
}

static void
release(struct cs_cli *cli)
{
	cs_reader_close(cli->in);
	if (cli->out != NULL)
		cs_writer_free(cli->out);
	cs_trace_close(&cli->p->trace);
	cs_arena_finish(&cli->arena);
}

int
cs_cli_end(struct cs_cli *cli, int result, struct cs_err *e)
{
	struct cs_cli_private *p = cli->p;
	struct cs_err late = CS_ERR_INIT; /* of the trace and the last close */
	int status;

	if (cli->in != NULL && cli->count.read == 0)
		cli->count.read = cs_reader_count(cli->in).rows;
	cs_progress_end(&p->progress, cli->count.read, p->bytes, p->total);
	if (result < 0 && e->status == 0)
		(void)cs_err_set(e, CS_EXIT_DATA, "failed without a reason");
	if (result >= 0 && cs_cli_deliver(cli, e) != 0)
		result = -1;
	if (cli->out != NULL && cli->count.written == 0)
		cli->count.written = cli->out->rows;
	if (result < 0) {
		cs_msg_error(e);
		cs_cli_spoil(cli, e);
	}
	status = result < 0 ? e->status : result;
	(void)cs_trace_end(&p->trace, cli, p->outfile.fd, status, result < 0 ? e->msg : "", &late);
	(void)cs_outfile_close(&p->outfile, &late);
	cs_msg_error(&late);
	if (late.status != 0 && status <= CS_EXIT_NO)
		status = late.status;
	if (status == 0 && stderr_bad())
		status = CS_EXIT_IO;
	release(cli);
	return status;
}
