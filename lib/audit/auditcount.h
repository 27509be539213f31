/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is counted for the rules of an audit: by unit, stratum and period, for each metric of each
 * rule.
 *
 * Design. A large company has a million groups of a few contacts each, and twenty rules. So all
 * that is counted of a group lies side by side, small: a row becomes facts of the same form, one
 * bit or number for each metric, and is added to its group as a whole, some twenty additions of
 * eight bytes in two or three cache lines.
 *
 *	bytes	rows; of a share its rows and those where it is true; of a sum its values; of values
 *		near a point one for each width
 *	words	sums, squares
 *
 * Bytes are added eight at a time, which is right as long as none runs over: a group of 255 rows is
 * emptied into a wide one, of which there are as many as rows / 255 at most. So go values that are
 * too large for a word of squares, such as amounts in millionths. Nothing is rounded, and nothing
 * depends on the order of rows.
 *
 * Afterwards tests look at one metric of all groups at a time, and would bring each record into the
 * cache for two bytes of it, once for each rule and column of units. So shares, which most rules
 * are, are laid out by metric when the groups are put in order: those of a hundred thousand groups
 * stay in the cache next to the processor.
 *
 * Histograms of whole units, which some tests want, are apart, by the values of the unit's key.
 *
 * Memory: groups x (8 to 20 bytes for the keys, one for each of the above and another for the bytes
 * of shares, 8 for each word): about 220 for the rules that are built in.
 */
#ifndef CS_AUDIT_AUDITCOUNT_H
#define CS_AUDIT_AUDITCOUNT_H

#include "audit/audit.h"
#include "cell/keys.h"
#include "cell/scheme.h"
#include "stat/hist.h"
#include "stat/moments.h"

/* A metric of a rule: how it is kept, and where. */
struct cs_audit_measure {
	enum cs_audit_keep kept;
	unsigned acc;	 /* of the scheme: its condition or value, and its filter */
	unsigned byte;	 /* SHARE: rows, then those where true; SUM, SQUARES: values; NEAR: bins */
	unsigned word;	 /* SUM: the sum; SQUARES: the squares behind it */
	unsigned moment; /* SUM, SQUARES: which of a wide group */
	unsigned plane;	 /* SHARE: which of the counts that are laid out by metric */
	unsigned spread; /* UNIT: the first of its histograms, one for each unit of the rule */
	unsigned units;	 /* UNIT: bits as in struct cs_audit_asked */
	int64_t width;	 /* NEAR: of a bin */
};

/* What all counts of a run have in common; read-only once made. */
struct cs_audit_layout {
	const struct cs_scheme *scheme;
	const struct cs_by *by;
	struct cs_audit_measure *measure; /* by metric of the scheme */
	int *key;			  /* by column of units: its key */
	unsigned ncolumn;
	unsigned spreads; /* the columns that UNIT metrics have, a bit each */
	unsigned nbyte, nmoment, nspread, nplane;
	unsigned words; /* of a group: 8 bytes each, those of bytes first */
};

enum { CS_AUDIT_WIDE = UINT8_MAX };

struct cs_audit_spread {
	struct cs_hist *hist; /* by value id of the unit's key */
	size_t n, cap;
};

/* The value ids of a key, by group: looked up once for each. */
struct cs_audit_values {
	uint32_t *id;
	size_t cap;
};

struct cs_audit_count {
	const struct cs_audit_layout *layout;
	struct cs_keys keys;
	uint64_t *record;  /* by group: layout->words each */
	uint32_t *wide_of; /* by group: its wide one, plus 1; 0: none */
	uint16_t *share;   /* by plane and group, once they are in order: rows, and << 8 those where
			      true; CS_AUDIT_WIDE rows: those of a wide one */
	size_t n;	   /* groups there are records of */
	size_t record_cap, wide_of_cap;
	struct cs_audit_wide *wide;
	size_t nwide, wide_cap;
	struct cs_audit_spread *spread;
	struct cs_audit_values *value; /* by column of units: of those that UNIT metrics have */
};

/* Where each metric of the scheme goes, which is that of the rules that can be tested. Lives in the
 * arena, as do the scheme and the keys, which have the columns of units among them. */
void cs_audit_layout_make(struct cs_audit_layout *l, struct cs_arena *a,
    const struct cs_scheme *scheme, const struct cs_by *by, const struct cs_audit_question *q);

void cs_audit_count_init(struct cs_audit_count *c, const struct cs_audit_layout *l);
void cs_audit_count_finish(struct cs_audit_count *c);

/* Makes room for all groups that the keys have now. */
void cs_audit_count_room(struct cs_audit_count *c);

/* Adds facts of n rows, each to its group: those of row i are facts + row[i] x words. Their byte 0
 * is 1, and each other one 0 or 1. */
void cs_audit_count_rows(struct cs_audit_count *c, const uint32_t *row, const uint32_t *group,
    size_t n, const uint64_t *facts);

/* A value that facts cannot hold: SUM or SQUARES. */
void cs_audit_count_large(
    struct cs_audit_count *c, uint32_t group, const struct cs_audit_measure *m, int64_t value);

/* Whether facts can hold it. */
static inline bool
cs_audit_count_fits(const struct cs_audit_measure *m, int64_t value)
{
	const int64_t most = INT64_C(1) << (m->kept == CS_AUDIT_KEEP_SUM ? 54 : 27);

	return value > -most && value < most;
}

/* n values of a UNIT, each into the histogram of every unit that its group is of. */
void cs_audit_count_unit(struct cs_audit_count *c, const struct cs_audit_measure *m,
    const uint32_t *group, const int64_t *value, size_t n);

/* Adds all of from, which has the same layout. */
void cs_audit_count_merge(struct cs_audit_count *c, const struct cs_audit_count *from);

/* Puts the groups in another order, order[i] becomes group i, and lays out the shares. Nothing can
 * be counted any more, and what the keys say of their ids is no longer so; ids of values stay. */
void cs_audit_count_order(struct cs_audit_count *c, const uint32_t *order);

/* Bytes held, or needed to put the groups in order: what memory limits count. Looks at every
 * histogram. */
size_t cs_audit_count_bytes(const struct cs_audit_count *c);

/* Of a group: a SHARE, once they are in order; a SUM or SQUARES (of which min and max are not
 * kept); a NEAR, as CS_AUDIT_NEAR_BINS counts. The metric must be kept so. Shares are what tests
 * ask for most, of each group by each rule. */
struct cs_audit_rows_of {
	int64_t n, x;
};
struct cs_audit_rows_of cs_audit_count_wide_share(
    const struct cs_audit_count *c, uint32_t group, unsigned byte);

static inline struct cs_audit_rows_of
cs_audit_count_share(const struct cs_audit_count *c, uint32_t group, size_t metric)
{
	const struct cs_audit_measure *m = &c->layout->measure[metric];
	const uint16_t of = c->share[m->plane * c->n + group];

	if ((of & UINT8_MAX) == CS_AUDIT_WIDE)
		return cs_audit_count_wide_share(c, group, m->byte);
	return (struct cs_audit_rows_of){of & UINT8_MAX, of >> 8};
}

struct cs_moments cs_audit_count_moments(
    const struct cs_audit_count *c, uint32_t group, size_t metric);

/* Of these, what tests with slopes add up: in place, too. sumsq of a SUM is 0. */
struct cs_audit_sums {
	int64_t n;
	cs_i128 sum, sumsq;
};

static inline struct cs_audit_sums
cs_audit_count_sums(const struct cs_audit_count *c, uint32_t group, size_t metric)
{
	const struct cs_audit_measure *m = &c->layout->measure[metric];
	const uint64_t *record = c->record + (size_t)group * c->layout->words;
	struct cs_audit_sums r = {((const uint8_t *)record)[m->byte], 0, 0};

	if (c->wide_of[group] != 0) {
		struct cs_moments all = cs_audit_count_moments(c, group, metric);

		return (struct cs_audit_sums){all.n, all.sum, all.sumsq};
	}
	r.sum = (int64_t)record[m->word];
	if (m->kept == CS_AUDIT_KEEP_SQUARES)
		r.sumsq = (cs_i128)record[m->word + 1];
	return r;
}

void cs_audit_count_near(
    const struct cs_audit_count *c, uint32_t group, size_t metric, int64_t *bin);

/* Of a unit, by column and the value id of its key: the histogram of a UNIT; NULL: none. */
const struct cs_hist *cs_audit_count_hist(
    const struct cs_audit_count *c, unsigned column, uint32_t value, size_t metric);

#endif
