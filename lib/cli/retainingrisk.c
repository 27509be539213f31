/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --at-risk of cs-retain can be asked: see retaining.h. */
#include "base/civil.h"
#include "cli/retaining.h"
#include "desk/retainrisk.h"
#include "desk/retainriskseen.h"

enum { AT_RISK, BACKTEST, TOP, LIMIT, SIGNS, WARNING, HAZARD, N_OPT };

enum { TOP_DEFAULT = 100, TOP_MOST = 1000000 };

static const struct cs_opt options[N_OPT] = {
    [AT_RISK] = {0, "at-risk", CS_OPT_FLAG, NULL, "who is about to leave",
	.group = "Who is about to leave"},
    [BACKTEST] = {0, "backtest", CS_OPT_TEXT, "DATE",
	"was right what would have been told then?"},
    [TOP] = {0, "top", CS_OPT_COUNT, "N", "customers on the list (default 100)"},
    [LIMIT] = {0, "limit", CS_OPT_SHARE, "P%", "only who leaves within 90 days as probably as that"},
    [SIGNS] = {0, "signs", CS_OPT_COLUMNS, "COLUMN,...",
	"columns of customers that are signs (default: plan segment)"},
    [WARNING] = {0, "warning-reasons", CS_OPT_COLUMNS, "REASON,...",
	"contacts for these reasons are a sign: a fee, a cancellation"},
    [HAZARD] = {0, "by-signs", CS_OPT_FLAG, NULL,
	"where silence is leaving: by signs too, not by purchases alone"},
};
