/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of ids as ranks: see auditdense.h. */
#include "audit/auditdense.h"

#include <stdlib.h>

#include "audit/audit.h"
#include "base/mem.h"

struct slot {
	uint64_t v;
	uint32_t id; /* plus 1; 0: free */
};

static int
by_value(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	return (x->v > y->v) - (x->v < y->v);
}

static struct slot *
find(struct slot *slot, size_t mask, uint64_t v)
{
	size_t i = cs_map_hash_number(v) & mask;

	while (slot[i].id != 0 && slot[i].v != v)
		i = (i + 1) & mask;
	return &slot[i];
}

static struct slot *
grow(struct slot *old, size_t *mask)
{
	size_t before = *mask + 1;
	struct slot *slot;

	*mask = before * 4 - 1;
	slot = cs_mem_new0(*mask + 1, sizeof *slot);
	for (size_t i = 0; i < before; i++) {
		if (old[i].id != 0)
			*find(slot, *mask, old[i].v) = old[i];
	}
	free(old);
	return slot;
}

/* The same by hashing, where there may be very many. */
static size_t
dense_hashed(const struct cs_audit_pairs *p, uint32_t *rank, uint64_t *distinct)
{
	size_t mask = 255, many = 0, last = 0;
	struct slot *slot = cs_mem_new0(mask + 1, sizeof *slot);
	uint32_t *to;

	for (size_t i = 0; i < p->n; i++) {
		struct slot *s;

		rank[i] = CS_AUDIT_NOBODY;
		if (p->skip != NULL && p->skip[i])
			continue;
		if (many * 2 > mask)
			slot = grow(slot, &mask);
		s = find(slot, mask, p->v[i]);
		if (s->id == 0)
			*s = (struct slot){p->v[i], (uint32_t)++many};
		rank[i] = s->id - 1;
	}
	for (size_t i = 0; i <= mask; i++) {
		if (slot[i].id != 0)
			slot[last++] = slot[i];
	}
	qsort(slot, many, sizeof *slot, by_value);
	to = cs_mem_new(many + 1, sizeof *to);
	for (uint32_t i = 0; i < many; i++) {
		to[slot[i].id - 1] = i;
		distinct[i] = slot[i].v;
	}
	for (size_t i = 0; i < p->n; i++) {
		if (rank[i] != CS_AUDIT_NOBODY)
			rank[i] = to[rank[i]];
	}
	free(to);
	free(slot);
	return many;
}

/* Where all that could be are not many more than what there is, each has its place in a table. */
size_t
cs_audit_dense(const struct cs_audit_pairs *p, uint32_t *rank, uint64_t *distinct)
{
	enum { FEW = 1 << 16 };
	size_t many = 0, all = p->high * p->low;
	uint32_t *id;

	if (all > 4 * p->n + FEW)
		return dense_hashed(p, rank, distinct);
	id = cs_mem_new0(all + 1, sizeof *id);
	for (size_t i = 0; i < p->n; i++) {
		if (p->skip == NULL || !p->skip[i])
			id[(size_t)(p->v[i] >> 32) * p->low + (uint32_t)p->v[i]] = 1;
	}
	for (size_t at = 0; at < all; at++) {
		if (id[at] == 0)
			continue;
		distinct[many] = (uint64_t)(at / p->low) << 32 | at % p->low;
		id[at] = (uint32_t)many++;
	}
	for (size_t i = 0; i < p->n; i++) {
		bool skip = p->skip != NULL && p->skip[i];

		rank[i] = CS_AUDIT_NOBODY;
		if (!skip)
			rank[i] = id[(size_t)(p->v[i] >> 32) * p->low + (uint32_t)p->v[i]];
	}
	free(id);
	return many;
}
