/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions: one table with the types that each takes and gives, what computes it, and its line
 * in the manual. A name may have several rows; the first whose types fit is taken.
 */
#include <stdio.h>

#include "base/civil.h"
#include "expr/bind.h"
#include "expr/formula.h"
#include "expr/run.h"

/* Moves constants from the arguments (all but the first) into the call. */
typedef int prepare_fn(struct cs_binder *, struct cs_node **, struct cs_call *);

/* Makes the node, for functions that have no types of their own. */
typedef struct cs_node *build_fn(
    struct cs_binder *, const struct cs_ast *, struct cs_node **, unsigned);

static prepare_fn marks, format, step, digits;
static build_fn text, capture, coalesce, nullif, least, greatest, if_;

/*
 * takes: a letter an argument: t text, i a whole number, d any number (as a decimal), T an instant
 * (or a constant text that is one), b a condition, c a constant text, k a constant whole number; *
 * any arguments, at least one. What stands behind ; may be left out.
 */
struct function {
	const char *group; /* of the manual, in its first row */
	const char *name, *takes;
	const char *args; /* as the manual writes them */
	enum cs_type type;
	cs_node_fn *run;
	enum cs_bad_kind bad;
	const char *wanted; /* of casts */
	const char *unit;   /* "=": that of the first argument */
	int64_t i;
	prepare_fn *prepare;
	build_fn *build; /* instead of run */
	const char *doc; /* NULL: the manual has it in another row of that name */
};

/* clang-format off */
static const struct function functions[] = {
    {.group = "Casts", .name = "number", .takes = "d", .args = "x",
     .type = CS_DEC, .run = cs_run_same, .unit = "=",
     .doc = "a whole number as a decimal"},
    {.name = "number", .takes = "t", .args = "text", .type = CS_DEC, .run = cs_run_number_t,
     .wanted = "a number", .doc = "the number that the text is: -12, 1.50"},
    {.name = "number", .takes = "tc", .args = "text, marks", .type = CS_DEC,
     .run = cs_run_number_marks, .wanted = "a number with these marks", .prepare = marks,
     .doc = "the same with the source's own marks: ',' is the decimal mark of 1234,50; ',.' adds "
            "the one between thousands, as in 1.234,50"},
    {.name = "int", .takes = "i", .args = "x", .type = CS_INT, .run = cs_run_same, .unit = "="},
    {.name = "int", .takes = "d", .args = "number", .type = CS_INT, .run = cs_run_int_d,
     .wanted = "a whole number", .unit = "=", .doc = "a decimal that is whole, as a whole number"},
    {.name = "int", .takes = "t", .args = "text", .type = CS_INT, .run = cs_run_int_t,
     .wanted = "a whole number", .doc = "the whole number that the text is"},
    {.name = "text", .takes = "*", .args = "x", .build = text,
     .doc = "as records carry it: instants in UTC, conditions as t and f"},
    {.name = "bool", .takes = "b", .args = "x", .type = CS_BOOL, .run = cs_run_same},
    {.name = "bool", .takes = "t", .args = "text", .type = CS_BOOL, .run = cs_run_bool_t,
     .wanted = "t or f", .doc = "t and true, f and false"},
    {.name = "time", .takes = "T", .args = "x", .type = CS_TIME, .run = cs_run_same},
    {.name = "time", .takes = "t", .args = "text", .type = CS_TIME, .run = cs_run_time_t,
     .wanted = "an instant",
     .doc = "the instant that the text is: RFC 3339, or 2026-10-01 12:30:00 in local time"},
    {.name = "time", .takes = "tc", .args = "text, format", .type = CS_TIME,
     .run = cs_run_time_format, .wanted = "an instant in this format", .prepare = format,
     .doc = "the same by a format of %Y %m %d %H %M %S %y %b %e %I %p %f %s %z %a %j and text"},
    {.name = "time", .takes = "i", .args = "seconds", .type = CS_TIME, .run = cs_run_time_i,
     .wanted = "an instant",
     .doc = "seconds since 1970 (UTC), with or without a fraction"},
    {.name = "time", .takes = "d", .args = "seconds", .type = CS_TIME, .run = cs_run_time_d,
     .wanted = "an instant"},
    {.name = "seconds", .takes = "t", .args = "text", .type = CS_INT, .run = cs_run_seconds_t,
     .wanted = "a time span (0:01:30)", .unit = "s", .doc = "a time span H:MM:SS in seconds"},

    {.group = "Numbers", .name = "abs", .takes = "i", .args = "x",
     .type = CS_INT, .run = cs_run_abs_i,
     .bad = CS_BAD_OVERFLOW, .unit = "=", .doc = "without its sign"},
    {.name = "abs", .takes = "d", .args = "x", .type = CS_DEC, .run = cs_run_abs_d,
     .bad = CS_BAD_OVERFLOW, .unit = "="},
    {.name = "round", .takes = "i", .args = "x", .type = CS_INT, .run = cs_run_same, .unit = "=",
     .doc = "to a whole number, half away from zero"},
    {.name = "round", .takes = "d", .args = "x", .type = CS_INT, .run = cs_run_round_d,
     .bad = CS_BAD_OVERFLOW, .unit = "="},
    {.name = "round", .takes = "dk", .args = "x, digits", .type = CS_DEC,
     .run = cs_run_round_to_d, .unit = "=", .prepare = digits,
     .doc = "to 0 to 18 digits behind the point, half away from zero"},
    {.name = "floor", .takes = "i", .args = "x", .type = CS_INT, .run = cs_run_same, .unit = "=",
     .doc = "the largest whole number that is not above x"},
    {.name = "floor", .takes = "d", .args = "x", .type = CS_INT, .run = cs_run_floor_d,
     .bad = CS_BAD_OVERFLOW, .unit = "="},
    {.name = "ceil", .takes = "i", .args = "x", .type = CS_INT, .run = cs_run_same, .unit = "=",
     .doc = "the smallest whole number that is not below x"},
    {.name = "ceil", .takes = "d", .args = "x", .type = CS_INT, .run = cs_run_ceil_d,
     .bad = CS_BAD_OVERFLOW, .unit = "="},

    {.group = "Text", .name = "length", .takes = "t", .args = "text",
     .type = CS_INT, .run = cs_run_length,
     .doc = "how many characters"},
    {.name = "lower", .takes = "t", .args = "text", .type = CS_TEXT, .run = cs_run_lower,
     .doc = "in lower case"},
    {.name = "upper", .takes = "t", .args = "text", .type = CS_TEXT, .run = cs_run_upper,
     .doc = "in upper case"},
    {.name = "fold", .takes = "t", .args = "text", .type = CS_TEXT, .run = cs_run_fold,
     .doc = "for comparing without case, in any language (Unicode case folding)"},
    {.name = "trim", .takes = "t", .args = "text", .type = CS_TEXT, .run = cs_run_trim,
     .doc = "without blanks, tabs and line ends at both ends"},
    {.name = "substr", .takes = "ti;i", .args = "text, from[, n]", .type = CS_TEXT,
     .run = cs_run_substr, .doc = "n characters (or all) from the from-th on; the first is 1"},
    {.name = "replace", .takes = "ttt", .args = "text, old, new", .type = CS_TEXT,
     .run = cs_run_replace, .bad = CS_BAD_OVERFLOW, .doc = "new in every place of old"},
    {.name = "split_part", .takes = "tti", .args = "text, separator, n", .type = CS_TEXT,
     .run = cs_run_split_part,
     .doc = "the n-th piece between separators; -1 is the last; empty when there is none"},
    {.name = "starts_with", .takes = "tt", .args = "text, start", .type = CS_BOOL,
     .run = cs_run_starts_with, .doc = "the text begins so"},
    {.name = "ends_with", .takes = "tt", .args = "text, end", .type = CS_BOOL,
     .run = cs_run_ends_with, .doc = "the text ends so"},
    {.name = "contains", .takes = "tt", .args = "text, piece", .type = CS_BOOL,
     .run = cs_run_contains, .doc = "the piece is somewhere in the text"},
    {.name = "has", .takes = "tt", .args = "list, token", .type = CS_BOOL, .run = cs_run_has,
     .doc = "the token is one of the list's, as in has(themes, 'billing')"},
    {.name = "capture", .takes = "tc", .args = "text, pattern", .build = capture,
     .doc = "what the first group of the regular expression matched (without groups: all of it), "
            "or NULL"},

    {.group = "Instants (by the clock of the zone)", .name = "year", .takes = "T", .args = "t",
     .type = CS_INT, .run = cs_run_part,
     .i = CS_PART_YEAR, .doc = "2026"},
    {.name = "month", .takes = "T", .args = "t", .type = CS_INT, .run = cs_run_part,
     .i = CS_PART_MONTH, .doc = "1 to 12"},
    {.name = "day", .takes = "T", .args = "t", .type = CS_INT, .run = cs_run_part,
     .i = CS_PART_DAY, .doc = "1 to 31"},
    {.name = "hour", .takes = "T", .args = "t", .type = CS_INT, .run = cs_run_part,
     .i = CS_PART_HOUR, .doc = "0 to 23"},
    {.name = "minute", .takes = "T", .args = "t", .type = CS_INT, .run = cs_run_part,
     .i = CS_PART_MINUTE, .doc = "0 to 59"},
    {.name = "weekday", .takes = "T", .args = "t", .type = CS_INT, .run = cs_run_weekday,
     .doc = "1 Monday to 7 Sunday"},
    {.name = "date", .takes = "T", .args = "t", .type = CS_TEXT, .run = cs_run_date,
     .doc = "the day as text: '2026-10-01'"},
    {.name = "week", .takes = "T", .args = "t", .type = CS_TEXT, .run = cs_run_week,
     .doc = "the Monday that the ISO week begins with, as text"},
    {.name = "clock", .takes = "T", .args = "t", .type = CS_TEXT, .run = cs_run_clock,
     .doc = "the time of day as text: '09:05:00'"},
    {.name = "interval", .takes = "Tk", .args = "t, step", .type = CS_TIME,
     .run = cs_run_interval, .prepare = step,
     .doc = "the instant at which the interval began that t is in; steps divide a day: 15m, 1h"},
    {.name = "epoch", .takes = "T", .args = "t", .type = CS_INT, .run = cs_run_epoch, .unit = "s",
     .doc = "seconds since 1970 (UTC), a fraction dropped"},
    {.name = "business_s", .takes = "TT", .args = "from, to", .build = cs_bind_business,
     .doc = "seconds of business hours between two instants, by the vision file of --vision"},
    {.name = "as_of", .takes = "", .args = "", .build = cs_bind_as_of,
     .doc = "the instant of --as-of"},

    {.group = "Choices", .name = "coalesce", .takes = "*", .args = "x, ...", .build = coalesce,
     .doc = "the first that is not NULL"},
    {.name = "nullif", .takes = "*", .args = "x, y", .build = nullif,
     .doc = "NULL where x = y, else x"},
    {.name = "least", .takes = "*", .args = "x, ...", .build = least,
     .doc = "the smallest of those that are not NULL"},
    {.name = "greatest", .takes = "*", .args = "x, ...", .build = greatest,
     .doc = "the largest of those that are not NULL"},
    {.name = "if", .takes = "*", .args = "condition, x, y", .build = if_,
     .doc = "x where the condition is true, else y"},
};
/* clang-format on */

enum { FUNCTIONS = sizeof functions / sizeof *functions };

bool
cs_func_about(size_t i, struct cs_func_about *about)
{
	const struct function *f = functions;

	for (; f < functions + FUNCTIONS; f++) {
		if (f->doc == NULL || i-- != 0)
			continue;
		*about = (struct cs_func_about){f->group, f->name, f->args, f->doc};
		return true;
	}
	return false;
}

/* n->s of the cast: one or two different marks. */
static int
marks(struct cs_binder *b, struct cs_node **arg, struct cs_call *call)
{
	struct cs_str s = arg[1]->s;
	bool good = s.n == 1 || (s.n == 2 && s.p[0] != s.p[1]);

	good = good && (s.p[0] == '.' || s.p[0] == ',');
	good = good && (s.n == 1 || strchr(".,' _", s.p[1]) != NULL);
	if (!good)
		return cs_ast_err(arg[1]->at, b->e,
		    "the marks are '.' or ',' for decimals and, behind it, one of . , ' _ and "
		    "blank for thousands");
	call->s = s;
	return 0;
}

static int
format(struct cs_binder *b, struct cs_node **arg, struct cs_call *call)
{
	struct cs_err why = CS_ERR_INIT;

	if (cs_civil_check_format(arg[1]->s, &why) != 0)
		return cs_ast_err(arg[1]->at, b->e, "%s", why.msg);
	call->s = arg[1]->s;
	return 0;
}

static int
step(struct cs_binder *b, struct cs_node **arg, struct cs_call *call)
{
	if (arg[1]->i <= 0 || arg[1]->i > CS_DAY_S || CS_DAY_S % arg[1]->i != 0)
		return cs_ast_err(
		    arg[1]->at, b->e, "the step of an interval must divide a day: 15m, 30m, 1h");
	call->i = arg[1]->i;
	return 0;
}

static int
digits(struct cs_binder *b, struct cs_node **arg, struct cs_call *call)
{
	if (arg[1]->i < 0 || arg[1]->i > CS_DEC_SCALE_MAX)
		return cs_ast_err(arg[1]->at, b->e, "0 to %d digits", CS_DEC_SCALE_MAX);
	call->i = arg[1]->i;
	return 0;
}

/* For those who take any types: how many there must be. */
static bool
count(struct cs_binder *b, const struct cs_ast *x, unsigned narg, unsigned want)
{
	if (narg == want)
		return true;
	(void)cs_ast_err(x, b->e, "%.*s() takes %u argument%s, not %u", CS_STR_ARG(x->s), want,
	    want == 1 ? "" : "s", narg);
	return false;
}

static struct cs_node *
text(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	return count(b, x, narg, 1) ? cs_bind_text(b, arg[0]) : NULL;
}

static struct cs_node *
capture(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	(void)narg;
	return cs_bind_pattern(b, x, cs_run_capture, CS_TEXT, arg);
}

/* The type of arguments that have been brought to one; texts of several kinds are just text. */
static enum cs_type
type_of(struct cs_node *const *arg, unsigned narg)
{
	for (unsigned k = 1; k < narg; k++)
		if (arg[k]->type != arg[0]->type)
			return CS_TEXT;
	return arg[0]->type;
}

static struct cs_node *
any_of(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg,
    struct cs_call *call)
{
	if (cs_bind_unify(b, x, arg, narg, "chosen from") != 0)
		return NULL;
	call->type = type_of(arg, narg);
	call->unit = arg[0]->unit;
	for (unsigned k = 1; k < narg; k++)
		if (arg[k]->unit.n != 0)
			call->unit = arg[k]->unit;
	return cs_bind_call(b, x, call, arg, narg);
}

static struct cs_node *
coalesce(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	struct cs_call call = {.run = cs_run_coalesce, .flow = CS_FLOW_COALESCE};

	return any_of(b, x, arg, narg, &call);
}

static struct cs_node *
least(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	struct cs_call call = {.run = cs_run_extreme, .i = -1};

	return any_of(b, x, arg, narg, &call);
}

static struct cs_node *
greatest(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	struct cs_call call = {.run = cs_run_extreme, .i = 1};

	return any_of(b, x, arg, narg, &call);
}

/* case when x = y then null else x end */
static struct cs_node *
nullif(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	struct cs_node *part[3];

	if (!count(b, x, narg, 2))
		return NULL;
	part[0] = cs_bind_compare(b, x, CS_CMP_EQ, arg[0], arg[1]);
	if (part[0] == NULL)
		return NULL;
	part[1] = cs_bind_constant(b, x, arg[0]->type);
	part[1]->untyped = true;
	part[2] = arg[0];
	return cs_bind_choice(b, x, part, 3);
}

static struct cs_node *
if_(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	if (!count(b, x, narg, 3))
		return NULL;
	arg[0] = cs_bind_bool(b, arg[0], "the first argument of if()");
	return arg[0] != NULL ? cs_bind_choice(b, x, arg, 3) : NULL;
}

static bool
fits(char letter, const struct cs_node *x)
{
	bool constant = x->kind == CS_NODE_CONSTANT;

	switch (letter) {
	case 'i':
		return x->untyped || x->type == CS_INT;
	case 'd':
		return x->untyped || x->type == CS_INT || x->type == CS_DEC;
	case 'b':
		return x->untyped || x->type == CS_BOOL;
	case 'T':
		return x->untyped || x->type == CS_TIME || (constant && x->type == CS_TEXT);
	case 'c':
		return constant && !x->null && cs_is_text(x->type);
	case 'k':
		return constant && !x->null && x->type == CS_INT;
	default:
		return x->untyped || cs_is_text(x->type);
	}
}

static bool
takes(const struct function *f, struct cs_node *const *arg, size_t narg)
{
	const char *p = f->takes;
	bool optional = false;
	size_t k = 0;

	if (*p == '*')
		return narg != 0;
	for (; *p != '\0'; p++) {
		if (*p == ';') {
			optional = true;
			continue;
		}
		if (k == narg)
			return optional;
		if (!fits(*p, arg[k++]))
			return false;
	}
	return k == narg;
}

/* Brings the arguments to the types that the function takes. */
static int
convert(struct cs_binder *b, const struct function *f, struct cs_node **arg, size_t narg)
{
	static const struct {
		char letter;
		enum cs_type type;
	} types[] = {{'t', CS_TEXT}, {'i', CS_INT}, {'d', CS_DEC}, {'T', CS_TIME}, {'b', CS_BOOL}};
	const char *p = f->takes;

	for (size_t k = 0; k < narg; k++, p++) {
		p += *p == ';';
		for (size_t i = 0; i < sizeof types / sizeof *types; i++)
			if (*p == types[i].letter)
				cs_bind_settle(arg[k], types[i].type);
		if (*p == 'd')
			arg[k] = cs_bind_dec(b, arg[k]);
		else if (*p == 'T' && arg[k]->type != CS_TIME)
			arg[k] = cs_bind_time(b, arg[k]);
		if (arg[k] == NULL)
			return -1;
	}
	return 0;
}

static struct cs_node *
call_function(
    struct cs_binder *b, const struct cs_ast *x, const struct function *f, struct cs_node **arg)
{
	struct cs_call call = {
	    .run = f->run, .type = f->type, .bad = f->bad, .wanted = f->wanted, .i = f->i};
	unsigned narg = (unsigned)x->narg;

	if (*f->takes != '*' && convert(b, f, arg, narg) != 0)
		return NULL;
	if (f->build != NULL)
		return f->build(b, x, arg, narg);
	if (f->prepare != NULL) {
		if (f->prepare(b, arg, &call) != 0)
			return NULL;
		narg = 1;
	}
	if (f->unit != NULL)
		call.unit = f->unit[0] == '=' ? arg[0]->unit : cs_str_z(f->unit);
	return cs_bind_call(b, x, &call, arg, narg);
}

/* There is such a function, but it does not take these arguments. */
static void
wrong_arguments(struct cs_binder *b, const struct cs_ast *x, struct cs_node *const *arg)
{
	struct cs_buf given = CS_BUF_INIT, hint = CS_BUF_INIT;

	for (size_t k = 0; k < x->narg && k < 8; k++)
		cs_buf_printf(&given, "%s%s", k != 0 ? ", " : "", cs_type_say(arg[k]));
	for (size_t i = 0; i < FUNCTIONS; i++)
		if (cs_str_eqz(x->s, functions[i].name) && functions[i].doc != NULL)
			cs_buf_printf(&hint, "%s%s(%s)", hint.n != 0 ? ", " : "it is written ",
			    functions[i].name, functions[i].args);
	(void)cs_ast_err_hint(x, b->e, cs_buf_cstr(&hint), "%.*s() does not take (%s)",
	    CS_STR_ARG(x->s), cs_buf_cstr(&given));
	cs_buf_finish(&given);
	cs_buf_finish(&hint);
}

static void
unknown_function(struct cs_binder *b, const struct cs_ast *x)
{
	const char *near = NULL;
	char hint[160] = "cs-expr.7 lists the functions";
	unsigned best = 3;

	if (cs_agg_is(x->s)) {
		(void)cs_ast_err(x, b->e,
		    "%.*s() sums up many rows: it belongs in a metric, not in a row's expression",
		    CS_STR_ARG(x->s));
		return;
	}
	for (size_t i = 0; i < FUNCTIONS; i++) {
		unsigned d = cs_str_distance(x->s, cs_str_z(functions[i].name), 2);

		if (d < best) {
			best = d;
			near = functions[i].name;
		}
	}
	if (near != NULL)
		(void)snprintf(hint, sizeof hint, "did you mean %s()?", near);
	(void)cs_ast_err_hint(x, b->e, hint, "there is no function %.*s()", CS_STR_ARG(x->s));
}

struct cs_node *
cs_bind_function(struct cs_binder *b, const struct cs_ast *x)
{
	struct cs_node **arg;
	bool known = false;

	for (size_t i = 0; i < FUNCTIONS && !known; i++)
		known = cs_str_eqz(x->s, functions[i].name);
	if (!known) {
		unknown_function(b, x);
		return NULL;
	}
	if (x->filter != NULL) {
		(void)cs_ast_err(x->filter, b->e, "filter belongs to aggregates, %.*s() is none",
		    CS_STR_ARG(x->s));
		return NULL;
	}
	arg = cs_bind_args(b, x, 0);
	if (arg == NULL)
		return NULL;
	for (size_t i = 0; i < FUNCTIONS; i++)
		if (cs_str_eqz(x->s, functions[i].name) && takes(&functions[i], arg, x->narg))
			return call_function(b, x, &functions[i], arg);
	wrong_arguments(b, x, arg);
	return NULL;
}
