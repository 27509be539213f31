/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator's customers who stay or leave: what holds for all of them. See genretain.h. */
#include "intake/genretain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

const struct cs_gen_plant_def cs_gen_plant_defs[CS_GEN_PLANTS] = {
    [CS_GEN_PLANT_CONTACT] = {"contact", 20, 90, true},
    [CS_GEN_PLANT_SOLVED] = {"solved", 20, 90, false},
    [CS_GEN_PLANT_TEAM] = {"team", 30, 90, true},
    [CS_GEN_PLANT_SELECTION] = {"selection", 100, 400, true},
    [CS_GEN_PLANT_HIDDEN] = {"hidden", 50, 400, false},
    [CS_GEN_PLANT_COOLING] = {"cooling", 100, 400, true},
    [CS_GEN_PLANT_LOYAL] = {"loyal", 30, 90, false},
    [CS_GEN_PLANT_PROMOTERS] = {"promoters", 40, 90, true},
    [CS_GEN_PLANT_PURCHASES] = {"purchases", 20, 400, true},
    [CS_GEN_PLANT_IMMORTAL] = {"immortal", 2, 50, false},
    [CS_GEN_PLANT_CANCELLING] = {"cancelling", 50, 100, false},
    [CS_GEN_PLANT_FEE] = {"fee", 30, 100, true},
};

const struct cs_gen_tariff cs_gen_tariffs[CS_GEN_KINDS] = {
    {"basic", 1500, 500, 700, 1290},
    {"plus", 1000, 250, 1000, 2490},
    {"pro", 600, 250, 1600, 5900},
};

const char *const cs_gen_segments[CS_GEN_KINDS] = {"home", "family", "business"};

const struct cs_gen_class cs_gen_classes[CS_GEN_KINDS] = {
    {"detractor", 250, 300, 0, 7},
    {"passive", 350, 200, 7, 2},
    {"promoter", 400, 400, 9, 2},
};

const uint16_t cs_gen_season[12] = {
    850, 850, 900, 950, 1000, 1000, 950, 950, 1000, 1050, 1200, 1300};

uint32_t
cs_gen_lowered(const struct cs_gen *g, enum cs_gen_plant p)
{
	return 1000 - 10 * (uint32_t)g->plan.plant[p];
}

uint32_t
cs_gen_raised(const struct cs_gen *g, enum cs_gen_plant p)
{
	return 1000 + 10 * (uint32_t)g->plan.plant[p];
}

void
cs_gen_plant_words(struct cs_buf *b)
{
	for (unsigned p = 0; p < CS_GEN_PLANTS; p++)
		cs_buf_printf(b, "%s\n", cs_gen_plant_defs[p].name);
	cs_buf_z(b, "none\n");
}

/* The hint: all names. */
static int
no_plant(struct cs_str name, struct cs_err *e)
{
	struct cs_buf names = CS_BUF_INIT;

	for (unsigned p = 0; p < CS_GEN_PLANTS; p++)
		cs_buf_printf(&names, "%s, ", cs_gen_plant_defs[p].name);
	(void)cs_err_set(e, CS_EXIT_USAGE, "there is no plant '%.*s'", (int)name.n, name.p);
	(void)cs_err_hint(e, "%.*snone", (int)names.n, names.p);
	cs_buf_finish(&names);
	return -1;
}

/* "20%" as 20. */
static int
size_of(struct cs_str text, const struct cs_gen_plant_def *def, uint16_t *size, struct cs_err *e)
{
	int64_t v;

	if (text.n < 2 || text.p[text.n - 1] != '%' ||
	    !cs_num_i64(cs_str(text.p, text.n - 1), &v) || v < 0 || v > def->most)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: '%.*s' is not a share from 0%% to %u%%",
		    def->name, (int)text.n, text.p, def->most);
	*size = (uint16_t)v;
	return 0;
}

int
cs_gen_plants(struct cs_str list, uint16_t plant[CS_GEN_PLANTS], struct cs_err *e)
{
	struct cs_str name, text;

	for (unsigned p = 0; p < CS_GEN_PLANTS; p++)
		plant[p] = list.p == NULL && cs_gen_plant_defs[p].by_default
			       ? cs_gen_plant_defs[p].usual
			       : 0;
	if (list.p == NULL || cs_str_eqz(list, "none"))
		return 0;
	while (cs_str_split(&list, ',', &text)) {
		const struct cs_gen_plant_def *def = cs_gen_plant_defs;

		(void)cs_str_split(&text, '=', &name);
		while (def < cs_gen_plant_defs + CS_GEN_PLANTS && !cs_str_eqz(name, def->name))
			def++;
		if (def == cs_gen_plant_defs + CS_GEN_PLANTS)
			return no_plant(name, e);
		plant[def - cs_gen_plant_defs] = def->usual;
		if (text.p != NULL && size_of(text, def, &plant[def - cs_gen_plant_defs], e) != 0)
			return -1;
	}
	return 0;
}

/*
 * Days that customers of a plan are there, in thousandths, on average over all who ever join: by
 * the plan's chance of leaving alone.
 */
static uint64_t
here_days(const struct cs_gen *g, const struct cs_gen_tariff *t)
{
	const uint64_t days = g->plan.days, joins = CS_GEN_BEFORE_DAYS + days;
	/* In shares of 2^-32 of all; each day as many join as on any other. */
	uint64_t here = 0, all = 0;

	for (uint64_t d = 0; d < joins; d++) {
		here += (UINT64_C(1) << 32) / joins;
		here -= here * t->leaves / CS_GEN_MILLION;
		all += d >= CS_GEN_BEFORE_DAYS ? here : 0;
	}
	return all * 1000 >> 32;
}

/* Contacts that follow on one because it solved nothing, on average, in millionths. */
static uint64_t
again(void)
{
	uint64_t none = CS_GEN_MILLION;

	for (int d = 0; d < CS_GEN_AGAIN_DAYS; d++)
		none = none * (CS_GEN_MILLION - CS_GEN_AGAIN) / CS_GEN_MILLION;
	return (CS_GEN_MILLION - none) * (CS_GEN_MILLION - CS_GEN_SOLVED) / CS_GEN_MILLION;
}

/*
 * How often the usual customer contacts, in millionths a day, so that there are about as many
 * contacts as were asked for: as long as nothing planted makes customers stay or leave.
 */
static uint32_t
contact_chance(const struct cs_gen *g)
{
	const uint32_t raised = cs_gen_raised(g, CS_GEN_PLANT_SELECTION);
	const uint32_t factor[CS_GEN_KINDS] = {raised, 1000, 1000000 / raised};
	cs_u128 chance = (cs_u128)g->plan.rows * (CS_GEN_MILLION - again());
	uint64_t days =
	    1; /* of all customers, in thousandths: a customer's by how often he comes */

	for (unsigned k = 0; k < CS_GEN_KINDS; k++) {
		const struct cs_gen_tariff *t = &cs_gen_tariffs[k];

		days += here_days(g, t) * t->share * factor[k] / 1000000;
	}
	chance = chance * 1000 / ((cs_u128)days * g->plan.customers);
	return chance > CS_GEN_MILLION / 4 ? CS_GEN_MILLION / 4 : (uint32_t)chance;
}

struct cs_gen_retain *
cs_gen_retain_create(const struct cs_gen *g)
{
	struct cs_gen_retain *w = cs_mem_new0(1, sizeof *w);
	int32_t days = (int32_t)g->plan.days;

	w->contacts = contact_chance(g);
	w->kept_team = g->effect.trained_team;
	w->month = cs_mem_new(g->plan.days, sizeof *w->month);
	w->month_end = cs_mem_new(g->plan.days, sizeof *w->month_end);
	for (int32_t d = 0; d < days; d++) {
		int year, month, day;

		cs_civil_of_days(g->plan.start_day + d, &year, &month, &day);
		w->month[d] = (uint8_t)(month - 1);
		w->month_end[d] = d + cs_civil_month_days(year, month) - day + 1;
	}
	return w;
}

void
cs_gen_retain_destroy(struct cs_gen_retain *w)
{
	if (w == NULL)
		return;
	free(w->month);
	free(w->month_end);
	free(w);
}
