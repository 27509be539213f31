/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has to be counted for a list of metrics. Each aggregate of each formula needs a statistic;
 * equal ones are kept once, and what a histogram gives (mean, sum, least, greatest) is not kept
 * beside it. So `mean(wait_s), p50(wait_s), p90(wait_s)` is one histogram, one increment a row.
 *
 * A scheme is read-only once made and shared by all threads.
 */
#ifndef CS_CELL_SCHEME_H
#define CS_CELL_SCHEME_H

#include "cell/answers.h"
#include "cell/per.h"
#include "expr/formula.h"
#include "metric/metric.h"

enum cs_acc_kind {
	CS_ACC_COUNT,	 /* rows: all, those where arg is true, or where it is not NULL */
	CS_ACC_SHARE,	 /* rows where arg is not NULL, and of these where it is true */
	CS_ACC_MOMENTS,	 /* sums of arg */
	CS_ACC_HIST,	 /* how often each value of arg came */
	CS_ACC_DISTINCT, /* the set of values of arg */
	CS_ACC_SKETCH,	 /* a sketch of it: about how many there are */
	CS_ACC_NPS,	 /* promoters, passives, detractors */
	CS_ACC_REPEAT,	 /* mature contacts, and of these those that were followed by another */
	CS_ACC_SURVIVAL, /* the same with the young ones, as times to the next contact */
	CS_ACC_PER,	 /* for each value of arg, the key, what its rows add up to */
	CS_ACC_STOCK,	 /* what came and went */
	CS_ACC_SPENT,	 /* how long stretches of time last in an interval, */
	CS_ACC_OVERLAP,	 /* and for how long planned and done are the same */
	CS_ACC_KINDS,
};

/* What a statistic takes from the contacts of a customer (desk/repeats.h). */
enum cs_follow_what {
	CS_FOLLOW_NONE,	  /* nothing: it is one of rows */
	CS_FOLLOW_REPEAT, /* REPEAT: was it followed */
	CS_FOLLOW_WEEK,	  /* REPEAT: the same of one week */
	CS_FOLLOW_FREE,	  /* SURVIVAL */
	CS_FOLLOW_CHAINS, /* COUNT: chains that are over */
	CS_FOLLOW_OPEN,	  /* COUNT: chains that may go on */
	CS_FOLLOW_LENGTH, /* MOMENTS: contacts of a chain */
	CS_FOLLOW_SHARE,  /* SHARE: contacts, of these those in chains of two and more */
	CS_FOLLOW_ADDED,  /* MOMENTS: a number, summed over all contacts of a chain but the first */
};

/* Which contacts follow others. Numbers are those of struct cs_scheme_repeats.value. */
struct cs_follow_rule {
	int64_t window;	  /* seconds, where it is constant; else 0, and ... */
	int window_value; /* ... which value it is; -1: constant */
	int same_value;	  /* what contacts must have in common; -1: nothing */
	int x_value;	  /* what is added up; -1: nothing */
	bool fixed;	  /* chains lie within the window of their first contact */
};

struct cs_acc_def {
	enum cs_acc_kind kind;
	bool when_true;		    /* COUNT of a condition */
	const struct cs_expr *arg;  /* NULL: none */
	const struct cs_expr *arg2; /* the second, of STOCK, SPENT, OVERLAP; else NULL */
	int filter;		    /* which of scheme->filter; -1: all rows */
	struct cs_str arg_text;	    /* canonical */
	struct cs_str arg2_text;    /* canonical; empty: none */
	struct cs_str filter_text;  /* canonical; empty: none */
	enum cs_type type;	    /* of arg */
	int scale;		    /* values are in 10^-scale: 6 for decimals, else 0 */
	bool money; /* MOMENTS, HIST, PER: in the row's currency, if there is the column */
	struct cs_per_def *per; /* PER */
	bool approx;		/* HIST: of the log-linear buckets of values (cs_loglin) */
	bool due;		/* STOCK: of instants that may lie ahead (started_at + 2d) */
	bool ages;		/* STOCK: quantiles of ages are asked for */
	int64_t window;		/* OVERLAP: seconds that are tolerated */
	unsigned overlap;	/* OVERLAP: number among them, for a bit mask */
	enum cs_follow_what follow;
	struct cs_follow_rule rule; /* of those that follow */
	struct cs_str follow_text;  /* canonical, of window and same */
	unsigned repeat;	    /* number among those that follow, for a bit mask */
	size_t metric;		    /* the first metric that rests on it writes it down, */
	struct cs_str prefix;	    /* with this before its part: "" or "2." */
};

/* The inner formula of an aggregate of two levels. */
struct cs_scheme_inner {
	const struct cs_formula *formula; /* NULL: the input is of one level */
	struct cs_str text;		  /* canonical */
	const unsigned *item; /* of the statistic, for each input of the formula: cs_per_plan */
};

/* A metric's inputs, parallel to cs_formula_inputs. */
struct cs_scheme_metric {
	const struct cs_formula *formula;
	const struct cs_input *input;
	const unsigned *acc;		     /* for each input */
	const struct cs_scheme_inner *inner; /* ... and for those of two levels what is in them */
	size_t ninput;
	bool plain; /* the formula is its one input */
	int base; /* not plain: the input that is the denominator of a ratio of counts; -1: none */
};

struct cs_scheme_filter {
	const struct cs_expr *x;
	struct cs_str text;
};

/* What the repeats read; only when there are any. */
struct cs_scheme_repeats {
	const struct cs_expr *came;    /* the row is a contact that a customer made */
	const struct cs_expr *started; /* when */
	unsigned customer;	       /* column */
	int contact;		       /* column, or -1: each row is a contact of its own */
	const struct cs_expr *leg;     /* a further leg of one; NULL: nobody asks */
	bool chains;		       /* the order of the input counts, too */
	const struct cs_zone *zone;    /* of the weeks; NULL: UTC */
	struct cs_follow_value {
		const struct cs_expr *x; /* of the row */
		struct cs_str text;	 /* canonical */
		bool same;		 /* it is only held against others of its kind */
		int scale;		 /* a number in 10^-scale: 6 for decimals, else 0 */
	} * value;
	unsigned nvalue;
};

/* What stretches of time read; only when there are any. */
struct cs_scheme_stretches {
	const struct cs_expr **happened; /* instants: the newest of all is what is known of */
	unsigned nhappened;
	const struct cs_expr *began, *ended; /* of rows that may overlap; only for OVERLAP, */
	unsigned agent;			     /* as is this column */
};

enum { CS_SCHEME_REPEATS_MAX = 32 };

struct cs_scheme {
	const struct cs_metric *metric;
	struct cs_scheme_metric *of; /* by metric */
	size_t n;
	struct cs_acc_def *acc;
	unsigned nacc;
	struct cs_scheme_filter *filter;
	unsigned nfilter;
	unsigned nrepeat;		  /* statistics that need the repeats */
	struct cs_scheme_repeats repeats; /* when nrepeat > 0 */
	unsigned nstock, nspent, noverlap;
	struct cs_scheme_stretches stretches; /* when there are any of these */
	int currency;			      /* column, when some statistic is of money */
	bool *column;			      /* of the head: read by a formula */
	struct cs_answers answers;	      /* that would be lost in silence */
};

/*
 * Plans metrics (their trees must be set) for a head. Lives in the arena, as must the metrics. With
 * `blind` the columns of the repeats are not bound: for cells that are read. -1 with *e (2).
 */
int cs_scheme_make(struct cs_scheme *p, struct cs_arena *a, const struct cs_metric_list *list,
    const struct cs_env *env, bool blind, struct cs_err *e);

/*
 * A metric of what is due at an instant that is computed, so that the newest instant of the input
 * does not say whether it has come: as-of must be told. NULL: there is none.
 */
const struct cs_metric *cs_scheme_due(const struct cs_scheme *p);

/* True when some statistic is of stretches of time, whose rows count at two instants or in several
 * intervals. */
static inline bool
cs_scheme_stretched(const struct cs_scheme *p)
{
	return p->nstock + p->nspent + p->noverlap != 0;
}

/* The step of the times of survival for a window: hours where it has whole ones, else minutes or
 * seconds. */
int64_t cs_scheme_survival_step(int64_t window);

/* What an aggregate that follows contacts asks for, into its definition and p->repeats. */
void cs_scheme_follow(
    struct cs_scheme *p, struct cs_arena *a, const struct cs_input *in, struct cs_acc_def *d);

/* Binds what the repeats read of each row. -1 with *e (2). */
int cs_scheme_bind_repeats(
    struct cs_scheme *p, struct cs_arena *a, const struct cs_env *env, struct cs_err *e);

#endif
