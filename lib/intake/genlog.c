/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The phone contacts as an Asterisk queue_log: see gen.h. Each call that is in the house has its
 * next event in a heap, ordered by time; so memory is by calls at once. Calls outside business
 * hours never reach a queue and are not in the log.
 */
#include "intake/genworld.h"

#include <stdlib.h>

#include "base/mem.h"

struct event {
	int64_t at_s;
	struct cs_gen_contact c;
	enum { ENTER, RING, CONNECT, COMPLETE, LEAVE } kind;
};

struct cs_gen_log {
	const struct cs_gen *g;
	struct event *heap;
	size_t n, cap;
	uint64_t row;
	uint32_t slot;
	bool begun;
};

/* A ring that nobody answered, in about one of ten calls that wait for long enough. */
enum { RING_S = 5, RINGS_FROM_S = 12 };

struct cs_gen_log *
cs_gen_log_create(const struct cs_gen *g)
{
	struct cs_gen_log *log = cs_mem_new0(1, sizeof *log);

	log->g = g;
	return log;
}

void
cs_gen_log_destroy(struct cs_gen_log *log)
{
	if (log == NULL)
		return;
	free(log->heap);
	free(log);
}

/* Events at one second stand in the order of their calls. */
static bool
before(const struct event *a, const struct event *b)
{
	return a->at_s != b->at_s ? a->at_s < b->at_s : a->c.row < b->c.row;
}

static void
push(struct cs_gen_log *log, const struct event *e)
{
	size_t i = log->n++;

	log->heap = cs_mem_grow(log->heap, &log->cap, log->n, sizeof *log->heap);
	for (; i > 0 && before(e, &log->heap[(i - 1) / 2]); i = (i - 1) / 2)
		log->heap[i] = log->heap[(i - 1) / 2];
	log->heap[i] = *e;
}

static struct event
pop(struct cs_gen_log *log)
{
	struct event top = log->heap[0], e = log->heap[--log->n];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < log->n) {
		if (child + 1 < log->n && before(&log->heap[child + 1], &log->heap[child]))
			child++;
		if (!before(&log->heap[child], &e))
			break;
		log->heap[i] = log->heap[child];
		i = child;
	}
	log->heap[i] = e;
	return top;
}

static bool
rings_in_vain(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	return c->fate == CS_GEN_ANSWERED && c->wait_s >= RINGS_FROM_S &&
	       (cs_gen_random(g, 5, c->row) & 0xff) < 26;
}

/* What comes after an event of a call. */
static void
follow(struct cs_gen_log *log, struct event e)
{
	const struct cs_gen_contact *c = &e.c;

	switch (e.kind) {
	case ENTER:
		if (rings_in_vain(log->g, c)) {
			e.kind = RING;
			e.at_s = c->start_s + RING_S + 1;
			break;
		}
		/* fall through */
	case RING:
		e.kind = c->fate == CS_GEN_ANSWERED ? CONNECT : LEAVE;
		e.at_s = c->start_s + c->wait_s;
		break;
	case CONNECT:
		e.kind = COMPLETE;
		e.at_s += c->talk_s + c->hold_s;
		break;
	default:
		return;
	}
	push(log, &e);
}

static void
caller(const struct cs_gen *g, const struct cs_gen_contact *c, struct cs_buf *b)
{
	int64_t customer = cs_gen_customer(g, c);

	if (customer < 0)
		cs_buf_z(b, "anonymous");
	else
		cs_buf_printf(b, "+4930%09lld", (long long)customer + 1);
}

/* The line of an event: epoch|callid|queue|agent|EVENT|parameters. */
static void
write_event(const struct cs_gen *g, const struct event *e, struct cs_buf *b)
{
	const struct cs_gen_contact *c = &e->c;
	bool by_agent = c->cut || cs_gen_random(g, 4, c->row) >> 56 < 64;
	uint32_t agent = c->agent + 1;

	if (e->kind == RING)
		agent = agent % g->plan.agents + 1;
	cs_buf_printf(b, "%lld|%lld.%llu|%s|", (long long)e->at_s, (long long)c->start_s,
	    (unsigned long long)c->row + 1, cs_gen_queue_names[c->queue]);
	if (e->kind == ENTER || e->kind == LEAVE)
		cs_buf_z(b, "NONE|");
	else
		cs_buf_printf(b, "a%u|", agent);
	switch (e->kind) {
	case ENTER:
		cs_buf_z(b, "ENTERQUEUE||");
		caller(g, c, b);
		cs_buf_z(b, "|1\n");
		break;
	case RING:
		cs_buf_printf(b, "RINGNOANSWER|%d\n", RING_S * 1000);
		break;
	case CONNECT:
		cs_buf_printf(b, "CONNECT|%u|%lld.%llu|%u\n", c->wait_s, (long long)e->at_s,
		    (unsigned long long)c->row + 1, c->wait_s < 3 ? c->wait_s : 3);
		break;
	case COMPLETE:
		cs_buf_printf(b, "%s|%u|%u|1\n", by_agent ? "COMPLETEAGENT" : "COMPLETECALLER",
		    c->wait_s, c->talk_s + c->hold_s);
		break;
	case LEAVE:
		cs_buf_printf(b, "%s|1|1|%u\n",
		    c->fate == CS_GEN_ABANDONED ? "ABANDON" : "EXITWITHTIMEOUT", c->wait_s);
		break;
	}
}

/* All events before a time; the calls' next ones are put in. */
static void
write_until(struct cs_gen_log *log, int64_t at_s, struct cs_buf *b)
{
	while (log->n != 0 && log->heap[0].at_s < at_s) {
		struct event e = pop(log);

		write_event(log->g, &e, b);
		follow(log, e);
	}
}

bool
cs_gen_log_next(struct cs_gen_log *log, uint64_t n, struct cs_buf *b)
{
	const struct cs_gen *g = log->g;

	if (!log->begun) {
		cs_buf_i64(b, g->plan.start_day * CS_DAY_S);
		cs_buf_z(b, "|NONE|NONE|NONE|QUEUESTART|\n");
	}
	log->begun = true;
	if (log->row == g->plan.rows) {
		bool more = log->n != 0;

		write_until(log, INT64_MAX, b);
		return more;
	}
	for (; n > 0 && log->row < g->plan.rows; n--, log->row++) {
		struct event e = {.kind = ENTER};

		while (g->slot[log->slot + 1].first <= log->row)
			log->slot++;
		cs_gen_contact(g, log->row, log->slot, &e.c);
		e.at_s = e.c.start_s;
		write_until(log, e.at_s, b);
		if (!e.c.chat && e.c.fate != CS_GEN_CLOSED)
			push(log, &e);
	}
	return true;
}
