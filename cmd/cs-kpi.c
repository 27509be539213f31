/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-kpi: the metrics of contacts, by any columns and intervals, from cells that merge. */
#include "cli/adding.h"
#include "cli/census.h"
#include "cli/cli.h"
#include "cli/contacts.h"
#include "cli/follow.h"
#include "desk/journey.h"
#include "table/render.h"
#include "table/whichsl.h"

/* Cells and the dictionary have no rows to choose from. */
#define ROWS   "where keep-only time bad as-of"
/* Cells have no shape. */
#define SHAPES "ci fill rolling ytd subtotals of-total top min-group sort pivot long vs"

enum {
	BY,
	METRICS,
	APPROX,
	MAX_KEYS,
	EVERY,
	CELLS,
	PARTIAL,
	SHARD,
	MERGE,
	RENDER,
	MANIFEST,
	EXPLAIN,
	CONTACTS,
	ADD,
	WHICH,
	N_OPT
};

static const struct cs_opt options[N_OPT] = {
    [BY] = {0, "by", CS_OPT_COLUMNS, "KEY,...",
	"a row for each value: columns, 15m 1h day week month, each(LIST)", .group = "What",
	.flags = CS_OPT_KEYS, .words = cs_by_words},
    [METRICS] = {'m', "metrics", CS_OPT_TEXT, "LIST",
	"metrics by name, or NAME=FORMULA; default: outcomes beside speed",
	.words = cs_metric_words},
    [APPROX] = {0, "approx", CS_OPT_FLAG, NULL, "quantiles as NAME_approx, at most 0.8 % above"},
    [MAX_KEYS] = {0, "max-keys", CS_OPT_INT, "N", "more rows than this are an error", .min = 1},
    [EVERY] = {0, "every", CS_OPT_TEXT, "TIME", "the state of a followed stream, this often",
	.no = "cells partial shard merge render manifest which-sl explain contacts add"},
    [CELLS] = {0, "cells", CS_OPT_FLAG, NULL, "exact statistics in place of the table",
	.group = "Cells", .no = "partial merge render which-sl explain " SHAPES},
    [PARTIAL] = {0, "partial", CS_OPT_FLAG, NULL, "cells of one shard of many; needs --as-of",
	.no = "merge render which-sl explain " SHAPES},
    [SHARD] = {0, "shard", CS_OPT_TEXT, "NAME", "name of the shard; default: the file's"},
    [MERGE] = {0, "merge", CS_OPT_FLAG, NULL, "reads cells, writes their sum as cells",
	.no = "by metrics approx max-keys shard render which-sl explain period since until "
	      "vision set tz " ROWS " " SHAPES},
    [RENDER] = {0, "render", CS_OPT_FLAG, NULL, "reads cells, writes their sum as a table",
	.no = "by metrics approx max-keys shard which-sl explain vision set " ROWS},
    [MANIFEST] = {0, "manifest", CS_OPT_FILE, NULL,
	"which shards there must be, each once: that of cs-part, or a list",
	.no = "by metrics approx max-keys cells partial shard which-sl explain add"},
    [EXPLAIN] = {0, "explain", CS_OPT_TEXT, "LIST", "what metrics are, and how they are computed",
	.group = "Questions", .words = cs_metric_words,
	.no = "by metrics approx max-keys shard which-sl add period since until set tz " ROWS
	      " " SHAPES},
    [CONTACTS] = {0, "contacts", CS_OPT_TEXT, "LIST", "the rows that metrics count, and how",
	.words = cs_metric_words,
	.no = "metrics approx max-keys cells partial shard merge render explain set " SHAPES},
    [ADD] = {0, "add", CS_OPT_COLUMNS, "LIST", "contacts with columns about what follows them",
	.words = cs_journey_words,
	.no = "by metrics approx max-keys cells partial shard merge render contacts set " SHAPES},
    [WHICH] = {0, "which-sl", CS_OPT_TEXT, "PERCENT",
	"which service level of another system gives this figure",
	.no = "by metrics approx max-keys shard contacts add set " SHAPES},
};

static const struct cs_tool tool = {
    .name = "cs-kpi",
    .what = "counts, times, shares and repeats of contacts, by any columns and intervals",
    .synopsis = "[--by KEY,...] [-m LIST] [option ...] [file ...]\n"
		"--merge | --render [--fill] [--ci] [--manifest FILE] [cells ...]\n"
		"--which-sl PERCENT [option ...] [file ...]\n"
		"--explain LIST\n"
		"--contacts LIST | --add LIST [--replace] [option ...] [file ...]",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_FILTER | CS_WITH_PERIOD | CS_WITH_TZ | CS_WITH_MEM |
	      CS_WITH_THREADS | CS_WITH_VISION | CS_WITH_SHAPES | CS_WITH_REPLACE,
    .default_threads = 2,
    .examples = "cs-ingest calls.csv | cs-kpi --by agent\n"
		"cs-kpi --by queue,15m -m 'contacts,asa,p90_wait,sl_offered(20),repeat_1d' c.tsv\n"
		"cs-kpi --by team -m 'late_share=share(wait_s > 60)' --ci c.tsv\n"
		"cs-kpi --contacts 'sl_offered(20)' --where \"queue = 'billing'\" c.tsv\n"
		"cs-kpi --which-sl 87.3 --where \"queue = 'billing'\" c.tsv\n",
    .see = "cs-metrics(7), cs-expr(7), cs-vision(5), cs-rank(1), cs-report(1)",
};

/* Writes the table, or the cells. */
static int
write_out(struct cs_cli *cli, struct cs_cells *c, const struct cs_opt_value *value,
    const struct cs_shape *shape, struct cs_err *e)
{
	cs_census_within(cli, c, value[PARTIAL].set);
	if (shape != NULL && shape->interp)
		cs_cli_fact(cli, "quantiles", cs_str_z(cs_metric_quantiles(true)));
	if (shape != NULL)
		return cs_render(c, shape, cli->out, e);
	cs_cells_sort(c);
	return cs_cells_write(c, cli->out, e);
}

/* Tells which service level gives the figure: 1 when none does. */
static int
answer_which(struct cs_cli *cli, struct cs_cells *c, const struct cs_opt_value *value,
    const struct cs_which_figure *figure, struct cs_err *e)
{
	size_t n = 0;
	int r = cs_which_answer(c, figure, cli->out, &n, e);

	if (r == 0 && n == 0)
		cs_msg_note("no formula gives %s at any threshold", value[WHICH].z);
	return r == 0 && n == 0 ? CS_EXIT_NO : r;
}

static int
count(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	bool which = value[WHICH].set, cells = value[CELLS].set || value[PARTIAL].set;
	struct cs_census_ask ask = {.metrics = value[METRICS].s,
	    .source = "-m",
	    .by = value[BY].list,
	    .nby = value[BY].n,
	    .partial = value[PARTIAL].set,
	    .most_groups = (size_t)value[MAX_KEYS].i,
	    .pieces = !which && !value[EVERY].set,
	    .approx = value[APPROX].set};
	const struct cs_str which_by = cs_str_z(cs_which_by);
	struct cs_which_figure figure = {0, 0};
	struct cs_census t = {0};
	int r = -1;

	if (!which && !cells)
		ask.shape = &cli->opt.shape;
	if (value[EVERY].set)
		return cs_follow_run(cli, &ask, value[EVERY].s, e);
	if (which) {
		ask.metrics = cs_str_z(cs_which_metrics);
		ask.source = "--which-sl";
		ask.by = &which_by;
		ask.nby = 1;
	}
	if ((!which || cs_which_parse(value[WHICH].s, &figure, e) == 0) &&
	    cs_cli_input(cli, e) == 0 &&
	    (!which || cs_which_bind(cs_reader_head(cli->in), e) == 0) &&
	    cs_census_bind(&t, cli, &ask, e) == 0 && cs_cli_output(cli, e) == 0 &&
	    cs_census_run(&t, cli, value[SHARD].z, e) == 0)
		r = which ? answer_which(cli, t.cells, value, &figure, e)
			  : write_out(cli, t.cells, value, ask.shape, e);
	cs_census_finish(&t);
	return r;
}

static int
from_cells(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_shape *shape = value[MERGE].set ? NULL : &cli->opt.shape;
	struct cs_cells *c;
	int r = -1;

	if (cs_cli_input(cli, e) != 0) {
		/* What helps where records differ does not add up cells. */
		if (strstr(e->hint, "--union") != NULL) {
			e->hint[0] = '\0';
			(void)cs_err_hint(
			    e, "cells add up by the same keys: make all with one --by");
		}
		return -1;
	}
	c = cs_cells_read(cli->in, e);
	/* What was counted for the period alone shows the parts of intervals that it cuts. */
	if (c != NULL && shape != NULL)
		shape->whole = !cs_shards_within(&c->run.shards, shape->from, shape->to);
	if (c != NULL && cs_census_zone(cli, c, e) == 0 &&
	    (!value[MANIFEST].set ||
		cs_shards_check_file(&c->run.shards, value[MANIFEST].z, e) == 0) &&
	    (shape == NULL || cs_versus_of_cells(shape, c, e) == 0) && cs_cli_output(cli, e) == 0)
		r = write_out(cli, c, value, shape, e);
	cs_cells_free(c);
	return r;
}

/* What the table of options cannot say. */
static int
check(const struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_shape *shape = &cli->opt.shape;

	if (value[RENDER].set && cli->opt.has_period && !shape->fill && !cs_shape_windows(shape) &&
	    !shape->vs.set)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--period has no meaning here: there are no rows to choose from");
	if (value[SHARD].set && !value[CELLS].set && !value[PARTIAL].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--shard names cells: --cells or --partial");
	if (value[MANIFEST].set && !value[MERGE].set && !value[RENDER].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--manifest is of cells: --merge or --render");
	if (!value[PARTIAL].set)
		return 0;
	if (!cli->opt.has_as_of) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--partial needs --as-of");
		return cs_err_hint(e, "all shards must agree on what is too early to say");
	}
	if (!value[SHARD].set && cli->nfile != 1)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--partial needs --shard NAME where the input is not one file");
	return 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	if (check(cli, value, e) != 0)
		return -1;
	if (value[EXPLAIN].set && cli->nfile != 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--explain reads no input, such as '%s'", cli->file[0]);
	if (value[EXPLAIN].set)
		return cs_census_explain(cli, value[EXPLAIN].s, e);
	if (value[MERGE].set || value[RENDER].set)
		return from_cells(cli, value, e);
	if (value[CONTACTS].set)
		return cs_contacts_list(cli, value[CONTACTS].s, value[BY].list, value[BY].n, e);
	return value[ADD].set ? cs_adding_run(cli, value[ADD].list, value[ADD].n, e)
			      : count(cli, value, e);
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
