/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escapes: what is written is read again, and canonical forms stay what they are. */
#include "rec/esc.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str in = cs_str((const char *)data, size), text, canonical, again;
	struct cs_buf raw = CS_BUF_INIT, a = CS_BUF_INIT, b = CS_BUF_INIT, c = CS_BUF_INIT;

	cs_esc_add(&raw, in);
	check(cs_esc_needed(in) == !cs_str_eq(in, cs_buf_all(&raw)));
	if (cs_str_find(in, '\0') == in.n)
		check(cs_esc_decode(cs_buf_all(&raw), &a, &text) && cs_str_eq(text, in));
	cs_buf_reset(&a);
	if (cs_str_find(in, '\0') == in.n && cs_esc_decode(in, &a, &text)) {
		check(text.n <= in.n);
		check(cs_esc_canonical(in, &b, &canonical));
		cs_buf_reset(&raw);
		check(cs_esc_decode(canonical, &raw, &again) && cs_str_eq(again, text));
		check(cs_esc_canonical(canonical, &c, &again) && cs_str_eq(again, canonical));
	}
	cs_buf_finish(&raw);
	cs_buf_finish(&a);
	cs_buf_finish(&b);
	cs_buf_finish(&c);
	return 0;
}
