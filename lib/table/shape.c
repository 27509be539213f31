/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes bound to keys and metrics: see shape.h. */
#include "table/shape.h"

#include "base/buf.h"
#include "base/num.h"
#include "cell/cell.h"
#include "rec/schema.h"
#include "table/regroup.h"
#include "table/window.h"

/* All subsets of so many keys are rows still. */
enum { SUBTOTALS_KEYS_MAX = 8 };

/* "N" or "N:METRIC" of an option; N is at least `least`. */
static int
number_of_metric(const char *option, struct cs_str text, int64_t least, int64_t *n,
    struct cs_str *metric, struct cs_err *e)
{
	struct cs_str rest = text, first;

	(void)cs_str_split(&rest, ':', &first);
	if (cs_num_i64(first, n) && *n >= least && (rest.p == NULL || rest.n != 0)) {
		*metric = rest;
		return 0;
	}
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "%s: '%.*s' is not N or N:METRIC", option, CS_STR_ARG(text));
	return cs_err_hint(e, "%s 5, or %s 5:contacts", option, option);
}

int
cs_shape_top(struct cs_shape *how, struct cs_str text, struct cs_err *e)
{
	int64_t n;

	if (number_of_metric("--top", text, 1, &n, &how->top_by, e) != 0)
		return -1;
	how->top = (size_t)n;
	return 0;
}

int
cs_shape_min_group(struct cs_shape *how, struct cs_str text, struct cs_err *e)
{
	int64_t n;

	if (number_of_metric("--min-group", text, 2, &n, &how->min_by, e) != 0)
		return -1;
	how->min_group = n;
	return 0;
}

bool
cs_shape_alone(const struct cs_shape *how)
{
	return !how->fill && !cs_shape_windows(how) && how->subtotals == CS_SUBTOTALS_NONE &&
	       how->of_total == CS_OF_TOTAL_NONE && how->top == 0 && how->min_group == 0 &&
	       how->sort.p == NULL && how->layout != CS_LAYOUT_PIVOT && !how->vs.set;
}

bool
cs_shape_adds_up(enum cs_stat_kind kind)
{
	return kind == CS_STAT_COUNT || kind == CS_STAT_SUM || kind == CS_STAT_SECONDS;
}

/* The index of a metric of the table. */
static int
find_metric(
    const struct cs_scheme *s, struct cs_str name, const char *option, size_t *m, struct cs_err *e)
{
	struct cs_buf names = CS_BUF_INIT;

	for (*m = 0; *m < s->n; ++*m) {
		if (cs_str_eq(s->metric[*m].name, name))
			return 0;
	}
	for (size_t i = 0; i < s->n; i++)
		cs_buf_printf(&names, "%s%.*s", i != 0 ? ", " : "", CS_STR_ARG(s->metric[i].name));
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "%s: '%.*s' is not one of the metrics", option, CS_STR_ARG(name));
	(void)cs_err_hint(e, "metrics: %s", cs_buf_cstr(&names));
	cs_buf_finish(&names);
	return -1;
}

/* The option that wants an interval among the keys. */
static const char *
window_option(const struct cs_shape *how)
{
	if (how->rolling != 0)
		return "--rolling";
	if (how->ytd)
		return "--ytd";
	return how->vs.intervals ? "--vs previous" : "--period";
}

/* The one key that cuts time. */
static int
find_time(struct cs_shape_plan *p, struct cs_err *e)
{
	const char *option = window_option(p->how);
	const struct cs_by *by = p->by;

	for (unsigned k = 0; k < by->n; k++) {
		if (!cs_key_is_time(by->key[k].kind))
			continue;
		if (p->time >= 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "%s: there are two intervals in --by", option);
		p->time = (int)k;
	}
	if (p->time < 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s: there is no interval in --by", option);
		return cs_err_hint(e, "--by day, or --by queue,week");
	}
	if (p->how->ytd && by->key[p->time].kind == CS_KEY_STEP)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--ytd goes with the intervals day, week and month");
	return 0;
}

/* An end of the period, where intervals are there as wholes. */
static int
check_edge(const struct cs_shape_plan *p, int64_t at, bool last, struct cs_err *e)
{
	const struct cs_key_def *def = &p->by->key[p->time];
	struct cs_buf text = CS_BUF_INIT;
	int64_t begin, end;

	if (!p->how->period || at == (last ? CS_INSTANT_MAX : CS_INSTANT_MIN))
		return 0;
	cs_key_interval(def, p->by->zone, at, &begin, &end);
	if (begin == at)
		return 0;
	cs_key_interval_text(&text, def, p->by->zone, begin);
	(void)cs_err_set(e, CS_EXIT_USAGE, "%s: the period %s within the %.*s of %s",
	    window_option(p->how), last ? "ends" : "begins", CS_STR_ARG(def->name),
	    cs_buf_cstr(&text));
	if (last)
		(void)cs_err_hint(e, "end where it begins, or where it is over");
	else
		(void)cs_err_hint(e, "begin with a whole one: --since %s", cs_buf_cstr(&text));
	cs_buf_finish(&text);
	return -1;
}

/* Of intervals that were counted for longer than the period those within it are chosen. */
static bool
chooses(const struct cs_shape *how)
{
	return how->whole && how->fill && how->period;
}

/* A window reaches back before the period, and its first interval is read as a whole; of cells, all
 * that a period shows are wholes. */
static int
bind_time(struct cs_shape_plan *p, struct cs_err *e)
{
	const struct cs_shape *how = p->how;

	if (!cs_shape_windows(how) && !chooses(how))
		return 0;
	if (find_time(p, e) != 0 || check_edge(p, how->from, false, e) != 0)
		return -1;
	return how->whole ? check_edge(p, how->to, true, e) : 0;
}

/* The key whose values compete: the last that cuts no time, else the last. */
static int
find_top(struct cs_shape_plan *p, struct cs_err *e)
{
	if (p->by->n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--top: there are no groups without --by");
	for (unsigned k = 0; k < p->by->n; k++) {
		if (!cs_key_is_time(p->by->key[k].kind))
			p->top = (int)k;
	}
	if (p->top < 0)
		p->top = (int)p->by->n - 1;
	if (p->top == p->time)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--top picks intervals here, and a window needs all of them");
	if (p->how->top_by.p == NULL)
		return 0;
	return find_metric(p->scheme, p->how->top_by, "--top", &p->top_by, e);
}

/* What groups are measured by. What looks at intervals beside the one that is shown would let the
 * hidden be computed; a pivot has columns for values that nobody may know. */
static int
find_min(struct cs_shape_plan *p, struct cs_err *e)
{
	static const struct cs_str contacts = CS_STR_INIT("contacts");
	enum cs_stat_kind kind;

	if (cs_shape_windows(p->how) || p->how->vs.set || p->how->layout == CS_LAYOUT_PIVOT)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--min-group does not go with --rolling, --ytd, --vs and --pivot: what is "
		    "hidden could be computed");
	if (p->by->n == 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--min-group: there are no groups without --by");
	if (p->how->min_by.p == NULL) {
		for (size_t m = 0; m < p->scheme->n; m++)
			if (cs_str_eq(p->scheme->metric[m].name, contacts))
				p->min_by = m;
		return 0;
	}
	if (find_metric(p->scheme, p->how->min_by, "--min-group", &p->min_by, e) != 0)
		return -1;
	kind = p->scheme->of[p->min_by].plain
		   ? cs_stat_kind_of(p->scheme->of[p->min_by].input[0].agg->id)
		   : CS_STAT_FORMULA;
	if (kind == CS_STAT_SKETCH) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--min-group: '%.*s' is an estimate, and who is named must not hang on one",
		    CS_STR_ARG(p->how->min_by));
		return cs_err_hint(e, "count contacts, or distinct() in place of it");
	}
	return kind == CS_STAT_COUNT || kind == CS_STAT_DISTINCT
		   ? 0
		   : cs_err_set(e, CS_EXIT_USAGE, "--min-group: '%.*s' counts nothing",
			 CS_STR_ARG(p->how->min_by));
}

static int
find_pivot(struct cs_shape_plan *p, struct cs_err *e)
{
	const struct cs_column *known = cs_schema_find(p->how->pivot);
	struct cs_str name = known != NULL ? known->name : p->how->pivot;
	struct cs_buf names = CS_BUF_INIT;

	for (unsigned k = 0; k < p->by->n; k++) {
		struct cs_str key = p->by->key[k].name;

		if (cs_str_eq(key, name) || cs_str_eq(key, p->how->pivot))
			p->pivot = (int)k;
		cs_buf_printf(&names, "%s%.*s", k != 0 ? ", " : "", CS_STR_ARG(key));
	}
	if (p->pivot < 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--pivot: '%.*s' is no key of the table",
		    CS_STR_ARG(p->how->pivot));
		(void)cs_err_hint(
		    e, p->by->n != 0 ? "keys: %s" : "--by chooses keys%s", cs_buf_cstr(&names));
	}
	cs_buf_finish(&names);
	return p->pivot < 0 ? -1 : 0;
}

/* Groups of one key that share rows do not add up. */
static int
check_each(const struct cs_by *by, const char *option, unsigned from, struct cs_err *e)
{
	for (unsigned k = from; k < by->n; k++) {
		if (by->key[k].kind == CS_KEY_EACH)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "%s: a row may be in several groups of each(%.*s): they do not add up",
			    option, CS_STR_ARG(by->key[k].name));
	}
	return 0;
}

static int
check_totals(const struct cs_shape_plan *p, struct cs_err *e)
{
	bool any = false;

	if (p->how->subtotals != CS_SUBTOTALS_NONE) {
		if (p->by->n == 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "--subtotals: there are no groups without --by");
		if (p->by->n > SUBTOTALS_KEYS_MAX)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "--subtotals: at most %d keys", SUBTOTALS_KEYS_MAX);
		if (check_each(p->by, "--subtotals", 0, e) != 0)
			return -1;
	}
	if (p->how->of_total == CS_OF_TOTAL_NONE)
		return 0;
	if (p->how->of_total == CS_OF_TOTAL_PARENT && p->by->n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--of-total: there are no groups without --by");
	for (size_t m = 0; m < p->scheme->n; m++) {
		const struct cs_scheme_metric *of = &p->scheme->of[m];

		any = any || (of->plain && cs_shape_adds_up(cs_stat_kind_of(of->input[0].agg->id)));
	}
	if (!any) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--of-total: none of the metrics is a count or a sum");
		return cs_err_hint(e, "-m contacts,...");
	}
	return check_each(
	    p->by, "--of-total", p->how->of_total == CS_OF_TOTAL_PARENT ? p->by->n - 1 : 0, e);
}

int64_t
cs_shape_reach(const struct cs_shape *how, const struct cs_by *by)
{
	int64_t from = how->period ? how->from : CS_INSTANT_MIN, year, before;
	unsigned k;

	if (!cs_shape_windows(how) || from == CS_INSTANT_MIN)
		return from;
	for (k = 0; k < by->n && !cs_key_is_time(by->key[k].kind); k++)
		;
	year = how->ytd ? cs_window_year(&by->key[k], by->zone, from) : from;
	before = how->vs.intervals ? cs_window_rolling(&by->key[k], by->zone, from, 2) : from;
	if (how->rolling != 0)
		from = cs_window_rolling(&by->key[k], by->zone, from, how->rolling);
	from = from < before ? from : before;
	return from < year ? from : year;
}

/* Groups are put together, or looked for by their keys. */
static bool
shaped(const struct cs_shape *how)
{
	return cs_shape_windows(how) || chooses(how) || how->subtotals != CS_SUBTOTALS_NONE ||
	       how->of_total != CS_OF_TOTAL_NONE || how->top != 0 || how->min_group != 0 ||
	       how->layout == CS_LAYOUT_PIVOT;
}

int
cs_shape_bind(struct cs_shape_plan *p, const struct cs_shape *how, const struct cs_scheme *s,
    const struct cs_by *by, struct cs_err *e)
{
	struct cs_str metric = how->sort;

	*p = (struct cs_shape_plan){how, s, by, -1, -1, -1, 0, 0, SIZE_MAX, false};
	if (shaped(how) && by->n > CS_REGROUP_KEYS)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "a table of more than %d keys has no other shape", CS_REGROUP_KEYS);
	if (bind_time(p, e) != 0)
		return -1;
	if (how->vs.set && !how->vs.intervals &&
	    (how->top != 0 || how->subtotals != CS_SUBTOTALS_NONE))
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--vs goes with --top and --subtotals only for the interval before");
	if (how->top != 0 && find_top(p, e) != 0)
		return -1;
	if (how->min_group != 0 && find_min(p, e) != 0)
		return -1;
	if (how->layout == CS_LAYOUT_PIVOT && find_pivot(p, e) != 0)
		return -1;
	if (metric.p != NULL) {
		p->down = metric.n != 0 && metric.p[0] == '-';
		if (find_metric(s, cs_str_skip(metric, p->down), "--sort", &p->sort, e) != 0)
			return -1;
	}
	return check_totals(p, e);
}
