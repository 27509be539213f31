/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of the columns of journey.h, and the formulas that have their rules. */
#include "base/civil.h"
#include "base/mem.h"
#include "desk/journey.h"

/* What a name may have behind it. */
enum { FIXED = 1, REASON = 2, WINDOW = 4 };

static const struct {
	const char *name;
	enum cs_journey_what what;
	int may;
	const char *formula; /* of the aggregate, and what stands before the window */
} bases[] = {
    {"repeat", CS_JOURNEY_REPEAT, REASON | WINDOW, "repeat_share("},
    {"next_contact_at", CS_JOURNEY_NEXT_AT, REASON, "repeat_share("},
    {"next_contact_id", CS_JOURNEY_NEXT_ID, REASON, "repeat_share("},
    {"chain_id", CS_JOURNEY_CHAIN_ID, FIXED | REASON | WINDOW, "chain_mean("},
    {"root_contact_id", CS_JOURNEY_ROOT_ID, FIXED | REASON | WINDOW, "chain_mean("},
    {"chain_n", CS_JOURNEY_N, FIXED | REASON | WINDOW, "chain_mean("},
    {"chain_length", CS_JOURNEY_LENGTH, FIXED | REASON | WINDOW, "chain_mean("},
    {"chain_open", CS_JOURNEY_OPEN, FIXED | REASON | WINDOW, "chain_mean("},
    {"added_handle_s", CS_JOURNEY_ADDED, FIXED | REASON | WINDOW, "added_sum(handle_s, "},
};

enum { N_BASES = sizeof bases / sizeof *bases };

void
cs_journey_words(struct cs_buf *out)
{
	for (size_t i = 0; i < N_BASES; i++)
		cs_buf_printf(out, "%s\n", bases[i].name);
	cs_buf_z(out, "repeat_1d\nrepeat_7d\nrepeat_reason_7d\nchain_id_fixed\n"
		      "first_agent_id\nlast_agent_id\n");
}

static int
unknown(struct cs_str name, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < N_BASES; i++)
		cs_buf_printf(&b, "%s%s", i != 0 ? ", " : "", bases[i].name);
	(void)cs_err_set(e, CS_EXIT_USAGE, "--add: there is no column '%.*s'", CS_STR_ARG(name));
	(void)cs_err_hint(e,
	    "there are %s; behind them _fixed, _reason, and a window such as _7d; and "
	    "first_agent_id, last_agent_id",
	    cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

/* The base that a name begins with; the rest is empty or begins with an underscore. */
static int
find_base(struct cs_str name, struct cs_str *rest)
{
	for (size_t i = 0; i < N_BASES; i++) {
		size_t n = strlen(bases[i].name);

		*rest = cs_str_skip(name, n);
		if (name.n >= n && memcmp(name.p, bases[i].name, n) == 0 &&
		    (rest->n == 0 || rest->p[0] == '_'))
			return (int)i;
	}
	return -1;
}

/* The words behind a base: a set of them, and the window. False when there is another. */
static bool
read_words(struct cs_str rest, int may, int *words, struct cs_str *window)
{
	struct cs_str word;
	struct cs_duration d;

	*words = 0;
	while (rest.n != 0) {
		int is;

		rest = cs_str_skip(rest, 1);
		word = cs_str_head(rest, cs_str_find(rest, '_'));
		rest = cs_str_skip(rest, word.n);
		if (cs_str_eqz(word, "fixed"))
			is = FIXED;
		else if (cs_str_eqz(word, "reason"))
			is = REASON;
		else if (word.n != 0 && word.p[word.n - 1] > '9' && cs_duration_parse(word, &d) &&
			 d.months == 0 && d.s > 0)
			is = WINDOW;
		else
			return false;
		if ((may & is) == 0 || is <= *words)
			return false;
		*words |= is;
		if (is == WINDOW)
			*window = word;
	}
	return true;
}

/* The columns that ours are made of, beside the customer and the time; handle_s is put together
 * from its parts where it is not there. */
static int
check_head(
    const struct cs_head *head, const struct cs_journey_column *c, int words, struct cs_err *e)
{
	bool id = c->what == CS_JOURNEY_NEXT_ID || c->what == CS_JOURNEY_ROOT_ID;

	if ((!id || cs_head_need(head, CS_STR("contact_id"), e) >= 0) &&
	    (c->what != CS_JOURNEY_ADDED || cs_head_find(head, CS_STR("handle_s")) >= 0 ||
		(cs_head_need(head, CS_STR("talk_s"), e) >= 0 &&
		    cs_head_need(head, CS_STR("wrap_s"), e) >= 0)) &&
	    ((words & REASON) == 0 || cs_head_need(head, CS_STR("reason"), e) >= 0))
		return 0;
	cs_err_prefix(e, "%.*s", CS_STR_ARG(c->name));
	return -1;
}

/* The aggregate whose rule a column has: what the vision calls a repeat where nothing is said. */
static void
add_formula(struct cs_buf *b, int base, int words, struct cs_str window)
{
	if (bases[base].what == CS_JOURNEY_REPEAT && words == 0) {
		cs_buf_z(b, "@repeat_target");
		return;
	}
	cs_buf_printf(b, "%s%s", (words & FIXED) != 0 ? "fixed_" : "", bases[base].formula);
	if ((words & WINDOW) != 0)
		cs_buf_str(b, window);
	else
		cs_buf_z(b, "repeat_window_s");
	cs_buf_z(b, (words & REASON) != 0 ? ", reason)" : ")");
}

int
cs_journey_parse(struct cs_journey *j, struct cs_arena *a, const struct cs_journey_ask *ask,
    struct cs_buf *formulas, struct cs_err *e)
{
	struct cs_str rest, window = {NULL, 0};
	int base, words;

	*j = (struct cs_journey){.column = cs_arena_new(a, ask->n, sizeof *j->column)};
	if (ask->n > CS_JOURNEY_MOST)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--add: more than %d columns at a time", CS_JOURNEY_MOST);
	for (size_t i = 0; i < ask->n; i++) {
		struct cs_journey_column *c = &j->column[j->n];

		base = find_base(ask->name[i], &rest);
		if (base < 0 || !read_words(rest, bases[base].may, &words, &window))
			return unknown(ask->name[i], e);
		*c = (struct cs_journey_column){
		    .name = cs_arena_str(a, ask->name[i]), .what = bases[base].what};
		if (check_head(ask->head, c, words, e) != 0)
			return -1;
		j->n++;
		j->ids = j->ids || c->what == CS_JOURNEY_NEXT_ID || c->what == CS_JOURNEY_ROOT_ID;
		cs_buf_printf(formulas, "%sc%zu_n=", i != 0 ? "," : "", i + 1);
		add_formula(formulas, base, words, window);
	}
	return 0;
}

void
cs_journey_bind(struct cs_journey *j, const struct cs_scheme *scheme)
{
	for (unsigned i = 0; i < j->n; i++)
		j->column[i].rule = scheme->acc[scheme->of[i].acc[0]].rule;
}
