/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From sums to a regression: see retainhazard.h. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainhazardwork.h"
#include "stat/dist.h"

/* Fewer events in a level, or in what it is held against: small_n. */
enum { FEW = 5 };

/* While a model is made: which level each value of a factor is. */
struct making {
	struct cs_hazard_model *m;
	const struct cs_sums *sums;
	const struct cs_retain *r;
	uint32_t **level_of; /* by term, by value id of its key: level + 1; NULL: of numbers */
	uint32_t *value;     /* ids of a group */
};

static bool
has_levels(const struct cs_hazard_factor *f)
{
	return f->kind != CS_HAZARD_NUMBER && f->kind != CS_HAZARD_LOG;
}

/* The sum of a part of the i-th group over all days. False: no count. */
static bool
total(const struct cs_sums *s, size_t i, unsigned part, int64_t *v)
{
	size_t n;
	const struct cs_sum *sum = cs_sums_part(s, i, part, &n);
	cs_i128 all = 0;

	for (size_t k = 0; k < n; k++) {
		if (sum[k].v < 0 || sum[k].v > INT64_MAX)
			return false;
		all += sum[k].v;
	}
	*v = (int64_t)all;
	return all <= INT64_MAX;
}

static void
see_level(struct making *k, size_t t, int64_t customers, int64_t left)
{
	struct cs_hazard_term *term = &k->m->term[t];
	uint32_t id = k->value[term->factor->key], *at = &k->level_of[t][id];

	if (*at == 0) {
		/* Doubled whenever it is full: a power of two. */
		if ((term->n & (term->n - 1)) == 0)
			term->level = cs_mem_resize(
			    term->level, term->n == 0 ? 1 : 2 * term->n, sizeof *term->level);
		term->level[term->n++] = (struct cs_hazard_level){
		    cs_map_key(&k->sums->keys.value[term->factor->key], id), 0, 0};
		*at = (uint32_t)term->n;
	}
	term->level[*at - 1].customers += customers;
	term->level[*at - 1].left += left;
}

/* Which levels there are, and how many have them. -1 with *e (65). */
static int
see_all(struct making *k, struct cs_err *e)
{
	struct cs_hazard_model *m = k->m;

	for (size_t i = m->first; i < m->behind; i++) {
		int64_t quit, left;

		if (!total(k->sums, i, CS_HAZARD_QUIT, &quit) ||
		    !total(k->sums, i, CS_HAZARD_LEFT, &left) ||
		    __builtin_add_overflow(m->customers, quit + left, &m->customers))
			return cs_err_set(e, CS_EXIT_DATA, "more customers than can be counted");
		m->left += left;
		cs_keys_values(&k->sums->keys, k->sums->order[i], k->value);
		for (size_t t = 0; t < m->n; t++)
			if (has_levels(m->term[t].factor))
				see_level(k, t, quit + left, left);
	}
	return 0;
}

static int
by_raw(const void *pa, const void *pb, void *arg)
{
	const struct cs_hazard_level *a = pa, *b = pb;

	return cs_key_compare(a->raw, b->raw, CS_TEXT, arg);
}

/* Levels in their order, and which the others are held against: the one of most customers; of those
 * that switch, what was before. */
static void
settle(struct making *k, size_t t, struct cs_buf scratch[2])
{
	struct cs_hazard_term *term = &k->m->term[t];
	const struct cs_map *values = &k->sums->keys.value[term->factor->key];

	qsort_r(term->level, term->n, sizeof *term->level, by_raw, scratch);
	for (size_t i = 0; i < term->n; i++) {
		k->level_of[t][cs_map_find(values, term->level[i].raw)] = (uint32_t)i + 1;
		if (!cs_hazard_switches(term->factor) &&
		    term->level[i].customers > term->level[term->against].customers)
			term->against = i;
	}
}

/* The coefficients of all terms, numbered. -1 with *e (2): too many. */
static int
number_terms(struct making *k, size_t *p, struct cs_err *e)
{
	struct cs_buf scratch[2] = {CS_BUF_INIT, CS_BUF_INIT};
	int status = 0;

	*p = 0;
	for (size_t t = 0; t < k->m->n && status == 0; t++) {
		struct cs_hazard_term *term = &k->m->term[t];

		if (has_levels(term->factor)) {
			settle(k, t, scratch);
		} else {
			term->level = cs_mem_new0(1, sizeof *term->level);
			term->level[0] =
			    (struct cs_hazard_level){CS_STR("+1"), k->m->customers, k->m->left};
			if (term->factor->kind == CS_HAZARD_LOG)
				term->level[0].raw = CS_STR("x2");
			term->n = 1;
			term->against = SIZE_MAX;
		}
		term->from = *p;
		*p += term->n - has_levels(term->factor);
		term->to = *p;
		if (*p > CS_HAZARD_COEFFICIENTS) {
			status = cs_err_set(e, CS_EXIT_USAGE,
			    "--hazard: %.*s has %zu levels, and all factors together may have "
			    "%d",
			    CS_STR_ARG(term->factor->name), term->n, CS_HAZARD_COEFFICIENTS);
			(void)cs_err_hint(e,
			    "if it is a number, n=number(%.*s) makes it one; --strata %.*s holds "
			    "it alike, and says nothing of it",
			    CS_STR_ARG(term->factor->name), CS_STR_ARG(term->factor->name));
		}
	}
	cs_buf_finish(&scratch[0]);
	cs_buf_finish(&scratch[1]);
	return status;
}

/* The coefficient of a level; SIZE_MAX: that of `against`, which has none. */
static size_t
coefficient(const struct cs_hazard_term *t, size_t level)
{
	if (level == t->against)
		return SIZE_MAX;
	return t->from + level - (t->against != SIZE_MAX && level > t->against);
}

/* The covariates of a group, whose values are in k->value. */
static void
covariates(const struct making *k, double *x, size_t p)
{
	for (size_t j = 0; j < p; j++)
		x[j] = 0;
	for (size_t t = 0; t < k->m->n; t++) {
		const struct cs_hazard_term *term = &k->m->term[t];
		uint32_t id = k->value[term->factor->key];
		int64_t v = 0;
		size_t j;

		if (has_levels(term->factor)) {
			j = coefficient(term, k->level_of[t][id] - 1);
			if (j != SIZE_MAX)
				x[j] = 1;
			continue;
		}
		(void)cs_num_i64(cs_map_key(&k->sums->keys.value[term->factor->key], id), &v);
		x[term->from] = term->factor->decimal ? (double)v / 1e6 : (double)v;
		if (term->factor->kind == CS_HAZARD_LOG)
			x[term->from] = log2(x[term->from]);
	}
}

/* The counts of one group, as a pattern in a stratum. */
static void
put_group(struct making *k, size_t i, uint32_t stratum, uint32_t pattern)
{
	for (unsigned part = 0; part < CS_HAZARD_PARTS; part++) {
		size_t n;
		const struct cs_sum *sum = cs_sums_part(k->sums, i, part, &n);

		for (size_t j = 0; j < n; j++) {
			struct cs_cox_row row = {.stratum = stratum,
			    .pattern = pattern,
			    .event = part == CS_HAZARD_LEFT,
			    .stop = sum[j].t,
			    .n = (int64_t)sum[j].v};

			if (part == CS_HAZARD_ENTER)
				cs_cox_enter(k->m->cox, stratum, pattern, row.stop, row.n);
			else
				cs_cox_stop(k->m->cox, &row);
		}
	}
}

static void
put_all(struct making *k, size_t p)
{
	struct cs_hazard_model *m = k->m;
	unsigned apart = k->r->nby + (unsigned)k->r->nstrata;
	double *x = cs_mem_new(p, sizeof *x);
	uint32_t stratum = 0;

	m->cox = cs_cox_new(p);
	for (size_t i = m->first; i < m->behind; i++) {
		stratum += i > m->first && !cs_sums_same(k->sums, i, apart);
		cs_keys_values(&k->sums->keys, k->sums->order[i], k->value);
		covariates(k, x, p);
		put_group(k, i, stratum, cs_cox_pattern(m->cox, x));
	}
	free(x);
	cs_cox_fit(m->cox, CS_COX_EFRON, &m->fit);
}

int
cs_hazard_model(struct cs_hazard_model *m, const struct cs_retain_worker *w,
    const struct cs_retainhazard *s, size_t first, struct cs_err *e)
{
	struct making k = {.m = m, .sums = w->sums, .r = w->r};
	size_t p;
	int status;

	*m = (struct cs_hazard_model){.first = first, .behind = first + 1, .n = s->n};
	m->fit.status = CS_COX_NO_EVENTS;
	while (m->behind < w->sums->ngroup && cs_sums_same(w->sums, m->behind, w->r->nby))
		m->behind++;
	m->term = cs_mem_new0(s->n, sizeof *m->term);
	k.level_of = cs_mem_new0(s->n, sizeof(*k.level_of));
	k.value = cs_mem_new(w->r->nkey, sizeof *k.value);
	for (size_t t = 0; t < s->n; t++) {
		m->term[t].factor = &s->factor[t];
		if (has_levels(&s->factor[t]))
			k.level_of[t] = cs_mem_new0(
			    w->sums->keys.value[s->factor[t].key].n, sizeof *k.level_of[t]);
	}
	status = see_all(&k, e);
	if (status == 0)
		status = number_terms(&k, &p, e);
	if (status == 0)
		put_all(&k, p);
	for (size_t t = 0; t < s->n; t++)
		free(k.level_of[t]);
	free(k.level_of);
	free(k.value);
	return status;
}

void
cs_hazard_model_finish(struct cs_hazard_model *m)
{
	for (size_t t = 0; t < m->n; t++)
		free(m->term[t].level);
	free(m->term);
	cs_cox_fit_finish(&m->fit);
	cs_cox_free(m->cox);
	*m = (struct cs_hazard_model){.n = 0};
}

/* A level of which none left, or all first: only how far it can be. */
static void
one_side(struct cs_hazard_model *m, struct cs_hazard_pace *p, double level)
{
	bool up = m->fit.state[p->at] == CS_COX_UP;
	double b;

	p->flag = CS_FLAG_ZERO_VAR;
	if (!cs_cox_bound(m->cox, &m->fit, p->at, (1 + level) / 2, &b))
		return;
	p->has_lo = up;
	p->has_hi = !up;
	p->lo = p->hi = exp(b);
}

struct cs_hazard_pace
cs_hazard_pace(struct cs_hazard_model *m, const struct cs_hazard_term *t, size_t level, double at)
{
	struct cs_hazard_pace p = {.p = CS_DIST_BAD, .at = coefficient(t, level)};
	const struct cs_hazard_level *own = &t->level[level];
	struct cs_est e;

	if (p.at == SIZE_MAX) {
		p.reference = true;
		return p;
	}
	p.flag = CS_FLAG_N0;
	if (m->fit.status != CS_COX_OK)
		return p;
	if (m->fit.state[p.at] == CS_COX_UP || m->fit.state[p.at] == CS_COX_DOWN) {
		one_side(m, &p, at);
		return p;
	}
	p.alias = m->fit.state[p.at] == CS_COX_ALIAS;
	e = cs_cox_ratio(&m->fit, p.at, at);
	p.has = p.has_lo = p.has_hi = e.ok;
	p.est = e.est;
	p.lo = e.lo;
	p.hi = e.hi;
	p.flag = e.flag;
	if (e.ok) {
		p.p = cs_cox_wald(&m->fit, p.at, p.at + 1).p;
		if (own->left < FEW || (t->against != SIZE_MAX && t->level[t->against].left < FEW))
			p.flag = CS_FLAG_SMALL_N;
	}
	return p;
}

/* As many digits as tell it from 1 and no more: 0.034 0.83 1.04 2.5 14. */
static void
times(struct cs_buf *out, double v)
{
	if (v < .1)
		cs_buf_printf(out, "%.2g", v);
	else
		cs_buf_printf(out, "%.*f", v < 2 ? 2 : v < 10 ? 1 : 0, v);
}

void
cs_hazard_words(struct cs_buf *out, const struct cs_hazard_pace *p)
{
	if (p->has) {
		cs_buf_z(out, "leave ");
		times(out, p->est);
		cs_buf_z(out, " times as fast (");
		times(out, p->lo);
		cs_buf_z(out, " to ");
		times(out, p->hi);
		cs_buf_c(out, ')');
	} else if (p->has_hi) {
		cs_buf_z(out, "none left: at most ");
		times(out, p->hi);
		cs_buf_z(out, " times as fast");
	} else if (p->has_lo) {
		cs_buf_z(out, "leave before all others: at least ");
		times(out, p->lo);
		cs_buf_z(out, " times as fast");
	} else if (p->alias) {
		cs_buf_z(out, "it cannot be told apart from the factors before it");
	} else {
		cs_buf_z(out, "it cannot be told");
	}
}
