/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells: for every group (a value of each key) and every metric the exact statistics that it is
 * computed from. They are what threads, shards and tools hand to each other, because they merge by
 * adding, and the order does not matter:
 *
 *	render(merge(partial(shard), ...)) = the run over all of the input, byte for byte.
 *
 * As a record stream they are long, one part a record:
 *
 *	kind	agent_id	metric	part	value
 *	meta	\N	\N	version	3
 *	meta	\N	\N	as_of	2026-10-05T17:00:00Z
 *	meta	\N	\N	as_of_told	t
 *	meta	\N	\N	where	channel = 'voice'
 *	shard	\N	\N	monday.tsv	2375
 *	metric	\N	sl_answered_20	formula	share(wait_s <= 20) filter (where handled)
 *	metric	\N	sl_answered_20	unit	share
 *	cell	bob	sl_answered_20	n	170
 *	cell	bob	sl_answered_20	x	140
 *	cell	bob	p90_wait	hist	0:12,5:3,61:1
 *	end	\N	\N	cells	3
 *	end	\N	\N	crc32	5d1bc2a0
 *
 * The end has the number of cells before it, back to the version, and the CRC-32 of all these
 * records, byte for byte, the one with the number among them: a stream that was cut, even at the
 * border of two records, or in which anything was changed, left out or moved, is refused. What
 * several runs wrote may be joined end to end, with their headers or without: each part has an end
 * of its own. The sum is of records in their order, since that says something, too: it is the order
 * of the metrics in the table. A stream that was sorted is no stream of cells.
 *
 * What chose the rows (the meta parts where, keep_only, time, bad and hours) is there in canonical
 * form, so that only parts merge that were chosen alike: a sum of others would be of nothing that
 * one run could have counted. The period is the shards' (cell/shard.h says which add up); it stands
 * in the place of the metric, as 2026-10-05T00:00:00Z..2026-10-06T00:00:00Z.
 *
 * The part names: n (how many), x (of these, true), sum sumsq min max, hist (value:count pairs), up
 * mid down (of nps), per (of aggregates of two levels: a key, and what its rows add up to:
 * cell/per.h) and null (their rows without a key), hll (beside n: the registers of a sketch of
 * different values, cell/sketch.h), currency (of money: one in each group, for sums over two are of
 * nothing), item (one of a set of distinct values), early (not yet mature), event and quit
 * (histograms of the times, in hours or finer, to what came and to where watching ended), held in
 * out until entered left (what was in stock, came and went: cell/stock.h), us (microseconds);
 * `rows` without a metric is how many rows are in a group. A statistic that several metrics rest on
 * is written once, under the first of them. A metric of several statistics numbers them: 1.n 2.sum.
 * Records of one group, metric and part add up: long histograms are cut into several, and several
 * streams may be read as one.
 *
 * Whole numbers are exact to 64 bits (n, x) or 128 (sums); decimals are in millionths, without a
 * point, and the unit says so (the meta part "scale").
 *
 * A reader of cells:
 *
 *	struct cs_cells *c = cs_cells_read(reader, &err);
 *	for (size_t g = 0; g < cs_cells_groups(c); g++)
 *		for (size_t m = 0; m < cs_cells_metrics(c); m++)
 *			cs_cells_stat(c, g, m, &s);
 */
#ifndef CS_CELL_CELL_H
#define CS_CELL_CELL_H

#include <stdint.h>

#include "base/err.h"
#include "expr/formula.h"
#include "metric/metric.h"
#include "rec/reader.h"
#include "rec/writer.h"
#include "stat/hist.h"
#include "stat/moments.h"

/*
 * One number for the layout of all that is in there. Those before are read too, and written anew
 * as this one. Version 2 had no checksum. In version 1 besides the period of the shards was in meta
 * parts (period_from, period_to), and keys that are expressions did not say which, so these only go
 * with others of version 1.
 */
enum { CS_CELLS_VERSION = 3, CS_CELLS_OLDEST = 1, CS_CELLS_SUMMED = 3 };

/* What kind of number a metric is: which members of struct cs_stat say more than its value. */
enum cs_stat_kind {
	CS_STAT_COUNT,	  /* a count of rows */
	CS_STAT_SUM,	  /* moments */
	CS_STAT_MEAN,	  /* moments */
	CS_STAT_EXTREME,  /* a least or greatest value */
	CS_STAT_QUANTILE, /* bins, q */
	CS_STAT_SHARE,	  /* x of n */
	CS_STAT_NPS,	  /* up, down, of n */
	CS_STAT_DISTINCT, /* a count of different values */
	CS_STAT_SKETCH,	  /* about how many there are, of n values */
	CS_STAT_SURVIVAL, /* an estimate with censoring */
	CS_STAT_STOCK,	  /* a count of what is in stock at the end of an interval */
	CS_STAT_AGE,	  /* an age of what is in stock: all of it was looked at; n is how much */
	CS_STAT_SECONDS,  /* a sum of seconds, in 10^-6 */
	CS_STAT_FORMULA,  /* arithmetic over several statistics: value alone */
};

/*
 * What is known of one metric in one group. value is exact but for survival; NULL when there is
 * nothing to say (n = 0). In the unit of the metric, not in millionths.
 */
struct cs_stat {
	enum cs_stat_kind kind;
	struct cs_real value;
	int64_t n; /* observations behind it; a ratio of counts has its denominator; -1: no one n */
	int64_t x; /* SHARE: how many true */
	int64_t up, down; /* NPS: promoters (9, 10) and detractors (0 .. 6) */
	bool bounds; /* SURVIVAL, SKETCH: lo and hi are there, at the level that was asked for */
	double lo, hi;
	double se;     /* SURVIVAL: the standard error; 0: there is none */
	int64_t early; /* repeats: left out because it is too early to say; else 0 */
	const struct cs_moments *moments; /* SUM, MEAN: in 10^-scale; into *scratch or the cells */
	const struct cs_hist *hist;	  /* QUANTILE, and MEAN where there is one: in 10^-scale */
	struct cs_dec q;		  /* QUANTILE: which */
	bool approx; /* QUANTILE: the histogram is of buckets (cs_loglin); there are no moments */
	bool interp; /* QUANTILE: between ranks */
	int scale;   /* 0, or 6 for decimals */
	struct cs_moments own; /* where moments points when they were made for the call */
};

/* True for kinds that tell of an instant, not of what comes before it: they do not add up. */
static inline bool
cs_stat_at_edge(enum cs_stat_kind kind)
{
	return kind == CS_STAT_STOCK || kind == CS_STAT_AGE;
}

/* The kind that an aggregate alone gives. */
enum cs_stat_kind cs_stat_kind_of(enum cs_agg_id id);

struct cs_cells;

/* True for the head of a cell stream. */
bool cs_cells_head(const struct cs_head *head);

/*
 * Reads a cell stream, merging what is there several times; a stream of something else is an error
 * (2) that says what to do, a newer version, a shard that comes twice, metrics, as-of or filters
 * that differ, a part that is not all there are errors (65). The reader stays the caller's. NULL
 * with *e set.
 */
struct cs_cells *cs_cells_read(struct cs_reader *r, struct cs_err *e);
void cs_cells_free(struct cs_cells *c); /* NULL is fine */

/* Groups, in the order in which they are reported: by the keys, NULL last. */
size_t cs_cells_groups(const struct cs_cells *c);

/* Key columns, left to right: their canonical names, and the value in a group, decoded; p NULL:
 * NULL. Good as long as the cells. */
unsigned cs_cells_keys(const struct cs_cells *c);
struct cs_str cs_cells_key_name(const struct cs_cells *c, unsigned k);
struct cs_str cs_cells_key(const struct cs_cells *c, size_t group, unsigned k);

/* Metrics in the order in which they were asked for. */
size_t cs_cells_metrics(const struct cs_cells *c);
const struct cs_metric *cs_cells_metric(const struct cs_cells *c, size_t m);

/* What kind of number metric m is, in whatever group. */
enum cs_stat_kind cs_cells_kind(const struct cs_cells *c, size_t m);

/* The statistics of metric m in a group. s->moments may point into *s: do not copy it about. One
 * thread at a time: the content of the last histogram is kept sorted. */
void cs_cells_stat(struct cs_cells *c, size_t group, size_t m, struct cs_stat *s);

#endif
