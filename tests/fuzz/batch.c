/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches: the first byte is the number of columns, the rest the records. All ways of the scan
 * agree; what is taken has cells that can be decoded to UTF-8; what is refused has a reason.
 */
#include "rec/batch.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "rec/esc.h"
#include "rec/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
scans_agree(struct cs_str s, unsigned ncol)
{
	const struct cs_scan_way *plain = &cs_scan_ways[CS_SCAN_WAYS - 1];
	struct cs_scan a = {.end = NULL}, b = {.end = NULL};

	plain->scan(&a, s.p, s.n, ncol);
	check(cs_scan_newlines(s.p, s.n) == a.nnewline);
	for (const struct cs_scan_way *w = cs_scan_ways; w != plain; w++) {
		if (!w->there())
			continue;
		w->scan(&b, s.p, s.n, ncol);
		check(a.nend == b.nend && a.nnewline == b.nnewline && a.escaped == b.escaped &&
		      a.ragged == b.ragged && a.hex == b.hex && a.odd == b.odd);
		check(a.nend == 0 || memcmp(a.end, b.end, a.nend * sizeof *a.end) == 0);
	}
	free(a.end);
	free(b.end);
}

static void
cells_good(const struct cs_batch *b)
{
	struct cs_buf scratch = CS_BUF_INIT;
	size_t bytes = 0;

	for (uint32_t row = 0; row < b->nrow; row++) {
		for (unsigned col = 0; col < b->ncol; col++) {
			struct cs_str raw = cs_batch_raw(b, row, col), text;

			bytes += raw.n + 1;
			cs_buf_reset(&scratch);
			if (cs_raw_null(raw))
				continue;
			check(cs_esc_decode(raw, &scratch, &text) && cs_utf8_valid(text));
			check(cs_str_find(text, '\0') == text.n);
			check(b->escaped || text.p == raw.p);
		}
	}
	check(bytes == b->bytes.n);
	cs_buf_finish(&scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_batch b = {.ncol = 1, .file = "f"};
	struct cs_err err = CS_ERR_INIT;

	if (size < 1)
		return 0;
	b.ncol = data[0] % 8 + 1U;
	cs_buf_add(&b.bytes, data + 1, size - 1);
	cs_buf_c(&b.bytes, '\n');
	scans_agree(cs_buf_all(&b.bytes), b.ncol);
	if (cs_batch_split(&b, &err) == 0)
		cells_good(&b);
	else
		check(err.status == CS_EXIT_DATA && err.msg[0] != '\0' && b.nrow == 0);
	cs_batch_finish(&b);
	return 0;
}
