/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums (retain/sums.h) as a stream of records, and back: what shards of any tool hand to each
 * other.
 *
 *	kind	vendor	stretch	part	t	value
 *	meta	\N	\N	version	\N	1
 *	said	\N	\N	zone	\N	Europe/Berlin
 *	key	\N	\N	vendor	\N	id
 *	meta	\N	\N	first	\N	2026-03-01T08:00:00Z
 *	shard	\N	\N	part-000.tsv	\N	2375
 *	count	\N	\N	read	\N	2375
 *	cell	A	2026-03-01T00:00:00Z	handle_s	0	51400
 *	end	\N	\N	cells	\N	1
 *	end	\N	\N	crc32	\N	5d1bc2a0
 *
 * What a run says of itself must be the same in all parts, in the same order, each name as often;
 * instants are brought together as the oldest and the newest, counts and cells are added. The end
 * has the number of cells of the part and the CRC-32 of all its records before, so that nothing
 * that was cut, changed or moved is added up. The period of a shard, if it has one, stands at its
 * t, as FROM..TO; which shards go together cell/shard.h says. Parts may be joined end to end, with
 * their headers or without.
 */
#ifndef CS_RETAIN_SUMCELLS_H
#define CS_RETAIN_SUMCELLS_H

#include "cell/shard.h"
#include "rec/each.h"
#include "rec/writer.h"
#include "retain/sumstore.h"

/* An instant that runs say: of several the oldest or the newest. */
struct cs_sumcells_instant {
	const char *name;
	bool newest;
};

enum { CS_SUMCELLS_INSTANTS = 4 };

/* The tool that they are of. */
struct cs_sumcells_kind {
	const char *tool;
	int64_t version; /* of the layout of all that is in there */
	const struct cs_sumcells_instant *instant;
	unsigned ninstant;	  /* CS_SUMCELLS_INSTANTS at most */
	const char *const *count; /* names of its counts */
	unsigned ncount;
};

/* Something that a run says of itself; a name may be there several times. */
struct cs_sumcells_said {
	const char *name;
	struct cs_str value;
};

/* All that goes with sums. */
struct cs_sumcells_run {
	struct cs_sumcells_said *said;
	size_t nsaid, said_cap;
	/* As kind->instant; CS_INSTANT_MAX (of the oldest), CS_INSTANT_MIN: there is none. */
	int64_t at[CS_SUMCELLS_INSTANTS];
	uint64_t *count; /* kind->ncount */
	struct cs_shards shards;
};

/* Sayings are freed by cs_sumcells_run_finish, which leaves texts and counts alone. */
void cs_sumcells_say(struct cs_sumcells_run *r, const char *name, struct cs_str value);
void cs_sumcells_run_finish(struct cs_sumcells_run *r);

/* The i-th value that is said under a name; p NULL: there are not so many. */
struct cs_str cs_sumcells_said_of(const struct cs_sumcells_run *r, const char *name, size_t i);

/* Writes all. -1 with *e: 2 a key has the name of a column of cells; 74. */
int cs_sumcells_write(const struct cs_sumcells_kind *kind, const struct cs_sumcells_run *run,
    const struct cs_sumstore *s, struct cs_writer *out, struct cs_err *e);

/* Reads streams in two steps: open gives what they are of, so that there may be a form; then read
 * adds them up. Zeroed it may be closed. */
struct cs_sumcells {
	const struct cs_sumcells_kind *kind;
	struct cs_arena *arena;
	struct cs_each in;
	bool opened, at_record; /* a record is at hand that was not taken yet */
	struct cs_sumcells_run run;
	struct cs_key_def *key; /* names and types */
	unsigned nkey;
	/* Called now and then while cells are added: may empty the sums. -1 with *e ends it. NULL:
	 * nothing is. To be set after open. */
	int (*room)(void *ctx, struct cs_err *e);
	void *ctx;
	/* Of the part at hand. */
	size_t saying; /* how many of said came */
	bool within;   /* it has begun and not ended */
	bool counted;  /* its number of cells was there */
	uint64_t ncell;
	uint32_t crc;
	struct cs_buf text;
};

/* Opens the streams and reads what the first part is of. To be closed in any case. -1 with *e: 65,
 * 74; 2: they are no cells of the tool. */
int cs_sumcells_open(struct cs_sumcells *c, const struct cs_sumcells_kind *kind, struct cs_arena *a,
    char *const *file, int nfile, struct cs_err *e);

/* The rest: cells into s, whose form has the keys of c. What all parts say is in c->run then. -1
 * with *e (65, 74). */
int cs_sumcells_read(struct cs_sumcells *c, struct cs_sums *s, struct cs_err *e);

void cs_sumcells_close(struct cs_sumcells *c);

#endif
