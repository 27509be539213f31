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

double
cs_match_unlike(const struct cs_match_stratum *s, size_t k)
{
	double cases = 0, controls = 0, unlike = 0;

	for (size_t i = 0; i < k; i++) {
		cases += (double)s[i].cases;
		controls += (double)s[i].controls;
	}
	for (size_t i = 0; i < k && cases > 0 && controls > 0; i++)
		unlike += fabs((double)s[i].cases / cases - (double)s[i].controls / controls) / 2;
	return unlike;
}
