/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the halves of charge/map share (inner): the rules as they are looked up.
 *
 *	shape	the columns that a rule names, and whether it is for repeats alone
 *	entry	a shape and the values: what a class of contacts is looked up by
 *	cond	an entry and a condition, or none; its rules follow each other in time
 *	rule	from, to, and what it says (a split)
 */
#ifndef CS_CHARGE_MAPPARTS_H
#define CS_CHARGE_MAPPARTS_H

#include "base/map.h"
#include "charge/map.h"

enum {
	CS_CHARGE_COLUMNS = 60,	    /* most columns that a map may name */
	CS_CHARGE_WHENS = 1 << 14,  /* most different conditions */
	CS_CHARGE_SHAPES = 1 << 10, /* most different sets of columns */
	CS_CHARGE_OWNERS = 1000,    /* most that share a rule */
	CS_CHARGE_NONE = -1,
};

#define CS_CHARGE_ANY	  UINT32_MAX /* no condition */

/* Most that the denominator of a share may be, where it is added, so that sums stay exact in 128
 * bits; and as it is written. */
#define CS_CHARGE_DEN	  INT64_C(1000000000000000000)
#define CS_CHARGE_DEN_ROW INT64_C(1000000000000)

struct cs_charge_rule {
	int64_t from, to; /* CS_INSTANT_MIN: always was; CS_INSTANT_MAX: holds still */
	uint32_t split;
	uint32_t file, line; /* of its first row */
};

struct cs_charge_cond {
	uint32_t entry;
	uint32_t when;	/* CS_CHARGE_ANY */
	uint32_t first; /* its rules: first .. first + n - 1, in order of time */
	uint32_t n;
};

struct cs_charge_shape {
	uint64_t mask; /* bits of columns */
	bool repeat;   /* for repeats alone */
	bool list;     /* names a column with lists */
	uint8_t n;     /* columns */
	uint8_t col[CS_CHARGE_COLUMNS];
};

/* A column of the contacts that rules name. */
struct cs_charge_column {
	unsigned own;  /* in the head */
	unsigned root; /* of the first contact; own where there is none */
	bool list;
	struct cs_map value; /* canonical raw cells that rules have; in classes a value is its id
				+ 1, and 0 what no rule has */
};

/* The texts of splits and what they mean. */
struct cs_charge_splits {
	struct cs_map key;
	struct cs_charge_split *split;
	size_t cap;
	struct cs_arena arena;
};

struct cs_charge_map {
	struct cs_arena arena;
	const char **file;
	size_t nfile, file_cap;

	struct cs_charge_column *column;
	unsigned ncolumn;
	int started, root_started; /* of the head; CS_CHARGE_NONE */
	int repeats;
	bool roots, dated, for_repeats;

	const struct cs_head *head; /* of the contacts */
	struct cs_head root_head;   /* where COLUMN is root_COLUMN */
	struct cs_map when_text;
	struct cs_expr **when[2]; /* by id: of the contact's own columns, of the first one's */

	struct cs_charge_shape *shape;
	size_t nshape, shape_cap;
	struct cs_map entry;	/* shape and value ids, 4 bytes each */
	uint32_t *entry_shape;	/* by entry */
	uint32_t *entry_first;	/* by entry, and one more: into entry_cond */
	uint32_t *entry_cond;	/* conds by entry */
	struct cs_map cond_key; /* entry and when, 4 bytes each */
	struct cs_charge_cond *cond;
	struct cs_charge_rule *rule;
	size_t nrule;
	struct cs_charge_splits splits; /* 0: unmapped */
};

/* A row of the file. */
struct cs_charge_row {
	uint32_t cond;
	uint32_t file, line;
	int64_t from, to;
	struct cs_charge_share share;
	bool all; /* its share is NULL */
};

/* The id of the split that has these shares, which are put in order and brought together; new ones
 * are copied. Fewer than CS_CHARGE_ANY. */
uint32_t cs_charge_splits_add(
    struct cs_charge_splits *s, struct cs_charge_share *share, size_t n, bool joint);

void cs_charge_splits_finish(struct cs_charge_splits *s);

/* a/b + c/d in lowest terms; false: the denominator outgrows CS_CHARGE_DEN. */
bool cs_charge_share_add(int64_t *a, int64_t *b, int64_t c, int64_t d);

/* The reader's steps. mapcolumns.c: what each column of the file is. */
enum cs_charge_word {
	CS_CHARGE_WHEN,
	CS_CHARGE_OWNER,
	CS_CHARGE_SHARE,
	CS_CHARGE_FROM,
	CS_CHARGE_TO,
	CS_CHARGE_DEMAND,
	CS_CHARGE_PREVENTABLE,
	CS_CHARGE_REPEAT,
	CS_CHARGE_CAUSE,
	CS_CHARGE_NOTE,
	CS_CHARGE_WORDS
};
struct cs_charge_cols {
	int word[CS_CHARGE_WORDS];  /* in the file; CS_CHARGE_NONE */
	int col[CS_CHARGE_COLUMNS]; /* in the file, by column of the map */
};
int cs_charge_map_bind(struct cs_charge_map *m, struct cs_charge_cols *cols,
    const struct cs_head *file, const struct cs_charge_contacts *contacts, const char *name,
    struct cs_err *e);

/* maprules.c: rows become rules, and are checked against each other. */
int cs_charge_map_rules_make(
    struct cs_charge_map *m, struct cs_charge_row *row, size_t n, struct cs_err *e);

#endif
