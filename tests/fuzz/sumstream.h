/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a stream of sums (retain/sumcells.h): what can be read comes out as the same bytes
 * when it is written, read and written again; what cannot be is refused with a reason. The checksum
 * at the end would refuse nearly all that is changed, so where the last record is one it is made
 * right before.
 */
#ifndef CS_TESTS_SUMSTREAM_H
#define CS_TESTS_SUMSTREAM_H

#include "memfile.h"
#include "rec/gz.h"
#include "retain/sumcells.h"

/* What a stream became. */
struct got {
	struct cs_arena arena;
	struct cs_sumcells c;
	struct cs_sums_form form;
	struct cs_sums sums;
};

/* A tool's streams: which there are, and how its sums are written. */
struct sumstream {
	const struct cs_sumcells_kind *kind;
	const char *const *part;
	unsigned npart;
	int (*write)(struct got *g, struct cs_writer *w, struct cs_err *e);
};

static int
read_sums(const struct sumstream *s, struct got *g, struct memfile *in, struct cs_err *e)
{
	char *file = in->path;
	int r;

	*g = (struct got){.form = {.part = s->part, .npart = s->npart}};
	r = cs_sumcells_open(&g->c, s->kind, &g->arena, &file, 1, e);
	g->form.key = g->c.key;
	g->form.nkey = r == 0 ? g->c.nkey : 0;
	cs_sums_init(&g->sums, &g->form);
	if (r == 0)
		r = cs_sumcells_read(&g->c, &g->sums, e);
	return r == 0 ? cs_sums_sort(&g->sums, e) : r;
}

static void
write_sums(const struct sumstream *s, struct got *g, struct memfile *out)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer w;

	memfile_open(out, "", 0);
	cs_writer_init(&w, out->fd, "sums");
	check(s->write(g, &w, &e) == 0);
	check(cs_writer_finish(&w, &e) == 0);
	cs_writer_free(&w);
}

static void
finish_sums(struct got *g)
{
	cs_sums_finish(&g->sums);
	cs_sumcells_close(&g->c);
	cs_arena_finish(&g->arena);
}

/* The bytes, with the checksum of one part put right if that is where they end. */
static void
seal(struct memfile *in, const uint8_t *data, size_t size)
{
	struct cs_str s = cs_str((const char *)data, size);
	size_t head = cs_str_find(s, '\n'), last;
	char hex[16];

	if (s.n == 0 || s.p[s.n - 1] != '\n')
		head = s.n;
	for (last = s.n - (s.n != 0); last > 0 && s.p[last - 1] != '\n'; last--)
		;
	if (head + 1 < last && s.n - last > 10 && s.p[s.n - 10] == '\t') {
		(void)snprintf(hex, sizeof hex, "%08lx\n",
		    (unsigned long)cs_gz_crc32(0, s.p + head + 1, last - head - 1));
		memfile_open(in, data, size - 9);
		check(write(in->fd, hex, 9) == 9);
	} else {
		memfile_open(in, data, size);
	}
}

static inline void
sumstream_try(const struct sumstream *s, const uint8_t *data, size_t size)
{
	struct cs_err e = CS_ERR_INIT;
	struct memfile in, out, again;
	struct got g, h;

	seal(&in, data, size);
	if (read_sums(s, &g, &in, &e) != 0) {
		check(e.status != 0 && e.msg[0] != '\0');
	} else {
		write_sums(s, &g, &out);
		check(read_sums(s, &h, &out, &e) == 0);
		write_sums(s, &h, &again);
		check(memfile_same(&out, &again));
		finish_sums(&h);
		memfile_close(&out);
		memfile_close(&again);
	}
	finish_sums(&g);
	memfile_close(&in);
}

#endif
