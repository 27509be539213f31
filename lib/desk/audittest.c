/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tests there are, and what they share: see audit.h. */
#include "desk/audittests.h"

const struct cs_audit_test *const cs_audit_tests[] = {
    &cs_audit_share,
    NULL,
};

const struct cs_audit_test *
cs_audit_test(struct cs_str name)
{
	for (size_t i = 0; cs_audit_tests[i] != NULL; i++) {
		if (cs_str_eqz(name, cs_audit_tests[i]->name))
			return cs_audit_tests[i];
	}
	return NULL;
}

enum cs_audit_sort
cs_audit_sort_of(struct cs_str column)
{
	static const struct {
		const char *column;
		enum cs_audit_sort sort;
	} known[] = {
	    {"agent_id", CS_AUDIT_PERSON},
	    {"leader", CS_AUDIT_GROUP},
	    {"team", CS_AUDIT_GROUP},
	    {"site", CS_AUDIT_GROUP},
	    {"vendor", CS_AUDIT_GROUP},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (cs_str_eqz(column, known[i].column))
			return known[i].sort;
	}
	return CS_AUDIT_WORK;
}

void
cs_audit_metric_name(struct cs_buf *b, const struct cs_audit_rule *rule, const char *suffix)
{
	cs_buf_printf(b, "audit_%.*s%s%s", CS_STR_ARG(rule->name), suffix != NULL ? "_" : "",
	    suffix != NULL ? suffix : "");
}

void
cs_audit_put_filter(struct cs_buf *b, const struct cs_audit_rule *rule)
{
	struct cs_str of = rule->text[CS_AUDIT_OF];

	if (of.p != NULL)
		cs_buf_printf(b, " filter (where %.*s)", CS_STR_ARG(of));
}

void
cs_audit_put_rows(struct cs_buf *b, const struct cs_audit_rule *rule, struct cs_str condition)
{
	struct cs_str of = rule->text[CS_AUDIT_OF];

	if (of.p != NULL)
		cs_buf_printf(b, "(%.*s) and ", CS_STR_ARG(of));
	cs_buf_printf(b, "(%.*s)", CS_STR_ARG(condition));
}
