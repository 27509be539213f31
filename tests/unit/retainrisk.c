/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first N of a list, in whatever order they come and from however many threads. */
#include "retain/retainrisklist.h"

#include "base/mem.h"

#include "../tap.h"

enum { MANY = 500 };

static struct cs_risk_entry
entry(int64_t rank, int id)
{
	struct cs_risk_entry e = {.rank = rank, .stake = rank, .name = cs_mem_new(16, 1)};

	e.nname = (size_t)snprintf(e.name, 16, "C%03d", id);
	return e;
}

static void
offer(struct cs_risk_first *f, int64_t rank, int id)
{
	struct cs_risk_entry e = entry(rank, id);

	if (cs_risk_first_takes(f, rank, cs_str(e.name, e.nname)))
		cs_risk_first_add(f, &e);
	else
		free(e.name);
}

static uint32_t state = 5;

static int
below(int n)
{
	state = state * 1664525U + 1013904223U;
	return (int)((uint64_t)(state >> 8) * (uint64_t)n >> 24);
}

/* Ranks of which many are equal: 0 .. 49, each ten times; the name then decides. */
static int64_t
rank_of(int id)
{
	return id % 50;
}

static void
test_first(size_t most, int threads)
{
	struct cs_risk_first f[3] = {{.most = most}, {.most = most}, {.most = most}};
	int order[MANY];
	bool good = true;

	for (int i = 0; i < MANY; i++)
		order[i] = i;
	for (int i = MANY - 1; i > 0; i--) {
		int k = below(i + 1), t = order[i];

		order[i] = order[k];
		order[k] = t;
	}
	for (int i = 0; i < MANY; i++)
		offer(&f[i % threads], rank_of(order[i]), order[i]);
	for (int t = 1; t < threads; t++) {
		cs_risk_first_merge(&f[0], &f[t]);
		ok(f[t].n == 0, "thread %d is empty", t);
	}
	cs_risk_first_sort(&f[0]);
	is_int((int64_t)f[0].n, most < MANY ? (int64_t)most : MANY, "%zu of them by %d threads",
	    most, threads);
	for (size_t i = 0; i < f[0].n; i++) {
		char want[16];

		/* The i-th: ten of rank 49, by name, then ten of rank 48. */
		(void)snprintf(want, sizeof want, "C%03d", (int)(49 - i / 10 + i % 10 * 50));
		good = good && strcmp(f[0].entry[i].name, want) == 0;
	}
	ok(good, "the greatest, in their order");
	for (int t = 0; t < threads; t++)
		cs_risk_first_finish(&f[t]);
}

static void
test_takes(void)
{
	struct cs_risk_first f = {.most = 2}, none = {.most = 0};

	ok(!cs_risk_first_takes(&none, 9, CS_STR("a")), "a list of none takes nobody");
	offer(&f, 5, 1);
	ok(cs_risk_first_takes(&f, INT64_MIN, CS_STR("z")), "there is room");
	offer(&f, 5, 3);
	ok(cs_risk_first_takes(&f, 5, CS_STR("C002")), "before C003 of the same rank");
	ok(!cs_risk_first_takes(&f, 5, CS_STR("C004")), "not behind it");
	ok(cs_risk_first_takes(&f, 6, CS_STR("C004")), "but of a greater one");
	cs_risk_first_finish(&f);
}

/* Levels have words, or are none to speak of; none has a comma, which would end it in a list. */
static void
test_words(void)
{
	for (int i = 0; i < CS_RISK_SIGNS; i++) {
		int words = 0;

		ok(cs_risk_levels[i] >= 2 && cs_risk_levels[i] <= CS_RISK_LEVELS, "sign %d", i);
		for (unsigned k = 0; k < cs_risk_levels[i]; k++) {
			const char *z = cs_risk_word((enum cs_risk_sign)i, k);

			words += z != NULL;
			ok(z == NULL || (z[0] != '\0' && strchr(z, ',') == NULL), "level %u", k);
		}
		ok(words > 0, "sign %d has words", i);
	}
}

int
main(void)
{
	static const size_t most[] = {1, 2, 7, 100, MANY, 2 * (size_t)MANY};

	for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
		for (int threads = 1; threads <= 3; threads++)
			test_first(most[i], threads);
	}
	test_takes();
	test_words();
	return done();
}
