/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From rules to what must be counted: which of them can be tested on an input, the metrics that
 * their tests want, and the keys: columns of units, strata, periods.
 *
 * A rule that names a column that the input does not have is not run, and the plan says what is
 * missing and what would give it; so it is with a target that nobody said. But a column that the
 * schema does not know, so that no input has it, is an error in a rule of the user's: misspelt.
 *
 * Words of targets stand in rules as target_NAME: target_handle_s is what --target handle_s=5m or
 * the vision's [audit] says. The one of wait_s is sl_threshold_s, which a vision has by queue.
 */
#ifndef CS_AUDIT_AUDITPLAN_H
#define CS_AUDIT_AUDITPLAN_H

#include "audit/audit.h"
#include "metric/dict.h"
#include "metric/metric.h"

enum { CS_AUDIT_COLUMNS = 16 }; /* of units, of all rules together */

struct cs_audit_ask {
	const struct cs_str *only; /* names of rules; NULL: all */
	size_t nonly;
	const struct cs_str *off; /* names of rules that are not to be run */
	size_t noff;
	/* As --by takes them; NULL: queue, channel, part of the day, or of states the shift. */
	const struct cs_str *strata;
	size_t nstrata;
	struct cs_str period; /* as --by takes it; p NULL: months; empty: none */
	bool timed;	      /* the input has the column that intervals cut */
};

struct cs_audit_plan {
	struct cs_audit_asked *asked;		/* by rule */
	size_t n, runs;				/* of these, those that can be tested */
	struct cs_str metrics;			/* as -m has them; empty: nothing can be tested */
	struct cs_str column[CS_AUDIT_COLUMNS]; /* of units */
	unsigned ncolumn;
	struct cs_str *key; /* as --by takes them */
	size_t nkey;
};

/*
 * Plans rules for the head of names->env. What is made lives in the arena; the rules must live as
 * long. -1 with *e (2): an unknown rule in `only`, a rule of the user's that does not compile or
 * names a column that is not known ("my.rules:12: ..."), too many columns.
 */
int cs_audit_plan_make(struct cs_audit_plan *plan, struct cs_arena *a,
    const struct cs_audit_rules *rules, const struct cs_audit_ask *ask,
    const struct cs_metric_env *names, struct cs_err *e);

/*
 * The word of a target, "handle_s=5m": target_handle_s, or sl_threshold_s for wait_s. The column
 * must be one of seconds. what stands before messages: "--target". -1 with *e (2). The second is of
 * a column and seconds that are known to be good.
 */
int cs_audit_target(struct cs_arena *a, struct cs_str text, const char *what, struct cs_word *word,
    struct cs_err *e);
struct cs_word cs_audit_target_word(struct cs_arena *a, struct cs_str column, int64_t s);

#endif
