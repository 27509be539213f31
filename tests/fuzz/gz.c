/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gunzip: the first byte is the size of the pieces, the rest gzip. The result does not depend on
 * the pieces.
 */
#include "rec/gz.h"

#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

enum { LIMIT = 1 << 20 }; /* a few bytes may unpack to very many */

static int
unpack(const uint8_t *p, size_t n, size_t piece, size_t room, struct cs_buf *out)
{
	struct cs_gz *gz = cs_gz_new();
	struct cs_err err = CS_ERR_INIT;
	bool full = true;
	int r = 0;

	while (r == 0 && (n != 0 || full) && out->n < LIMIT) {
		size_t nin = n < piece ? n : piece, nout = room, had = nin;

		r = cs_gz_feed(
		    gz, p, &nin, (unsigned char *)cs_buf_reserve(out, room), &nout, &err);
		check(nin <= had && nout <= room);
		check(r != 0 || nin == had || nout == room);
		out->n += nout;
		full = nout == room;
		p += nin;
		n -= nin;
	}
	if (r == 0 && out->n < LIMIT)
		r = cs_gz_end(gz, &err);
	check(r == 0 || (err.status == CS_EXIT_DATA && err.msg[0] != '\0'));
	cs_gz_free(gz);
	return r;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_buf a = CS_BUF_INIT, b = CS_BUF_INIT;
	int ra, rb;

	if (size < 1)
		return 0;
	ra = unpack(data + 1, size - 1, size, 65536, &a);
	rb = unpack(data + 1, size - 1, data[0] % 16 + 1U, data[0] / 16 * 100 + 1U, &b);
	if (a.n < LIMIT && b.n < LIMIT) {
		check(ra == rb);
		check(ra != 0 || cs_str_eq(cs_buf_all(&a), cs_buf_all(&b)));
	}
	cs_buf_finish(&a);
	cs_buf_finish(&b);
	return 0;
}
