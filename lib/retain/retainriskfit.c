/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How probable leaving is: see retainriskfit.h. */
#include "retain/retainriskfit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const int cs_risk_horizon[CS_RISK_HORIZONS] = {30, 90};

/* How many windows that are learnt from hold a given day. */
static const double weight[CS_RISK_HORIZONS] = {1, 1. / 3};

void
cs_risk_cells_finish(struct cs_risk_cells *c)
{
	cs_map_finish(&c->map);
	cs_map_finish(&c->open);
	free(c->count);
	free(c->open_n);
}

struct cs_risk_count *
cs_risk_cell(struct cs_risk_cells *c, struct cs_str key)
{
	size_t before = c->map.n;
	uint32_t id = cs_map_add(&c->map, key);

	if (c->map.n > before) {
		c->count = cs_mem_grow(c->count, &c->cap, c->map.n, sizeof *c->count);
		c->count[id] = (struct cs_risk_count){{0}, {0}, {0}, {0}};
	}
	return &c->count[id];
}

static void
open_add(struct cs_risk_cells *c, struct cs_str key, int64_t n)
{
	size_t before = c->open.n;
	uint32_t id = cs_map_add(&c->open, key);

	if (c->open.n > before) {
		c->open_n = cs_mem_grow(c->open_n, &c->open_cap, c->open.n, sizeof *c->open_n);
		c->open_n[id] = 0;
	}
	c->open_n[id] += n;
}

void
cs_risk_open(struct cs_risk_cells *c, struct cs_str levels, bool left, int day, int64_t n)
{
	char key[CS_RISK_FACTORS + 3];

	memcpy(key, levels.p, levels.n);
	key[levels.n] = (char)left;
	key[levels.n + 1] = (char)(day >> 8);
	key[levels.n + 2] = (char)(day & 0xff);
	open_add(c, cs_str(key, levels.n + 3), n);
}

void
cs_risk_cells_merge(struct cs_risk_cells *to, const struct cs_risk_cells *from)
{
	for (uint32_t id = 0; id < from->map.n; id++) {
		struct cs_risk_count *c = cs_risk_cell(to, cs_map_key(&from->map, id));
		const struct cs_risk_count *f = &from->count[id];

		for (int h = 0; h < CS_RISK_HORIZONS; h++) {
			c->n[h] += f->n[h];
			c->x[h] += f->x[h];
			c->test_n[h] += f->test_n[h];
			c->test_x[h] += f->test_x[h];
		}
	}
	for (uint32_t id = 0; id < from->open.n; id++)
		open_add(to, cs_map_key(&from->open, id), from->open_n[id]);
}

/* A cell that is learnt from, and its key: the order in which they are added up must not hang on
 * that of the input. */
struct sorted {
	struct cs_str key;
	const struct cs_risk_count *count;
};

static int
by_key(const void *x, const void *y)
{
	const struct sorted *a = x, *b = y;

	return cs_str_cmp(a->key, b->key);
}

static struct sorted *
sort_cells(const struct cs_risk_cells *c, size_t *n)
{
	struct sorted *s = cs_mem_new(c->map.n, sizeof *s);

	*n = 0;
	for (uint32_t id = 0; id < c->map.n; id++) {
		if (c->count[id].n[0] + c->count[id].n[1] > 0)
			s[(*n)++] = (struct sorted){cs_map_key(&c->map, id), &c->count[id]};
	}
	qsort(s, *n, sizeof *s, by_key);
	return s;
}

static void
fit_hazard(struct cs_risk_model *m, const struct sorted *s, size_t n)
{
	struct cs_logit_cell *cell = cs_mem_new(n, sizeof *cell);

	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		struct cs_logit_data d = {m->nfactor, m->levels, cell, 0, weight[h]};

		for (size_t i = 0; i < n; i++) {
			if (s[i].count->n[h] > 0)
				cell[d.ncell++] =
				    (struct cs_logit_cell){(const uint8_t *)s[i].key.p,
					s[i].count->n[h], s[i].count->x[h]};
		}
		m->logit[h] = cs_logit_fit(&d, NULL);
		m->flag[h] = m->logit[h].flag;
	}
	m->learnt_n = m->logit[0].n;
	m->learnt_x = m->logit[0].x;
	free(cell);
}

static int
by_seen(const void *x, const void *y)
{
	const struct cs_bgnbd_cell *a = x, *b = y;

	if (a->x != b->x)
		return a->x < b->x ? -1 : 1;
	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return (a->age > b->age) - (a->age < b->age);
}

/* Cells in a unit of time that is twice as long; the new n. */
static size_t
coarsen(struct cs_bgnbd_cell *cell, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		cell[i].last /= 2;
		cell[i].age /= 2;
	}
	qsort(cell, n, sizeof *cell, by_seen);
	for (size_t i = 0; i < n; i++) {
		if (k > 0 && by_seen(&cell[k - 1], &cell[i]) == 0)
			cell[k - 1].n += cell[i].n;
		else
			cell[k++] = cell[i];
	}
	return k;
}

/*
 * Of a million customers hardly two are alike to the day, and four parameters do not need them to
 * be: where there are many cells, time is in longer units while it is learnt.
 */
static void
fit_purchases(struct cs_risk_model *m, const struct sorted *s, size_t n)
{
	struct cs_bgnbd_cell *cell = cs_mem_new(n, sizeof *cell);
	int unit = 1;

	for (size_t i = 0; i < n; i++) {
		int32_t v[3];

		memcpy(v, s[i].key.p, sizeof v);
		cell[i] = (struct cs_bgnbd_cell){v[0], v[1], v[2], s[i].count->n[0]};
	}
	while (n > CS_RISK_CELLS && unit < CS_RISK_UNIT) {
		n = coarsen(cell, n);
		unit *= 2;
	}
	m->buying = cs_bgnbd_fit(CS_MBGNBD, cell, n);
	m->buying.alpha *= unit;
	for (int h = 0; h < CS_RISK_HORIZONS; h++)
		m->flag[h] = m->buying.flag;
	m->learnt_n = m->buying.customers;
	m->learnt_x = m->buying.repeaters;
	free(cell);
}

void
cs_risk_model_fit(struct cs_risk_model *m, const struct cs_risk_cells *cells)
{
	size_t n;
	struct sorted *s = sort_cells(cells, &n);

	m->cells = cells;
	if (m->kind == CS_RISK_HAZARD)
		fit_hazard(m, s, n);
	else
		fit_purchases(m, s, n);
	free(s);
}

void
cs_risk_model_finish(struct cs_risk_model *m)
{
	for (int h = 0; h < CS_RISK_HORIZONS; h++)
		cs_logit_finish(&m->logit[h]);
}

struct cs_str
cs_risk_key(
    const struct cs_risk_model *m, const struct cs_risk_seen *s, uint8_t buf[CS_RISK_FACTORS])
{
	const int32_t v[3] = {s->x, s->last / m->unit, s->age / m->unit};

	if (m->kind == CS_RISK_HAZARD)
		return cs_str((const char *)s->level, m->nfactor);
	memcpy(buf, v, sizeof v);
	return cs_str((const char *)buf, sizeof v);
}

/* In units, as it was learnt. */
static struct cs_bgnbd_seen
bought(const int32_t v[3])
{
	return (struct cs_bgnbd_seen){v[0], v[1], v[2]};
}

static double
leave_by(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t)
{
	return 1 - cs_bgnbd_alive_after(f, c, t);
}

/* Who has left within 30 days has within 90, whatever two fits say. */
static struct cs_est
leave_at(const struct cs_risk_model *m, const uint8_t *level, int h, double bounds)
{
	struct cs_est e = cs_logit_at(&m->logit[h], level, bounds), sooner;

	if (h == 0 || m->flag[0] != CS_FLAG_NONE)
		return e;
	sooner = cs_logit_at(&m->logit[0], level, bounds);
	return sooner.est > e.est ? sooner : e;
}

/* Without bounds where none are wanted. */
static struct cs_est
buying(const struct cs_risk_model *m, cs_bgnbd_fn *of, const struct cs_bgnbd_seen *c, double days,
    double level)
{
	if (level > 0)
		return cs_bgnbd_bounds(&m->buying, of, c, days / m->unit, level);
	return (struct cs_est){of(&m->buying, c, days / m->unit), 0, 0, true, false, CS_FLAG_NONE};
}

/* The probability that he is a customer does not hang on time to come. */
static double
alive(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t)
{
	(void)t;
	return cs_bgnbd_alive(f, c);
}

static void
tell_purchases(const struct cs_risk_model *m, const struct cs_risk_seen *s, double level,
    struct cs_risk_told *told)
{
	const int32_t v[3] = {s->x, s->last / m->unit, s->age / m->unit};
	const struct cs_bgnbd_seen c = bought(v);

	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		told->leave[h] = buying(m, leave_by, &c, cs_risk_horizon[h], level);
		told->silent[h] = buying(m, cs_bgnbd_silent, &c, cs_risk_horizon[h], level);
	}
	told->alive = buying(m, alive, &c, 0, level);
	told->pieces = cs_bgnbd_expect(&m->buying, &c, (double)cs_risk_horizon[0] / m->unit);
	told->n = m->learnt_n;
}

void
cs_risk_tell(const struct cs_risk_model *m, const struct cs_risk_seen *s, double level,
    struct cs_risk_told *told)
{
	uint32_t id;

	*told = (struct cs_risk_told){.alive = cs_est_none(CS_FLAG_NONE)};
	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		told->leave[h] = cs_est_none(m->flag[h]);
		told->silent[h] = cs_est_none(CS_FLAG_NONE);
	}
	if (m->kind == CS_RISK_PURCHASES) {
		if (m->flag[0] == CS_FLAG_NONE)
			tell_purchases(m, s, level, told);
		return;
	}
	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		if (m->flag[h] == CS_FLAG_NONE)
			told->leave[h] = leave_at(m, s->level, h, level);
	}
	id = cs_map_find(&m->cells->map, cs_str((const char *)s->level, m->nfactor));
	told->n = id == CS_MAP_NONE ? 0 : m->cells->count[id].n[0];
}

double
cs_risk_tell_key(const struct cs_risk_model *m, struct cs_str key, int horizon)
{
	struct cs_bgnbd_seen c;
	int32_t v[3];

	if (m->kind == CS_RISK_HAZARD)
		return leave_at(m, (const uint8_t *)key.p, horizon, .95).est;
	memcpy(v, key.p, sizeof v);
	c = bought(v);
	return cs_bgnbd_silent(&m->buying, &c, (double)cs_risk_horizon[horizon] / m->unit);
}
