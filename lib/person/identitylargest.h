/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The customers with most identifiers: where a wrong merge shows. */
#ifndef CS_PERSON_IDENTITYLARGEST_H
#define CS_PERSON_IDENTITYLARGEST_H

#include "person/identity.h"

struct cs_identity_size {
	uint32_t customer; /* the account that names it */
	uint64_t accounts;
	uint64_t others; /* identifiers that belong to it directly, and to nobody else */
};

/*
 * The n customers of most accounts at an instant, among those of at least two; of as many, those of
 * more other identifiers, then by name. Gives how many there are. All equalities are gone through
 * once.
 */
size_t cs_identity_largest(
    const struct cs_identity *g, int64_t at, struct cs_identity_size *top, size_t n);

#endif
