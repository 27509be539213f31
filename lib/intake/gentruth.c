/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is planted, told exactly: see gen.h. */
#include "intake/gendecision.h"
#include "intake/gendesk.h"
#include "intake/genretain.h"

struct truth {
	const struct cs_gen *g;
	struct cs_buf *b;
};

static void
fact(const struct truth *t, const char *effect, const char *what, const char *value)
{
	cs_buf_printf(t->b, "%s\t%s\t%s\n", effect, what, value);
}

static void
number(const struct truth *t, const char *effect, const char *what, uint64_t value)
{
	cs_buf_printf(t->b, "%s\t%s\t%llu\n", effect, what, (unsigned long long)value);
}

static void
agent(const struct truth *t, const char *effect, uint32_t i)
{
	cs_buf_printf(t->b, "%s\tagent_id\ta%u\n", effect, i + 1);
}

static void
day(const struct truth *t, const char *effect, uint32_t from_start)
{
	cs_buf_printf(t->b, "%s\tday\t", effect);
	cs_date_text(t->b, t->g->plan.start_day + from_start);
	cs_buf_c(t->b, '\n');
}

/* An answered contact of an agent on a day, for what the model says of the likes of it. */
static uint64_t
follow_of(const struct cs_gen *g, uint32_t who, uint32_t on_day, bool cut)
{
	struct cs_gen_contact c = {
	    .agent = who, .slot = on_day * CS_GEN_DAY_SLOTS, .cut = cut, .fate = CS_GEN_ANSWERED};

	return cs_gen_follow(g, &c);
}

static uint32_t
first_agent(const struct cs_gen *g, uint16_t team)
{
	uint32_t i = 0;

	while (g->agent[i].team != team)
		i++;
	return i;
}

static void
effects(const struct cs_gen *g, struct cs_buf *b)
{
	const struct cs_gen_effects *e = &g->effect;
	const struct truth t = {g, b};
	uint32_t of_team = first_agent(g, e->trained_team);
	uint32_t of_vendor = 0;

	agent(&t, "cut_short", e->cutter);
	fact(&t, "cut_short", "share_of_answered", "0.25");
	number(&t, "cut_short", "followed_per_mille", follow_of(g, e->cutter, 0, true));
	number(&t, "cut_short", "else_followed_per_mille", follow_of(g, e->cutter, 0, false));
	day(&t, "fee", e->fee_day);
	fact(&t, "fee", "queue", cs_gen_queue_names[cs_gen_reasons[CS_GEN_FEE].queue]);
	fact(&t, "fee", "plan", "basic");
	number(&t, "fee", "contacts", e->fee_rows);
	day(&t, "training", e->training_day);
	cs_buf_printf(b, "training\tteam\tt%u\n", e->trained_team + 1);
	if (e->training_day > 0)
		number(
		    &t, "training", "before_followed_per_mille", follow_of(g, of_team, 0, false));
	number(&t, "training", "after_followed_per_mille",
	    follow_of(g, of_team, e->training_day, false));
	fact(&t, "training", "talk_factor", "0.9");
	day(&t, "broken_product", e->broken_day);
	fact(&t, "broken_product", "product", cs_gen_products[CS_GEN_BROKEN_PRODUCT]);
	fact(
	    &t, "broken_product", "queue", cs_gen_queue_names[cs_gen_reasons[CS_GEN_BROKEN].queue]);
	number(&t, "broken_product", "contacts", e->broken_rows);
	agent(&t, "happy_surveys", e->cherry);
	fact(&t, "happy_surveys", "csat_from", "4");
	for (uint32_t i = 0; i < g->plan.agents; i++)
		of_vendor += g->agent[i].vendor;
	fact(&t, "vendor", "vendor", "volta");
	number(&t, "vendor", "agents", of_vendor);
	fact(&t, "vendor", "talk_factor", "0.88");
	number(&t, "vendor", "more_followed_per_mille", 60);
}

void
cs_gen_truth(const struct cs_gen *g, unsigned of, struct cs_buf *b)
{
	const struct truth t = {g, b};

	cs_buf_z(b, "effect\twhat\tvalue\n");
	number(&t, "plan", "seed", g->plan.seed);
	number(&t, "plan", "contacts", g->plan.rows);
	number(&t, "plan", "days", g->plan.days);
	day(&t, "plan", 0);
	number(&t, "plan", "agents", g->plan.agents);
	number(&t, "plan", "customers", g->plan.customers);
	if ((of & CS_GEN_TRUTH_CONTACTS) != 0)
		effects(g, b);
	if ((of & CS_GEN_TRUTH_DESK) != 0)
		cs_gen_desk_truth(g, b);
	if ((of & CS_GEN_TRUTH_RETAIN) != 0)
		cs_gen_retain_truth(g, b);
	if ((of & CS_GEN_TRUTH_DECISION) != 0)
		cs_gen_decision_truth(g, b);
}
