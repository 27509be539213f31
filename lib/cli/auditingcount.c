/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counts of an audit, made by all threads: see auditingcount.h. */
#include "cli/auditingcount.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "metric/visionseen.h"

enum {
	OWN_MOST = 16 << 20, /* bytes that a thread keeps for itself */
	LEAST = 64 << 10,    /* never too large, whatever --mem says */
	GROUP_BYTES = 64,    /* what it takes to look at a group afterwards */
};

struct worker {
	struct cs_selector selector;
	struct cs_audit_fold fold;
	struct cs_vision_seen seen; /* where there is a vision */
	uint64_t rows, look;	    /* counted for itself, and when that is looked at again */
};

struct running {
	struct cs_audit_census *c;
	const struct cs_census *of;
	struct cs_cli *cli;
	struct cs_batch *batch; /* by slot */
	struct worker *worker;
	unsigned threads;
	size_t own_most;
	pthread_mutex_t lock; /* for what follows */
	struct cs_audit_count shared;
	bool any;	     /* somebody shares */
	uint64_t rows, look; /* as of a worker */
};

/* Bytes that counts need until all is said. */
static size_t
need(const struct cs_audit_count *c)
{
	return cs_audit_count_bytes(c) + c->keys.ngroup * GROUP_BYTES;
}

/* -1 with *e (71): they are too large, there being as many others like them. */
static int
check(const struct running *r, const struct cs_audit_count *c, unsigned parts, struct cs_err *e)
{
	size_t most = r->of->limits.bytes, bytes = need(c);

	if (most == 0 || bytes <= LEAST || bytes <= most / parts)
		return 0;
	(void)cs_err_set(e, CS_EXIT_NOMEM,
	    "%zu groups and what is counted of them do not fit into --mem", c->keys.ngroup);
	return cs_err_hint(e, "give more, as in --mem 2G; or --strata with fewer keys");
}

/* After how many rows counts are looked at again: when a part of them may be new. */
static uint64_t
next_look(const struct cs_audit_count *c)
{
	enum { AT_LEAST = 1 << 13 };

	return AT_LEAST + c->keys.ngroup / 8;
}

/* Hands over what a thread has counted. */
static void
join(struct running *r, struct worker *w)
{
	if (!r->any)
		cs_audit_count_init(&r->shared, &r->c->layout);
	r->any = true;
	cs_audit_count_merge(&r->shared, w->fold.count);
	cs_audit_fold_join(&w->fold, &r->shared);
}

static int
count_shared(struct running *r, struct worker *w, const struct cs_batch *b, struct cs_err *e)
{
	int result;

	(void)pthread_mutex_lock(&r->lock);
	result = cs_audit_fold_count(&w->fold, b, e);
	r->rows += b->nrow;
	if (result == 0 && r->rows >= r->look) {
		r->look = r->rows + next_look(&r->shared);
		result = check(r, &r->shared, 1, e);
	}
	(void)pthread_mutex_unlock(&r->lock);
	return result;
}

static int
count_own(struct running *r, struct worker *w, const struct cs_batch *b, struct cs_err *e)
{
	int result = cs_audit_fold_count(&w->fold, b, e);

	w->rows += b->nrow;
	if (result != 0 || w->rows < w->look)
		return result;
	w->look = w->rows + next_look(w->fold.count);
	if (r->threads > 1 && need(w->fold.count) > r->own_most) {
		(void)pthread_mutex_lock(&r->lock);
		join(r, w);
		(void)pthread_mutex_unlock(&r->lock);
		return 0;
	}
	return check(r, w->fold.count, r->threads, e);
}

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct running *r = ctx;

	return cs_cli_read(r->cli, &r->batch[slot], e);
}

static int
work(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct running *r = ctx;
	struct worker *w = &r->worker[worker];
	struct cs_batch *b = &r->batch[slot];

	if (cs_batch_split(b, e) != 0 || cs_selector_run(&w->selector, &r->of->select, b, e) != 0)
		return -1;
	if (r->of->uses != 0)
		cs_vision_seen_add(&w->seen, b);
	if (cs_audit_fold_read(&w->fold, b, w->selector.mark, e) != 0)
		return -1;
	return (w->fold.count == &r->shared ? count_shared : count_own)(r, w, b, e);
}

static int
merge(void *ctx, unsigned worker, struct cs_err *e)
{
	struct running *r = ctx;
	struct worker *to = &r->worker[0], *from = &r->worker[worker];

	(void)e;
	if (from->fold.count == &r->shared && to->fold.count != &r->shared)
		join(r, to);
	cs_selector_add(&to->selector, &from->selector);
	cs_vision_seen_merge(&to->seen, &from->seen);
	cs_audit_fold_merge(&to->fold, &from->fold);
	return 0;
}

static void
note(void *arg, struct cs_str text)
{
	(void)arg;
	cs_msg_note("%.*s", CS_STR_ARG(text));
}

/* What was read and left out, on standard error and in the trace. */
static void
account(const struct running *r, struct cs_cli *cli)
{
	const struct worker *w = &r->worker[0];
	const struct cs_vision *v = cli->opt.vision;
	uint64_t bad = w->fold.eval.bad_cells;
	struct cs_buf b = CS_BUF_INIT;

	cs_selector_account(&w->selector, cli);
	if (r->of->uses != 0)
		cs_vision_seen_notes(&w->seen, v, note, NULL);
	if (bad != 0)
		cs_msg_note("%llu bad cell%s in what was computed", (unsigned long long)bad,
		    bad == 1 ? "" : "s");
	cli->count.used = w->fold.rows_reported;
	if (w->fold.first <= w->fold.last) {
		cs_cli_instant(cli, w->fold.first);
		cs_cli_instant(cli, w->fold.last);
	}
	if (v != NULL) {
		cs_buf_printf(
		    &b, "%s%s%.*s", v->source, v->says.n != 0 ? ": " : "", CS_STR_ARG(v->says));
		cs_cli_fact(cli, "vision", cs_buf_all(&b));
		cs_buf_reset(&b);
	}
	if (cli->opt.has_as_of) {
		cs_time_text(&b, cli->opt.as_of);
		cs_cli_fact(cli, "as_of", cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

/* Takes the counts of the first worker, which has all. */
static int
take_counts(struct running *r, struct cs_cli *cli, struct cs_err *e)
{
	struct cs_audit_fold *f = &r->worker[0].fold;

	account(r, cli);
	if (check(r, f->count, 1, e) != 0)
		return -1;
	r->c->count = *f->count;
	*f->count = (struct cs_audit_count){.layout = NULL};
	return 0;
}

int
cs_audit_census_run(struct cs_audit_census *c, struct cs_cli *cli, const struct cs_census *of,
    const struct cs_audit_question *q, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_batch, work, NULL, merge};
	unsigned threads = cli->opt.threads;
	size_t slots = cs_thread_slots(threads);
	struct running r = {.c = c, .of = of, .cli = cli, .threads = threads, .own_most = OWN_MOST};
	int result;

	*c = (struct cs_audit_census){.of = of};
	if (of->limits.bytes != 0 && of->limits.bytes / (threads + 1) < r.own_most)
		r.own_most = of->limits.bytes / (threads + 1);
	cs_audit_layout_make(&c->layout, &cli->arena, &of->scheme, &of->by, q);
	(void)pthread_mutex_init(&r.lock, NULL);
	r.worker = cs_mem_new0(threads, sizeof *r.worker);
	r.batch = cs_mem_new0(slots, sizeof *r.batch);
	for (unsigned i = 0; i < threads; i++) {
		cs_audit_fold_init(&r.worker[i].fold, &c->layout, of->job.span);
		if (of->uses != 0)
			cs_vision_seen_init(
			    &r.worker[i].seen, cli->opt.vision, of->uses, cs_reader_head(cli->in));
	}
	result = cs_thread_run(&plan, &r, threads, e);
	if (result == 0)
		result = take_counts(&r, cli, e);
	for (unsigned i = 0; i < threads; i++) {
		cs_audit_fold_finish(&r.worker[i].fold);
		cs_selector_finish(&r.worker[i].selector);
		cs_vision_seen_finish(&r.worker[i].seen);
	}
	for (size_t i = 0; i < slots; i++)
		cs_batch_finish(&r.batch[i]);
	cs_audit_count_finish(&r.shared);
	free(r.batch);
	free(r.worker);
	(void)pthread_mutex_destroy(&r.lock);
	return result;
}

void
cs_audit_census_finish(struct cs_audit_census *c)
{
	cs_audit_count_finish(&c->count);
}
