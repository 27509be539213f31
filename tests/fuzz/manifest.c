/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Manifests: any bytes are a manifest that is the same when it is written and read again, or are
 * refused with a reason.
 */
#include "rec/manifest.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_again(const struct cs_manifest *m, struct cs_arena *a)
{
	struct cs_manifest again;
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer w;
	struct memfile out;

	memfile_open(&out, "", 0);
	cs_writer_init(&w, out.fd, "again");
	cs_manifest_write(m, &w);
	check(cs_writer_finish(&w, &e) == 0);
	cs_writer_free(&w);
	check(cs_manifest_read(&again, a, out.path, &e) == 0 && again.n == m->n);
	for (size_t i = 0; i < m->n; i++) {
		const struct cs_manifest_part *x = &m->part[i], *y = &again.part[i];

		check(cs_str_eq(x->name, y->name) && x->rows == y->rows && x->bytes == y->bytes &&
		      x->crc == y->crc);
	}
	memfile_close(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_manifest m;
	struct cs_err e = CS_ERR_INIT;
	struct memfile in;

	memfile_open(&in, data, size);
	if (cs_manifest_read(&m, &a, in.path, &e) == 0)
		write_again(&m, &a);
	else
		check(e.status != 0 && e.msg[0] != '\0');
	cs_arena_finish(&a);
	memfile_close(&in);
	return 0;
}
