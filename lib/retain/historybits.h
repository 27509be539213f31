/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the kind and the flags of a fact stand in a visit (desk/visits.h): the inside of the history.
 * The kind is in the group as well, since each has keys of its own.
 */
#ifndef CS_RETAIN_HISTORYBITS_H
#define CS_RETAIN_HISTORYBITS_H

#include "retain/history.h"

enum { CS_FACT_KIND_BITS = 3 };

static inline uint32_t
cs_fact_bits(enum cs_fact_kind kind, unsigned flags)
{
	return (uint32_t)flags << CS_FACT_KIND_BITS | (uint32_t)kind;
}

static inline enum cs_fact_kind
cs_fact_kind_of(uint32_t bits)
{
	return (enum cs_fact_kind)(bits & ((1U << CS_FACT_KIND_BITS) - 1));
}

static inline uint32_t
cs_fact_group(enum cs_fact_kind kind, uint32_t group)
{
	return group * CS_FACTS + (uint32_t)kind;
}

/* The group in which all keys are NULL. */
static inline uint32_t
cs_history_no_keys(struct cs_keys *k)
{
	uint32_t g = 0;

	for (unsigned i = 0; i < k->n; i++)
		g = cs_keys_step(k, i, g, cs_map_add(&k->value[i], CS_STR("\\N")));
	return g;
}

#endif
