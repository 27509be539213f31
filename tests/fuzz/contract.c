/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts: any bytes are contracts that keep what their header says, or are refused. */
#include "charge/contract.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
terms(const struct cs_contract *c, size_t i)
{
	const struct cs_contract_terms *t = &c->terms[i];
	const struct cs_contract_work w = {.paid_s = 61,
	    .contacts = 2,
	    .solved = 1,
	    .kept = -1,
	    .sl_met = (int64_t)(i % 3),
	    .sl_of = 3};
	struct cs_contract_due due;

	check(t->vendor.n != 0 && t->currency.n == 3 && t->from <= t->until && t->line > 0);
	check(t->target >= 0 && t->target <= 1000000 && t->malus.most <= 1000000);
	if (t->from != INT64_MIN)
		check(cs_contract_on(c, t->vendor, t->from) == t);
	if (t->until != INT64_MAX)
		check(cs_contract_on(c, t->vendor, t->until) == t);
	if (cs_contract_due(t, &w, &due))
		check(due.net == due.gross - due.malus + due.bonus &&
		      (due.malus == 0 || due.missed) && (due.bonus == 0 || due.exceeded));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_contract *c =
	    cs_contract_parse(&a, "fuzz", cs_str((const char *)data, size), &e);

	check((c == NULL) == (e.status != 0));
	check(c != NULL || (e.status == CS_EXIT_USAGE && e.msg[0] != '\0'));
	for (size_t i = 0; c != NULL && i < c->n; i++)
		terms(c, i);
	cs_arena_finish(&a);
	return 0;
}
