/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A decision's P&L in sentences: see pnlwork.h. */
#include "base/civil.h"
#include "charge/chargeout.h"
#include "charge/pnlwork.h"

enum { WEEK = 7 };

#define DAY (CS_DAY_S * CS_USEC)

static void
money(struct cs_buf *out, const struct cs_charge *c, cs_i128 v)
{
	cs_chargeout_say_money(out, c, v);
	cs_buf_printf(out, " %.*s", CS_STR_ARG(c->currency));
}

/* " (155,000.00 to 205,000.00)"; without bounds nothing. */
static void
between(struct cs_buf *out, const struct cs_charge *c, const struct cs_pnl_money *m)
{
	if (!m->ci)
		return;
	cs_buf_z(out, " (");
	cs_chargeout_say_money(out, c, m->lo);
	cs_buf_z(out, " to ");
	cs_chargeout_say_money(out, c, m->hi);
	cs_buf_c(out, ')');
}

/* The nearest whole number of an exact one, or of a bound. */
static void
whole(struct cs_buf *out, const struct cs_ratio *v)
{
	cs_i128 n = 0;

	(void)cs_ratio_round(v, &n);
	cs_chargeout_say_count(out, n);
}

static void
bound(struct cs_buf *out, double v)
{
	cs_chargeout_say_count(out, (cs_i128)(v < 0 ? v - .5 : v + .5));
}

static void
days(struct cs_buf *out, int64_t n, const char *what)
{
	cs_buf_printf(out, "%lld %s%s", (long long)n, what, n == 1 ? "" : "s");
}

/* What there was to compare with, where it was nothing. */
static const char *const nothing_before[] = {
    [CS_PNL_BY_LEVEL] = "there were no weeks before",
    [CS_PNL_BY_YEAR] = "there was nothing of it the year before",
    [CS_PNL_BY_UNTOUCHED] = "there was nothing before of customers whom it did not concern",
};

/* Why nothing is known of the cost. */
static const char *
why_unknown(const struct cs_pnl *p, const struct cs_pnl_result *r)
{
	if (!r->more[CS_PNL_CONTACTS].ok)
		return nothing_before[p->how];
	return r->contacts == 0 ? "there are no contacts of customers whom it concerns"
				: "no contact that could be compared has a price";
}

/* "The decision late_fee collects 120,000.00 EUR" */
static void
say_brings(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out)
{
	cs_buf_z(out, "The decision ");
	cs_chargeout_say_name(out, p->d.id);
	if (r->charges != 0) {
		cs_buf_z(out, " collects ");
		money(out, c, r->revenue);
	} else if (p->has_charged) {
		cs_buf_z(out, " charges nothing");
	} else {
		cs_buf_z(out, ": what it earns is not known (--charged is not given)");
	}
}

/* " and costs 180,000.00 EUR (155,000.00 to 205,000.00) in service, ..." */
static void
say_costs(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out)
{
	cs_buf_z(out, p->has_charged ? " and costs " : "; it costs ");
	money(out, c, r->cost.est);
	between(out, c, &r->cost);
	cs_buf_z(out, " in service");
	if (r->credits.est != 0) {
		cs_buf_z(out, ", ");
		money(out, c, r->credits.est);
		cs_buf_z(out, " in credits");
	}
	if (r->lost.ok) {
		cs_buf_z(out, ", ");
		money(out, c, r->lost.est);
		between(out, c, &r->lost);
		cs_buf_z(out, " in lost margin");
	}
}

static void
say_avoidable(const struct cs_pnl_result *r, const struct cs_charge *c, struct cs_buf *out)
{
	if (!r->avoidable.ok) {
		cs_buf_z(out, "How much of the cost would fall away without it is not known.\n");
		return;
	}
	cs_buf_z(out, "Of the cost ");
	money(out, c, r->avoidable.est);
	between(out, c, &r->avoidable);
	cs_buf_z(out, " would fall away without it");
	if (r->net_avoidable.ok) {
		cs_buf_z(out, "; by that alone the net is ");
		money(out, c, r->net_avoidable.est);
		between(out, c, &r->net_avoidable);
	}
	cs_buf_z(out, ".\n");
}

static void
say_net(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out)
{
	say_brings(p, r, c, out);
	if (!r->cost.ok || !r->credits.ok) {
		cs_buf_z(out, "; what it costs cannot be said: ");
		cs_buf_z(out, why_unknown(p, r));
		cs_buf_z(out, ".\n");
		return;
	}
	say_costs(p, r, c, out);
	if (r->net.ok) {
		cs_buf_z(out, ": net ");
		money(out, c, r->net.est);
		between(out, c, &r->net);
		cs_buf_printf(out, ", %s", r->verdict);
		if (r->has_loss)
			cs_buf_printf(out, " (chance of a loss %.1f %%)", 100 * r->loss);
	} else {
		cs_buf_z(out, "; so there is no net");
	}
	cs_buf_z(out, ".\n");
	say_avoidable(r, c, out);
}

static void
say_charges(const struct cs_pnl_result *r, struct cs_buf *out)
{
	if (r->charges == 0)
		return;
	cs_chargeout_say_count(out, (cs_i128)r->charges);
	cs_buf_z(out, " charges, of which ");
	cs_chargeout_say_count(out, (cs_i128)r->waived);
	cs_buf_z(out, " were waived and ");
	cs_chargeout_say_count(out, (cs_i128)r->refunded);
	cs_buf_z(out, " refunded.");
	if (r->has_per_charge) {
		cs_buf_z(out, " A charge that was kept came with ");
		cs_ratio_text(out, &r->per_charge, 3);
		cs_buf_z(out, " contacts");
		if (r->has_break_even) {
			cs_buf_z(out, "; at ");
			cs_ratio_text(out, &r->break_even, 3);
			cs_buf_z(out, " it brings nothing");
		}
		cs_buf_c(out, '.');
	}
	cs_buf_c(out, '\n');
}

/* What it was compared with. */
static void
say_baseline(const struct cs_pnl *p, const struct cs_pnl_result *r, struct cs_buf *out)
{
	const struct cs_baseline *b = &r->more[CS_PNL_CONTACTS];

	cs_chargeout_say_count(out, r->contacts);
	cs_buf_z(out, " contacts in ");
	days(out, p->n, "week");
	if (!b->ok) {
		cs_buf_z(out, ".\n");
		return;
	}
	cs_buf_z(out, ", where ");
	whole(out, &b->expected);
	cs_buf_z(out, " were to be expected: ");
	whole(out, &b->more);
	if (b->ci) {
		cs_buf_z(out, " (");
		bound(out, b->lo);
		cs_buf_z(out, " to ");
		bound(out, b->hi);
		cs_buf_c(out, ')');
	}
	cs_buf_z(out, " more.\nExpected is ");
	switch (p->how) {
	case CS_PNL_BY_YEAR:
		cs_buf_z(out, "what there was in the same weeks of the year before, times how ");
		days(out, -p->first, "week");
		cs_buf_z(out, " before the decision compare with theirs");
		break;
	case CS_PNL_BY_LEVEL:
		cs_buf_z(out, "the level of the ");
		days(out, -p->first, "week");
		cs_buf_z(out, " before, with its trend; what the season does is not in it");
		break;
	case CS_PNL_BY_UNTOUCHED:
		cs_buf_z(out, "what there was of customers whom it did not concern, times how the "
			      "two compare in the ");
		days(out, -p->first, "week");
		cs_buf_z(out, " before");
		break;
	}
	cs_buf_z(out, ", of the decision's reasons and of those that such contacts were coded as "
		      "before.\n");
	if (p->how != CS_PNL_BY_UNTOUCHED)
		cs_buf_z(out, "This is an association: whatever else happened then is in it, too. "
			      "Customers whom the decision did not concern would tell "
			      "(baseline = untouched).\n");
}

/* Why less is said than bounds would let one say. */
static void
say_bounds(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out)
{
	switch (cs_pnl_doubt(p, r)) {
	case CS_PNL_SURE:
		break;
	case CS_PNL_FEW:
		cs_buf_printf(out,
		    "Of fewer than %d weeks before it cannot be told how much weeks hang together; "
		    "nothing is called certain.\n",
		    CS_PNL_FEWER);
		break;
	case CS_PNL_TURNS:
		cs_buf_z(out, "Had the two gone on to drift apart as they did before, which may "
			      "be luck, the net would be ");
		money(out, c, r->net_line.est);
		between(out, c, &r->net_line);
		cs_buf_z(out, "; so nothing is called certain.\n");
		break;
	case CS_PNL_ALIKE:
		cs_buf_printf(out,
		    "Weeks are so much like the one before (%.2f) that bounds hold the truth more "
		    "seldom than 95 times of 100; so all is unclear.\n",
		    r->more[CS_PNL_ALL].alike);
		break;
	case CS_PNL_DRIFTS:
		cs_buf_printf(out,
		    "Before the decision the two already drifted apart, by %.2f %% a week; that "
		    "may be part of it, so all is unclear.\n",
		    100 * r->more[CS_PNL_CONTACTS].drift);
		break;
	case CS_PNL_SEASON:
		cs_buf_z(out, "As the season may be part of it, all is unclear (season = week: "
			      "there is none).\n");
		break;
	}
}

/* What bounds do not know, and why there are none. */
static void
say_doubt(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out)
{
	const struct cs_baseline *all = &r->more[CS_PNL_ALL], *contacts = &r->more[CS_PNL_CONTACTS];
	const bool none = contacts->ok && cs_ratio_sign(&contacts->expected) == 0;

	if (p->own == 0)
		cs_buf_z(out, "No contact is coded with the decision's reasons.\n");
	if (none && r->contacts != 0)
		cs_buf_z(out, "There were no such contacts before. Those that were coded otherwise "
			      "then count as caused: parent names their reasons.\n");
	else if (all->ok && !all->ci && all->flag == CS_FLAG_ZERO_VAR)
		cs_buf_z(out, "The weeks before do not differ, so there are no bounds.\n");
	else if (all->ok && !all->ci)
		cs_buf_z(out, "There is too little to compare with for bounds.\n");
	if (all->ci)
		say_bounds(p, r, c, out);
}

/* What was left out. */
static void
say_rest(const struct cs_pnl *p, struct cs_buf *out)
{
	const struct {
		cs_i128 n;
		const char *what;
	} left[] = {
	    {p->neither, "Contacts of neither group, which are left out"},
	    {p->untimed, "Legs without handle time, whose minutes are not in the cost"},
	    {p->unpriced, "Legs that no pool and no rate is for, which cost nothing here"},
	};

	if (p->cut)
		cs_buf_printf(
		    out, "Only the first %d weeks count: the baseline goes no further.\n", p->n);
	if (p->left_days != 0) {
		cs_buf_z(out, "Left out: ");
		days(out, p->left_days, "day");
		cs_buf_z(out, " behind the last whole week.\n");
	}
	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		if (left[i].n == 0)
			continue;
		cs_buf_printf(out, "%s: ", left[i].what);
		cs_chargeout_say_count(out, left[i].n);
		cs_buf_z(out, ".\n");
	}
}

/* For how many days contacts can be those of the decision; WEEK: as many and more. */
static int64_t
lasts(const struct cs_pnl *p)
{
	const int64_t s = p->d.until == CS_INSTANT_MAX ? WEEK * DAY : p->d.until - p->d.from;
	const int64_t n = (s + DAY - 1) / DAY + p->d.lag_days;

	return n < WEEK ? n : WEEK;
}

void
cs_pnl_say(const struct cs_pnl *p, const struct cs_pnl_result *r, const struct cs_charge *c,
    struct cs_buf *out)
{
	if (r == NULL) {
		cs_buf_z(out, "The decision ");
		cs_chargeout_say_name(out, p->d.id);
		cs_buf_z(
		    out, lasts(p) < WEEK
			     ? ": it lasts for less than a week, and whole ones are compared.\n"
			     : ": it is too early to say; no whole week has passed since.\n");
		return;
	}
	say_net(p, r, c, out);
	say_charges(r, out);
	say_baseline(p, r, out);
	say_doubt(p, r, c, out);
	say_rest(p, out);
}
