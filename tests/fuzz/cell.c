/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of cells: any bytes are cells that come out as the same cells when they are written
 * and read again, and that can be rendered, or are refused with a reason. The seeds are of version
 * 2, which has no checksum that keeps what is changed out.
 */
#include "desk/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "desk/celltable.h"
#include "desk/render.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static struct cs_cells *
read_cells(int fd, struct cs_err *e)
{
	char path[32], *paths[1] = {path};
	struct cs_cells *c = NULL;
	struct cs_reader *r;

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	r = cs_reader_open(paths, 1, 0, e);
	if (r != NULL)
		c = cs_cells_read(r, e);
	cs_reader_close(r);
	return c;
}

/* As a stream of cells (how NULL), or rendered, in a descriptor of its own. */
static int
write_cells(struct cs_cells *c, const struct cs_shape *how)
{
	struct cs_err e = CS_ERR_INIT;
	int fd = memfd_create("cells", MFD_CLOEXEC);
	struct cs_writer w;

	check(fd >= 0);
	cs_writer_init(&w, fd, "cells");
	if (how != NULL)
		(void)cs_render(c, how, &w, &e);
	else
		check(cs_cells_write(c, &w, &e) == 0);
	check(cs_writer_finish(&w, &e) == 0 || e.status != 0);
	cs_writer_free(&w);
	return fd;
}

static bool
same_bytes(int a, int b)
{
	off_t na = lseek(a, 0, SEEK_END), nb = lseek(b, 0, SEEK_END);
	char *pa = malloc((size_t)na + 1), *pb = malloc((size_t)nb + 1);
	bool same = pa != NULL && pb != NULL && na == nb &&
		    pread(a, pa, (size_t)na, 0) == (ssize_t)na &&
		    pread(b, pb, (size_t)nb, 0) == (ssize_t)nb && memcmp(pa, pb, (size_t)na) == 0;

	free(pa);
	free(pb);
	return same;
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
	int in = memfd_create("in", MFD_CLOEXEC), out, again;
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c, *d;

	check(in >= 0 && write(in, data, size) == (ssize_t)size);
	c = read_cells(in, &e);
	if (c == NULL) {
		check(e.status != 0 && e.msg[0] != '\0');
	} else {
		(void)close(write_cells(c, &with_bounds));
		(void)close(write_cells(c, &compared));
		out = write_cells(c, NULL);
		e = (struct cs_err)CS_ERR_INIT;
		d = read_cells(out, &e);
		check(d != NULL);
		again = write_cells(d, NULL);
		check(same_bytes(out, again));
		(void)close(out);
		(void)close(again);
		/* Shapes add groups: each gets cells of its own. */
		(void)close(write_cells(c, &summed));
		crossed.pivot = cs_cells_keys(d) != 0 ? cs_cells_key_name(d, 0) : CS_STR("none");
		(void)close(write_cells(d, &crossed));
		cs_cells_free(d);
	}
	cs_cells_free(c);
	(void)close(in);
	return 0;
}
