/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a record stream. */
#include "rec/head.h"
#include "base/buf.h"

#include "../tap.h"

static void
refused(void)
{
	static const struct {
		struct cs_str line;
		const char *msg;
	} t[] = {
	    {CS_STR_INIT(""), "column 1 of the header has no name"},
	    {CS_STR_INIT("a\t"), "column 2 of the header has no name"},
	    {CS_STR_INIT("a\t \tb"), "column 2 of the header has no name"},
	    {CS_STR_INIT("a\tb\ta"), "column 3 of the header: the name 'a' is there already"},
	    {CS_STR_INIT("a\\x41\taA"), "column 2 of the header: the name 'aA' is there already"},
	    {CS_STR_INIT("a\\q"), "column 1 of the header: 'a\\q' has an escape that is none"},
	    {CS_STR_INIT("a\t\\N"), "column 2 of the header: '\\N' has an escape that is none"},
	    {CS_STR_INIT("a\t\\xFF"), "column 2 of the header is not UTF-8"},
	    {CS_STR_INIT("\xef\xbb\xbf"
			 "a"),
		"the header begins with a byte order mark (BOM)"},
	    {CS_STR_INIT("a\tb\r"), "a carriage return (CR) in the header"},
	    {CS_STR_INIT("a\0b"), "a NUL byte in the header"},
	    {CS_STR_INIT("a\xff"), "the header is not UTF-8"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_head h = CS_HEAD_INIT;
		struct cs_err err = CS_ERR_INIT;

		ok(cs_head_parse(&h, t[i].line, &err) == -1 && err.status == CS_EXIT_DATA,
		    "refused");
		is_str(err.msg, t[i].msg, "and why");
		ok(h.ncol == 0 && h.col == NULL, "nothing is left behind");
		cs_head_finish(&h);
	}
}

static void
names(void)
{
	struct cs_head h = CS_HEAD_INIT, copy = CS_HEAD_INIT;
	struct cs_err err = CS_ERR_INIT;

	is_int(cs_head_parse(&h, CS_STR("agent_id\twait_s\todd\\tname\tmine\tcustomer"), &err), 0,
	    "a head");
	is_int(h.ncol, 5, "five columns");
	is_slice(h.col[2].name, "odd\tname", "names are decoded");
	is_slice(h.raw, "agent_id\twait_s\todd\\tname\tmine\tcustomer", "the line is kept");
	ok(h.col[3].def == NULL && cs_head_type(&h, 3) == CS_TEXT,
	    "a column of the user's is text");
	ok(cs_head_type(&h, 0) == CS_ID && cs_head_type(&h, 1) == CS_INT, "others are typed");
	ok(h.col[4].def == NULL, "an alias in the header is the user's own column");
	is_int(cs_head_find(&h, CS_STR("agent")), 0, "found by alias");
	is_int(cs_head_find(&h, CS_STR("wait_s")), 1, "found by name");
	is_int(cs_head_find(&h, CS_STR("odd\tname")), 2, "found by its decoded name");
	is_int(cs_head_find(&h, CS_STR("customer")), 4, "a name goes before an alias");
	is_int(cs_head_find(&h, CS_STR("queue")), -1, "not there");
	cs_head_copy(&copy, &h);
	is_int(cs_head_add(&copy, CS_STR("new\ncol"), &err), 0, "added");
	is_slice(
	    copy.raw, "agent_id\twait_s\todd\\tname\tmine\tcustomer\tnew\\ncol", "and written");
	is_int(cs_head_find(&copy, CS_STR("new\ncol")), 5, "and found");
	is_int(cs_head_add(&copy, CS_STR("mine"), &err), -1, "a name that is there");
	is_str(err.msg, "there is a column 'mine' already", "is refused");
	is_int(err.status, CS_EXIT_DATA, "as bad data");
	is_int(copy.ncol, 6, "and not added");
	is_int(h.ncol, 5, "the original is as it was");
	cs_head_finish(&copy);
	is_int(cs_head_add(&copy, CS_STR("first"), NULL), 0, "an empty head can be added to");
	is_slice(copy.raw, "first", "without a tab");
	cs_head_finish(&copy);
	cs_head_finish(&h);
}

static void
needed(void)
{
	static const struct cs_head_want want[] = {
	    {"queue", true}, {"site", false}, {"agent", true}, {"amount", true}};
	int col[4];
	struct cs_head h = CS_HEAD_INIT;
	struct cs_err err = CS_ERR_INIT;
	struct cs_buf line = CS_BUF_INIT;

	(void)cs_head_parse(&h, CS_STR("agent_id\twait_s\tqueue"), &err);
	is_int(cs_head_need(&h, CS_STR("wait"), &err), 1, "needed and there");
	is_int(cs_head_need(&h, CS_STR("wiat_s"), &err), -1, "needed and not there");
	is_int(err.status, CS_EXIT_USAGE, "is an error of usage");
	is_str(err.msg, "there is no column 'wiat_s'", "that says what");
	is_str(err.hint, "did you mean 'wait_s'? The columns are agent_id, wait_s, queue",
	    "with the nearest and all");
	cs_err_clear(&err);
	(void)cs_head_need(&h, CS_STR("agnet"), &err);
	is_str(err.hint, "did you mean 'agent_id'? The columns are agent_id, wait_s, queue",
	    "aliases are near too");
	cs_err_clear(&err);
	(void)cs_head_need(&h, CS_STR("zzz"), &err);
	is_str(err.hint, "the columns are agent_id, wait_s, queue", "nothing is near");
	cs_err_clear(&err);
	is_int(cs_head_wanted(&h, want, 3, col, &err), 0, "all that a file must have");
	ok(col[0] == 2 && col[1] == -1 && col[2] == 0, "where they stand");
	is_int(cs_head_wanted(&h, want, 4, col, &err), -1, "one that it must have is not there");
	is_str(err.msg, "there is no column 'amount'", "which");
	cs_head_finish(&h);
	for (int i = 0; i < 1000; i++)
		cs_buf_printf(&line, "%scolumn_number_%d", i != 0 ? "\t" : "", i);
	cs_err_clear(&err);
	is_int(cs_head_parse(&h, cs_buf_all(&line), &err), 0, "a thousand columns");
	is_int(h.ncol, 1000, "all there");
	is_int(cs_head_need(&h, CS_STR("zzz"), &err), -1, "the message about them");
	ok(strlen(err.hint) < sizeof err.hint - 100 && strstr(err.hint, " ...") != NULL,
	    "says that there are more");
	cs_head_finish(&h);
	cs_buf_finish(&line);
}

int
main(void)
{
	refused();
	names();
	needed();
	return done();
}
