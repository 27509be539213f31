/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-expr.7 lists the functions and aggregates that there are: its parts between "begin functions",
 * "begin aggregates" and "end" are made of the tables. With CS_REGEN=1 they are written anew.
 */
#include "expr/formula.h"

#include "../tap.h"

static char path[4096];

static void
load(struct cs_buf *page)
{
	FILE *f = fopen(path, "rb");
	size_t got;

	while (f != NULL && (got = fread(cs_buf_reserve(page, 65536), 1, 65536, f)) > 0)
		page->n += got;
	if (f != NULL)
		(void)fclose(f);
}

/* Text of mdoc: a backslash is \e, a line does not begin with a control character. */
static void
add_text(struct cs_buf *out, const char *z)
{
	if (*z == '.' || *z == '\'')
		cs_buf_z(out, "\\&");
	for (; *z != '\0'; z++) {
		if (*z == '\\')
			cs_buf_z(out, "\\e");
		else
			cs_buf_c(out, *z);
	}
}

static void
functions(struct cs_buf *out)
{
	struct cs_func_about f;

	for (size_t i = 0; cs_func_about(i, &f); i++) {
		if (f.group != NULL)
			cs_buf_printf(out, "%s.Ss %s\n.Bl -tag -width Ds -compact\n",
			    i != 0 ? ".El\n" : "", f.group);
		cs_buf_printf(out, ".It Li \"%s(%s)\"\n", f.name, f.args);
		add_text(out, f.doc);
		cs_buf_c(out, '\n');
	}
	cs_buf_z(out, ".El\n");
}

static void
aggregates(struct cs_buf *out)
{
	static const struct {
		char letter;
		const char *text;
	} words[] = {{'*', "*"}, {'v', "x"}, {'b', "condition"}, {'n', "number"},
	    {'o', "number or instant"}, {'t', "instant"}, {'q', "q"}, {'d', "window"},
	    {'w', "window"}, {'s', "tolerance"}};
	size_t n;
	const struct cs_agg *agg = cs_agg_all(&n);

	cs_buf_z(out, ".Bl -tag -width Ds -compact\n");
	for (size_t i = 0; i < n; i++) {
		cs_buf_printf(out, ".It Li \"%s(", agg[i].name);
		for (const char *p = agg[i].args; *p != '\0'; p++)
			for (size_t k = 0; k < sizeof words / sizeof *words; k++)
				if (words[k].letter == *p)
					cs_buf_printf(out, "%s%s%s%s", p[1] == '?' ? "[" : "",
					    p != agg[i].args ? ", " : "", words[k].text,
					    p[1] == '?' ? "]" : "");
		cs_buf_z(out, ")\"\n");
		add_text(out, agg[i].doc);
		cs_buf_c(out, '\n');
	}
	cs_buf_z(out, ".El\n");
}

/* The names of those that may stand at one of the two levels, each once. */
static void
level(struct cs_buf *out, bool inner)
{
	size_t n;
	const struct cs_agg *agg = cs_agg_all(&n);

	cs_buf_z(out, ".Ql");
	for (size_t i = 0, last = n; i < n; i++) {
		bool there = inner ? agg[i].inner : agg[i].outer;

		if (!there || (last < n && strcmp(agg[last].name, agg[i].name) == 0))
			continue;
		cs_buf_printf(out, "%s %s", last < n ? " ," : "", agg[i].name);
		last = i;
	}
	cs_buf_c(out, '\n');
}

static void
outer(struct cs_buf *out)
{
	level(out, false);
}

static void
inner(struct cs_buf *out)
{
	level(out, true);
}

/* The part of the page between the marks, and what is before and behind it. */
static bool
cut(struct cs_str page, const char *name, struct cs_str *before, struct cs_str *part,
    struct cs_str *behind)
{
	struct cs_buf mark = CS_BUF_INIT;
	size_t begin, n;

	cs_buf_printf(&mark, ".\\\" begin %s\n", name);
	begin = cs_str_search(page, cs_buf_all(&mark)) + mark.n;
	cs_buf_finish(&mark);
	if (begin > page.n)
		return false;
	*before = cs_str_head(page, begin);
	*part = cs_str_skip(page, begin);
	n = cs_str_search(*part, CS_STR(".\\\" end\n"));
	*behind = cs_str_skip(*part, n);
	*part = cs_str_head(*part, n);
	return behind->n != 0;
}

static void
check(struct cs_buf *page, const char *name, void (*make)(struct cs_buf *))
{
	struct cs_buf want = CS_BUF_INIT, fresh = CS_BUF_INIT;
	struct cs_str before = {NULL, 0}, part = {NULL, 0}, behind = {NULL, 0};

	make(&want);
	if (!ok(cut(cs_buf_all(page), name, &before, &part, &behind), "the page has a part %s",
		name))
		return;
	if (getenv("CS_REGEN") != NULL) {
		cs_buf_str(&fresh, before);
		cs_buf_str(&fresh, cs_buf_all(&want));
		cs_buf_str(&fresh, behind);
		cs_buf_finish(page);
		*page = fresh;
		(void)cut(cs_buf_all(page), name, &before, &part, &behind);
	}
	if (!ok(cs_str_eq(part, cs_buf_all(&want)), "which lists all %s", name))
		printf("# CS_REGEN=1 writes it anew\n");
	cs_buf_finish(&want);
}

int
main(void)
{
	const char *src = getenv("SRC");
	struct cs_buf page = CS_BUF_INIT;
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/man/cs-expr.7", src != NULL ? src : ".");
	load(&page);
	check(&page, "functions", functions);
	check(&page, "aggregates", aggregates);
	check(&page, "outer", outer);
	check(&page, "inner", inner);
	if (getenv("CS_REGEN") != NULL) {
		f = fopen(path, "wb");
		ok(f != NULL && fwrite(page.p, 1, page.n, f) == page.n && fclose(f) == 0,
		    "written anew");
	}
	cs_buf_finish(&page);
	return done();
}
