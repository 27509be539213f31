/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the modes of cs-retain have in common, and what a mode is.
 *
 * A mode says which inputs it needs, asks for columns, looks at every customer once, and renders
 * what it counted. The engine (cli/retaining) does the rest: inputs in any order, threads, --mem,
 * accounts, the coverage, cells and their merging. So a mode is four functions:
 *
 *	static int
 *	bind(struct cs_retain *r, void *state, struct cs_err *e)
 *	{
 *		struct shop *s = state;		its own, zeroed, mode.size bytes
 *
 *		s->amount = cs_retain_number(r, CS_FACT_PURCHASE, CS_STR("amount"), e);
 *		if (s->amount < 0)
 *			return -1;
 *		cs_retain_key(r, "size", CS_TEXT);	a key beside those of --by
 *		return 0;
 *	}
 *
 *	static int
 *	look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
 *	{
 *		const struct shop *s = w->state;
 *		struct cs_entry in;
 *		uint32_t g;
 *
 *		if (!cs_retain_enter(w, life, &in))	he is not in it; why is counted
 *			return 0;
 *		g = cs_sums_step(w->sums, w->r->nby, in.group,
 *		    life->n[CS_FACT_PURCHASE] > 9 ? CS_STR("large") : CS_STR("small"));
 *		for (size_t i = 0; i < life->n[CS_FACT_PURCHASE]; i++)
 *			cs_sums_add(w->sums, g, REVENUE, 0,
 *			    cs_fact_number(life, &life->fact[CS_FACT_PURCHASE][i], s->amount));
 *		return 0;
 *	}
 *
 *	head(...), rows(...): the table from w->sums, sorted
 *
 *	const struct cs_retain_mode cs_retain_shop = {.name = "shop", .needs = 1 <<
 *	    CS_FACT_PURCHASE, .part = parts, .npart = N_PART, .size = sizeof(struct shop),
 *	    .bind = bind, .look = look, .head = head, .rows = rows};
 *
 * and a line in the table of cli/retaining.c, with its own options (cli/retaining.h).
 *
 * state is shared by all threads: after bind it is read-only. What a mode that does not merge
 * collects beside sums is by worker: w->own, mode.own bytes, zeroed, brought together by merge.
 *
 * What is said to people is "association": nothing here proves a cause.
 */
#ifndef CS_RETAIN_RETAIN_H
#define CS_RETAIN_RETAIN_H

#include "cell/shard.h"
#include "rec/writer.h"
#include "retain/horizon.h"
#include "retain/leaving.h"
#include "retain/sumcells.h"
#include "retain/sumstore.h"

/* What time zero is. */
enum cs_zero { CS_ZERO_CONTACT, CS_ZERO_JOINED, CS_ZERO_PURCHASE };

/* Why records and customers were left out; counted by worker, merged, in cells as well. */
enum cs_retain_count {
	CS_RETAIN_CONTACTS,	  /* contacts that were read, legs not counted */
	CS_RETAIN_CONTACTS_KNOWN, /* of these, with a customer who is among customers (where
				       these are read; else: with a customer_id) */
	CS_RETAIN_CUSTOMERS,	  /* customers of whom there is anything */
	CS_RETAIN_IN,		  /* that entered */
	CS_RETAIN_NO_ZERO,	  /* without time zero: no contact that is reported, ... */
	CS_RETAIN_STAY,		  /* + enum cs_stay_state: why not followed */
	CS_RETAIN_AHEAD = CS_RETAIN_STAY + CS_STAY_STATES, /* left_at behind as-of */
	CS_RETAIN_ROWS_TWICE,	  /* rows of a customer with the same joined_at, beyond the first */
	CS_RETAIN_STAYS,	  /* rows of a customer who came back */
	CS_RETAIN_PURCHASE_TWICE, /* purchases whose id was there */
	CS_RETAIN_PURCHASE_EARLY, /* purchases before joined_at: kept */
	CS_RETAIN_ANSWER_TWICE,	  /* answers about the same contact */
	CS_RETAIN_STRANGERS,	  /* facts of customers who are not among customers */
	CS_RETAIN_LATER,	  /* facts behind as-of */
	CS_RETAIN_MODE,		  /* + 0 .. CS_RETAIN_OWN - 1: the mode's own */
	CS_RETAIN_OWN = 16,
	CS_RETAIN_COUNTS = CS_RETAIN_MODE + CS_RETAIN_OWN
};

/* A run: what was asked, as modes need it. */
struct cs_retain {
	const struct cs_retain_mode *mode;
	const void *ask; /* the mode's own options: a struct that its cli half filled */
	struct cs_arena *arena;
	struct cs_env env; /* for expressions; head and source are set by who compiles */
	struct cs_history *history;
	struct cs_leaving leaving;
	enum cs_zero zero;
	enum cs_fact_kind zero_kind; /* the kind of the fact that is time zero */
	const struct cs_zone *zone;
	const struct cs_horizon *at; /* --at */
	size_t nat;
	bool at_told; /* else they are the usual ones */
	bool has_landmark;
	struct cs_horizon landmark;  /* --landmark; where not given, not looked at */
	int64_t as_of;		     /* set when all was read */
	const struct cs_str *strata; /* --strata: items as in --by; what they mean is the mode's */
	size_t nstrata;
	const struct cs_str *cancel; /* --cancel-reasons, as text: retain/retaincancel.h */
	size_t ncancel;
	struct cs_str currency;		/* --currency, as text; n = 0: the only one there is */
	struct cs_str where, keep_only; /* what chooses time zero, as text; empty: all */
	bool agents;			/* --agents: figures of single people were asked for */
	int64_t min_group;		/* groups of fewer customers are not shown */
	double level;			/* of bounds: .95 */
	bool explain;			/* statistics' names and figures are wanted */
	bool cells;		    /* cells of a shard are written, which others are to go with */
	bool merged;		    /* rows are of cells: history and state know of no input */
	size_t mem;		    /* bytes that what grows with the rows may take, */
	struct cs_scratch *scratch; /* and where the rest of it goes; NULL: there is no limit */
	const struct cs_shards *shards; /* the pieces of input that were looked at; for rows */
	/* Keys of groups: those of --by first. */
	struct cs_key_def *key;
	unsigned nkey, nby;
	struct cs_retain_by *by; /* private: where each key of --by is from */
	/* What cells say of the run beside that, so that only what is alike merges. */
	struct cs_sumcells_said *said;
	size_t nsaid;
	/* The oldest and newest instant of contacts, purchases, answers and renewals. */
	int64_t first, last;
	int64_t bought_first; /* the oldest purchase: they are known from then on; CS_INSTANT_MAX:
				there is none */
	uint64_t count[CS_RETAIN_COUNTS]; /* when all was looked at */
};

/* One thread's half. */
struct cs_retain_worker {
	const struct cs_retain *r;
	const void *state; /* the mode's, as bind left it */
	void *own;	   /* the mode's, of this thread */
	struct cs_sums *sums;
	/* When all was counted, of a mode that streams: its sums, which may be too large for
	 * memory. NULL: they are all in sums. */
	const struct cs_sumstore *store;
	uint64_t count[CS_RETAIN_COUNTS];
	uint64_t few; /* groups, levels that rows or say left out by --min-group */
	struct cs_retain_groups *groups; /* private: groups of --by that were found */
};

/* A customer who is in it. */
struct cs_entry {
	int64_t zero;		    /* instant */
	int64_t zero_day;	    /* local */
	const struct cs_fact *fact; /* that time zero is of */
	const struct cs_fact *who;  /* his row among customers then; NULL: none */
	struct cs_stay stay;
	uint32_t group; /* of the --by keys: what cs_sums_step goes on from; with nby = nkey it is
			   a group to add to */
};

/* Options of all modes that one may have no use for. */
enum cs_retain_option {
	CS_RETAIN_AT = 1 << 0,
	CS_RETAIN_LANDMARK = 1 << 1,
	CS_RETAIN_STRATA = 1 << 2,
	CS_RETAIN_CANCEL = 1 << 3,
	CS_RETAIN_MIN_GROUP = 1 << 4,
	CS_RETAIN_LEVEL = 1 << 5,
	CS_RETAIN_EXPLAIN = 1 << 6,
	CS_RETAIN_BY = 1 << 7,
	CS_RETAIN_CURRENCY = 1 << 8,
};

struct cs_retain_mode {
	const char *name;
	unsigned without; /* bits of enum cs_retain_option: refused, so that none is given for
			     nothing */
	unsigned needs;	  /* bits 1 << kind: inputs without which it is refused (2) */
	unsigned may;	  /* inputs that it reads where they are given */
	unsigned zero;	  /* bits 1 << kind: time zero is of the last of these kinds that is read,
			  whatever --from says; 0: of what --from says */
	bool before;	  /* what was bought before time zero counts: how far back purchases are
			     known is said apart */
	bool windows;	  /* times of --at are reached when their last day is over */
	bool streams;	  /* rows and sentences take sums from w->store, so that these may be larger
			  than memory is; of a mode that does not they must fit into --mem */
	bool single;	  /* cells of shards do not merge; why_single says why */
	const char *why_single;	 /* "a regression needs all rows at once" */
	const char *const *part; /* names of the parts of its sums, by number */
	unsigned npart;
	const char *const *own_count; /* names of its own counts, in words; NULL ends them */
	size_t size;		      /* of its state */
	size_t own;		      /* of what is each worker's */

	/* Before anything is read, heads are known: checks the ask, asks for columns and keys.
	 * Also before cells are merged: then r->merged, and cs_retain_number gives 0 for all. */
	int (*bind)(struct cs_retain *r, void *state, struct cs_err *e);

	/* Before cells are merged: what was not asked for is taken from what they say; r->ask may
	 * become another. `cells` have keys and said. NULL: nothing is. */
	void (*recall)(struct cs_retain *r, const struct cs_sumcells *cells);

	/* After as-of is known, before the first life; NULL: nothing to do. */
	int (*begin)(struct cs_retain *r, void *state, struct cs_err *e);

	/* Every customer, by any thread. */
	int (*look)(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e);

	/*
	 * After all were looked at; w is worker 0, with all that was merged into it. 1: every
	 * customer is looked at once more, by what state now says (to learn, then to tell); what
	 * is each worker's own is as merge left it. 0: not. -1 with *e. NULL: once is enough. Not
	 * called where cells are merged.
	 */
	int (*again)(struct cs_retain_worker *w, void *state, struct cs_err *e);

	/* Adds what is from's own to to's; NULL where own is 0. */
	int (*merge)(struct cs_retain_worker *to, struct cs_retain_worker *from, struct cs_err *e);

	/* Frees what own points to; NULL: nothing. */
	void (*finish)(struct cs_retain_worker *w);

	/* Names of the columns behind those of the keys of --by (r->key[0 .. nby - 1]). NULL: rows
	 * writes a stream of its own, head and all. */
	int (*head)(
	    const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e);

	/* The table: sums are sorted. w is worker 0, with all that was merged into it. */
	int (*rows)(
	    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e);

	/* What is said of the table on standard error, after it: lines, each ended by \n; NULL:
	 * nothing. */
	void (*notes)(struct cs_retain_worker *w, const void *state, struct cs_buf *out);

	/* Sentences for --say, each ended by \n; NULL: it has none. */
	int (*say)(
	    struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e);
};

/* Within bind: as cs_history_number and cs_history_key, with the run's env. */
int cs_retain_number(
    struct cs_retain *r, enum cs_fact_kind kind, struct cs_str text, struct cs_err *e);
int cs_retain_fact_key(
    struct cs_retain *r, enum cs_fact_kind kind, struct cs_str item, struct cs_err *e);

/* Within bind: whether a kind is read and has a column. Of cells it cannot be said: false. */
bool cs_retain_has(const struct cs_retain *r, enum cs_fact_kind kind, struct cs_str column);

/* Within bind: one more key behind those that there are; its index. The name is kept. */
unsigned cs_retain_key(struct cs_retain *r, const char *name, enum cs_type type);

/* Within bind: cells are only merged where this is the same. Both are kept by reference. */
void cs_retain_say_of(struct cs_retain *r, const char *name, struct cs_str value);

/*
 * Time zero, who he was then, his stay and the group of his --by keys; false, and counted, when he
 * has none or was not followed. For modes that need more than who is in it: the parts of it.
 */
bool cs_retain_enter(struct cs_retain_worker *w, const struct cs_life *life, struct cs_entry *in);

/* The group of the --by keys by a fact of r->zero_kind (NULL: their cells are NULL) and a row of
 * customers (likewise). */
uint32_t cs_retain_group(
    struct cs_retain_worker *w, const struct cs_fact *fact, const struct cs_fact *who);

#endif
