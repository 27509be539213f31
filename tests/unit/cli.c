/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start and the end of a tool, as processes: statuses, files, signals, messages. */
#include "cli/cli.h"

#include <dirent.h>

#include "child.h"

enum { DIE, NOTE, ANSWER, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [DIE] = {0, "die", CS_OPT_INT, NULL, "a signal to die of when output has begun"},
    [NOTE] = {0, "note", CS_OPT_FLAG, NULL, "say something"},
    [ANSWER] = {0, "no", CS_OPT_FLAG, NULL, "the answer is no"},
};

static const struct cs_tool tool = {
    .name = "cs-try",
    .what = "passes records through",
    .synopsis = "[--note] [option ...] [file ...]",
    .examples = "cs-try --note calls.tsv\n",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS,
    .max_operand = 2,
};

/* The model tool: records through, raw. */
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
	if (value[DIE].set)
		(void)raise((int)value[DIE].i);
	if (value[NOTE].set)
		cs_msg_note("a note");
	cs_batch_finish(&batch);
	return got == 0 && value[ANSWER].set ? CS_EXIT_NO : got;
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

#define GOOD  "a\tb\n1\t2\n3\t4\n"
#define SHORT "a\tb\n1\t2\n3\n" /* the second record lacks a cell */

static struct child
child_of(const char *args)
{
	return (struct child){.main = try_main, .args = args, .closed = -1};
}

static void
test_plain(void)
{
	static const struct {
		const char *args;
		int status;
		const char *out, *err;
	} t[] = {
	    {"", 0, GOOD, ""},
	    {"-", 0, GOOD, ""},
	    {"in", 0, GOOD, ""},
	    {"in in", 0, "a\tb\n1\t2\n3\t4\n1\t2\n3\t4\n",
		"cs-try: in is given again: its records are in the input once more\n"},
	    {"--note", 0, GOOD, "cs-try: a note\n"},
	    {"--note -q", 0, GOOD, ""},
	    {"--no", 1, GOOD, ""},
	    {"-V", 0, NULL, ""},
	    {"-h", 0, NULL, ""},
	    {"in in in", 2, "",
		"cs-try: one operand too many: 'in'\n"
		"hint: usage: cs-try [--note] [option ...] [file ...]\n"},
	    {"--nope", 2, "", "cs-try: unknown option --nope\nhint: did you mean --note?\n"},
	    {"--where x", 2, "", "cs-try: unknown option --where\nhint: -h lists the options\n"},
	    {"absent", 74, "", "cs-try: absent: No such file or directory\n"},
	    {"-o folder", 74, "", "cs-try: folder: Is a directory\n"},
	    {"-o absent/x", 74, "", "cs-try: absent/x: No such file or directory\n"},
	    {"--trace absent/x", 74, "", "cs-try: absent/x: No such file or directory\n"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct child c = child_of(t[i].args);

		is_int(child(&c), t[i].status, "'%s': status", t[i].args);
		if (t[i].out != NULL)
			is_str(child_read("out"), t[i].out, "'%s': out", t[i].args);
		is_str(child_read("err"), t[i].err, "'%s': err", t[i].args);
	}
}

static void
test_failures(void)
{
	struct child c = child_of("");

	c.out = "/dev/full";
	is_int(child(&c), 74, "a full disk");
	is_str(child_read("err"), "cs-try: stdout: No space left on device\n", "is said");
	c = child_of("--note");
	c.err = "/dev/full";
	is_int(child(&c), 74, "a message that cannot be written");
	c = child_of("");
	c.err = "/dev/full";
	is_int(child(&c), 0, "no message, no harm");
	c = child_of("-h");
	c.out = "/dev/full";
	is_int(child(&c), 74, "-h on a full disk");
	c = child_of("");
	c.closed = 0;
	is_int(child(&c), 74, "closed stdin");
	c = child_of("in");
	c.closed = 0;
	is_int(child(&c), 0, "closed stdin that nobody reads");
	c = child_of("");
	c.closed = 1;
	is_int(child(&c), 74, "closed stdout");
	c = child_of("");
	c.closed = 2;
	is_int(child(&c), 0, "closed stderr, nothing to say");
	c = child_of("--note");
	c.closed = 2;
	is_int(child(&c), 74, "closed stderr, something to say");
	is_str(child_read("out"), GOOD, "and the message is not in the data");
	c = child_of("");
	c.in = "/dev/null";
	is_int(child(&c), 65, "no bytes are no stream");
	c = child_of("");
	c.in = "short";
	is_int(child(&c), 65, "a bad record");
	ok(strstr(child_read("out"), "\\! ") != NULL, "the stream ends with poison");
	c = child_of("out");
	c.out = "out2";
	is_int(child(&c), 65, "which its reader refuses");
}

/* Files in the folder whose name begins with a dot: temporary ones. */
static int
litter(void)
{
	DIR *d = opendir(".");
	struct dirent *entry;
	int n = 0;

	while (d != NULL && (entry = readdir(d)) != NULL)
		n += entry->d_name[0] == '.' && strcmp(entry->d_name, ".") != 0 &&
		     strcmp(entry->d_name, "..") != 0;
	if (d != NULL)
		(void)closedir(d);
	return n;
}

static int
mode(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? (int)(st.st_mode & 07777) : -1;
}

static void
test_outfile(void)
{
	struct child c = child_of("-o new");

	(void)umask(027);
	is_int(child(&c), 0, "-o a new file");
	(void)umask(022);
	is_str(child_read("new"), GOOD, "all of it");
	is_str(child_read("out"), "", "and not on stdout");
	is_int(mode("new"), 0640, "its mode is that of new files");
	is_int(litter(), 0, "no litter");

	child_write("old", "old\n");
	(void)chmod("old", 0604);
	c = child_of("-o old");
	is_int(child(&c), 0, "-o an old file");
	is_str(child_read("old"), GOOD, "is replaced");
	is_int(mode("old"), 0604, "its mode is kept");

	child_write("old", "old\n");
	c = child_of("-o old");
	c.in = "short";
	is_int(child(&c), 65, "a failure");
	is_str(child_read("old"), "old\n", "leaves the old file");
	is_int(litter(), 0, "and no litter");

	ok(symlink("old", "link") == 0 && symlink("link", "link2") == 0 &&
		symlink("folder/fresh", "hanging") == 0 && symlink("loop", "loop") == 0,
	    "links");
	c = child_of("-o link2");
	is_int(child(&c), 0, "-o a link to a link");
	is_str(child_read("old"), GOOD, "writes what it points to");
	ok((mode("link2") & 0777) == 0777 && (mode("link") & 0777) == 0777, "links stay links");
	c = child_of("-o hanging");
	is_int(child(&c), 0, "-o a link to nothing");
	is_str(child_read("folder/fresh"), GOOD, "makes what it points to");
	c = child_of("-o loop");
	is_int(child(&c), 74, "-o a link to itself");

	c = child_of("-o /dev/null");
	is_int(child(&c), 0, "-o /dev/null");
	c = child_of("-o /dev/full");
	is_int(child(&c), 74, "-o /dev/full");
	c = child_of("-o -");
	is_int(child(&c), 0, "-o -");
	is_str(child_read("out"), GOOD, "is stdout");
	c = child_of("-o in in");
	is_int(child(&c), 0, "-o the input itself");
	is_str(child_read("in"), GOOD, "is safe");
	if (geteuid() != 0) {
		(void)chmod("old", 0444);
		c = child_of("-o old");
		is_int(child(&c), 74, "-o a file that may not be written");
		(void)chmod("old", 0644);
	}
}

static void
test_signals(void)
{
	static const int all[] = {SIGINT, SIGTERM, SIGHUP};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char args[32];
		struct child c;

		(void)snprintf(args, sizeof args, "--die %d -o old", all[i]);
		child_write("old", "old\n");
		c = child_of(args);
		is_int(child(&c), 128 + all[i], "signal %d ends it", all[i]);
		is_str(child_read("old"), "old\n", "the old file stays");
		is_int(litter(), 0, "no litter");
	}
}

static int
no_reader(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* Writes far more than a pipe holds to a reader that is gone. */
static void
test_pipe(void)
{
	struct child c = child_of(""), reader = {.main = no_reader, .args = "", .closed = -1};
	FILE *f = fopen("large", "wb");

	for (int i = 0; f != NULL && i < 400000; i++)
		(void)fprintf(f, "%s\n", i == 0 ? "a" : "0123456789");
	ok(f != NULL && fclose(f) == 0, "a large file");
	c.in = "large";
	c.err = "said";
	c.ignore_pipe = true;
	child_pipe(&c, &reader);
	is_int(c.status, 128 + SIGPIPE, "SIGPIPE, though it came ignored");
	is_str(child_read("said"), "", "without a word");
}

/* A source that writes two records, waits, and is then asked to end by closing. */
static int
slow_main(int argc, char **argv)
{
	static const char text[] = GOOD;

	(void)argc;
	(void)argv;
	if (write(1, text, sizeof text - 1) < 0)
		return 1;
	(void)usleep(1000 * 1000);
	return 0;
}

/* Counts what comes within half a second, then reads on to the end. */
static int
early_main(int argc, char **argv)
{
	char buf[64];
	ssize_t n;
	int early = 0, all = 0;

	(void)argc;
	(void)argv;
	(void)usleep(600 * 1000);
	(void)fcntl(0, F_SETFL, O_NONBLOCK);
	while ((n = read(0, buf, sizeof buf)) > 0)
		early += (int)n;
	(void)fcntl(0, F_SETFL, 0);
	while ((n = read(0, buf, sizeof buf)) > 0)
		all += (int)n;
	printf("%d %d\n", early, early + all);
	return 0;
}

static int
middle_main(int argc, char **argv)
{
	struct child source = {.main = slow_main, .args = "", .closed = -1, .err = "err1"};
	struct child c = {.main = try_main, .args = "", .closed = -1, .err = "err2"};

	(void)argc;
	(void)argv;
	/* Our standard output is the pipe to the last one. */
	c.out = "/dev/fd/1";
	source.in = "/dev/null";
	child_pipe(&source, &c);
	return c.status;
}

static void
test_follow(void)
{
	struct child c = {.main = middle_main, .args = "", .closed = -1, .err = "err0"};
	struct child end = {.main = early_main, .args = "", .closed = -1};
	char want[32];

	child_pipe(&c, &end);
	is_int(c.status, 0, "a followed source");
	(void)snprintf(want, sizeof want, "%zu %zu\n", sizeof GOOD - 2, sizeof GOOD - 1);
	is_str(child_read("out"), want, "all but the last byte flows while the source waits");
}

int
main(void)
{
	child_begin();
	child_write("in", GOOD);
	child_write("short", SHORT);
	ok(mkdir("folder", 0755) == 0, "a folder");
	test_plain();
	test_failures();
	test_outfile();
	test_signals();
	test_pipe();
	test_follow();
	child_end();
	return done();
}
