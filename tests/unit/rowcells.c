/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of rows, put in any order by several workers, come back row by row, by several readers, in
 * memory and from disk. */
#include "rec/rowcells.h"
#include "../tap.h"
#include "base/buf.h"
#include "base/mem.h"
#include "random.h"

enum { N = 30000, WORKERS = 3 };

/* What row i has: a third have nothing. */
static struct cs_str
cells_of(uint64_t i, struct cs_buf *b)
{
	cs_buf_reset(b);
	if (i % 3 != 0)
		cs_buf_printf(b, "%llu\t%.*s", (unsigned long long)i, (int)(i % 40),
		    "some more of it, longer or shorter than x");
	return cs_buf_all(b);
}

static void
test(size_t most, bool only)
{
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	struct cs_rowcells_reader reader[2] = {{.only = only}, {.only = only}};
	struct cs_rowcells r;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_str got;
	uint64_t *row = cs_mem_new(N, sizeof *row);
	size_t wrong = 0;

	for (uint64_t i = 0; i < N; i++) {
		uint64_t k = (uint64_t)below((int)i + 1);

		row[i] = row[k];
		row[k] = i;
	}
	cs_rowcells_init(&r, N, WORKERS, most, scratch);
	for (size_t i = 0; i < N; i++) {
		if (cells_of(row[i], &b).n != 0)
			wrong += cs_rowcells_put(
				     &r, (unsigned)below(WORKERS), row[i], cs_buf_all(&b), &e) != 0;
	}
	for (uint64_t i = 0; i < N; i++) {
		/* One reader takes all, two take turns. */
		unsigned k = only ? 0 : (unsigned)(i / 1000 % 2);

		wrong += cs_rowcells_get(&r, &reader[k], i, &got, &e) != 0 ||
			 !cs_str_eq(got, cells_of(i, &b));
	}
	ok(wrong == 0, "every row has its own, %zu bytes, %s", most, only ? "one" : "two");
	ok(cs_rowcells_get(&r, &reader[0], N + 5, &got, &e) == 0 && got.n == 0,
	    "behind the last there is nothing");
	cs_rowcells_reader_finish(&reader[0]);
	cs_rowcells_reader_finish(&reader[1]);
	cs_rowcells_finish(&r);
	cs_scratch_free(scratch);
	cs_buf_finish(&b);
	free(row);
}

int
main(void)
{
	seed = 11;
	test(0, true);
	test(0, false);
	test(4096, true);
	test(4096, false);
	return done();
}
