/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Indexes: every record of every key is found and no other, in one pile or many; a file that
 * changed is not looked up; an index with any byte altered is either refused or finds the same.
 */
#include "rec/index.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "base/mem.h"

static char file[] = "build/unit-index-XXXXXX";
static char idx[sizeof file + 8];

static void
put_file(const char *path, const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ok(fd >= 0 && write(fd, p, n) == (ssize_t)n && close(fd) == 0, "%s is written", path);
}

/* Rows with keys k0 .. k(keys - 1) in turn, some NULL, one with an escape. */
static void
put_rows(struct cs_buf *b, unsigned rows, unsigned keys)
{
	cs_buf_z(b, "n\tcustomer_id\ttext\n");
	for (unsigned i = 0; i < rows; i++) {
		if (i % 10 == 9)
			cs_buf_printf(b, "%u\t\\N\tnobody\n", i);
		else if (i % 10 == 8)
			cs_buf_printf(b, "%u\ta\\tb\ttab\n", i);
		else
			cs_buf_printf(b, "%u\tk%u\t%.*s\n", i, i % keys, (int)(i % 40),
			    "........................................");
	}
}

static int
make(size_t mem, struct cs_index_said *said, struct cs_err *e)
{
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	struct cs_index_ask ask = {.file = file,
	    .column = CS_STR("customer"),
	    .mem = mem,
	    .scratch = scratch,
	    .name = idx};
	int r;

	ask.fd = open(idx, O_RDWR | O_CREAT | O_TRUNC, 0600);
	r = cs_index_make(&ask, said, e);
	(void)close(ask.fd);
	cs_scratch_free(scratch);
	return r;
}

/* The rows of a key, as their first cells with blanks between; or what went wrong. */
static void
rows_of(const char *key, struct cs_buf *b)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_batch batch = {0};
	struct cs_index x;
	int r = cs_index_open(&x, &a, file, CS_STR("customer_id"), &e);

	cs_buf_reset(b);
	if (r > 0 && cs_index_fetch(&x, cs_str_z(key), &batch, &e) == 0)
		for (uint32_t i = 0; i < batch.nrow; i++) {
			cs_buf_str(b, cs_batch_raw(&batch, i, 0));
			cs_buf_c(b, ' ');
		}
	else
		cs_buf_printf(b, "%d %s", r, r == 0 && x.why != NULL ? x.why : e.msg);
	if (r > 0)
		cs_index_close(&x);
	cs_batch_finish(&batch);
	cs_arena_finish(&a);
}

static void
wanted(unsigned rows, unsigned keys, unsigned key, struct cs_buf *b)
{
	cs_buf_reset(b);
	for (unsigned i = 0; i < rows; i++)
		if (i % 10 < 8 && i % keys == key)
			cs_buf_printf(b, "%u ", i);
}

static void
test_found(unsigned rows, unsigned keys, size_t mem)
{
	struct cs_buf text = CS_BUF_INIT, got = CS_BUF_INIT, want = CS_BUF_INIT;
	struct cs_index_said said;
	struct cs_err e = CS_ERR_INIT;
	char key[16];
	bool same = true;

	put_rows(&text, rows, keys);
	put_file(file, text.p, text.n);
	is_int(make(mem, &said, &e), 0, "%u rows of %u keys", rows, keys);
	is_int((long long)said.rows, rows, "all are there");
	is_int((long long)said.null, rows / 10, "and those of nobody");
	for (unsigned k = 0; k < keys; k += 1 + keys / 300) {
		(void)snprintf(key, sizeof key, "k%u", k);
		rows_of(key, &got);
		wanted(rows, keys, k, &want);
		same &= cs_str_eq(cs_buf_all(&got), cs_buf_all(&want));
	}
	ok(same, "each key has its records, in order");
	rows_of("k999999", &got);
	is_int((long long)got.n, 0, "and one that is not there none");
	rows_of("a\tb", &got);
	ok(rows < 9 || got.n != 0, "keys are compared decoded");
	cs_buf_finish(&text);
	cs_buf_finish(&got);
	cs_buf_finish(&want);
}

static void
test_changed(void)
{
	struct cs_buf text = CS_BUF_INIT, got = CS_BUF_INIT;
	struct cs_index_said said;
	struct cs_err e = CS_ERR_INIT;
	struct timespec later[2] = {{.tv_nsec = UTIME_OMIT}, {0}};
	struct stat st;

	put_rows(&text, 100, 7);
	put_file(file, text.p, text.n);
	is_int(make(0, &said, &e), 0, "an index");
	rows_of("k3", &got);
	is_str(cs_buf_cstr(&got), "3 10 17 24 31 45 52 66 73 80 87 94 ", "finds");
	put_file(file, text.p, text.n - 1 - strlen("99\t\\N\tnobody"));
	rows_of("k3", &got);
	is_str(cs_buf_cstr(&got), "0 the file has changed since", "not in a shorter file");
	text.p[0] = 'm';
	put_file(file, text.p, text.n);
	(void)stat(idx, &st);
	later[1] = st.st_mtim;
	ok(utimensat(AT_FDCWD, file, later, 0) == 0, "of the same time");
	rows_of("k3", &got);
	is_str(cs_buf_cstr(&got), "0 the file has changed since", "nor in one with another head");
	text.p[0] = 'n';
	put_file(file, text.p, text.n);
	later[1].tv_sec++;
	(void)utimensat(AT_FDCWD, file, later, 0);
	rows_of("k3", &got);
	is_str(cs_buf_cstr(&got), "0 the file has changed since", "nor in one that is newer");
	(void)unlink(idx);
	rows_of("k3", &got);
	is_str(cs_buf_cstr(&got), "0 ", "without an index there is none");
	cs_buf_finish(&text);
	cs_buf_finish(&got);
}

/* Any byte altered, any end cut: an error, no index, or the same records; never fewer. */
static void
test_damage(void)
{
	struct cs_buf text = CS_BUF_INIT, got = CS_BUF_INIT, want = CS_BUF_INIT;
	struct cs_index_said said;
	struct cs_err e = CS_ERR_INIT;
	char *index = cs_mem_new(1, 65536);
	unsigned bad = 0, tried = 0;
	ssize_t n;
	int fd;

	put_rows(&text, 60, 5);
	put_file(file, text.p, text.n);
	(void)make(0, &said, &e);
	rows_of("k3", &want);
	fd = open(idx, O_RDWR | O_CLOEXEC);
	n = read(fd, index, 65536);
	ok(n > 12000, "an index of %lld bytes", (long long)n);
	/* The directory of empty buckets is long and all alike: not each of its bytes. */
	for (ssize_t i = 0; i<n; i += i> 200 && i < n - 500 ? 97 : 1) {
		char c = (char)(index[i] ^ 0x41);

		if (pwrite(fd, &c, 1, i) != 1)
			break;
		rows_of("k3", &got);
		bad += !cs_str_eq(cs_buf_all(&got), cs_buf_all(&want)) && got.p[0] != '0' &&
		       got.p[0] != '-' && strstr(cs_buf_cstr(&got), "damaged") == NULL &&
		       strstr(cs_buf_cstr(&got), "is not the one") == NULL;
		tried++;
		if (pwrite(fd, &index[i], 1, i) != 1)
			break;
	}
	is_int(bad, 0, "%u bytes altered one by one", tried);
	(void)close(fd);
	for (ssize_t cut = 0; cut < n; cut += 251) {
		put_file(idx, index, (size_t)cut);
		rows_of("k3", &got);
		bad += cs_str_eq(cs_buf_all(&got), CS_STR(""));
	}
	is_int(bad, 0, "cut at any place it does not say that there is nothing");
	free(index);
	cs_buf_finish(&text);
	cs_buf_finish(&got);
	cs_buf_finish(&want);
}

static void
test_refused(void)
{
	static const unsigned char gz[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0};
	struct cs_index_said said;
	struct cs_err e = CS_ERR_INIT;

	put_file(file, gz, sizeof gz);
	is_int(make(0, &said, &e), -1, "packed");
	is_int(e.status, CS_EXIT_DATA, "is refused");
	e = (struct cs_err)CS_ERR_INIT;
	put_file(file, "a\tb\n1\t2\n", 8);
	is_int(make(0, &said, &e), -1, "no such column");
	is_int(e.status, CS_EXIT_USAGE, "is a wrong use");
	e = (struct cs_err)CS_ERR_INIT;
	put_file(file, "a\tcustomer_id\n1\t2\n1", 20);
	is_int(make(0, &said, &e), -1, "a broken file");
	is_int(e.status, CS_EXIT_DATA, "is bad data");
}

int
main(void)
{
	int fd = mkstemp(file);

	ok(fd >= 0 && close(fd) == 0, "a file");
	(void)snprintf(idx, sizeof idx, "%s%s", file, cs_index_suffix);
	test_found(0, 1, 0);
	test_found(1, 1, 0);
	test_found(100, 3, 0);
	test_found(5000, 1, 0);
	test_found(300000, 70000, 0);
	test_found(300000, 70000, 1 << 20);
	test_changed();
	test_damage();
	test_refused();
	(void)unlink(file);
	(void)unlink(idx);
	return done();
}
