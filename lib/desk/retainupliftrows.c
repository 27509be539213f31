/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: the table, a row for each group, window and outcome, and sentences. */
#include <math.h>
#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "desk/retainupliftfit.h"
#include "stat/standard.h"

static const char *const columns[] = {"outcome", "window", "n", "compared", "compared_share",
    "control_days", "case_before", "case_after", "control_before", "control_after", "uplift",
    "uplift_lo", "uplift_hi", "worth", "worth_lo", "worth_hi", "currency", "evalue", "evalue_bound",
    "flag"};

static const char *const outcomes[] = {
    [CS_UPLIFT_PURCHASES] = "purchases",
    [CS_UPLIFT_BUYERS] = "buyers",
    [CS_UPLIFT_REVENUE] = "revenue",
    [CS_UPLIFT_STAYED] = "stayed",
};

enum { SHARE_DIGITS = 8, MONEY_DIGITS = 2 };

int
cs_uplift_head(const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (cs_head_add(h, cs_str_z(columns[i]), e) != 0)
			return -1;
	return r->explain ? cs_head_add(h, CS_STR("unlike"), e) : 0;
}

/* A row that is being written. */
struct row {
	struct cs_writer *out;
	struct cs_buf text;
	const struct cs_uplift_fit *fit;
	struct cs_uplift_answer a;
	unsigned outcome;
};

static void
real(struct row *x, bool there, double v)
{
	if (!there || !isfinite(v)) {
		cs_writer_null(x->out);
		return;
	}
	cs_buf_reset(&x->text);
	cs_buf_printf(&x->text, "%.10g", v == 0 ? 0 : v);
	cs_writer_raw(x->out, cs_buf_all(&x->text));
}

/* Money, rounded. */
static void
worth(struct row *x, bool there, double each)
{
	cs_buf_reset(&x->text);
	cs_buf_printf(&x->text, "%.*f", MONEY_DIGITS, each * (double)x->a.compared + 0.);
	if (there)
		cs_writer_raw(x->out, cs_buf_all(&x->text));
	else
		cs_writer_null(x->out);
}

/*
 * The ratio of what came to what would have come if uplift had been d: of purchases and revenue
 * after the contact; of staying, those who leave. False where that is no ratio.
 */
static bool
ratio_of(const struct row *x, double d, double *r)
{
	double seen = x->a.cases.after, without = seen - d;

	if (x->outcome >= CS_UPLIFT_STAYED) {
		seen = 1 - seen;
		without = seen + d;
	}
	*r = without > 0 ? seen / without : 0;
	return seen > 0 && without > 0;
}

static void
evalues(struct row *x)
{
	const struct cs_est *u = &x->a.uplift;
	double r, lo, hi;
	bool there = u->ok && ratio_of(x, u->est, &r);

	real(x, there, there ? cs_standard_evalue(r) : 0);
	there = u->ci && ratio_of(x, u->lo, &lo) && ratio_of(x, u->hi, &hi);
	real(x, there, there ? cs_standard_evalue_bound(lo < hi ? lo : hi, lo < hi ? hi : lo) : 0);
}

static void
figures(struct row *x)
{
	const struct cs_uplift_answer *a = &x->a;
	const bool ok = a->uplift.ok, was = ok && x->outcome < CS_UPLIFT_STAYED;

	cs_writer_i64(x->out, a->n);
	cs_writer_i64(x->out, a->compared);
	cs_buf_reset(&x->text);
	if (a->n > 0)
		cs_dec_ratio_text(&x->text, a->compared, a->n, SHARE_DIGITS);
	else
		cs_buf_z(&x->text, "\\N");
	cs_writer_raw(x->out, cs_buf_all(&x->text));
	cs_writer_i64(x->out, a->days);
	real(x, was, a->cases.before);
	real(x, ok, a->cases.after);
	real(x, was, a->controls.before);
	real(x, ok, a->controls.after);
	real(x, ok, a->uplift.est);
	real(x, a->uplift.ci, a->uplift.lo);
	real(x, a->uplift.ci, a->uplift.hi);
}

/* The key cells of --by, and which outcome over which time. */
static void
names(struct row *x, size_t place)
{
	const struct cs_uplift_fit *f = x->fit;

	for (unsigned i = 0; i < f->r->nby; i++)
		cs_writer_raw(x->out, cs_sums_key(f->sums, place, i));
	cs_writer_text(x->out,
	    cs_str_z(outcomes[x->outcome < CS_UPLIFT_STAYED ? x->outcome : CS_UPLIFT_STAYED]));
	if (x->outcome >= CS_UPLIFT_STAYED) {
		cs_writer_text(x->out, f->r->at[x->outcome - CS_UPLIFT_STAYED].text);
		return;
	}
	cs_buf_reset(&x->text);
	cs_buf_str(&x->text, cs_sums_key(f->sums, place, f->u->key + CS_UPLIFT_KEY_WINDOW));
	cs_buf_c(&x->text, 'd');
	cs_writer_raw(x->out, cs_buf_all(&x->text));
}

static void
row(struct row *x, size_t place)
{
	const struct cs_uplift_fit *f = x->fit;
	struct cs_str money = cs_sums_key(f->sums, place, f->u->key + CS_UPLIFT_KEY_CURRENCY);
	const bool paid = x->outcome == CS_UPLIFT_REVENUE;
	struct cs_match m;

	names(x, place);
	figures(x);
	worth(x, paid && x->a.uplift.ok, x->a.uplift.est);
	worth(x, paid && x->a.uplift.ci, x->a.uplift.lo);
	worth(x, paid && x->a.uplift.ci, x->a.uplift.hi);
	if (paid && !cs_str_eqz(money, CS_UPLIFT_NO_CURRENCY))
		cs_writer_raw(x->out, money);
	else
		cs_writer_null(x->out);
	evalues(x);
	cs_writer_text(x->out, cs_str_z(cs_flag_name(x->a.uplift.flag)));
	if (f->r->explain) {
		(void)cs_uplift_balance(f, &m);
		real(x, true, m.unlike);
	}
	cs_writer_end(x->out);
}

/* Calls what for every outcome that there is of a group. */
typedef void each_outcome(struct row *x, size_t place);

static bool
has(const struct cs_uplift_fit *f, unsigned part)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n && n == 0; i++)
		if (!f->cell[i].control)
			(void)cs_sums_part(f->sums, f->cell[i].place, part, &n);
	return n > 0;
}

static void
for_each(struct row *x, size_t place, each_outcome *what)
{
	const struct cs_uplift_fit *f = x->fit;
	struct cs_str money = cs_sums_key(f->sums, place, f->u->key + CS_UPLIFT_KEY_CURRENCY);
	const bool buys = !cs_str_eqz(money, "\\N"), stays = has(f, CS_UPLIFT_STAY_N);
	const unsigned n = CS_UPLIFT_STAYED + (unsigned)f->r->nat;
	struct cs_uplift_answer *answer = cs_mem_new(n, sizeof *answer);

	cs_uplift_answers(f, answer);
	for (x->outcome = 0; x->outcome < n; x->outcome++) {
		if (x->outcome < CS_UPLIFT_STAYED ? !buys : !stays)
			continue;
		if (x->outcome == CS_UPLIFT_REVENUE && money.n == 0)
			continue;
		x->a = answer[x->outcome];
		if (x->a.n >= f->r->min_group)
			what(x, place);
	}
	free(answer);
}

static int
take_rows(void *arg, const struct cs_uplift_fit *f, size_t place, struct cs_err *e)
{
	struct row *x = arg;

	(void)e;
	x->fit = f;
	for_each(x, place, row);
	return 0;
}

int
cs_uplift_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	struct row x = {.out = out, .text = CS_BUF_INIT};
	int rc = cs_uplift_walk(w, state, take_rows, &x, e);

	cs_buf_finish(&x.text);
	return rc;
}

/* ---- sentences ------------------------------------------------------------------------------ */

struct telling {
	struct row x;
	struct cs_buf *out;
};

static void
say_group(const struct telling *t, size_t place)
{
	const struct cs_uplift_fit *f = t->x.fit;

	for (unsigned i = 0; i < f->r->nby; i++) {
		struct cs_str v = cs_sums_key(f->sums, place, i);

		cs_buf_printf(t->out, "%s%.*s", i > 0 ? ", " : "", (int)v.n, v.p);
	}
	if (f->r->nby > 0)
		cs_buf_z(t->out, ": ");
}

/* "12.3 (9.1 to 15.5)", or that it could be nothing. */
static void
say_figure(const struct telling *t, double times, const char *unit)
{
	const struct cs_est *u = &t->x.a.uplift;

	cs_buf_printf(
	    t->out, "%.3g%s %s", fabs(u->est) * times, unit, u->est < 0 ? "fewer" : "more");
	if (u->ci)
		cs_buf_printf(t->out, " (%.3g to %.3g)%s", u->lo * times, u->hi * times,
		    u->lo <= 0 && u->hi >= 0 ? ", which may be chance" : "");
}

static void
say_stayed(const struct telling *t, struct cs_str over)
{
	const struct cs_retain *r = t->x.fit->r;
	const struct cs_uplift_answer *a = &t->x.a;

	if (t->x.fit->u->ask->unsolved)
		cs_buf_printf(t->out,
		    "of 100 customers whose problem was solved within %.*s %.3g stayed %.*s, of "
		    "100 comparable unsolved %.3g; like for like ",
		    CS_STR_ARG(r->landmark.text), 100 * a->cases.after, CS_STR_ARG(over),
		    100 * a->controls.after);
	else
		cs_buf_printf(t->out,
		    "of 100 customers who made contact %.3g stayed %.*s, of 100 comparable ones "
		    "without contact %.3g; like for like ",
		    100 * a->cases.after, CS_STR_ARG(over), 100 * a->controls.after);
}

static void
say_outcome(struct row *x, size_t place)
{
	struct telling *t = (struct telling *)x;
	const struct cs_uplift_answer *a = &x->a;
	struct cs_str money, over;

	if (!a->uplift.ok || x->outcome == CS_UPLIFT_PURCHASES)
		return;
	money = cs_sums_key(x->fit->sums, place, x->fit->u->key + CS_UPLIFT_KEY_CURRENCY);
	over = cs_sums_key(x->fit->sums, place, x->fit->u->key + CS_UPLIFT_KEY_WINDOW);
	say_group(t, place);
	if (x->outcome >= CS_UPLIFT_STAYED) {
		over = x->fit->r->at[x->outcome - CS_UPLIFT_STAYED].text;
		say_stayed(t, over);
		say_figure(t, 100, "");
		cs_buf_z(t->out, " stay");
	} else if (x->outcome == CS_UPLIFT_BUYERS) {
		cs_buf_printf(t->out,
		    "of 100 customers %.3g bought in the %.*s days before and "
		    "%.3g in those after; like for like ",
		    100 * a->cases.before, (int)over.n, over.p, 100 * a->cases.after);
		say_figure(t, 100, "");
		cs_buf_z(t->out, " buy");
	} else {
		cs_buf_printf(t->out, "revenue in %.*s days, like for like ", (int)over.n, over.p);
		if (a->uplift.ci)
			cs_buf_printf(t->out, "worth %.3g to %.3g %.*s in all",
			    a->uplift.lo * (double)a->compared, a->uplift.hi * (double)a->compared,
			    (int)money.n, money.p);
		else
			cs_buf_printf(t->out, "worth %.3g %.*s in all",
			    a->uplift.est * (double)a->compared, (int)money.n, money.p);
	}
	cs_buf_printf(t->out, "; %.3g %% could be compared; this is an association\n",
	    100 * (double)a->compared / (double)a->n);
}

static int
take_say(void *arg, const struct cs_uplift_fit *f, size_t place, struct cs_err *e)
{
	struct telling *t = arg;

	(void)e;
	t->x.fit = f;
	for_each(&t->x, place, say_outcome);
	return 0;
}

int
cs_uplift_say(struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	struct telling t = {.out = out};

	return cs_uplift_walk(w, state, take_say, &t, e);
}
