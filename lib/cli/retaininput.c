/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inputs of cs-retain: see retaininput.h. */
#include "cli/retaininput.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"

/* Standard input is read once: as contacts, or as one of the tables. */
static int
stdin_once(const struct cs_retaininput *in, bool contacts, struct cs_err *e)
{
	unsigned n = contacts && in->file[CS_FACT_CONTACT].n == 0;

	for (int k = 0; k < CS_FACTS; k++) {
		for (int i = 0; i < in->file[k].n; i++)
			n += strcmp(in->file[k].path[i], "-") == 0;
	}
	if (n <= 1)
		return 0;
	return cs_err_set(
	    e, CS_EXIT_USAGE, "standard input can be read once, and is asked for %u times", n);
}

static int
missing(enum cs_fact_kind kind, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_USAGE, "%s are needed for that", cs_fact_name[kind]);
	return cs_err_hint(e, "give --%s FILE", cs_fact_name[kind]);
}

int
cs_retaininput_open(struct cs_retaininput *in, unsigned needed, struct cs_err *e)
{
	struct cs_cli *cli = in->cli;
	int flags = cli->opt.union_ ? (int)CS_READER_UNION : 0;
	bool contacts = cli->nfile != 0 || (needed >> CS_FACT_CONTACT & 1) != 0;

	in->file[CS_FACT_CONTACT] =
	    (struct cs_retaininput_files){(char **)(uintptr_t)cli->file, cli->nfile};
	if (stdin_once(in, contacts, e) != 0 || (contacts && cs_cli_input(cli, e) != 0))
		return -1;
	in->reader[CS_FACT_CONTACT] = cli->in;
	for (int k = 0; k < CS_FACTS; k++) {
		enum cs_fact_kind kind = (enum cs_fact_kind)k;
		const struct cs_retaininput_files *f = &in->file[k];

		if (kind != CS_FACT_CONTACT && f->n != 0) {
			in->reader[k] = cs_reader_open(f->path, f->n, flags, e);
			if (in->reader[k] == NULL)
				return -1;
		}
		if (in->reader[k] != NULL)
			cs_history_source(in->r->history, kind, cs_reader_head(in->reader[k]));
	}
	for (int k = 0; k < CS_FACTS; k++) {
		bool there =
		    in->reader[k] != NULL || (k == CS_FACT_ANSWER && in->r->history->in_contacts);

		if ((needed >> k & 1) != 0 && !there)
			return missing((enum cs_fact_kind)k, e);
	}
	return 0;
}

/* The instant that --period goes by, of what is time zero; NULL: that of --time. */
static const char *
period_time(const struct cs_retain *r)
{
	switch (r->zero_kind) {
	case CS_FACT_CUSTOMER:
		return "joined_at";
	case CS_FACT_PURCHASE:
		return "purchased_at";
	case CS_FACT_RENEWAL:
		return "due_at";
	case CS_FACT_ANSWER:
		return cs_history_has(r->history, CS_FACT_ANSWER, CS_STR("survey_sent_at"))
			   ? "survey_sent_at"
			   : "survey_answered_at";
	default:
		return NULL;
	}
}

int
cs_retaininput_select(struct cs_retaininput *in, struct cs_err *e)
{
	struct cs_cli *cli = in->cli;
	enum cs_fact_kind kind = in->r->zero_kind;
	const struct cs_head *head = in->r->history->source[kind].head;
	const char *time = period_time(in->r);
	struct cs_str own = cli->opt.time;
	int r;

	if (head == NULL)
		return 0;
	if (time != NULL && cs_str_eqz(own, "started_at") && cli->opt.has_period)
		cli->opt.time = cs_str_z(time);
	r = cs_select_init(&in->select, cli, head, e);
	cli->opt.time = own;
	return r;
}

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct cs_retaininput *in = ctx;

	if (in->kind == CS_FACT_CONTACT)
		return cs_cli_read(in->cli, &in->batch[slot], e);
	return cs_reader_read(in->reader[in->kind], &in->batch[slot], e);
}

static int
add_batch(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct cs_retaininput *in = ctx;
	struct cs_batch *b = &in->batch[slot];
	const uint8_t *mark = NULL;

	if (cs_batch_split(b, e) != 0)
		return -1;
	if (in->kind == in->r->zero_kind && !cs_select_all(&in->select)) {
		if (cs_selector_run(&in->selector[worker], &in->select, b, e) != 0)
			return -1;
		mark = in->selector[worker].mark;
	}
	return cs_history_add(&in->adder[worker], in->kind, b, mark, e);
}

/* As-of is the newest instant of what happened; where nothing is read but customers, of their
 * coming and going. */
static void
date(struct cs_retaininput *in)
{
	const struct cs_history_adder *a = &in->adder[0];
	const struct cs_common *o = &in->cli->opt;
	struct cs_retain *r = in->r;

	r->first = a->first;
	r->last = a->last;
	r->bought_first = a->oldest[CS_FACT_PURCHASE];
	if (o->has_as_of)
		r->as_of = o->as_of;
	else if (a->first <= a->last)
		r->as_of = a->last;
	else if (a->came_first <= a->came_last)
		r->as_of = a->came_last;
	else
		r->as_of = 0;
	r->history->as_of = r->as_of;
	r->leaving.as_of = r->as_of;
	in->zero_first = a->oldest[r->zero_kind];
	if (in->zero_first != CS_INSTANT_MAX && o->period.from > in->zero_first)
		in->zero_first = o->period.from;
}

int
cs_retaininput_read(struct cs_retaininput *in, unsigned kept, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_batch, add_batch, NULL, NULL};
	struct cs_history *h = in->r->history;
	size_t most = (size_t)in->cli->opt.mem / in->threads;

	in->scratch = cs_scratch_new(in->cli->opt.tmpdir);
	in->batch = cs_mem_new0(cs_thread_slots(in->threads), sizeof *in->batch);
	in->selector = cs_mem_new0(in->threads, sizeof *in->selector);
	in->adder = cs_mem_new0(in->threads, sizeof *in->adder);
	for (int k = 0; k < CS_FACTS; k++)
		h->source[k].kept = (kept >> k & 1) != 0;
	for (unsigned i = 0; i < in->threads; i++)
		cs_history_adder_init(&in->adder[i], h, most, in->scratch);
	for (int k = 0; k < CS_FACTS; k++) {
		in->kind = (enum cs_fact_kind)k;
		if (in->reader[k] != NULL && cs_thread_run(&plan, in, in->threads, e) != 0)
			return -1;
	}
	for (unsigned i = 1; i < in->threads; i++) {
		cs_history_adder_merge(&in->adder[0], &in->adder[i]);
		cs_selector_add(&in->selector[0], &in->selector[i]);
	}
	date(in);
	cs_history_take(h, &in->adder[0]);
	return 0;
}

void
cs_retaininput_finish(struct cs_retaininput *in)
{
	for (unsigned i = 0; i < in->threads && in->adder != NULL; i++) {
		cs_history_adder_finish(&in->adder[i]);
		cs_selector_finish(&in->selector[i]);
	}
	for (size_t i = 0; i < cs_thread_slots(in->threads) && in->batch != NULL; i++)
		cs_batch_finish(&in->batch[i]);
	for (int k = 0; k < CS_FACTS; k++) {
		if (k != CS_FACT_CONTACT)
			cs_reader_close(in->reader[k]);
	}
	free(in->adder);
	free(in->selector);
	free(in->batch);
	cs_scratch_free(in->scratch);
	*in = (struct cs_retaininput){.cli = NULL};
}
