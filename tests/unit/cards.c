/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards: text fitted to a width, places on a line, texts with cells in them, sections. */
#include "view/cards.h"

#include <unistd.h>

#include "base/utf8.h"
#include "rec/reader.h"
#include "view/cardtext.h"
#include "view/narrow.h"
#include "view/paint.h"

#include "../tap.h"

static void
wrapping(void)
{
	static const struct {
		const char *text;
		size_t width, at, indent;
		const char *want;
	} cases[] = {
	    {"one two three", 0, 0, 0, "one two three"},
	    {"one two three", 13, 0, 0, "one two three"},
	    {"one two three", 12, 0, 0, "one two\nthree"},
	    {"one two three", 12, 6, 2, "one\n  two three"},
	    {"one  two ", 10, 0, 0, "one two"},
	    {"abcdefghijkl mn", 10, 0, 2, "abcdefghij\n  kl mn"},
	    {"abcdefghijkl", 10, 10, 0, "\nabcdefghij\nkl"},
	    {"日本語日本語 x", 9, 0, 0, "日本語日\n本語 x"},
	    {"e\xcc\x81"
	     "e\xcc\x81"
	     "abcdefgh",
		8, 0, 0,
		"e\xcc\x81"
		"e\xcc\x81"
		"abcdef\ngh"},
	    {"a b", 8, 0, 6, "a b"},
	    {"", 8, 0, 0, ""},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cs_buf_reset(&b);
		cs_paint_wrap(
		    &b, cs_str_z(cases[i].text), cases[i].width, cases[i].at, cases[i].indent);
		is_str(cs_buf_cstr(&b), cases[i].want, "wrapped: %zu", i);
	}
	cs_buf_reset(&b);
	cs_paint_cut(&b, CS_STR("日本語"), 5);
	is_str(cs_buf_cstr(&b), "日本…", "cut by display width");
	is_str(cs_paint_class(CS_STR("leaning red")), "red", "a band that is leaning");
	is_str(cs_paint_class(CS_STR("redder")), "", "no band");
	cs_buf_finish(&b);
}

/* Whatever the width, no line is wider, and no letter is lost. */
static void
wrapping_law(void)
{
	static const char text[] = "a bb 日本語 ccc-dddd \xcc\x81 eeeeeeeeeeeeeeeee f 漢字 g";
	struct cs_buf b = CS_BUF_INIT;
	bool narrow = true, whole = true;

	for (size_t width = 8; width < 60; width++) {
		struct cs_str rest, one;
		size_t letters = 0, want = 0;

		cs_buf_reset(&b);
		cs_paint_wrap(&b, cs_str_z(text), width, 0, width % 3);
		for (rest = cs_buf_all(&b); rest.n != 0 && cs_str_split(&rest, '\n', &one);)
			narrow = narrow && cs_utf8_width(one) <= width;
		for (size_t i = 0; i < b.n; i++)
			letters += b.p[i] != ' ' && b.p[i] != '\n';
		for (size_t i = 0; text[i] != '\0'; i++)
			want += text[i] != ' ';
		whole = whole && letters == want;
	}
	ok(narrow, "no line is wider than asked");
	ok(whole, "no letter is lost");
	cs_buf_finish(&b);
}

static void
strips(void)
{
	static const struct {
		struct cs_strip strip;
		unsigned width;
		const char *want;
	} cases[] = {
	    {{.least = 0, .most = 10, .lo = 2, .hi = 8, .own = 5}, 11, "··━━━●━━━··"},
	    {{.least = 0, .most = 10, .lo = 2, .hi = 8, .mid = 4, .has_mid = true, .own = 0}, 11,
		"●·━━┃━━━━··"},
	    {{.least = 0, .most = 10, .lo = 2, .hi = 8, .mid = 4, .has_mid = true, .own = 10}, 11,
		"··━━┃━━━━·●"},
	    {{.least = -10, .most = 10, .lo = -10, .hi = 10, .own = 0}, 5, "━━●━━"},
	    {{.least = 3, .most = 3, .lo = 3, .hi = 3, .own = 3}, 3, "●··"},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cs_buf_reset(&b);
		cs_strip_text(&b, &cases[i].strip, cases[i].width);
		is_str(cs_buf_cstr(&b), cases[i].want, "strip: %zu", i);
	}
	cs_buf_finish(&b);
}

/* Loads a stream from its text, through a file, as the tool does. */
static void
load(struct cs_table *t, const char *stream)
{
	char path[] = "cards-test-XXXXXX";
	char *paths[] = {path};
	int fd = mkstemp(path);
	struct cs_err e = CS_ERR_INIT;
	struct cs_reader *in;

	ok(fd >= 0 && write(fd, stream, strlen(stream)) == (ssize_t)strlen(stream), "a file");
	(void)close(fd);
	in = cs_reader_open(paths, 1, 0, &e);
	ok(in != NULL && cs_table_load(t, in, 1000, &e) == 0, "loaded: %s", e.msg);
	cs_reader_close(in);
	(void)unlink(path);
}

static void
filling(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"{n}", "12"},
	    {"{figure} of {n}", "12.5% of 12"},
	    {"{lo}", ""},
	    {"x {lo}", ""},
	    {"x[ {lo}]", "x"},
	    {"x[ {n}, {lo}][ {n}]", "x 12"},
	    {"{absent}[ {n}]", ""},
	    {"[{absent}]{wait_s}", "4:10"},
	    {"{@row}. {@about}", "1. queue billing"},
	    {"{@keys}", "queue billing"},
	    {"{@strip}", ""},
	    {"plain", "plain"},
	    {"{open", "{open"},
	    {NULL, ""},
	};
	struct cs_table t = CS_TABLE_INIT;
	struct cs_card_text x = {.table = &t};
	struct cs_buf b = CS_BUF_INIT;

	load(&t, "queue\tn\tfigure\tlo\tmetric\twait_s\tabout\n"
		 "billing\t12\t0.125\t\\N\tcsat_top2\t250\tqueue\n");
	x.recipe = cs_recipe_find(&t);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cs_buf_reset(&b);
		cs_card_fill(&b, &x, cases[i].text);
		is_str(cs_buf_cstr(&b), cases[i].want, "filled: %zu", i);
	}
	cs_buf_reset(&b);
	cs_card_fill(&b, &x, "{@metric}");
	is_str(cs_buf_cstr(&b), "csat_top2", "a metric");
	ok(x.note.n != 0, "and what it means");
	cs_buf_finish(&x.note);
	cs_buf_finish(&b);
	cs_table_finish(&t);
}

static void
sections(void)
{
	static const char stream[] =
	    "rule\tmetric\tabout\tqueue\tn\tobserved\tpeers\tsays\tquestion\n"
	    "r1\tm1\tqueue\ta\t1\t0.5\t0.1\ts\tq?\n"
	    "r2\tm2\tqueue\tb\t1\t0.5\t0.1\ts\tq?\n"
	    "r3\tm1\tqueue\tc\t1\t5\t0.1\ts\tq?\n";
	struct cs_table t = CS_TABLE_INIT;
	struct cs_cards c;

	load(&t, stream);
	ok(cs_recipe_sentences(&t), "its rows are sentences");
	cs_cards_make(&c, &t);
	ok(c.n == 3, "a card a row");
	ok(cs_str_eqz(c.card[0].title, "1. queue a (r1)"), "first");
	ok(cs_str_eqz(c.card[1].title, "3. queue c (r3)"),
	    "what is of the same metric comes to it");
	ok(cs_str_eqz(c.card[2].title, "2. queue b (r2)"), "then the next metric");
	ok(cs_cards_section(&c, 0) && !cs_cards_section(&c, 1) && cs_cards_section(&c, 2),
	    "two sections");
	ok(c.card[0].nline == 3 && c.card[0].line[1].sort == CS_CARD_SAYS &&
		c.card[0].line[2].sort == CS_CARD_ASKS,
	    "the question is last");
	ok(cs_str_eqz(c.card[0].line[0].text, "50.0% where peers have 10.0%, n 1"), "figures");
	ok(cs_str_eqz(c.card[1].line[0].text, "5 where peers have 0.1, n 1"), "no shares");
	cs_cards_finish(&c);
	cs_table_finish(&t);
}

/* The names are all there, once each: shown, without room, or NULL everywhere. */
static size_t
listed(struct cs_str list)
{
	struct cs_str one;
	size_t n = 0;

	while (list.n != 0 && cs_str_split(&list, ',', &one))
		n++;
	return n;
}

static void
narrowing(void)
{
	static const char stream[] =
	    "agent_id\trank\ttied\tband\tn\tscore\tlo\thi\tup\tdown\tflag\n"
	    "ann\t1\t1\tgreen\t900\t0.9\t0.5\t1.3\tcsat_top2 92.6% (all 80%, n 9)\t\\N\t\\N\n"
	    "bob\t\\N\t\\N\tcannot tell: needs 9 more\t3\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n";
	struct cs_table t = CS_TABLE_INIT;
	struct cs_narrow n;
	size_t seen = 0;
	bool whole = true, more = true;
	int up;

	load(&t, stream);
	ok(cs_narrow_wanted(&t), "a ranking");
	for (unsigned width = 20; width < 200; width++) {
		cs_narrow_make(&n, &t, width);
		whole =
		    whole &&
		    n.table.ncol - (n.bar ? 1 : 0) + listed(n.hidden) + listed(n.null) == t.ncol;
		more = more && n.table.ncol >= 2;
		seen = n.table.ncol;
		cs_narrow_finish(&n);
	}
	ok(whole, "each column is shown or named");
	ok(more, "who and the place are always there");
	ok(seen == t.ncol - 2 + 1, "wide enough for all but what is NULL, and the bar");
	cs_narrow_make(&n, &t, 80);
	ok(cs_str_eqz(n.null, "down, flag"), "NULL in all rows");
	up = cs_recipe_column(&n.table, CS_STR("up"));
	ok(up > 0 && cs_str_eqz(cs_table_cell(&n.table, 0, (unsigned)up), "csat_top2 92.6%"),
	    "brackets go first");
	ok(up > 0 && cs_str_eqz(cs_table_cell(&n.table, 1, (unsigned)up), "needs 9 more"),
	    "what is needed stands where no reason does");
	cs_narrow_finish(&n);
	cs_table_finish(&t);
	load(&t, "queue\tcontacts\tcsat_mean\nbilling\t3\t\\N\n");
	ok(!cs_narrow_wanted(&t), "metrics stay as they are");
	cs_table_finish(&t);
}

int
main(void)
{
	wrapping();
	wrapping_law();
	strips();
	filling();
	sections();
	narrowing();
	return done();
}
