/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums by group, part and time: whatever the order, and however they were brought together, the
 * numbers are those of a plain table; what runs over is said.
 */
#include "retain/sums.h"

#include "../tap.h"
#include "base/mem.h"
#include "random.h"

enum { PARTS = 3, TIMES = 40, SITES = 5, KINDS = 4, WORKERS = 4, ADDS = 20000 };

static const char *const part_name[PARTS] = {"left", "followed", "revenue"};
static const struct cs_key_def key[] = {
    {.name = CS_STR_INIT("site"), .type = CS_TEXT}, {.name = CS_STR_INIT("n"), .type = CS_INT}};
static const struct cs_sums_form form = {key, 2, part_name, PARTS};
static const struct cs_sums_form bare = {NULL, 0, part_name, PARTS};

static const char *const site[SITES] = {"b", "a", "\\N", "ab", "c"};
static const char *const number[KINDS] = {"10", "9", "\\N", "-1"};

static unsigned
any(unsigned n)
{
	return (unsigned)below64(n);
}

static uint32_t
group(struct cs_sums *s, unsigned i, unsigned k)
{
	uint32_t g = cs_sums_step(s, 0, 0, cs_str_z(site[i]));

	return cs_sums_step(s, 1, g, cs_str_z(number[k]));
}

static cs_i128 want[SITES][KINDS][PARTS][TIMES];

/* Adds at random to several tables and to the plain one. */
static void
add_all(struct cs_sums *worker)
{
	for (int i = 0; i < ADDS; i++) {
		struct cs_sums *s = &worker[any(WORKERS)];
		unsigned a = any(SITES - 1), k = any(KINDS), part = any(PARTS), t = any(TIMES);
		int64_t v = (int64_t)any(1000000) * (part == 2 ? INT64_C(1) << 42 : 1) - 1000;

		cs_sums_add(s, group(s, a, k), part, (int32_t)t - TIMES / 2, v);
		want[a][k][part][t] += v;
	}
}

static void
test_merge(void)
{
	/* By text, then by number; NULL last. */
	static const unsigned sites[] = {1, 3, 0, 2}, kinds[] = {3, 1, 0, 2};
	struct cs_sums worker[WORKERS];
	struct cs_err e = CS_ERR_INIT;
	unsigned wrong = 0, unordered = 0;
	size_t n = 0, i = 0, all = 0;

	for (int w = 0; w < WORKERS; w++)
		cs_sums_init(&worker[w], &form);
	add_all(worker);
	for (int w = 1; w < WORKERS; w++)
		cs_sums_merge(&worker[0], &worker[w]);
	is_int(cs_sums_sort(&worker[0], &e), 0, "sorted");
	is_int(worker[0].ngroup, 16, "all groups that were added to");
	for (unsigned a = 0; a < 4; a++) {
		for (unsigned k = 0; k < KINDS; k++, i++) {
			unordered += !cs_str_eqz(cs_sums_key(&worker[0], i, 0), site[sites[a]]);
			unordered += !cs_str_eqz(cs_sums_key(&worker[0], i, 1), number[kinds[k]]);
			for (unsigned p = 0; p < PARTS; p++) {
				const struct cs_sum *sum = cs_sums_part(&worker[0], i, p, &n);

				for (size_t x = 1; x < n; x++)
					unordered += sum[x].t <= sum[x - 1].t;
				all += n;
				for (int t = 0; t < TIMES; t++)
					wrong += cs_sums_get(&worker[0], i, p, t - TIMES / 2) !=
						 want[sites[a]][kinds[k]][p][t];
			}
		}
	}
	is_int(unordered, 0, "groups by their keys, sums by time");
	is_int(wrong, 0, "every number is that of the plain table");
	is_int(all, worker[0].n, "and there are no more");
	ok(cs_sums_same(&worker[0], 1, 1) && !cs_sums_same(&worker[0], 4, 1) &&
		!cs_sums_same(&worker[0], 0, 1) && cs_sums_same(&worker[0], 4, 0),
	    "where the first keys are the same");
	for (int w = 0; w < WORKERS; w++)
		cs_sums_finish(&worker[w]);
}

static void
test_edges(void)
{
	struct cs_sums s, other;
	struct cs_err e = CS_ERR_INIT;
	size_t n;

	cs_sums_init(&s, &bare);
	is_int(cs_sums_sort(&s, &e), 0, "nothing is sorted");
	is_int(s.ngroup, 0, "and has no group");
	cs_sums_add(&s, 0, 1, CS_SUMS_T_MIN, INT64_MIN);
	cs_sums_add(&s, 0, 1, CS_SUMS_T_MAX, INT64_MAX);
	cs_sums_add128(&s, 0, 2, 0, (cs_i128)INT64_MAX * INT64_MAX);
	cs_sums_init(&other, &bare);
	cs_sums_add(&other, 0, 1, CS_SUMS_T_MIN, INT64_MIN);
	cs_sums_merge(&s, &other);
	is_int(cs_sums_sort(&s, &e), 0, "without keys");
	is_int(s.ngroup, 1, "there is one group");
	(void)cs_sums_part(&s, 0, 0, &n);
	is_int(n, 0, "a part without sums");
	(void)cs_sums_part(&s, 0, 1, &n);
	is_int(n, 2, "first and last time");
	ok(cs_sums_get(&s, 0, 1, CS_SUMS_T_MIN) == 2 * (cs_i128)INT64_MIN, "beyond 64 bits");
	ok(cs_sums_get(&s, 0, 2, 0) == (cs_i128)INT64_MAX * INT64_MAX, "a square");
	ok(cs_sums_bytes(&s) > 0, "bytes are counted");
	cs_sums_add128(&other, 0, 0, 0, ((cs_i128)1 << 126) - 1 + ((cs_i128)1 << 126));
	is_int(cs_sums_sort(&other, &e), 0, "the greatest number there is");
	cs_sums_add(&other, 0, 0, 0, 1);
	is_int(cs_sums_sort(&other, &e), -1, "and one more");
	is_str(e.msg, "a sum is too large to be counted", "is said");
	cs_sums_finish(&s);
	cs_sums_finish(&other);
}

int
main(void)
{
	test_merge();
	test_edges();
	return done();
}
