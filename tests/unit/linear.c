/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symmetric positive matrices: against exact answers, and what is refused. */
#include "stat/linear.h"

#include "../tap.h"

/* Hilbert's matrix of 4 has an inverse of whole numbers, and is a hard one. */
static void
test_inverse(void)
{
	static const double want[16] = {16, -120, 240, -140, -120, 1200, -2700, 1680, 240, -2700,
	    6480, -4200, -140, 1680, -4200, 2800};
	double m[16], got[16];

	for (int i = 0; i < 4; i++) {
		for (int j = 0; j < 4; j++)
			m[i * 4 + j] = 1. / (i + j + 1);
	}
	ok(cs_linear_inverse(m, 4, got), "positive");
	for (int i = 0; i < 16; i++)
		is_near(got[i], want[i], 1e-11, "inverse, element %d", i);
	ok(got[1] == got[4] && got[11] == got[14], "symmetric to the bit");
}

static void
test_solve(void)
{
	double m[9] = {4, 2, 0, 2, 5, 3, 0, 3, 6}, b[3] = {8, 21, 24};

	ok(cs_linear_factor(m, 3), "positive");
	is_near(m[0], 2, 0, "the factor: 2");
	is_near(m[3], 1, 0, "1");
	is_near(m[4], 2, 0, "2");
	cs_linear_solve(m, 3, b);
	is_near(b[0], 1, 1e-15, "x");
	is_near(b[1], 2, 1e-15, "y");
	is_near(b[2], 3, 1e-15, "z");
}

static void
test_refused(void)
{
	double twice[4] = {1, 2, 2, 4}, zero[1] = {0}, negative[4] = {1, 3, 3, 1}, r[4];
	double nothing[1] = {NAN};

	ok(!cs_linear_inverse(twice, 2, r), "a row that is twice another");
	ok(!cs_linear_inverse(zero, 1, r), "nothing known of a parameter");
	ok(!cs_linear_inverse(negative, 2, r), "not positive");
	ok(!cs_linear_inverse(nothing, 1, r), "not a number");
}

int
main(void)
{
	test_inverse();
	test_solve();
	test_refused();
	return done();
}
