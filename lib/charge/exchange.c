/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchange rates with dates: see exchange.h. */
#include "charge/exchange.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/charge.h"
#include "rec/each.h"

enum column { CURRENCY, TO, RATE, FROM, UNTIL, RECIPROCAL, COLUMNS };

static const struct cs_head_want columns[COLUMNS] = {
    [CURRENCY] = {"currency", true},
    [TO] = {"to_currency", true},
    [RATE] = {"rate", true},
    [FROM] = {"valid_from_at", false},
    [UNTIL] = {"valid_to_at", false},
    [RECIPROCAL] = {"reciprocal", false},
};

/* A file while it is read. */
struct reading {
	struct cs_charge_exchange *to;
	struct cs_arena *arena;
	struct cs_each in;
	int col[COLUMNS]; /* -1: not there */
};

static int
bad(const struct reading *r, enum column c, const char *wanted, struct cs_err *e)
{
	return cs_each_bad(&r->in, r->col[c], wanted, e);
}

static struct cs_charge_parity *
another(struct cs_charge_exchange *x)
{
	struct cs_charge_parity *p;

	x->parity = cs_mem_grow(x->parity, &x->cap, x->n + 1, sizeof *x->parity);
	p = &x->parity[x->n++];
	*p = (struct cs_charge_parity){.from = CS_INSTANT_MIN};
	cs_ratio_init(&p->rate);
	return p;
}

static int
read_currencies(const struct reading *r, struct cs_charge_parity *p, struct cs_err *e)
{
	struct cs_str *const name[] = {&p->currency, &p->to};

	for (int i = 0; i < 2; i++) {
		struct cs_str raw = cs_each_raw(&r->in, r->col[i]);

		if (cs_currency_digits(raw) < 0)
			return bad(r, (enum column)i, "a currency of ISO 4217", e);
		*name[i] = cs_arena_str(r->arena, raw);
	}
	return cs_str_eq(p->currency, p->to) ? bad(r, TO, "another currency", e) : 0;
}

static int
read_time(const struct reading *r, struct cs_charge_parity *p, struct cs_err *e)
{
	if (!cs_charge_when(
		r->to->zone, cs_each_raw(&r->in, r->col[FROM]), CS_INSTANT_MIN, &p->from))
		return bad(r, FROM, "a day or an instant", e);
	if (!cs_charge_when(
		r->to->zone, cs_each_raw(&r->in, r->col[UNTIL]), CS_INSTANT_MAX, &p->until))
		return bad(r, UNTIL, "a day or an instant", e);
	if (p->from >= p->until)
		return bad(r, p->until == CS_INSTANT_MAX ? FROM : UNTIL,
		    "a time that ends later than it begins", e);
	return 0;
}

static int
read_one(const struct reading *r, struct cs_err *e)
{
	struct cs_charge_parity *p = another(r->to), *back;
	struct cs_str both = cs_each_raw(&r->in, r->col[RECIPROCAL]);

	if (read_currencies(r, p, e) != 0 || read_time(r, p, e) != 0)
		return -1;
	if (!cs_ratio_parse(cs_each_raw(&r->in, r->col[RATE]), &p->rate) ||
	    cs_ratio_sign(&p->rate) <= 0)
		return bad(r, RATE, "a rate above 0", e);
	p->file =
	    cs_arena_printf(r->arena, "%s", r->in.batch.file != NULL ? r->in.batch.file : "stdin");
	p->line = cs_batch_line(&r->in.batch, r->in.row);
	if (cs_raw_null(both) || cs_str_eqz(both, "f"))
		return 0;
	if (!cs_str_eqz(both, "t"))
		return bad(r, RECIPROCAL, "t or f", e);
	back = another(r->to);
	p = back - 1; /* they may have moved */
	back->currency = p->to;
	back->to = p->currency;
	back->from = p->from;
	back->until = p->until;
	back->file = p->file;
	back->line = p->line;
	cs_ratio_int(&back->rate, 1);
	cs_ratio_div(&back->rate, &back->rate, &p->rate);
	return 0;
}

static int
bind(struct reading *r, struct cs_err *e)
{
	if (cs_head_wanted(r->in.head, columns, COLUMNS, r->col, e) == 0)
		return 0;
	cs_err_prefix(e, "--exchange");
	return -1;
}

static int
read_file(struct cs_charge_exchange *x, struct cs_arena *a, char *const *file, int nfile,
    struct cs_err *e)
{
	struct reading r = {.to = x, .arena = a};
	int got = cs_each_open(&r.in, file, nfile, 0, e);

	if (got == 0)
		got = bind(&r, e);
	while (got >= 0 && (got = cs_each_next(&r.in, e)) > 0)
		got = read_one(&r, e);
	cs_each_close(&r.in);
	return got;
}

/* By pair. */
static int
compare_pair(const struct cs_charge_parity *a, struct cs_str currency, struct cs_str to)
{
	int c = cs_str_cmp(a->currency, currency);

	return c != 0 ? c : cs_str_cmp(a->to, to);
}

static int
compare(const void *pa, const void *pb)
{
	const struct cs_charge_parity *a = pa, *b = pb;
	int c = compare_pair(a, b->currency, b->to);

	if (c == 0)
		c = (a->from > b->from) - (a->from < b->from);
	/* Only to name the same two lines whatever the sort does with equals. */
	if (c == 0)
		c = strcmp(a->file, b->file);
	return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

static int
check(const struct cs_charge_exchange *x, struct cs_err *e)
{
	for (size_t i = 1; i < x->n; i++) {
		const struct cs_charge_parity *a = &x->parity[i - 1], *b = &x->parity[i];

		if (compare_pair(a, b->currency, b->to) == 0 && b->from < a->until)
			return cs_err_set(e, CS_EXIT_DATA,
			    "%s:%llu and %s:%llu: two rates of %.*s in %.*s at one time", a->file,
			    (unsigned long long)a->line, b->file, (unsigned long long)b->line,
			    CS_STR_ARG(a->currency), CS_STR_ARG(a->to));
	}
	return 0;
}

int
cs_charge_exchange_read(struct cs_charge_exchange *x, struct cs_arena *a,
    const struct cs_zone *zone, char *const *file, int nfile, struct cs_err *e)
{
	x->zone = zone;
	/* Each file by itself, so that each may have the columns that it needs. */
	for (int i = 0; i < nfile; i++)
		if (read_file(x, a, &file[i], 1, e) != 0)
			return -1;
	if (x->n != 0)
		qsort(x->parity, x->n, sizeof *x->parity, compare);
	return check(x, e);
}

void
cs_charge_exchange_finish(struct cs_charge_exchange *x)
{
	for (size_t i = 0; i < x->n; i++)
		cs_ratio_finish(&x->parity[i].rate);
	free(x->parity);
	*x = (struct cs_charge_exchange){.parity = NULL};
}

/* --- what is asked ---------------------------------------------------------------------------- */

static void
put_day(struct cs_buf *b, const struct cs_zone *zone, int64_t at)
{
	cs_date_text(b, cs_zone_day(zone, at));
}

/* No rate of p's pair at that time; before and after: those around it, NULL where there is none. */
static int
missing(const struct cs_charge_exchange *x, const struct cs_charge_parity *p,
    const struct cs_charge_parity *before, const struct cs_charge_parity *after, int64_t at,
    struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;

	put_day(&b, x->zone, at);
	cs_err_set_(e, CS_EXIT_DATA, "no rate of %.*s in %.*s on %s", CS_STR_ARG(p->currency),
	    CS_STR_ARG(p->to), cs_buf_cstr(&b));
	cs_buf_reset(&b);
	if (before != NULL) {
		cs_buf_printf(&b, "the rate of %s:%llu ends at ", before->file,
		    (unsigned long long)before->line);
		put_day(&b, x->zone, before->until);
	}
	if (before != NULL && after != NULL)
		cs_buf_z(&b, ", ");
	if (after != NULL) {
		cs_buf_printf(&b, "the rate of %s:%llu begins at ", after->file,
		    (unsigned long long)after->line);
		put_day(&b, x->zone, after->from);
	}
	cs_err_hint_(e, "%s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

/* The first row of the pair or behind it in order that begins after `at`. */
static size_t
behind(const struct cs_charge_exchange *x, struct cs_str currency, struct cs_str to, int64_t at)
{
	size_t lo = 0, hi = x->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = compare_pair(&x->parity[mid], currency, to);

		if (c < 0 || (c == 0 && x->parity[mid].from <= at))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static const struct cs_charge_parity *
of_pair(const struct cs_charge_exchange *x, size_t i, struct cs_str currency, struct cs_str to)
{
	return i < x->n && compare_pair(&x->parity[i], currency, to) == 0 ? &x->parity[i] : NULL;
}

int
cs_charge_exchange_at(const struct cs_charge_exchange *x, struct cs_str currency, struct cs_str to,
    int64_t at, struct cs_ratio *rate, struct cs_err *e)
{
	const struct cs_charge_parity *before = NULL, *after = NULL;

	if (cs_str_eq(currency, to)) {
		cs_ratio_int(rate, 1);
		return 0;
	}
	if (x != NULL) {
		size_t i = behind(x, currency, to, at);

		/* Where i is 0, i - 1 is behind all that there is. */
		before = of_pair(x, i - 1, currency, to);
		after = of_pair(x, i, currency, to);
	}
	if (before != NULL && at < before->until) {
		cs_ratio_set(rate, &before->rate);
		return 0;
	}
	if (before != NULL)
		return missing(x, before, before, after, at, e);
	if (after != NULL)
		return missing(x, after, NULL, after, at, e);
	cs_err_set_(
	    e, CS_EXIT_DATA, "no rate of %.*s in %.*s", CS_STR_ARG(currency), CS_STR_ARG(to));
	return cs_err_hint(e, "--exchange FILE says what one %.*s is worth", CS_STR_ARG(currency));
}
