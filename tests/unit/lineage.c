/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trace: real stages write it in a real pipeline, and the last one reads it back. */
#include "cli/lineage.h"

#include "child.h"

enum { DIE, ADD, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [DIE] = {0, "die", CS_OPT_INT, NULL, "a signal to die of"},
    [ADD] = {0, "add", CS_OPT_FLAG, NULL, "one more record than was read"},
};

static const struct cs_tool tool = {
    .name = "cs-try",
    .what = "passes records through",
    .synopsis = "[option ...] [file ...]",
    .examples = "cs-try\n",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_TZ | CS_WITH_WHERE,
};

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_batch batch = {0};
	int got;

	if (cs_cli_input(cli, e) != 0 || cs_cli_output(cli, e) != 0)
		return -1;
	cs_writer_head(cli->out, cs_reader_head(cli->in));
	while ((got = cs_cli_next(cli, &batch, e)) > 0)
		cs_writer_records(cli->out, cs_buf_all(&batch.bytes), batch.nrow);
	if (value[ADD].set)
		cs_writer_records(cli->out, CS_STR("x\n"), 1);
	if (value[DIE].set)
		(void)raise((int)value[DIE].i);
	cs_cli_skipped(cli, "--where", 2);
	cs_cli_skipped(cli, "--where", 3);
	cs_cli_skipped(cli, "no \"id\"", 1);
	cs_cli_skipped(cli, "nothing", 0);
	cs_cli_instant(cli, 5 * CS_USEC);
	cs_cli_instant(cli, 1 * CS_USEC);
	cs_cli_instant(cli, 3 * CS_USEC);
	cs_cli_dictionary(cli, CS_STR("a"));
	cs_cli_fact(cli, "newest", CS_STR("line\n2"));
	cli->count.used = 7;
	cs_batch_finish(&batch);
	return got;
}

static int
try_main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, run(&cli, value, &e), &e);
}

static void
show(const struct cs_lineage *l)
{
	printf("%s%s\n", l->kept ? "kept" : "none", l->untraced ? " untraced" : "");
	for (size_t i = 0; i < l->n; i++) {
		const struct cs_lineage_stage *s = &l->stage[i];

		printf("%.*s: %llu %llu %llu", CS_STR_ARG(s->command), (unsigned long long)s->read,
		    (unsigned long long)s->used, (unsigned long long)s->written);
		for (size_t k = 0; k + 1 < s->nskipped; k += 2)
			printf(
			    " %.*s=%.*s", CS_STR_ARG(s->skipped[k]), CS_STR_ARG(s->skipped[k + 1]));
		printf(" %.*s..%.*s %.*s %.*s", CS_STR_ARG(s->first), CS_STR_ARG(s->last),
		    CS_STR_ARG(s->zone), CS_STR_ARG(s->dictionary));
		for (size_t k = 0; k < s->nsource; k++)
			printf(" from %.*s", CS_STR_ARG(s->source[k]));
		printf("%s\n", s->untraced ? " untraced" : "");
	}
}

/* The last stage: reads all, prints the lineage. */
static int
report_main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_batch batch = {0};
	struct cs_lineage l;
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;
	int got;

	cs_cli_start(&cli, &tool, argc, argv, value);
	got = cs_cli_input(&cli, &e);
	while (got == 0 && (got = cs_cli_next(&cli, &batch, &e)) > 0)
		got = 0;
	cs_batch_finish(&batch);
	if (got == 0)
		got = cs_lineage_read(&l, &cli, &e);
	if (got == 0)
		show(&l);
	(void)fflush(stdout);
	return cs_cli_end(&cli, got, &e);
}

static struct child
stage(const char *args)
{
	return (struct child){.main = try_main, .args = args, .closed = -1, .err = "err0"};
}

static struct child
last(const char *args)
{
	return (struct child){.main = report_main, .args = args, .closed = -1};
}

#define FACTS                                                                                      \
	" --where=5 no \"id\"=1 1970-01-01T00:00:01Z..1970-01-01T00:00:05Z UTC af63dc4c8601ec8c"

static void
test_chain(void)
{
	struct child a = stage("--trace trace in"), b = last("--trace trace");

	child_pipe(&a, &b);
	ok(a.status == 0 && b.status == 0, "a pipeline: %d, %d", a.status, b.status);
	is_str(child_read("out"), "kept\ncs-try --trace trace in: 3 7 3" FACTS " from in\n",
	    "one stage above");

	/* Two files: the second stage reads what the first wrote with -o. */
	a = stage("--trace trace in -o mid");
	is_int(child(&a), 0, "to a file");
	a = stage("--trace trace mid");
	b = last("--trace trace");
	child_pipe(&a, &b);
	is_int(b.status, 0, "through a file and a pipe");
	is_str(child_read("out"),
	    "kept\n"
	    "cs-try --trace trace in -o mid: 3 7 3" FACTS " from in\n"
	    "cs-try --trace trace mid: 3 7 3" FACTS "\n",
	    "two stages, the source first");
	a = stage("--trace trace in");
	a.out = "plain";
	(void)child(&a);
	b = last("--trace trace plain mid");
	is_int(child(&b), 0, "two inputs");
	is_str(child_read("out"),
	    "kept\n"
	    "cs-try --trace trace in: 3 7 3" FACTS " from in\n"
	    "cs-try --trace trace in -o mid: 3 7 3" FACTS " from in\n",
	    "two branches, one by redirection");
}

static void
test_gaps(void)
{
	struct child a = stage("in"), b = last("--trace trace");

	child_pipe(&a, &b);
	is_int(b.status, 0, "a stage without a trace");
	is_str(child_read("out"), "kept untraced\n", "is said");
	b = last("");
	b.in = "in";
	is_int(child(&b), 0, "no trace at all");
	is_str(child_read("out"), "none\n", "is said");
	b = last("--trace trace in");
	is_int(child(&b), 0, "a source");
	is_str(child_read("out"), "kept\n", "is no stage");
}

static void
test_refused(void)
{
	struct child a = stage("--trace trace --die 9 in"), b = last("--trace trace");
	char text[256];

	a.out = "cut";
	is_int(child(&a), 128 + 9, "killed");
	child_write("cut", "a\n1\n"); /* it happens to look whole */
	b = last("--trace trace cut");
	is_int(child(&b), 65, "a beginning without an end");
	is_str(child_read("err"),
	    "cs-try: trace: cs-try began and did not end\n"
	    "hint: it was killed: what it wrote is not whole\n",
	    "is refused");

	a = stage("--trace trace short");
	b = last("--trace trace");
	child_pipe(&a, &b);
	ok(a.status == 65 && b.status == 65, "a failed stage");

	a = stage("--trace trace in -o mid2");
	(void)child(&a);
	child_write("mid2", "a\n1\n");
	b = last("--trace trace mid2");
	is_int(child(&b), 65, "a file that was changed");
	ok(strstr(child_read("err"), "mid2: 4 bytes, but cs-try wrote 8") != NULL, "is refused: %s",
	    child_read("err"));
	child_write("mid2", "a\n1\n222\n");
	b = last("--trace trace mid2");
	is_int(child(&b), 65, "as many bytes, fewer records");
	ok(strstr(child_read("err"), "cs-try wrote 3 records, cs-try read 2") != NULL,
	    "is refused: %s", child_read("err"));

	child_write("odd", "{\"cs\":\"begin\"}\nnonsense\n");
	b = last("--trace odd in");
	is_int(child(&b), 65, "no trace");
	(void)snprintf(text, sizeof text, "%s", child_read("err"));
	ok(strncmp(text, "cs-try: odd:2: not a line of a trace\n", 37) == 0, "its line is named");
	a = stage("--trace /dev/full in");
	is_int(child(&a), 74, "a trace that cannot be written");
}

static void
test_lines(void)
{
	static const struct {
		const char *line;
		size_t n; /* members; 0: refused */
	} t[] = {
	    {"{\"a\":1}", 1},
	    {"{\"a\":-1,\"b\":\"x\\n\\u0041\\\"\"}", 2},
	    {" { \"a\" : [ \"x\" , 2 ] , \"b\" : { \"c\" : 3 } }", 2},
	    {"{\"a\":[],\"b\":{}}", 2},
	    {"", 0},
	    {"{", 0},
	    {"{}", 0},
	    {"{\"a\"}", 0},
	    {"{\"a\":}", 0},
	    {"{\"a\":1,}", 0},
	    {"{\"a\":1}x", 0},
	    {"{\"a\":\"x}", 0},
	    {"{\"a\":\"\\u00g0\"}", 0},
	    {"{\"a\":\"\\q\"}", 0},
	    {"{\"a\":\"\\", 0},
	    {"{\"a\":\"\\u00", 0},
	    {"{\"a\":[1}", 0},
	    {"{\"a\":{\"b\"}}", 0},
	    {"{\"a\":[[1]]}", 0},
	    {"{\"a\":true}", 0},
	    {"{\"a\":1.5}", 0},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_arena arena = CS_ARENA_INIT;
		struct cs_trace_member *m;
		size_t n;
		bool good = cs_trace_line(&arena, cs_str_z(t[i].line), &m, &n);

		ok(good == (t[i].n != 0), "%s", t[i].line);
		if (good)
			is_int(n, t[i].n, "%s: members", t[i].line);
		if (i == 1 && good)
			is_slice(m[1].item[0], "x\nA\"", "escapes");
		if (i == 2 && good) {
			is_slice(m[0].item[1], "2", "an item of an array");
			is_slice(m[1].item[0], "c", "a name in an object");
		}
		cs_arena_finish(&arena);
	}
}

int
main(void)
{
	child_begin();
	child_write("in", "a\n1\n2\n3\n");
	child_write("short", "a\tb\n1\n");
	test_chain();
	test_gaps();
	test_refused();
	test_lines();
	child_end();
	return done();
}
