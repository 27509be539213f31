/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tests there are, and what they share: see audit.h. */
#include "audit/audittests.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* A unit that could not come under this, whatever it did, is no test. */
#define LEVEL	.05

/* Up to here nothing is remarkable, whatever the law: only that there was a test counts, so the
 * normal law will do, which costs next to nothing. */
#define PLAIN_Z .8

/* From here on a tail is under the level, with any number of peers. */
#define FAR_Z	10.0

const struct cs_audit_test *const cs_audit_tests[] = {
    &cs_audit_share,
    &cs_audit_mean,
    &cs_audit_heap,
    &cs_audit_shape,
    &cs_audit_hazard,
    &cs_audit_pair,
    &cs_audit_rate,
    &cs_audit_trend,
    &cs_audit_apart,
    &cs_audit_form,
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
	    {"survey_version", CS_AUDIT_FORM},
	    {"csat_scale", CS_AUDIT_FORM},
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

/* Whether the unit could have come under the level. Where the most that it could have done is far
 * out, there is no need to ask how far. */
static bool
could_be(const struct cs_over *over, const struct cs_over_unit *u, enum cs_tail side)
{
	struct cs_over_unit most = *u;

	most.observed = side == CS_UPPER ? (double)u->n : 0;
	if (fabs(cs_over_z(over, &most)) > FAR_Z)
		return true;
	return cs_over_could(over, u, side, LEVEL);
}

struct cs_over
cs_audit_spread(
    const struct cs_over_unit *u, size_t n, bool share, const struct cs_audit_rule *rule)
{
	struct cs_over_unit *tested = cs_mem_new(n + 1, sizeof *tested);
	struct cs_over over;
	size_t many = 0;

	for (size_t i = 0; i < n; i++) {
		if (u[i].n >= rule->min_n)
			tested[many++] = u[i];
	}
	over = cs_over_fit(tested, many, share);
	free(tested);
	return over;
}

void
cs_audit_judge(const struct cs_over *over, const struct cs_over_unit *u,
    const struct cs_audit_rule *rule, struct cs_audit_figure *f)
{
	bool low = rule->side == CS_AUDIT_LOW;
	enum cs_tail side = low ? CS_LOWER : CS_UPPER;

	f->n = u->n;
	f->p = CS_DIST_BAD;
	if (u->n <= 0)
		return;
	f->observed = u->observed / (double)u->n;
	f->expected = u->expected / (double)u->n;
	if (u->expected <= 0)
		return;
	f->effect = low ? u->expected / fmax(u->observed, over->share ? .5 : DBL_MIN)
			: u->observed / u->expected;
	f->seen = !over->share ? (double)u->n : low ? u->expected : u->observed;
	f->z = cs_over_z(over, u) * (low ? -1 : 1);
	if (u->n < rule->min_n || !could_be(over, u, side))
		return;
	f->p = f->z < PLAIN_Z ? cs_dist_norm(f->z, CS_UPPER) : cs_over_p(over, u, side);
}

void
cs_audit_put_metric(struct cs_buf *list, const struct cs_audit_rule *rule, const char *suffix)
{
	cs_buf_printf(list, "%s", list->n != 0 ? ", " : "");
	cs_audit_metric_name(list, rule, suffix);
	cs_buf_printf(list, "=");
}

void
cs_audit_put_filter_by(struct cs_buf *b, const struct cs_audit_rule *rule, struct cs_str condition)
{
	cs_buf_printf(b, " filter (where ");
	cs_audit_put_rows(b, rule, condition);
	cs_buf_printf(b, ")");
}
