/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a vision says, as words of the dictionary: see vision.h. */
#include "base/map.h"
#include "expr/ast.h"
#include "metric/vision.h"

/* A line of a table as it goes into a case: the contacts that it is about, and the text of what it
 * says; text.n 0: nothing of this word. The first of an array is `every`. */
struct choice {
	const struct cs_vision_who *who;
	struct cs_str text;
};

struct making {
	struct cs_arena *arena;
	const struct cs_head *head;
	struct cs_word *word;
	size_t n;
	struct cs_err *e;
};

/* The most words that a vision says. */
enum { WORDS = 13 };

static const char *const columns[] = {
    [CS_SCOPE_QUEUE] = "queue",
    [CS_SCOPE_CHANNEL] = "channel",
    [CS_SCOPE_REASON] = "reason",
};

static void
put_quoted(struct cs_buf *b, struct cs_str s)
{
	cs_buf_c(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			cs_buf_c(b, '\'');
		cs_buf_c(b, s.p[i]);
	}
	cs_buf_c(b, '\'');
}

/*
 * The branches for the lines of one scope, those that say the same in one: short to read, and a
 * case of such branches is one look into a table, however many they are (expr/bind_case). rest:
 * what comes behind these branches; where there is nothing, those that say what holds for every
 * other are not needed.
 */
static void
put_branches(struct making *m, struct cs_buf *b, const struct choice *choice, size_t n,
    enum cs_vision_scope scope, struct cs_str rest)
{
	struct cs_map said = CS_MAP_INIT;			  /* id: a thing that is said */
	size_t *first = cs_arena_new(m->arena, n, sizeof *first); /* by id: who it is said of */
	size_t *last = cs_arena_new(m->arena, n, sizeof *last);
	size_t *next = cs_arena_new(m->arena, n, sizeof *next); /* by choice; 0: none */
	size_t before;
	uint32_t id;

	if (m->head != NULL && cs_head_find(m->head, cs_str_z(columns[scope])) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (choice[i].who->scope != scope || choice[i].text.n == 0 ||
		    (rest.n == 0 && cs_str_eq(choice[i].text, choice[0].text)))
			continue;
		before = said.n;
		id = cs_map_add(&said, choice[i].text);
		*(said.n != before ? &first[id] : &next[last[id]]) = i;
		last[id] = i;
	}
	for (id = 0; id < said.n; id++) {
		cs_buf_printf(b, " when %s in (", columns[scope]);
		for (size_t i = first[id]; i != 0; i = next[i]) {
			if (i != first[id])
				cs_buf_z(b, ", ");
			put_quoted(b, choice[i].who->name);
		}
		cs_buf_z(b, ") then ");
		cs_buf_str(b, cs_map_key(&said, id));
	}
	cs_map_finish(&said);
}

/* A word: a case over the choices, of which [0] is what holds for every other contact. */
static void
put_word(struct making *m, const char *name, const struct choice *choice, size_t n)
{
	struct cs_word *w = &m->word[m->n++];
	struct cs_str branches = {NULL, 0};
	struct cs_buf b = CS_BUF_INIT;

	*w = *cs_dict_word(cs_dict(), cs_str_z(name));
	for (int scope = CS_SCOPE_REASON; scope >= CS_SCOPE_QUEUE; scope--) {
		cs_buf_reset(&b);
		put_branches(m, &b, choice, n, (enum cs_vision_scope)scope, branches);
		cs_buf_str(&b, branches);
		branches = cs_arena_str(m->arena, cs_buf_all(&b));
	}
	w->text = choice[0].text;
	if (branches.n != 0) {
		cs_buf_reset(&b);
		cs_buf_z(&b, "case");
		cs_buf_str(&b, branches);
		cs_buf_z(&b, " else ");
		cs_buf_str(&b, choice[0].text);
		cs_buf_z(&b, " end");
		w->text = cs_arena_str(m->arena, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

/* Seconds as a text, as the dictionary has them: a number where what is compared is one, else a
 * duration ("s"). Fewer than 0: nothing. */
static struct cs_str
seconds_text(struct making *m, int64_t s, const char *unit)
{
	return s < 0 ? cs_str(NULL, 0)
		     : cs_str_z(cs_arena_printf(m->arena, "%lld%s", (long long)s, unit));
}

/* A formula with its parameters written as the words that stand for them. */
static struct cs_str
with_words(struct making *m, struct cs_str formula)
{
	static const struct {
		struct cs_str mark, word;
	} marks[] = {{CS_STR_INIT("{t}"), CS_STR_INIT("sl_threshold_s")},
	    {CS_STR_INIT("{short}"), CS_STR_INIT("short_s")}};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str s;

	while (formula.n != 0) {
		size_t i = 0;

		while (i < 2 && !cs_str_starts(formula, marks[i].mark))
			i++;
		if (i == 2)
			cs_buf_c(&b, formula.p[0]);
		else
			cs_buf_str(&b, marks[i].word);
		formula = cs_str_skip(formula, i == 2 ? 1 : marks[i].mark.n);
	}
	s = cs_arena_str(m->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return s;
}

static struct cs_str
printed(struct making *m, const struct cs_ast *x)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str s;

	/* In parentheses: it becomes a branch, or a part of a condition. */
	cs_buf_c(&b, '(');
	cs_ast_print(&b, x);
	cs_buf_c(&b, ')');
	s = cs_arena_str(m->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return s;
}

/* Takes a service level apart: share(met) filter (where counted). */
static int
halves(struct making *m, struct cs_str entry, struct cs_str *met, struct cs_str *counted)
{
	const struct cs_metric *metric = cs_metric_find(entry);
	const struct cs_ast *x = cs_ast_parse(m->arena, with_words(m, metric->formula),
	    cs_arena_printf(m->arena, "the metric %.*s", CS_STR_ARG(entry)), m->e);

	if (x == NULL)
		return -1;
	if (x->kind != CS_AST_CALL || !cs_str_eqz(x->s, "share") || x->narg != 1 ||
	    x->filter == NULL)
		return cs_err_set(m->e, CS_EXIT_USAGE,
		    "%.*s is no share of something, as a service level is", CS_STR_ARG(entry));
	*met = printed(m, x->arg[0]);
	*counted = printed(m, x->filter);
	return 0;
}

static int
put_levels(struct making *m, const struct cs_vision *v)
{
	static const char *const names[] = {"sl_threshold_s", "short_s", "sl_met", "sl_counted"};
	struct choice *choice[4];

	for (int k = 0; k < 4; k++)
		choice[k] = cs_arena_new(m->arena, v->nlevel, sizeof **choice);
	for (size_t i = 0; i < v->nlevel; i++) {
		const struct cs_vision_level *level = &v->level[i];

		for (int k = 0; k < 4; k++)
			choice[k][i].who = &level->who;
		choice[0][i].text = seconds_text(m, level->within_s, "");
		choice[1][i].text = seconds_text(m, level->short_s, "");
		if (level->formula.n != 0 &&
		    halves(m, level->formula, &choice[2][i].text, &choice[3][i].text) != 0)
			return -1;
	}
	for (int k = 0; k < 4; k++)
		put_word(m, names[k], choice[k], v->nlevel);
	return 0;
}

/* Times for replies, and by which clock: what a clock means is a word for each thing timed. */
static void
put_replies(struct making *m, const struct cs_vision *v)
{
	static const struct {
		const char *word;
		struct cs_str calendar, business;
	} clocks[] = {
	    {"first_reply_clock_s", CS_STR_INIT("first_reply_s"),
		CS_STR_INIT("first_reply_business_s")},
	    {"unreplied_clock_s", CS_STR_INIT("unreplied_s"), CS_STR_INIT("unreplied_business_s")},
	    {"full_solution_clock_s", CS_STR_INIT("full_solution_s"),
		CS_STR_INIT("full_solution_business_s")},
	    {"age_clock_s", CS_STR_INIT("age_s"), CS_STR_INIT("age_business_s")},
	};
	struct choice *choice = cs_arena_new(m->arena, v->nreply, sizeof *choice);

	for (size_t i = 0; i < v->nreply; i++)
		choice[i] =
		    (struct choice){&v->reply[i].who, seconds_text(m, v->reply[i].first_s, "s")};
	put_word(m, "first_reply_target_s", choice, v->nreply);
	for (size_t i = 0; i < v->nreply; i++)
		choice[i].text = seconds_text(m, v->reply[i].solution_s, "s");
	put_word(m, "full_solution_target_s", choice, v->nreply);
	for (size_t k = 0; k < sizeof clocks / sizeof *clocks; k++) {
		for (size_t i = 0; i < v->nreply; i++)
			choice[i].text = v->reply[i].clock == CS_CLOCK_UNSAID ? cs_str(NULL, 0)
					 : v->reply[i].clock == CS_CLOCK_BUSINESS
					     ? clocks[k].business
					     : clocks[k].calendar;
		put_word(m, clocks[k].word, choice, v->nreply);
	}
}

static void
put_windows(struct making *m, const struct cs_vision *v)
{
	static const struct {
		struct cs_str name, text;
	} same[] = {
	    {CS_STR_INIT("repeat_meant"), CS_STR_INIT("repeat_share(repeat_window_s, reason)")},
	    {CS_STR_INIT("repeat_free_meant"), CS_STR_INIT("repeat_free(repeat_window_s, reason)")},
	};
	struct choice *choice = cs_arena_new(m->arena, v->nwindow, sizeof *choice);

	for (size_t i = 0; i < v->nwindow; i++)
		choice[i] =
		    (struct choice){&v->window[i].who, seconds_text(m, v->window[i].s, "s")};
	put_word(m, "repeat_window_s", choice, v->nwindow);
	if (!v->same_reason)
		return;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		m->word[m->n] = *cs_dict_word(cs_dict(), same[i].name);
		m->word[m->n++].text = same[i].text;
	}
}

int
cs_vision_words(struct cs_arena *a, const struct cs_vision *v, const struct cs_head *head,
    struct cs_word **word, size_t *n, struct cs_err *e)
{
	struct making m = {.arena = a, .head = head, .e = e};

	m.word = cs_arena_new(a, WORDS, sizeof *m.word);
	if (v->nlevel != 0 && put_levels(&m, v) != 0)
		return -1;
	if (v->nreply != 0)
		put_replies(&m, v);
	if (v->nwindow != 0)
		put_windows(&m, v);
	*word = m.word;
	*n = m.n;
	return 0;
}
