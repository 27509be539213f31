/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The vision file, cs-vision(5): what a team means by outstanding service, written down once. Its
 * hours, its service level for each queue and channel, for how long a repeat is one, which metrics
 * matter, how far they are to go, by when and who sees to it; and the sets of metrics that it looks
 * at every week. cs-kpi counts by it; what ranks, warns and reports reads the same file, so that no
 * two tools mean different things by one word.
 *
 *	[vision]
 *	says = The problem is gone, and nobody has to call twice.
 *	min_group = 5
 *
 *	[hours]
 *	zone = Europe/Berlin
 *	mon-fri = 08:00-20:00
 *	sat = 09:00-13:00
 *
 *	[holidays]
 *	12-25 = closed
 *	2026-12-24 = 08:00-12:00
 *
 *	[service level]			a formula of the dictionary, in time, short abandons
 *	every           | sl_offered | 20s | 5s
 *	queue billing   |            | 45s |
 *	channel chat    | sl_noshort | 60s | 10s
 *
 *	[replies]			first reply, solution, by which clock
 *	every           | 4h | 3d | business
 *	queue billing   | 2h |    |
 *
 *	[repeats]
 *	every           | 7d
 *	reason delivery | 14d
 *	same reason     | yes
 *
 *	[metric repeat_7d]
 *	better = down
 *	weight = 3
 *	target = 0.12
 *	floor = 0.20
 *	by = 2026-12-31
 *	owner = Ann Smith
 *	why = ...
 *
 *	[set weekly]
 *	says = what we look at on Mondays
 *	by = queue, week
 *	metrics = contacts, sl_target, repeat_7d
 *	shape = fill, rolling 4
 *
 *	[bands]				[horizons]			[owners]
 *	part = 20%			stayed = 1mo, 6mo, 18mo		reason delivery | Logistics
 *	sure = 80%
 *
 *	[audit]
 *	off = missed
 *	handle_s = 5m
 *
 * Design. Reading is strict: a misspelt word of a file that decides what people are judged by is an
 * error with its line, never a default. What it says of formulas reaches the metrics as words of
 * the dictionary (metric/dict.h): sl_threshold_s becomes a case over queues and channels. So it is
 * in the canonical tree of every metric that uses it, in the cells, and in --explain, and cells
 * that were counted by different visions do not merge.
 */
#ifndef CS_METRIC_VISION_H
#define CS_METRIC_VISION_H

#include "base/arena.h"
#include "base/civil.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/hours.h"
#include "base/str.h"
#include "metric/dict.h"
#include "metric/metric.h"
#include "rec/head.h"

/* Bytes of a vision file. */
#define CS_VISION_MAX ((size_t)1 << 20)

/* What a line of a table is about. */
enum cs_vision_scope {
	CS_SCOPE_EVERY, /* all that no other line is about */
	CS_SCOPE_QUEUE,
	CS_SCOPE_CHANNEL,
	CS_SCOPE_REASON,
	CS_SCOPE_PRODUCT,
};

struct cs_vision_who {
	enum cs_vision_scope scope;
	struct cs_str name; /* empty for CS_SCOPE_EVERY */
	int line;	    /* of the file, for messages */
};

/*
 * Of [service level]. What a line leaves empty (formula.n 0, seconds -1) it does not say: then the
 * contact's channel does, or at last `every`, of which nothing is left empty.
 */
struct cs_vision_level {
	struct cs_vision_who who;
	struct cs_str formula; /* entry of the dictionary, "sl_offered" */
	int64_t within_s, short_s;
};

/* By which clock a time for a reply runs. */
enum cs_vision_clock { CS_CLOCK_UNSAID, CS_CLOCK_CALENDAR, CS_CLOCK_BUSINESS };

/* Of [replies]. What a line does not say (seconds -1, CS_CLOCK_UNSAID) is as with levels. */
struct cs_vision_reply {
	struct cs_vision_who who;
	int64_t first_s, solution_s; /* to the first reply, to the solution that lasts */
	enum cs_vision_clock clock;  /* CS_CLOCK_BUSINESS: the vision has hours */
};

/* Of [repeats]. */
struct cs_vision_window {
	struct cs_vision_who who;
	int64_t s; /* > 0 */
};

/* Of [owners]. */
struct cs_vision_owner {
	struct cs_vision_who who;
	struct cs_str owner;
};

/* A [metric NAME]. */
struct cs_vision_metric {
	struct cs_str name;	     /* as the tables carry it: repeat_7d */
	enum cs_better better;	     /* up or down, never none: said here, or by the dictionary */
	struct cs_dec weight;	     /* > 0; 1 when not said */
	struct cs_dec target, floor; /* in the metric's unit: shares 0 .. 1, seconds. The floor is
				       what it must never be worse than */
	bool has_target, has_floor;
	int64_t by; /* days since 1970: when the target is to be met; has_by */
	bool has_by;
	struct cs_str owner, why; /* empty: not said */
	int line;
};

/* A [set NAME]. */
struct cs_vision_set {
	struct cs_str name;
	struct cs_str says;    /* empty: not said */
	struct cs_str *by;     /* keys as --by takes them */
	size_t nby;	       /* 0: none */
	struct cs_str metrics; /* as -m takes them; split once already, so quotes and commas fit */
	struct cs_str *shape;  /* options of the table, without dashes: "fill", "rolling 4" */
	size_t nshape;
	int line;
};

/* A line of [horizons]: for how long one looks whether something lasted. */
struct cs_vision_horizon {
	struct cs_str name;	   /* "stayed" */
	struct cs_duration *after; /* in order as written; each > 0 */
	size_t n;
	int line;
};

/* Of [audit]: what people are held to, for the rules of cs-audit. */
struct cs_vision_held {
	struct cs_str column; /* of seconds: "handle_s" */
	int64_t s;	      /* > 0 */
	int line;
};

/* A rule that is switched off for good. */
struct cs_vision_off {
	struct cs_str rule;
	int line;
};

struct cs_vision {
	const char *source; /* the file's name, in the arena */
	struct cs_str text; /* the whole file: for the hash of a trace */
	struct cs_str says; /* what outstanding service means here; empty: not said */
	int64_t min_group;  /* groups of fewer contacts are not named; >= 2; 0: not said */

	const struct cs_zone *zone;   /* NULL: the file names none */
	const struct cs_hours *hours; /* NULL: there is no [hours] */
	struct cs_str calendar;	      /* its canonical line; empty without hours */

	struct cs_vision_level *level; /* [0] is every; 0 of them: no such section */
	size_t nlevel;
	struct cs_vision_reply *reply; /* likewise */
	size_t nreply;
	struct cs_vision_window *window; /* likewise */
	size_t nwindow;
	bool same_reason; /* a repeat is one only when the reason is the same */

	struct cs_vision_metric *metric; /* in the order of the file, as all that follows */
	size_t nmetric;
	struct cs_vision_set *set;
	size_t nset;
	struct cs_vision_horizon *horizon;
	size_t nhorizon;
	struct cs_vision_owner *owner;
	size_t nowner;

	struct cs_vision_off *off;
	size_t noff;
	struct cs_vision_held *held;
	size_t nheld;

	struct cs_dec band_part, band_sure; /* of cs-rank; has_... */
	bool has_band_part, has_band_sure;
};

/* Reads the file (-: standard input), as cs_vision_parse; 65 when it is larger than CS_VISION_MAX,
 * 74 when it cannot be read. */
const struct cs_vision *cs_vision_load(struct cs_arena *a, const char *path, struct cs_err *e);

/*
 * Reads the text of a vision file; everything lives in the arena, and nothing points into text or
 * source. NULL with *e (2): "team.vision:12: ..." and mostly a hint.
 */
const struct cs_vision *cs_vision_parse(
    struct cs_arena *a, const char *source, struct cs_str text, struct cs_err *e);

/* The metric, set or horizon of a name, or NULL. */
const struct cs_vision_metric *cs_vision_metric(const struct cs_vision *v, struct cs_str name);
const struct cs_vision_set *cs_vision_set(const struct cs_vision *v, struct cs_str name);
const struct cs_vision_horizon *cs_vision_horizon(const struct cs_vision *v, struct cs_str name);

/*
 * Who sees to what has these values (p NULL: not known): the owner of the reason, else of the
 * product, the queue, the channel, else of every. Empty: nobody.
 */
struct cs_vision_facts {
	struct cs_str reason, product, queue, channel;
};
struct cs_str cs_vision_owner(const struct cs_vision *v, const struct cs_vision_facts *facts);

/* The service level of a queue and channel (p NULL: not known), nothing of it left empty. who is
 * that of the line that says within_s. The vision has levels. */
struct cs_vision_level cs_vision_level(
    const struct cs_vision *v, struct cs_str queue, struct cs_str channel);

/* The times for replies of a queue and channel (p NULL: not known), nothing of it unsaid. who is
 * that of the line that says first_s. The vision has replies. */
struct cs_vision_reply cs_vision_reply(
    const struct cs_vision *v, struct cs_str queue, struct cs_str channel);

/* For how long a contact with this reason (p NULL: not known) counts as a repeat. The vision has
 * windows. */
int64_t cs_vision_window(const struct cs_vision *v, struct cs_str reason);

/*
 * The words of the dictionary that the vision says otherwise, to stand in their place
 * (cs_metric_env): sl_threshold_s, short_s, sl_met, sl_counted, those of replies
 * (first_reply_target_s, first_reply_clock_s ...), repeat_window_s and, for the same
 * reason only, repeat_meant and repeat_free_meant. What it says of a
 * queue, channel or reason goes into a case over that column; a queue goes before a channel. Lines
 * about a column that the head does not have are left out; head NULL: all lines are in. The array
 * lives in the arena; *n of it. -1 with *e (2): a formula of the dictionary cannot be used so.
 */
int cs_vision_words(struct cs_arena *a, const struct cs_vision *v, const struct cs_head *head,
    struct cs_word **word, size_t *n, struct cs_err *e);

#endif
