/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Service departments: any bytes are refused with a reason, or departments whose services pass on
 * all that they cost, whatever the way.
 */
#include "charge/serviceflow.h"

#include "base/mem.h"
#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What arrives is what was passed on, to the last fraction. */
static void
pass_on(const struct cs_services *s, enum cs_allocation how)
{
	size_t n = s->nservice, rest = s->n - n, *order = cs_mem_new(n + 1, sizeof *order);
	cs_i128 *cost = cs_mem_new(n + 1, sizeof *cost);
	struct cs_ratio *own = cs_ratios_new(n), *received = cs_ratios_new(rest);
	struct cs_ratio sum[2];
	struct cs_err e = CS_ERR_INIT;
	struct cs_service_flow f;

	cs_ratio_init(&sum[0]);
	cs_ratio_init(&sum[1]);
	for (size_t i = 0; i < n; i++) {
		cost[i] = (cs_i128)i * 100 - 7;
		cs_ratio_int(&own[i], cost[i]);
		cs_ratio_add(&sum[0], &sum[0], &own[i]);
	}
	cs_service_order(s, cost, order);
	cs_service_flow_make(&f, s, how, order);
	if (cs_service_flow_run(&f, own, NULL, received, &e) == 0) {
		for (size_t i = 0; i < rest; i++)
			cs_ratio_add(&sum[1], &sum[1], &received[i]);
		check(cs_ratio_cmp(&sum[0], &sum[1]) == 0);
	} else {
		check(e.status == CS_EXIT_DATA && how != CS_ALLOCATION_RECIPROCAL);
	}
	cs_service_flow_finish(&f);
	cs_ratio_finish(&sum[0]);
	cs_ratio_finish(&sum[1]);
	cs_ratios_free(own, n);
	cs_ratios_free(received, rest);
	free(cost);
	free(order);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_services s = {.name = NULL};
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct memfile in;
	char *file = in.path;

	memfile_open(&in, data, size);
	if (cs_services_read(&s, &arena, &file, 1, &e) != 0)
		check(e.status != 0 && e.msg[0] != '\0');
	else if (s.nservice <= 6)
		for (int how = 0; how < CS_ALLOCATIONS; how++)
			pass_on(&s, (enum cs_allocation)how);
	cs_services_finish(&s);
	cs_arena_finish(&arena);
	memfile_close(&in);
	return 0;
}
