/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the modes of cs-chargeback about billed months can be asked: see charging.h. */
#include "charge/chargejournal.h"
#include "charge/chargestatement.h"
#include "charge/examples.h"
#include "cli/charging.h"

enum { STATEMENT, UNIT, MONTH, TOP, EXAMPLES, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [STATEMENT] = {0, "statement", CS_OPT_FLAG, NULL,
	"what each unit is charged for a month, and why", .group = "Months"},
    [UNIT] = {0, "unit", CS_OPT_TEXT, "NAME", "of this unit alone"},
    [MONTH] = {0, "month", CS_OPT_TEXT, "YYYY-MM",
	"of this month alone; earlier ones are read to compare"},
    [TOP] = {0, "top", CS_OPT_INT, "N", "how many causes, those that cost most", .fallback = "5",
	.min = 1, .flags = CS_OPT_RARE},
    [EXAMPLES] = {0, "examples", CS_OPT_INT, "N", "contacts that cost most, by contact_id",
	.fallback = "0", .max = CS_EXAMPLES_MOST},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_chargestatement_ask *a = p;

	(void)cli;
	(void)e;
	if (value[UNIT].set)
		a->unit = value[UNIT].s;
	if (value[MONTH].set)
		a->month = value[MONTH].s;
	a->top = value[TOP].i;
	a->examples = value[EXAMPLES].i;
	return 0;
}

const struct cs_mode cs_charging_statement = {
    &cs_chargestatement, options, N_OPT, sizeof(struct cs_chargestatement_ask), ask};

enum { JOURNAL, N_JOURNAL };

static const struct cs_opt journal[N_JOURNAL] = {
    [JOURNAL] = {.name = "journal",
	.type = CS_OPT_FLAG,
	.help = "double entry, for hledger and ledger"},
};

const struct cs_mode cs_charging_journal = {&cs_chargejournal, journal, N_JOURNAL, 0, NULL};

enum { POSTINGS, N_POSTINGS };

static const struct cs_opt postings[N_POSTINGS] = {
    [POSTINGS] = {.name = "postings",
	.type = CS_OPT_FLAG,
	.help = "the same as records, for --closed"},
};

const struct cs_mode cs_charging_postings = {&cs_chargepostings, postings, N_POSTINGS, 0, NULL};
