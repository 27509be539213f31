/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of cs-retain: see retainrunning.h. */
#include "cli/retainrunning.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/retainnotes.h"
#include "retain/historylook.h"
#include "retain/retainrun.h"

/* Kinds that are needed, and kinds whose facts are kept where they are given. */
static unsigned
needed(const struct cs_retainrunning *run)
{
	return run->r.mode->needs | cs_leaving_needs(&run->r.leaving) | 1U << run->r.zero_kind;
}

static unsigned
kept(const struct cs_retainrunning *run)
{
	return needed(run) | run->r.mode->may | cs_leaving_may(&run->r.leaving);
}

/* Opens the inputs and asks for all that is to be read of them. */
static int
bind(struct cs_retainrunning *run, struct cs_err *e)
{
	struct cs_retain *r = &run->r;

	if (cs_retaininput_open(&run->in, needed(run), e) != 0 ||
	    cs_leaving_bind(&r->leaving, r->history, &r->env, e) != 0 ||
	    cs_retain_bind_by(r, run->said.by, run->said.nby, e) != 0 ||
	    cs_retainshards_sign(&run->in, &run->said, e) != 0 ||
	    r->mode->bind(r, run->state, e) != 0 || cs_history_bind(r->history, &r->env, e) != 0)
		return -1;
	run->form = (struct cs_sums_form){r->key, r->nkey, r->mode->part, r->mode->npart};
	return cs_retaininput_select(&run->in, e);
}

/* After how many customers it is looked at whether sums are too large. */
enum { ROOM_EACH = 64 };

/* Sums grow with keys and times, not with customers, unless a key is nearly of customers. */
static int
room(struct cs_retainrunning *run, struct cs_retain_worker *w, struct cs_err *e)
{
	if (w->count[CS_RETAIN_CUSTOMERS] % ROOM_EACH != 0)
		return 0;
	return cs_retainsums_room(&run->sums, w, e);
}

static int
look(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e)
{
	struct cs_retainrunning *run = ctx;
	struct cs_retain_worker *w = &run->worker[worker];

	if (!run->again)
		cs_retain_see(w, life);
	return room(run, w, e) == 0 ? run->r.mode->look(w, life, e) : -1;
}

static int
merge(void *ctx, unsigned worker, struct cs_err *e)
{
	struct cs_retainrunning *run = ctx;
	struct cs_retain_worker *to = &run->worker[0], *from = &run->worker[worker];

	if (cs_retainsums_part(&run->sums, to, from, e) != 0)
		return -1;
	return cs_retain_worker_merge(to, from, e);
}

/* All customers, and once more where the mode wants that. */
static int
look_at_all(struct cs_retainrunning *run, struct cs_err *e)
{
	struct cs_retain *r = &run->r;
	struct cs_history_look all = {.history = r->history,
	    .keep = r->mode->again != NULL,
	    .most = (size_t)run->cli->opt.mem,
	    .threads = run->in.threads,
	    .ctx = run,
	    .look = look,
	    .merge = merge};
	int more;

	if (cs_history_look(&all, e) != 0)
		return -1;
	if (r->mode->again == NULL)
		return 0;
	more = r->mode->again(&run->worker[0], run->state, e);
	if (more <= 0)
		return more;
	run->again = true;
	all.keep = false;
	return cs_history_look(&all, e);
}

/* Reads everything, and looks at every customer. */
static int
count(struct cs_retainrunning *run, struct cs_err *e)
{
	struct cs_retain *r = &run->r;
	const struct cs_history_adder *a;

	if (cs_retaininput_read(&run->in, kept(run), e) != 0 ||
	    (r->mode->begin != NULL && r->mode->begin(r, run->state, e) != 0))
		return -1;
	cs_retainsums_begin(&run->sums, r, run->cli, &run->form, r->mode->streams || run->cells);
	for (unsigned i = 0; i < run->in.threads; i++)
		cs_retain_worker_init(&run->worker[i], r, run->state, &run->form);
	if (look_at_all(run, e) != 0)
		return -1;
	a = &run->in.adder[0];
	run->worker[0].count[CS_RETAIN_CONTACTS] += a->contacts_nobody;
	memcpy(r->count, run->worker[0].count, sizeof r->count);
	cs_retainnotes_say(run->cli, r, run->in.zero_first);
	cs_retainnotes_inputs(&run->in, kept(run));
	return cs_retainshards_piece(&run->in, run->shard, &run->piece, e);
}

/* The table, or sentences, or cells. */
static int
put(struct cs_retainrunning *run, struct cs_err *e)
{
	struct cs_retain *r = &run->r;
	struct cs_writer *out = run->cli->out;
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf text = CS_BUF_INIT;
	struct cs_sumstore all;
	int result = 0;

	if (cs_retainsums_end(&run->sums, &run->worker[0], &all, e) != 0)
		return -1;
	r->shards = &run->piece.shards;
	if (run->cells)
		return cs_retaincells_write(r, &run->piece, &all, out, e);
	if (run->say) {
		result = r->mode->say(&run->worker[0], run->state, &text, e);
		if (result == 0)
			result = cs_cli_put(run->cli, cs_buf_all(&text), e);
		cs_buf_finish(&text);
		return result;
	}
	if (r->mode->head == NULL)
		return r->mode->rows(&run->worker[0], run->state, out, e);
	for (unsigned k = 0; k < r->nby && result == 0; k++)
		result = cs_head_add(&head, r->key[k].name, e);
	if (result == 0)
		result = r->mode->head(r, run->state, &head, e);
	if (result == 0) {
		cs_writer_head(out, &head);
		result = r->mode->rows(&run->worker[0], run->state, out, e);
	}
	cs_head_finish(&head);
	return result;
}

static int
cells_room(void *ctx, struct cs_err *e)
{
	struct cs_retainrunning *run = ctx;

	return cs_retainsums_room(&run->sums, &run->worker[0], e);
}

/* The sums of cells that others wrote. */
static int
merge_cells(struct cs_retainrunning *run, struct cs_err *e)
{
	struct cs_retain *r = &run->r;
	struct cs_sumcells *c = &run->input;

	if (cs_retainshards_open(c, run->cli, r, e) != 0 || r->mode->bind(r, run->state, e) != 0 ||
	    cs_retainshards_same(c, r, e) != 0)
		return -1;
	run->form = (struct cs_sums_form){r->key, r->nkey, r->mode->part, r->mode->npart};
	cs_retainsums_begin(&run->sums, r, run->cli, &run->form, r->mode->streams || run->cells);
	cs_retain_worker_init(&run->worker[0], r, run->state, &run->form);
	c->room = cells_room;
	c->ctx = run;
	if (cs_retainshards_read(c, run->cli, run->worker[0].sums, run->manifest, e) != 0)
		return -1;
	cs_retaincells_take(c, r, &run->piece);
	memcpy(run->worker[0].count, r->count, sizeof r->count);
	cs_retainnotes_say(run->cli, r, run->piece.zero_first);
	if (run->piece.shards.n > 1)
		cs_msg_note("%zu shards: each customer is taken to be in one of them "
			    "(cs-part --by customer_id)",
		    run->piece.shards.n);
	return r->mode->begin != NULL ? r->mode->begin(r, run->state, e) : 0;
}

int
cs_retainrunning_go(struct cs_retainrunning *run, struct cs_err *e)
{
	run->worker = cs_mem_new0(run->cli->opt.threads, sizeof *run->worker);
	if (run->merge) {
		if (merge_cells(run, e) != 0 || cs_cli_output(run->cli, e) != 0)
			return -1;
	} else if (bind(run, e) != 0 || cs_cli_output(run->cli, e) != 0 || count(run, e) != 0) {
		return -1;
	}
	if (put(run, e) != 0)
		return -1;
	cs_retainnotes_few(&run->worker[0]);
	if (!run->cells)
		cs_retainnotes_mode(&run->worker[0], run->state);
	return 0;
}

void
cs_retainrunning_finish(struct cs_retainrunning *run)
{
	for (unsigned i = 0; i < run->cli->opt.threads && run->worker != NULL; i++)
		cs_retain_worker_finish(&run->worker[i]);
	free(run->worker);
	cs_retainsums_finish(&run->sums);
	cs_sumcells_close(&run->input);
	cs_shards_finish(&run->piece.shards);
	cs_retaininput_finish(&run->in);
}
