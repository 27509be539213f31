/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is at work in the service desk's queues, and how often it is whose turn: see gendesk.h. */
#include "intake/gendesk.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

enum {
	FIT_ROUNDS = 4, /* of weights, so that everybody has about as many contacts */
};

/* Adds those at work in a queue at that time; at last also those who should be off. */
static uint32_t
add_turns(const struct cs_gen *g, struct cs_gen_desk *d, size_t *cap, uint32_t at,
    const unsigned when[3], int ease)
{
	unsigned weekday = when[0], hour = when[1], q = when[2];
	uint32_t n = 0;

	for (uint32_t i = 0; i < g->plan.agents; i++) {
		const struct cs_gen_agent *a = &g->agent[i];

		if ((d->skill[i].queue[0] != q && d->skill[i].queue[1] != q) ||
		    (ease < 2 && !cs_gen_on_shift(a, hour)) ||
		    (ease < 1 && (cs_gen_days_off(a) >> weekday & 1) != 0))
			continue;
		d->turn = cs_mem_grow(d->turn, cap, at + n + 1, sizeof *d->turn);
		d->turn[at + n++].agent = i;
	}
	return n;
}

/* One place of the week: weekday, hour, queue. */
static void
each_crew(const struct cs_gen *g, struct cs_gen_desk *d,
    void (*visit)(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg),
    void *arg)
{
	for (unsigned w = 0; w < 7; w++)
		for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++)
			for (unsigned q = 0; q < CS_GEN_QUEUES; q++)
				visit(g, d, (unsigned[]){w, h, q}, arg);
}

struct turns {
	size_t cap;
	uint32_t n;
};

static void
make_crew(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg)
{
	struct cs_gen_crew *c = &d->crew[when[0]][when[1]][when[2]];
	struct turns *t = arg;

	c->at = t->n;
	for (int ease = 0; c->n == 0; ease++)
		c->n = add_turns(g, d, &t->cap, t->n, when, ease);
	t->n += c->n;
}

static uint32_t
weight_in(const struct cs_gen_skill *s, unsigned q)
{
	return s->weight[s->queue[0] != q];
}

/* The sums of weights along a crew. */
static void
sum_weights(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg)
{
	const struct cs_gen_crew *c = &d->crew[when[0]][when[1]][when[2]];
	uint64_t sum = 0, all = 0;

	(void)g;
	(void)arg;
	for (uint32_t i = 0; i < c->n; i++)
		all += weight_in(&d->skill[d->turn[c->at + i].agent], when[2]);
	for (uint32_t i = 0; i < c->n; i++) {
		sum += weight_in(&d->skill[d->turn[c->at + i].agent], when[2]);
		d->turn[c->at + i].upto = (uint32_t)((cs_u128)sum * UINT32_MAX / all);
	}
}

/* What is expected of each agent: contacts, in millionths of the week's, and of their home queue.
 */
struct load {
	uint64_t *all, *home;
	uint64_t queue_share[CS_GEN_QUEUES];
};

static void
add_load(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg)
{
	const struct cs_gen_crew *c = &d->crew[when[0]][when[1]][when[2]];
	struct load *l = arg;
	uint64_t come = d->answered[when[0]][when[1]] * l->queue_share[when[2]], before = 0;

	(void)g;
	for (uint32_t i = 0; i < c->n; i++) {
		const struct cs_gen_turn *t = &d->turn[c->at + i];
		uint64_t part = (uint64_t)((cs_u128)come * (t->upto - before) >> 32);

		l->all[t->agent] += part;
		if (d->skill[t->agent].queue[0] == when[2])
			l->home[t->agent] += part;
		before = t->upto;
	}
}

/*
 * Weights such that everybody has about as many contacts, however their shifts fall, and about
 * the share of the home queue that was meant: a few rounds of proportional fitting.
 */
static void
fit_weights(const struct cs_gen *g, struct cs_gen_desk *d)
{
	uint32_t n = g->plan.agents;
	struct load l = {0};

	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		l.queue_share[cs_gen_reasons[r].queue] += d->reason_share[r];
	l.all = cs_mem_new(n, sizeof *l.all);
	l.home = cs_mem_new(n, sizeof *l.home);
	for (int round = 0; round < FIT_ROUNDS; round++) {
		uint64_t mean = 0;

		memset(l.all, 0, n * sizeof *l.all);
		memset(l.home, 0, n * sizeof *l.home);
		each_crew(g, d, sum_weights, NULL);
		each_crew(g, d, add_load, &l);
		for (uint32_t i = 0; i < n; i++)
			mean += l.all[i];
		mean /= n;
		for (uint32_t i = 0; i < n; i++) {
			struct cs_gen_skill *s = &d->skill[i];
			uint64_t want[2] = {mean * s->home / 1000, mean * (1000u - s->home) / 1000};
			uint64_t got[2] = {l.home[i], l.all[i] - l.home[i]};

			for (int k = 0; k < 2; k++) {
				uint64_t w =
				    got[k] != 0
					? (uint64_t)((cs_u128)s->weight[k] * want[k] / got[k])
					: s->weight[k];

				s->weight[k] = w < 1000	      ? 1000
					       : w > 20000000 ? 20000000
							      : (uint32_t)w;
			}
		}
	}
	each_crew(g, d, sum_weights, NULL);
	free(l.all);
	free(l.home);
}

void
cs_gen_crews(const struct cs_gen *g, struct cs_gen_desk *d)
{
	struct turns turns = {0};

	each_crew(g, d, make_crew, &turns);
	fit_weights(g, d);
}
