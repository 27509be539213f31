/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that cs-gen writes beside its output: see generating.h. */
#include "cli/generating.h"

#include <errno.h>
#include <sys/stat.h>

#include "cli/outfile.h"

static void
progress(void *arg, uint64_t rows, uint64_t bytes)
{
	cs_cli_progress(arg, rows, bytes, 0);
}

struct cs_gen_out
cs_generating_out(struct cs_cli *cli, struct cs_writer *w)
{
	return (struct cs_gen_out){w, cli->opt.threads, progress, cli};
}

int
cs_generating_file(struct cs_cli *cli, const struct cs_gen *g, const char *path,
    const struct cs_generating *what, struct cs_err *e)
{
	struct cs_buf truth = CS_BUF_INIT;
	struct cs_outfile file;
	struct cs_gen_out out;
	struct cs_writer w;
	int r = cs_outfile_open(&file, &cli->arena, path, e);

	if (r != 0)
		return r;
	cs_writer_init(&w, file.fd, file.name);
	out = cs_generating_out(cli, &w);
	if (what->truth != 0) {
		cs_gen_truth(g, what->truth, &truth);
		cs_writer_records(&w, cs_buf_all(&truth), 0);
	} else {
		r = cs_gen_write(g, what->table, what->format, &out, e);
	}
	if (r == 0)
		r = cs_writer_finish(&w, e);
	if (r == 0)
		r = cs_outfile_commit(&file, e);
	cli->count.written += w.rows;
	cs_writer_free(&w);
	cs_buf_finish(&truth);
	cs_outfile_drop(&file);
	return cs_outfile_close(&file, e) != 0 ? -1 : r;
}

int
cs_generating_dir(struct cs_cli *cli, const struct cs_gen *g, const char *dir,
    enum cs_gen_format format, struct cs_err *e)
{
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return cs_err_errno(e, CS_EXIT_IO, "%s", dir);
	for (int t = 0; t < CS_GEN_TABLES; t++) {
		const struct cs_generating what = {0, (enum cs_gen_table)t, format};
		const char *path = cs_arena_printf(&cli->arena, "%s/%s.%s", dir,
		    cs_gen_table_name(what.table), format == CS_GEN_CSV ? "csv" : "tsv");

		/* A Zendesk export is no record stream. */
		if (t == CS_GEN_TICKETS && format == CS_GEN_RECORDS)
			continue;
		if (cs_generating_file(cli, g, path, &what, e) != 0)
			return -1;
	}
	return 0;
}
