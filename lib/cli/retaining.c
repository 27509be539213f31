/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-retain from end to end: see retaining.h. */
#include "cli/retaining.h"

#include "cli/modes.h"
#include "cli/retainrunning.h"

/* The modes; the first is the one that is meant where none is named. */
static const struct cs_retaining_mode *const modes[] = {
    &cs_retaining_curve,
    &cs_retaining_uplift,
    &cs_retaining_hazard,
    &cs_retaining_who,
    &cs_retaining_risk,
    &cs_retaining_nps,
};

enum { MODES = sizeof modes / sizeof *modes };

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
    [AT] = {0, "at", CS_OPT_COLUMNS, "TIME,...", "how long after: months by the calendar, days",
	.fallback = "1mo,6mo,18mo", .words = at_words},
    [LANDMARK] = {0, "landmark", CS_OPT_TEXT, "TIME",
	"what happened until then after time zero may tell customers apart",
	.words = landmark_words},
    [STRATA] = {0, "strata", CS_OPT_COLUMNS, "KEY,...", "only compare within the same of these",
	.flags = CS_OPT_KEYS, .words = cs_by_words},
    [CANCEL] = {0, "cancel-reasons", CS_OPT_COLUMNS, "REASON,...",
	"contacts for these reasons are the leaving itself: no time zero"},
    [CURRENCY] = {0, "currency", CS_OPT_TEXT, "CODE",
	"amounts are in this one; the only one there is need not be said", .flags = CS_OPT_RARE},
    [AGENTS] = {0, "agents", CS_OPT_FLAG, NULL, "figures of single agents, which are mostly noise",
	.flags = CS_OPT_RARE},
    [MIN_GROUP] = {0, "min-group", CS_OPT_INT, "N", "groups of fewer customers are not shown",
	.fallback = "0", .flags = CS_OPT_RARE},
    [LEVEL] = {0, "level", CS_OPT_INT, "PERCENT", "of bounds", .fallback = "95", .min = 50,
	.max = 99, .flags = CS_OPT_RARE},
    [EXPLAIN] = {0, "explain", CS_OPT_FLAG, NULL, "with the names and figures of the statistics",
	.group = "Output"},
    [SAY] = {0, "say", CS_OPT_FLAG, NULL, "sentences in place of the table"},
    [CELLS] = {0, "cells", CS_OPT_FLAG, NULL, "exact sums in place of the table", .group = "Cells",
	.no = "partial say"},
    [PARTIAL] = {0, "partial", CS_OPT_FLAG, NULL, "cells of one shard of many; wants --as-of",
	.no = "merge say"},
    [SHARD] = {0, "shard", CS_OPT_TEXT, "NAME", "name of the shard; default: the file's",
	.no = "merge", .flags = CS_OPT_RARE},
    [MERGE] = {0, "merge", CS_OPT_FLAG, NULL, "reads cells: the table of their sum",
	.no = SAID " " ROWS},
    [MANIFEST] = {0, "manifest", CS_OPT_FILE, NULL,
	"which shards there must be, each once: that of cs-part, or a list", .no = SAID " " ROWS,
	.flags = CS_OPT_RARE},
};

/* What there is to ask, mode by mode. */
static struct cs_modes
all_modes(struct cs_modes_part part[MODES])
{
	for (size_t m = 0; m < MODES; m++)
		part[m] = (struct cs_modes_part){modes[m]->opt, modes[m]->nopt};
	return (struct cs_modes){{common, N_COMMON}, part, MODES};
}

const struct cs_opt *
cs_retaining_options(size_t *n)
{
	static struct cs_opt all[CS_RETAINING_OPTIONS];
	struct cs_modes_part part[MODES];
	const struct cs_modes m = all_modes(part);

	*n = cs_modes_options(&m, all, CS_RETAINING_OPTIONS);
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
choose_mode(struct cs_retainrunning *run, const struct cs_modes *all, const struct cs_opt_value *v,
    size_t *chosen, struct cs_err *e)
{
	struct cs_str mode;

	if (cs_modes_named(all, v, chosen, e) != 0)
		return -1;
	if (*chosen == MODES && v[MERGE].set) {
		if (cs_retainshards_mode(&run->input, run->cli, &mode, e) != 0)
			return -1;
		for (*chosen = 0; *chosen < MODES; (*chosen)++)
			if (cs_str_eqz(mode, modes[*chosen]->mode->name))
				break;
		if (*chosen == MODES)
			return cs_err_set(e, CS_EXIT_DATA,
			    "the cells are of --%.*s, which does not merge here", CS_STR_ARG(mode));
	}
	if (*chosen == MODES)
		*chosen = 0;
	return cs_modes_only(all, v, *chosen, e);
}

/* What was asked, but for what needs the inputs. */
static int
ask(struct cs_retainrunning *run, const struct cs_opt_value *v, struct cs_err *e)
{
	static const enum cs_fact_kind zero_kind[] = {
	    CS_FACT_CONTACT, CS_FACT_CUSTOMER, CS_FACT_PURCHASE};
	struct cs_cli *cli = run->cli;
	struct cs_retain *r = &run->r;
	struct cs_modes_part part[MODES];
	const struct cs_modes all = all_modes(part);
	void *own;
	size_t chosen;

	if (choose_mode(run, &all, v, &chosen, e) != 0)
		return -1;
	run->mode = modes[chosen];
	*r = (struct cs_retain){.mode = run->mode->mode,
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
	own = cs_arena_new(&cli->arena, run->mode->size + 1, 1);
	r->ask = own;
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
	return run->mode->ask(cli, cs_modes_values(&all, v, chosen), own, e);
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
	(void)cs_err_set(e, CS_EXIT_USAGE, "--partial wants --as-of");
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
