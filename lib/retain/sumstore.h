/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums in the order in which they are reported, wherever they are: those of a table in memory
 * (retain/sums.h), or of a file without a name, where there are more than memory is for. Who reads
 * them from a cursor need not know which.
 *
 *	cs_sumcursor_begin(&c, store, 0);
 *	while ((got = cs_sumcursor_next(&c, e)) > 0)
 *		... c.at.key[k], c.at.sum[0 .. c.at.n - 1]
 *	cs_sumcursor_finish(&c);
 *
 * A group has a place, as in a table, and can be read from there on: what is looked at again and
 * again (those that many are held against) is found by its place, and need not be kept.
 *
 * Design. Blocks of some ten thousand bytes of whole groups, and of each block in memory where it
 * is and the place of its first group. A group is the raw text of its keys, then each number as its
 * part, the step of t from the one before, and the value, all in 7 bits a byte: about 5 bytes in
 * place of 32, as most of what is counted is small.
 */
#ifndef CS_RETAIN_SUMSTORE_H
#define CS_RETAIN_SUMSTORE_H

#include "base/scratch.h"
#include "retain/sums.h"

/* One group: its keys as raw cells, and its numbers by part and t (whose group says nothing). */
struct cs_sumgroup {
	const struct cs_str *key;
	const struct cs_sum *sum;
	size_t n;
};

struct cs_sumstore {
	const struct cs_sums_form *form;
	size_t n; /* groups */
	/* Private: the table, or where the blocks are. */
	const struct cs_sums *sums;
	struct cs_scratch *scratch;
	struct cs_sumstore_block {
		uint64_t at;
		size_t n, first; /* bytes; the place of its first group */
	} * block;
	size_t nblock, cap;
	struct cs_buf text; /* the block that is being made */
};

/* Those of a sorted table, which is kept by reference. */
void cs_sumstore_of(struct cs_sumstore *s, const struct cs_sums *sums);

/* An empty one in a scratch file, to which groups are added in their order; then end. Form and
 * scratch are kept by reference. -1 with *e (74). */
void cs_sumstore_init(
    struct cs_sumstore *s, const struct cs_sums_form *form, struct cs_scratch *scratch);
int cs_sumstore_add(struct cs_sumstore *s, const struct cs_sumgroup *g, struct cs_err *e);
int cs_sumstore_end(struct cs_sumstore *s, struct cs_err *e);

/* Frees what is in memory; zeroed is fine. */
void cs_sumstore_finish(struct cs_sumstore *s);

struct cs_sumcursor {
	const struct cs_sumstore *of;
	struct cs_sumgroup at; /* the group at hand, good until next or finish */
	size_t place;	       /* of that */
	/* Private. */
	size_t next, block; /* the place that comes; behind the block at hand */
	struct cs_buf text; /* the block at hand, */
	size_t used;	    /* how much of it was read */
	struct cs_str *key;
	struct cs_sum *sum;
	size_t cap;
};

/* Before the group of a place; the store is kept by reference. Finish it in any case. */
void cs_sumcursor_begin(struct cs_sumcursor *c, const struct cs_sumstore *of, size_t place);
void cs_sumcursor_finish(struct cs_sumcursor *c);

/* Goes there; nothing is read yet. */
void cs_sumcursor_seek(struct cs_sumcursor *c, size_t place);

/* The next group is at hand: 1; 0: there are no more; -1 with *e (74). */
int cs_sumcursor_next(struct cs_sumcursor *c, struct cs_err *e);

#endif
