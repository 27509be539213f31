/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fuzz targets check, and bytes as a file in memory, for what reads paths. */
#ifndef CS_TESTS_MEMFILE_H
#define CS_TESTS_MEMFILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static inline void
check(bool good)
{
	if (!good)
		abort();
}

struct memfile {
	int fd;
	char path[32];
};

/* A file of these bytes; to be closed. */
static inline void
memfile_open(struct memfile *m, const void *data, size_t size)
{
	m->fd = memfd_create("fuzz", MFD_CLOEXEC);
	check(m->fd >= 0 && write(m->fd, data, size) == (ssize_t)size);
	(void)snprintf(m->path, sizeof m->path, "/proc/self/fd/%d", m->fd);
}

static inline void
memfile_close(struct memfile *m)
{
	(void)close(m->fd);
}

static inline bool
memfile_same(const struct memfile *a, const struct memfile *b)
{
	off_t na = lseek(a->fd, 0, SEEK_END), nb = lseek(b->fd, 0, SEEK_END);
	char *pa = malloc((size_t)na + 1), *pb = malloc((size_t)nb + 1);
	bool same = pa != NULL && pb != NULL && na == nb &&
		    pread(a->fd, pa, (size_t)na, 0) == (ssize_t)na &&
		    pread(b->fd, pb, (size_t)nb, 0) == (ssize_t)nb &&
		    memcmp(pa, pb, (size_t)na) == 0;

	free(pa);
	free(pb);
	return same;
}

#endif
