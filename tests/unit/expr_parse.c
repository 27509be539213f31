/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar: precedence, the canonical text, every message with its caret, the limits. */
#include "expr/ast.h"

#include "../tap.h"

/* What a text means, with all parentheses: (op x y), so that precedence shows. */
static void
shape(struct cs_buf *out, const struct cs_ast *x)
{
	static const char *const ops[] = {"neg", "not", "+", "-", "*", "/", "//", "%", "||", "=",
	    "<>", "<", "<=", ">", ">=", "distinct", "same", "and", "or", "null?", "notnull?",
	    "true?", "nottrue?", "false?", "notfalse?", "between", "notbetween", "in", "notin",
	    "like", "notlike", "~", "!~", "per"};

	if (x == NULL) {
		cs_buf_c(out, '_');
		return;
	}
	if (x->kind != CS_AST_OP && x->kind != CS_AST_CASE && x->narg == 0 && x->filter == NULL &&
	    x->kind != CS_AST_CALL) {
		cs_ast_print(out, x);
		return;
	}
	cs_buf_c(out, '(');
	if (x->kind == CS_AST_OP)
		cs_buf_z(out, ops[x->op]);
	else if (x->kind == CS_AST_CASE)
		cs_buf_z(out, "case");
	else
		cs_buf_printf(out, "%s%.*s", x->kind == CS_AST_METRIC ? "@" : "", CS_STR_ARG(x->s));
	for (size_t i = 0; i < x->narg; i++) {
		cs_buf_c(out, ' ');
		shape(out, x->arg[i]);
	}
	if (x->filter != NULL) {
		cs_buf_z(out, " where ");
		shape(out, x->filter);
	}
	cs_buf_c(out, ')');
}

static const struct {
	const char *text, *shape, *print; /* print NULL: the text itself */
} good[] = {
    {"wait_s", "wait_s", NULL},
    {"\"odd \"\"name\"\"\"", "\"odd \"\"name\"\"\"", NULL},
    {"\"wait_s\"", "wait_s", "wait_s"},
    {"\"and\"", "\"and\"", NULL},
    {"\"1st\"", "\"1st\"", NULL},
    {"\xc3\xa4rger", "\xc3\xa4rger", NULL},
    {"'it''s'", "'it''s'", NULL},
    {"''", "''", NULL},
    {"''''", "''''", NULL},
    {"0", "0", NULL},
    {"007", "7", "7"},
    {"1.50", "1.50", NULL},
    {"9223372036854775807", "9223372036854775807", NULL},
    {"9223372036854775808", "9223372036854775808", NULL},
    {"15m", "15m", NULL},
    {"120s", "2m", "2m"},
    {"1h30m", "90m", "90m"},
    {"7d", "1w", "1w"},
    {"6mo", "6mo", NULL},
    {"0s", "0s", NULL},
    {"@asa", "@asa", NULL},
    {"@\"my own\"", "@\"my own\"", NULL},
    {"@sl_offered(20)", "(@sl_offered 20)", NULL},
    {"TRUE", "true", "true"},
    {"Null", "null", "null"},
    {"a or b and c", "(or a (and b c))", NULL},
    {"(a or b) and c", "(and (or a b) c)", NULL},
    {"a or b or c", "(or a b c)", NULL},
    {"a or (b or c)", "(or a (or b c))", NULL},
    {"not a and b", "(and (not a) b)", NULL},
    {"not not a", "(not (not a))", NULL},
    {"not a = b", "(not (= a b))", NULL},
    {"not (a and b)", "(not (and a b))", NULL},
    {"a = b and c <> d", "(and (= a b) (<> c d))", NULL},
    {"a != b", "(<> a b)", "a <> b"},
    {"a<=b", "(<= a b)", "a <= b"},
    {"1 + 2 * 3", "(+ 1 (* 2 3))", NULL},
    {"(1 + 2) * 3", "(* (+ 1 2) 3)", NULL},
    {"1 - 2 - 3", "(- (- 1 2) 3)", NULL},
    {"1 - (2 - 3)", "(- 1 (- 2 3))", NULL},
    {"7 // 2 % 3 / 4", "(/ (% (// 7 2) 3) 4)", NULL},
    {"-x * y", "(* (neg x) y)", NULL},
    {"- -x", "(neg (neg x))", "-(-x)"},
    {"-(x + y)", "(neg (+ x y))", NULL},
    {"a || b || c = d", "(= (|| a b c) d)", NULL},
    {"a + 1 || b", "(|| (+ a 1) b)", NULL},
    {"x is null", "(null? x)", NULL},
    {"x IS  NOT null", "(notnull? x)", "x is not null"},
    {"x = 1 is null", "(null? (= x 1))", NULL},
    {"x is true", "(true? x)", NULL},
    {"x is not true", "(nottrue? x)", NULL},
    {"x is false", "(false? x)", NULL},
    {"x is not false", "(notfalse? x)", NULL},
    {"x is distinct from y", "(distinct x y)", NULL},
    {"x is not distinct from y and z", "(and (same x y) z)", NULL},
    {"x between 1 and 2 and y", "(and (between x 1 2) y)", NULL},
    {"x not between 1 and 1 + 1", "(notbetween x 1 (+ 1 1))", NULL},
    {"not x between 1 and 2", "(not (between x 1 2))", NULL},
    {"x in (1, 2)", "(in x 1 2)", NULL},
    {"x not in ('a')", "(notin x 'a')", NULL},
    {"x like 'a%' or y", "(or (like x 'a%') y)", NULL},
    {"x not like 'a'", "(notlike x 'a')", NULL},
    {"x ~ 'a' || 'b'", "(~ x (|| 'a' 'b'))", NULL},
    {"x !~ 'a'", "(!~ x 'a')", NULL},
    {"case when a then 1 end", "(case _ a 1 _)", NULL},
    {"case x when 1 then 'a' when 2 then 'b' else 'c' end", "(case x 1 'a' 2 'b' 'c')", NULL},
    {"LOWER(x)", "(lower x)", "lower(x)"},
    {"f()", "(f)", NULL},
    {"cast(x as Integer)", "(int x)", "int(x)"},
    {"count(*)", "(count *)", NULL},
    {"sum(a) filter (where b > 1) / count(*)", "(/ (sum a where (> b 1)) (count *))", NULL},
    {"mean(sum(a) per b or c) filter (where d)", "(mean (per (sum a) (or b c)) where d)", NULL},
    {"quantile(max(a)-min(a) per per, 0.5)", "(quantile (per (- (max a) (min a)) per) 0.5)",
	"quantile(max(a) - min(a) per per, 0.5)"},
    {"filter", "filter", NULL},
    {"\n a\t=\r\n1 ", "(= a 1)", "a = 1"},
    {"a = (b = c)", "(= a (= b c))", NULL},
    {"(x in (1)) = true", "(= (in x 1) true)", "x in (1) = true"},
};

/* What is wrong, and where: the caret line is spelled out below the text. */
static const struct {
	const char *text, *msg, *caret;
} bad[] = {
    {"", "it ends too early: a value was expected", "^"},
    {"wait_s >", "it ends too early: a value was expected", "        ^"},
    {"wait_s 60", "an operator was expected here", "       ^~"},
    {"wait_s > > 60", "a value was expected here", "         ^"},
    {"(a", "this ( is not closed", "^"},
    {"f(a, (b)", "this ( is not closed", " ^"},
    {"a)", "this ) has no (", " ^"},
    {"f(a b)", "an operator, a comma or a ) was expected here", "    ^"},
    {"f(,)", "a value was expected here", "  ^"},
    {"'abc", "this text is not closed", "^"},
    {"a = \"abc", "this quoted name is not closed", "    ^"},
    {"\"\" = 1", "a name is empty: text goes in '...'", "^~"},
    {"a == 1", "'==' is no operator: equality is one =", "  ^~"},
    {"a && b", "'&&' is no operator: write and", "  ^~"},
    {"a | b", "'|' is no operator: write or; text is joined by ||", "  ^"},
    {"!a", "'!' is no operator: write not, or <> for unequal", "^"},
    {"a.b", "'.' is no operator: digits go before a point, names with a point in double quotes",
	" ^"},
    {"a # b", "this character means nothing here", "  ^"},
    {"a [1]", "this character means nothing here", "  ^"},
    {"a > 12abc", "this is neither a number (60, 0.95) nor a duration (90s 15m 2h 7d 6mo)",
	"    ^~~~~"},
    {"1e6", "this is neither a number (60, 0.95) nor a duration (90s 15m 2h 7d 6mo)", "^~~"},
    {"1.2.3", "not a number: at most 38 digits, 18 of them behind one point", "^~~~~"},
    {"@ asa", "a metric's name belongs behind the @", "^"},
    {"1 < x < 5", "comparisons do not chain: write a < x and x < b, or use parentheses", "      ^"},
    {"x in ()", "the list is empty", "     ^"},
    {"x in 1", "a list in parentheses was expected here", "     ^"},
    {"x not = 1", "in, between or like was expected here", "      ^"},
    {"x is 1", "null, true, false or distinct from was expected here", "     ^"},
    {"x is distinct y", "from was expected here", "              ^"},
    {"x between 1 or 2", "and with the upper bound was expected here", "            ^~"},
    {"case 1 end", "when was expected here", "       ^~~"},
    {"case when a end", "then was expected here", "            ^~~"},
    {"case when a then b", "it ends too early: when, else or end was expected",
	"                  ^"},
    {"cast(x as money)", "a type was expected: text, int, number, time or bool", "          ^~~~~"},
    {"cast(x, int)", "as and a type was expected here", "      ^"},
    {"sum(x) filter (b)", "where was expected here", "               ^"},
    {"in = 1", "'in' is a word of the language; a column of that name is written \"in\"", "^~"},
    {"\xc3\xa4 \xe4\xb8\xad\xe6\x96\x87 = 1", "an operator was expected here", "  ^~~~"},
    {"count(* )  *", "it ends too early: a value was expected", "            ^"},
    {"lower(*)", NULL, NULL},
};

static void
test_good(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf b = CS_BUF_INIT, again = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct cs_ast *x = cs_ast_parse(&a, cs_str_z(good[i].text), "t", &e);
		struct cs_ast *y;

		if (!ok(x != NULL, "parses: %s", good[i].text)) {
			printf("#   %s\n", e.msg);
			cs_err_clear(&e);
			continue;
		}
		cs_buf_reset(&b);
		shape(&b, x);
		is_str(cs_buf_cstr(&b), good[i].shape, "shape of %s", good[i].text);
		cs_buf_reset(&b);
		cs_ast_print(&b, x);
		is_str(cs_buf_cstr(&b), good[i].print != NULL ? good[i].print : good[i].text,
		    "canonical text of %s", good[i].text);
		y = cs_ast_parse(&a, cs_buf_all(&b), "t", &e);
		cs_buf_reset(&again);
		if (y != NULL)
			shape(&again, y);
		cs_buf_reset(&b);
		shape(&b, x);
		is_str(cs_buf_cstr(&again), cs_buf_cstr(&b), "parses again the same");
	}
	cs_buf_finish(&b);
	cs_buf_finish(&again);
	cs_arena_finish(&a);
}

static void
test_bad(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf want = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_ast *x = cs_ast_parse(&a, cs_str_z(bad[i].text), "--where", &e);

		if (bad[i].msg == NULL) {
			ok(x != NULL, "left to binding: %s", bad[i].text);
			continue;
		}
		ok(x == NULL && e.status == CS_EXIT_USAGE, "refused: %s", bad[i].text);
		cs_buf_reset(&want);
		cs_buf_printf(&want, "--where: %s", bad[i].msg);
		is_str(e.msg, cs_buf_cstr(&want), "message for %s", bad[i].text);
		cs_buf_reset(&want);
		cs_buf_printf(&want, "it is here:\n%s\n%s", bad[i].text, bad[i].caret);
		is_str(e.hint, cs_buf_cstr(&want), "caret for %s", bad[i].text);
	}
	cs_buf_finish(&want);
	cs_arena_finish(&a);
}

/* The caret of a long text, in which lines are one. */
static void
test_long_text(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;

	for (int i = 0; i < 30; i++)
		cs_buf_z(&b, "wait_s > 1 and\n");
	cs_buf_z(&b, "oops oops");
	for (int i = 0; i < 30; i++)
		cs_buf_z(&b, "\tand wait_s > 2");
	ok(cs_ast_parse(&a, cs_buf_all(&b), "f:3", &e) == NULL, "a long text");
	is_str(e.hint,
	    "it is here:\n"
	    "...s > 1 and wait_s > 1 and oops oops and wait_s > 2 and wait_s > 2 and ...\n"
	    "                                 ^~~~",
	    "is cut around the place");
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

static struct cs_ast *
parse_repeated(struct cs_arena *a, const char *before, const char *middle, const char *after, int n,
    struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_ast *x;

	for (int i = 0; i < n; i++)
		cs_buf_z(&b, before);
	cs_buf_z(&b, middle);
	for (int i = 0; i < n; i++)
		cs_buf_z(&b, after);
	x = cs_ast_parse(a, cs_buf_all(&b), "t", e);
	cs_buf_finish(&b);
	return x;
}

/* Whatever is nested or long is refused with a message, or taken; nothing overflows. */
static void
test_limits(void)
{
	static const struct {
		const char *before, *middle, *after;
	} deep[] = {
	    {"(", "a", ")"},
	    {"-", "a", ""},
	    {"not ", "a", ""},
	    {"f(", "a", ")"},
	    {"", "a", " + a"},
	    {"case when a then ", "b", " end"},
	    {"a in (", "1", ")"},
	    {"a = (", "a", ")"},
	    {"(", "", ""},
	    {"@m(", "1", ")"},
	};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_ast *x;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof deep / sizeof *deep; i++) {
		cs_err_clear(&e);
		x = parse_repeated(&a, deep[i].before, deep[i].middle, deep[i].after, 20000, &e);
		ok(x == NULL && strstr(e.msg, "nested too deeply") != NULL, "too deep: %s%s ...",
		    deep[i].before, deep[i].after);
	}
	cs_err_clear(&e);
	x = parse_repeated(&a, "(", "a", ")", 400, &e);
	ok(x != NULL, "400 parentheses are fine");
	x = parse_repeated(&a, "a or ", "b", "", 100000, &e);
	is_int(x != NULL ? x->narg : 0, 100001, "a chain of or is one node");
	cs_buf_z(&b, "a in (1");
	for (int i = 0; i < 300000; i++)
		cs_buf_z(&b, ",23");
	cs_buf_c(&b, ')');
	x = cs_ast_parse(&a, cs_buf_all(&b), "t", &e);
	is_int(x != NULL ? x->narg : 0, 300002, "a list of 300,001");
	while (b.n <= CS_AST_TEXT_MAX)
		cs_buf_c(&b, ' ');
	ok(cs_ast_parse(&a, cs_buf_all(&b), "t", &e) == NULL, "longer than a megabyte");
	is_str(e.msg, "t: longer than 1048576 bytes (1048577)", "says so");
	cs_err_clear(&e);
	ok(cs_ast_parse(&a, CS_STR("a = '\xff'"), "t", &e) == NULL, "not UTF-8");
	is_str(e.msg, "t: not UTF-8", "says so");
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

static const struct {
	const char *text, *want; /* name:text|... or the message */
} lists[] = {
    {"contacts", ":contacts|"},
    {" a , b(1, 2),c", ":a|:b(1, 2)|:c|"},
    {"late=share(w > 60), x", "late:share(w > 60)|:x|"},
    {"\"my share\" = a, b", "my share:a|:b|"},
    {"x='a,b)', y", "x:'a,b)'|:y|"},
    {"f(a = 1, (b)), c = d = 1", ":f(a = 1, (b))|c:d = 1|"},
    {"", "t: an item of the list is empty"},
    {"a,", "t: an item of the list is empty"},
    {"a,,b", "t: an item of the list is empty"},
    {"a=", "t: an expression was expected behind the ="},
    {"f(a", "t: this ( is not closed"},
    {"a), b", "t: this ) has no ("},
    {"a, 'b", "t: this text is not closed"},
};

static void
test_lists(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_list_item *item;
		size_t n;

		cs_buf_reset(&b);
		if (cs_expr_split_list(&a, cs_str_z(lists[i].text), "t", &item, &n, &e) == 0)
			for (size_t k = 0; k < n; k++)
				cs_buf_printf(&b, "%.*s:%.*s|", CS_STR_ARG(item[k].name),
				    CS_STR_ARG(item[k].text));
		else
			cs_buf_z(&b, e.msg);
		is_str(cs_buf_cstr(&b), lists[i].want, "list: %s", lists[i].text);
	}
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

static int
count_names(const struct cs_ast *x, void *n)
{
	*(int *)n += x->kind == CS_AST_NAME;
	return cs_str_eq(x->s, CS_STR("stop"));
}

static void
test_walk(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	int n = 0;

	is_int(cs_ast_walk(cs_ast_parse(&a,
			       CS_STR("case when a then b end + sum(c) filter "
				      "(where d in (1, e))"),
			       "t", &e),
		   count_names, &n),
	    0, "walks to the end");
	is_int(n, 5, "and sees all names, those in a filter too");
	n = 0;
	is_int(cs_ast_walk(cs_ast_parse(&a, CS_STR("a + stop + b"), "t", &e), count_names, &n), 1,
	    "stops where it is told to");
	is_int(n, 2, "and looks no further");
	cs_arena_finish(&a);
}

int
main(void)
{
	test_good();
	test_bad();
	test_long_text();
	test_limits();
	test_lists();
	test_walk();
	return done();
}
