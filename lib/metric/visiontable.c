/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of a vision file that are tables, hours or holidays: see visionread.h. */
#include "metric/visionread.h"

/* Sets of scopes, a bit each. */
enum {
	EVERY = 1 << CS_SCOPE_EVERY,
	QUEUE = 1 << CS_SCOPE_QUEUE,
	CHANNEL = 1 << CS_SCOPE_CHANNEL,
	REASON = 1 << CS_SCOPE_REASON,
	PRODUCT = 1 << CS_SCOPE_PRODUCT,
};

static const char *const scope_names[] = {
    [CS_SCOPE_EVERY] = "every",
    [CS_SCOPE_QUEUE] = "queue",
    [CS_SCOPE_CHANNEL] = "channel",
    [CS_SCOPE_REASON] = "reason",
    [CS_SCOPE_PRODUCT] = "product",
};

enum { SCOPES = sizeof scope_names / sizeof *scope_names };

static int
unknown_scope(struct cs_vision_reading *r, unsigned may, struct cs_str cell)
{
	struct cs_buf b = CS_BUF_INIT;

	for (unsigned i = 0; i < SCOPES; i++) {
		if ((may & 1U << i) != 0)
			cs_buf_printf(&b, "%s%s%s", b.n != 0 ? ", " : "", scope_names[i],
			    i != CS_SCOPE_EVERY ? " NAME" : "");
	}
	(void)cs_vision_bad(r, "'%.*s' is nothing that this table is about", CS_STR_ARG(cell));
	(void)cs_err_hint(r->e, "its lines begin with %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

/* "every", "queue billing": of the scopes in may, and not twice in the table. */
static int
read_who(struct cs_vision_reading *r, unsigned may, const char *table, struct cs_str cell,
    struct cs_vision_who *who)
{
	struct cs_str word = cs_str_head(cell, cs_str_find(cell, ' '));
	struct cs_str name = cs_str_trim(cs_str_skip(cell, word.n));
	unsigned i = 0;

	while (i < SCOPES && ((may & 1U << i) == 0 || !cs_str_eqz(word, scope_names[i])))
		i++;
	if (i == SCOPES || (i == CS_SCOPE_EVERY) != (name.n == 0))
		return unknown_scope(r, may, cell);
	if (cs_vision_once(r, cs_arena_printf(r->arena, "%s: %s", table, scope_names[i]), name) !=
	    0)
		return -1;
	*who =
	    (struct cs_vision_who){(enum cs_vision_scope)i, cs_arena_str(r->arena, name), r->line};
	return 0;
}

/* Whole seconds of a duration without months, at least least. */
static int
read_seconds(
    struct cs_vision_reading *r, const char *what, struct cs_str text, int64_t least, int64_t *s)
{
	struct cs_duration d;

	if (!cs_duration_parse(text, &d) || d.months != 0 || d.s < least)
		return cs_vision_bad(
		    r, "'%.*s' is no %s, such as 20s, 4h or 7d", CS_STR_ARG(text), what);
	*s = d.s;
	return 0;
}

/* What the dictionary says when no vision does. */
static int64_t
dictionary_seconds(const char *word)
{
	const struct cs_word *w = cs_dict_word(cs_dict(), cs_str_z(word));
	struct cs_duration d = {0, 0};

	/* The words are ours: tests/unit/vision.c. */
	(void)cs_duration_parse(w->text, &d);
	return d.s;
}

int
cs_vision_level_begin(struct cs_vision_reading *r, struct cs_str name)
{
	struct cs_vision *v = r->v;

	(void)name;
	v->level = cs_vision_room(r, NULL, 0, &r->level_cap, sizeof *v->level);
	v->level[v->nlevel++] = (struct cs_vision_level){.who = {.line = r->line},
	    .formula = CS_STR("sl_offered"),
	    .within_s = dictionary_seconds("sl_threshold_s"),
	    .short_s = dictionary_seconds("short_s")};
	return 0;
}

/* Service levels are the entries with a threshold t and nothing else than t and short. */
static int
read_formula(struct cs_vision_reading *r, struct cs_str text, struct cs_str *formula)
{
	const struct cs_metric *m = cs_metric_find(text);
	bool level = m != NULL && m->nparam != 0 && cs_str_eqz(m->param[0].name, "t") &&
		     (m->nparam == 1 || cs_str_eqz(m->param[1].name, "short"));

	if (!level || m->nparam > 2) {
		(void)cs_vision_bad(r, "'%.*s' is no service level", CS_STR_ARG(text));
		return cs_err_hint(r->e, "sl_offered, sl_answered, sl_noshort ...: cs-metrics(7); "
					 "the seconds are the next cell");
	}
	*formula = m->name;
	return 0;
}

int
cs_vision_level_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_vision *v = r->v;
	struct cs_vision_level level = {.within_s = -1, .short_s = -1};
	struct cs_str cell[4] = {{NULL, 0}};
	size_t n = cs_line_cells(item, cell, 4);

	if (n < 2 || n > 4) {
		(void)cs_vision_bad(
		    r, "'%.*s' is not who | formula | within | short", CS_STR_ARG(item->text));
		return cs_err_hint(r->e, "as in: queue billing | sl_offered | 45s | 5s");
	}
	if (read_who(r, EVERY | QUEUE | CHANNEL, "service level", cell[0], &level.who) != 0 ||
	    (cell[1].n != 0 && read_formula(r, cell[1], &level.formula) != 0) ||
	    (cell[2].n != 0 && read_seconds(r, "time", cell[2], 0, &level.within_s) != 0) ||
	    (cell[3].n != 0 && read_seconds(r, "time", cell[3], 0, &level.short_s) != 0))
		return -1;
	if (level.who.scope != CS_SCOPE_EVERY) {
		v->level = cs_vision_room(r, v->level, v->nlevel, &r->level_cap, sizeof *v->level);
		v->level[v->nlevel++] = level;
		return 0;
	}
	v->level[0].who = level.who;
	if (level.formula.n != 0)
		v->level[0].formula = level.formula;
	if (level.within_s >= 0)
		v->level[0].within_s = level.within_s;
	if (level.short_s >= 0)
		v->level[0].short_s = level.short_s;
	return 0;
}

int
cs_vision_replies_begin(struct cs_vision_reading *r, struct cs_str name)
{
	struct cs_vision *v = r->v;

	(void)name;
	v->reply = cs_vision_room(r, NULL, 0, &r->reply_cap, sizeof *v->reply);
	v->reply[v->nreply++] = (struct cs_vision_reply){.who = {.line = r->line},
	    .first_s = dictionary_seconds("first_reply_target_s"),
	    .solution_s = dictionary_seconds("full_solution_target_s"),
	    .clock = CS_CLOCK_CALENDAR};
	return 0;
}

static int
read_clock(struct cs_vision_reading *r, struct cs_str text, enum cs_vision_clock *clock)
{
	if (!cs_str_eqz(text, "calendar") && !cs_str_eqz(text, "business"))
		return cs_vision_bad(
		    r, "the clock is calendar or business, not '%.*s'", CS_STR_ARG(text));
	*clock = cs_str_eqz(text, "business") ? CS_CLOCK_BUSINESS : CS_CLOCK_CALENDAR;
	if (*clock == CS_CLOCK_BUSINESS && r->business_line == 0)
		r->business_line = r->line;
	return 0;
}

int
cs_vision_replies_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_vision *v = r->v;
	struct cs_vision_reply reply = {.first_s = -1, .solution_s = -1};
	struct cs_str cell[4] = {{NULL, 0}};
	size_t n = cs_line_cells(item, cell, 4);

	if (n < 2 || n > 4) {
		(void)cs_vision_bad(r, "'%.*s' is not who | first reply | solution | clock",
		    CS_STR_ARG(item->text));
		return cs_err_hint(r->e, "as in: queue billing | 4h | 3d | business");
	}
	if (read_who(r, EVERY | QUEUE | CHANNEL, "replies", cell[0], &reply.who) != 0 ||
	    (cell[1].n != 0 && read_seconds(r, "time", cell[1], 0, &reply.first_s) != 0) ||
	    (cell[2].n != 0 && read_seconds(r, "time", cell[2], 0, &reply.solution_s) != 0) ||
	    (cell[3].n != 0 && read_clock(r, cell[3], &reply.clock) != 0))
		return -1;
	if (reply.who.scope != CS_SCOPE_EVERY) {
		v->reply = cs_vision_room(r, v->reply, v->nreply, &r->reply_cap, sizeof *v->reply);
		v->reply[v->nreply++] = reply;
		return 0;
	}
	v->reply[0].who = reply.who;
	if (reply.first_s >= 0)
		v->reply[0].first_s = reply.first_s;
	if (reply.solution_s >= 0)
		v->reply[0].solution_s = reply.solution_s;
	if (reply.clock != CS_CLOCK_UNSAID)
		v->reply[0].clock = reply.clock;
	return 0;
}

int
cs_vision_repeats_begin(struct cs_vision_reading *r, struct cs_str name)
{
	struct cs_vision *v = r->v;

	(void)name;
	v->window = cs_vision_room(r, NULL, 0, &r->window_cap, sizeof *v->window);
	v->window[v->nwindow++] = (struct cs_vision_window){
	    .who = {.line = r->line}, .s = dictionary_seconds("repeat_window_s")};
	return 0;
}

static int
read_same_reason(struct cs_vision_reading *r, struct cs_str text)
{
	if (!cs_str_eqz(text, "yes") && !cs_str_eqz(text, "no"))
		return cs_vision_bad(r, "same reason is yes or no, not '%.*s'", CS_STR_ARG(text));
	r->v->same_reason = cs_str_eqz(text, "yes");
	return cs_vision_once(r, "same reason", cs_str(NULL, 0));
}

int
cs_vision_repeats_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_vision *v = r->v;
	struct cs_vision_window window;
	struct cs_str cell[2];

	if (cs_line_cells(item, cell, 2) != 2) {
		(void)cs_vision_bad(r, "'%.*s' is not who | window", CS_STR_ARG(item->text));
		return cs_err_hint(r->e, "as in: reason delivery | 14d");
	}
	if (cs_str_eqz(cell[0], "same reason"))
		return read_same_reason(r, cell[1]);
	if (read_who(r, EVERY | REASON, "repeats", cell[0], &window.who) != 0 ||
	    read_seconds(r, "window", cell[1], 1, &window.s) != 0)
		return -1;
	if (window.who.scope == CS_SCOPE_EVERY) {
		v->window[0] = window;
		return 0;
	}
	v->window = cs_vision_room(r, v->window, v->nwindow, &r->window_cap, sizeof *v->window);
	v->window[v->nwindow++] = window;
	return 0;
}

int
cs_vision_owners_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_vision *v = r->v;
	struct cs_vision_owner owner;
	struct cs_str cell[2];

	if (cs_line_cells(item, cell, 2) != 2 || cell[1].n == 0) {
		(void)cs_vision_bad(r, "'%.*s' is not who | owner", CS_STR_ARG(item->text));
		return cs_err_hint(r->e, "as in: reason delivery | Logistics");
	}
	if (read_who(
		r, EVERY | QUEUE | CHANNEL | REASON | PRODUCT, "owners", cell[0], &owner.who) != 0)
		return -1;
	owner.owner = cs_arena_str(r->arena, cell[1]);
	v->owner = cs_vision_room(r, v->owner, v->nowner, &r->owner_cap, sizeof *v->owner);
	v->owner[v->nowner++] = owner;
	return 0;
}

/* 0 Monday .. 6 Sunday, -1: no weekday. */
static int
weekday(struct cs_str s)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

	for (int i = 0; i < 7; i++) {
		if (cs_str_eqz(s, names[i]))
			return i;
	}
	return -1;
}

/* "mon-fri = 08:00-18:00" */
static int
read_week(struct cs_vision_reading *r, struct cs_str key, struct cs_str value)
{
	size_t dash = cs_str_find(key, '-');
	int first = weekday(cs_str_head(key, dash));
	int last = dash == key.n ? first : weekday(cs_str_skip(key, dash + 1));
	struct cs_hours_day day;

	if (r->weekdays == 0)
		r->hours_line = r->line;
	if (first < 0 || last < first) {
		(void)cs_vision_bad(r, "'%.*s' is no day of the week", CS_STR_ARG(key));
		return cs_err_hint(r->e, "zone, mon, tue, wed, thu, fri, sat, sun or mon-fri");
	}
	if (cs_hours_parse_day(value, &day, r->e) != 0) {
		cs_err_prefix(r->e, "%s:%d", r->v->source, r->line);
		return -1;
	}
	for (int i = first; i <= last; i++) {
		if ((r->weekdays & 1U << i) != 0)
			return cs_vision_bad(r, "a day of '%.*s' is there twice", CS_STR_ARG(key));
		r->weekdays |= 1U << i;
		r->plan.week[i] = day;
	}
	return 0;
}

int
cs_vision_hours_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_str key, value;

	if (!cs_line_pair(item, &key, &value))
		return cs_vision_bad(r, "'%.*s' is not day = hours", CS_STR_ARG(item->text));
	if (!cs_str_eqz(key, "zone"))
		return read_week(r, key, value);
	if (cs_vision_once(r, "zone", cs_str(NULL, 0)) != 0)
		return -1;
	r->v->zone = cs_zone_get(value, r->e);
	if (r->v->zone == NULL) {
		cs_err_prefix(r->e, "%s:%d", r->v->source, r->line);
		return -1;
	}
	return 0;
}

int
cs_vision_holidays_item(struct cs_vision_reading *r, const struct cs_line *item)
{
	struct cs_hours_special special;
	struct cs_str key, value;

	if (!cs_line_pair(item, &key, &value))
		return cs_vision_bad(r, "'%.*s' is not date = hours", CS_STR_ARG(item->text));
	if (!cs_hours_parse_date(key, &special)) {
		(void)cs_vision_bad(r, "'%.*s' is no date", CS_STR_ARG(key));
		return cs_err_hint(r->e, "2026-12-24 for one year (%d to %d), 12-25 for every year",
		    CS_HOURS_FIRST_YEAR, CS_HOURS_LAST_YEAR);
	}
	if (cs_vision_once(r, "the holiday", key) != 0)
		return -1;
	if (cs_hours_parse_day(value, &special.hours, r->e) != 0) {
		cs_err_prefix(r->e, "%s:%d", r->v->source, r->line);
		return -1;
	}
	if (r->plan.nspecial == CS_HOURS_SPECIALS)
		return cs_vision_bad(r, "more than %d holidays", CS_HOURS_SPECIALS);
	if (r->plan.nspecial == 0)
		r->holidays_line = r->line;
	r->plan.special = cs_vision_room(
	    r, r->plan.special, r->plan.nspecial, &r->special_cap, sizeof *r->plan.special);
	r->plan.special[r->plan.nspecial++] = special;
	return 0;
}

int
cs_vision_hours_end(struct cs_vision_reading *r)
{
	struct cs_vision *v = r->v;
	struct cs_buf b = CS_BUF_INIT;

	if (r->weekdays == 0 && r->business_line != 0) {
		r->line = r->business_line;
		return cs_vision_bad(
		    r, "counts in business hours, but there is no [hours] of the week");
	}
	if (r->weekdays == 0) {
		r->line = r->holidays_line;
		return r->plan.nspecial == 0
			   ? 0
			   : cs_vision_bad(r, "there are holidays, but no [hours] of the week");
	}
	if (v->zone == NULL) {
		r->line = r->hours_line;
		(void)cs_vision_bad(r, "[hours] names no zone");
		return cs_err_hint(r->e, "add a line such as zone = Europe/Berlin");
	}
	r->plan.zone = v->zone;
	v->hours = cs_hours_make(r->arena, &r->plan);
	cs_hours_text(&b, &r->plan);
	v->calendar = cs_arena_str(r->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return 0;
}
