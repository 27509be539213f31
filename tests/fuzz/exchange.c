/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exchange rates: any bytes are refused with a reason, or rates each of which is found at its begin
 * and up to its end.
 */
#include "charge/exchange.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
find(const struct cs_charge_exchange *x)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_ratio r;

	cs_ratio_init(&r);
	for (size_t i = 0; i < x->n; i++) {
		const struct cs_charge_parity *p = &x->parity[i];
		int64_t at[2] = {p->from, p->until - 1};

		for (int k = 0; k < 2; k++)
			check(cs_charge_exchange_at(x, p->currency, p->to, at[k], &r, &e) == 0 &&
			      cs_ratio_cmp(&r, &p->rate) == 0);
	}
	cs_ratio_finish(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_charge_exchange x = {.parity = NULL};
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct memfile in;
	char *file = in.path;

	memfile_open(&in, data, size);
	if (cs_charge_exchange_read(&x, &arena, NULL, &file, 1, &e) != 0)
		check(e.status != 0 && e.msg[0] != '\0');
	else
		find(&x);
	cs_charge_exchange_finish(&x);
	cs_arena_finish(&arena);
	memfile_close(&in);
	return 0;
}
