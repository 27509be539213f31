/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-retain --uplift: what it can be asked. See cli/retaining.h and retain/retainuplift.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "cli/retaining.h"
#include "retain/retainuplift.h"

enum { UPLIFT, WINDOW, GAP, QUIET, AGAINST, TENURE, BANDS, MATCH, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [UPLIFT] = {0, "uplift", CS_OPT_FLAG, NULL,
	"purchases and staying after contacts, against comparable customers",
	.group = "Before and after"},
    [WINDOW] = {0, "window", CS_OPT_COLUMNS, "DAYS,...", "days before and after", "90d"},
    [GAP] = {0, "gap", CS_OPT_TEXT, "DAYS", "the window before ends so long before the contact",
	"14d", .flags = CS_OPT_RARE},
    [QUIET] = {0, "quiet", CS_OPT_TEXT, "DAYS",
	"cases and controls had no contact for so long; without it: ever", .flags = CS_OPT_RARE},
    [AGAINST] = {0, "against", CS_OPT_WORD, "none|unsolved",
	"customers without contact, or those not solved at the landmark", "none"},
    [TENURE] = {0, "tenure", CS_OPT_COLUMNS, "DAYS,...", "where bands of tenure begin",
	"90d,1y,2y,5y", .flags = CS_OPT_RARE},
    [BANDS] = {0, "value-bands", CS_OPT_INT, "N", "bands of value, of as many customers each", "4",
	.min = 1, .max = CS_UPLIFT_BANDS, .flags = CS_OPT_RARE},
    [MATCH] = {0, "match", CS_OPT_WORD, "strata|cem",
	"compare in bands, or in the finest steps of value (coarsened exact matching)", "strata",
	.flags = CS_OPT_RARE},
};

static const int32_t month_days = 30, year_days = 365, months_of_year = 12;

/* "90d" "2w" "1y": whole days, 0 .. CS_UPLIFT_LONGEST; years of 365, months of 30. */
static int
days_of(struct cs_str text, const char *option, int32_t *days, struct cs_err *e)
{
	struct cs_horizon h;

	if (cs_horizon_parse(text, &h, e) != 0) {
		cs_err_prefix(e, "%s", option);
		return -1;
	}
	*days =
	    h.days + h.months / months_of_year * year_days + h.months % months_of_year * month_days;
	if (*days > CS_UPLIFT_LONGEST)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: '%.*s' is more than %d days", option,
		    CS_STR_ARG(text), CS_UPLIFT_LONGEST);
	return 0;
}

static int
by_days(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static int
windows_of(const struct cs_opt_value *v, struct cs_retainuplift_ask *a, struct cs_err *e)
{
	if (v->n > CS_UPLIFT_WINDOWS)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--window: at most %d of them", CS_UPLIFT_WINDOWS);
	for (a->nwindow = 0; a->nwindow < v->n; a->nwindow++) {
		int32_t *w = &a->window[a->nwindow];

		if (days_of(v->list[a->nwindow], "--window", w, e) != 0)
			return -1;
		if (*w < 2)
			return cs_err_set(
			    e, CS_EXIT_USAGE, "--window: a window has two days or more");
		for (size_t i = 0; i < a->nwindow; i++)
			if (a->window[i] == *w)
				return cs_err_set(
				    e, CS_EXIT_USAGE, "--window: %" PRId32 " days twice", *w);
	}
	qsort(a->window, a->nwindow, sizeof *a->window, by_days);
	return 0;
}

static int
tenure_of(const struct cs_opt_value *v, struct cs_retainuplift_ask *a, struct cs_err *e)
{
	int32_t days;

	if (v->n > CS_UPLIFT_EDGES)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--tenure: at most %d of them", CS_UPLIFT_EDGES);
	for (a->ntenure = 0; a->ntenure < v->n; a->ntenure++) {
		if (days_of(v->list[a->ntenure], "--tenure", &days, e) != 0)
			return -1;
		if (days == 0 || (a->ntenure > 0 && days <= a->tenure[a->ntenure - 1]))
			return cs_err_set(e, CS_EXIT_USAGE, "--tenure: days must rise, from 1d on");
		a->tenure[a->ntenure] = days;
	}
	return 0;
}

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	static const int option[CS_UPLIFT_TOLD] = {[CS_UPLIFT_TOLD_WINDOW] = WINDOW,
	    [CS_UPLIFT_TOLD_GAP] = GAP,
	    [CS_UPLIFT_TOLD_QUIET] = QUIET,
	    [CS_UPLIFT_TOLD_AGAINST] = AGAINST,
	    [CS_UPLIFT_TOLD_TENURE] = TENURE};
	struct cs_retainuplift_ask *a = p;

	(void)cli;
	if (windows_of(&value[WINDOW], a, e) != 0 || tenure_of(&value[TENURE], a, e) != 0 ||
	    days_of(value[GAP].s, "--gap", &a->gap, e) != 0)
		return -1;
	if (value[QUIET].set && days_of(value[QUIET].s, "--quiet", &a->quiet, e) != 0)
		return -1;
	if (value[QUIET].set && a->quiet == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--quiet: at least 1d");
	a->bands = (uint32_t)value[BANDS].i;
	a->unsolved = value[AGAINST].i == 1;
	a->cem = value[MATCH].i == 1;
	for (unsigned i = 0; i < CS_UPLIFT_TOLD; i++)
		a->told |= (unsigned)value[option[i]].set << i;
	return 0;
}

const struct cs_mode cs_retaining_uplift = {
    &cs_retainuplift, options, N_OPT, sizeof(struct cs_retainuplift_ask), ask};
