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

/* Rows that hang on others, hold nothing, or are not wanted are left out by name. */
static void
test_rank(void)
{
	static const double whole[16] = {4, 0, 8, 2, 0, 0, 0, 0, 8, 0, 16, 4, 2, 0, 4, 5};
	double m[16], inverse[16], u[4] = {4, 7, 9, 6};
	bool out[4] = {false};
	size_t df = 9;

	memcpy(m, whole, sizeof m);
	is_int(cs_linear_rank(m, 4, out), 2, "two of four");
	ok(!out[0] && out[1] && out[2] && !out[3], "nothing, and twice another");
	cs_linear_inverse_of(m, 4, inverse);
	is_near(inverse[0], 5. / 16, 1e-15, "the inverse of the others");
	is_near(inverse[3], -2. / 16, 1e-15, "beside the diagonal");
	is_near(inverse[15], 4. / 16, 1e-15, "the last");
	ok(inverse[5] == 0 && inverse[10] == 0 && inverse[8] == 0, "0 where left out");
	cs_linear_solve(m, 4, u);
	is_near(u[0], .5, 1e-15, "solved");
	is_near(u[3], 1, 1e-15, "and");
	ok(u[1] == 0 && u[2] == 0, "0 where left out");
	memcpy(m, whole, sizeof m);
	memset(out, 0, sizeof out);
	out[0] = true;
	is_int(cs_linear_rank(m, 4, out), 2, "without the first, the third is one of its own");
	ok(out[0] && !out[2], "it is in");
	memcpy(m, whole, sizeof m);
	is_near(cs_linear_square((const double[]){4, 7, 9, 6}, m, 4, &df), 8, 1e-15, "a square");
	is_int(df, 2, "of two");
}

int
main(void)
{
	test_rank();
	test_inverse();
	test_solve();
	test_refused();
	return done();
}
