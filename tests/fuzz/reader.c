/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader, from a file: any bytes are a stream that comes out as it went in, or are refused with
 * a reason. The first byte chooses whether the text is read twice, as a union with itself.
 */
#include "rec/reader.h"

#include "memfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_all(char *const *paths, int n, struct cs_str in)
{
	struct cs_err err = CS_ERR_INIT;
	struct cs_batch b = {.ncol = 0};
	struct cs_buf out = CS_BUF_INIT;
	struct cs_reader *r = cs_reader_open(paths, n, n > 1 ? CS_READER_UNION : 0, &err);
	int got = -1;
	bool packed = in.n >= 2 && in.p[0] == 0x1f && in.p[1] == (char)0x8b;

	if (r != NULL) {
		cs_buf_str(&out, cs_reader_head(r)->raw);
		cs_buf_c(&out, '\n');
		while ((got = cs_reader_next(r, &b, &err)) > 0) {
			check(b.ncol == cs_reader_head(r)->ncol && b.nrow > 0);
			cs_buf_str(&out, cs_buf_all(&b.bytes));
		}
	}
	if (got < 0)
		check(err.status == CS_EXIT_DATA && err.msg[0] != '\0');
	else if (n == 1 && !packed)
		check(cs_str_eq(cs_buf_all(&out), in));
	cs_reader_close(r);
	cs_batch_finish(&b);
	cs_buf_finish(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memfile in;
	char *paths[2] = {in.path, in.path};

	if (size == 0)
		return 0;
	memfile_open(&in, data + 1, size - 1);
	read_all(paths, data[0] % 2 + 1, cs_str((const char *)data + 1, size - 1));
	memfile_close(&in);
	return 0;
}
