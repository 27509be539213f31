/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: sentences. */
#include <math.h>

#include "retain/retainout.h"
#include "retain/retainupliftfit.h"

static const double hundred = 100, half = .5;

/* "6 months", "30 days", "1 month". */
static void
say_time(struct cs_buf *out, const struct cs_horizon *h)
{
	int32_t n = h->axis == CS_AXIS_MONTHS ? h->months : h->days;

	cs_buf_printf(
	    out, "%d %s%s", n, h->axis == CS_AXIS_MONTHS ? "month" : "day", n == 1 ? "" : "s");
}

/* A number of customers of a hundred: whole, or with a digit where it is small. */
static void
say_number(struct cs_buf *out, double v)
{
	const double few = 10;

	cs_buf_printf(out, "%.*f", fabs(v) < few ? 1 : 0, fabs(v) < half / few ? 0 : v);
}

/* Money to two digits, large sums in millions. */
static void
say_money(struct cs_buf *out, double v)
{
	const double thousand = 1e3, million = 1e6, ten = 10;
	double unit = fabs(v) > 0 ? pow(ten, floor(log10(fabs(v))) - 1) : 1;

	v = unit > 1 ? round(v / unit) * unit : round(v);
	if (fabs(v) >= million)
		cs_buf_printf(out, fabs(v) < thousand * million ? "%.3g million" : "%.0f million",
		    v / million);
	else
		cs_buf_printf(out, "%.0f", v == 0 ? 0 : v);
}

/* "5 (2 to 8) more", of a hundred; "as many". */
static void
say_more(struct cs_buf *out, const struct cs_est *u)
{
	double sign = u->est < 0 ? -hundred : hundred;

	if (u->est == 0 && !u->ci) {
		cs_buf_z(out, "as many");
		return;
	}
	say_number(out, sign * u->est);
	if (u->ci) {
		cs_buf_z(out, " (");
		say_number(out, sign * (u->est < 0 ? u->hi : u->lo));
		cs_buf_z(out, " to ");
		say_number(out, sign * (u->est < 0 ? u->lo : u->hi));
		cs_buf_c(out, ')');
	}
	cs_buf_z(out, u->est < 0 ? " fewer" : " more");
}

static void
say_group(struct cs_buf *out, const struct cs_uplift_row *x)
{
	for (unsigned i = 0; i < x->fit->r->nby; i++) {
		cs_buf_z(out, i > 0 ? ", " : "");
		cs_retainout_say(out, x->fit->key[i]);
	}
	cs_buf_z(out, x->fit->r->nby > 0 ? ": of" : "Of");
}

static void
say_stayed(struct cs_buf *out, const struct cs_uplift_row *x)
{
	const struct cs_retain *r = x->fit->r;
	const struct cs_horizon *h = &r->at[x->outcome - CS_UPLIFT_STAYED];
	const bool all = x->answer->has_seen; /* as it was seen, before like is held against like */

	if (x->fit->u->ask->unsolved) {
		cs_buf_z(out, " 100 customers whose problem was solved within ");
		say_time(out, &r->landmark);
	} else
		cs_buf_z(out, " 100 customers who made contact");
	cs_buf_c(out, ' ');
	say_number(out, hundred * (all ? x->answer->seen[0] : x->answer->cases.after));
	cs_buf_z(out, " stayed ");
	say_time(out, h);
	cs_buf_printf(out, ", of 100 %s ",
	    all			       ? "unsolved"
	    : x->fit->u->ask->unsolved ? "unsolved like them"
				       : "like them without contact");
	say_number(out, hundred * (all ? x->answer->seen[1] : x->answer->controls.after));
	cs_buf_z(out, "; like for like ");
	say_more(out, &x->answer->uplift);
	cs_buf_z(out, " stay");
}

static void
say_buyers(struct cs_buf *out, const struct cs_uplift_row *x, struct cs_str days)
{
	const struct cs_uplift_answer *a = x->answer;

	cs_buf_z(out, " 100 customers ");
	say_number(out, hundred * a->cases.before);
	cs_buf_printf(out, " bought in the %.*s days before and ", CS_STR_ARG(days));
	say_number(out, hundred * a->cases.after);
	cs_buf_z(out, " in those after, of 100 like them ");
	say_number(out, hundred * a->controls.before);
	cs_buf_z(out, " and ");
	say_number(out, hundred * a->controls.after);
	cs_buf_z(out, "; like for like ");
	say_more(out, &a->uplift);
	cs_buf_z(out, " buy");
}

/* "worth 1.2 million to 2.9 million EUR" */
static void
say_worth(struct cs_buf *out, const struct cs_uplift_row *x)
{
	const struct cs_est *u = cs_uplift_worth(x);
	struct cs_str money = cs_uplift_money(x);
	double all = (double)x->answer->compared;

	cs_buf_z(out, "worth ");
	say_money(out, (u->ci ? u->lo : u->est) * all);
	if (u->ci) {
		cs_buf_z(out, " to ");
		say_money(out, u->hi * all);
	}
	if (!cs_str_eqz(money, CS_UPLIFT_NO_CURRENCY))
		cs_buf_printf(out, " %.*s", CS_STR_ARG(money));
}

static void
say_revenue(struct cs_buf *out, const struct cs_uplift_row *x, struct cs_str days)
{
	cs_buf_printf(
	    out, " what customers spent in the %.*s days after, like for like ", CS_STR_ARG(days));
	say_worth(out, x);
	cs_buf_z(out, " more in all");
}

static void
say(void *arg, const struct cs_uplift_row *x)
{
	const struct cs_uplift_answer *a = x->answer;
	struct cs_buf *out = arg;
	struct cs_str days = x->fit->key[x->fit->u->key + CS_UPLIFT_KEY_WINDOW];

	if (!a->uplift.ok || x->outcome == CS_UPLIFT_PURCHASES)
		return;
	say_group(out, x);
	if (x->outcome >= CS_UPLIFT_STAYED)
		say_stayed(out, x);
	else if (x->outcome == CS_UPLIFT_BUYERS)
		say_buyers(out, x, days);
	else
		say_revenue(out, x, days);
	if (!a->uplift.ci)
		cs_buf_z(out, " (too few to say how sure that is)");
	else if (a->uplift.lo <= 0 && a->uplift.hi >= 0)
		cs_buf_z(out, ", which may be chance");
	if (x->outcome >= CS_UPLIFT_STAYED && a->worth.ok && cs_uplift_money(x).n > 0) {
		cs_buf_z(out, "; ");
		say_worth(out, x);
	}
	cs_buf_printf(out, "; %.0f %% could be compared; this is an association.\n",
	    hundred * (double)a->compared / (double)a->n);
}

int
cs_uplift_say(struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	return cs_uplift_each(w, state, say, out, e);
}
