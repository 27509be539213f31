/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double entry as text: names that cannot break it, amounts in minor units, entries that add up. */
#include "charge/ledgertext.h"

#include "../tap.h"

/* U+202E, and "gb". */
static const char override[] = {(char)0xe2, (char)0x80, (char)0xae, 'g', 'b'};

static void
names(void)
{
	static const struct {
		struct cs_str name;
		const char *want, *about;
	} t[] = {
	    {CS_STR_INIT("Billing"), "Billing", "a word"},
	    {CS_STR_INIT("Legal & Tax (EU)"), "Legal & Tax (EU)", "what names have"},
	    {CS_STR_INIT("B\xc3\xbcro \xe8\xb2\xbb"), "B\xc3\xbcro \xe8\xb2\xbb", "other scripts"},
	    {CS_STR_INIT(""), "%", "no bytes"},
	    {CS_STR_INIT("%"), "%25", "the sign of escapes itself"},
	    {CS_STR_INIT("a  b"), "a %20b", "two blanks"},
	    {CS_STR_INIT("a   b"), "a %20 b", "three"},
	    {CS_STR_INIT(" a "), "%20a%20", "blanks at both ends"},
	    {CS_STR_INIT(" "), "%20", "nothing but one"},
	    {CS_STR_INIT("a:b;c|d"), "a%3Ab%3Bc%7Cd", "colon, semicolon, bar"},
	    {CS_STR_INIT("a\tb\nc"), "a%09b%0Ac", "control bytes"},
	    {CS_STR_INIT("*!=~@\"[]{}"), "%2A%21%3D%7E%40%22%5B%5D%7B%7D", "other signs"},
	    {CS_STR_INIT("a\xc2\xa0"
			 "b"),
		"a%C2%A0b", "a blank that does not break"},
	    {{override, sizeof override}, "%E2%80%AEgb", "an override of direction"},
	    {CS_STR_INIT("\xff"), "%FF", "no character at all"},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_buf_reset(&b);
		cs_ledgertext_name(&b, t[i].name);
		is_str(cs_buf_cstr(&b), t[i].want, "%s", t[i].about);
	}
	cs_buf_finish(&b);
}

static void
amounts(void)
{
	static const struct {
		const char *currency, *want;
	} t[] = {
	    {"EUR", "commodity EUR\n    format EUR 1000.00\n\n1970-01-02 x\n    a  EUR 0.05\n"
		    "    b:n  EUR -0.05\n"},
	    {"JPY", "commodity JPY\n    format JPY 1000.\n\n1970-01-02 x\n    a  JPY 5\n"
		    "    b:n  JPY -5\n"},
	    {"KWD", "commodity KWD\n    format KWD 1000.000\n\n1970-01-02 x\n    a  KWD 0.005\n"
		    "    b:n  KWD -0.005\n"},
	};
	struct cs_ledgertext l;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_buf_reset(&b);
		ok(cs_ledgertext_begin(&l, &b, cs_str_z(t[i].currency)), "%s is known",
		    t[i].currency);
		cs_ledgertext_entry(&l, 1, "x", cs_str(NULL, 0));
		cs_ledgertext_post(&l, "a", cs_str(NULL, 0), 5);
		cs_ledgertext_post(&l, "zero", cs_str(NULL, 0), 0);
		cs_ledgertext_post(&l, "b", CS_STR("n"), -5);
		ok(cs_ledgertext_end(&l, &e) == 0, "it adds up");
		is_str(cs_buf_cstr(&b), t[i].want, "digits of %s", t[i].currency);
	}
	ok(!cs_ledgertext_begin(&l, &b, CS_STR("XX1")), "a currency that is none");
	cs_buf_finish(&b);
}

static void
balance(void)
{
	struct cs_ledgertext l;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	size_t before;

	cs_ledgertext_begin(&l, &b, CS_STR("EUR"));
	before = b.n;
	cs_ledgertext_entry(&l, 0, "service for", CS_STR("nobody"));
	cs_ledgertext_post(&l, "a", cs_str(NULL, 0), 0);
	ok(cs_ledgertext_end(&l, &e) == 0 && b.n == before, "an entry of nothing is not there");

	cs_ledgertext_entry(&l, 0, "service for", CS_STR("a;b"));
	cs_ledgertext_post(&l, "a", cs_str(NULL, 0), ((cs_i128)1 << 100));
	cs_ledgertext_post(&l, "b", cs_str(NULL, 0), -((cs_i128)1 << 100) - 1);
	ok(cs_ledgertext_end(&l, &e) == -1, "one that is off by a cent");
	is_int(e.status, CS_EXIT_DATA, "is an error");
	ok(strstr(e.msg, "by EUR -0.01:") != NULL, "that says by how much");
	ok(b.n == before, "and is not written");
	cs_buf_finish(&b);
}

int
main(void)
{
	names();
	amounts();
	balance();
	return done();
}
