/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts that stand for others: of each group of the sums the rows with the longest
 * handle time, known by their contact_id alone. Which rows these are does not depend on their order
 * or on threads: longer goes first, then the smaller bytes.
 *
 * Within a group all rows have the same prices, so the dearest of a unit are among them. Memory is
 * groups x how many are kept, never contacts.
 */
#ifndef CS_CHARGE_EXAMPLES_H
#define CS_CHARGE_EXAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct cs_example {
	int64_t handle_s; /* -1: not known */
	char *id;	  /* raw; owned */
	uint32_t n, cap;  /* its bytes, and those there are */
};

struct cs_examples {
	unsigned most;		 /* of a group; 0: none are kept */
	struct cs_example *slot; /* most of each group, the first in front */
	uint8_t *n;		 /* by group */
	size_t ngroup;		 /* there is room for so many */
	size_t bytes;		 /* of ids */
};

enum { CS_EXAMPLES_MOST = 100 };

/* Zeroed but for most it is empty. */
void cs_examples_finish(struct cs_examples *x);

/* Adds a row of a group; it is copied where it is kept. */
void cs_examples_add(struct cs_examples *x, uint32_t group, int64_t handle_s, struct cs_str id);

/* Adds all of from, whose group g is map[g] here. */
void cs_examples_merge(struct cs_examples *x, const struct cs_examples *from, const uint32_t *map);

/* Those of a group: *n of them, which may be 0. */
const struct cs_example *cs_examples_of(const struct cs_examples *x, uint32_t group, size_t *n);

/* Bytes held: what memory limits count. */
size_t cs_examples_bytes(const struct cs_examples *x);

#endif
