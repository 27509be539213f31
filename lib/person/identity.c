/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers and their equalities, put in order: see identity.h. */
#include "person/identity.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FEW = 16 }; /* sorted by insertion up to there */

/* Ids of either map stay below this, so that a node has a bit to spare. */
#define IDS_MOST (UINT32_C(1) << 30)
#define NAMED	 (UINT32_C(1) << 31)

/* An equality as it was said; a with NAMED: it is the customer that b belongs to. */
struct cs_identity_said {
	int64_t from, until;
	uint32_t a, b;
};

void
cs_identity_init(struct cs_identity *g, const struct cs_idkinds *kinds, unsigned shared)
{
	*g = (struct cs_identity){.kinds = kinds, .shared = shared};
}

void
cs_identity_finish(struct cs_identity *g)
{
	cs_map_finish(&g->account);
	cs_map_finish(&g->other);
	cs_buf_finish(&g->named);
	free(g->said);
	free(g->edge);
	free(g->first[0]);
	free(g->first[1]);
	*g = (struct cs_identity){.kinds = NULL};
}

void
cs_identity_equal(
    struct cs_identity *g, uint32_t a, uint32_t b, bool named, int64_t from, int64_t until)
{
	if (a >= 2 * IDS_MOST || b >= 2 * IDS_MOST)
		cs_mem_fail();
	if (named) {
		size_t id = a >> 1;

		if (id >= g->named.n) {
			size_t more = id + 1 - g->named.n;

			memset(cs_buf_reserve(&g->named, more), 0, more);
			g->named.n += more;
		}
		g->named.p[id] = 1;
	}
	if (a == b)
		return;
	g->dated = g->dated || from != CS_IDENTITY_EVER || until != CS_IDENTITY_NEVER;
	g->said = cs_mem_grow(g->said, &g->said_cap, g->nsaid + 1, sizeof *g->said);
	g->said[g->nsaid++] = (struct cs_identity_said){from, until, a | (named ? NAMED : 0), b};
}

bool
cs_identity_merges(const struct cs_identity *g, uint32_t node)
{
	return (node & CS_IDENTITY_OTHER) == 0 ||
	       g->kinds->merges[(unsigned char)cs_map_key(&g->other, node >> 1).p[0]];
}

/*
 * Whether a search may go from one node to the other. From an account only to where there may be
 * another one: not to what nobody else is said to have. count: equalities of each other node.
 */
static bool
leads(const struct cs_identity *g, uint32_t from, uint32_t to, const uint32_t *count)
{
	if ((from & CS_IDENTITY_OTHER) != 0 || (to & CS_IDENTITY_OTHER) == 0)
		return true;
	return count[to >> 1] > 1 && cs_identity_merges(g, to);
}

/* Calls for both ways of an equality: n[from] is counted, or the edge is put. */
static inline void
put_way(struct cs_identity *g, const struct cs_identity_said *s, bool back, const uint32_t *count,
    bool fill)
{
	uint32_t a = s->a & ~NAMED, from = back ? s->b : a, to = back ? a : s->b;
	uint32_t *at = &g->first[from & 1][from >> 1];

	if (!leads(g, from, to, count))
		return;
	if (fill)
		g->edge[*at] = (struct cs_identity_edge){.from = s->from,
		    .until = s->until,
		    .to = to,
		    .merges = cs_identity_merges(g, to),
		    .claims = back && (from & CS_IDENTITY_OTHER) == 0 && (s->a & NAMED) != 0};
	++*at;
}

static int
cmp_edge(const void *pa, const void *pb)
{
	const struct cs_identity_edge *a = pa, *b = pb;

	if (a->claims != b->claims)
		return a->claims ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->until > b->until) - (a->until < b->until);
}

static void
sort(struct cs_identity_edge *e, size_t n)
{
	if (n > FEW) {
		qsort(e, n, sizeof *e, cmp_edge);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct cs_identity_edge x = e[i];
		size_t k = i;

		for (; k > 0 && cmp_edge(&e[k - 1], &x) > 0; k--)
			e[k] = e[k - 1];
		e[k] = x;
	}
}

/* Sorts the edges of each node of a side and leaves out those that are there twice. */
static size_t
settle(struct cs_identity *g, int side, size_t nnode, size_t begin, size_t to)
{
	uint32_t *first = g->first[side];

	for (size_t i = 0; i < nnode; i++) {
		size_t end = first[i + 1], base = to;

		sort(g->edge + begin, end - begin);
		first[i] = (uint32_t)to;
		for (size_t k = begin; k < end; k++) {
			struct cs_identity_edge *e = &g->edge[k];

			if (to == base || cmp_edge(&g->edge[to - 1], e) != 0)
				g->edge[to++] = *e;
		}
		begin = end;
	}
	first[nnode] = (uint32_t)to;
	return to;
}

/* Counts become places: first[i] is where the edges of node i begin, as they are put. */
static uint32_t
places(uint32_t *first, size_t n, uint64_t at)
{
	for (size_t i = 0; i <= n; i++) {
		uint32_t count = first[i];

		if (at > UINT32_MAX)
			cs_mem_fail();
		first[i] = (uint32_t)at;
		at += count;
	}
	return first[n];
}

/* Putting moved each place to where the next begins: back again. */
static void
back(uint32_t *first, size_t n, uint32_t begin)
{
	memmove(first + 1, first, n * sizeof *first);
	first[0] = begin;
}

/* Both ways of all equalities. */
static void
put_all(struct cs_identity *g, const uint32_t *count, bool fill)
{
	for (size_t i = 0; i < g->nsaid; i++) {
		put_way(g, &g->said[i], false, count, fill);
		put_way(g, &g->said[i], true, count, fill);
	}
}

void
cs_identity_seal(struct cs_identity *g)
{
	size_t n0 = g->account.n, n1 = g->other.n, n;
	uint32_t *count = cs_mem_new0(n1 + 1, sizeof *count), middle, end;

	g->first[0] = cs_mem_new0(n0 + 1, sizeof **g->first);
	g->first[1] = cs_mem_new0(n1 + 1, sizeof **g->first);
	for (size_t i = 0; i < g->nsaid; i++) {
		const uint32_t ends[2] = {g->said[i].a & ~NAMED, g->said[i].b};

		for (int k = 0; k < 2; k++)
			if ((ends[k] & CS_IDENTITY_OTHER) != 0)
				count[ends[k] >> 1]++;
	}
	put_all(g, count, false);
	middle = places(g->first[0], n0, 0);
	end = places(g->first[1], n1, middle);
	g->edge = cs_mem_new((size_t)end + 1, sizeof *g->edge);
	put_all(g, count, true);
	free(g->said);
	free(count);
	g->said = NULL;
	g->nsaid = g->said_cap = 0;
	back(g->first[0], n0, 0);
	back(g->first[1], n1, middle);
	n = settle(g, 0, n0, 0, 0);
	n = settle(g, 1, n1, middle, n);
	g->edge = cs_mem_resize(g->edge, n + 1, sizeof *g->edge);
}

size_t
cs_identity_bytes(const struct cs_identity *g)
{
	size_t n = cs_map_bytes(&g->account) + cs_map_bytes(&g->other) + g->named.cap;

	n += g->said_cap * sizeof *g->said;
	if (g->first[1] != NULL)
		n += (g->account.n + g->other.n + 2) * sizeof **g->first +
		     g->first[1][g->other.n] * sizeof *g->edge;
	return n;
}
