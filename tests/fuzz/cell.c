/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of cells: any bytes are cells that come out as the same cells when they are written
 * and read again, and that can be rendered, or are refused with a reason. The seeds are of version
 * 2, which has no checksum that keeps what is changed out.
 */
#include "cell/cell.h"

#include "cell/celltable.h"
#include "memfile.h"
#include "table/render.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct cs_cells *
read_cells(struct memfile *in, struct cs_err *e)
{
	char *file = in->path;
	struct cs_cells *c = NULL;
	struct cs_reader *r;

	r = cs_reader_open(&file, 1, 0, e);
	if (r != NULL)
		c = cs_cells_read(r, e);
	cs_reader_close(r);
	return c;
}

/* As a stream of cells (how NULL), or rendered. */
static void
write_cells(struct cs_cells *c, const struct cs_shape *how, struct memfile *out)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer w;

	memfile_open(out, "", 0);
	cs_writer_init(&w, out->fd, "cells");
	if (how != NULL)
		(void)cs_render(c, how, &w, &e);
	else
		check(cs_cells_write(c, &w, &e) == 0);
	check(cs_writer_finish(&w, &e) == 0 || e.status != 0);
	cs_writer_free(&w);
}

static void
render(struct cs_cells *c, const struct cs_shape *how)
{
	struct memfile out;

	write_cells(c, how, &out);
	memfile_close(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct cs_shape with_bounds = {.ci = true, .level = .95};
	const struct cs_shape compared = {.level = .95,
	    .interp = true,
	    .vs = {.set = true, .intervals = true, .known = CS_INSTANT_MIN, .ratio = 1}};
	const struct cs_shape summed = {.level = .95,
	    .rolling = 3,
	    .ytd = true,
	    .subtotals = CS_SUBTOTALS_ALL,
	    .of_total = CS_OF_TOTAL_PARENT,
	    .layout = CS_LAYOUT_LONG};
	struct cs_shape crossed = {.level = .95, .top = 1, .layout = CS_LAYOUT_PIVOT};
	struct cs_err e = CS_ERR_INIT;
	struct memfile in, out, again;
	struct cs_cells *c, *d;

	memfile_open(&in, data, size);
	c = read_cells(&in, &e);
	if (c == NULL) {
		check(e.status != 0 && e.msg[0] != '\0');
	} else {
		render(c, &with_bounds);
		render(c, &compared);
		write_cells(c, NULL, &out);
		e = (struct cs_err)CS_ERR_INIT;
		d = read_cells(&out, &e);
		check(d != NULL);
		write_cells(d, NULL, &again);
		check(memfile_same(&out, &again));
		memfile_close(&out);
		memfile_close(&again);
		/* Shapes add groups: each gets cells of its own. */
		render(c, &summed);
		crossed.pivot = cs_cells_keys(d) != 0 ? cs_cells_key_name(d, 0) : CS_STR("none");
		render(d, &crossed);
		cs_cells_free(d);
	}
	cs_cells_free(c);
	memfile_close(&in);
	return 0;
}
