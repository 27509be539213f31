/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case mix: observed against expected by hand, and fits against planted truth. */
#include "stat/mix.h"

#include "stat/dist.h"

#include "../tap.h"
#include "random.h"

enum { AGENTS = 150, QUEUES = 8, CONTACTS = 900 };

/* Two agents share the easy queue, two the hard one, the third alone has a queue for itself. */
static const struct cs_mix_cell small[] = {
    {0, 0, 90, 9, 0},
    {0, 1, 10, 3, 0},
    {1, 0, 10, 1, 0},
    {1, 1, 90, 21, 0},
    {2, 2, 50, 25, 0},
    {2, 0, 0, 0, 0},
};
static const struct cs_mix three = {small, 6, 4, 3, true};

static void
test_expect(void)
{
	struct cs_mix_expected e[4];
	double hard = (21 + 100 * .24) / (90 + 100);

	cs_mix_expect(&three, false, e);
	is_near(e[0].observed, 12, 1e-15, "observed");
	is_near(e[0].expected, 90 * .1 + 10 * .24, 1e-12, "expected of all");
	is_near(e[0].var, 90 * .1 * .9 + 10 * .24 * .76, 1e-12, "its variance");
	is_near(e[1].expected, 10 * .1 + 90 * .24, 1e-12, "expected in the hard queue");
	is_int(e[2].n, 50, "contacts of the third");
	is_int(e[2].alone, 50, "all in a queue of its own");
	ok(e[2].observed == 0 && e[2].expected == 0 && e[2].var == 0, "which says nothing");
	is_int(e[3].n, 0, "a unit without cells");
	cs_mix_expect(&three, true, e);
	is_near(e[0].expected, 90 * .1 + 10 * 21.0 / 90, 1e-12, "expected of others");
	is_near(e[0].var, 90 * .09 * 100 / 10 + 10 * hard * (1 - hard) * 100 / 90, 1e-12,
	    "its variance, by the share of others and a little of all");
	ok(e[2].var == 0, "nobody else is there");
}

/* Of twenty others nobody has any: what one does is not impossible for that. */
static void
test_none_of_few(void)
{
	static const struct cs_mix_cell cell[] = {{0, 0, 100, 12, 0}, {1, 0, 20, 0, 0}};
	static const struct cs_mix two = {cell, 2, 2, 1, true};
	struct cs_mix_expected e[2];

	cs_mix_expect(&two, true, e);
	ok(e[0].expected == 0, "nothing is expected");
	ok((e[0].observed - e[0].expected) / sqrt(e[0].var) < 2, "twelve of a hundred are chance");
}

/* Sums over agents: with the common figures nothing is left over. */
static void
test_sums(void)
{
	struct cs_mix_cell cell[60];
	struct cs_mix_expected e[20];
	struct cs_mix in = {cell, 60, 20, 3, false};
	double left = 0;

	for (uint32_t i = 0; i < 60; i++) {
		double v = 60 + below(300);

		cell[i] = (struct cs_mix_cell){i % 20, i / 20, 1 + below(40), 0, 100};
		cell[i].sum = v * (double)cell[i].n;
	}
	cs_mix_expect(&in, false, e);
	for (int i = 0; i < 20; i++)
		left += e[i].observed - e[i].expected;
	ok(fabs(left) < 1e-7, "observed - expected sums to nothing");
}

/* One stratum: the posterior means of the beta-binomial with this spread. */
static void
test_single(void)
{
	static const int64_t y[] = {3, 18, 45, 9, 60, 12, 7, 30, 2, 0, 25, 81};
	static const int64_t n[] = {5, 25, 50, 20, 90, 15, 10, 60, 2, 4, 30, 90};
	struct cs_mix_cell cell[12];
	struct cs_mix_unit u[12];
	struct cs_mix in = {cell, 12, 12, 1, true};
	struct cs_mix_fit f;

	for (uint32_t i = 0; i < 12; i++)
		cell[i] = (struct cs_mix_cell){i, 0, n[i], (double)y[i], 0};
	f = cs_mix_fit(&in, u);
	is_int(f.flag, CS_FLAG_NONE, "twelve agents differ");
	is_int(f.n, 401, "contacts");
	for (int i = 0; i < 12; i++) {
		double want = (f.m * f.mu + (double)y[i]) / (f.m + (double)n[i]);

		is_near(u[i].mean, want, 1e-4, "agent %d: beta-binomial mean", i);
		is_near(u[i].own, (double)y[i] / (double)n[i], 1e-12, "agent %d: own", i);
	}
	ok(u[9].var > 0 && u[9].mean > 0, "none of four is not never");
}

/* Without chance in it, units and strata come apart exactly, however they are confounded. */
static void
test_exact(void)
{
	static const double stratum[] = {100, 200, 400}, effect[] = {-20, -10, 0, 5, 10, 15};
	static const int64_t n[6][3] = {
	    {90, 9, 1}, {80, 15, 5}, {5, 90, 5}, {5, 90, 5}, {1, 9, 90}, {1, 9, 90}};
	struct cs_mix_cell cell[18];
	struct cs_mix_unit u[6];
	struct cs_mix in = {cell, 18, 6, 3, false};
	struct cs_mix_fit f;

	for (uint32_t i = 0; i < 18; i++) {
		int64_t k = n[i / 3][i % 3];
		double m = stratum[i % 3] + effect[i / 3];

		/* a spread so small that nothing is drawn together */
		cell[i] =
		    (struct cs_mix_cell){i / 3, i % 3, k, (double)k * m, 1e-6 * (double)(k - 1)};
	}
	f = cs_mix_fit(&in, u);
	is_int(f.flag, CS_FLAG_NONE, "they differ");
	for (int i = 1; i < 6; i++)
		ok(fabs(u[i].mean - u[0].mean - (effect[i] - effect[0])) < 1e-4,
		    "agent %d: %.4f from the first, planted %.0f", i, u[i].mean - u[0].mean,
		    effect[i] - effect[0]);
	ok(u[5].own > u[0].own + 200, "a plain mean sees the queue");
	ok(fabs(u[5].adjusted - u[0].adjusted - 35) < 1e-4, "so do they before shrinking");
}

static void
test_edges(void)
{
	static const struct cs_mix_cell one[] = {{0, 0, 10, 5, 0}, {1, 0, 12, 6, 0}};
	static const struct cs_mix_cell none[] = {{0, 0, 10, 0, 0}, {1, 0, 12, 0, 0}};
	static const struct cs_mix_cell same[] = {{0, 0, 10, 50, 0}, {1, 0, 10, 60, 0}};
	struct cs_mix in = {one, 2, 2, 1, true};
	struct cs_mix_unit u[4];
	struct cs_mix_fit f = cs_mix_fit(&in, u);

	is_int(f.flag, CS_FLAG_NO_SPREAD, "two are too few to tell apart");
	ok(u[0].mean == .5 && u[0].var == 0 && u[0].weight == 0, "both stand at the common figure");
	in.cell = none;
	f = cs_mix_fit(&in, u);
	ok(f.flag == CS_FLAG_NO_SPREAD && f.mu == 0 && u[1].mean == 0, "nobody has any");
	in.cell = same;
	in.share = false;
	f = cs_mix_fit(&in, u);
	is_int(f.flag, CS_FLAG_ZERO_VAR, "values that do not vary");
	is_near(u[1].adjusted, 6, 1e-12, "are still held against each other");
	in.n = 0;
	f = cs_mix_fit(&in, u);
	ok(f.flag == CS_FLAG_N0 && u[0].n == 0 && u[0].adjusted == 0, "no cells");
	f = cs_mix_fit(&three, u);
	ok(f.alone == 50 && f.n == 250, "contacts in strata of one");
	ok(u[2].mean == f.mu && u[2].own == .5 && u[2].error == 0, "who is alone is not judged");
}

static double
normal(void)
{
	double x = 0;

	(void)cs_dist_norm_quantile((below(1 << 30) + .5) / (1 << 30), CS_LOWER, &x);
	return x;
}

static double
correlation(const double *a, const double *b, int n)
{
	double ma = 0, mb = 0, ab = 0, aa = 0, bb = 0;

	for (int i = 0; i < n; i++) {
		ma += a[i] / n;
		mb += b[i] / n;
	}
	for (int i = 0; i < n; i++) {
		ab += (a[i] - ma) * (b[i] - mb);
		aa += (a[i] - ma) * (a[i] - ma);
		bb += (b[i] - mb) * (b[i] - mb);
	}
	return ab / sqrt(aa * bb);
}

struct company {
	struct cs_mix_cell cell[AGENTS * QUEUES];
	double truth[AGENTS]; /* the figure on everybody's work */
};

/* Half of everybody's work in a queue of their own, and the better they are the harder that is. */
static void
plant(struct company *c, bool confounded)
{
	for (int i = 0; i < AGENTS; i++) {
		double skill = .35 * normal();
		int home = confounded ? (int)(QUEUES * cs_dist_norm(-skill / .35, CS_LOWER))
				      : below(QUEUES);

		c->truth[i] = 0;
		for (int q = 0; q < QUEUES; q++) {
			int n = CONTACTS / 2 / QUEUES + (q == home ? CONTACTS / 2 : 0), x = 0;
			double p = 1 / (1 + exp(2.2 - 1.4 * q / (QUEUES - 1) - skill));

			for (int j = 0; j < n; j++)
				x += below(1 << 30) < p * (1 << 30);
			c->cell[i * QUEUES + q] =
			    (struct cs_mix_cell){(uint32_t)i, (uint32_t)q, n, x, 0};
			c->truth[i] += p / QUEUES;
		}
	}
}

static void
test_planted(bool confounded)
{
	struct company *c = malloc(sizeof *c);
	struct cs_mix_unit u[AGENTS];
	struct cs_mix_expected e[AGENTS];
	double own[AGENTS], ratio[AGENTS], fitted[AGENTS], r[3] = {0, 0, 0};
	int inside = 0, all = 0;

	for (int run = 0; run < 20 && c != NULL; run++) {
		struct cs_mix in = {c->cell, (size_t)AGENTS * QUEUES, AGENTS, QUEUES, true};

		plant(c, confounded);
		cs_mix_expect(&in, false, e);
		(void)cs_mix_fit(&in, u);
		for (int i = 0; i < AGENTS; i++) {
			own[i] = u[i].own;
			ratio[i] = e[i].observed / e[i].expected;
			fitted[i] = u[i].mean;
			inside += fabs(c->truth[i] - u[i].mean) < 1.96 * sqrt(u[i].var);
			all++;
		}
		r[0] += correlation(own, c->truth, AGENTS) / 20;
		r[1] += correlation(ratio, c->truth, AGENTS) / 20;
		r[2] += correlation(fitted, c->truth, AGENTS) / 20;
	}
	free(c);
	ok(r[2] > .955, "%s: fitted figures go with the truth by %.3f",
	    confounded ? "confounded" : "not confounded", r[2]);
	ok(r[1] < r[2], "observed over expected by %.3f", r[1]);
	ok(r[0] < .85, "plain shares by %.3f", r[0]);
	ok(inside > .93 * all && inside < .97 * all, "95 %% intervals hold %.1f %%",
	    100.0 * inside / all);
}

/* Nobody differs: no spread is found in most companies, and what is found is small. */
static void
test_equal(void)
{
	struct cs_mix_cell cell[40 * 4];
	struct cs_mix in = {cell, 160, 40, 4, true};
	struct cs_mix_unit u[40];
	int none = 0;

	for (int run = 0; run < 40; run++) {
		for (uint32_t i = 0; i < 160; i++) {
			int x = 0, n = 20 + below(80);

			for (int j = 0; j < n; j++)
				x += below(100) < 10 + 10 * (int)(i % 4);
			cell[i] = (struct cs_mix_cell){i / 4, i % 4, n, x, 0};
		}
		none += cs_mix_fit(&in, u).flag == CS_FLAG_NO_SPREAD;
	}
	ok(none >= 12 && none <= 32, "no spread in %d of 40 companies of equals", none);
}

/* What three contacts of one colleague bring changes nobody else's figure by much. */
static void
test_tiny(void)
{
	struct cs_mix_cell cell[9] = {{0, 0, 1000, 675, 0}};
	const struct cs_mix in = {cell, 9, 9, 1, true};
	struct cs_mix_unit u[9];
	struct cs_mix_fit none, all;

	for (uint32_t i = 1; i < 8; i++)
		cell[i] = (struct cs_mix_cell){i, 0, 100, 70 + 2 * i, 0};
	cell[8] = (struct cs_mix_cell){8, 0, 3, 0, 0};
	none = cs_mix_fit(&in, u);
	cell[8].sum = 3;
	all = cs_mix_fit(&in, u);
	is_near(
	    none.tau, all.tau, .1, "the spread, whether one of three contacts went well or all");
	is_near(none.mu, all.mu, .01, "the common figure");
	is_int((int64_t)all.used, 8, "who has three is not what the spread is made of");
	ok(u[8].mean > all.mu && u[8].mean < all.mu + all.tau, "but has a figure");
}

int
main(void)
{
	seed = UINT64_C(88172645463325252);
	test_expect();
	test_none_of_few();
	test_sums();
	test_single();
	test_exact();
	test_edges();
	test_planted(false);
	test_planted(true);
	test_equal();
	test_tiny();
	return done();
}
