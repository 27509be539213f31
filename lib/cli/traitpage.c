/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-rank --traits: see traitpage.h. */
#include "cli/traitpage.h"

#include "cli/ranksay.h"
#include "rank/trait.h"

/* What the rows do not say. */
static void
say(struct cs_cli *cli, const struct cs_traits *t)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b,
	    "%zu at the top (green and leaning green) beside %zu in the middle (orange); a trait "
	    "goes with being there, and need not be why",
	    t->top, t->middle);
	cs_msg_note("--traits: %s", cs_buf_cstr(&b));
	cs_cli_fact(cli, "traits", cs_buf_all(&b));
	for (size_t i = 0; i < t->nown; i++)
		cs_msg_note(
		    "--traits: %.*s is left out: the ranking is made of it", CS_STR_ARG(t->own[i]));
	if (t->strange > 0)
		cs_msg_note("--traits: %zu group%s of nobody who is ranked", t->strange,
		    t->strange == 1 ? "" : "s");
	cs_buf_finish(&b);
}

static int
write_traits(
    struct cs_cli *cli, const struct cs_rankwork *w, struct cs_cells *cells, struct cs_err *e)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_traits t;

	if (cs_traits_make(&t, w, cells, e) != 0 || cs_cli_output(cli, e) != 0)
		return -1;
	cs_ranksay(cli, w);
	say(cli, &t);
	cs_traits_head(&head);
	cs_writer_head(cli->out, &head);
	cs_traits_write(&t, cli->out);
	cs_head_finish(&head);
	return 0;
}

int
cs_traitpage_write(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	char *path = cs_arena_new(&cli->arena, value->s.n + 1, 1);
	struct cs_reader *in;
	struct cs_cells *cells = NULL;
	int r = -1;

	memcpy(path, value->s.p, value->s.n);
	in = cs_reader_open(&path, 1, 0, e);
	if (in != NULL)
		cells = cs_cells_read(in, e);
	if (cells != NULL)
		r = write_traits(cli, w, cells, e);
	cs_cells_free(cells);
	cs_reader_close(in);
	return r;
}
