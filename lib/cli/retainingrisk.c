/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --at-risk of cs-retain can be asked: see retaining.h. */
#include "base/civil.h"
#include "cli/period.h"
#include "cli/retaining.h"
#include "retain/retainrisk.h"
#include "retain/retainriskseen.h"
#include "stat/forecast.h"

enum { AT_RISK, BACKTEST, TOP, LIMIT, SIGNS, WARNING, HAZARD, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [AT_RISK] = {0, "at-risk", CS_OPT_FLAG, NULL, "who is about to leave",
	.group = "Who is about to leave"},
    [BACKTEST] = {0, "backtest", CS_OPT_TIME, "DATE",
	"would what was to be told then have come true?"},
    [TOP] = {0, "top", CS_OPT_INT, "N", "customers on the list", .fallback = "100", .min = 1,
	.max = 1000000},
    [LIMIT] = {0, "limit", CS_OPT_LIMIT, "P%", "only who leaves within 90 days that probably",
	.flags = CS_OPT_RARE},
    [SIGNS] = {0, "signs", CS_OPT_COLUMNS, "COLUMN,...",
	"columns of customers that may be signs (default: plan,segment)", .flags = CS_OPT_RARE},
    [WARNING] = {0, "warning-reasons", CS_OPT_COLUMNS, "REASON,...",
	"contacts for these reasons may be a sign: a fee", .flags = CS_OPT_RARE},
    [HAZARD] = {0, "by-signs", CS_OPT_FLAG, NULL,
	"where silence is leaving: learn it from signs, not from purchases", .flags = CS_OPT_RARE},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_retainrisk_ask *a = p;
	struct cs_str *usual;
	struct cs_period at;

	a->top = value[TOP].i;
	a->chosen = cli->opt.where.p != NULL || cli->opt.has_period;
	a->hazard = value[HAZARD].set;
	a->warning = value[WARNING].list;
	a->nwarning = value[WARNING].n;
	a->columns_told = value[SIGNS].set;
	a->column = value[SIGNS].list;
	a->ncolumn = (unsigned)value[SIGNS].n;
	if (a->ncolumn > CS_RISK_COLUMNS)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--signs takes at most %d columns", (int)CS_RISK_COLUMNS);
	if (!a->columns_told) {
		a->ncolumn = cs_retainrisk_ncolumns;
		usual = cs_arena_new(&cli->arena, a->ncolumn, sizeof *usual);
		for (unsigned i = 0; i < a->ncolumn; i++)
			usual[i] = cs_str_z(cs_retainrisk_columns[i]);
		a->column = usual;
	}
	if (value[LIMIT].set && !value[LIMIT].percent)
		return cs_err_set(e, CS_EXIT_USAGE, "--limit takes a share, as in --limit 20%%");
	/* In 10,000ths of a percent, which are millionths. */
	a->limit = (double)value[LIMIT].i / CS_FORECAST_SURE;
	a->backtest = CS_INSTANT_MIN;
	if (!value[BACKTEST].set)
		return 0;
	if (value[TOP].set || value[LIMIT].set)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--backtest is of all customers: no --top, no --limit");
	if (cs_period_point(value[BACKTEST].s, cli->opt.zone,
		cli->opt.has_as_of ? &cli->opt.as_of : NULL, &at, e) != 0) {
		cs_err_prefix(e, "--backtest");
		return -1;
	}
	a->backtest = at.from;
	return 0;
}

const struct cs_mode cs_retaining_risk = {
    &cs_retainrisk, options, N_OPT, sizeof(struct cs_retainrisk_ask), ask};
