/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rows are grouped by: the items of --by.
 *
 *	agent			a column, by name or alias
 *	15m 1h			intervals of the time column that divide a day: column `interval`
 *	day week month		calendar days (date), ISO weeks (date of the Monday), months (first)
 *	each(themes)		one group for each token of a list: a row counts in several groups
 *	late=wait_s > 60	the value of an expression, under a name
 *
 * Days are those of a zone's clocks; on the days when they change an interval of local time may be
 * shorter or longer, and a day has 92 or 100 quarter-hours, each with its own offset.
 */
#ifndef CS_CELL_BY_H
#define CS_CELL_BY_H

#include "base/arena.h"
#include "base/zone.h"
#include "expr/expr.h"

enum cs_key_kind {
	CS_KEY_COLUMN,
	CS_KEY_EACH,
	CS_KEY_EXPR,
	CS_KEY_SIDE, /* of a comparison: which of them a row is on, as its mark says; or both */
	CS_KEY_STEP, /* every step seconds */
	CS_KEY_DAY,
	CS_KEY_WEEK,
	CS_KEY_MONTH,
};

struct cs_key_def {
	enum cs_key_kind kind;
	struct cs_str name;	 /* of the key column */
	enum cs_type type;	 /* decides the order: CS_TIME CS_INT CS_DEC, else bytes */
	int64_t step;		 /* CS_KEY_STEP: seconds */
	unsigned col;		 /* COLUMN, EACH: in the head */
	const struct cs_expr *x; /* EXPR */
	struct cs_str text;	 /* EXPR: canonical; empty: not known, of old cells */
};

struct cs_by {
	struct cs_key_def *key;
	unsigned n;
	const struct cs_expr *time; /* of intervals; NULL: there are none */
	const struct cs_zone *zone; /* NULL: UTC */
};

/* What was asked for: the items of --by, and the name of the column that intervals cut. */
struct cs_by_ask {
	const struct cs_str *item;
	size_t n;
	struct cs_str time;
	const char *const *source; /* by item: the option that names it; NULL: --by names all */
};

/*
 * Binds what was asked for to the head of env. What is made lives in the arena. -1 with *e (2):
 * unknown columns, a step that does not divide a day, a name twice.
 */
int cs_by_bind(struct cs_by *by, struct cs_arena *a, const struct cs_by_ask *ask,
    const struct cs_env *env, struct cs_err *e);

/*
 * *sided becomes by with one more key in front, that nobody sees: the side of a comparison. Rows
 * are counted once for each side that they are on; the cells of the sides are taken apart
 * afterwards (desk/sides.h). It shares the rest with by.
 */
void cs_by_sides(struct cs_by *sided, struct cs_arena *a, const struct cs_by *by);

/* Adds a column to the head of a table behind its keys, which the option source names. -1 with *e
 * (2): a key has that name. */
int cs_by_head_add(struct cs_head *h, struct cs_str column, const char *source, struct cs_err *e);

/* For completion: what items there are beside columns, each with \n. */
void cs_by_words(struct cs_buf *out);

/* True for items that cut time, 15m or month: what they are, into d. */
bool cs_by_is_interval(struct cs_key_def *d, struct cs_str item);

/* True for kinds that cut time. */
static inline bool
cs_key_is_time(enum cs_key_kind k)
{
	return k >= CS_KEY_STEP;
}

/* How cells write a key's kind, "column" "each" "expr" "900" (steps) "day" ..., and back: kind and
 * step of d; false when it is none. */
void cs_key_kind_text(struct cs_buf *b, const struct cs_key_def *d);
bool cs_key_kind_parse(struct cs_str s, struct cs_key_def *d);

/* The interval that holds an instant: its first instant, and the first behind it. */
void cs_key_interval(const struct cs_key_def *d, const struct cs_zone *zone, int64_t instant,
    int64_t *begin, int64_t *end);

/*
 * The stretch of time around an instant in which none of the time keys changes: what all of their
 * intervals have in common. Without a time key it is all of time, CS_INSTANT_MIN to CS_INSTANT_MAX.
 */
void cs_by_interval(const struct cs_by *by, int64_t instant, int64_t *begin, int64_t *end);

/* Appends the key of the interval that begins there, as tables write it. */
void cs_key_interval_text(
    struct cs_buf *b, const struct cs_key_def *d, const struct cs_zone *zone, int64_t begin);

/* Back: the first instant of the interval that a key text names. False when it names none. */
bool cs_key_interval_read(
    struct cs_str text, const struct cs_key_def *d, const struct cs_zone *zone, int64_t *begin);

#endif
