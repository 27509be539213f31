/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a run of cs-chargeback: see chargingnotes.h. */
#include "cli/chargingnotes.h"

#include "charge/chargeout.h"
#include "charge/dues.h"

/* A number of things, and what they are; nothing for none. */
static void
note(cs_i128 n, const char *what)
{
	struct cs_buf b = CS_BUF_INIT;

	if (n == 0)
		return;
	cs_chargeout_count_text(&b, n);
	cs_msg_note("%s: %s", what, cs_buf_cstr(&b));
	cs_buf_finish(&b);
}

/* So many pools are named each time, of what may be a price list for every team and month. */
enum { NAMED = 5 };

/* Says something of a pool; n is how many there were before. */
static void
note_pool(const struct cs_charge_lot *l, unsigned long long n, const char *what)
{
	if (n < NAMED)
		cs_msg_note("%s:%llu: '%.*s' %s", l->cost->file, (unsigned long long)l->cost->line,
		    CS_STR_ARG(l->name), what);
}

static void
note_more(unsigned long long n, const char *what)
{
	if (n > NAMED)
		cs_msg_note("pools %s: %llu more", what, n - NAMED);
}

/* Pools that are used beyond what they can, and those whose idle time cannot be told. */
static void
note_pools(const struct cs_charge *c)
{
	static const char over_what[] =
	    "is used beyond its capacity, and spread over what was used";
	static const char idle_what[] = "was used by no contact: unallocated";
	const struct cs_charge_price *p = c->price;
	unsigned long long open = 0, over = 0, idle = 0;

	if (c->mode->without_contacts)
		return;
	for (size_t i = 0; i < p->nlot; i++) {
		const struct cs_charge_lot *l = &p->lot[i];

		if (l->kind != CS_CHARGE_POOL)
			continue;
		open += !l->cost->has_capacity && l->cost->unit != CS_COST_NONE &&
			cs_ratio_sign(&l->amount) != 0;
		if (l->over)
			note_pool(l, over++, over_what);
		if (l->unallocated != 0 && l->cost->unit != CS_COST_NONE)
			note_pool(l, idle++, idle_what);
	}
	note_more(over, "used beyond capacity");
	note_more(idle, "used by no contact");
	if (open != 0)
		cs_msg_note(
		    "pools without a capacity, whose idle time is in what is charged: %llu", open);
}

/* How services were gone through, and what that leaves out. */
static void
note_services(const struct cs_charge *c)
{
	const struct cs_charge_dues *dues = c->dues;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_ratio mutual, tenth;

	if (dues == NULL)
		return;
	cs_ratio_init(&mutual);
	cs_ratio_init(&tenth);
	cs_ratio_quotient(&tenth, 1, 10);
	cs_service_mutual(&dues->serving->services, dues->cost, &mutual);
	if (dues->serving->how == CS_ALLOCATION_STEP_DOWN) {
		for (size_t i = 0; i < dues->serving->services.nservice; i++) {
			cs_buf_z(&b, i == 0 ? "" : ", ");
			cs_buf_str(&b, dues->serving->services.name[dues->order[i]]);
		}
		cs_msg_note("services step down in the order %s", cs_buf_cstr(&b));
	} else if (dues->serving->how == CS_ALLOCATION_DIRECT &&
		   cs_ratio_cmp(&mutual, &tenth) > 0) {
		cs_ratio_times(&mutual, &mutual, 100);
		cs_ratio_text(&b, &mutual, 1);
		cs_msg_note("%s %% of what services cost is for each other, which --allocation "
			    "direct does not see: --allocation reciprocal does",
		    cs_buf_cstr(&b));
	}
	cs_ratio_finish(&tenth);
	cs_ratio_finish(&mutual);
	cs_buf_finish(&b);
}

static void
note_contacts(const struct cs_charge *c)
{
	cs_i128 untimed = 0, moneyless = 0, outside = 0;

	for (size_t i = 0; i < c->sums->ngroup; i++) {
		if (c->whose[i].outside) {
			outside += cs_charge_get(c, i, CS_CHARGE_CONTACTS);
			continue;
		}
		untimed += cs_charge_get(c, i, CS_CHARGE_UNTIMED);
		moneyless += cs_sums_get(c->sums, i, CS_CHARGE_CREDIT, 0) != 0 ||
			     cs_sums_get(c->sums, i, CS_CHARGE_CREDIT_BACK, 0) != 0;
	}
	note(outside, "contacts outside the period, which are not counted");
	note((cs_i128)c->count[CS_CHARGE_UNDATED], "legs without a time, which nothing prices");
	note(c->price->undated_credits,
	    "credits of legs without a time, which are of no month and in no total");
	note(untimed, "legs that somebody handled, for a time that is not known");
	note(c->price->unpriced_legs, "legs that no pool and no rate is for");
	note((cs_i128)c->count[CS_CHARGE_ROOTLESS],
	    "repeats whose first contact is not known, taken as they are");
	if (moneyless != 0)
		cs_msg_note("money given that names no currency is taken to be %.*s",
		    CS_STR_ARG(c->currency));
}

void
cs_chargingnotes_account(const struct cs_charging_job *job)
{
	const struct cs_charge *c = &job->c;
	struct cs_cli *cli = job->cli;

	if (c->mode->without_contacts || job->merge)
		return;
	cs_selector_account(&job->worker[0].selector, cli);
	cli->count.used = c->count[CS_CHARGE_READ];
	if (c->first <= c->last) {
		cs_cli_instant(cli, c->first);
		cs_cli_instant(cli, c->last);
	}
}

/* What everything adds up to, where there is anything. */
static void
note_balance(const struct cs_charging_job *job)
{
	struct cs_buf b = CS_BUF_INIT;

	if (job->price.nlot == 0 || !job->c.mapped)
		return;
	cs_chargeout_balance(&b, &job->c, &job->balance);
	cs_msg_note("%s", cs_buf_cstr(&b));
	cs_cli_fact(job->cli, "balance", cs_buf_all(&b));
	cs_buf_finish(&b);
}

void
cs_chargingnotes_say(struct cs_charging_job *job)
{
	const struct cs_charge *c = &job->c;

	cs_chargingnotes_account(job);
	note_contacts(c);
	note_pools(c);
	note_services(c);
	note_balance(job);
}
