/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The front of an index: see indexhead.h. */
#include "rec/indexhead.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "rec/gz.h"

static const char magic[8] = {'c', 's', 'i', 'n', 'd', 'e', 'x', '1'};

enum { NUMBERS = CS_INDEX_NUMBERS * 8, FIXED = sizeof magic + NUMBERS + 4, NAME_MAX_BYTES = 65536 };

static uint32_t
sum_of(const unsigned char *numbers, struct cs_str column)
{
	return cs_gz_crc32(cs_gz_crc32(0, numbers, NUMBERS), column.p, column.n);
}

void
cs_index_head_text(const uint64_t number[CS_INDEX_NUMBERS], struct cs_str column, struct cs_buf *b)
{
	unsigned char *p = (unsigned char *)cs_buf_reserve(b, FIXED);

	memcpy(p, magic, sizeof magic);
	for (unsigned i = 0; i < CS_INDEX_NUMBERS; i++)
		cs_index_number_put(p + sizeof magic + i * 8, number[i], 8);
	cs_index_number_put(p + sizeof magic + NUMBERS, sum_of(p + sizeof magic, column), 4);
	b->n += FIXED;
	cs_buf_str(b, column);
}

int
cs_index_open_file(const char *path, struct cs_err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd >= 0 ? fd : cs_err_errno(e, CS_EXIT_IO, "%s", path);
}

int
cs_index_get(int fd, const char *name, uint64_t at, void *p, size_t n, struct cs_err *e)
{
	char *to = p;

	while (n != 0) {
		ssize_t got = pread(fd, to, n, (off_t)at);

		if (got == 0)
			return 0;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cs_err_errno(e, CS_EXIT_IO, "%s", name);
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return 1;
}

int
cs_index_head_read(int fd, const char *name, uint64_t number[CS_INDEX_NUMBERS],
    struct cs_buf *column, struct cs_err *e)
{
	unsigned char p[FIXED];
	size_t begin = column->n;
	int r = cs_index_get(fd, name, 0, p, sizeof p, e);

	if (r <= 0 || memcmp(p, magic, sizeof magic) != 0)
		return r < 0 ? -1 : 0;
	for (unsigned i = 0; i < CS_INDEX_NUMBERS; i++)
		number[i] = cs_index_number_at(p + sizeof magic + i * 8, 8);
	if (number[CS_INDEX_NAME] > NAME_MAX_BYTES)
		return cs_err_set(e, CS_EXIT_DATA, "%s: the index is damaged at its front", name);
	r = cs_index_get(fd, name, FIXED, cs_buf_reserve(column, number[CS_INDEX_NAME]),
	    number[CS_INDEX_NAME], e);
	if (r < 0)
		return -1;
	column->n += number[CS_INDEX_NAME];
	if (r == 0 || cs_index_number_at(p + sizeof magic + NUMBERS, 4) !=
			  sum_of(p + sizeof magic, cs_str_skip(cs_buf_all(column), begin)))
		return cs_err_set(e, CS_EXIT_DATA, "%s: the index is damaged at its front", name);
	return 1;
}

static int
sum_at(int fd, const char *name, uint64_t at, size_t n, uint64_t *sum, struct cs_err *e)
{
	unsigned char p[CS_INDEX_LOOKED];
	int r = cs_index_get(fd, name, at, p, n, e);

	*sum = r > 0 ? cs_gz_crc32(0, p, n) : 0;
	return r < 0 ? -1 : 0;
}

int
cs_index_ends(
    int fd, const char *name, uint64_t bytes, uint64_t *head, uint64_t *tail, struct cs_err *e)
{
	size_t n = bytes < CS_INDEX_LOOKED ? (size_t)bytes : CS_INDEX_LOOKED;

	if (sum_at(fd, name, 0, n, head, e) != 0)
		return -1;
	return sum_at(fd, name, bytes - n, n, tail, e);
}
