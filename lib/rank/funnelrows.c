/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One metric of a ranking as rows to draw a funnel of: see funnelrows.h. */
#include "rank/funnelrows.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rank/rankmix.h"
#include "stat/funnel.h"

static const char *const columns[] = {"n", "figure", "common", "lo_95", "hi_95", "lo_998", "hi_998",
    "z", "funnel", "wide_lo_95", "wide_hi_95", "wide_lo_998", "wide_hi_998", "wide_z",
    "wide_funnel"};

/* Probabilities beyond each limit. */
static const double tail[2] = {.025, .001};

static int
by_unit(const void *a, const void *b)
{
	const struct cs_mix_cell *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	return (x->stratum > y->stratum) - (x->stratum < y->stratum);
}

/* Cells of members become those of their units: sums, and squares about the common mean. */
static void
join_members(struct cs_mix *mix, const struct cs_rankwork *w)
{
	struct cs_mix_cell *cell = cs_arena_new(w->arena, mix->n, sizeof *cell);
	size_t n = 0;

	for (size_t i = 0; i < mix->n; i++) {
		cell[i] = mix->cell[i];
		cell[i].unit = w->keys.unit_of[cell[i].unit];
	}
	qsort(cell, mix->n, sizeof *cell, by_unit);
	for (size_t i = 0; i < mix->n; i++) {
		struct cs_mix_cell *to = n > 0 ? &cell[n - 1] : NULL, *from = &cell[i];
		double d;

		if (to == NULL || by_unit(to, from) != 0) {
			cell[n++] = *from;
			continue;
		}
		if (to->n > 0 && from->n > 0) {
			d = to->sum / (double)to->n - from->sum / (double)from->n;
			to->ss +=
			    d * d * (double)to->n * (double)from->n / (double)(to->n + from->n);
		}
		to->n += from->n;
		to->sum += from->sum;
		to->ss += from->ss;
	}
	mix->cell = cell;
	mix->n = n;
	mix->units = w->keys.ids[CS_RANK_UNIT].n;
}

/* What a metric is, and what is known of its units. */
struct looking {
	enum { SHARE, RATE, MEAN } kind;
	struct cs_over_unit *unit;
	double *size; /* by unit: what figures are sums over: n, or hours */
	double step;  /* the metric's unit in those of the sums */
	struct cs_over over;
};

/* The z of a count where so many are expected, by its mid-p. */
static double
z_of_count(double y, double expected)
{
	int64_t n = y < 1e15 ? (int64_t)y : INT64_C(1000000000000000);
	double half = cs_dist_pois_pmf(n, expected) / 2, z;
	double low = cs_dist_pois(n - 1, expected, CS_LOWER) + half;
	double high = cs_dist_pois(n, expected, CS_UPPER) + half;

	/* from the smaller tail, which keeps its digits */
	if (low < high ? cs_dist_norm_quantile(low, CS_LOWER, &z)
		       : cs_dist_norm_quantile(high, CS_UPPER, &z))
		return z;
	return low < high ? -40 : 40;
}

/* The figure below which a unit lies with probability p. */
static bool
limit_of(const struct looking *k, size_t i, const struct cs_funnel_row *r, double p, double *limit)
{
	const struct cs_over_unit *u = &k->unit[i];
	double z;

	switch (k->kind) {
	case SHARE:
		return cs_funnel_share(r->common, u->n, p, limit);
	case RATE:
		if (!cs_funnel_ratio(u->expected, p, limit))
			return false;
		*limit *= r->common;
		return true;
	default:
		if (!cs_dist_norm_quantile(p, CS_LOWER, &z))
			return false;
		*limit = r->common + z * sqrt(u->var) / k->size[i] * k->step;
		return true;
	}
}

/* Limits by chance alone. */
static bool
plain_limits(const struct looking *k, size_t i, struct cs_funnel_row *r)
{
	const struct cs_over_unit *u = &k->unit[i];

	if (!(u->var > 0))
		return false;
	if (k->kind == SHARE)
		r->plain.z = cs_funnel_z_midp((int64_t)u->observed, u->n, r->common);
	else if (k->kind == RATE)
		r->plain.z = z_of_count(u->observed, u->expected);
	else
		r->plain.z = (u->observed - u->expected) / sqrt(u->var);
	for (int j = 0; j < 2; j++) {
		if (!limit_of(k, i, r, tail[j], &r->plain.lo[j]) ||
		    !limit_of(k, i, r, 1 - tail[j], &r->plain.hi[j]))
			return false;
	}
	return true;
}

/* The same among units that honestly differ. */
static void
wide_limits(const struct looking *k, size_t i, struct cs_funnel_row *r)
{
	const struct cs_over_unit *u = &k->unit[i];
	double n = (double)u->n, lever = k->kind == SHARE ? u->expected * (1 - u->expected / n) : n;
	double wider = sqrt(1 + k->over.tau * k->over.tau * lever * lever / u->var), z = 0;
	double sd = sqrt(u->var) / k->size[i] * k->step * wider;

	r->wide.z = r->plain.z / wider;
	for (int j = 0; j < 2; j++) {
		(void)cs_dist_norm_quantile(tail[j], CS_UPPER, &z);
		r->wide.lo[j] = fmin(r->plain.lo[j], r->common - z * sd);
		r->wide.hi[j] = fmax(r->plain.hi[j], r->common + z * sd);
		if (k->kind != MEAN)
			r->wide.lo[j] = fmax(r->wide.lo[j], 0);
		if (k->kind == SHARE)
			r->wide.hi[j] = fmin(r->wide.hi[j], 1);
	}
}

/* How far off: by the z that the limits stand for. */
static int
place_of(const struct cs_funnel_limits *l)
{
	double z;

	for (int i = 1; i >= 0; i--) {
		if (cs_dist_norm_quantile(tail[i], CS_UPPER, &z) && fabs(l->z) > z)
			return l->z < 0 ? -1 - i : 1 + i;
	}
	return 0;
}

/* Figures of the contacts, against what all make of the same work. */
static void
look_at_work(const struct cs_rankwork *w, size_t item, struct looking *k)
{
	size_t units = w->keys.ids[CS_RANK_UNIT].n;
	struct cs_mix *mix = cs_rankmix_make(w->arena, &w->count, item);
	struct cs_mix_expected *made = cs_arena_new(w->arena, units, sizeof *made);

	if (cs_rankwork_nested(w))
		join_members(mix, w);
	cs_mix_expect(mix, false, made);
	k->kind = mix->share ? SHARE : MEAN;
	k->step = mix->share ? 1 : w->count.item[item].unit;
	for (size_t i = 0; i < units; i++) {
		k->unit[i] = (struct cs_over_unit){
		    made[i].n - made[i].alone, made[i].observed, made[i].expected, made[i].var};
		k->size[i] = (double)k->unit[i].n;
	}
}

/* Counts by the hour, against everybody's. */
static void
look_at_hours(const struct cs_rankwork *w, size_t item, struct looking *k)
{
	size_t units = w->keys.ids[CS_RANK_UNIT].n;
	struct cs_rankcount_item sum = cs_rankcount_units(w->arena, &w->count, item);
	double all = 0, hours = 0;

	k->kind = RATE;
	k->step = 1;
	for (size_t i = 0; i < units; i++) {
		k->size[i] = w->count.hours[i];
		all += k->size[i] > 0 ? (double)sum.x[i] : 0;
		hours += k->size[i] > 0 ? k->size[i] : 0;
	}
	for (size_t i = 0; i < units; i++) {
		double expected = hours > 0 ? all / hours * k->size[i] : 0;

		k->unit[i] = (struct cs_over_unit){k->size[i] < 1e15 ? (int64_t)k->size[i] : 0,
		    (double)sum.x[i], expected, expected};
	}
}

struct cs_funnel
cs_funnel_make(const struct cs_rankwork *w, size_t item)
{
	size_t units = w->keys.ids[CS_RANK_UNIT].n;
	struct cs_funnel f = {.row = cs_arena_new(w->arena, units, sizeof *f.row)};
	struct looking k = {.unit = cs_arena_new(w->arena, units, sizeof *k.unit),
	    .size = cs_arena_new(w->arena, units, sizeof *k.size)};

	if (w->count.item[item].rate)
		look_at_hours(w, item, &k);
	else
		look_at_work(w, item, &k);
	k.over = cs_over_fit(k.unit, units, k.kind == SHARE);
	for (size_t i = 0; i < units; i++) {
		struct cs_funnel_row *r = &f.row[i];

		if (k.unit[i].n <= 0)
			continue;
		r->n = k.unit[i].n;
		r->figure = k.unit[i].observed / k.size[i] * k.step;
		r->common = k.unit[i].expected / k.size[i] * k.step;
		r->limits = plain_limits(&k, i, r);
		r->wider = r->limits && k.over.flag == CS_FLAG_NONE;
		if (r->wider)
			wide_limits(&k, i, r);
		f.units += r->limits;
		f.out[0] += r->limits && place_of(&r->plain) != 0;
		f.out[1] += r->wider && place_of(&r->wide) != 0;
	}
	return f;
}

int
cs_funnelrows_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e)
{
	if (cs_rankout_head(h, w, e) != 0)
		return -1;
	return cs_rankout_columns(h, columns, sizeof columns / sizeof *columns, e);
}

static void
put_limits(struct cs_rankout *o, bool there, const struct cs_funnel_limits *l)
{
	static const char *const word[] = {"far low", "low", "in", "high", "far high"};

	for (int i = 0; i < 2; i++) {
		cs_rankout_real(o, there, l->lo[i]);
		cs_rankout_real(o, there, l->hi[i]);
	}
	cs_rankout_real(o, there, l->z);
	cs_rankout_text(o, there ? word[place_of(l) + 2] : NULL);
}

size_t
cs_funnelrows_write(struct cs_writer *out, const struct cs_rankwork *w, const struct cs_funnel *f)
{
	struct cs_rankout o = {out, w, CS_BUF_INIT};
	size_t left = 0;

	for (size_t u = 0; u < w->keys.ids[CS_RANK_UNIT].n; u++) {
		const struct cs_funnel_row *r = &f->row[u];

		if (!w->count.here[u])
			continue;
		if (w->contacts[u] < w->ask.min_group) {
			left++;
			continue;
		}
		cs_rankout_unit(&o, u);
		cs_writer_i64(out, r->n);
		cs_rankout_real(&o, r->n > 0, r->figure);
		cs_rankout_real(&o, r->n > 0, r->common);
		put_limits(&o, r->limits, &r->plain);
		put_limits(&o, r->wider, &r->wide);
		cs_writer_end(out);
	}
	cs_buf_finish(&o.text);
	return left;
}
