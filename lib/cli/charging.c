/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-chargeback from end to end: see charging.h. */
#include "cli/charging.h"

#include "base/dec.h"
#include "charge/chargerun.h"
#include "cli/chargingrun.h"

/* The modes; the first is the one that is meant where none is named. */
static const struct cs_mode *const all_modes[] = {
    &cs_charging_bill,
    &cs_charging_pools,
    &cs_charging_pareto,
    &cs_charging_demand,
    &cs_charging_allocate,
    &cs_charging_statement,
    &cs_charging_journal,
    &cs_charging_postings,
    &cs_charging_vendors,
    &cs_charging_pnl,
};

/* What chose the rows of cells, and whose they are. */
#define ROWS "map repeats where keep-only period since until time bad"

/* Options that all modes have. */
enum {
	COSTS,
	RATES,
	MAP,
	EXCHANGE,
	CLOSED,
	CURRENCY,
	SERVICES,
	ALLOCATION,
	STEP_ORDER,
	REPEATS,
	BY,
	SAY,
	CELLS,
	PARTIAL,
	SHARD,
	MERGE,
	MANIFEST,
	N_COMMON
};

static const struct cs_opt common[N_COMMON] = {
    [COSTS] = {0, "costs", CS_OPT_FILE, NULL,
	"what service costs: pool period_from_at period_to_at amount currency ...",
	.group = "Inputs", .flags = CS_OPT_REPEAT},
    [RATES] = {0, "rates", CS_OPT_FILE, NULL,
	"prices, as of a minute: rate_amount rate_unit currency vendor ...",
	.flags = CS_OPT_REPEAT},
    [MAP] = {0, "map", CS_OPT_FILE, NULL,
	"who owns the causes: reason product ... owner share cause ...", .flags = CS_OPT_REPEAT},
    [EXCHANGE] = {0, "exchange", CS_OPT_FILE, NULL,
	"currency to_currency rate valid_from_at valid_to_at",
	.flags = CS_OPT_REPEAT | CS_OPT_RARE},
    [CLOSED] = {0, "closed", CS_OPT_FILE, NULL,
	"months that were billed, as --postings wrote them: they stay as they are",
	.flags = CS_OPT_REPEAT},
    [CURRENCY] = {0, "currency", CS_OPT_TEXT, "CODE",
	"of the report; not needed where all costs have the same", .flags = CS_OPT_RARE},
    [SERVICES] = {0, "services", CS_OPT_FILE, NULL,
	"departments that serve others: department to units", .flags = CS_OPT_REPEAT},
    [ALLOCATION] = {0, "allocation", CS_OPT_WORD, "direct|step-down|reciprocal",
	"by which method others bear what these cost", "direct", .flags = CS_OPT_RARE},
    [STEP_ORDER] = {0, "step-order", CS_OPT_COLUMNS, "NAME,...",
	"the order of stepping down; default: first who serves the others most",
	.flags = CS_OPT_RARE},
    [REPEATS] = {0, "repeats", CS_OPT_TEXT, "COLUMN",
	"the column that numbers the contacts of a chain; default: the only chain_n_...",
	.flags = CS_OPT_RARE},
    [BY] = {0, "by", CS_OPT_COLUMNS, "KEY,...",
	"rows for each value of these: columns, month, cause, demand, pool", .group = "What",
	.flags = CS_OPT_KEYS, .words = cs_charge_level_words},
    [SAY] = {0, "say", CS_OPT_FLAG, NULL, "sentences in place of the table", .group = "Output"},
    [CELLS] = {0, "cells", CS_OPT_FLAG, NULL, "counts in place of the table, without prices",
	.group = "Cells", .no = "partial say merge"},
    [PARTIAL] = {0, "partial", CS_OPT_FLAG, NULL, "cells of one shard of many", .no = "merge say",
	.flags = CS_OPT_RARE},
    [SHARD] = {0, "shard", CS_OPT_TEXT, "NAME", "name of the shard; default: the file's",
	.no = "merge", .flags = CS_OPT_RARE},
    [MERGE] = {0, "merge", CS_OPT_FLAG, NULL, "read cells, and show what their sum costs",
	.no = ROWS},
    [MANIFEST] = {0, "manifest", CS_OPT_FILE, NULL,
	"which shards there must be, each once: that of cs-part, or a list", .no = ROWS,
	.flags = CS_OPT_RARE},
};

static const struct cs_modes modes = {
    common, N_COMMON, all_modes, sizeof all_modes / sizeof *all_modes};

const struct cs_opt *
cs_charging_options(size_t *n)
{
	static struct cs_opt all[CS_CHARGING_OPTIONS];

	*n = cs_modes_options(&modes, all, CS_CHARGING_OPTIONS);
	return all;
}

static void
files(struct cs_cli *cli, const struct cs_opt_value *v, struct cs_charging_files *f)
{
	f->path = cs_modes_files(&cli->arena, v, &f->n);
}

static int
ask_services(struct cs_charging_job *job, const struct cs_opt_value *value, struct cs_err *e)
{
	static const int only[] = {ALLOCATION, STEP_ORDER};

	files(job->cli, &value[SERVICES], &job->services);
	for (size_t i = 0; i < sizeof only / sizeof *only; i++)
		if (value[only[i]].set && job->services.n == 0)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "--%s without --services", common[only[i]].name);
	job->serving.how = (enum cs_allocation)value[ALLOCATION].i;
	if (!value[STEP_ORDER].set)
		return 0;
	job->serving.order = value[STEP_ORDER].list;
	job->serving.norder = value[STEP_ORDER].n;
	if (job->serving.how != CS_ALLOCATION_STEP_DOWN)
		return cs_err_set(e, CS_EXIT_USAGE, "--step-order without --allocation step-down");
	return 0;
}

/* What is to be done with what is counted. */
static int
ask_output(struct cs_charging_job *job, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_charge_mode *mode = job->c.mode;
	const char *name = job->mode->opt[0].name;

	job->say = value[SAY].set;
	job->write = value[CELLS].set || value[PARTIAL].set;
	job->merge = value[MERGE].set;
	job->shard = value[SHARD].z;
	job->manifest = value[MANIFEST].z;
	if (mode->without_contacts && (job->write || job->merge))
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--%s counts no contacts: it has no cells", name);
	if (job->manifest != NULL && !job->merge)
		return cs_err_set(e, CS_EXIT_USAGE, "--manifest belongs to --merge");
	if (job->say && mode->say == NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "--%s has no sentences", name);
	return 0;
}

/* What all modes can be asked. */
static int
ask_common(struct cs_charging_job *job, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_charge *c = &job->c;
	const char *name = job->mode->opt[0].name;

	files(job->cli, &value[COSTS], &job->costs);
	files(job->cli, &value[RATES], &job->rates);
	files(job->cli, &value[MAP], &job->map);
	files(job->cli, &value[EXCHANGE], &job->exchange);
	if (ask_services(job, value, e) != 0)
		return -1;
	c->currency = value[CURRENCY].set ? value[CURRENCY].s : CS_STR("");
	if (c->currency.n != 0 && cs_currency_digits(c->currency) < 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--currency: '%.*s' is no currency of ISO 4217",
		    CS_STR_ARG(c->currency));
	job->repeats = value[REPEATS].set ? value[REPEATS].s : CS_STR("");
	job->by = value[BY].list;
	job->nby = value[BY].n;
	if (job->nby != 0 && c->mode->without_by)
		return cs_err_set(e, CS_EXIT_USAGE, "--by: not with --%s", name);
	c->closed = cs_modes_files(c->arena, &value[CLOSED], &c->nclosed);
	if (c->nclosed != 0 && !c->mode->closes)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--closed is for --statement, --journal and --postings, not --%s", name);
	return ask_output(job, value, e);
}

int
cs_charging_run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_charging_job job = {.cli = cli};
	const struct cs_opt_value *own;
	struct cs_charge *c = &job.c;
	void *asked;
	int result;

	job.mode = cs_modes_choose(&modes, value, &own, e);
	if (job.mode == NULL)
		return -1;
	c->mode = job.mode->work;
	c->arena = &cli->arena;
	c->zone = cli->opt.zone;
	asked = cs_arena_new(&cli->arena, job.mode->size + 1, 1);
	c->ask = asked;
	job.state = cs_arena_new(&cli->arena, c->mode->size + 1, 1);
	result = ask_common(&job, value, e);
	if (result == 0 && job.mode->ask != NULL)
		result = job.mode->ask(cli, own, asked, e);
	if (result == 0)
		result = cs_charging_go(&job, e);
	cs_charging_finish(&job);
	return result;
}
