/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was counted for a metric, as tests ask for it: see audit.h. */
#include "audit/auditcount.h"
#include "base/mem.h"

/* Adds up what was counted in the groups of a piece: shares, which most rules are, in short. */
static void
add_shares(const struct cs_audit_count *c, size_t metric, const uint32_t *group, uint32_t n,
    struct cs_mix_cell *cell)
{
	int64_t rows = 0, x = 0;

	for (uint32_t i = 0; i < n; i++) {
		struct cs_audit_rows_of s = cs_audit_count_share(c, group[i], metric);

		rows += s.n;
		x += s.x;
	}
	cell->n = rows;
	cell->sum = (double)x;
}

static void
add_means(const struct cs_audit_count *c, size_t metric, const uint32_t *group, uint32_t n,
    struct cs_mix_cell *cell)
{
	const struct cs_audit_measure *measure = &c->layout->measure[metric];
	double unit = c->layout->scheme->acc[measure->acc].scale == 6 ? 1e-6 : 1;
	struct cs_moments m = CS_MOMENTS_INIT;

	for (uint32_t i = 0; i < n; i++) {
		struct cs_moments more = cs_audit_count_moments(c, group[i], metric);

		cs_moments_merge(&m, &more);
	}
	if (m.n == 0)
		return;
	cell->n = m.n;
	cell->sum = (double)m.sum * unit;
	if (measure->kept == CS_AUDIT_KEEP_SQUARES)
		cell->ss = cs_moments_ss(&m) * unit * unit;
}

struct cs_mix_cell *
cs_audit_mix(const struct cs_audit_frame *f, const struct cs_audit_units *u, size_t metric,
    bool all, struct cs_mix *in)
{
	struct cs_mix_cell *cell = cs_mem_new(u->npiece + 1, sizeof *cell);

	*in = (struct cs_mix){.cell = cell, .units = u->nspell, .strata = u->nstratum};
	in->share = f->count->layout->measure[metric].kept == CS_AUDIT_KEEP_SHARE;
	for (size_t i = 0; i < u->npiece; i++) {
		const struct cs_audit_piece *p = &u->piece[i];
		const uint32_t *group = u->group + p->first;

		cell[in->n] = (struct cs_mix_cell){.unit = p->spell, .stratum = p->stratum};
		(in->share ? add_shares : add_means)(f->count, metric, group, p->n, &cell[in->n]);
		in->n += all || cell[in->n].n > 0;
	}
	return cell;
}

const struct cs_hist *
cs_audit_hist(
    const struct cs_audit_frame *f, const struct cs_audit_units *u, uint32_t unit, size_t metric)
{
	return cs_audit_count_hist(f->count, u->number, u->value[unit], metric);
}
