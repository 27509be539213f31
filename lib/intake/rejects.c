/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of rejects: see rejects.h. */
#include "intake/rejects.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/tally.h"

int
cs_rejects_open(struct cs_writer *w, const char *path, struct cs_err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct stat st;

	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	if (fstat(fd, &st) != 0 || (S_ISREG(st.st_mode) && fchmod(fd, 0600) != 0)) {
		(void)cs_err_errno(e, CS_EXIT_IO, "%s", path);
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
