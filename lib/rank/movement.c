/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores over time: see movement.h. */
#include "rank/movement.h"

#include <math.h>

#include "stat/dist.h"

const char *
cs_moved_name(enum cs_moved how)
{
	static const char *const name[] = {
	    [CS_MOVED_LUCK] = "could be luck",
	    [CS_MOVED_BETTER] = "better",
	    [CS_MOVED_WORSE] = "worse",
	};

	return name[how];
}

/*
 * By how much the variance of a share, or of a rate, differs at a level from that at the common
 * figure.
 */
static double
level_of(const struct cs_score_fit *fit, double p, int64_t n)
{
	double least = .5 / (double)(n + 1);

	if (fit->rate)
		return fit->mu > 0 ? fmax(p, least) / fit->mu : 1;
	if (!fit->share || !(fit->mu > 0 && fit->mu < 1))
		return 1;
	p = fmin(fmax(p, least), 1 - least);
	return p * (1 - p) / (fit->mu * (1 - fit->mu));
}

/* Observations that say anything of the unit. */
static int64_t
telling(const struct cs_score_part *p)
{
	return p->n - p->alone;
}

/*
 * The variance of one observation at the common figure: m tau^2 as the fit has it, without what
 * the members of a unit differ by, which is there again in the next window.
 */
static double
variance_of(const struct cs_score_fit *fit, const struct cs_score_part *part)
{
	double m = part->m > 0 ? part->m : fit->m;

	return fit->tau * fit->tau * m - part->stays * (double)telling(part);
}

double
cs_movement_variance(
    const struct cs_score_fit *fit, const struct cs_score_part *part, double common)
{
	return variance_of(fit, part) * level_of(fit, common + part->mean - fit->mu, part->n);
}

/* One metric of one unit in both windows, in the unit of the metric, more being more. */
struct change {
	double expected;
	double moved, var;
};

/* Whether a metric has figures on both sides. */
static bool
both(const struct cs_movement_from *f, size_t m, size_t at)
{
	return f->now->fit[m].flag == CS_FLAG_NONE && telling(&f->now->part[at]) > 0 &&
	       cs_score_stands(&f->before->fit[m]) && telling(&f->before->part[at]) > 0;
}

static struct change
change_of(const struct cs_movement_from *f, size_t m, size_t at)
{
	const struct cs_score_fit *now = &f->now->fit[m], *before = &f->before->fit[m];
	const struct cs_score_part *x = &f->now->part[at], *y = &f->before->part[at];
	double one = variance_of(now, x), tau2 = now->tau * now->tau, r, p, k;
	double lasts = tau2 + x->stays, own = lasts / (lasts + one / (double)telling(y));
	struct change c = {.expected = own * (y->adjusted - before->mu)};

	p = lasts * (1 - own) + one / (double)telling(x);
	p *= level_of(now, before->mu + c.expected, telling(y)) /
	     level_of(now, before->mu, telling(y));
	r = x->adjusted - now->mu - c.expected;
	k = tau2 / (tau2 + p);
	c.moved = k * r;
	c.var = k * p;
	return c;
}

/* The most observations that a metric which counts rests on, in either window the fewer. */
static int64_t
least_n(const struct cs_movement_from *f, size_t u)
{
	int64_t now = 0, before = 0;

	for (size_t m = 0; m < f->now->metrics; m++) {
		size_t at = u * f->now->metrics + m;

		if (!both(f, m, at))
			continue;
		now = f->now->part[at].n > now ? f->now->part[at].n : now;
		before = f->before->part[at].n > before ? f->before->part[at].n : before;
	}
	return now < before ? now : before;
}

static struct cs_movement_row
row_of(const struct cs_movement_from *f, size_t u, double z)
{
	struct cs_movement_row r = {.most = -1};
	double var = 0, up = 0, down = 0;
	int most = -1, least = -1;
	int64_t n = least_n(f, u);

	if (n < 1 || n < f->min_n)
		return r;
	for (size_t m = 0; m < f->now->metrics; m++) {
		const struct cs_score_fit *fit = &f->now->fit[m];
		struct change c;
		double step;

		if (!both(f, m, u * f->now->metrics + m))
			continue;
		c = change_of(f, m, u * f->now->metrics + m);
		step = (fit->down ? -1 : 1) * fit->weight / fit->tau;
		r.before += step * c.expected;
		r.moved += step * c.moved;
		var += step * step * c.var;
		if (step * c.moved > up) {
			up = step * c.moved;
			most = (int)m;
		} else if (step * c.moved < down) {
			down = step * c.moved;
			least = (int)m;
		}
	}
	r.most = r.moved < 0 ? least : most;
	if (r.most >= 0) {
		const struct cs_score_part *was =
		    &f->before->part[u * f->now->metrics + (size_t)r.most];

		r.was = was->own;
		r.was_n = was->n;
	}
	r.lo = r.moved - z * sqrt(var);
	r.hi = r.moved + z * sqrt(var);
	r.p = cs_dist_norm(r.moved / sqrt(var), CS_UPPER);
	r.how = r.lo > 0 ? CS_MOVED_BETTER : r.hi < 0 ? CS_MOVED_WORSE : CS_MOVED_LUCK;
	return r;
}

struct cs_movement
cs_movement_make(struct cs_arena *a, const struct cs_movement_from *from)
{
	struct cs_movement m = {.row = cs_arena_new(a, from->now->units, sizeof *m.row)};
	double z = cs_dist_z(from->level);

	for (size_t u = 0; u < from->now->units; u++) {
		m.row[u] = row_of(from, u, z);
		m.known += m.row[u].how != CS_MOVED_UNKNOWN;
		m.better += m.row[u].how == CS_MOVED_BETTER;
		m.worse += m.row[u].how == CS_MOVED_WORSE;
	}
	return m;
}
