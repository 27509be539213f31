/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values that an inner formula has in a group, one a key: what the outer aggregate of two
 * levels is of. They are made of the cells when a group is read, and kept for the next metric over
 * the same formula. The inner side of cell/cell.h.
 *
 * Values are whole numbers: decimals and ratios in millionths, rounded half away from zero,
 * instants in microseconds, conditions 0 and 1.
 */
#ifndef CS_CELL_KEYED_H
#define CS_CELL_KEYED_H

#include "cell/per.h"
#include "stat/hist.h"
#include "stat/moments.h"

struct cs_cells;
struct cs_scheme_inner;

struct cs_keyed {
	unsigned acc;
	uint32_t group;
	struct cs_str text; /* of the formula, canonical; p NULL: nothing is in here */
	int64_t *value;	    /* of the keys that have one, in no order */
	size_t n, cap;
	bool lost;		    /* some value does not fit: nothing is known of all */
	bool has_moments, has_hist; /* made of the values, when they were asked for */
	struct cs_moments moments;
	struct cs_hist hist;
};

/* Several, so that two groups can be held against each other. */
enum { CS_KEYED_KEPT = 4 };

struct cs_keyed_cache {
	struct cs_keyed kept[CS_KEYED_KEPT];
	unsigned next; /* the one that gives way */
};

/* Forgets all: the cells have changed. */
void cs_keyed_forget(struct cs_keyed_cache *k);
void cs_keyed_finish(struct cs_keyed_cache *k);

/* The values in a group of statistic acc, which is of two levels. Good until as many others have
 * been asked for as are kept. */
struct cs_keyed *cs_cells_keyed(
    struct cs_cells *c, uint32_t group, unsigned acc, const struct cs_scheme_inner *inner);

/* Their moments and histogram; as long as k. */
const struct cs_moments *cs_keyed_moments(struct cs_keyed *k);
const struct cs_hist *cs_keyed_hist(struct cs_keyed *k);

/* How many are from low to high. */
int64_t cs_keyed_between(const struct cs_keyed *k, int64_t low, int64_t high);

#endif
