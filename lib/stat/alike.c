/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weeks of which nobody knows how they hang together: see alike.h. */
#include "stat/alike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/dist.h"

/* What there is of each sort, and of all: luck alone and what is alike, by what is beside. */
enum {
	RHOS = 7,
	SHARES = 4,
	SIZES = 4,
	WAYS = (1 + RHOS * SHARES) * (1 + SIZES),
	FEW = 26,    /* weeks before: fewer hardly show how they hang together */
	COLUMNS = 5, /* e, level, line, at most two beside */
};

static const double rhos[RHOS] = {.2, .4, .6, .75, .85, .92, .97};
static const double shares[SHARES] = {.25, .5, .75, 1};
static const double sizes[][SIZES] = {
    [CS_ALIKE_DRIFT] = {.0005, .001, .003, .01}, [CS_ALIKE_SEASON] = {.05, .1, .2, .4}};

/* The chance beforehand that there is nothing but luck, of many weeks and of few, which have to be
 * safe from what they do not show. */
#define LUCK	 .85
#define LUCK_FEW .5

/* What all sizes weigh, over nothing beside. */
static const double weights[] = {
    [CS_ALIKE_NOTHING] = 0, [CS_ALIKE_DRIFT] = .1, [CS_ALIKE_SEASON] = 1};

#define YEAR   52.18 /* weeks */
#define HARDLY 1e-10 /* a way that counts for less is left out */
#define CLOSE  1e-12 /* the half is found to this, of itself */

/* A way for weeks to hang together, and what it says. */
struct way {
	double rho, share;
	double size; /* variance of what is beside, over that of a week; 0: nothing */
	double weight;
	double mean, sd; /* of the sum to come */
};

/* The columns of a week: e, what was fitted, what is beside. */
struct rows {
	double (*row)[COLUMNS]; /* n + k; e of those to come is 0 */
	size_t n, k;
	int fitted, beside; /* columns */
	double df;
};

/* Columns are all about as large as 1, so that no pivot is lost among them. */
static void
rows_make(struct rows *r, const struct cs_alike_in *in)
{
	const double middle = ((double)in->n - 1) / 2;

	r->n = in->n;
	r->k = in->k;
	r->fitted = in->line ? 2 : 1;
	r->beside = in->beside == CS_ALIKE_SEASON ? 2 : in->beside == CS_ALIKE_DRIFT ? 1 : 0;
	r->df = (double)in->n - r->fitted;
	r->row = cs_mem_new0(in->n + in->k, sizeof *r->row);
	for (size_t i = 0; i < in->n + in->k; i++) {
		const double t = (double)i - middle, turn = 2 * M_PI * t / YEAR;
		double *to = r->row[i];

		*to++ = i < in->n ? in->e[i] : 0;
		*to++ = 1;
		if (in->line)
			*to++ = t / (double)in->n;
		if (in->beside == CS_ALIKE_DRIFT)
			*to = t;
		if (in->beside == CS_ALIKE_SEASON) {
			to[0] = M_SQRT2 * sin(turn);
			to[1] = M_SQRT2 * cos(turn);
		}
	}
}

/* Columns made white: their products, and the state that the weeks before end in. */
struct white {
	double product[COLUMNS][COLUMNS];
	double state[COLUMNS], state_var; /* of the first week to come, by the weeks before */
	double log_det;
};

/* Kalman's filter of an AR(1) beside white noise, over each column alike. */
static void
whiten(struct white *z, const struct rows *r, const struct way *w, int columns)
{
	double p = w->share, in[COLUMNS];

	memset(z, 0, sizeof *z);
	for (size_t i = 0; i < r->n; i++) {
		const double f = p + 1 - w->share, gain = p / f;

		for (int c = 0; c < columns; c++) {
			in[c] = r->row[i][c] - z->state[c];
			z->state[c] = w->rho * (z->state[c] + gain * in[c]);
		}
		for (int c = 0; c < columns; c++) {
			for (int d = 0; d < columns; d++)
				z->product[c][d] += in[c] * in[d] / f;
		}
		z->log_det += log(f);
		p = w->rho * w->rho * (p - gain * p) + (1 - w->rho * w->rho) * w->share;
	}
	z->state_var = p;
}

/* The variance of the sum to come when all columns are known, and in *reach how much of the state
 * is in it. */
static double
ahead(const struct white *z, const struct rows *r, const struct way *w, double *reach)
{
	const double fresh = (1 - w->rho * w->rho) * w->share;
	double g = 0, var = (double)r->k * (1 - w->share);

	for (size_t i = 0; i < r->k; i++) {
		g = 1 + w->rho * g;
		var += i + 1 < r->k ? fresh * g * g : 0;
	}
	*reach = g;
	return var + g * g * z->state_var;
}

/*
 * What a way says. Columns are eliminated from the last to the first, which leaves of e's product
 * with itself the sum of squares, and adds to the sum to come what each coefficient says of it and
 * how far that may be off. False: the columns cannot be told apart, or nothing is left.
 */
static bool
ask(struct way *w, double *log_likelihood, const struct rows *r)
{
	const int beside = w->size > 0 ? r->beside : 0, columns = 1 + r->fitted + beside;
	double sum[COLUMNS] = {0}, reach, var, mean, log_det, squares;
	struct white z;

	whiten(&z, r, w, columns);
	var = ahead(&z, r, w, &reach);
	for (size_t i = r->n; i < r->n + r->k; i++) {
		for (int c = 1; c < columns; c++)
			sum[c] += r->row[i][c];
	}
	for (int c = 1; c < columns; c++)
		sum[c] -= reach * z.state[c];
	mean = reach * z.state[0];
	log_det = z.log_det;
	for (int c = columns - 1; c > 0; c--) {
		double *pivot = z.product[c];

		if (c > r->fitted) {
			pivot[c] += 1 / w->size;
			log_det += log(w->size);
		}
		if (pivot[c] < CLOSE)
			return false;
		log_det += log(pivot[c]);
		var += sum[c] * sum[c] / pivot[c];
		mean += sum[c] * pivot[0] / pivot[c];
		for (int i = 0; i < c; i++) {
			const double f = pivot[i] / pivot[c];

			sum[i] -= f * sum[c];
			for (int j = 0; j < c; j++)
				z.product[i][j] -= f * pivot[j];
		}
	}
	squares = z.product[0][0];
	if (!(squares > 0))
		return false;
	*log_likelihood = -(log_det + r->df * log(squares)) / 2;
	w->mean = mean;
	w->sd = sqrt(squares / r->df * var);
	return true;
}

/* Every way, with its chance beforehand, where so much is for luck alone. size[0] is nothing; the
 * others weigh so much together. */
static size_t
ways(struct way *w, const double *size, size_t nsize, double luck, double others)
{
	double all = 0;
	size_t n = 0;

	for (size_t i = 0; i < RHOS; i++)
		all += SHARES * sqrt(1 - rhos[i]);
	for (size_t s = 0; s < nsize; s++) {
		const double beside = s == 0 ? 1 : others / SIZES;

		w[n++] = (struct way){.size = size[s], .weight = luck * beside};
		for (size_t i = 0; i < (size_t)RHOS * SHARES; i++) {
			const double rho = rhos[i / SHARES];

			w[n++] = (struct way){.rho = rho,
			    .share = shares[i % SHARES],
			    .size = size[s],
			    .weight = (1 - luck) * sqrt(1 - rho) / all * beside};
		}
	}
	return n;
}

/* Asks all; leaves those that count, whose weights are 1 together, and gives how many they are. */
static size_t
weigh(struct way *w, size_t n, const struct rows *r)
{
	double l[WAYS], most = -INFINITY, all = 0;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!ask(&w[i], &l[i], r))
			l[i] = -INFINITY;
		most = fmax(most, l[i]);
	}
	for (size_t i = 0; i < n && isfinite(most); i++) {
		w[i].weight *= exp(l[i] - most);
		all += w[i].weight;
	}
	for (size_t i = 0; i < n && all > 0; i++) {
		w[i].weight /= all;
		if (w[i].weight >= HARDLY)
			w[kept++] = w[i];
	}
	return kept;
}

/* The chance that the sum to come is further off. */
static double
beyond(const struct way *w, size_t n, double half, double df)
{
	double p = 0;

	for (size_t i = 0; i < n; i++)
		p += w[i].weight * (cs_dist_t((half - w[i].mean) / w[i].sd, df, CS_UPPER) +
				       cs_dist_t((half + w[i].mean) / w[i].sd, df, CS_UPPER));
	return p;
}

static bool
find_half(double *half, const struct way *w, size_t n, double df, double confidence)
{
	double lo = 0, hi = 0, t;

	if (!cs_dist_t_quantile((1 - confidence) / 2, df, CS_UPPER, &t))
		return false;
	for (size_t i = 0; i < n; i++)
		hi = fmax(hi, fabs(w[i].mean) + t * w[i].sd);
	while (hi - lo > CLOSE * hi) {
		const double mid = (lo + hi) / 2;

		if (beyond(w, n, mid, df) > 1 - confidence)
			lo = mid;
		else
			hi = mid;
	}
	*half = hi;
	return true;
}

/* The variances of what may be beside, over that of a week. Gives how many. */
static size_t
beside(double *size, const struct cs_alike_in *in, double df)
{
	double squares = 0;

	size[0] = 0;
	for (size_t i = 0; i < in->n; i++)
		squares += in->e[i] * in->e[i];
	if (in->beside == CS_ALIKE_NOTHING || in->level <= 0 || squares <= 0)
		return 1;
	for (size_t i = 0; i < SIZES; i++) {
		const double sd = sizes[in->beside][i] * in->level;

		size[1 + i] = sd * sd / (squares / df);
	}
	return 1 + SIZES;
}

bool
cs_alike_bounds(struct cs_alike *r, const struct cs_alike_in *in)
{
	const double luck = in->n < FEW ? LUCK_FEW : LUCK;
	double size[1 + SIZES];
	struct way way[WAYS];
	struct rows rows;
	size_t n;
	bool ok;

	*r = (struct cs_alike){0, 0};
	if (in->n <= (in->line ? 2U : 1U))
		return false;
	rows_make(&rows, in);
	n = weigh(
	    way, ways(way, size, beside(size, in, rows.df), luck, weights[in->beside]), &rows);
	ok = n > 0 && find_half(&r->half, way, n, rows.df, in->confidence);
	r->half *= in->scale;
	for (size_t i = 0; i < n; i++)
		r->alike += way[i].weight * way[i].rho * way[i].share;
	free(rows.row);
	return ok;
}
