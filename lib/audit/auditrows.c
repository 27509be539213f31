/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals as records: see auditrows.h. */
#include "audit/auditrows.h"

#include <math.h>

#include "base/civil.h"

static const char *const before[] = {"kind", "rule", "metric", "about"};
static const char *const behind[] = {"period_from_at", "period_to_at", "n", "observed", "peers",
    "ratio", "confidence", "periods", "members", "says", "question", "unit"};
static const char *const explained[] = {"z", "p", "q", "tests", "spread"};
static const char *const listed[] = {"rule", "metric", "test", "units", "runs", "why"};

/* Where less than this is expected, a ratio to it is of nothing. */
#define PEERS_LEAST .5

#define LENGTH(a)   (sizeof(a) / sizeof *(a))

static int
add_names(struct cs_head *h, const char *const *name, size_t n, struct cs_err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (cs_head_find(h, cs_str_z(name[i])) >= 0)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "a unit has the name of a column of signals, %s", name[i]);
		if (cs_head_add(h, cs_str_z(name[i]), e) != 0)
			return -1;
	}
	return 0;
}

int
cs_audit_rows_head(struct cs_head *h, const struct cs_audit_rows *how, struct cs_err *e)
{
	if (add_names(h, before, LENGTH(before), e) != 0)
		return -1;
	for (unsigned i = 0; i < how->ncolumn; i++) {
		const struct cs_str name = how->column[i];

		if (cs_head_find(h, name) >= 0)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "a unit has the name of a column of signals, %.*s", CS_STR_ARG(name));
		if (cs_head_add(h, name, e) != 0)
			return -1;
	}
	if (add_names(h, behind, LENGTH(behind), e) != 0)
		return -1;
	return how->explain ? add_names(h, explained, LENGTH(explained), e) : 0;
}

/* A figure with four digits that count; nothing is written as -0. */
static void
put_real(struct cs_writer *w, struct cs_buf *b, double v, int digits)
{
	double step = pow(10, digits);

	cs_buf_reset(b);
	cs_buf_printf(b, "%.*f", digits, round(v * step) / step + 0.0);
	cs_writer_text(w, cs_buf_all(b));
}

/* Nothing that was observed has no chance at all: what is below the least that is told is that. */
#define CHANCE_LEAST 1e-300

static void
put_chance(struct cs_writer *w, struct cs_buf *b, double p)
{
	cs_buf_reset(b);
	cs_buf_printf(b, "%.3g", fmax(p, CHANCE_LEAST));
	cs_writer_text(w, cs_buf_all(b));
}

static void
put_instant(struct cs_writer *w, struct cs_buf *b, int64_t at, bool known)
{
	if (!known) {
		cs_writer_null(w);
		return;
	}
	cs_buf_reset(b);
	cs_time_text(b, at);
	cs_writer_text(w, cs_buf_all(b));
}

static void
put_of(struct cs_writer *w, struct cs_buf *b, size_t x, size_t n)
{
	if (n == 0) {
		cs_writer_null(w);
		return;
	}
	cs_buf_reset(b);
	cs_buf_printf(b, "%zu of %zu", x, n);
	cs_writer_text(w, cs_buf_all(b));
}

/* In what the figures are: NULL where nobody knows, as of a difficulty. */
static void
put_unit(struct cs_writer *w, const struct cs_audit_rule *rule)
{
	const struct cs_column *c = cs_schema_find(rule->text[CS_AUDIT_VALUE]);

	if (rule->test->unit != NULL)
		cs_writer_text(w, cs_str_z(rule->test->unit));
	else if (c != NULL && c->unit.n > 1)
		cs_writer_text(w, c->unit);
	else
		cs_writer_null(w);
}

static void
put_signal(struct cs_writer *w, struct cs_buf *b, const struct cs_audit_rows *how,
    const struct cs_audit_signal *s, size_t tests)
{
	const struct cs_audit_rule *rule = s->asked->rule;
	const struct cs_audit_figure *f = &s->figure;

	cs_writer_text(w, CS_STR("signal"));
	cs_writer_text(w, rule->name);
	cs_writer_text(w, rule->metric);
	cs_writer_text(w, s->units->column);
	for (unsigned i = 0; i < how->ncolumn; i++) {
		if (cs_str_eq(how->column[i], s->units->column))
			cs_writer_raw(w, s->units->name[s->unit]);
		else
			cs_writer_null(w);
	}
	put_instant(w, b, how->from, how->from <= how->to);
	put_instant(w, b, how->to, how->from <= how->to);
	cs_writer_i64(w, f->n);
	put_real(w, b, f->observed, 4);
	put_real(w, b, f->expected, 4);
	if (f->expected * (double)f->n < PEERS_LEAST)
		cs_writer_null(w);
	else
		put_real(w, b, f->observed / f->expected, 2);
	cs_writer_text(w, cs_str_z(cs_audit_confidence(s)));
	put_of(w, b, f->same, f->periods);
	put_of(w, b, s->alike, s->members);
	cs_writer_text(w, rule->says);
	cs_writer_text(w, rule->question);
	put_unit(w, rule);
	if (how->explain) {
		put_real(w, b, f->z, 2);
		put_chance(w, b, f->p);
		put_chance(w, b, s->q);
		cs_writer_i64(w, (int64_t)tests);
		if (s->common.spread < 0)
			cs_writer_null(w);
		else
			put_real(w, b, s->common.spread, 4);
	}
	cs_writer_end(w);
}

void
cs_audit_rows_write(
    struct cs_writer *w, const struct cs_audit_rows *how, const struct cs_audit_found *found)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < found->n; i++)
		put_signal(w, &b, how, &found->signal[i], found->tests);
	cs_buf_finish(&b);
}

int
cs_audit_list_head(struct cs_head *h, struct cs_err *e)
{
	return add_names(h, listed, LENGTH(listed), e);
}

void
cs_audit_list_write(struct cs_writer *w, const struct cs_audit_plan *plan)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < plan->n; i++) {
		const struct cs_audit_asked *asked = &plan->asked[i];
		const struct cs_audit_rule *rule = asked->rule;

		cs_writer_text(w, rule->name);
		cs_writer_text(w, rule->metric);
		cs_writer_text(w, cs_str_z(rule->test->name));
		cs_buf_reset(&b);
		for (unsigned k = 0; k < rule->nunit; k++)
			cs_buf_printf(&b, "%s%.*s", k != 0 ? "," : "", CS_STR_ARG(rule->unit[k]));
		cs_writer_text(w, cs_buf_all(&b));
		cs_writer_text(w, asked->why_not.n == 0 ? CS_STR("t") : CS_STR("f"));
		cs_buf_reset(&b);
		cs_buf_str(&b, asked->why_not);
		if (asked->remedy != NULL)
			cs_buf_printf(&b, ": %s", asked->remedy);
		if (b.n == 0)
			cs_buf_str(&b, asked->lacks);
		if (b.n != 0)
			cs_writer_text(w, cs_buf_all(&b));
		else
			cs_writer_null(w);
		cs_writer_end(w);
	}
	cs_buf_finish(&b);
}
