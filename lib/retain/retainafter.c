/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that tell of the time after time zero: see retainafter.h. */
#include "retain/retainafter.h"

#include <string.h>

enum when {
	AT_LANDMARK, /* about the contact, settled some days later */
	DATED,	     /* the same with its instant, which --status holds against the landmark */
	NEVER,	     /* of any time, or the outcome itself */
	PERSON,	     /* known, but of a single agent */
	NO_ONE,
};

/* A name ending in * stands for all that begin like that. */
static const struct {
	const char *name;
	enum when when;
} column[] = {
    {"solved_agent", AT_LANDMARK},
    {"solved_customer", AT_LANDMARK},
    {"solved_at", DATED},
    {"outcome", AT_LANDMARK},
    {"reopened_n", NEVER},
    {"reopens", NEVER},
    {"closed_at", NEVER},
    {"left_at", NEVER},
    {"left_reason", NEVER},
    {"followed_until_at", NEVER},
    {"renewed_at", NEVER},
    {"refunded_at", NEVER},
    {"survey_answered_at", NEVER},
    {"csat", NEVER},
    {"nps", NEVER},
    {"ces", NEVER},
    {"survey_state", NEVER},
    {"survey_n", NEVER},
    {"survey_fast", NEVER},
    {"survey_how", NEVER},
    {"valid_to_at", NEVER},
    {"repeat", NEVER},
    {"repeat_*", NEVER},
    {"next_contact_*", NEVER},
    {"chain_length*", NEVER},
    {"chain_open*", NEVER},
    {"added_handle_s*", NEVER},
    {"agent_id", PERSON},
    {"agent", PERSON},
    {"first_agent_id", PERSON},
    {"last_agent_id", PERSON},
};

/* The next name in an item: a run of letters, digits and _, or what stands in double quotes; texts
 * in single quotes are none. False: there is no more. */
static bool
next_name(struct cs_str *text, struct cs_str *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_";

	while (text->n > 0) {
		char c = text->p[0];
		size_t n = 0;

		if (c == '\'' || c == '"') {
			struct cs_str in = cs_str_skip(*text, 1);

			n = cs_str_find(in, c);
			*name = cs_str_head(in, n);
			*text = cs_str_skip(in, n + 1);
			if (c == '"')
				return true;
			continue;
		}
		while (n < text->n && text->p[n] != '\0' && strchr(letters, text->p[n]) != NULL)
			n++;
		*name = cs_str_head(*text, n);
		*text = cs_str_skip(*text, n > 0 ? n : 1);
		if (n > 0)
			return true;
	}
	return false;
}

static bool
matches(struct cs_str name, const char *pattern)
{
	struct cs_str p = cs_str_z(pattern);

	if (p.p[p.n - 1] != '*')
		return cs_str_eq(name, p);
	return cs_str_starts(name, cs_str_head(p, p.n - 1));
}

static int
refuse(const struct cs_retain *r, struct cs_str name, enum when when, struct cs_err *e)
{
	switch (when) {
	case AT_LANDMARK:
		if (r->has_landmark)
			return 0;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%.*s is known only after time zero: to be solved one must have stayed so "
		    "long, "
		    "and a group of the solved would look loyal whatever service did",
		    CS_STR_ARG(name));
		return cs_err_hint(e, "read it at a landmark: --landmark 14d");
	case DATED:
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%.*s may be long after time zero: whoever is solved at last has stayed until "
		    "then",
		    CS_STR_ARG(name));
		return cs_err_hint(
		    e, "--landmark 14d --status tells who was solved by then from the others");
	case PERSON:
		if (r->agents)
			return 0;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%.*s is a single person, and of so few customers staying or leaving is mostly "
		    "noise",
		    CS_STR_ARG(name));
		return cs_err_hint(e, "by team it can be read; --agents does it all the same");
	default:
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%.*s tells of the time after time zero: customers cannot be sorted by their "
		    "future, since who is sorted later has stayed longer",
		    CS_STR_ARG(name));
		return cs_err_hint(e, "group by what was known at the start");
	}
}

/* Refuses what stands in an item, but for those of one kind: `except`. */
static int
check(const struct cs_retain *r, struct cs_str item, enum when except, struct cs_err *e)
{
	struct cs_str name;

	while (next_name(&item, &name)) {
		for (size_t i = 0; i < sizeof column / sizeof *column; i++)
			if (column[i].when != except && matches(name, column[i].name) &&
			    refuse(r, name, column[i].when, e) != 0)
				return -1;
	}
	return 0;
}

int
cs_retain_after(const struct cs_retain *r, struct cs_str item, struct cs_err *e)
{
	return check(r, item, NO_ONE, e);
}

/* A condition: of the customers of a single agent no agent is told from another. */
static int
check_rows(const struct cs_retain *r, const char *option, struct cs_str text, struct cs_err *e)
{
	if (text.p == NULL || check(r, text, PERSON, e) == 0)
		return 0;
	cs_err_prefix(e, "%s", option);
	return -1;
}

int
cs_retain_before(const struct cs_retain *r, struct cs_err *e)
{
	if (check_rows(r, "--where", r->where, e) != 0 ||
	    check_rows(r, "--keep-only", r->keep_only, e) != 0)
		return -1;
	for (size_t k = 0; k < CS_FACTS; k++) {
		const struct cs_history_source *s = &r->history->source[k];

		for (size_t i = 0; i < s->nitem; i++)
			if (cs_retain_after(r, s->item[i], e) != 0)
				return -1;
	}
	for (size_t i = 0; i < r->nstrata; i++)
		if (cs_retain_after(r, r->strata[i], e) != 0)
			return -1;
	return 0;
}
