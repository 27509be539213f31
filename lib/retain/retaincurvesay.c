/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Retention curves in sentences: see retaincurve.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retaincurvework.h"
#include "retain/retainout.h"
#include "stat/kmcause.h"

/* Groups that are told of; of more than that nobody keeps a sentence in mind. */
enum { TOLD = 6 };

/* "6 months", "1 day" */
static void
span(struct cs_buf *out, const struct cs_horizon *h)
{
	int32_t n = h->axis == CS_AXIS_MONTHS ? h->months : h->days;

	cs_buf_printf(
	    out, "%d %s%s", n, h->axis == CS_AXIS_MONTHS ? "month" : "day", n == 1 ? "" : "s");
}

/* "91", of 100; nearly all and nearly none with a digit more. */
static void
of_100(struct cs_buf *out, double share)
{
	double v = 100 * share;

	cs_buf_printf(out, "%.*f", v > 0 && v < 100 && (v < 1 || v > 99) ? 1 : 0, v);
}

static void
share(struct cs_buf *out, const struct cs_est *v)
{
	of_100(out, v->est);
	if (!v->ci)
		return;
	cs_buf_z(out, " (");
	of_100(out, v->lo);
	cs_buf_z(out, " to ");
	of_100(out, v->hi);
	cs_buf_c(out, ')');
}

/* "whose problem was solved within 14 days", " with plan gold and region north" */
static void
who(struct cs_buf *out, const struct cs_retain *r, const struct cs_retaincurve *c,
    const struct cs_sums *s, size_t at)
{
	static const struct {
		const char *status, *says, *then;
	} words[] = {
	    {"solved", " whose problem was solved within ", ""},
	    {"unsolved", " whose problem was not solved within ", ""},
	    {"repeat", " who had to come again within ", ""},
	    {"\\N", " of whose problem it is not known after ", " what became of it"},
	};

	for (unsigned k = 0; k < r->nby; k++) {
		cs_buf_printf(
		    out, "%s %.*s ", k == 0 ? " with" : " and", CS_STR_ARG(r->key[k].name));
		cs_retainout_say(out, cs_sums_key(s, at, k));
	}
	for (size_t i = 0; c->ask->status && i < sizeof words / sizeof *words; i++) {
		if (!cs_str_eqz(cs_sums_key(s, at, r->nby), words[i].status))
			continue;
		cs_buf_z(out, words[i].says);
		span(out, &r->landmark);
		cs_buf_z(out, words[i].then);
	}
}

/* The groups that are told of, the largest, in the order of the table. */
struct told {
	struct cs_retaincurve_group g[TOLD];
	size_t n, more;
	uint64_t few;	 /* groups that are not shown */
	int64_t longest; /* days that anybody was followed */
};

static void
take_in(struct told *t, struct cs_retaincurve_group *g)
{
	const struct cs_km_curve *c = &g->curve[CS_AXIS_DAYS];
	size_t least = 0;

	if (c->n > 0 && c->point[c->n - 1].t > t->longest)
		t->longest = c->point[c->n - 1].t;
	if (t->n < TOLD) {
		t->g[t->n++] = *g;
		return;
	}
	t->more++;
	for (size_t i = 1; i < TOLD; i++)
		if (t->g[i].curve[CS_AXIS_DAYS].total < t->g[least].curve[CS_AXIS_DAYS].total)
			least = i;
	if (c->total <= t->g[least].curve[CS_AXIS_DAYS].total) {
		cs_retaincurve_drop(g);
		return;
	}
	cs_retaincurve_drop(&t->g[least]);
	for (size_t i = least; i + 1 < TOLD; i++)
		t->g[i] = t->g[i + 1];
	t->g[TOLD - 1] = *g;
}

static int
collect(struct told *t, const struct cs_retain *r, const struct cs_retaincurve *c,
    const struct cs_sums *s, struct cs_err *e)
{
	size_t behind;

	*t = (struct told){.n = 0};
	for (size_t i = 0; i < s->ngroup; i = behind) {
		struct cs_retaincurve_group g;

		behind = cs_retaincurve_next(s, i, c->nshown);
		if (cs_retaincurve_take(&g, s, i, behind, e) != 0)
			return -1;
		if (g.curve[CS_AXIS_DAYS].total >= r->min_group &&
		    g.curve[CS_AXIS_DAYS].total > 0) {
			take_in(t, &g);
			continue;
		}
		t->few += g.curve[CS_AXIS_DAYS].total > 0;
		cs_retaincurve_drop(&g);
	}
	return 0;
}

/* Of how many groups a horizon can be told. */
static size_t
tellable(const struct told *t, const struct cs_horizon *at, double level)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += cs_retaincurve_at(&t->g[i], at, level, NULL).ok;
	return n;
}

/* One horizon in a sentence. */
static void
stayed(struct cs_buf *out, const struct told *t, const struct cs_retain_worker *w,
    const struct cs_horizon *at)
{
	const struct cs_retain *r = w->r;
	bool some = false;

	for (size_t i = 0; i < t->n; i++) {
		struct cs_est v = cs_retaincurve_at(&t->g[i], at, r->level, NULL);

		if (!v.ok)
			continue;
		cs_buf_z(out, some ? ", of 100" : "Of 100 customers");
		who(out, r, w->state, w->sums, t->g[i].first);
		cs_buf_c(out, ' ');
		share(out, &v);
		if (!some) {
			cs_buf_z(out, " stayed ");
			span(out, at);
			if (r->has_landmark)
				cs_buf_z(out, " from then on");
		}
		some = true;
	}
	if (t->more > 0)
		cs_buf_printf(out, " (the %zu largest groups of %zu)", t->n, t->n + t->more);
	cs_buf_z(out, ".\n");
}

/* What ended how, of a group, up to a horizon. */
static int
ended(struct cs_buf *out, const struct cs_retaincurve_group *all, const struct cs_retain_worker *w,
    const struct cs_horizon *at, struct cs_err *e)
{
	const struct cs_retaincurve *c = w->state;
	const struct cs_retain *r = w->r;
	bool some = false;

	for (size_t i = all->first; i < all->behind; i++) {
		struct cs_retaincurve_group one;
		struct cs_str name = cs_sums_key(w->sums, i, c->nshown);
		struct cs_est v;

		if (cs_retaincurve_take(&one, w->sums, i, i + 1, e) != 0)
			return -1;
		v = cs_km_cause(&all->curve[at->axis], &one.left[at->axis],
		    cs_retaincurve_t(all, at), r->level, NULL);
		if (v.ok && one.left[at->axis].total > 0) {
			if (!some) {
				cs_buf_z(out, "Of 100 customers");
				who(out, r, c, w->sums, all->first);
				cs_buf_z(out, " these left within ");
				span(out, at);
				cs_buf_c(out, ':');
			}
			cs_buf_z(out, some ? ", " : " ");
			if (cs_raw_null(name))
				cs_buf_z(out, "reason ");
			cs_retainout_say(out, name);
			cs_buf_c(out, ' ');
			share(out, &v);
			some = true;
		}
		cs_retaincurve_drop(&one);
	}
	if (some)
		cs_buf_z(out, ".\n");
	return 0;
}

/* The horizon that can be told of most groups, the longest of such; and those of none. */
static int
tell(struct cs_buf *out, const struct told *t, const struct cs_retain_worker *w, struct cs_err *e)
{
	const struct cs_retaincurve *c = w->state;
	const struct cs_retain *r = w->r;
	const struct cs_horizon *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < r->nat; i++) {
		size_t n = tellable(t, &r->at[i], r->level);

		if (n == 0 || n < most)
			continue;
		most = n;
		best = &r->at[i];
	}
	if (best != NULL)
		stayed(out, t, w, best);
	for (size_t i = 0; best != NULL && c->ask->endings.n > 0 && i < t->n; i++)
		if (ended(out, &t->g[i], w, best, e) != 0)
			return -1;
	for (size_t i = 0; i < r->nat; i++) {
		if (tellable(t, &r->at[i], r->level) > 0)
			continue;
		cs_buf_z(out, "How many stay ");
		span(out, &r->at[i]);
		cs_buf_printf(out,
		    " cannot be said yet: nobody was followed for so long (%" PRId64
		    " days at most).\n",
		    t->longest);
	}
	return 0;
}

static int
differ(struct cs_buf *out, const struct cs_retain_worker *w, struct cs_err *e)
{
	struct cs_km_rank rank;
	struct cs_km_chi2 test;
	size_t *first;
	int status = cs_retaincurve_rank(w->state, w->sums, &rank, &first, e);

	test = cs_km_rank_test(&rank);
	if (status == 0)
		cs_buf_z(out,
		    test.df == 0 ? "There is nothing to compare the groups by.\n"
		    : test.events < CS_KM_SMALL
			? "Too few have left to say whether the groups differ.\n"
		    : test.p <= 1 - w->r->level
			? "The groups differ by more than luck explains; this is an association.\n"
			: "That the groups differ could be luck.\n");
	if (status == 0 && test.df > 0 && w->r->explain)
		cs_buf_printf(out, "(Log-rank test: chi2 %.4g, df %d, p %.3g.)\n", test.chi2,
		    test.df, test.p);
	cs_km_rank_finish(&rank);
	free(first);
	return status;
}

int
cs_retaincurve_say(
    struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	const struct cs_retaincurve *c = state;
	struct told t;
	int status = collect(&t, w->r, c, w->sums, e);

	w->few = t.few;
	if (status == 0 && t.n == 0)
		cs_buf_z(out, "There are no customers to tell of.\n");
	else if (status == 0)
		status = tell(out, &t, w, e);
	if (status == 0 && c->ask->compare)
		status = differ(out, w, e);
	else if (status == 0 && t.n > 1)
		cs_buf_z(out, "This is an association: the groups may differ in other ways too.\n");
	if (status == 0 && t.n > 0 && w->r->explain)
		cs_buf_z(out, c->ask->endings.n > 0
				  ? "(Kaplan and Meier; of endings, Aalen and Johansen; bounds of "
				    "log(-log), by Greenwood.)\n"
				  : "(Kaplan and Meier; bounds of log(-log), by Greenwood.)\n");
	for (size_t i = 0; i < t.n; i++)
		cs_retaincurve_drop(&t.g[i]);
	return status;
}
