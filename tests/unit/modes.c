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

static const struct cs_mode mode[] = {
    {.opt = bill, .nopt = 1}, {.opt = top, .nopt = 3}, {.opt = plan, .nopt = 2}};
static const struct cs_mode *const all_modes[] = {&mode[0], &mode[1], &mode[2]};
static const struct cs_modes modes = {common, 2, all_modes, 3};

static const char *const order[] = {"by", "map", "bill", "top", "most", "least", "plan", "year"};

enum { N = sizeof order / sizeof *order };

/* Where the options of each mode begin. */
static const int begin[] = {2, 3, 6};

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
		const struct cs_opt_value *own;
		const struct cs_mode *chosen;

		for (size_t k = 0; k < N; k++) {
			char word[16];

			(void)snprintf(word, sizeof word, " %s", order[k]);
			value[k].set = strstr(cases[i].given, word) != NULL;
		}
		chosen = cs_modes_choose(&modes, value, &own, &e);
		ok((chosen == NULL) == (cases[i].mode < 0), "'%s'", cases[i].given);
		if (cases[i].mode >= 0) {
			is_int(chosen - mode, cases[i].mode, "the mode");
			is_int(own - value, begin[cases[i].mode], "its values");
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
	struct cs_opt all[N];

	is_int(cs_modes_options(&modes, all, N), N, "all options");
	for (size_t i = 0; i < N; i++)
		is_str(all[i].name, order[i], "in their order");
	test_choose();
	test_files();
	return done();
}
