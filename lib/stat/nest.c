/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members within units: see nest.h. */
#include "stat/nest.h"

#include <stdlib.h>

#include "base/mem.h"

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

struct cs_nest
cs_nest_fit(const struct cs_nest_in *in, struct cs_nest_unit *out)
{
	struct cs_nest r = {.icc = -1};
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
	if (units > 1 && members > units && r.units.tau2 + r.within > 0)
		r.icc = r.units.tau2 / (r.units.tau2 + r.within);
	free(y);
	free(v);
	return r;
}
