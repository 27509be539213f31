/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices of outsourcers, and whom they kept: see invoice.h. */
#include "charge/invoice.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/dec.h"
#include "base/mem.h"
#include "charge/billcell.h"

enum column {
	VENDOR,
	MONTH,
	MINUTES,
	AMOUNT,
	CURRENCY,
	CUSTOMERS,
	STAYED,
	STAYED_LO,
	STAYED_HI,
	COLUMNS,
};

enum { BILLED = 1, KEPT = 2, MILLION = 1000000 };

/* The columns, and in which files they must be. */
static const struct cs_billcolumn columns[COLUMNS] = {
    [VENDOR] = {"vendor", BILLED | KEPT},
    [MONTH] = {"month", BILLED},
    [MINUTES] = {"billed_minutes", BILLED},
    [AMOUNT] = {"amount", 0},
    [CURRENCY] = {"currency", 0},
    [CUSTOMERS] = {"customers", KEPT},
    [STAYED] = {"stayed", KEPT},
    [STAYED_LO] = {"stayed_lo", 0},
    [STAYED_HI] = {"stayed_hi", 0},
};

struct reading {
	struct cs_invoices *s;
	struct cs_arena *arena;
	struct cs_billfile f;
	struct cs_err *e;
};

void
cs_invoices_finish(struct cs_invoices *s)
{
	free(s->v);
	*s = (struct cs_invoices){0};
}

/* A decimal in millionths; NULL: *there is false. */
static int
micros(const struct reading *r, enum column c, cs_i128 *v, bool *there)
{
	const struct cs_str raw = cs_bill_raw(&r->f, c);
	struct cs_dec d;
	int64_t m;

	*there = !cs_raw_null(raw);
	if (!*there)
		return 0;
	if (!cs_dec_parse(raw, &d) || !cs_dec_micros(d, &m))
		return cs_bill_bad(&r->f, c,
		    "is not a number below 9223372036854 of at most 6 digits behind the point",
		    r->e);
	*v = m;
	return 0;
}

/* customers times a share, in millionths of customers. */
static int
kept(const struct reading *r, enum column c, cs_i128 *v, bool *there)
{
	const struct cs_str raw = cs_bill_raw(&r->f, c);
	struct cs_dec share;
	int64_t n;

	*there = !cs_raw_null(raw);
	if (!*there)
		return 0;
	if (!cs_num_i64(cs_bill_raw(&r->f, CUSTOMERS), &n) || n < 0)
		return cs_bill_bad(&r->f, CUSTOMERS, "is not a number of customers", r->e);
	if (!cs_dec_parse(raw, &share) || share.coef < 0 || cs_dec_cmp(share, cs_dec_int(1)) > 0 ||
	    !cs_dec_mul(share, cs_dec_int((cs_i128)n * MILLION), &share))
		return cs_bill_bad(&r->f, c, "is not a share", r->e);
	*v = cs_dec_round(share, 0).coef;
	return 0;
}

static int
read_billed(struct reading *r, struct cs_invoice *v)
{
	if (cs_bill_month(&r->f, MONTH, &v->month, r->e) != 0 ||
	    micros(r, MINUTES, &v->minutes, &v->has_minutes) != 0 ||
	    micros(r, AMOUNT, &v->amount, &v->has_amount) != 0)
		return -1;
	v->currency = cs_bill_text(&r->f, CURRENCY, r->arena);
	if (v->has_amount && (v->currency.p == NULL || cs_currency_digits(v->currency) < 0))
		return cs_bill_bad(&r->f, CURRENCY, "is no currency", r->e);
	if (!v->has_amount && !v->has_minutes)
		return cs_bill_bad(&r->f, MINUTES, "says nothing, and nor does an amount", r->e);
	return 0;
}

static int
read_kept(struct reading *r, struct cs_invoice *v)
{
	bool lo, hi;

	v->month = INT64_MIN;
	if (r->f.col[MONTH] >= 0 && cs_bill_month(&r->f, MONTH, &v->month, r->e) != 0)
		return -1;
	if (kept(r, STAYED, &v->kept, &v->has_kept) != 0 ||
	    kept(r, STAYED_LO, &v->kept_lo, &lo) != 0 || kept(r, STAYED_HI, &v->kept_hi, &hi) != 0)
		return -1;
	v->has_bounds = lo && hi;
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct cs_invoice *x = a, *y = b;
	int d = cs_str_cmp_none(x->vendor, y->vendor);

	return d != 0 ? d : (x->month > y->month) - (x->month < y->month);
}

/* Those of one vendor and month become one. -1: that cannot be. */
static int
unite(struct cs_invoices *s, unsigned kind, struct cs_err *e)
{
	size_t n = 0;

	if (s->n > 1)
		qsort(s->v, s->n, sizeof *s->v, compare);
	for (size_t i = 0; i < s->n; i++) {
		struct cs_invoice *to = n != 0 ? &s->v[n - 1] : NULL, *v = &s->v[i];

		if (to == NULL || compare(to, v) != 0) {
			s->v[n++] = *v;
			continue;
		}
		if (kind == KEPT) {
			(void)cs_err_set(e, CS_EXIT_DATA,
			    "%s:%llu and %s:%llu: vendor '%.*s' is there twice", to->file,
			    (unsigned long long)to->line, v->file, (unsigned long long)v->line,
			    CS_STR_ARG(v->vendor));
			return cs_err_hint(e, "one horizon of cs-retain --by vendor (or "
					      "vendor,month): --at 6mo");
		}
		if (to->has_amount && v->has_amount && !cs_str_eq(to->currency, v->currency))
			return cs_err_set(e, CS_EXIT_DATA,
			    "%s:%llu and %s:%llu: invoices of '%.*s' for one month in %.*s and "
			    "%.*s",
			    to->file, (unsigned long long)to->line, v->file,
			    (unsigned long long)v->line, CS_STR_ARG(v->vendor),
			    CS_STR_ARG(to->currency), CS_STR_ARG(v->currency));
		if (v->has_amount && !to->has_amount) {
			to->currency = v->currency;
			to->file = v->file;
			to->line = v->line;
		}
		to->minutes += v->minutes;
		to->amount += v->amount;
		to->has_minutes = to->has_minutes || v->has_minutes;
		to->has_amount = to->has_amount || v->has_amount;
	}
	s->n = n;
	return 0;
}

static int
bind(struct reading *r, const char *file, unsigned kind)
{
	for (int c = 0; c < COLUMNS; c++) {
		r->f.col[c] = cs_head_find(r->f.in.head, cs_str_z(columns[c].name));
		if (r->f.col[c] < 0 && (columns[c].needed & kind) != 0)
			return cs_err_set(
			    r->e, CS_EXIT_USAGE, "%s: no column %s", file, columns[c].name);
	}
	r->s->by_month = r->f.col[MONTH] >= 0;
	return 0;
}

static int
read_files(struct reading *r, char *const *file, int nfile, unsigned kind)
{
	struct cs_invoices *s = r->s;
	int got = cs_each_open(&r->f.in, file, nfile, 0, r->e);

	*s = (struct cs_invoices){0};
	if (got >= 0)
		got = bind(r, file[0], kind);
	while (got >= 0 && (got = cs_each_next(&r->f.in, r->e)) > 0) {
		const char *name = r->f.in.batch.file != NULL ? r->f.in.batch.file : "stdin";
		struct cs_invoice v = {.vendor = cs_bill_text(&r->f, VENDOR, r->arena),
		    .line = cs_batch_line(&r->f.in.batch, r->f.in.row)};

		/* One text for all rows of a file. */
		if (s->n != 0 && strcmp(s->v[s->n - 1].file, name) == 0)
			v.file = s->v[s->n - 1].file;
		else
			v.file = cs_arena_printf(r->arena, "%s", name);

		got = kind == BILLED ? read_billed(r, &v) : read_kept(r, &v);
		s->v = cs_mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
		s->v[s->n++] = v;
	}
	cs_each_close(&r->f.in);
	return got < 0 ? -1 : unite(s, kind, r->e);
}

int
cs_invoices_read(
    struct cs_invoices *s, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e)
{
	int col[COLUMNS];
	struct reading r = {.s = s, .arena = a, .f = {.column = columns, .col = col}, .e = e};

	return read_files(&r, file, nfile, BILLED);
}

int
cs_invoices_read_kept(
    struct cs_invoices *s, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e)
{
	int col[COLUMNS];
	struct reading r = {.s = s, .arena = a, .f = {.column = columns, .col = col}, .e = e};

	return read_files(&r, file, nfile, KEPT);
}

const struct cs_invoice *
cs_invoice_find(const struct cs_invoices *s, struct cs_str vendor, int64_t month)
{
	const struct cs_invoice key = {.vendor = vendor, .month = month};

	return s->n != 0 ? bsearch(&key, s->v, s->n, sizeof key, compare) : NULL;
}
