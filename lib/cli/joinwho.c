/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who contacts are with, by options: see joinwho.h. */
#include "cli/joinwho.h"

#include "cli/listfile.h"

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

/* What is said of a step means nothing without it. */
static int
alone(const struct cs_opt_value *value, struct cs_err *e)
{
	for (int i = CS_WHO_IDENTITY + 1; i < CS_WHO_N; i++) {
		if (value[i].set)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "an option of --identity was given, but not --identity itself");
	}
	return 0;
}

int
cs_joinwho_add(struct cs_cli *cli, struct cs_join *j, const struct cs_opt_value *value,
    struct cs_identify **step, struct cs_err *e)
{
	struct cs_identify_ask ask = {.file = value[CS_WHO_IDENTITY].list,
	    .nfile = value[CS_WHO_IDENTITY].n,
	    .merge = value[CS_WHO_MERGE].list,
	    .nmerge = value[CS_WHO_MERGE].n,
	    .home = cs_country_find(value[CS_WHO_COUNTRY].s),
	    .shared = (unsigned)value[CS_WHO_SHARED].i};

	*step = NULL;
	if (!value[CS_WHO_IDENTITY].set)
		return alone(value, e);
	if (ask.home == NULL) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--country: '%s' is no country", value[CS_WHO_COUNTRY].z);
		return cs_err_hint(e, "ISO 3166 codes of two letters: DE, AT, CH, US");
	}
	if (pairs(&cli->arena, &value[CS_WHO_IDENTIFY], &ask, e) != 0)
		return -1;
	return cs_identify_add(j, &ask, step, e);
}

static int
write_list(const struct cs_identify *step, const char *path,
    void (*put)(const struct cs_identify *, struct cs_writer *), struct cs_err *e)
{
	struct cs_writer w;

	if (cs_listfile_open(&w, path, NULL, e) != 0)
		return -1;
	put(step, &w);
	return cs_listfile_close(&w, e);
}

int
cs_joinwho_lists(const struct cs_identify *step, const struct cs_opt_value *value, struct cs_err *e)
{
	const char *doubts = value[CS_WHO_CANDIDATES].z, *report = value[CS_WHO_REPORT].z;

	if (step == NULL)
		return 0;
	if (doubts != NULL && write_list(step, doubts, cs_identify_doubts, e) != 0)
		return -1;
	return report != NULL ? write_list(step, report, cs_identify_report, e) : 0;
}
