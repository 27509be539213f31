/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E-mail addresses: whatever is written, what is read has one @ and, read again, stays the same. */
#include "text/mailbox.h"

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
	struct cs_buf b = CS_BUF_INIT, again = CS_BUF_INIT;

	if (cs_mailbox_add(&b, cs_str((const char *)data, size))) {
		struct cs_str s = cs_buf_all(&b);
		size_t at = cs_str_find(s, '@');

		check(at != 0 && at < s.n &&
		      cs_str_find(cs_str_skip(s, at + 1), '@') == s.n - at - 1);
		/* Folding may make an address longer than one may be; it is none then. */
		check(!cs_mailbox_add(&again, s) || cs_str_eq(cs_buf_all(&again), s));
	} else {
		check(b.n == 0);
	}
	cs_buf_finish(&b);
	cs_buf_finish(&again);
	return 0;
}
