/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looks like an address or a number, and the counts of columns. */
#include "person/inventory.h"

#include <sys/mman.h>
#include <unistd.h>

#include "../tap.h"

static void
looks(void)
{
	static const struct {
		const char *text;
		bool email, phone;
	} cases[] = {
	    {"a@b.de", true, false},
	    {"write to <first.last+x@mail.example.org>.", true, false},
	    {"a@b", false, false},
	    {"a@b.c", false, false},
	    {"@b.de", false, false},
	    {"a@.de", false, false},
	    {"a @ b.de", false, false},
	    {"x@y and a@b.de", true, false},
	    {"+491712345678", false, true},
	    {"call 0171/234 56 78 now", false, true},
	    {"(0171) 2345678", false, true},
	    {"2026-10-05", false, false},
	    {"2026-10-05T00:00:00.123456Z", false, false},
	    {"1234567890", false, false},
	    {"a0171234567", false, false},
	    {"0171234567a", false, false},
	    {"012345", false, false},
	    {"01234567890123456", false, false},
	    {"3.0001234567", false, false},
	    {"", false, false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_str s = cs_str_z(cases[i].text);

		ok(cs_inventory_email(s) == cases[i].email, "'%s': %s address", cases[i].text,
		    cases[i].email ? "an" : "no");
		ok(cs_inventory_phone(s) == cases[i].phone, "'%s': %s number", cases[i].text,
		    cases[i].phone ? "a" : "no");
	}
}

static void
counts(void)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_person_view view;
	struct cs_inventory n;
	struct cs_batch b = {.ncol = 4, .file = "test", .row0 = 1};
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer w;
	char text[512] = "";
	int fd = memfd_create("inventory", MFD_CLOEXEC);

	(void)cs_head_parse(&head, CS_STR("comment\twait_s\tqueue\tnick"), &e);
	cs_person_view(&view, &a, &head);
	cs_inventory_begin(&n, &a, &view);
	cs_buf_z(&b.bytes, "a\\x40b.de\t0171234567\tq\t\\N\n\\N\t1\tmail a@b.de\t\n\t2\tq\tx\n");
	if (cs_batch_split(&b, &e) != 0)
		abort();
	cs_inventory_add(&n, &view, &b);
	cs_inventory_add(&n, &view, &b);
	cs_writer_init(&w, fd, "test");
	is_int(cs_inventory_write(&n, &view, "f.tsv", &w), 3, "columns of interest");
	(void)cs_writer_finish(&w, &e);
	ok(pread(fd, text, sizeof text - 1, 0) > 0, "they are written");
	is_str(text,
	    "f.tsv\tcomment\ttext\tmood and themes\t6\t2\t2\t0\n"
	    "f.tsv\tqueue\tnone\t\\N\t6\t6\t2\t0\n"
	    "f.tsv\tnick\tunknown\t\\N\t6\t2\t0\t0\n",
	    "decoded cells are looked at, numbers are not, and what was found is there");
	cs_writer_free(&w);
	(void)close(fd);
	cs_inventory_finish(&n);
	cs_batch_finish(&b);
	cs_head_finish(&head);
	cs_arena_finish(&a);
}

int
main(void)
{
	looks();
	counts();
	return done();
}
