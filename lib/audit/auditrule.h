/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of cs-audit, cs-audit(1): which rows are looked at, what is conspicuous about
 * them, how that is tested, and what to ask when it stands out. They are text: lib/data/audit has
 * those that are built in, users write their own in the same form.
 *
 *	[rule short_calls]
 *	metric   = mean_handle
 *	test     = share
 *	of       = handled and channel = 'phone'
 *	when     = talk_s < 15 and ended_by = 'agent'
 *	side     = high
 *	units    = agent_id, leader, queue
 *	min n    = 50
 *	least    = 5
 *	effect   = 1.5
 *	says     = more calls than at peers are ended by the agent within 15 seconds
 *	question = ...
 *
 * Design. Reading is strict, as with the vision file: a rule decides about whom questions are
 * asked, so that a misspelt key is an error with its line, never a default. What a key means is up
 * to the test (audit/audit.h): each says which of the texts it needs and which it takes, and others
 * are refused, so that no key is read and ignored. Expressions are not looked into here: only the
 * head of an input tells which columns there are (audit/auditplan.h).
 */
#ifndef CS_AUDIT_AUDITRULE_H
#define CS_AUDIT_AUDITRULE_H

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/str.h"

struct cs_audit_test;

/* Bytes of a file of rules. */
#define CS_AUDIT_RULES_MAX ((size_t)1 << 20)

/* Texts that a test may need, by their keys. */
enum cs_audit_text {
	CS_AUDIT_OF,	/* a condition: the rows that count; all when it is not said */
	CS_AUDIT_WHEN,	/* a condition: of these, the conspicuous ones */
	CS_AUDIT_VALUE, /* an expression: what is looked at of each row */
	CS_AUDIT_AT,	/* a number, duration or target: the point in question of value */
	CS_AUDIT_WITH,	/* a second condition, expression or metric, as the test says */
	CS_AUDIT_WIDTH, /* a time: how far inside of at is near it; 10 seconds if not said */
	CS_AUDIT_WORST, /* an expression: of the rows behind a signal, the largest come first */
	CS_AUDIT_TEXTS,
};

enum cs_audit_side { CS_AUDIT_HIGH, CS_AUDIT_LOW };

enum { CS_AUDIT_UNITS = 6 }; /* keys that a rule may name */

struct cs_audit_rule {
	struct cs_str name; /* a to z, 0 to 9 and _, beginning with a letter */
	const struct cs_audit_test *test;
	struct cs_str metric; /* what the signal puts in doubt: a metric of the dictionary */
	struct cs_str text[CS_AUDIT_TEXTS]; /* p NULL: not said */
	struct cs_str unit[CS_AUDIT_UNITS]; /* columns */
	unsigned nunit;			    /* at least 1 */
	enum cs_audit_side side;	    /* which is in question */
	int64_t min_n;			    /* fewer rows are no evidence; default 50 */
	int64_t least;			    /* fewer conspicuous rows are no signal; default 5 */
	int64_t width;			    /* of the text: seconds, 1 .. 60 */
	double weight; /* what a test of it counts among all: they share the false alarms so */
	double effect; /* the least ratio to peers (low: its inverse) that is worth a talk; default
			  1.5 */
	struct cs_str says, question;
	const char *source;	       /* the file, */
	int line;		       /* and where the rule begins, */
	int text_line[CS_AUDIT_TEXTS]; /* and each of its texts; 0: not said */
	bool apart;		       /* answers are only held against those to the same form */
	bool own;		       /* of the user's: a column that is not known is misspelt */
};

struct cs_audit_rules {
	struct cs_audit_rule *rule; /* in the order of the files */
	size_t n, cap;
};

/*
 * Adds the rules of a text; everything lives in the arena, and nothing points into text or source.
 * A rule of a name that is there takes its place. own: see struct cs_audit_rule. -1 with *e (2):
 * "my.rules:12: ..." and mostly a hint; also when there are more than 1000 rules.
 */
int cs_audit_rules_parse(struct cs_audit_rules *rules, struct cs_arena *a, const char *source,
    struct cs_str text, bool own, struct cs_err *e);

/* The same of a file ("-": standard input), whose text goes to the arena as well. 65 when it is too
 * large, 74 when it cannot be read. */
int cs_audit_rules_load(struct cs_audit_rules *rules, struct cs_arena *a, const char *path,
    struct cs_str *text, struct cs_err *e);

/* Those that are built in. -1 with *e: never, unless a test is missing. */
int cs_audit_rules_standard(struct cs_audit_rules *rules, struct cs_arena *a, struct cs_err *e);

/* The rule of a name, or NULL. */
struct cs_audit_rule *cs_audit_rule(const struct cs_audit_rules *rules, struct cs_str name);

/* As cs_audit_rule, but none is an error (2), set behind "WHAT: ", with the nearest name. */
struct cs_audit_rule *cs_audit_rule_need(
    const struct cs_audit_rules *rules, struct cs_str name, const char *what, struct cs_err *e);

/* The key of a text: "of". */
const char *cs_audit_text_key(enum cs_audit_text t);

#endif
