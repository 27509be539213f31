/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The readers of pools and rates: any bytes are costs within their bounds, none of which contradict
 * each other, or are refused with a reason. The first byte says which of the two they are.
 */
#include "charge/cost.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_cost(const struct cs_cost *x)
{
	check(x->from < x->to && cs_currency_digits(x->currency) >= 0 && x->pool.n != 0);
	check(x->unit < CS_COST_UNITS && (!x->has_capacity || x->capacity > 0));
	check(!x->has_avoidable ||
	      (x->avoidable.coef >= 0 && cs_dec_cmp(x->avoidable, cs_dec_int(1)) <= 0));
	check(x->file != NULL && x->line > 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memfile in;
	char *file[1] = {in.path};
	struct cs_costs c = {.cost = NULL};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	bool rate = size != 0 && (data[0] & 1) != 0;
	size_t skip = size != 0;
	int r;

	memfile_open(&in, data + skip, size - skip);
	r = (rate ? cs_costs_read_rates : cs_costs_read)(&c, &a, NULL, file, 1, &e);
	check((r == 0) == (e.status == 0) && (r == 0 || e.msg[0] != '\0'));
	for (size_t i = 0; r == 0 && i < c.n; i++)
		check_cost(&c.cost[i]);
	cs_costs_finish(&c);
	cs_arena_finish(&a);
	memfile_close(&in);
	return 0;
}
