/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of cs-chargeback: see chargingrun.h. */
#include "cli/chargingrun.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "charge/lay.h"
#include "cli/chargingcells.h"
#include "cli/chargingnotes.h"

/* Costs, rates and exchange rates; what is reported is in the only currency that they have. */
static int
read_money(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;

	if (cs_costs_read(&c->costs, c->arena, c->zone, job->costs.path, job->costs.n, e) != 0 ||
	    cs_costs_read_rates(&c->costs, c->arena, c->zone, job->rates.path, job->rates.n, e) !=
		0 ||
	    cs_charge_exchange_read(
		&job->money, c->arena, c->zone, job->exchange.path, job->exchange.n, e) != 0)
		return -1;
	c->exchange = job->exchange.n != 0 ? &job->money : NULL;
	if (c->costs.n == 0 && !c->mode->without_costs) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "there are no costs");
		return cs_err_hint(
		    e, "--costs FILE has pools of money, --rates FILE prices of a use");
	}
	for (size_t i = 0; i < c->costs.n; i++) {
		const struct cs_cost *x = &c->costs.cost[i];

		if (c->currency.n == 0)
			c->currency = x->currency;
		if (cs_str_eq(x->currency, c->currency) || c->exchange != NULL)
			continue;
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "%s:%llu: an amount in %.*s, and %.*s is reported", x->file,
		    (unsigned long long)x->line, CS_STR_ARG(x->currency), CS_STR_ARG(c->currency));
		return cs_err_hint(
		    e, "--currency says what is reported, --exchange FILE at which rates");
	}
	if (c->currency.n != 0)
		c->digits = cs_currency_digits(c->currency);
	return 0;
}

/* Departments that serve others, and what that makes of pools. */
static int
read_services(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;

	if (job->services.n == 0)
		return 0;
	if (cs_services_read(
		&job->serving.services, c->arena, job->services.path, job->services.n, e) != 0 ||
	    cs_charge_dues_make(&job->dues, c, &job->serving, e) != 0)
		return -1;
	c->dues = &job->dues;
	/* Nothing is charged without contacts: pools may stay what they are. */
	if (c->mode->without_contacts)
		return 0;
	if (cs_charge_lay(&job->laid, c, e) != 0)
		return -1;
	c->laid = job->laid;
	return 0;
}

/* What is exchanged on the day of its use is told apart by that day. */
static void
cut_exchange(struct cs_charging_job *job)
{
	const struct cs_charge *c = &job->c;
	bool needed = job->binding.credit != NULL;

	for (size_t i = c->costs.npool; i < c->costs.n; i++)
		needed = needed || !cs_str_eq(c->costs.cost[i].currency, c->currency);
	for (size_t i = 0; needed && i < job->money.n; i++) {
		cs_charge_cut(&job->binding.cuts, job->money.parity[i].from);
		cs_charge_cut(&job->binding.cuts, job->money.parity[i].until);
	}
	cs_charge_cuts_sort(&job->binding.cuts);
}

static int
read_map(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;
	struct cs_charge_contacts contacts = {.env = c->env, .repeats = job->repeats};

	c->mapped = job->map.n != 0;
	if (!c->mapped && !c->mode->without_map && !c->mode->without_contacts) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "there is no map");
		return cs_err_hint(e, "--map FILE says whose contacts are: reason owner ...");
	}
	if (!c->mapped)
		return 0;
	contacts.env.source = "--map";
	job->rules = cs_charge_map_read(job->map.path, job->map.n, &contacts, e);
	return job->rules != NULL ? 0 : -1;
}

/* The heads of what is read: contacts, or cells, whose zone says when days of costs begin. */
static int
open_input(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_cli *cli = job->cli;
	struct cs_charge *c = &job->c;
	bool read = !c->mode->without_contacts && !job->merge;

	if (read && cs_cli_input(cli, e) != 0)
		return -1;
	c->env = cs_cli_env(cli, read ? cs_reader_head(cli->in) : NULL, "");
	cs_charge_bind_begin(c, &job->binding, c->env.head, cli->opt.time);
	if (job->merge && cs_chargingcells_open(job, e) != 0)
		return -1;
	c->env.zone = c->zone;
	c->from = cli->opt.period.from;
	c->to = cli->opt.period.to;
	job->bound = true;
	return 0;
}

static int
bind(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;
	bool contacts = !c->mode->without_contacts, read = contacts && !job->merge;

	if (open_input(job, e) != 0 || read_money(job, e) != 0 || read_services(job, e) != 0)
		return -1;
	for (size_t i = 0; contacts && i < job->nby; i++) {
		if (cs_charge_level(c, job->by[i], e) < 0)
			return -1;
	}
	c->nby = c->nlevel;
	job->binding.asking = cs_arena_printf(c->arena, "--%s", c->mode->name);
	job->binding.users = job->write;
	if ((c->mode->bind != NULL && c->mode->bind(c, job->state, e) != 0) ||
	    (read && read_map(job, e) != 0) || cs_charge_bind_end(c, e) != 0)
		return -1;
	if (job->merge)
		return cs_chargingcells_fit(job, e);
	cut_exchange(job);
	if (read && cs_select_init(&job->select, job->cli, c->env.head, e) != 0)
		return -1;
	c->filtered = read && job->select.where != NULL;
	c->all = !c->filtered && (!read || job->select.time == NULL);
	return 0;
}

/* Sums grow with keys and times, not with contacts. -1 with *e (71). */
static int
room(const struct cs_charging_job *job, const struct cs_charge_fold *f, struct cs_err *e)
{
	size_t most = (size_t)job->cli->opt.mem;

	if (cs_charge_fold_bytes(f) <= most)
		return 0;
	(void)cs_err_set(e, CS_EXIT_NOMEM, "the sums of all groups do not fit into --mem");
	return cs_err_hint(e, "each combination of keys and owners takes memory: name fewer, or "
			      "give more, as in --mem 2G");
}

static int
read_batch(void *ctx, size_t slot, struct cs_err *e)
{
	struct cs_charging_job *job = ctx;

	return cs_cli_read(job->cli, &job->batch[slot], e);
}

static int
work(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct cs_charging_job *job = ctx;
	struct cs_charging_worker *w = &job->worker[worker];
	struct cs_batch *b = &job->batch[slot];

	if (cs_batch_split(b, e) != 0 || cs_selector_run(&w->selector, &job->select, b, e) != 0 ||
	    cs_charge_fold_add(&w->fold, b, w->selector.mark, e) != 0)
		return -1;
	return room(job, &w->fold, e);
}

static int
merge(void *ctx, unsigned worker, struct cs_err *e)
{
	struct cs_charging_job *job = ctx;

	(void)e;
	cs_charge_fold_flush(&job->worker[worker].fold);
	cs_charge_fold_merge(&job->worker[0].fold, &job->worker[worker].fold);
	cs_selector_add(&job->worker[0].selector, &job->worker[worker].selector);
	return 0;
}

/* Reads all contacts. */
static int
count(struct cs_charging_job *job, struct cs_err *e)
{
	static const struct cs_thread_plan plan = {read_batch, work, NULL, merge};
	struct cs_charge *c = &job->c;
	const struct cs_charge_fold *f = &job->worker[0].fold;

	for (unsigned i = 0; i < job->cli->opt.threads; i++)
		cs_charge_fold_init(&job->worker[i].fold, c, job->rules);
	job->batch = cs_mem_new0(cs_thread_slots(job->cli->opt.threads), sizeof *job->batch);
	if (cs_thread_run(&plan, job, job->cli->opt.threads, e) != 0)
		return -1;
	cs_charge_fold_flush(&job->worker[0].fold);
	c->sums = &job->worker[0].fold.sums;
	c->examples = &job->worker[0].fold.examples;
	memcpy(c->count, f->count, sizeof c->count);
	c->first = f->first;
	c->last = f->last;
	c->newest = f->newest;
	return 0;
}

/* The table, or sentences. */
static int
put(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf text = CS_BUF_INIT;
	int result;

	if (job->say) {
		result = c->mode->say(c, job->state, &text, e);
		if (result == 0)
			result = cs_cli_put(job->cli, cs_buf_all(&text), e);
		cs_buf_finish(&text);
		return result;
	}
	if (c->mode->head == NULL)
		return c->mode->rows(c, job->state, job->cli->out, e);
	result = c->mode->head(c, job->state, &head, e);
	if (result == 0) {
		cs_writer_head(job->cli->out, &head);
		result = c->mode->rows(c, job->state, job->cli->out, e);
		if (result != 0)
			cs_writer_unhead(job->cli->out);
	}
	cs_head_finish(&head);
	return result;
}

int
cs_charging_go(struct cs_charging_job *job, struct cs_err *e)
{
	struct cs_charge *c = &job->c;

	job->worker = cs_mem_new0(job->cli->opt.threads, sizeof *job->worker);
	if (bind(job, e) != 0 || cs_cli_output(job->cli, e) != 0)
		return -1;
	if (c->mode->without_contacts) {
		cs_sums_init(&job->sums, &job->binding.form);
		c->sums = &job->sums;
		c->first = CS_INSTANT_MAX;
		c->last = c->newest = CS_INSTANT_MIN;
	} else if ((job->merge ? cs_chargingcells_read : count)(job, e) != 0) {
		return -1;
	}
	c->as_of = job->cli->opt.has_as_of ? job->cli->opt.as_of : c->newest;
	if (cs_sums_sort(c->sums, e) != 0)
		return -1;
	if (job->write) {
		cs_chargingnotes_account(job);
		return cs_chargingcells_write(job, e);
	}
	if (cs_charge_reckon(c, &job->price, e) != 0 ||
	    cs_charge_lines_make(&job->balance, c, NULL, 0, e) != 0)
		return -1;
	cs_chargingnotes_say(job);
	return put(job, e);
}

void
cs_charging_finish(struct cs_charging_job *job)
{
	if (job->bound && job->c.mode->finish != NULL)
		job->c.mode->finish(job->state);
	for (unsigned i = 0; job->worker != NULL && i < job->cli->opt.threads; i++) {
		cs_charge_fold_finish(&job->worker[i].fold);
		cs_selector_finish(&job->worker[i].selector);
	}
	for (size_t i = 0; job->batch != NULL && i < cs_thread_slots(job->cli->opt.threads); i++)
		cs_batch_finish(&job->batch[i]);
	free(job->batch);
	free(job->worker);
	cs_sumcells_close(&job->cells);
	cs_sums_finish(&job->sums);
	cs_charge_lines_finish(&job->balance);
	cs_charge_price_finish(&job->price);
	cs_charge_map_destroy(job->rules);
	cs_charge_laid_finish(job->laid, job->c.costs.npool);
	cs_charge_dues_finish(&job->dues);
	cs_services_finish(&job->serving.services);
	cs_charge_exchange_finish(&job->money);
	cs_costs_finish(&job->c.costs);
	cs_charge_bind_finish(&job->binding);
}
