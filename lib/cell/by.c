/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The items of --by: see by.h. */
#include "cell/by.h"

#include "base/num.h"
#include "expr/ast.h"
#include "rec/head.h"

static const struct {
	struct cs_str word;
	enum cs_key_kind kind;
} words[] = {
    {CS_STR_INIT("column"), CS_KEY_COLUMN},
    {CS_STR_INIT("each"), CS_KEY_EACH},
    {CS_STR_INIT("expr"), CS_KEY_EXPR},
    {CS_STR_INIT("day"), CS_KEY_DAY},
    {CS_STR_INIT("week"), CS_KEY_WEEK},
    {CS_STR_INIT("month"), CS_KEY_MONTH},
};

enum { NWORDS = sizeof words / sizeof *words };

int
cs_by_head_add(struct cs_head *h, struct cs_str column, const char *source, struct cs_err *e)
{
	if (cs_head_find(h, column) < 0)
		return cs_head_add(h, column, e);
	(void)cs_err_set(e, CS_EXIT_USAGE, "the key '%.*s' has the name of a column of the table",
	    CS_STR_ARG(column));
	return cs_err_hint(e, "give it another name: %s NAME=%.*s", source, CS_STR_ARG(column));
}

void
cs_by_words(struct cs_buf *out)
{
	cs_buf_z(out, "15m\n30m\n1h\n");
	for (size_t i = 0; i < NWORDS; i++) {
		if (words[i].kind >= CS_KEY_DAY)
			cs_buf_printf(out, "%.*s\n", CS_STR_ARG(words[i].word));
	}
}

void
cs_key_kind_text(struct cs_buf *b, const struct cs_key_def *d)
{
	for (size_t i = 0; i < NWORDS; i++) {
		if (words[i].kind == d->kind) {
			cs_buf_str(b, words[i].word);
			return;
		}
	}
	cs_buf_i64(b, d->step);
}

bool
cs_key_kind_parse(struct cs_str s, struct cs_key_def *d)
{
	for (size_t i = 0; i < NWORDS; i++) {
		if (cs_str_eq(words[i].word, s)) {
			d->kind = words[i].kind;
			return true;
		}
	}
	d->kind = CS_KEY_STEP;
	return cs_num_i64(s, &d->step) && d->step > 0 && CS_DAY_S % d->step == 0;
}

/* The column of a name or alias, as canonical name and index. */
static int
bind_column(struct cs_key_def *d, struct cs_str name, const struct cs_env *env, struct cs_err *e)
{
	const struct cs_head *head = env->head;
	int col = cs_head_need(head, name, e);

	if (col < 0) {
		cs_err_prefix(e, "%s", env->source);
		return -1;
	}
	d->col = (unsigned)col;
	d->name = head->col[col].name;
	d->type = cs_head_type(head, d->col);
	return 0;
}

static int
bind_each(struct cs_key_def *d, struct cs_str item, const struct cs_env *env, struct cs_err *e)
{
	struct cs_str name = cs_str_trim(cs_str_head(cs_str_skip(item, 5), item.n - 6));

	d->kind = CS_KEY_EACH;
	if (bind_column(d, name, env, e) != 0)
		return -1;
	if (d->type != CS_LIST && env->head->col[d->col].def != NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "%s each(%.*s): the column holds no lists",
		    env->source, CS_STR_ARG(name));
	d->type = CS_TEXT;
	return 0;
}

static int
bind_expr(struct cs_key_def *d, struct cs_arena *a, struct cs_str item, const struct cs_env *env,
    struct cs_err *e)
{
	size_t eq = cs_str_find(item, '=');
	d->kind = CS_KEY_EXPR;
	d->name = cs_str_trim(cs_str_head(item, eq));
	d->x = cs_expr_compile(a, cs_str_trim(cs_str_skip(item, eq + 1)), env, e);
	if (d->x == NULL)
		return -1;
	d->type = cs_expr_type(d->x);
	return cs_expr_canonical(a, cs_str_trim(cs_str_skip(item, eq + 1)), env->head, &d->text, e);
}

bool
cs_by_is_interval(struct cs_key_def *d, struct cs_str item)
{
	struct cs_duration t;

	if (item.n != 0 && item.p[0] >= '0' && item.p[0] <= '9' && cs_duration_parse(item, &t) &&
	    t.months == 0) {
		d->kind = CS_KEY_STEP;
		d->step = t.s;
		d->name = CS_STR("interval");
		d->type = CS_TIME;
		return true;
	}
	if (!cs_key_kind_parse(item, d) || d->kind < CS_KEY_DAY)
		return false;
	d->name = item;
	d->type = CS_ID;
	return true;
}

/* What a word that is no column may have been meant as: an interval, or a call without its end. */
static int
bind_name(struct cs_key_def *d, struct cs_str item, const struct cs_env *env, struct cs_err *e)
{
	if (cs_str_starts(item, CS_STR("each("))) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s %.*s: the closing parenthesis is missing",
		    env->source, CS_STR_ARG(item));
		return cs_err_hint(e, "each(LIST), with quotes around it for the shell");
	}
	for (size_t i = 0; i < NWORDS && cs_head_find(env->head, item) < 0; i++) {
		if (words[i].kind >= CS_KEY_DAY && cs_str_distance(item, words[i].word, 1) <= 1) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "%s: '%.*s' is neither a column nor an interval", env->source,
			    CS_STR_ARG(item));
			return cs_err_hint(e, "did you mean %.*s?", CS_STR_ARG(words[i].word));
		}
	}
	return bind_column(d, item, env, e);
}

static int
bind_item(struct cs_key_def *d, struct cs_arena *a, struct cs_str item, const struct cs_env *env,
    struct cs_err *e)
{
	/* A column of the input comes first: a stream of days has a column `day` already. */
	if (cs_head_find(env->head, item) >= 0)
		return bind_column(d, item, env, e);
	if (cs_by_is_interval(d, item)) {
		if (d->kind == CS_KEY_STEP && (d->step < 1 || CS_DAY_S % d->step != 0)) {
			(void)cs_err_set(e, CS_EXIT_USAGE, "%s %.*s: an interval must divide a day",
			    env->source, CS_STR_ARG(item));
			return cs_err_hint(e, "15m 30m 1h 6h; or the words day, week, month");
		}
		return 0;
	}
	if (cs_str_starts(item, CS_STR("each(")) && cs_str_ends(item, CS_STR(")")))
		return bind_each(d, item, env, e);
	if (cs_str_find(item, '=') < item.n)
		return bind_expr(d, a, item, env, e);
	return bind_name(d, item, env, e);
}

/* The time column as an expression, quoted so that any name will do. */
static int
bind_time(struct cs_by *by, struct cs_arena *a, struct cs_str time, const struct cs_env *env,
    struct cs_err *e)
{
	struct cs_env own = *env;
	int col = cs_head_need(env->head, time, e);
	struct cs_ast *x;

	if (col < 0) {
		cs_err_prefix(e, "%s with intervals", env->source);
		return -1;
	}
	own.source = "--time";
	x = cs_arena_new(a, 1, sizeof *x);
	x->of = cs_arena_new(a, 1, sizeof *x->of);
	x->kind = CS_AST_NAME;
	x->depth = 1;
	x->s = env->head->col[col].name;
	by->time = cs_expr_compile_ast(a, x, &own, e);
	if (by->time == NULL)
		return -1;
	if (cs_expr_type(by->time) != CS_TIME)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--time: column %.*s is no instant", CS_STR_ARG(time));
	return 0;
}

int
cs_by_bind(struct cs_by *by, struct cs_arena *a, const struct cs_by_ask *ask,
    const struct cs_env *env, struct cs_err *e)
{
	struct cs_env own = *env;
	const char *cut = NULL; /* the option that asks for an interval */

	*by = (struct cs_by){.zone = env->zone};
	by->key = cs_arena_new(a, ask->n, sizeof *by->key);
	for (by->n = 0; by->n < ask->n; by->n++) {
		struct cs_key_def *d = &by->key[by->n];

		own.source = ask->source != NULL ? ask->source[by->n] : "--by";
		if (bind_item(d, a, ask->item[by->n], &own, e) != 0)
			return -1;
		for (unsigned i = 0; i < by->n; i++) {
			if (cs_str_eq(by->key[i].name, d->name))
				return cs_err_set(e, CS_EXIT_USAGE, "%s: %.*s is there twice",
				    own.source, CS_STR_ARG(d->name));
		}
		if (cut == NULL && cs_key_is_time(d->kind))
			cut = own.source;
	}
	own.source = cut;
	return cut != NULL ? bind_time(by, a, ask->time, &own, e) : 0;
}

void
cs_by_sides(struct cs_by *sided, struct cs_arena *a, const struct cs_by *by)
{
	*sided = *by;
	sided->n = by->n + 1;
	sided->key = cs_arena_new(a, sided->n, sizeof *sided->key);
	sided->key[0] = (struct cs_key_def){.kind = CS_KEY_SIDE, .type = CS_TEXT};
	for (unsigned k = 0; k < by->n; k++)
		sided->key[k + 1] = by->key[k];
}

/* The first day of the week or month of a day, and of the next one. */
static void
days_of(enum cs_key_kind kind, int64_t day, int64_t *first, int64_t *next)
{
	int year, month, mday;

	*first = day;
	*next = day + 1;
	if (kind == CS_KEY_WEEK) {
		*first = cs_civil_monday(day);
		*next = *first + 7;
	} else if (kind == CS_KEY_MONTH) {
		cs_civil_of_days(day, &year, &month, &mday);
		*first = day - (mday - 1);
		*next = *first + cs_civil_month_days(year, month);
	}
}

void
cs_key_interval(const struct cs_key_def *d, const struct cs_zone *zone, int64_t instant,
    int64_t *begin, int64_t *end)
{
	int64_t first, next;

	if (d->kind == CS_KEY_STEP) {
		*begin = cs_zone_floor(zone, instant, d->step);
		*end = cs_zone_next(zone, *begin, d->step);
		return;
	}
	days_of(d->kind, cs_zone_day(zone, instant), &first, &next);
	*begin = cs_zone_day_start(zone, first);
	*end = cs_zone_day_start(zone, next);
}

void
cs_by_interval(const struct cs_by *by, int64_t instant, int64_t *begin, int64_t *end)
{
	int64_t from, to;

	*begin = CS_INSTANT_MIN;
	*end = CS_INSTANT_MAX;
	for (unsigned k = 0; k < by->n; k++) {
		if (!cs_key_is_time(by->key[k].kind))
			continue;
		cs_key_interval(&by->key[k], by->zone, instant, &from, &to);
		*begin = from > *begin ? from : *begin;
		*end = to < *end ? to : *end;
	}
}

void
cs_key_interval_text(
    struct cs_buf *b, const struct cs_key_def *d, const struct cs_zone *zone, int64_t begin)
{
	if (d->kind == CS_KEY_STEP)
		cs_time_text_offset(b, begin, cs_zone_offset(zone, begin));
	else
		cs_date_text(b, cs_zone_day(zone, begin));
}

bool
cs_key_interval_read(
    struct cs_str text, const struct cs_key_def *d, const struct cs_zone *zone, int64_t *begin)
{
	struct cs_civil c;

	if (d->kind == CS_KEY_STEP)
		return cs_time_parse(text, begin);
	if (text.n != 10 || !cs_civil_parse(text, &c))
		return false;
	*begin = cs_zone_day_start(zone, cs_civil_days(c.year, c.month, c.day));
	return true;
}
