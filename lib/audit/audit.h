/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals that a metric is manipulated or misleads: rules (audit/auditrule.h) tested over counts of
 * contacts by unit and kind of work.
 *
 *	cs_audit_plan_make(&plan, ...)		rules to metrics and keys (audit/auditplan.h)
 *	... one pass of these: counts (audit/auditfold.h) ...
 *	cs_audit_frame_make(&frame, ...)	counts as units, strata and periods
 *	cs_audit_run(&found, &frame, ...)	tests, one family, signals
 *
 * Units are of three sorts, by their column. A person (agent_id) is held against all others in the
 * same strata: queue, channel, part of the day, period, or what the user says. A group of persons
 * (leader, team, site, vendor) is looked at through its members: how they stand against their peers
 * taken together, so that one person alone does not accuse a team, and held against how much groups
 * differ (stat/team.h). Work (queue, and any other column) is looked at in the same way
 * through who does it, in the strata of the remaining keys; so it is only said to stand out when it
 * does so by more than kinds of work do.
 *
 * Every test of a run, over all rules and units, is one family (Benjamini and Hochberg): of what is
 * listed at q <= .05, one in twenty is a false alarm on average. Rules have weights (Genovese,
 * Roeder and Wasserman 2006): p is divided by the weight of its rule, over the mean of all tests,
 * so that rules for rare things do not take the sight from those that a house cannot do without. A
 * unit of fewer rows than the rule wants is no test, nor is one that could not come under .05
 * whatever it did.
 *
 * A test is an entry of cs_audit_tests: what it needs of a rule, which metrics it wants counted,
 * and a function that looks at all units of one column at once, since what is usual is learnt from
 * them. To add one: a file with a struct cs_audit_test, and its line in audittest.c.
 *
 * Cost: linear in groups (units x strata x periods) for each rule and column. Memory: the counts
 * (audit/auditcount.h), 28 bytes a group for each column, 40 for each rule that is being tested,
 * and 64 for each unit of each rule.
 */
#ifndef CS_AUDIT_AUDIT_H
#define CS_AUDIT_AUDIT_H

#include "audit/auditrule.h"
#include "base/arena.h"
#include "base/buf.h"
#include "stat/hist.h"
#include "stat/mix.h"

#define CS_AUDIT_NOBODY UINT32_MAX

/* A form is how customers are asked. It is no stratum, since who was not asked has none, but for
 * rules that are about answers and say so. */
enum cs_audit_sort { CS_AUDIT_FORM, CS_AUDIT_WORK, CS_AUDIT_GROUP, CS_AUDIT_PERSON };

/* The sort of a column. */
enum cs_audit_sort cs_audit_sort_of(struct cs_str column);

struct cs_audit_count; /* audit/auditcount.h */

/* The groups of counts as pieces of work of units: one for each unit, period and stratum. */
struct cs_audit_piece {
	uint32_t spell;	   /* of a unit: a period of it */
	uint32_t stratum;  /* of all keys of strata, and the period */
	uint32_t first, n; /* groups: units->group[first ..], n of them, at least 1 */
};

struct cs_audit_spell {
	uint32_t unit, period; /* of units, of the frame */
};

/* All units of one column; or, for those of a group of persons, its members: an agent of two
 * leaders is a member of both. */
struct cs_audit_units {
	struct cs_str column;
	enum cs_audit_sort sort;
	size_t n;
	struct cs_str *name;	      /* by unit: as cells of records have it, escaped; sorted */
	uint32_t *parent;	      /* by unit: of members, the unit of the group; else NULL */
	struct cs_audit_piece *piece; /* by unit, period and stratum */
	size_t npiece;
	uint32_t *group; /* of the counts, as the pieces have them */
	unsigned number; /* of the column */
	uint32_t *value; /* by unit: the id of its name among the values of its key */
	struct cs_audit_spell *spell;
	size_t nspell;
	size_t nstratum;
	uint32_t *work; /* by stratum: the same without its period, below nwork */
	size_t nwork;
	struct cs_audit_units *members; /* not of PERSON: the persons; NULL: nobody knows them */
	/* Of members who are the units of the column of persons, since each is of one group and all
	 * that they did is its: that column, and their units there; there are no pieces of their
	 * own then. Else NULL. */
	const struct cs_audit_units *same;
	uint32_t *as;
};

struct cs_audit_frame {
	const struct cs_audit_count *count;
	struct cs_arena *arena;
	struct cs_audit_units *units; /* by column, as the plan has them */
	struct cs_audit_units *apart; /* the same, forms being among the strata */
	unsigned nunits;
	struct cs_str *period; /* by period: its begin, "2026-10-01"; in order of time */
	size_t nperiod;	       /* 1 without a key of time */
};

/* A rule that can be tested here. */
struct cs_audit_asked {
	const struct cs_audit_rule *rule;
	size_t metric;	     /* its first in the counts; the others follow, in the order in which */
	unsigned nmetric;    /* the test named them */
	unsigned units;	     /* bit i: column i of the plan */
	bool ordered;	     /* its rows can be put in order: the worst first */
	struct cs_str lacks; /* n > 0: the columns of its units that the input does not have */
	struct cs_str why_not; /* n > 0: it cannot be, and why */
	const char *remedy;    /* then: what would help; NULL: nothing known */
};

/* All rules, and the columns of units of which they speak. */
struct cs_audit_question {
	const struct cs_audit_asked *asked;
	size_t n;
	const struct cs_str *column;
	unsigned ncolumn;
};

/* How a metric of a test is kept, audit/auditcount.h. */
enum cs_audit_keep {
	CS_AUDIT_KEEP_SHARE,   /* a condition: rows where it is known, and where it is true */
	CS_AUDIT_KEEP_SUM,     /* a value: rows where it is known, and their sum */
	CS_AUDIT_KEEP_SQUARES, /* ... and the sum of squares */
	CS_AUDIT_KEEP_NEAR,    /* a value: how many are in each width of the rule around 0 */
	CS_AUDIT_KEEP_UNIT,    /* either: how often each came, by unit and nothing else */
};

enum {
	CS_AUDIT_METRICS = 5,	 /* of a test, at most */
	CS_AUDIT_NEAR_FROM = -5, /* NEAR: the first width begins there, in widths */
	CS_AUDIT_NEAR_BINS = 15, /* and there are so many */
};

/* What a test says of a unit. Zeroed: nothing (n = 0), and no test. */
struct cs_audit_figure {
	int64_t n;		   /* rows that were looked at */
	double observed, expected; /* the unit's own, and its peers' for the same work */
	double effect; /* in the sense of the rule: 1 like the peers, 2 twice as far as they */
	double seen;   /* conspicuous rows; with side = low those that peers would have had; of
			values all */
	double z;      /* in units of what honest peers differ by; high is conspicuous */
	double p;      /* one-sided; CS_DIST_BAD: no test */
	uint32_t periods, same; /* that could be judged; of these, on the side in question */
};

/* What all units of a column have in common, for --explain. */
struct cs_audit_common {
	double figure; /* of all together */
	double
	    spread; /* standard deviation between honest units, in the same unit; < 0: not known */
};

struct cs_audit_test {
	const char *name, *about; /* one line for the manual */
	unsigned needs, takes;	  /* of a rule: bits 1U << enum cs_audit_text */
	const char *unit;	  /* of its figures; NULL: that of the rule's value */
	bool people; /* false: a signal is about how the metric is made, and comes first */
	bool whole;  /* groups and work are looked at themselves, not through their members */
	bool alone;  /* nor does it ask who the members are */
	enum cs_audit_keep kept[CS_AUDIT_METRICS]; /* how its metrics are, in their order */

	/* Appends the metrics that it wants counted, as a list for cs_metric_parse. Their names
	 * begin with cs_audit_metric_name. */
	void (*metrics)(const struct cs_audit_rule *rule, struct cs_buf *list);

	/* figure[i] for each unit. Zeroed before. */
	void (*run)(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
	    const struct cs_audit_units *u, struct cs_audit_figure *figure,
	    struct cs_audit_common *common);

	/* A condition for the rows behind a signal, in the expression language; empty: none can be
	 * shown. */
	void (*rows)(const struct cs_audit_rule *rule, struct cs_buf *condition);
};

/* The tests there are, NULL behind the last; and the one of a name, or NULL. */
extern const struct cs_audit_test *const cs_audit_tests[];
const struct cs_audit_test *cs_audit_test(struct cs_str name);

/* Appends "audit_NAME", and "_SUFFIX" unless that is NULL. */
void cs_audit_metric_name(struct cs_buf *b, const struct cs_audit_rule *rule, const char *suffix);

/*
 * Counts as units, strata and periods, for what is asked. Keys of time are periods, all others but
 * agent_id and the groups of persons are strata. A column of which no rule speaks with, or without,
 * forms among the strata has no units there. The groups are put in order, and nothing can be
 * counted any more. What is made lives in the arena.
 */
void cs_audit_frame_make(struct cs_audit_frame *f, struct cs_arena *a, struct cs_audit_count *count,
    const struct cs_audit_question *q);

/*
 * For tests: a metric of pieces, SHARE, SUM or SQUARES, as cells of stat/mix.h, units being spells.
 * Gives the cells, in->cell, for the caller to free: those with rows; with all, one for each piece.
 */
struct cs_mix_cell *cs_audit_mix(const struct cs_audit_frame *f, const struct cs_audit_units *u,
    size_t metric, bool all, struct cs_mix *in);

/* For tests: the histogram of a metric that is kept by unit; NULL: nothing came. */
const struct cs_hist *cs_audit_hist(
    const struct cs_audit_frame *f, const struct cs_audit_units *u, uint32_t unit, size_t metric);

/* A unit that stands out. */
struct cs_audit_signal {
	const struct cs_audit_asked *asked;
	const struct cs_audit_units *units;
	uint32_t unit;
	struct cs_audit_figure figure;
	struct cs_audit_common common;
	double q;
	size_t members, alike; /* of a group: persons, and those on the side in question */
};

struct cs_audit_found {
	struct cs_audit_signal *signal; /* in the order of the report; arena */
	size_t n;
	size_t tests;	 /* in the family */
	size_t untested; /* units and rules with too few rows */
};

/*
 * Runs the rules that can be run, at a false discovery rate, by so many threads. Signals of fewer
 * rows than least are left out. Order: about the metric itself, then work, groups, persons; each as
 * the rules are, the clearest first.
 */
void cs_audit_run(struct cs_audit_found *found, const struct cs_audit_frame *f,
    const struct cs_audit_question *q, double rate, unsigned threads);

/* "clear", "likely": how sure a signal is, from q and the periods in which it was the same. */
const char *cs_audit_confidence(const struct cs_audit_signal *s);

#endif
