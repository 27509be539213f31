/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns customers may be grouped by: not what is known only afterwards. */
#include "retain/retainafter.h"

#include "../tap.h"

static const struct {
	const char *item;
	bool landmark, agents;
	const char *says; /* the message's begin; NULL: it may be */
} item[] = {
    {"segment", 0, 0, NULL},
    {"reason", 0, 0, NULL},
    {"month", 0, 0, NULL},
    {"late=wait_s > 60", 0, 0, NULL},
    {"x='solved_agent'", 0, 0, NULL},
    {"unsolved_agent", 0, 0, NULL},
    {"repeated", 0, 0, NULL},
    {"", 0, 0, NULL},
    {"x='never closed", 0, 0, NULL},
    {"solved_agent", 0, 0, "solved_agent is known only after time zero"},
    {"solved_agent", 1, 0, NULL},
    {"ok=solved_customer is not null", 0, 0, "solved_customer is known only"},
    {"ok=\"solved_at\" > started_at", 0, 0, "solved_at may be long after"},
    {"solved_at", 1, 0, "solved_at may be long after"},
    {"survey_n", 1, 0, "survey_n tells"},
    {"left_reason", 0, 0, "left_reason tells of the time after"},
    {"left_reason", 1, 1, "left_reason tells of the time after"},
    {"gone=case when left_at is null then 'no' else 'yes' end", 1, 0, "left_at tells"},
    {"reopened_n", 1, 0, "reopened_n tells"},
    {"repeat_7d", 1, 0, "repeat_7d tells"},
    {"repeat", 1, 0, "repeat tells"},
    {"nps", 1, 0, "nps tells"},
    {"chain_length_fixed_7d", 1, 0, "chain_length_fixed_7d tells"},
    {"agent_id", 0, 0, "agent_id is a single person"},
    {"agent", 1, 0, "agent is a single person"},
    {"agent_id", 0, 1, NULL},
};

int
main(void)
{
	struct cs_history h = {.arena = NULL};
	struct cs_str strata[1] = {CS_STR("csat")}, by[1] = {CS_STR("plan")};
	struct cs_retain r = {.history = &h};
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof item / sizeof *item; i++) {
		int status;

		r.has_landmark = item[i].landmark;
		r.agents = item[i].agents;
		cs_err_clear(&e);
		status = cs_retain_after(&r, cs_str_z(item[i].item), &e);
		if (item[i].says == NULL) {
			is_int(status, 0, "%s may be", item[i].item);
			continue;
		}
		is_int(status, -1, "%s may not be", item[i].item);
		is_int(e.status, CS_EXIT_USAGE, "usage");
		ok(strncmp(e.msg, item[i].says, strlen(item[i].says)) == 0, "%s", e.msg);
		ok(e.hint[0] != '\0', "and what to do");
	}
	cs_err_clear(&e);
	h.source[CS_FACT_CUSTOMER].item = by;
	h.source[CS_FACT_CUSTOMER].nitem = 1;
	is_int(cs_retain_before(&r, &e), 0, "all that the run groups by");
	r.strata = strata;
	r.nstrata = 1;
	is_int(cs_retain_before(&r, &e), -1, "strata as well");
	ok(strncmp(e.msg, "csat tells", 10) == 0, "%s", e.msg);
	cs_err_clear(&e);
	r.nstrata = 0;
	by[0] = CS_STR("left_at");
	is_int(cs_retain_before(&r, &e), -1, "and keys");
	cs_err_clear(&e);
	by[0] = CS_STR("plan");
	r.agents = false;
	r.where = CS_STR("agent_id = 'a' and plan <> 'left_at'");
	is_int(cs_retain_before(&r, &e), 0, "who dealt with it may choose");
	r.where = CS_STR("not (left_at < '2027-01-01')");
	is_int(cs_retain_before(&r, &e), -1, "the future may not choose");
	ok(strncmp(e.msg, "--where: left_at tells", 22) == 0, "%s", e.msg);
	cs_err_clear(&e);
	r.where = cs_str(NULL, 0);
	r.keep_only = CS_STR("solved_agent");
	is_int(cs_retain_before(&r, &e), -1, "nor what becomes of it, without a landmark");
	ok(strncmp(e.msg, "--keep-only: solved_agent is", 28) == 0, "%s", e.msg);
	cs_err_clear(&e);
	r.has_landmark = true;
	is_int(cs_retain_before(&r, &e), 0, "at one it may");
	return done();
}
