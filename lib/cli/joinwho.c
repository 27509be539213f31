/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who contacts are with, by options: see joinwho.h. */
#include "cli/joinwho.h"

/* The list of COLUMN=KIND as column, kind, column, kind ... */
static int
pairs(
    struct cs_arena *a, const struct cs_opt_value *v, struct cs_identify_ask *ask, struct cs_err *e)
{
	struct cs_str *pair = cs_arena_new(a, 2 * v->n, sizeof *pair);

	for (size_t i = 0; i < v->n; i++) {
		size_t at = cs_str_find(v->list[i], '=');

		pair[2 * i] = cs_str_trim(cs_str_head(v->list[i], at));
		pair[2 * i + 1] = cs_str_trim(cs_str_skip(v->list[i], at + 1));
		if (pair[2 * i].n == 0 || pair[2 * i + 1].n == 0) {
			(void)cs_err_set(e, CS_EXIT_USAGE, "--identify: '%.*s' is not COLUMN=KIND",
			    CS_STR_ARG(v->list[i]));
			return cs_err_hint(e, "as in --identify customer_id=account,caller=phone");
		}
	}
	ask->pair = pair;
	ask->npair = v->n;
	return 0;
}

int
cs_joinwho_add(struct cs_joinsteps *k, struct cs_cli *cli, struct cs_join *j,
    const struct cs_opt_value *value, struct cs_identify **step, struct cs_err *e)
{
	struct cs_identify_ask ask = {.file = value[CS_WHO_IDENTITY].list,
	    .nfile = value[CS_WHO_IDENTITY].n,
	    .merge = value[CS_WHO_MERGE].list,
	    .nmerge = value[CS_WHO_MERGE].n,
	    .home = cs_country_find(value[CS_WHO_COUNTRY].s),
	    .shared = (unsigned)value[CS_WHO_SHARED].i,
	    .min_group = (uint64_t)value[CS_WHO_MIN_GROUP].i};

	*step = NULL;
	if (!value[CS_WHO_MIN_GROUP].set && cli->opt.vision != NULL)
		ask.min_group = (uint64_t)cli->opt.vision->min_group;
	if (!value[CS_WHO_IDENTITY].set)
		return cs_joinstep_alone(value, CS_WHO_N, "--identity", e);
	if (ask.home == NULL) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--country: '%s' is no country", value[CS_WHO_COUNTRY].z);
		return cs_err_hint(e, "ISO 3166 codes of two letters: DE, AT, CH, US");
	}
	if (pairs(&cli->arena, &value[CS_WHO_IDENTIFY], &ask, e) != 0)
		return -1;
	k->list[CS_LIST_CANDIDATES] = (struct cs_listfile){
	    .path = value[CS_WHO_CANDIDATES].z, .head = cs_identify_doubts_head};
	k->list[CS_LIST_IDENTITY] =
	    (struct cs_listfile){.path = value[CS_WHO_REPORT].z, .head = cs_identify_report_head};
	return cs_identify_add(j, &ask, step, e);
}

void
cs_joinwho_lists(struct cs_joinsteps *k, const struct cs_identify *step)
{
	struct cs_listfile *doubts = &k->list[CS_LIST_CANDIDATES];
	struct cs_listfile *report = &k->list[CS_LIST_IDENTITY];

	if (step == NULL)
		return;
	if (doubts->open)
		cs_identify_doubts(step, &doubts->w);
	if (report->open)
		cs_identify_report(step, &report->w);
}
