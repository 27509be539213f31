/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-retain: did the customer stay, and did serving them help? */
#include "cli/retaining.h"

static const struct cs_tool retain = {
    .name = "cs-retain",
    .what = "did the customer stay, and did serving them help",
    .synopsis = "--customers FILE [--by KEY,...] [--at TIME,...] [option ...] [contacts ...]\n"
		"--uplift | --hazard FACTOR,... | --who KEY,... | --at-risk | --nps [option ...]\n"
		"--from joined|purchase [option ...]\n"
		"--merge [--cells] [--manifest FILE] [option ...] [cells ...]",
    .shared = CS_WITH_RECORDS | CS_WITH_FILTER | CS_WITH_PERIOD | CS_WITH_TZ | CS_WITH_MEM |
	      CS_WITH_THREADS | CS_WITH_VISION,
    .default_threads = 2,
    .brief = true,
    .examples =
	"cs-retain --customers customers.tsv --by reason contacts.tsv\n"
	"cs-retain --customers customers.tsv --landmark 14d --status --say contacts.tsv\n"
	"cs-retain --customers customers.tsv --from joined --by plan --at 30d,12mo\n"
	"cs-retain --uplift --customers customers.tsv --purchases purchases.tsv contacts.tsv\n"
	"cs-retain --hazard reason,solved --customers customers.tsv contacts.tsv\n"
	"cs-retain --who team --customers customers.tsv contacts.tsv |\n"
	"    cs-rank -m stayed_6mo\n"
	"cs-retain --at-risk --top 20 --customers customers.tsv contacts.tsv\n"
	"cs-retain --nps --customers customers.tsv --surveys surveys.tsv --say\n",
    .see = "cs-join(1), cs-rank(1), cs-columns(5), cs-expr(7)",
};

int
main(int argc, char **argv)
{
	struct cs_tool tool = retain;
	struct cs_opt_value value[CS_RETAINING_OPTIONS];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	tool.opt = cs_retaining_options(&tool.nopt);
	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, cs_retaining_run(&cli, value, &e), &e);
}
