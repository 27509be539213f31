/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * About how many different values there are in a group: distinct_approx(x). A sketch of them
 * (stat/hll.h, 2^14 registers) takes at most 16 KiB where the set itself grows with every value,
 * and as exact statistics do it adds up: over threads, shards, windows and subtotals it is what all
 * rows together would have made of it.
 *
 * Beside the sketch stands how many values went into it. That bounds the estimate from above (there
 * are no more different values than values), as the registers that are set bound it from below; so
 * whatever was written into cells by hand, what is shown is a count that could be. The first is
 * NAME_n in tables, since an estimate does not go without what it is of.
 *
 * The estimate is rounded to a whole number. Its standard error is .81 % of it for many values, and
 * .55 % for few (1 / sqrt(2^15): values that share a register): of ten it is exact but for one
 * group in 365, of a hundred it is one off in every fourth.
 */
#ifndef CS_CELL_SKETCH_H
#define CS_CELL_SKETCH_H

#include "base/num.h"
#include "stat/hll.h"

/* Zeroed is empty. */
struct cs_sketch {
	int64_t n; /* values that are not NULL */
	struct cs_hll set;
};

void cs_sketch_finish(struct cs_sketch *s);

/* Adds a value, decoded: in the text that distinct() compares. */
void cs_sketch_add(struct cs_sketch *s, struct cs_str value);

/* Adds all of from, which may be s. False: the count runs over. */
bool cs_sketch_merge(struct cs_sketch *s, const struct cs_sketch *from);

/* False when the registers cannot be of n values: more are set, or none. */
bool cs_sketch_sound(const struct cs_sketch *s);

/* Bytes held besides s itself. */
size_t cs_sketch_bytes(const struct cs_sketch *s);

/* The parts of a cell, n and hll (cs_hll_text); none for an empty sketch. And back: what was read
 * adds up, of registers the greater. False: no such part, or not what it can be. */
void cs_sketch_parts(const struct cs_sketch *s,
    void (*part)(void *arg, const char *name, struct cs_str value), void *arg);
bool cs_sketch_read(struct cs_sketch *s, struct cs_str name, struct cs_str value);

struct cs_sketch_count {
	int64_t n; /* the estimate */
	int64_t lo,
	    hi; /* its bounds: what the sketch may be off, not what another sample may give */
};

/*
 * The estimate, and bounds of a level (.95): as many standard errors to both sides, rounded outward
 * to whole numbers, but no lower than the registers that are set and no higher than the values.
 */
struct cs_sketch_count cs_sketch_count(const struct cs_sketch *s, double level);

#endif
