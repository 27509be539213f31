/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes. The first byte says how the others are taken:
 *
 *	even	as a record file: an index of it finds what is in the file, key by key, or neither
 *		can be made of it
 *	odd	as three bytes a change to a good index, whose front is right again afterwards: what
 *		is found then is refused with a reason, or records of the key
 */
#include "rec/index.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rec/esc.h"
#include "rec/indexhead.h"
#include "rec/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_RECORDS = 32768 }; /* bytes: less than a batch */

static char folder[] = "/tmp/cs-fuzz-index-XXXXXX";
static char file[64], idx[64];

static const char records[] = "customer_id\tn\nk\t1\nl\t2\nk\t3\n\\N\t4\nm\\tm\t5\nk\t6\n";

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
clean(void)
{
	(void)unlink(file);
	(void)unlink(idx);
	(void)rmdir(folder);
}

static void
start(void)
{
	if (file[0] != '\0')
		return;
	check(mkdtemp(folder) != NULL);
	(void)snprintf(file, sizeof file, "%s/f", folder);
	(void)snprintf(idx, sizeof idx, "%s/f%s", folder, cs_index_suffix);
	check(atexit(clean) == 0);
}

static void
put(const char *path, const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	check(fd >= 0 && write(fd, p, n) == (ssize_t)n && close(fd) == 0);
}

static int
make(struct cs_index_said *said, struct cs_err *e)
{
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	struct cs_index_ask ask = {
	    .file = file, .column = CS_STR("customer_id"), .scratch = scratch, .name = idx};
	int r;

	ask.fd = open(idx, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	check(ask.fd >= 0);
	r = cs_index_make(&ask, said, e);
	(void)close(ask.fd);
	cs_scratch_free(scratch);
	return r;
}

/* How many records the index finds of a key; all are the key's. -1: refused, -2: not used. */
static long
found(struct cs_str key)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_batch b = {0};
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_index x;
	int r = cs_index_open(&x, &a, file, CS_STR("customer_id"), &e);
	long n = r == 0 ? -2 : -1;

	if (r > 0 && cs_index_fetch(&x, key, &b, &e) == 0) {
		n = (long)b.nrow;
		for (uint32_t row = 0; row < b.nrow; row++) {
			struct cs_str cell = cs_batch_raw(&b, row, x.col);

			cs_buf_reset(&scratch);
			(void)cs_esc_decode(cell, &scratch, &cell);
			check(cs_str_eq(cell, key));
		}
	}
	check(n != -1 || (e.status != 0 && e.msg[0] != '\0'));
	if (r > 0)
		cs_index_close(&x);
	cs_batch_finish(&b);
	cs_buf_finish(&scratch);
	cs_arena_finish(&a);
	return n;
}

/* Records of a key in a batch, the slow way. */
static long
count(const struct cs_batch *b, unsigned col, struct cs_str key)
{
	struct cs_buf scratch = CS_BUF_INIT;
	long n = 0;

	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str cell = cs_batch_raw(b, row, col);

		if (cs_raw_null(cell))
			continue;
		cs_buf_reset(&scratch);
		(void)cs_esc_decode(cell, &scratch, &cell);
		n += cs_str_eq(cell, key);
	}
	cs_buf_finish(&scratch);
	return n;
}

static void
check_keys(struct cs_reader *in, unsigned col)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_batch b = {0};
	struct cs_buf key = CS_BUF_INIT;

	if (cs_reader_next(in, &b, &e) > 0)
		for (uint32_t row = 0; row < b.nrow; row += 1 + b.nrow / 16) {
			struct cs_str cell = cs_batch_raw(&b, row, col);

			if (cs_raw_null(cell))
				continue;
			cs_buf_reset(&key);
			(void)cs_esc_decode(cell, &key, &cell);
			check(found(cell) == count(&b, col, cell));
		}
	cs_batch_finish(&b);
	cs_buf_finish(&key);
}

static void
try_file(const uint8_t *data, size_t size)
{
	char *const paths[] = {file};
	struct cs_err e = CS_ERR_INIT;
	struct cs_index_said said;
	struct cs_reader *in;

	put(file, data, size);
	if (make(&said, &e) != 0) {
		check(e.status != 0 && e.msg[0] != '\0');
		return;
	}
	in = cs_reader_open(paths, 1, 0, &e);
	check(in != NULL);
	check_keys(in, (unsigned)cs_head_find(cs_reader_head(in), CS_STR("customer_id")));
	cs_reader_close(in);
}

/* Changes bytes of the index; its numbers stay what they have become, but their checksum is right,
 * so that they are looked at. */
static void
change(const uint8_t *data, size_t size)
{
	uint64_t number[CS_INDEX_NUMBERS];
	struct cs_buf front = CS_BUF_INIT, all = CS_BUF_INIT;
	enum { NUMBERS = 8, MOST = 1 << 16 }; /* where they begin; more than it has */
	int fd = open(idx, O_RDWR | O_CLOEXEC);
	ssize_t n = read(fd, cs_buf_reserve(&all, MOST), MOST);

	check(n > NUMBERS + CS_INDEX_NUMBERS * 8);
	all.n = (size_t)n;
	for (size_t i = 0; i + 3 <= size; i += 3) {
		size_t at = (size_t)(data[i] << 8 | data[i + 1]);

		/* Most changes go where most can go wrong. */
		at = at & 0x8000 ? at % (NUMBERS + CS_INDEX_NUMBERS * 8) : at % all.n;
		all.p[at] = (char)(all.p[at] ^ data[i + 2]);
	}
	for (unsigned i = 0; i < CS_INDEX_NUMBERS; i++)
		number[i] = cs_index_number_at((unsigned char *)all.p + NUMBERS + (size_t)i * 8, 8);
	cs_index_head_text(number, CS_STR("customer_id"), &front);
	memcpy(all.p + NUMBERS, front.p + NUMBERS, front.n - NUMBERS);
	check(pwrite(fd, all.p, all.n, 0) == n && close(fd) == 0);
	cs_buf_finish(&front);
	cs_buf_finish(&all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_index_said said;

	start();
	if (size == 0 || size > MOST_RECORDS)
		return 0;
	if (data[0] % 2 == 0) {
		try_file(data + 1, size - 1);
		return 0;
	}
	put(file, records, sizeof records - 1);
	check(make(&said, &e) == 0 && said.rows == 6 && said.null == 1);
	check(found(CS_STR("k")) == 3 && found(CS_STR("m\tm")) == 1 && found(CS_STR("x")) == 0);
	change(data + 1, size - 1);
	(void)found(CS_STR("k"));
	(void)found(CS_STR("m\tm"));
	return 0;
}
