/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who leaves sooner, as a table: see retainhazard.h. */
#include <math.h>

#include "retain/retainhazardwork.h"
#include "retain/retainout.h"
#include "stat/dist.h"

enum what {
	FACTOR,
	LEVEL,
	AGAINST,
	CUSTOMERS,
	LEFT,
	PACE, /* three columns: with bounds */
	VERDICT,
	SAYS,
	FLAG,
	COEF,
	COEF_SE,
	P,
	FACTOR_P,
	EVEN_P,
	ORDER,
	LOGRANK,
};

static const struct column {
	enum what what;
	const char *name;
	bool explain; /* only with --explain */
	bool bounds;  /* with NAME_lo and NAME_hi */
} column[] = {
    {FACTOR, "factor", false, false},
    {LEVEL, "level", false, false},
    {AGAINST, "against", false, false},
    {CUSTOMERS, "customers", false, false},
    {LEFT, "left_n", false, false},
    {PACE, "left_pace", false, true},
    {VERDICT, "verdict", false, false},
    {SAYS, "says", false, false},
    {FLAG, "flag", false, false},
    {COEF, "coef", true, false},
    {COEF_SE, "coef_se", true, false},
    {P, "p", true, false},
    {FACTOR_P, "factor_p", true, false},
    {EVEN_P, "even_p", true, false},
    {ORDER, "in_order", true, false},
    {LOGRANK, "logrank_p", true, false},
};

int
cs_retainhazard_head(
    const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	int status = 0;

	(void)state;
	for (size_t i = 0; i < sizeof column / sizeof *column && status == 0; i++) {
		if (r->explain || !column[i].explain)
			status = cs_retainout_column(h, column[i].name, column[i].bounds, e);
	}
	return status;
}

/* The table while it is written, and where it is. */
struct table {
	struct cs_retain_worker *w;
	struct cs_writer *out;
	struct cs_hazard_model *m;
	const struct cs_hazard_term *term;
	size_t level;
	struct cs_hazard_pace pace;
	struct cs_cox_test all, even; /* of the term: all levels alike; the same at all times */
	double order;		      /* of the model; below 0: none */
	struct cs_cox_test drawn;     /* of all factors, without a model of how fast any leave */
	struct cs_buf text;
};

/* At 5 %, as bounds of 95 % do; where there is one bound alone, by that. */
static const char *
verdict(const struct table *t)
{
	const struct cs_hazard_pace *p = &t->pace;

	if (p->reference)
		return NULL;
	if (p->has)
		return p->p <= 1 - t->w->r->level ? "they differ" : "could be luck";
	if (p->has_hi)
		return p->hi < 1 ? "they differ" : "could be luck";
	if (p->has_lo)
		return p->lo > 1 ? "they differ" : "could be luck";
	return NULL;
}

static void
says(struct table *t)
{
	cs_buf_reset(&t->text);
	if (t->pace.reference)
		cs_buf_z(&t->text, "what the others are held against");
	else
		cs_hazard_words(&t->text, &t->pace);
	cs_writer_text(t->out, cs_buf_all(&t->text));
}

static void
cell(struct table *t, enum what what)
{
	const struct cs_hazard_level *level = &t->term->level[t->level];
	const struct cs_hazard_pace *p = &t->pace;
	size_t n = t->m->fit.p;

	switch (what) {
	case FACTOR:
		cs_writer_text(t->out, t->term->factor->name);
		break;
	case LEVEL:
		cs_writer_raw(t->out, level->raw);
		break;
	case AGAINST:
		if (p->reference || t->term->against == SIZE_MAX)
			cs_writer_null(t->out);
		else
			cs_writer_raw(t->out, t->term->level[t->term->against].raw);
		break;
	case CUSTOMERS:
		cs_writer_i64(t->out, level->customers);
		break;
	case LEFT:
		cs_writer_i64(t->out, level->left);
		break;
	case PACE:
		cs_retainout_real(t->out, p->has || p->reference, p->reference ? 1 : p->est);
		cs_retainout_real(t->out, p->has_lo, p->lo);
		cs_retainout_real(t->out, p->has_hi, p->hi);
		break;
	case VERDICT:
		cs_retainout_z(t->out, verdict(t));
		break;
	case SAYS:
		says(t);
		break;
	case FLAG:
		if (p->reference)
			cs_retainout_z(t->out, "reference");
		else
			cs_retainout_flag(t->out, p->flag);
		break;
	case COEF:
		cs_retainout_real(t->out, p->has, p->has ? t->m->fit.beta[p->at] : 0);
		break;
	case COEF_SE:
		cs_retainout_real(
		    t->out, p->has, p->has ? sqrt(t->m->fit.var[p->at * n + p->at]) : 0);
		break;
	case P:
		cs_retainout_chance(t->out, p->p >= 0, p->p);
		break;
	case FACTOR_P:
		cs_retainout_chance(t->out, t->all.p >= 0, t->all.p);
		break;
	case EVEN_P:
		cs_retainout_chance(t->out, t->even.p >= 0, t->even.p);
		break;
	case ORDER:
		cs_retainout_real(t->out, t->order >= 0, t->order);
		break;
	case LOGRANK:
		cs_retainout_chance(t->out, t->drawn.p >= 0, t->drawn.p);
		break;
	}
}

static void
write_level(struct table *t)
{
	for (unsigned k = 0; k < t->w->r->nby; k++)
		cs_writer_raw(t->out, cs_sums_key(t->w->sums, t->m->first, k));
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		if (!column[i].explain || t->w->r->explain)
			cell(t, column[i].what);
	cs_writer_end(t->out);
}

/* In how many of the pairs in which it is known who left first the one who was thought to did. */
static double
in_order(struct cs_hazard_model *m)
{
	struct cs_cox_pairs n = cs_cox_concordance(m->cox, &m->fit);
	double all = n.right + n.wrong + n.alike;

	return all > 0 ? (n.right + n.alike / 2) / all : -1;
}

static void
write_term(struct table *t)
{
	bool fit = t->m->fit.status == CS_COX_OK && t->w->r->explain;

	t->all = t->even = (struct cs_cox_test){0, 0, CS_DIST_BAD};
	if (fit && t->term->to > t->term->from) {
		t->all = cs_cox_wald(&t->m->fit, t->term->from, t->term->to);
		t->even = cs_cox_proportional(t->m->cox, &t->m->fit, t->term->from, t->term->to);
	}
	for (t->level = 0; t->level < t->term->n; t->level++) {
		if (t->term->level[t->level].customers < t->w->r->min_group) {
			t->w->few++;
			continue;
		}
		t->pace = cs_hazard_pace(t->m, t->term, t->level, t->w->r->level);
		write_level(t);
	}
}

int
cs_retainhazard_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	struct table t = {.w = w, .out = out};
	int status = 0;

	for (size_t first = 0; first < w->sums->ngroup && status == 0;) {
		struct cs_hazard_model m;

		status = cs_hazard_model(&m, w, state, first, e);
		t.m = &m;
		t.order = -1;
		t.drawn = (struct cs_cox_test){0, 0, CS_DIST_BAD};
		if (m.fit.status == CS_COX_OK && w->r->explain) {
			t.order = in_order(&m);
			t.drawn = cs_cox_logrank(m.cox, NULL, NULL);
		}
		for (size_t i = 0; i < m.n && status == 0; i++) {
			t.term = &m.term[i];
			write_term(&t);
		}
		first = m.behind;
		cs_hazard_model_finish(&m);
	}
	cs_buf_finish(&t.text);
	return status;
}
