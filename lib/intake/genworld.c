/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The company behind the rows: agents, quarter-hours, planted effects. See genworld.h. */
#include "intake/genworld.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "intake/gendecision.h"
#include "intake/gendesk.h"
#include "intake/genretain.h"

const char *const cs_gen_queue_names[CS_GEN_QUEUES] = {
    "billing", "orders", "tech", "account", "sales"};

enum queue { BILLING, ORDERS, TECH, ACCOUNT, SALES };

const struct cs_gen_reason_def cs_gen_reasons[CS_GEN_REASONS] = {
    [CS_GEN_INVOICE] = {"invoice", BILLING, 34, 230},
    [CS_GEN_PAYMENT] = {"payment", BILLING, 16, 190},
    [CS_GEN_REFUND] = {"refund", BILLING, 12, 290},
    [CS_GEN_DELIVERY] = {"delivery", ORDERS, 38, 170},
    [CS_GEN_RETURN] = {"return", ORDERS, 18, 200},
    [CS_GEN_WRONG_ITEM] = {"wrong_item", ORDERS, 10, 240},
    [CS_GEN_SETUP] = {"setup", TECH, 22, 400},
    [CS_GEN_FAULT] = {"fault", TECH, 40, 440},
    [CS_GEN_LOGIN] = {"login", ACCOUNT, 14, 140},
    [CS_GEN_ADDRESS] = {"address", ACCOUNT, 14, 120},
    [CS_GEN_CANCEL] = {"cancel", ACCOUNT, 10, 310},
    [CS_GEN_UPGRADE] = {"upgrade", SALES, 12, 350},
    [CS_GEN_QUESTION] = {"question", SALES, 16, 160},
    [CS_GEN_FEE] = {"fee", BILLING, 0, 260},
    [CS_GEN_BROKEN] = {"broken", TECH, 0, 480},
};

/* Queues of agents, 25 at a time; any five in a row from the first have one of each. */
static const uint8_t agent_queues[25] = {TECH, BILLING, ORDERS, ACCOUNT, SALES, TECH, BILLING,
    ORDERS, TECH, BILLING, ORDERS, TECH, ACCOUNT, BILLING, SALES, TECH, ORDERS, BILLING, TECH,
    ORDERS, BILLING, TECH, ACCOUNT, SALES, TECH};

/* Arrivals: by hour, weekday (percent), and what of the staff is there to meet them (percent). */
static const uint16_t hour_weight[25] = {2, 1, 1, 1, 2, 4, 12, 60, 180, 300, 340, 320, 250, 260,
    300, 290, 270, 260, 220, 170, 110, 60, 12, 5, 2};
static const uint8_t weekday_weight[7] = {125, 110, 105, 102, 98, 55, 30};
static const uint8_t weekday_staff[7] = {100, 85, 75, 85, 85, 40, 30};
static const struct {
	uint8_t from, to, share; /* hours; percent of the agents */
} shifts[3] = {{7, 15, 42}, {10, 18, 23}, {13, 22, 35}};

/* Mean wait by load, for loads of 0, 100, 200 ... per mille. */
static const uint16_t wait_by_load[21] = {
    2, 2, 2, 3, 4, 6, 9, 15, 28, 50, 90, 150, 220, 300, 380, 450, 520, 580, 640, 700, 760};

/* More contacts, per mille of the day's: by weeks since the fee, by days since the break. */
static const uint16_t fee_weeks[] = {120, 60, 30, 15, 7, 3};
static const uint16_t broken_days[] = {350, 200, 80, 20, 20, 10, 10};

/* Weights sum to about this in a quarter-hour of full load (hour weight / staff in hundredths). */
enum { FULL_LOAD = 800 };

unsigned
cs_gen_days_off(const struct cs_gen_agent *a)
{
	static const uint8_t patterns[4] = {0x60, 0x44, 0x0a, 0x30};

	return patterns[a->off];
}

bool
cs_gen_on_shift(const struct cs_gen_agent *a, unsigned hour)
{
	return hour >= shifts[a->shift].from && hour < shifts[a->shift].to;
}

void
cs_gen_shift_hours(const struct cs_gen_agent *a, unsigned *from, unsigned *to)
{
	*from = shifts[a->shift].from;
	*to = shifts[a->shift].to;
}

/* Which of the shares (percent, summing up to 100) a number below 100 falls into. */
static uint8_t
pick(uint32_t percent, const uint8_t *share, uint8_t n)
{
	uint8_t i = 0;

	for (; i + 1 < n && percent >= share[i]; i++)
		percent -= share[i];
	return i;
}

static void
make_agents(struct cs_gen *g)
{
	static const uint8_t shift_share[3] = {42, 23, 35}, off_share[4] = {45, 25, 15, 15};
	uint32_t n = g->plan.agents, size = n / 12, ordinal[CS_GEN_QUEUES] = {0};
	uint16_t team[CS_GEN_QUEUES] = {0};

	size = size < 3 ? 3 : size > 12 ? 12 : size;
	g->agent = cs_mem_new0(n, sizeof *g->agent);
	for (uint32_t i = 0; i < n; i++) {
		struct cs_gen_agent *a = &g->agent[i];
		uint64_t r = cs_gen_random(g, 7, i);
		uint8_t q = agent_queues[i % 25];

		if (ordinal[q] % size == 0)
			team[q] = g->teams++;
		a->queue = q;
		a->team = team[q];
		a->vendor = ordinal[q] / size % 5 % 2 != 0;
		a->shift = pick(cs_gen_below(r, 100), shift_share, 3);
		a->off = pick(cs_gen_below(r >> 16, 100), off_share, 4);
		a->talk = (uint16_t)(800 + cs_gen_below(r >> 32, 226) + cs_gen_below(r >> 40, 226));
		a->quality =
		    (int8_t)((int)cs_gen_below(r >> 48, 3) + (int)(r & 1) + (int)(r >> 1 & 1) - 2);
		if (a->vendor)
			a->talk = (uint16_t)(a->talk * 88 / 100);
		ordinal[q]++;
	}
}

/* Adds the agents of a queue who work at that time; at first also those who should be off. */
static uint32_t
add_crew(struct cs_gen *g, size_t *cap, uint32_t at, const unsigned when[3], int ease)
{
	unsigned weekday = when[0], hour = when[1], q = when[2];
	uint32_t n = 0;

	for (uint32_t i = 0; i < g->plan.agents; i++) {
		const struct cs_gen_agent *a = &g->agent[i];

		if (a->queue != q || (ease < 2 && !cs_gen_on_shift(a, hour)) ||
		    (ease < 1 && (cs_gen_days_off(a) >> weekday & 1) != 0))
			continue;
		g->at_work = cs_mem_grow(g->at_work, cap, at + n + 1, sizeof *g->at_work);
		g->at_work[at + n++] = i;
	}
	return n;
}

static void
make_crews(struct cs_gen *g)
{
	uint32_t at = 0;
	size_t cap = 0;

	for (unsigned w = 0; w < 7; w++) {
		for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++) {
			for (unsigned q = 0; q < CS_GEN_QUEUES; q++) {
				struct cs_gen_crew *c = &g->crew[w][h][q];

				c->at = at;
				/* Somebody always stands in. */
				for (int ease = 0; c->n == 0; ease++)
					c->n = add_crew(g, &cap, at, (unsigned[]){w, h, q}, ease);
				at += c->n;
			}
		}
	}
}

/* An agent of a queue who works for the company itself, chosen by bits. */
static uint32_t
choose_agent(const struct cs_gen *g, unsigned queue, uint64_t bits)
{
	uint32_t n = 0, want;

	for (uint32_t i = 0; i < g->plan.agents; i++)
		n += g->agent[i].queue == queue && !g->agent[i].vendor;
	want = cs_gen_below(bits, n);
	for (uint32_t i = 0;; i++)
		if (g->agent[i].queue == queue && !g->agent[i].vendor && want-- == 0)
			return i;
}

static void
make_effects(struct cs_gen *g)
{
	struct cs_gen_effects *e = &g->effect;
	uint64_t r = cs_gen_random(g, 7, UINT32_MAX);

	e->cutter = choose_agent(g, ORDERS, r);
	e->cherry = choose_agent(g, ACCOUNT, r >> 16);
	e->trained_team = g->agent[choose_agent(g, TECH, r >> 32)].team;
	e->fee_day = g->plan.days * 2 / 5;
	e->training_day = g->plan.days / 2;
	e->broken_day = g->plan.days * 7 / 10;
}

static unsigned
weekday_of(const struct cs_gen *g, uint32_t day)
{
	return (unsigned)cs_civil_weekday(g->plan.start_day + day) - 1;
}

/* Weight of a quarter-hour without effects: the hours' line, the weekday, and the day's own
 * luck. */
static uint64_t
slot_weight(const struct cs_gen *g, uint32_t slot)
{
	uint32_t day = cs_gen_day_of(slot), quarter = slot % CS_GEN_DAY_SLOTS, h = quarter / 4;
	uint64_t line = hour_weight[h] * (4u - quarter % 4) + hour_weight[h + 1] * (quarter % 4);

	return line * weekday_weight[weekday_of(g, day)] *
	       (900 + cs_gen_below(cs_gen_random(g, 6, day), 201));
}

/* What the effects add on a day, per mille. */
static uint32_t
more(uint32_t day, uint32_t from, const uint16_t *table, uint32_t n, uint32_t step)
{
	return day >= from && (day - from) / step < n ? table[(day - from) / step] : 0;
}

static uint32_t
fee_more(const struct cs_gen *g, uint32_t day)
{
	return more(day, g->effect.fee_day, fee_weeks, sizeof fee_weeks / sizeof fee_weeks[0], 7);
}

static uint32_t
broken_more(const struct cs_gen *g, uint32_t day)
{
	return more(
	    day, g->effect.broken_day, broken_days, sizeof broken_days / sizeof broken_days[0], 1);
}

/* Agents there at an hour, percent of all. */
static uint32_t
staff_of(unsigned hour)
{
	uint32_t sum = 0;

	for (int i = 0; i < 3; i++)
		if (hour >= shifts[i].from && hour < shifts[i].to)
			sum += shifts[i].share;
	return sum;
}

/* Load of the queues in a quarter-hour, and the wait that it makes. */
static void
slot_waits(const struct cs_gen *g, uint32_t slot, uint64_t weight, struct cs_gen_slot *s)
{
	uint32_t day = cs_gen_day_of(slot), hour = slot % CS_GEN_DAY_SLOTS / 4;
	uint64_t staff = (uint64_t)staff_of(hour) * weekday_staff[weekday_of(g, day)];

	if (hour < CS_GEN_OPEN || hour >= CS_GEN_CLOSE)
		return;
	for (unsigned q = 0; q < CS_GEN_QUEUES; q++) {
		/* Effects are per mille of all contacts; a queue has about a quarter of them. */
		uint64_t add = q == BILLING ? fee_more(g, day)
			       : q == TECH  ? broken_more(g, day)
					    : 0;
		uint64_t load = weight * (1000 + 4 * add) / (staff * FULL_LOAD * 4 / 100) / 1000;

		load = load < 1 ? 1 : load > 1999 ? 1999 : load;
		s->load[q] = (uint16_t)load;
		s->wait[q] = (uint16_t)((wait_by_load[load / 100] * (100 - load % 100) +
					    wait_by_load[load / 100 + 1] * (load % 100)) /
					100);
	}
}

/* n * part / whole, exactly floored. */
static uint64_t
share(uint64_t n, cs_u128 part, cs_u128 whole)
{
	return (uint64_t)(n * part / whole);
}

/* All rows go to slots by weight, each kind by its running sum, so that no row is lost. */
static void
make_slots(struct cs_gen *g)
{
	cs_u128 total = 0, base = 0, fee = 0, broken = 0;
	uint64_t rows = g->plan.rows, fee_rows = 0, broken_rows = 0;

	g->slots = g->plan.days * CS_GEN_DAY_SLOTS;
	g->slot = cs_mem_new0((size_t)g->slots + 1, sizeof *g->slot);
	for (uint32_t i = 0; i < g->slots; i++)
		total += slot_weight(g, i) *
			 (1000 + fee_more(g, cs_gen_day_of(i)) + broken_more(g, cs_gen_day_of(i)));
	for (uint32_t i = 0; i < g->slots; i++) {
		struct cs_gen_slot *s = &g->slot[i];
		uint64_t w = slot_weight(g, i), n, f, b;

		base += w * 1000;
		fee += w * fee_more(g, cs_gen_day_of(i));
		broken += w * broken_more(g, cs_gen_day_of(i));
		s[1].first = share(rows, base + fee + broken, total);
		n = s[1].first - s->first;
		f = share(rows, fee, total) - fee_rows;
		b = share(rows, broken, total) - broken_rows;
		fee_rows += f;
		broken_rows += b;
		/* Three floors may differ from the floor of the sum by a row. */
		s->fee = (uint32_t)(f < n ? f : n);
		s->broken = (uint32_t)(b < n - s->fee ? b : n - s->fee);
		g->effect.fee_rows += s->fee;
		g->effect.broken_rows += s->broken;
		slot_waits(g, i, w, s);
	}
}

/* A table of about as many entries as there are slots, so that a lookup takes a step or two. */
static void
make_near(struct cs_gen *g)
{
	uint32_t slot = 0;
	uint64_t n;

	while (g->plan.rows >> g->near_shift > g->slots)
		g->near_shift++;
	n = (g->plan.rows >> g->near_shift) + 1;
	g->near = cs_mem_new(n, sizeof *g->near);
	for (uint64_t i = 0; i < n; i++) {
		while (slot + 1 < g->slots && g->slot[slot + 1].first <= i << g->near_shift)
			slot++;
		g->near[i] = slot;
	}
}

uint32_t
cs_gen_slot_of(const struct cs_gen *g, uint64_t row)
{
	uint32_t slot = g->near[row >> g->near_shift];

	while (g->slot[slot + 1].first <= row)
		slot++;
	return slot;
}

static void
make_reasons(struct cs_gen *g)
{
	unsigned at = 0;

	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		for (unsigned k = 0; k < cs_gen_reasons[r].share; k++)
			g->by_share[at++] = (uint8_t)r;
}

/* Contacts of an agent on a day of the year, and of a customer in a year. */
enum { AGENT_DAILY = 40, AGENTS_NEEDED = 20000, CUSTOMER_YEARLY = 3 };

struct cs_gen *
cs_gen_create(const struct cs_gen_plan *plan)
{
	struct cs_gen *g = cs_mem_new0(1, sizeof *g);
	uint64_t agents = plan->rows / plan->days / AGENT_DAILY;
	uint64_t customers = plan->rows / CUSTOMER_YEARLY * 365 / plan->days;

	g->plan = *plan;
	if (g->plan.agents == 0)
		g->plan.agents = agents < 25		  ? 25
				 : agents > AGENTS_NEEDED ? AGENTS_NEEDED
							  : (uint32_t)agents;
	/* In a few days not many of them are seen. */
	if (customers > 10 * plan->rows)
		customers = 10 * plan->rows;
	if (g->plan.customers == 0)
		g->plan.customers = customers < 100		       ? 100
				    : customers > CS_GEN_CUSTOMERS_MAX ? CS_GEN_CUSTOMERS_MAX
								       : customers;
	/* One generator makes the keys of all streams: they are as independent as its numbers. */
	g->key[0] = plan->seed;
	for (unsigned i = 8; i < sizeof g->key / sizeof g->key[0]; i++)
		g->key[i] = cs_gen_random(g, 0, i + 1);
	for (unsigned i = 1; i <= 8; i++)
		g->key[8 - i] = cs_gen_random(g, 0, i);
	make_agents(g);
	make_crews(g);
	make_effects(g);
	make_slots(g);
	make_near(g);
	make_reasons(g);
	cs_gen_pieces(g);
	if (plan->desk)
		g->desk = cs_gen_desk_create(g);
	if (plan->retain)
		g->retain = cs_gen_retain_create(g);
	if (plan->decision)
		g->decision = cs_gen_decision_create(g);
	return g;
}

uint32_t
cs_gen_agents(const struct cs_gen *g)
{
	return g->plan.agents;
}

void
cs_gen_destroy(struct cs_gen *g)
{
	if (g == NULL)
		return;
	cs_gen_desk_destroy(g->desk);
	cs_gen_retain_destroy(g->retain);
	cs_gen_decision_destroy(g->decision);
	for (int i = 0; i < CS_GEN_STYLES; i++)
		free(g->place[i]);
	free(g->date);
	free(g->agent);
	free(g->at_work);
	free(g->slot);
	free(g->near);
	free(g);
}
