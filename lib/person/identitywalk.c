/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who an identifier belongs to at an instant: see identity.h.
 *
 * First upwards: from the identifier through others that are not accounts to every account that can
 * be reached. Then sideways: from accounts through accounts and what merges to the rest of the same
 * customers. Where a way leads along something that merges, both ends are one class; the classes
 * that hold accounts are the candidates. Both are closures, so the order of the search is nothing
 * to the answer.
 */
#include <stdlib.h>

#include "person/identity.h"

#define NOBODY UINT32_MAX

static bool
is_account(uint32_t node)
{
	return (node & CS_IDENTITY_OTHER) == 0;
}

static const struct cs_identity_edge *
edges(const struct cs_identity *g, uint32_t node, size_t *n)
{
	const uint32_t *first = &g->first[node & 1][node >> 1];

	*n = first[1] - first[0];
	return g->edge + first[0];
}

bool
cs_identity_holds(const struct cs_identity_edge *e, int64_t at)
{
	if (at ==
	    CS_IDENTITY_EVER) /* when it was nobody knows: what always holds, holds then too */
		return e->from == CS_IDENTITY_EVER && e->until == CS_IDENTITY_NEVER;
	return e->from <= at && at < e->until;
}

/*
 * The edges from a node to whoever has it: of an account the customers that are said to have it,
 * which are the first ones, and of anything else all.
 */
static const struct cs_identity_edge *
owners(const struct cs_identity *g, uint32_t node, size_t *n)
{
	const struct cs_identity_edge *e = edges(g, node, n);
	size_t low = 0, high = *n;

	if (!is_account(node))
		return e;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (e[middle].claims)
			low = middle + 1;
		else
			high = middle;
	}
	*n = low;
	return e;
}

/*
 * Whether more accounts have a node than may. Gives what that counts of the edges that a search may
 * read, which depends on the node alone.
 */
static size_t
count_owners(const struct cs_identity *g, uint32_t node, int64_t at, bool *shared)
{
	size_t n, count = 0;
	const struct cs_identity_edge *e = owners(g, node, &n);
	uint32_t last = NOBODY;

	*shared = n > CS_IDENTITY_LOOKED;
	if (*shared)
		return 1;
	for (size_t i = 0; i < n && count <= g->shared; i++) {
		if (e[i].to == last || !is_account(e[i].to) || !cs_identity_holds(&e[i], at))
			continue;
		last = e[i].to;
		count++;
	}
	*shared = count > g->shared;
	return n;
}

bool
cs_identity_is_shared(const struct cs_identity *g, uint32_t node, int64_t at)
{
	bool shared;

	(void)count_owners(g, node, at, &shared);
	return shared;
}

/* The place of a node among those seen, new or not; NOBODY: it is no identity. */
static uint32_t
meet(const struct cs_identity *g, struct cs_identity_walk *w, uint32_t node, bool merges, bool up)
{
	bool shared;

	for (uint32_t i = 0; i < w->nseen; i++)
		if (w->seen[i].node == node)
			return i;
	w->looked += count_owners(g, node, w->at, &shared);
	w->over = w->looked > CS_IDENTITY_LOOKED;
	if (shared || w->over)
		return NOBODY;
	w->over = w->nseen == CS_IDENTITY_MOST;
	if (w->over)
		return NOBODY;
	w->seen[w->nseen] = (struct cs_identity_seen){
	    .node = node, .class = (uint32_t)w->nseen, .best = NOBODY, .up = up, .merges = merges};
	return (uint32_t)w->nseen++;
}

static uint32_t
class_of(struct cs_identity_walk *w, uint32_t i)
{
	while (w->seen[i].class != i) {
		w->seen[i].class = w->seen[w->seen[i].class].class;
		i = w->seen[i].class;
	}
	return i;
}

static void
unite(struct cs_identity_walk *w, uint32_t i, uint32_t k)
{
	i = class_of(w, i);
	k = class_of(w, k);
	w->seen[i > k ? i : k].class = i > k ? k : i;
}

/* All ways from the i-th node seen that the search may go there. */
static void
expand(const struct cs_identity *g, struct cs_identity_walk *w, uint32_t i, bool up)
{
	const struct cs_identity_seen *s = &w->seen[i];
	size_t n;
	const struct cs_identity_edge *e = edges(g, s->node, &n);

	for (size_t k = 0; k < n && !w->over; k++) {
		uint32_t met;

		w->over = ++w->looked > CS_IDENTITY_LOOKED;
		if (!cs_identity_holds(&e[k], w->at) || (!up && !e[k].merges))
			continue;
		met = meet(g, w, e[k].to, e[k].merges, up && !is_account(e[k].to));
		if (met != NOBODY && s->merges && e[k].merges)
			unite(w, i, met);
	}
}

bool
cs_identity_is_better(const struct cs_identity *g, uint32_t a, uint32_t b)
{
	bool na = a < g->named.n && g->named.p[a] != 0, nb = b < g->named.n && g->named.p[b] != 0;

	if (na != nb)
		return na;
	return cs_str_cmp(cs_map_key(&g->account, a), cs_map_key(&g->account, b)) < 0;
}

/* The best account of each class, sorted by bytes. */
static void
name(const struct cs_identity *g, struct cs_identity_walk *w)
{
	for (uint32_t i = 0; i < w->nseen; i++) {
		uint32_t *best, account = w->seen[i].node >> 1;

		if (!is_account(w->seen[i].node))
			continue;
		best = &w->seen[class_of(w, i)].best;
		if (*best == NOBODY || cs_identity_is_better(g, account, *best))
			*best = account;
	}
	for (uint32_t i = 0; i < w->nseen; i++) {
		uint32_t best = w->seen[i].best;
		size_t k = w->n;

		if (w->seen[i].class != i || best == NOBODY)
			continue;
		for (; k > 0 && cs_str_cmp(cs_map_key(&g->account, w->customer[k - 1]),
				    cs_map_key(&g->account, best)) > 0;
		     k--)
			w->customer[k] = w->customer[k - 1];
		w->customer[k] = best;
		w->n++;
	}
}

/* Whether the customer's name is the node itself, or said to be equal to it. */
static bool
is_near(const struct cs_identity *g, const struct cs_identity_walk *w, uint32_t node)
{
	size_t n;
	const struct cs_identity_edge *e = edges(g, node, &n);

	if (node == w->customer[0] << 1)
		return true;
	for (size_t i = 0; i < n; i++)
		if (e[i].to == w->customer[0] << 1 && cs_identity_holds(&e[i], w->at))
			return true;
	return false;
}

enum cs_identity_state
cs_identity_at(const struct cs_identity *g, struct cs_identity_walk *w, uint32_t node, int64_t at)
{
	bool up = !is_account(node);

	w->n = w->nseen = w->looked = 0;
	w->near = w->over = false;
	w->at = at;
	if (meet(g, w, node, cs_identity_merges(g, node), up) == NOBODY)
		return w->over ? CS_IDENTITY_LARGE : CS_IDENTITY_SHARED;
	for (uint32_t i = 0; i < w->nseen && !w->over; i++)
		if (w->seen[i].up)
			expand(g, w, i, true);
	for (uint32_t i = 0; i < w->nseen && !w->over; i++)
		if (!w->seen[i].up)
			expand(g, w, i, false);
	if (w->over)
		return CS_IDENTITY_LARGE;
	name(g, w);
	if (w->n == 0)
		return CS_IDENTITY_UNKNOWN;
	w->near = w->n == 1 && is_near(g, w, node);
	return w->n == 1 ? CS_IDENTITY_FOUND : CS_IDENTITY_SEVERAL;
}
