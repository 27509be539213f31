/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The option parser: every type, every spelling, every error text. */
#include "cli/opt.h"

#include "../tap.h"
#include "base/zone.h"

enum {
	FLAG,
	QUIET,
	TEXT,
	FILE_,
	WORD,
	INT,
	COUNT,
	DURATION,
	LIMIT,
	SIZE,
	ZONE,
	EXPR,
	COLUMNS,
	SET,
	MANY,
	MAYBE,
	HIDDEN,
	N_OPT
};

static const struct cs_opt options[N_OPT] = {
    [FLAG] = {'f', "flag", CS_OPT_FLAG, NULL, "a flag", .no = "by zone-of"},
    [QUIET] = {'q', "quiet", CS_OPT_FLAG, NULL, "another"},
    [TEXT] = {'t', "text", CS_OPT_TEXT, NULL, "a text", .fallback = "plain"},
    [FILE_] = {'o', "output", CS_OPT_FILE, NULL, "a file"},
    [WORD] = {0, "color", CS_OPT_WORD, "auto|always|never", "a word", .fallback = "auto"},
    [INT] = {'n', "number", CS_OPT_INT, NULL, "a number", .min = -5, .max = 100},
    [COUNT] = {0, "count", CS_OPT_INT, NULL, "another", .min = 1},
    [DURATION] = {0, "within", CS_OPT_DURATION, NULL, "a time"},
    [LIMIT] = {0, "max-rejects", CS_OPT_LIMIT, NULL, "a limit"},
    [SIZE] = {0, "mem", CS_OPT_SIZE, NULL, "a size", .fallback = "256M"},
    [ZONE] = {0, "tz", CS_OPT_ZONE, NULL, "a zone"},
    [EXPR] = {0, "where", CS_OPT_EXPR, NULL, "a condition"},
    [COLUMNS] = {0, "by", CS_OPT_COLUMNS, NULL, "columns"},
    [SET] = {0, "set", CS_OPT_SET, NULL, "constants"},
    [MANY] = {'m', "many", CS_OPT_TEXT, NULL, "again", .flags = CS_OPT_REPEAT},
    [MAYBE] = {'c', "csv", CS_OPT_WORD, "en|de", "a table", .flags = CS_OPT_OPTIONAL,
	.implied = "en"},
    [HIDDEN] = {0, "wherever", CS_OPT_FLAG, NULL, "not shown", .flags = CS_OPT_HIDDEN},
};

enum { MAX_ARGS = 12 };

static struct cs_arena arena;
static struct cs_opt_value value[N_OPT];
static struct cs_err err;
static char *args[MAX_ARGS + 1];
static int operands;

/* Parses words separated by blanks (never empty). */
static int
parse(const char *line)
{
	static char text[512];
	struct cs_opt_line l = {.opt = options, .n = N_OPT, .argv = args, .value = value};
	int argc = 1, r;
	char *p = text;

	(void)snprintf(text, sizeof text, "%s", line);
	args[0] = text; /* never looked at */
	while (p != NULL && *p != '\0' && argc < MAX_ARGS) {
		char *blank = strchr(p, ' ');

		if (blank != NULL)
			*blank = '\0';
		args[argc++] = p;
		p = blank != NULL ? blank + 1 : NULL;
	}
	cs_err_clear(&err);
	l.argc = argc;
	r = cs_opt_parse(&arena, &l, &err);
	if (r == 0)
		r = cs_opt_together(&l, &err);
	operands = l.noperand;
	return r;
}

static void
test_errors(void)
{
	static const struct {
		const char *line, *msg, *hint;
	} t[] = {
	    {"--wher=x", "unknown option --wher", "did you mean --where?"},
	    {"--txet a", "unknown option --txet", "did you mean --text?"},
	    {"--zzzzzz", "unknown option --zzzzzz", "-h lists the options"},
	    {"--whereve", "unknown option --whereve", "did you mean --where?"},
	    {"--", "", ""},
	    {"--=x", "unknown option --", "-h lists the options"},
	    {"-z", "unknown option -z", "-h lists the options"},
	    {"-5", "unknown option -5", "-h lists the options"},
	    {"--text", "--text needs a value", "-t, --text TEXT"},
	    {"-t", "--text needs a value", "-t, --text TEXT"},
	    {"--text=", "--text: the value is empty", ""},
	    {"--flag=1", "--flag takes no value", ""},
	    {"--text a --text b", "--text is given twice", ""},
	    {"--where a --where b", "--where is given twice",
		"join conditions with 'and' in one --where"},
	    {"--by a --by b", "--by is given twice", "join names with commas in one --by"},
	    {"-f --by a", "--flag and --by do not go together", ""},
	    {"--by a -f", "--flag and --by do not go together", ""},
	    {"-f -t a", "", ""},
	    {"--by a -q", "", ""},
	    {"--color red", "--color: 'red' is not one of its words", "--color auto|always|never"},
	    {"--color aut", "--color: 'aut' is not one of its words", "--color auto|always|never"},
	    {"--number x", "--number: 'x' is not a whole number", ""},
	    {"--number 1.5", "--number: '1.5' is not a whole number", ""},
	    {"--number 101", "--number: 101 is not between -5 and 100", ""},
	    {"--number -6", "--number: -6 is not between -5 and 100", ""},
	    {"--count 0", "--count: 0 is less than 1", ""},
	    {"--count 99999999999999999999",
		"--count: '99999999999999999999' is not a whole number", ""},
	    {"--within soon", "--within: 'soon' is not a length of time",
		"lengths of time are written 90s, 15m, 2h, 7d, 2w, 6mo, 1h30m"},
	    {"--within 0", "--within: '0' is not a length of time",
		"lengths of time are written 90s, 15m, 2h, 7d, 2w, 6mo, 1h30m"},
	    {"--max-rejects -1", "--max-rejects: '-1' is not a number or a percentage",
		"limits are written 100 or 0.5%"},
	    {"--max-rejects 1.5", "--max-rejects: '1.5' is not a number or a percentage",
		"limits are written 100 or 0.5%"},
	    {"--max-rejects 101%", "--max-rejects: '101%' is not a number or a percentage",
		"limits are written 100 or 0.5%"},
	    {"--max-rejects %", "--max-rejects: '%' is not a number or a percentage",
		"limits are written 100 or 0.5%"},
	    {"--max-rejects 1.%", "--max-rejects: '1.%' is not a number or a percentage",
		"limits are written 100 or 0.5%"},
	    {"--max-rejects 1.23456%", "--max-rejects: '1.23456%' is not a number or a percentage",
		"limits are written 100 or 0.5%"},
	    {"--mem 0", "--mem: '0' is not a size", "sizes are written 4096, 64K, 256M, 2G"},
	    {"--mem M", "--mem: 'M' is not a size", "sizes are written 4096, 64K, 256M, 2G"},
	    {"--mem 9999999999T", "--mem: '9999999999T' is not a size",
		"sizes are written 4096, 64K, 256M, 2G"},
	    {"--by a,,b", "--by: 'a,,b' has an empty name", ""},
	    {"--by a,", "--by: 'a,' has an empty name", ""},
	    {"--by a,b,a", "--by: a is named twice", ""},
	    {"--set a", "--set: 'a' is not NAME=VALUE", ""},
	    {"--set =a", "--set: '=a' is not NAME=VALUE", ""},
	    {"--set a=1 --set a=2", "--set: a is set twice", ""},
	    {"--csv=fr", "--csv: 'fr' is not one of its words", "--csv en|de"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		int r = parse(t[i].line);

		ok(r == (t[i].msg[0] != '\0' ? -1 : 0), "%s: %d", t[i].line, r);
		is_int(err.status, r != 0 ? CS_EXIT_USAGE : 0, "%s: status", t[i].line);
		is_str(err.msg, t[i].msg, "%s: message", t[i].line);
		is_str(err.hint, t[i].hint, "%s: hint", t[i].line);
	}
}

static void
test_values(void)
{
	is_int(parse(""), 0, "nothing");
	is_str(value[TEXT].z, "plain", "fallback");
	ok(!value[TEXT].set, "a fallback is not set");
	is_int(value[SIZE].i, 256 << 20, "fallback of a size");
	ok(value[EXPR].s.p == NULL && value[EXPR].z == NULL, "absent");
	ok(!value[FLAG].set, "flag absent");

	is_int(parse("a --flag b -t x - -ny -- -q --text"), -1, "an error in a bundle");
	is_int(parse("a --flag b -t x - -n7 -- -q --text"), 0, "everything mixed");
	is_int(operands, 5, "operands");
	is_str(args[1], "a", "operand 1");
	is_str(args[2], "b", "operand 2");
	is_str(args[3], "-", "operand 3");
	is_str(args[4], "-q", "operand 4");
	is_str(args[5], "--text", "operand 5");
	ok(value[FLAG].set && !value[QUIET].set, "flags");
	is_int(value[INT].i, 7, "-n7");
	is_slice(value[TEXT].s, "x", "-t x");

	is_int(parse("-fqt x -q -q"), 0, "a bundle; flags may repeat");
	ok(value[FLAG].set && value[QUIET].set && value[TEXT].set, "all three");
	is_int(parse("--number=-5 --color never --output=-"), 0, "values with =");
	is_int(value[INT].i, -5, "negative");
	is_int(value[WORD].i, 2, "index of a word");
	is_str(value[FILE_].z, "-", "a path");

	is_int(parse("--mem 64K"), 0, "K");
	is_int(value[SIZE].i, 65536, "64K");
	is_int(parse("--mem=4096"), 0, "bytes");
	is_int(value[SIZE].i, 4096, "4096");
	is_int(parse("--within 1h30m"), 0, "a time");
	is_int(value[DURATION].d.s, 5400, "in seconds");
	is_int(parse("--within 6mo"), 0, "months");
	is_int(value[DURATION].d.months, 6, "in months");

	is_int(parse("--csv"), 0, "optional value left out");
	is_int(value[MAYBE].i, 0, "implied");
	is_int(parse("--csv=de x"), 0, "optional value given");
	is_int(value[MAYBE].i, 1, "de");
	is_int(parse("-c de"), 0, "optional value of a letter");
	ok(value[MAYBE].i == 0 && operands == 1, "only with =");
	is_int(parse("-m a --many b"), 0, "repeated");
	ok(value[MANY].n == 2, "two of them");
	is_slice(value[MANY].list[0], "a", "first");
	is_slice(value[MANY].list[1], "b", "second");
	is_slice(value[MANY].s, "b", "the last");
}

static void
test_lists(void)
{
	static const struct {
		const char *text;
		const char *name[4];
	} t[] = {
	    {"queue", {"queue"}},
	    {"queue,15m", {"queue", "15m"}},
	    {"each(themes),f(a,b),c", {"each(themes)", "f(a,b)", "c"}},
	    {"\"a,b\",c", {"a,b", "c"}},
	    {"f(\"(\"),c", {"f(\"(\")", "c"}},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		char line[64];
		size_t n = 0;

		(void)snprintf(line, sizeof line, "--by %s", t[i].text);
		is_int(parse(line), 0, "%s", line);
		for (; n < 4 && t[i].name[n] != NULL; n++)
			if (n < value[COLUMNS].n)
				is_slice(value[COLUMNS].list[n], t[i].name[n], "name %zu", n);
		is_int(value[COLUMNS].n, n, "%s: how many", line);
	}
	is_int(parse("--set a=1 --set b=x=y --set c="), 0, "constants");
	is_int(value[SET].n, 6, "three pairs");
	is_slice(value[SET].list[2], "b", "name");
	is_slice(value[SET].list[3], "x=y", "value with =");
	is_slice(value[SET].list[5], "", "empty value");
}

static void
test_limits(void)
{
	static const struct {
		const char *text;
		bool percent;
		int64_t i;
		uint64_t count, total;
		bool over;
	} t[] = {
	    {"0", false, 0, 0, 10, false},
	    {"0", false, 0, 1, 10, true},
	    {"100", false, 100, 100, 100, false},
	    {"0%", true, 0, 0, 0, false},
	    {"0%", true, 0, 1, 1000000, true},
	    {"5%", true, 50000, 5, 100, false},
	    {"5%", true, 50000, 6, 100, true},
	    {"0.5%", true, 5000, 5, 1000, false},
	    {"0.0001%", true, 1, 1, 1000000, false},
	    {"0.0001%", true, 1, 1, 999999, true},
	    {"100%", true, 1000000, UINT64_MAX, UINT64_MAX, false},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_opt_value v = {0};

		cs_err_clear(&err);
		is_int(cs_opt_value_parse(&arena, &options[LIMIT], t[i].text, &v, &err), 0, "%s",
		    t[i].text);
		is_int(v.i, t[i].i, "%s: value", t[i].text);
		is_int(v.percent, t[i].percent, "%s: percent", t[i].text);
		is_int(cs_opt_over_limit(&v, t[i].count, t[i].total), t[i].over, "%s of %llu: %llu",
		    t[i].text, (unsigned long long)t[i].total, (unsigned long long)t[i].count);
	}
}

static void
test_zone(void)
{
	is_int(parse("--tz Europe/Berlin"), 0, "a zone");
	ok(value[ZONE].zone != NULL, "is loaded");
	is_str(cs_zone_name(value[ZONE].zone), "Europe/Berlin", "and knows its name");
	is_int(parse("--tz Mars/Olympus"), -1, "no such zone");
	is_int(err.status, CS_EXIT_USAGE, "is usage");
	ok(strncmp(err.msg, "--tz: ", 6) == 0, "names the option: %s", err.msg);
}

int
main(void)
{
	test_values();
	test_errors();
	test_lists();
	test_limits();
	test_zone();
	cs_arena_finish(&arena);
	return done();
}
