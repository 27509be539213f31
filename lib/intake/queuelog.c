/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue_log's state machine: see queuelog.h. Lines are taken apart in queuelog_line.c. */
#include "intake/queuelog.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "intake/queuelog_line.h"

enum { FIRST_BUCKETS = 1024, TOLERANCE_S = 1 };

struct leg {
	struct leg *next; /* older ones of the same call */
	struct call *call;
	int64_t number;
	int64_t entered_s, answered_s, wait_s, ring_s, missed_n;
	struct cs_str queue;
	uint32_t agent; /* id in agents; CS_MAP_NONE: none */
	char text[];	/* the queue's name */
};

struct call {
	struct call *chain;	    /* in its bucket */
	struct call *older, *newer; /* by last event */
	struct leg *leg;	    /* open ones, newest first */
	uint64_t hash;
	int64_t last_s; /* its last event */
	int64_t nleg;	/* legs so far, ended ones too */
	bool consult;	/* an agent's, before a transfer */
	struct cs_str id, caller;
	char text[]; /* both */
};

struct cs_queuelog_private {
	struct call **bucket;
	size_t nbucket, ncall; /* a power of two */
	struct call *oldest, *newest;
	int64_t now_s; /* of the newest line */
	bool begun;
	struct cs_map agent;   /* names that were seen: bounded by the staff */
	struct leg **answered; /* by agent: the leg that the agent took last, while it is open */
	size_t answered_cap;
};

void
cs_queuelog_init(struct cs_queuelog *q, int64_t open_after_s,
    void (*emit)(void *arg, const struct cs_queuelog_leg *leg), void *arg)
{
	*q = (struct cs_queuelog){.emit = emit, .arg = arg, .open_after_s = open_after_s};
	q->p = cs_mem_new0(1, sizeof *q->p);
	q->p->nbucket = FIRST_BUCKETS;
	q->p->bucket = cs_mem_new0(q->p->nbucket, sizeof(struct call *));
}

/* --- calls and legs ------------------------------------------------------------------------- */

static void
unlink_age(struct cs_queuelog_private *p, struct call *c)
{
	*(c->older != NULL ? &c->older->newer : &p->oldest) = c->newer;
	*(c->newer != NULL ? &c->newer->older : &p->newest) = c->older;
}

static void
link_newest(struct cs_queuelog_private *p, struct call *c)
{
	c->newer = NULL;
	c->older = p->newest;
	*(p->newest != NULL ? &p->newest->newer : &p->oldest) = c;
	p->newest = c;
}

static void
touch(struct cs_queuelog_private *p, struct call *c, int64_t now_s)
{
	if (now_s > c->last_s)
		c->last_s = now_s;
	if (p->newest != c) {
		unlink_age(p, c);
		link_newest(p, c);
	}
}

static struct call *
find_call(const struct cs_queuelog_private *p, struct cs_str id)
{
	uint64_t hash = cs_map_hash(id);
	struct call *c = p->bucket[hash & (p->nbucket - 1)];

	while (c != NULL && (c->hash != hash || !cs_str_eq(c->id, id)))
		c = c->chain;
	return c;
}

static void
widen(struct cs_queuelog_private *p)
{
	size_t n = p->nbucket * 2;
	struct call **bucket = cs_mem_new0(n, sizeof *bucket), *c, *next;

	for (size_t i = 0; i < p->nbucket; i++) {
		for (c = p->bucket[i]; c != NULL; c = next) {
			next = c->chain;
			c->chain = bucket[c->hash & (n - 1)];
			bucket[c->hash & (n - 1)] = c;
		}
	}
	free(p->bucket);
	p->bucket = bucket;
	p->nbucket = n;
}

static struct call *
new_call(struct cs_queuelog_private *p, struct cs_str id, struct cs_str caller)
{
	struct call *c = cs_mem_new0(1, sizeof *c + id.n + caller.n);

	if (p->ncall >= p->nbucket)
		widen(p);
	memcpy(c->text, id.p, id.n);
	if (caller.n != 0)
		memcpy(c->text + id.n, caller.p, caller.n);
	c->id = cs_str(c->text, id.n);
	c->caller = cs_str(c->text + id.n, caller.n);
	c->hash = cs_map_hash(id);
	c->last_s = p->now_s;
	c->chain = p->bucket[c->hash & (p->nbucket - 1)];
	p->bucket[c->hash & (p->nbucket - 1)] = c;
	p->ncall++;
	link_newest(p, c);
	return c;
}

static struct leg *
new_leg(struct call *c, struct cs_str queue, int64_t entered_s)
{
	struct leg *l = cs_mem_new0(1, sizeof *l + queue.n);

	memcpy(l->text, queue.n != 0 ? queue.p : "", queue.n);
	l->queue = cs_str(l->text, queue.n);
	l->entered_s = entered_s;
	l->answered_s = l->wait_s = l->ring_s = CS_QUEUELOG_NONE;
	l->agent = CS_MAP_NONE;
	l->call = c;
	l->number = ++c->nleg;
	l->next = c->leg;
	c->leg = l;
	return l;
}

static void
free_leg(struct cs_queuelog_private *p, struct leg *l)
{
	struct leg **at = &l->call->leg;

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	if (l->agent != CS_MAP_NONE && p->answered[l->agent] == l)
		p->answered[l->agent] = NULL;
	free(l);
}

static void
free_call(struct cs_queuelog_private *p, struct call *c)
{
	struct call **at = &p->bucket[c->hash & (p->nbucket - 1)];

	while (c->leg != NULL)
		free_leg(p, c->leg);
	while (*at != c)
		at = &(*at)->chain;
	*at = c->chain;
	p->ncall--;
	unlink_age(p, c);
	free(c);
}

/* The open leg of a call in a queue; without one there its newest open leg; NULL: none is open. */
static struct leg *
find_leg(const struct call *c, struct cs_str queue)
{
	if (c == NULL)
		return NULL;
	for (struct leg *l = c->leg; l != NULL; l = l->next)
		if (cs_str_eq(l->queue, queue))
			return l;
	return c->leg;
}

/* --- legs that end -------------------------------------------------------------------------- */

static void
emit(struct cs_queuelog *q, struct leg *l, struct cs_queuelog_leg *out)
{
	out->contact_id = l->call->id;
	out->leg = l->number;
	out->queue = l->queue;
	out->caller = l->call->caller;
	out->consult = l->call->consult;
	out->entered_s = l->entered_s;
	out->answered_s = l->answered_s;
	out->wait_s = l->wait_s;
	out->ring_s = l->ring_s;
	out->missed_n = l->missed_n;
	if (l->agent != CS_MAP_NONE)
		out->agent = cs_map_key(&q->p->agent, l->agent);
	q->legs++;
	q->emit(q->arg, out);
	free_leg(q->p, l);
}

/* Gives up what had no event for too long: first the calls that are quiet longest. */
static void
give_up(struct cs_queuelog *q, int64_t before_s)
{
	struct cs_queuelog_private *p = q->p;

	while (p->oldest != NULL && p->oldest->last_s < before_s) {
		struct call *c = p->oldest;

		while (c->leg != NULL) {
			/* The oldest leg first. */
			struct leg *l = c->leg;
			struct cs_queuelog_leg out = {.disposition = "open",
			    .ended_s = CS_QUEUELOG_NONE,
			    .talk_s = CS_QUEUELOG_NONE};

			while (l->next != NULL)
				l = l->next;
			emit(q, l, &out);
		}
		free_call(p, c);
	}
}

void
cs_queuelog_end(struct cs_queuelog *q)
{
	give_up(q, INT64_MAX);
}

/* --- events --------------------------------------------------------------------------------- */

/* What is given wins; what the time stamps say is there for what is missing, and to compare. */
static int64_t
given_or(struct cs_queuelog *q, int64_t given, int64_t stamped)
{
	if (given == CS_QUEUELOG_NONE)
		return stamped;
	if (stamped != CS_QUEUELOG_NONE &&
	    (given > stamped + TOLERANCE_S || given < stamped - TOLERANCE_S))
		q->disagree++;
	return given;
}

static int64_t
between(int64_t from_s, int64_t to_s)
{
	if (from_s == CS_QUEUELOG_NONE || to_s == CS_QUEUELOG_NONE || to_s < from_s)
		return CS_QUEUELOG_NONE;
	return to_s - from_s;
}

static int64_t
before(int64_t at_s, int64_t span_s)
{
	return span_s == CS_QUEUELOG_NONE ? CS_QUEUELOG_NONE : at_s - span_s;
}

static uint32_t
agent_id(struct cs_queuelog_private *p, struct cs_str name)
{
	size_t had = p->agent.n;
	uint32_t id;

	if (name.n == 0)
		return CS_MAP_NONE;
	id = cs_map_add(&p->agent, name);
	if (p->agent.n != had) {
		p->answered =
		    cs_mem_grow(p->answered, &p->answered_cap, p->agent.n, sizeof *p->answered);
		p->answered[id] = NULL;
	}
	return id;
}

static void
enter(struct cs_queuelog *q, const struct cs_queuelog_event *ev)
{
	struct call *c = find_call(q->p, ev->callid);

	if (c == NULL)
		c = new_call(q->p, ev->callid, ev->caller);
	touch(q->p, c, ev->at_s);
	(void)new_leg(c, ev->queue, ev->at_s);
}

static void
connect_leg(struct cs_queuelog *q, const struct cs_queuelog_event *ev)
{
	struct call *c = find_call(q->p, ev->callid);
	struct leg *l;

	if (c == NULL)
		c = new_call(q->p, ev->callid, cs_str(NULL, 0));
	touch(q->p, c, ev->at_s);
	l = find_leg(c, ev->queue);
	/* Transferred here: no ENTERQUEUE in this queue. */
	if (l == NULL || !cs_str_eq(l->queue, ev->queue) || l->answered_s != CS_QUEUELOG_NONE)
		l = new_leg(c, ev->queue, before(ev->at_s, ev->hold_s));
	l->wait_s = given_or(q, ev->hold_s, between(l->entered_s, ev->at_s));
	l->ring_s = ev->ring_s;
	l->answered_s = ev->at_s;
	l->agent = agent_id(q->p, ev->agent);
	if (l->agent != CS_MAP_NONE)
		q->p->answered[l->agent] = l;
}

/* It rang at an agent who did not take it, while the call waited. */
static void
miss(const struct cs_queuelog *q, const struct cs_queuelog_event *ev)
{
	struct leg *l = find_leg(find_call(q->p, ev->callid), ev->queue);

	if (l != NULL && l->answered_s == CS_QUEUELOG_NONE)
		l->missed_n++;
}

/* The leg that an end event is about, made up of its durations when it began before the input. */
static struct leg *
leg_of_end(struct cs_queuelog *q, const struct cs_queuelog_event *ev)
{
	struct call *c = find_call(q->p, ev->callid);
	struct leg *l = find_leg(c, ev->queue);
	int64_t spans = ev->hold_s;
	uint32_t agent;

	if (ev->kind->to != 0 && (l == NULL || l->answered_s == CS_QUEUELOG_NONE)) {
		agent = agent_id(q->p, ev->agent);
		l = agent != CS_MAP_NONE ? q->p->answered[agent] : NULL;
		if (l != NULL && !cs_str_eq(l->queue, ev->queue))
			l = NULL;
		if (l != NULL && c != NULL && l->call != c)
			c->consult = true;
		if (l == NULL)
			q->orphans++;
		return l;
	}
	if (l != NULL)
		return l;
	q->orphans++;
	/* An end of what has ended already, or one that does not say how long it was. */
	if (c != NULL || spans == CS_QUEUELOG_NONE)
		return NULL;
	c = new_call(q->p, ev->callid, cs_str(NULL, 0));
	if (ev->talk_s != CS_QUEUELOG_NONE)
		spans += ev->talk_s;
	return new_leg(c, ev->queue, ev->at_s - spans);
}

static void
end_leg(struct cs_queuelog *q, const struct cs_queuelog_event *ev)
{
	const struct cs_queuelog_kind *kind = ev->kind;
	struct cs_queuelog_leg out = {.disposition = kind->disposition,
	    .ended_by = kind->ended_by,
	    .transfer = kind->transfer,
	    .transferred_to = ev->transferred_to,
	    .ended_s = ev->at_s,
	    .talk_s = CS_QUEUELOG_NONE};
	struct leg *l = leg_of_end(q, ev);

	if (l == NULL)
		return;
	touch(q->p, l->call, ev->at_s);
	if (kind->answered) {
		if (l->answered_s == CS_QUEUELOG_NONE) {
			l->answered_s = before(ev->at_s, ev->talk_s);
			l->agent = agent_id(q->p, ev->agent);
		}
		if (l->wait_s == CS_QUEUELOG_NONE)
			l->wait_s = given_or(q, ev->hold_s, between(l->entered_s, l->answered_s));
		out.talk_s = given_or(q, ev->talk_s, between(l->answered_s, ev->at_s));
	} else if (l->wait_s == CS_QUEUELOG_NONE) {
		l->wait_s = given_or(q, ev->hold_s, between(l->entered_s, ev->at_s));
	}
	emit(q, l, &out);
}

/* Came and was turned away before the queue: a leg that begins and ends at once. */
static void
turn_away(struct cs_queuelog *q, const struct cs_queuelog_event *ev)
{
	struct cs_queuelog_leg out = {.disposition = ev->kind->disposition,
	    .ended_by = ev->kind->ended_by,
	    .ended_s = ev->at_s,
	    .talk_s = CS_QUEUELOG_NONE,
	    .turned_away = true};
	struct call *c = find_call(q->p, ev->callid);

	if (c == NULL)
		c = new_call(q->p, ev->callid, cs_str(NULL, 0));
	touch(q->p, c, ev->at_s);
	emit(q, new_leg(c, ev->queue, ev->at_s), &out);
}

static void
count_event(struct cs_queuelog *q, struct cs_str name)
{
	size_t had = q->events.n;
	uint32_t id = cs_map_add(&q->events, name);

	if (q->events.n != had) {
		q->event_n =
		    cs_mem_grow(q->event_n, &q->event_cap, q->events.n, sizeof *q->event_n);
		q->event_n[id] = 0;
	}
	q->event_n[id]++;
}

enum cs_queuelog_line
cs_queuelog_add(struct cs_queuelog *q, struct cs_str line, struct cs_str *why)
{
	struct cs_queuelog_event ev;

	if (!cs_queuelog_parse(line, &ev, why))
		return CS_QUEUELOG_BAD;
	if (q->p->begun && ev.at_s < q->p->now_s)
		q->backwards++;
	if (!q->p->begun || ev.at_s > q->p->now_s)
		q->p->now_s = ev.at_s;
	q->p->begun = true;
	give_up(q, q->p->now_s - q->open_after_s);
	switch (ev.kind->act) {
	case CS_QUEUELOG_ENTER:
		enter(q, &ev);
		return CS_QUEUELOG_USED;
	case CS_QUEUELOG_CONNECT:
		connect_leg(q, &ev);
		return CS_QUEUELOG_USED;
	case CS_QUEUELOG_END:
		end_leg(q, &ev);
		return CS_QUEUELOG_USED;
	case CS_QUEUELOG_TURNED:
		turn_away(q, &ev);
		return CS_QUEUELOG_USED;
	case CS_QUEUELOG_MISSED:
		q->not_taken++;
		miss(q, &ev);
		break;
	case CS_QUEUELOG_OTHER:
		break;
	}
	count_event(q, ev.event);
	*why = ev.event;
	return CS_QUEUELOG_SKIPPED;
}

void
cs_queuelog_free(struct cs_queuelog *q)
{
	if (q->p == NULL)
		return;
	while (q->p->oldest != NULL)
		free_call(q->p, q->p->oldest);
	cs_map_finish(&q->p->agent);
	cs_map_finish(&q->events);
	free(q->event_n);
	free(q->p->answered);
	free(q->p->bucket);
	free(q->p);
	q->p = NULL;
}
