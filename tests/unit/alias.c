/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other customer_ids of one person: what leads to them, and what is in doubt. */
#include "person/alias.h"

#include "../tap.h"
#include "personrows.h"

/* All that customer K is called, in the order of the map. */
static void
is_called(const char *header, const char *rows, const char *want, const char *what)
{
	struct cs_str id = CS_STR("K");
	struct cs_buf got = CS_BUF_INIT;
	struct cs_alias a;
	struct person_rows t;

	person_rows(&t, header, rows);
	cs_alias_begin(&a, &id, 1);
	do {
		cs_alias_restart(&a);
		while (cs_alias_said(&t.view) && cs_alias_learn(&a, &t.view, &t.batch))
			;
	} while (cs_alias_said(&t.view) && cs_alias_doubt(&a, &t.view, &t.batch));
	for (uint32_t i = 0; i < a.id.n; i++) {
		cs_buf_str(&got, cs_map_key(&a.id, i));
		cs_buf_c(&got, ' ');
	}
	is_slice(cs_buf_all(&got), want, "%s", what);
	cs_buf_finish(&got);
	cs_alias_finish(&a);
	person_rows_finish(&t);
}

int
main(void)
{
	static const char ids[] = "customer_id\tid_kind\tid_value";
	static const char contacts[] = "contact_id\tcustomer_id\taccount_id";

	is_called(
	    ids, "K\taccount\tA\nK\tphone\t+49\nX\taccount\tB\n", "K A ", "an account of theirs");
	is_called(ids, "A\taccount\tB\nK\taccount\tA\n", "K A B ", "one leads on to the next");
	is_called(ids, "A\taccount\tK\n", "K ", "but not back");
	is_called(ids, "K\tcustomer_id\t\\x41\nK\taccount\t\\N\nK\tAccount\t\n", "K A ",
	    "another word for the kind, escapes, nothing");
	is_called(ids, "K\taccount\t0\nX\taccount\t0\n0\taccount\tB\nK\taccount\tA\n", "K A ",
	    "what somebody else has too is given up, and what it led to");
	is_called(ids, "X\taccount\tK\nK\taccount\tA\n", "K A ", "what was asked for is not");
	is_called(ids, "K\taccount\tA\nA\taccount\tA\n", "K A ", "their own is no doubt");
	is_called(contacts, "1\tK\tA\n2\tK\tA\n3\tK\t\\N\n4\t\\N\tB\n5\tX\tC\n", "K A ",
	    "what a join made one");
	is_called(contacts, "1\tK\t0301\n2\tX\t0301\n", "K ", "a number that went to the next");
	is_called("contact_id\tcustomer_id", "1\tK\n", "K ", "records that say nothing of it");
	is_called("customer_id\tid_kind", "K\taccount\n", "K ", "a kind without a value");
	return done();
}
