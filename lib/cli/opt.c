/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over the command line: see opt.h. What a text means is in optval.c. */
#include "cli/opt.h"

#include "base/mem.h"

/* One walk: the table, where it stands, and what it found. */
struct walk {
	struct cs_arena *arena;
	const struct cs_opt *opt;
	size_t n;
	struct cs_opt_value *value;
	char **argv;
	int argc, at; /* the next argument to look at */
	struct cs_err *e;
};

void
cs_opt_spelling(struct cs_buf *b, const struct cs_opt *opt)
{
	static const char *const by_type[] = {
	    [CS_OPT_FLAG] = NULL,
	    [CS_OPT_TEXT] = "TEXT",
	    [CS_OPT_FILE] = "FILE",
	    [CS_OPT_WORD] = "WORD",
	    [CS_OPT_INT] = "N",
	    [CS_OPT_DURATION] = "TIME",
	    [CS_OPT_LIMIT] = "N|P%",
	    [CS_OPT_SIZE] = "SIZE",
	    [CS_OPT_ZONE] = "ZONE",
	    [CS_OPT_TIME] = "WHEN",
	    [CS_OPT_PERIOD] = "PERIOD",
	    [CS_OPT_EXPR] = "EXPR",
	    [CS_OPT_COLUMNS] = "COLUMN,...",
	    [CS_OPT_SET] = "NAME=VALUE",
	};
	const char *arg = opt->arg != NULL ? opt->arg : by_type[opt->type];

	if (opt->letter != 0)
		cs_buf_printf(b, "-%c, ", opt->letter);
	cs_buf_printf(b, "--%s", opt->name);
	if (opt->type == CS_OPT_FLAG)
		return;
	if ((opt->flags & CS_OPT_OPTIONAL) != 0)
		cs_buf_printf(b, "[=%s]", arg);
	else
		cs_buf_printf(b, " %s", arg);
}

static int
unknown(const struct walk *w, struct cs_str name)
{
	const struct cs_opt *best = NULL;
	unsigned least = 3;

	(void)cs_err_set(w->e, CS_EXIT_USAGE, "unknown option --%.*s", CS_STR_ARG(name));
	for (size_t i = 0; i < w->n; i++) {
		struct cs_str known = cs_str_z(w->opt[i].name);
		unsigned d = cs_str_distance(name, known, least);

		if ((w->opt[i].flags & CS_OPT_HIDDEN) != 0)
			continue;
		/* A name that was cut short is nearer than any misspelling. */
		if (name.n >= 3 && cs_str_starts(known, name))
			d = 0;
		if (d < least && d < name.n) {
			least = d;
			best = &w->opt[i];
		}
	}
	if (best != NULL)
		return cs_err_hint(w->e, "did you mean --%s?", best->name);
	return cs_err_hint(w->e, "-h lists the options");
}

/* Options that come more than once: flags may, lists grow, anything else would hide the first. */
static int
again(const struct walk *w, const struct cs_opt *opt)
{
	(void)cs_err_set(w->e, CS_EXIT_USAGE, "--%s is given twice", opt->name);
	if (opt->type == CS_OPT_EXPR)
		return cs_err_hint(w->e, "join conditions with 'and' in one --%s", opt->name);
	if (opt->type == CS_OPT_COLUMNS)
		return cs_err_hint(w->e, "join names with commas in one --%s", opt->name);
	return -1;
}

static int
take(struct walk *w, size_t i, const char *text)
{
	const struct cs_opt *opt = &w->opt[i];
	struct cs_opt_value *v = &w->value[i];
	bool grows = opt->type == CS_OPT_SET || (opt->flags & CS_OPT_REPEAT) != 0;

	if (v->set && !grows && opt->type != CS_OPT_FLAG)
		return again(w, opt);
	if (!v->set)
		*v = (struct cs_opt_value){0}; /* the fallback gives way */
	v->set = true;
	if (text == NULL) {
		v->z = "";
		v->s = CS_STR("");
		return 0;
	}
	return cs_opt_value_parse(w->arena, opt, text, v, w->e);
}

/* The value of an option that needs one: the rest of its argument, or the next one. */
static int
take_next(struct walk *w, size_t i)
{
	const struct cs_opt *opt = &w->opt[i];
	struct cs_buf b = CS_BUF_INIT;

	if (w->at < w->argc)
		return take(w, i, w->argv[w->at++]);
	cs_opt_spelling(&b, opt);
	(void)cs_err_set(w->e, CS_EXIT_USAGE, "--%s needs a value", opt->name);
	(void)cs_err_hint(w->e, "%s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

static int
long_option(struct walk *w, const char *arg)
{
	struct cs_str all = cs_str_z(arg);
	struct cs_str name = cs_str_head(all, cs_str_find(all, '='));
	const char *text = name.n < all.n ? arg + name.n + 1 : NULL;
	size_t i;

	for (i = 0; i < w->n && !cs_str_eqz(name, w->opt[i].name); i++)
		;
	if (i == w->n)
		return unknown(w, name);
	if (w->opt[i].type == CS_OPT_FLAG) {
		if (text != NULL)
			return cs_err_set(
			    w->e, CS_EXIT_USAGE, "--%s takes no value", w->opt[i].name);
		return take(w, i, "");
	}
	if ((w->opt[i].flags & CS_OPT_OPTIONAL) != 0 && (text == NULL || *text == '\0'))
		return take(w, i, w->opt[i].implied);
	return text != NULL ? take(w, i, text) : take_next(w, i);
}

/* "-qh", "-mLIST", "-m LIST": flags as far as they go, then perhaps one that takes a value. */
static int
letters(struct walk *w, const char *arg)
{
	for (; *arg != '\0'; arg++) {
		size_t i;
		int r;

		for (i = 0; i < w->n && w->opt[i].letter != *arg; i++)
			;
		if (i == w->n) {
			(void)cs_err_set(w->e, CS_EXIT_USAGE, "unknown option -%c", *arg);
			return cs_err_hint(w->e, "-h lists the options");
		}
		if (w->opt[i].type == CS_OPT_FLAG) {
			if (take(w, i, "") != 0)
				return -1;
			continue;
		}
		if (arg[1] != '\0')
			r = take(w, i, arg + 1);
		else if ((w->opt[i].flags & CS_OPT_OPTIONAL) != 0)
			r = take(w, i, w->opt[i].implied);
		else
			r = take_next(w, i);
		return r;
	}
	return 0;
}

static int
fallbacks(const struct walk *w)
{
	for (size_t i = 0; i < w->n; i++) {
		w->value[i] = (struct cs_opt_value){0};
		if (w->opt[i].fallback != NULL && cs_opt_value_parse(w->arena, &w->opt[i],
						      w->opt[i].fallback, &w->value[i], w->e) != 0)
			return -1;
	}
	return 0;
}

int
cs_opt_parse(struct cs_arena *arena, struct cs_opt_line *l, struct cs_err *e)
{
	struct walk w = {arena, l->opt, l->n, l->value, l->argv, l->argc, 1, e};
	int kept = 0;

	if (fallbacks(&w) != 0)
		return -1;
	while (w.at < w.argc) {
		char *arg = w.argv[w.at++];
		int r = 0;

		if (strcmp(arg, "--") == 0) {
			while (w.at < w.argc)
				w.argv[1 + kept++] = w.argv[w.at++];
		} else if (arg[0] == '-' && arg[1] == '-') {
			r = long_option(&w, arg + 2);
		} else if (arg[0] == '-' && arg[1] != '\0') {
			r = letters(&w, arg + 1);
		} else {
			/* Never in front of what is still to be read: kept + 1 < w.at. */
			w.argv[1 + kept++] = arg;
		}
		if (r != 0)
			return -1;
	}
	l->noperand = kept;
	return 0;
}

/* The given option of that name, or NULL. */
static const struct cs_opt *
given(const struct cs_opt_line *l, struct cs_str name)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->value[i].set && cs_str_eqz(name, l->opt[i].name))
			return &l->opt[i];
	return NULL;
}

int
cs_opt_together(const struct cs_opt_line *l, struct cs_err *e)
{
	const struct cs_opt *other;

	for (size_t i = 0; i < l->n; i++) {
		struct cs_str rest = cs_str_z(l->opt[i].no != NULL ? l->opt[i].no : "");

		while (l->value[i].set && rest.n != 0) {
			struct cs_str name = cs_str_head(rest, cs_str_find(rest, ' '));

			other = given(l, name);
			if (other != NULL)
				return cs_err_set(e, CS_EXIT_USAGE,
				    "--%s and --%s do not go together", l->opt[i].name,
				    other->name);
			rest = cs_str_skip(rest, name.n + 1);
		}
	}
	return 0;
}
