/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions. What is parsed prints as a text that parses to the same; what compiles gives the
 * same values for a whole batch and for its records one by one; every refusal has a message; a
 * formula takes any inputs; a list splits into what parses or not.
 */
#include <stdlib.h>

#include "expr/formula.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char head_line[] =
    "contact_id\tqueue\tstarted_at\tended_at\twait_s\tcsat\tcost\tsolved_agent\tdisposition\t"
    "themes\tx";

static const char records[] =
    "1\tsales\t2026-10-01T08:15:30Z\t2026-10-01T08:20:00Z\t20\t5\t1.50\tt\tanswered\ta,b\t12\n"
    "2\tsupport\t2026-10-25T00:30:00Z\t\\N\t75\t\\N\t\\N\t\\N\tabandoned\t\\N\tabc\n"
    "3\t\\N\t9999-12-31T23:59:59.9Z\t0001-01-01T00:00:00Z\t-1\t1\t-0.75\tf\t\\N\tfee\t2.50\n"
    "4\tb\\tc\t2025-12-31T23:30:00Z\t2026-01-01T00:00:00Z\t9223372036854775807\t3\t"
    "99999999999999999999.5\tt\tclosed\t\t\\N\n"
    "5\tab\\\\\t2026-03-29T01:30:00Z\t2026-03-29T03:00:00Z\tabc\t\t7\t0\tgone\ta\t\xc3\xa4\n";

enum { RECORDS = 5 };

static void
check(bool good)
{
	if (!good)
		abort();
}

static struct cs_head head;

static void
fill(struct cs_batch *b, struct cs_str text, uint64_t row0)
{
	cs_buf_reset(&b->bytes);
	cs_buf_str(&b->bytes, text);
	b->ncol = head.ncol;
	b->file = "fuzz";
	b->row0 = row0;
	check(cs_batch_split(b, NULL) == 0);
}

static void
same_value(const struct cs_vec *a, uint32_t row, const struct cs_vec *b)
{
	bool null = a->null != NULL && a->null[row];

	check(a->type == b->type && null == (b->null != NULL && b->null[0]));
	if (a->type == CS_TEXT)
		check(cs_str_eq(a->s[row], b->s[0]) && (!null || a->s[row].n == 0));
	else if (a->type == CS_DEC)
		check(cs_dec_cmp(a->d[row], b->d[0]) == 0);
	else
		check(a->i[row] == b->i[0] && (!null || a->i[row] == 0));
}

/* Runs x over all records and over each alone: the same values, or the same refusal. */
static void
run(const struct cs_expr *x)
{
	struct cs_batch whole = {.nrow = 0}, one = {.nrow = 0};
	struct cs_eval ev, single;
	struct cs_err e = CS_ERR_INIT, why = CS_ERR_INIT;
	struct cs_str rest = cs_str(records, sizeof records - 1);
	struct cs_vec v, w;
	bool good;

	cs_eval_init(&ev);
	cs_eval_init(&single);
	fill(&whole, rest, 1);
	good = cs_eval_run(&ev, x, &whole, &v, &e) == 0;
	check(good == (e.status == 0) && (good || (e.status == CS_EXIT_DATA && e.msg[0] != 0)));
	for (uint32_t row = 0; row < RECORDS; row++) {
		size_t n = cs_str_find(rest, '\n') + 1;

		fill(&one, cs_str_head(rest, n), 1 + row);
		rest = cs_str_skip(rest, n);
		cs_eval_next_batch(&single);
		if (cs_eval_run(&single, x, &one, &w, &why) != 0)
			break;
		if (good)
			same_value(&v, row, &w);
	}
	check(good == (why.status == 0));
	check(!good || ev.bad_cells == single.bad_cells);
	cs_eval_finish(&ev);
	cs_eval_finish(&single);
	cs_batch_finish(&whole);
	cs_batch_finish(&one);
}

/* The canonical text parses, and is its own canonical text. */
static void
print_again(struct cs_arena *a, const struct cs_ast *x)
{
	struct cs_buf first = CS_BUF_INIT, second = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_ast *y;

	cs_ast_print(&first, x);
	y = cs_ast_parse(a, cs_buf_all(&first), "fuzz", &e);
	if (y != NULL) {
		cs_ast_print(&second, y);
		check(cs_str_eq(cs_buf_all(&first), cs_buf_all(&second)));
	} else {
		/* Quotes and parentheses may make it longer or deeper than what may be parsed. */
		check(first.n > CS_AST_TEXT_MAX || strstr(e.msg, "nested") != NULL);
	}
	cs_buf_finish(&first);
	cs_buf_finish(&second);
}

static void
formula(struct cs_arena *a, const struct cs_ast *x, const struct cs_env *env)
{
	const struct cs_real some[3] = {{CS_REAL_NULL, 0, 1, 0},
	    {CS_REAL_EXACT, ((cs_i128)1 << 120) + 1, 3, 0}, {CS_REAL_ESTIMATE, 0, 1, -0.5}};
	struct cs_err e = CS_ERR_INIT;
	const struct cs_formula *f = cs_formula_compile(a, x, env, NULL, &e);
	struct cs_real *in, v;
	size_t n;

	check((f == NULL) == (e.status == CS_EXIT_USAGE));
	if (f == NULL)
		return;
	(void)cs_formula_inputs(f, &n);
	in = cs_arena_new(a, n, sizeof *in);
	for (size_t turn = 0; turn < 3; turn++) {
		for (size_t k = 0; k < n; k++)
			in[k] = some[(k + turn) % 3];
		v = cs_formula_eval(f, in);
		check(v.kind != CS_REAL_EXACT || v.den > 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_str text = cs_str((const char *)data, size);
	struct cs_env env = {.head = &head, .source = "fuzz"};
	struct cs_list_item *item;
	size_t n;
	const struct cs_ast *x;
	struct cs_err e = CS_ERR_INIT;

	if (head.ncol == 0)
		check(cs_head_parse(&head, cs_str_z(head_line), NULL) == 0);
	if (size > 4096)
		return 0;
	x = cs_ast_parse(&a, text, "fuzz", &e);
	check((x == NULL) == (e.status == CS_EXIT_USAGE) && (x != NULL || e.msg[0] != '\0'));
	if (x != NULL) {
		print_again(&a, x);
		formula(&a, x, &env);
	}
	for (int bad = CS_BAD_ERROR; x != NULL && bad <= CS_BAD_SKIP; bad++) {
		const struct cs_expr *c;

		env.bad = (enum cs_bad)bad;
		cs_err_clear(&e);
		c = cs_expr_compile_ast(&a, x, &env, &e);
		check((c == NULL) == (e.status == CS_EXIT_USAGE));
		if (c != NULL)
			run(c);
	}
	cs_err_clear(&e);
	check((cs_expr_split_list(&a, text, "fuzz", &item, &n, &e) == 0) == (e.status == 0));
	cs_arena_finish(&a);
	return 0;
}
