/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that stand for others: the same whatever the order, and however they are merged. */
#include "charge/examples.h"

#include "../tap.h"

enum { ROWS = 400, GROUPS = 7, KEPT = 5 };

struct row {
	uint32_t group;
	int64_t handle_s;
	char id[32];
};

static uint32_t state = 7;

static uint32_t
roll(uint32_t n)
{
	state = state * 1103515245 + 12345;
	return (state >> 8) % n;
}

/* Ids of any length, many rows of one time. */
static void
make(struct row *row)
{
	for (int i = 0; i < ROWS; i++) {
		row[i] = (struct row){.group = roll(GROUPS), .handle_s = (int64_t)roll(9) - 1};
		(void)snprintf(
		    row[i].id, sizeof row[i].id, "%.*s%d", (int)roll(12), "xxxxxxxxxxxx", i);
	}
}

static void
shuffle(struct row *row)
{
	for (uint32_t i = ROWS; i > 1; i--) {
		const uint32_t k = roll(i);
		const struct row t = row[k];

		row[k] = row[i - 1];
		row[i - 1] = t;
	}
}

static void
add(struct cs_examples *x, const struct row *row, const uint32_t *turned)
{
	cs_examples_add(
	    x, turned != NULL ? turned[row->group] : row->group, row->handle_s, cs_str_z(row->id));
}

static bool
same(const struct cs_examples *a, const struct cs_examples *b)
{
	for (uint32_t g = 0; g < GROUPS; g++) {
		size_t n, m;
		const struct cs_example *x = cs_examples_of(a, g, &n),
					*y = cs_examples_of(b, g, &m);

		if (n != m)
			return false;
		for (size_t i = 0; i < n; i++) {
			if (x[i].handle_s != y[i].handle_s ||
			    !cs_str_eq(cs_str(x[i].id, x[i].n), cs_str(y[i].id, y[i].n)))
				return false;
		}
	}
	return true;
}

/* By looking at all rows: how many go before this one. */
static int
before(const struct row *row, const struct row *of)
{
	int n = 0;

	for (int i = 0; i < ROWS; i++)
		n += row[i].group == of->group &&
		     (row[i].handle_s > of->handle_s ||
			 (row[i].handle_s == of->handle_s &&
			     cs_str_cmp(cs_str_z(row[i].id), cs_str_z(of->id)) < 0));
	return n;
}

static void
first(const struct row *row, const struct cs_examples *x)
{
	int wrong = 0;

	for (int i = 0; i < ROWS; i++) {
		const int at = before(row, &row[i]);
		size_t n;
		const struct cs_example *e = cs_examples_of(x, row[i].group, &n);

		if (at < KEPT)
			wrong += (size_t)at >= n ||
				 !cs_str_eq(cs_str(e[at].id, e[at].n), cs_str_z(row[i].id));
	}
	is_int(wrong, 0, "each of the first is in its place");
}

int
main(void)
{
	/* Groups of the second part have other numbers: 6 - g. */
	static const uint32_t turned[GROUPS] = {6, 5, 4, 3, 2, 1, 0};
	struct row row[ROWS];
	struct cs_examples all = {.most = KEPT};
	size_t n;

	make(row);
	for (int i = 0; i < ROWS; i++)
		add(&all, &row[i], NULL);
	first(row, &all);
	ok(cs_examples_of(&all, 1000, &n) == NULL && n == 0, "a group that nothing was added to");
	for (int round = 0; round < 20; round++) {
		struct cs_examples a = {.most = KEPT}, b = {.most = KEPT};
		const uint32_t cut = roll(ROWS);

		shuffle(row);
		for (uint32_t i = 0; i < ROWS; i++)
			add(i < cut ? &a : &b, &row[i], i < cut ? NULL : turned);
		cs_examples_merge(&a, &b, turned);
		ok(same(&a, &all), "in another order, of two parts");
		cs_examples_finish(&a);
		cs_examples_finish(&b);
	}
	ok(cs_examples_bytes(&all) > 0, "what they take is counted");
	cs_examples_finish(&all);
	return done();
}
