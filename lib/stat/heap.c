/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heaps at thresholds, and digits: see heap.h. */
#include "stat/heap.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"

enum { COLUMNS = 4, ROUNDS = 100, HALVINGS = 10 };

/* Linear predictors beyond it are nothing: exp(-30) of a call. */
#define DEEP (-30.0)

/* A Poisson regression on the counts: the columns of its rows are made by row(). */
struct model {
	const struct cs_heap_counts *c;
	const int64_t *waiting; /* NULL: counts, else hazards */
	size_t from, to;	/* the window */
	double scale;
	int columns;
};

struct solution {
	double b[COLUMNS];
	double inverse[COLUMNS][COLUMNS]; /* of the information */
	double deviance, pearson;
	size_t rows;
	bool ok;
};

/* Row i of the design; false: it takes no part. */
static bool
row(const struct model *m, size_t i, double *x, double *offset)
{
	double u = ((double)i - (double)m->c->at) / m->scale;

	*offset = 0;
	x[0] = 1;
	x[1] = u;
	if (m->waiting != NULL) {
		x[2] = i >= m->from && i < m->to;
		x[3] = i >= m->to;
		if (m->waiting[i] <= 0)
			return false;
		*offset = log((double)m->waiting[i]);
	} else {
		x[2] = u * u;
		x[3] = i >= m->from && i < m->to;
	}
	return true;
}

static double
predicted(const struct solution *s, const double *x, double offset, int columns)
{
	double eta = offset;

	for (int j = 0; j < columns; j++)
		eta += s->b[j] * x[j];
	return exp(fmax(DEEP, fmin(-DEEP, eta)));
}

/* The inverse of a symmetric positive matrix, by Gauss and Jordan; false: singular. */
static bool
invert(double a[COLUMNS][COLUMNS], double inv[COLUMNS][COLUMNS], int n)
{
	double whole[COLUMNS];

	for (int i = 0; i < n; i++) {
		whole[i] = a[i][i];
		for (int j = 0; j < n; j++)
			inv[i][j] = i == j;
	}
	for (int i = 0; i < n; i++) {
		double pivot = a[i][i];

		if (!(pivot > 1e-10 * whole[i]))
			return false;
		for (int j = 0; j < n; j++) {
			a[i][j] /= pivot;
			inv[i][j] /= pivot;
		}
		for (int r = 0; r < n; r++) {
			double f = a[r][i];

			for (int j = 0; j < n && r != i; j++) {
				a[r][j] -= f * a[i][j];
				inv[r][j] -= f * inv[i][j];
			}
		}
	}
	return true;
}

/* One round of Newton: the information, its inverse and the step. False: singular. */
static bool
newton(const struct model *m, struct solution *s, double *step)
{
	double info[COLUMNS][COLUMNS] = {{0}}, score[COLUMNS] = {0}, x[COLUMNS], offset;

	for (size_t i = 0; i < m->c->n; i++) {
		double mu;

		if (!row(m, i, x, &offset))
			continue;
		mu = predicted(s, x, offset, m->columns);
		for (int j = 0; j < m->columns; j++) {
			score[j] += x[j] * ((double)m->c->count[i] - mu);
			for (int k = 0; k < m->columns; k++)
				info[j][k] += x[j] * x[k] * mu;
		}
	}
	if (!invert(info, s->inverse, m->columns))
		return false;
	for (int j = 0; j < m->columns; j++) {
		step[j] = 0;
		for (int k = 0; k < m->columns; k++)
			step[j] += s->inverse[j][k] * score[k];
	}
	return true;
}

/* Twice the log-likelihood that a perfect fit has more, and Pearson's chi-squared. */
static void
judge(const struct model *m, struct solution *s)
{
	double x[COLUMNS], offset;

	s->deviance = s->pearson = 0;
	s->rows = 0;
	for (size_t i = 0; i < m->c->n; i++) {
		double y = (double)m->c->count[i], mu;

		if (!row(m, i, x, &offset))
			continue;
		mu = predicted(s, x, offset, m->columns);
		s->deviance += 2 * (mu - y + (y > 0 ? y * log(y / mu) : 0));
		s->pearson += (y - mu) * (y - mu) / mu;
		s->rows++;
	}
}

/* Newton from the mean, halving steps that make it worse. */
static struct solution
fit(const struct model *m)
{
	struct solution s = {.ok = false};
	double total = 0, base = 0, step[COLUMNS], x[COLUMNS], offset, last;

	for (size_t i = 0; i < m->c->n; i++) {
		if (!row(m, i, x, &offset))
			continue;
		total += (double)m->c->count[i];
		base += exp(offset);
	}
	if (!(total > 0))
		return s;
	s.b[0] = log(total / base);
	judge(m, &s);
	for (int round = 0; round < ROUNDS; round++) {
		struct solution next;

		if (!newton(m, &s, step))
			return s;
		last = s.deviance;
		next = s;
		for (int half = 0; half < HALVINGS; half++) {
			for (int j = 0; j < m->columns; j++)
				next.b[j] = s.b[j] + ldexp(step[j], -half);
			judge(m, &next);
			if (next.deviance <= last + 1e-9 * (1 + last))
				break;
		}
		s = next;
		if (fabs(last - s.deviance) <= 1e-13 * (1 + last))
			break;
	}
	s.ok = newton(m, &s, step);
	return s;
}

/* Whether there is enough around the threshold, and *inside of it in the window. */
static enum cs_flag
enough(const struct cs_heap_counts *c, size_t from, size_t to, int64_t *inside)
{
	int64_t n = 0;

	*inside = 0;
	if (c->n > CS_HEAP_MOST || from >= to || to > c->n || c->n - (to - from) < 4)
		return CS_FLAG_DOMAIN;
	for (size_t i = 0; i < c->n; i++) {
		if (c->count[i] < 0 || c->count[i] > INT64_C(1000000000000))
			return CS_FLAG_DOMAIN;
		n += c->count[i];
		*inside += i >= from && i < to ? c->count[i] : 0;
	}
	return n < CS_HEAP_MIN ? CS_FLAG_SMALL_N : CS_FLAG_NONE;
}

struct cs_heap
cs_heap_fit(const struct cs_heap_counts *c, size_t from, size_t to)
{
	struct model m = {c, NULL, from, to, 60, COLUMNS};
	struct cs_heap r = {.flag = CS_FLAG_NONE};
	struct solution with, without;
	double x[COLUMNS], offset;

	r.flag = enough(c, from, to, &r.inside);
	if (r.flag != CS_FLAG_NONE)
		return (struct cs_heap){.flag = r.flag};
	with = fit(&m);
	m.columns--;
	without = fit(&m);
	if (!with.ok || !without.ok)
		return (struct cs_heap){.flag = CS_FLAG_DOMAIN};
	for (size_t i = from; i < to; i++) {
		(void)row(&m, i, x, &offset);
		r.expected += predicted(&without, x, offset, m.columns);
	}
	memcpy(r.base, with.b, sizeof r.base);
	r.delta = with.b[3];
	r.excess = r.inside > 0 ? expm1(r.delta) : -1;
	r.se = r.inside > 0 ? sqrt(with.inverse[3][3]) : 0;
	r.z = copysign(sqrt(fmax(0, without.deviance - with.deviance)), r.delta);
	r.p = cs_dist_norm(r.z, CS_UPPER);
	r.phi = with.pearson / ((double)with.rows - COLUMNS);
	return r;
}

struct cs_heap_seen
cs_heap_look(const struct cs_heap_counts *c, size_t width, size_t missing)
{
	static const int off[] = {-4, -2, 2, 4}; /* in widths */
	struct cs_heap_seen r = {.placebo = -40};

	r.before = cs_heap_fit(c, c->at >= width ? c->at - width : c->n, c->at);
	r.behind = cs_heap_fit(c, c->at, c->at + missing);
	for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
		int64_t to = (int64_t)c->at + off[i] * (int64_t)width;
		struct cs_heap h;

		if (to < (int64_t)width || to > (int64_t)c->n)
			continue;
		h = cs_heap_fit(c, (size_t)to - width, (size_t)to);
		if (h.flag == CS_FLAG_NONE)
			r.placebo = fmax(r.placebo, h.z);
	}
	return r;
}

double
cs_heap_three(int64_t below, int64_t at, int64_t above, double k)
{
	if (below < 0 || at < 0 || above < 0 || !(k >= 0))
		return CS_DIST_BAD;
	return cs_dist_binom(at - 1, below + at + above, (1 + k) / (3 + k), CS_UPPER);
}

struct cs_heap_hazard
cs_heap_hazard(
    const struct cs_heap_counts *answered, const int64_t *waiting, size_t width, double scale)
{
	size_t at = answered->at, from = at >= width ? at - width : answered->n;
	struct model m = {answered, waiting, from, at, scale, COLUMNS};
	struct cs_heap_hazard r = {.flag = CS_FLAG_NONE};
	struct solution s;
	int64_t inside;

	r.flag = scale > 0 ? enough(answered, from, at, &inside) : CS_FLAG_DOMAIN;
	if (r.flag != CS_FLAG_NONE)
		return r;
	s = fit(&m);
	if (!s.ok)
		return (struct cs_heap_hazard){.flag = CS_FLAG_DOMAIN};
	for (int j = 0; j < 2; j++) {
		r.base[j] = s.b[j];
		r.z_base[j] = s.b[j] / sqrt(s.inverse[j][j]);
	}
	r.delta = s.b[2];
	r.gamma = s.b[3];
	r.z_delta = r.delta / sqrt(s.inverse[2][2]);
	r.z_gamma = r.gamma / sqrt(s.inverse[3][3]);
	return r;
}

/* Pearson's chi-squared of k counts against shares that sum to 1. */
static struct cs_heap_digits
digits(const int64_t *count, const double *want, int k)
{
	struct cs_heap_digits r = {.flag = CS_FLAG_NONE};

	for (int i = 0; i < k; i++)
		r.n += count[i];
	if (r.n < CS_HEAP_MIN) {
		r.flag = CS_FLAG_SMALL_N;
		return r;
	}
	for (int i = 0; i < k; i++) {
		double e = (double)r.n * want[i], d = (double)count[i] - e;

		r.chi2 += d * d / e;
		r.mad += fabs(d) / (double)r.n / k;
	}
	r.p = cs_dist_chi2(r.chi2, k - 1, CS_UPPER);
	return r;
}

struct cs_heap_digits
cs_heap_last(const int64_t count[10])
{
	static const double tenth[10] = {.1, .1, .1, .1, .1, .1, .1, .1, .1, .1};
	struct cs_heap_digits r = digits(count, tenth, 10);

	if (r.flag != CS_FLAG_NONE)
		return r;
	r.share = (double)(count[0] + count[5]) / (double)r.n;
	r.z = (r.share - .2) / sqrt(.16 / (double)r.n);
	return r;
}

struct cs_heap_digits
cs_heap_first(const int64_t count[9])
{
	double want[9];

	for (int i = 0; i < 9; i++)
		want[i] = log10(1 + 1.0 / (i + 1));
	return digits(count, want, 9);
}
