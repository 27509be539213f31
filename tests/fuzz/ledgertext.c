/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names in a journal: of any bytes come only bytes that no reader of journals takes for anything
 * but a name, and the name can be told from it.
 */
#include "charge/ledgertext.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static unsigned
hex(char c)
{
	check((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
	return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

/* What it was made of, byte by byte. */
static void
same(struct cs_str text, const uint8_t *data, size_t size)
{
	size_t at = 0;

	if (size == 0) {
		check(cs_str_eqz(text, "%"));
		return;
	}
	for (size_t i = 0; i < text.n; i++, at++) {
		unsigned c = (unsigned char)text.p[i];

		check(at < size);
		if (c == '%') {
			check(i + 2 < text.n);
			c = hex(text.p[i + 1]) << 4 | hex(text.p[i + 2]);
			i += 2;
		}
		check(c == data[at]);
	}
	check(at == size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str text;

	cs_ledgertext_name(&b, cs_str((const char *)data, size));
	text = cs_buf_all(&b);
	check(text.n != 0 && text.p[0] != ' ' && text.p[text.n - 1] != ' ');
	check(cs_str_search(text, CS_STR("  ")) == text.n);
	for (size_t i = 0; i < text.n; i++)
		check(
		    (unsigned char)text.p[i] >= ' ' && strchr(":;|\"*!=@[]{}~", text.p[i]) == NULL);
	same(text, data, size);
	cs_buf_finish(&b);
	return 0;
}
