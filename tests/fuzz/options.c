/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The option parser: the input's lines are the words of a command line. */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/opt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_WORDS = 32, N_OPT = 11 };

static const struct cs_opt options[N_OPT] = {
    [0] = {'f', "flag", CS_OPT_FLAG, NULL, ""},
    [1] = {'t', "text", CS_OPT_TEXT, NULL, "", .flags = CS_OPT_REPEAT},
    [2] = {'o', "output", CS_OPT_FILE, NULL, ""},
    [3] = {0, "color", CS_OPT_WORD, "auto|always", "", .flags = CS_OPT_OPTIONAL, .implied = "auto"},
    [4] = {'n', "number", CS_OPT_INT, NULL, "", .min = -5, .max = 100},
    [5] = {'d', "within", CS_OPT_DURATION, NULL, ""},
    [6] = {'l', "limit", CS_OPT_LIMIT, NULL, ""},
    [7] = {'m', "mem", CS_OPT_SIZE, NULL, "", .fallback = "1K"},
    [8] = {'b', "by", CS_OPT_COLUMNS, NULL, ""},
    [9] = {'s', "set", CS_OPT_SET, NULL, ""},
    [10] = {'w', "where", CS_OPT_EXPR, NULL, ""},
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_opt_value value[N_OPT];
	char *text = cs_mem_new(size + 1, 1), *p = text;
	char *argv[MAX_WORDS + 1] = {text};
	struct cs_opt_line line = {
	    .opt = options, .n = N_OPT, .argc = 1, .argv = argv, .value = value};

	memcpy(text, data, size);
	text[size] = '\0';
	while (p != NULL && line.argc < MAX_WORDS) {
		argv[line.argc++] = p;
		p = strchr(p, '\n');
		if (p != NULL)
			*p++ = '\0';
	}
	/* What fails says why; what does not leaves no more operands than there were words. */
	if (cs_opt_parse(&arena, &line, &e) != 0) {
		if (e.status != CS_EXIT_USAGE || e.msg[0] == '\0')
			abort();
	} else if (line.noperand >= line.argc) {
		abort();
	}
	cs_arena_finish(&arena);
	free(text);
	return 0;
}
