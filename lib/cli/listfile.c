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
	size_t n = head != NULL ? strlen(head) + 1 : 0;
	ssize_t got = n != 0 ? pread(fd, cs_buf_reserve(&old, n), n, 0) : 0;
	bool same = got == (ssize_t)n &&
		    (n == 0 || (memcmp(old.p, head, n - 1) == 0 && old.p[n - 1] == '\n'));

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
cs_listfile_open(struct cs_writer *w, const char *path, const char *head, struct cs_err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (prepare(fd, path, head, e) != 0) {
		(void)close(fd);
		return -1;
	}
	cs_writer_init(w, fd, path);
	if (head != NULL) {
		cs_writer_records(w, cs_str_z(head), 0);
		cs_writer_records(w, CS_STR("\n"), 0);
		w->begun = true;
	}
	return 0;
}

int
cs_listfile_close(struct cs_writer *w, struct cs_err *e)
{
	int r = cs_writer_finish(w, e);

	if (close(w->fd) != 0 && r == 0)
		r = cs_err_errno(e, CS_EXIT_IO, "%s", w->name);
	cs_writer_free(w);
	return r;
}
