/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decisions of cs-chargeback: any bytes are a decision that holds together, or are refused. */
#include "charge/decision.h"

#include <stdlib.h>

#include "base/civil.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_decision d = {.id = CS_STR_INIT("fee")};
	struct cs_err e = CS_ERR_INIT;

	if (cs_decision_parse(&d, &a, NULL, "d.ini", cs_str((const char *)data, size), &e) != 0) {
		check(e.status == CS_EXIT_USAGE && e.msg[0] != '\0');
	} else {
		check(cs_str_eqz(d.id, "fee") && d.charges.n != 0 && d.line > 0);
		check(d.from > CS_INSTANT_MIN && d.until > d.from && d.baseline_from < d.from);
		check(d.nreason + d.nparent > 0);
		check(d.baseline != CS_BASELINE_UNTOUCHED || d.untouched.n != 0);
		for (size_t i = 0; i < d.nreason; i++)
			check(d.reason[i].n != 0);
	}
	cs_arena_finish(&a);
	return 0;
}
