/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements in sentences: see chargestatement.h. */
#include "base/utf8.h"
#include "charge/chargeout.h"
#include "charge/chargestatementwork.h"

/* "2026-10" of its first day. */
static void
add_month(struct cs_buf *out, int64_t day)
{
	cs_date_text(out, day);
	out->n -= strlen("-01");
}

static void
add_name(struct cs_buf *out, struct cs_str name, const char *none)
{
	if (name.p != NULL)
		cs_utf8_visible(out, name);
	else
		cs_buf_z(out, none);
}

/* ", 2,900.00 EUR less than in 2026-09". */
static void
add_previous(struct cs_buf *out, const struct cs_charge *c, const struct cs_statements *all,
    const struct cs_statement *s)
{
	const struct cs_statement *before;
	int64_t month;
	cs_i128 d;

	if (!cs_statement_previous(all, s, &month, &before))
		return;
	d = s->charged - (before != NULL ? before->charged : 0);
	if (d == 0) {
		cs_buf_z(out, ", the same as in ");
	} else {
		cs_buf_z(out, ", ");
		cs_chargeout_say_amount(out, c, d < 0 ? -d : d);
		cs_buf_z(out, d < 0 ? " less than in " : " more than in ");
	}
	add_month(out, month);
}

/* "; most of it: late fee 60 %, parcel late 20 %". */
static void
add_causes(struct cs_buf *out, const struct cs_statement *s, int64_t top)
{
	size_t n = 0;

	if (s->charged <= 0)
		return;
	for (size_t i = 0; i < s->ncause && (int64_t)i < top; i++) {
		const struct cs_statement_part *p = &s->cause[i];

		if (p->amount <= 0)
			continue;
		cs_buf_z(out, n++ == 0 ? "; for: " : ", ");
		add_name(out, p->name, "(no cause named)");
		cs_buf_c(out, ' ');
		cs_dec_ratio_text(out, p->amount * 100, s->charged, 0);
		cs_buf_z(out, " %");
	}
}

static void
say_one(struct cs_buf *out, const struct cs_charge *c, const struct cs_statements *all,
    const struct cs_statement *s)
{
	const struct cs_chargestatement_ask *ask = c->ask;

	add_name(out, s->unit, "Not on the map");
	cs_buf_z(out, ", ");
	add_month(out, s->month);
	cs_buf_z(out, s->closed ? " (closed): " : ": ");
	if (s->closed) {
		cs_buf_z(out, "billed were ");
	} else {
		cs_chargeout_say_count(out, s->contacts);
		cs_buf_z(out, s->contacts == 1 ? " contact cost " : " contacts cost ");
	}
	cs_chargeout_say_amount(out, c, s->charged);
	add_previous(out, c, all, s);
	if (s->adjusted != 0) {
		cs_buf_z(out, "; corrections of closed months: ");
		cs_chargeout_say_amount(out, c, s->adjusted);
	}
	if (s->avoidable_known) {
		cs_buf_z(out, "; ");
		cs_chargeout_say_amount(out, c, s->avoidable);
		cs_buf_z(out, " would fall away if they stopped");
	} else {
		cs_buf_z(out, "; how much would fall away if they stopped is not known");
	}
	add_causes(out, s, ask->top);
	cs_buf_z(out, ".\n");
}

int
cs_statements_say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	struct cs_statements *all = state;

	if (cs_statements_make(c, all, e) != 0)
		return -1;
	for (size_t i = 0; i < all->n; i++) {
		if (cs_statement_asked(c, all, &all->s[i]))
			say_one(out, c, all, &all->s[i]);
	}
	return 0;
}
