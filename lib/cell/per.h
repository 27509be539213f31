/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aggregates of two levels: `p90(sum(handle_s) per contact_id)`. Here is the inner level: for each
 * group and each value of the key what the rows add up to. The outer aggregate is made of that when
 * a group is read (cs_cells_stat), so that the parts of a contact that lie in several shards, or
 * were met by several threads, come together first and are counted once.
 *
 * Design. A key in a group is a pair, with a dense id in order of appearance; what its rows add up
 * to are a few numbers, 16 bytes for each inner aggregate, that lie side by side at that id: a row
 * costs one lookup of the key and touches one cache line. Aggregates over the same key and the
 * same filter share the pairs, whichever metric they are of, so that mean, median, p90 and maximum
 * of one formula cost what one of them does. Memory is by keys (about 40 bytes, the key's text and
 * 16 bytes for each inner aggregate), never by rows.
 *
 * Only what is small and adds up key by key is counted here: counts, shares, sums, least and
 * greatest values, and sets. All are whole numbers: decimals in millionths, instants in
 * microseconds. A sum for one key must fit 64 bits.
 */
#ifndef CS_CELL_PER_H
#define CS_CELL_PER_H

#include "base/buf.h"
#include "base/map.h"
#include "expr/expr.h"
#include "expr/formula.h"

enum cs_per_kind {
	CS_PER_COUNT,	 /* rows: all, those where arg is true, or where it is not NULL */
	CS_PER_SHARE,	 /* rows where arg is not NULL, and of these where it is true */
	CS_PER_SUM,	 /* values of arg, and their sum */
	CS_PER_LEAST,	 /* the least value of arg */
	CS_PER_GREATEST, /* the greatest */
	CS_PER_DISTINCT, /* the set of values of arg */
	CS_PER_KINDS,
};

/* What one inner aggregate needs. */
struct cs_per_item {
	enum cs_per_kind kind;
	bool when_true;		   /* COUNT of a condition */
	const struct cs_expr *arg; /* NULL: none */
	int filter;		   /* which of def->filter; -1: all rows */
	struct cs_str arg_text;	   /* canonical */
	struct cs_str filter_text; /* canonical; empty: none */
	int scale;		   /* values are in 10^-scale: 6 for decimals, else 0 */
	bool money;		   /* in the row's currency, if there is the column */
};

/* What is counted for each key; read-only once made. Lives in an arena. */
struct cs_per_def {
	struct cs_per_item *item;
	unsigned n, cap;
	const struct cs_expr **filter;
	struct cs_str *filter_text;
	unsigned nfilter, filter_cap;
};

/*
 * Adds what the inputs of an inner formula need, or finds it there. item[i] becomes the item of
 * input i; room for as many as the formula has inputs.
 */
void cs_per_plan(struct cs_per_def *d, struct cs_arena *a, const struct cs_formula *inner,
    const unsigned **item);

/* The numbers of one item for one pair: n rows or values, v the sum, the part, the least ... */
struct cs_per_sum {
	int64_t n, v;
};

/* No pair; a group that is left out. */
#define CS_PER_NONE UINT32_MAX

struct cs_per {
	const struct cs_per_def *def;
	struct cs_map pair;	/* group id (4 bytes) and the key's text -> pair */
	struct cs_per_sum *sum; /* by pair, then by item */
	size_t cap;		/* pairs there is room for */
	struct cs_map set;	/* DISTINCT: pair (4 bytes), item (2) and the value */
	/* Made by cs_per_index: the pairs of group g are order[begin[g] .. begin[g + 1]]. */
	uint32_t *order;
	size_t *begin;
	size_t npair, ngroup; /* what the index is of */
	uint32_t *member;     /* made by cs_per_parts: the set by pair, item and value */
	size_t nmember;
};

void cs_per_init(struct cs_per *p, const struct cs_per_def *def);
void cs_per_finish(struct cs_per *p);

/* The pair of a group and a key's text, new or not. key is scratch of the caller. */
uint32_t cs_per_pair(struct cs_per *p, uint32_t group, struct cs_str text, struct cs_buf *key);

/* The same for n of them at once: key[i] is a group (4 bytes) and the key's text. */
void cs_per_pairs(struct cs_per *p, const struct cs_str *key, uint32_t *pair, size_t n);

/* The key's text of a pair. */
struct cs_str cs_per_key(const struct cs_per *p, uint32_t pair);

static inline struct cs_per_sum *
cs_per_sums(const struct cs_per *p, uint32_t pair)
{
	return &p->sum[(size_t)pair * p->def->n];
}

/* Takes a value into an item of a pair. False: the sum runs over. */
bool cs_per_take(struct cs_per *p, uint32_t pair, unsigned item, int64_t v);

/* A key in the set: what is in front of its value. */
struct cs_per_member {
	uint32_t pair;
	unsigned item;
	struct cs_str value;
};
struct cs_per_member cs_per_member(const struct cs_per *p, uint32_t id);

/* Puts a value into the set of an item. key is scratch of the caller. */
void cs_per_distinct(
    struct cs_per *p, uint32_t pair, unsigned item, struct cs_str value, struct cs_buf *key);

/* Adds all of from, whose group g is map[g]; nothing of those where that is CS_PER_NONE. False: a
 * sum runs over. */
bool cs_per_merge(struct cs_per *p, const struct cs_per *from, const uint32_t *map);

/* Makes p->order and p->begin for groups 0 .. ngroup - 1, if they are not there. */
void cs_per_index(struct cs_per *p, size_t ngroup);

/* Bytes held: what memory limits count. */
size_t cs_per_bytes(const struct cs_per *p);

/*
 * The part `per` of cells: the key, and behind it ITEM.PART=VALUE for what is there, all with the
 * escapes of records and tabs between them. Several parts of one key add up.
 *
 * cs_per_parts calls part(arg, value) for each pair of a group, by the bytes of the keys; the index
 * must be there. cs_per_read adds one; false: it is none, or runs over.
 */
void cs_per_parts(
    struct cs_per *p, uint32_t group, void (*part)(void *arg, struct cs_str value), void *arg);
bool cs_per_read(struct cs_per *p, uint32_t group, struct cs_str value);

/* False when some share has more in its part than in the whole, which no counting gives. */
bool cs_per_sound(const struct cs_per *p);

/*
 * The value of an inner formula for a pair; item as cs_per_plan gave it. in is scratch, as many as
 * the formula has inputs.
 */
struct cs_real cs_per_value(const struct cs_per *p, uint32_t pair, const struct cs_formula *inner,
    const unsigned *item, struct cs_real *in);

#endif
