/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading record streams: pieces, endings, several inputs, gzip, the union. */
#include "rec/reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include "../feed.h"
#include "../tap.h"

static char dir[] = "/tmp/cs-reader-XXXXXX";
static char *path[4]; /* four files in dir */

static void
put_file(const char *name, const char *p, size_t n)
{
	FILE *f = fopen(name, "wb");

	if (f == NULL || fwrite(p, 1, n, f) != n || fclose(f) != 0)
		abort();
}

static void
put_gz(const char *name, const char *p, size_t n)
{
	gzFile f = gzopen(name, "wb6");

	if (f == NULL || gzwrite(f, p, (unsigned)n) != (int)n || gzclose(f) != Z_OK)
		abort();
}

/* Everything that a reader gives, as text: head, records; *rows what they were. */
static int
read_all(char *const *paths, int n, int flags, struct cs_buf *out, uint64_t *rows, struct cs_err *e)
{
	struct cs_reader *r;
	struct cs_batch b = {.ncol = 0};
	int got = -1;
	uint64_t seq = 0;

	cs_buf_reset(out);
	cs_err_clear(e);
	*rows = 0;
	r = cs_reader_open(paths, n, flags, e);
	if (r != NULL) {
		cs_buf_str(out, cs_reader_head(r)->raw);
		cs_buf_c(out, '\n');
		while ((got = cs_reader_next(r, &b, e)) > 0) {
			cs_buf_str(out, cs_buf_all(&b.bytes));
			*rows += b.nrow;
			if (b.seq != seq++ || b.nrow == 0 || b.ncol != cs_reader_head(r)->ncol)
				abort();
		}
		if (got == 0 && cs_reader_count(r).rows != *rows)
			abort();
		if (cs_reader_next(r, &b, e) != got) /* the end and an error stay */
			abort();
	}
	cs_reader_close(r);
	cs_batch_finish(&b);
	return got;
}

/* Streams, fed in pieces of every size. */
static void
pieces(void)
{
	static const struct {
		struct cs_str text;
		int rows; /* -1: refused */
		const char *msg;
	} t[] = {
	    {CS_STR_INIT("a\tb\n1\t2\n\\N\t\n"), 2, ""},
	    {CS_STR_INIT("a\n"), 0, ""},
	    {CS_STR_INIT("a\n\n\n"), 2, ""},
	    {CS_STR_INIT(""), -1, "no bytes, not even a header"},
	    {CS_STR_INIT("a\tb"), -1, "1: the header is cut off"},
	    {CS_STR_INIT("a\tb\n1\t2\n3"), -1, "3: the record is cut off, without a newline"},
	    {CS_STR_INIT("a\tb\n1\t2\n3\n"), -1, "3: 1 cell, the header has 2"},
	    {CS_STR_INIT("a\tb\n1\t2\n\\! cs-kpi: no\n"), -1,
		"the stage before failed: cs-kpi: no"},
	    {CS_STR_INIT("\\! no\n"), -1, "the stage before failed: no"},
	    {CS_STR_INIT("a\ta\n"), -1, "1: column 2 of the header: the name 'a' is there already"},
	    {CS_STR_INIT("\n\n"), -1, "1: column 1 of the header has no name"},
	    {CS_STR_INIT("\x1f\n1\n"), 1, ""},
	    {CS_STR_INIT("\x1f"), -1, "1: the header is cut off"},
	};
	struct cs_buf out = CS_BUF_INIT;
	struct cs_err err;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		for (size_t piece = 1; piece <= t[i].text.n + (t[i].text.n == 0); piece++) {
			struct feed f;
			char *paths[1];
			uint64_t rows;
			int got;

			feed_start(&f, t[i].text.p, t[i].text.n, piece);
			paths[0] = f.path;
			got = read_all(paths, 1, 0, &out, &rows, &err);
			feed_stop(&f);
			if (t[i].rows < 0) {
				char want[200];

				(void)snprintf(want, sizeof want, "%s:%s%s", f.path,
				    t[i].msg[1] == ':' ? "" : " ", t[i].msg);
				ok(got == -1 && err.status == CS_EXIT_DATA, "refused");
				is_str(err.msg, want, "and why");
			} else {
				ok(got == 0 && (int)rows == t[i].rows &&
					cs_str_eq(cs_buf_all(&out), t[i].text),
				    "%d records in pieces of %zu", t[i].rows, piece);
			}
		}
	}
	cs_buf_finish(&out);
}

static void
make_stream(struct cs_buf *text, int rows)
{
	cs_buf_z(text, "id\tname\tnote\n");
	for (int i = 0; i < rows; i++)
		cs_buf_printf(text, "%d\tagent %d\t%s\n", i, i % 97, i % 5 == 0 ? "\\N" : "a\\tb");
}

/* Larger than any block, plain and packed, in odd pieces, and records longer than a block. */
static void
large(void)
{
	static const size_t piece[] = {4096, 65536, 100003, 1000000};
	struct cs_buf text = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_err err;
	uint64_t rows;

	make_stream(&text, 100000);
	for (int i = 0; i < 3; i++) {
		cs_buf_z(&text, "x\ty\t");
		for (int k = 0; k < 300000; k++)
			cs_buf_z(&text, "ab");
		cs_buf_z(&text, "\n");
	}
	for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
		struct feed f;
		char *paths[1];

		feed_start(&f, text.p, text.n, piece[i]);
		paths[0] = f.path;
		ok(read_all(paths, 1, 0, &out, &rows, &err) == 0 && rows == 100003 &&
			cs_str_eq(cs_buf_all(&out), cs_buf_all(&text)),
		    "large, in pieces of %zu", piece[i]);
		feed_stop(&f);
	}
	put_file(path[0], text.p, text.n);
	put_gz(path[1], text.p, text.n);
	for (int i = 0; i < 2; i++)
		ok(read_all(path + i, 1, 0, &out, &rows, &err) == 0 && rows == 100003 &&
			cs_str_eq(cs_buf_all(&out), cs_buf_all(&text)),
		    "from a %s file", i != 0 ? "packed" : "plain");
	cs_buf_reset(&text);
	cs_buf_z(&text, "a\n");
	for (int i = 0; i < 17 << 20; i++)
		cs_buf_c(&text, 'x');
	put_file(path[0], text.p, text.n);
	is_int(read_all(path, 1, 0, &out, &rows, &err), -1, "a record without end");
	ok(strstr(err.msg, ":2: a record of over 16 MiB") != NULL, "is refused: %s", err.msg);
	cs_buf_finish(&text);
	cs_buf_finish(&out);
}

static void
packed(void)
{
	struct cs_buf text = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_err err;
	struct stat st;
	uint64_t rows;

	make_stream(&text, 1000);
	put_gz(path[0], text.p, text.n);
	is_int(truncate(path[0], 2000), 0, "a packed file cut");
	is_int(read_all(path, 1, 0, &out, &rows, &err), -1, "is refused");
	ok(err.status == CS_EXIT_DATA && strstr(err.msg, ": cut off after 2000 bytes") != NULL,
	    "%s", err.msg);
	put_gz(path[0], text.p, 5000);
	is_int(read_all(path, 1, 0, &out, &rows, &err), -1, "whole, but the stream in it is cut");
	ok(strstr(err.msg, "the record is cut off") != NULL, "%s", err.msg);
	put_gz(path[0], "", 0);
	is_int(read_all(path, 1, 0, &out, &rows, &err), -1, "nothing in it");
	ok(strstr(err.msg, "no bytes") != NULL, "%s", err.msg);
	put_gz(path[0], text.p, text.n);
	if (stat(path[0], &st) != 0)
		abort();
	for (size_t piece = 1; piece < 5000; piece = piece * 3 + 1) {
		struct cs_buf packed_text = CS_BUF_INIT;
		struct feed f;
		char *paths[1];
		FILE *in = fopen(path[0], "rb");
		size_t n = (size_t)st.st_size;

		if (in == NULL || fread(cs_buf_reserve(&packed_text, n), 1, n, in) != n)
			abort();
		(void)fclose(in);
		feed_start(&f, packed_text.p, n, piece);
		paths[0] = f.path;
		ok(read_all(paths, 1, 0, &out, &rows, &err) == 0 &&
			cs_str_eq(cs_buf_all(&out), cs_buf_all(&text)),
		    "packed, in pieces of %zu", piece);
		feed_stop(&f);
		cs_buf_finish(&packed_text);
	}
	cs_buf_finish(&text);
	cs_buf_finish(&out);
}

/* Closing a reader whose packed input never comes to an end. */
static void
idle(void)
{
	static const unsigned char begin[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
	struct cs_buf text = CS_BUF_INIT;
	struct cs_batch b = {.ncol = 0};
	struct cs_err err = CS_ERR_INIT;
	z_stream z = {.zalloc = NULL};
	unsigned char packed_text[1000];
	char name[32], *paths[1] = {name};
	struct cs_reader *r;
	int fd[2];

	if (pipe(fd) != 0 || deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	cs_buf_z(&text, "a\n1\n");
	z.next_in = (Bytef *)text.p;
	z.avail_in = (uInt)text.n;
	z.next_out = packed_text;
	z.avail_out = sizeof packed_text;
	(void)deflate(&z, Z_SYNC_FLUSH);
	if (write(fd[1], begin, sizeof begin) != sizeof begin ||
	    write(fd[1], packed_text, sizeof packed_text - z.avail_out) < 1)
		abort();
	(void)deflateEnd(&z);
	(void)snprintf(name, sizeof name, "/dev/fd/%d", fd[0]);
	r = cs_reader_open(paths, 1, 0, &err);
	ok(r != NULL && cs_reader_next(r, &b, &err) == 1 && b.nrow == 1,
	    "a followed packed stream flows");
	for (int i = 0; i < 1000 && !cs_reader_would_block(r); i++)
		(void)usleep(1000);
	ok(cs_reader_would_block(r), "and would have to wait");
	cs_reader_close(r);
	ok(true, "and can be closed while it waits");
	(void)close(fd[0]);
	(void)close(fd[1]);
	cs_batch_finish(&b);
	cs_buf_finish(&text);
}

static void
several(void)
{
	struct cs_buf out = CS_BUF_INIT;
	struct cs_err err;
	struct feed f;
	uint64_t rows;
	char *paths[3];

	put_file(path[0], "a\tb\n1\t2\n", 8);
	put_gz(path[1], "a\tb\n3\t4\n", 8);
	put_file(path[2], "b\tc\tnew\\tcol\nx\ty\tz\n", 19);
	put_file(path[3], "a\tb\n", 4);
	is_int(read_all(path, 2, 0, &out, &rows, &err), 0, "two inputs");
	is_slice(cs_buf_all(&out), "a\tb\n1\t2\n3\t4\n", "are one stream");
	feed_start(&f, "a\tb\n5\t6\n", 8, 1);
	paths[0] = path[3];
	paths[1] = f.path;
	paths[2] = path[0];
	is_int(read_all(paths, 3, 0, &out, &rows, &err), 0, "an empty one, a pipe, a file");
	is_slice(cs_buf_all(&out), "a\tb\n5\t6\n1\t2\n", "in their order");
	feed_stop(&f);
	is_int(read_all(path, 3, 0, &out, &rows, &err), -1, "another header");
	ok(err.status == CS_EXIT_DATA && strstr(err.msg, "the header is not the same as that of") &&
		strcmp(err.hint, "--union matches columns by name") == 0,
	    "is refused: %s", err.msg);
	is_int(read_all(path, 4, CS_READER_UNION, &out, &rows, &err), 0, "the union");
	is_slice(cs_buf_all(&out),
	    "a\tb\tc\tnew\\tcol\n1\t2\t\\N\t\\N\n3\t4\t\\N\t\\N\n\\N\tx\ty\tz\n", "in order");
	is_int(rows, 3, "of three records");
	is_int(read_all(path, 1, CS_READER_UNION, &out, &rows, &err), 0, "the union of one");
	is_slice(cs_buf_all(&out), "a\tb\n1\t2\n", "is itself");
	put_file(path[1], "a\tb\n1\t2\n3\n", 10);
	is_int(read_all(path, 3, CS_READER_UNION, &out, &rows, &err), -1, "a bad record in it");
	ok(strstr(err.msg, ":3: 1 cell, the header has 2") != NULL, "is named: %s", err.msg);
	is_int(read_all(path, 2, 0, &out, &rows, &err), -1, "and in the second of two");
	ok(strstr(err.msg, ":3: 1 cell, the header has 2") != NULL, "as well: %s", err.msg);
	cs_buf_finish(&out);
}

static void
files(void)
{
	struct cs_buf out = CS_BUF_INIT;
	struct cs_err err;
	uint64_t rows;
	char none[] = "/nonexistent/calls.tsv", *paths[2] = {dir, none};
	struct cs_reader *r;
	struct cs_batch b = {.ncol = 0};

	ok(read_all(paths, 1, 0, &out, &rows, &err) == -1 && err.status == CS_EXIT_IO,
	    "a directory is no file");
	ok(strstr(err.msg, "directory") != NULL, "%s", err.msg);
	ok(read_all(paths + 1, 1, 0, &out, &rows, &err) == -1 && err.status == CS_EXIT_IO,
	    "nor is what is not there");
	is_str(err.msg, "/nonexistent/calls.tsv: No such file or directory", "says so");
	put_file(path[0], "a\n1\n2\n", 6);
	put_file(path[1], "a\n3\n", 4);
	cs_err_clear(&err);
	r = cs_reader_open(path, 2, 0, &err);
	is_int(cs_reader_count(r).total, 10, "the sizes of all inputs");
	is_int(cs_reader_count(r).bytes, 6, "bytes so far");
	ok(!cs_reader_would_block(r), "a file never blocks");
	ok(cs_reader_read(r, &b, &err) == 1 && b.bytes.n == 4 && b.row0 == 1 && b.ncol == 1,
	    "not split");
	is_int(cs_reader_count(r).rows, 2, "but counted");
	ok(cs_reader_read(r, &b, &err) == 1 && b.bytes.n == 2 && b.row0 == 1 && b.seq == 1 &&
		strcmp(b.file, path[1]) == 0,
	    "the next input counts from one");
	is_int(cs_reader_read(r, &b, &err), 0, "the end");
	is_int(cs_reader_count(r).bytes, 10, "all bytes");
	cs_reader_close(r);
	cs_reader_close(NULL);
	cs_batch_finish(&b);
	cs_buf_finish(&out);
}

/* Files that were joined by cat: a header is no record where that can be known. */
static void
again(void)
{
	static const struct {
		const char *text, *why; /* NULL: it is a record like any other */
	} t[] = {
	    {"agent_id\twait_s\nann\t5\nagent_id\twait_s\nbob\t7\n",
		":3: the header again, where a record is due"},
	    {"wait_s\nwait_s\n", ":2: the header again, where a record is due"},
	    {"agent_id\tstarted_at\n\\N\t\\N\nagent_id\tstarted_at\n",
		":3: the header again, where a record is due"},
	    {"agent_id\twait_s\nagent_id\twait_m\nagent_ix\twait_s\n", NULL},
	    {"agent_id\tqueue\nagent_id\tqueue\n", NULL},
	    {"word\nword\n", NULL},
	    {"kind\twait_s\tmetric\nkind\twait_s\tmetric\n", NULL},
	};
	char *again[] = {path[0], path[0]}, why[128];

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_buf out = CS_BUF_INIT;
		struct cs_err err = CS_ERR_INIT;
		uint64_t rows;

		put_file(path[0], t[i].text, strlen(t[i].text));
		for (int flags = 0; flags <= (int)CS_READER_UNION; flags++) {
			cs_buf_reset(&out);
			cs_err_clear(&err);
			(void)read_all(again, 2, flags, &out, &rows, &err);
			if (t[i].why != NULL) {
				(void)snprintf(why, sizeof why, "%s%s", path[0], t[i].why);
				is_str(err.msg, why, "case %zu, flags %d", i, flags);
				is_int(err.status, CS_EXIT_DATA, "and is 65");
			} else {
				is_int(err.status, 0, "case %zu: %s", i, err.msg);
			}
		}
		cs_buf_finish(&out);
	}
}

int
main(void)
{
	static char name[4][64];

	if (mkdtemp(dir) == NULL)
		abort();
	for (int i = 0; i < 4; i++) {
		(void)snprintf(name[i], sizeof name[i], "%s/%d", dir, i);
		path[i] = name[i];
	}
	pieces();
	large();
	packed();
	idle();
	several();
	files();
	again();
	for (int i = 0; i < 4; i++)
		(void)unlink(path[i]);
	(void)rmdir(dir);
	return done();
}
