/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands by quota: see quota.h. */
#include "rank/quota.h"

#include <math.h>

static const char *const columns[] = {"wrong"};

/* The label by place alone, and the chance that it is wrong; missed: that a floor is missed. */
static double
force(struct cs_ranked *row, const struct cs_ranking *r, bool spread, double missed)
{
	double even = (double)r->ends / (double)r->told;
	double top = spread ? row->p_top : even, bottom = spread ? row->p_bottom : even;

	if (row->rank + row->tied - 1 <= r->ends) {
		row->band = CS_BAND_GREEN;
		return fmax(1 - top, missed);
	}
	if (row->rank > r->told - r->ends) {
		row->band = CS_BAND_RED;
		return fmin(1 - bottom, 1 - missed);
	}
	row->band = CS_BAND_ORANGE;
	return fmax(top + bottom, missed);
}

struct cs_quota
cs_quota_force(struct cs_arena *a, struct cs_ranking *r, const struct cs_scoring *s,
    const struct cs_ranking_rules *rules)
{
	struct cs_quota q = {.wrong = cs_arena_new(a, s->units, sizeof *q.wrong)};

	for (size_t i = 0; i < r->told; i++) {
		struct cs_ranked *row = &r->row[i];
		double missed = rules->missed != NULL ? rules->missed[row->unit] : 0;
		double wrong = force(row, r, s->used > 0, missed);

		q.wrong[row->unit] = wrong;
		q.green += row->band == CS_BAND_GREEN;
		q.red += row->band == CS_BAND_RED;
		q.labels += row->band != CS_BAND_ORANGE ? wrong : 0;
	}
	return q;
}

static void
put(const void *arg, struct cs_rankout *o, const struct cs_ranked *r)
{
	const struct cs_quota *q = arg;

	cs_rankout_real(o, r->band != CS_BAND_UNTOLD, q->wrong[r->unit]);
}

struct cs_rankmore
cs_quota_more(const struct cs_quota *q)
{
	return (struct cs_rankmore){columns, sizeof columns / sizeof *columns, put, q};
}
