/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of time: what is taken is never empty or backwards. */
#include <stdint.h>
#include <stdlib.h>

#include "cli/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str text = cs_str((const char *)data, size);
	int64_t as_of = INT64_C(1790000000) * CS_USEC;
	struct cs_period p = {0, 0};
	struct cs_err e = CS_ERR_INIT;

	if (cs_period_parse(text, NULL, &as_of, &p, &e) == 0 ? p.from >= p.to : e.msg[0] == '\0')
		abort();
	cs_err_clear(&e);
	if (cs_period_as_of(text, NULL, &as_of, &e) != 0 && e.msg[0] == '\0')
		abort();
	return 0;
}
