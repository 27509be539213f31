/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions whose values come from the run: business hours, and the instant that counts as now. */
#include "base/hours.h"
#include "expr/bind.h"
#include "expr/run.h"

/* x, which must be an instant that the calendar knows. */
static struct cs_node *
known(struct cs_binder *b, struct cs_node *x)
{
	const struct cs_call call = {.run = cs_run_known,
	    .type = CS_TIME,
	    .bad = CS_BAD_CAST,
	    .wanted = "within 1970 to 2099, for which there are business hours",
	    .data = b->env->hours};

	return cs_bind_call(b, x->at, &call, &x, 1);
}

struct cs_node *
cs_bind_business(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	const struct cs_call call = {
	    .run = cs_run_business, .type = CS_INT, .unit = CS_STR("s"), .data = b->env->hours};

	if (b->env->hours == NULL && !b->env->blind) {
		(void)cs_ast_err_hint(x, b->e,
		    "--vision FILE names a file that says them in its section [hours]: "
		    "cs-vision(5)",
		    "%.*s() needs business hours", CS_STR_ARG(x->s));
		return NULL;
	}
	for (unsigned k = 0; k < narg; k++) {
		arg[k] = known(b, arg[k]);
		if (arg[k] == NULL)
			return NULL;
	}
	return cs_bind_call(b, x, &call, arg, narg);
}

struct cs_node *
cs_bind_as_of(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg)
{
	struct cs_node *n;

	(void)arg;
	(void)narg;
	if (!b->env->has_as_of) {
		(void)cs_ast_err_hint(x, b->e,
		    "say which day or instant counts as now: --as-of 2026-10-05",
		    "%.*s() needs --as-of", CS_STR_ARG(x->s));
		return NULL;
	}
	n = cs_bind_constant(b, x, CS_TIME);
	n->null = false;
	n->i = b->env->as_of;
	return n;
}
