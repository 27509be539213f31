/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of all others: against the definition, and what they must never be. */
#include "stat/peers.h"

#include <math.h>

#include "../tap.h"
#include "stat/dist.h"

enum { MOST = 40 };

/* The quantile of n values, straight from its definition. */
static double
plainly(const double *x, size_t n, double q)
{
	double a = ((double)n + 1) * q, b = ((double)n + 1) * (1 - q), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] * (cs_dist_beta((double)(i + 1) / (double)n, a, b, CS_LOWER) -
				  cs_dist_beta((double)i / (double)n, a, b, CS_LOWER));
	return sum;
}

static void
test_definition(void)
{
	static const double quantiles[] = {.1, .25, .5, .75, .9};
	double x[MOST], others[MOST], got[MOST];

	for (size_t n = 2; n <= MOST; n++) {
		double worst = 0;

		for (size_t i = 0; i < n; i++)
			x[i] = (double)(i * i) / 7 + (double)(i % 3 == 0 && i != 0) * -.01;
		for (size_t k = 0; k < sizeof quantiles / sizeof *quantiles; k++) {
			if (!cs_peers_quantile(x, n, quantiles[k], got))
				worst = 1e9;
			for (size_t i = 0; i < n; i++) {
				for (size_t j = 0, m = 0; j < n; j++) {
					if (j != i)
						others[m++] = x[j];
				}
				worst = fmax(
				    worst, fabs(got[i] - plainly(others, n - 1, quantiles[k])));
			}
		}
		ok(worst < 1e-10, "of %zu, each of them left out", n);
	}
}

/* Of 1 2 4 8 16, by R: sum(x * diff(pbeta(0:5 / 5, 6 * q, 6 * (1 - q)))). */
static void
test_known(void)
{
	static const double x[] = {1, 2, 4, 8, 16, 99};
	static const struct {
		double q, of_five;
	} cases[] = {{.25, 2.069339755305}, {.5, 5.04032}, {.75, 10.79680213068}};
	double got[6];

	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		ok(cs_peers_quantile(x, 6, cases[c].q, got), "quantile %g", cases[c].q);
		is_near(got[5], cases[c].of_five, 1e-9, "of five that are known");
		for (size_t i = 0; i < 5; i++)
			ok(fabs(got[5] - x[i]) > 1e-2, "it is not that of %zu", i);
	}
}

static void
test_edges(void)
{
	static const double same[] = {3, 3, 3, 3}, two[] = {1, 5};
	double got[4];

	ok(!cs_peers_quantile(same, 1, .5, got), "alone there are no others");
	ok(!cs_peers_quantile(same, 4, 0, got), "no quantile at 0");
	ok(!cs_peers_quantile(same, 4, 1, got), "no quantile at 1");
	ok(!cs_peers_quantile(same, 4, NAN, got), "no quantile at no number");
	ok(cs_peers_quantile(two, 2, .5, got), "two");
	is_near(got[0], 5, 0, "the other of two");
	is_near(got[1], 1, 0, "and back");
	ok(cs_peers_quantile(same, 4, .25, got), "all alike");
	for (size_t i = 0; i < 4; i++)
		is_near(got[i], 3, 1e-12, "are what they are");
}

int
main(void)
{
	test_definition();
	test_known();
	test_edges();
	return done();
}
