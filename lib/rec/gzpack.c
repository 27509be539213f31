/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packing as gzip: see gzpack.h. */
#include "rec/gzpack.h"

#include <stdlib.h>

#include <zlib.h>

#include "base/mem.h"

struct cs_gzpack {
	z_stream z;
};

struct cs_gzpack *
cs_gzpack_new(int level)
{
	enum { GZIP_HEADER = 16, MEM_LEVEL = 8 };
	struct cs_gzpack *g = cs_mem_new0(1, sizeof *g);

	/* Of what may be wrong only memory can be: the parameters are ours. */
	if (deflateInit2(&g->z, level, Z_DEFLATED, MAX_WBITS + GZIP_HEADER, MEM_LEVEL,
		Z_DEFAULT_STRATEGY) != Z_OK)
		cs_mem_fail();
	return g;
}

void
cs_gzpack_free(struct cs_gzpack *g)
{
	if (g == NULL)
		return;
	(void)deflateEnd(&g->z);
	free(g);
}

void
cs_gzpack_member(struct cs_gzpack *g, struct cs_str text, struct cs_buf *out)
{
	size_t room = deflateBound(&g->z, (uLong)text.n);

	g->z.next_in = (Bytef *)(uintptr_t)text.p;
	g->z.avail_in = (uInt)text.n;
	g->z.next_out = (Bytef *)cs_buf_reserve(out, room);
	g->z.avail_out = (uInt)room;
	/* With room for the bound one call does it all. */
	(void)deflate(&g->z, Z_FINISH);
	out->n += room - g->z.avail_out;
	(void)deflateReset(&g->z);
}
