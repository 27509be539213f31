/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of sums as records: any bytes are sums that come out as the same cells when they are
 * written and read again, or are refused with a reason.
 */
#include "retain/sumcells.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const counts[] = {"read", "counted"};
static const struct cs_sumcells_instant instants[] = {
    {"first", false}, {"last", true}, {"newest", true}};
static const struct cs_sumcells_kind kind = {"cs-chargeback", 1, instants, 3, counts, 2};
static const char *const parts[] = {"contacts", "legs", "handle_s"};

static void
check(bool good)
{
	if (!good)
		abort();
}

/* What a stream of cells became. */
struct got {
	struct cs_arena arena;
	struct cs_sumcells c;
	struct cs_sums_form form;
	struct cs_sums sums;
};

static int
read_cells(struct got *g, int fd, struct cs_err *e)
{
	char path[32], *paths[1] = {path};
	int r;

	*g = (struct got){.form = {.part = parts, .npart = 3}};
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	r = cs_sumcells_open(&g->c, &kind, &g->arena, paths, 1, e);
	g->form.key = g->c.key;
	g->form.nkey = r == 0 ? g->c.nkey : 0;
	cs_sums_init(&g->sums, &g->form);
	if (r == 0)
		r = cs_sumcells_read(&g->c, &g->sums, e);
	return r == 0 ? cs_sums_sort(&g->sums, e) : r;
}

static void
finish(struct got *g)
{
	cs_sums_finish(&g->sums);
	cs_sumcells_close(&g->c);
	cs_arena_finish(&g->arena);
}

static int
write_cells(struct got *g)
{
	struct cs_err e = CS_ERR_INIT;
	int fd = memfd_create("cells", MFD_CLOEXEC);
	struct cs_writer w;

	check(fd >= 0);
	cs_writer_init(&w, fd, "cells");
	check(cs_sumcells_write(&kind, &g->c.run, &g->sums, &w, &e) == 0);
	check(cs_writer_finish(&w, &e) == 0);
	cs_writer_free(&w);
	return fd;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("in", MFD_CLOEXEC);
	struct cs_err e = CS_ERR_INIT;
	struct got g, h;

	check(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	if (read_cells(&g, fd, &e) == 0) {
		int out = write_cells(&g);

		check(read_cells(&h, out, &e) == 0 && h.sums.ngroup == g.sums.ngroup);
		finish(&h);
		(void)close(out);
	} else {
		check(e.status != 0 && e.msg[0] != '\0');
	}
	finish(&g);
	(void)close(fd);
	return 0;
}
