/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of an Asterisk queue_log as one source: see ingest.h and queuelog.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "intake/ingest.h"
#include "intake/queuelog.h"
#include "rec/esc.h"

struct log {
	const char *path;
	struct cs_bytes *in; /* open already, since it cannot be read from the start again */
	struct cs_buf head;  /* what was read of it */
	int64_t epoch_s;
	bool has_epoch;
	int order; /* on the command line */
};

struct cs_logs {
	struct log *log;
	int n;
	struct cs_queuelog q;
	struct cs_rows rows; /* of the block at hand */
	struct cs_ingest *g;
	struct cs_str *constant; /* by column: set for the run, as written; p NULL: none */
	struct cs_arena arena;
};

enum column {
	CONTACT_ID,
	LEG,
	CUSTOMER_ID,
	CALLER,
	QUEUE,
	AGENT_ID,
	CHANNEL,
	DIRECTION,
	STARTED_AT,
	QUEUED_AT,
	ANSWERED_AT,
	ENDED_AT,
	WAIT_S,
	RING_S,
	TALK_S,
	DISPOSITION,
	ENDED_BY,
	TRANSFER,
	TRANSFERRED_TO,
	MISSED_N,
	N_COLUMN,
};

static const char *const column_name[N_COLUMN] = {
    [CONTACT_ID] = "contact_id",
    [LEG] = "leg",
    [CUSTOMER_ID] = "customer_id",
    [CALLER] = "caller",
    [QUEUE] = "queue",
    [AGENT_ID] = "agent_id",
    [CHANNEL] = "channel",
    [DIRECTION] = "direction",
    [STARTED_AT] = "started_at",
    [QUEUED_AT] = "queued_at",
    [ANSWERED_AT] = "answered_at",
    [ENDED_AT] = "ended_at",
    [WAIT_S] = "wait_s",
    [RING_S] = "ring_s",
    [TALK_S] = "talk_s",
    [DISPOSITION] = "disposition",
    [ENDED_BY] = "ended_by",
    [TRANSFER] = "transfer",
    [TRANSFERRED_TO] = "transferred_to",
    [MISSED_N] = "missed_n",
};

static void
put_text(struct cs_buf *out, struct cs_str s)
{
	if (s.n == 0)
		cs_buf_z(out, "\\N");
	else
		cs_esc_add(out, s);
}

static void
put_time(struct cs_buf *out, int64_t s)
{
	int64_t us;

	if (s == CS_QUEUELOG_NONE || __builtin_mul_overflow(s, CS_USEC, &us) ||
	    us < CS_INSTANT_MIN || us > CS_INSTANT_MAX)
		cs_buf_z(out, "\\N");
	else
		cs_time_text(out, us);
}

static void
put_seconds(struct cs_buf *out, int64_t s)
{
	if (s == CS_QUEUELOG_NONE)
		cs_buf_z(out, "\\N");
	else
		cs_buf_i64(out, s);
}

static bool
is_unknown(const struct cs_smap *m, struct cs_str caller)
{
	for (size_t i = 0; i < m->unknown.n; i++)
		if (cs_str_ieq(m->unknown.w[i], caller))
			return true;
	return false;
}

static void
put_cell(
    const struct cs_logs *l, struct cs_buf *out, enum column c, const struct cs_queuelog_leg *leg)
{
	const struct cs_str none = {"", 0};

	switch (c) {
	case CONTACT_ID:
		put_text(out, leg->contact_id);
		break;
	case LEG:
		cs_buf_i64(out, leg->leg);
		break;
	case CUSTOMER_ID:
		put_text(out,
		    leg->consult || is_unknown(l->g->opt->map, leg->caller) ? none : leg->caller);
		break;
	case CALLER:
		put_text(out, leg->caller);
		break;
	case QUEUE:
		put_text(out, leg->queue);
		break;
	case AGENT_ID:
		put_text(out, leg->agent);
		break;
	case CHANNEL:
		put_text(out, CS_STR("phone"));
		break;
	case DIRECTION:
		put_text(out, leg->consult ? CS_STR("internal") : CS_STR("inbound"));
		break;
	case STARTED_AT:
		put_time(out, leg->entered_s);
		break;
	case QUEUED_AT:
		put_time(out, leg->turned_away ? CS_QUEUELOG_NONE : leg->entered_s);
		break;
	case ANSWERED_AT:
		put_time(out, leg->answered_s);
		break;
	case ENDED_AT:
		put_time(out, leg->ended_s);
		break;
	case WAIT_S:
		put_seconds(out, leg->wait_s);
		break;
	case RING_S:
		put_seconds(out, leg->ring_s);
		break;
	case TALK_S:
		put_seconds(out, leg->talk_s);
		break;
	case DISPOSITION:
		put_text(out, cs_str_z(leg->disposition));
		break;
	case ENDED_BY:
		put_text(out, cs_str_z(leg->ended_by));
		break;
	case TRANSFER:
		put_text(out, cs_str_z(leg->transfer));
		break;
	case TRANSFERRED_TO:
		put_text(out, leg->transferred_to);
		break;
	case MISSED_N:
		cs_buf_i64(out, leg->missed_n);
		break;
	case N_COLUMN:
		break;
	}
}

static void
emit(void *arg, const struct cs_queuelog_leg *leg)
{
	struct cs_logs *l = arg;
	struct cs_buf *out = &l->rows.out;
	int64_t us;

	for (unsigned c = 0; c < l->g->head.ncol; c++) {
		if (c != 0)
			cs_buf_c(out, '\t');
		if (l->constant[c].p != NULL)
			cs_buf_str(out, l->constant[c]);
		else
			put_cell(l, out, (enum column)c, leg);
	}
	cs_buf_c(out, '\n');
	l->rows.tally.written++;
	if (leg->entered_s != CS_QUEUELOG_NONE &&
	    !__builtin_mul_overflow(leg->entered_s, CS_USEC, &us) && us >= CS_INSTANT_MIN &&
	    us <= CS_INSTANT_MAX)
		cs_tally_instant(&l->rows.tally, us);
}

/* Reads what is needed to know when the log begins. */
static int
peek(struct log *log, struct cs_err *e)
{
	struct cs_bytes *in = cs_bytes_open(log->path, e);
	int64_t got;

	if (in == NULL)
		return -1;
	got = cs_bytes_read(in, cs_buf_reserve(&log->head, CS_BYTES_BLOCK), CS_BYTES_BLOCK, e);
	if (got >= 0) {
		log->head.n += (size_t)got;
		log->has_epoch = cs_queuelog_first_epoch(cs_buf_all(&log->head), &log->epoch_s);
	}
	if (cs_bytes_again(in) || got < 0) {
		cs_bytes_close(in);
		cs_buf_finish(&log->head);
	} else {
		log->in = in;
	}
	return got < 0 ? -1 : 0;
}

static int
compare(const void *a, const void *b)
{
	const struct log *x = a, *y = b;

	if (x->has_epoch != y->has_epoch)
		return x->has_epoch - y->has_epoch;
	if (x->has_epoch && x->epoch_s != y->epoch_s)
		return x->epoch_s < y->epoch_s ? -1 : 1;
	return x->order - y->order;
}

/* The columns, those of --set among them. */
static int
make_head(struct cs_logs *l, struct cs_err *e)
{
	struct cs_ingest *g = l->g;
	struct cs_smap *m = g->opt->map;
	struct cs_plan p = {.map = m};
	int r = cs_smap_check_params(m, e);

	for (unsigned i = 0; i < N_COLUMN && r == 0; i++)
		r = cs_head_add(&g->head, cs_str_z(column_name[i]), e);
	l->constant = cs_arena_new(&l->arena, N_COLUMN + m->ncolumn, sizeof *l->constant);
	/* The constants are made by a plan without a source. */
	m->others = CS_SMAP_DROP;
	if (r == 0 && m->ncolumn != 0)
		r = cs_plan_bind(&p, m, NULL, 0, m->source, e);
	for (unsigned i = 0; i < p.ncol && r == 0; i++) {
		int at = cs_head_find(&g->head, p.col[i].name);

		if (at < 0) {
			at = (int)g->head.ncol;
			r = cs_head_add(&g->head, p.col[i].name, e);
		}
		l->constant[at] = cs_arena_str(&l->arena, p.col[i].ready);
	}
	cs_plan_finish(&p);
	return r;
}

int
cs_logs_open(struct cs_ingest *g, struct cs_err *e)
{
	struct cs_logs *l = cs_mem_new0(1, sizeof *l);

	g->logs = l;
	l->g = g;
	l->n = g->opt->nfile > 0 ? g->opt->nfile : 1;
	l->log = cs_mem_new0((size_t)l->n, sizeof *l->log);
	cs_rows_init(&l->rows);
	cs_queuelog_init(&l->q, g->opt->map->open_after, emit, l);
	for (int i = 0; i < l->n; i++) {
		l->log[i].path = g->opt->nfile > 0 ? g->opt->file[i] : NULL;
		l->log[i].order = i;
		if (l->n > 1 && peek(&l->log[i], e) != 0)
			return -1;
	}
	qsort(l->log, (size_t)l->n, sizeof *l->log, compare);
	return make_head(l, e);
}

/* Where in a file we are. */
struct place {
	const char *file;
	uint64_t line;
	bool skip; /* inside a line that is too long, and rejected already */
};

static void
add_line(struct cs_logs *l, const struct place *at, struct cs_str line)
{
	struct cs_tally *t = &l->rows.tally;
	struct cs_reject x = {.file = at->file, .line = at->line, .raw = line};
	struct cs_str why = {"", 0};
	char text[200];

	if (cs_str_ends(line, CS_STR("\r")))
		line.n--;
	t->read++;
	if (line.n == 0) {
		cs_tally_skip(t, CS_STR("blank line"), 1);
		return;
	}
	if (line.n > l->g->opt->max_record)
		x.why = "is longer than a line may be";
	else if (memchr(line.p, '\0', line.n) != NULL)
		x.why = "holds a NUL byte";
	else if (!cs_utf8_valid(line))
		x.why = "is not UTF-8";
	if (x.why != NULL) {
		x.raw = cs_str_head(line, l->g->opt->max_record);
		cs_tally_reject(t, &l->rows.rejects, &x);
		return;
	}
	switch (cs_queuelog_add(&l->q, line, &why)) {
	case CS_QUEUELOG_USED:
		t->used++;
		break;
	case CS_QUEUELOG_SKIPPED:
		cs_tally_skip(t, why, 1);
		break;
	case CS_QUEUELOG_BAD:
		(void)snprintf(text, sizeof text, "%.*s", CS_STR_ARG(why));
		x.why = text;
		cs_tally_reject(t, &l->rows.rejects, &x);
		break;
	}
}

/* Cuts whole lines off b; with eof what is left is a line, too. */
static void
add_lines(struct cs_logs *l, struct place *at, struct cs_buf *b, bool eof)
{
	struct cs_str rest = cs_buf_all(b);

	while (rest.n != 0) {
		size_t n = cs_str_find(rest, '\n');
		bool whole = n < rest.n || eof, too_long = n > l->g->opt->max_record;

		if (!whole && !too_long)
			break;
		if (!at->skip) {
			at->line++;
			add_line(l, at, cs_str_head(rest, n));
		}
		at->skip = !whole;
		rest = cs_str_skip(rest, n + 1);
	}
	if (rest.n != 0)
		memmove(b->p, rest.p, rest.n);
	b->n = rest.n;
}

/* Hands on what the block gave. */
static int
take(struct cs_logs *l, const struct cs_bytes *in, struct cs_err *e)
{
	struct cs_ingest *g = l->g;
	int r = cs_ingest_take(g, &l->rows, e);

	cs_buf_reset(&l->rows.out);
	cs_buf_reset(&l->rows.rejects);
	cs_tally_reset(&l->rows.tally);
	if (r == 0 && g->opt->progress != NULL && in != NULL)
		g->opt->progress(
		    g->opt->arg, g->tally.read, g->done_bytes + cs_bytes_taken(in), g->total_bytes);
	if (r == 0 && in != NULL && cs_bytes_would_block(in))
		r = cs_writer_push(g->out, e);
	return r;
}

static int
run_log(struct cs_logs *l, struct log *log, struct cs_err *e)
{
	struct cs_bytes *in = log->in != NULL ? log->in : cs_bytes_open(log->path, e);
	struct place at = {in != NULL ? cs_bytes_name(in) : NULL, 0, false};
	int64_t got = 1;
	int r = in != NULL ? 0 : -1;

	log->in = in;
	while (r == 0 && got > 0) {
		struct cs_buf *b = &log->head;

		add_lines(l, &at, b, false);
		got = cs_bytes_read(in, cs_buf_reserve(b, CS_BYTES_BLOCK), CS_BYTES_BLOCK, e);
		if (got < 0) {
			r = -1;
			break;
		}
		b->n += (size_t)got;
		if (got == 0)
			add_lines(l, &at, b, true);
		r = take(l, in, e);
	}
	if (in != NULL)
		l->g->done_bytes += cs_bytes_taken(in);
	cs_bytes_close(in);
	log->in = NULL;
	cs_buf_finish(&log->head);
	return r;
}

static void
add_notes(struct cs_logs *l)
{
	const struct cs_queuelog *q = &l->q;
	const struct {
		const char *text;
		uint64_t n;
	} note[] = {
	    {"given durations, which are kept, that differ from the time stamps by over a second",
		q->disagree},
	    {"ends of calls that never began in these logs", q->orphans},
	    {"calls that rang at an agent who did not take them", q->not_taken},
	    {"lines older than the line before", q->backwards},
	};

	for (size_t i = 0; i < sizeof note / sizeof *note; i++)
		if (note[i].n != 0)
			cs_buf_printf(&l->g->notes, "%s: %" PRIu64 "\n", note[i].text, note[i].n);
}

int
cs_logs_run(struct cs_ingest *g, struct cs_err *e)
{
	struct cs_logs *l = g->logs;
	int r = 0;

	for (int i = 0; i < l->n && r == 0; i++)
		r = run_log(l, &l->log[i], e);
	if (r == 0) {
		cs_queuelog_end(&l->q);
		r = take(l, NULL, e);
	}
	add_notes(l);
	return r;
}

void
cs_logs_close(struct cs_ingest *g)
{
	struct cs_logs *l = g->logs;

	if (l == NULL)
		return;
	for (int i = 0; i < l->n; i++) {
		cs_bytes_close(l->log[i].in);
		cs_buf_finish(&l->log[i].head);
	}
	free(l->log);
	cs_queuelog_free(&l->q);
	cs_rows_finish(&l->rows);
	cs_arena_finish(&l->arena);
	free(l);
	g->logs = NULL;
}
