/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream without end: see follow.h. */
#include "cli/follow.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/num.h"
#include "table/render.h"

enum { LEAST_MS = 100, MS = 1000, NS_A_MS = 1000000 };

/* "500ms", or a duration without months: from 100 ms on. -1 with *e (2), which begins with
 * "--every: ". */
static int
parse_every(struct cs_str text, int64_t *every_ms, struct cs_err *e)
{
	struct cs_duration d = {0};
	struct cs_str unit = CS_STR("ms");
	bool good;

	if (cs_str_ends(text, unit)) {
		good = cs_num_i64(cs_str_head(text, text.n - unit.n), every_ms);
	} else {
		good = cs_duration_parse(text, &d) && d.months == 0 &&
		       !__builtin_mul_overflow(d.s, (int64_t)MS, every_ms);
	}
	if (good && *every_ms >= LEAST_MS)
		return 0;
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "--every: '%.*s' is no stretch of time", CS_STR_ARG(text));
	return cs_err_hint(e, "60s, 5m, 1h; 500ms; at least %dms", LEAST_MS);
}

/* What a child says to its parent. */
struct answer {
	struct cs_err e;
	uint64_t rows; /* that it wrote */
};

struct following {
	struct cs_census *t;
	struct cs_cli *cli;
	int64_t every_ms;
	const struct cs_expr *time; /* NULL: there is no such column */
	struct cs_eval eval;
	struct cs_batch batch;
	struct cs_buf lead;
	struct answer *answer; /* shared with the child */
	int64_t newest;	       /* CS_INSTANT_MIN: none yet */
	int64_t state;	       /* states so far */
	bool fresh;	       /* records came since the last one */
	int timer, signals;
	sigset_t old; /* mask */
	int stopped;  /* the signal that did; 0: none */
};

/* The column that tells how far a state has come; it need not be there. */
static int
bind_time(struct following *w, struct cs_err *e)
{
	const struct cs_head *head = cs_reader_head(w->cli->in);
	int col = cs_head_find(head, w->cli->opt.time);
	struct cs_env env = {
	    .head = head, .zone = w->cli->opt.zone, .bad = CS_BAD_NULL, .source = "--time"};
	struct cs_buf name = CS_BUF_INIT;

	w->newest = CS_INSTANT_MIN;
	if (col < 0 || cs_head_type(head, (unsigned)col) != CS_TIME)
		return 0;
	cs_buf_printf(&name, "\"%.*s\"", CS_STR_ARG(head->col[col].name));
	w->time = cs_expr_compile(&w->cli->arena, cs_buf_all(&name), &env, e);
	cs_buf_finish(&name);
	return w->time != NULL ? 0 : -1;
}

/*
 * The next state is due one interval from now: behind the last one, however long that took, so that
 * most of the time goes into reading.
 */
static int
arm(const struct following *w, struct cs_err *e)
{
	const struct itimerspec once = {
	    .it_value = {w->every_ms / MS, (long)(w->every_ms % MS) * NS_A_MS}};

	if (timerfd_settime(w->timer, 0, &once, NULL) == 0)
		return 0;
	return cs_err_errno(e, CS_EXIT_IO, "--every: no timer");
}

/* A pollable timer, and pollable signals in place of handlers. */
static int
open_waits(struct following *w, struct cs_err *e)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction now;
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		/* Who started us with a signal ignored does not want it. */
		if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			(void)sigaddset(&set, ends[i]);
	}
	(void)pthread_sigmask(SIG_BLOCK, &set, &w->old);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	w->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (w->signals < 0 || w->timer < 0)
		return cs_err_errno(e, CS_EXIT_IO, "--every: no timer");
	return arm(w, e);
}

/* The first two cells of all records of this state, and their names. */
static void
lead(struct following *w)
{
	cs_buf_reset(&w->lead);
	cs_buf_i64(&w->lead, w->state);
	cs_buf_c(&w->lead, '\t');
	if (w->newest != CS_INSTANT_MIN)
		cs_time_text(&w->lead, w->newest);
	else
		cs_buf_z(&w->lead, "\\N");
	cs_writer_lead(w->cli->out, CS_STR("state_n\tnewest_at"), cs_buf_all(&w->lead));
}

/* Finishes the count and writes it. For -o the output is opened for this state alone. */
static int
write_state(struct following *w, struct cs_err *e)
{
	bool own = w->cli->opt.output != NULL;

	if (own && cs_cli_output(w->cli, e) != 0)
		return -1;
	if (!own)
		lead(w);
	if (cs_census_end(w->t, w->cli, NULL, e) != 0)
		return -1;
	return cs_render(w->t->cells, &w->cli->opt.shape, w->cli->out, e);
}

/* The child: a state, and what became of it. What it leaves in memory nobody will see. */
static _Noreturn void
child(struct following *w)
{
	struct answer *a = w->answer;
	uint64_t before = w->cli->out != NULL ? w->cli->out->rows : 0;

	cs_msg_init(w->cli->tool->name, true);
	w->t->silent = true;
	if (write_state(w, &a->e) == 0 && cs_cli_deliver(w->cli, &a->e) == 0)
		a->rows = w->cli->out->rows - before;
	else
		cs_cli_spoil(w->cli, &a->e);
	_exit(a->e.status);
}

/* What became of the child, for the parent's own writer: 0, or -1 with *e. */
static int
settle(struct following *w, int status, struct cs_err *e)
{
	struct cs_writer *out = w->cli->out;

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
		(void)raise(SIGPIPE); /* nobody reads any more: ends us as it ended the child */
	if (w->answer->e.status != 0) {
		*e = w->answer->e;
		/* It has said so in the stream, too. */
		if (out != NULL)
			out->begun = false;
		return -1;
	}
	if (out != NULL) {
		out->begun = true;
		out->rows += w->answer->rows;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	/* It may have been in the midst of a record. */
	if (out != NULL)
		out->mid = true;
	return cs_err_set(e, CS_EXIT_NOMEM, "--every: a state was not finished: %s",
	    WIFSIGNALED(status) ? "its process was killed" : "no memory");
}

/* A state by a child: waits for it. -1 with *e. */
static int
make_state(struct following *w, struct cs_err *e)
{
	pid_t pid;
	int status;

	w->state++;
	w->fresh = false;
	*w->answer = (struct answer){.rows = 0};
	pid = fork();
	if (pid == 0)
		child(w);
	if (pid < 0)
		return cs_err_errno(e, CS_EXIT_NOMEM, "--every: no process for a state");
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return cs_err_errno(e, CS_EXIT_IO, "--every");
	}
	return settle(w, status, e);
}

/* Reads what is there and counts it: 1; 0 at the end; -1. */
static int
take(struct following *w, struct cs_err *e)
{
	int got = cs_cli_read(w->cli, &w->batch, e);
	struct cs_vec at;

	if (got <= 0)
		return got;
	w->fresh = true;
	if (cs_census_add(w->t, &w->batch, e) != 0)
		return -1;
	if (w->time == NULL)
		return 1;
	cs_eval_next_batch(&w->eval);
	if (cs_eval_run(&w->eval, w->time, &w->batch, &at, e) != 0)
		return -1;
	for (uint32_t row = 0; row < w->batch.nrow; row++) {
		if ((at.null == NULL || !at.null[row]) && at.i[row] > w->newest)
			w->newest = at.i[row];
	}
	return 1;
}

/* Waits until there is something to read, the timer has run, or a signal has come. */
static int
wait_for(struct following *w, bool *due, struct cs_err *e)
{
	bool block = cs_reader_would_block(w->cli->in);
	struct pollfd p[] = {{.fd = w->timer, .events = POLLIN},
	    {.fd = w->signals, .events = POLLIN},
	    {.fd = cs_reader_fd(w->cli->in), .events = POLLIN}};
	struct signalfd_siginfo info;
	uint64_t times;

	if (poll(p, block ? 3 : 2, block ? -1 : 0) < 0 && errno != EINTR)
		return cs_err_errno(e, CS_EXIT_IO, "--every");
	*due = read(w->timer, &times, sizeof times) == sizeof times;
	if (read(w->signals, &info, sizeof info) == sizeof info)
		w->stopped = (int)info.ssi_signo;
	return 0;
}

static int
loop(struct following *w, struct cs_err *e)
{
	int got = 1;
	bool due;

	while (got > 0) {
		if (wait_for(w, &due, e) != 0)
			return -1;
		if (w->stopped != 0)
			return w->fresh || w->state == 0 ? make_state(w, e) : 0;
		if (due && ((w->fresh && make_state(w, e) != 0) || arm(w, e) != 0))
			return -1;
		if (!cs_reader_would_block(w->cli->in))
			got = take(w, e);
	}
	return got;
}

/* Ends the process by the signal that was waited for, as if nobody had. */
static void
end_by_signal(const struct following *w)
{
	(void)pthread_sigmask(SIG_SETMASK, &w->old, NULL);
	(void)raise(w->stopped);
}

/* Follows the input to its end, or to a signal, and writes the last state. */
static int
follow(struct following *w, struct cs_err *e)
{
	bool last;

	if (loop(w, e) != 0)
		return -1;
	if (w->stopped != 0)
		end_by_signal(w);
	/* The last state is our own, with all that is to be said; on a stream only where there is
	 * something new in it. */
	last = w->fresh || w->state == 0 || w->cli->opt.output != NULL;
	w->state += last;
	return last ? write_state(w, e) : cs_census_end(w->t, w->cli, NULL, e);
}

static void
finish(struct following *w)
{
	if (w->cli->out != NULL)
		cs_writer_lead(w->cli->out, cs_str(NULL, 0), cs_str(NULL, 0));
	if (w->timer >= 0)
		(void)close(w->timer);
	if (w->signals >= 0) {
		(void)close(w->signals);
		(void)pthread_sigmask(SIG_SETMASK, &w->old, NULL);
	}
	cs_batch_finish(&w->batch);
	cs_eval_finish(&w->eval);
	cs_buf_finish(&w->lead);
	(void)munmap(w->answer, sizeof *w->answer);
}

/* A table whose columns depend on the rows is no one stream. */
static int
check_layout(const struct cs_common *o, struct cs_err *e)
{
	if (o->output != NULL || o->shape.layout != CS_LAYOUT_PIVOT)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "--every and --pivot do not go together on one stream: its columns would change");
	return cs_err_hint(e, "with -o FILE each state is a table of its own");
}

int
cs_follow_run(
    struct cs_cli *cli, const struct cs_census_ask *ask, struct cs_str every, struct cs_err *e)
{
	struct cs_census t = {0};
	struct following w = {.t = &t, .cli = cli, .timer = -1, .signals = -1};
	int r = -1;

	if (parse_every(every, &w.every_ms, e) != 0 || check_layout(&cli->opt, e) != 0)
		return -1;
	w.answer =
	    mmap(NULL, sizeof *w.answer, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w.answer == MAP_FAILED)
		return cs_err_errno(e, CS_EXIT_NOMEM, "--every");
	cs_eval_init(&w.eval);
	if (cs_cli_input(cli, e) == 0 && cs_census_bind(&t, cli, ask, e) == 0 &&
	    bind_time(&w, e) == 0 && (cli->opt.output != NULL || cs_cli_output(cli, e) == 0) &&
	    open_waits(&w, e) == 0) {
		cs_census_begin(&t, cli, 1);
		r = follow(&w, e);
	}
	finish(&w);
	cs_census_finish(&t);
	return r;
}
