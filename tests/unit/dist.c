/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distribution functions: known answers to 15 digits, edges, inverses, silence on standard output
 * over the whole domain, the same answers in several threads.
 */
#include "stat/dist.h"

#include <float.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../oracle/special.h"
#include "../tap.h"

static double
answer(const struct known *k)
{
	const double *a = k->a;
	double r = -7;

	switch (k->what) {
	case PNORM:
		return cs_dist_norm(a[0], CS_LOWER);
	case QNORM:
		return cs_dist_norm_quantile(a[0], CS_LOWER, &r) ? r : -7;
	case GAMMA_P:
		return cs_dist_gamma(a[1], a[0], CS_LOWER);
	case GAMMA_Q:
		return cs_dist_gamma(a[1], a[0], CS_UPPER);
	case BETA:
		return cs_dist_beta(a[2], a[0], a[1], CS_LOWER);
	case CHI2_SF:
		return cs_dist_chi2(a[0], a[1], CS_UPPER);
	case T_TWO:
		return cs_dist_t_two_sided(a[0], a[1]);
	case F_SF:
		return cs_dist_f(a[0], a[1], a[2], CS_UPPER);
	case QBETA:
		return cs_dist_beta_quantile(a[0], a[1], a[2], CS_LOWER, &r) ? r : -7;
	case DIGAMMA:
		return cs_dist_digamma(a[0], &r) ? r : -7;
	case TRIGAMMA:
		return cs_dist_trigamma(a[0], &r) ? r : -7;
	}
	return r;
}

static void
test_known(void)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		is_near(answer(&known[i]), known[i].want, 1e-11, "known answer %zu", i + 1);
}

/* Tails of counts. */
static void
test_counts(void)
{
	int64_t r = -7;

	is_near(cs_dist_pois(24, 12, CS_UPPER), .000685633201388, 1e-9, "Poisson 12: 25 or more");
	is_near(cs_dist_pois(3, 12, CS_LOWER), .00229179120779, 1e-9, "Poisson 12: 3 or fewer");
	is_near(cs_dist_pois(5, .3, CS_UPPER), 7.83471572855e-07, 1e-9, "Poisson .3: 6 or more");
	is_near(cs_dist_pois(1199, 1000, CS_UPPER), 4.68420385587e-10, 1e-9, "Poisson 1000: 1200");
	ok(cs_dist_pois(0, 0, CS_UPPER) == 0, "Poisson 0: never 1");
	is_near(cs_dist_midp(cs_dist_pois(25, 12, CS_UPPER), cs_dist_pois_pmf(25, 12)),
	    .000496694165965, 1e-9, "its mid-p");
	is_near(cs_dist_nbinom(24, 8, 8. / 20, CS_UPPER), .0248219422565, 1e-9, "NB 12, size 8");
	is_near(cs_dist_nbinom(24, 40.5, .8, CS_UPPER), .000403423054362, 1e-9, "NB 40.5");
	is_near(cs_dist_binom(17, 20, .95, CS_LOWER), .0754836737885, 1e-9, "17 of 20 at .95");
	is_near(cs_dist_binom(24, 65, .2, CS_UPPER), .000462701972513, 1e-9, "25 of 65 at .2");
	is_near(cs_dist_binom(8, 120, .02, CS_UPPER), .000729453604996, 1e-9, "9 of 120 at .02");
	is_near(cs_dist_midp(cs_dist_binom(9, 120, .02, CS_UPPER), cs_dist_binom_pmf(9, 120, .02)),
	    .000445187841014, 1e-9, "its mid-p");
	is_near(cs_dist_binom(0, 45, .08, CS_LOWER), .0234667113057, 1e-9, "never in 45 at .08");
	ok(cs_dist_binom(-1, 5, .5, CS_LOWER) == 0 && cs_dist_binom(-1, 5, .5, CS_UPPER) == 1,
	    "binomial below 0");
	ok(cs_dist_binom(5, 5, .5, CS_LOWER) == 1 && cs_dist_binom(0, 0, .5, CS_LOWER) == 1,
	    "binomial at n");
	is_near(cs_dist_hyper(2, 5, 10, 6, CS_LOWER), 102. / 143, 1e-12, "2 of 5 good among 6");
	is_near(cs_dist_hyper(2, 5, 10, 6, CS_UPPER), 41. / 143, 1e-12, "more than 2");
	is_near(cs_dist_hyper_pmf(2, 5, 10, 6), 60. / 143, 1e-12, "just 2");
	ok(cs_dist_hyper(-1, 5, 10, 6, CS_UPPER) == 1 &&
		cs_dist_hyper(5, 5, 10, 6, CS_LOWER) == 1 && cs_dist_hyper_pmf(6, 5, 10, 6) == 0 &&
		cs_dist_hyper_pmf(0, 5, 10, 11) == 0,
	    "hypergeometric ends");
	ok(cs_dist_hyper(0, 5, 10, 16, CS_LOWER) == CS_DIST_BAD &&
		cs_dist_hyper_pmf(0, -1, 10, 5) == CS_DIST_BAD,
	    "more drawn than there are");
	ok(cs_dist_binom_quantile(.5, 10, .5, &r) && r == 5, "binomial median");
	ok(cs_dist_binom_quantile(0, 10, .5, &r) && r == 0, "binomial quantile 0");
	ok(cs_dist_binom_quantile(1, 10, .5, &r) && r == 10, "binomial quantile 1");
	ok(cs_dist_pois_quantile(.995, 12, &r) && r == 22, "Poisson 12: quantile .995");
	ok(cs_dist_pois_quantile(.5, 0, &r) && r == 0, "Poisson 0: quantile");
}

/*
 * Every quantile is where the distribution function passes its probability (but close to 1, where
 * neighbouring doubles lie too far apart for it).
 */
static void
test_inverse(void)
{
	static const double p[] = {1e-12, .001, .025, .3, .5, .9, .999};
	static const double a[] = {.05, .5, 1, 3, 40, 12345};
	double x, y = 0;

	for (size_t i = 0; i < sizeof a / sizeof *a; i++) {
		bool good = true;

		for (size_t j = 0; j < sizeof p / sizeof *p; j++) {
			for (enum cs_tail t = CS_LOWER; t <= CS_UPPER; t++) {
				good &= cs_dist_gamma_quantile(p[j], a[i], t, &x) &&
					fabs(cs_dist_gamma(x, a[i], t) / p[j] - 1) < 1e-9;
				good &= cs_dist_beta_quantile(p[j], a[i], 2.5, t, &x) &&
					(x > 1 - 1e-6 ||
					    fabs(cs_dist_beta(x, a[i], 2.5, t) / p[j] - 1) < 1e-9);
				good &= cs_dist_t_quantile(p[j], a[i] + 1, t, &x) &&
					fabs(cs_dist_t(x, a[i] + 1, t) / p[j] - 1) < 1e-9;
				good &= cs_dist_f_quantile(p[j], a[i] + 1, 5, t, &x) &&
					fabs(cs_dist_f(x, a[i] + 1, 5, t) / p[j] - 1) < 1e-9;
			}
		}
		ok(good, "quantiles of gamma, beta, t and F, shape %g", a[i]);
	}
	ok(cs_dist_t_quantile(.025, 9, CS_UPPER, &x) && cs_dist_t_quantile(.025, 9, CS_LOWER, &y),
	    "t, both tails");
	is_near(x, 2.262157162798205, 1e-12, "t of 9");
	ok(x == -y, "t is symmetric to the last bit");
	ok(cs_dist_f_quantile(.025, 5, 54, CS_UPPER, &x), "F");
	is_near(x, 2.811957473491, 1e-12, "F of 5 and 54");
	is_near(cs_dist_z(.95), 1.959963984540054, 1e-15, "z of 95 %%");
	ok(cs_dist_z(0) == 0 && cs_dist_z(1) == 0 && cs_dist_z(NAN) == 0, "no z for such levels");
}

/* What is outside the domain is told as such, and NaN never comes out. */
static void
test_domain(void)
{
	double x = 7;
	int64_t r = 7;

	ok(cs_dist_norm(NAN, CS_LOWER) == CS_DIST_BAD, "norm of NaN");
	ok(cs_dist_norm(-INFINITY, CS_LOWER) == 0 && cs_dist_norm(INFINITY, CS_LOWER) == 1,
	    "norm at the ends");
	ok(cs_dist_gamma(1, 0, CS_LOWER) == CS_DIST_BAD, "gamma of shape 0");
	ok(cs_dist_gamma(1, -1, CS_LOWER) == CS_DIST_BAD, "gamma of shape -1");
	ok(cs_dist_gamma(NAN, 1, CS_LOWER) == CS_DIST_BAD, "gamma of NaN");
	ok(cs_dist_gamma(INFINITY, 1, CS_UPPER) == 0, "gamma at infinity");
	ok(cs_dist_beta(.5, 0, 1, CS_LOWER) == CS_DIST_BAD, "beta of shape 0");
	ok(cs_dist_beta(.5, INFINITY, 1, CS_LOWER) == CS_DIST_BAD, "beta of an infinite shape");
	ok(cs_dist_beta(-1, 2, 3, CS_LOWER) == 0 && cs_dist_beta(2, 2, 3, CS_LOWER) == 1,
	    "beta outside 0 .. 1");
	ok(cs_dist_t(1, 0, CS_LOWER) == CS_DIST_BAD, "t without degrees of freedom");
	ok(cs_dist_t(0, 3, CS_LOWER) == .5 && cs_dist_t(0, 3, CS_UPPER) == .5, "t at 0");
	ok(cs_dist_f(1, 0, 1, CS_LOWER) == CS_DIST_BAD, "F without degrees of freedom");
	ok(cs_dist_binom(1, -1, .5, CS_LOWER) == CS_DIST_BAD, "binomial of -1 trials");
	ok(cs_dist_binom(1, 2, 1.5, CS_LOWER) == CS_DIST_BAD, "binomial of probability 1.5");
	ok(cs_dist_pois(1, -1, CS_LOWER) == CS_DIST_BAD, "Poisson of mean -1");
	ok(cs_dist_pois(1, NAN, CS_LOWER) == CS_DIST_BAD, "Poisson of mean NaN");
	ok(!cs_dist_norm_quantile(0, CS_LOWER, &x) && !cs_dist_norm_quantile(1, CS_LOWER, &x) &&
		!cs_dist_norm_quantile(NAN, CS_LOWER, &x),
	    "no normal quantile at the ends");
	ok(!cs_dist_gamma_quantile(1, 2, CS_LOWER, &x), "no gamma quantile 1");
	ok(x == 7, "a quantile that is not there leaves its place alone");
	ok(cs_dist_gamma_quantile(0, 2, CS_LOWER, &x) && x == 0, "gamma quantile 0");
	ok(cs_dist_beta_quantile(0, 2, 3, CS_LOWER, &x) && x == 0, "beta quantile 0");
	ok(cs_dist_beta_quantile(0, 2, 3, CS_UPPER, &x) && x == 1, "beta upper quantile 0");
	ok(!cs_dist_t_quantile(0, 3, CS_LOWER, &x), "no t quantile 0");
	ok(!cs_dist_f_quantile(0, 3, 4, CS_LOWER, &x) &&
		!cs_dist_f_quantile(.5, 0, 4, CS_LOWER, &x),
	    "no F quantile 0, no F without degrees of freedom");
	ok(!cs_dist_binom_quantile(.5, -1, .5, &r) && !cs_dist_pois_quantile(1, 3, &r) && r == 7,
	    "no quantile of a count");
	ok(!cs_dist_lgamma(0, &x) && !cs_dist_lbeta(1, -1, &x) && !cs_dist_digamma(-.5, &x) &&
		!cs_dist_trigamma(0, &x),
	    "no logarithm of gamma at or below 0");
	ok(cs_dist_lgamma(.5, &x), "lgamma");
	is_near(x, .5723649429247001, 1e-14, "lgamma(1/2) = ln sqrt pi");
	ok(cs_dist_lbeta(2, 3, &x), "lbeta");
	is_near(x, -2.4849066497880004, 1e-14, "lbeta(2, 3) = -ln 12");
}

/* Walks the domain; gives the number of answers that are no probabilities. */
static long
walk(void)
{
	static const double shape[] = {
	    2e-10, 1e-5, .001, .1, .5, 1, 2, 5, 15, 50, 100, 1e3, 1e4, 1e6, 1e8, 1e10, 1e12, 1e15};
	static const double at[] = {5e-324, 1e-310, DBL_MIN, 1e-300, 1e-200, 1e-100, 1e-20, 1e-5,
	    .01, .1, .5, .9, .999, 1 - 1e-10, 1 - 1e-15, 1, 2, 10, 1e3, 1e5, 1e10, 1e20, 1e308};
	static const int64_t count[] = {-5, 0, 1, 2, 1000, 1000000, 900000000000000};
	long bad = 0;
	double v, x;

	for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
		for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
			v = cs_dist_gamma(at[k], shape[i], k % 2);
			bad += !(v >= 0 && v <= 1);
			v = cs_dist_t(at[k], shape[i], k % 2);
			bad += !(v >= 0 && v <= 1);
			bad += at[k] < 1 && !cs_dist_gamma_quantile(at[k], shape[i], k % 2, &x);
			bad += at[k] < 1 && !(cs_dist_beta_quantile(at[k], shape[i], 2, k % 2, &x));
			bad += !cs_dist_lgamma(shape[i], &x) || !cs_dist_digamma(shape[i], &x) ||
			       !cs_dist_trigamma(shape[i], &x);
			for (size_t j = 0; j < sizeof shape / sizeof *shape; j++) {
				v = cs_dist_beta(at[k], shape[i], shape[j], (i + j) % 2);
				bad += !(v >= 0 && v <= 1);
				v = cs_dist_f(at[k], shape[i], shape[j], (i + j) % 2);
				bad += !(v >= 0 && v <= 1);
			}
		}
		for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
			v = at[k] < 1e14 ? cs_dist_pois(count[i], at[k], k % 2) +
					       cs_dist_pois_pmf(count[i], at[k])
					 : 0;
			bad += !(v >= 0 && v <= 2);
			for (size_t j = 1; j < sizeof count / sizeof *count; j++) {
				v = at[k] <= 1 ? cs_dist_binom(count[i], count[j], at[k], k % 2) +
						     cs_dist_binom_pmf(count[i], count[j], at[k])
					       : 0;
				bad += !(v >= 0 && v <= 2);
				v = cs_dist_hyper((int64_t)i, 5, count[j], 3, j % 2) +
				    cs_dist_hyper_pmf((int64_t)i, count[j], 5, 3);
				bad += !(v >= 0 && v <= 2);
			}
		}
	}
	return bad;
}

/* Rmath printf()s its warnings: nothing of the kind may reach a pipeline. */
static void
test_silence(void)
{
	FILE *watch = tmpfile();
	struct stat st = {0};
	long bad;
	int keep;

	fflush(stdout);
	keep = dup(STDOUT_FILENO);
	if (!ok(watch != NULL && keep >= 0, "a file to watch standard output with"))
		return;
	dup2(fileno(watch), STDOUT_FILENO);
	bad = walk();
	fflush(stdout);
	dup2(keep, STDOUT_FILENO);
	ok(fstat(fileno(watch), &st) == 0 && st.st_size == 0,
	    "nothing printed, all over the domain");
	is_int(bad, 0, "only probabilities and numbers come out");
	fclose(watch);
	close(keep);
}

static void *
thread(void *arg)
{
	double *sum = arg;

	for (int round = 0; round < 50; round++) {
		*sum = 0;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			*sum += answer(&known[i]);
	}
	return NULL;
}

static void
test_threads(void)
{
	double sum[4] = {0};
	pthread_t id[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&id[i], NULL, thread, &sum[i]);
	for (int i = 0; i < 4; i++)
		pthread_join(id[i], NULL);
	ok(sum[0] == sum[1] && sum[0] == sum[2] && sum[0] == sum[3] && sum[0] != 0,
	    "four threads, the same answers");
}

int
main(void)
{
	test_known();
	test_counts();
	test_inverse();
	test_domain();
	test_silence();
	test_threads();
	return done();
}
