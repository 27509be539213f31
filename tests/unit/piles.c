/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Piles: records of any sizes, dealt at random, come back whole and in their order, whatever part
 * of them went to disk; and what a disk that fails says.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "base/mem.h"
#include "base/piles.h"
#include "base/varint.h"
#include "random.h"

enum { N_PILES = 7, N_RECORDS = 5000, LONGEST = 3000 };

static unsigned
any(unsigned n)
{
	return (unsigned)below64(n);
}

/* The bytes of record i: its number, its length, and so many of a letter. */
static size_t
record(unsigned i, uint8_t *p)
{
	uint8_t *begin = p;
	size_t n = i % 5 == 0 ? i * 7919U % LONGEST : i % 17;

	p = cs_varint_put(p, i);
	p = cs_varint_put(p, n);
	memset(p, 'a' + (int)(i % 26), n);
	return (size_t)(p - begin) + n;
}

struct reading {
	const unsigned *want; /* numbers of the records of a pile */
	size_t n, at;
	unsigned pieces, fresh;
	bool same;
};

static int
take(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct reading *r = arg;
	static uint8_t again[LONGEST + 2 * CS_VARINT_MAX];

	(void)e;
	r->pieces++;
	r->fresh += fresh;
	while (piece.n != 0) {
		size_t n = r->at < r->n ? record(r->want[r->at], again) : 0;

		r->same = r->same && n != 0 && n <= piece.n && memcmp(again, piece.p, n) == 0;
		if (!r->same)
			return 0;
		piece = cs_str_skip(piece, n);
		r->at++;
	}
	return 0;
}

static void
test_most(size_t most)
{
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	unsigned(*want)[N_RECORDS] = cs_mem_new(N_PILES, sizeof *want);
	size_t n[N_PILES] = {0}, bytes[N_PILES] = {0};
	struct cs_piles piles;
	struct cs_buf buf = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	bool whole = true, fresh_first = true;

	cs_piles_init(&piles, N_PILES, most, scratch);
	for (unsigned i = 0; i < N_RECORDS; i++) {
		unsigned pile = any(N_PILES) * any(2);
		uint8_t *p = cs_piles_room(&piles, pile, LONGEST + 2 * CS_VARINT_MAX, &e);
		size_t size;

		if (p == NULL)
			break;
		fresh_first = fresh_first && (n[pile] != 0 || cs_pile_fresh(&piles, pile));
		size = record(i, p);
		cs_pile_took(&piles, pile, size);
		want[pile][n[pile]++] = i;
		bytes[pile] += size;
	}
	for (unsigned k = 0; k < N_PILES; k++) {
		struct reading r = {.want = want[k], .n = n[k], .same = true};

		is_int((int64_t)cs_pile_size(&piles, k), (int64_t)bytes[k], "bytes of pile %u", k);
		whole = cs_pile_read(&piles, k, &buf, take, &r, &e) == 0 && r.same &&
			r.at == n[k] && (n[k] == 0 || r.fresh > 0) && whole;
	}
	ok(whole, "what was dealt comes back, %zu bytes at most in memory", most);
	ok(fresh_first, "the first record of a pile stands alone");
	is_int(piles.spilled, most != 0, "on disk or not");
	cs_buf_finish(&buf);
	cs_piles_finish(&piles);
	cs_scratch_free(scratch);
	free(want);
}

/* A folder that is not there, one that is a file, and a disk that is full. */
static void
test_failure(void)
{
	static const char *const folders[] = {"/nonexistent/folder", "/dev/null"};
	struct rlimit old, small = {100000, 100000};
	struct cs_err e = CS_ERR_INIT;
	char *mega = cs_mem_new0(1 << 20, 1);
	struct cs_scratch *s;
	uint64_t at;

	for (size_t i = 0; i < 2; i++) {
		s = cs_scratch_new(folders[i]);
		is_int(cs_scratch_put(s, "x", 1, &at, &e), -1, "%s", folders[i]);
		is_int(e.status, CS_EXIT_IO, "is 74");
		ok(strstr(e.hint, "TMPDIR") != NULL, "and the hint says where it is set");
		cs_err_clear(&e);
		cs_scratch_free(s);
	}
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	s = cs_scratch_new("/tmp");
	(void)setrlimit(RLIMIT_FSIZE, &small);
	is_int(cs_scratch_put(s, mega, 1 << 20, &at, &e), -1, "more than the disk takes");
	(void)setrlimit(RLIMIT_FSIZE, &old);
	is_int(e.status, CS_EXIT_IO, "is 74");
	cs_err_clear(&e);
	is_int(cs_scratch_get(s, 1 << 21, mega, 10, &e), -1, "what is not there cannot be read");
	is_int(e.status, CS_EXIT_IO, "is 74");
	cs_scratch_free(s);
	free(mega);
}

int
main(void)
{
	test_most(0);
	test_most(1);
	test_most(10000);
	test_most(300000);
	test_failure();
	return done();
}
