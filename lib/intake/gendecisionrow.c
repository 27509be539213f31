/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the company that decides to charge a fee, and what it did: see gendecision.h. */
#include "base/dec.h"
#include "intake/gencell.h"
#include "intake/gendecision.h"

enum { POOLS = 2 };

/* Where the rows of a customer go, and how many there are. */
struct rows {
	struct cs_gen_line *r;
	uint64_t n;
};

uint64_t
cs_gen_decision_customer_row(struct cs_gen_line *r, uint64_t customer)
{
	cs_gen_id(r, 'C', customer);
	cs_gen_text(r, cs_gen_decision_basic(r->g, customer) ? "basic" : "plus");
	cs_gen_moment(r, (r->g->plan.start_day - 1 - (int64_t)(customer % 1000)) * CS_DAY_S);
	cs_gen_end(r);
	return 1;
}

static void
contact(void *arg, const struct cs_gen_event *v)
{
	struct rows *to = arg;
	struct cs_gen_line *r = to->r;
	const int64_t from = (r->g->plan.start_day + v->day) * CS_DAY_S + v->at_s;

	if (v->kind == CS_GEN_DECIDED_CHARGE)
		return;
	cs_gen_id(r, 'R', (v->customer * CS_GEN_DAYS_MAX + v->day) * 4 + v->kind);
	cs_gen_id(r, 'C', v->customer);
	cs_gen_text(r, cs_gen_decision_basic(r->g, v->customer) ? "basic" : "plus");
	cs_gen_text(r, (v->bits >> 16 & 3) == 0 ? "chat" : "phone");
	cs_gen_text(r, v->reason);
	cs_gen_moment(r, from);
	cs_gen_id(r, '\0', v->handle_s);
	cs_gen_text(r, "answered");
	if (v->credit != 0) {
		cs_gen_cents(r, v->credit);
		cs_gen_text(r, "EUR");
	} else {
		cs_gen_null(r);
		cs_gen_null(r);
	}
	cs_gen_end(r);
	to->n++;
}

uint64_t
cs_gen_decision_contact_rows(struct cs_gen_line *r, uint64_t customer)
{
	struct rows to = {r, 0};

	cs_gen_decision_live(r->g, customer, contact, &to);
	return to.n;
}

/* When something is done about a charge, in seconds from the first day; it may be too late to be
 * known. */
static int64_t
later_s(const struct cs_gen_event *v, uint32_t days)
{
	return days == 0 ? INT64_MAX : (v->day + days) * CS_DAY_S + v->at_s;
}

static void
charged(void *arg, const struct cs_gen_event *v)
{
	struct rows *to = arg;
	struct cs_gen_line *r = to->r;

	if (v->kind != CS_GEN_DECIDED_CHARGE)
		return;
	cs_gen_id(r, 'C', v->customer);
	cs_gen_moment(r, (r->g->plan.start_day + v->day) * CS_DAY_S + v->at_s);
	cs_gen_cents(r, CS_GEN_FEE_CENTS);
	cs_gen_text(r, "EUR");
	cs_gen_moment_if(r, later_s(v, v->waived));
	cs_gen_moment_if(r, later_s(v, v->refunded));
	cs_gen_text(r, "late_fee");
	cs_gen_end(r);
	to->n++;
}

uint64_t
cs_gen_decision_charge_rows(struct cs_gen_line *r, uint64_t customer)
{
	struct rows to = {r, 0};

	cs_gen_decision_live(r->g, customer, charged, &to);
	return to.n;
}

/* A month of a pool: agents by the minute, licences by the contact. */
uint64_t
cs_gen_decision_cost_row(struct cs_gen_line *r, uint64_t step)
{
	const struct cs_gen_decision *w = r->g->decision;
	const bool licences = step % POOLS != 0;
	struct cs_civil c = {.day = 1};
	int64_t from, days;
	uint64_t capacity;
	int d;

	cs_civil_of_days(r->g->plan.start_day, &c.year, &c.month, &d);
	cs_civil_add_months(&c, (int)(step / POOLS));
	from = cs_civil_days(c.year, c.month, 1);
	days = cs_civil_month_days(c.year, c.month);
	capacity = (uint64_t)days * (licences ? w->capacity_n : w->capacity_s);
	cs_gen_text(r, licences ? "licences" : "agents");
	cs_gen_moment(r, from * CS_DAY_S);
	cs_gen_moment(r, (from + days) * CS_DAY_S);
	cs_gen_cents(r, (int64_t)(licences ? capacity * CS_GEN_CONTACT_CENTS
					   : capacity / 60 * CS_GEN_MINUTE_CENTS));
	cs_gen_text(r, "EUR");
	cs_gen_text(r, licences ? "contact" : "minute");
	cs_gen_id_if(r, !licences, '\0', capacity);
	cs_gen_id_if(r, licences, '\0', capacity);
	cs_gen_cell(r);
	cs_dec_text(r->b, (struct cs_dec){licences ? 0 : CS_GEN_AVOIDABLE_MINUTE, 1});
	cs_gen_end(r);
	return 1;
}

/* What the decision did, in its whole weeks. */
struct told {
	const struct cs_gen *g;
	uint64_t charges, kept, waived, refunded;
	uint64_t driven, seconds, recoded;
	int64_t credits;
};

static void
tell_charge(struct told *t, const struct cs_gen_event *v)
{
	const int64_t known = t->g->plan.days * CS_DAY_S;
	const bool waived = later_s(v, v->waived) < known;
	const bool refunded = later_s(v, v->refunded) < known;

	t->charges++;
	t->waived += waived;
	t->refunded += refunded;
	t->kept += !waived && !refunded;
}

static void
tell(void *arg, const struct cs_gen_event *v)
{
	struct told *t = arg;

	if (v->day < t->g->decision->day || v->day >= t->g->decision->end)
		return;
	if (v->kind == CS_GEN_DECIDED_CHARGE) {
		tell_charge(t, v);
	} else if (v->kind == CS_GEN_DECIDED_ANYWAY) {
		t->recoded += strcmp(v->reason, "late_fee") == 0;
	} else {
		t->driven++;
		t->seconds += v->handle_s;
		t->credits += v->credit;
	}
}

static void
fact(struct cs_buf *b, const char *what, const char *value)
{
	cs_buf_printf(b, "decision\t%s\t%s\n", what, value);
}

static void
number(struct cs_buf *b, const char *what, uint64_t v)
{
	cs_buf_printf(b, "decision\t%s\t%llu\n", what, (unsigned long long)v);
}

static void
decimal(struct cs_buf *b, const char *what, cs_i128 v, int digits)
{
	cs_buf_printf(b, "decision\t%s\t", what);
	cs_dec_text(b, (struct cs_dec){v, digits});
	cs_buf_c(b, '\n');
}

static void
date(const struct cs_gen *g, struct cs_buf *b, const char *what, uint32_t day)
{
	cs_buf_printf(b, "decision\t%s\t", what);
	cs_date_text(b, g->plan.start_day + day);
	cs_buf_c(b, '\n');
}

void
cs_gen_decision_truth(const struct cs_gen *g, struct cs_buf *b)
{
	struct told t = {.g = g};
	cs_i128 minutes, contacts, revenue;

	for (uint64_t i = 0; i < g->plan.customers; i++)
		cs_gen_decision_live(g, i, tell, &t);
	date(g, b, "day", g->decision->day);
	date(g, b, "told_until", g->decision->end);
	fact(b, "reasons", "late_fee,fee_dispute");
	fact(b, "parent", "invoice,payment");
	fact(b, "plan", "basic");
	number(b, "charges", t.charges);
	number(b, "kept", t.kept);
	number(b, "waived", t.waived);
	number(b, "refunded", t.refunded);
	number(b, "contacts", t.driven);
	number(b, "recoded", t.recoded);
	number(b, "seconds", t.seconds);
	/* Ten-thousandths of a cent: a second is 95 / 60 of one. */
	minutes = (cs_i128)t.seconds * CS_GEN_MINUTE_CENTS * 10000 / 60;
	contacts = (cs_i128)t.driven * CS_GEN_CONTACT_CENTS * 10000;
	revenue = (cs_i128)t.kept * CS_GEN_FEE_CENTS;
	decimal(b, "revenue", revenue, 2);
	decimal(b, "cost", minutes + contacts, 6);
	decimal(b, "avoidable", minutes * CS_GEN_AVOIDABLE_MINUTE / 10, 6);
	decimal(b, "credits", t.credits, 2);
	decimal(b, "net", (revenue - t.credits) * 10000 - minutes - contacts, 6);
}
