/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Probabilities by levels: against a fit in closed form, against what tau2 does at its ends, and
 * effects that were planted.
 */
#include "stat/logit.h"

#include "../tap.h"

static const uint8_t two[2][1] = {{0}, {1}};

/* One factor of two levels, hardly held back: each level has its own share. */
static void
test_saturated(void)
{
	static const unsigned levels[] = {2};
	const struct cs_logit_cell cell[] = {{two[0], 1000, 100}, {two[1], 500, 200}};
	const struct cs_logit_data d = {1, levels, cell, 2, 1},
				   third = {1, levels, cell, 2, 1. / 3};
	const double loose = 1e8, tight = 1e-9;
	struct cs_logit f = cs_logit_fit(&d, &loose), g;
	struct cs_est e, w;

	ok(f.flag == CS_FLAG_NONE && f.n == 1500 && f.x == 300, "counted");
	e = cs_logit_at(&f, two[0], .95);
	is_near(e.est, .1, 1e-6, "level 0");
	is_near(log(e.hi / (1 - e.hi)) - log(e.est / (1 - e.est)),
	    1.959963984540054 * sqrt(1 / 100. + 1 / 900.), 1e-5, "its error is that of a share");
	g = cs_logit_fit(&third, &loose);
	w = cs_logit_at(&g, two[0], .95);
	is_near(w.est, .1, 1e-6, "a third of the weight: the same share");
	is_near(log(w.hi / (1 - w.hi)) - log(w.est / (1 - w.est)),
	    sqrt(3) * 1.959963984540054 * sqrt(1 / 100. + 1 / 900.), 1e-5, "known less well");
	cs_logit_finish(&g);
	is_near(cs_logit_at(&f, two[1], .95).est, .4, 1e-6, "level 1");
	cs_logit_finish(&f);
	f = cs_logit_fit(&d, &tight);
	is_near(cs_logit_at(&f, two[1], .95).est, .2, 1e-5, "held back: the common share");
	cs_logit_finish(&f);
	f = cs_logit_fit(&d, NULL);
	e = cs_logit_at(&f, two[1], .95);
	ok(e.est > .38 && e.est < .4 && f.tau2[0] > .1, "learnt: next to its own");
	/* The base is free, so the sums of what was said and of what came are equal. */
	is_near(1000 * cs_logit_at(&f, two[0], .95).est + 500 * e.est, 300, 1e-9, "in sum");
	cs_logit_finish(&f);
}

static uint32_t state = 3;

static double
uniform(void)
{
	state = state * 1664525U + 1013904223U;
	return (double)(state >> 8) / (1 << 24);
}

enum { A = 5, B = 4, C = 6, CELLS = A * B * C };

static const double effect[A] = {-1, -.5, 0, .5, 1}, other[B] = {.3, -.3, .3, -.3};

/* The truth of a cell, which the third factor has no part in. */
static double
truth(const uint8_t *level)
{
	return 1 / (1 + exp(2 - effect[level[0]] - other[level[1]]));
}

static void
plant(struct cs_logit_cell *cell)
{
	static uint8_t level[CELLS][3];

	for (int i = 0; i < CELLS; i++) {
		level[i][0] = (uint8_t)(i % A);
		level[i][1] = (uint8_t)(i / A % B);
		level[i][2] = (uint8_t)(i / A / B);
		cell[i] = (struct cs_logit_cell){level[i], 300, 0};
		for (int k = 0; k < 300; k++)
			cell[i].x += uniform() < truth(level[i]);
	}
}

static void
test_recovery(void)
{
	static const unsigned levels[] = {A, B, C};
	static struct cs_logit_cell cell[CELLS];
	const struct cs_logit_data d = {3, levels, cell, CELLS, 1};
	enum { ROUNDS = 40 };
	int inside = 0, near = 0, none = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct cs_logit f;

		plant(cell);
		f = cs_logit_fit(&d, NULL);
		if (!ok(f.flag == CS_FLAG_NONE, "round %d: there is a fit", round))
			return;
		for (unsigned i = 1; i < A; i++)
			near += fabs(cs_logit_effect(&f, 0, i) - cs_logit_effect(&f, 0, i - 1) -
				     .5) < .2;
		ok(f.tau2[0] > .2 && f.tau2[0] < 3, "a factor that tells: %g", f.tau2[0]);
		none += f.tau2[2] == 0;
		ok(f.tau2[2] < .02, "one that does not: %g", f.tau2[2]);
		for (int i = 0; i < CELLS; i++) {
			struct cs_est e = cs_logit_at(&f, cell[i].level, .95);

			inside += e.lo <= truth(cell[i].level) && truth(cell[i].level) <= e.hi;
		}
		cs_logit_finish(&f);
	}
	ok(near > ROUNDS * (A - 1) * 9 / 10, "effects are those planted: %d of %d", near,
	    ROUNDS * (A - 1));
	ok(none > ROUNDS / 4, "no factor is made of chance: %d of %d", none, (int)ROUNDS);
	ok(inside > ROUNDS * CELLS * 92 / 100 && inside < ROUNDS * CELLS * 98 / 100,
	    "bounds of 95 %% hold the truth: %d of %d", inside, ROUNDS * CELLS);
}

static void
test_little(void)
{
	static const unsigned levels[] = {2};
	struct cs_logit_cell cell[] = {{two[0], 1000, 29}, {two[1], 500, 0}};
	struct cs_logit_data d = {1, levels, cell, 2, 1};
	struct cs_logit f = cs_logit_fit(&d, NULL);

	ok(f.flag == CS_FLAG_SMALL_N && f.x == 29, "29 are too few");
	cs_logit_finish(&f);
	cell[0].x = 0;
	f = cs_logit_fit(&d, NULL);
	ok(f.flag == CS_FLAG_ZERO_VAR, "nobody left");
	cs_logit_finish(&f);
	d.ncell = 0;
	f = cs_logit_fit(&d, NULL);
	ok(f.flag == CS_FLAG_N0, "nobody");
	cs_logit_finish(&f);
	cell[0] = (struct cs_logit_cell){two[0], 1000, 100};
	d.ncell = 1;
	f = cs_logit_fit(&d, NULL);
	ok(f.flag == CS_FLAG_NONE, "a level that nobody has does no harm");
	is_near(cs_logit_at(&f, two[0], .95).est, .1, 1e-6, "one that all have says nothing");
	ok(f.tau2[0] == 0, "and so is none");
	cs_logit_finish(&f);
}

/* Levels of which one is all left and one all stayed: effects are held back, not infinite. */
static void
test_apart(void)
{
	static const unsigned levels[] = {2};
	const struct cs_logit_cell cell[] = {{two[0], 50, 0}, {two[1], 50, 50}};
	const struct cs_logit_data d = {1, levels, cell, 2, 1};
	struct cs_logit f = cs_logit_fit(&d, NULL);

	ok(f.flag == CS_FLAG_NONE && isfinite(f.b[1]), "perfectly apart: still an end");
	ok(cs_logit_at(&f, two[1], .95).est > .9, "and apart they are");
	cs_logit_finish(&f);
}

int
main(void)
{
	test_saturated();
	test_recovery();
	test_little();
	test_apart();
	return done();
}
