/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One metric of a ranking as rows to draw a funnel of: see funnelrows.h. */
#include "desk/funnelrows.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "desk/rankmix.h"
#include "stat/funnel.h"

static const char *const columns[] = {"n", "figure", "common", "lo_95", "hi_95", "lo_998", "hi_998",
    "z", "funnel", "wide_lo_95", "wide_hi_95", "wide_lo_998", "wide_hi_998", "wide_z",
    "wide_funnel"};

/* Probabilities beyond each limit. */
static const double tail[2] = {.025, .001};

int
cs_funnel_find(const struct cs_rankwork *w, struct cs_str name, struct cs_err *e)
{
	struct cs_buf there = CS_BUF_INIT;

	for (size_t i = 0; i < w->card.n; i++) {
		const struct cs_metric *m = w->card.item[i].metric;

		if (cs_str_eq(m->name, name) || cs_str_eq(m->entry, name))
			return (int)i;
		cs_buf_z(&there, i != 0 ? ", " : "");
		cs_buf_str(&there, m->name);
	}
	(void)cs_err_set(e, CS_EXIT_USAGE, "--funnel: the metric '%.*s' is not on the scorecard",
	    CS_STR_ARG(name));
	(void)cs_err_hint(e, "on it are %.*s; -m says what is", CS_STR_ARG(cs_buf_all(&there)));
	cs_buf_finish(&there);
	return -1;
}

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

/* Limits by chance alone. Of shares they are in 0 .. 1. */
static bool
plain_limits(struct cs_funnel_row *r, const struct cs_over_unit *u, bool share, double step)
{
	double sd = sqrt(u->var) / (double)u->n * step, z;

	if (!(sd > 0))
		return false;
	r->plain.z = share ? cs_funnel_z_midp((int64_t)u->observed, u->n, r->common)
			   : (r->figure - r->common) / sd;
	for (int i = 0; i < 2; i++) {
		if (share) {
			if (!cs_funnel_share(r->common, u->n, tail[i], &r->plain.lo[i]) ||
			    !cs_funnel_share(r->common, u->n, 1 - tail[i], &r->plain.hi[i]))
				return false;
			continue;
		}
		if (!cs_dist_norm_quantile(tail[i], CS_UPPER, &z))
			return false;
		r->plain.lo[i] = r->common - z * sd;
		r->plain.hi[i] = r->common + z * sd;
	}
	return true;
}

/* The same among units that honestly differ. */
static void
wide_limits(
    struct cs_funnel_row *r, const struct cs_over_unit *u, const struct cs_over *f, double step)
{
	double lever = f->share ? u->expected * (1 - u->expected / (double)u->n) : (double)u->n;
	double wider = sqrt(1 + f->tau * f->tau * lever * lever / u->var), z = 0;
	double sd = sqrt(u->var) / (double)u->n * step * wider;

	r->wide.z = r->plain.z / wider;
	for (int i = 0; i < 2; i++) {
		(void)cs_dist_norm_quantile(tail[i], CS_UPPER, &z);
		r->wide.lo[i] = fmin(r->plain.lo[i], r->common - z * sd);
		r->wide.hi[i] = fmax(r->plain.hi[i], r->common + z * sd);
		if (f->share) {
			r->wide.lo[i] = fmax(r->wide.lo[i], 0);
			r->wide.hi[i] = fmin(r->wide.hi[i], 1);
		}
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

struct cs_funnel
cs_funnel_make(const struct cs_rankwork *w, size_t item)
{
	size_t units = w->keys.ids[CS_RANK_UNIT].n;
	struct cs_funnel f = {.row = cs_arena_new(w->arena, units, sizeof *f.row)};
	struct cs_mix *mix = cs_rankmix_make(w->arena, &w->count, item);
	struct cs_mix_expected *made = cs_arena_new(w->arena, units, sizeof *made);
	struct cs_over_unit *u = cs_arena_new(w->arena, units, sizeof *u);
	double step = mix->share ? 1 : w->count.item[item].unit;
	struct cs_over over;

	if (cs_rankwork_nested(w))
		join_members(mix, w);
	cs_mix_expect(mix, false, made);
	for (size_t i = 0; i < units; i++)
		u[i] = (struct cs_over_unit){
		    made[i].n - made[i].alone, made[i].observed, made[i].expected, made[i].var};
	over = cs_over_fit(u, units, mix->share);
	for (size_t i = 0; i < units; i++) {
		struct cs_funnel_row *r = &f.row[i];

		if (u[i].n <= 0)
			continue;
		r->n = u[i].n;
		r->figure = u[i].observed / (double)u[i].n * step;
		r->common = u[i].expected / (double)u[i].n * step;
		r->limits = plain_limits(r, &u[i], mix->share, step);
		r->wider = r->limits && over.flag == CS_FLAG_NONE;
		if (r->wider)
			wide_limits(r, &u[i], &over, step);
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
