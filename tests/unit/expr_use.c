/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions as their users use them: large batches, several expressions on one batch, filters,
 * parameters, foreign columns, what can be asked of an expression, limits, threads.
 */
#include <pthread.h>

#include "base/zone.h"
#include "expr/ast.h"
#include "expr/expr.h"

#include "../tap.h"

static struct cs_arena arena;
static struct cs_head head;

static struct cs_expr *
compile(const char *text, struct cs_err *e)
{
	const struct cs_env env = {.head = &head, .source = "t"};

	return cs_expr_compile(&arena, cs_str_z(text), &env, e);
}

/* n records: contact_id k, queue q0 .. q6, wait_s k (NULL for each tenth), x a number or not. */
static void
fill(struct cs_batch *b, uint32_t n, bool junk)
{
	cs_buf_reset(&b->bytes);
	for (uint32_t k = 0; k < n; k++) {
		cs_buf_printf(&b->bytes, "%u\tq%u\t", k, k % 7);
		if (k % 10 == 0)
			cs_buf_z(&b->bytes, "\\N");
		else
			cs_buf_printf(&b->bytes, "%u", k);
		cs_buf_printf(&b->bytes, "\t%s%u\n", junk && k % 1000 == 999 ? "x" : "", k);
	}
	b->ncol = head.ncol;
	b->file = "f";
	b->row0 = 1;
	if (cs_batch_split(b, NULL) != 0)
		printf("Bail out! batch\n");
}

/* Batches of all sizes around the chunk's, growing and shrinking, through one scratch. */
static void
test_sizes(void)
{
	static const uint32_t sizes[] = {1, 0, 1023, 1024, 1025, 2048, 5, 5000, 3071, 1};
	struct cs_err e = CS_ERR_INIT;
	struct cs_expr *sum = compile("wait_s * 2 + 1", &e), *same = compile("wait_s", &e);
	struct cs_expr *text = compile("queue || '!'", &e), *one = compile("7", &e);
	struct cs_expr *test = compile("queue = 'q3' and wait_s > 100", &e);
	struct cs_batch b = {.nrow = 0};
	struct cs_eval ev;

	cs_eval_init(&ev);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct cs_vec s, w, t, c, q;
		bool good = true;

		fill(&b, sizes[i], false);
		cs_eval_next_batch(&ev);
		good = cs_eval_run(&ev, sum, &b, &s, &e) == 0 &&
		       cs_eval_run(&ev, same, &b, &w, &e) == 0 &&
		       cs_eval_run(&ev, text, &b, &t, &e) == 0 &&
		       cs_eval_run(&ev, one, &b, &c, &e) == 0 &&
		       cs_eval_run(&ev, test, &b, &q, &e) == 0 &&
		       cs_eval_run(&ev, sum, &b, &s, &e) == 0;
		for (uint32_t k = 0; good && k < sizes[i]; k++) {
			bool null = k % 10 == 0;

			good = s.null[k] == null && w.null[k] == null && c.null == NULL &&
			       c.i[k] == 7 && (null || s.i[k] == w.i[k] * 2 + 1) &&
			       (null || w.i[k] == k) && t.s[k].n == 3 && t.s[k].p[2] == '!' &&
			       t.s[k].p[1] == (char)('0' + k % 7) &&
			       (q.i[k] != 0) == (k % 7 == 3 && !null && k > 100);
		}
		ok(good, "five expressions live side by side over %u rows", sizes[i]);
	}
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
}

/* The same bytes of both vectors, or the same error. */
static bool
alike(int r1, const struct cs_vec *a, int r2, const struct cs_vec *b, uint32_t rows)
{
	bool good = r1 == r2;

	for (uint32_t k = 0; good && r1 == 0 && k < rows; k++) {
		good = (a->null != NULL && a->null[k]) == (b->null != NULL && b->null[k]) &&
		       a->i[k] == b->i[k];
	}
	return good;
}

/* Expressions that share parts give in one scratch what each gives in its own: values, errors, and
 * which cells are bad, wherever in the batch. */
static void
test_common(enum cs_bad bad, const char *policy)
{
	static const char *const text[] = {"wait_s > 100 and queue = 'q3'", "wait_s > 100",
	    "queue = 'q3'", "queue = 'q3' and wait_s > 100 and number(x) > 5", "number(x) > 5",
	    "case when wait_s > 100 then number(x) > 5 end", "wait_s > 100 and queue = 'q3'",
	    "if(wait_s > 100, wait_s * 2, wait_s + 1)", "wait_s * 2 = 7 or wait_s * 2 > 2100"};
	enum { TEXTS = sizeof text / sizeof *text };
	static const uint32_t sizes[] = {900, 3000, 1024, 5000, 1, 2500};
	const struct cs_env env = {.head = &head, .source = "t", .bad = bad};
	struct cs_batch b = {.nrow = 0};
	struct cs_expr *x[TEXTS];
	struct cs_eval all;

	cs_eval_init(&all);
	for (size_t i = 0; i < TEXTS; i++)
		x[i] = cs_expr_compile(&arena, cs_str_z(text[i]), &env, NULL);
	for (size_t turn = 0; turn < sizeof sizes / sizeof *sizes; turn++) {
		uint64_t cells = all.bad_cells, expected = 0;
		bool good = true;

		fill(&b, sizes[turn], turn % 2 != 0);
		cs_eval_next_batch(&all);
		for (size_t i = 0; i < TEXTS; i++) {
			size_t at = (i + turn) % TEXTS;
			struct cs_eval own;
			struct cs_vec v, w;
			int r1, r2;

			cs_eval_init(&own);
			cs_eval_next_batch(&own);
			r1 = cs_eval_run(&all, x[at], &b, &v, NULL);
			r2 = cs_eval_run(&own, x[at], &b, &w, NULL);
			good = good && alike(r1, &v, r2, &w, sizes[turn]);
			expected += own.bad_cells;
			cs_eval_finish(&own);
		}
		ok(good, "%s: shared or alone, %u rows", policy, sizes[turn]);
		if (bad == CS_BAD_NULL)
			is_int((int64_t)(all.bad_cells - cells), (int64_t)expected, "bad cells");
	}
	ok(bad == CS_BAD_ERROR || all.bad_cells != 0, "some were bad");
	cs_eval_finish(&all);
	cs_batch_finish(&b);
}

static void
test_filter(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_env env = {.head = &head, .source = "t", .bad = CS_BAD_SKIP};
	struct cs_expr *x =
	    cs_expr_compile_filter(&arena, CS_STR("wait_s < 1500 and number(x) >= 0"), &env, &e);
	struct cs_filter_count count = {.kept = 0};
	struct cs_batch b = {.nrow = 0};
	uint8_t keep[3000];
	struct cs_eval ev;

	cs_eval_init(&ev);
	fill(&b, 3000, true);
	cs_eval_next_batch(&ev);
	is_int(cs_eval_filter(&ev, x, &b, keep, &count, &e), 0, "a filter runs");
	/* 0 .. 1499 without each tenth and row 999; NULL below the bound and where x decides. */
	is_int(count.kept, 1500 - 150 - 1, "kept");
	is_int(count.skipped, 1, "skipped, where a bad cell decides");
	is_int(count.null, 300, "NULL");
	is_int(count.dropped, 3000 - 1349 - 1 - 300, "dropped");
	is_int(ev.bad_cells, 1, "and counted");
	ok(keep[998] == 1 && keep[999] == 0 && cs_eval_skipped(&ev, 999) && !keep[1500],
	    "row by row");
	cs_eval_next_batch(&ev);
	ok(!cs_eval_skipped(&ev, 999), "a new batch begins clean");
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
	ok(cs_expr_compile_filter(&arena, CS_STR("wait_s"), &env, &e) == NULL,
	    "a filter must be a condition");
	is_str(e.msg, "t: a filter must be a condition, this is a whole number", "says so");
}

static void
test_questions(void)
{
	struct cs_err e = CS_ERR_INIT;
	const struct cs_env env = {.head = &head, .source = "t"};
	struct cs_param value;
	struct cs_str name;
	bool used[4] = {false};

	cs_expr_columns(compile("coalesce(wait_s, 1) > 2 or x = 'a'", &e), used);
	ok(!used[0] && !used[1] && used[2] && used[3], "columns that are read");
	is_int(cs_expr_column(compile("queue", &e)), 1, "nothing but a column");
	is_int(cs_expr_column(compile("queue || ''", &e)), -1, "more than a column");
	is_int(cs_expr_type(compile("queue", &e)), CS_ID, "type of an identifier");
	is_int(cs_expr_type(compile("queue || ''", &e)), CS_TEXT, "type of a text");
	is_slice(cs_expr_unit(compile("wait_s + 1", &e)), "s", "unit");
	is_slice(cs_expr_unit(compile("wait_s * 2", &e)), "s", "unit of a product");
	is_slice(cs_expr_unit(compile("wait_s / wait_s", &e)), "", "unit of a ratio");
	is_slice(cs_expr_unit(compile("greatest(wait_s, 60)", &e)), "s", "unit of a choice");
	ok(!cs_expr_missing(
	       cs_ast_parse(&arena, CS_STR("wait > 1 and x = 'a'"), "t", &e), &env, &name),
	    "nothing is missing");
	ok(cs_expr_missing(
	       cs_ast_parse(&arena, CS_STR("wait_s > 1 and csat + y > 2"), "t", &e), &env, &name),
	    "a column is missing");
	is_slice(name, "csat", "the first of them");
	ok(cs_expr_missing(cs_ast_parse(&arena, CS_STR("handled"), "t", &e), &env, &name),
	    "a class without dispositions is missing too");
	ok(cs_expr_constant(
	       &arena, cs_ast_parse(&arena, CS_STR("2 * 15m"), "t", &e), &env, &value, &e) == 0 &&
		value.type == CS_INT && value.i == 1800,
	    "a constant");
	is_slice(value.unit, "s", "its unit");
	ok(cs_expr_constant(
	       &arena, cs_ast_parse(&arena, CS_STR("wait_s"), "t", &e), &env, &value, &e) != 0,
	    "no constant");
	is_int(e.status, CS_EXIT_USAGE, "an error, no column is seen");
	cs_err_clear(&e);
	ok(cs_expr_constant(
	       &arena, cs_ast_parse(&arena, CS_STR("1 / 0"), "t", &e), &env, &value, &e) != 0,
	    "NULL is refused");
	is_str(e.msg, "t: a constant was expected here", "says so");
}

/* Values of the first record of a text, for other heads and environments. */
static const char *
first(const struct cs_env *env, const char *text, const char *record, struct cs_buf *out)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_batch b = {.ncol = env->head->ncol, .file = "f", .row0 = 1};
	struct cs_expr *x = cs_expr_compile(&arena, cs_str_z(text), env, &e);
	struct cs_eval ev;
	struct cs_vec v;

	cs_eval_init(&ev);
	cs_buf_reset(out);
	cs_buf_z(&b.bytes, record);
	if (x == NULL || cs_batch_split(&b, &e) != 0 || cs_eval_run(&ev, x, &b, &v, &e) != 0)
		cs_buf_printf(out, "%d %s", e.status, e.msg);
	else if (v.null != NULL && v.null[0])
		cs_buf_z(out, "NULL");
	else if (v.type == CS_TEXT)
		cs_buf_str(out, v.s[0]);
	else if (v.type == CS_DEC)
		cs_dec_text(out, v.d[0]);
	else
		cs_buf_i64(out, v.i[0]);
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
	return cs_buf_cstr(out);
}

static void
test_environment(void)
{
	struct cs_head source = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_param param[] = {
	    {.name = CS_STR("t"), .type = CS_INT, .i = 20, .unit = CS_STR("s")},
	    {.name = CS_STR("rate"), .type = CS_DEC, .d = {25, 1}},
	    {.name = CS_STR("queue"), .type = CS_TEXT, .s = CS_STR("vip")},
	};
	struct cs_env env = {.head = &head, .param = param, .nparam = 3, .source = "t"};
	struct cs_buf out = CS_BUF_INIT;

	is_str(first(&env, "wait_s <= t", "1\tq\t20\tx\n", &out), "1", "a parameter");
	is_str(first(&env, "t * rate", "1\tq\t20\tx\n", &out), "50.0", "two of them");
	is_str(first(&env, "queue", "1\tq\t20\tx\n", &out), "vip", "it goes before a column");
	env.nparam = 0;
	is_int(cs_head_parse(&source, CS_STR("agent\twait_s\tdisposition\tqueue"), &e), 0,
	    "a source's head");
	env.head = &source;
	env.foreign = true;
	is_str(first(&env, "wait_s || '!'", "bob\tabc\tx\tq\n", &out), "abc!",
	    "columns of a source are text");
	is_str(first(&env, "number(wait_s) + 1", "bob\t1.5\tx\tq\n", &out), "2.5", "and cast");
	is_str(first(&env, "agent_id", "bob\t1\tx\tq\n", &out),
	    "2 t: there is no column 'agent_id'", "without aliases");
	is_str(first(&env, "handled", "bob\t1\tanswered\tq\n", &out),
	    "2 t: there is no column 'handled'", "and without classes of disposition");
	env.foreign = false;
	is_str(first(&env, "handled", "bob\t1\tanswered\tq\n", &out), "1", "which others have");
	is_str(first(&env, "agent || wait", "bob\t1\tx\tq\n", &out), "bob1",
	    "a user's column of an alias's name");
	env.head = NULL;
	ok(cs_expr_compile(&arena, CS_STR("1 + 1"), &env, &e) != NULL, "no columns are needed");
	ok(cs_expr_compile(&arena, CS_STR("a + 1"), &env, &e) == NULL, "or are missed");
	is_str(e.msg, "t: there are no columns here: 'a' means nothing", "says so");
	cs_head_finish(&source);
	cs_buf_finish(&out);
}

/* before, n times middle with a number behind it and then close, after. */
static struct cs_expr *
repeated(const char *before, const char *middle, const char *close, int n, const char *after,
    struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_expr *x;

	cs_buf_z(&b, before);
	for (int k = 0; k < n; k++)
		cs_buf_printf(&b, "%s%d%s", middle, k, close);
	cs_buf_z(&b, after);
	x = compile(cs_buf_cstr(&b), e);
	cs_buf_finish(&b);
	return x;
}

static void
test_limits(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_batch b = {.nrow = 0};
	struct cs_expr *ids = repeated("contact_id in ('none'", ", '", "'", 50000, ")", &e);
	struct cs_expr *numbers = repeated("wait_s in (-1", ", ", "", 50000, ")", &e);
	struct cs_expr *deep = repeated("", "case when wait_s > ", " then ", 400, "wait_s", &e);
	struct cs_buf text = CS_BUF_INIT;
	struct cs_eval ev;
	struct cs_vec v, w;
	uint32_t found = 0, known = 0;

	cs_eval_init(&ev);
	fill(&b, 3000, false);
	ok(ids != NULL && numbers != NULL, "lists of 50,000 compile");
	ok(cs_eval_run(&ev, ids, &b, &v, &e) == 0 && cs_eval_run(&ev, numbers, &b, &w, &e) == 0,
	    "and run");
	for (uint32_t k = 0; k < 3000; k++) {
		found += v.i[k] != 0;
		known += w.i[k] != 0;
	}
	is_int(found, 3000, "all ids are found");
	is_int(known, 2700, "and all numbers");
	ok(deep == NULL && e.status == CS_EXIT_USAGE, "an open case is an error");
	cs_err_clear(&e);
	ok(repeated("wait_s = 1", " or wait_s = ", "", 1000, "", &e) != NULL,
	    "a thousand comparisons");
	ok(repeated("wait_s = 1", " or wait_s = ", "", 5000, "", &e) == NULL, "five thousand");
	is_str(e.msg, "t: too long: more than 4096 operations", "are too many");
	cs_err_clear(&e);
	for (int k = 0; k < 330; k++)
		cs_buf_z(&text, k % 2 == 0 ? "abs(" : "-(");
	cs_buf_z(&text, "wait_s");
	for (int k = 0; k < 330; k++)
		cs_buf_c(&text, ')');
	ok(cs_eval_run(&ev, compile(cs_buf_cstr(&text), &e), &b, &v, &e) == 0 && v.i[11] == 11,
	    "330 calls and signs within each other run");
	cs_buf_finish(&text);
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
}

/* A pattern that would take for ever on its text is an error with its row. */
static void
test_match_limit(void)
{
	struct cs_head one = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_env env = {.head = &one, .source = "t"};
	struct cs_buf out = CS_BUF_INIT, record = CS_BUF_INIT;

	(void)cs_head_parse(&one, CS_STR("comment"), &e);
	for (int k = 0; k < 100; k++)
		cs_buf_c(&record, 'a');
	cs_buf_z(&record, "!\n");
	for (env.bad = CS_BAD_ERROR; env.bad <= CS_BAD_SKIP; env.bad++)
		is_str(first(&env, "comment ~ '^(a+)+$'", cs_buf_cstr(&record), &out),
		    "65 f:2: comment ~ '^(a+)+$': the match limit was reached",
		    "the limit is an error, whatever the policy for bad cells");
	is_str(first(&env, "false and comment ~ '^(a+)+$'", cs_buf_cstr(&record), &out), "0",
	    "but not where it is not asked for");
	cs_head_finish(&one);
	cs_buf_finish(&out);
	cs_buf_finish(&record);
}

struct job {
	const struct cs_expr *x;
	uint64_t sum;
};

static void *
work(void *arg)
{
	struct job *j = arg;
	struct cs_batch b = {.nrow = 0};
	struct cs_eval ev;
	struct cs_vec v;

	cs_eval_init(&ev);
	for (uint32_t turn = 0; turn < 20; turn++) {
		fill(&b, 2000 + turn, false);
		cs_eval_next_batch(&ev);
		if (cs_eval_run(&ev, j->x, &b, &v, NULL) != 0)
			break;
		for (uint32_t k = 0; k < b.nrow; k++)
			j->sum += (uint64_t)v.i[k];
	}
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
	return NULL;
}

/* One expression, many threads, each with its own scratch. */
static void
test_threads(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct job job[4];
	pthread_t thread[4];

	for (int k = 0; k < 4; k++) {
		job[k] = (struct job){NULL, 0};
		job[k].x = k == 0 ? compile("if(queue ~ '[135]$' and lower(queue) like 'q_', "
					    "coalesce(wait_s, 0) + length(x), 0)",
					&e)
				  : job[0].x;
	}
	for (int k = 0; k < 4; k++)
		if (pthread_create(&thread[k], NULL, work, &job[k]) != 0)
			printf("Bail out! thread\n");
	for (int k = 0; k < 4; k++)
		(void)pthread_join(thread[k], NULL);
	ok(job[0].sum != 0, "threads compute");
	ok(job[0].sum == job[1].sum && job[1].sum == job[2].sum && job[2].sum == job[3].sum,
	    "the same");
}

int
main(void)
{
	struct cs_err e = CS_ERR_INIT;

	ok(cs_head_parse(&head, CS_STR("contact_id\tqueue\twait_s\tx"), &e) == 0, "the head");
	test_sizes();
	test_common(CS_BAD_ERROR, "error");
	test_common(CS_BAD_NULL, "null");
	test_common(CS_BAD_SKIP, "skip");
	test_filter();
	test_questions();
	test_environment();
	test_limits();
	test_match_limit();
	test_threads();
	cs_head_finish(&head);
	cs_arena_finish(&arena);
	return done();
}
