/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader of cells of cs-retain: any bytes are sums that come out as the same cells when they
 * are written and read again, or are refused with a reason. Checksums would keep what is changed
 * out: where the last record is one, it is made right before.
 */
#include "retain/retaincells.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rec/gz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[] = {"left", "followed", "revenue"};
static const struct cs_retain_mode mode = {.name = "curve", .part = parts, .npart = 3};

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
	struct cs_retaincells_run run;
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
	r = cs_sumcells_open(&g->c, &cs_retaincells_kind, &g->arena, paths, 1, e);
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
	cs_shards_finish(&g->run.shards);
	cs_sumcells_close(&g->c);
	cs_arena_finish(&g->arena);
}

static int
write_cells(struct got *g)
{
	struct cs_retain r = {.mode = &mode,
	    .key = g->c.key,
	    .nkey = g->c.nkey,
	    .said = g->c.run.said,
	    .nsaid = g->c.run.nsaid};
	struct cs_err e = CS_ERR_INIT;
	int fd = memfd_create("cells", MFD_CLOEXEC);
	struct cs_writer w;

	check(fd >= 0);
	cs_retaincells_take(&g->c, &r, &g->run);
	cs_writer_init(&w, fd, "cells");
	check(cs_retaincells_write(&r, &g->run, &g->sums, &w, &e) == 0);
	check(cs_writer_finish(&w, &e) == 0);
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

/* The bytes, with the checksum of one part put right if that is where they end. */
static int
stream(const uint8_t *data, size_t size)
{
	int fd = memfd_create("in", MFD_CLOEXEC);
	struct cs_str s = cs_str((const char *)data, size);
	size_t head = cs_str_find(s, '\n'), last;
	char hex[16];

	check(fd >= 0);
	if (s.n == 0 || s.p[s.n - 1] != '\n')
		head = s.n;
	for (last = s.n - (s.n != 0); last > 0 && s.p[last - 1] != '\n'; last--)
		;
	if (head + 1 < last && s.n - last > 10 && s.p[s.n - 10] == '\t') {
		(void)snprintf(hex, sizeof hex, "%08lx\n",
		    (unsigned long)cs_gz_crc32(0, s.p + head + 1, last - head - 1));
		check(write(fd, data, size - 9) == (ssize_t)size - 9 && write(fd, hex, 9) == 9);
	} else {
		check(write(fd, data, size) == (ssize_t)size);
	}
	return fd;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_err e = CS_ERR_INIT;
	struct got g, h;
	int in = stream(data, size), out, again;

	if (read_cells(&g, in, &e) != 0) {
		check(e.status != 0 && e.msg[0] != '\0');
	} else {
		out = write_cells(&g);
		check(read_cells(&h, out, &e) == 0);
		again = write_cells(&h);
		check(same_bytes(out, again));
		finish(&h);
		(void)close(out);
		(void)close(again);
	}
	finish(&g);
	(void)close(in);
	return 0;
}
