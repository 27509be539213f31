/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stocks: how much is there at the end of an interval (backlog, agents logged in), and how old it
 * is. What is in stock entered at one instant and leaves at another; NULL: it has not left.
 *
 *	stock(started_at, solved_at)	open at the end of each interval of --by
 *	stock_in(...) stock_out(...)	what entered, and left, in the interval
 *	stock_age(...)			the mean age of what is open then
 *
 * An interval holds its begin and not its end: what leaves at the very end of an interval is still
 * there. The last edge is as-of, which what happens at that instant comes before. Nothing after
 * as-of is known: who leaves later is there. What leaves before it enters was never there, so
 * stock(started_at + 48h, solved_at) is what is open and older than two days. A period cuts time:
 * its end is an edge, what entered before it is held when it begins, and no other row is left out.
 *
 * Design. The statistic of a group (an interval and the other keys) is what came and went in it, so
 * that it adds up over threads and shards, in any order; the sum over the intervals before is taken
 * when all of it is there (stocklevel.h). For ages it has the sum of the instants of entry of what
 * came less that of what went, and where quantiles are asked for how often each second of entry
 * came and went: memory goes by different seconds of entry, never by rows.
 *
 * Ages are whole seconds that have passed: an item of 59.9 s is 59 s old. Instants of entry are
 * rounded up to seconds, edges down, which gives just that.
 */
#ifndef CS_CELL_STOCK_H
#define CS_CELL_STOCK_H

#include "base/num.h"
#include "base/str.h"
#include "stat/hist.h"

/* What came and went in one group. Zeroed is empty. */
struct cs_stock {
	int64_t held;  /* entered before the period, and not gone when it began */
	int64_t in;    /* entered in the interval */
	int64_t out;   /* left in it; entered then, before, or was held */
	cs_i128 sum;   /* of the seconds of entry of held and in, less those of out */
	int64_t until; /* the last instant that is known of, in seconds; of an empty one 0 */
	struct cs_hist entered, left; /* seconds of entry of held and in, and of out; for ages */
};

void cs_stock_finish(struct cs_stock *s);

/* True when nothing came or went. */
static inline bool
cs_stock_empty(const struct cs_stock *s)
{
	return s->held == 0 && s->in == 0 && s->out == 0;
}

/* An item that entered at an instant (microseconds): held, or in; and that it leaves. ages: the
 * seconds of entry are kept. */
void cs_stock_enter(struct cs_stock *s, int64_t at, bool held, bool ages);
void cs_stock_leave(struct cs_stock *s, int64_t entered_at, bool ages);

/* Adds all of from. False when a count runs over. */
bool cs_stock_merge(struct cs_stock *s, const struct cs_stock *from);

/* Adds what is open at the end of from, an earlier stretch, as held: what came in it and went
 * counts for neither. False when a count runs over. */
bool cs_stock_hold(struct cs_stock *s, const struct cs_stock *from);

/* What it consists of, for cells: calls part(arg, name, value) for held in out sum until that are
 * not 0, unless it is empty. The histograms, "entered" and "left", are the caller's to cut. */
void cs_stock_parts(const struct cs_stock *s,
    void (*part)(void *arg, const char *name, struct cs_str value), void *arg);

/* Adds a part. False: no such part, or not a number that it can be. */
bool cs_stock_read(struct cs_stock *s, struct cs_str name, struct cs_str value);

#endif
