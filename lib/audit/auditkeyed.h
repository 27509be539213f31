/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keys of counts as ranks.
 *
 * Group ids depend on which thread met what first; ranks of values by their bytes do not, so all
 * ids that an audit makes are made of ranks, and sums of reals are taken in the same order in every
 * run.
 *
 * The keys of time and work come before those of who works (audit/auditplan.c), so what groups have
 * of them in common, a kind, is a group of the keys up to there. There are some hundred kinds to a
 * million groups: periods and strata are made of kinds.
 *
 * Memory: 4 bytes a group, and 4 more for each key behind those of kinds.
 */
#ifndef CS_AUDIT_AUDITKEYED_H
#define CS_AUDIT_AUDITKEYED_H

#include "audit/auditcount.h"
#include "base/arena.h"

/* The keys of the counts. */
struct cs_audit_keyed {
	const struct cs_audit_count *c;
	const struct cs_by *by;
	size_t n; /* groups */
	unsigned nkey;
	unsigned nkind;	      /* keys of kinds: up to the last that is not of persons */
	size_t kinds;	      /* in the order of the ranks of their keys, */
	uint32_t *kind;	      /* by group */
	uint32_t **rank;      /* by key: by kind, or by group, the rank of its value */
	struct cs_str **name; /* by key and rank */
	uint32_t **id;	      /* by key and rank: of the value */
	bool forms;	      /* are strata */
	size_t nperiod;
	uint32_t *null; /* by key: the rank of NULL, or CS_AUDIT_NOBODY */
};

/* The rank of the value that a group has of a key. */
static inline uint32_t
cs_audit_rank(const struct cs_audit_keyed *k, unsigned key, size_t group)
{
	return k->rank[key][key < k->nkind ? k->kind[group] : group];
}

/*
 * Puts the groups of the counts in the order of the ranks of all their keys (cs_audit_count_order).
 * Names live in the arena, the rest until it is finished.
 */
void cs_audit_keyed_make(struct cs_audit_keyed *k, struct cs_arena *a, struct cs_audit_count *c);
void cs_audit_keyed_finish(struct cs_audit_keyed *k);

/*
 * order: those of from[0 .. n - 1] by at[], which is below `many`, stably, but for those whose at
 * is CS_AUDIT_NOBODY. Gives how many there are. Linear.
 */
size_t cs_audit_sort_by(
    const uint32_t *at, size_t many, const uint32_t *from, size_t n, uint32_t *order);

#endif
