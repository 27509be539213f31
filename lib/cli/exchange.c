/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several files replaced together: see exchange.h. What is on the disk is in journal.c. */
#include "cli/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/journal.h"
#include "cli/outfile.h"
#include "rec/gz.h"

/* What a signal handler may touch. Items are added with signals blocked. */
static struct cs_exchange *volatile pending;

/* Only what may be called in a signal handler. */
static void
remove_pending(void)
{
	struct cs_exchange *x = pending;

	pending = NULL;
	if (x == NULL)
		return;
	for (size_t i = 0; i < x->n; i++)
		if (x->item[i].temp != NULL)
			(void)unlinkat(x->folder[x->item[i].folder].fd, x->item[i].temp, 0);
}

static void
block(sigset_t *old)
{
	sigset_t all;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, old);
}

static void
unblock(const sigset_t *old)
{
	(void)pthread_sigmask(SIG_SETMASK, old, NULL);
}

bool
cs_exchange_named(const char *name)
{
	size_t n = strlen(name), suffix = strlen(CS_JOURNAL_NEW);

	return strcmp(name, CS_JOURNAL) == 0 || strcmp(name, CS_JOURNAL_AT) == 0 ||
	       (name[0] == '.' && n > suffix && strcmp(name + n - suffix, CS_JOURNAL_NEW) == 0);
}

static int
lock(struct cs_exchange *x, const char *path, struct cs_err *e)
{
	struct cs_exchange_folder *f = &x->folder[x->nfolder];

	*f = (struct cs_exchange_folder){path, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
	if (f->fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	x->nfolder++;
	if (flock(f->fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	(void)cs_err_set(e, CS_EXIT_AGAIN, "%s: another run is at it", path);
	return cs_err_hint(e, "try again when it has ended");
}

int
cs_exchange_open(struct cs_exchange *x, struct cs_arena *arena, const char *const *folder, size_t n,
    struct cs_err *e)
{
	*x = (struct cs_exchange){
	    .arena = arena, .folder = cs_arena_new(arena, n + 1, sizeof *x->folder), .fd = -1};
	for (size_t i = 0; i < n; i++)
		if (lock(x, folder[i], e) != 0)
			return -1;
	for (size_t i = 0; i < n; i++)
		if (cs_journal_finish(x, i, &x->finished, e) != 0)
			return -1;
	cs_outfile_at_signal(remove_pending);
	pending = x;
	return 0;
}

/* The folder that a path is in, and its name there. */
static int
place(
    const struct cs_exchange *x, const char *path, struct cs_exchange_item *item, struct cs_err *e)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash == path ? 1 : (size_t)(slash - path);

	for (size_t i = 0; i < x->nfolder; i++) {
		if (strlen(x->folder[i].path) != length ||
		    memcmp(x->folder[i].path, path, length) != 0)
			continue;
		*item = (struct cs_exchange_item){
		    .folder = i, .name = cs_arena_printf(x->arena, "%s", slash + 1)};
		return 0;
	}
	return cs_err_set(e, CS_EXIT_IO, "%s: not in a folder that is locked", path);
}

/* With signals blocked: the handler sees whole items. */
static void
add(struct cs_exchange *x, const struct cs_exchange_item *item)
{
	x->item = cs_mem_grow(x->item, &x->cap, x->n + 1, sizeof *x->item);
	x->item[x->n++] = *item;
}

int
cs_exchange_begin(struct cs_exchange *x, const char *path, struct cs_err *e)
{
	struct cs_exchange_item item;
	struct stat st;
	sigset_t old;
	int folder;

	if (place(x, path, &item, e) != 0)
		return -1;
	folder = x->folder[item.folder].fd;
	if (fstatat(folder, item.name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    faccessat(folder, item.name, W_OK, AT_EACCESS) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	item.temp = cs_arena_printf(x->arena, ".%s%s", item.name, CS_JOURNAL_NEW);
	block(&old);
	x->fd =
	    openat(folder, item.temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (x->fd >= 0)
		add(x, &item);
	unblock(&old);
	if (x->fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (fchown(x->fd, st.st_uid, st.st_gid) != 0 && errno != EPERM)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	return fchmod(x->fd, st.st_mode & 07777) == 0 ? 0 : cs_err_errno(e, CS_EXIT_IO, "%s", path);
}

int
cs_exchange_write(struct cs_exchange *x, const void *p, size_t n, struct cs_err *e)
{
	struct cs_exchange_item *item = &x->item[x->n - 1];
	const char *at = p;

	item->crc = cs_gz_crc32(item->crc, p, n);
	item->bytes += (int64_t)n;
	while (n != 0) {
		ssize_t done = write(x->fd, at, n);

		if (done < 0 && errno != EINTR)
			return cs_err_errno(
			    e, CS_EXIT_IO, "%s/%s", x->folder[item->folder].path, item->name);
		if (done > 0) {
			at += done;
			n -= (size_t)done;
		}
	}
	return 0;
}

const char *
cs_exchange_end(struct cs_exchange *x, struct cs_err *e)
{
	const struct cs_exchange_item *item = &x->item[x->n - 1];
	const char *folder = x->folder[item->folder].path;
	bool bad = fsync(x->fd) != 0;

	bad |= close(x->fd) != 0;
	x->fd = -1;
	if (!bad)
		return cs_arena_printf(x->arena, "%s/%s", folder, item->temp);
	(void)cs_err_errno(e, CS_EXIT_IO, "%s/%s", folder, item->name);
	return NULL;
}

const struct cs_exchange_item *
cs_exchange_last(const struct cs_exchange *x)
{
	return &x->item[x->n - 1];
}

int
cs_exchange_remove(struct cs_exchange *x, const char *path, struct cs_err *e)
{
	struct cs_exchange_item item;
	sigset_t old;

	if (place(x, path, &item, e) != 0)
		return -1;
	block(&old);
	add(x, &item);
	unblock(&old);
	return 0;
}

/* The journal, then what it says. Signals wait: this is short. */
static int
carry_out(struct cs_exchange *x, struct cs_err *e)
{
	size_t done = 0;

	if (x->n == 0)
		return 0;
	if (cs_journal_write(x, e) != 0)
		return -1;
	x->committed = true;
	for (size_t i = 0; i < x->nfolder; i++)
		if (cs_journal_finish(x, i, &done, e) != 0)
			return -1;
	return 0;
}

int
cs_exchange_commit(struct cs_exchange *x, struct cs_err *e)
{
	sigset_t old;
	int r;

	block(&old);
	r = carry_out(x, e);
	if (r == 0)
		x->n = 0;
	unblock(&old);
	return r;
}

void
cs_exchange_drop(struct cs_exchange *x)
{
	sigset_t old;

	block(&old);
	if (pending == x)
		pending = NULL;
	if (x->fd >= 0)
		(void)close(x->fd);
	for (size_t i = 0; i < x->n && !x->committed; i++)
		if (x->item[i].temp != NULL)
			(void)unlinkat(x->folder[x->item[i].folder].fd, x->item[i].temp, 0);
	for (size_t i = 0; i < x->nfolder && !x->committed; i++)
		(void)unlinkat(x->folder[i].fd, CS_JOURNAL_AT, 0);
	for (size_t i = 0; i < x->nfolder; i++)
		(void)close(x->folder[i].fd);
	x->nfolder = x->n = 0;
	free(x->item);
	x->item = NULL;
	unblock(&old);
}
