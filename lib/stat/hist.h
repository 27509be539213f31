/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact histograms of whole numbers: how often each value came. Quantiles, sums, shares over a
 * threshold and survival curves are all read from them, exactly; two of them merge by adding, so
 * nothing depends on the order of rows, threads or shards.
 *
 * Design. Waits and handle times are seconds from 0 to a few thousand, added by the million, in
 * thousands of groups at once, or in a million groups that have a few each. A group begins with
 * its first four values in the place of two pointers, and nothing else. Then they are in a table
 * of four bytes a value, 24 bits of value and 8 of count, closely filled since sixteen of them are
 * one cache line. As soon as an array of 16-bit counters for the values 0 .. cap - 1 is about as
 * small, it takes over: there an addition is one increment, and 3,600 distinct seconds are 8 KiB.
 * What a count cannot hold is carried into the spill, a table of (value, count) pairs of 64 bits,
 * which also has all that is negative or large. Memory follows the number of distinct values,
 * never rows and never the largest value: about 8 bytes each; at most 43 where a value is out of
 * 0 .. 2^24 - 1 or came 256 times and more.
 *
 * What is read is a sorted list of (value, count) bins, made once by cs_hist_bins.
 */
#ifndef CS_STAT_HIST_H
#define CS_STAT_HIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/num.h"
#include "base/str.h"
#include "stat/moments.h"

struct cs_bin {
	int64_t value;
	int64_t count; /* > 0 */
};

/* What a histogram has beside its counters. */
struct cs_hist_more {
	struct cs_bin *spill; /* open addressing; count 0: free; NULL: none yet */
	uint32_t spill_mask;  /* slots - 1; 0: none yet */
	uint32_t nspill;      /* slots of spill in use */
	uint32_t n;	      /* slots of the table in use, of 2^log */
	uint32_t slot[];      /* value << 8 | count; 0: free */
};

enum { CS_HIST_FEW = 4 };

/* Zeroed (CS_HIST_INIT) it is empty and holds no memory. Not shared between threads. */
struct cs_hist {
	int64_t n;    /* values added, <= INT64_MAX */
	uint32_t cap; /* counters: 0 or a power of two */
	bool many;    /* dense and more are there, else few: n of them */
	uint8_t log;  /* the table of more has 2^log slots */
	union {
		uint32_t few[CS_HIST_FEW]; /* the values themselves */
		struct {
			uint16_t *dense; /* counters of the values 0 .. cap - 1, modulo 65536 */
			struct cs_hist_more *more;
		};
	};
};

#define CS_HIST_INIT                                                                               \
	{                                                                                          \
		.n = 0                                                                             \
	}

void cs_hist_finish(struct cs_hist *h);

/* What cs_hist_add does when there is no counter, or it has just run over. */
void cs_hist_add_slow(struct cs_hist *h, int64_t v);

/* Takes the value v once. At most INT64_MAX values in all, which nobody reaches by counting. */
static inline void
cs_hist_add(struct cs_hist *h, int64_t v)
{
	if ((uint64_t)v >= h->cap || ++h->dense[v] == 0)
		cs_hist_add_slow(h, v);
	h->n++;
}

/* Where the search for v begins in a table of 2^log slots. Neighbouring seconds must not form runs,
 * nor values that somebody made to. */
static inline uint32_t
cs_hist_slot(int64_t v, uint8_t log)
{
	return (uint32_t)(cs_map_hash_number((uint64_t)v) & ((UINT64_C(1) << log) - 1));
}

/* Asks for the memory that an addition of v will need: where there are too many groups for the
 * cache, first for h, and a few rows later for this. */
static inline void
cs_hist_prefetch(const struct cs_hist *h, int64_t v)
{
	if ((uint64_t)v < h->cap)
		__builtin_prefetch(&h->dense[v], 1);
	else if (h->many)
		__builtin_prefetch(&h->more->slot[cs_hist_slot(v, h->log)], 1);
}

/* Takes v `count` (>= 0) times. False, and nothing taken, when h->n would run over. */
bool cs_hist_add_n(struct cs_hist *h, int64_t v, int64_t count);

/* Adds all of from to h. False, and h unchanged, when h->n would run over. */
bool cs_hist_merge(struct cs_hist *h, const struct cs_hist *from);

/* Bytes held beyond the struct: what memory limits count. */
size_t cs_hist_bytes(const struct cs_hist *h);

/*
 * The text of a histogram in a cell: "0:12,5:3,61:1", by ascending value, counts over 0; empty for
 * none. It is canonical: equal histograms have equal texts. Parsing adds to h, which need not be
 * empty; false (h then holds a part and is good only to be finished) when the text is not exactly
 * that or n runs over.
 */
void cs_hist_text(const struct cs_hist *h, struct cs_buf *out);
bool cs_hist_parse(struct cs_hist *h, struct cs_str text);

/* The sorted content of a histogram. */
struct cs_bins {
	struct cs_bin *bin; /* by ascending value */
	size_t n;	    /* distinct values */
	int64_t total;	    /* values: the sum of the counts */
};

/* A copy that does not change with h. Free with cs_bins_finish. */
struct cs_bins cs_hist_bins(const struct cs_hist *h);
void cs_bins_finish(struct cs_bins *b);

/* The k-th smallest value, 1 <= k <= total. */
int64_t cs_bins_rank(const struct cs_bins *b, int64_t k);

/*
 * The quantile num / den (0 <= num <= den, 0 < den <= 10^9) by nearest rank: the k-th smallest with
 * k = ceil(total num / den), at least 1, in integers (.07 of 100 is 7, which doubles make 8).
 * False when there are no values.
 */
bool cs_bins_quantile(const struct cs_bins *b, int64_t num, int64_t den, int64_t *v);

/*
 * The same by linear interpolation between neighbours (type 7 of Hyndman and Fan, the default of R
 * and of spreadsheets), as the exact fraction *v / den.
 */
bool cs_bins_interpolate(const struct cs_bins *b, int64_t num, int64_t den, cs_i128 *v);

/* How many values are <= v. */
int64_t cs_bins_upto(const struct cs_bins *b, int64_t v);

/* n, sum, sum of squares, least and greatest. */
struct cs_moments cs_bins_moments(const struct cs_bins *b);

/*
 * Log-linear buckets, for --approx: values are kept to their leading sub + 1 bits, so that a
 * bucket is at most 2^-sub of its value wide (.8 % for the usual 7) and a day of seconds needs
 * 1,321 buckets at most. Add cs_loglin(v) to a histogram in place of v, and turn what comes out
 * back by low or high: report the high end of "95 % were answered within", so that a promise is
 * never overstated. The index is monotone, so ranks stay true; it depends on v alone, so merging
 * stays exact. Negative values mirror the others: the index of v is ~ that of ~v.
 */
enum { CS_LOGLIN_SUB = 7 };

int64_t cs_loglin(int64_t v, int sub);	    /* the index of the bucket of v; 0 <= sub <= 30 */
int64_t cs_loglin_low(int64_t i, int sub);  /* the least value in it, */
int64_t cs_loglin_high(int64_t i, int sub); /* and the greatest; i must be an index */

/* cs_hist_parse of a histogram of such indices: false, too, where a value is none. */
bool cs_hist_parse_loglin(struct cs_hist *h, struct cs_str text, int sub);

#endif
