/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What outsourcers deliver, in sentences: see chargevendors.h. */
#include "base/utf8.h"
#include "charge/chargeout.h"
#include "charge/chargevendorswork.h"
#include "rec/esc.h"

enum { MILLION = 1000000, MINUTE = 60 };

/* num / den of the currency, to its minor unit. */
static void
add_each(struct cs_buf *out, const struct cs_charge *c, cs_i128 num, cs_i128 den)
{
	struct cs_ratio r;
	cs_i128 each;

	cs_ratio_init(&r);
	cs_ratio_quotient(&r, num, den);
	if (cs_ratio_round(&r, &each))
		cs_chargeout_say_amount(out, c, each);
	cs_ratio_finish(&r);
}

/* num / den to the nearest whole number, as people write it. */
static void
add_whole(struct cs_buf *out, cs_i128 num, cs_i128 den)
{
	struct cs_ratio r;
	cs_i128 whole;

	cs_ratio_init(&r);
	cs_ratio_quotient(&r, num, den);
	if (cs_ratio_round(&r, &whole))
		cs_chargeout_say_count(out, whole);
	cs_ratio_finish(&r);
}

/* "billed 412,300 minutes, logs 398,120: 3.6 % more". */
static void
add_billed(struct cs_buf *out, const struct cs_vendors_row *r)
{
	const cs_i128 more = r->minutes * MINUTE - r->logged_s * MILLION;

	cs_buf_z(out, "; billed ");
	add_whole(out, r->minutes, MILLION);
	cs_buf_z(out, " minutes, logs ");
	add_whole(out, r->logged_s, MINUTE);
	if (r->logged_s == 0)
		return;
	cs_buf_z(out, ": ");
	cs_dec_ratio_text(out, (more < 0 ? -more : more) * 100, r->logged_s * MILLION, 1);
	cs_buf_z(out, more < 0 ? " % less" : " % more");
}

/* ", 3.55 EUR less for a service level of 57.50 % (agreed: 60.00 %)". */
static void
add_level(struct cs_buf *out, const struct cs_charge *c, const struct cs_vendors_row *r)
{
	const bool paid = r->malus != 0 || r->bonus != 0;

	if (r->malus != 0) {
		cs_buf_z(out, ", ");
		cs_chargeout_say_amount(out, c, r->malus);
		cs_buf_z(out, " less");
	}
	if (r->bonus != 0) {
		cs_buf_z(out, r->malus != 0 ? " and " : ", ");
		cs_chargeout_say_amount(out, c, r->bonus);
		cs_buf_z(out, " more");
	}
	if (r->target < 0 || r->sum.met_of == 0) {
		cs_buf_z(out, paid ? " for its service level" : "");
		return;
	}
	cs_buf_z(out, paid ? " for a service level of " : ", with a service level of ");
	cs_dec_ratio_text(out, r->sum.met * 100, r->sum.met_of, 2);
	cs_buf_z(out, " % (agreed: ");
	cs_dec_ratio_text(out, r->target * (cs_i128)100, MILLION, 2);
	cs_buf_z(out, " %)");
}

static void
say_row(struct cs_buf *out, const struct cs_charge *c, const struct cs_vendors *v,
    const struct cs_vendors_row *r)
{
	const struct cs_vendors_cell *x = &r->sum;

	if (x->vendor.p != NULL)
		cs_utf8_visible(out, x->vendor);
	else
		cs_buf_z(out, "In-house");
	for (unsigned k = 0; k < x->nkey; k++) {
		cs_buf_z(out, ", ");
		cs_chargeout_say_name(out, x->key[k]);
	}
	cs_buf_z(out, ": ");
	cs_chargeout_say_count(out, x->contacts);
	cs_buf_z(out, x->contacts == 1 ? " contact cost " : " contacts cost ");
	cs_chargeout_say_amount(out, c, x->cost);
	if (x->contacts > 0) {
		cs_buf_z(out, ", ");
		add_each(out, c, x->cost, x->contacts);
		cs_buf_z(out, " each");
	}
	if (x->solved > 0 && x->contacts > 0) {
		cs_buf_z(out, ", ");
		add_each(out, c, x->cost * x->solved_of, x->contacts * x->solved);
		cs_buf_z(out, v->lasting ? " for each that was solved for good"
					 : " for each that was solved, by word");
	}
	if (r->has_kept && r->kept > 0) {
		cs_buf_z(out, ", ");
		add_each(out, c, r->kept_cost * MILLION, r->kept);
		cs_buf_z(out, " for each customer kept");
	}
	if (r->has_minutes)
		add_billed(out, r);
	if (r->has_terms) {
		cs_buf_z(out, "; by the contract it is ");
		cs_chargeout_say_amount(out, c, r->agreed);
		add_level(out, c, r);
	}
	if (r->has_outcome) {
		cs_buf_z(out, ", and by outcomes it would be ");
		cs_chargeout_say_amount(out, c, r->outcome);
	}
	cs_buf_z(out, ".\n");
}

int
cs_vendors_say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	struct cs_vendors *v = state;
	struct cs_vendors_row r;
	size_t at = 0;
	int got = cs_vendors_make(c, v, e);

	while (got >= 0 && (got = cs_vendors_next(v, &at, &r, e)) > 0)
		say_row(out, c, v, &r);
	return got;
}
