/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of cs-join from options: see joinsteps.h. */
#include "cli/joinsteps.h"

#include "desk/issuejoin.h"

/* Options that say how a step works mean nothing without it. */
static int
alone(const struct cs_opt_value *value, size_t n, const char *name, struct cs_err *e)
{
	for (size_t i = 1; i < n; i++) {
		if (value[i].set)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "an option of %s was given, but not %s itself", name, name);
	}
	return 0;
}

/* A duration in seconds; months are not the same everywhere. */
static int
seconds(const struct cs_opt_value *value, const char *name, int64_t *s, struct cs_err *e)
{
	if (value->d.months != 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--%s: months have no fixed length", name);
		return cs_err_hint(e, "say it in days, as in 30d");
	}
	*s = value->d.s;
	return 0;
}

int
cs_joinstep_issues(
    struct cs_cli *cli, struct cs_join *j, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_issue_ask ask = {.ticket = value[CS_WITH_ISSUE_BY].list,
	    .nticket = value[CS_WITH_ISSUE_BY].n,
	    .link = value[CS_WITH_ISSUE_LINK].list,
	    .nlink = value[CS_WITH_ISSUE_LINK].n};

	if (!value[CS_WITH_ISSUES].set)
		return alone(value, CS_WITH_ISSUES_N, "--issues", e);
	if (seconds(&value[CS_WITH_ISSUE_WINDOW], "issue-window", &ask.rule.window_s, e) != 0 ||
	    seconds(&value[CS_WITH_ISSUE_TRANSFER], "transfer-window", &ask.rule.transfer_s, e) !=
		0 ||
	    seconds(&value[CS_WITH_ISSUE_CALLBACK], "callback-window", &ask.rule.callback_s, e) !=
		0)
		return -1;
	if (!value[CS_WITH_ISSUE_WINDOW].set)
		ask.vision = cli->opt.vision;
	return cs_join_step(j, &cs_issue_kind, cs_issue_step(&ask), "issues", e);
}
