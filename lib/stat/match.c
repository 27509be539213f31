/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands and coarsened exact matching: see match.h. */
#include "stat/match.h"

#include <math.h>

uint32_t
cs_match_band(const int64_t *edge, size_t n, int64_t v)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (edge[mid] <= v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (uint32_t)lo;
}

int64_t
cs_match_step_low(uint32_t step)
{
	static const int64_t first[] = {1, 2, 5};
	int64_t v;

	if (step == 0)
		return INT64_MIN;
	step = step < CS_MATCH_STEPS ? step : CS_MATCH_STEPS - 1;
	v = first[(step - 1) % 3];
	for (uint32_t i = 0; i < (step - 1) / 3; i++)
		v *= 10;
	return v;
}

uint32_t
cs_match_step(int64_t v)
{
	uint32_t step = 1;

	if (v <= 0)
		return 0;
	for (; v >= 10; v /= 10)
		step += 3;
	return step + (v >= 2) + (v >= 5);
}

void
cs_match_quantiles(const int64_t *count, size_t n, uint32_t bands, uint32_t *band)
{
	double all = 0, before = 0;

	for (size_t i = 0; i < n; i++)
		all += (double)count[i];
	for (size_t i = 0; i < n; i++) {
		double at = all > 0 ? (before + (double)count[i] / 2) / all : 0;
		uint32_t b = (uint32_t)(at * bands);

		band[i] = b < bands ? b : bands - 1;
		before += (double)count[i];
	}
}

bool
cs_match_cem(const struct cs_match_stratum *s, size_t k, struct cs_match *m)
{
	double controls = 0, squares = 0;

	*m = (struct cs_match){0};
	for (size_t i = 0; i < k; i++) {
		bool both = s[i].cases > 0 && s[i].controls > 0;

		m->all += s[i].cases;
		controls += (double)s[i].controls;
		m->cases += both ? s[i].cases : 0;
		m->controls += both ? s[i].controls : 0;
	}
	for (size_t i = 0; i < k && m->all > 0 && controls > 0; i++)
		m->unlike +=
		    fabs((double)s[i].cases / (double)m->all - (double)s[i].controls / controls) /
		    2;
	if (m->cases == 0)
		return false;
	for (size_t i = 0; i < k; i++) {
		double w = cs_match_weight(m, &s[i]);

		squares += w * w * (double)s[i].controls;
	}
	m->controls_n_eff = (double)m->controls * ((double)m->controls / squares);
	return true;
}

double
cs_match_weight(const struct cs_match *m, const struct cs_match_stratum *s)
{
	if (s->cases <= 0 || s->controls <= 0)
		return 0;
	return (double)s->cases / (double)s->controls * ((double)m->controls / (double)m->cases);
}
