/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said on standard error, to the byte; and the text of --progress. */
#include "cli/msg.h"

#include "child.h"
#include "cli/progress.h"

static void
say_error(const char *msg, const char *hint)
{
	struct cs_err e = {CS_EXIT_DATA, "", ""};

	(void)snprintf(e.msg, sizeof e.msg, "%s", msg);
	(void)snprintf(e.hint, sizeof e.hint, "%s", hint);
	cs_msg_error(&e);
}

static int
say_main(int argc, char **argv)
{
	struct cs_err fine = CS_ERR_INIT;

	(void)argv;
	cs_msg_init("cs-try", argc > 1);
	cs_msg_error(&fine);
	say_error("in:7: column wait_s: 'abc' is not a number", "look");
	say_error("'\033[31m\a\x7f' and '\xff' and '\u202e'", "");
	say_error("first\nsecond: \tx", "a\nb");
	cs_msg_warn("%d warned", 3);
	cs_msg_note("%s noted", "four");
	return cs_msg_failed();
}

#define SAID                                                                                       \
	"cs-try: in:7: column wait_s: 'abc' is not a number\nhint: look\n"                         \
	"cs-try: '\\x1B[31m\\x07\\x7F' and '\\xFF' and '\\u202E'\n"                                \
	"cs-try: first\n    second: \\x09x\nhint: a\n    b\n"                                      \
	"cs-try: 3 warned\n"

static void
test_messages(void)
{
	struct child c = {.main = say_main, .args = "", .closed = -1, .in = "/dev/null"};

	is_int(child(&c), 0, "all written");
	is_str(child_read("err"), SAID "cs-try: four noted\n", "messages");
	is_str(child_read("out"), "", "nothing on stdout");
	c.args = "quiet";
	is_int(child(&c), 0, "quiet");
	is_str(child_read("err"), SAID, "no notes");
	c.err = "/dev/full";
	is_int(child(&c), 1, "a full disk is seen");
}

static void
test_progress(void)
{
	static const struct {
		uint64_t rows, bytes, total;
		int64_t elapsed;
		const char *want;
	} t[] = {
	    {0, 0, 0, 0, "0 B, 0 rows"},
	    {5, 999, 0, 0, "999 B, 5 rows"},
	    {12400000, 1234567890, 4000000000, 3000000000,
		"1.2 GB of 4.0 GB (30%), 12400000 rows, 4133333 rows/s"},
	    {1, 34567, 34567, 500000000, "34 kB of 34 kB (100%), 1 rows, 2 rows/s"},
	    {UINT64_MAX, UINT64_MAX, UINT64_MAX, 1000000000,
		"18 EB of 18 EB (100%), 18446744073709551615 rows, 18446744073709551615 rows/s"},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		cs_buf_reset(&b);
		cs_progress_text(&b, t[i].rows, t[i].bytes, t[i].total, t[i].elapsed);
		is_str(cs_buf_cstr(&b), t[i].want, "progress %zu", i);
	}
	cs_buf_finish(&b);
}

static int
progress_main(int argc, char **argv)
{
	struct cs_progress off = {0}, on;

	(void)argc;
	(void)argv;
	cs_progress_show(&off, 1, 2, 3);
	cs_progress_end(&off, 1, 2, 3);
	cs_progress_init(&on, "cs-try");
	cs_progress_show(&on, 1, 2, 0); /* too early */
	on.due = 0;
	cs_progress_show(&on, 1, 2, 0);
	cs_progress_end(&on, 3, 4, 0);
	return 0;
}

static void
test_progress_lines(void)
{
	struct child c = {.main = progress_main, .args = "", .closed = -1, .in = "/dev/null"};
	const char *said;

	is_int(child(&c), 0, "progress");
	said = child_read("err");
	ok(strncmp(said, "cs-try: 2 B, 1 rows", 19) == 0, "first line");
	ok(strchr(said, '\r') == NULL && strchr(said, '\033') == NULL, "no control bytes");
	ok(strstr(said, "\ncs-try: 4 B, 3 rows") != NULL && said[strlen(said) - 1] == '\n',
	    "two whole lines");
}

int
main(void)
{
	child_begin();
	test_messages();
	test_progress();
	test_progress_lines();
	child_end();
	return done();
}
