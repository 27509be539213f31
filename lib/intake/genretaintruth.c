/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is planted among customers who stay or leave, told exactly: see genretain.h. */
#include "base/dec.h"
#include "intake/genretain.h"

static void
decimal(struct cs_buf *b, const char *effect, const char *what, int64_t v, unsigned digits)
{
	cs_buf_printf(b, "%s\t%s\t", effect, what);
	cs_dec_text(b, (struct cs_dec){v, (uint8_t)digits});
	cs_buf_c(b, '\n');
}

static void
number(struct cs_buf *b, const char *effect, const char *what, uint64_t v)
{
	cs_buf_printf(b, "%s\t%s\t%llu\n", effect, what, (unsigned long long)v);
}

/* The figures by which a plant acts, in per mille. */
struct part {
	enum cs_gen_plant plant;
	const char *what;
	uint32_t (*factor)(const struct cs_gen *g, enum cs_gen_plant p);
	bool inverse;
};

static const struct part parts[] = {
    {CS_GEN_PLANT_CONTACT, "factor_leaving", cs_gen_lowered, false},
    {CS_GEN_PLANT_SOLVED, "factor_leaving", cs_gen_lowered, false},
    {CS_GEN_PLANT_TEAM, "factor_leaving", cs_gen_lowered, false},
    {CS_GEN_PLANT_SELECTION, "basic_factor_contacts", cs_gen_raised, false},
    {CS_GEN_PLANT_SELECTION, "pro_factor_contacts", cs_gen_raised, true},
    {CS_GEN_PLANT_HIDDEN, "factor_leaving", cs_gen_raised, false},
    {CS_GEN_PLANT_HIDDEN, "factor_contacts", cs_gen_raised, false},
    {CS_GEN_PLANT_COOLING, "factor_leaving", cs_gen_raised, false},
    {CS_GEN_PLANT_COOLING, "factor_purchases", cs_gen_raised, true},
    {CS_GEN_PLANT_LOYAL, "promoter_factor_leaving", cs_gen_lowered, false},
    {CS_GEN_PLANT_LOYAL, "detractor_factor_leaving", cs_gen_raised, false},
    {CS_GEN_PLANT_PROMOTERS, "promoter_factor_purchases", cs_gen_raised, false},
    {CS_GEN_PLANT_PROMOTERS, "detractor_factor_purchases", cs_gen_lowered, false},
    {CS_GEN_PLANT_PURCHASES, "factor_purchases", cs_gen_raised, false},
};

/* Whom or when it concerns. */
static void
whom(const struct cs_gen *g, unsigned plant, struct cs_buf *b)
{
	switch (plant) {
	case CS_GEN_PLANT_CONTACT:
		cs_buf_printf(b, "contact\tsegment\t%s\n", cs_gen_segments[CS_GEN_KEPT_SEGMENT]);
		break;
	case CS_GEN_PLANT_TEAM:
		cs_buf_printf(b, "team\tteam\tt%u\n", g->retain->kept_team + 1u);
		break;
	case CS_GEN_PLANT_COOLING:
		decimal(b, "cooling", "daily", CS_GEN_COOLS, 6);
		break;
	case CS_GEN_PLANT_HIDDEN:
		decimal(b, "hidden", "share", 5, 1);
		break;
	case CS_GEN_PLANT_PURCHASES:
		number(b, "purchases", "days", CS_GEN_BOOST_DAYS);
		break;
	case CS_GEN_PLANT_IMMORTAL:
		decimal(b, "immortal", "solved_daily", g->plan.plant[plant], 2);
		break;
	case CS_GEN_PLANT_CANCELLING:
		decimal(b, "cancelling", "share_of_leaving", g->plan.plant[plant], 2);
		break;
	default:
		break;
	}
}

void
cs_gen_retain_truth(const struct cs_gen *g, struct cs_buf *b)
{
	for (unsigned k = 0; k < CS_GEN_KINDS; k++) {
		const struct cs_gen_tariff *t = &cs_gen_tariffs[k];

		cs_buf_printf(b, "plan_%s\tleaving_daily\t", t->name);
		cs_dec_text(b, (struct cs_dec){t->leaves, 6});
		cs_buf_printf(b, "\nplan_%s\tpurchases_daily\t", t->name);
		cs_dec_text(b, (struct cs_dec){(int64_t)CS_GEN_BUYS * t->buys / 1000, 6});
		cs_buf_printf(b, "\nplan_%s\tshare\t", t->name);
		cs_dec_text(b, (struct cs_dec){t->share, 3});
		cs_buf_c(b, '\n');
	}
	for (unsigned k = 0; k < CS_GEN_KINDS; k++) {
		const struct cs_gen_class *c = &cs_gen_classes[k];

		cs_buf_printf(b, "class_%s\tshare\t", c->name);
		cs_dec_text(b, (struct cs_dec){c->share, 3});
		cs_buf_printf(b, "\nclass_%s\tanswers\t", c->name);
		cs_dec_text(b, (struct cs_dec){c->answers, 3});
		cs_buf_c(b, '\n');
	}
	decimal(b, "contacts", "daily", g->retain->contacts, 6);
	decimal(b, "contacts", "solved", CS_GEN_SOLVED, 6);
	for (unsigned p = 0; p < CS_GEN_PLANTS; p++) {
		if (g->plan.plant[p] == 0)
			continue;
		whom(g, p, b);
		for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
			uint32_t factor = parts[i].factor(g, parts[i].plant);

			if (parts[i].plant != p)
				continue;
			factor = parts[i].inverse ? 1000000 / factor : factor;
			decimal(b, cs_gen_plant_defs[p].name, parts[i].what, factor, 3);
		}
	}
}
