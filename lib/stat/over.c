/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests among units that honestly differ: see over.h. */
#include "stat/over.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* How a spread is estimated: where deviations are cut, and the mean square that is then left of
 * standard normal ones. */
struct cut {
	double at, left;
};

/* First so that nobody moves it much; then again without those who were there next to never. */
static const struct cut careful = {1.2815515655446004, .67865455};
static const struct cut again = {2, .91630};

/* How many others a unit's degrees of freedom count for one. Deviations of normal ones that are cut
 * at 2 say .88 of what they say uncut; but who is left out is chance as well, and their shape. */
#define EFFICIENT	 .6

/* Who is left out of the second: one in 1,500 of honest ones on either side; among few, one in ten
 * times their number. */
#define FAR		 (1 / 1500.0)
#define FAR_OF_FEW	 .1
#define SURELY_NEAR	 2.0

/* Below it the second law is asked as well. */
#define REMARKABLE	 .02

#define ROOT_2PI_INVERSE .3989422804014327

/* Below it the beta-binomial is the binomial. */
#define RHO_LEAST	 1e-12
#define N_MOST		 INT64_C(1000000000000)

double
cs_over_pmf(int64_t k, int64_t n, double p, double rho)
{
	double a, b, over, under, ways;

	if (n < 0 || n > N_MOST || !(p > 0 && p < 1) || !(rho >= 0 && rho < 1))
		return CS_DIST_BAD;
	if (k < 0 || k > n)
		return 0;
	if (rho < RHO_LEAST)
		return cs_dist_binom_pmf(k, n, p);
	a = p * (1 / rho - 1);
	b = (1 - p) * (1 / rho - 1);
	if (!cs_dist_lbeta((double)k + a, (double)(n - k) + b, &over) ||
	    !cs_dist_lbeta(a, b, &under) ||
	    !cs_dist_lbeta((double)k + 1, (double)(n - k) + 1, &ways))
		return CS_DIST_BAD;
	return exp(over - under - ways - log1p((double)n));
}

/*
 * P(X = k) and what lies beyond it on that side, over P(X = k): the sum of products of the ratios
 * of neighbours. Once these fall, what is left is at most a geometric series.
 */
static double
beyond(int64_t k, int64_t n, double a, double b, enum cs_tail side)
{
	double sum = 0, term = 1, ratio = 1, last;

	for (int64_t j = k; side == CS_UPPER ? j < n : j > 0; j += side == CS_UPPER ? 1 : -1) {
		double x = (double)j, y = (double)(n - j);

		last = ratio;
		ratio = side == CS_UPPER ? y * (x + a) / ((x + 1) * (y - 1 + b))
					 : x * (y + b) / ((y + 1) * (x - 1 + a));
		term *= ratio;
		sum += term;
		if (ratio < 1 && ratio <= last && term * ratio < 1e-13 * sum * (1 - ratio))
			break;
	}
	return sum;
}

/* P(X = k) in *pmf, and P beyond k on that side: the smaller side is summed. */
static double
strictly(int64_t k, int64_t n, double p, double rho, enum cs_tail side)
{
	enum cs_tail other = side == CS_UPPER ? CS_LOWER : CS_UPPER;
	double a = p * (1 / rho - 1), b = (1 - p) * (1 / rho - 1);
	double pmf = cs_over_pmf(k, n, p, rho);

	if (((double)k >= (double)n * p) == (side == CS_UPPER))
		return fmin(1, pmf * beyond(k, n, a, b, side));
	return fmax(0, 1 - pmf * (1 + beyond(k, n, a, b, other)));
}

double
cs_over_tail(int64_t k, int64_t n, double p, double rho, enum cs_tail tail)
{
	double pmf = cs_over_pmf(k, n, p, rho);

	if (pmf < 0)
		return CS_DIST_BAD;
	if (k < 0 || k >= n)
		return (k < 0) == (tail == CS_UPPER) ? 1 : 0;
	if (rho < RHO_LEAST)
		return cs_dist_binom(k, n, p, tail);
	if (tail == CS_UPPER)
		return strictly(k, n, p, rho, CS_UPPER);
	/* P(X <= k) = P(X < k + 1) */
	return strictly(k + 1, n, p, rho, CS_LOWER);
}

double
cs_over_midp(int64_t k, int64_t n, double p, double rho, enum cs_tail side)
{
	double pmf = cs_over_pmf(k, n, p, rho), out;

	if (pmf < 0)
		return CS_DIST_BAD;
	out = cs_over_tail(side == CS_UPPER ? k : k - 1, n, p, rho, side);
	return fmin(1, out + pmf / 2);
}

/* Whether the unit takes part. */
static bool
takes_part(const struct cs_over_unit *u, bool share)
{
	if (u->n < 1 || !(u->var > 0))
		return false;
	return !share || (u->expected > 0 && u->expected < (double)u->n);
}

/* What a difference of 1 adds to the unit's sum. */
static double
lever(const struct cs_over_unit *u, bool share)
{
	return share ? u->expected * (1 - u->expected / (double)u->n) : (double)u->n;
}

/* What the unit can say of tau^2: the inverse of its variance, but for a constant. */
static double
voice(double var, double w, double tau2)
{
	double precise = w * w / (var + tau2 * w * w);

	return precise * precise;
}

/* A unit that takes part, as the fit sees it. */
struct seen {
	double w, var, off; /* off: observed - expected */
	double voice;	    /* at the spread that weighs */
};

/* Units whose spread is looked for, and how. */
struct fitting {
	struct seen *unit;
	size_t n;
	const struct cut *cut;
};

/* Those of k units that take part; seen has room for k. */
static void
see(struct fitting *of, const struct cs_over_unit *u, size_t k, bool share)
{
	of->n = 0;
	for (size_t i = 0; i < k; i++) {
		if (takes_part(&u[i], share))
			of->unit[of->n++] = (struct seen){.w = lever(&u[i], share),
			    .var = u[i].var,
			    .off = u[i].observed - u[i].expected};
	}
}

/* Weighs all at a spread. */
static void
weigh(const struct fitting *of, double tau2)
{
	for (size_t i = 0; i < of->n; i++)
		of->unit[i].voice = voice(of->unit[i].var, of->unit[i].w, tau2);
}

/* Sums over the units at one centre and spread. */
struct look {
	double weight, squares; /* of the weights, and of their squares */
	double square;		/* of the cut deviations, weighed, less what is to be left */
	double pull, slope;	/* of the deviations on the centre, and how it yields */
};

/* No further off than cut. fmin() and fmax() are calls, and fits spend their time here. */
static inline double
clamp(double z, double cut)
{
	z = z < cut ? z : cut;
	return z > -cut ? z : -cut;
}

/* Deviations at a spread of tau2. */
static struct look
look(const struct fitting *of, const struct cs_over *f, double tau2)
{
	const struct seen *u = of->unit;
	double cut = of->cut->at, left = of->cut->left;
	struct look r = {0, 0, 0, 0, 0};

	for (size_t i = 0; i < of->n; i++) {
		double w = u[i].w, omega = u[i].voice;
		double precise = 1 / sqrt(u[i].var + tau2 * w * w);
		double z = (u[i].off - f->centre * w) * precise;

		r.weight += omega;
		r.squares += omega * omega;
		r.slope += fabs(z) < cut ? w * precise * (w * precise) : 0;
		z = clamp(z, cut);
		r.pull += w * precise * z;
		r.square += omega * (z * z - left);
	}
	/* the centre is taken from the same units */
	if (r.weight > 0)
		r.square += left * r.squares / r.weight;
	return r;
}

/* The tau^2 at which what is left is right, from about where it is: false position with the
 * Illinois rule. Units are weighed as they are. */
static double
spread(const struct fitting *of, const struct cs_over *f, double about)
{
	double lo = 0, hi = about > 0 ? about : 1e-6, below, above, mid = 0, at;
	int kept = 0;

	below = look(of, f, lo).square;
	if (below <= 0)
		return 0;
	while ((above = look(of, f, hi).square) > 0 && hi < 1e100) {
		lo = hi;
		below = above;
		hi *= 4;
	}
	for (int step = 0; step < 60 && hi - lo > 1e-9 * hi; step++) {
		mid = lo + (hi - lo) * below / (below - above);
		at = look(of, f, mid).square;
		if (at > 0) {
			lo = mid;
			below = at;
			above = kept == 1 ? above / 2 : above;
			kept = 1;
		} else {
			hi = mid;
			above = at;
			below = kept == -1 ? below / 2 : below;
			kept = -1;
		}
		if (at == 0)
			break;
	}
	return mid;
}

static struct cs_over
fit(const struct fitting *of, bool share)
{
	struct cs_over f = {.share = share, .flag = CS_FLAG_SMALL_N};
	double tau2 = 0, last;
	struct look l;

	f.used = of->n;
	if (f.used < 3)
		return f;
	f.flag = CS_FLAG_NONE;
	for (int round = 0; round < 20; round++) {
		last = tau2;
		weigh(of, tau2);
		for (int step = 0; step < 2; step++) {
			l = look(of, &f, tau2);
			f.centre += l.slope > 0 ? l.pull / l.slope : 0;
		}
		tau2 = spread(of, &f, last);
		if (fabs(tau2 - last) <= 1e-4 * tau2)
			break;
	}
	weigh(of, tau2);
	l = look(of, &f, tau2);
	f.tau = sqrt(tau2);
	f.known = l.weight;
	return f;
}

/* The unit among honest ones: mean and variance of its sum. */
static void
honest(const struct cs_over *f, const struct cs_over_unit *u, double *mean, double *var)
{
	double n = (double)u->n, w = lever(u, f->share), moved = u->expected + f->centre * w;

	*mean = moved;
	*var = u->var;
	if (f->share) {
		*mean = fmin(fmax(moved, u->expected / 8), n - (n - u->expected) / 8);
		w = *mean * (1 - *mean / n);
		*var *= w / lever(u, true);
	}
	*var += f->tau * f->tau * w * w;
}

double
cs_over_df(const struct cs_over *f, const struct cs_over_unit *u)
{
	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return CS_DIST_BAD;
	return fmax(
	    1, EFFICIENT * (f->known / voice(u->var, lever(u, f->share), f->tau * f->tau) - 1));
}

/* A p of the normal law as one of Student's, whose tails are heavier. */
static double
heavier(double p, double df)
{
	double z;

	if (p <= 0 || p >= 1 || !cs_dist_norm_quantile(p, CS_UPPER, &z))
		return p;
	return cs_dist_t(z, df, CS_UPPER);
}

/*
 * Mid-p of k of n on that side when the log odds are normal about those of p with standard
 * deviation tau: the trapezoid rule over all normal scores that matter. The integrand is a bump as
 * wide as the normal law and what chance blurs leave together, or less where tau is large; in steps
 * of half of that the rule is exact to many digits. The middle is moved so that the mean share is p
 * to second order.
 */
static double
log_odds(int64_t k, int64_t n, double p, double tau, enum cs_tail side)
{
	double middle = log(p / (1 - p)) - tau * tau * (1 - 2 * p) / 2;
	double share = ((double)k + .5) / ((double)n + 1), sum = 0;
	double at = (log(share / (1 - share)) - middle) / tau;
	double blur = 1 / (tau * sqrt((double)n * share * (1 - share)));
	double step = fmin(.5 * blur / sqrt(1 + blur * blur), .25 / tau), from, to;

	from = side == CS_UPPER ? fmax(-9, at - 9 * blur) : -9;
	to = side == CS_UPPER ? 9 : fmin(9, at + 9 * blur);
	for (int i = 0; from + i * step <= to; i++) {
		double z = from + i * step, q = 1 / (1 + exp(-middle - tau * z));
		double beyond_k = cs_dist_binom(side == CS_UPPER ? k : k - 1, n, q, side);

		sum += exp(-z * z / 2) * (beyond_k + cs_dist_binom_pmf(k, n, q) / 2);
	}
	return sum * step * ROOT_2PI_INVERSE;
}

/* The p of k of n by the law that is asked beside the first; NULL: none is. */
typedef double second_law(int64_t k, int64_t n, double p, double tau, enum cs_tail side);

/* No less than that of none of n (CS_LOWER), or all of them: on one side of a point at most what is
 * there at it, on the other at most half of all that there is. */
static double
log_odds_most(int64_t k, int64_t n, double p, double tau, enum cs_tail side)
{
	const double far = side == CS_UPPER ? 2.5 : -2.5;
	double middle = log(p / (1 - p)) - tau * tau * (1 - 2 * p) / 2;
	double q = 1 / (1 + exp(-middle - tau * far)), each = side == CS_UPPER ? q : 1 - q;

	(void)k;
	return .5 * pow(each, (double)n) + .5 * cs_dist_norm(2.5, CS_UPPER);
}

/* One-sided p of having x. The centre makes nobody more conspicuous than they are beside what was
 * expected: whoever plays raises that of others a little, and the centre falls for it. */
static double
chance(const struct cs_over *f, const struct cs_over_unit *u, double x, enum cs_tail side,
    second_law *other)
{
	struct cs_over kind = *f;
	double mean, var, n = (double)u->n, plain, rho, p;

	kind.centre = side == CS_UPPER ? fmax(0, f->centre) : fmin(0, f->centre);
	honest(&kind, u, &mean, &var);
	if (!f->share)
		return cs_dist_t((x - mean) / sqrt(var), cs_over_df(f, u), side);
	plain = mean * (1 - mean / n);
	rho = u->n > 1 ? (var / plain - 1) / (n - 1) : 0;
	rho = fmin(fmax(rho, 0), .99);
	p = cs_over_midp(llround(x), u->n, mean / n, rho, side);
	if (other != NULL && p > 0 && p < REMARKABLE && rho > 0 && f->tau > 1e-3)
		p = fmax(p, other(llround(x), u->n, mean / n, f->tau, side));
	return heavier(p, cs_over_df(f, u));
}

double
cs_over_p(const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side)
{
	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return CS_DIST_BAD;
	return chance(f, u, u->observed, side, log_odds);
}

double
cs_over_least(const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side)
{
	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return CS_DIST_BAD;
	if (!f->share)
		return 0;
	return chance(f, u, side == CS_UPPER ? (double)u->n : 0, side, log_odds);
}

bool
cs_over_could(
    const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side, double level)
{
	double most = side == CS_UPPER ? (double)u->n : 0, least;

	if (f->flag == CS_FLAG_NONE && takes_part(u, f->share) && f->share &&
	    chance(f, u, most, side, log_odds_most) < level)
		return true;
	least = cs_over_least(f, u, side);
	return least >= 0 && least < level;
}

double
cs_over_z(const struct cs_over *f, const struct cs_over_unit *u)
{
	double mean, var;

	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return 0;
	honest(f, u, &mean, &var);
	return (u->observed - mean) / sqrt(var);
}

bool
cs_over_far(const struct cs_over *f, const struct cs_over_unit *u)
{
	double z = cs_over_z(f, u), rare = fmax(FAR, FAR_OF_FEW / (double)f->used);
	enum cs_tail side = z > 0 ? CS_UPPER : CS_LOWER;

	/* The second law only ever says that it is less rare, at many times the cost. */
	return fabs(z) > SURELY_NEAR && chance(f, u, u->observed, side, NULL) < rare &&
	       chance(f, u, u->observed, side, log_odds) < rare;
}

struct cs_over
cs_over_fit(const struct cs_over_unit *u, size_t k, bool share)
{
	struct fitting of = {.unit = cs_mem_new(k + 1, sizeof *of.unit), .cut = &careful};
	struct cs_over_unit *near;
	struct cs_over f, better;
	size_t many = 0;

	see(&of, u, k, share);
	f = fit(&of, share);
	if (f.flag != CS_FLAG_NONE) {
		free(of.unit);
		return f;
	}
	near = cs_mem_new(k, sizeof *near);
	for (size_t i = 0; i < k; i++) {
		if (!cs_over_far(&f, &u[i]))
			near[many++] = u[i];
	}
	of.cut = &again;
	see(&of, near, many, share);
	better = fit(&of, share);
	free(near);
	free(of.unit);
	if (better.flag != CS_FLAG_NONE)
		return f;
	better.used = f.used;
	return better;
}
