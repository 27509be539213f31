/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of histograms and of distinct counts: what is taken comes back byte for byte. */
#include <stdlib.h>

#include "stat/hist.h"
#include "stat/hll.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str text = cs_str((const char *)data, size);
	struct cs_hist h = CS_HIST_INIT;
	struct cs_hll l = cs_hll(CS_HLL_BITS_MIN);
	struct cs_buf out = CS_BUF_INIT;
	struct cs_hist again = CS_HIST_INIT;

	if (cs_hist_parse(&h, text)) {
		cs_hist_text(&h, &out);
		/* leading zeros and -0 are read; read again, the text must stand */
		if (!cs_hist_parse(&again, cs_buf_all(&out)) || again.n != h.n || out.n > size)
			abort();
	}
	cs_buf_reset(&out);
	if (cs_hll_parse(&l, text)) {
		cs_hll_text(&l, &out);
		if (!cs_str_eq(cs_buf_all(&out), text))
			abort();
	}
	cs_hist_finish(&h);
	cs_hist_finish(&again);
	cs_hll_finish(&l);
	cs_buf_finish(&out);
	return 0;
}
