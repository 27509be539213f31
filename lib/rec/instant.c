/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instants in raw cells: see instant.h. */
#include "rec/instant.h"

#include "base/civil.h"
#include "rec/badcell.h"
#include "rec/esc.h"

bool
cs_raw_instant(struct cs_str raw, int64_t *at)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text;
	bool good = cs_esc_decode(raw, &scratch, &text) && cs_time_parse(text, at);

	cs_buf_finish(&scratch);
	return good;
}

int
cs_instant_read(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    int64_t *at, struct cs_err *e)
{
	if (cs_raw_null(raw) || cs_raw_instant(raw, at))
		return 0;
	return cs_bad_instant(b, row, column, raw, e);
}
