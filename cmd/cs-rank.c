/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-rank: a scorecard of agents, teams or any other groups, no further than the evidence goes. */
#include <inttypes.h>

#include "cli/cli.h"
#include "desk/rankrows.h"

enum { METRIC, BAND, SURE, MIN_N, MIN_GROUP, EXACT, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [METRIC] = {'m', "metric", CS_OPT_TEXT, "NAME[:WEIGHT[:up|down]],...",
	"the scorecard; default: the outcome metrics that are there", .group = "Scorecard"},
    [BAND] = {0, "band", CS_OPT_TEXT, "PART", "how many are the best, and the worst: .2 or 20%",
	.fallback = ".2", .group = "Bands"},
    [SURE] = {0, "sure", CS_OPT_TEXT, "PART", "chance from which green and red are said",
	.fallback = ".8"},
    [MIN_N] = {0, "min-n", CS_OPT_INT, "N", "nothing is said of units with fewer observations",
	.fallback = "10", .min = 0, .max = INT32_MAX},
    [MIN_GROUP] = {0, "min-group", CS_OPT_INT, "N", "groups of fewer contacts are not named",
	.min = 2, .max = INT32_MAX},
    [EXACT] = {0, "exact", CS_OPT_FLAG, NULL, "chances by exact ranks (up to 300 units, slower)"},
};

static const struct cs_tool tool = {
    .name = "cs-rank",
    .what = "ranks agents, teams or vendors fairly, with what cannot be told",
    .synopsis = "[-m NAME[:WEIGHT],...] [option ...] [file ...]",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS,
    .examples = "cs-kpi --by agent --cells contacts.tsv | cs-rank | cs-report\n"
		"cs-kpi --by agent -m csat_top2,repeat_1d --cells contacts.tsv |\n"
		"    cs-rank -m 'csat:2,repeat_1d:1' --sure .9 -o ranks.tsv\n",
    .see = "cs-kpi(1), cs-report(1), cs-metrics(7)",
};

/* --band and --sure. */
static int
read_rules(struct cs_ranking_rules *r, const struct cs_opt_value *value, struct cs_err *e)
{
	*r = (struct cs_ranking_rules){
	    .level = .95, .min_n = value[MIN_N].i, .exact = value[EXACT].set};
	if (!cs_card_part(value[BAND].s, &r->band) || r->band <= 0 || r->band > .5)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--band: '%s' is not a part over 0 up to .5", value[BAND].z);
	if (!cs_card_part(value[SURE].s, &r->sure) || r->sure <= .5 || r->sure >= 1)
		return cs_err_set(e, CS_EXIT_USAGE, "--sure: '%s' is not a chance between .5 and 1",
		    value[SURE].z);
	return 0;
}

/* What was ranked, and how: on standard error and in the trace. */
static void
say_card(struct cs_cli *cli, const struct cs_card *card, const struct cs_scoring *s,
    const struct cs_ranking *r)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < card->n; i++) {
		cs_buf_reset(&b);
		cs_rankrows_about(&b, card, s, i);
		cs_msg_note("%s", cs_buf_cstr(&b));
		cs_cli_fact(cli, "scorecard", cs_buf_all(&b));
	}
	if (card->unnamed > 0)
		cs_msg_note("%zu group%s without a name left out", card->unnamed,
		    card->unnamed == 1 ? "" : "s");
	cs_cli_skipped(cli, "no name", card->unnamed);
	if (r->told < r->n)
		cs_msg_note(
		    "%zu of %zu cannot be told apart from the others yet", r->n - r->told, r->n);
	if (s->used == 0 && r->told > 0)
		cs_msg_note("no metric shows a difference that chance does not explain: "
			    "everyone is orange");
	cs_buf_finish(&b);
}

static int
rank(struct cs_cli *cli, struct cs_cells *cells, const struct cs_opt_value *value,
    const struct cs_ranking_rules *rules, struct cs_err *e)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_card card = {0};
	struct cs_scoring scores;
	struct cs_ranking ranking;
	size_t left;
	int r = -1;

	if (cs_card_choose(&cli->arena, cells, value[METRIC].s, &card, e) == 0 &&
	    cs_card_load(&cli->arena, cells, &card, e) == 0)
		r = cs_rankrows_head(&head, cells, e);
	if (r == 0 && rules->exact && card.units > CS_RANKING_EXACT_MAX)
		r = cs_err_set(e, CS_EXIT_USAGE, "--exact: %zu units are more than %d", card.units,
		    CS_RANKING_EXACT_MAX);
	if (r == 0)
		r = cs_cli_output(cli, e);
	if (r == 0) {
		scores = cs_score_all(&cli->arena, card.counted, card.n, card.contacts, card.units);
		ranking = cs_ranking_make(&cli->arena, &scores, rules);
		cli->count.used = card.units;
		say_card(cli, &card, &scores, &ranking);
		cs_writer_head(cli->out, &head);
		left = cs_rankrows_write(
		    cli->out, cells, &card, &scores, &ranking, value[MIN_GROUP].i);
		if (left != 0)
			cs_msg_note("--min-group: %zu of %zu are not named", left, ranking.n);
	}
	cs_head_finish(&head);
	return r;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_ranking_rules rules;
	struct cs_cells *cells;
	int r;

	if (read_rules(&rules, value, e) != 0 || cs_cli_input(cli, e) != 0)
		return -1;
	cells = cs_cells_read(cli->in, e);
	cli->count.read = cs_reader_count(cli->in).rows;
	if (cells == NULL)
		return -1;
	r = rank(cli, cells, value, &rules, e);
	cs_cells_free(cells);
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
