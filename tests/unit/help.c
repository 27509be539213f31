/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen of -h to the byte, and completion scripts as the shells see them. */
#include "cli/help.h"

#include "child.h"
#include "cli/shared.h"

static void
metric_words(struct cs_buf *out)
{
	cs_buf_z(out, "asa\ncontacts\n");
}

static void
key_words(struct cs_buf *out)
{
	cs_buf_z(out, "15m\nday\n");
}

enum { BY, METRICS, FILL, CSV, TOP, PIVOT, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [BY] = {0, "by", CS_OPT_COLUMNS, NULL, "one row for each value of these"},
    [METRICS] = {'m', "metrics", CS_OPT_TEXT, "LIST", "what to compute; it's [a] list",
	.fallback = "asa", .words = metric_words},
    [FILL] = {0, "fill", CS_OPT_FLAG, NULL, "rows for intervals without contacts too"},
    [CSV] = {0, "csv", CS_OPT_WORD, "en|de", "a table for spreadsheets, in the form of a country",
	.flags = CS_OPT_OPTIONAL, .implied = "en", .group = "Form"},
    [TOP] = {'n', "a-name-that-is-rather-long", CS_OPT_INT, NULL,
	"only the first rows, of which there may be a great many, so that this text is folded"},
    [PIVOT] = {0, "pivot", CS_OPT_TEXT, "KEY", "a key", .flags = CS_OPT_KEYS, .words = key_words},
};

static const struct cs_tool tool = {
    .name = "cs-try",
    .what = "tries things",
    .synopsis = "[--by COLUMN,...] [file ...]\n--list",
    .examples = "cs-try --by agent calls.tsv\ncs-try --fill\n",
    .see = "cs-metrics(7)",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_OUTPUT | CS_WITH_WHERE,
};

static const char *const screen =
    "cs-try - tries things\n"
    "\n"
    "usage: cs-try [--by COLUMN,...] [file ...]\n"
    "       cs-try --list\n"
    "\n"
    "Options\n"
    "      --by COLUMN,...       one row for each value of these\n"
    "  -m, --metrics LIST        what to compute; it's [a] list (default asa)\n"
    "      --fill                rows for intervals without contacts too\n"
    "\n"
    "Form\n"
    "      --csv[=en|de]         a table for spreadsheets, in the form of a country\n"
    "  -n, --a-name-that-is-rather-long N\n"
    "                            only the first rows, of which there may be a great\n"
    "                            many, so that this text is folded\n"
    "      --pivot KEY           a key\n"
    "\n"
    "Shared by all tools\n"
    "      --where EXPR          report on these rows; histories still see all\n"
    "  -o, --output FILE         write there, whole or not at all\n"
    "  -q, --quiet               no notes, only errors\n"
    "      --trace FILE          append what was done, for the report (or CS_TRACE)\n"
    "      --completion bash|zsh|fish\n"
    "                            print a completion script\n"
    "  -h, --help                this screen\n"
    "  -V, --version             the version\n"
    "\n"
    "Examples\n"
    "  cs-try --by agent calls.tsv\n"
    "  cs-try --fill\n"
    "\n"
    "More: man cs-try, man cs, cs-metrics(7)\n";

static int
try_main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, 0, &e);
}

static void
test_answers(void)
{
	static const struct {
		const char *args, *out;
	} t[] = {
	    {"-h", screen},
	    {"--complete-words metrics", "asa\ncontacts\n"},
	    {"--complete-words by", ""},
	    {"--complete-words nothing", ""},
	    {"--complete-columns=in", "agent_id\nodd name\n"},
	    {"--complete-words pivot --complete-columns=in", "15m\nday\nagent_id\nodd name\n"},
	};
	struct child c = {.main = try_main, .closed = -1};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		c.args = t[i].args;
		is_int(child(&c), 0, "'%s'", t[i].args);
		is_str(child_read("out"), t[i].out, "'%s'", t[i].args);
	}
	c.args = "--complete-columns=";
	(void)child(&c);
	ok(strstr(child_read("out"), "agent_id\n") != NULL, "columns of the schema");
	c.args = "--complete-columns=absent";
	is_int(child(&c), 0, "no such file is no error");
	c.args = "--completion tcsh";
	is_int(child(&c), 2, "a shell we do not know");
}

/* Runs a shell command; gives its status. */
static int
sh(const char *command)
{
	int r = system(command);

	return WIFEXITED(r) ? WEXITSTATUS(r) : -1;
}

static bool
have(const char *program)
{
	char command[64];

	(void)snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
	return sh(command) == 0;
}

/* What bash offers for a command line whose words are given, the last being completed. */
static void
bash_offers(const char *words, const char *want)
{
	char command[1024];

	(void)snprintf(command, sizeof command,
	    "PATH=.:$PATH bash -c '. ./cs-try.bash; COMP_WORDS=(%s); "
	    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _cs_try; printf \"%%s \" \"${COMPREPLY[@]}\"' "
	    ">offered 2>&1",
	    words);
	(void)sh(command);
	is_str(child_read("offered"), want, "bash: %s", words);
}

static void
test_bash(void)
{
	struct child c = {
	    .main = try_main, .closed = -1, .args = "--completion bash", .out = "cs-try.bash"};

	is_int(child(&c), 0, "bash");
	if (!have("bash")) {
		skip("completion in bash", "bash");
		return;
	}
	/* A stand-in for the tool, which the script runs. */
	child_write("cs-try",
	    "#!/bin/sh\ncase $1$2$3 in\n"
	    "--complete-wordspivot--complete-columns=in) echo day; echo agent_id ;;\n"
	    "--complete-wordsmetrics) echo asa; echo contacts ;;\n"
	    "--complete-columns=in) echo agent_id; echo 'odd name' ;;\n"
	    "*) echo all ;;\nesac\n");
	(void)chmod("cs-try", 0755);
	bash_offers("cs-try --fi", "--fill ");
	bash_offers("cs-try --w", "--where ");
	bash_offers("cs-try --complete", " ");
	bash_offers("cs-try --metrics \"\"", "asa contacts ");
	bash_offers("cs-try -m as", "asa ");
	bash_offers("cs-try -m asa,c", "asa,contacts ");
	bash_offers("cs-try --csv = d", "de ");
	bash_offers("cs-try --by \"\"", "all ");
	bash_offers("cs-try in --by \"\"", "agent_id odd name ");
	bash_offers("cs-try in --by x,a", "x,agent_id ");
	bash_offers("cs-try in --pivot \"\"", "day agent_id ");
	bash_offers("cs-try in --pivot d", "day ");
	bash_offers("cs-try --output cs-try.b", "cs-try.bash ");
	bash_offers("cs-try cs-try.b", "cs-try.bash ");
}

static void
test_other(const char *shell, const char *flag)
{
	char args[32], out[32], command[128];
	struct child c = {.main = try_main, .closed = -1, .args = args, .out = out};
	const char *text;

	(void)snprintf(args, sizeof args, "--completion %s", shell);
	(void)snprintf(out, sizeof out, "cs-try.%s", shell);
	is_int(child(&c), 0, "%s", shell);
	text = child_read(out);
	for (size_t i = 0; i < N_OPT; i++)
		ok(strstr(text, options[i].name) != NULL, "%s: --%s", shell, options[i].name);
	ok(strstr(text, "-l complete-words") == NULL && strstr(text, "[words of an") == NULL,
	    "%s: nothing hidden", shell);
	if (!have(shell)) {
		skip("completion script parses", shell);
		return;
	}
	(void)snprintf(command, sizeof command, "%s %s %s", shell, flag, out);
	is_int(sh(command), 0, "%s parses it", shell);
}

int
main(void)
{
	child_begin();
	child_write("in", "agent_id\todd name\n");
	test_answers();
	test_bash();
	test_other("zsh", "-n");
	test_other("fish", "--no-execute");
	child_end();
	return done();
}
