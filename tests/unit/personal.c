/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every column is judged, and the table is read strictly. */
#include "person/personal.h"

#include "../tap.h"

static void
complete(void)
{
	/* What the rejects of cs-ingest have, which is no column of other records. */
	static const char *const rejects[] = {"raw", "file", "column"};
	const struct cs_column *col;
	const struct cs_personal *row;
	size_t n, known = 0;

	col = cs_schema_all(&n);
	for (size_t i = 0; i < n; i++) {
		bool judged = cs_personal_find(col[i].name) != NULL;

		known += judged;
		if (!judged)
			ok(false, "lib/data/personal judges %.*s", CS_STR_ARG(col[i].name));
	}
	is_int(known, n, "every column of the schema is judged");
	for (size_t i = 0; i < sizeof rejects / sizeof *rejects; i++)
		known += cs_personal_find(cs_str_z(rejects[i])) != NULL;
	row = cs_personal_all(&n);
	is_int(n, known, "and nothing else");
	for (size_t i = 0; i < n; i++) {
		const struct cs_personal *p = &row[i];

		if ((p->kind == CS_PERSONAL_NONE) != (p->purpose.n == 0))
			ok(false, "%.*s: what is personal has a purpose", CS_STR_ARG(p->name));
		if ((p->kind == CS_PERSONAL_IDENTITY || p->kind == CS_PERSONAL_CONTACT ||
			p->kind == CS_PERSONAL_TEXT || p->kind == CS_PERSONAL_LINK) ==
		    (p->erased == CS_ERASED_KEEP))
			ok(false, "%.*s: what names somebody is not kept", CS_STR_ARG(p->name));
	}
}

static void
columns(void)
{
	static const struct {
		const char *name;
		enum cs_personal_kind kind;
		enum cs_erased erased;
	} cases[] = {
	    {"customer_id", CS_PERSONAL_IDENTITY, CS_ERASED_TOKEN},
	    {"customer", CS_PERSONAL_IDENTITY, CS_ERASED_TOKEN},
	    {"caller", CS_PERSONAL_CONTACT, CS_ERASED_NULL},
	    {"id_value", CS_PERSONAL_CONTACT, CS_ERASED_ROW},
	    {"comment", CS_PERSONAL_TEXT, CS_ERASED_NULL},
	    {"raw", CS_PERSONAL_TEXT, CS_ERASED_NULL},
	    {"agent", CS_PERSONAL_STAFF, CS_ERASED_KEEP},
	    {"wait_s", CS_PERSONAL_NONE, CS_ERASED_KEEP},
	    {"nickname", CS_PERSONAL_UNKNOWN, CS_ERASED_NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_head_col col = {
		    cs_str_z(cases[i].name), cs_schema_find(cs_str_z(cases[i].name))};
		const struct cs_personal *p = cs_personal_of(&col);

		ok(p->kind == cases[i].kind, "%s is of the kind %s", cases[i].name,
		    cs_personal_kind_name(cases[i].kind));
		ok(p->erased == cases[i].erased, "%s: what becomes of it", cases[i].name);
	}
}

static void
refused(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
	    {"a | text | null\n", "t:1: 3 cells"},
	    {" | text | null | x\n", "t:1: a column without a name"},
	    {"a | tex | null | x\n", "t:1: 'tex' is not a kind"},
	    {"a | unknown | null | x\n", "t:1: 'unknown' is not a kind"},
	    {"a | text | gone | x\n", "t:1: 'gone' is not what can become of it"},
	    {"a | text | null | x\na | text | null | x\n", "t:2: the column 'a' is judged twice"},
	    {"a | text | null | x\n[About nobody]\nb a\n", "t:3: the column 'a' is judged twice"},
	};
	struct cs_arena a = CS_ARENA_INIT;
	size_t n;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_err e = CS_ERR_INIT;

		ok(cs_personal_parse(&a, "t", cs_str_z(cases[i].text), &n, &e) == NULL &&
			e.status == CS_EXIT_USAGE,
		    "%s: refused", cases[i].says);
		ok(strncmp(e.msg, cases[i].says, strlen(cases[i].says)) == 0, "and says so");
	}
	cs_arena_finish(&a);
}

int
main(void)
{
	complete();
	columns();
	refused();
	return done();
}
