/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: validity at every offset, widths, folding, visible text, foreign encodings. */
#include "base/utf8.h"

#include "../tap.h"

static const struct {
	const char *text;
	bool valid;
} validity[] = {
    {"", true},
    {"plain ASCII", true},
    {"\x7f", true},
    {"\xc2\x80", true},
    {"\xdf\xbf", true},
    {"\xe0\xa0\x80", true},
    {"\xed\x9f\xbf", true},
    {"\xee\x80\x80", true},
    {"\xef\xbf\xbf", true},
    {"\xf0\x90\x80\x80", true},
    {"\xf4\x8f\xbf\xbf", true},
    {"\x80", false},		 /* a tail alone */
    {"\xbf", false},		 /* a tail alone */
    {"\xc0\x80", false},	 /* overlong NUL */
    {"\xc1\xbf", false},	 /* overlong */
    {"\xe0\x9f\xbf", false},	 /* overlong */
    {"\xf0\x8f\xbf\xbf", false}, /* overlong */
    {"\xed\xa0\x80", false},	 /* surrogate */
    {"\xed\xbf\xbf", false},	 /* surrogate */
    {"\xf4\x90\x80\x80", false}, /* over U+10FFFF */
    {"\xf5\x80\x80\x80", false},
    {"\xff", false},
    {"\xc3", false}, /* cut */
    {"\xe2\x82", false},
    {"\xf0\x9f\x98", false},
    {"\xc3\x28", false}, /* a lead and no tail */
    {"\xe2\x28\xa1", false},
    {"\xe2\x82\x28", false},
    {"\xf0\x9f\x28\x80", false},
};

/* Every sequence at every distance from the 32-byte blocks of the fast path. */
static void
test_valid(void)
{
	for (size_t i = 0; i < sizeof validity / sizeof validity[0]; i++) {
		bool good = true;

		for (size_t before = 0; before < 70; before++) {
			char text[160];
			size_t n = strlen(validity[i].text);

			memset(text, 'a', sizeof text);
			memcpy(text + before, validity[i].text, n);
			good &= cs_utf8_valid(cs_str(text, before + n)) == validity[i].valid;
			/* A cut sequence is also wrong when more text follows. */
			good &= cs_utf8_valid(cs_str(text, before + n + 40)) == validity[i].valid;
		}
		ok(good, "validity of case %zu", i);
	}
}

static void
test_wide(void)
{
	static const struct {
		const char *text;
		size_t run;
	} t[] = {
	    {"", 0},
	    {"a\xc3\xbc", 0},
	    {"\xc3\xbc", 2},
	    {"\xc3\xbc\xe2\x82\xac"
	     "a\xc3\xbc",
		5},
	    {"\xf0\x9f\x98\x80\t", 4},
	    {"\xc3\xbc\xff", 0},
	    {"\xc3\xbc\xe2\x82", 0},
	    {"\xbc", 0},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		is_int(
		    cs_utf8_wide(cs_str_z(t[i].text)), t[i].run, "characters beyond ASCII %zu", i);
}

static void
test_code_points(void)
{
	struct cs_buf b = CS_BUF_INIT;
	bool good = true;
	size_t len;

	for (int32_t cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		cs_buf_reset(&b);
		cs_utf8_add(&b, cp);
		good &= cs_utf8_valid(cs_buf_all(&b)) && cs_utf8_next(cs_buf_all(&b), &len) == cp &&
			len == b.n;
	}
	ok(good, "every code point goes out and comes back");
	cs_buf_reset(&b);
	cs_utf8_add(&b, 0xd800);
	cs_utf8_add(&b, 0x110000);
	cs_utf8_add(&b, -1);
	is_slice(cs_buf_all(&b), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "what is none is U+FFFD");
	is_int(cs_utf8_next(CS_STR("\xe2\x82"), &len), -1, "a cut sequence is no code point");
	is_int(len, 1, "and one byte long");
	is_int(cs_utf8_next(cs_str(NULL, 0), &len), -1, "nothing is no code point");
	cs_buf_finish(&b);
}

static void
test_width(void)
{
	static const struct {
		const char *text;
		size_t width;
	} cases[] = {
	    {"", 0},
	    {"wait_s", 6},
	    {"Zürich", 6},
	    {"Zu\xcc\x88rich", 6}, /* a combining mark */
	    {"日本", 4},
	    {"한국", 4},
	    {"😀", 2},
	    {"a\tb\x1b", 2}, /* controls take no column */
	    {"\xc2\x85", 0},
	    {"\xff", 1}, /* shown as U+FFFD */
	    {"Привет", 6},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_int(
		    cs_utf8_width(cs_str_z(cases[i].text)), cases[i].width, "width of case %zu", i);
}

static void
test_fold(void)
{
	static const struct {
		const char *text, *folded;
	} cases[] = {
	    {"", ""},
	    {"AZ@[`az{09", "az@[`az{09"},
	    {"STRASSE", "strasse"},
	    {"Straße", "strasse"},
	    {"GRÜẞE", "grüsse"},
	    {"u\xcc\x88", "ü"}, /* composed */
	    {"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
	    {"a\xff"
	     "B",
		"a\xef\xbf\xbd"
		"b"},
	};
	struct cs_buf b = CS_BUF_INIT, text = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		cs_buf_reset(&b);
		cs_utf8_fold(&b, cs_str_z(cases[i].text));
		is_slice(cs_buf_all(&b), cases[i].folded, "folding of case %zu", i);
	}
	cs_buf_reset(&b);
	for (int i = 0; i < 1000; i++)
		cs_buf_z(&text, "Ä");
	cs_utf8_fold(&b, cs_buf_all(&text));
	ok(b.n == 2000 && memcmp(b.p, "ää", 4) == 0, "long texts fold as well");
	cs_buf_finish(&b);
	cs_buf_finish(&text);
}

static void
test_is_word(void)
{
	static const struct {
		int32_t cp;
		bool word;
	} cases[] = {{'a', true}, {'Z', true}, {'0', true}, {0xe9, true}, {0x5d0, true},
	    {0x754c, true}, {0x301, true}, {0x661, true}, {0, false}, {'_', false}, {' ', false},
	    {'<', false}, {0x1b, false}, {0x7f, false}, {0x9b, false}, {0xa0, false},
	    {0x2028, false}, {0x202e, false}, {0xfeff, false}, {0x1f600, false}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(cs_utf8_is_word(cases[i].cp), cases[i].word, "a word of U+%04X",
		    (unsigned)cases[i].cp);
}

static void
test_visible(void)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_utf8_visible(&b, CS_STR("a\x1b[2J\n\x7f\xc2\x9bz\xff\xe2\x80\xae"
				   "é\xe2\x81\xa6\\"));
	is_slice(cs_buf_all(&b), "a\\x1B[2J\\x0A\\x7F\\u009Bz\\xFF\\u202Eé\\u2066\\",
	    "controls, stray bytes and bidirectional marks are shown");
	cs_buf_finish(&b);
}

static void
test_encodings(void)
{
	static const struct {
		const char *encoding, *text;
		size_t n;
		const char *utf8; /* NULL: refused */
	} cases[] = {
	    {"latin1", "gr\xfc\xdf", 4, "grüß"},
	    {"ISO-8859-1", "\x80", 1, "\xc2\x80"},
	    {"windows-1252", "\x80 5\x85", 4, "€ 5…"},
	    {"cp1252", "\x81", 1, NULL},
	    {"utf-16le", "a\0\xfc\0", 4, "aü"},
	    {"utf-16be", "\0a\0\xfc", 4, "aü"},
	    {"utf-16le", "\x3d\xd8\x00\xde", 4, "😀"},
	    {"utf-16be", "\xd8\x3d\xde\x00", 4, "😀"},
	    {"utf-16be", "\xd8\x3d", 2, NULL},	       /* half a pair */
	    {"utf-16be", "\xde\x00\xd8\x3d", 4, NULL}, /* the wrong way round */
	    {"utf-16be", "\xd8\x3d\0a", 4, NULL},
	    {"utf-16le", "a", 1, NULL},
	    {"latin1", "", 0, ""},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int encoding = cs_encoding_parse(cs_str_z(cases[i].encoding));
		bool good;

		cs_buf_reset(&b);
		good = cs_encoding_add(&b, cs_str(cases[i].text, cases[i].n), encoding);
		if (cases[i].utf8 == NULL)
			ok(!good, "encoding case %zu is refused", i);
		else
			is_slice(good ? cs_buf_all(&b) : CS_STR("refused"), cases[i].utf8,
			    "encoding case %zu", i);
	}
	is_int(cs_encoding_parse(CS_STR("ebcdic")), -1, "an unknown encoding");
	cs_buf_finish(&b);
}

int
main(void)
{
	test_valid();
	test_wide();
	test_code_points();
	test_width();
	test_fold();
	test_visible();
	test_is_word();
	test_encodings();
	return done();
}
