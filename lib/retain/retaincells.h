/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sums of a run of cs-retain as a stream of records (retain/sumcells.h): what shards hand to
 * each other.
 *
 *	kind	reason	part	t	value
 *	meta	\N	version	\N	1
 *	said	\N	mode	\N	curve
 *	said	\N	as_of	\N	2026-10-05T17:00:00Z
 *	said	\N	leaving	\N	left_at
 *	key	\N	reason	\N	id
 *	meta	\N	first	\N	2025-01-01T08:00:00Z
 *	shard	\N	part-000.tsv	\N	2375
 *	count	\N	in	\N	912
 *	cell	billing	left_days	31	5
 *	end	\N	cells	\N	1
 *	end	\N	crc32	\N	5d1bc2a0
 *
 * What a run says of itself: its mode, as-of, rule of leaving, what chose the rows, and what the
 * mode adds.
 *
 * A customer must be in one shard only (cs-part --by customer_id).
 */
#ifndef CS_RETAIN_RETAINCELLS_H
#define CS_RETAIN_RETAINCELLS_H

#include "retain/retain.h"

/* For cs_sumcells_open. */
extern const struct cs_sumcells_kind cs_retaincells_kind;

/* What a run says beside its sums: the first instant that may be time zero, and its shards. */
struct cs_retaincells_run {
	int64_t zero_first; /* CS_INSTANT_MAX: none */
	struct cs_shards shards;
};

/* Writes all: r with its said, keys, counts and instants, and sums. -1 with *e: 2 a key has
 * the name of a column of cells; 74. */
int cs_retaincells_write(const struct cs_retain *r, const struct cs_retaincells_run *run,
    const struct cs_sumstore *s, struct cs_writer *out, struct cs_err *e);

/* What all parts say, once they were read: counts and instants to r, the rest to *run, which has
 * the shards from then on. */
void cs_retaincells_take(
    struct cs_sumcells *c, struct cs_retain *r, struct cs_retaincells_run *run);

#endif
