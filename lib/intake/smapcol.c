/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source maps: a line of [columns], "ours = theirs; modifier; modifier". See smap.h. */
#include "base/civil.h"
#include "base/mem.h"
#include "base/zone.h"
#include "intake/smap.h"

static const char *const unit_name[CS_UNIT_N] = {
    [CS_UNIT_S] = "s",
    [CS_UNIT_MS] = "ms",
    [CS_UNIT_MIN] = "min",
    [CS_UNIT_H] = "h",
    [CS_UNIT_DAY] = "d",
    [CS_UNIT_CLOCK] = "h:m:s",
    [CS_UNIT_HM] = "h:m",
    [CS_UNIT_MS60] = "m:s",
    [CS_UNIT_WORDS] = "words",
};

static int
mod_unit(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	struct cs_str w;

	(void)m;
	if (c->def == NULL || c->def->type != CS_INT)
		return cs_err_set(e, CS_EXIT_USAGE, "unit is for columns of whole numbers");
	c->nunit = 0;
	while (cs_str_split(&arg, ' ', &w)) {
		int u = 0;

		if (w.n == 0)
			continue;
		while (u < CS_UNIT_N && !cs_str_eqz(w, unit_name[u]))
			u++;
		if (u == CS_UNIT_N || c->nunit == CS_SMAP_UNITS) {
			(void)cs_err_set(e, CS_EXIT_USAGE, "unit: '%.*s'", CS_STR_ARG(w));
			return cs_err_hint(
			    e, "up to %d of: s ms min h d h:m:s h:m m:s words", CS_SMAP_UNITS);
		}
		c->unit[c->nunit++] = (enum cs_unit)u;
	}
	return c->nunit != 0 ? 0 : cs_err_set(e, CS_EXIT_USAGE, "unit: which one?");
}

static int
mod_round(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	static const char *const name[] = {"nearest", "down", "up"};

	(void)m;
	for (int i = 0; i < 3; i++)
		if (cs_str_eqz(arg, name[i])) {
			c->round = (enum cs_round)i;
			return 0;
		}
	return cs_err_set(e, CS_EXIT_USAGE, "round is nearest, down or up");
}

static int
mod_optional(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	(void)m;
	c->optional = true;
	return arg.n == 0 ? 0 : cs_err_set(e, CS_EXIT_USAGE, "optional stands alone");
}

static int
mod_negative(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	(void)m;
	c->negative_null = true;
	return cs_str_eqz(arg, "null") ? 0 : cs_err_set(e, CS_EXIT_USAGE, "write: negative null");
}

static void
unquote_all(struct cs_smap *m, struct cs_words w)
{
	for (size_t i = 0; i < w.n; i++)
		w.w[i] = cs_smap_unquote(&m->arena, w.w[i]);
}

static int
mod_null(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	(void)e;
	c->null = cs_smap_split(&m->arena, arg, ',');
	unquote_all(m, c->null);
	return 0;
}

static int
mod_unknown(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	(void)e;
	c->unknown = cs_smap_split(&m->arena, arg, ',');
	unquote_all(m, c->unknown);
	return 0;
}

/* Good = 5, Bad = 1, Offered = null, * = 0 */
static int
mod_words(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	struct cs_words pair = cs_smap_split(&m->arena, arg, ',');
	struct cs_smap_word *word = cs_arena_new(&m->arena, pair.n, sizeof *word);

	for (size_t i = 0; i < pair.n; i++) {
		struct cs_words side = cs_smap_split(&m->arena, pair.w[i], '=');

		if (side.n != 2)
			return cs_err_set(e, CS_EXIT_USAGE, "words: '%.*s' is not WORD = MEANING",
			    CS_STR_ARG(pair.w[i]));
		word[i].other = cs_str_eqz(side.w[0], "*");
		word[i].null = cs_str_eqz(side.w[1], "null");
		word[i].from = cs_str_eqz(side.w[0], "empty")
				   ? cs_str("", 0)
				   : cs_smap_unquote(&m->arena, side.w[0]);
		word[i].to = cs_smap_unquote(&m->arena, side.w[1]);
	}
	c->word = word;
	c->nword = pair.n;
	return 0;
}

static int
mod_time(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	struct cs_words all;

	arg = cs_smap_unquote(&m->arena, arg);
	if (c->def == NULL || c->def->type != CS_TIME)
		return cs_err_set(e, CS_EXIT_USAGE, "time is for columns of instants");
	if (cs_civil_check_format(arg, e) != 0)
		return -1;
	all.n = c->time.n + 1;
	all.w = cs_arena_new(&m->arena, all.n, sizeof *all.w);
	if (c->time.n != 0)
		memcpy(all.w, c->time.w, c->time.n * sizeof *all.w);
	all.w[c->time.n] = arg;
	c->time = all;
	return 0;
}

static int
mod_zone(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	c->zone = cs_arena_str(&m->arena, cs_zone_alias(arg));
	return cs_zone_get(c->zone, e) != NULL ? 0 : -1;
}

static int
mod_decimal(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	(void)m;
	if (!cs_str_eqz(arg, ",") && !cs_str_eqz(arg, "."))
		return cs_err_set(e, CS_EXIT_USAGE, "decimal is . or ,");
	c->point = arg.p[0];
	return 0;
}

static int
mod_group(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	(void)m;
	if (arg.n != 1 || strchr(".,'_", arg.p[0]) == NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "group is one of . , ' _");
	c->group = arg.p[0];
	return 0;
}

static int
mod_list(struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e)
{
	if (cs_str_eqz(arg, "blank"))
		arg = CS_STR(" ");
	else
		arg = cs_smap_unquote(&m->arena, arg);
	if (arg.n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "list: what stands between its tokens?");
	c->list = arg;
	return 0;
}

static const struct {
	const char *name;
	int (*set)(
	    struct cs_smap *m, struct cs_str arg, struct cs_smap_column *c, struct cs_err *e);
} modifiers[] = {
    {"optional", mod_optional},
    {"unit", mod_unit},
    {"round", mod_round},
    {"negative", mod_negative},
    {"null", mod_null},
    {"unknown", mod_unknown},
    {"words", mod_words},
    {"time", mod_time},
    {"zone", mod_zone},
    {"decimal", mod_decimal},
    {"group", mod_group},
    {"list", mod_list},
};

static int
add_modifier(struct cs_smap *m, struct cs_str text, struct cs_smap_column *c, struct cs_err *e)
{
	size_t n = cs_str_find(text, ' ');
	struct cs_str name = cs_str_head(text, n), arg = cs_str_trim(cs_str_skip(text, n));

	for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
		if (cs_str_eqz(name, modifiers[i].name))
			return modifiers[i].set(m, arg, c, e);
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is no modifier", CS_STR_ARG(name));
	return cs_err_hint(e, "the modifiers are: optional unit round negative null unknown "
			      "words time zone decimal group list");
}

/* Pieces of "text {Header} {$parameter}"; {{ and }} are braces. */
static int
parse_template(struct cs_smap *m, struct cs_str s, struct cs_smap_column *c, struct cs_err *e)
{
	struct cs_smap_piece *piece = cs_arena_new(&m->arena, s.n + 1, sizeof *piece);
	struct cs_buf text = CS_BUF_INIT;
	size_t n = 0, i = 0;
	bool bad = false;

	while (i <= s.n && !bad) {
		bool brace = i < s.n && s.p[i] == '{' && (i + 1 == s.n || s.p[i + 1] != '{');

		if (i < s.n && !brace) {
			cs_buf_c(&text, s.p[i]);
			i += (s.p[i] == '{' || (s.p[i] == '}' && i + 1 < s.n && s.p[i + 1] == '}'))
				 ? 2
				 : 1;
			continue;
		}
		if (text.n != 0) {
			piece[n].kind = CS_PIECE_TEXT;
			piece[n++].text = cs_arena_str(&m->arena, cs_buf_all(&text));
			cs_buf_reset(&text);
		}
		if (brace) {
			struct cs_str in = cs_str_skip(s, i + 1);
			size_t end = cs_str_find(in, '}');

			bad = end == in.n || end == 0;
			in = cs_str_trim(cs_str_head(in, end));
			piece[n].kind =
			    cs_str_starts(in, CS_STR("$")) ? CS_PIECE_PARAM : CS_PIECE_CELL;
			piece[n].text = cs_str_skip(in, piece[n].kind == CS_PIECE_PARAM);
			n++;
			i += end + 1;
		}
		i++;
	}
	cs_buf_finish(&text);
	c->piece = piece;
	c->npiece = n;
	return bad ? cs_err_set(e, CS_EXIT_USAGE, "'%.*s': a { without its }", CS_STR_ARG(s)) : 0;
}

static int
check_params(const struct cs_smap *m, const struct cs_smap_column *c, struct cs_err *e)
{
	for (size_t i = 0; i < c->npiece; i++)
		if (c->piece[i].kind == CS_PIECE_PARAM &&
		    cs_smap_param(m, c->piece[i].text).p == NULL)
			return cs_err_set(e, CS_EXIT_USAGE, "{$%.*s} is not in [set], above",
			    CS_STR_ARG(c->piece[i].text));
	return 0;
}

/* Where an expression ends: at a ; outside its quotes. */
static size_t
expr_end(struct cs_str s)
{
	char quote = '\0';
	size_t i = 0;

	for (; i < s.n && (s.p[i] != ';' || quote != '\0'); i++) {
		if (quote != '\0')
			quote = s.p[i] == quote ? '\0' : quote;
		else if (s.p[i] == '\'' || s.p[i] == '"')
			quote = s.p[i];
	}
	return i;
}

static int
add_modifiers(struct cs_smap *m, struct cs_str text, struct cs_smap_column *c, struct cs_err *e)
{
	struct cs_words part = cs_smap_split(&m->arena, text, ';');

	for (size_t i = 1; i < part.n; i++)
		if (add_modifier(m, part.w[i], c, e) != 0) {
			cs_err_prefix(e, "column %.*s", CS_STR_ARG(c->name));
			return -1;
		}
	return 0;
}

int
cs_smap_parse_column(
    struct cs_smap *m, struct cs_str value, struct cs_smap_column *c, struct cs_err *e)
{
	struct cs_str from = cs_smap_split(&m->arena, value, ';').w[0];
	struct cs_smap_piece *piece;

	if (from.n == 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "column %.*s has no source", CS_STR_ARG(c->name));
	if (cs_str_starts(from, CS_STR("expr:"))) {
		size_t n = expr_end(value);

		c->expr = cs_str_trim(cs_str_skip(cs_str_head(value, n), 5));
		return add_modifiers(m, cs_str_skip(value, n), c, e);
	}
	if (from.p[0] != '\'' && from.p[0] != '"' && cs_str_find(from, '{') != from.n) {
		if (parse_template(m, from, c, e) != 0 || check_params(m, c, e) != 0)
			return -1;
		return add_modifiers(m, value, c, e);
	}
	piece = cs_arena_new(&m->arena, 1, sizeof *piece);
	piece->kind = from.p[0] == '\'' ? CS_PIECE_TEXT : CS_PIECE_CELL;
	piece->text = cs_smap_unquote(&m->arena, from);
	c->piece = piece;
	c->npiece = 1;
	return add_modifiers(m, value, c, e);
}
