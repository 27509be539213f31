/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was billed, invoices, and who was kept, as records of any bytes: they are read as their
 * headers say, or refused with a reason; closed months of them are billed again as they were.
 */
#include "charge/closing.h"
#include "charge/invoice.h"
#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nothing is reckoned anew: what comes out is what went in. */
static void
closed(const struct cs_closing *c)
{
	struct cs_postings s = {0};
	struct cs_err e = CS_ERR_INIT;

	check(cs_closing_apply(c, &s, c->currency, INT64_MIN, INT64_MAX, &e) == 0);
	check(s.n == c->billed.n);
	for (size_t i = 0; i < s.n; i++) {
		check(s.p[i].amount == c->billed.p[i].amount);
		check(s.p[i].of_month <= s.p[i].month);
		check((s.p[i].unit.p != NULL) == (s.p[i].kind == CS_LINE_CHARGED));
	}
	cs_postings_finish(&s);
}

static void
invoices(const struct cs_invoices *s)
{
	for (size_t i = 0; i < s->n; i++)
		check(cs_invoice_find(s, s->v[i].vendor, s->v[i].month) == &s->v[i]);
}

static void
refused(const struct cs_err *e)
{
	check(e->status != 0 && e->msg[0] != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_closing c;
	struct cs_invoices s;
	struct memfile in;
	char *file[] = {in.path};

	memfile_open(&in, data, size);
	for (int kind = 0; kind < 3; kind++) {
		struct cs_err e = CS_ERR_INIT;
		int result;

		if (kind == 0)
			result = cs_closing_read(&c, &a, file, 1, &e);
		else
			result = kind == 1 ? cs_invoices_read(&s, &a, file, 1, &e)
					   : cs_invoices_read_kept(&s, &a, file, 1, &e);
		if (result != 0)
			refused(&e);
		else if (kind == 0)
			closed(&c);
		else
			invoices(&s);
		if (kind == 0)
			cs_closing_finish(&c);
		else
			cs_invoices_finish(&s);
	}
	cs_arena_finish(&a);
	memfile_close(&in);
	return 0;
}
