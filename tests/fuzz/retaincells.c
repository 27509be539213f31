/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of cells of cs-retain: see sumstream.h. */
#include "retain/retaincells.h"

#include "sumstream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[] = {"left", "followed", "revenue"};
static const struct cs_retain_mode mode = {.name = "curve", .part = parts, .npart = 3};

static int
write_cells(struct got *g, struct cs_writer *w, struct cs_err *e)
{
	struct cs_retain r = {.mode = &mode,
	    .key = g->c.key,
	    .nkey = g->c.nkey,
	    .said = g->c.run.said,
	    .nsaid = g->c.run.nsaid};
	struct cs_retaincells_run run = {0};
	struct cs_sumstore all;
	int result;

	cs_retaincells_take(&g->c, &r, &run);
	cs_sumstore_of(&all, &g->sums);
	result = cs_retaincells_write(&r, &run, &all, w, e);
	cs_shards_finish(&run.shards);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sumstream stream = {&cs_retaincells_kind, parts, 3, write_cells};

	sumstream_try(&stream, data, size);
	return 0;
}
