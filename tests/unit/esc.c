/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The escapes of the record stream. */
#include "rec/esc.h"

#include "../tap.h"

static void
written(void)
{
	static const struct {
		const char *text, *raw;
	} t[] = {
	    {"", ""},
	    {"plain", "plain"},
	    {"a\tb\nc", "a\\tb\\nc"},
	    {"\b\t\n\v\f\r\\", "\\b\\t\\n\\v\\f\\r\\\\"},
	    {"\\N", "\\\\N"},
	    {"\\.", "\\\\."},
	    {"sixteen bytes ok", "sixteen bytes ok"},
	    {"sixteen bytes ok\t", "sixteen bytes ok\\t"},
	    {"\tseventeen and more bytes", "\\tseventeen and more bytes"},
	    {"\a\x0e\x1f\x7f", "\a\x0e\x1f\x7f"},
	    {"\xef\xbb\xbfx", "\\xEF\\xBB\\xBFx"},
	    {"x\xef\xbb\xbf", "x\xef\xbb\xbf"},
	    {"gr\xc3\xbc\xc3\x9f dich", "gr\xc3\xbc\xc3\x9f dich"},
	};
	struct cs_buf out = CS_BUF_INIT, back = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_str text = cs_str_z(t[i].text), decoded = {NULL, 0}, canonical;

		cs_buf_reset(&out);
		cs_buf_reset(&back);
		cs_esc_add(&out, text);
		is_slice(cs_buf_all(&out), t[i].raw, "%s is written", t[i].raw);
		ok(cs_esc_needed(text) == (strcmp(t[i].text, t[i].raw) != 0), "needed or not");
		ok(cs_esc_decode(cs_buf_all(&out), &back, &decoded) && cs_str_eq(decoded, text),
		    "and read again");
		cs_buf_reset(&back);
		ok(cs_esc_canonical(cs_buf_all(&out), &back, &canonical) &&
			cs_str_eqz(canonical, t[i].raw),
		    "and is canonical");
	}
	cs_buf_finish(&out);
	cs_buf_finish(&back);
}

/* Every byte at every place of a text around the width of the SIMD blocks. */
static void
places(void)
{
	struct cs_buf out = CS_BUF_INIT, back = CS_BUF_INIT;
	struct cs_str decoded;
	char text[40];
	bool good = true;

	for (unsigned c = 1; c < 256; c++) {
		for (size_t n = 1; n <= sizeof text; n++) {
			size_t at = (c * 7 + n) % n;
			bool special = strchr("\b\t\n\v\f\r\\", (int)c) != NULL;

			memset(text, 'x', n);
			text[at] = (char)c;
			cs_buf_reset(&out);
			cs_buf_reset(&back);
			cs_esc_add(&out, cs_str(text, n));
			good = good && cs_esc_needed(cs_str(text, n)) == special &&
			       out.n == n + special &&
			       cs_esc_decode(cs_buf_all(&out), &back, &decoded) &&
			       cs_str_eq(decoded, cs_str(text, n));
		}
	}
	ok(good, "every byte at every place");
	cs_buf_reset(&out);
	cs_esc_add(&out, CS_STR("a\0b"));
	is_slice(cs_buf_all(&out), "a\\x00b", "a NUL is written so that it is refused");
	ok(cs_esc_needed(CS_STR("a\0b")), "and cannot stand as it is");
	cs_buf_finish(&out);
	cs_buf_finish(&back);
}

static void
read_too(void)
{
	static const struct {
		const char *raw, *text, *canonical; /* text NULL: refused */
	} t[] = {
	    {"\\x41\\x6a", "Aj", "Aj"},
	    {"\\x09\\x5C\\x5cN", "\t\\\\N", "\\t\\\\\\\\N"},
	    {"\\xC3\\xBC", "\xc3\xbc", "\xc3\xbc"},
	    {"\\\\x41", "\\x41", "\\\\x41"},
	    {"\\xEF\\xBB\\xBFq", "\xef\xbb\xbfq", "\\xEF\\xBB\\xBFq"},
	    {"\\x00", NULL, NULL},
	    {"\\x4", NULL, NULL},
	    {"\\xg0", NULL, NULL},
	    {"\\x0g", NULL, NULL},
	    {"\\", NULL, NULL},
	    {"ab\\", NULL, NULL},
	    {"\\a", NULL, NULL},
	    {"\\0", NULL, NULL},
	    {"\\T", NULL, NULL},
	    {"\\N", NULL, NULL},
	    {"\\.", NULL, NULL},
	    {"a\\\tb", NULL, NULL},
	};
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text, first, second;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		bool good;

		cs_buf_reset(&scratch);
		good = cs_esc_decode(cs_str_z(t[i].raw), &scratch, &text);
		ok(good == (t[i].text != NULL), "'%s' is %s", t[i].raw,
		    t[i].text != NULL ? "read" : "refused");
		if (!good)
			continue;
		is_slice(text, t[i].text, "'%s' means", t[i].raw);
		ok(cs_esc_canonical(cs_str_z(t[i].raw), &scratch, &text), "'%s' to canonical",
		    t[i].raw);
		is_slice(text, t[i].canonical, "canonical");
	}
	cs_buf_reset(&scratch);
	(void)cs_buf_reserve(&scratch, 100);
	ok(cs_esc_decode(CS_STR("a\\tb"), &scratch, &first) &&
		cs_esc_decode(CS_STR("c\\\\d"), &scratch, &second) && cs_str_eqz(first, "a\tb") &&
		cs_str_eqz(second, "c\\d"),
	    "two texts side by side in one scratch");
	ok(cs_esc_decode(CS_STR("plain"), &scratch, &first) && scratch.n == 6,
	    "what has no escape is not copied");
	ok(!cs_esc_decode(CS_STR("ab\\tc\\q"), &scratch, &first) && scratch.n == 6,
	    "a refused text leaves nothing behind");
	cs_buf_finish(&scratch);
}

int
main(void)
{
	written();
	places();
	read_too();
	return done();
}
