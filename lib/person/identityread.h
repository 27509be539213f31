/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of identities, read into a graph (person/identity). Records of any of these forms, with
 * dates or without, several files from several systems:
 *
 *	customer_id id_kind id_value [valid_from_at valid_to_at]
 *	id_kind id_value same_kind same_value [valid_from_at valid_to_at]
 *
 * The first says whose an identifier is, the second that two are the same one's. A row may say
 * both. Values are brought into the form of their kind (person/idkind) on the way. One that cannot
 * be read is counted and says nothing; what can never hold (it ends when it begins) as well. A row
 * that ends before it begins is an error, and so is a kind too many (CS_IDKIND_MOST: that column
 * is no kind).
 */
#ifndef CS_PERSON_IDENTITYREAD_H
#define CS_PERSON_IDENTITYREAD_H

#include "person/identity.h"

/* What was read, over all files. */
struct cs_identity_account {
	uint64_t rows;	     /* of them: */
	uint64_t unread;     /* an identifier is not in the form of its kind */
	uint64_t nothing;    /* no kind, no value, or nothing that it is equal to */
	uint64_t never;	     /* hold at no time */
	struct cs_buf first; /* the first that was not read: "file:line: phone '12x'"; raw */
};

/* Reads a file into g, adding to kinds, which are those of g. -1 with *e: 74, 65, or 2 for a column
 * that is missing. */
int cs_identity_read(struct cs_identity *g, struct cs_idkinds *kinds, const char *path,
    struct cs_identity_account *account, struct cs_err *e);

#endif
