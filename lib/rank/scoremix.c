/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of units that do different kinds of work, or have members: see scoremix.h. */
#include "rank/scoremix.h"

#include <math.h>

#include "stat/nest.h"

/* What is known of one member, or of a unit without members, in the unit of the metric. */
struct seen {
	struct cs_mix_fit fit;
	struct cs_mix_unit *of; /* by member */
	double step;
};

static void
fit_units(const struct seen *x, struct cs_scoring *s, size_t at)
{
	double weights = 0, step = x->step;

	for (size_t u = 0; u < s->units; u++) {
		const struct cs_mix_unit *p = &x->of[u];

		s->part[u * s->metrics + at] = (struct cs_score_part){.n = p->n,
		    .alone = p->alone,
		    .own = p->own * step,
		    .expected = p->expected * step,
		    .adjusted = p->adjusted * step,
		    .m = p->weight > 0 ? (double)(p->n - p->alone) * (1 / p->weight - 1) : x->fit.m,
		    .mean = p->mean * step,
		    .var = p->var * step * step};
		if (p->error > 0)
			weights += 1 / (p->error * p->error + x->fit.tau * x->fit.tau);
	}
	s->fit[at].se = weights > 0 ? step / sqrt(weights) : 0;
}

/* Adds what the members observed to their units. */
static void
add_members(
    const struct seen *x, const uint32_t *unit_of, size_t n, struct cs_scoring *s, size_t at)
{
	for (size_t i = 0; i < n; i++) {
		const struct cs_mix_unit *p = &x->of[i];
		struct cs_score_part *to = &s->part[unit_of[i] * s->metrics + at];
		double told = (double)(p->n - p->alone);

		to->n += p->n;
		to->alone += p->alone;
		if (p->n > 0)
			to->own += (double)p->n * p->own * x->step;
		to->expected += told * p->expected * x->step;
	}
	for (size_t u = 0; u < s->units; u++) {
		struct cs_score_part *to = &s->part[u * s->metrics + at];

		if (to->n > 0)
			to->own /= (double)to->n;
		if (to->n > to->alone)
			to->expected /= (double)(to->n - to->alone);
	}
}

static void
fit_members(struct cs_arena *a, const struct seen *x, const struct cs_score_metric *m,
    struct cs_scoring *s, size_t at)
{
	size_t n = m->mix->units, known = 0;
	double *y = cs_arena_new(a, n, sizeof *y), *v = cs_arena_new(a, n, sizeof *v), weight = 0;
	struct cs_nest_unit *unit = cs_arena_new(a, s->units, sizeof *unit);
	const struct cs_nest_in in = {y, v, m->unit_of, n, s->units};
	struct cs_score_fit *fit = &s->fit[at];
	struct cs_nest f;

	for (size_t i = 0; i < n; i++) {
		y[i] = x->of[i].adjusted * x->step;
		v[i] = x->of[i].error * x->of[i].error * x->step * x->step;
	}
	f = cs_nest_fit(&in, unit);
	add_members(x, m->unit_of, n, s, at);
	fit->mu = f.units.mu;
	fit->tau = sqrt(f.units.tau2);
	fit->se = f.units.se_mu;
	fit->icc = f.icc;
	if (x->fit.flag == CS_FLAG_NONE || x->fit.flag == CS_FLAG_NO_SPREAD)
		fit->flag = f.units.flag;
	for (size_t u = 0; u < s->units; u++) {
		struct cs_score_part *p = &s->part[u * s->metrics + at];
		struct cs_post post = cs_normal2_post(&f.units, unit[u].y, unit[u].v);

		p->adjusted = unit[u].y;
		p->mean = post.mean;
		p->var = post.var;
		p->stays = unit[u].stays;
		p->m = -1;
		if (unit[u].members == 0 || fit->flag != CS_FLAG_NONE)
			continue;
		p->m = (double)(p->n - p->alone) * unit[u].v / f.units.tau2;
		weight += p->m;
		known++;
	}
	fit->m = known > 0 ? weight / (double)known : 0;
	for (size_t u = 0; u < s->units; u++) {
		struct cs_score_part *p = &s->part[u * s->metrics + at];

		if (p->m < 0)
			p->m = fit->m;
	}
}

void
cs_score_fit_mix(
    struct cs_arena *a, const struct cs_score_metric *m, struct cs_scoring *s, size_t at)
{
	struct seen x = {.of = cs_arena_new(a, m->mix->units, sizeof *x.of),
	    .step = m->mix->share ? 1 : m->unit};

	x.fit = cs_mix_fit(m->mix, x.of);
	s->fit[at] = (struct cs_score_fit){.mu = x.fit.mu * x.step,
	    .tau = x.fit.tau * x.step,
	    .m = x.fit.m,
	    .n = x.fit.n,
	    .alone = x.fit.alone,
	    .share = m->mix->share,
	    .flag = x.fit.flag};
	if (m->unit_of != NULL)
		fit_members(a, &x, m, s, at);
	else
		fit_units(&x, s, at);
}
