/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of rejects: see rejects.h. */
#include "intake/rejects.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/tally.h"

static bool
is_file(const struct stat *st, const char *source)
{
	struct stat other;

	if ((strcmp(source, "-") == 0 ? fstat(STDIN_FILENO, &other) : stat(source, &other)) != 0)
		return false;
	return st->st_dev == other.st_dev && st->st_ino == other.st_ino;
}

/* The source that the file is, or NULL. */
static const char *
source_of(const struct stat *st, const struct cs_ingest_opt *sources)
{
	if (sources->nfile == 0)
		return is_file(st, "-") ? "stdin" : NULL;
	for (int i = 0; i < sources->nfile; i++)
		if (is_file(st, sources->file[i]))
			return sources->file[i];
	return NULL;
}

/* Nothing is changed before it is known that the file is none of the sources. */
static int
prepare(int fd, const char *path, const struct cs_ingest_opt *sources, struct cs_err *e)
{
	const char *source;
	struct stat st;

	if (fstat(fd, &st) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (!S_ISREG(st.st_mode))
		return 0;
	source = source_of(&st, sources);
	if (source != NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "--rejects %s: this is %s, which is to be read",
		    path, source);
	if (fchmod(fd, 0600) != 0 || ftruncate(fd, 0) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	return 0;
}

int
cs_rejects_open(
    struct cs_writer *w, const char *path, const struct cs_ingest_opt *sources, struct cs_err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (prepare(fd, path, sources, e) != 0) {
		(void)close(fd);
		return -1;
	}
	cs_writer_init(w, fd, path);
	cs_writer_records(w, CS_STR(CS_REJECT_HEAD "\n"), 0);
	return 0;
}

int
cs_rejects_close(struct cs_writer *w, struct cs_err *e)
{
	int r = cs_writer_finish(w, e);

	if (close(w->fd) != 0 && r == 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", w->name);
	cs_writer_free(w);
	return r;
}
