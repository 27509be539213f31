/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists beside the output: see listfile.h. */
#include "cli/listfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a file has that is there may be such a list, or something dear to somebody. */
static int
check_old(int fd, const char *path, const char *head, struct cs_err *e)
{
	struct cs_buf old = CS_BUF_INIT;
	size_t n = strlen(head) + 1;
	ssize_t got = pread(fd, cs_buf_reserve(&old, n), n, 0);
	bool same = got == (ssize_t)n && memcmp(old.p, head, n - 1) == 0 && old.p[n - 1] == '\n';

	cs_buf_finish(&old);
	if (got < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (same || got == 0)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "%s is there, and is no list of this kind", path);
	return cs_err_hint(e, "such a list may be written anew; for others, give another name");
}

/* Nothing is changed before it is known that nothing is lost. */
static int
prepare(int fd, const char *path, const char *head, struct cs_err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (check_old(fd, path, head, e) != 0)
		return -1;
	if (fchmod(fd, 0600) != 0 || ftruncate(fd, 0) != 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	return 0;
}

int
cs_listfile_open(struct cs_listfile *l, struct cs_err *e)
{
	int fd;

	if (l->path == NULL)
		return 0;
	fd = open(l->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", l->path);
	if (prepare(fd, l->path, l->head, e) != 0) {
		(void)close(fd);
		return -1;
	}
	cs_writer_init(&l->w, fd, l->path);
	cs_writer_records(&l->w, cs_str_z(l->head), 0);
	cs_writer_records(&l->w, CS_STR("\n"), 0);
	l->w.begun = true;
	l->open = true;
	return 0;
}

int
cs_listfile_close(struct cs_listfile *l, int r, struct cs_err *e)
{
	if (!l->open)
		return r;
	if (r != 0)
		cs_writer_poison(&l->w, e->msg);
	if (cs_writer_finish(&l->w, e) != 0)
		r = -1;
	if (close(l->w.fd) != 0 && r == 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", l->path);
	cs_writer_free(&l->w);
	l->open = false;
	return r;
}
