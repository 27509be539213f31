/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums: for every group (a value of each key), part and time a whole number, exact to 128 bits. All
 * that modes of cs-retain count is this, so that threads, shards and tools merge by adding, in any
 * order:
 *
 *	rows(merge(sums(shard), ...)) = the run over all of the input, byte for byte.
 *
 * A part is what is counted, by a small number with a name ("left", "censored", "revenue"); t is
 * anything whole that is counted apart: days since time zero, months (retain/horizon.h), a window's
 * number, a class; 0 where there is nothing to be told apart. Sums of squares and of products are
 * parts of their own.
 *
 * Keys are the run's --by keys, then those of the mode (strata, a status at the landmark, the side
 * of a comparison). A group is found step by step, the value of one key after the other, and what
 * is found is a small number that may be kept for the next customer of the same kind:
 *
 *	g = cs_sums_step(s, 0, 0, CS_STR("billing"));
 *	g = cs_sums_step(s, 1, g, CS_STR("solved"));
 *	cs_sums_add(s, g, LEFT, days, 1);
 *
 * Only groups of all keys can be added to.
 *
 * Design. A table of open addressing from (group, part, t) in 64 bits to a number of 64, 16 bytes a
 * slot; what does not fit into that is kept apart in 128 bits, and the number is the sum of both.
 * One table a thread. Memory is groups x parts x different times, never customers.
 *
 * Tables outgrow the caches, and then every number that is added waits for memory: of --uplift over
 * a million customers that was a quarter of all work. So what is added waits a while first, and its
 * slot is asked for; by the time it is its turn, memory has answered, and those behind it are on
 * their way. With that, and slots of 16 bytes in place of 24, it is a fifth of what it was.
 */
#ifndef CS_RETAIN_SUMS_H
#define CS_RETAIN_SUMS_H

#include "base/num.h"
#include "cell/keys.h"

enum {
	CS_SUMS_PARTS = 255,
	CS_SUMS_T_MIN = -(1 << 23), /* what t may be */
	CS_SUMS_T_MAX = (1 << 23) - 1,
};

/* What there is to count: of the run, for all of its sums. */
struct cs_sums_form {
	const struct cs_key_def *key; /* names, and types for the order; may be NULL for n = 0 */
	unsigned nkey;
	const char *const *part; /* names, [a-z0-9_]+, by number */
	unsigned npart;
};

struct cs_sums {
	const struct cs_sums_form *form;
	struct cs_keys keys;
	size_t n;  /* numbers there are, after cs_sums_sort */
	bool over; /* something ran over 128 bits */
	/* Private. */
	struct cs_sums_table {
		struct cs_sums_slot *slot;
		size_t mask, n; /* slots - 1, or 0; those in use */
	} low, far;		/* numbers; where in wide the rest of one is */
	cs_i128 *wide;
	size_t wide_cap;
	struct cs_sums_slot *wait; /* what is to be added */
	unsigned turn;		   /* whose turn it is there */
	/* In order, after cs_sums_sort. */
	struct cs_sum *sum;
	uint32_t *order; /* groups, as they are reported */
	size_t ngroup;
	size_t *first; /* by place in order: its first sum; one more at the end */
};

/* One number, after cs_sums_sort. */
struct cs_sum {
	uint32_t group;
	uint8_t part;
	int32_t t;
	cs_i128 v;
};

/* The form is kept by reference. */
void cs_sums_init(struct cs_sums *s, const struct cs_sums_form *form);
void cs_sums_finish(struct cs_sums *s);

/* The group that takes the value raw (a canonical raw cell, \N: NULL) of key number `key` after
 * group g of the keys before; g = 0 for key 0. Without keys there is group 0. */
static inline uint32_t
cs_sums_step(struct cs_sums *s, unsigned key, uint32_t g, struct cs_str raw)
{
	return cs_keys_step(&s->keys, key, g, cs_map_add(&s->keys.value[key], raw));
}

/* Adds v. t outside of what it may be is the caller's mistake (asserted). */
void cs_sums_add(struct cs_sums *s, uint32_t group, unsigned part, int32_t t, int64_t v);
void cs_sums_add128(struct cs_sums *s, uint32_t group, unsigned part, int32_t t, cs_i128 v);

/* Adds all of from, whose form has the same keys and parts. */
void cs_sums_merge(struct cs_sums *s, const struct cs_sums *from);

/*
 * Puts groups in the order in which they are reported (by the keys, NULL last) and the sums of each
 * by part and t. Nothing may be added afterwards. -1 with *e (65): a number ran over.
 */
int cs_sums_sort(struct cs_sums *s, struct cs_err *e);

/* After cs_sums_sort: value of key `key` of the i-th group, raw. */
struct cs_str cs_sums_key(const struct cs_sums *s, size_t i, unsigned key);

/* After cs_sums_sort: the sums of a part of the i-th group, by t; *n of them, which may be 0. */
const struct cs_sum *cs_sums_part(const struct cs_sums *s, size_t i, unsigned part, size_t *n);

/* After cs_sums_sort: one number; 0 where nothing was added. */
cs_i128 cs_sums_get(const struct cs_sums *s, size_t i, unsigned part, int32_t t);

/* After cs_sums_sort: whether the i-th group has the same first n keys as the one before. For
 * what is rendered over the last keys of a run's groups. */
bool cs_sums_same(const struct cs_sums *s, size_t i, unsigned n);

/* Bytes held: what memory limits count. */
size_t cs_sums_bytes(const struct cs_sums *s);

#endif
