/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of cs-join from options: see joinsteps.h. */
#include "cli/joinsteps.h"

#include "desk/eventjoin.h"
#include "desk/issuejoin.h"
#include "desk/survey.h"
#include "desk/surveyjoin.h"

#define MOST_S ((CS_INSTANT_MAX - CS_INSTANT_MIN) / CS_USEC)

int
cs_joinstep_alone(const struct cs_opt_value *value, size_t n, const char *name, struct cs_err *e)
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
	/* Longer than all of time: never over. */
	*s = value->d.s < MOST_S ? value->d.s : MOST_S;
	return 0;
}

/* The files of an option that may be given again. */
static char *const *
paths(struct cs_cli *cli, const struct cs_opt_value *value)
{
	char **path = cs_arena_new(&cli->arena, value->n + 1, sizeof *path);

	for (size_t i = 0; i < value->n; i++)
		path[i] = (char *)(uintptr_t)cs_arena_str(&cli->arena, value->list[i]).p;
	return path;
}

int
cs_joinstep_events(
    struct cs_cli *cli, struct cs_join *j, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_opt_value *files = &value[CS_WITH_EVENTS];
	struct cs_event_ask ask = {.file = paths(cli, files), .nfile = (int)files->n};

	if (!files->set)
		return cs_joinstep_alone(value, CS_WITH_EVENTS_N, "--events", e);
	if (seconds(&value[CS_WITH_EVENT_WINDOW], "event-window", &ask.window_s, e) != 0)
		return -1;
	return cs_join_step(j, &cs_event_kind, cs_event_step(&ask), "events", e);
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
		return cs_joinstep_alone(value, CS_WITH_ISSUES_N, "--issues", e);
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

int
cs_joinstep_surveys(struct cs_joinsteps *k, struct cs_cli *cli, struct cs_join *j,
    const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_opt_value *files = &value[CS_WITH_SURVEYS];
	struct cs_listfile *list = &k->list[CS_LIST_SURVEYS];
	struct cs_survey_ask ask = {.rating = (enum cs_survey_rating)value[CS_WITH_RATING].i,
	    .eligible = value[CS_WITH_ELIGIBLE].s,
	    .env = cs_cli_env(cli, j->in, "--eligible"),
	    .file = paths(cli, files),
	    .nfile = (int)files->n};

	if (!files->set)
		return cs_joinstep_alone(value, CS_WITH_SURVEYS_N, "--surveys", e);
	if (seconds(&value[CS_WITH_SURVEY_WINDOW], "survey-window", &ask.window_s, e) != 0 ||
	    seconds(&value[CS_WITH_SURVEY_APART], "survey-apart", &ask.apart_s, e) != 0 ||
	    seconds(&value[CS_WITH_TOO_FAST], "too-fast", &ask.fast_s, e) != 0)
		return -1;
	list->path = value[CS_WITH_SURVEY_REPORT].z;
	list->head = cs_surveys_report_head;
	if (list->path != NULL)
		ask.report = &list->w;
	return cs_join_step(j, &cs_survey_kind, cs_survey_step(&ask), "surveys", e);
}

int
cs_joinsteps_open(struct cs_joinsteps *k, struct cs_err *e)
{
	for (int i = 0; i < CS_LISTS; i++) {
		for (int n = 0; n < i; n++) {
			const char *path = k->list[i].path, *other = k->list[n].path;

			if (path != NULL && other != NULL && strcmp(path, other) == 0)
				return cs_err_set(e, CS_EXIT_USAGE, "%s is to be two lists", path);
		}
	}
	for (int i = 0; i < CS_LISTS; i++) {
		if (cs_listfile_open(&k->list[i], e) != 0)
			return -1;
	}
	return 0;
}

int
cs_joinsteps_close(struct cs_joinsteps *k, int r, struct cs_err *e)
{
	for (int i = 0; i < CS_LISTS; i++)
		r = cs_listfile_close(&k->list[i], r, e);
	return r;
}
