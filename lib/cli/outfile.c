/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output that appears whole or not at all: see outfile.h. */
#include "cli/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define MAX_LINKS 40 /* as the kernel */

/* What a signal handler may touch: the path of the temporary file, while there is one. */
static const char *volatile pending;
static void (*volatile also)(void);

static void
remove_pending(void)
{
	const char *path = pending;

	pending = NULL;
	if (path != NULL)
		(void)unlink(path);
}

static void
remove_all(void)
{
	remove_pending();
	if (also != NULL)
		also();
}

void
cs_outfile_at_signal(void (*clean)(void))
{
	also = clean;
}

static void
on_signal(int sig)
{
	remove_all();
	/* SA_RESETHAND has put the default back: this ends the process when we return. */
	(void)raise(sig);
}

void
cs_outfile_signals(void)
{
	static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction sa, old;

	memset(&sa, 0, sizeof sa);
	sa.sa_handler = on_signal;
	sa.sa_flags = (int)SA_RESETHAND;
	(void)sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		if (sigaction(caught[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(caught[i], &sa, NULL);
	cs_mem_at_failure(remove_all);
}

static const char *
sibling(struct cs_arena *arena, const char *path, const char *prefix, const char *name,
    const char *suffix)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash != NULL ? (size_t)(slash - path) + 1 : 0;

	return cs_arena_printf(arena, "%.*s%s%s%s", (int)n, path, prefix, name, suffix);
}

/* The path that is meant, the last part being no link; it need not exist. */
static const char *
follow(struct cs_arena *arena, const char *path, struct cs_err *e)
{
	char to[PATH_MAX];

	for (int i = 0; i < MAX_LINKS; i++) {
		ssize_t n = readlink(path, to, sizeof to - 1);

		if (n < 0)
			return path;
		to[n] = '\0';
		path = to[0] == '/' ? cs_arena_printf(arena, "%s", to)
				    : sibling(arena, path, "", to, "");
	}
	errno = ELOOP;
	(void)cs_err_errno(e, CS_EXIT_IO, "%s", path);
	return NULL;
}

/* The mode that a new file would get. */
static mode_t
new_mode(void)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	return 0666 & ~mask;
}

/* st NULL: the target is not there yet. */
static int
open_temp(struct cs_outfile *o, struct cs_arena *arena, const struct stat *st, struct cs_err *e)
{
	const char *slash = strrchr(o->target, '/');
	const char *base = slash != NULL ? slash + 1 : o->target;
	const char *pattern;
	sigset_t all, old;
	char *temp;

	if (st != NULL && access(o->target, W_OK) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	pattern = sibling(arena, o->target, ".", base, ".XXXXXX");
	temp = cs_arena_new(arena, strlen(pattern) + 1, 1);
	memcpy(temp, pattern, strlen(pattern));
	/* A signal between the file and the note of it would leave the file. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &old);
	o->fd = mkostemp(temp, O_CLOEXEC);
	if (o->fd >= 0)
		pending = o->temp = temp;
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (o->fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	if (st != NULL && fchown(o->fd, st->st_uid, st->st_gid) != 0 && errno != EPERM)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	if (fchmod(o->fd, st != NULL ? st->st_mode & 07777 : new_mode()) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	return 0;
}

int
cs_outfile_open(struct cs_outfile *o, struct cs_arena *arena, const char *path, struct cs_err *e)
{
	struct stat st;
	const char *real;

	*o = (struct cs_outfile){.fd = STDOUT_FILENO, .name = "stdout"};
	if (path == NULL)
		return 0;
	o->name = path;
	o->fd = -1;
	real = follow(arena, path, e);
	if (real == NULL)
		return -1;
	if (stat(real, &st) == 0 && !S_ISREG(st.st_mode)) {
		o->fd = open(real, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return o->fd >= 0 ? 0 : cs_err_errno(e, CS_EXIT_IO, "%s", path);
	}
	if (lstat(real, &st) != 0 && errno != ENOENT)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	o->target = real;
	if (open_temp(o, arena, lstat(real, &st) == 0 ? &st : NULL, e) == 0)
		return 0;
	cs_outfile_drop(o);
	(void)cs_outfile_close(o, NULL);
	return -1;
}

/* So that the new name is on the disk too. Best effort: some file systems cannot. */
static void
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";
	size_t n = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	int fd;

	if (n >= sizeof folder)
		return;
	if (n != 0) {
		memcpy(folder, path, n);
		folder[n] = '\0';
	}
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

int
cs_outfile_commit(struct cs_outfile *o, struct cs_err *e)
{
	if (o->temp == NULL)
		return 0;
	if (fsync(o->fd) != 0 || rename(o->temp, o->target) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	pending = NULL;
	o->temp = NULL;
	sync_folder(o->target);
	return 0;
}

void
cs_outfile_drop(struct cs_outfile *o)
{
	if (o->temp != NULL)
		remove_pending();
	o->temp = NULL;
}

int
cs_outfile_close(struct cs_outfile *o, struct cs_err *e)
{
	int fd = o->fd;

	o->fd = -1;
	if (fd >= 0 && close(fd) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	return 0;
}
