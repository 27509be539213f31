/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision loses beside the service: see lostmargin.h. */
#include "charge/lostmargin.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/badcell.h"
#include "rec/reader.h"

enum column { WORTH, LO, HI, CURRENCY, COLUMNS };

static const struct cs_head_want columns[COLUMNS] = {
    [WORTH] = {"worth", true},
    [LO] = {"worth_lo", true},
    [HI] = {"worth_hi", true},
    [CURRENCY] = {"currency", true},
};

struct reading {
	struct cs_lost_margin *to;
	struct cs_reader *in;
	struct cs_batch batch;
	const struct cs_expr *where; /* NULL: all rows */
	struct cs_eval ev;
	uint8_t *keep;
	size_t cap;
	int col[COLUMNS];
	uint64_t rows;
};

/* The worth in a cell, turned round. 1: NULL; -1 with *e. */
static int
worth(const struct reading *r, uint32_t row, enum column c, struct cs_dec *d, struct cs_err *e)
{
	struct cs_str raw = cs_batch_raw(&r->batch, row, (unsigned)r->col[c]);

	if (cs_raw_null(raw))
		return 1;
	if (!cs_dec_parse(raw, d))
		return cs_bad_cell(&r->batch, row, cs_str_z(columns[c].name), raw, "a number", e);
	d->coef = -d->coef;
	return 0;
}

static int
read_row(struct reading *r, uint32_t row, struct cs_err *e)
{
	struct cs_lost_margin *m = r->to;
	struct cs_str currency = cs_batch_raw(&r->batch, row, (unsigned)r->col[CURRENCY]);
	int est = worth(r, row, WORTH, &m->est, e), lo, hi;

	/* The more they are worth, the less is lost. */
	lo = worth(r, row, HI, &m->lo, e);
	hi = worth(r, row, LO, &m->hi, e);
	if (est < 0 || lo < 0 || hi < 0)
		return -1;
	if (est != 0)
		return cs_bad_cell(
		    &r->batch, row, CS_STR("worth"), CS_STR("\\N"), "known: what is lost", e);
	if (cs_currency_digits(currency) < 0)
		return cs_bad_cell(
		    &r->batch, row, CS_STR("currency"), currency, "a currency of ISO 4217", e);
	memcpy(m->currency, currency.p, 3);
	m->currency[3] = '\0';
	m->bounds = lo == 0 && hi == 0;
	if (m->bounds && (cs_dec_cmp(m->lo, m->est) > 0 || cs_dec_cmp(m->est, m->hi) > 0))
		return cs_bad_cell(&r->batch, row, CS_STR("worth"),
		    cs_batch_raw(&r->batch, row, (unsigned)r->col[WORTH]),
		    "between worth_lo and worth_hi", e);
	r->rows++;
	return 0;
}

static int
read_batch(struct reading *r, struct cs_err *e)
{
	struct cs_filter_count count = {0};

	r->keep = cs_mem_grow(r->keep, &r->cap, r->batch.nrow + 1, 1);
	memset(r->keep, 1, r->batch.nrow);
	cs_eval_next_batch(&r->ev);
	if (r->where != NULL &&
	    cs_eval_filter(&r->ev, r->where, &r->batch, r->keep, &count, e) != 0)
		return -1;
	for (uint32_t row = 0; row < r->batch.nrow; row++) {
		if (r->keep[row] != 0 && read_row(r, row, e) != 0)
			return -1;
	}
	return 0;
}

static int
bind(struct reading *r, struct cs_arena *a, struct cs_str where, const struct cs_env *env,
    struct cs_err *e)
{
	struct cs_env own = *env;

	own.head = cs_reader_head(r->in);
	own.source = "--lost-margin";
	if (cs_head_wanted(own.head, columns, COLUMNS, r->col, e) != 0) {
		cs_err_prefix(e, "--lost-margin");
		return -1;
	}
	if (where.n == 0)
		return 0;
	r->where = cs_expr_compile_filter(a, where, &own, e);
	return r->where != NULL ? 0 : -1;
}

/* The file and the condition of "FILE where CONDITION". */
static void
split(struct cs_str text, struct cs_str *file, struct cs_str *where)
{
	static const char word[] = " where ";
	const size_t n = sizeof word - 1;

	*file = cs_str_trim(text);
	*where = cs_str(NULL, 0);
	for (size_t i = 0; i + n <= text.n; i++) {
		if (memcmp(text.p + i, word, n) == 0) {
			*file = cs_str_trim(cs_str(text.p, i));
			*where = cs_str_trim(cs_str_skip(text, i + n));
			return;
		}
	}
}

int
cs_lost_margin_read(struct cs_lost_margin *m, struct cs_arena *a, struct cs_str text,
    const struct cs_env *env, struct cs_err *e)
{
	struct reading r = {.to = m};
	struct cs_str file, where;
	char *path[1];
	int got;

	split(text, &file, &where);
	path[0] = cs_arena_new(a, file.n + 1, 1);
	memcpy(path[0], file.p, file.n);
	path[0][file.n] = '\0';
	r.in = cs_reader_open(path, 1, 0, e);
	if (r.in == NULL)
		return -1;
	cs_eval_init(&r.ev);
	got = bind(&r, a, where, env, e);
	while (got >= 0 && (got = cs_reader_next(r.in, &r.batch, e)) > 0)
		got = read_batch(&r, e);
	if (got == 0 && r.rows != 1) {
		(void)cs_err_set(e, CS_EXIT_DATA, "--lost-margin: %s has %llu rows%s, not one",
		    path[0], (unsigned long long)r.rows,
		    where.n != 0 ? " for which that holds" : "");
		got =
		    cs_err_hint(e, "choose one: --lost-margin \"FILE where reason = 'late_fee'\"");
	}
	cs_eval_finish(&r.ev);
	cs_batch_finish(&r.batch);
	cs_reader_close(r.in);
	free(r.keep);
	return got;
}
