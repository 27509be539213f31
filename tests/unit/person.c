/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which records are a customer's, and what is left of them. */
#include "person/person.h"

#include "person/erase.h"
#include "rec/gz.h"

#include "../tap.h"
#include "personrows.h"

static void
add_id(struct cs_person *p, const char *id)
{
	struct cs_str s = cs_str_z(id);

	cs_person_add_ids(p, &s, 1);
}

static void
learning(void)
{
	struct cs_person p = {0};
	struct person_rows ids, calls;

	person_rows(&ids, "customer_id\tid_kind\tid_value",
	    "7000\tphone\t0171 2345678\n7000\temail\ta\\x40b.de\n7000\tphone\t+4940111111\n"
	    "8\tphone\t040 111111\n8\taccount\t7000\n\\N\tphone\t030777777\n7000\tx\t\\N\n");
	person_rows(&calls, "contact_id\tcustomer_id\tcaller\tagent_id",
	    "c1\t7000\t\\N\tann\nc2\t\\N\t+491712345678\tann\nc3\t9\t0171 2345678\tann\n"
	    "c4\t\\N\t7000\t7000\nc2\t\\N\t\\N\tben\nc3\t\\N\t\\N\tben\nc5\t\\N\t040 111111\tx\n"
	    "c6\t\\x37000\t\t\n");
	add_id(&p, "7000");
	ok(cs_person_names(&ids.view) && !cs_person_names(&calls.view),
	    "what names are learned from");
	cs_person_learn_names(&p, &calls.view, &calls.batch);
	is_int(p.said.text.n, 1, "not from contacts");
	cs_person_learn_names(&p, &ids.view, &ids.batch);
	is_int(p.said.text.n, 4, "two numbers and an address");
	cs_person_learn_shared(&p, &ids.view, &ids.batch);
	is_int(p.shared, 1, "one of them is somebody else's too, however it is written");
	ok(cs_mentions_is(&p.said, CS_STR("7000"), 0) == 0, "a customer_id is not turned off");
	cs_person_learn_contacts(&p, &calls.view, &calls.batch);
	is_int(p.contact.n, 3, "contacts: by customer_id, decoded, and by number");
	for (uint32_t row = 0; row < calls.batch.nrow; row++) {
		static const struct {
			bool theirs;
			const char *what;
		} want[] = {
		    {true, "by customer_id"},
		    {true, "by number"},
		    {false, "a number does not outweigh another customer_id"},
		    {false, "digits of the customer_id in another column"},
		    {true, "another leg of their contact"},
		    {false, "another leg of somebody's contact"},
		    {false, "a number that two have"},
		    {true, "an id that is written with escapes"},
		};

		ok(cs_person_owns(&p, &calls.view, &calls.batch, row) == want[row].theirs, "%s",
		    want[row].what);
	}
	person_rows_finish(&ids);
	person_rows_finish(&calls);
	person_rows(&ids, "customer_id\tid_kind\tid_value\tsame_kind\tsame_value",
	    "\\N\temail\ta@b.de\tphone\t030 222333444\n\\N\tphone\t0171 "
	    "2345678\tdevice\tother-box\n"
	    "\\N\tdevice\tmy-box\temail\tA@b.de\n8\tdevice\tmy-box\t\\N\t\\N\n");
	cs_person_learn_equal(&p, &ids.view, &ids.batch);
	cs_person_learn_shared(&p, &ids.view, &ids.batch);
	ok(cs_mentions_is(&p.said, CS_STR("+4930222333444"), 0) != CS_MAP_NONE,
	    "what is equal to an address of theirs");
	ok(cs_mentions_is(&p.said, CS_STR("other-box"), 0) == CS_MAP_NONE,
	    "but not what is equal to a number");
	ok(cs_mentions_is(&p.said, CS_STR("my-box"), 0) == CS_MAP_NONE,
	    "nor what somebody else has");
	person_rows_finish(&ids);
	cs_person_finish(&p);
}

/* What is left, with tokens as T. */
static void
is_left(
    struct cs_erase *x, const char *header, const char *rows, const char *want, const char *what)
{
	struct person_rows t;
	struct cs_erase_count n;
	struct cs_buf out = CS_BUF_INIT, shown = CS_BUF_INIT;
	struct cs_str rest, line, cell;
	const char *tab;

	person_rows(&t, header, rows);
	cs_person_learn_contacts(x->person, &t.view, &t.batch);
	cs_erase_begin(&n, &t.arena, &t.view);
	ok(cs_erase_batch(x, &t.view, &t.batch, &n, &out) == (strcmp(rows, want) != 0),
	    "%s: whether something changed", what);
	rest = cs_buf_all(&out);
	while (cs_str_split(&rest, '\n', &line) && rest.p != NULL) {
		for (tab = ""; cs_str_split(&line, '\t', &cell); tab = "\t") {
			cs_buf_z(&shown, tab);
			cs_buf_str(&shown, cell.n == CS_TOKEN ? CS_STR("T") : cell);
		}
		cs_buf_c(&shown, '\n');
	}
	is_slice(cs_buf_all(&shown), want, "%s", what);
	cs_buf_finish(&out);
	cs_buf_finish(&shown);
	person_rows_finish(&t);
}

static void
erasing(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_person p = {0};
	struct cs_secret *secret = cs_secret_new(&e);
	struct cs_erase x = {.person = &p, .secret = secret};
	const char *contacts = "contact_id\tcustomer_id\twait_s\tcomment\tnick\ttransferred_to";

	add_id(&p, "K-7000");
	cs_person_add_identifier(&p, CS_STR("+491712345678"), false);
	is_left(&x, contacts, "c1\tK-7000\t5\tx\\ty\tz\t0171 2345678\n", "T\tT\t5\t\\N\t\\N\t\\N\n",
	    "a row of theirs");
	is_left(&x, contacts, "c1\t9\t5\tK-7000 \\\\ x\tK-7000\tsales\n",
	    "T\t9\t5\t[erased] \\\\ x\t\\N\tsales\n", "a contact that is somebody's too");
	is_left(&x, contacts, "c9\t9\t5\tK-70001\tk\tsales\n", "c9\t9\t5\tK-70001\tk\tsales\n",
	    "a row of somebody else");
	is_left(&x, "customer_id\tid_kind\tid_value", "K-7000\tphone\t1\n9\tphone\t1\n",
	    "9\tphone\t1\n", "an identity");
	is_left(&x, "file\tline\tcolumn\tvalue\treason\traw",
	    "f\t1\twait_s\tq\tbad\ta,0171-2345678\nf\t2\twait_s\tq\tbad\ta\n",
	    "f\t1\twait_s\t\\N\tbad\t\\N\nf\t2\twait_s\tq\tbad\ta\n", "rejects");
	x.unlink = true;
	is_left(&x, contacts, "c1\tK-7000\t5\t\t\\N\t\\N\n", "T\t\\N\t5\t\t\\N\t\\N\n", "unlinked");
	x.unlink = false;
	x.drop = true;
	is_left(
	    &x, contacts, "c1\tK-7000\t5\t\t\t\nc9\t9\t5\t\t\t\n", "c9\t9\t5\t\t\t\n", "dropped");
	cs_secret_free(secret);
	cs_erase_finish(&x);
	cs_person_finish(&p);
}

/* The checksum behind cells is that of the records before it, which a change makes another. */
static void
cells(void)
{
	static const char before[] = "meta\t\\N\t\\N\tversion\t3\n"
				     "meta\t\\N\t\\N\twhere\tid = 'K-7000' and n > 7000\n"
				     "cell\tK-7000\tn\tn\t7000\ncell\tx\tc\titem\tK-7000\n"
				     "cell\tx\tc\tsum\t7000\n";
	struct cs_err e = CS_ERR_INIT;
	struct cs_person p = {0};
	struct cs_secret *secret = cs_secret_new(&e);
	struct cs_erase x = {.person = &p, .secret = secret};
	struct cs_buf text = CS_BUF_INIT, out = CS_BUF_INIT;
	struct cs_erase_count n;
	struct person_rows t;
	char end[64];
	size_t at;

	add_id(&p, "K-7000");
	cs_buf_printf(&text, "%send\t\\N\t\\N\tcrc32\t%08lx\n", before,
	    (unsigned long)cs_gz_crc32(0, before, strlen(before)));
	person_rows(&t, "kind\tcustomer_id\tmetric\tpart\tvalue", cs_buf_cstr(&text));
	cs_erase_begin(&n, &t.arena, &t.view);
	ok(cs_erase_batch(&x, &t.view, &t.batch, &n, &out), "cells are changed");
	is_int(n.token[1], 1, "a key");
	is_int(n.token[4], 1, "an item of a set");
	is_int(n.mention[4], 1, "a text in a condition, and no number");
	at = cs_str_search(cs_buf_all(&out), CS_STR("end\t"));
	(void)snprintf(end, sizeof end, "end\t\\N\t\\N\tcrc32\t%08lx\n",
	    (unsigned long)cs_gz_crc32(0, out.p, at));
	is_slice(cs_str_skip(cs_buf_all(&out), at), end, "the checksum is theirs");
	person_rows_finish(&t);
	cs_buf_finish(&text);
	cs_buf_finish(&out);
	cs_secret_free(secret);
	cs_erase_finish(&x);
	cs_person_finish(&p);
}

int
main(void)
{
	learning();
	erasing();
	cells();
	return done();
}
