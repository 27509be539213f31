/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs of groups read side by side: whatever is in which run, the groups come in the order of
 * their keys, equal ones by the order of the runs, and whether there is an equal one is told.
 */
#include "cell/keyruns.h"

#include "../tap.h"
#include "base/mem.h"
#include "random.h"

enum { RUNS = 9, MOST = 40, ROUNDS = 60 };

/* As text 10 is before 9, as a number behind it; NULL is last. */
static const struct cs_key_def def[] = {
    {.name = CS_STR_INIT("site"), .type = CS_TEXT}, {.name = CS_STR_INIT("n"), .type = CS_INT}};
static const char *const site[] = {"", "10", "9", "a", "a longer name than sixteen bytes 1",
    "a longer name than sixteen bytes 2", "\\N"};
static const char *const number[] = {"-3", "9", "10", "\\N"};

enum { SITES = sizeof site / sizeof *site, NUMBERS = sizeof number / sizeof *number };

/* A run: its groups in order, as places in the order of all that there can be. */
struct run {
	int place[MOST];
	size_t n, next;
	struct cs_str key[2];
};

static void
fill(struct run *r)
{
	int at = 0;

	*r = (struct run){.n = 0};
	while (r->n < MOST && (at += below(4)) < SITES * NUMBERS)
		r->place[r->n++] = at++;
}

/* Its next group is at hand, or it has none. */
static bool
step(struct run *r)
{
	if (r->next == r->n)
		return false;
	r->key[0] = cs_str_z(site[r->place[r->next] / NUMBERS]);
	r->key[1] = cs_str_z(number[r->place[r->next] % NUMBERS]);
	r->next++;
	return true;
}

/* The place of the group that a run is at. */
static int
at(const struct run *r)
{
	return r->place[r->next - 1];
}

static void
in_order(size_t nrun, unsigned nkey)
{
	struct run run[RUNS];
	struct cs_keyruns all;
	int place = -1;
	size_t who = 0, n = 0, wrong = 0, want = 0;

	cs_keyruns_init(&all, def, nkey, nrun);
	for (size_t i = nrun; i-- > 0;) {
		fill(&run[i]);
		want += run[i].n;
		if (step(&run[i]))
			cs_keyruns_add(&all, i, run[i].key);
	}
	for (; all.n != 0; n++) {
		const size_t least = all.least[0];
		bool shared = false;

		for (size_t i = 0; i < all.n; i++)
			shared |=
			    i != 0 && (nkey == 0 || at(&run[all.least[i]]) == at(&run[least]));
		wrong += shared != cs_keyruns_shared(&all);
		if (nkey != 0)
			wrong +=
			    at(&run[least]) < place || (at(&run[least]) == place && least <= who);
		place = at(&run[least]);
		who = least;
		cs_keyruns_next(&all, step(&run[least]));
	}
	is_int((long long)n, (long long)want, "%zu runs, %u keys: all groups come", nrun, nkey);
	is_int((long long)wrong, 0, "in order, and told when there is another");
	cs_keyruns_finish(&all);
}

int
main(void)
{
	for (int i = 0; i < ROUNDS; i++)
		in_order((size_t)i % (RUNS + 1), 2);
	in_order(1, 0);
	in_order(RUNS, 0);
	return done();
}
