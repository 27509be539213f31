/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probabilities of being in the best or worst part. */
#include "stat/band.h"

#include "../tap.h"

enum { AGENTS = 12 };

static const double resolved[AGENTS] = {3, 18, 45, 9, 60, 12, 7, 30, 2, 0, 25, 81};
static const double contacts[AGENTS] = {5, 25, 50, 20, 90, 15, 10, 60, 2, 4, 30, 90};

/* P(among the lowest 3): by exact ranks and by the threshold form; expected rank from below. */
static const struct {
	double exact, threshold, rank;
} want[AGENTS] = {
    {0.248747733933, 0.272139442616, 5.48542341017},
    {0.0481211236525, 0.0501071534197, 6.65508957673},
    {6.81801367027e-06, 3.6340792388e-07, 10.7675164115},
    {0.761993885979, 0.740103462215, 2.67661105887},
    {0.0537683125646, 0.0311608941362, 5.51076132956},
    {0.0257092660115, 0.0278098437353, 7.92951577594},
    {0.123416382174, 0.141170304556, 6.32477580906},
    {0.815655330175, 0.822312363321, 2.6053136295},
    {0.0921568824804, 0.106403699542, 7.84373254987},
    {0.828270392701, 0.807507654268, 2.14797606652},
    {0.00215382918082, 0.00128481877277, 8.95977547897},
    {4.31401193297e-08, 1.05606377625e-11, 11.0935089033},
};

static void
test_beta(void)
{
	double a[AGENTS], b[AGENTS], p[AGENTS], q[AGENTS], r[AGENTS], cut, sum = 0, top = 0;
	struct cs_beliefs set = {CS_BELIEF_BETA, a, b, AGENTS};

	for (int i = 0; i < AGENTS; i++) {
		a[i] = 5.16144462557 + resolved[i];
		b[i] = 2.31130022198 + contacts[i] - resolved[i];
	}
	cs_band(&set, 3, CS_LOWER, p, &cut);
	is_near(cut, 0.577384559022, 1e-9, "the cut for the lowest 3 of 12");
	cs_band_exact(&set, 3, CS_LOWER, q, r);
	for (int i = 0; i < AGENTS; i++) {
		is_near(p[i], want[i].threshold, 1e-7, "agent %d: threshold form", i + 1);
		ok(fabs(q[i] - want[i].exact) < 1e-8, "agent %d: exact", i + 1);
		ok(fabs(r[i] - want[i].rank) < 1e-8, "agent %d: expected rank", i + 1);
		sum += p[i];
	}
	is_near(sum, 3, 1e-12, "the chances sum to 3");
	cs_band(&set, 2.4, CS_UPPER, p, NULL);
	for (int i = 0; i < AGENTS; i++)
		top += p[i];
	is_near(top, 2.4, 1e-12, "parts of a place, from above");
	ok(p[11] > p[2] && p[2] > p[10] && p[10] > p[4], "the best have the greatest chances");
	cs_band_exact(&set, 9, CS_UPPER, p, NULL);
	for (int i = 0; i < AGENTS; i++)
		ok(fabs(p[i] + q[i] - 1) < 1e-8, "agent %d: lowest 3 or highest 9", i + 1);
}

static void
test_normal(void)
{
	static const double m[] = {.1125, -.3125, .5375};
	static const double sd[] = {0.325, 0.436606229914, 0.522015325446};
	static const double bottom[] = {0.232077538833, 0.665862307745, 0.102060153422};
	struct cs_beliefs set = {CS_BELIEF_NORMAL, m, sd, 3};
	double p[3], q[3], cut;

	cs_band(&set, 1, CS_LOWER, p, &cut);
	is_near(cut, -0.12540718315, 1e-9, "three composite scores: the cut");
	for (int i = 0; i < 3; i++)
		is_near(p[i], bottom[i], 1e-9, "score %d in the lowest third", i + 1);
	/* which of two is less is known in closed form */
	set.n = 2;
	cs_band_exact(&set, 1, CS_LOWER, p, q);
	is_near(p[0], cs_dist_norm((m[1] - m[0]) / hypot(sd[0], sd[1]), CS_LOWER), 1e-9, "of two");
	is_near(q[0], 1 + p[1], 1e-9, "and the expected rank with it");
}

/* Equals have equal chances; a band of nobody and of everybody. */
static void
test_edges(void)
{
	static const double m[] = {1, 1, 1, 1, 1}, sd[] = {.3, .3, .3, .3, .3};
	struct cs_beliefs set = {CS_BELIEF_NORMAL, m, sd, 5};
	double p[5], r[5];

	cs_band(&set, 1, CS_UPPER, p, NULL);
	is_near(p[0], .2, 1e-12, "one of five equals");
	ok(p[0] == p[4], "all alike");
	cs_band_exact(&set, 1, CS_UPPER, p, r);
	is_near(p[2], .2, 1e-9, "by ranks as well");
	is_near(r[2], 3, 1e-9, "in the middle");
	cs_band(&set, 0, CS_LOWER, p, NULL);
	ok(p[0] == 0, "nobody is in no band");
	cs_band(&set, 5, CS_LOWER, p, NULL);
	ok(p[0] == 1, "everybody is in the band of all");
	set.n = 1;
	cs_band_exact(&set, 1, CS_LOWER, p, r);
	is_near(p[0], 1, 1e-12, "alone");
	is_near(r[0], 1, 1e-12, "the first of one");
}

/* Places, against each pair looked at; and how many of them hold the truth. */
static void
test_span(void)
{
	enum { N = 3000 };
	static double mean[N], sd[N], truth[N];
	static size_t above[N], below[N];
	struct cs_beliefs set = {CS_BELIEF_NORMAL, mean, sd, N};
	int wrong = 0, held = 0;
	uint64_t bits = UINT64_C(88172645463325252);

	for (int i = 0; i < N; i++) {
		double z[3];

		for (int j = 0; j < 3; j++) {
			bits ^= bits << 13;
			bits ^= bits >> 7;
			bits ^= bits << 17;
			(void)cs_dist_norm_quantile(
			    ((double)(bits >> 12) + .5) / 0x1p52, CS_LOWER, &z[j]);
		}
		/* reliabilities from .2 to .95, and some exactly alike */
		sd[i] = i % 10 == 0 ? .5 : sqrt(1 - (.2 + .75 * cs_dist_norm(z[2], CS_LOWER)));
		mean[i] = sqrt(1 - sd[i] * sd[i]) * z[0];
		truth[i] = mean[i] + sd[i] * z[1];
		mean[i] = i % 7 == 0 ? round(4 * mean[i]) / 4 : mean[i];
	}
	cs_band_span(&set, 1.645, above, below);
	for (int i = 0; i < N; i++) {
		size_t better = 0, worse = 0, place = 1;

		for (int j = 0; j < N; j++) {
			double d = mean[j] - mean[i], var = sd[i] * sd[i] + sd[j] * sd[j];

			if (d * d >= 1.645 * 1.645 * var) {
				better += d > 0;
				worse += d < 0;
			}
			place += truth[j] > truth[i];
		}
		wrong += better != above[i] || worse != below[i];
		held += place >= 1 + above[i] && place <= N - below[i];
	}
	is_int(wrong, 0, "spans are what each pair says");
	ok(held > .985 * N, "%.1f %% of them hold the true place", 100.0 * held / N);
	set.n = 1;
	cs_band_span(&set, 1.645, above, below);
	ok(above[0] == 0 && below[0] == 0, "one alone");
	set.n = 0;
	cs_band_span(&set, 1.645, above, below);
	ok(above[0] == 0, "nobody");
}

int
main(void)
{
	test_beta();
	test_normal();
	test_edges();
	test_span();
	return done();
}
