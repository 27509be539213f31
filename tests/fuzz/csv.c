/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rec/csv on any bytes: the records do not depend on how the bytes are cut into pieces, nor on
 * SIMD; raw bytes lie where their offset says; lines go up. The first bytes choose the options.
 */
#include "rec/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
show(struct cs_buf *out, const struct cs_csv_batch *b, struct cs_str all, uint64_t *line)
{
	struct cs_buf scratch = CS_BUF_INIT;

	for (size_t i = 0; i < b->nrec; i++) {
		const struct cs_csv_rec *r = &b->rec[i];
		struct cs_str raw = cs_csv_bytes(b, r);

		check(b->offset0 + r->end <= all.n);
		check(raw.n == 0 || memcmp(all.p + b->offset0 + r->begin, raw.p, raw.n) == 0);
		check(cs_csv_line(b, r) > *line);
		*line = cs_csv_line(b, r);
		cs_buf_printf(out, "%llu %d %d:", (unsigned long long)*line, r->bad, r->flags);
		for (uint32_t c = 0; c < r->ncell; c++) {
			cs_buf_str(out, cs_csv_text(b, r, c, &scratch));
			cs_buf_c(out, '\n');
		}
	}
	cs_buf_finish(&scratch);
}

static void
cut(struct cs_buf *out, const struct cs_csv_opt *opt, struct cs_str all, size_t piece)
{
	struct cs_csv c;
	struct cs_csv_batch b = {0};
	uint64_t line = 0;
	size_t at = 0;
	bool eof;

	cs_csv_init(&c, opt);
	do {
		cs_csv_begin(&c, &b);
		do {
			size_t n = all.n - at < piece ? all.n - at : piece;

			cs_buf_add(&b.bytes, all.p + at, n);
			at += n;
			eof = at == all.n;
		} while (cs_csv_split(&c, &b, eof) == 0 && !eof);
		show(out, &b, all, &line);
	} while (!eof);
	cs_csv_batch_finish(&b);
	cs_csv_finish(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delims[] = ",;\t|";
	struct cs_csv_opt opt = CS_CSV_OPT_INIT;
	struct cs_buf x = CS_BUF_INIT, y = CS_BUF_INIT;
	size_t piece;

	if (size < 2)
		return 0;
	opt.delim = delims[data[0] & 3];
	opt.strict = (data[0] & 4) != 0;
	if ((data[0] & 8) != 0)
		opt.max_record = data[0];
	piece = (size_t)data[1] + 1;
	cs_csv_use_simd(0);
	cut(&x, &opt, cs_str((const char *)data + 2, size - 2), size);
	cs_csv_use_simd(1 + (data[1] & 1));
	cut(&y, &opt, cs_str((const char *)data + 2, size - 2), piece);
	check(cs_str_eq(cs_buf_all(&x), cs_buf_all(&y)));
	cs_buf_finish(&x);
	cs_buf_finish(&y);
	return 0;
}
