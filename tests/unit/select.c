/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows the shared options choose, and what is said and counted about the others. */
#include "cli/select.h"

#include "child.h"

static const struct cs_tool tool = {
    .name = "cs-try",
    .what = "prints the mark of each row",
    .synopsis = "[option ...] [file ...]",
    .examples = "cs-try\n",
    .shared = CS_WITH_FILTER | CS_WITH_PERIOD,
    .text = true,
};

static int
run(struct cs_cli *cli, struct cs_selector *own, struct cs_err *e)
{
	struct cs_batch batch = {0};
	struct cs_selector sum = {0};
	struct cs_select select;
	struct cs_buf b = CS_BUF_INIT;
	int got;

	if (cs_cli_input(cli, e) != 0 ||
	    cs_select_init(&select, cli, cs_reader_head(cli->in), e) != 0 ||
	    cs_cli_output(cli, e) != 0)
		return -1;
	while ((got = cs_cli_next(cli, &batch, e)) > 0) {
		got = cs_selector_run(own, &select, &batch, e);
		for (uint32_t r = 0; got == 0 && r < batch.nrow; r++)
			cs_buf_c(&b, (char)('0' + own->mark[r]));
		if (got != 0)
			break;
	}
	cs_buf_c(&b, cs_select_all(&select) ? '*' : '.');
	cs_selector_add(&sum, own);
	if (got == 0) {
		cs_selector_account(&sum, cli);
		got = cs_cli_put(cli, cs_buf_all(&b), e);
	}
	cs_buf_finish(&b);
	cs_batch_finish(&batch);
	return got;
}

static int
try_main(int argc, char **argv)
{
	struct cs_selector own = {0};
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;
	int status;

	/* Blanks cannot stand in the words of a test: '~' is one. */
	for (int i = 1; i < argc; i++)
		for (char *p = argv[i]; *p != '\0'; p++)
			if (*p == '~')
				*p = ' ';
	cs_cli_start(&cli, &tool, argc, argv, NULL);
	status = run(&cli, &own, &e);
	cs_selector_finish(&own);
	return cs_cli_end(&cli, status, &e);
}

#define HEAD "agent_id\twait_s\tstarted_at\tseen_at\n"
#define ROWS                                                                                       \
	"ann\t5\t2026-10-04T22:00:00Z\t2026-10-01T00:00:00Z\n"                                     \
	"bob\t50\t2026-10-05T21:59:59Z\t\\N\n"                                                     \
	"cyd\t\\N\t2026-10-05T22:00:00Z\t2026-10-02T00:00:00Z\n"                                   \
	"dan\t9\t\\N\t2026-10-02T00:00:00Z\n"

static void
test_marks(void)
{
	static const struct {
		const char *args, *out, *err;
	} t[] = {
	    {"in", "3333*", ""},
	    {"--where wait_s~>~8 in", "1313.",
		"cs-try: --where leaves out 1 row: the condition is NULL\n"},
	    {"--keep-only wait_s~>~8 in", "0303.",
		"cs-try: --keep-only drops 2 rows\n"
		"cs-try: --keep-only leaves out 1 row: the condition is NULL\n"},
	    {"--keep-only agent~<>~'ann' --where wait_s~<~20 in", "0113.",
		"cs-try: --keep-only drops 1 row\n"
		"cs-try: --where leaves out 1 row: the condition is NULL\n"},
	    {"--period 2026-10-05 --tz Europe/Berlin in", "3322.",
		"cs-try: --period leaves out 1 row: the time is NULL\n"},
	    {"--period 2026-10-05 in", "2332.",
		"cs-try: --period leaves out 1 row: the time is NULL\n"},
	    {"--period today --as-of 2026-10-05 in -q", "2332.", ""},
	    {"--since 2026-10-05 -q in", "2332.", ""},
	    {"--until 2026-10-04 -q in", "3222.", ""},
	    {"--until 2026-10-04T22:00:00Z -q in", "2222.", ""},
	    {"--since 2026-10-04 --until 2026-10-05 --period 2026-10-05.. -q in", "2332.", ""},
	    {"--period 2026-10-05 --where wait_s~>~8 -q in", "1312.", ""},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct child c = {.main = try_main, .args = t[i].args, .closed = -1};

		is_int(child(&c), 0, "'%s'", t[i].args);
		is_str(child_read("out"), t[i].out, "'%s': marks", t[i].args);
		is_str(child_read("err"), t[i].err, "'%s': notes", t[i].args);
	}
}

static void
test_errors(void)
{
	static const struct {
		const char *args;
		int status;
		const char *err; /* its beginning */
	} t[] = {
	    {"--where wait_s in", 2, "cs-try: --where: 'wait_s' is no condition\nhint: "},
	    {"--where wiat_s~>~1 in", 2, "cs-try: --where"},
	    {"--period last-week in", 2,
		"cs-try: --period: 'last-week' counts back from --as-of, which is not given\n"},
	    {"--period 2026 --time ended_at in", 2, "cs-try: "},
	    {"--period 2026 --time agent_id in", 2,
		"cs-try: --time: column agent_id is no instant\n"},
	    {"--since 2026-10-05 --until 2026-10-04 in", 2,
		"cs-try: --period, --since and --until leave nothing to report on\n"},
	    {"--as-of tomorrow in", 2, "cs-try: --as-of: 'tomorrow' is not a day or an instant\n"},
	    {"--where wait_s~>~8 bad", 65, "cs-try: bad:2: "},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct child c = {.main = try_main, .args = t[i].args, .closed = -1};
		const char *err;

		is_int(child(&c), t[i].status, "'%s'", t[i].args);
		err = child_read("err");
		ok(strncmp(err, t[i].err, strlen(t[i].err)) == 0, "'%s': says so", t[i].args);
		if (strncmp(err, t[i].err, strlen(t[i].err)) != 0)
			printf("# %s\n", err);
	}
}

int
main(void)
{
	child_begin();
	child_write("in", HEAD ROWS);
	child_write("bad", HEAD "ann\tsoon\t\\N\t\\N\n");
	test_marks();
	test_errors();
	child_end();
	return done();
}
