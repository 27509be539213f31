/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is asked for, and where: see knowing.h. */
#include "cli/knowing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "person/alias.h"

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

/* A pass over records that say which accounts are the person's. */
struct aliases {
	struct cs_alias *alias;
	bool (*look)(struct cs_alias *a, const struct cs_person_view *v, const struct cs_batch *b);
	bool more;
};

static int
take_alias(void *arg, const struct cs_person_view *view, const struct cs_batch *b, struct cs_err *e)
{
	struct aliases *x = arg;

	(void)e;
	if (!cs_alias_said(view))
		return 1;
	if (b != NULL && x->look(x->alias, view, b))
		x->more = true;
	return 0;
}

/* All files; 1: there was something new. */
static int
look_at_all(struct cs_cli *cli, const struct cs_holdings *h, const struct cs_knowing_ask *ask,
    struct aliases *x, struct cs_err *e)
{
	x->more = false;
	for (size_t i = 0; i < ask->nidentity; i++)
		if (cs_knowing_read(cli, ask->identity[i].p, take_alias, x, e) < 0)
			return -1;
	for (size_t i = 0; i < h->n; i++)
		if (h->file[i].kind == CS_HOLDING_RECORDS &&
		    cs_knowing_read(cli, h->file[i].path, take_alias, x, e) < 0)
			return -1;
	return x->more;
}

/* The customer_ids: those that were asked for, and what else the person is called. */
static int
learn_ids(struct cs_cli *cli, const struct cs_holdings *h, const struct cs_knowing_ask *ask,
    struct cs_person *p, struct cs_err *e)
{
	struct cs_alias alias;
	struct aliases learn = {&alias, cs_alias_learn, false};
	struct aliases doubt = {&alias, cs_alias_doubt, false};
	struct cs_str *id;
	int r;

	cs_alias_begin(&alias, ask->customer, ask->ncustomer);
	do {
		cs_alias_restart(&alias);
		do
			r = look_at_all(cli, h, ask, &learn, e);
		while (r > 0);
		if (r == 0 && alias.id.n > alias.given)
			r = look_at_all(cli, h, ask, &doubt, e);
	} while (r > 0);
	if (r == 0) {
		id = cs_mem_new(alias.id.n, sizeof *id);
		for (uint32_t i = 0; i < alias.id.n; i++)
			id[i] = cs_map_key(&alias.id, i);
		cs_person_add_ids(p, id, alias.id.n);
		free(id);
	}
	cs_alias_finish(&alias);
	return r;
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
	    {p, cs_person_learn_equal, true},
	    {p, cs_person_learn_shared, true},
	    {p, cs_person_learn_contacts, false},
	};

	if (learn_ids(cli, h, ask, p, e) != 0)
		return -1;
	for (size_t i = 0; i < ask->nidentifier; i++)
		cs_person_add_identifier(p, ask->identifier[i], false);
	for (size_t i = 0; i < sizeof pass / sizeof *pass; i++)
		if (run_pass(cli, h, ask, &pass[i], e) != 0)
			return -1;
	return 0;
}
