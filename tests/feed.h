/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeds bytes to whatever reads a path, in pieces of a chosen size: a thread writes a piece to a
 * pipe, waits until it has been read, and writes the next. The reader opens feed.path.
 *
 *	feed_start(&f, text, n, piece); ... read f.path ... feed_stop(&f);
 */
#ifndef CS_TESTS_FEED_H
#define CS_TESTS_FEED_H

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct feed {
	char path[32];
	int end[2];
	pthread_t thread;
	const char *p;
	size_t n, piece;
	atomic_bool stop;
};

static void *
feed_run(void *arg)
{
	struct feed *f = arg;
	int waiting;

	for (size_t i = 0; i < f->n && !f->stop; i += f->piece) {
		size_t n = f->n - i < f->piece ? f->n - i : f->piece;

		if (write(f->end[1], f->p + i, n) != (ssize_t)n)
			break;
		while (!f->stop && ioctl(f->end[0], FIONREAD, &waiting) == 0 && waiting > 0)
			(void)sched_yield();
	}
	(void)close(f->end[1]);
	return NULL;
}

static void
feed_start(struct feed *f, const char *p, size_t n, size_t piece)
{
	if (pipe(f->end) != 0)
		abort();
	f->p = p;
	f->n = n;
	f->piece = piece;
	f->stop = false;
	(void)snprintf(f->path, sizeof f->path, "/dev/fd/%d", f->end[0]);
	if (pthread_create(&f->thread, NULL, feed_run, f) != 0)
		abort();
}

static void
feed_stop(struct feed *f)
{
	f->stop = true;
	(void)pthread_join(f->thread, NULL);
	(void)close(f->end[0]);
}

#endif
