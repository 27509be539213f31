/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that mean the same in all tools: see shared.h. */
#include "cli/shared.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/shapes.h"
#include "cli/versus.h"
#include "metric/set.h"

#define ALWAYS 0 /* every tool takes it */

static const struct {
	unsigned bits; /* taken by tools that have one of these CS_WITH_ */
	struct cs_opt opt;
} shared[CS_SHARED_N] = {
    [CS_SHARED_CI] = {CS_WITH_SHAPES,
	{0, "ci", CS_OPT_INT, "LEVEL", "with bounds NAME_lo and NAME_hi", .flags = CS_OPT_OPTIONAL,
	    .implied = "95", .min = 50, .max = 99, .group = "The table"}},
    [CS_SHARED_FILL] = {CS_WITH_SHAPES,
	{0, "fill", CS_OPT_FLAG, NULL, "a row for intervals without contacts too"}},
    [CS_SHARED_ROLLING] = {CS_WITH_SHAPES,
	{0, "rolling", CS_OPT_INT, "N", "beside each interval, it and the N - 1 before it",
	    .min = 2, .max = CS_ROLLING_MAX}},
    [CS_SHARED_YTD] = {CS_WITH_SHAPES,
	{0, "ytd", CS_OPT_FLAG, NULL, "beside each interval, the year up to its end"}},
    [CS_SHARED_SUBTOTALS] = {CS_WITH_SHAPES,
	{0, "subtotals", CS_OPT_WORD, "keys|all", "rows for the sums over the last keys, or any",
	    .flags = CS_OPT_OPTIONAL, .implied = "keys"}},
    [CS_SHARED_OF_TOTAL] = {CS_WITH_SHAPES,
	{0, "of-total", CS_OPT_WORD, "all|parent", "counts and sums as shares of the whole",
	    .flags = CS_OPT_OPTIONAL, .implied = "all"}},
    [CS_SHARED_TOP] = {CS_WITH_SHAPES,
	{0, "top", CS_OPT_TEXT, "N[:METRIC]", "the N first values of a key, the others in a row",
	    .words = cs_shapes_top_words}},
    [CS_SHARED_MIN_GROUP] = {CS_WITH_SHAPES,
	{0, "min-group", CS_OPT_TEXT, "N[:METRIC]", "groups of fewer contacts are not named",
	    .no = "rolling ytd vs pivot", .words = cs_shapes_top_words}},
    [CS_SHARED_SORT] = {CS_WITH_SHAPES,
	{0, "sort", CS_OPT_TEXT, "METRIC", "rows in its order; -METRIC: the greatest first",
	    .words = cs_shapes_sort_words}},
    [CS_SHARED_PIVOT] = {CS_WITH_SHAPES,
	{0, "pivot", CS_OPT_TEXT, "KEY", "the values of a key become columns", .no = "long sort",
	    .flags = CS_OPT_KEYS, .words = cs_by_words}},
    [CS_SHARED_LONG] = {CS_WITH_SHAPES,
	{0, "long", CS_OPT_FLAG, NULL, "a record a number: keys, metric, value, n"}},
    [CS_SHARED_VS] = {CS_WITH_SHAPES,
	{0, "vs", CS_OPT_TEXT, "previous|EXPR",
	    "beside the interval or period before, or other rows", .words = cs_versus_words}},
    [CS_SHARED_INTERP] = {CS_WITH_SHAPES,
	{0, "interp", CS_OPT_FLAG, NULL, "quantiles between the ranks (type 7), as in R",
	    .no = "approx cells partial merge which-sl contacts"}},
    [CS_SHARED_SET] = {CS_WITH_SHAPES,
	{0, "set", CS_OPT_TEXT, "NAME", "keys, metrics and options of a set, as far as not given",
	    .words = cs_set_words}},
    [CS_SHARED_KEEP_ONLY] = {CS_WITH_KEEP_ONLY,
	{0, "keep-only", CS_OPT_EXPR, NULL, "drop all other rows before anything else"}},
    [CS_SHARED_WHERE] = {CS_WITH_WHERE,
	{0, "where", CS_OPT_EXPR, NULL, "report on these rows; histories still see all"}},
    [CS_SHARED_BAD] = {CS_WITH_BAD,
	{0, "bad", CS_OPT_WORD, "error|null|skip", "a cell that is not what its column says",
	    .fallback = "error"}},
    [CS_SHARED_PERIOD] = {CS_WITH_PERIOD,
	{0, "period", CS_OPT_PERIOD, NULL, "report on last-week, 2026-10, FROM..TO ...",
	    .words = cs_period_words}},
    [CS_SHARED_SINCE] = {CS_WITH_PERIOD,
	{0, "since", CS_OPT_TIME, NULL, "report from this day or instant on"}},
    [CS_SHARED_UNTIL] = {CS_WITH_PERIOD,
	{0, "until", CS_OPT_TIME, NULL, "report to the end of this day, or before an instant"}},
    [CS_SHARED_TIME] = {CS_WITH_PERIOD,
	{0, "time", CS_OPT_TEXT, "COLUMN", "the instant that periods and intervals go by",
	    .fallback = "started_at"}},
    [CS_SHARED_AS_OF] = {CS_WITH_AS_OF | CS_WITH_PERIOD,
	{0, "as-of", CS_OPT_TIME, NULL,
	    "the day or instant that counts as now (the word now: the clock)"}},
    [CS_SHARED_TZ] = {CS_WITH_TZ | CS_WITH_PERIOD | CS_WITH_AS_OF,
	{0, "tz", CS_OPT_ZONE, NULL, "time zone of days and hours (default UTC)",
	    .words = cs_zone_words}},
    [CS_SHARED_VISION] = {CS_WITH_VISION,
	{0, "vision", CS_OPT_FILE, NULL, "what counts as good here: hours, levels, windows, sets"}},
    [CS_SHARED_OUTPUT] = {CS_WITH_OUTPUT,
	{'o', "output", CS_OPT_FILE, NULL, "write there, whole or not at all"}},
    [CS_SHARED_UNION] = {CS_WITH_UNION,
	{0, "union", CS_OPT_FLAG, NULL, "inputs may have different columns"}},
    [CS_SHARED_REPLACE] = {CS_WITH_REPLACE,
	{0, "replace", CS_OPT_FLAG, NULL, "replace output columns that are there already"}},
    [CS_SHARED_COLOR] = {CS_WITH_COLOR, {0, "color", CS_OPT_WORD, "auto|always|never",
					    "colours beside the words", .fallback = "auto"}},
    [CS_SHARED_MEM] = {CS_WITH_MEM,
	{0, "mem", CS_OPT_SIZE, NULL, "memory for what grows with the rows", .fallback = "256M"}},
    [CS_SHARED_THREADS] = {CS_WITH_THREADS,
	{0, "threads", CS_OPT_INT, NULL, "threads; the output is the same", .min = 1, .max = 256}},
    [CS_SHARED_PROGRESS] = {CS_WITH_PROGRESS,
	{0, "progress", CS_OPT_FLAG, NULL, "say on standard error how far it is"}},
    [CS_SHARED_QUIET] = {ALWAYS, {'q', "quiet", CS_OPT_FLAG, NULL, "no notes, only errors"}},
    [CS_SHARED_TRACE] = {ALWAYS,
	{0, "trace", CS_OPT_FILE, NULL, "append what was done, for the report (or CS_TRACE)"}},
    [CS_SHARED_COMPLETION] = {ALWAYS,
	{0, "completion", CS_OPT_WORD, "bash|zsh|fish", "print a completion script"}},
    [CS_SHARED_HELP] = {ALWAYS, {'h', "help", CS_OPT_FLAG, NULL, "this screen"}},
    [CS_SHARED_VERSION] = {ALWAYS, {'V', "version", CS_OPT_FLAG, NULL, "the version"}},
    [CS_SHARED_COMPLETE_COLUMNS] = {ALWAYS,
	{0, "complete-columns", CS_OPT_FILE, NULL, "column names, for completion scripts",
	    .flags = CS_OPT_HIDDEN | CS_OPT_OPTIONAL}},
    [CS_SHARED_COMPLETE_WORDS] = {ALWAYS,
	{0, "complete-words", CS_OPT_TEXT, "OPTION", "words of an option, likewise",
	    .flags = CS_OPT_HIDDEN}},
};

const struct cs_opt *
cs_shared_opt(enum cs_shared which)
{
	return &shared[which].opt;
}

struct cs_opt *
cs_shared_table(struct cs_arena *arena, const struct cs_tool *tool, int at[CS_SHARED_N], size_t *n)
{
	struct cs_opt *opt = cs_arena_new(arena, tool->nopt + CS_SHARED_N, sizeof *opt);
	bool headed = false;

	*n = tool->nopt;
	if (tool->nopt != 0)
		memcpy(opt, tool->opt, tool->nopt * sizeof *opt);
	for (int i = 0; i < CS_SHARED_N; i++) {
		at[i] = -1;
		if (shared[i].bits != ALWAYS && (shared[i].bits & tool->shared) == 0)
			continue;
		at[i] = (int)*n;
		opt[*n] = shared[i].opt;
		if (i == CS_SHARED_MEM && tool->default_mem != NULL)
			opt[*n].fallback = tool->default_mem;
		if (!headed && shared[i].bits != CS_WITH_SHAPES) {
			opt[*n].group = "Shared by all tools";
			headed = true;
		}
		++*n;
	}
	return opt;
}

static int
resolve_times(struct cs_common *c, const struct cs_opt_value *const v[], struct cs_err *e)
{
	const struct cs_opt_value *as_of = v[CS_SHARED_AS_OF], *tz = v[CS_SHARED_TZ];
	static const struct {
		enum cs_shared which;
		const char *name;
	} part[] = {
	    {CS_SHARED_PERIOD, "period"}, {CS_SHARED_SINCE, "since"}, {CS_SHARED_UNTIL, "until"}};

	c->zone = tz->zone;
	if (c->zone == NULL && c->vision != NULL)
		c->zone = c->vision->zone;
	if (as_of->set) {
		if (cs_period_as_of(as_of->s, c->zone, &c->as_of, e) != 0) {
			cs_err_prefix(e, "--as-of");
			return -1;
		}
		c->has_as_of = true;
	}
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		const struct cs_opt_value *given = v[part[i].which];
		const int64_t *now = c->has_as_of ? &c->as_of : NULL;
		struct cs_period p = {CS_INSTANT_MIN, CS_INSTANT_MAX};

		if (!given->set)
			continue;
		if ((part[i].which == CS_SHARED_PERIOD ? cs_period_parse : cs_period_point)(
			given->s, c->zone, now, &p, e) != 0) {
			cs_err_prefix(e, "--%s", part[i].name);
			return -1;
		}
		c->has_period = true;
		if (part[i].which != CS_SHARED_UNTIL && p.from > c->period.from)
			c->period.from = p.from;
		if (part[i].which != CS_SHARED_SINCE && p.to < c->period.to)
			c->period.to = p.to;
	}
	if (c->period.from >= c->period.to)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--period, --since and --until leave nothing to report on");
	return 0;
}

static bool
colored(const struct cs_common *c, const struct cs_opt_value *v)
{
	const char *term = getenv("TERM"), *none = getenv("NO_COLOR");

	if (v->i != 0)
		return v->i == 1;
	return c->output == NULL && isatty(STDOUT_FILENO) == 1 && (none == NULL || *none == '\0') &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}

int
cs_shared_resolve(struct cs_common *c, struct cs_arena *arena, const struct cs_tool *tool,
    const int at[CS_SHARED_N], const struct cs_opt_value *value, struct cs_err *e)
{
	static const struct cs_opt_value absent;
	const struct cs_opt_value *v[CS_SHARED_N];
	const char *env = getenv("CS_TRACE"), *tmpdir = getenv("TMPDIR");

	for (int i = 0; i < CS_SHARED_N; i++)
		v[i] = at[i] >= 0 ? &value[at[i]] : &absent;
	*c = (struct cs_common){.period = {CS_INSTANT_MIN, CS_INSTANT_MAX}};
	c->where = v[CS_SHARED_WHERE]->s;
	c->keep_only = v[CS_SHARED_KEEP_ONLY]->s;
	c->time = v[CS_SHARED_TIME]->s;
	c->output = v[CS_SHARED_OUTPUT]->z;
	if (c->output != NULL && strcmp(c->output, "-") == 0)
		c->output = NULL;
	c->tmpdir = tmpdir != NULL && *tmpdir != '\0' ? tmpdir : "/tmp";
	c->trace = v[CS_SHARED_TRACE]->z;
	if (c->trace == NULL && env != NULL && *env != '\0')
		c->trace = env;
	c->quiet = v[CS_SHARED_QUIET]->set;
	c->progress = v[CS_SHARED_PROGRESS]->set;
	c->union_ = v[CS_SHARED_UNION]->set;
	c->replace = v[CS_SHARED_REPLACE]->set;
	c->bad = (enum cs_bad)v[CS_SHARED_BAD]->i;
	c->mem = (uint64_t)v[CS_SHARED_MEM]->i;
	c->threads = (unsigned)v[CS_SHARED_THREADS]->i;
	if (c->threads == 0)
		c->threads = tool->default_threads != 0 ? tool->default_threads : 1;
	c->color = at[CS_SHARED_COLOR] >= 0 && colored(c, v[CS_SHARED_COLOR]);
	if (v[CS_SHARED_VISION]->set) {
		c->vision = cs_vision_load(arena, v[CS_SHARED_VISION]->z, e);
		if (c->vision == NULL)
			return -1;
	}
	return resolve_times(c, v, e) == 0 ? cs_shapes_resolve(c, arena, v, e) : -1;
}
