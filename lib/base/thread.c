/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop of thread.h: a monitor around a ring of slots.
 *
 * Blocks are numbered in the order of reading; block b is in slot b % slots. head <= next <= tail:
 * below head all is taken, below next all was given to a worker, below tail all was read. An error
 * is kept with its block and counts when its turn to be taken comes, so that which error is told
 * depends on the input and not on which thread was faster.
 */
#include "base/thread.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

enum state { FREE, READY, WORKING, DONE, FAILED };

struct slot {
	enum state state;
	struct cs_err err; /* of FAILED */
};

struct crew {
	const struct cs_thread_plan *plan;
	void *ctx;
	struct slot *slot;
	size_t slots;
	struct cs_err *e; /* the caller's; set once, when stopped */

	pthread_mutex_t lock;
	pthread_cond_t change; /* of anything below */
	uint64_t head, next, tail;
	unsigned idle;	      /* threads that wait */
	bool reading, taking; /* a thread is at it */
	bool ended;	      /* nothing more will be read */
	bool stopped;	      /* nothing more will be done */
	int result;
};

struct member {
	struct crew *crew;
	unsigned worker;
	pthread_t thread;
};

size_t
cs_thread_slots(unsigned threads)
{
	return threads <= 1 ? 1 : 2 * (size_t)threads + 2;
}

unsigned
cs_thread_cpus(void)
{
	cpu_set_t set;
	int n = 1;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > CS_THREAD_MOST ? CS_THREAD_MOST : (unsigned)n;
}

/* The next three are called with the lock held, leave it while they call back, and hold it
 * again. */

static void
take_one(struct crew *c)
{
	struct slot *s = &c->slot[c->head % c->slots];
	int r = 0;

	if (s->state == FAILED) {
		if (c->e != NULL && c->e->status == 0)
			*c->e = s->err;
		r = -1;
	} else if (c->plan->take != NULL) {
		c->taking = true;
		(void)pthread_mutex_unlock(&c->lock);
		r = c->plan->take(c->ctx, c->head % c->slots, &s->err);
		(void)pthread_mutex_lock(&c->lock);
		c->taking = false;
		if (r < 0 && c->e != NULL && c->e->status == 0)
			*c->e = s->err;
	}
	s->state = FREE;
	c->head++;
	if (r != 0) {
		c->stopped = true;
		c->result = r < 0 ? -1 : 0;
	}
}

static void
work_one(struct crew *c, unsigned worker)
{
	size_t i = c->next++ % c->slots;
	struct slot *s = &c->slot[i];
	int r;

	s->state = WORKING;
	(void)pthread_mutex_unlock(&c->lock);
	r = c->plan->work(c->ctx, worker, i, &s->err);
	(void)pthread_mutex_lock(&c->lock);
	s->state = r == 0 ? DONE : FAILED;
	c->ended |= r != 0;
}

static void
read_one(struct crew *c)
{
	size_t i = c->tail % c->slots;
	struct slot *s = &c->slot[i];
	int r;

	cs_err_clear(&s->err);
	c->reading = true;
	(void)pthread_mutex_unlock(&c->lock);
	r = c->plan->read(c->ctx, i, &s->err);
	(void)pthread_mutex_lock(&c->lock);
	c->reading = false;
	c->ended |= r <= 0;
	if (r == 0)
		return;
	s->state = r > 0 ? READY : FAILED;
	c->tail++;
}

static bool
can_take(const struct crew *c)
{
	enum state s = c->head < c->tail ? c->slot[c->head % c->slots].state : FREE;

	return !c->taking && (s == DONE || s == FAILED);
}

static bool
can_work(const struct crew *c)
{
	return c->next < c->tail && c->slot[c->next % c->slots].state == READY;
}

static bool
can_read(const struct crew *c)
{
	return !c->reading && !c->ended && c->tail - c->head < c->slots;
}

static bool
finished(const struct crew *c)
{
	return c->stopped || (c->ended && !c->reading && c->head == c->tail);
}

static void *
run(void *arg)
{
	const struct member *m = arg;
	struct crew *c = m->crew;

	(void)pthread_mutex_lock(&c->lock);
	while (!finished(c)) {
		if (can_take(c)) {
			take_one(c);
		} else if (can_work(c)) {
			work_one(c, m->worker);
		} else if (can_read(c)) {
			read_one(c);
		} else {
			c->idle++;
			(void)pthread_cond_wait(&c->change, &c->lock);
			c->idle--;
			continue;
		}
		if (c->idle != 0)
			(void)pthread_cond_broadcast(&c->change);
	}
	(void)pthread_cond_broadcast(&c->change);
	(void)pthread_mutex_unlock(&c->lock);
	return NULL;
}

/*
 * Where nothing is taken, no order has to be kept, and each thread works on what it has read
 * itself, always in the slot of its own: a block handed over is a block that the other processor
 * has to fetch, and blocks in many slots push each other out of the caches. Here tail counts the
 * blocks that were read, and head is the block of the error that is kept.
 */
static void *
run_apart(void *arg)
{
	const struct member *m = arg;
	struct crew *c = m->crew;
	struct cs_err *e = &c->slot[m->worker].err;
	uint64_t block = 0;
	int r;

	(void)pthread_mutex_lock(&c->lock);
	while (!c->ended) {
		block = c->tail++;
		cs_err_clear(e);
		r = c->plan->read(c->ctx, m->worker, e);
		c->ended |= r <= 0;
		if (r > 0) {
			(void)pthread_mutex_unlock(&c->lock);
			r = c->plan->work(c->ctx, m->worker, m->worker, e);
			(void)pthread_mutex_lock(&c->lock);
		}
		if (r < 0 && (c->result == 0 || block < c->head)) {
			c->result = -1;
			c->head = block;
			if (c->e != NULL && (c->e->status == 0 || c->stopped))
				*c->e = *e;
			c->stopped = true;
			c->ended = true;
		}
	}
	(void)pthread_mutex_unlock(&c->lock);
	return NULL;
}

/*
 * Starts the other members; gives how many there are then. Signals to the process are the first
 * one's business; SIGPIPE is of the thread that writes, and ends all as it does with one.
 */
static unsigned
start(struct member *m, struct crew *c, unsigned threads, void *(*how)(void *))
{
	sigset_t all, before;
	unsigned n;

	(void)sigfillset(&all);
	(void)sigdelset(&all, SIGPIPE);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	m[0] = (struct member){.crew = c, .worker = 0};
	for (n = 1; n < threads; n++) {
		m[n] = (struct member){.crew = c, .worker = n};
		if (pthread_create(&m[n].thread, NULL, how, &m[n]) != 0)
			break;
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return n;
}

int
cs_thread_run(const struct cs_thread_plan *plan, void *ctx, unsigned threads, struct cs_err *e)
{
	struct crew c = {.plan = plan,
	    .ctx = ctx,
	    .e = e,
	    .slots = cs_thread_slots(threads),
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .change = PTHREAD_COND_INITIALIZER};
	void *(*how)(void *) = plan->take != NULL ? run : run_apart;
	struct member m[CS_THREAD_MOST];
	unsigned n;

	c.slot = cs_mem_new0(c.slots, sizeof *c.slot);
	n = start(m, &c, threads < CS_THREAD_MOST ? threads : CS_THREAD_MOST, how);
	(void)how(&m[0]);
	while (--n > 0)
		(void)pthread_join(m[n].thread, NULL);
	free(c.slot);
	(void)pthread_cond_destroy(&c.change);
	(void)pthread_mutex_destroy(&c.lock);
	for (unsigned w = 1; c.result == 0 && plan->merge != NULL && w < threads; w++)
		c.result = plan->merge(ctx, w, e) != 0 ? -1 : 0;
	return c.result;
}
