/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of sums as records: see sumstream.h. */
#include "sumstream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const counts[] = {"read", "counted"};
static const struct cs_sumcells_instant instants[] = {
    {"first", false}, {"last", true}, {"newest", true}};
static const struct cs_sumcells_kind kind = {"cs-chargeback", 1, instants, 3, counts, 2};
static const char *const parts[] = {"contacts", "legs", "handle_s"};

static int
write_cells(struct got *g, struct cs_writer *w, struct cs_err *e)
{
	struct cs_sumstore all;

	cs_sumstore_of(&all, &g->sums);
	return cs_sumcells_write(&kind, &g->c.run, &all, w, e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sumstream stream = {&kind, parts, 3, write_cells};

	sumstream_try(&stream, data, size);
	return 0;
}
