/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An input of bytes, and the thread that unpacks it if it is gzip: see bytes.h. */
#include "rec/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "rec/gz.h"

enum { PIPE_SIZE = 1024 * 1024, NBLOCK = 4 };

/* A piece of unpacked text on its way from the thread. */
struct block {
	size_t n;
	unsigned char p[CS_BYTES_BLOCK];
};

/*
 * The unpacking thread fills blocks in a ring, the reader empties them. The counts only grow; what
 * is between them is full. The error is set before `over` and read after it.
 */
struct unpacker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	struct cs_gz *gz;
	struct block *block; /* NBLOCK of them */
	uint64_t filled, emptied;
	size_t used;  /* bytes taken from the block being emptied */
	bool over;    /* no more will be filled */
	bool dropped; /* the reader has gone; wake says so to a thread that waits for input */
	int wake;
	struct cs_err err;
	size_t npacked; /* bytes of packed that were read to know what it is */
	unsigned char packed[CS_BYTES_BLOCK];
};

enum stage {
	FRESH,	/* nothing read yet */
	PLAIN,	/* bytes are handed on as they are */
	PACKED, /* gzip: the unpacker has the descriptor */
};

struct cs_bytes {
	int fd;
	const char *name;
	uint64_t size; /* of a regular file */
	bool regular;
	enum stage stage;
	_Atomic uint64_t taken;
	struct unpacker *unpacker;
};

struct cs_bytes *
cs_bytes_open(const char *path, struct cs_err *e)
{
	bool is_stdin = path == NULL || strcmp(path, "-") == 0;
	const char *name = is_stdin ? "stdin" : path;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), size;
	struct cs_bytes *in;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		(void)cs_err_errno(e, CS_EXIT_IO, "%s", name);
		return NULL;
	}
	if (S_ISDIR(st.st_mode)) {
		(void)cs_err_set(e, CS_EXIT_IO, "%s: is a directory", name);
		if (!is_stdin)
			(void)close(fd);
		return NULL;
	}
	in = cs_mem_new0(1, sizeof *in);
	in->fd = fd;
	in->name = name;
	in->regular = S_ISREG(st.st_mode);
	in->size = in->regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
	size = fcntl(fd, F_GETPIPE_SZ);
	if (size > 0 && size < PIPE_SIZE)
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE); /* a wish; the limits may forbid it */
	return in;
}

/* read() that waits where the descriptor would not, and counts. */
static int64_t
read_some(struct cs_bytes *in, void *p, size_t n, struct cs_err *e)
{
	struct pollfd wait = {.fd = in->fd, .events = POLLIN};
	ssize_t got;

	while ((got = read(in->fd, p, n)) < 0) {
		if (errno == EAGAIN)
			(void)poll(&wait, 1, -1);
		else if (errno != EINTR)
			return cs_err_errno(e, CS_EXIT_IO, "%s", in->name);
	}
	atomic_fetch_add_explicit(&in->taken, (uint64_t)got, memory_order_relaxed);
	return got;
}

/* Waits for a block to fill; NULL when the reader has gone. */
static struct block *
empty_block(struct unpacker *u)
{
	struct block *b = NULL;

	(void)pthread_mutex_lock(&u->lock);
	while (!u->dropped && u->filled - u->emptied == NBLOCK)
		(void)pthread_cond_wait(&u->moved, &u->lock);
	if (!u->dropped)
		b = &u->block[u->filled % NBLOCK];
	(void)pthread_mutex_unlock(&u->lock);
	return b;
}

static void
hand_over(struct unpacker *u, bool block, bool over)
{
	(void)pthread_mutex_lock(&u->lock);
	u->filled += block;
	u->over = over;
	(void)pthread_cond_broadcast(&u->moved);
	(void)pthread_mutex_unlock(&u->lock);
}

/* Unpacks one piece of input; false when the reader has gone or the data is bad. */
static bool
unpack_piece(struct unpacker *u, const unsigned char *p, size_t n)
{
	bool full = true;

	while (n != 0 || full) {
		struct block *b = empty_block(u);
		size_t took = n, gave = CS_BYTES_BLOCK;
		int r;

		if (b == NULL)
			return false;
		r = cs_gz_feed(u->gz, p, &took, b->p, &gave, &u->err);
		b->n = gave;
		if (gave != 0)
			hand_over(u, true, false);
		if (r != 0)
			return false;
		full = gave == CS_BYTES_BLOCK;
		p += took;
		n -= took;
	}
	return true;
}

/* Waits for input; false when the reader went first. */
static bool
wait_for_input(const struct cs_bytes *in)
{
	struct pollfd both[2] = {
	    {.fd = in->fd, .events = POLLIN}, {.fd = in->unpacker->wake, .events = POLLIN}};

	if (in->regular)
		return true;
	while (poll(both, 2, -1) < 0)
		if (errno != EINTR)
			return true;
	return both[1].revents == 0;
}

static void *
unpack(void *arg)
{
	struct cs_bytes *in = arg;
	struct unpacker *u = in->unpacker;
	int64_t got = (int64_t)u->npacked;

	while (unpack_piece(u, u->packed, (size_t)got) && wait_for_input(in)) {
		got = read_some(in, u->packed, sizeof u->packed, &u->err);
		if (got == 0)
			(void)cs_gz_end(u->gz, &u->err);
		if (got <= 0)
			break;
	}
	if (u->err.status == CS_EXIT_DATA)
		cs_err_prefix(&u->err, "%s", in->name);
	hand_over(u, false, true);
	return NULL;
}

static void
free_unpacker(struct unpacker *u)
{
	if (u->wake >= 0)
		(void)close(u->wake);
	(void)pthread_cond_destroy(&u->moved);
	(void)pthread_mutex_destroy(&u->lock);
	cs_gz_free(u->gz);
	free(u->block);
	free(u);
}

static void
drop_unpacker(struct unpacker *u)
{
	(void)pthread_mutex_lock(&u->lock);
	u->dropped = true;
	(void)pthread_cond_broadcast(&u->moved);
	(void)pthread_mutex_unlock(&u->lock);
	(void)eventfd_write(u->wake, 1);
	(void)pthread_join(u->thread, NULL);
	free_unpacker(u);
}

void
cs_bytes_close(struct cs_bytes *in)
{
	if (in == NULL)
		return;
	if (in->unpacker != NULL)
		drop_unpacker(in->unpacker);
	if (in->fd != STDIN_FILENO)
		(void)close(in->fd);
	free(in);
}

/*
 * Starts the thread, deaf to signals: those are for the one that runs main. The first n bytes of
 * the input are at p.
 */
static int
start_unpacker(struct cs_bytes *in, const void *p, size_t n, struct cs_err *e)
{
	struct unpacker *u = cs_mem_new(1, sizeof *u);
	sigset_t all, before;
	int r;

	memset(u, 0, offsetof(struct unpacker, packed));
	memcpy(u->packed, p, n);
	u->npacked = n;
	u->gz = cs_gz_new();
	u->block = cs_mem_new(NBLOCK, sizeof *u->block);
	(void)pthread_mutex_init(&u->lock, NULL);
	(void)pthread_cond_init(&u->moved, NULL);
	u->wake = eventfd(0, EFD_CLOEXEC);
	in->unpacker = u;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	r = u->wake < 0 ? errno : pthread_create(&u->thread, NULL, unpack, in);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (r == 0)
		return 0;
	in->unpacker = NULL;
	free_unpacker(u);
	errno = r;
	return cs_err_errno(e, CS_EXIT_NOMEM, "%s: cannot start a thread", in->name);
}

static int64_t
read_unpacked(struct unpacker *u, void *p, size_t n, struct cs_err *e)
{
	const struct block *b;
	bool over;

	(void)pthread_mutex_lock(&u->lock);
	while (u->filled == u->emptied && !u->over)
		(void)pthread_cond_wait(&u->moved, &u->lock);
	over = u->filled == u->emptied;
	(void)pthread_mutex_unlock(&u->lock);
	if (over) {
		if (u->err.status != 0 && e != NULL && e->status == 0)
			*e = u->err;
		return u->err.status != 0 ? -1 : 0;
	}
	b = &u->block[u->emptied % NBLOCK];
	n = b->n - u->used < n ? b->n - u->used : n;
	memcpy(p, b->p + u->used, n);
	u->used += n;
	if (u->used == b->n) {
		(void)pthread_mutex_lock(&u->lock);
		u->emptied++;
		u->used = 0;
		(void)pthread_cond_broadcast(&u->moved);
		(void)pthread_mutex_unlock(&u->lock);
	}
	return (int64_t)n;
}

/*
 * The first read: plain bytes go straight to the caller, packed ones to the unpacker. One byte that
 * may be the begin of gzip is not enough to tell.
 */
static int64_t
read_first(struct cs_bytes *in, char *p, size_t n, struct cs_err *e)
{
	int64_t got;
	size_t have = 0;

	if (n > CS_BYTES_BLOCK)
		n = CS_BYTES_BLOCK;
	do {
		got = read_some(in, p + have, n - have, e);
		if (got < 0)
			return -1;
		have += (size_t)got;
	} while (got != 0 && have < 2 && cs_gz_magic(p, have));
	in->stage = have >= 2 && cs_gz_magic(p, have) ? PACKED : PLAIN;
	if (in->stage == PLAIN)
		return (int64_t)have;
	return start_unpacker(in, p, have, e) == 0 ? read_unpacked(in->unpacker, p, n, e) : -1;
}

int64_t
cs_bytes_read(struct cs_bytes *in, void *p, size_t n, struct cs_err *e)
{
	switch (in->stage) {
	case FRESH:
		return read_first(in, p, n, e);
	case PACKED:
		return read_unpacked(in->unpacker, p, n, e);
	default:
		return read_some(in, p, n, e);
	}
}

bool
cs_bytes_would_block(const struct cs_bytes *in)
{
	struct pollfd now = {.fd = in->fd, .events = POLLIN};
	struct unpacker *u = in->unpacker;
	bool empty;

	if (u != NULL) {
		(void)pthread_mutex_lock(&u->lock);
		empty = u->filled == u->emptied && !u->over;
		(void)pthread_mutex_unlock(&u->lock);
		if (!empty)
			return false;
	}
	return poll(&now, 1, 0) == 0;
}

int
cs_bytes_fd(const struct cs_bytes *in)
{
	return in->fd;
}

const char *
cs_bytes_name(const struct cs_bytes *in)
{
	return in->name;
}

uint64_t
cs_bytes_taken(const struct cs_bytes *in)
{
	return atomic_load_explicit(&in->taken, memory_order_relaxed);
}

uint64_t
cs_bytes_size(const struct cs_bytes *in)
{
	return in->size;
}

bool
cs_bytes_again(const struct cs_bytes *in)
{
	return in->regular && in->fd != STDIN_FILENO;
}
