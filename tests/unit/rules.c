/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theme rules: conditions, files, examples, patterns that give up. */
#include "text/rules.h"

#include "../tap.h"

struct setup {
	struct cs_lexicon l;
	struct cs_rules r;
	struct cs_tokens t;
	struct cs_hits h;
	struct cs_tags s;
	struct cs_buf b;
};

static int
setup(struct setup *x, const char *rules, struct cs_err *e)
{
	*x = (struct setup){0};
	cs_lexicon_init(&x->l);
	return cs_rules_load(&x->r, &x->l, "f", cs_str_z(rules), e);
}

static void
finish(struct setup *x)
{
	cs_tags_finish(&x->s);
	cs_hits_finish(&x->h);
	cs_tokens_finish(&x->t);
	cs_rules_finish(&x->r);
	cs_lexicon_finish(&x->l);
	cs_buf_finish(&x->b);
}

static const char *
tag(struct setup *x, struct cs_str text)
{
	cs_tokens_scan(&x->t, &x->l.emoticons, text);
	cs_lexicon_look(&x->l, &x->t);
	cs_lexicon_hits(&x->l, &x->t, &x->h);
	cs_rules_tag(&x->r, &x->t, &x->h, &x->s);
	cs_buf_reset(&x->b);
	cs_tags_write(&x->s, &x->r, &x->b);
	return cs_buf_cstr(&x->b);
}

static const char rules[] = "# rules of a small shop\n"
			    "[zeta]\n"
			    "about = the last by name\n"
			    "any = bill, invoice\n"
			    "any = wrong, high\n"
			    "[alpha]\n"
			    "all = parcel, late\n"
			    "none = parcel shelf\n"
			    "[alpha]\n"
			    "any = courier\n"
			    "[near]\n"
			    "near = charged, took | twice, again | 3\n"
			    "[pattern]\n"
			    "any = error, errors\n"
			    "regex = error (code )?[0-9]{3}\n"
			    "[child]\n"
			    "parent = mother\n"
			    "any = toy\n"
			    "[mother]\n"
			    "parent = grand\n"
			    "any = chair\n"
			    "[money]\n"
			    "any = <money>, don't pay, \xf0\x9f\x92\xb8\n";

static void
conditions(void)
{
	static const struct {
		const char *text, *want;
	} t[] = {
	    {"", ""},
	    {"nothing of it", ""},
	    {"The BILL is too high", "zeta"},
	    {"The bill is here", ""},
	    {"wrong and high", ""},
	    {"late? my parcel", "alpha"},
	    {"late from the parcel shelf: parcel", ""},
	    {"courier at the parcel shelf", "alpha"},
	    {"Courier. Invoice wrong.", "alpha,zeta"},
	    {"you charged me twice", "near"},
	    {"charged a b c twice", "near"},
	    {"charged a b c d twice", ""},
	    {"twice they took it", "near"},
	    {"charged. twice", "near"},
	    {"charged charged", ""},
	    {"charged x x x x x x charged again", "near"},
	    {"ERROR 404", "pattern"},
	    {"Error code 500", "pattern"},
	    {"an error: 40", ""},
	    {"code 404", ""},
	    {"a toy", "child,grand,mother"},
	    {"a toy chair", "child,grand,mother"},
	    {"a chair", "grand,mother"},
	    {"it was $5", "money"},
	    {"20 dollars", ""},
	    {"i don\xe2\x80\x99t pay", "money"},
	    {"\xf0\x9f\x92\xb8", "money"},
	};
	struct setup x;
	struct cs_err e = CS_ERR_INIT;

	is_int(setup(&x, rules, &e), 0, "rules load: %s", e.msg);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		is_str(tag(&x, cs_str_z(t[i].text)), t[i].want, "themes of: %s", t[i].text);
	is_slice(x.r.theme[0].about, "the last by name", "what a theme is about");
	finish(&x);
}

static void
refused(void)
{
	static const struct {
		const char *text, *msg;
	} t[] = {
	    {"any = x\n", "f:1: a rule begins with its [theme]"},
	    {"[a]\n", "f:1: theme 'a' has no terms"},
	    {"[a]\nany = x\n\n[b]\n[c]\nany = y\n", "f:4: theme 'b' has no terms"},
	    {"[a]\nregex = x\n", "f:1: theme 'a' has no terms"},
	    {"[a]\nnone = x\n", "f:1: theme 'a' has no terms"},
	    {"[a b]\nany = x\n", "f:1: theme 'a b': names have no blanks and no commas"},
	    {"[a,b]\nany = x\n", "f:1: theme 'a,b': names have no blanks and no commas"},
	    {"[a]\nany\n", "f:2: not key = value"},
	    {"[a]\nany =\n", "f:2: not key = value"},
	    {"[a]\nany = ,\n", "f:2: no terms"},
	    {"[a]\nany = ?!\n", "f:2: '?!' has no words, or more than 8"},
	    {"[a]\nmaybe = x\n", "f:2: rules have no 'maybe'"},
	    {"[a]\nnear = x | y\n", "f:2: near is: terms | terms | 0 to 1000 tokens between them"},
	    {"[a]\nnear = x | y | z\n",
		"f:2: near is: terms | terms | 0 to 1000 tokens between them"},
	    {"[a]\nnear = x | y | 1001\n",
		"f:2: near is: terms | terms | 0 to 1000 tokens between them"},
	    {"[a]\nnear = x | y | 3 | 4\n",
		"f:2: near is: terms | terms | 0 to 1000 tokens between them"},
	    {"[a]\nany = x\nregex = (\n",
		"f:3: pattern '(': missing closing parenthesis at character 1"},
	    {"[a]\nany = x\nregex = x\nregex = y\n", "f:4: a rule has one regex"},
	    {"[a]\nparent = a\nany = x\n", "f:2: theme 'a' would be its own parent"},
	    {"[a]\nparent = b\nany = x\n[b]\nparent = a\nany = x\n",
		"f:5: theme 'b' would be its own parent"},
	    {"[a]\nany = \xff\n", "f:2: not UTF-8"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct setup x;
		struct cs_err e = CS_ERR_INIT;

		is_int(setup(&x, t[i].text, &e), -1, "file %zu is refused", i);
		is_str(e.msg, t[i].msg, "and why");
		finish(&x);
	}
}

/* A condition more than there may be, and as many as there may be. */
static void
limits(void)
{
	struct cs_buf text = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct setup x;

	cs_buf_z(&text, "[a]\n");
	for (int i = 0; i < CS_RULE_GROUPS_MAX; i++)
		cs_buf_printf(&text, "any = word%c%c\n", 'a' + i / 26, 'a' + i % 26);
	is_int(setup(&x, cs_buf_cstr(&text), &e), 0, "as many groups as there may be");
	is_str(tag(&x, CS_STR("wordaa wordab")), "", "all of them are needed");
	cs_buf_reset(&text);
	for (int i = CS_RULE_GROUPS_MAX; i-- > 0;)
		cs_buf_printf(&text, "word%c%c ", 'a' + i / 26, 'a' + i % 26);
	is_str(tag(&x, cs_buf_all(&text)), "a", "and then it holds");
	finish(&x);
	cs_buf_reset(&text);
	cs_buf_z(&text, "[a]\n");
	for (int i = 0; i <= CS_RULE_GROUPS_MAX; i++)
		cs_buf_z(&text, "any = x\n");
	is_int(setup(&x, cs_buf_cstr(&text), &e), -1, "one more");
	is_str(e.msg, "f:34: more than 32 conditions of a kind in a rule", "is refused");
	finish(&x);
	cs_buf_finish(&text);
}

/* A pattern that takes too many steps is unknown, counted, and disturbs no other rule. */
static void
gives_up(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf text = CS_BUF_INIT;
	struct cs_tags sum = {0};
	struct setup x;

	is_int(setup(&x, "[slow]\nany = go\nregex = ^(\\w+\\s*)+$\n[other]\nany = go\n", &e), 0,
	    "rules load: %s", e.msg);
	is_str(tag(&x, CS_STR("go now")), "other,slow", "a short text");
	ok(!x.s.unknown, "is known");
	cs_buf_z(&text, "go ");
	for (int i = 0; i < 300; i++)
		cs_buf_c(&text, 'a');
	cs_buf_c(&text, '!');
	is_str(tag(&x, cs_buf_all(&text)), "other", "a text that takes exponential time");
	ok(x.s.unknown && x.s.gave_up[0] == 1 && x.s.gave_up[1] == 0, "is unknown and counted");
	is_str(tag(&x, CS_STR("go now")), "other,slow", "the next text is judged as ever");
	cs_tags_add(&sum, &x.s);
	cs_tags_add(&sum, &x.s);
	is_int(sum.gave_up[0], 2, "counts add up");
	cs_tags_finish(&sum);
	cs_buf_finish(&text);
	finish(&x);
}

static void
examples(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;
	size_t without;
	struct setup x;

	is_int(setup(&x,
		   "[a]\nany = x\nmatch = an x\nmatch = a y\nnomatch = a z\nnomatch = x z\n[b]\n"
		   "any = y\n",
		   &e),
	    0, "rules load: %s", e.msg);
	is_int(cs_rules_check(&x.r, &x.l, &b, &without), 2, "two examples fail");
	is_slice(cs_buf_all(&b), "f:4: [a] does not match: a y\nf:6: [a] matches: x z\n", "these");
	is_int(without, 1, "one theme has no example");
	finish(&x);
	cs_buf_finish(&b);
}

/* Rules in another language: the words of a rule are no vote for English. */
static void
builtin(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;
	size_t without;
	struct setup x = {0};

	cs_lexicon_init(&x.l);
	is_int(cs_lexicon_builtin(&x.l, &e), 0, "the lexicon loads: %s", e.msg);
	is_int(cs_rules_builtin(&x.r, &x.l, &e), 0, "the built-in rules load: %s", e.msg);
	is_int(cs_rules_check(&x.r, &x.l, &b, &without), 0, "their examples hold: %s",
	    cs_buf_cstr(&b));
	is_int(without, 0, "every theme has one");
	for (size_t i = 0; i < x.r.names.n; i++)
		ok(x.r.theme[i].about.n != 0, "%.*s says what it is about",
		    CS_STR_ARG(x.r.theme[i].name));
	is_str(tag(&x, CS_STR("My parcel is late and nobody answers the phone. I want a refund.")),
	    "delivery,delivery_late,refund,wait", "several at once, sorted");
	is_int(cs_rules_load(&x.r, &x.l, "own",
		   CS_STR("[delivery]\nany = Paket\n[wespen]\nany = Wespen\n"), &e),
	    0, "a user's rules beside them: %s", e.msg);
	is_str(tag(&x, CS_STR("Wespen im Paket")), "delivery,wespen", "in any language");
	finish(&x);
	cs_buf_finish(&b);
}

int
main(void)
{
	conditions();
	refused();
	limits();
	gives_up();
	examples();
	builtin();
	return done();
}
