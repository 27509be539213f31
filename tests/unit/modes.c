/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of tools with modes: where each stands, which mode is chosen, what is refused. */
#include "cli/modes.h"

#include "../tap.h"

#define OPTION(t, z)                                                                               \
	{                                                                                          \
		.name = (z), .type = (t)                                                           \
	}

static const struct cs_opt common[] = {OPTION(CS_OPT_COLUMNS, "by"), OPTION(CS_OPT_FILE, "map")};
static const struct cs_opt bill[] = {OPTION(CS_OPT_FLAG, "bill")};
static const struct cs_opt top[] = {
    OPTION(CS_OPT_FLAG, "top"), OPTION(CS_OPT_INT, "most"), OPTION(CS_OPT_INT, "least")};
static const struct cs_opt plan[] = {OPTION(CS_OPT_FLAG, "plan"), OPTION(CS_OPT_INT, "year")};

static const struct cs_modes_part parts[] = {{bill, 1}, {top, 3}, {plan, 2}};
static const struct cs_modes modes = {{common, 2}, parts, 3};

static const char *const order[] = {"by", "map", "bill", "top", "most", "least", "plan", "year"};

enum { N = sizeof order / sizeof *order };

static const struct {
	const char *given; /* names, each behind a blank */
	int mode;	   /* -1: refused */
	const char *msg;
} cases[] = {
    {"", 0, NULL},
    {" by map", 0, NULL},
    {" bill", 0, NULL},
    {" top", 1, NULL},
    {" by top most least", 1, NULL},
    {" year plan", 2, NULL},
    {" bill plan", -1, "--bill and --plan do not go together"},
    {" top plan most", -1, "--top and --plan do not go together"},
    {" most", -1, "--most belongs to --top"},
    {" bill year", -1, "--year belongs to --plan"},
    {" plan least", -1, "--least belongs to --top"},
};

static void
test_choose(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_opt_value value[N] = {{.set = false}};
		struct cs_err e = CS_ERR_INIT;
		size_t chosen = 99;

		for (size_t k = 0; k < N; k++) {
			char word[16];

			(void)snprintf(word, sizeof word, " %s", order[k]);
			value[k].set = strstr(cases[i].given, word) != NULL;
		}
		is_int(cs_modes_choose(&modes, value, &chosen, &e), cases[i].mode < 0 ? -1 : 0,
		    "'%s'", cases[i].given);
		if (cases[i].mode >= 0) {
			is_int(chosen, cases[i].mode, "the mode");
		} else {
			is_int(e.status, CS_EXIT_USAGE, "usage");
			is_str(e.msg, cases[i].msg, "why");
		}
	}
}

static void
test_files(void)
{
	struct cs_str list[] = {CS_STR_INIT("a.tsv"), CS_STR_INIT("x/b.tsv.gz")};
	const struct cs_opt_value two = {.list = list, .n = 2}, none = {.n = 0};
	struct cs_arena a = CS_ARENA_INIT;
	char **path;
	int n;

	list[0].n = 3; /* what follows is no part of it */
	path = cs_modes_files(&a, &two, &n);
	is_int(n, 2, "two files");
	is_str(path[0], "a.t", "the first");
	is_str(path[1], "x/b.tsv.gz", "the second");
	ok(cs_modes_files(&a, &none, &n) != NULL && n == 0, "none");
	cs_arena_finish(&a);
}

int
main(void)
{
	static const size_t begin[] = {2, 3, 6};
	struct cs_opt_value value[N];
	struct cs_opt all[N];

	is_int(cs_modes_options(&modes, all, N), N, "all options");
	for (size_t i = 0; i < N; i++)
		is_str(all[i].name, order[i], "in their order");
	for (size_t m = 0; m < 3; m++)
		is_int(
		    cs_modes_values(&modes, value, m) - value, begin[m], "values of mode %zu", m);
	test_choose();
	test_files();
	return done();
}
