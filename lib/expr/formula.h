/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Formulas: expressions at the level of metrics. A formula is arithmetic over inputs, and an input
 * is an aggregate over rows or another metric:
 *
 *	sum(talk_s) / count(*) filter (where handled) - @asa
 *
 * Here they are taken apart and checked; nothing is aggregated. The owner of the cells compiles a
 * formula, makes one accumulator for each input that is an aggregate (its arguments and its filter
 * are compiled row expressions), and when it renders a group gives the inputs' values and gets the
 * formula's. Values are exact ratios as long as their inputs are, whatever the order in which rows
 * came.
 */
#ifndef CS_EXPR_FORMULA_H
#define CS_EXPR_FORMULA_H

#include "expr/ast.h"
#include "expr/expr.h"

enum { CS_AGG_ARGS = 3 };

/*
 * The aggregates that there are: cs-expr.7 lists them from this table. The letters of args, one an
 * argument:
 *	*  the star: all rows	v  any value	b  a condition	n  a number
 *	o  a number or an instant	t  an instant	q  a constant number, 0 < q < 1
 *	d  a constant duration	s  a constant number of seconds, at least 0
 *	w  a constant duration, or an expression of whole seconds
 * A last letter with a ? behind it need not be there.
 * Several rows may have the same name (count); the first that fits is taken.
 *
 * Aggregates of two levels. In place of a row's value the first argument of those marked `outer`
 * may be `FORMULA per KEY`: the rows are sorted by KEY, a row expression, for each key the formula
 * gives one value of its rows, and the aggregate is over these values:
 *
 *	p90(sum(handle_s) per contact_id)
 *	share(count(*) > 1 per issue_id) filter (where first_leg)
 *
 * The filter chooses rows, before they are sorted. Rows whose key is NULL are left out. The inner
 * aggregates are those marked `inner`: what they need is small, and adds up key by key.
 */
enum cs_agg_id {
	CS_AGG_COUNT_ROWS, /* count(*) */
	CS_AGG_COUNT_TRUE, /* count(condition): where it is true */
	CS_AGG_COUNT,	   /* count(x): where x is not NULL */
	CS_AGG_SUM,
	CS_AGG_MEAN,
	CS_AGG_MIN,
	CS_AGG_MAX,
	CS_AGG_APPROX_QUANTILE, /* the same from log-linear buckets */
	CS_AGG_QUANTILE,	/* quantile(x, q); median(x) and p1(x) .. p99(x) become this one */
	CS_AGG_SHARE,		/* share(condition): true / (true + false), NULL left out */
	CS_AGG_DISTINCT,	/* different values, NULL left out */
	CS_AGG_DISTINCT_APPROX, /* about how many, from a sketch (stat/hll.h) */
	CS_AGG_NPS,		/* net promoter score of whole numbers 0 .. 10, in points */
	/* What needs all contacts of a customer: window, and what must be the same. */
	CS_AGG_REPEAT_SHARE, /* repeat_share(window) */
	CS_AGG_REPEAT_FREE,  /* repeat_free(window) */
	CS_AGG_REPEAT_WEEK,  /* repeat_week(window) */
	CS_AGG_CHAINS,
	CS_AGG_CHAINS_OPEN,
	CS_AGG_CHAIN_MEAN,
	CS_AGG_CHAIN_SHARE,
	CS_AGG_ADDED_SUM, /* added_sum(x, window) */
	CS_AGG_ADDED_MEAN,
	CS_AGG_FIXED_CHAINS,
	CS_AGG_FIXED_CHAINS_OPEN,
	CS_AGG_FIXED_CHAIN_MEAN,
	CS_AGG_FIXED_CHAIN_SHARE,
	CS_AGG_FIXED_ADDED_SUM,
	CS_AGG_FIXED_ADDED_MEAN,
	CS_AGG_STOCK, /* stock(from, to): see cell/stock.h for these */
	CS_AGG_STOCK_IN,
	CS_AGG_STOCK_OUT,
	CS_AGG_STOCK_AGE,
	CS_AGG_STOCK_AGE_MAX,
	CS_AGG_STOCK_AGE_QUANTILE, /* stock_age_quantile(from, to, q) */
	CS_AGG_SPENT,		   /* spent(from, to): see desk/stretch.h */
	CS_AGG_OVERLAP,		   /* overlap(a, b, tolerance): see cell/overlap.h */
};

/* What an aggregate gives. */
enum cs_agg_gives {
	CS_GIVES_COUNT,	       /* a whole number, unit n */
	CS_GIVES_VALUE,	       /* type and unit of its argument */
	CS_GIVES_MEAN,	       /* an exact ratio in the unit of its argument */
	CS_GIVES_RATIO,	       /* an exact ratio, unit 1 */
	CS_GIVES_SHARE,	       /* 0 .. 1, unit share */
	CS_GIVES_NPS,	       /* -100 .. 100, unit points */
	CS_GIVES_SECONDS,      /* whole seconds */
	CS_GIVES_MEAN_SECONDS, /* seconds, an exact ratio */
};

struct cs_agg {
	const char *name;
	const char *args;
	enum cs_agg_id id;
	enum cs_agg_gives gives;
	bool outer;	 /* takes FORMULA per KEY */
	bool inner;	 /* may stand in such a formula */
	const char *doc; /* one line for the manual */
};

/* The table; *n its length. */
const struct cs_agg *cs_agg_all(size_t *n);

/* True for the name of an aggregate, "p90" and "median" included. */
bool cs_agg_is(struct cs_str name);

/* It looks for what follows a contact: all contacts of a customer are needed. */
bool cs_agg_follows(enum cs_agg_id id);

/* p1 .. p99 as 1 .. 99, 50 for median, 0 for every other name. */
int cs_agg_percent(struct cs_str name);

struct cs_formula;

/* One input of a formula. */
struct cs_input {
	const struct cs_ast *node; /* for messages and for cs_ast_print */
	const struct cs_agg *agg;  /* NULL: a metric */
	struct cs_str metric;	   /* the name behind the @ */
	/* Of an aggregate, by position: a row expression for the letters v b n o t (and w, where
	 * it is no constant; NULL: not given) ... */
	struct cs_expr *row[CS_AGG_ARGS];
	/* ... a constant for q, d, s and w (CS_INT seconds; months are refused), and of a metric
	 * its arguments. */
	struct cs_param value[CS_AGG_ARGS];
	size_t nvalue; /* of a metric: how many arguments */
	/* Of FORMULA per KEY, where row[0] is NULL; else both are NULL. */
	const struct cs_formula *inner;
	struct cs_expr *key;
	struct cs_expr *filter; /* a CS_BOOL expression: only rows where it is true; NULL: all */
	enum cs_type type;	/* of an aggregate: CS_INT, CS_DEC or CS_TIME */
	struct cs_str unit;	/* n share points, or the argument's unit; may be empty */
};

/*
 * Compiles a tree at the level of metrics. Columns may stand only inside of aggregates; parameters
 * of env anywhere. metric_type tells for each @name what it gives (false: there is no such metric;
 * then it has set *e); NULL: metrics are refused. The formula lives in the arena, which must also
 * hold the tree. NULL with *e (2).
 */
struct cs_metric_lookup {
	bool (*find)(void *arg, const struct cs_ast *node, enum cs_type *type, struct cs_str *unit,
	    struct cs_err *e);
	void *arg;
};
struct cs_formula *cs_formula_compile(struct cs_arena *a, const struct cs_ast *x,
    const struct cs_env *env, const struct cs_metric_lookup *lookup, struct cs_err *e);

/* The inputs of the formula itself, each once (equal aggregates are one input); *n their number. */
const struct cs_input *cs_formula_inputs(const struct cs_formula *f, size_t *n);

/* The formula is one input as it is: share(...) alone, nothing around it. */
bool cs_formula_is_input(const struct cs_formula *f);

/* CS_INT, CS_DEC (also for every quotient), CS_TIME or CS_BOOL. */
enum cs_type cs_formula_type(const struct cs_formula *f);

/* Seconds over seconds have none; a share stays a share under + and -. May be empty. */
struct cs_str cs_formula_unit(const struct cs_formula *f);

/* Marks the columns that the rows' expressions read, keys and inner formulas included, as
 * cs_expr_columns. */
void cs_formula_columns(const struct cs_formula *f, bool *used);

/* A value at the level of metrics. */
enum cs_real_kind { CS_REAL_NULL, CS_REAL_EXACT, CS_REAL_ESTIMATE };
struct cs_real {
	enum cs_real_kind kind;
	cs_i128 num, den; /* exact: num / den, den > 0; instants in microseconds; booleans 0, 1 */
	double est;	  /* an estimate */
};

static inline struct cs_real
cs_real_ratio(cs_i128 num, cs_i128 den)
{
	return (struct cs_real){CS_REAL_EXACT, num, den, 0};
}

struct cs_real cs_real_dec(struct cs_dec d);

/*
 * Arithmetic of such values: exact as long as both are and the reduced result fits 128 bits, else
 * an estimate; NULL when one is NULL, and for x / 0.
 */
struct cs_real cs_real_add(struct cs_real a, struct cs_real b);
struct cs_real cs_real_sub(struct cs_real a, struct cs_real b);
struct cs_real cs_real_mul(struct cs_real a, struct cs_real b);
struct cs_real cs_real_div(struct cs_real a, struct cs_real b);

/* -1, 0, 1: exact for exact values, whatever their size. Neither is NULL. */
int cs_real_cmp(struct cs_real a, struct cs_real b);

/* Rounded half away from zero to digits (0 .. 18) behind the point. */
struct cs_real cs_real_round(struct cs_real a, int digits);

/* The largest whole number that is not above a. */
struct cs_real cs_real_floor(struct cs_real a);

/* The nearest double; not for NULL. */
double cs_real_double(struct cs_real a);

/*
 * The value for one group; in[] is parallel to the inputs. Exact inputs give an exact value; where
 * a numerator or denominator outgrows 128 bits, reduced, the value goes on as an estimate. x / 0 is
 * NULL. Never fails.
 */
struct cs_real cs_formula_eval(const struct cs_formula *f, const struct cs_real *in);

#endif
