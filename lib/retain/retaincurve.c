/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Retention curves, what is counted of each customer: see retaincurve.h. */
#include <math.h>

#include "retain/retainafter.h"
#include "retain/retaincells.h"
#include "retain/retaincurvework.h"
#include "stat/dist.h"

static const char *const parts[CS_CURVE_PARTS] = {
    [CS_CURVE_LEFT] = "left",
    [CS_CURVE_QUIT] = "quit",
    [CS_CURVE_LATE] = "late",
    [CS_CURVE_OF_AXIS + CS_CURVE_LEFT] = "left_mo",
    [CS_CURVE_OF_AXIS + CS_CURVE_QUIT] = "quit_mo",
    [CS_CURVE_OF_AXIS + CS_CURVE_LATE] = "late_mo",
};

/* Why somebody who entered is in no curve, and what was not looked at. */
enum { LEFT_BEFORE, LOST_BEFORE, NEVER_SEEN, CANCELS };

static const char *const own_count[] = {
    [LEFT_BEFORE] = "customers who left by the landmark",
    [LOST_BEFORE] = "customers who were not followed until the landmark",
    [NEVER_SEEN] = "customers who came into sight on the day of their end",
    [CANCELS] = "contacts that were the cancellation: no time zero",
    NULL,
};

/* What was asked for must go together. */
static int
check(const struct cs_retain *r, const struct cs_retaincurve_ask *ask, struct cs_err *e)
{
	if (ask->compare && ask->endings.n > 0)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--compare holds the curves of all endings against each other: not with "
		    "--endings");
	if (ask->compare && ask->points)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--compare is of whole curves: not with --points");
	if (ask->steps && (ask->compare || ask->points || ask->endings.n > 0))
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--steps is of the times of --at: not with --points, --compare or --endings");
	if (ask->compare && r->nby == 0 && !ask->status)
		return cs_err_set(e, CS_EXIT_USAGE, "--compare needs groups: --by, or --status");
	if (r->nstrata > 0 && !ask->compare) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--strata belongs to --compare here");
		return cs_err_hint(e, "to have rows of their own, name them in --by");
	}
	if (ask->status && !r->has_landmark) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--status needs a landmark: what becomes of a contact is known only days "
		    "later");
		return cs_err_hint(e, "--landmark 14d reads it for all on the same day");
	}
	if (r->ncancel > 0 && r->zero != CS_ZERO_CONTACT)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--cancel-reasons is about contacts as time zero: not with --from");
	if (ask->status && r->zero != CS_ZERO_CONTACT)
		return cs_err_set(e, CS_EXIT_USAGE, "--status is of contacts: not with --from");
	return cs_retain_before(r, e);
}

/* A stratum is a column of the fact that time zero is of or, where that has none, of customers. */
static int
bind_strata(struct cs_retain *r, struct cs_retaincurve *c, struct cs_err *e)
{
	c->strata = cs_arena_new(r->arena, r->nstrata, sizeof *c->strata);
	for (size_t i = 0; i < r->nstrata; i++) {
		struct cs_str item = r->strata[i];

		c->strata[i].kind = r->merged || cs_retain_has(r, r->zero_kind, item)
					? r->zero_kind
					: CS_FACT_CUSTOMER;
		c->strata[i].key = cs_retain_fact_key(r, c->strata[i].kind, item, e);
		if (c->strata[i].key < 0) {
			cs_err_prefix(e, "--strata");
			return -1;
		}
		(void)cs_retain_key(
		    r, cs_arena_printf(r->arena, "%.*s", CS_STR_ARG(item)), CS_TEXT);
	}
	return 0;
}

/* --status and --endings are keys of the cells behind those of --by. */
static void
recall(struct cs_retain *r, const struct cs_sumcells *cells)
{
	const struct cs_retaincurve_ask *given = r->ask;
	struct cs_retaincurve_ask *ask = cs_arena_new(r->arena, 1, sizeof *ask);

	*ask = *given;
	/* Keys of --strata follow, one of which may have that name. */
	if (r->nby < cells->nkey && cs_str_eqz(cells->key[r->nby].name, "status"))
		ask->status |= r->nstrata == 0 || !cs_str_eqz(r->strata[0], "status");
	if (ask->endings.n == 0)
		ask->endings = cs_sumcells_said_of(&cells->run, "curve_endings", 0);
	r->ask = ask;
}

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_retaincurve *c = state;

	c->ask = r->ask;
	c->ending = -1;
	if (check(r, c->ask, e) != 0)
		return -1;
	if (cs_retain_cancel_bind(r, &c->cancel, e) != 0)
		return -1;
	if (c->ask->status) {
		if (cs_retain_solved_bind(r, &c->solved, e) != 0 ||
		    cs_retain_solved_need(&c->solved, e) != 0)
			return -1;
		(void)cs_retain_key(r, "status", CS_TEXT);
	}
	c->nshown = r->nkey;
	if (bind_strata(r, c, e) != 0)
		return -1;
	if (c->ask->endings.n > 0) {
		c->ending = cs_retain_fact_key(r, CS_FACT_CUSTOMER, c->ask->endings, e);
		if (c->ending < 0) {
			cs_err_prefix(e, "--endings");
			return -1;
		}
		(void)cs_retain_key(r, "ending", CS_TEXT);
	}
	cs_retain_say_of(r, "curve_endings", c->ask->endings);
	cs_retain_say_of(r, "curve_cancels", c->cancel.list);
	return 0;
}

/* From when on, until when (local days), and whether somebody is at risk. */
struct span {
	int64_t zero, from, until;
};

/* False, and counted: he is in no curve. */
static bool
span_of(struct cs_retain_worker *w, const struct cs_entry *in, struct span *s)
{
	const struct cs_retain *r = w->r;

	s->zero = r->has_landmark ? cs_horizon_day(&r->landmark, in->zero_day) : in->zero_day;
	s->until = cs_zone_day(r->zone, in->stay.until);
	s->from = in->stay.from > in->zero ? cs_zone_day(r->zone, in->stay.from) : s->zero;
	if (r->has_landmark && s->until <= s->zero) {
		w->count[CS_RETAIN_MODE + (in->stay.left ? LEFT_BEFORE : LOST_BEFORE)]++;
		return false;
	}
	if (s->from > s->zero && s->until <= s->from) {
		w->count[CS_RETAIN_MODE + NEVER_SEEN]++;
		return false;
	}
	return true;
}

/* The group of a customer, keys of the mode included. */
static uint32_t
group_of(struct cs_retain_worker *w, const struct cs_life *life, const struct cs_entry *in)
{
	const struct cs_str null = CS_STR("\\N");
	const struct cs_retaincurve *c = w->state;
	const struct cs_retain *r = w->r;
	unsigned key = r->nby;
	uint32_t g = in->group;

	if (c->ask->status) {
		int64_t by = cs_horizon_end(&r->landmark, r->zone, in->zero);

		g = cs_sums_step(
		    w->sums, key++, g, cs_retain_status(&c->solved, life, in->fact, by));
	}
	for (size_t i = 0; i < r->nstrata; i++) {
		const struct cs_retaincurve_stratum *s = &c->strata[i];
		const struct cs_fact *f = s->kind == r->zero_kind ? in->fact : in->who;

		g = cs_sums_step(w->sums, key++, g,
		    f != NULL ? cs_fact_key(r->history, s->kind, f->group, (unsigned)s->key)
			      : null);
	}
	if (c->ending >= 0)
		g = cs_sums_step(w->sums, key, g,
		    in->stay.left && in->who != NULL ? cs_fact_key(r->history, CS_FACT_CUSTOMER,
							   in->who->group, (unsigned)c->ending)
						     : null);
	return g;
}

static int
look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	const struct cs_retaincurve *c = w->state;
	struct cs_entry in;
	struct cs_life rest;
	struct span s;
	uint64_t skipped;
	uint32_t g;
	bool entered;

	(void)e;
	entered = cs_retain_enter(w, cs_retain_cancel_skip(&c->cancel, life, &rest, &skipped), &in);
	w->count[CS_RETAIN_MODE + CANCELS] += skipped;
	if (!entered || !span_of(w, &in, &s))
		return 0;
	g = group_of(w, life, &in);
	for (unsigned axis = 0; axis < CS_AXES; axis++) {
		unsigned part = axis * CS_CURVE_OF_AXIS;

		cs_sums_add(w->sums, g, part + (in.stay.left ? CS_CURVE_LEFT : CS_CURVE_QUIT),
		    cs_axis_at((enum cs_axis)axis, s.zero, s.until), 1);
		if (s.from > s.zero)
			cs_sums_add(w->sums, g, part + CS_CURVE_LATE,
			    cs_axis_at((enum cs_axis)axis, s.zero, s.from), 1);
	}
	return 0;
}

size_t
cs_retaincurve_next(const struct cs_sums *s, size_t first, unsigned n)
{
	size_t i = first + 1;

	while (i < s->ngroup && cs_sums_same(s, i, n))
		i++;
	return i;
}

/* The counts of a part of several groups as one. */
static int
bins_of(const struct cs_sums *s, const struct cs_retaincurve_group *g, unsigned part,
    struct cs_bins *b, struct cs_err *e)
{
	struct cs_hist h = CS_HIST_INIT;
	bool good = true;

	for (size_t i = g->first; i < g->behind && good; i++) {
		size_t n;
		const struct cs_sum *sum = cs_sums_part(s, i, part, &n);

		for (size_t j = 0; j < n && good; j++)
			good = sum[j].v >= 0 && sum[j].v <= INT64_MAX && sum[j].t >= 0 &&
			       cs_hist_add_n(&h, sum[j].t, (int64_t)sum[j].v);
	}
	*b = cs_hist_bins(&h);
	cs_hist_finish(&h);
	return good ? 0
		    : cs_err_set(e, CS_EXIT_DATA, "cells: '%s' is no count of customers by day",
			  parts[part]);
}

int
cs_retaincurve_take(struct cs_retaincurve_group *g, const struct cs_sums *s, size_t first,
    size_t behind, struct cs_err *e)
{
	*g = (struct cs_retaincurve_group){.first = first, .behind = behind};
	for (unsigned axis = 0; axis < CS_AXES; axis++) {
		unsigned part = axis * CS_CURVE_OF_AXIS;
		struct cs_km_bins b = {0};
		bool good = bins_of(s, g, part + CS_CURVE_LEFT, &b.event, e) == 0 &&
			    bins_of(s, g, part + CS_CURVE_QUIT, &b.censored, e) == 0 &&
			    bins_of(s, g, part + CS_CURVE_LATE, &b.late, e) == 0;

		if (good && !cs_km_curve_of(&g->curve[axis], &b)) {
			(void)cs_err_set(e, CS_EXIT_DATA,
			    "cells: more customers left or were lost from sight on a day than "
			    "there "
			    "were");
			good = false;
		}
		g->left[axis] = b.event;
		cs_bins_finish(&b.censored);
		cs_bins_finish(&b.late);
		if (!good) {
			cs_retaincurve_drop(g);
			return -1;
		}
	}
	return 0;
}

void
cs_retaincurve_drop(struct cs_retaincurve_group *g)
{
	for (unsigned axis = 0; axis < CS_AXES; axis++) {
		cs_km_curve_finish(&g->curve[axis]);
		cs_bins_finish(&g->left[axis]);
	}
}

/* How many days a horizon has where only their number counts: months have 365.25 / 12. */
static int64_t
days_of(const struct cs_horizon *at)
{
	return at->axis == CS_AXIS_DAYS ? at->days : (int64_t)at->months * 36525 / 1200;
}

/* The last time of a curve on which all have left, none of them lost from sight; -1: it is none. */
static int64_t
all_left(const struct cs_km_curve *c)
{
	if (c->total == 0 || cs_km_events(c, INT64_MAX) < c->total)
		return -1;
	return c->point[c->n - 1].t;
}

int64_t
cs_retaincurve_t(const struct cs_retaincurve_group *g, const struct cs_horizon *at)
{
	int64_t last = all_left(&g->curve[at->axis]);

	return last >= 0 && at->t > last ? last : at->t;
}

struct cs_est
cs_retaincurve_at(
    const struct cs_retaincurve_group *g, const struct cs_horizon *at, double level, double *se)
{
	return cs_km_at(&g->curve[at->axis], cs_retaincurve_t(g, at), level, se);
}

struct cs_est
cs_retaincurve_mean(
    const struct cs_retaincurve_group *g, const struct cs_horizon *at, double level, double *se)
{
	const struct cs_km_curve *c = &g->curve[CS_AXIS_DAYS];
	int64_t tau = days_of(at), last = all_left(c);
	struct cs_est r;

	if (last < 0 || tau <= last)
		return cs_km_mean(c, tau, level, se);
	if (last == 0) {
		*se = 0;
		return (struct cs_est){.ok = true, .flag = CS_FLAG_ZERO_VAR};
	}
	r = cs_km_mean(c, last, level, se);
	if (r.ci) /* they were cut where the curve ends */
		r.hi = fmin((double)tau, r.est + cs_dist_z(level) * *se);
	return r;
}

const struct cs_retain_mode cs_retaincurve = {
    .name = "curve",
    .without = CS_RETAIN_CURRENCY,
    .may =
	1 << CS_FACT_CONTACT | 1 << CS_FACT_CUSTOMER | 1 << CS_FACT_PURCHASE | 1 << CS_FACT_RENEWAL,
    .part = parts,
    .npart = CS_CURVE_PARTS,
    .own_count = own_count,
    .size = sizeof(struct cs_retaincurve),
    .recall = recall,
    .bind = bind,
    .look = look,
    .head = cs_retaincurve_head,
    .rows = cs_retaincurve_rows,
    .say = cs_retaincurve_say,
};
