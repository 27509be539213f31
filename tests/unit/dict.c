/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary as a file: what is built in is whole, and what is wrong has its line. */
#include "metric/dict.h"

#include "../tap.h"
#include "base/data.h"

#define REST "unit = n\nbetter = up\nrole = work\ngrain = leg\nnull = never\nsays = s\nsource = x\n"

static const struct {
	const char *text, *want;
} bad[] = {
    {"formula = 1\n", "d:1: stands before the first [section]"},
    {"[a]\nformula\n", "d:2: 'formula' is not key = value"},
    {"[a]\ncolour = red\n", "d:2: the key 'colour' is not one of a metric"},
    {"[a]\nunit =\n", "d:2: the key 'unit' is without a value"},
    {"[a]\nunit = n\nunit = s\n", "d:3: the key 'unit' is there twice"},
    {"[a]\nunit = n\n", "d:1: [a] has no formula"},
    {"[A b]\nformula = count(*)\n" REST, "d:1: [A b] is no name"},
    {"[a]\nformula = count(*)\n" REST "[a]\nformula = count(*)\n" REST, "d:10: [a] is there twice"},
    {"[a]\nformula = {t}\n" REST, "d:1: {t} is no parameter of a"},
    {"[a]\nformula = {t\nwith = t=1\n" REST, "d:1: {t} is no parameter of a"},
    {"[a]\nformula = 1\nwith = t\n" REST, "d:1: a parameter is written name=20 or name=1d"},
    {"[a]\nformula = 1\nwith = t=1mo\n" REST, "d:1: a parameter is written name=20 or name=1d"},
    {"[a]\nformula = 1\nwith = t=-1\n" REST, "d:1: a parameter is written name=20 or name=1d"},
    {"[a]\nformula = 1\nwith = a=1 b=1 c=1 d=1 e=1\n" REST, "d:1: more than 4 parameters"},
    {"[a]\nformula = 1\nshows = wall\n" REST, "d:1: [a]: 'wall' is not a word for shows"},
    {"[words]\na | b\n",
	"d:2: a word is written: word | condition | otherwise | meaning, and only once"},
    {"[words]\na | b | | c\na | b | | c\n",
	"d:3: a word is written: word | condition | otherwise | meaning, and only once"},
};

static void
test_bad(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_dict d = CS_DICT_INIT;
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_dict_parse(&d, "d", cs_str_z(bad[i].text), &e), -1, "refused: %s",
		    bad[i].want);
		is_str(e.msg, bad[i].want, "its message");
		cs_dict_finish(&d);
	}
}

static void
test_family(void)
{
	static const char text[] =
	    "[m_{x}_{x}]\neach = a: the first, b : other words\n"
	    "formula = f({x}, {t}, {window}) -- {words}\nwith = t=20 window=36h\n" REST;
	struct cs_dict d = CS_DICT_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str unknown;

	is_int(cs_dict_parse(&d, "d", cs_str_z(text), &e), 0, "a family: %s", e.msg);
	is_int(d.n, 2, "two members");
	is_slice(d.metric[1].name, "m_b_b", "the name of a member");
	ok(cs_dict_fill(&b, d.metric[1].formula, &d.metric[1], &unknown), "filled");
	is_str(cs_buf_cstr(&b), "f(b, 20, 36h) -- other words", "member, words and parameters");
	ok(cs_dict_metric(&d, CS_STR("m_a_a")) == &d.metric[0], "found by name");
	ok(cs_dict_metric(&d, CS_STR("m_a")) == NULL, "not found");
	cs_buf_finish(&b);
	cs_dict_finish(&d);
}

static void
test_durations(void)
{
	static const struct {
		int64_t s;
		const char *want;
	} cases[] = {{0, "0d"}, {1, "1s"}, {60, "1m"}, {90, "90s"}, {3600, "1h"}, {5400, "90m"},
	    {86400, "1d"}, {90000, "25h"}, {604800, "7d"}};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cs_buf_reset(&b);
		cs_dict_duration(&b, cases[i].s);
		is_str(cs_buf_cstr(&b), cases[i].want, "%lld s", (long long)cases[i].s);
	}
	cs_buf_finish(&b);
}

/* The text in pieces: any prefix is taken or refused, never worse. */
static void
test_prefixes(void)
{
	struct cs_str text = cs_data("metrics");
	size_t taken = 0, refused = 0;

	for (size_t n = 0; n <= text.n; n += n < 4000 ? 7 : 501) {
		struct cs_dict d = CS_DICT_INIT;
		struct cs_err e = CS_ERR_INIT;

		if (cs_dict_parse(&d, "d", cs_str_head(text, n), &e) == 0)
			taken++;
		else
			refused += e.msg[0] != '\0';
		cs_dict_finish(&d);
	}
	ok(taken > 0 && refused > 0, "prefixes: %zu taken, %zu refused with a message", taken,
	    refused);
}

int
main(void)
{
	struct cs_dict d = CS_DICT_INIT;
	struct cs_err e = CS_ERR_INIT;

	is_int(cs_dict_parse(&d, "metrics", cs_data("metrics"), &e), 0, "built in: %s", e.msg);
	ok(d.n > 60 && d.nword >= 3 && d.nstandard >= 8, "it has metrics, words, a default set");
	cs_dict_finish(&d);
	test_bad();
	test_family();
	test_durations();
	test_prefixes();
	return done();
}
