/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-gen: a made-up company's contacts and other tables, with effects planted in them. */
#include "cli/cli.h"
#include "cli/generating.h"

enum {
	ROWS,
	DAYS,
	START,
	SEED,
	AGENTS,
	CUSTOMERS,
	GAMERS,
	GAMES,
	PLANT,
	TABLE,
	DIR,
	RECORDS,
	QUEUE_LOG,
	QUOTED,
	WIDE,
	TRUTH,
	N_OPT,
};

#define TABLE_WORDS                                                                                \
	"contacts|agents|roster|customers|purchases|surveys|costs|tickets|scattered|identities|"   \
	"moves|ratings|events|links|desk|skills|states|schedules|"                                 \
	"retain-customers|retain-contacts|retain-purchases|retain-surveys|retain-renewals|"        \
	"decision-customers|decision-contacts|decision-charged|decision-costs"

static const struct cs_opt options[N_OPT] = {
    [ROWS] = {'n', "rows", CS_OPT_INT, "N", "contacts", .fallback = "1000", .min = 1,
	.max = CS_GEN_ROWS_MAX, .group = "The company"},
    [DAYS] = {'d', "days", CS_OPT_INT, "N", "days that they are spread over", .fallback = "28",
	.min = 1, .max = CS_GEN_DAYS_MAX},
    [START] = {0, "start", CS_OPT_TEXT, "DATE", "the first day", .fallback = "2026-01-05"},
    [SEED] = {'s', "seed", CS_OPT_INT, "N", "another number, another company", .fallback = "1"},
    [AGENTS] = {0, "agents", CS_OPT_INT, "N", "agents (default: as the contacts need)", .min = 5,
	.max = CS_GEN_AGENTS_MAX},
    [CUSTOMERS] = {0, "customers", CS_OPT_INT, "N",
	"customers (default: each comes about three times a year)", .min = 100,
	.max = CS_GEN_CUSTOMERS_MAX},
    [GAMERS] = {0, "gamers", CS_OPT_INT, "N",
	"agents of the desk who play with their numbers, kinds in turn", .fallback = "6",
	.max = CS_GEN_AGENTS_MAX},
    [GAMES] = {0, "games", CS_OPT_TEXT, "KIND,...", "what these play (default: any)",
	.words = cs_gen_game_words},
    [PLANT] = {0, "plant", CS_OPT_TEXT, "KIND[=P%],...",
	"why customers of retain-... and decision-... do what they do; none",
	.words = cs_gen_plant_words},
    [TABLE] = {'t', "table", CS_OPT_WORD, TABLE_WORDS, "the table to write", .fallback = "contacts",
	.group = "What is written"},
    [DIR] = {0, "dir", CS_OPT_FILE, "DIR", "write all tables, each to a file there"},
    [RECORDS] = {'r', "records", CS_OPT_FLAG, NULL, "records in place of a source's CSV"},
    [QUEUE_LOG] = {0, "queue-log", CS_OPT_FLAG, NULL, "the phone calls as an Asterisk queue_log"},
    [QUOTED] = {0, "quoted", CS_OPT_LIMIT, "P%", "CSV contacts with quotes", .fallback = "4%"},
    [WIDE] = {0, "wide", CS_OPT_FLAG, NULL,
	"contacts also have reason product ended_by survey_sent_at"},
    [TRUTH] = {0, "truth", CS_OPT_FILE, "FILE", "write there what is planted"},
};

static const struct cs_tool tool = {
    .name = "cs-gen",
    .what = "makes up the data of a company, with planted effects to find again",
    .synopsis = "[--rows N] [--days N] [--seed N] [--table NAME | --dir DIR | --queue-log] "
		"[option ...]",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_OUTPUT | CS_WITH_PROGRESS | CS_WITH_THREADS,
    .default_threads = 1,
    .max_operand = -1,
    .examples = "cs-gen --rows 100000 | cs-ingest --map contacts | cs-kpi --by queue\n"
		"cs-gen --rows 1000000 --days 365 --dir company --truth company/truth.tsv\n"
		"cs-gen --queue-log --days 1 | cs-ingest --map queue-log\n",
};

/* Which of the worlds are to be made: those of the tables that are asked for. */
static unsigned
worlds(const struct cs_opt_value *v)
{
	const unsigned all =
	    CS_GEN_TRUTH_CONTACTS | CS_GEN_TRUTH_DESK | CS_GEN_TRUTH_RETAIN | CS_GEN_TRUTH_DECISION;

	if (v[DIR].set)
		return all;
	if (v[QUEUE_LOG].set || v[TABLE].i < CS_GEN_DESK)
		return CS_GEN_TRUTH_CONTACTS;
	if (v[TABLE].i < CS_GEN_RETAIN_CUSTOMERS)
		return CS_GEN_TRUTH_DESK;
	return v[TABLE].i < CS_GEN_DECISION_CUSTOMERS ? CS_GEN_TRUTH_RETAIN : CS_GEN_TRUTH_DECISION;
}

/* Options that would go unheard beside others are errors. */
static int
check(const struct cs_cli *cli, const struct cs_opt_value *v, struct cs_err *e)
{
	bool contacts = v[DIR].set || (v[TABLE].i == CS_GEN_CONTACTS && !v[QUEUE_LOG].set);
	bool tickets = v[TABLE].i == CS_GEN_TICKETS;
	bool desk = (worlds(v) & CS_GEN_TRUTH_DESK) != 0;
	bool planted = (worlds(v) & (CS_GEN_TRUTH_RETAIN | CS_GEN_TRUTH_DECISION)) != 0;
	const struct {
		bool bad;
		const char *msg;
	} rules[] = {
	    {v[DIR].set && v[TABLE].set, "--dir writes all tables: --table has no meaning"},
	    {v[DIR].set && cli->opt.output != NULL, "--dir and --output are two places"},
	    {v[QUEUE_LOG].set && (v[DIR].set || v[TABLE].set || v[RECORDS].set),
		"--queue-log is no table: --table, --dir and --records have no meaning"},
	    {v[WIDE].set && !contacts, "--wide is for contacts"},
	    {v[QUOTED].set && ((!contacts && !tickets) || v[RECORDS].set),
		"--quoted is for contacts and tickets as CSV"},
	    {tickets && v[RECORDS].set, "--table tickets is a Zendesk export, not records"},
	    {(v[GAMERS].set || v[GAMES].set) && !desk,
		"--gamers and --games are for desk skills states schedules"},
	    {v[PLANT].set && !planted, "--plant is for the tables retain-... and decision-..."},
	    {!v[QUOTED].percent || v[QUOTED].i > CS_GEN_MILLION, "--quoted is a share: 4%"},
	};

	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (rules[i].bad)
			return cs_err_set(e, CS_EXIT_USAGE, "%s", rules[i].msg);
	return 0;
}

static int
plan_of(const struct cs_opt_value *v, struct cs_gen_plan *p, struct cs_err *e)
{
	struct cs_civil c;

	if (!cs_civil_parse(v[START].s, &c) || c.hour + c.min + c.sec + c.usec != 0 ||
	    c.year < 1900 || c.year > 9900)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--start: '%s' is not a date from 1900 to 9900", v[START].z);
	*p = (struct cs_gen_plan){.seed = (uint64_t)v[SEED].i,
	    .rows = (uint64_t)v[ROWS].i,
	    .days = (uint32_t)v[DAYS].i,
	    .start_day = cs_civil_days(c.year, c.month, c.day),
	    .agents = (uint32_t)v[AGENTS].i,
	    .customers = (uint64_t)v[CUSTOMERS].i,
	    .quoted = (uint32_t)v[QUOTED].i,
	    .wide = v[WIDE].set,
	    .desk = (worlds(v) & CS_GEN_TRUTH_DESK) != 0,
	    .retain = (worlds(v) & CS_GEN_TRUTH_RETAIN) != 0,
	    .decision = (worlds(v) & CS_GEN_TRUTH_DECISION) != 0,
	    .gamers = (uint32_t)v[GAMERS].i};
	if (cs_gen_plants(cs_str_z(v[PLANT].set ? v[PLANT].z : NULL), p->plant, e) != 0)
		return -1;
	return v[GAMES].set ? cs_gen_games(v[GAMES].s, &p->games, e) : 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	const enum cs_gen_format format = value[RECORDS].set ? CS_GEN_RECORDS : CS_GEN_CSV;
	const struct cs_generating truth = {worlds(value), CS_GEN_CONTACTS, CS_GEN_RECORDS};
	struct cs_gen_plan plan;
	struct cs_gen_out out;
	struct cs_gen *g;
	int r = 0;

	if (check(cli, value, e) != 0 || plan_of(value, &plan, e) != 0)
		return -1;
	g = cs_gen_create(&plan);
	if (value[GAMERS].set && plan.gamers > cs_gen_agents(g))
		r = cs_err_set(
		    e, CS_EXIT_USAGE, "--gamers: %u of %u agents", plan.gamers, cs_gen_agents(g));
	if (r == 0 && value[DIR].set)
		r = cs_generating_dir(cli, g, value[DIR].z, format, e);
	if (r == 0 && value[TRUTH].set)
		r = cs_generating_file(cli, g, value[TRUTH].z, &truth, e);
	if (r == 0 && !value[DIR].set)
		r = cs_cli_output(cli, e);
	out = cs_generating_out(cli, cli->out);
	if (r == 0 && value[QUEUE_LOG].set)
		r = cs_gen_write_log(g, &out, e);
	else if (r == 0 && !value[DIR].set)
		r = cs_gen_write(g, (enum cs_gen_table)value[TABLE].i, format, &out, e);
	cs_gen_destroy(g);
	return r;
}

int
main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, run(&cli, value, &e), &e);
}
