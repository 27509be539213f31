/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sums of a run of cs-retain as a stream of records, and back: what shards hand to each other.
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
 * What a run says of itself (said: its mode, as-of, rule of leaving, what chose the rows, and what
 * the mode adds) must be the same in all parts, in the same order; instants are brought together as
 * the oldest and the newest, counts and cells are added. The end has the number of cells of the
 * part and the CRC-32 of all its records before, so that nothing that was cut, changed or moved is
 * added up. The period of a shard, if it has one, stands at its t, as FROM..TO; which shards go
 * together desk/shard.h says. Parts may be joined end to end, with their headers or without.
 *
 * A customer must be in one shard only (cs-part --by customer_id).
 */
#ifndef CS_RETAIN_RETAINCELLS_H
#define CS_RETAIN_RETAINCELLS_H

#include "desk/shard.h"
#include "rec/each.h"
#include "retain/retain.h"

/* One number for the layout of all that is in there. */
enum { CS_RETAINCELLS_VERSION = 1 };

/* True for the head of such a stream. */
bool cs_retaincells_head(const struct cs_head *head);

/* What a run says beside its sums: the first instant that may be time zero, and its shards. */
struct cs_retaincells_run {
	int64_t zero_first; /* CS_INSTANT_MAX: none */
	struct cs_shards shards;
};

/* Writes all: r with its said, keys, counts and instants, and sums that are sorted. -1 with *e (2):
 * a key has the name of a column of cells. */
int cs_retaincells_write(const struct cs_retain *r, const struct cs_retaincells_run *run,
    const struct cs_sums *s, struct cs_writer *out, struct cs_err *e);

/*
 * Reads streams in two steps: open gives what they are of, so that the mode can be bound, then read
 * adds them up.
 */
struct cs_retaincells {
	struct cs_arena *arena;
	struct cs_each in;
	bool opened, at_record; /* a record is at hand that was not taken yet */
	/* Of the first part. */
	struct cs_retain_said *said;
	size_t nsaid, said_cap;
	struct cs_key_def *key;
	unsigned nkey;
	struct cs_retaincells_run run;
	int64_t first, last, bought_first;
	uint64_t count[CS_RETAIN_COUNTS];
	/* Of the part at hand. */
	size_t saying; /* how many of said came */
	bool within;   /* it has begun and not ended */
	bool counted;  /* its number of cells was there */
	uint64_t ncell;
	uint32_t crc;
	struct cs_buf text;
};

/* Opens the streams and reads what the first part is of. To be closed in any case. -1 with *e: 65,
 * 74; 2: they are no cells of cs-retain. */
int cs_retaincells_open(
    struct cs_retaincells *c, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e);

/* What the cells say under a name; p NULL: nothing. */
struct cs_str cs_retaincells_said(const struct cs_retaincells *c, const char *name);

/* The rest: cells into s, whose form has the keys of c and the parts of the mode. The counts,
 * instants and shards of all parts are in c then. -1 with *e (65, 74). */
int cs_retaincells_read(struct cs_retaincells *c, struct cs_sums *s, struct cs_err *e);

void cs_retaincells_close(struct cs_retaincells *c);

/* Names of counts in cells: "in", "contacts" ...; those of modes are mode_0, mode_1 ... */
void cs_retaincells_count_name(struct cs_buf *b, unsigned count);

#endif
