/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members within units: see nest.h. */
#include "stat/nest.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"

enum { STEPS = 200 };

/* The units' figures when members differ by that variance, and what is left of the members. */
static double
weigh(const struct cs_nest_in *in, double within, struct cs_nest_unit *out)
{
	double left = 0;

	for (size_t u = 0; u < in->units; u++)
		out[u] = (struct cs_nest_unit){0};
	for (size_t i = 0; i < in->n; i++) {
		struct cs_nest_unit *u = &out[in->unit[i]];
		double w;

		if (in->v[i] <= 0)
			continue;
		w = 1 / (in->v[i] + within);
		u->members++;
		u->y += w * in->y[i];
		u->v += w;
	}
	for (size_t u = 0; u < in->units; u++) {
		if (out[u].members == 0)
			continue;
		out[u].y /= out[u].v;
		out[u].v = 1 / out[u].v;
		out[u].stays = within / (double)out[u].members;
		if (out[u].stays > out[u].v)
			out[u].stays = out[u].v;
	}
	for (size_t i = 0; i < in->n; i++) {
		double d = in->y[i] - out[in->unit[i]].y;

		if (in->v[i] > 0)
			left += d * d / (in->v[i] + within);
	}
	return left;
}

/* The variance between members of one unit. */
static double
find_within(const struct cs_nest_in *in, double freedom, struct cs_nest_unit *out)
{
	double lo = 0, hi = 0;

	if (freedom <= 0 || weigh(in, 0, out) <= freedom)
		return 0;
	for (size_t i = 0; i < in->n; i++)
		hi = in->v[i] > hi ? in->v[i] : hi;
	for (int i = 0; i < STEPS && weigh(in, hi, out) > freedom; i++)
		hi *= 2;
	for (int i = 0; i < STEPS && hi - lo > 1e-14 * hi; i++) {
		double mid = lo + (hi - lo) / 2;

		if (weigh(in, mid, out) > freedom)
			lo = mid;
		else
			hi = mid;
	}
	return lo + (hi - lo) / 2;
}

/* The part between units, when a ratio of mean squares were that large. */
static double
part_of(double ratio, double size, double within)
{
	double between = (ratio - 1) / size;

	return between + within > 0 ? fmax(-1, between / (between + within)) : -1;
}

/* The analysis of variance of k units with weights 1 / v, and what follows of the part between. */
static void
analyse(const struct cs_nest_unit *u, size_t n, double k, double left, struct cs_nest *r)
{
	double weight = 0, sum = 0, squares = 0, size, low, high, tail = (1 - CS_NEST_LEVEL) / 2;

	for (size_t i = 0; i < n; i++) {
		double w = u[i].members > 0 ? 1 / u[i].v : 0;

		weight += w;
		sum += w * u[i].y;
		squares += w * w;
	}
	for (size_t i = 0; i < n; i++) {
		if (u[i].members > 0)
			r->f += (u[i].y - sum / weight) * (u[i].y - sum / weight) / u[i].v;
	}
	r->f /= k - 1;
	r->p = cs_dist_f(r->f, k - 1, left, CS_UPPER);
	if (!(fmax(r->f - 1, r->within) > 0))
		return;
	size = (weight - squares / weight) / (k - 1);
	r->icc = (struct cs_est){.est = fmax(0, part_of(r->f, size, r->within)), .ok = true};
	if (!(r->within > 0) || !cs_dist_f_quantile(tail, k - 1, left, CS_UPPER, &high) ||
	    !cs_dist_f_quantile(tail, k - 1, left, CS_LOWER, &low))
		return;
	r->icc.lo = part_of(r->f / high, size, r->within);
	r->icc.hi = part_of(r->f / low, size, r->within);
	r->icc.ci = true;
}

struct cs_nest
cs_nest_fit(const struct cs_nest_in *in, struct cs_nest_unit *out)
{
	struct cs_nest r = {.p = CS_DIST_BAD, .icc = cs_est_none(CS_FLAG_SMALL_N)};
	double *y = cs_mem_new(in->units + 1, sizeof *y), *v = cs_mem_new(in->units + 1, sizeof *v);
	size_t members = 0, units = 0;

	(void)weigh(in, 0, out);
	for (size_t u = 0; u < in->units; u++) {
		members += out[u].members;
		units += out[u].members > 0;
	}
	r.within = find_within(in, (double)members - (double)units, out);
	(void)weigh(in, r.within, out);
	for (size_t u = 0; u < in->units; u++) {
		y[u] = out[u].y;
		v[u] = out[u].v;
	}
	r.units = cs_shrink_normal(y, v, in->units);
	if (units > 1 && members > units)
		analyse(out, in->units, (double)units, (double)members - (double)units, &r);
	free(y);
	free(v);
	return r;
}
