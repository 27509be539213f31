/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that stand for others: see examples.h. */
#include "charge/examples.h"

#include <stdlib.h>

#include "base/mem.h"

void
cs_examples_finish(struct cs_examples *x)
{
	for (size_t i = 0; i < x->ngroup * x->most; i++)
		free(x->slot[i].id);
	free(x->slot);
	free(x->n);
	*x = (struct cs_examples){.most = x->most};
}

/* Room for a group, all of it empty. */
static void
reach(struct cs_examples *x, uint32_t group)
{
	const size_t had = x->ngroup;
	size_t n = had;

	if (group < had)
		return;
	x->n = cs_mem_grow(x->n, &n, (size_t)group + 1, sizeof *x->n);
	x->slot = cs_mem_resize(x->slot, n * x->most, sizeof *x->slot);
	x->ngroup = n;
	memset(x->n + had, 0, n - had);
	memset(x->slot + had * x->most, 0, (n - had) * x->most * sizeof *x->slot);
}

static bool
goes_before(int64_t handle_s, struct cs_str id, const struct cs_example *e)
{
	if (handle_s != e->handle_s)
		return handle_s > e->handle_s;
	return cs_str_cmp(id, cs_str(e->id, e->n)) < 0;
}

static void
set(struct cs_examples *x, struct cs_example *e, int64_t handle_s, struct cs_str id)
{
	if (id.n > e->cap) {
		x->bytes += id.n - e->cap;
		e->id = cs_mem_resize(e->id, id.n, 1);
		e->cap = (uint32_t)id.n;
	}
	if (id.n != 0)
		memcpy(e->id, id.p, id.n);
	e->n = (uint32_t)id.n;
	e->handle_s = handle_s;
}

void
cs_examples_add(struct cs_examples *x, uint32_t group, int64_t handle_s, struct cs_str id)
{
	struct cs_example *e, last;
	unsigned at;

	reach(x, group);
	e = x->slot + (size_t)group * x->most;
	at = x->n[group];
	if (at == x->most && !goes_before(handle_s, id, &e[at - 1]))
		return;
	x->n[group] = (uint8_t)(at < x->most ? at + 1 : at);
	/* The place behind the last, or that of the last: it moves to where the row belongs. */
	at = x->n[group] - 1U;
	last = e[at];
	for (; at > 0 && goes_before(handle_s, id, &e[at - 1]); at--)
		e[at] = e[at - 1];
	e[at] = last;
	set(x, &e[at], handle_s, id);
}

void
cs_examples_merge(struct cs_examples *x, const struct cs_examples *from, const uint32_t *map)
{
	for (uint32_t g = 0; g < from->ngroup; g++) {
		size_t n;
		const struct cs_example *e = cs_examples_of(from, g, &n);

		for (size_t i = 0; i < n; i++)
			cs_examples_add(x, map[g], e[i].handle_s, cs_str(e[i].id, e[i].n));
	}
}

const struct cs_example *
cs_examples_of(const struct cs_examples *x, uint32_t group, size_t *n)
{
	*n = group < x->ngroup ? x->n[group] : 0;
	return *n != 0 ? x->slot + (size_t)group * x->most : NULL;
}

size_t
cs_examples_bytes(const struct cs_examples *x)
{
	return x->bytes + x->ngroup * (x->most * sizeof *x->slot + 1);
}
