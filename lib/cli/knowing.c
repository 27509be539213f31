/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is asked for, and where: see knowing.h. */
#include "cli/knowing.h"

int
cs_knowing_read(
    struct cs_cli *cli, const char *path, cs_knowing_take *take, void *arg, struct cs_err *e)
{
	char *paths[] = {(char *)(uintptr_t)path};
	struct cs_reader *r = cs_reader_open(paths, 1, 0, e);
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_person_view view;
	struct cs_batch b = {0};
	uint64_t rows = 0;
	int got;

	if (r == NULL)
		return -1;
	cs_person_view(&view, &arena, cs_reader_head(r));
	while ((got = cs_reader_next(r, &b, e)) > 0) {
		rows += b.nrow;
		got = take(arg, &view, &b, e);
		if (got != 0)
			break;
		if (cli->opt.progress)
			cs_cli_progress(
			    cli, rows, cs_reader_count(r).bytes, cs_reader_count(r).total);
	}
	if (got == 0)
		got = take(arg, &view, NULL, e);
	cs_batch_finish(&b);
	cs_reader_close(r);
	cs_arena_finish(&arena);
	return got;
}

/* A pass over the files. */
struct pass {
	struct cs_person *person;
	void (*learn)(
	    struct cs_person *p, const struct cs_person_view *v, const struct cs_batch *b);
	bool names; /* only those with records of identities and customers */
};

static int
take_batch(void *arg, const struct cs_person_view *view, const struct cs_batch *b, struct cs_err *e)
{
	const struct pass *pass = arg;

	(void)e;
	if (pass->names && !cs_person_names(view))
		return 1; /* nothing to learn here: no need to read on */
	if (b != NULL)
		pass->learn(pass->person, view, b);
	return 0;
}

static int
run_pass(struct cs_cli *cli, const struct cs_holdings *h, const struct cs_knowing_ask *ask,
    struct pass *pass, struct cs_err *e)
{
	for (size_t i = 0; i < ask->nidentity && pass->names; i++)
		if (cs_knowing_read(cli, ask->identity[i].p, take_batch, pass, e) < 0)
			return -1;
	for (size_t i = 0; i < h->n; i++)
		if (h->file[i].kind == CS_HOLDING_RECORDS &&
		    cs_knowing_read(cli, h->file[i].path, take_batch, pass, e) < 0)
			return -1;
	return 0;
}

int
cs_knowing_learn(struct cs_cli *cli, const struct cs_holdings *h, const struct cs_knowing_ask *ask,
    struct cs_person *p, struct cs_err *e)
{
	struct pass pass[] = {
	    {p, cs_person_learn_names, true},
	    {p, cs_person_learn_shared, true},
	    {p, cs_person_learn_contacts, false},
	};

	cs_person_add_ids(p, ask->customer, ask->ncustomer);
	for (size_t i = 0; i < ask->nidentifier; i++)
		cs_person_add_identifier(p, ask->identifier[i], false);
	for (size_t i = 0; i < sizeof pass / sizeof *pass; i++)
		if (run_pass(cli, h, ask, &pass[i], e) != 0)
			return -1;
	return 0;
}
