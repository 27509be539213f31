/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-retain from end to end: see retaining.h. */
#include "cli/retaining.h"

#include "cli/retainrunning.h"

/* The modes; the first is the one that is meant where none is named. */
static const struct cs_mode *const all_modes[] = {
    &cs_retaining_curve,
    &cs_retaining_uplift,
    &cs_retaining_hazard,
    &cs_retaining_who,
    &cs_retaining_risk,
    &cs_retaining_nps,
};

/* Options that all modes have. */
enum {
	CUSTOMERS,
	PURCHASES,
	RENEWALS,
	SURVEYS,
	FROM,
	LEAVING,
	KNOWN_SINCE,
	BY,
	AT,
	LANDMARK,
	STRATA,
	CANCEL,
	CURRENCY,
	AGENTS,
	MIN_GROUP,
	LEVEL,
	EXPLAIN,
	SAY,
	CELLS,
	PARTIAL,
	SHARD,
	MERGE,
	MANIFEST,
	N_COMMON
};

static void
leaving_words(struct cs_buf *out)
{
	cs_buf_z(out, "left_at\nsilence=90d\nsilence=180d\nrenewal\nrenewal=14d\n");
}

static void
at_words(struct cs_buf *out)
{
	cs_buf_z(out, "30d\n90d\n1mo\n3mo\n6mo\n12mo\n18mo\n24mo\n");
}

static void
landmark_words(struct cs_buf *out)
{
	cs_buf_z(out, "7d\n14d\n30d\n1mo\n");
}

/* What cells say themselves. */
#define SAID "customers purchases renewals surveys from leaving known-since by landmark strata"
/* What chooses rows. */
#define ROWS "where keep-only period since until time bad as-of"

static const struct cs_opt common[N_COMMON] = {
    [CUSTOMERS] = {0, "customers", CS_OPT_FILE, NULL,
	"who they are: customer_id joined_at left_at left_reason ...", .group = "Inputs",
	.flags = CS_OPT_REPEAT},
    [PURCHASES] = {0, "purchases", CS_OPT_FILE, NULL,
	"what they bought: customer_id purchased_at amount ...", .flags = CS_OPT_REPEAT},
    [RENEWALS] = {0, "renewals", CS_OPT_FILE, NULL,
	"what fell due: customer_id due_at renewed_at ...", .flags = CS_OPT_REPEAT},
    [SURVEYS] = {0, "surveys", CS_OPT_FILE, NULL,
	"what they answered: customer_id survey_answered_at nps ...", .flags = CS_OPT_REPEAT},
    [FROM] = {0, "from", CS_OPT_WORD, "contact|joined|purchase",
	"time zero: the first of these that is reported", .fallback = "contact", .group = "Time"},
    [LEAVING] = {0, "leaving", CS_OPT_TEXT, "RULE",
	"left_at, silence=90d, or renewal[=14d]: what leaving is; default: left_at",
	.words = leaving_words},
    [KNOWN_SINCE] = {0, "known-since", CS_OPT_TIME, NULL,
	"customers who left before are not in the table", .flags = CS_OPT_RARE},
    [BY] = {0, "by", CS_OPT_COLUMNS, "KEY,...",
	"rows for each value: columns of the contact at time zero, or of customers",
	.group = "What", .flags = CS_OPT_KEYS, .words = cs_by_words},
    [AT] = {0, "at", CS_OPT_COLUMNS, "TIME,...", "times after time zero: calendar months, or days",
	.fallback = "1mo,6mo,18mo", .words = at_words},
    [LANDMARK] = {0, "landmark", CS_OPT_TEXT, "TIME",
	"look so long after time zero at what became of a contact, and begin there",
	.words = landmark_words},
    [STRATA] = {0, "strata", CS_OPT_COLUMNS, "KEY,...",
	"compare only customers who have the same of these", .flags = CS_OPT_KEYS,
	.words = cs_by_words},
    [CANCEL] = {0, "cancel-reasons", CS_OPT_COLUMNS, "REASON,...",
	"reasons of contacts in which customers cancel: no time zero"},
    [CURRENCY] = {0, "currency", CS_OPT_TEXT, "CODE",
	"of amounts; not needed where all have the same", .flags = CS_OPT_RARE},
    [AGENTS] = {0, "agents", CS_OPT_FLAG, NULL,
	"allow figures of single agents, which are mostly noise", .flags = CS_OPT_RARE},
    [MIN_GROUP] = {0, "min-group", CS_OPT_INT, "N", "groups of fewer customers are not shown",
	.fallback = "0", .flags = CS_OPT_RARE},
    [LEVEL] = {0, "level", CS_OPT_INT, "PERCENT", "of bounds", .fallback = "95", .min = 50,
	.max = 99, .flags = CS_OPT_RARE},
    [EXPLAIN] = {0, "explain", CS_OPT_FLAG, NULL, "add the names and figures of the statistics",
	.group = "Output"},
    [SAY] = {0, "say", CS_OPT_FLAG, NULL, "sentences in place of the table"},
    [CELLS] = {0, "cells", CS_OPT_FLAG, NULL, "exact sums in place of the table", .group = "Cells",
	.no = "partial say"},
    [PARTIAL] = {0, "partial", CS_OPT_FLAG, NULL, "cells of one shard of many; needs --as-of",
	.no = "merge say"},
    [SHARD] = {0, "shard", CS_OPT_TEXT, "NAME", "name of the shard; default: the file's",
	.no = "merge", .flags = CS_OPT_RARE},
    [MERGE] = {0, "merge", CS_OPT_FLAG, NULL, "read cells, and write the table of their sum",
	.no = SAID " " ROWS},
    [MANIFEST] = {0, "manifest", CS_OPT_FILE, NULL,
	"which shards there must be, each once: that of cs-part, or a list", .no = SAID " " ROWS,
	.flags = CS_OPT_RARE},
};

static const struct cs_modes modes = {
    common, N_COMMON, all_modes, sizeof all_modes / sizeof *all_modes};

const struct cs_opt *
cs_retaining_options(size_t *n)
{
	static struct cs_opt all[CS_RETAINING_OPTIONS];

	*n = cs_modes_options(&modes, all, CS_RETAINING_OPTIONS);
	return all;
}

static void
files(struct cs_retainrunning *run, enum cs_fact_kind kind, const struct cs_opt_value *v)
{
	struct cs_retaininput_files *f = &run->in.file[kind];

	f->path = cs_modes_files(&run->cli->arena, v, &f->n);
}

/* Time zero of a mode that has one of its own: of a table that is given, or of contacts. */
static int
choose_zero(struct cs_retainrunning *run, bool told, struct cs_err *e)
{
	struct cs_retain *r = &run->r;

	if (r->mode->zero != 0 && told)
		return cs_err_set(e, CS_EXIT_USAGE, "--%s has a time zero of its own: no --from",
		    run->mode->opt[0].name);
	for (int k = CS_FACTS; r->mode->zero != 0 && k-- > 0;) {
		if ((r->mode->zero >> k & 1) == 0 ||
		    (k != CS_FACT_CONTACT && run->in.file[k].n == 0))
			continue;
		r->zero_kind = (enum cs_fact_kind)k;
		return 0;
	}
	return 0;
}

static int
read_horizons(struct cs_retainrunning *run, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_opt_value *v = &value[AT];
	struct cs_retain *r = &run->r;
	struct cs_horizon *at = cs_arena_new(r->arena, v->n + 1, sizeof *at);

	for (; r->nat < v->n; r->nat++) {
		if (cs_horizon_parse(v->list[r->nat], &at[r->nat], e) != 0) {
			cs_err_prefix(e, "--at");
			return -1;
		}
	}
	r->at = at;
	r->at_told = v->set;
	r->has_landmark = value[LANDMARK].set;
	if (r->has_landmark && cs_horizon_parse(value[LANDMARK].s, &r->landmark, e) != 0) {
		cs_err_prefix(e, "--landmark");
		return -1;
	}
	return 0;
}

static int
read_leaving(struct cs_retainrunning *run, const struct cs_opt_value *v, struct cs_err *e)
{
	struct cs_retain *r = &run->r;
	struct cs_str rule = v[LEAVING].set ? v[LEAVING].s : CS_STR("left_at");
	struct cs_period since;

	if (cs_leaving_parse(rule, &r->leaving, e) != 0) {
		cs_err_prefix(e, "--leaving");
		return -1;
	}
	r->leaving.zone = r->zone;
	if (!v[KNOWN_SINCE].set)
		return 0;
	if (cs_period_point(v[KNOWN_SINCE].s, r->zone,
		run->cli->opt.has_as_of ? &run->cli->opt.as_of : NULL, &since, e) != 0) {
		cs_err_prefix(e, "--known-since");
		return -1;
	}
	r->leaving.known_since = since.from;
	return 0;
}

/* The mode that was named, or that of the cells that are to be merged, or the first. -1 with *e. */
static int
choose_mode(struct cs_retainrunning *run, const struct cs_opt_value *v,
    const struct cs_opt_value **own, struct cs_err *e)
{
	struct cs_str name;

	if (cs_modes_named(&modes, v, &run->mode, e) != 0)
		return -1;
	if (run->mode == NULL && v[MERGE].set) {
		if (cs_retainshards_mode(&run->input, run->cli, &name, e) != 0)
			return -1;
		for (size_t i = 0; i < modes.n && run->mode == NULL; i++) {
			const struct cs_retain_mode *work = modes.mode[i]->work;

			if (cs_str_eqz(name, work->name))
				run->mode = modes.mode[i];
		}
		if (run->mode == NULL)
			return cs_err_set(e, CS_EXIT_DATA,
			    "the cells are of --%.*s, which does not merge here", CS_STR_ARG(name));
	}
	if (run->mode == NULL)
		run->mode = modes.mode[0];
	*own = cs_modes_only(&modes, v, run->mode, e);
	return *own != NULL ? 0 : -1;
}

/* What was asked, but for what needs the inputs. */
static int
ask(struct cs_retainrunning *run, const struct cs_opt_value *v, struct cs_err *e)
{
	static const enum cs_fact_kind zero_kind[] = {
	    CS_FACT_CONTACT, CS_FACT_CUSTOMER, CS_FACT_PURCHASE};
	struct cs_cli *cli = run->cli;
	struct cs_retain *r = &run->r;
	const struct cs_opt_value *own;
	void *asked;

	if (choose_mode(run, v, &own, e) != 0)
		return -1;
	*r = (struct cs_retain){.mode = run->mode->work,
	    .arena = &cli->arena,
	    .env = cs_cli_env(cli, NULL, ""),
	    .history = &run->history,
	    .zero = (enum cs_zero)v[FROM].i,
	    .zero_kind = zero_kind[v[FROM].i],
	    .zone = cli->opt.zone,
	    .strata = v[STRATA].list,
	    .nstrata = v[STRATA].n,
	    .cancel = v[CANCEL].list,
	    .ncancel = v[CANCEL].n,
	    .where = cli->opt.where,
	    .keep_only = cli->opt.keep_only,
	    .currency = v[CURRENCY].set ? v[CURRENCY].s : CS_STR(""),
	    .agents = v[AGENTS].set,
	    .min_group = v[MIN_GROUP].i,
	    .level = (double)v[LEVEL].i / 100,
	    .explain = v[EXPLAIN].set};
	asked = cs_arena_new(&cli->arena, run->mode->size + 1, 1);
	r->ask = asked;
	run->state = cs_arena_new(&cli->arena, r->mode->size + 1, 1);
	files(run, CS_FACT_CUSTOMER, &v[CUSTOMERS]);
	files(run, CS_FACT_PURCHASE, &v[PURCHASES]);
	files(run, CS_FACT_RENEWAL, &v[RENEWALS]);
	files(run, CS_FACT_ANSWER, &v[SURVEYS]);
	if (choose_zero(run, v[FROM].set, e) != 0 || read_horizons(run, v, e) != 0 ||
	    read_leaving(run, v, e) != 0)
		return -1;
	if (run->mode->ask == NULL)
		return 0;
	return run->mode->ask(cli, own, asked, e);
}

/* Options that the mode has no use for. -1 with *e (2). */
static int
check_use(const struct cs_retainrunning *run, const struct cs_opt_value *v, struct cs_err *e)
{
	static const struct {
		unsigned bit;
		int option;
	} uses[] = {
	    {CS_RETAIN_AT, AT},
	    {CS_RETAIN_LANDMARK, LANDMARK},
	    {CS_RETAIN_STRATA, STRATA},
	    {CS_RETAIN_CANCEL, CANCEL},
	    {CS_RETAIN_CURRENCY, CURRENCY},
	    {CS_RETAIN_MIN_GROUP, MIN_GROUP},
	    {CS_RETAIN_LEVEL, LEVEL},
	    {CS_RETAIN_EXPLAIN, EXPLAIN},
	    {CS_RETAIN_BY, BY},
	};

	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
		if ((run->r.mode->without & uses[i].bit) != 0 && v[uses[i].option].set)
			return cs_err_set(e, CS_EXIT_USAGE, "--%s: not with --%s",
			    common[uses[i].option].name, run->mode->opt[0].name);
	}
	return 0;
}

/* What is to be done with what is counted. */
static int
ask_output(struct cs_retainrunning *run, const struct cs_opt_value *v, struct cs_err *e)
{
	const struct cs_retain_mode *mode = run->r.mode;

	run->say = v[SAY].set;
	run->cells = v[CELLS].set || v[PARTIAL].set;
	run->merge = v[MERGE].set;
	run->r.cells = run->cells;
	run->shard = v[SHARD].z;
	run->manifest = v[MANIFEST].z;
	if (run->say && mode->say == NULL)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--%s has no sentences", run->mode->opt[0].name);
	if ((run->cells || run->merge) && mode->single)
		return cs_err_set(e, CS_EXIT_USAGE, "--%s does not merge: %s",
		    run->mode->opt[0].name, mode->why_single);
	if (run->shard != NULL && !run->cells && mode->head != NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "--shard names cells: --cells or --partial");
	if (run->manifest != NULL && !run->merge)
		return cs_err_set(e, CS_EXIT_USAGE, "--manifest is about cells: --merge");
	if (!v[PARTIAL].set || run->cli->opt.has_as_of)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "--partial needs --as-of");
	return cs_err_hint(e, "each shard would have an as-of of its own otherwise");
}

int
cs_retaining_run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_retainrunning run = {.cli = cli};
	int result;

	cs_history_init(&run.history, &cli->arena, cli->opt.time);
	run.in = (struct cs_retaininput){.cli = cli, .r = &run.r, .threads = cli->opt.threads};
	run.said = (struct cs_retainshards_ask){.known_since = value[KNOWN_SINCE].s,
	    .landmark = value[LANDMARK].s,
	    .strata = value[STRATA].list,
	    .by = value[BY].list,
	    .nstrata = value[STRATA].n,
	    .nby = value[BY].n};
	result = ask(&run, value, e);
	if (result == 0) {
		run.said.from = cs_str_z(cs_fact_name[run.r.zero_kind]);
		run.said.leaving = value[LEAVING].set ? value[LEAVING].s : CS_STR("left_at");
		result = check_use(&run, value, e);
		if (result == 0)
			result = ask_output(&run, value, e);
	}
	if (result == 0)
		result = cs_retainrunning_go(&run, e);
	cs_retainrunning_finish(&run);
	cs_history_finish(&run.history);
	return result;
}
