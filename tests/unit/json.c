/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON strings out, JSON values in. */
#include "rec/json.h"

#include "../tap.h"

static void
strings(void)
{
	static const struct {
		struct cs_str text;
		const char *json;
	} t[] = {
	    {CS_STR_INIT(""), "\"\""},
	    {CS_STR_INIT("plain"), "\"plain\""},
	    {CS_STR_INIT("\"\\/"), "\"\\\"\\\\/\""},
	    {CS_STR_INIT("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
	    {CS_STR_INIT("\x01\0\x7f"), "\"\\u0001\\u0000\\u007f\""},
	    {CS_STR_INIT("</script>&"), "\"\\u003c/script\\u003e\\u0026\""},
	    {CS_STR_INIT("gr\xc3\xbcn"), "\"gr\xc3\xbcn\""},
	    {CS_STR_INIT("a\xff"
			 "b"),
		"\"a\xef\xbf\xbd"
		"b\""},
	};
	struct cs_buf out = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_json *v;
		struct cs_str back;
		struct cs_buf list = CS_BUF_INIT;

		cs_buf_reset(&out);
		cs_json_str(&out, t[i].text);
		is_slice(cs_buf_all(&out), t[i].json, "%s", t[i].json);
		if (memchr(t[i].text.p, 0, t[i].text.n) != NULL)
			continue; /* which jansson does not take back */
		cs_buf_printf(&list, "[%.*s]", CS_STR_ARG(cs_buf_all(&out)));
		v = cs_json_parse(cs_buf_all(&list), NULL);
		ok(cs_json_text(cs_json_at(v, 0), &back), "is JSON");
		if (cs_str_find(t[i].text, (char)0xff) == t[i].text.n)
			ok(cs_str_eq(back, t[i].text), "and comes back");
		cs_json_free(v);
		cs_buf_finish(&list);
	}
	cs_buf_finish(&out);
}

static void
streams(void)
{
	struct cs_json_stream s = {
	    .rest = CS_STR(" {\"a\":1}{\"b\":\n\"}]\\\"\"}\n\n[1,\n[2]]\n{\"c\":1")};
	struct cs_str value;
	struct cs_err err = CS_ERR_INIT;

	ok(cs_json_cut(&s, &value, &err) == 1 && s.line == 1, "first");
	is_slice(value, "{\"a\":1}", "its text");
	ok(cs_json_cut(&s, &value, &err) == 1 && s.line == 1, "second, right behind");
	is_slice(value, "{\"b\":\n\"}]\\\"\"}", "brackets in strings are text");
	ok(cs_json_cut(&s, &value, &err) == 1 && s.line == 4, "third");
	is_slice(value, "[1,\n[2]]", "nested");
	is_int(cs_json_cut(&s, &value, &err), -1, "a value that is cut");
	is_str(err.msg, "line 6: the JSON value is cut off", "is an error");
	s = (struct cs_json_stream){.rest = CS_STR("\n 12")};
	cs_err_clear(&err);
	is_int(cs_json_cut(&s, &value, &err), -1, "a number alone");
	is_str(err.msg, "line 2: no JSON object or array", "is an error");
	s = (struct cs_json_stream){.rest = CS_STR(" \n\t\r")};
	is_int(cs_json_cut(&s, &value, &err), 0, "blanks are no value");
}

static void
values(void)
{
	static const char *const bad[] = {"{\"a\":}", "{a:1}", "[1,]", "{\"a\":1,\"a\":2}", "[01]"};
	struct cs_err err = CS_ERR_INIT;
	struct cs_json *v = cs_json_parse(
	    CS_STR("{\"s\":\"x\\u00e4\",\"i\":-9223372036854775808,\"r\":1.5,\"t\":true,\"n\":null,"
		   "\"l\":[1,[2,3]],\"big\":9007199254740993}"),
	    &err);
	struct cs_str s = {NULL, 0};
	int64_t i = 0;
	bool b = false;

	ok(v != NULL, "parsed");
	ok(cs_json_text(cs_json_get(v, "s"), &s) && cs_str_eqz(s, "x\xc3\xa4"), "a text");
	ok(cs_json_i64(cs_json_get(v, "i"), &i) && i == INT64_MIN, "an integer");
	ok(cs_json_i64(cs_json_get(v, "big"), &i) && i == 9007199254740993, "no double in between");
	ok(!cs_json_i64(cs_json_get(v, "r"), &i), "a real is no integer");
	ok(cs_json_bool(cs_json_get(v, "t"), &b) && b, "a boolean");
	ok(!cs_json_text(cs_json_get(v, "n"), &s) && cs_json_get(v, "n") != NULL, "null");
	is_int(cs_json_count(cs_json_get(v, "l")), 2, "a list");
	ok(cs_json_i64(cs_json_at(cs_json_at(cs_json_get(v, "l"), 1), 1), &i) && i == 3, "nested");
	ok(cs_json_at(cs_json_get(v, "l"), 2) == NULL, "beyond the end");
	ok(cs_json_get(cs_json_get(v, "none"), "x") == NULL, "of nothing comes nothing");
	is_int(cs_json_count(cs_json_get(v, "none")), 0, "nor a count");
	cs_json_free(v);
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
		cs_err_clear(&err);
		ok(cs_json_parse(cs_str_z(bad[k]), &err) == NULL && err.status == CS_EXIT_DATA,
		    "%s is refused", bad[k]);
	}
	cs_json_free(NULL);
}

int
main(void)
{
	strings();
	streams();
	values();
	return done();
}
