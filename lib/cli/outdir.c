/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of files that appears whole or not at all: see outdir.h. */
#include "cli/outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/outfile.h"

/* What a signal handler may touch: the folder, while there is one. */
static struct cs_outdir *volatile pending;

/* Only what may be called in a signal handler. */
static void
remove_pending(void)
{
	struct cs_outdir *o = pending;

	pending = NULL;
	if (o == NULL)
		return;
	for (size_t i = 0; i < o->n; i++)
		(void)unlinkat(o->folder, o->file[i], 0);
	(void)unlinkat(AT_FDCWD, o->temp, AT_REMOVEDIR);
}

/* The path without slashes at its end. */
static const char *
trimmed(struct cs_arena *arena, const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return cs_arena_printf(arena, "%.*s", (int)n, path);
}

/* The first entry of a folder that is not `mine`, in the arena; any at all where mine is NULL.
 * NULL: there is none, or no folder. */
static const char *
stranger(struct cs_arena *arena, const char *path, bool (*mine)(const char *name))
{
	DIR *d = opendir(path);
	const struct dirent *x;
	const char *found = NULL;

	if (d == NULL)
		return NULL;
	while (found == NULL && (x = readdir(d)) != NULL) {
		if (strcmp(x->d_name, ".") != 0 && strcmp(x->d_name, "..") != 0 &&
		    (mine == NULL || !mine(x->d_name)))
			found = cs_arena_printf(arena, "%s", x->d_name);
	}
	(void)closedir(d);
	return found;
}

/* May the target be made, or replaced? */
static int
check_target(const struct cs_outdir *o, struct cs_arena *arena, const struct cs_outdir_ask *ask,
    struct cs_err *e)
{
	struct stat st;
	const char *other;

	if (lstat(o->target, &st) != 0) {
		return errno == ENOENT ? 0 : cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	} else if (!S_ISDIR(st.st_mode)) {
		return cs_err_set(e, CS_EXIT_IO, "%s: is there already and no folder", o->name);
	} else if (!o->replace) {
		if (stranger(arena, o->target, NULL) == NULL)
			return 0;
		(void)cs_err_set(e, CS_EXIT_IO, "%s: is there already and not empty", o->name);
		return cs_err_hint(e, "--replace puts the new set in its place");
	}
	other = stranger(arena, o->target, ask->mine);
	return other == NULL ? 0
			     : cs_err_set(e, CS_EXIT_IO,
				   "%s: will not be replaced: '%s' in it is not of such a set",
				   o->name, other);
}

/* As many files may be open as the system lets us have. */
static void
raise_limit(size_t n)
{
	enum { OTHERS = 64 };
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= n + OTHERS)
		return;
	limit.rlim_cur = limit.rlim_max < n + OTHERS ? limit.rlim_max : n + OTHERS;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* The mode that a new folder would get. */
static mode_t
new_mode(void)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	return 0777 & ~mask;
}

static int
make_temp(struct cs_outdir *o, struct cs_arena *arena, struct cs_err *e)
{
	const char *slash = strrchr(o->target, '/');
	size_t folder = slash != NULL ? (size_t)(slash - o->target) + 1 : 0;
	const char *pattern =
	    cs_arena_printf(arena, "%.*s.%s.XXXXXX", (int)folder, o->target, o->target + folder);
	char *temp = (char *)(uintptr_t)pattern;
	sigset_t all, old;
	bool made;

	/* A signal between the folder and the note of it would leave the folder. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &old);
	made = mkdtemp(temp) != NULL;
	if (made) {
		o->temp = temp;
		o->folder = open(temp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		pending = o;
	}
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!made || o->folder < 0 || fchmod(o->folder, new_mode()) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	return 0;
}

int
cs_outdir_begin(struct cs_outdir *o, size_t i, struct cs_err *e)
{
	o->fd[i] = openat(o->folder, o->file[i], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (o->fd[i] >= 0)
		return 0;
	(void)cs_err_errno(e, CS_EXIT_IO, "%s/%s", o->name, o->file[i]);
	return errno == EMFILE ? cs_err_hint(e, "fewer parts, or more open files (ulimit -n)") : -1;
}

int
cs_outdir_end(struct cs_outdir *o, size_t i, struct cs_err *e)
{
	int fd = o->fd[i], r;

	if (fd < 0)
		return 0;
	r = o->one_by_one ? 0 : fsync(fd);
	o->fd[i] = -1;
	if (close(fd) == 0 && r == 0)
		return 0;
	return cs_err_errno(e, CS_EXIT_IO, "%s/%s", o->name, o->file[i]);
}

static int
make_files(struct cs_outdir *o, struct cs_err *e)
{
	for (size_t i = 0; i < o->n; i++) {
		if (cs_outdir_begin(o, i, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_outdir_open(
    struct cs_outdir *o, struct cs_arena *arena, const struct cs_outdir_ask *ask, struct cs_err *e)
{
	*o = (struct cs_outdir){.name = ask->path,
	    .target = trimmed(arena, ask->path),
	    .file = ask->file,
	    .n = ask->n,
	    .fd = cs_arena_new(arena, ask->n, sizeof *o->fd),
	    .folder = -1,
	    .replace = ask->replace,
	    .one_by_one = ask->one_by_one};
	for (size_t i = 0; i < o->n; i++)
		o->fd[i] = -1;
	if (check_target(o, arena, ask, e) != 0)
		return -1;
	if (!ask->one_by_one)
		raise_limit(o->n);
	cs_outfile_at_signal(remove_pending);
	if (make_temp(o, arena, e) == 0 && (ask->one_by_one || make_files(o, e) == 0))
		return 0;
	cs_outdir_drop(o);
	return -1;
}

static void
close_all(struct cs_outdir *o)
{
	for (size_t i = 0; i < o->n; i++) {
		if (o->fd[i] >= 0)
			(void)close(o->fd[i]);
		o->fd[i] = -1;
	}
	if (o->folder >= 0)
		(void)close(o->folder);
	o->folder = -1;
}

void
cs_outdir_drop(struct cs_outdir *o)
{
	if (o->temp != NULL)
		remove_pending();
	o->temp = NULL;
	close_all(o);
}

static int
sync_all(struct cs_outdir *o, struct cs_err *e)
{
	for (size_t i = 0; i < o->n; i++) {
		if (cs_outdir_end(o, i, e) != 0)
			return -1;
	}
	/* Of a hundred thousand files the disk is waited for once. */
	if (o->one_by_one && syncfs(o->folder) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	return fsync(o->folder) == 0 ? 0 : cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
}

/* Removes the set that was there before, which has our temporary name now. What else somebody has
 * put there meanwhile stays, and its folder with it. */
static void
remove_old(const struct cs_outdir *o)
{
	DIR *d = opendir(o->temp);
	const struct dirent *x;

	while (d != NULL && (x = readdir(d)) != NULL) {
		if (strcmp(x->d_name, ".") != 0 && strcmp(x->d_name, "..") != 0)
			(void)unlinkat(dirfd(d), x->d_name, 0);
	}
	if (d != NULL)
		(void)closedir(d);
	(void)rmdir(o->temp);
}

/* The temporary folder to its place: 0, or -1 with *e. */
static int
put_in_place(struct cs_outdir *o, struct cs_err *e)
{
	if (rename(o->temp, o->target) == 0) {
		pending = NULL;
		o->temp = NULL;
		return 0;
	}
	if (errno != ENOTEMPTY && errno != EEXIST)
		return cs_err_errno(e, CS_EXIT_IO, "%s", o->name);
	if (!o->replace)
		return cs_err_set(
		    e, CS_EXIT_AGAIN, "%s: somebody else has made it meanwhile", o->name);
	if (renameat2(AT_FDCWD, o->temp, AT_FDCWD, o->target, RENAME_EXCHANGE) != 0) {
		(void)cs_err_errno(e, CS_EXIT_IO, "%s: cannot be replaced", o->name);
		return cs_err_hint(e, "not every file system can: remove the folder before");
	}
	pending = NULL;
	remove_old(o);
	o->temp = NULL;
	return 0;
}

/* So that the new name is on the disk too. Best effort: some file systems cannot. */
static void
sync_parent(const struct cs_outdir *o)
{
	int fd = openat(o->folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

int
cs_outdir_commit(struct cs_outdir *o, struct cs_err *e)
{
	if (sync_all(o, e) == 0 && put_in_place(o, e) == 0) {
		sync_parent(o);
		close_all(o);
		return 0;
	}
	cs_outdir_drop(o);
	return -1;
}
