/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of cs-join about customers, by what the options say of them. Each function takes the
 * values of its options, which stand in the tool's table one behind the other in the order of the
 * enum, and puts its step behind the others. -1 with *e.
 */
#ifndef CS_CLI_JOINSTEPS_H
#define CS_CLI_JOINSTEPS_H

#include "cli/cli.h"
#include "rec/join.h"

/* Lists that steps write while they run: zeroed before the first step, closed after the run. -1
 * with *e (74). */
struct cs_joinsteps {
	struct cs_writer surveys;
	bool has_surveys;
};
int cs_joinsteps_end(struct cs_joinsteps *k, struct cs_err *e);

/* --surveys: their files, and how they find their contacts. */
enum {
	CS_WITH_SURVEYS,
	CS_WITH_SURVEY_WINDOW,
	CS_WITH_SURVEY_APART,
	CS_WITH_RATING,
	CS_WITH_TOO_FAST,
	CS_WITH_ELIGIBLE,
	CS_WITH_SURVEY_REPORT,
	CS_WITH_SURVEYS_N,
};
int cs_joinstep_surveys(struct cs_joinsteps *k, struct cs_cli *cli, struct cs_join *j,
    const struct cs_opt_value *value, struct cs_err *e);

/* --events: files, and how long before. */
enum { CS_WITH_EVENTS, CS_WITH_EVENT_WINDOW, CS_WITH_EVENTS_N };
int cs_joinstep_events(
    struct cs_cli *cli, struct cs_join *j, const struct cs_opt_value *value, struct cs_err *e);

/* --issues: columns and durations of its links. */
enum {
	CS_WITH_ISSUES,
	CS_WITH_ISSUE_BY,
	CS_WITH_ISSUE_LINK,
	CS_WITH_ISSUE_WINDOW,
	CS_WITH_ISSUE_TRANSFER,
	CS_WITH_ISSUE_CALLBACK,
	CS_WITH_ISSUES_N,
};
int cs_joinstep_issues(
    struct cs_cli *cli, struct cs_join *j, const struct cs_opt_value *value, struct cs_err *e);

#endif
