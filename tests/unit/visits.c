/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts as bytes: what goes into the piles comes out, whatever its numbers, from memory and from
 * disk, by one collector or several merged ones, whole or in parts; sorted by customer and time.
 */
#include "../tap.h"
#include "base/civil.h"
#include "base/mem.h"
#include "cell/keys.h"
#include "desk/customer.h"
#include "random.h"

enum { N = 20000, VALUES = 3, CUSTOMERS = 900, GROUPS = 50 };

struct kept {
	struct cs_visit visit;
	int64_t value[VALUES];
	char text[24];
	uint64_t pile;
	unsigned part;
	bool seen;
};

static int64_t
odd_number(void)
{
	static const int64_t odd[] = {
	    0, 1, -1, 127, 128, INT64_MAX, INT64_MIN + 1, CS_VISIT_NULL, CS_USEC};

	return odd[random_bits() % (sizeof odd / sizeof *odd)];
}

static int64_t
odd_time(void)
{
	switch (random_bits() % 8) {
	case 0:
		return CS_INSTANT_MIN;
	case 1:
		return CS_INSTANT_MAX;
	case 2:
		return (int64_t)(random_bits() % 1000000000000);
	default:
		return (int64_t)(random_bits() % 100000) * CS_USEC;
	}
}

static void
make(struct kept *k, size_t i)
{
	uint64_t customer = random_bits() % CUSTOMERS;
	struct cs_visit_hash h = cs_visit_hash(cs_str((const char *)&customer, sizeof customer));

	*k = (struct kept){.pile = h.half[1], .part = (unsigned)(random_bits() % 3)};
	k->visit = (struct cs_visit){.customer = h.half[0],
	    .contact = random_bits() >> 16,
	    .at = odd_time(),
	    .row = random_bits() % 3 != 0 ? i : random_bits() >> 1,
	    .group = random_bits() % 5 == 0 ? CS_GROUP_NONE : (uint32_t)(random_bits() % GROUPS),
	    .bits = random_bits() % 3 == 0 ? (uint32_t)random_bits() : 1,
	    .leg = random_bits() % 9 == 0};
	for (int v = 0; v < VALUES; v++)
		k->value[v] = odd_number();
	(void)snprintf(
	    k->text, sizeof k->text, "%.*s", (int)(random_bits() % 20), "a rather long contact id");
}

/* The one that x is: rows of equal customer and contact do not come up. */
static struct kept *
find(struct kept *k, const struct cs_visit *x)
{
	for (size_t i = 0; i < N; i++) {
		if (k[i].visit.customer == x->customer && k[i].visit.contact == x->contact &&
		    !k[i].seen)
			return &k[i];
	}
	return NULL;
}

static bool
same(const struct cs_visits *v, const struct cs_visit_pile *p, const struct cs_visit *x,
    const struct kept *k, const uint32_t *map)
{
	uint32_t group = k->visit.group;

	if (group != CS_GROUP_NONE && k->part != 0)
		group = map[group];
	for (int i = 0; i < VALUES; i++) {
		if (cs_visit_value(p, v, x, i) != k->value[i])
			return false;
	}
	return x->at == k->visit.at && x->row == k->visit.row && x->group == group &&
	       x->bits == k->visit.bits && x->leg == k->visit.leg &&
	       cs_str_eqz(cs_visit_text(p, x), k->text);
}

static bool
in_order(const struct cs_visit *a, const struct cs_visit *b)
{
	return a->customer < b->customer || (a->customer == b->customer && a->at <= b->at);
}

static void
test(size_t most, unsigned bits)
{
	const struct cs_visit_form form = {VALUES, true, true};
	struct cs_scratch *scratch = cs_scratch_new("/tmp");
	struct kept *k = cs_mem_new0(N, sizeof *k);
	struct cs_visits v[3];
	struct cs_visit_pile p = {.n = 0};
	struct cs_err e = CS_ERR_INIT;
	uint32_t map[GROUPS];
	size_t n = 0, wrong = 0, legs = 0;

	for (uint32_t g = 0; g < GROUPS; g++)
		map[g] = GROUPS - 1 - g;
	for (int i = 0; i < 3; i++)
		cs_visits_init(&v[i], &form, most, scratch);
	for (size_t i = 0; i < N; i++) {
		make(&k[i], i);
		legs += k[i].visit.leg;
		wrong += cs_visits_add(&v[k[i].part], k[i].pile, &k[i].visit, k[i].value,
			     cs_str_z(k[i].text), &e) != 0;
	}
	/* The last two under other numbers for their groups. */
	cs_visits_merge(&v[1], &v[2], NULL, 0);
	cs_visits_merge(&v[0], &v[1], map, GROUPS);
	is_int((int64_t)v[0].n, (int64_t)(N - legs), "contacts, legs not counted");
	is_int(cs_visits_spilled(&v[0]), most != 0, "on disk or not");
	is_int(cs_visits_settle(&v[0], &e), 0, "settled");
	for (unsigned pile = 0; pile < CS_VISIT_PILES; pile++) {
		for (uint64_t part = 0; part < UINT64_C(1) << bits; part++) {
			wrong += cs_visits_load(&v[0], pile, bits, part, &p, &e) != 0;
			for (size_t i = 0; i < p.n; i++) {
				struct kept *of = find(k, &p.visit[i]);

				wrong += of == NULL || !same(&v[0], &p, &p.visit[i], of, map) ||
					 (i != 0 && !in_order(&p.visit[i - 1], &p.visit[i]));
				if (of != NULL)
					of->seen = true;
				n++;
			}
		}
		cs_visits_drop(&v[0], pile);
	}
	is_int((int64_t)n, N, "all of them");
	is_int(
	    (int64_t)wrong, 0, "as they were, in order; %zu bytes in memory, %u bits", most, bits);
	for (int i = 0; i < 3; i++)
		cs_visits_finish(&v[i]);
	cs_visit_pile_finish(&p);
	cs_scratch_free(scratch);
	free(k);
}

/* Names of any length have hashes of their own, half by half. */
static void
test_hash(void)
{
	enum { MOST = 70 };
	char name[MOST] = {0};
	struct cs_visit_hash h[MOST];
	size_t equal = 0;

	for (size_t n = 0; n < MOST; n++) {
		h[n] = cs_visit_hash(cs_str(name, n));
		for (size_t i = 0; i < n; i++)
			equal += h[i].half[0] == h[n].half[0] || h[i].half[1] == h[n].half[1] ||
				 h[i].half[0] == h[n].half[1];
	}
	is_int((int64_t)equal, 0, "zeros, more and more of them");
}

int
main(void)
{
	test_hash();
	test(0, 0);
	test(0, 3);
	test(1, 0);
	test(100000, 2);
	return done();
}
