/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inventory of files and folders: see inventories.h. */
#include "cli/inventories.h"

#include "cli/knowing.h"
#include "person/inventory.h"

struct taking {
	struct cs_cli *cli;
	const char *path;
	struct cs_inventory n;
	struct cs_arena arena;
	bool begun;
	size_t columns;
};

static int
take_batch(void *arg, const struct cs_person_view *view, const struct cs_batch *b, struct cs_err *e)
{
	struct taking *t = arg;

	(void)e;
	if (!t->begun)
		cs_inventory_begin(&t->n, &t->arena, view);
	t->begun = true;
	if (b == NULL) {
		t->columns += cs_inventory_write(&t->n, view, t->path, t->cli->out);
		return cs_writer_failed(t->cli->out) ? -1 : 0;
	}
	cs_inventory_add(&t->n, view, b);
	t->cli->count.read += b->nrow;
	t->cli->count.used += b->nrow;
	return 0;
}

/* Nothing is known of it but that it is there. */
static void
put_unknown(struct cs_writer *w, const char *path)
{
	enum { BEHIND = 5 };

	cs_writer_text(w, cs_str_z(path));
	cs_writer_null(w);
	cs_writer_text(w, cs_str_z(cs_personal_kind_name(CS_PERSONAL_UNKNOWN)));
	for (int i = 0; i < BEHIND; i++)
		cs_writer_null(w);
	cs_writer_end(w);
}

static int
take_file(struct taking *t, const struct cs_holding *file, struct cs_err *e)
{
	int r = 0;

	t->path = file->path;
	t->begun = false;
	t->n = (struct cs_inventory){0};
	if (file->kind == CS_HOLDING_RECORDS)
		r = cs_knowing_read(t->cli, file->path, take_batch, t, e);
	else if (file->kind != CS_HOLDING_MANIFEST)
		put_unknown(t->cli->out, file->path);
	cs_inventory_finish(&t->n);
	cs_arena_finish(&t->arena);
	return r;
}

int
cs_inventories_run(struct cs_cli *cli, struct cs_err *e)
{
	struct cs_holdings h = {0};
	struct cs_head head = CS_HEAD_INIT;
	struct taking t = {.cli = cli};
	size_t unknown = 0;
	int r = -1;

	if (cs_holdings_find(&h, &cli->arena, cli->file, cli->nfile, e) == 0 &&
	    cs_head_parse(&head, cs_str_z(cs_inventory_head), e) == 0 &&
	    cs_cli_output(cli, e) == 0) {
		cs_writer_head(cli->out, &head);
		r = 0;
		for (size_t i = 0; i < h.n && r == 0; i++) {
			r = take_file(&t, &h.file[i], e);
			unknown += h.file[i].kind != CS_HOLDING_RECORDS &&
				   h.file[i].kind != CS_HOLDING_MANIFEST;
		}
	}
	if (r == 0)
		cs_msg_note("%zu columns of %zu files; %zu files are no record streams", t.columns,
		    h.n, unknown);
	cs_head_finish(&head);
	cs_holdings_finish(&h);
	return r;
}
