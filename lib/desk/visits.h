/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contacts of identified customers, kept until all of the input was read, because what follows
 * a contact may stand anywhere in it.
 *
 * Design. A contact is about 18 bytes: 8 of the hash of its customer, 6 of that of its contact id,
 * and its time, group and whatever else is asked for as differences to the contact before. They
 * are dealt by ten more bits of the customer's hash to 1024 piles (base/piles.h), so that all
 * contacts of a customer are in one, each pile is small enough to be sorted in the cache, threads
 * can take a pile each, and what is beyond --mem goes to disk and comes back pile by pile.
 *
 * Hashes stand for names: of 74 bits for customers (among a hundred million the chance that two
 * fall together is 3 in 10^7), and of 47 bits for contact ids, which are only held against others
 * of the same customer. Contacts that begin at the same instant are in the order of these hashes,
 * so that nothing depends on the order of the input; those without an id come behind. Where it
 * matters (chains), these, and rows of one contact, are in the order of the hashes of their
 * records.
 */
#ifndef CS_DESK_VISITS_H
#define CS_DESK_VISITS_H

#include "base/piles.h"

enum {
	CS_VISIT_PILES = 1024,
	CS_VISIT_ROW_BITS = 24, /* of cs_visit.row: the row in the batch; above it, which batch */
	CS_VISIT_CONTACT_BITS = 47, /* of the hash of a contact id */
};

/* In cs_visit.contact, above the hashes: it has no id, and is one by its place in the input. */
#define CS_VISIT_NO_ID (UINT64_C(1) << CS_VISIT_CONTACT_BITS)

/* A value that a row does not have. */
#define CS_VISIT_NULL  INT64_MIN

/* What is kept of each beside who and when. */
struct cs_visit_form {
	unsigned nvalue; /* numbers */
	bool row;	 /* its place in the input, and the hash of its record */
	bool text;	 /* some bytes */
};

struct cs_visit {
	uint64_t customer; /* hash, with the number of the pile */
	uint64_t contact;  /* hash, or CS_VISIT_NO_ID and its place */
	int64_t at;	   /* instant */
	uint64_t row;	   /* place in the input, where it is kept; else 0 */
	uint32_t record;   /* hash of all that the record says, kept where the place is */
	uint32_t group;	   /* credited with what follows; CS_GROUP_NONE: it only follows */
	uint32_t bits;	   /* of the statistics that count it */
	uint32_t more;	   /* where its values and its text are: cs_visit_value, cs_visit_text */
	bool leg;	   /* no contact of its own, but a further leg of the one with its hash */
};

/* Two independent hashes of a name. */
struct cs_visit_hash {
	uint64_t half[2];
};
struct cs_visit_hash cs_visit_hash(struct cs_str name);

/* Contacts of one thread, and of those merged into it. */
struct cs_visits {
	struct cs_visit_form form;
	struct cs_visits_part {
		struct cs_piles piles;
		uint32_t *map; /* of its groups to those of today; NULL: as they are */
		size_t nmap;
	} * part;
	size_t npart, cap;
	struct cs_visit_last *last; /* by pile: the one before */
	uint64_t n;		    /* contacts, legs not counted */
};

/* most: bytes beyond which they are written to scratch; 0: never, and scratch may be NULL. */
void cs_visits_init(
    struct cs_visits *v, const struct cs_visit_form *form, size_t most, struct cs_scratch *scratch);
void cs_visits_finish(struct cs_visits *v);

/*
 * Adds x, to a pile that its customer's other hash half chose (any number): x->more is not looked
 * at. value: form.nvalue of them; text where form.text says so. -1 with *e (74).
 */
int cs_visits_add(struct cs_visits *v, uint64_t pile, const struct cs_visit *x,
    const int64_t *value, struct cs_str text, struct cs_err *e);

/*
 * Moves all of from into v, whose form is the same; group g of from is map[g] in v (copied, n
 * entries; NULL: the same). from is empty afterwards, and still to be finished.
 */
void cs_visits_merge(struct cs_visits *v, struct cs_visits *from, const uint32_t *map, size_t n);

/* True when some were written to disk. */
bool cs_visits_spilled(const struct cs_visits *v);

/* Writes all that is still in memory to disk, if some is there already. -1 with *e (74). */
int cs_visits_settle(struct cs_visits *v, struct cs_err *e);

/* A pile, or a part of it, in memory. Zeroed is empty. */
struct cs_visit_pile {
	struct cs_visit *visit; /* by customer, time, contact, row */
	size_t n;
	int64_t *value;
	struct cs_buf text;
	/* Private. */
	struct cs_visit *other;
	size_t cap, other_cap, value_cap, place_cap, next_cap, nmore;
	struct cs_visit_place *place; /* of texts */
	size_t *next;
	struct cs_buf bytes;
};
void cs_visit_pile_finish(struct cs_visit_pile *p);

/*
 * Reads the contacts of a pile whose customers' hashes have `part` in their leading `bits`, sorts
 * them. -1 with *e (74).
 */
int cs_visits_load(const struct cs_visits *v, unsigned pile, unsigned bits, uint64_t part,
    struct cs_visit_pile *p, struct cs_err *e);

/*
 * In how many parts (2^*bits) a pile must be loaded so that each fits into most bytes. Nothing is
 * cut as long as everything is in memory, nor for most = 0. -1 with *e (71): the contacts of few
 * customers alone are more.
 */
int cs_visits_split(
    const struct cs_visits *v, unsigned pile, size_t most, unsigned *bits, struct cs_err *e);

/* Frees what memory holds of a pile that was loaded for the last time. */
void cs_visits_drop(struct cs_visits *v, unsigned pile);

/* CS_VISIT_NULL: it has none. */
static inline int64_t
cs_visit_value(
    const struct cs_visit_pile *p, const struct cs_visits *v, const struct cs_visit *x, int i)
{
	return p->value[(size_t)x->more * v->form.nvalue + (unsigned)i];
}
struct cs_str cs_visit_text(const struct cs_visit_pile *p, const struct cs_visit *x);

#endif
