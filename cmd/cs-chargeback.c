/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-chargeback: who pays for the contacts that decisions cause. No card disputes. */
#include "cli/charging.h"

static const struct cs_tool chargeback = {
    .name = "cs-chargeback",
    .what = "what contacts cost, charged to whose decisions cause them (not card disputes)",
    .synopsis =
	"--costs FILE [--rates FILE] --map FILE [--by KEY,...] [option ...] [contacts ...]\n"
	"--pnl ID --decisions FILE [--charged FILE] --costs FILE [option ...] [contacts ...]\n"
	"--vendors --costs FILE [--contract FILE] [--billed FILE] [option ...] [contacts ...]\n"
	"--merge --costs FILE [--manifest FILE] [option ...] [cells ...]",
    .shared = CS_WITH_RECORDS | CS_WITH_FILTER | CS_WITH_PERIOD | CS_WITH_TZ | CS_WITH_MEM |
	      CS_WITH_THREADS | CS_WITH_VISION,
    .default_threads = 2,
    .brief = true,
    .examples = "cs-chargeback --costs costs.tsv --map map.tsv --by month,cause contacts.tsv |\n"
		"    cs-report\n"
		"cs-chargeback --costs costs.tsv --map map.tsv --say contacts.tsv\n"
		"cs-chargeback --costs costs.tsv --map map.tsv --pareto cause contacts.tsv\n"
		"cs-chargeback --costs costs.tsv --pnl late_fee --decisions decisions.ini \\\n"
		"    --charged charged.tsv --say contacts.tsv\n"
		"cs-chargeback --costs costs.tsv --map map.tsv --statement --say contacts.tsv\n"
		"cs-chargeback --costs costs.tsv --map map.tsv --journal contacts.tsv |\n"
		"    hledger -f - balance\n"
		"cs-chargeback --costs costs.tsv --vendors --contract contract.ini contacts.tsv\n",
    .see = "cs-kpi(1), cs-join(1), cs-retain(1), cs-columns(5), cs-expr(7)",
};

int
main(int argc, char **argv)
{
	struct cs_tool tool = chargeback;
	struct cs_opt_value value[CS_CHARGING_OPTIONS];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	tool.opt = cs_charging_options(&tool.nopt);
	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, cs_charging_run(&cli, value, &e), &e);
}
