/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A temporary file without a name: see scratch.h. */
#include "base/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

struct cs_scratch {
	const char *folder;
	pthread_mutex_t lock; /* of fd while it is opened */
	int fd;		      /* -1: not yet */
	atomic_uint_least64_t end;
};

struct cs_scratch *
cs_scratch_new(const char *folder)
{
	struct cs_scratch *s = cs_mem_new0(1, sizeof *s);

	s->folder = folder;
	s->fd = -1;
	(void)pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
cs_scratch_free(struct cs_scratch *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		(void)close(s->fd);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

/* A file system that has no unnamed files gets a named one, for a moment. */
static int
open_named(const char *folder)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/cs-scratch-XXXXXX", folder), fd;

	if (n < 0 || (size_t)n >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(path);
	return fd;
}

static int
make(struct cs_scratch *s, struct cs_err *e)
{
	int r = 0;

	(void)pthread_mutex_lock(&s->lock);
	if (s->fd < 0) {
		s->fd = open(s->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		if (s->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
			s->fd = open_named(s->folder);
		if (s->fd < 0) {
			r = cs_err_errno(e, CS_EXIT_IO, "%s: no temporary file", s->folder);
			(void)cs_err_hint(e, "TMPDIR names the folder; --mem says how much is kept "
					     "in memory before there is a file");
		}
	}
	(void)pthread_mutex_unlock(&s->lock);
	return r;
}

int
cs_scratch_put(struct cs_scratch *s, const void *p, size_t n, uint64_t *at, struct cs_err *e)
{
	const char *from = p;
	uint64_t to;

	if (make(s, e) != 0)
		return -1;
	to = *at = atomic_fetch_add(&s->end, n);
	while (n > 0) {
		ssize_t wrote = pwrite(s->fd, from, n, (off_t)to);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			(void)cs_err_errno(
			    e, CS_EXIT_IO, "%s: the temporary file cannot be written", s->folder);
			return cs_err_hint(e, "TMPDIR may name another folder");
		}
		from += wrote;
		to += (uint64_t)wrote;
		n -= (size_t)wrote;
	}
	return 0;
}

int
cs_scratch_get(struct cs_scratch *s, uint64_t at, void *p, size_t n, struct cs_err *e)
{
	char *to = p;

	while (n > 0) {
		ssize_t got = pread(s->fd, to, n, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (got == 0)
				errno = EIO;
			return cs_err_errno(
			    e, CS_EXIT_IO, "%s: the temporary file cannot be read", s->folder);
		}
		to += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return 0;
}
