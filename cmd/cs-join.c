/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-join: what other systems know of each record, as columns. */
#include "cli/cli.h"
#include "cli/joining.h"
#include "rec/sidejoin.h"

enum { DATED_BY, ROSTER, GAPS, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [DATED_BY] = {0, "dated-by", CS_OPT_TEXT, "COLUMN",
	"the instant as of which tables are looked up", .fallback = "started_at"},
    [ROSTER] = {0, "roster", CS_OPT_FILE, "FILE",
	"leader, team, site, vendor, role and tenure of the agent, as they were then"},
    [GAPS] = {0, "gaps", CS_OPT_FILE, "FILE", "lists the records that nothing was found for"},
};

static const struct cs_tool tool = {
    .name = "cs-join",
    .what = "adds to each record what other systems know of it",
    .synopsis = "[--dated-by COLUMN] [--roster FILE] [--gaps FILE] [option ...] [file ...]",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_REPLACE | CS_WITH_MEM | CS_WITH_THREADS,
    .default_threads = 2,
    .examples = "cs-join --roster roster.tsv calls.tsv | cs-kpi --by leader,vendor\n",
    .see = "cs-records(5), cs-columns(5)",
};

/* The roster as a side table: what is there of these columns. */
static const struct cs_side_spec *
roster(struct cs_arena *a, const char *file)
{
	static struct cs_side_key key = {CS_STR_INIT("agent_id"), CS_STR_INIT("agent_id")};
	static struct cs_side_add add[] = {
	    {CS_STR_INIT("leader"), CS_STR_INIT("leader"), false},
	    {CS_STR_INIT("team"), CS_STR_INIT("team"), false},
	    {CS_STR_INIT("site"), CS_STR_INIT("site"), false},
	    {CS_STR_INIT("vendor"), CS_STR_INIT("vendor"), false},
	    {CS_STR_INIT("role"), CS_STR_INIT("role"), false},
	    {CS_STR_INIT("joined_at"), CS_STR_INIT("tenure_days"), true},
	};
	struct cs_side_spec *s = cs_arena_new(a, 1, sizeof *s);

	*s = (struct cs_side_spec){.file = file,
	    .key = &key,
	    .nkey = 1,
	    .when = CS_SIDE_RANGE,
	    .at = CS_STR("valid_from_at"),
	    .to = CS_STR("valid_to_at"),
	    .within_s = -1,
	    .add = add,
	    .nadd = sizeof add / sizeof *add,
	    .if_there = true};
	return s;
}

/* The steps in their order: what a later one reads an earlier one may have added. */
static int
chain(struct cs_cli *cli, struct cs_join *j, const struct cs_opt_value *value, struct cs_err *e)
{
	if (value[ROSTER].set &&
	    cs_sidejoin_add(j, roster(&cli->arena, value[ROSTER].z), "roster", e) != 0)
		return -1;
	if (j->nstep == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--roster FILE says what to join");
	return 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_join_env env = cs_joining_env(cli, value[DATED_BY].s, value[GAPS].set);
	struct cs_join j;
	int r;

	if (cs_cli_input(cli, e) != 0)
		return -1;
	cs_join_init(&j, cs_reader_head(cli->in), &env);
	r = chain(cli, &j, value, e);
	if (r == 0)
		r = cs_joining_run(cli, &j, value[GAPS].z, e);
	cs_join_free(&j);
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
