/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bill: see chargebill.h. */
#include "charge/chargebill.h"

#include "charge/chargeout.h"

static const char *const before[] = {"line", "business_unit"};
static const char *const behind[] = {"contacts", "handle_s", "charged", "avoidable",
    "charged_repeats", "charged_original", "currency"};

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	return cs_chargeout_columns(h, c, before, sizeof before / sizeof *before, e) == 0 &&
		       cs_chargeout_levels(h, c, c->nby, e) == 0
		   ? cs_chargeout_columns(h, c, behind, sizeof behind / sizeof *behind, e)
		   : -1;
}

/* Whether anybody had these contacts: of what is idle nobody had. */
static bool
peopled(enum cs_charge_line_kind kind)
{
	return kind != CS_LINE_UNALLOCATED && kind != CS_LINE_UNUSED;
}

static void
row(const struct cs_charge *c, const struct cs_charge_line *x, struct cs_str name,
    struct cs_writer *out)
{
	bool people = peopled(x->kind);

	cs_writer_text(out, name);
	cs_writer_raw(out, x->unit);
	for (unsigned k = 0; k < c->nby; k++)
		cs_writer_raw(out, x->key[k]);
	cs_chargeout_count(out, people && x->contacts_known, x->contacts);
	cs_chargeout_count(out, people && x->handle_s_known, x->handle_s);
	cs_chargeout_money(out, c, true, x->charged);
	cs_chargeout_money(out, c, people && x->avoidable_known, x->avoidable);
	cs_chargeout_money(out, c, people, x->repeats);
	cs_chargeout_money(out, c, true, x->original);
	cs_writer_text(out, c->currency);
	cs_writer_end(out);
}

/* All lines together; by pool each contact is counted once nevertheless. */
static void
total(const struct cs_charge *c, const struct cs_charge_lines *l, struct cs_writer *out)
{
	struct cs_charge_line sum = {.kind = CS_LINE_CHARGED,
	    .unit = CS_STR_INIT("\\N"),
	    .contacts_known = true,
	    .handle_s_known = true,
	    .avoidable_known = true};

	sum.key = cs_arena_new(c->arena, c->nby + 1, sizeof *sum.key);
	for (unsigned k = 0; k < c->nby; k++)
		sum.key[k] = CS_STR("\\N");
	for (size_t i = 0; i < l->n; i++) {
		const struct cs_charge_line *x = &l->line[i];

		sum.charged += x->charged;
		sum.repeats += x->repeats;
		sum.original += x->original;
		sum.avoidable += x->avoidable;
		sum.avoidable_known = sum.avoidable_known && x->avoidable_known;
	}
	for (int k = 0; k < CS_LINES; k++) {
		sum.contacts += l->contacts[k];
		sum.handle_s += l->handle_s[k];
	}
	row(c, &sum, CS_STR("total"), out);
}

static int
lines(struct cs_charge *c, struct cs_charge_lines *l, unsigned nlevel, struct cs_err *e)
{
	unsigned *level = cs_arena_new(c->arena, c->nby + 1, sizeof *level);

	for (unsigned k = 0; k < c->nby; k++)
		level[k] = k;
	return cs_charge_lines_make(l, c, level, nlevel, e);
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct cs_charge_lines l;
	int result = lines(c, &l, c->nby, e);

	(void)state;
	for (size_t i = 0; i < l.n && result == 0; i++)
		row(c, &l.line[i], cs_charge_line_name(l.line[i].kind), out);
	if (result == 0)
		total(c, &l, out);
	cs_charge_lines_finish(&l);
	return result;
}

/* "Billing: the map charges it with 12,400 contacts; they cost 155,000.00 EUR ..." */
static void
say_unit(const struct cs_charge *c, const struct cs_charge_line *x, struct cs_buf *out)
{
	if (x->kind == CS_LINE_UNMAPPED) {
		cs_chargeout_say_unmapped(out, c, x->contacts, x->charged);
	} else {
		cs_chargeout_say_name(out, x->unit);
		cs_buf_z(out, ": the map charges it with ");
		cs_chargeout_say_contacts(out, x->contacts);
		cs_buf_z(out, x->contacts == 1 ? "; it cost " : "; they cost ");
		cs_chargeout_say_money(out, c, x->charged);
		cs_buf_printf(out, " %.*s", CS_STR_ARG(c->currency));
	}
	if (x->avoidable_known) {
		cs_buf_z(out, ", of which ");
		cs_chargeout_say_money(out, c, x->avoidable);
		cs_buf_z(out, " would fall away without such contacts");
	} else {
		cs_buf_z(out, "; how much would fall away without such contacts is not known");
	}
	if (x->repeats != 0) {
		cs_buf_z(out, "; ");
		cs_chargeout_say_money(out, c, x->repeats);
		cs_buf_z(out, " of it is for repeats");
	}
	if (x->original != x->charged) {
		cs_buf_z(out, "; with every repeat at its first cause it would be ");
		cs_chargeout_say_money(out, c, x->original);
	}
	cs_buf_z(out, ".\n");
}

static int
say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	struct cs_charge_lines l;
	int result = lines(c, &l, 0, e);

	(void)state;
	for (size_t i = 0; i < l.n && result == 0; i++) {
		if (l.line[i].kind <= CS_LINE_CHARGED)
			say_unit(c, &l.line[i], out);
	}
	if (result == 0) {
		cs_chargeout_balance(out, c, &l);
		cs_buf_z(out, ".\n");
	}
	cs_charge_lines_finish(&l);
	return result;
}

const struct cs_charge_mode cs_chargebill = {
    .name = "bill", .head = head, .rows = rows, .say = say};
