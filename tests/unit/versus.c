/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --vs holds rows against: their marks, the plan, what it refuses, what is counted. */
#include "cli/versus.h"

#include "child.h"

enum { BY, VS, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [BY] = {0, "by", CS_OPT_COLUMNS, "KEY,...", "keys"},
    [VS] = {0, "vs", CS_OPT_TEXT, "EXPR", "against", .words = cs_versus_words},
};

static const struct cs_tool tool = {
    .name = "cs-try",
    .what = "prints the mark of each row",
    .synopsis = "[option ...] [file ...]",
    .opt = options,
    .nopt = N_OPT,
    .examples = "cs-try\n",
    .shared = CS_WITH_FILTER | CS_WITH_PERIOD,
    .text = true,
};

static int
bind(struct cs_versus_plan *plan, struct cs_shape *shape, struct cs_select *select,
    struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_head *head = cs_reader_head(cli->in);
	struct cs_env env = {.head = head, .zone = cli->opt.zone, .source = "--by"};
	struct cs_by_ask ask = {.item = value[BY].list, .n = value[BY].n, .time = cli->opt.time};
	struct cs_by by;

	if (cs_by_bind(&by, &cli->arena, &ask, &env, e) != 0 ||
	    cs_select_init(select, cli, head, e) != 0)
		return -1;
	shape->vs = (struct cs_versus){.set = value[VS].set, .text = value[VS].s, .ratio = 1};
	return shape->vs.set ? cs_versus_bind(plan, cli, shape, &by, select, e) : 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_selector *own, struct cs_err *e)
{
	struct cs_batch batch = {0};
	struct cs_select select;
	struct cs_versus_plan plan = {0};
	struct cs_shape shape = {0};
	struct cs_buf b = CS_BUF_INIT;
	int got;

	if (cs_cli_input(cli, e) != 0 || bind(&plan, &shape, &select, cli, value, e) != 0 ||
	    cs_cli_output(cli, e) != 0)
		return -1;
	while ((got = cs_cli_next(cli, &batch, e)) > 0) {
		got = cs_selector_run(own, &select, &batch, e);
		for (uint32_t r = 0; got == 0 && r < batch.nrow; r++)
			cs_buf_c(&b, (char)('0' + own->mark[r]));
		if (got != 0)
			break;
	}
	cs_buf_printf(&b, " %s%s %.4f %llu+%llu", plan.sides ? "sides" : "table",
	    shape.vs.intervals ? " before" : "", shape.vs.ratio,
	    (unsigned long long)(own->elsewhere[0] + own->elsewhere[1]),
	    (unsigned long long)(own->outside[0] + own->outside[1]));
	if (got == 0) {
		cs_selector_account(own, cli);
		got = cs_cli_put(cli, cs_buf_all(&b), e);
	}
	cs_buf_finish(&b);
	cs_batch_finish(&batch);
	return got;
}

static int
try_main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_selector own = {0};
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;
	int status;

	/* Blanks cannot stand in the words of a test: '~' is one. */
	for (int i = 1; i < argc; i++)
		for (char *p = argv[i]; *p != '\0'; p++)
			if (*p == '~')
				*p = ' ';
	cs_cli_start(&cli, &tool, argc, argv, value);
	status = run(&cli, value, &own, &e);
	cs_selector_finish(&own);
	return cs_cli_end(&cli, status, &e);
}

/* Days 3 4 5 5 of October and 30 of September, and one without a time. */
#define ROWS                                                                                       \
	"agent_id\twait_s\tstarted_at\n"                                                           \
	"ann\t5\t2026-10-03T12:00:00Z\n"                                                           \
	"bob\t50\t2026-10-04T12:00:00Z\n"                                                          \
	"ann\t\\N\t2026-10-05T12:00:00Z\n"                                                         \
	"bob\t9\t2026-10-05T12:00:00Z\n"                                                           \
	"ann\t9\t2026-09-30T12:00:00Z\n"                                                           \
	"bob\t9\t\\N\n"

static const struct {
	const char *args, *out, *err;
} good[] = {
    {"in", "333333 table 1.0000 0+0", ""},
    {"--vs previous --by day in", "333333 table before 1.0000 0+0", ""},
    {"-q --vs previous --period 2026-10-05 in", "263322 sides 1.0000 0+3", ""},
    {"-q --vs previous --period 2026-10 in", "333362 sides 1.0333 0+1", ""},
    {"-q --vs previous --period 2026-10-04 --where agent='bob' in", "131212 sides 1.0000 3+2", ""},
    {"-q --vs wait_s>8 in", "373777 sides 1.0000 0+0", ""},
    {"--vs wait_s>8 --where agent='ann' in", "353575 sides 1.0000 0+0",
	"cs-try: --vs leaves out 1 row: the condition is NULL\n"},
    {"-q --vs agent='bob' --keep-only wait_s>8 --period 2026-10-05 in", "020722 sides 1.0000 0+3",
	""},
};

static const struct {
	const char *args, *err;
} bad[] = {
    {"--vs previous in", "cs-try: --vs previous: there is no period to go back from\n"},
    {"--vs previous --until 2026-10-05 in",
	"cs-try: --vs previous: there is no period to go back from\n"},
    {"--vs wait_s in", "cs-try: --vs: 'wait_s' is no condition\nhint: "},
    {"--vs wiat_s>1 in", "cs-try: --vs: there is no column 'wiat_s'\n"},
};

int
main(void)
{
	child_begin();
	child_write("in", ROWS);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct child c = {.main = try_main, .args = good[i].args, .closed = -1};

		is_int(child(&c), 0, "'%s'", good[i].args);
		is_str(child_read("out"), good[i].out, "'%s': marks and plan", good[i].args);
		is_str(child_read("err"), good[i].err, "'%s': notes", good[i].args);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct child c = {.main = try_main, .args = bad[i].args, .closed = -1};

		is_int(child(&c), 2, "'%s'", bad[i].args);
		ok(strncmp(child_read("err"), bad[i].err, strlen(bad[i].err)) == 0, "'%s': says so",
		    bad[i].args);
	}
	child_end();
	return done();
}
