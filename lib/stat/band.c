/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probabilities of being in the best or worst part: see band.h. */
#include "stat/band.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

double
cs_belief(const struct cs_beliefs *b, size_t i, double x, enum cs_tail tail)
{
	if (b->kind == CS_BELIEF_BETA)
		return cs_dist_beta(x, b->a[i], b->b[i], tail);
	return cs_dist_norm((x - b->a[i]) / b->b[i], tail);
}

/* Where all of what is believed lies, to the last digit of a probability. */
static void
support(const struct cs_beliefs *b, double *lo, double *hi)
{
	*lo = 0;
	*hi = 1;
	if (b->kind == CS_BELIEF_BETA)
		return;
	*lo = INFINITY;
	*hi = -INFINITY;
	for (size_t i = 0; i < b->n; i++) {
		*lo = fmin(*lo, b->a[i] - 40 * b->b[i]);
		*hi = fmax(*hi, b->a[i] + 40 * b->b[i]);
	}
}

/* Beyond so many standard deviations a normal belief adds less than the last digit of a sum. */
#define FAR 9

/* How many members are believed to be in the tail from x, over k. */
static double
excess(const struct cs_beliefs *b, double x, enum cs_tail tail, double k)
{
	double sum = -k, z;

	for (size_t i = 0; i < b->n; i++) {
		if (b->kind == CS_BELIEF_BETA) {
			sum += cs_dist_beta(x, b->a[i], b->b[i], tail);
			continue;
		}
		z = (x - b->a[i]) / b->b[i];
		if (fabs(z) < FAR)
			sum += cs_dist_norm(z, tail);
		else
			sum += (z > 0) == (tail == CS_LOWER);
	}
	return sum;
}

/*
 * The x for which the excess is 0, by false position: between the ends of a stretch that has it
 * inside, in proportion to their excesses; that of an end that stays is halved, so that both move
 * (Illinois). Far from the cut, where the excess is flat, one step of four halves the stretch.
 */
static double
find_cut(const struct cs_beliefs *b, double k, enum cs_tail tail)
{
	double n = (double)b->n, lo, hi, x, at;
	double at_lo = tail == CS_LOWER ? -k : n - k, at_hi = tail == CS_LOWER ? n - k : -k;
	int moved = 0; /* the end that moved last: -1 lo, 1 hi */

	support(b, &lo, &hi);
	for (int step = 0; step < 400; step++) {
		x = lo + (hi - lo) * (at_lo / (at_lo - at_hi));
		if (step % 4 == 0 || !(x > lo && x < hi))
			x = lo + (hi - lo) / 2;
		if (x <= lo || x >= hi)
			break;
		at = excess(b, x, tail, k);
		if (fabs(at) <= 1e-15 * n)
			return x;
		if ((at < 0) == (tail == CS_LOWER)) {
			lo = x;
			at_lo = at;
			at_hi /= moved < 0 ? 2 : 1;
			moved = -1;
		} else {
			hi = x;
			at_hi = at;
			at_lo /= moved > 0 ? 2 : 1;
			moved = 1;
		}
	}
	return lo + (hi - lo) / 2;
}

void
cs_band(const struct cs_beliefs *b, double k, enum cs_tail tail, double *prob, double *cut)
{
	bool inside = k > 0 && k < (double)b->n;
	double x = inside ? find_cut(b, k, tail) : 0;

	for (size_t i = 0; i < b->n; i++)
		prob[i] = inside ? cs_belief(b, i, x, tail) : k > 0;
	if (cut != NULL)
		*cut = x;
}

/* Gauss-Legendre, 16 points: the positive half of the nodes on -1 .. 1, and the weights. */
static const double node[] = {0.0950125098376374402, 0.2816035507792589132, 0.4580167776572273863,
    0.6178762444026437484, 0.7554044083550030339, 0.8656312023878317439, 0.9445750230732325761,
    0.9894009349916499326};
static const double weight[] = {0.1894506104550684963, 0.1826034150449235889, 0.1691565193950025382,
    0.1495959888165767321, 0.1246289712555338720, 0.0951585116824927848, 0.0622535239386478929,
    0.0271524594117540949};

/* Panels over the probability 0 .. 1/2, mirrored for the rest: finer towards the tail. */
static const double panel[] = {0, 1e-9, 1e-6, 1e-4, .003, .03, .12, .3, .5};

/* The x with that probability in the tail, for member i: bisection in lo .. hi. */
static double
quantile(const struct cs_beliefs *b, size_t i, double p, enum cs_tail tail, double lo, double hi)
{
	double mid = lo;

	for (int step = 0; step < 1100; step++) {
		mid = lo + (hi - lo) / 2;
		if (mid <= lo || mid >= hi)
			break;
		if ((cs_belief(b, i, mid, tail) < p) == (tail == CS_LOWER))
			lo = mid;
		else
			hi = mid;
	}
	return mid;
}

/*
 * Given that member i stands at x: the chance that fewer than k others stand further out, and how
 * many do on average. few[j] is the chance that exactly j do (the Poisson-binomial distribution,
 * kept for j < k only).
 */
struct others {
	double chance, mean;
};

static struct others
others_at(const struct cs_beliefs *b, size_t i, double x, enum cs_tail tail, double *few, size_t k)
{
	struct others r = {0, 0};

	memset(few, 0, k * sizeof *few);
	if (k > 0)
		few[0] = 1;
	for (size_t m = 0; m < b->n; m++) {
		double p;

		if (m == i)
			continue;
		p = cs_belief(b, m, x, tail);
		r.mean += p;
		for (size_t j = k; j-- > 1;)
			few[j] = few[j] * (1 - p) + few[j - 1] * p;
		if (k > 0)
			few[0] *= 1 - p;
	}
	for (size_t j = 0; j < k; j++)
		r.chance += few[j];
	return r;
}

void
cs_band_exact(const struct cs_beliefs *b, size_t k, enum cs_tail tail, double *prob, double *rank)
{
	enum { PANELS = sizeof panel / sizeof *panel - 1, NODES = sizeof node / sizeof *node };
	double *few = cs_mem_new(k + 1, sizeof *few), lo, hi;

	support(b, &lo, &hi);
	for (size_t i = 0; i < b->n; i++) {
		struct others sum = {0, 0}, one;

		/* the mean over i's own probability scale, from both ends to the middle */
		for (int at = 0; at < 2 * PANELS * 2 * NODES; at++) {
			enum cs_tail end = at % 2 == 0 ? CS_LOWER : CS_UPPER;
			const double *edge = &panel[at / 2 % PANELS];
			int n = at / 2 / PANELS;
			double half = (edge[1] - edge[0]) / 2;
			double p = edge[0] + half * (1 + (n < NODES ? -1 : 1) * node[n % NODES]);

			one = others_at(b, i, quantile(b, i, p, end, lo, hi), tail, few, k);
			sum.chance += half * weight[n % NODES] * one.chance;
			sum.mean += half * weight[n % NODES] * one.mean;
		}
		if (prob != NULL)
			prob[i] = sum.chance;
		if (rank != NULL)
			rank[i] = 1 + sum.mean;
	}
	free(few);
}

/* Members by class of sd, and by mean within. */
struct peer {
	double mean, var;
	size_t member;
};

/* Those of one class: their number, and between what their variances lie. */
struct class
{
	const struct peer *peer;
	size_t n;
	double least, most;
	size_t at[4]; /* where the edges were found last */
};

enum { CLASSES = 64, CLASS_LEAST = 64 };

static int
by_var(const void *a, const void *b)
{
	const struct peer *x = a, *y = b;

	return (x->var > y->var) - (x->var < y->var);
}

static int
by_mean(const void *a, const void *b)
{
	const struct peer *x = a, *y = b;

	return (x->mean > y->mean) - (x->mean < y->mean);
}

/* How many of the class have a mean below x: a few steps from where such an edge was last. */
static size_t
lower(struct class *c, double x, size_t *at)
{
	while (*at > 0 && c->peer[*at - 1].mean >= x)
		--*at;
	while (*at < c->n && c->peer[*at].mean < x)
		++*at;
	return *at;
}

/* Whether the two surely differ; which is the greater is told by their means. */
static bool
differ(struct peer a, struct peer b, double z)
{
	double d = b.mean - a.mean;

	return d * d >= z * z * (a.var + b.var);
}

/* Adds those of one class: beyond `far` all differ, within `near` none; the rest is looked at. */
static void
count(struct class *c, struct peer self, double z, size_t *above, size_t *below)
{
	double near = z * sqrt(self.var + c->least) * (1 - 1e-12);
	double far = z * sqrt(self.var + c->most) * (1 + 1e-12);
	size_t from = lower(c, self.mean - far, &c->at[0]);
	size_t to = lower(c, self.mean - near, &c->at[1]);

	*below += from;
	for (size_t i = from; i < to; i++)
		*below += c->peer[i].mean < self.mean && differ(self, c->peer[i], z);
	from = lower(c, self.mean + near, &c->at[2]);
	to = lower(c, self.mean + far, &c->at[3]);
	*above += c->n - to;
	for (size_t i = from; i < to; i++)
		*above += c->peer[i].mean > self.mean && differ(self, c->peer[i], z);
}

void
cs_band_span(const struct cs_beliefs *normal, double z, size_t *above, size_t *below)
{
	size_t n = normal->n, classes = n / CLASS_LEAST;
	struct peer *peer = cs_mem_new(n, sizeof *peer);
	struct class class[CLASSES];

	classes = classes < 1 ? 1 : classes > CLASSES ? CLASSES : classes;
	for (size_t i = 0; i < n; i++)
		peer[i] = (struct peer){normal->a[i], normal->b[i] * normal->b[i], i};
	qsort(peer, n, sizeof *peer, by_var);
	for (size_t k = 0; k < classes && n > 0; k++) {
		size_t from = n * k / classes, to = n * (k + 1) / classes;

		class[k] = (struct class){.peer = peer + from,
		    .n = to - from,
		    .least = peer[from].var,
		    .most = peer[to - 1].var};
		qsort(peer + from, to - from, sizeof *peer, by_mean);
	}
	/* in the order of the means of each class, so that edges move little */
	for (size_t i = 0; i < n; i++) {
		size_t m = peer[i].member;

		above[m] = below[m] = 0;
		for (size_t k = 0; k < classes; k++)
			count(&class[k], peer[i], z, &above[m], &below[m]);
	}
	free(peer);
}
