/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Manifests: any bytes are a manifest that is the same when it is written and read again, or are
 * refused with a reason.
 */
#include "rec/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static int
read_fd(int fd, struct cs_manifest *m, struct cs_arena *a, struct cs_err *e)
{
	char path[32];

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return cs_manifest_read(m, a, path, e);
}

static void
write_again(const struct cs_manifest *m, struct cs_arena *a)
{
	struct cs_manifest again;
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer w;
	int fd = memfd_create("again", MFD_CLOEXEC);

	check(fd >= 0);
	cs_writer_init(&w, fd, "again");
	cs_manifest_write(m, &w);
	check(cs_writer_finish(&w, &e) == 0);
	cs_writer_free(&w);
	check(read_fd(fd, &again, a, &e) == 0 && again.n == m->n);
	for (size_t i = 0; i < m->n; i++) {
		const struct cs_manifest_part *x = &m->part[i], *y = &again.part[i];

		check(cs_str_eq(x->name, y->name) && x->rows == y->rows && x->bytes == y->bytes &&
		      x->crc == y->crc);
	}
	(void)close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_manifest m;
	struct cs_err e = CS_ERR_INIT;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	check(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	if (read_fd(fd, &m, &a, &e) == 0)
		write_again(&m, &a);
	else
		check(e.status != 0 && e.msg[0] != '\0');
	cs_arena_finish(&a);
	(void)close(fd);
	return 0;
}
