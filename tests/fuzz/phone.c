/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephone numbers: whatever is written, what is read is E.164, and read again it stays the same,
 * in any country.
 */
#include "text/phone.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

/* "+", at most 15 digits, perhaps ";ext=" and more. */
static void
check_form(struct cs_str s)
{
	struct cs_str number = cs_str_head(s, cs_str_find(s, ';'));

	check(number.n >= 4 && number.n <= 16 && number.p[0] == '+');
	for (size_t i = 1; i < number.n; i++)
		check(number.p[i] >= '0' && number.p[i] <= '9');
	check(number.n == s.n || cs_str_starts(cs_str_skip(s, number.n), CS_STR(";ext=")));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_buf b = CS_BUF_INIT, again = CS_BUF_INIT;
	struct cs_str s = cs_str((const char *)data, size);
	const struct cs_country *c;
	size_t n;

	c = cs_country_all(&n);
	if (size != 0)
		c += data[0] % n;
	if (cs_phone_add(&b, cs_str_skip(s, 1), c) == CS_PHONE_READ) {
		check_form(cs_buf_all(&b));
		check(cs_phone_add(&again, cs_buf_all(&b), c) == CS_PHONE_READ &&
		      cs_str_eq(cs_buf_all(&again), cs_buf_all(&b)));
	} else {
		check(b.n == 0);
	}
	cs_buf_finish(&b);
	cs_buf_finish(&again);
	return 0;
}
