/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything about one customer, and indexes: see timeline.h. */
#include "cli/timeline.h"

#include <string.h>
#include <sys/stat.h>

#include "base/civil.h"
#include "cli/outfile.h"
#include "desk/timeline.h"
#include "rec/index.h"
#include "rec/lookup.h"
#include "rec/manifest.h"
#include "view/timeline.h"

static const struct cs_str key = CS_STR_INIT("customer_id");

struct looking {
	struct cs_timeline timeline;
	struct cs_timeline_source source;
};

static bool
begin(void *arg, const struct cs_head *head, const char *file)
{
	struct looking *l = arg;

	if (cs_timeline_bind(&l->timeline, &l->source, head, file))
		return true;
	cs_msg_warn("%s: no column customer_id, left out", file);
	return false;
}

static int
take(void *arg, const struct cs_batch *b, uint32_t row, struct cs_err *e)
{
	struct looking *l = arg;

	return cs_timeline_add(&l->timeline, &l->source, b, row, e);
}

static void
unused(void *arg, const char *file, const char *why)
{
	(void)arg;
	cs_msg_note("%s: its index is not used (%s), all of it is read", file, why);
}

static int
look(struct cs_cli *cli, struct looking *l, struct cs_str customer, struct cs_err *e)
{
	struct cs_lookup lookup = {.column = key,
	    .key = customer,
	    .arg = l,
	    .begin = begin,
	    .take = take,
	    .unused = unused,
	    .arena = &cli->arena};
	int r = 0;

	if (cli->nfile == 0)
		r = cs_lookup_path(&lookup, "-", e);
	for (int i = 0; i < cli->nfile && r == 0; i++)
		r = cs_lookup_path(&lookup, cli->file[i], e);
	cli->count.read = lookup.read;
	cli->count.used = lookup.found;
	return r;
}

static void
put_instant(struct cs_writer *w, int64_t at)
{
	struct cs_buf b = CS_BUF_INIT;

	if (at != CS_INSTANT_MIN) {
		cs_time_text(&b, at);
		cs_writer_raw(w, cs_buf_all(&b));
	} else {
		cs_writer_null(w);
	}
	cs_buf_finish(&b);
}

static void
put_text(struct cs_writer *w, struct cs_str s)
{
	if (s.p != NULL)
		cs_writer_text(w, s);
	else
		cs_writer_null(w);
}

static void
put_record(struct cs_writer *w, struct cs_str customer, const struct cs_timeline_entry *x,
    struct cs_buf *what)
{
	cs_buf_reset(what);
	for (unsigned i = 0; i < x->ncell; i++) {
		cs_buf_z(what, i != 0 ? ", " : "");
		cs_buf_str(what, x->cell[i].name);
		cs_buf_c(what, ' ');
		cs_buf_str(what, x->cell[i].text);
	}
	cs_writer_text(w, customer);
	put_instant(w, x->at);
	cs_writer_text(w, cs_str_z(x->kind));
	put_text(w, x->id);
	put_text(w, x->open != NULL ? cs_str_z(x->open) : (struct cs_str){NULL, 0});
	put_instant(w, x->due_at);
	cs_writer_text(w, cs_buf_all(what));
	cs_writer_text(w, cs_str_z(x->file));
	if (x->line != 0)
		cs_writer_i64(w, (int64_t)x->line);
	else
		cs_writer_null(w);
	cs_writer_end(w);
}

static int
write_records(
    struct cs_cli *cli, const struct cs_timeline *t, struct cs_str customer, struct cs_err *e)
{
	static const struct cs_str names[] = {CS_STR_INIT("customer_id"), CS_STR_INIT("entry_at"),
	    CS_STR_INIT("entry"), CS_STR_INIT("entry_id"), CS_STR_INIT("open"),
	    CS_STR_INIT("due_at"), CS_STR_INIT("what"), CS_STR_INIT("file"), CS_STR_INIT("line")};
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf what = CS_BUF_INIT;
	int r = 0;

	for (size_t i = 0; i < sizeof names / sizeof *names && r == 0; i++)
		r = cs_head_add(&head, names[i], e);
	if (r == 0) {
		cs_writer_head(cli->out, &head);
		for (size_t i = 0; i < t->n; i++)
			put_record(cli->out, customer, &t->entry[i], &what);
	}
	cs_head_finish(&head);
	cs_buf_finish(&what);
	return r;
}

static int
write_text(
    struct cs_cli *cli, const struct cs_timeline *t, struct cs_str customer, struct cs_err *e)
{
	const struct cs_timeline_look with = {.customer = customer,
	    .zone = cli->opt.zone,
	    .as_of = cli->opt.has_as_of ? cli->opt.as_of : CS_INSTANT_MIN,
	    .color = cli->opt.color};
	struct cs_buf text = CS_BUF_INIT;
	int r;

	cs_timeline_text(&text, t, &with);
	r = cs_cli_put(cli, cs_buf_all(&text), e);
	cs_buf_finish(&text);
	return r;
}

int
cs_timeline_run(struct cs_cli *cli, struct cs_str customer, bool records, struct cs_err *e)
{
	struct looking l = {0};
	int r = look(cli, &l, customer, e);
	size_t n = l.timeline.n;

	if (r == 0) {
		cs_timeline_end(&l.timeline);
		r = cs_cli_output(cli, e);
	}
	if (r == 0)
		r = records  ? write_records(cli, &l.timeline, customer, e)
		    : n != 0 ? write_text(cli, &l.timeline, customer, e)
			     : 0;
	if (r == 0 && n == 0)
		cs_msg_note("nothing is known of this customer");
	cs_timeline_finish(&l.timeline);
	return r == 0 && n == 0 ? CS_EXIT_NO : r;
}

static int
index_file(struct cs_cli *cli, const char *path, struct cs_err *e)
{
	struct cs_scratch *scratch = cs_scratch_new(cli->opt.tmpdir);
	struct cs_index_ask ask = {
	    .file = path, .column = key, .mem = cli->opt.mem, .scratch = scratch};
	struct cs_index_said said = {0};
	struct cs_outfile file;
	int r;

	ask.name = cs_arena_printf(&cli->arena, "%s%s", path, cs_index_suffix);
	r = cs_outfile_open(&file, &cli->arena, ask.name, e);
	if (r == 0) {
		ask.fd = file.fd;
		r = cs_index_make(&ask, &said, e);
		if (r == 0)
			r = cs_outfile_commit(&file, e);
		cs_outfile_drop(&file);
		r = cs_outfile_close(&file, e) != 0 ? -1 : r;
	}
	cs_scratch_free(scratch);
	cli->count.read += said.rows;
	cli->count.used += said.rows - said.null;
	if (r == 0)
		cs_msg_note("%s: %llu records, of which %llu name no customer", ask.name,
		    (unsigned long long)said.rows, (unsigned long long)said.null);
	return r;
}

static int
index_folder(struct cs_cli *cli, const char *folder, struct cs_err *e)
{
	struct cs_manifest m;
	int r = cs_manifest_read_in(&m, &cli->arena, folder, e);

	for (size_t i = 0; r == 0 && i < m.n; i++)
		r = index_file(cli,
		    cs_arena_printf(&cli->arena, "%s/%.*s", folder, CS_STR_ARG(m.part[i].name)), e);
	return r;
}

int
cs_timeline_index(struct cs_cli *cli, struct cs_err *e)
{
	int r = 0;

	if (cli->nfile == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--index is made beside files: name them");
	for (int i = 0; i < cli->nfile && r == 0; i++) {
		struct stat st;

		if (strcmp(cli->file[i], "-") == 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "standard input has no index: name files");
		r = stat(cli->file[i], &st) == 0 && S_ISDIR(st.st_mode)
			? index_folder(cli, cli->file[i], e)
			: index_file(cli, cli->file[i], e);
	}
	return r;
}
