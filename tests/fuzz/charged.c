/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charges of cs-chargeback: any bytes are days whose numbers add up, or are refused. */
#include "charge/charged.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_charged c = {.decision = CS_STR_INIT("fee")};
	struct cs_err e = CS_ERR_INIT;
	struct memfile in;
	char *file = in.path;

	memfile_open(&in, data, size);
	if (cs_charged_read(&c, &a, &file, 1, &e) != 0)
		check(e.status != 0 && e.msg[0] != '\0');
	for (size_t i = 0; i < c.n; i++) {
		const struct cs_charged_day *d = &c.day[i];

		check(d->charges > 0 && d->charges == d->waived + d->refunded + d->kept);
		check(d->kept > 0 || d->amount == 0);
		check(d->currency.n == 3 && d->line > 1);
	}
	cs_charged_finish(&c);
	cs_arena_finish(&a);
	memfile_close(&in);
	return 0;
}
