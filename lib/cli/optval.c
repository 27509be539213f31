/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of options by type, strictly: see opt.h. */
#include "base/mem.h"
#include "base/num.h"
#include "base/zone.h"
#include "cli/opt.h"

#define PERCENT_ONE 10000 /* LIMIT keeps 1/10000 of a percent */

static int
bad(const struct cs_opt *opt, const char *text, const char *want, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_USAGE, "--%s: '%s' is not %s", opt->name, text, want);
}

static int
parse_word(const struct cs_opt *opt, const char *text, struct cs_opt_value *v, struct cs_err *e)
{
	struct cs_str rest = cs_str_z(opt->arg), word;
	int64_t i = 0;

	for (; cs_str_split(&rest, '|', &word); i++)
		if (cs_str_eqz(word, text)) {
			v->i = i;
			return 0;
		}
	(void)bad(opt, text, "one of its words", e);
	return cs_err_hint(e, "--%s %s", opt->name, opt->arg);
}

static int
parse_int(const struct cs_opt *opt, const char *text, struct cs_opt_value *v, struct cs_err *e)
{
	int64_t min = opt->min, max = opt->max;

	if (min >= max)
		max = INT64_MAX;
	if (!cs_num_i64(v->s, &v->i))
		return bad(opt, text, "a whole number", e);
	if (v->i >= min && v->i <= max)
		return 0;
	if (max == INT64_MAX)
		return cs_err_set(e, CS_EXIT_USAGE, "--%s: %s is less than %lld", opt->name, text,
		    (long long)min);
	return cs_err_set(e, CS_EXIT_USAGE, "--%s: %s is not between %lld and %lld", opt->name,
	    text, (long long)min, (long long)max);
}

static int
parse_duration(const struct cs_opt *opt, const char *text, struct cs_opt_value *v, struct cs_err *e)
{
	if (cs_duration_parse(v->s, &v->d) && v->d.months >= 0 && v->d.s >= 0 &&
	    (v->d.months > 0 || v->d.s > 0))
		return 0;
	(void)bad(opt, text, "a length of time", e);
	return cs_err_hint(e, "lengths of time are written 90s, 15m, 2h, 7d, 2w, 6mo, 1h30m");
}

/* "N", or "P%" with up to four digits behind the point. */
static int
parse_limit(const struct cs_opt *opt, const char *text, struct cs_opt_value *v, struct cs_err *e)
{
	struct cs_str s = v->s, whole, frac;
	int64_t w = 0, f = 0;
	size_t point;

	v->percent = s.n != 0 && s.p[s.n - 1] == '%';
	s.n -= v->percent;
	point = v->percent ? cs_str_find(s, '.') : s.n;
	whole = cs_str_head(s, point);
	frac = cs_str_skip(s, point + 1);
	if (!cs_num_i64(whole, &w) || w < 0 || whole.p[0] == '-' || frac.n > 4 ||
	    (point < s.n && (!cs_num_i64(frac, &f) || frac.p[0] == '-')) ||
	    (v->percent && w > 100)) {
		(void)bad(opt, text, "a number or a percentage", e);
		return cs_err_hint(e, "limits are written 100 or 0.5%%");
	}
	for (size_t i = frac.n; i < 4; i++)
		f *= 10;
	v->i = v->percent ? w * PERCENT_ONE + f : w;
	return 0;
}

static int
parse_size(const struct cs_opt *opt, const char *text, struct cs_opt_value *v, struct cs_err *e)
{
	static const char units[] = "KMGT";
	struct cs_str s = v->s;
	const char *unit = s.n != 0 ? strchr(units, s.p[s.n - 1]) : NULL;
	int64_t factor = 1;

	if (unit != NULL) {
		factor = INT64_C(1) << 10 * (unit - units + 1);
		s.n--;
	}
	if (cs_num_i64(s, &v->i) && v->i > 0 && !__builtin_mul_overflow(v->i, factor, &v->i))
		return 0;
	(void)bad(opt, text, "a size", e);
	return cs_err_hint(e, "sizes are written 4096, 64K, 256M, 2G");
}

static void
append(struct cs_arena *arena, struct cs_opt_value *v, const struct cs_str *more, size_t n)
{
	struct cs_str *list = cs_arena_new(arena, v->n + n, sizeof *list);

	if (v->n != 0)
		memcpy(list, v->list, v->n * sizeof *list);
	memcpy(list + v->n, more, n * sizeof *list);
	v->list = list;
	v->n += n;
}

static int
parse_set(struct cs_arena *arena, const struct cs_opt *opt, const char *text,
    struct cs_opt_value *v, struct cs_err *e)
{
	size_t equals = cs_str_find(v->s, '=');
	struct cs_str pair[2];

	if (equals == v->s.n || equals == 0)
		return bad(opt, text, "NAME=VALUE", e);
	pair[0] = cs_str_head(v->s, equals);
	pair[1] = cs_str_skip(v->s, equals + 1);
	for (size_t i = 0; i < v->n; i += 2)
		if (cs_str_eq(v->list[i], pair[0]))
			return cs_err_set(e, CS_EXIT_USAGE, "--%s: %.*s is set twice", opt->name,
			    CS_STR_ARG(pair[0]));
	append(arena, v, pair, 2);
	return 0;
}

/* Takes the piece before the next comma that is in no brackets and no quotes. */
static struct cs_str
next_name(struct cs_str *rest)
{
	struct cs_str piece;
	size_t i;
	int depth = 0;
	bool quoted = false;

	for (i = 0; i < rest->n; i++) {
		char c = rest->p[i];

		quoted ^= c == '"';
		depth += !quoted && c == '(';
		depth -= !quoted && c == ')';
		if (c == ',' && !quoted && depth <= 0)
			break;
	}
	piece = cs_str_trim(cs_str_head(*rest, i));
	*rest = i < rest->n ? cs_str_skip(*rest, i + 1) : cs_str(NULL, 0);
	if (piece.n >= 2 && piece.p[0] == '"' && piece.p[piece.n - 1] == '"')
		piece = cs_str(piece.p + 1, piece.n - 2);
	return piece;
}

static int
parse_columns(struct cs_arena *arena, const struct cs_opt *opt, const char *text,
    struct cs_opt_value *v, struct cs_err *e)
{
	struct cs_str rest = v->s;

	v->list = NULL;
	v->n = 0;
	do {
		struct cs_str name = next_name(&rest);

		if (name.n == 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "--%s: '%s' has an empty name", opt->name, text);
		for (size_t i = 0; i < v->n; i++)
			if (cs_str_eq(v->list[i], name))
				return cs_err_set(e, CS_EXIT_USAGE, "--%s: %.*s is named twice",
				    opt->name, CS_STR_ARG(name));
		append(arena, v, &name, 1);
	} while (rest.p != NULL);
	return 0;
}

static int
parse_zone(const struct cs_opt *opt, struct cs_opt_value *v, struct cs_err *e)
{
	v->zone = cs_zone_get(v->s, e);
	if (v->zone != NULL)
		return 0;
	cs_err_prefix(e, "--%s", opt->name);
	return -1;
}

int
cs_opt_value_parse(struct cs_arena *arena, const struct cs_opt *opt, const char *text,
    struct cs_opt_value *v, struct cs_err *e)
{
	v->z = text;
	v->s = cs_str_z(text);
	if (opt->type == CS_OPT_FLAG) {
		v->i = 1;
		return 0;
	}
	if (v->s.n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--%s: the value is empty", opt->name);
	if ((opt->flags & CS_OPT_REPEAT) != 0 && opt->type != CS_OPT_SET)
		append(arena, v, &v->s, 1);
	switch (opt->type) {
	case CS_OPT_WORD:
		return parse_word(opt, text, v, e);
	case CS_OPT_INT:
		return parse_int(opt, text, v, e);
	case CS_OPT_DURATION:
		return parse_duration(opt, text, v, e);
	case CS_OPT_LIMIT:
		return parse_limit(opt, text, v, e);
	case CS_OPT_SIZE:
		return parse_size(opt, text, v, e);
	case CS_OPT_ZONE:
		return parse_zone(opt, v, e);
	case CS_OPT_COLUMNS:
		return parse_columns(arena, opt, text, v, e);
	case CS_OPT_SET:
		return parse_set(arena, opt, text, v, e);
	case CS_OPT_FLAG:
	case CS_OPT_TEXT:
	case CS_OPT_FILE:
	case CS_OPT_TIME:
	case CS_OPT_PERIOD:
	case CS_OPT_EXPR:
		break;
	}
	return 0;
}

bool
cs_opt_over_limit(const struct cs_opt_value *limit, uint64_t count, uint64_t total)
{
	if (!limit->percent)
		return count > (uint64_t)limit->i;
	return (cs_u128)count * (100 * PERCENT_ONE) > (cs_u128)total * (cs_u128)limit->i;
}
