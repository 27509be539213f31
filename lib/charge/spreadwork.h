/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What the halves of charge/spread share: paths, leaves that are dealt to, and lines. */
#ifndef CS_CHARGE_SPREADWORK_H
#define CS_CHARGE_SPREADWORK_H

#include "charge/spread.h"

/*
 * A path is what a leaf is dealt along: kind and unit, whether it is a repeat, the levels. They are
 * numbered as they are met, and dealt in the order in which they are reported.
 */
enum { CS_PATH_UNIT, CS_PATH_REPEAT, CS_PATH_LEVELS };

enum cs_spread_figure {
	CS_SPREAD_CONTACTS,
	CS_SPREAD_HANDLE_S,
	CS_SPREAD_CHARGED,
	CS_SPREAD_ORIGINAL,
	CS_SPREAD_AVOIDABLE,
	CS_SPREAD_FIGURES
};

/* A share of a group of the sums, on its way down. */
struct cs_spread_leaf {
	uint32_t path[2];	/* as charged, and at its original cause */
	int64_t num[2], den[2]; /* the share; num 0: there is none of this on that side */
};

/*
 * Leaves lie by source: group by group of the sums, as they are the same for all lots; where a
 * level is the pool, use by use. What they weigh comes with who asks: the use of a lot, a count.
 * Nearly all shares are whole, or of few denominators: weights are whole numbers over one that is
 * common to all (charge/allot.h), and rationals only where that does not fit.
 */
struct cs_spread {
	const struct cs_charge *c;
	struct cs_charge_lines *l;
	const unsigned *level;
	unsigned nlevel;
	struct cs_keys keys;
	struct cs_spread_leaf *leaf;
	size_t nleaf, cap;
	size_t *first;		/* by source: where its leaves begin; one more */
	uint32_t *key;		/* scratch: values of the keys of a group of the sums */
	uint32_t **value_of;	/* by level, of keys: by value there that of the path, plus 1 */
	uint32_t *order, *rank; /* paths as they are reported, and back */
	unsigned *same;		/* by rank: keys in common with the one before */
	cs_i128 (*figure)[CS_SPREAD_FIGURES]; /* by rank */
	uint8_t *unknown;     /* by rank: bits 1 << figure: contacts, seconds, what is avoidable */
	bool *met;	      /* by rank: there is a leaf */
	cs_i128 *whole;	      /* by rank: weights over `scale` */
	struct cs_ratio *sum; /* by rank: of those that do not fit; NULL: none did */
	int64_t scale;
	bool exact; /* of what is touched there are such */
	uint32_t *touched;
	cs_i128 *weight;	/* by what is touched, and as rationals */
	struct cs_ratio *ratio; /* NULL: none needed yet */
	unsigned *common;
	cs_i128 *part;
	size_t ntouched;
	bool pools;   /* a level is the pool */
	bool repeats; /* some contact is one */
	struct cs_buf text;
};

/* Who is asked for, and how much of each: all uses of a lot; or sources with weights. */
struct cs_spread_asked {
	size_t n;
	const struct cs_charge_lot *lot; /* NULL: the two below */
	const size_t *source;		 /* NULL: all, in their order */
	const cs_i128 *weight;		 /* >= 0 */
};

/* Adds up weights by path, those that were touched in order: as charged (side 0), or at their
 * original causes (1). */
void cs_spread_gather(struct cs_spread *s, unsigned side, const struct cs_spread_asked *a);

/* Deals a total along what was gathered. */
void cs_spread_deal(struct cs_spread *s, cs_i128 total, enum cs_spread_figure figure);

/* Contacts and seconds: of all groups, or of those that use each pool. */
void cs_spread_counts(struct cs_spread *s);

/* Once all lots are dealt: paths that only differ in being repeats or not are one line. */
void cs_spread_lines(struct cs_spread *s);

/* Lines of what nobody used, or nothing explains: one for all pools, or one for each. */
void cs_spread_idle(struct cs_spread *s, enum cs_charge_line_kind kind);

/* What lines add up to, which is asserted. */
void cs_spread_sum(struct cs_spread *s);

#endif
