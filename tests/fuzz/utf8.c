/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/utf8 on any bytes: validity agrees with code points taken one by one, what is made is
 * valid, folding twice is folding once, shown text has no control left.
 */
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static bool
valid_by_steps(struct cs_str s)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len)
		if (cs_utf8_next(cs_str_skip(s, i), &len) < 0)
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {"latin1", "windows-1252", "utf-16le", "utf-16be"};
	struct cs_str s = cs_str((const char *)data, size);
	struct cs_buf b = CS_BUF_INIT, again = CS_BUF_INIT;

	check(cs_utf8_valid(s) == valid_by_steps(s));
	check(cs_utf8_width(s) <= 2 * size);
	cs_utf8_fold(&b, s);
	check(cs_utf8_valid(cs_buf_all(&b)));
	cs_utf8_fold(&again, cs_buf_all(&b));
	check(cs_str_eq(cs_buf_all(&b), cs_buf_all(&again)));
	cs_buf_reset(&b);
	cs_utf8_visible(&b, s);
	check(cs_utf8_valid(cs_buf_all(&b)));
	for (size_t i = 0; i < b.n; i++)
		check((unsigned char)b.p[i] >= 0x20 && b.p[i] != 0x7f);
	for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
		cs_buf_reset(&b);
		(void)cs_encoding_add(&b, s, cs_encoding_parse(cs_str_z(encodings[i])));
		check(cs_utf8_valid(cs_buf_all(&b)));
	}
	cs_buf_finish(&b);
	cs_buf_finish(&again);
	return 0;
}
