/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions: what matches where, on bytes and on characters; limits and refusals. */
#include "base/re.h"

#include "../tap.h"

#define U CS_RE_CASELESS

static struct cs_re_state *st;

/* All matches as "0-3 5-8", and how it ended unless with no more. */
static const char *
all_of(const char *pattern, unsigned flags, struct cs_str text)
{
	static const char *const ends[] = {"", "?", "limit", "error"};
	static struct cs_buf b;
	struct cs_err e = CS_ERR_INIT;
	struct cs_re *re = cs_re_create(cs_str_z(pattern), flags, &e);
	struct cs_re_all all;
	struct cs_re_hit hit;
	enum cs_re_result r;

	cs_buf_reset(&b);
	if (re == NULL) {
		cs_buf_z(&b, e.msg);
		return cs_buf_cstr(&b);
	}
	all = cs_re_all(re, st, text);
	while ((r = cs_re_next(&all, &hit)) == CS_RE_MATCH)
		cs_buf_printf(&b, "%s%zu-%zu", b.n != 0 ? " " : "", hit.start, hit.end);
	cs_buf_printf(&b, "%s%s", b.n != 0 && r != CS_RE_NO ? " " : "", ends[r]);
	if (cs_re_next(&all, &hit) != r)
		cs_buf_z(&b, " goes on after its end");
	cs_re_destroy(re);
	return cs_buf_cstr(&b);
}

static void
test_all(void)
{
	static const struct {
		const char *pattern;
		unsigned flags;
		const char *text, *hits;
	} cases[] = {
	    {"cancel", 0, "cancel, cancel", "0-6 8-14"},
	    {"cancel", 0, "CANCEL", ""},
	    {"cancel", U, "CANCEL", "0-6"},
	    {"\\bcall\\b", U, "Call calls recall call", "0-4 18-22"},
	    {"a|ab", 0, "abab", "0-1 2-3"},
	    {"a*", 0, "baa", "0-0 1-3 3-3"},
	    {"x*", 0, "é", "0-0 2-2"}, /* never between the bytes of a character */
	    {"", 0, "ab", "0-0 1-1 2-2"},
	    {"^", 0, "ab", "0-0"},
	    {"$", 0, "ab", "2-2"},
	    {".", 0, "aé日", "0-1 1-3 3-6"},
	    {"[^a]", 0, "aé", "1-3"},
	    {"a.c", 0, "aéc", "0-4"},
	    {"\\W", 0, "a—b", "1-4"},
	    {"(?!a)", 0, "éa", "0-0 3-3"},
	    {"über", 0, "über ÜBER", "0-5"},
	    {"über", U, "über ÜBER", "0-5 6-11"},
	    {"\\bärger\\b", U, "Ärger Verärgerung ärger", "0-6 20-26"},
	    {"\\p{Lu}", 0, "aÄB", "1-3 3-4"},
	    {"ß", U, "Straße", "4-6"},
	    {"a.b", CS_RE_LITERAL, "a.b axb", "0-3"},
	    {"Ä(", CS_RE_LITERAL | U, "ä(", "0-3"},
	    {"(?<=a)b", 0, "abcb", "1-2"},
	    {"[[:^digit:]]", 0, "1é2", "1-3"},
	    {"\\x{e9}", 0, "é", "0-2"},
	    {"(a)(b)?", 0, "ab a", "0-2 3-4"},
	    {"(?i)hold", 0, "HOLD", "0-4"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(all_of(cases[i].pattern, cases[i].flags, cs_str_z(cases[i].text)),
		    cases[i].hits, "/%s/ in '%s'", cases[i].pattern, cases[i].text);
	is_str(all_of("a", 0, cs_str(NULL, 0)), "", "nothing in no text");
	is_str(all_of("b", 0, CS_STR("a\0b")), "2-3", "a NUL is a byte as others");
	is_str(all_of("a", 0,
		   CS_STR("\xff"
			  "a")),
	    "1-2", "bytes are searched as they are");
	is_str(all_of("é", 0,
		   CS_STR("\xff"
			  "é")),
	    "error", "characters are not looked for in what is not UTF-8");
}

static void
test_messages(void)
{
	static const struct {
		const char *pattern, *msg;
		unsigned flags;
	} cases[] = {
	    {"a(", "pattern 'a(': missing closing parenthesis at character 2", 0},
	    {"ä(", "pattern 'ä(': missing closing parenthesis at character 2", 0},
	    {"x\\Cy", "pattern 'x\\Cy': using \\C is disabled by the application at character 3",
		0},
	    {"a*", "pattern 'a*': matches the empty text", CS_RE_NONEMPTY},
	    {"", "pattern '': matches the empty text", CS_RE_NONEMPTY},
	    {"", "pattern '': matches the empty text", CS_RE_NONEMPTY | CS_RE_LITERAL},
	    {"a|", "pattern 'a|': matches the empty text", CS_RE_NONEMPTY},
	};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		cs_err_clear(&e);
		ok(cs_re_create(cs_str_z(cases[i].pattern), cases[i].flags, &e) == NULL &&
			e.status == CS_EXIT_USAGE,
		    "'%s' is refused", cases[i].pattern);
		is_str(e.msg, cases[i].msg, "and why");
	}
	for (int i = 0; i <= CS_RE_LONGEST; i++)
		cs_buf_c(&b, 'a');
	cs_err_clear(&e);
	ok(cs_re_create(cs_buf_all(&b), 0, &e) == NULL, "too long a pattern is refused");
	is_str(e.msg,
	    "pattern 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...': longer than 16384 bytes",
	    "and shown cut");
	cs_buf_finish(&b);
}

static void
test_limits(void)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_re *re;

	for (int i = 0; i < 40; i++)
		cs_buf_c(&b, 'a');
	cs_buf_c(&b, '!');
	is_str(all_of("^(a+)+$", 0, cs_buf_all(&b)), "limit", "a pattern that explodes is stopped");
	is_str(all_of("b", 0, cs_buf_all(&b)), "", "which the next one does not notice");

	/* The limit grows with the text: harmless patterns on long texts are not stopped. */
	cs_buf_reset(&b);
	for (int i = 0; i < 20000; i++)
		cs_buf_z(&b, "on hold ");
	is_str(
	    all_of("\\bhold\\b.*\\brefund\\b", 0, cs_buf_all(&b)), "", "a long text is searched");

	/* More than the stack of JIT: the interpreter takes over. */
	cs_buf_reset(&b);
	for (int i = 0; i < 100000; i++)
		cs_buf_z(&b, "ab");
	re = cs_re_create(CS_STR("^(?:(a)|b)*$"), 0, &e);
	ok(cs_re_find(re, st, cs_buf_all(&b), 0, NULL) == CS_RE_MATCH, "deep recursion");
	cs_re_destroy(re);
	cs_buf_finish(&b);
}

static void
test_groups(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_re *re = cs_re_create(CS_STR("(\\d+)(-(\\d+))?"), 0, &e);
	struct cs_str s = CS_STR("call 12-34 or 5");
	struct cs_re_hit hit;

	is_int(cs_re_groups(re), 3, "groups of the pattern");
	ok(cs_re_find(re, st, s, 0, &hit) == CS_RE_MATCH && hit.start == 5 && hit.end == 10,
	    "the match");
	ok(cs_re_group(st, 1, &hit) && hit.start == 5 && hit.end == 7, "group 1");
	ok(cs_re_group(st, 3, &hit) && hit.start == 8 && hit.end == 10, "group 3");
	ok(cs_re_find(re, st, s, 10, &hit) == CS_RE_MATCH && hit.start == 14, "the next match");
	ok(!cs_re_group(st, 2, &hit) && !cs_re_group(st, 3, &hit), "groups that took no part");
	ok(!cs_re_group(st, 4, &hit), "nor is there a fourth");
	ok(cs_re_find(re, st, s, 15, &hit) == CS_RE_NO && !cs_re_group(st, 0, &hit), "no more");
	cs_re_destroy(re);
}

int
main(void)
{
	st = cs_re_state_create();
	test_all();
	test_messages();
	test_limits();
	test_groups();
	cs_re_state_destroy(st);
	cs_re_state_destroy(NULL);
	cs_re_destroy(NULL);
	return done();
}
