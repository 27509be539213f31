/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vision file: its sections, and what others ask of it. See vision.h. */
#include "metric/vision.h"

#include "metric/visionread.h"

typedef int begin_fn(struct cs_vision_reading *, struct cs_str);
typedef int item_fn(struct cs_vision_reading *, const struct cs_line *);
typedef int end_fn(struct cs_vision_reading *);

/* The sections; those that are named are written [metric NAME], and may be there for many names. */
static const struct section {
	const char *name;
	bool named;
	begin_fn *begin; /* NULL: nothing to do */
	item_fn *item;
	end_fn *end; /* when the next begins, or the file ends; NULL: nothing to do */
} sections[] = {
    {"vision", false, NULL, cs_vision_about_item, NULL},
    {"hours", false, NULL, cs_vision_hours_item, NULL},
    {"holidays", false, NULL, cs_vision_holidays_item, NULL},
    {"service level", false, cs_vision_level_begin, cs_vision_level_item, NULL},
    {"replies", false, cs_vision_replies_begin, cs_vision_replies_item, NULL},
    {"repeats", false, cs_vision_repeats_begin, cs_vision_repeats_item, NULL},
    {"metric", true, cs_vision_metric_begin, cs_vision_metric_item, cs_vision_metric_end},
    {"set", true, cs_vision_set_begin, cs_vision_set_item, cs_vision_set_end},
    {"bands", false, NULL, cs_vision_bands_item, NULL},
    {"horizons", false, NULL, cs_vision_horizons_item, NULL},
    {"owners", false, NULL, cs_vision_owners_item, NULL},
    {"audit", false, NULL, cs_vision_audit_item, NULL},
};

void *
cs_vision_room(struct cs_vision_reading *r, void *array, size_t n, size_t *cap, size_t size)
{
	void *larger;

	if (n < *cap)
		return array;
	*cap = *cap != 0 ? *cap * 2 : 8;
	larger = cs_arena_new(r->arena, *cap, size);
	if (n != 0)
		memcpy(larger, array, n * size);
	return larger;
}

int
cs_vision_once(struct cs_vision_reading *r, const char *what, struct cs_str name)
{
	struct cs_buf b = CS_BUF_INIT;
	size_t before = r->seen.n;

	/* The newline is in neither: two names never look like one. */
	cs_buf_printf(&b, "%s\n", what);
	cs_buf_str(&b, name);
	(void)cs_map_add(&r->seen, cs_buf_all(&b));
	cs_buf_finish(&b);
	if (r->seen.n != before)
		return 0;
	return cs_vision_bad(
	    r, "%s%s%.*s is there twice", what, name.n != 0 ? " " : "", CS_STR_ARG(name));
}

static int
unknown_section(struct cs_vision_reading *r, struct cs_str heading)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		cs_buf_printf(&b, "%s[%s%s]", i != 0 ? ", " : "", sections[i].name,
		    sections[i].named ? " NAME" : "");
	(void)cs_vision_bad(r, "[%.*s] is no section of a vision", CS_STR_ARG(heading));
	(void)cs_err_hint(r->e, "there are %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

/* A heading: the section that begins, or NULL with an error. */
static const struct section *
begin(struct cs_vision_reading *r, struct cs_str heading)
{
	const struct section *s = sections;
	struct cs_str name = {NULL, 0};

	for (; s < sections + sizeof sections / sizeof *sections; s++) {
		struct cs_str word = cs_str_z(s->name);

		if (s->named ? cs_str_starts(heading, word) && heading.n > word.n &&
				   heading.p[word.n] == ' '
			     : cs_str_eq(heading, word))
			break;
	}
	if (s == sections + sizeof sections / sizeof *sections) {
		(void)unknown_section(r, heading);
		return NULL;
	}
	if (s->named)
		name = cs_str_trim(cs_str_skip(heading, strlen(s->name)));
	r->given = 0;
	if (cs_vision_once(r, s->name, name) != 0 ||
	    (s->begin != NULL && s->begin(r, cs_arena_str(r->arena, name)) != 0))
		return NULL;
	return s;
}

static int
read_all(struct cs_vision_reading *r, struct cs_lines *lines)
{
	const struct section *in = NULL;
	struct cs_line item;
	int got;

	while ((got = cs_lines_next(lines, &item, r->e)) > 0) {
		if (item.heading && in != NULL && in->end != NULL && in->end(r) != 0)
			return -1;
		r->line = item.line;
		if (item.heading) {
			if ((in = begin(r, item.section)) == NULL)
				return -1;
		} else if (in == NULL) {
			return cs_vision_bad(r, "stands before the first [section]");
		} else if (in->item(r, &item) != 0) {
			return -1;
		}
	}
	if (got == 0 && in != NULL && in->end != NULL)
		got = in->end(r);
	return got == 0 ? cs_vision_hours_end(r) : got;
}

const struct cs_vision *
cs_vision_parse(struct cs_arena *a, const char *source, struct cs_str text, struct cs_err *e)
{
	struct cs_vision *v = cs_arena_new(a, 1, sizeof *v);
	struct cs_vision_reading r = {.arena = a, .v = v, .e = e};
	struct cs_arena scratch = CS_ARENA_INIT;
	struct cs_lines lines;
	int got;

	v->source = cs_arena_printf(a, "%s", source);
	v->text = cs_arena_str(a, text);
	cs_lines_init(&lines, &scratch, v->source, text);
	got = read_all(&r, &lines);
	cs_map_finish(&r.seen);
	cs_arena_finish(&scratch);
	return got == 0 ? v : NULL;
}

const struct cs_vision *
cs_vision_load(struct cs_arena *a, const char *path, struct cs_err *e)
{
	struct cs_str text;

	if (cs_lines_load(a, path, CS_VISION_MAX, &text, e) != 0)
		return NULL;
	return cs_vision_parse(a, strcmp(path, "-") != 0 ? path : "stdin", text, e);
}

const struct cs_vision_metric *
cs_vision_metric(const struct cs_vision *v, struct cs_str name)
{
	for (size_t i = 0; i < v->nmetric; i++) {
		if (cs_str_eq(v->metric[i].name, name))
			return &v->metric[i];
	}
	return NULL;
}

const struct cs_vision_set *
cs_vision_set(const struct cs_vision *v, struct cs_str name)
{
	for (size_t i = 0; i < v->nset; i++) {
		if (cs_str_eq(v->set[i].name, name))
			return &v->set[i];
	}
	return NULL;
}

const struct cs_vision_horizon *
cs_vision_horizon(const struct cs_vision *v, struct cs_str name)
{
	for (size_t i = 0; i < v->nhorizon; i++) {
		if (cs_str_eq(v->horizon[i].name, name))
			return &v->horizon[i];
	}
	return NULL;
}

/* True for a line about the value that a contact has. */
static bool
is_about(const struct cs_vision_who *who, enum cs_vision_scope scope, struct cs_str value)
{
	return who->scope == scope &&
	       (scope == CS_SCOPE_EVERY || (value.p != NULL && cs_str_eq(who->name, value)));
}

struct cs_str
cs_vision_owner(const struct cs_vision *v, const struct cs_vision_facts *facts)
{
	const struct {
		enum cs_vision_scope scope;
		struct cs_str value;
	} order[] = {{CS_SCOPE_REASON, facts->reason}, {CS_SCOPE_PRODUCT, facts->product},
	    {CS_SCOPE_QUEUE, facts->queue}, {CS_SCOPE_CHANNEL, facts->channel},
	    {CS_SCOPE_EVERY, {NULL, 0}}};

	for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
		for (size_t i = 0; i < v->nowner; i++) {
			if (is_about(&v->owner[i].who, order[k].scope, order[k].value))
				return v->owner[i].owner;
		}
	}
	return cs_str(NULL, 0);
}

/* A line of a table by its number. */
typedef const struct cs_vision_who *who_fn(const struct cs_vision *v, size_t i);

static const struct cs_vision_who *
level_who(const struct cs_vision *v, size_t i)
{
	return &v->level[i].who;
}

static const struct cs_vision_who *
reply_who(const struct cs_vision *v, size_t i)
{
	return &v->reply[i].who;
}

/* The lines of n about a contact, the first to be asked first: its queue's, its channel's, and 0 of
 * every. Gives how many. */
static size_t
lines_about(
    const struct cs_vision *v, who_fn *who, size_t n, const struct cs_str value[2], size_t line[3])
{
	static const enum cs_vision_scope order[] = {CS_SCOPE_QUEUE, CS_SCOPE_CHANNEL};
	size_t found = 0;

	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 1; i < n; i++) {
			if (!is_about(who(v, i), order[k], value[k]))
				continue;
			line[found++] = i;
			break;
		}
	}
	line[found++] = 0;
	return found;
}

struct cs_vision_level
cs_vision_level(const struct cs_vision *v, struct cs_str queue, struct cs_str channel)
{
	const struct cs_str value[] = {queue, channel};
	struct cs_vision_level all = {.within_s = -1, .short_s = -1};
	size_t line[3], n = lines_about(v, level_who, v->nlevel, value, line);

	for (size_t k = 0; k < n; k++) {
		const struct cs_vision_level *l = &v->level[line[k]];

		if (all.formula.n == 0)
			all.formula = l->formula;
		if (all.within_s < 0 && l->within_s >= 0) {
			all.within_s = l->within_s;
			all.who = l->who;
		}
		if (all.short_s < 0)
			all.short_s = l->short_s;
	}
	return all;
}

struct cs_vision_reply
cs_vision_reply(const struct cs_vision *v, struct cs_str queue, struct cs_str channel)
{
	const struct cs_str value[] = {queue, channel};
	struct cs_vision_reply all = {.first_s = -1, .solution_s = -1};
	size_t line[3], n = lines_about(v, reply_who, v->nreply, value, line);

	for (size_t k = 0; k < n; k++) {
		const struct cs_vision_reply *l = &v->reply[line[k]];

		if (all.first_s < 0 && l->first_s >= 0) {
			all.first_s = l->first_s;
			all.who = l->who;
		}
		if (all.solution_s < 0)
			all.solution_s = l->solution_s;
		if (all.clock == CS_CLOCK_UNSAID)
			all.clock = l->clock;
	}
	return all;
}

int64_t
cs_vision_window(const struct cs_vision *v, struct cs_str reason)
{
	for (size_t i = 0; i < v->nwindow; i++) {
		if (is_about(&v->window[i].who, CS_SCOPE_REASON, reason))
			return v->window[i].s;
	}
	return v->window[0].s;
}
