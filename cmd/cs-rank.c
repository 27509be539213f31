/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-rank: a scorecard of agents, teams or any other groups, no further than the evidence goes. */
#include "cli/cli.h"
#include "cli/costpage.h"
#include "cli/ownpages.h"
#include "cli/rankask.h"
#include "cli/rankload.h"
#include "cli/rankpages.h"
#include "cli/ranksay.h"
#include "cli/traitpage.h"
#include "rank/rankmoves.h"
#include "rank/rankrows.h"

enum {
	METRIC,
	PRINT_VISION,
	UNIT,
	STRATA,
	TENURE,
	WINDOW,
	ATTENDANCE,
	BAND,
	SURE,
	MIN_N,
	MIN_GROUP,
	EXACT,
	QUOTA,
	FUNNEL,
	DETAIL,
	RECOGNISE,
	TRAITS,
	PER_COST,
	EACH,
	DIR,
	CONTACTS,
	REPLACE,
	N_OPT
};

/* The metrics of cost, of which the first that is there is taken. */
#define COSTS "cost_per_contact / cost_mean"

static const struct cs_opt options[N_OPT] = {
    [METRIC] = {'m', "metric", CS_OPT_TEXT, "NAME[:WEIGHT[:up|down]],...",
	"the scorecard; default: the outcome metrics that are there", .group = "Scorecard"},
    [PRINT_VISION] = {0, "print-vision", CS_OPT_WORD, "call-centre|help-desk|outsourcer",
	"print an example of a vision file, and end"},
    [UNIT] = {0, "unit", CS_OPT_COLUMNS, "KEY,...",
	"who is ranked; default: the agents, teams, vendors that are there",
	.group = "Who and what"},
    [STRATA] = {0, "strata", CS_OPT_COLUMNS, "KEY,...|none",
	"kinds of work that are held apart; default: all other keys"},
    [TENURE] = {0, "tenure", CS_OPT_TEXT, "TIME,...",
	"contacts by tenure, such as 30d,90d,1y, are kinds of work too"},
    [WINDOW] = {0, "window", CS_OPT_TEXT, "TIME|all",
	"the time that is ranked, such as 8w; default: three calendar months"},
    [ATTENDANCE] = {0, "attendance", CS_OPT_FILE, "CELLS",
	"time at work, by which counts are ranked as rates of the hour"},
    [BAND] = {0, "band", CS_OPT_TEXT, "PART", "how many are the best, and the worst: .2 or 20%",
	.fallback = ".2", .group = "Bands"},
    [SURE] = {0, "sure", CS_OPT_TEXT, "PART", "chance from which green and red are said",
	.fallback = ".8"},
    [MIN_N] = {0, "min-n", CS_OPT_INT, "N", "nothing is said of units with fewer observations",
	.fallback = "10", .min = 0, .max = INT32_MAX},
    [MIN_GROUP] = {0, "min-group", CS_OPT_INT, "N", "groups of fewer contacts are not named",
	.min = 2, .max = INT32_MAX},
    [EXACT] = {0, "exact", CS_OPT_FLAG, NULL, "chances by exact ranks (up to 300 units, slower)"},
    [QUOTA] = {0, "force-quota", CS_OPT_FLAG, NULL,
	"bands by quota, with the chance that each is wrong"},
    [FUNNEL] = {0, "funnel", CS_OPT_TEXT, "METRIC", "rows to draw a funnel of one metric",
	.group = "Other pages", .no = "force-quota", .words = cs_metric_words},
    [DETAIL] = {0, "detail", CS_OPT_FLAG, NULL, "what each score is made of, metric by metric",
	.no = "force-quota funnel"},
    [RECOGNISE] = {0, "recognise", CS_OPT_FLAG, NULL,
	"who is to be praised for what: best, steady, improved", .no = "funnel force-quota detail"},
    [TRAITS] = {0, "traits", CS_OPT_FILE, "CELLS",
	"what sets the top apart from the middle, of these cells",
	.no = "funnel force-quota detail recognise"},
    [PER_COST] = {0, "per-cost", CS_OPT_TEXT, "METRIC",
	"outcomes for the money, on work that others did too", .flags = CS_OPT_OPTIONAL,
	.implied = COSTS, .no = "funnel force-quota detail recognise traits"},
    [EACH] = {0, "each", CS_OPT_COLUMNS, "KEY,...",
	"a page of their own for each of these, in --dir",
	.no = "unit funnel force-quota detail recognise traits per-cost"},
    [DIR] = {0, "dir", CS_OPT_FILE, "FOLDER", "where the pages are made"},
    [CONTACTS] = {0, "contacts", CS_OPT_FILE, "FILE",
	"pick contacts for the pages out of these records", .flags = CS_OPT_REPEAT},
    [REPLACE] = {0, "replace", CS_OPT_FLAG, NULL, "put the new pages in the place of old ones"},
};

static const struct cs_tool tool = {
    .name = "cs-rank",
    .what = "ranks agents, teams or vendors, compared with their like, as far as the evidence goes",
    .synopsis = "[-m NAME[:WEIGHT],...] [--vision FILE] [option ...] [file ...]\n"
		"--print-vision NAME",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_FILTER | CS_WITH_PERIOD | CS_WITH_TZ | CS_WITH_MEM |
	      CS_WITH_THREADS | CS_WITH_VISION,
    .default_threads = 2,
    .examples = "cs-rank contacts.tsv | cs-report\n"
		"cs-rank --unit leader --window 6mo contacts.tsv\n"
		"cs-kpi --by agent --cells contacts.tsv | cs-rank | cs-report\n"
		"cs-kpi --by agent -m csat_top2,repeat_1d --cells contacts.tsv |\n"
		"    cs-rank -m 'csat:2,repeat_1d:1' --sure .9 -o ranks.tsv\n",
    .see = "cs-kpi(1), cs-report(1), cs-metrics(7)",
};

/* What a row has behind the columns that all have, by the option that asks for it. */
static const struct {
	int option;
	int (*make)(struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value,
	    struct cs_rankmore *more, struct cs_err *e);
} columns[] = {
    {QUOTA, cs_rankpages_quota},
    {N_OPT, NULL},
};

/* What is written in place of the rows, by the option that asks for it. */
static const struct {
	int option;
	int (*write)(struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value,
	    struct cs_err *e);
} pages[] = {
    {DETAIL, cs_rankpages_detail},
    {FUNNEL, cs_rankpages_funnel},
    {RECOGNISE, cs_rankpages_recognise},
    {TRAITS, cs_traitpage_write},
    {PER_COST, cs_costpage_write},
    {N_OPT, NULL},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* The rows of all units, with the columns that options add. */
static int
write_rows(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_rankmore more[COLUMNS + 1];
	struct cs_rankmoves moves;
	struct cs_head head = CS_HEAD_INIT;
	size_t n = 0, left;
	int r = 0;

	if (cs_rankwork_timed(w)) {
		r = cs_rankmoves_make(&moves, w, e);
		more[n++] = cs_rankmoves_more(&moves);
	}
	for (size_t i = 0; columns[i].make != NULL && r == 0; i++) {
		if (value[columns[i].option].set)
			r = columns[i].make(cli, w, &value[columns[i].option], &more[n++], e);
	}
	if (r == 0)
		r = cs_rankrows_head(&head, w, more, n, e);
	if (r == 0)
		r = cs_cli_output(cli, e);
	if (r == 0) {
		cs_ranksay(cli, w);
		if (cs_rankwork_timed(w))
			cs_ranksay_moves(cli, w, &moves);
		cs_writer_head(cli->out, &head);
		left = cs_rankrows_write(cli->out, w, more, n);
		if (left != 0)
			cs_msg_note("--min-group: %zu of %zu are not named", left, w->ranking.n);
	}
	cs_head_finish(&head);
	return r;
}

/* What is asked for. */
static int
write_page(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_ownpages_ask own = {.folder = value[DIR].z,
	    .replace = value[REPLACE].set,
	    .contacts = value[CONTACTS].list,
	    .ncontacts = value[CONTACTS].n,
	    .least = w->ask.min_group};

	if (value[EACH].set)
		return cs_ownpages_write(cli, w, &own, e);
	for (size_t i = 0; pages[i].write != NULL; i++) {
		if (value[pages[i].option].set)
			return pages[i].write(cli, w, &value[pages[i].option], e);
	}
	return write_rows(cli, w, value, e);
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_rankask_values asked = {.metric = &value[METRIC],
	    .unit = &value[value[EACH].set ? EACH : UNIT],
	    .strata = &value[STRATA],
	    .window = &value[WINDOW],
	    .attendance = &value[ATTENDANCE],
	    .band = &value[BAND],
	    .sure = &value[SURE],
	    .min_n = &value[MIN_N],
	    .min_group = &value[MIN_GROUP],
	    .exact = &value[EXACT]};
	struct cs_rankwork_ask ask;
	const struct cs_rankload_ask from = {
	    &ask, value[ATTENDANCE].z, value[TENURE].s, value[PER_COST].s};
	struct cs_rankload load = {0};
	struct cs_rankwork w;
	int r;

	if (value[PRINT_VISION].set)
		return cs_rankask_print_vision(cli, value[PRINT_VISION].z, e);
	if (value[EACH].set != value[DIR].set ||
	    (!value[EACH].set && (value[CONTACTS].set || value[REPLACE].set)))
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--each KEY and --dir FOLDER go together; --contacts and --replace with both");
	if (cs_rankask_read(&ask, cli, &asked, e) != 0 || cs_cli_input(cli, e) != 0)
		return -1;
	ask.keys.units_by = value[EACH].set ? "--each" : "--unit";
	r = cs_rankload_read(&load, cli, &from, e);
	ask.keys = load.keys;
	ask.attendance = load.attendance;
	if (r == 0)
		r = cs_rankwork_open(&w, &cli->arena, load.cells, &ask, e);
	if (r == 0)
		r = cs_rankwork_rank(&w, e);
	if (r == 0) {
		cli->count.used = w.ranking.n;
		r = write_page(cli, &w, value, e);
	}
	cs_rankload_finish(&load);
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
