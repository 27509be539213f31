/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sets those at the top of a ranking apart from those in the middle: anything that is known of
 * the same units, as cells. Tenure, training, the share of contacts in each queue, what was said on
 * the phone. A trait is
 *
 *	cells by the unit alone		each metric, as it is
 *	cells by the unit and other	of counts the part of the unit's contacts with each value of
 *	keys				these keys: nothing there is 0; of other metrics the figure
 *					there, of the units that have one
 *
 * Each unit counts once, whatever it has done: the question is what people are like, not contacts.
 * The top are green and leaning green, the middle orange; the others are in neither. How far apart
 * the two are comes with an interval and a size (stat/effect), and one false discovery rate over
 * all traits (stat/bh). With fewer than three units on a side there is no test.
 *
 * Who is at the top was found in the same contacts, and nobody drew lots for who was trained: a
 * trait goes with being there, and that it is the cause is never said. What the ranking itself is
 * made of is left out, because it would be found in any case.
 *
 * Memory goes by traits, time by the groups of the cells.
 */
#ifndef CS_RANK_TRAIT_H
#define CS_RANK_TRAIT_H

#include "rank/rankout.h"
#include "stat/effect.h"

/* Units on a side from which on there is a test. */
enum { CS_TRAIT_LEAST = 3 };

struct cs_trait {
	struct cs_str name;
	struct cs_str unit; /* of its figures; empty: none is known */
	bool part;	    /* of a count: who is not there has 0 */
	size_t metric;	    /* of the cells */
	struct cs_effect_side top, middle;
	struct cs_effect effect; /* top - middle */
	double q;		 /* CS_DIST_BAD: no test */
};

struct cs_traits {
	struct cs_trait *trait; /* the likeliest to be no luck first, then by name */
	size_t n;
	size_t top, middle; /* units on each side */
	size_t strange;	    /* groups of units that are not ranked */
	struct cs_str *own; /* metrics that are left out: of the scorecard */
	size_t nown;
};

/*
 * Everything lives in the arena of the work, which is ranked; cells stay the caller's. -1 with *e
 * (2): the cells lack a key of the units.
 */
int cs_traits_make(
    struct cs_traits *t, const struct cs_rankwork *w, struct cs_cells *cells, struct cs_err *e);

/*
 * As records:
 *
 *	trait unit		what, in which unit
 *	n_top top		units at the top of which it is known, and their mean
 *	n_middle middle		likewise in the middle
 *	diff lo hi		how far apart, with an interval of 95 %
 *	g g_lo g_hi		the same in standard deviations: .2 is small, .8 large
 *	q			part of false ones among traits that are listed up to here
 *	says			one sentence
 */
void cs_traits_head(struct cs_head *h);
void cs_traits_write(const struct cs_traits *t, struct cs_writer *out);

#endif
