/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pairs of ids as ranks among those pairs that there are: how an audit makes ids of units and
 * strata of the ids of their parts, whatever the order in which these came.
 */
#ifndef CS_AUDIT_AUDITDENSE_H
#define CS_AUDIT_AUDITDENSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* n pairs, each high << 32 | low. */
struct cs_audit_pairs {
	const uint64_t *v;
	const bool *skip; /* by pair: it has no rank; NULL: all have one */
	size_t n;
	size_t high, low; /* the parts are below these */
};

/*
 * The rank of each pair, from 0, by its value; CS_AUDIT_NOBODY where it is skipped. Gives how many
 * different ones there are, and them in *distinct, which has room for n. Linear in n, but for a
 * sort of the different ones where there might be far more of them than n.
 */
size_t cs_audit_dense(const struct cs_audit_pairs *p, uint32_t *rank, uint64_t *distinct);

#endif
