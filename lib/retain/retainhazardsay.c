/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who leaves sooner, in sentences: see retainhazard.h. */
#include <inttypes.h>

#include "retain/retainhazardwork.h"
#include "retain/retainout.h"
#include "stat/dist.h"

/* Groups of --by that are told of. */
enum { TOLD = 4 };

/* A factor whose ratio is so surely not the same at all times is said to be an average. */
#define UNEVEN .01

/* Who: "Those with plan basic", "Once a problem was solved they". */
static void
who(struct cs_buf *out, const struct cs_hazard_term *t, size_t level)
{
	switch (t->factor->kind) {
	case CS_HAZARD_LEVELS:
		cs_buf_printf(out, "Customers with %.*s ", CS_STR_ARG(t->factor->name));
		cs_retainout_say(out, t->level[level].raw);
		break;
	case CS_HAZARD_NUMBER:
		cs_buf_printf(out, "With each 1 more of %.*s they", CS_STR_ARG(t->factor->name));
		break;
	case CS_HAZARD_LOG:
		cs_buf_printf(
		    out, "Each time that %.*s is doubled they", CS_STR_ARG(t->factor->name));
		break;
	case CS_HAZARD_CONTACTED:
		cs_buf_z(out, "From their first contact on they");
		break;
	case CS_HAZARD_SOLVED:
		cs_buf_z(out, "Once a problem of theirs was solved they");
		break;
	case CS_HAZARD_REPEAT:
		cs_buf_z(out, "Once they had to come again for the same they");
		break;
	}
}

static void
against(struct cs_buf *out, const struct cs_hazard_term *t)
{
	if (cs_hazard_switches(t->factor)) {
		cs_buf_z(out, " as those who had not");
	} else if (t->factor->kind == CS_HAZARD_LEVELS) {
		cs_buf_z(out, " as those with ");
		cs_retainout_say(out, t->level[t->against].raw);
	}
}

/* A level that differs; false: it may be luck, or cannot be told. */
static bool
say_level(struct cs_buf *out, struct cs_hazard_model *m, const struct cs_hazard_term *t,
    size_t level, const struct cs_retain *r)
{
	struct cs_hazard_pace p = cs_hazard_pace(m, t, level, r->level);

	if (p.reference || t->level[level].customers < r->min_group)
		return false;
	if (p.has ? p.p > 1 - r->level : !(p.has_hi && p.hi < 1) && !(p.has_lo && p.lo > 1))
		return false;
	who(out, t, level);
	cs_buf_z(out, p.has ? " " : ": ");
	cs_hazard_words(out, &p);
	if (p.has)
		against(out, t);
	cs_buf_z(out, ".\n");
	return true;
}

static void
say_terms(struct cs_buf *out, struct cs_hazard_model *m, const struct cs_retain *r)
{
	struct cs_buf quiet = CS_BUF_INIT;

	for (size_t i = 0; i < m->n; i++) {
		const struct cs_hazard_term *t = &m->term[i];
		bool any = false;

		for (size_t k = 0; k < t->n; k++)
			any |= say_level(out, m, t, k, r);
		if (!any)
			cs_buf_printf(&quiet, "%s%.*s", quiet.n != 0 ? ", " : "",
			    CS_STR_ARG(t->factor->name));
		if (any) {
			double p = cs_cox_proportional(m->cox, &m->fit, t->from, t->to).p;

			if (p >= 0 && p < UNEVEN)
				cs_buf_printf(out,
				    "That of %.*s is not the same early and late: it is an "
				    "average.\n",
				    CS_STR_ARG(t->factor->name));
		}
	}
	if (quiet.n != 0)
		cs_buf_printf(
		    out, "Differences by %.*s could be luck.\n", CS_STR_ARG(cs_buf_all(&quiet)));
	cs_buf_finish(&quiet);
}

/* "Where plan is basic: " */
static void
say_group(struct cs_buf *out, const struct cs_retain_worker *w, size_t first)
{
	for (unsigned k = 0; k < w->r->nby; k++) {
		cs_buf_printf(
		    out, "%s %.*s is ", k == 0 ? "Where" : " and", CS_STR_ARG(w->r->key[k].name));
		cs_retainout_say(out, cs_sums_key(w->sums, first, k));
	}
	if (w->r->nby != 0)
		cs_buf_z(out, ": ");
}

static void
say_model(struct cs_buf *out, struct cs_hazard_model *m, const struct cs_retain_worker *w)
{
	say_group(out, w, m->first);
	cs_buf_printf(
	    out, "%" PRId64 " customers, of whom %" PRId64 " left.", m->customers, m->left);
	if (m->fit.status == CS_COX_NO_EVENTS) {
		cs_buf_z(out, " That is not enough to tell who leaves sooner.\n");
		return;
	}
	if (m->fit.status == CS_COX_NO_TOP) {
		cs_buf_z(out, " The factors cannot be told apart: leave some out.\n");
		return;
	}
	cs_buf_z(out, " With all that is listed alike:\n");
	say_terms(out, m, w->r);
}

int
cs_retainhazard_say(
    struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	size_t told = 0;
	int status = 0;

	for (size_t first = 0; first < w->sums->ngroup && status == 0;) {
		struct cs_hazard_model m;

		status = cs_hazard_model(&m, w, state, first, e);
		w->few += status == 0 && m.customers < w->r->min_group;
		if (status == 0 && m.customers >= w->r->min_group && ++told <= TOLD)
			say_model(out, &m, w);
		first = m.behind;
		cs_hazard_model_finish(&m);
	}
	if (status != 0)
		return -1;
	if (told > TOLD)
		cs_buf_printf(out, "%zu more groups are in the table.\n", told - TOLD);
	cs_buf_z(out, "These are associations: who leaves sooner, not why.\n");
	return 0;
}
