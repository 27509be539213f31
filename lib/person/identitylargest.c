/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The customers with most identifiers: see identitylargest.h. */
#include "person/identitylargest.h"

#include <stdlib.h>

#include "base/mem.h"

#define NOBODY UINT32_MAX

/* Classes of accounts, and what is counted of each, by its account that stands for it. */
struct classes {
	const struct cs_identity *g;
	int64_t at;
	uint32_t *parent;
	uint32_t *best;
	uint64_t *accounts, *others;
	bool *shared; /* accounts that are no identity */
};

static uint32_t
class_of(struct classes *c, uint32_t i)
{
	while (c->parent[i] != i) {
		c->parent[i] = c->parent[c->parent[i]];
		i = c->parent[i];
	}
	return i;
}

static void
unite(struct classes *c, uint32_t i, uint32_t k)
{
	i = class_of(c, i);
	k = class_of(c, k);
	c->parent[i > k ? i : k] = i > k ? k : i;
}

/* An account, through its ways to other accounts. */
static void
join_account(struct classes *c, uint32_t id)
{
	const struct cs_identity *g = c->g;

	for (uint32_t k = g->first[0][id]; k < g->first[0][id + 1]; k++) {
		const struct cs_identity_edge *e = &g->edge[k];

		if ((e->to & CS_IDENTITY_OTHER) == 0 && cs_identity_holds(e, c->at) &&
		    !c->shared[e->to >> 1])
			unite(c, id, e->to >> 1);
	}
}

/* Another identifier: the classes of its accounts, or, where it merges, the one they become. */
static uint32_t
accounts_of(struct classes *c, uint32_t id, bool merge, bool *several)
{
	const struct cs_identity *g = c->g;
	uint32_t first = NOBODY;

	*several = false;
	for (uint32_t k = g->first[1][id]; k < g->first[1][id + 1]; k++) {
		const struct cs_identity_edge *e = &g->edge[k];

		if ((e->to & CS_IDENTITY_OTHER) != 0 || !cs_identity_holds(e, c->at))
			continue;
		if (first == NOBODY)
			first = e->to >> 1;
		else if (merge)
			unite(c, first, e->to >> 1);
		else
			*several = *several || class_of(c, first) != class_of(c, e->to >> 1);
	}
	return first;
}

static void
join_all(struct classes *c)
{
	const struct cs_identity *g = c->g;
	bool several;

	for (uint32_t i = 0; i < g->account.n; i++) {
		c->parent[i] = i;
		c->best[i] = i;
		c->shared[i] = cs_identity_is_shared(g, i << 1, c->at);
	}
	for (uint32_t i = 0; i < g->account.n; i++)
		if (!c->shared[i])
			join_account(c, i);
	for (uint32_t i = 0; i < g->other.n; i++) {
		uint32_t node = i << 1 | CS_IDENTITY_OTHER;

		if (cs_identity_merges(g, node) && !cs_identity_is_shared(g, node, c->at))
			(void)accounts_of(c, i, true, &several);
	}
}

static void
count_all(struct classes *c)
{
	const struct cs_identity *g = c->g;

	for (uint32_t i = 0; i < g->account.n; i++) {
		uint32_t k = class_of(c, i);

		c->accounts[k]++;
		if (cs_identity_is_better(g, i, c->best[k]))
			c->best[k] = i;
	}
	for (uint32_t i = 0; i < g->other.n; i++) {
		bool several;
		uint32_t account = accounts_of(c, i, false, &several);

		if (account != NOBODY && !several)
			c->others[class_of(c, account)]++;
	}
}

static bool
is_larger(
    const struct cs_identity *g, const struct cs_identity_size *a, const struct cs_identity_size *b)
{
	if (a->accounts != b->accounts)
		return a->accounts > b->accounts;
	if (a->others != b->others)
		return a->others > b->others;
	return cs_str_cmp(
		   cs_map_key(&g->account, a->customer), cs_map_key(&g->account, b->customer)) < 0;
}

size_t
cs_identity_largest(const struct cs_identity *g, int64_t at, struct cs_identity_size *top, size_t n)
{
	size_t accounts = g->account.n, found = 0;
	struct classes c = {.g = g,
	    .at = at,
	    .parent = cs_mem_new(accounts, sizeof *c.parent),
	    .best = cs_mem_new(accounts, sizeof *c.best),
	    .accounts = cs_mem_new0(accounts, sizeof *c.accounts),
	    .others = cs_mem_new0(accounts, sizeof *c.others),
	    .shared = cs_mem_new(accounts, sizeof *c.shared)};

	join_all(&c);
	count_all(&c);
	for (uint32_t i = 0; i < accounts; i++) {
		struct cs_identity_size size = {c.best[i], c.accounts[i], c.others[i]};
		size_t k;

		if (size.accounts < 2 || (found == n && !is_larger(g, &size, &top[n - 1])))
			continue;
		k = found < n ? found++ : n - 1;
		for (; k > 0 && is_larger(g, &size, &top[k - 1]); k--)
			top[k] = top[k - 1];
		top[k] = size;
	}
	free(c.parent);
	free(c.best);
	free(c.accounts);
	free(c.others);
	free(c.shared);
	return found;
}
