/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs of groups, each in the order in which groups are reported, read side by side: which of them
 * is at the least. Equal groups come one after the other, in the order of the runs.
 *
 *	for (size_t i = 0; i < n; i++)
 *		cs_keyruns_add(&r, i, key of the first group of run i);
 *	while (r.n != 0) {
 *		... the group of run r.least[0] ...
 *		cs_keyruns_next(&r, there is another one in it);
 *	}
 *
 * Design. A binary heap of the runs, with the rank of the first key of each beside it
 * (cell/keys.h): two groups are mostly told apart without a look at their texts.
 */
#ifndef CS_CELL_KEYRUNS_H
#define CS_CELL_KEYRUNS_H

#include "cell/keys.h"

struct cs_keyruns {
	size_t *least; /* runs that are at a group, that of the least first */
	size_t n;
	/* Private. */
	const struct cs_key_def *def;
	unsigned nkey;
	struct cs_keyruns_at {
		const struct cs_str *key;
		struct cs_key_rank rank;
	} * at; /* by run */
	struct cs_buf scratch[2];
};

/* So many runs; the keys' definitions are kept by reference. */
void cs_keyruns_init(
    struct cs_keyruns *r, const struct cs_key_def *def, unsigned nkey, size_t nrun);
void cs_keyruns_finish(struct cs_keyruns *r); /* zeroed is fine */

/* A run that has groups: the raw keys of the one it is at stand at `key`, there and afterwards. */
void cs_keyruns_add(struct cs_keyruns *r, size_t run, const struct cs_str *key);

/* The least run has gone on to another group, which stands where the last did; or it has none. */
void cs_keyruns_next(struct cs_keyruns *r, bool another);

/* Whether another run is at the same group as the least. */
bool cs_keyruns_shared(const struct cs_keyruns *r);

#endif
