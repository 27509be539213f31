/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of cs-join about customers, by what the options say of them, and the lists that are
 * written beside the output. Each function takes the values of its options, which stand in the
 * tool's table one behind the other in the order of the enum, and puts its step behind the others.
 * -1 with *e.
 */
#ifndef CS_CLI_JOINSTEPS_H
#define CS_CLI_JOINSTEPS_H

#include "cli/cli.h"
#include "cli/listfile.h"
#include "rec/join.h"

enum {
	CS_LIST_GAPS,
	CS_LIST_CANDIDATES,
	CS_LIST_IDENTITY,
	CS_LIST_SURVEYS,
	CS_LISTS,
};

/* Zeroed before the first step. */
struct cs_joinsteps {
	struct cs_listfile list[CS_LISTS]; /* with the path of those that are wanted */
};

/* Opens the lists, once all steps are bound: what was not understood empties no file. -1 with *e: 2
 * (cs_listfile_open, or one file for two lists), 74. Close them in any case. */
int cs_joinsteps_open(struct cs_joinsteps *k, struct cs_err *e);

/* After the run, which went as r says (cs_listfile_close). Gives r, or -1 with *e (74). */
int cs_joinsteps_close(struct cs_joinsteps *k, int r, struct cs_err *e);

/* Options that say how a step works mean nothing without it: value[0] is what was not given, the
 * other n - 1 are looked at. name: of value[0], with its dashes. -1 with *e (2). */
int cs_joinstep_alone(
    const struct cs_opt_value *value, size_t n, const char *name, struct cs_err *e);

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
