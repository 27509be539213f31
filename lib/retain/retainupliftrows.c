/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: the table, a row for each group, window and outcome. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainout.h"
#include "retain/retainupliftfit.h"
#include "stat/standard.h"

static const char *const columns[] = {"outcome", "window", "n", "compared", "compared_share",
    "control_days", "case_before", "case_after", "control_before", "control_after", "uplift",
    "uplift_lo", "uplift_hi", "worth", "worth_lo", "worth_hi", "currency", "flag", "case_all",
    "control_all", "evalue", "evalue_bound", "unlike", "apart", "apart_compared"};

/* Of them, those at the end that are told under --explain alone. */
enum { EXPLAINED = 5 };

static const char *const outcomes[] = {
    [CS_UPLIFT_PURCHASES] = "purchases",
    [CS_UPLIFT_BUYERS] = "buyers",
    [CS_UPLIFT_REVENUE] = "revenue",
    [CS_UPLIFT_STAYED] = "stayed",
};

enum { CENTS = 100, MILLION = 1000000 };

int
cs_uplift_head(const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	return cs_retainout_columns(
	    h, columns, sizeof columns / sizeof *columns - (r->explain ? 0 : EXPLAINED), e);
}

/* A row that is being written. */
struct row {
	struct cs_writer *out;
	struct cs_buf text;
	const struct cs_uplift_fit *fit;
	struct cs_uplift_answer a;
	unsigned outcome;
};

/* Money of all cases compared, to the digits that a bound is worth. Values of a month go to 2^63
 * millionths, so that of all cases over years may not fit into 64 bits. */
static void
worth(const struct row *x, bool there, double each)
{
	double cents = there ? round(each * (double)x->a.compared * CENTS) : 0;

	cs_retainout_money(x->out, there, (cs_i128)cents * (MILLION / CENTS));
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

	cs_retainout_real(x->out, there, there ? cs_standard_evalue(r) : 0);
	if (u->ci && u->lo <= 0 && u->hi >= 0) {
		cs_retainout_real(x->out, true, 1);
		return;
	}
	there = u->ci && ratio_of(x, u->lo, &lo) && ratio_of(x, u->hi, &hi);
	cs_retainout_real(x->out, there,
	    there ? cs_standard_evalue_bound(lo < hi ? lo : hi, lo < hi ? hi : lo) : 0);
}

/* How far the sides are apart in who bought before: as they came, and as they are compared. */
static void
apart(struct row *x)
{
	const struct cs_uplift_answer *a = &x->a;
	const bool there = x->outcome == CS_UPLIFT_BUYERS;
	double share[2], d = 0;
	bool ok =
	    there && cs_uplift_bought(x->fit, share) && cs_uplift_apart(share[0], share[1], &d);

	cs_retainout_real(x->out, ok, d);
	ok = there && a->uplift.ok && cs_uplift_apart(a->cases.before, a->controls.before, &d);
	cs_retainout_real(x->out, ok, d);
}

static void
figures(struct row *x)
{
	const struct cs_uplift_answer *a = &x->a;
	const bool ok = a->uplift.ok, was = ok && x->outcome < CS_UPLIFT_STAYED;

	cs_writer_i64(x->out, a->n);
	cs_writer_i64(x->out, a->compared);
	cs_retainout_share(x->out, a->n > 0, a->n > 0 ? (double)a->compared / (double)a->n : 0);
	cs_writer_i64(x->out, a->days);
	cs_retainout_real(x->out, was, a->cases.before);
	cs_retainout_real(x->out, ok, a->cases.after);
	cs_retainout_real(x->out, was, a->controls.before);
	cs_retainout_real(x->out, ok, a->controls.after);
	cs_retainout_real(x->out, ok, a->uplift.est);
	cs_retainout_real(x->out, a->uplift.ci, a->uplift.lo);
	cs_retainout_real(x->out, a->uplift.ci, a->uplift.hi);
}

/* The key cells of --by, and which outcome over which time. */
static void
names(struct row *x)
{
	const struct cs_uplift_fit *f = x->fit;

	for (unsigned i = 0; i < f->r->nby; i++)
		cs_writer_raw(x->out, f->key[i]);
	cs_writer_text(x->out,
	    cs_str_z(outcomes[x->outcome < CS_UPLIFT_STAYED ? x->outcome : CS_UPLIFT_STAYED]));
	if (x->outcome >= CS_UPLIFT_STAYED) {
		cs_writer_text(x->out, f->r->at[x->outcome - CS_UPLIFT_STAYED].text);
		return;
	}
	cs_buf_reset(&x->text);
	cs_buf_str(&x->text, f->key[f->u->key + CS_UPLIFT_KEY_WINDOW]);
	cs_buf_c(&x->text, 'd');
	cs_writer_raw(x->out, cs_buf_all(&x->text));
}

struct cs_str
cs_uplift_money(const struct cs_uplift_row *row)
{
	const bool stay = row->outcome >= CS_UPLIFT_STAYED;
	struct cs_str money;

	if (!stay && row->outcome != CS_UPLIFT_REVENUE)
		return CS_STR("");
	money = row->fit->key[row->fit->u->key +
			      (stay ? CS_UPLIFT_KEY_VALUE_CURRENCY : CS_UPLIFT_KEY_CURRENCY)];
	return cs_str_eqz(money, "\\N") ? CS_STR("") : money;
}

const struct cs_est *
cs_uplift_worth(const struct cs_uplift_row *row)
{
	return row->outcome >= CS_UPLIFT_STAYED ? &row->answer->worth : &row->answer->uplift;
}

static void
row(void *arg, const struct cs_uplift_row *told)
{
	const struct cs_uplift_fit *f = told->fit;
	struct row *x = arg;
	struct cs_str money = cs_uplift_money(told);
	const struct cs_est *u = cs_uplift_worth(told);
	const bool paid = money.n > 0;

	x->fit = f;
	x->outcome = told->outcome;
	x->a = *told->answer;
	names(x);
	figures(x);
	worth(x, paid && u->ok, u->est);
	worth(x, paid && u->ci, u->lo);
	worth(x, paid && u->ci, u->hi);
	if (paid && !cs_str_eqz(money, CS_UPLIFT_NO_CURRENCY))
		cs_writer_raw(x->out, money);
	else
		cs_writer_null(x->out);
	cs_retainout_flag(x->out, x->a.uplift.flag);
	cs_retainout_real(x->out, x->a.has_seen, x->a.seen[0]);
	cs_retainout_real(x->out, x->a.has_seen, x->a.seen[1]);
	if (f->r->explain) {
		evalues(x);
		cs_retainout_real(x->out, true, cs_uplift_unlike(f));
		apart(x);
	}
	cs_writer_end(x->out);
}

int
cs_uplift_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	struct row x = {.out = out, .text = CS_BUF_INIT};
	int rc = cs_uplift_each(w, state, row, &x, e);

	cs_buf_finish(&x.text);
	return rc;
}
