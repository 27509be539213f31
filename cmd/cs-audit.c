/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-audit: signs that a metric is manipulated or misleads, with the question to ask. */
#include "cli/auditing.h"

enum {
	RULES,
	RULE,
	TARGET,
	OWN,
	STRATA,
	PERIODS,
	FDR,
	EXPLAIN,
	CONTACTS,
	LIMIT,
	LIST,
	PRINT_RULES,
	N_OPT
};

/* What is asked of rules alone has no rows. */
#define ROWS                                                                                       \
	"where keep-only period since until time as-of tz bad strata periods fdr explain "         \
	"contacts limit"

static const struct cs_opt options[N_OPT] = {
    [RULES] = {0, "rules", CS_OPT_FILE, NULL, "rules of your own; a name that is there is replaced",
	.group = "Rules", .flags = CS_OPT_REPEAT},
    [RULE] = {0, "rule", CS_OPT_COLUMNS, "NAME,...", "only these", .words = cs_auditing_words},
    [TARGET] = {0, "target", CS_OPT_TEXT, "COLUMN=TIME", "what people are held to: handle_s=5m",
	.flags = CS_OPT_REPEAT},
    [OWN] = {0, "own", CS_OPT_FILE, NULL,
	"the company's own numbers, as callers are written, one a line"},
    [STRATA] = {0, "strata", CS_OPT_COLUMNS, "KEY,...",
	"work is only held against work of the same; none; default: queue, channel, part of the "
	"day",
	.group = "Peers", .flags = CS_OPT_KEYS, .words = cs_by_words},
    [PERIODS] = {0, "periods", CS_OPT_WORD, "none|day|week|month",
	"periods in which it must be seen to last", .fallback = "month"},
    [FDR] = {0, "fdr", CS_OPT_TEXT, "PART", "how many of the signals may be false alarms",
	.fallback = ".05"},
    [EXPLAIN] = {0, "explain", CS_OPT_FLAG, NULL, "with z, p, q, tests and the spread of peers",
	.group = "Output"},
    [CONTACTS] = {0, "contacts", CS_OPT_FILE, NULL, "write the contacts behind the signals there"},
    [LIMIT] = {0, "limit", CS_OPT_INT, "N", "of these, so many for each signal, the worst first",
	.fallback = "20", .min = 1, .max = 10000},
    [LIST] = {0, "list", CS_OPT_FLAG, NULL, "the rules, and whether they can be run on this input",
	.no = ROWS},
    [PRINT_RULES] = {0, "print-rules", CS_OPT_FLAG, NULL, "the text of the rules that are built in",
	.no = "rules rule target own list vision union " ROWS},
};

static const struct cs_tool tool = {
    .name = "cs-audit",
    .what = "looks for signs that a metric is manipulated or misleads, with the question to ask",
    .synopsis = "[--rules FILE] [--rule NAME,...] [--target COLUMN=TIME] [option ...] [file ...]\n"
		"--list [--rules FILE] [file ...]\n"
		"--print-rules",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_FILTER | CS_WITH_PERIOD | CS_WITH_TZ | CS_WITH_MEM |
	      CS_WITH_THREADS | CS_WITH_VISION,
    .default_threads = 2,
    .default_mem = "1G",
    .examples = "cs-kpi --add repeat_1d,repeat_7d contacts.tsv | cs-audit --target handle_s=5m\n"
		"cs-audit --contacts behind.tsv --limit 5 contacts.tsv\n"
		"cs-audit --rule short_calls --explain contacts.tsv\n"
		"cs-audit --list contacts.tsv\n",
    .see = "cs-kpi(1), cs-rank(1), cs-vision(5), cs-expr(7)",
};

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	static const struct cs_str word[] = {
	    CS_STR_INIT(""), CS_STR_INIT("day"), CS_STR_INIT("week"), CS_STR_INIT("month")};
	struct cs_auditing a = {.rules = value[RULES].list,
	    .nrules = value[RULES].n,
	    .only = value[RULE].list,
	    .nonly = value[RULE].n,
	    .target = value[TARGET].list,
	    .ntarget = value[TARGET].n,
	    .own = value[OWN].z,
	    .strata = value[STRATA].list,
	    .nstrata = value[STRATA].n,
	    .period = word[value[PERIODS].i],
	    .told_period = value[PERIODS].set,
	    .fdr = value[FDR].s,
	    .explain = value[EXPLAIN].set,
	    .contacts = value[CONTACTS].z,
	    .most = (size_t)value[LIMIT].i};

	if (value[PRINT_RULES].set)
		return cs_auditing_print(cli, e);
	return value[LIST].set ? cs_auditing_list(cli, &a, e) : cs_auditing_run(cli, &a, e);
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
