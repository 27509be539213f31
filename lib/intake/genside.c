/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables beside the contacts, and the headers of all: see genworld.h. */
#include "intake/gencell.h"
#include "intake/gendecision.h"
#include "intake/gendesk.h"
#include "intake/genretain.h"
#include "intake/genworld.h"

const char *const cs_gen_products[8] = {"speaker-s1", "speaker-s2", "headphones-h1",
    "headphones-h2", "router-x1", "router-x2", "camera-c1", "plan-plus"};

static const struct {
	const char *name;
	const char *columns; /* joined by commas */
} tables[CS_GEN_TABLES] = {
    [CS_GEN_CONTACTS] = {"contacts",
	"contact_id,customer_id,agent_id,team,vendor,queue,channel,started_at,answered_at,ended_at,"
	"wait_s,talk_s,hold_s,wrap_s,disposition,csat,comment"},
    [CS_GEN_AGENTS] = {"agents", "agent_id,agent_name,role,joined_at,left_at,left_reason"},
    [CS_GEN_ROSTER] = {"roster",
	"agent_id,leader,team,site,vendor,skills,fte,valid_from_at,valid_to_at"},
    [CS_GEN_CUSTOMERS] = {"customers",
	"customer_id,customer_name,segment,plan,region,joined_at,left_at,left_reason,month_value,"
	"currency,consent"},
    [CS_GEN_PURCHASES] = {"purchases",
	"purchase_id,customer_id,product,purchased_at,amount,currency,quantity_n,refunded_at"},
    [CS_GEN_SURVEYS] = {"surveys",
	"survey_id,contact_id,customer_id,agent_id,channel,survey_sent_at,survey_answered_at,csat,"
	"nps"},
    [CS_GEN_COSTS] = {"costs", "vendor,amount,currency,period_from_at,period_to_at"},
    [CS_GEN_TICKETS] = {"tickets", cs_gen_ticket_head},
    [CS_GEN_SCATTERED] = {"scattered", "contact_id,customer_id,caller,agent_id,queue,channel,"
				       "started_at,answered_at,ended_at,wait_s,"
				       "talk_s,hold_s,wrap_s,disposition,reason,product"},
    [CS_GEN_IDENTITIES] = {"identities",
	"customer_id,id_kind,id_value,valid_from_at,valid_to_at,source"},
    [CS_GEN_MOVES] = {"moves", "agent_id,leader,team,site,vendor,valid_from_at,valid_to_at"},
    [CS_GEN_RATINGS] = {"ratings",
	"survey_id,contact_id,customer_id,survey_sent_at,survey_answered_at,csat,nps"},
    [CS_GEN_EVENTS] = {"events", "event_id,event,customer_id,product,region,event_at,severity"},
    [CS_GEN_LINKS] = {"links",
	"contact_id,true_customer_id,true_web_id,true_how,true_team,true_surveys_n"},
    [CS_GEN_DESK] = {"desk",
	"contact_id,customer_id,caller,agent_id,leader,team,site,vendor,queue,channel,reason,"
	"started_at,answered_at,ended_at,wait_s,talk_s,hold_s,wrap_s,handle_s,disposition,ended_by,"
	"transfer,transferred_to,missed_n,reopened_n,solved_at,closed_at,survey_sent_at,"
	"survey_answered_at,csat,survey_version,tenure_days"},
    [CS_GEN_SKILLS] = {"skills",
	"agent_id,game,queue,other_queue,home_share,true_repeat_7d,true_satisfied,true_pace,"
	"true_short,true_unasked,true_unasked_bad,true_reopened,true_transferred,true_shaved,"
	"true_held,true_followed,true_unready,true_missed,true_passed,true_other,true_own_answer,"
	"true_own_call,true_hurried,true_dumped,true_stretched,true_month_end"},
    [CS_GEN_STATES] = {"states", "agent_id,leader,team,state,state_reason,started_at,ended_at"},
    [CS_GEN_SCHEDULES] = {"schedules", "agent_id,leader,team,activity,movable,started_at,ended_at"},
    [CS_GEN_RETAIN_CUSTOMERS] = {"retain-customers",
	"customer_id,segment,plan,region,joined_at,left_at,left_reason,month_value,currency,"
	"consent"},
    [CS_GEN_RETAIN_CONTACTS] = {"retain-contacts",
	"contact_id,customer_id,agent_id,leader,team,site,vendor,queue,channel,reason,started_at,"
	"answered_at,ended_at,wait_s,talk_s,handle_s,disposition,solved_agent,solved_at"},
    [CS_GEN_RETAIN_PURCHASES] = {"retain-purchases",
	"purchase_id,customer_id,product,purchased_at,amount,currency,refunded_at"},
    [CS_GEN_RETAIN_SURVEYS] = {"retain-surveys",
	"survey_id,contact_id,customer_id,survey_sent_at,survey_answered_at,nps"},
    [CS_GEN_RETAIN_RENEWALS] = {"retain-renewals", "customer_id,due_at,renewed_at,amount,currency"},
    [CS_GEN_DECISION_CUSTOMERS] = {"decision-customers", "customer_id,plan,joined_at"},
    [CS_GEN_DECISION_CONTACTS] = {"decision-contacts",
	"contact_id,customer_id,plan,channel,reason,started_at,handle_s,disposition,credit,"
	"currency"},
    [CS_GEN_DECISION_CHARGED] = {"decision-charged",
	"customer_id,charged_at,amount,currency,waived_at,refunded_at,decision_id"},
    [CS_GEN_DECISION_COSTS] = {"decision-costs",
	"pool,period_from_at,period_to_at,amount,currency,driver,capacity_s,capacity_n,"
	"avoidable_share"},
};

enum {
	PURCHASES_YEARLY = 2, /* of a customer */
	BASIC_STAYS = 1500,   /* days on average */
	FEE_DRIVES = 250,     /* days on average, from the fee on, on the plan that pays it */
	OTHERS_STAY = 2500,
	AGENT_STAYS = 900,
	BUYERS = 16,	      /* customers that are looked at for one who is still there */
	MONTH_INHOUSE = 4350, /* EUR a month and agent */
	MONTH_VENDOR = 3150,
};

const char *
cs_gen_table_name(enum cs_gen_table t)
{
	return tables[t].name;
}

static uint64_t
purchases(const struct cs_gen *g)
{
	return g->plan.customers * PURCHASES_YEARLY * g->plan.days / 365 + 1;
}

/* The calendar months that the days touch. */
static uint64_t
months(const struct cs_gen *g)
{
	int64_t last = g->plan.start_day + g->plan.days - 1;
	int y0, m0, y1, m1, d;

	cs_civil_of_days(g->plan.start_day, &y0, &m0, &d);
	cs_civil_of_days(last, &y1, &m1, &d);
	return (uint64_t)(y1 * INT64_C(12) + m1 - y0 * INT64_C(12) - m0 + 1);
}

uint64_t
cs_gen_steps(const struct cs_gen *g, enum cs_gen_table t)
{
	if (t == CS_GEN_DECISION_COSTS)
		return g->decision != NULL ? 2 * months(g) : 0;
	if (t >= CS_GEN_DECISION_CUSTOMERS)
		return g->decision != NULL ? g->plan.customers : 0;
	if (t >= CS_GEN_RETAIN_CUSTOMERS)
		return g->retain != NULL ? g->plan.customers : 0;
	if (t >= CS_GEN_DESK && g->desk == NULL)
		return 0;
	switch (t) {
	case CS_GEN_STATES:
	case CS_GEN_SCHEDULES:
		return (uint64_t)g->plan.agents * g->plan.days;
	case CS_GEN_SKILLS:
	case CS_GEN_AGENTS:
	case CS_GEN_ROSTER:
	case CS_GEN_MOVES:
		return g->plan.agents;
	case CS_GEN_CUSTOMERS:
	case CS_GEN_IDENTITIES:
		return g->plan.customers;
	case CS_GEN_PURCHASES:
	case CS_GEN_EVENTS:
		return purchases(g);
	case CS_GEN_COSTS:
		return 2 * months(g);
	default:
		return g->plan.rows;
	}
}

void
cs_gen_head(const struct cs_gen *g, enum cs_gen_table t, enum cs_gen_format f, struct cs_buf *b)
{
	const bool wide = t == CS_GEN_CONTACTS && g->plan.wide;
	const bool quoted =
	    t == CS_GEN_CONTACTS && f == CS_GEN_CSV && g->plan.quoted == CS_GEN_MILLION;
	struct cs_str rest = cs_str_z(tables[t].columns), name;
	struct cs_str more = CS_STR("reason,product,ended_by,survey_sent_at");
	const char *sep = "";

	while (cs_str_split(&rest, ',', &name) || (wide && cs_str_split(&more, ',', &name))) {
		cs_buf_z(b, sep);
		cs_buf_z(b, quoted ? "\"" : "");
		cs_buf_str(b, name);
		cs_buf_z(b, quoted ? "\"" : "");
		sep = f == CS_GEN_CSV ? "," : "\t";
	}
	cs_buf_c(b, '\n');
}

const char *const cs_gen_regions[5] = {"north", "south", "east", "west", "abroad"};

/* A stretch of so many days on average, in seconds. */
static int64_t
stay(uint32_t days, uint64_t bits)
{
	return (int64_t)days * CS_DAY_S * cs_gen_quantile(cs_gen_exponential, bits) / 1000;
}

/* When agents and customers joined: up to so many days before the first, to the second. */
static int64_t
joined(uint32_t days, uint64_t bits)
{
	return -(int64_t)((bits & 0xffffffff) * (days * (uint64_t)CS_DAY_S) >> 32) - CS_DAY_S;
}

enum { JOINED_DAYS = 2000 }; /* agents, before the first day */

int64_t
cs_gen_joined_s(const struct cs_gen *g, uint32_t agent)
{
	uint64_t bits = cs_gen_random(g, 1, UINT64_MAX - agent);

	return g->plan.start_day * CS_DAY_S + joined(JOINED_DAYS, bits >> 8);
}

static uint64_t
agent_row(struct cs_gen_line *r, uint64_t i)
{
	static const char *const reasons[4] = {"pay", "shifts", "moved", "leader"};
	static const char *const roles[4] = {"agent", "agent", "agent", "senior"};
	uint64_t bits = cs_gen_random(r->g, 1, UINT64_MAX - i);
	const struct cs_gen_effects *e = &r->g->effect;
	int64_t left = stay(AGENT_STAYS, bits >> 48);

	/* Those of the effects, and most others, are there to the end. */
	if (i == e->cutter || i == e->cherry || (bits & 7) != 0)
		left = INT64_MAX;
	cs_gen_id(r, 'a', i);
	cs_gen_cell(r);
	cs_gen_person(r->b, cs_gen_random(r->g, 2, UINT64_MAX - i));
	cs_gen_text(r, roles[bits >> 3 & 3]);
	cs_gen_moment(r, cs_gen_joined_s(r->g, (uint32_t)i));
	cs_gen_moment_if(r, left);
	if (left < r->g->plan.days * CS_DAY_S)
		cs_gen_text(r, reasons[bits >> 5 & 3]);
	else
		cs_gen_null(r);
	cs_gen_end(r);
	return 1;
}

void
cs_gen_place(struct cs_gen_line *r, uint64_t agent, uint16_t team)
{
	static const char *const sites[3] = {"leipzig", "lyon", "porto"};
	bool vendor = r->g->agent[agent].vendor;

	cs_gen_id(r, 'a', agent);
	cs_gen_id(r, 'l', team);
	cs_gen_id(r, 't', team);
	cs_gen_text(r, vendor ? sites[2] : sites[team & 1]);
	cs_gen_text(r, vendor ? "volta" : "inhouse");
}

static uint64_t
roster_row(struct cs_gen_line *r, uint64_t i)
{
	static const char *const skills[4] = {
	    "chat,phone", "chat,de,phone", "de,phone", "chat,fr,phone"};
	uint64_t bits = cs_gen_random(r->g, 1, UINT64_MAX - i);

	cs_gen_place(r, i, r->g->agent[i].team);
	cs_gen_text(r, skills[cs_gen_below(bits >> 40, 4)]);
	cs_gen_text(r, (bits >> 60) < 3 ? "0.5" : "1");
	cs_gen_moment(r, cs_gen_joined_s(r->g, (uint32_t)i));
	cs_gen_null(r);
	cs_gen_end(r);
	return 1;
}

/* When a customer leaves, in seconds from the first day on; and whether it is for the fee. */
static int64_t
customer_left(const struct cs_gen *g, uint64_t i, bool *by_fee)
{
	bool basic = (cs_gen_random(g, 3, UINT64_MAX - i) & 3) < 2;
	uint64_t more = cs_gen_random(g, 4, UINT64_MAX - i);
	int64_t left = stay(basic ? BASIC_STAYS : OTHERS_STAY, more);
	int64_t driven = g->effect.fee_day * CS_DAY_S + stay(FEE_DRIVES, more >> 16);

	*by_fee = basic && driven < left;
	return *by_fee ? driven : left;
}

static uint64_t
customer_row(struct cs_gen_line *r, uint64_t i)
{
	static const char *const segments[4] = {"home", "home", "family", "business"};
	static const char *const plans[4] = {"basic", "basic", "plus", "pro"};
	static const char *const reasons[4] = {"price", "moved", "service", "competitor"};
	static const int64_t month_cents[4] = {1290, 1290, 2490, 5900};
	uint64_t bits = cs_gen_random(r->g, 3, UINT64_MAX - i);
	uint64_t more = cs_gen_random(r->g, 4, UINT64_MAX - i);
	unsigned plan = bits & 3;
	bool by_fee;
	int64_t left = customer_left(r->g, i, &by_fee);

	cs_gen_id(r, 'C', i);
	cs_gen_cell(r);
	cs_gen_person(r->b, more >> 32);
	cs_gen_text(r, segments[bits >> 2 & 3]);
	cs_gen_text(r, plans[plan]);
	cs_gen_text(r, cs_gen_regions[cs_gen_below(bits >> 4, 5)]);
	cs_gen_moment(r, r->g->plan.start_day * CS_DAY_S + joined(3000, bits >> 20));
	cs_gen_moment_if(r, left);
	if (left < r->g->plan.days * CS_DAY_S)
		cs_gen_text(r, by_fee ? "fee" : reasons[bits >> 52 & 3]);
	else
		cs_gen_null(r);
	cs_gen_cents(r, month_cents[plan]);
	cs_gen_text(r, "EUR");
	cs_gen_text(r, (bits >> 54 & 3) != 0 ? "t" : "f");
	cs_gen_end(r);
	return 1;
}

/*
 * Who buys at a time: somebody who has not left. Of the few that are looked at all may have, in a
 * company of many years: -1.
 */
static int64_t
buyer(const struct cs_gen *g, uint64_t bits, int64_t at)
{
	for (unsigned tries = 0; tries < BUYERS; tries++, bits = cs_gen_scramble(bits)) {
		uint64_t i = (bits >> 32) * g->plan.customers >> 32;
		bool by_fee;

		if (customer_left(g, i, &by_fee) > at)
			return (int64_t)i;
	}
	return -1;
}

static uint64_t
purchase_row(struct cs_gen_line *r, uint64_t i)
{
	static const int64_t cents_of[8] = {12990, 19990, 8990, 14990, 9990, 14990, 7990, 4990};
	const int64_t broken_s = r->g->effect.broken_day * CS_DAY_S;
	uint64_t n = purchases(r->g), bits = cs_gen_random(r->g, 1, ~i << 1);
	uint64_t more = cs_gen_random(r->g, 2, ~i << 1), all = r->g->plan.days * (uint64_t)CS_DAY_S;
	/* One in each of n equal parts of the time: in order. */
	int64_t at = (int64_t)(((unsigned __int128)i * 65536 + (more & 0xffff)) * all / n >> 16);
	int64_t refunded = INT64_MAX, customer = buyer(r->g, bits, at);
	unsigned product = bits & 7;

	if (customer < 0)
		return 0;
	if (product == CS_GEN_BROKEN_PRODUCT && at < broken_s && (bits >> 3 & 0xff) < 100)
		refunded = broken_s + 3600 + stay(2, more >> 16);
	else if ((bits >> 3 & 0xff) < 10)
		refunded = at + 3 * CS_DAY_S + stay(5, more >> 16);
	cs_gen_id(r, 'P', i);
	cs_gen_id(r, 'C', (uint64_t)customer);
	cs_gen_text(r, cs_gen_products[product]);
	cs_gen_moment(r, r->g->plan.start_day * CS_DAY_S + at);
	cs_gen_cents(r, cents_of[product]);
	cs_gen_text(r, "EUR");
	cs_gen_text(r, (bits >> 12 & 15) == 0 ? "2" : "1");
	cs_gen_moment_if(r, refunded);
	cs_gen_end(r);
	return 1;
}

/* A month of a pool: the company's own agents, or the outsourcer's. */
static uint64_t
cost_row(struct cs_gen_line *r, uint64_t i)
{
	bool vendor = i % 2 != 0;
	struct cs_civil c = {.day = 1};
	int64_t from, to, agents = 0, end = r->g->plan.start_day + r->g->plan.days;
	int d;

	cs_civil_of_days(r->g->plan.start_day, &c.year, &c.month, &d);
	cs_civil_add_months(&c, (int)(i / 2));
	from = cs_civil_days(c.year, c.month, 1);
	to = from + cs_civil_month_days(c.year, c.month);
	for (uint32_t k = 0; k < r->g->plan.agents; k++)
		agents += r->g->agent[k].vendor == vendor;
	agents *= 100 * (vendor ? MONTH_VENDOR : MONTH_INHOUSE);
	cs_gen_text(r, vendor ? "volta" : "inhouse");
	/* Only the days that there are contacts of. */
	d = (int)(to - from);
	from = from < r->g->plan.start_day ? r->g->plan.start_day : from;
	to = to > end ? end : to;
	cs_gen_cents(r, agents * (to - from) / d);
	cs_gen_text(r, "EUR");
	cs_gen_moment(r, from * CS_DAY_S);
	cs_gen_moment(r, to * CS_DAY_S);
	cs_gen_end(r);
	return 1;
}

/* nps as those answer who gave that csat: 1 to 5 lead to these, from and how many. */
static const uint8_t nps_from[6] = {0, 0, 2, 5, 7, 9}, nps_n[6] = {1, 4, 4, 4, 3, 2};

/* The survey of a contact, if one was sent. */
static uint64_t
survey_row(struct cs_gen_line *r, uint64_t row)
{
	struct cs_gen_contact c;
	struct cs_gen_after a;
	int64_t sent, customer;

	cs_gen_contact(r->g, row, cs_gen_slot_of(r->g, row), &c);
	cs_gen_afterwards(r->g, &c, &a);
	if (!a.sent)
		return 0;
	customer = cs_gen_customer(r->g, &c);
	sent = cs_gen_ended_s(&c) + a.sent_after_s;
	cs_gen_id(r, 'S', row);
	cs_gen_id(r, '\0', CS_GEN_FIRST_ID + row);
	cs_gen_id_if(r, customer >= 0, 'C', (uint64_t)customer);
	cs_gen_id(r, 'a', c.agent);
	cs_gen_text(r, c.chat ? "chat" : "phone");
	cs_gen_moment(r, sent);
	cs_gen_answers(r, &a, a.answers ? sent + a.answered_after_s : INT64_MIN);
	cs_gen_end(r);
	return 1;
}

void
cs_gen_answers(struct cs_gen_line *r, const struct cs_gen_after *a, int64_t answered_s)
{
	if (answered_s == INT64_MIN) {
		cs_gen_null(r);
		cs_gen_null(r);
		cs_gen_null(r);
		return;
	}
	cs_gen_moment(r, answered_s);
	cs_gen_id(r, '\0', a->csat);
	cs_gen_id(r, '\0', nps_from[a->csat] + cs_gen_below(a->draw >> 48, nps_n[a->csat]));
}

/* Something that befell a customer, or seldom everybody with a product in a region. */
static uint64_t
event_row(struct cs_gen_line *r, uint64_t i)
{
	static const char *const names[4] = {
	    "delivery_late", "payment_failed", "delivered", "delivery_late"};
	uint64_t n = purchases(r->g), all = r->g->plan.days * (uint64_t)CS_DAY_S;
	uint64_t bits = cs_gen_random(r->g, 1, (~i << 1) + 1);
	int64_t at = (int64_t)((unsigned __int128)(2 * i + 1) * all / (2 * n));
	bool outage = (bits & 0xff) == 0;

	cs_gen_id(r, 'E', i);
	cs_gen_text(r, outage ? "outage" : names[bits >> 8 & 3]);
	if (outage)
		cs_gen_null(r);
	else
		cs_gen_id(r, 'C', (uint64_t)((bits >> 32) * r->g->plan.customers >> 32));
	cs_gen_text(r, cs_gen_products[bits >> 10 & 7]);
	if (outage)
		cs_gen_text(r, cs_gen_regions[cs_gen_below(bits >> 13, 5)]);
	else
		cs_gen_null(r);
	cs_gen_moment(r, r->g->plan.start_day * CS_DAY_S + at);
	cs_gen_id(r, '\0', outage ? 1 : 2 + (bits >> 29 & 1));
	cs_gen_end(r);
	return 1;
}

static uint64_t
ticket_row(struct cs_gen_line *r, uint64_t i)
{
	cs_gen_ticket_row(r->g, i, cs_gen_slot_of(r->g, i), r->b);
	cs_gen_end(r);
	return 1;
}

uint64_t
cs_gen_rows(const struct cs_gen *g, enum cs_gen_table t, enum cs_gen_format f, uint64_t first,
    uint64_t n, struct cs_buf *b)
{
	static uint64_t (*const make[CS_GEN_TABLES])(struct cs_gen_line * r, uint64_t i) = {
	    [CS_GEN_AGENTS] = agent_row,
	    [CS_GEN_ROSTER] = roster_row,
	    [CS_GEN_CUSTOMERS] = customer_row,
	    [CS_GEN_PURCHASES] = purchase_row,
	    [CS_GEN_SURVEYS] = survey_row,
	    [CS_GEN_COSTS] = cost_row,
	    [CS_GEN_TICKETS] = ticket_row,
	    [CS_GEN_SCATTERED] = cs_gen_scattered_row,
	    [CS_GEN_IDENTITIES] = cs_gen_identity_rows,
	    [CS_GEN_MOVES] = cs_gen_move_rows,
	    [CS_GEN_RATINGS] = cs_gen_rating_rows,
	    [CS_GEN_EVENTS] = event_row,
	    [CS_GEN_LINKS] = cs_gen_link_row,
	    [CS_GEN_DESK] = cs_gen_desk_row,
	    [CS_GEN_SKILLS] = cs_gen_skill_row,
	    [CS_GEN_STATES] = cs_gen_state_rows,
	    [CS_GEN_SCHEDULES] = cs_gen_schedule_rows,
	    [CS_GEN_RETAIN_CUSTOMERS] = cs_gen_retain_customer_row,
	    [CS_GEN_RETAIN_CONTACTS] = cs_gen_retain_contact_rows,
	    [CS_GEN_RETAIN_PURCHASES] = cs_gen_retain_purchase_rows,
	    [CS_GEN_RETAIN_SURVEYS] = cs_gen_retain_survey_rows,
	    [CS_GEN_RETAIN_RENEWALS] = cs_gen_retain_renewal_rows,
	    [CS_GEN_DECISION_CUSTOMERS] = cs_gen_decision_customer_row,
	    [CS_GEN_DECISION_CONTACTS] = cs_gen_decision_contact_rows,
	    [CS_GEN_DECISION_CHARGED] = cs_gen_decision_charge_rows,
	    [CS_GEN_DECISION_COSTS] = cs_gen_decision_cost_row,
	};
	struct cs_gen_line r = {g, b, f, false};
	uint64_t steps = cs_gen_steps(g, t), rows = 0;

	n = first >= steps ? 0 : n < steps - first ? n : steps - first;
	if (t == CS_GEN_CONTACTS)
		return cs_gen_contact_rows(g, f, first, n, b);
	for (uint64_t i = first; i < first + n; i++)
		rows += make[t](&r, i);
	return rows;
}
