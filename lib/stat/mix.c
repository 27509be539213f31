/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Observed against expected over strata, and the fit of units and strata together: see mix.h. */
#include "stat/mix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/shrink.h"

/* So much does the variance of all strata count in that of one: as so many degrees of freedom. */
#define LEND 10.0

/* So many observations does the share of all, the unit too, count beside that of the others. */
#define KEEP 100.0

enum { ROUNDS = 40, STEPS = 100 };

/* Relative: of tau^2 from round to round, and of what a solution leaves. */
#define SETTLED 1e-5
#define SOLVED	1e-9

/* One stratum over all units. */
struct stratum {
	int64_t n;
	int64_t df;	/* within its cells */
	double sum, ss; /* of all, and within the cells */
	uint32_t units;
	double one; /* variance of one observation */
	/* of the fit */
	double m;     /* the figure of a common unit */
	double g;     /* what an effect of 1 adds to it; 0: nothing can be learned here */
	double scale; /* g / one: deviations times this are a score */
	double w;     /* g^2 / one: information of one observation */
};

/* The variance of one observation in each: of shares as they are, of values those within cells. */
static void
vary(struct stratum *s, size_t n, bool share)
{
	double ss = 0, df = 0, all;

	for (size_t i = 0; i < n; i++) {
		ss += s[i].ss;
		df += (double)s[i].df;
	}
	all = df > 0 ? ss / df : 0;
	for (size_t i = 0; i < n; i++) {
		double p = s[i].n > 0 ? s[i].sum / (double)s[i].n : 0;

		s[i].one = share ? p * (1 - p) : (s[i].ss + LEND * all) / ((double)s[i].df + LEND);
		s[i].m = p;
	}
}

static struct stratum *
collect(const struct cs_mix *in)
{
	struct stratum *s = cs_mem_new0(in->strata, sizeof *s);

	for (size_t i = 0; i < in->n; i++) {
		const struct cs_mix_cell *c = &in->cell[i];
		struct stratum *to = &s[c->stratum];

		if (c->n <= 0)
			continue;
		to->n += c->n;
		to->df += c->n - 1;
		to->sum += c->sum;
		to->ss += c->ss;
		to->units++;
	}
	vary(s, in->strata, in->share);
	return s;
}

void
cs_mix_expect(const struct cs_mix *in, bool others, struct cs_mix_expected *out)
{
	struct stratum *s = collect(in);

	for (size_t u = 0; u < in->units; u++)
		out[u] = (struct cs_mix_expected){0};
	for (size_t i = 0; i < in->n; i++) {
		const struct cs_mix_cell *c = &in->cell[i];
		const struct stratum *of = &s[c->stratum];
		struct cs_mix_expected *r = &out[c->unit];
		double n = (double)c->n, peers = (double)of->n, sum = of->sum, one = of->one;

		if (c->n <= 0)
			continue;
		r->n += c->n;
		if (of->units < 2) {
			r->alone += c->n;
			continue;
		}
		if (others) {
			peers -= n;
			sum -= c->sum;
		}
		if (others && in->share) {
			double share = (sum + KEEP * of->m) / (peers + KEEP);

			one = share * (1 - share);
		}
		r->observed += c->sum;
		r->expected += n * sum / peers;
		r->var += n * one * (others ? (double)of->n / peers : 1);
	}
	free(s);
}

/* A fit on its way. By unit: what the cells say, and what is made of it. */
struct unit {
	double score;  /* sum of scale (sum - n m): against common units */
	double info;   /* sum of n w: of its observations */
	double own;    /* of them what the others' figure leaves: sum of n w (1 - n / N) */
	double effect; /* d */
	double t;      /* of a product */
};

struct fit {
	const struct cs_mix *in;
	struct stratum *s;
	struct unit *u;
	double *y, *v; /* by unit: unshrunk effects and their variances, for tau */
	double tau2;
};

/* Whether the cell takes part: there is something in it, others are there, and they vary. */
static bool
takes_part(const struct cs_mix_cell *c, const struct stratum *s)
{
	return c->n > 0 && s->units > 1 && s->w > 0;
}

/* Each stratum's scale at its present figure. */
static void
weigh(struct fit *f)
{
	for (size_t i = 0; i < f->in->strata; i++) {
		struct stratum *s = &f->s[i];

		if (f->in->share)
			s->one = s->m * (1 - s->m);
		s->g = f->in->share ? s->one : sqrt(s->one);
		s->scale = s->one > 0 ? s->g / s->one : 0;
		s->w = s->g * s->scale;
	}
}

/* One pass: scores and information of the units at the present figures. */
static void
scores(struct fit *f)
{
	for (size_t i = 0; i < f->in->units; i++)
		f->u[i].score = f->u[i].info = f->u[i].own = 0;
	for (size_t i = 0; i < f->in->n; i++) {
		const struct cs_mix_cell *c = &f->in->cell[i];
		const struct stratum *s = &f->s[c->stratum];
		struct unit *u = &f->u[c->unit];
		double n = (double)c->n;

		if (!takes_part(c, s))
			continue;
		u->score += s->scale * (c->sum - n * s->m);
		u->info += n * s->w;
		u->own += n * s->w * (1 - n / (double)s->n);
	}
}

/* The effect before shrinking: that part of the score that is not its own weight in the strata. */
static double
unshrunk(const struct unit *u)
{
	return (u->score - (u->info - u->own) * u->effect) / u->own;
}

/*
 * The least information with which a unit takes part in the spread. Of a share that is one expected
 * success or failure: of fewer, one bad answer of three is far off, and where others have hundreds
 * it would speak for as much as they do. Where most of what is known is of such units, or fewer
 * than three are larger, all take part.
 */
static double
least_told(const struct fit *f)
{
	double few = 0, all = 0;
	size_t large = 0;

	for (size_t i = 0; f->in->share && i < f->in->units; i++) {
		const double own = f->u[i].own;

		all += own;
		few += own < 1 ? own : 0;
		large += own >= 1;
	}
	return large >= 3 && few < all / 2 ? 1 : 0;
}

/* The spread between units as it is seen now. False when there is none. */
static bool
spread(struct fit *f, struct cs_mix_fit *r)
{
	const double least = least_told(f);
	struct cs_normal2 n;

	for (size_t i = 0; i < f->in->units; i++) {
		const struct unit *u = &f->u[i];

		f->y[i] = u->own > 0 ? unshrunk(u) : 0;
		f->v[i] = u->own > 0 && u->own >= least ? 1 / u->own : 0;
	}
	n = cs_shrink_normal(f->y, f->v, f->in->units);
	f->tau2 = n.tau2;
	r->used = n.used;
	r->flag = n.flag;
	return n.flag == CS_FLAG_NONE;
}

/* y = (W - N' (D + 1/tau^2)^-1 N) x over the strata: what is left when the units have adapted. */
static void
apply(struct fit *f, const double *x, double *y)
{
	const struct cs_mix_cell *cell = f->in->cell;

	for (size_t i = 0; i < f->in->units; i++)
		f->u[i].t = 0;
	for (size_t i = 0; i < f->in->n; i++) {
		const struct stratum *s = &f->s[cell[i].stratum];

		if (takes_part(&cell[i], s))
			f->u[cell[i].unit].t += (double)cell[i].n * s->w * x[cell[i].stratum];
	}
	for (size_t i = 0; i < f->in->units; i++)
		f->u[i].t /= f->u[i].info + 1 / f->tau2;
	for (size_t i = 0; i < f->in->strata; i++)
		y[i] = (double)f->s[i].n * f->s[i].w * x[i];
	for (size_t i = 0; i < f->in->n; i++) {
		const struct stratum *s = &f->s[cell[i].stratum];

		if (takes_part(&cell[i], s))
			y[cell[i].stratum] -= (double)cell[i].n * s->w * f->u[cell[i].unit].t;
	}
}

/* What the strata are off by when the units take what they can: the right side of the equations. */
static void
offsets(struct fit *f, double *b)
{
	for (size_t i = 0; i < f->in->strata; i++) {
		const struct stratum *s = &f->s[i];

		b[i] = s->units > 1 ? s->scale * (s->sum - (double)s->n * s->m) : 0;
	}
	for (size_t i = 0; i < f->in->n; i++) {
		const struct cs_mix_cell *c = &f->in->cell[i];
		const struct stratum *s = &f->s[c->stratum];
		const struct unit *u = &f->u[c->unit];

		if (takes_part(c, s))
			b[c->stratum] -= (double)c->n * s->w * u->score / (u->info + 1 / f->tau2);
	}
}

/* The same stratum by stratum without the others: what conjugate gradients begin a step with. */
static double
precondition(const struct fit *f, const double *r, double *z)
{
	double sum = 0;

	for (size_t i = 0; i < f->in->strata; i++) {
		double w = (double)f->s[i].n * f->s[i].w;

		z[i] = f->s[i].units > 1 && w > 0 ? r[i] / w : 0;
		sum += z[i] * r[i];
	}
	return sum;
}

/* Conjugate gradients: x gets how far each stratum's figure is to move, in units of effects. */
static void
solve(struct fit *f, double *x)
{
	size_t n = f->in->strata;
	double *mem = cs_mem_new0(n, 4 * sizeof *mem);
	double *r = mem, *z = mem + n, *p = mem + 2 * n, *q = mem + 3 * n, rz, first;

	memset(x, 0, n * sizeof *x);
	offsets(f, r);
	first = rz = precondition(f, r, z);
	memcpy(p, z, n * sizeof *p);
	for (int step = 0; step < STEPS && rz > SOLVED * SOLVED * first; step++) {
		double pq = 0, last = rz, a;

		apply(f, p, q);
		for (size_t i = 0; i < n; i++)
			pq += p[i] * q[i];
		if (!(pq > 0))
			break;
		a = rz / pq;
		for (size_t i = 0; i < n; i++) {
			x[i] += a * p[i];
			r[i] -= a * q[i];
		}
		rz = precondition(f, r, z);
		for (size_t i = 0; i < n; i++)
			p[i] = z[i] + rz / last * p[i];
	}
	free(mem);
}

/* Moves the effects to the solution x, and leaves in y what the units of each stratum add up to. */
static void
adopt(struct fit *f, const double *x, double *y)
{
	const struct cs_mix_cell *cell = f->in->cell;

	apply(f, x, y); /* for t */
	for (size_t i = 0; i < f->in->units; i++) {
		struct unit *u = &f->u[i];

		u->effect = u->score / (u->info + 1 / f->tau2) - u->t;
	}
	memset(y, 0, f->in->strata * sizeof *y);
	for (size_t i = 0; i < f->in->n; i++) {
		if (takes_part(&cell[i], &f->s[cell[i].stratum]))
			y[cell[i].stratum] += (double)cell[i].n * f->u[cell[i].unit].effect;
	}
}

/*
 * The figures of the strata with which, effects given, each stratum's sum is what it is. Of a share
 * r with mean effect e: p + p (1 - p) e = r, solved for p without cancellation.
 */
static void
settle(struct fit *f, const double *total)
{
	for (size_t i = 0; i < f->in->strata; i++) {
		struct stratum *s = &f->s[i];
		double e, r, root;

		if (s->units < 2 || s->w <= 0)
			continue;
		e = total[i] / (double)s->n;
		r = s->sum / (double)s->n;
		if (!f->in->share) {
			s->m = r - s->g * e;
			continue;
		}
		e = fmax(e, -.99);
		root = fmax(0, (1 + e) * (1 + e) - 4 * e * r);
		s->m = 2 * r / (1 + e + sqrt(root));
	}
}

/* Back to where nothing sets the units apart. */
static void
level(struct fit *f)
{
	for (size_t i = 0; i < f->in->strata; i++)
		f->s[i].m = f->s[i].n > 0 ? f->s[i].sum / (double)f->s[i].n : 0;
	for (size_t i = 0; i < f->in->units; i++)
		f->u[i].effect = 0;
	weigh(f);
	scores(f);
}

/* Rounds of spread and solution until the spread stays. */
static void
rounds(struct fit *f, struct cs_mix_fit *r)
{
	double *x = cs_mem_new(f->in->strata, sizeof *x), *y = cs_mem_new(f->in->strata, sizeof *y);
	double last = 0;

	level(f);
	while (spread(f, r) && r->rounds < ROUNDS && fabs(f->tau2 - last) > SETTLED * f->tau2) {
		last = f->tau2;
		solve(f, x);
		adopt(f, x, y);
		settle(f, y);
		weigh(f);
		scores(f);
		r->rounds++;
	}
	if (r->flag != CS_FLAG_NONE)
		level(f);
	free(x);
	free(y);
}

/* The common figure, and what an effect of 1 adds to it, on the work that is shared. */
static double
common(const struct fit *f, struct cs_mix_fit *r)
{
	double n = 0, m = 0, g = 0, w = 0;

	for (size_t i = 0; i < f->in->strata; i++) {
		const struct stratum *s = &f->s[i];

		r->n += s->n;
		r->alone += s->units == 1 ? s->n : 0;
		if (s->units < 2)
			continue;
		n += (double)s->n;
		m += (double)s->n * s->m;
		g += (double)s->n * s->g;
		w += (double)s->n * s->w;
	}
	if (r->used == 0)
		r->flag = n <= 0 ? CS_FLAG_N0 : f->in->share ? CS_FLAG_NO_SPREAD : CS_FLAG_ZERO_VAR;
	if (n <= 0)
		return 0;
	r->mu = m / n;
	if (r->flag == CS_FLAG_NONE) {
		r->tau = g / n * sqrt(f->tau2);
		r->m = n / (w * f->tau2);
	}
	return g / n;
}

/* One pass: what each did, and what a common unit would have made of that. */
static void
sums(struct fit *f, struct cs_mix_unit *out)
{
	for (size_t i = 0; i < f->in->units; i++) {
		out[i] = (struct cs_mix_unit){0};
		f->u[i].t = f->v[i] = 0;
	}
	for (size_t i = 0; i < f->in->n; i++) {
		const struct cs_mix_cell *c = &f->in->cell[i];
		const struct stratum *s = &f->s[c->stratum];
		struct cs_mix_unit *r = &out[c->unit];
		double n = (double)c->n, p = s->m + s->g * f->u[c->unit].effect;

		if (c->n <= 0)
			continue;
		r->n += c->n;
		r->own += c->sum;
		if (s->units < 2) {
			r->alone += c->n;
			continue;
		}
		r->expected += n * s->m;
		/* the variance where the unit is believed to stand, and that of common ones */
		f->u[c->unit].t += p > 0 && p < 1 ? n * p * (1 - p) : 0;
		f->v[c->unit] += n * s->one;
	}
}

/* The rest of a unit's figures, from what the sums left. */
static void
conclude(const struct fit *f, const struct cs_mix_fit *r, double g, size_t i, struct cs_mix_unit *o)
{
	const struct unit *u = &f->u[i];
	double here;

	o->own = o->n > 0 ? o->own / (double)o->n : 0;
	o->expected = o->n > o->alone ? o->expected / (double)(o->n - o->alone) : r->mu;
	o->adjusted = o->mean = r->mu;
	o->var = r->tau * r->tau;
	if (u->own > 0) {
		o->adjusted += g * unshrunk(u);
		o->error = g / sqrt(u->own);
	} else if (o->n > 0 && o->alone == 0) {
		o->adjusted += o->own - o->expected;
	}
	if (r->flag != CS_FLAG_NONE || u->own <= 0)
		return;
	o->weight = u->own / (u->own + 1 / f->tau2);
	o->mean += g * u->effect;
	o->var = g * g / (u->own + 1 / f->tau2);
	if (f->in->share) {
		here = u->t / f->v[i];
		o->var *= fmax(here, 1 / (f->v[i] + 1));
		o->mean = fmin(fmax(o->mean, 0), 1);
	}
}

struct cs_mix_fit
cs_mix_fit(const struct cs_mix *in, struct cs_mix_unit *out)
{
	struct cs_mix_fit r = {.flag = CS_FLAG_N0};
	struct fit f = {.in = in, .s = collect(in)};
	double g;

	f.u = cs_mem_new0(in->units, sizeof *f.u);
	f.y = cs_mem_new(in->units, 2 * sizeof *f.y);
	f.v = f.y + in->units;
	rounds(&f, &r);
	g = common(&f, &r);
	sums(&f, out);
	for (size_t i = 0; i < in->units; i++)
		conclude(&f, &r, g, i, &out[i]);
	free(f.s);
	free(f.u);
	free(f.y);
	return r;
}
