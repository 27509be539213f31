/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What others say of outsourcers, as records: invoices, and how many customers were kept.
 *
 *	--billed	vendor month billed_minutes amount currency
 *	--kept		vendor month customers stayed stayed_lo stayed_hi ...
 *
 * Of an invoice, billed_minutes may be NULL (a fee), and so may amount with its currency (only
 * minutes are known); several of a vendor and month add up. What was kept is a table of cs-retain,
 * one row for each vendor, or (--by vendor,month) for each vendor and month; customers times stayed
 * is how many are still there.
 */
#ifndef CS_CHARGE_INVOICE_H
#define CS_CHARGE_INVOICE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"

/* Of a vendor and a month. */
struct cs_invoice {
	struct cs_str vendor; /* decoded; p NULL: in-house */
	int64_t month;	      /* its first day; of what was kept INT64_MIN where months are not told
				 apart */
	bool has_minutes, has_amount;
	cs_i128 minutes; /* millionths of minutes */
	cs_i128 amount;	 /* millionths of the currency */
	struct cs_str currency;
	/* Of what was kept: millionths of customers. */
	cs_i128 kept, kept_lo, kept_hi;
	bool has_kept, has_bounds;
	const char *file; /* where it stands; of several the one that names the currency */
	uint64_t line;
};

struct cs_invoices {
	struct cs_invoice *v; /* by vendor, then month; each once */
	size_t n, cap;
	bool by_month; /* of what was kept */
};

void cs_invoices_finish(struct cs_invoices *s);

/* Read files; texts live in the arena. -1 with *e: 2, 65, 74. */
int cs_invoices_read(
    struct cs_invoices *s, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e);
int cs_invoices_read_kept(
    struct cs_invoices *s, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e);

/* That of a vendor and month, or NULL. */
const struct cs_invoice *cs_invoice_find(
    const struct cs_invoices *s, struct cs_str vendor, int64_t month);

#endif
