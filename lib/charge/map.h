/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map from contacts to those whose decisions cause them: rules, each of which names values of
 * columns, or a condition, and the owners of the cause with their shares.
 *
 *	reason	theme	when	owner	share	valid_from_at	valid_to_at	demand	cause
 *	fee	\N	\N	Billing	\N	\N	\N	failure	late_fee
 *	parcel	\N	\N	Shipping	2/3	\N	\N	failure	\N
 *	parcel	\N	\N	Web shop	1/3	\N	\N	failure	\N
 *
 * A rule holds for a contact when all columns that it names have its values (a list: has it among
 * its tokens), its condition is true, and started_at lies in [valid_from_at, valid_to_at). Rows for
 * the same contacts and the same time are the shares of one rule, and add up to exactly one.
 *
 *	which rule	The one that names more (each column counts one, a condition one). Several
 *			that name as much: themes of one contact are joint causes, a part each, all
 *			alike; everything else is a conflict, an error with both lines unless both
 *			say the same.
 *	repeats		A contact that is not the first of its chain is the cause of what the first
 *			was about: rules are held against the columns root_COLUMN where there are
 *			such (and root_started_at). Before that come the rules for repeats alone
 *			(`repeat` t), held against its own columns: they say when service failed.
 *			So there are two answers, as charged and by the first contact.
 *	nobody		No rule: unmapped, split 0, which is never put under anything else.
 *
 * Design. What costs is the rule of a contact, of thousands, for millions of contacts. The values
 * that rules name are numbered by column; the numbers of a row make a class (cell/keys), and what
 * rules there are for a class is worked out once: one look-up a row and column, one of a pair of
 * numbers a further column, however many rules there are. Only classes with times or conditions are
 * looked at row by row: times by binary search, conditions over those rows alone which need them.
 *
 * What a rule says of a contact, a split, is a text too (its key), so that sums of any shards and
 * threads merge by it, and are read back without the map.
 */
#ifndef CS_CHARGE_MAP_H
#define CS_CHARGE_MAP_H

#include "expr/expr.h"

/* What sort of contact it is: one that the customer gets something from, or one that comes of
 * something that was not done, or not done right. */
enum cs_demand { CS_DEMAND_UNKNOWN, CS_DEMAND_VALUE, CS_DEMAND_FAILURE, CS_DEMANDS };

/* "value", "failure"; the empty text: unknown. */
struct cs_str cs_demand_name(enum cs_demand d);

/* What of a contact is whose. Texts are canonical raw cells (rec/esc.h). */
struct cs_charge_share {
	struct cs_str owner; /* never empty */
	struct cs_str cause; /* of the rule, or else the values that it names: never empty */
	enum cs_demand demand;
	int preventable;  /* 1, 0; -1: the map does not say */
	int64_t num, den; /* in lowest terms, 0 < num <= den; those of a split add up to 1 */
};

struct cs_charge_split {
	struct cs_str key; /* a canonical raw cell that says all of it; unmapped: \N */
	const struct cs_charge_share *share; /* by owner, cause, demand, preventable */
	size_t n;			     /* 0: unmapped */
	bool joint;			     /* of several rules (themes), a part each, all alike */
};

/* Reads such a key back; what it has lives in the arena. -1 with *e (65): it is none. */
int cs_charge_split_read(
    struct cs_arena *a, struct cs_str key, struct cs_charge_split *split, struct cs_err *e);

struct cs_charge_map;

/* What the contacts are, that a map is read for. */
struct cs_charge_contacts {
	struct cs_env env;     /* of their head, which stays; for conditions and local times */
	struct cs_str repeats; /* the column that numbers the contacts of a chain; empty: the only
				  one of the schema's kind (chain_n_reason_7d) that there is */
};

/*
 * Reads the files (records, .gz or not; columns may differ) and checks all that can be checked
 * without a contact. Times are instants, or days (2026-03-01) and local times of env.zone. NULL
 * with *e: 74; 65 with the line, or both lines: no owner, shares that are not one, rules that
 * overlap, a condition that does not compile; 2: a column that the contacts do not have.
 */
struct cs_charge_map *cs_charge_map_read(
    char *const *file, int nfile, const struct cs_charge_contacts *contacts, struct cs_err *e);
void cs_charge_map_destroy(struct cs_charge_map *m);

/* One a thread; the map is shared, and stays. */
struct cs_charge_matcher;
struct cs_charge_matcher *cs_charge_matcher_create(const struct cs_charge_map *m);
void cs_charge_matcher_destroy(struct cs_charge_matcher *c);

/* What was found, by row; ids of splits are the matcher's. */
struct cs_charge_found {
	const uint32_t *charged;  /* whose it is */
	const uint32_t *original; /* whose it is by the first contact of its chain */
	const uint8_t *repeat;	  /* 1: it is a repeat */
	uint64_t rootless;	  /* repeats of this batch whose root_started_at is NULL: the first
			      contact is not known, and their own columns were taken */
};

/*
 * The rows of a batch that mark tells (NULL: all; else those that are not 0); of others what is
 * found means nothing. Good until the next call. -1 with *e (65): a bad cell; two rules that name
 * as much hold for one contact.
 */
int cs_charge_match(struct cs_charge_matcher *c, const struct cs_batch *b, const uint8_t *mark,
    struct cs_charge_found *found, struct cs_err *e);

/* Of an id that was found: as long as the matcher. */
const struct cs_charge_split *cs_charge_split(const struct cs_charge_matcher *c, uint32_t id);

#endif
