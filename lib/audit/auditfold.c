/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From batches to the counts of an audit: see auditfold.h. */
#include "audit/auditfold.h"

#include <stdlib.h>

#include "base/mem.h"

enum { SCALE = 6 };

void
cs_audit_fold_init(
    struct cs_audit_fold *f, const struct cs_audit_layout *l, const struct cs_expr *span)
{
	*f = (struct cs_audit_fold){
	    .layout = l, .span = span, .first = CS_INSTANT_MAX, .last = CS_INSTANT_MIN};
	cs_audit_count_init(&f->own, l);
	f->count = &f->own;
	cs_eval_init(&f->eval);
	f->rows = (struct cs_rowkeys){.keys = &f->own.keys, .by = l->by, .eval = &f->eval};
	f->arg = cs_mem_new0(l->scheme->nacc + 1, sizeof *f->arg);
	f->passed = cs_mem_new0((size_t)l->scheme->nfilter + 1, sizeof(uint8_t *));
}

void
cs_audit_fold_finish(struct cs_audit_fold *f)
{
	if (f->layout == NULL)
		return;
	cs_audit_count_finish(&f->own);
	cs_eval_finish(&f->eval);
	cs_rowkeys_finish(&f->rows);
	free(f->arg);
	free(f->passed);
	free(f->flags);
	free(f->facts);
	free(f->large);
	free(f->micros);
	*f = (struct cs_audit_fold){.layout = NULL};
}

void
cs_audit_fold_join(struct cs_audit_fold *f, struct cs_audit_count *c)
{
	cs_audit_count_finish(&f->own);
	f->count = c;
	cs_rowkeys_rekey(&f->rows, &c->keys);
}

/* Bytes of flags that each filter has; rounded up, so that loops run over whole words. */
static size_t
stride(const struct cs_batch *b)
{
	return (b->nrow + (size_t)63) & ~(size_t)63;
}

/* Which rows a filter lets through. Arrays are in local variables here and below: a byte that is
 * stored could be part of anything, and all that pointers lead to would be loaded again. */
static void
flag_rows(const struct cs_vec *v, uint32_t n, uint8_t *restrict passed, uint8_t *restrict any)
{
	const int64_t *restrict value = v->i;

	/* A NULL has the value 0. */
	for (uint32_t row = 0; row < n; row++) {
		uint8_t is = value[row] != 0;

		passed[row] = is;
		any[row] |= is;
	}
}

/* All filters over the batch. */
static int
run_filters(struct cs_audit_fold *f, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_scheme *p = f->layout->scheme;
	size_t n = stride(b);
	bool all = false;

	f->flags = cs_mem_grow(f->flags, &f->flags_cap, (p->nfilter + (size_t)2) * n + 1, 1);
	f->any = f->flags;
	memset(f->any, 0, n);
	for (unsigned i = 0; i <= p->nfilter; i++)
		f->passed[i] = f->flags + (i + 1) * n;
	memset(f->passed[p->nfilter], 1, n);
	for (unsigned i = 0; i < p->nfilter; i++) {
		struct cs_vec v;

		if (cs_eval_run(&f->eval, p->filter[i].x, b, &v, e) != 0)
			return -1;
		flag_rows(&v, b->nrow, f->passed[i], f->any);
	}
	for (unsigned i = 0; i < p->nacc; i++) {
		all |= p->acc[i].filter < 0;
		if (cs_eval_run(&f->eval, p->acc[i].arg, b, &f->arg[i], e) != 0)
			return -1;
	}
	if (all)
		memset(f->any, 1, n);
	return 0;
}

/* Rows that were taken: these of f->rows. */
struct range {
	size_t from, to;
};

/* Decimals in millionths; more digits are rounded. NULL with *e (65). */
static const int64_t *
in_micros(struct cs_audit_fold *f, const struct cs_vec *v, const uint8_t *passed, struct range some,
    const struct cs_batch *b, struct cs_err *e)
{
	f->micros = cs_mem_grow(f->micros, &f->micros_cap, b->nrow, sizeof *f->micros);
	for (size_t k = some.from; k < some.to; k++) {
		uint32_t row = f->rows.row[k];

		if (passed[row] == 0 || (v->null != NULL && v->null[row] != 0) ||
		    cs_dec_micros(cs_dec_round(cs_dec_trim(v->d[row]), SCALE), &f->micros[row]))
			continue;
		(void)cs_err_set(e, CS_EXIT_DATA, "%s:%llu: a decimal is too large to be added up",
		    b->file, (unsigned long long)cs_batch_line(b, row));
		return NULL;
	}
	return f->micros;
}

/* What is the same for all rows of one metric. */
struct metric {
	const struct cs_audit_measure *m;
	const uint8_t *passed;
	const struct cs_vec *v;
	const int64_t *value;
};

static inline bool
counts(const struct metric *of, uint32_t row)
{
	return of->passed[row] != 0 && (of->v->null == NULL || of->v->null[row] == 0);
}

static void
share_facts(struct cs_audit_fold *f, const struct metric *of, struct range some)
{
	const size_t size = f->layout->words * sizeof *f->facts;
	const uint32_t *rows = f->rows.row;
	const uint8_t *passed = of->passed, *null = of->v->null;
	const int64_t *value = of->value;
	uint8_t *facts = (uint8_t *)f->facts + of->m->byte;

	for (size_t k = some.from; k < some.to; k++) {
		uint32_t row = rows[k];
		uint8_t there = passed[row] & (null != NULL ? null[row] ^ 1 : 1);
		uint8_t *to = facts + row * size;

		to[0] = there;
		to[1] = there & (value[row] != 0);
	}
}

/* A value that fits goes into the record, and another one waits. */
static void
sum_facts(struct cs_audit_fold *f, const struct metric *of, struct range some, size_t metric)
{
	const struct cs_audit_measure *m = of->m;
	const unsigned words = f->layout->words;
	const uint32_t *rows = f->rows.row;
	bool squares = m->kept == CS_AUDIT_KEEP_SQUARES;

	for (size_t k = some.from; k < some.to; k++) {
		uint32_t row = rows[k];
		uint64_t *to = f->facts + (size_t)row * words;
		int64_t v = of->value[row];

		if (!counts(of, row))
			continue;
		if (!cs_audit_count_fits(m, v)) {
			f->large =
			    cs_mem_grow(f->large, &f->large_cap, f->nlarge + 1, sizeof *f->large);
			f->large[f->nlarge++] = (struct cs_audit_large){metric, row, v};
			continue;
		}
		((uint8_t *)to)[m->byte] = 1;
		to[m->word] = (uint64_t)v;
		if (squares)
			to[m->word + 1] = (uint64_t)(v * v);
	}
}

static void
near_facts(struct cs_audit_fold *f, const struct metric *of, struct range some)
{
	const int64_t width = of->m->width, from = CS_AUDIT_NEAR_FROM * width;
	const int64_t to = from + CS_AUDIT_NEAR_BINS * width;
	const size_t size = f->layout->words * sizeof *f->facts;
	const uint32_t *rows = f->rows.row;
	uint8_t *facts = (uint8_t *)f->facts + of->m->byte;

	for (size_t k = some.from; k < some.to; k++) {
		uint32_t row = rows[k];
		int64_t v = of->value[row];

		if (counts(of, row) && v >= from && v < to)
			facts[row * size + (size_t)((v - from) / width)] = 1;
	}
}

/* What some rows are in each metric. */
static int
add_facts(struct cs_audit_fold *f, struct range some, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_audit_layout *l = f->layout;
	const struct cs_scheme *p = l->scheme;

	for (size_t i = 0; i < p->n; i++) {
		const struct cs_audit_measure *m = &l->measure[i];
		const struct cs_acc_def *d = &p->acc[m->acc];
		struct metric of = {m, f->passed[d->filter < 0 ? p->nfilter : (unsigned)d->filter],
		    &f->arg[m->acc], f->arg[m->acc].i};

		if (d->scale == SCALE &&
		    (of.value = in_micros(f, of.v, of.passed, some, b, e)) == NULL)
			return -1;
		if (m->kept == CS_AUDIT_KEEP_SHARE)
			share_facts(f, &of, some);
		else if (m->kept == CS_AUDIT_KEEP_NEAR)
			near_facts(f, &of, some);
		else if (m->kept != CS_AUDIT_KEEP_UNIT)
			sum_facts(f, &of, some, i);
	}
	return 0;
}

/* The facts of all rows that were taken: of so many rows at a time as stay in the nearest cache. */
static int
make_facts(struct cs_audit_fold *f, const struct cs_batch *b, struct cs_err *e)
{
	enum { SOME = 128 };
	const unsigned words = f->layout->words;

	f->nlarge = 0;
	f->facts =
	    cs_mem_grow(f->facts, &f->facts_cap, b->nrow + (size_t)1, words * sizeof *f->facts);
	for (size_t from = 0; from < f->rows.n; from += SOME) {
		struct range some = {from, f->rows.n - from < SOME ? f->rows.n : from + SOME};

		for (size_t k = some.from; k < some.to; k++) {
			uint64_t *to = f->facts + (size_t)f->rows.row[k] * words;

			memset(to, 0, words * sizeof *to);
			*(uint8_t *)to = 1;
		}
		if (add_facts(f, some, b, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_audit_fold_read(
    struct cs_audit_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	size_t n = 0;

	cs_eval_next_batch(&f->eval);
	if (run_filters(f, b, e) != 0 || cs_rowkeys_take(&f->rows, b, mark, e) != 0 ||
	    cs_rowkeys_span(&f->rows, f->span, b, &f->first, &f->last, e) != 0)
		return -1;
	for (uint32_t row = 0; row < b->nrow; row++)
		f->rows_reported += cs_mark_counted(mark[row]);
	for (size_t k = 0; k < f->rows.n; k++) {
		f->rows.row[n] = f->rows.row[k];
		n += f->any[f->rows.row[k]];
	}
	f->rows.n = n;
	return make_facts(f, b, e);
}

/* The values that go into histograms of units. -1 with *e (65). */
static int
count_units(struct cs_audit_fold *f, size_t metric, const struct cs_batch *b, struct cs_err *e)
{
	enum { SOME = 256 };
	const struct cs_audit_measure *m = &f->layout->measure[metric];
	const struct cs_acc_def *d = &f->layout->scheme->acc[m->acc];
	unsigned filter = d->filter < 0 ? f->layout->scheme->nfilter : (unsigned)d->filter;
	struct metric of = {m, f->passed[filter], &f->arg[m->acc], f->arg[m->acc].i};
	uint32_t group[SOME];
	int64_t value[SOME];

	if (d->scale == SCALE &&
	    (of.value = in_micros(f, of.v, of.passed, (struct range){0, f->rows.n}, b, e)) == NULL)
		return -1;
	for (size_t from = 0; from < f->rows.n; from += SOME) {
		size_t to = f->rows.n - from < SOME ? f->rows.n : from + SOME, n = 0;

		for (size_t k = from; k < to; k++) {
			uint32_t row = f->rows.row[k];

			group[n] = f->rows.group[k];
			value[n] = of.value[row];
			n += counts(&of, row);
		}
		cs_audit_count_unit(f->count, m, group, value, n);
	}
	return 0;
}

/* The values that facts could not hold. Both lists are in the order of the rows, that of values for
 * some rows and one metric at a time. */
static void
count_large(struct cs_audit_fold *f)
{
	size_t k = 0;

	for (size_t i = 0; i < f->nlarge; i++) {
		const struct cs_audit_large *l = &f->large[i];

		if (i != 0 && l->row < f->large[i - 1].row)
			k = 0;
		while (k < f->rows.n && f->rows.row[k] < l->row)
			k++;
		for (size_t at = k; at < f->rows.n && f->rows.row[at] == l->row; at++)
			cs_audit_count_large(
			    f->count, f->rows.group[at], &f->layout->measure[l->metric], l->value);
	}
}

int
cs_audit_fold_count(struct cs_audit_fold *f, const struct cs_batch *b, struct cs_err *e)
{
	if (cs_rowkeys_group(&f->rows, b, e) != 0)
		return -1;
	cs_audit_count_room(f->count);
	cs_audit_count_rows(f->count, f->rows.row, f->rows.group, f->rows.n, f->facts);
	count_large(f);
	for (size_t i = 0; i < f->layout->scheme->n; i++) {
		if (f->layout->measure[i].kept == CS_AUDIT_KEEP_UNIT &&
		    count_units(f, i, b, e) != 0)
			return -1;
	}
	return 0;
}

void
cs_audit_fold_merge(struct cs_audit_fold *f, const struct cs_audit_fold *from)
{
	if (f->count != from->count)
		cs_audit_count_merge(f->count, from->count);
	f->first = from->first < f->first ? from->first : f->first;
	f->last = from->last > f->last ? from->last : f->last;
	f->rows_reported += from->rows_reported;
	f->eval.bad_cells += from->eval.bad_cells;
}
