/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums beyond memory: however they are dealt to runs, what is read back is what one table has, in
 * the same order, from any place on; numbers of 128 bits, groups of all runs and of one, no keys at
 * all; what runs over is said.
 */
#include "retain/sumspill.h"

#include <stdlib.h>

#include "../tap.h"
#include "base/mem.h"
#include "random.h"

enum { PARTS = 200, GROUPS = 3000, ADDS = 60000, RUNS = 7 };

static const char *part_name[PARTS];
static const struct cs_key_def key[] = {{.name = CS_STR_INIT("site"), .type = CS_TEXT},
    {.name = CS_STR_INIT("n"), .type = CS_INT}, {.name = CS_STR_INIT("at"), .type = CS_TIME}};
static const struct cs_sums_form form = {key, 3, part_name, PARTS};
static const struct cs_sums_form bare = {NULL, 0, part_name, PARTS};

static uint64_t
any(uint64_t n)
{
	return random_bits() % n;
}

/* Something at random: the same to a table and to one that is emptied into a file now and then. */
static void
add(struct cs_sums *plain, struct cs_sums *s)
{
	static const char *const site[] = {"b", "a", "\\N", "ab", "a site with quite a long name"};
	static const char *const when[] = {"2026-01-01T00:00:00Z", "\\N", "2025-12-31T23:00:00Z"};
	const unsigned part = (unsigned)any(PARTS);
	const int32_t t =
	    part % 2 == 0 ? (int32_t)any(50) - 25 : (any(2) != 0 ? CS_SUMS_T_MIN : CS_SUMS_T_MAX);
	/* Half of the bits of a number that is as long as it likes, of either sign. */
	const cs_i128 v = (cs_i128)(int64_t)any(UINT64_MAX) * ((cs_i128)1 << any(56)) >> any(60);
	const uint64_t of = any(GROUPS);
	struct cs_sums *both[] = {plain, s};
	char n[24];

	(void)snprintf(n, sizeof n, "%d", (int)(of / 15) - 40);
	for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
		uint32_t g = 0;

		if (plain->form->nkey != 0) {
			g = cs_sums_step(both[i], 0, 0, cs_str_z(site[of % 5]));
			g = cs_sums_step(both[i], 1, g, cs_str_z(n));
			g = cs_sums_step(both[i], 2, g, cs_str_z(when[of / 5 % 3]));
		}
		cs_sums_add128(both[i], g, part, t, v);
	}
}

/* Whether two cursors are at the same. */
static bool
same(const struct cs_sumcursor *a, const struct cs_sumcursor *b, unsigned nkey)
{
	if (a->place != b->place || a->at.n != b->at.n)
		return false;
	for (unsigned k = 0; k < nkey; k++)
		if (!cs_str_eq(a->at.key[k], b->at.key[k]))
			return false;
	for (size_t i = 0; i < a->at.n; i++) {
		const struct cs_sum *x = &a->at.sum[i], *y = &b->at.sum[i];

		if (x->part != y->part || x->t != y->t || x->v != y->v)
			return false;
	}
	return true;
}

/* How many groups from a place on are the same in both; at the end of both: one more. */
static size_t
agree(const struct cs_sumstore *a, const struct cs_sumstore *b, size_t from, size_t most)
{
	struct cs_sumcursor x, y;
	struct cs_err e = CS_ERR_INIT;
	size_t n = 0;

	cs_sumcursor_begin(&x, a, 0);
	cs_sumcursor_begin(&y, b, 0);
	/* Somewhere else first. */
	(void)cs_sumcursor_next(&y, &e);
	cs_sumcursor_seek(&x, from);
	cs_sumcursor_seek(&y, from);
	for (; n < most; n++) {
		int gx = cs_sumcursor_next(&x, &e), gy = cs_sumcursor_next(&y, &e);

		if (gx != gy || gx < 0)
			break;
		if (gx == 0) {
			n++;
			break;
		}
		if (!same(&x, &y, a->form->nkey))
			break;
	}
	cs_sumcursor_finish(&x);
	cs_sumcursor_finish(&y);
	return n;
}

static void
test_runs(const struct cs_sums_form *f, int runs)
{
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	struct cs_sumspill *spill = cs_sumspill_new(f, scratch);
	struct cs_sums plain, s;
	struct cs_sumstore want, got;
	struct cs_err e = CS_ERR_INIT;
	size_t wrong = 0;

	cs_sums_init(&plain, f);
	cs_sums_init(&s, f);
	ok(!cs_sumspill_any(spill), "nothing yet");
	for (int r = 0; r < runs; r++) {
		for (int i = 0; i < (r % 3 == 2 ? 1 : ADDS / runs); i++)
			add(&plain, &s);
		wrong += cs_sumspill_add(spill, &s, &e) != 0 || s.keys.ngroup != (f->nkey == 0);
	}
	is_int(wrong, 0, "%d runs are written, and nothing is left", runs);
	/* One that is empty. */
	ok(cs_sumspill_add(spill, &s, &e) == 0 && cs_sumspill_any(spill), "and an empty one");
	ok(cs_sumspill_merge(spill, &got, &e) == 0, "and put together: %s", e.msg);
	ok(cs_sums_sort(&plain, &e) == 0, "the table");
	cs_sumstore_of(&want, &plain);
	is_int(got.n, want.n, "as many groups");
	is_int(agree(&want, &got, 0, SIZE_MAX), want.n + 1, "all are the same");
	for (wrong = 0; wrong < 200; wrong++) {
		size_t from = any(want.n + 1);

		if (agree(&want, &got, from, 3) != (want.n + 1 - from < 3 ? want.n + 1 - from : 3))
			break;
	}
	is_int(wrong, 200, "from any place on");
	cs_sumstore_finish(&got);
	cs_sums_finish(&plain);
	cs_sums_finish(&s);
	cs_sumspill_free(spill);
	cs_scratch_free(scratch);
}

/* Numbers that only together are too large, or not large any more. */
static void
test_over(int sign)
{
	const cs_i128 most = (cs_i128)(~(cs_u128)0 >> 1);
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	struct cs_sumspill *spill = cs_sumspill_new(&bare, scratch);
	struct cs_sums s;
	struct cs_sumstore got;
	struct cs_err e = CS_ERR_INIT;

	cs_sums_init(&s, &bare);
	for (int r = 0; r < 2; r++) {
		cs_sums_add128(&s, 0, 1, 0, r == 0 ? most : sign * most);
		ok(cs_sumspill_add(spill, &s, &e) == 0, "the largest there is");
	}
	is_int(cs_sumspill_merge(spill, &got, &e), sign > 0 ? -1 : 0, "twice, or taken back");
	is_int(e.status, sign > 0 ? CS_EXIT_DATA : 0, "too large");
	cs_sumstore_finish(&got);
	cs_sums_finish(&s);
	cs_sumspill_free(spill);
	cs_scratch_free(scratch);
}

/* A folder that is none. */
static void
test_disk(void)
{
	struct cs_scratch *scratch = cs_scratch_new("/proc/none");
	struct cs_sumspill *spill = cs_sumspill_new(&bare, scratch);
	struct cs_sums s;
	struct cs_err e = CS_ERR_INIT;

	cs_sums_init(&s, &bare);
	cs_sums_add(&s, 0, 1, 0, 1);
	ok(cs_sumspill_add(spill, &s, &e) != 0 && e.status == CS_EXIT_IO, "said: %s", e.msg);
	cs_sums_finish(&s);
	cs_sumspill_free(spill);
	cs_scratch_free(scratch);
}

int
main(void)
{
	seed = 9;
	for (int i = 0; i < PARTS; i++)
		part_name[i] = "part";
	for (int runs = 1; runs <= RUNS; runs += 2)
		test_runs(&form, runs);
	test_runs(&bare, 3);
	test_over(1);
	test_over(-1);
	test_disk();
	return done();
}
