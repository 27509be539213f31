/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists beside the output: see listfile.h. */
#include "cli/listfile.h"

#include <fcntl.h>
#include <unistd.h>

int
cs_listfile_open(struct cs_writer *w, const char *path, const char *head, struct cs_err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return cs_err_errno(e, CS_EXIT_IO, "%s", path);
	cs_writer_init(w, fd, path);
	if (head != NULL) {
		cs_writer_records(w, cs_str_z(head), 0);
		cs_writer_records(w, CS_STR("\n"), 0);
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
