/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What the halves of person/identify share: the step, and what its threads count. */
#ifndef CS_PERSON_IDENTIFYING_H
#define CS_PERSON_IDENTIFYING_H

#include "person/identify.h"
#include "person/identityread.h"

/* What became of a contact; below CS_WAY_CHAIN the kind that told it. */
enum cs_way {
	CS_WAY_CHAIN = CS_IDKIND_MOST,
	CS_WAY_SEVERAL,
	CS_WAY_SHARED,
	CS_WAY_UNKNOWN, /* no file has its identifiers then */
	CS_WAY_UNREAD,	/* its identifiers are not in their form */
	CS_WAY_NOTHING, /* it has none */
	CS_WAYS,
};

/* The same with few enough words for a table. */
enum cs_told {
	CS_TOLD_ACCOUNT,
	CS_TOLD_PHONE,
	CS_TOLD_EMAIL,
	CS_TOLD_OTHER, /* another kind */
	CS_TOLD_CHAIN,
	CS_TOLD_SEVERAL,
	CS_TOLD_SHARED,
	CS_TOLD_NONE,
	CS_TOLD,
};

/* What is counted by key: queue and channel, or an identifier in doubt. */
struct cs_identify_tally {
	struct cs_map key;
	uint64_t (*n)[CS_TOLD]; /* of doubts the first alone */
	size_t cap;
};

/* A column of the contacts, and the kind of what is in it. */
struct cs_identify_source {
	struct cs_join_col col;
	int kind;
};

/* A contact while its identifiers are asked. */
struct cs_identify_row {
	enum cs_way way;
	bool closed;	    /* an account told it */
	bool conflict;	    /* no customer has all its identifiers */
	int near;	    /* the first kind that told one customer without a chain; -1: none */
	uint32_t customer;  /* an account of the graph, or CS_IDENTITY_NONE: the source's own */
	size_t set, nset;   /* candidates, in the pool */
	size_t key, nkey;   /* the first identifier that was asked, as it stands in the text */
	struct cs_str cell; /* the raw cell that it, or the account, came from */
};

struct cs_identify_worker {
	struct cs_identity_walk walk;
	struct cs_identify_row *row;
	struct cs_str *key; /* of the source at hand; of groups */
	size_t *at;	    /* where each begins in the text */
	uint32_t *id;
	uint32_t *of; /* the row that it is of */
	int *kind;
	size_t cap;
	struct cs_buf text, cell;
	uint32_t *pool;
	size_t npool, pool_cap;

	uint64_t way[CS_WAYS];
	uint64_t own;	/* accounts that no file knows */
	uint64_t large; /* searches without end */
	struct cs_identify_tally group, doubt;
	int64_t newest;
};

struct cs_identify {
	const struct cs_identify_ask *ask; /* while it is bound */
	struct cs_idkinds kinds;
	struct cs_identity graph;
	struct cs_identity_account account;
	struct cs_identify_source *source;
	size_t nsource;
	bool has_account, dated, has_queue, has_channel;
	struct cs_join_col account_col, dated_by, queue, channel;
	struct cs_str how[CS_WAYS]; /* match_how, raw */
	uint64_t min_group;	    /* of queues and channels that are named */
	unsigned number;	    /* of the step */
	unsigned nworker;
	struct cs_identify_worker *worker;
	struct cs_arena arena;
};

/* Sets the cells of a batch: see rec/join.h. */
int cs_identify_rows(
    void *step, unsigned worker, struct cs_join_rows *rows, struct cs_str *run, struct cs_err *e);

void cs_identify_tally_finish(struct cs_identify_tally *t);

/* Counts one more of a key. */
void cs_identify_count(struct cs_identify_tally *t, struct cs_str key, unsigned told);

/* The word of a way. */
enum cs_told cs_identify_told(const struct cs_identify *s, unsigned way);

/* The lines of the account, and the notes: see rec/join.h. */
size_t cs_identify_account(const void *step, struct cs_join_count *count);
void cs_identify_notes(const void *step, cs_join_say *say, void *arg);

#endif
