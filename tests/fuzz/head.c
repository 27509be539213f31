/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heads: any line is refused with a reason or parsed to names that can be found and written. */
#include "rec/head.h"

#include <stdint.h>
#include <stdlib.h>

#include "rec/esc.h"

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
	struct cs_head h = CS_HEAD_INIT, copy = CS_HEAD_INIT;
	struct cs_err err = CS_ERR_INIT;

	if (cs_head_parse(&h, cs_str((const char *)data, size), &err) != 0) {
		check(err.status == CS_EXIT_DATA && err.msg[0] != '\0' && h.ncol == 0);
		return 0;
	}
	check(h.ncol >= 1);
	for (unsigned i = 0; i < h.ncol; i++) {
		check(cs_head_find(&h, h.col[i].name) == (int)i);
		check(cs_head_add(&copy, h.col[i].name, &err) == 0);
	}
	check(cs_head_add(&copy, h.col[h.ncol - 1].name, &err) == -1);
	(void)cs_head_need(&copy, cs_str((const char *)data, size / 2), &err);
	cs_head_finish(&h);
	cs_err_clear(&err);
	check(cs_head_parse(&h, copy.raw, &err) == 0 && h.ncol == copy.ncol);
	cs_head_finish(&h);
	cs_head_finish(&copy);
	return 0;
}
