/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A source map and a CSV, both of any bytes, with a NUL between them: nothing crashes, the account
 * balances, the records are a stream that our reader takes, and both ways through a plan agree.
 */
#include "intake/fast.h"
#include "intake/plan.h"
#include "intake/rows.h"

#include <stdlib.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

/* Binds the map to the first record; false: it cannot be. */
static bool
bind(struct cs_plan *p, struct cs_smap *m, const struct cs_csv_batch *b)
{
	struct cs_str cell[32];
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	uint32_t n = b->rec[0].ncell;
	bool good = n != 0 && n <= 32;

	cs_buf_reserve(&scratch, b->bytes.n + 1);
	for (uint32_t i = 0; good && i < n; i++) {
		cell[i] = cs_csv_text(b, &b->rec[0], i, &scratch);
		good = cs_utf8_valid(cell[i]) && cs_str_find(cell[i], '\0') == cell[i].n;
	}
	good = good && cs_plan_bind(p, m, cell, n, "f", &e) == 0;
	cs_buf_finish(&scratch);
	return good;
}

/* The stream that came of it is one: as many cells as columns, no raw bytes that must not be. */
static void
check_stream(const struct cs_plan *p, struct cs_buf *out)
{
	struct cs_batch b = {.bytes = *out, .ncol = p->head.ncol, .file = "out"};
	struct cs_err e = CS_ERR_INIT;

	if (out->n != 0)
		check(cs_batch_split(&b, &e) == 0);
	free(b.end);
}

static void
run(struct cs_buf *all, struct cs_str map, struct cs_str text, bool fast, bool simd)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_smap *m = cs_smap_parse("m", map, &e);
	struct cs_csv_opt opt = CS_CSV_OPT_INIT;
	struct cs_plan p = {0};
	struct cs_csv_batch b = {0};
	struct cs_rows r;
	struct cs_csv csv;

	check(m != NULL || e.status == CS_EXIT_USAGE);
	if (m == NULL)
		return;
	cs_fast_use(fast, simd);
	opt.delim = m->delim;
	cs_csv_init(&csv, &opt);
	cs_rows_init(&r);
	cs_csv_begin(&csv, &b);
	cs_buf_str(&b.bytes, text);
	if (cs_csv_split(&csv, &b, true) != 0 && bind(&p, m, &b) &&
	    cs_rows_run(&r, &p, &b, 1, "f", &e) == 0) {
		check(cs_tally_check(&r.tally, &e) == 0);
		check_stream(&p, &r.out);
		cs_buf_str(all, cs_buf_all(&r.out));
		cs_buf_str(all, cs_buf_all(&r.rejects));
		cs_tally_sum(&r.tally, all);
		cs_tally_notes(&r.tally, all);
	}
	cs_rows_finish(&r);
	cs_plan_finish(&p);
	cs_csv_batch_finish(&b);
	cs_csv_finish(&csv);
	cs_smap_free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str all = cs_str((const char *)data, size);
	size_t n = cs_str_find(all, '\0');
	struct cs_str map = cs_str_head(all, n), text = cs_str_skip(all, n + 1);
	struct cs_buf a = CS_BUF_INIT, b = CS_BUF_INIT;

	run(&a, map, text, true, true);
	run(&b, map, text, false, false);
	check(cs_str_eq(cs_buf_all(&a), cs_buf_all(&b)));
	cs_buf_reset(&b);
	run(&b, map, text, true, false);
	check(cs_str_eq(cs_buf_all(&a), cs_buf_all(&b)));
	cs_buf_finish(&a);
	cs_buf_finish(&b);
	return 0;
}
