/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads: order, one merge, the first error, an early stop; the same for any number of threads. */
#include "base/thread.h"

#include "../tap.h"

#include <unistd.h>

enum { SLOTS = 2 * CS_THREAD_MOST + 2, MANY = 7 };

/* A run over the numbers 0 .. blocks - 1. */
struct sum {
	long blocks;
	long read_fails, work_fails, take_fails, take_stops; /* at this number; -1: nowhere */
	long in[SLOTS], out[SLOTS];
	long next, taken;	    /* blocks so far */
	bool disorder;		    /* taken out of order */
	long state[CS_THREAD_MOST]; /* sums by worker */
	/* by worker: it is at work; its number was in use already */
	bool busy[CS_THREAD_MOST], shared[CS_THREAD_MOST];
};

static int
read_number(void *ctx, size_t slot, struct cs_err *e)
{
	struct sum *s = ctx;

	if (s->next == s->read_fails)
		return cs_err_set(e, CS_EXIT_IO, "read %ld", s->next);
	if (s->next == s->blocks)
		return 0;
	s->in[slot] = s->next++;
	return 1;
}

static int
work_number(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct sum *s = ctx;

	s->shared[worker] |= s->busy[worker];
	s->busy[worker] = true;
	if (s->in[slot] % 5 == 0)
		(void)usleep((unsigned)(s->in[slot] % 7) * 20);
	s->out[slot] = 2 * s->in[slot];
	s->state[worker] += s->out[slot];
	s->busy[worker] = false;
	if (s->in[slot] == s->work_fails ||
	    (s->work_fails >= 0 && s->in[slot] == s->work_fails + 1))
		return cs_err_set(e, CS_EXIT_DATA, "work %ld", s->in[slot]);
	return 0;
}

static int
take_number(void *ctx, size_t slot, struct cs_err *e)
{
	struct sum *s = ctx;

	s->disorder |= s->out[slot] != 2 * s->taken;
	if (s->taken == s->take_fails)
		return cs_err_set(e, CS_EXIT_IO, "take %ld", s->taken);
	if (s->taken == s->take_stops)
		return 1;
	s->taken++;
	return 0;
}

static int
merge_number(void *ctx, unsigned worker, struct cs_err *e)
{
	struct sum *s = ctx;

	(void)e;
	s->state[0] += s->state[worker];
	s->state[worker] = 0;
	return 0;
}

static int
merge_fails(void *ctx, unsigned worker, struct cs_err *e)
{
	(void)ctx;
	return worker == 2 ? cs_err_set(e, CS_EXIT_DATA, "merge %u", worker) : 0;
}

static const struct cs_thread_plan filter = {read_number, work_number, take_number, NULL};
static const struct cs_thread_plan adder = {read_number, work_number, NULL, merge_number};
static const struct cs_thread_plan bad_merge = {read_number, work_number, NULL, merge_fails};

static const struct {
	const char *what;
	const struct cs_thread_plan *plan;
	long blocks, read_fails, work_fails, take_fails, take_stops;
	const char *msg; /* "": no error */
	long taken;
} cases[] = {
    {"nothing to read", &filter, 0, -1, -1, -1, -1, "", 0},
    {"one block", &filter, 1, -1, -1, -1, -1, "", 1},
    {"many blocks", &filter, 500, -1, -1, -1, -1, "", 500},
    {"reading fails at once", &filter, 500, 0, -1, -1, -1, "read 0", 0},
    {"reading fails late", &filter, 500, 300, -1, -1, -1, "read 300", 300},
    {"work fails", &filter, 500, -1, 123, -1, -1, "work 123", 123},
    {"work fails before reading does", &filter, 500, 125, 123, -1, -1, "work 123", 123},
    {"taking fails", &filter, 500, -1, -1, 77, -1, "take 77", 77},
    {"taking fails before work does", &filter, 500, -1, 79, 77, -1, "take 77", 77},
    {"no more is wanted", &filter, 500, -1, -1, -1, 50, "", 50},
    {"one merge", &adder, 500, -1, -1, -1, -1, "", 0},
    {"no merge after an error", &adder, 500, -1, 400, -1, -1, "work 400", 0},
};

static void
test_case(size_t i, unsigned threads)
{
	static struct sum s;
	struct cs_err e = CS_ERR_INIT;
	bool shared = false;
	long all = 0;
	int r;

	s = (struct sum){.blocks = cases[i].blocks,
	    .read_fails = cases[i].read_fails,
	    .work_fails = cases[i].work_fails,
	    .take_fails = cases[i].take_fails,
	    .take_stops = cases[i].take_stops};
	r = cs_thread_run(cases[i].plan, &s, threads, &e);
	is_str(e.msg, cases[i].msg, "%s, %u threads: error", cases[i].what, threads);
	is_int(r, cases[i].msg[0] != '\0' ? -1 : 0, "value");
	is_int(s.taken, cases[i].taken, "blocks taken");
	ok(!s.disorder, "in order");
	for (unsigned w = 0; w < threads; w++) {
		all += s.state[w];
		shared |= s.shared[w];
	}
	ok(!shared, "no worker at two things at once");
	if (cases[i].msg[0] == '\0' && cases[i].take_stops < 0)
		is_int(cases[i].plan == &adder ? s.state[0] : all,
		    cases[i].blocks * (cases[i].blocks - 1), "the sum");
}

int
main(void)
{
	struct sum s = {.blocks = 9, .read_fails = -1, .work_fails = -1};
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (unsigned threads = 1; threads <= MANY; threads++)
			test_case(i, threads);
	is_int(cs_thread_run(&bad_merge, &s, 4, &e), -1, "a merge can fail");
	is_str(e.msg, "merge 2", "with its error");
	ok(cs_thread_cpus() >= 1, "there is a processor");
	is_int(cs_thread_slots(1), 1, "one thread needs one slot");
	ok(cs_thread_slots(4) > 4, "four need more than four");
	return done();
}
