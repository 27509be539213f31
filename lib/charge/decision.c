/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decisions of the business, as they are read: see decision.h. */
#include "charge/decision.h"

#include <stddef.h>

#include "base/civil.h"
#include "base/lines.h"
#include "charge/charge.h"

enum { LAG_MOST = 366 };

struct reading {
	struct cs_arena *arena;
	const struct cs_zone *zone;
	const char *source;
	struct cs_decision now; /* the section at hand */
	bool any;		/* there was one */
	unsigned given;		/* its keys, a bit each */
	int line;
	struct cs_str id; /* that is wanted */
	struct cs_decision *found;
	bool has_found;
	struct cs_buf names; /* of all, for a hint */
	struct cs_err *e;
};

/* Sets the error (2) "source:line: ..." and gives -1. */
#define bad(r, ...)                                                                                \
	(cs_err_set_((r)->e, CS_EXIT_USAGE, __VA_ARGS__),                                          \
	    cs_err_prefix((r)->e, "%s:%d", (r)->source, (r)->line), -1)

struct key;
typedef int set_fn(struct reading *r, const struct key *k, struct cs_str value);

static set_fn set_text, set_time, set_list, set_baseline, set_season, set_lag;

static const struct key {
	const char *name;
	set_fn *set;
	size_t at; /* of the member of struct cs_decision that it sets */
} keys[] = {
    {"unit", set_text, offsetof(struct cs_decision, unit)},
    {"decided_at", set_time, offsetof(struct cs_decision, from)},
    {"until", set_time, offsetof(struct cs_decision, until)},
    {"reasons", set_list, offsetof(struct cs_decision, reason)},
    {"parent", set_list, offsetof(struct cs_decision, parent)},
    {"baseline", set_baseline, 0},
    {"season", set_season, 0},
    {"baseline_from", set_time, offsetof(struct cs_decision, baseline_from)},
    {"touched", set_text, offsetof(struct cs_decision, touched)},
    {"untouched", set_text, offsetof(struct cs_decision, untouched)},
    {"charges", set_text, offsetof(struct cs_decision, charges)},
    {"lag", set_lag, 0},
};

enum { KEYS = sizeof keys / sizeof *keys };

static const char *const baselines[] = {
    [CS_BASELINE_SEASONAL] = "seasonal", [CS_BASELINE_UNTOUCHED] = "untouched"};
static const char *const seasons[] = {[CS_SEASON_WEEK] = "week", [CS_SEASON_YEAR] = "year"};

static void *
member(struct reading *r, const struct key *k)
{
	return (char *)&r->now + k->at;
}

static int
set_text(struct reading *r, const struct key *k, struct cs_str value)
{
	*(struct cs_str *)member(r, k) = value;
	return 0;
}

static int
set_time(struct reading *r, const struct key *k, struct cs_str value)
{
	int64_t *at = member(r, k);

	if (cs_str_eqz(value, "\\N") || !cs_charge_when(r->zone, value, 0, at))
		return bad(r, "%s: '%.*s' is neither a day (2026-03-02) nor an instant", k->name,
		    CS_STR_ARG(value));
	return 0;
}

/* Both lists have their length behind them, in the same order. */
static int
set_list(struct reading *r, const struct key *k, struct cs_str value)
{
	const struct cs_str **list = member(r, k);
	size_t *n = list == &r->now.reason ? &r->now.nreason : &r->now.nparent;
	struct cs_str rest = value, piece, *all;
	size_t most = 1;

	for (size_t i = 0; i < value.n; i++)
		most += value.p[i] == ',';
	all = cs_arena_new(r->arena, most, sizeof *all);
	while (cs_str_split(&rest, ',', &piece)) {
		piece = cs_str_trim(piece);
		if (piece.n == 0)
			return bad(r, "%s: there is nothing between two commas", k->name);
		all[(*n)++] = piece;
	}
	*list = all;
	return 0;
}

/* Which of the words it is, or the number of them. */
static size_t
word(const char *const *words, size_t n, struct cs_str value)
{
	size_t i = 0;

	while (i < n && (words[i] == NULL || !cs_str_eqz(value, words[i])))
		i++;
	return i;
}

static int
set_baseline(struct reading *r, const struct key *k, struct cs_str value)
{
	const size_t n = sizeof baselines / sizeof *baselines, i = word(baselines, n, value);

	if (i == n)
		return bad(
		    r, "%s: '%.*s' is neither seasonal nor untouched", k->name, CS_STR_ARG(value));
	r->now.baseline = (enum cs_decision_baseline)i;
	return 0;
}

static int
set_season(struct reading *r, const struct key *k, struct cs_str value)
{
	const size_t n = sizeof seasons / sizeof *seasons, i = word(seasons, n, value);

	if (i == n)
		return bad(r, "%s: '%.*s' is neither week nor year", k->name, CS_STR_ARG(value));
	r->now.season = (enum cs_decision_season)i;
	return 0;
}

static int
set_lag(struct reading *r, const struct key *k, struct cs_str value)
{
	struct cs_duration d;

	if (!cs_duration_parse(value, &d) || d.months != 0 || d.s < 0 || d.s % CS_DAY_S != 0 ||
	    d.s / CS_DAY_S > LAG_MOST)
		return bad(r, "%s: '%.*s' is not whole days: 14d", k->name, CS_STR_ARG(value));
	r->now.lag_days = (int)(d.s / CS_DAY_S);
	return 0;
}

static int
read_key(struct reading *r, const struct cs_line *item)
{
	static const struct cs_line_keys known = {keys, KEYS, sizeof *keys, "a decision"};
	struct cs_str value;
	int k = cs_line_key(&known, item, &r->given, &value, r->e);

	if (k < 0) {
		cs_err_prefix(r->e, "%s:%d", r->source, r->line);
		return -1;
	}
	return keys[k].set(r, &keys[k], cs_arena_str(r->arena, value));
}

/* A reason that is old and new says nothing. */
static int
check_reasons(struct reading *r)
{
	const struct cs_decision *d = &r->now;

	for (size_t i = 0; i < d->nreason; i++) {
		for (size_t k = 0; k < d->nparent; k++) {
			if (cs_str_eq(d->reason[i], d->parent[k]))
				return bad(r, "[%.*s]: '%.*s' is among reasons and parent",
				    CS_STR_ARG(d->id), CS_STR_ARG(d->reason[i]));
		}
	}
	return 0;
}

/* What a section must have, now that it is whole. */
static int
check(struct reading *r)
{
	const struct cs_decision *d = &r->now;
	const bool groups = d->touched.n != 0 || d->untouched.n != 0;

	if (!r->any)
		return 0;
	r->line = d->line;
	if (d->from == CS_INSTANT_MIN)
		return bad(r, "[%.*s] has no decided_at", CS_STR_ARG(d->id));
	if (d->nreason + d->nparent == 0)
		return bad(r, "[%.*s] has neither reasons nor parent", CS_STR_ARG(d->id));
	if (d->until <= d->from)
		return bad(r, "[%.*s] ends before it begins", CS_STR_ARG(d->id));
	if (d->baseline_from >= d->from)
		return bad(r, "[%.*s]: baseline_from is not before decided_at", CS_STR_ARG(d->id));
	if (d->baseline == CS_BASELINE_UNTOUCHED && d->untouched.n == 0)
		return bad(r, "[%.*s]: baseline = untouched wants untouched = CONDITION",
		    CS_STR_ARG(d->id));
	if (d->baseline == CS_BASELINE_SEASONAL && groups)
		return bad(r, "[%.*s]: touched and untouched go with baseline = untouched",
		    CS_STR_ARG(d->id));
	if (d->baseline == CS_BASELINE_UNTOUCHED && d->season != CS_SEASON_ANY)
		return bad(r, "[%.*s]: season goes with baseline = seasonal", CS_STR_ARG(d->id));
	if (check_reasons(r) != 0)
		return -1;
	if (cs_str_eq(d->id, r->id)) {
		if (r->has_found)
			return bad(r, "[%.*s] is there twice, in line %d too", CS_STR_ARG(d->id),
			    r->found->line);
		*r->found = *d;
		r->has_found = true;
	}
	return 0;
}

static int
begin(struct reading *r, const struct cs_line *item)
{
	if (check(r) != 0)
		return -1;
	r->line = item->line;
	if (item->section.n == 0)
		return bad(r, "a decision has a name: [late_fee]");
	r->any = true;
	r->given = 0;
	r->now = (struct cs_decision){.id = cs_arena_str(r->arena, item->section),
	    .from = CS_INSTANT_MIN,
	    .until = CS_INSTANT_MAX,
	    .baseline_from = CS_INSTANT_MIN,
	    .line = item->line};
	r->now.charges = r->now.id;
	cs_buf_printf(&r->names, "%s%.*s", r->names.n != 0 ? ", " : "", CS_STR_ARG(item->section));
	return 0;
}

static int
read_all(struct reading *r, struct cs_lines *lines)
{
	struct cs_line item;
	int got;

	while ((got = cs_lines_next(lines, &item, r->e)) > 0) {
		if (item.heading) {
			if (begin(r, &item) != 0)
				return -1;
			continue;
		}
		r->line = item.line;
		if (!r->any)
			return bad(r, "stands before the first decision: [late_fee]");
		if (read_key(r, &item) != 0)
			return -1;
	}
	if (got != 0 || check(r) != 0)
		return -1;
	if (r->has_found)
		return 0;
	(void)cs_err_set(
	    r->e, CS_EXIT_USAGE, "%s: there is no decision '%.*s'", r->source, CS_STR_ARG(r->id));
	return r->names.n != 0 ? cs_err_hint(r->e, "there is %s", cs_buf_cstr(&r->names)) : -1;
}

int
cs_decision_parse(struct cs_decision *d, struct cs_arena *a, const struct cs_zone *zone,
    const char *source, struct cs_str text, struct cs_err *e)
{
	struct cs_err none = CS_ERR_INIT;
	struct reading r = {.arena = a,
	    .zone = zone,
	    .source = source,
	    .id = d->id,
	    .found = d,
	    .e = e != NULL ? e : &none};
	struct cs_lines lines;
	int result;

	cs_lines_init(&lines, a, source, text);
	result = read_all(&r, &lines);
	cs_buf_finish(&r.names);
	return result;
}
