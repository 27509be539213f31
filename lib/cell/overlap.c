/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned and done: see overlap.h. */
#include "cell/overlap.h"

#include <stdlib.h>

#include "base/mem.h"

enum { PIECE = 1 << 12 }; /* rows that a thread claims at a time */

void
cs_stints_finish(struct cs_stints *s)
{
	free(s->stint);
	cs_map_finish(&s->agent);
	*s = (struct cs_stints){.budget = s->budget};
}

static int
claim(struct cs_stints *s, struct cs_err *e)
{
	struct cs_stints_budget *b = s->budget;

	if (atomic_fetch_add(&b->used, PIECE) >= b->most && b->most != 0) {
		(void)cs_err_set(e, CS_EXIT_NOMEM,
		    "overlap(): more than %zu rows of agents do not fit into --mem", b->most);
		return cs_err_hint(e,
		    "give more, as in --mem 2G (%zu bytes a row); or count agents in parts, "
		    "each with all rows of its own",
		    (size_t)CS_STINT_BYTES);
	}
	s->claimed += PIECE;
	return 0;
}

int
cs_stints_add(
    struct cs_stints *s, const struct cs_stint *stint, struct cs_str agent, struct cs_err *e)
{
	if (s->n == s->claimed && claim(s, e) != 0)
		return -1;
	s->stint = cs_mem_grow(s->stint, &s->cap, s->n + 1, sizeof *s->stint);
	s->stint[s->n] = *stint;
	s->stint[s->n++].agent = cs_map_add(&s->agent, agent);
	return 0;
}

void
cs_stints_merge(struct cs_stints *s, struct cs_stints *from, const uint32_t *map)
{
	uint32_t *agent = cs_mem_new(from->agent.n, sizeof *agent);

	for (uint32_t i = 0; i < from->agent.n; i++)
		agent[i] = cs_map_add(&s->agent, cs_map_key(&from->agent, i));
	s->stint = cs_mem_grow(s->stint, &s->cap, s->n + from->n, sizeof *s->stint);
	for (size_t i = 0; i < from->n; i++) {
		struct cs_stint x = from->stint[i];

		x.agent = agent[x.agent];
		x.group = (x.bits & ((1U << CS_STINT_B) - 1)) != 0 ? map[x.group] : 0;
		s->stint[s->n++] = x;
	}
	s->claimed += from->claimed;
	free(agent);
	cs_stints_finish(from);
}

struct sorting {
	int (*less)(void *arg, uint32_t a, uint32_t b);
	void *arg;
};

static int
compare(const void *pa, const void *pb, void *arg)
{
	const struct cs_stint *a = pa, *b = pb;
	const struct sorting *s = arg;

	if (a->agent != b->agent)
		return a->agent < b->agent ? -1 : 1;
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return a->group == b->group ? 0 : s->less(s->arg, a->group, b->group);
}

void
cs_stints_sort(struct cs_stints *s, int (*less)(void *arg, uint32_t a, uint32_t b), void *arg)
{
	struct sorting sorting = {less, arg};

	if (s->n != 0)
		qsort_r(s->stint, s->n, sizeof *s->stint, compare, &sorting);
}

/* One side of an overlap as it passes by: what its rows cover, in pieces that do not lie over each
 * other. */
struct side {
	const struct cs_stint *stint;
	size_t n, next;
	uint32_t bit;
	bool *over;
	int64_t done; /* covered up to here */
	int64_t begin, end;
	uint32_t group;
};

/* Goes on to the next piece; false behind the last. */
static bool
step(struct side *s)
{
	while (s->next < s->n) {
		const struct cs_stint *x = &s->stint[s->next];
		bool first = s->done == INT64_MIN, over = !first && x->begin < s->done;

		s->next++;
		if ((x->bits & s->bit) == 0)
			continue;
		s->over[s->next - 1] |= over;
		if (!first && x->end <= s->done)
			continue;
		s->begin = over ? s->done : x->begin;
		s->end = s->done = x->end;
		s->group = x->group;
		return true;
	}
	return false;
}

/* The pieces of a from its next on that touch: where the stretch ends. */
static int64_t
stretch_end(struct side a)
{
	int64_t end = a.end;

	while (step(&a) && a.begin == end)
		end = a.end;
	return end;
}

struct sweep {
	struct side a, b;
	bool more_a, more_b;
	const struct cs_overlap *of;
};

/* Credits [from, to), which b covers, to the pieces of a in it; goes past pieces that end there. */
static void
give(struct sweep *s, int64_t from, int64_t to)
{
	while (s->more_a && s->a.begin < to) {
		int64_t begin = s->a.begin > from ? s->a.begin : from;
		int64_t end = s->a.end < to ? s->a.end : to;

		if (begin < end)
			s->of->credit(s->of->arg, s->a.group, begin, end);
		if (s->a.end > to)
			return;
		s->more_a = step(&s->a);
	}
}

/* One stretch of a: what b covers of it, and the gaps that are tolerated. */
static void
one_stretch(struct sweep *s)
{
	const int64_t tolerance = s->of->tolerance;
	int64_t begin = s->a.begin, end = stretch_end(s->a), covered = begin;
	bool any = false;

	while (s->more_b && s->b.end <= begin)
		s->more_b = step(&s->b);
	while (s->more_b && s->b.begin < end) {
		int64_t from = s->b.begin > covered ? s->b.begin : covered;

		if (from - covered <= tolerance)
			from = covered;
		covered = s->b.end < end ? s->b.end : end;
		give(s, from, covered);
		any = true;
		/* It may reach into the next stretch. */
		if (s->b.end > end)
			break;
		s->more_b = step(&s->b);
	}
	if (any && end - covered <= tolerance)
		give(s, covered, end);
	while (s->more_a && s->a.end <= end)
		s->more_a = step(&s->a);
}

void
cs_overlap_run(const struct cs_overlap *o, const struct cs_stint *stint, size_t n)
{
	struct sweep s = {.of = o};

	s.a = s.b = (struct side){.stint = stint, .n = n, .over = o->over, .done = INT64_MIN};
	s.a.bit = 1U << o->i;
	s.b.bit = 1U << (CS_STINT_B + o->i);
	s.more_a = step(&s.a);
	s.more_b = step(&s.b);
	while (s.more_a)
		one_stretch(&s);
}
