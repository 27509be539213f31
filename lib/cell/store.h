/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The statistics of a scheme, group by group: for each an array indexed by group id, so that the
 * loop over a batch touches nothing else. Two stores merge by adding; what a store holds goes out
 * and comes in as named parts, which add up as well.
 */
#ifndef CS_CELL_STORE_H
#define CS_CELL_STORE_H

#include "base/buf.h"
#include "base/map.h"
#include "cell/keys.h"
#include "cell/per.h"
#include "cell/scheme.h"
#include "cell/sketch.h"
#include "cell/stock.h"
#include "stat/hist.h"
#include "stat/km.h"
#include "stat/moments.h"

struct cs_of_n {
	int64_t n, x; /* SHARE: x of n; REPEAT: x followed of n mature */
};
struct cs_scores {
	int64_t up, mid, down;
};
struct cs_follow {
	int64_t n, x, early;
};

/* One statistic, all groups: the member of its kind. */
struct cs_acc {
	union {
		int64_t *count;		    /* COUNT, DISTINCT, PER */
		struct cs_of_n *share;	    /* SHARE */
		struct cs_moments *moments; /* MOMENTS */
		struct cs_hist *hist;	    /* HIST */
		struct cs_sketch *sketch;   /* SKETCH */
		struct cs_scores *nps;	    /* NPS */
		struct cs_follow *repeat;   /* REPEAT */
		struct cs_km *km;	    /* SURVIVAL */
		struct cs_stock *stock;	    /* STOCK */
		cs_i128 *time;		    /* SPENT, OVERLAP: microseconds */
		void *any;
	};
	struct cs_map set;  /* DISTINCT: group id (4 bytes) and value; of money: the currencies */
	uint32_t *currency; /* of money, by group: id in the set, plus 1; 0: none is known */
	struct cs_per per;  /* PER; count is of the rows whose key is NULL */
};

struct cs_store {
	const struct cs_scheme *scheme;
	struct cs_acc *acc; /* scheme->nacc of them */
	int64_t *rows;	    /* by group: rows counted in it, whatever the metrics say */
	size_t n;	    /* groups there are */
	size_t cap;	    /* groups there is memory for */
};

void cs_store_init(struct cs_store *s, const struct cs_scheme *scheme);

/* False when some group has what no counting gives: more of a share than its whole, a sketch of
 * other than its values. *acc is it. */
bool cs_store_sound(const struct cs_store *s, unsigned *acc);
void cs_store_finish(struct cs_store *s);

/* Room for groups 0 .. n - 1; new ones are empty. */
void cs_store_room(struct cs_store *s, size_t n);

/* Bytes held: what memory limits count. Looks at every histogram. */
size_t cs_store_bytes(const struct cs_store *s);

/* Asks for what statistic acc holds of n groups, where all of it is more than a cache: what the
 * loop over a batch would wait for one by one comes at once. */
void cs_store_warm(const struct cs_store *s, unsigned acc, const uint32_t *group, size_t n);

/* Puts a value into the set of a DISTINCT statistic. key is scratch of the caller. */
void cs_store_distinct(struct cs_acc *acc, uint32_t group, struct cs_str value, struct cs_buf *key);

/* Adds group g of from, for every g < n, to group map[g]; nothing where that is CS_GROUP_NONE. -1
 * with *e (65): a count runs over, or money of two currencies comes together. */
int cs_store_merge(struct cs_store *s, const struct cs_store *from, const uint32_t *map, size_t n,
    struct cs_err *e);

/* The same for one statistic, and for one group of it: that not of DISTINCT and PER, whose values
 * are kept for all groups together. from may be s then. */
int cs_store_merge_acc(struct cs_store *s, const struct cs_store *from, unsigned acc,
    const uint32_t *map, size_t n, struct cs_err *e);
int cs_store_add(struct cs_store *s, unsigned acc, uint32_t to, const struct cs_store *from,
    uint32_t group, struct cs_err *e);

/*
 * Statistics of money (their definition says so) know the currency of each group: sums over two are
 * of nothing. cs_store_money says that a value in group is of the currency `code`, decoded; -1 with
 * *e (65): there is another already. cs_store_money_merge does so for all groups of from.
 * cs_store_currency gives it, p NULL: none is known. cs_store_money_room makes room.
 */
int cs_store_money(
    struct cs_store *s, unsigned acc, uint32_t group, struct cs_str code, struct cs_err *e);
int cs_store_money_merge(struct cs_store *s, const struct cs_store *from, unsigned acc,
    const uint32_t *map, size_t n, struct cs_err *e);
struct cs_str cs_store_currency(const struct cs_store *s, unsigned acc, uint32_t group);
void cs_store_money_room(struct cs_acc *a, size_t old, size_t n);

/*
 * Calls part(arg, name, value) for what statistic acc of a group consists of; nothing for one that
 * is empty. Long histograms come in several pieces. DISTINCT is not done here: its values are
 * (cs_store_items), nor are the keys of PER (cs_per_parts).
 */
void cs_store_parts(const struct cs_store *s, unsigned acc, uint32_t group,
    void (*part)(void *arg, const char *name, struct cs_str value), void *arg);

/*
 * The values of a DISTINCT statistic, sorted by group and bytes: ids into acc->set, *n of them, in
 * memory of the caller's to free.
 */
uint32_t *cs_store_items(const struct cs_acc *acc, size_t *n);

/*
 * Adds a part that was written by cs_store_parts. Parts of MOMENTS add up in *open until
 * cs_store_close is called, since they only mean something together. False: no such part, or not
 * a number.
 */
struct cs_open_moments {
	struct cs_moments m;
	bool n, sum, sumsq, min, max; /* seen */
};
bool cs_store_read(struct cs_store *s, unsigned acc, uint32_t group, struct cs_str name,
    struct cs_str value, struct cs_open_moments *open);

/* Takes what was added up; false when parts are missing. Empties *open. */
bool cs_store_close(struct cs_store *s, unsigned acc, uint32_t group, struct cs_open_moments *open);

#endif
