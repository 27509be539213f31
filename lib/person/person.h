/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One customer, and which records of any kind are about them. cs-privacy shows and erases these.
 *
 * A customer is known by one or more customer_ids and by identifiers: telephone numbers, addresses
 * and names that are given, or that the records of identities and customers have for them. An
 * identifier that such a record has for somebody else too (a switchboard, a namesake) is no
 * evidence: it is turned off, and said.
 *
 * A record is the customer's when
 *
 *	its customer_id is one of theirs, or written like a number or address and one of these; or
 *	it has none, or nothing but the number of its caller, and
 *	a column that reaches people (caller, id_value) holds one of their identifiers (a
 *	customer_id counts in id_value alone: a caller may be an extension of the same digits), or
 *	its contact_id is that of a record which is theirs by the rules above.
 *
 * Rejects are theirs when what could not be taken mentions them, and cells when a key of their
 * group names them.
 *
 * Files are looked at in passes, since any may come first: learn_names, learn_equal (records of
 * identities that name no customer), learn_shared, learn_contacts. Memory is the customer's own
 * identifiers and contacts, never the files'.
 */
#ifndef CS_PERSON_PERSON_H
#define CS_PERSON_PERSON_H

#include "base/map.h"
#include "person/mention.h"
#include "person/personal.h"
#include "rec/batch.h"

struct cs_person {
	struct cs_map id;	 /* customer_ids */
	struct cs_map contact;	 /* contact_ids */
	struct cs_mentions said; /* all identifiers, plain customer_ids first */
	uint32_t plain;		 /* how many these are */
	size_t shared;		 /* of these, turned off */
	struct cs_buf scratch;
};

/* Zeroed is empty; finish afterwards. */
void cs_person_finish(struct cs_person *p);

/*
 * The customer_ids, once and first; then telephone numbers, addresses and names that are known to
 * be theirs. Not empty. A customer_id that is a number with + or an address is both.
 */
void cs_person_add_ids(struct cs_person *p, const struct cs_str *id, size_t n);
void cs_person_add_identifier(struct cs_person *p, struct cs_str text, bool phone);

/* What records are, by their head. */
enum cs_view_kind {
	CS_VIEW_RECORDS, /* of contacts, identities, customers ... */
	CS_VIEW_CELLS,	 /* cell/cell.h */
	CS_VIEW_REJECTS, /* of cs-ingest */
};

/* A head, as what it says of people. */
struct cs_person_view {
	enum cs_view_kind kind;
	unsigned ncol;
	const struct cs_head *head;	       /* kept by reference */
	const struct cs_personal **personal;   /* by column */
	bool *text;			       /* by column: no number, instant or truth value */
	int customer, contact, id_kind, value; /* columns; -1: none. value: of identities */
	int same_kind, same_value;
	int name, account, caller; /* customer_name, account_id, caller */
};

/* Lives in the arena. */
void cs_person_view(struct cs_person_view *v, struct cs_arena *a, const struct cs_head *head);

/* The view has records that learn_names and learn_shared learn from. */
bool cs_person_names(const struct cs_person_view *v);

/* The passes, over split batches. */
void cs_person_learn_names(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b);
void cs_person_learn_equal(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b);
void cs_person_learn_shared(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b);
void cs_person_learn_contacts(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b);

/* Whether a record is the customer's. One thread at a time. */
bool cs_person_owns(
    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row);

/*
 * The least number of an identifier that can be meant in a column: plain customer_ids are meant
 * where people write and where people are named; a contact or an agent may have the same digits.
 */
uint32_t cs_person_least(const struct cs_person *p, const struct cs_person_view *v, unsigned col);

/* Whether the decoded value of a key of cells names the customer, or a contact of theirs. */
bool cs_person_is_key(
    const struct cs_person *p, const struct cs_person_view *v, unsigned col, struct cs_str text);

/* The decoded text of a cell: of the batch, or in the scratch of p, good until the next call. */
struct cs_str cs_person_text(struct cs_person *p, struct cs_str raw);

#endif
