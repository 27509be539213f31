/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random expressions over random records, against SQLite: whole numbers, text, conditions and NULL,
 * where the two languages agree. Where they do not (division, the sign of a remainder) the
 * generator writes what means the same in each.
 */
#include <unistd.h>

#include "base/mem.h"
#include "expr/expr.h"

#include "../tap.h"
#include "random.h"

enum { ROWS = 60, EXPRESSIONS = 1500, DEPTH = 4 };

/* Both texts of one expression. */
struct pair {
	struct cs_buf ours, sql;
};

static unsigned
rnd(unsigned n)
{
	return (unsigned)((random_bits() >> 33) % n);
}

static void
both(struct pair *p, const char *z)
{
	cs_buf_z(&p->ours, z);
	cs_buf_z(&p->sql, z);
}

/* The same place in both, but other words. */
static void
each(struct pair *p, const char *ours, const char *sql)
{
	cs_buf_z(&p->ours, ours);
	cs_buf_z(&p->sql, sql);
}

static const char *
any(const char *const *of, size_t n)
{
	return of[rnd((unsigned)n)];
}

#define ANY(...)                                                                                   \
	any((const char *const[]){__VA_ARGS__},                                                    \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void number(struct pair *p, int depth);
static void text(struct pair *p, int depth);
static void condition(struct pair *p, int depth);

static void
number_leaf(struct pair *p)
{
	both(p, ANY("wait_s", "talk_s", "hold_s", "0", "1", "7", "-3", "100", "wait_s", "talk_s"));
}

/* op between two of the same kind, in parentheses. */
static void
two(struct pair *p, void (*kind)(struct pair *, int), int depth, const char *ours, const char *sql)
{
	both(p, "(");
	kind(p, depth);
	each(p, ours, sql);
	kind(p, depth);
	both(p, ")");
}

static void
call(struct pair *p, const char *ours, const char *sql, void (*kind)(struct pair *, int), int depth,
    int n)
{
	each(p, ours, sql);
	both(p, "(");
	for (int k = 0; k < n; k++) {
		both(p, k != 0 ? ", " : "");
		kind(p, depth);
	}
	both(p, ")");
}

static void
case_of(struct pair *p, void (*kind)(struct pair *, int), int depth)
{
	both(p, "case when ");
	condition(p, depth);
	both(p, " then ");
	kind(p, depth);
	if (rnd(2) != 0) {
		both(p, " when ");
		condition(p, depth);
		both(p, " then ");
		kind(p, depth);
	}
	if (rnd(3) != 0) {
		both(p, " else ");
		kind(p, depth);
	}
	both(p, " end");
}

static void
number(struct pair *p, int depth)
{
	if (depth-- == 0) {
		number_leaf(p);
		return;
	}
	switch (rnd(11)) {
	case 0:
		two(p, number, depth, " + ", " + ");
		break;
	case 1:
		two(p, number, depth, " - ", " - ");
		break;
	case 2:
		both(p, "(");
		number(p, depth);
		both(p, " * ");
		both(p, ANY("0", "2", "-5", "hold_s"));
		both(p, ")");
		break;
	case 3:
		both(p, "(abs(");
		number(p, depth);
		each(p, ANY(") // abs("), ") / abs(");
		number(p, depth);
		both(p, "))");
		break;
	case 4:
		both(p, "(abs(");
		number(p, depth);
		both(p, ") % abs(");
		number(p, depth);
		both(p, "))");
		break;
	case 5:
		call(p, "coalesce", "coalesce", number, depth, 2 + (int)rnd(2));
		break;
	case 6:
		call(p, "nullif", "nullif", number, depth, 2);
		break;
	case 7:
		call(p, "length", "length", text, depth, 1);
		break;
	case 8:
		case_of(p, number, depth);
		break;
	case 9:
		both(p, "(- "); /* SQL takes -- for a comment */
		number(p, depth);
		both(p, ")");
		break;
	default:
		number_leaf(p);
		break;
	}
}

static void
text(struct pair *p, int depth)
{
	if (depth-- == 0) {
		both(p, ANY("queue", "s", "t", "'a'", "''", "'it''s'", "s", "t"));
		return;
	}
	switch (rnd(9)) {
	case 0:
		two(p, text, depth, " || ", " || ");
		break;
	case 1:
		call(p, "lower", "lower", text, depth, 1);
		break;
	case 2:
		call(p, "upper", "upper", text, depth, 1);
		break;
	case 3:
		both(p, "substr(");
		text(p, depth);
		both(p, ANY(", 1)", ", 2)", ", 1, 2)", ", 3, 0)", ", 2, 100)"));
		break;
	case 4:
		both(p, "replace(");
		text(p, depth);
		both(p, ANY(", 'a', 'bb')", ", 'b', '')", ", '', 'x')", ", 'ab', 'a')"));
		break;
	case 5:
		call(p, "coalesce", "coalesce", text, depth, 2);
		break;
	case 6:
		case_of(p, text, depth);
		break;
	case 7:
		call(p, "nullif", "nullif", text, depth, 2);
		break;
	default:
		both(p, ANY("queue", "s", "t"));
		break;
	}
}

static void
in_list(struct pair *p, bool texts)
{
	both(p, rnd(3) != 0 ? " in (" : " not in (");
	for (unsigned k = 0, n = 1 + rnd(4); k < n; k++) {
		both(p, k != 0 ? ", " : "");
		if (rnd(8) == 0)
			both(p, "null");
		else if (texts)
			both(p, ANY("'a'", "'b'", "'ab'", "''", "'sales'"));
		else
			both(p, ANY("0", "1", "7", "20", "talk_s"));
	}
	both(p, ")");
}

static void
test_of(struct pair *p, void (*kind)(struct pair *, int), int depth)
{
	static const char *const order[] = {" = ", " <> ", " < ", " <= ", " > ",
	    " >= ", " is distinct from ", " is not distinct from "};

	both(p, "(");
	kind(p, depth);
	switch (rnd(5)) {
	case 0:
		both(p, rnd(2) != 0 ? " is null" : " is not null");
		break;
	case 1:
		in_list(p, kind == text);
		break;
	case 2:
		both(p, rnd(2) != 0 ? " between " : " not between ");
		kind(p, depth);
		both(p, " and ");
		kind(p, depth);
		break;
	default:
		both(p, any(order, sizeof order / sizeof *order));
		kind(p, depth);
		break;
	}
	both(p, ")");
}

static void
condition(struct pair *p, int depth)
{
	if (depth-- == 0) {
		both(p, ANY("solved_agent", "solved_customer", "true", "false", "solved_agent"));
		return;
	}
	switch (rnd(9)) {
	case 0:
		two(p, condition, depth, " and ", " and ");
		break;
	case 1:
		two(p, condition, depth, " or ", " or ");
		break;
	case 2:
		both(p, "(not ");
		condition(p, depth);
		both(p, ")");
		break;
	case 3:
		both(p, "(");
		condition(p, depth);
		both(p, ANY(" is true", " is not true", " is false", " is not false", " is null",
			    " is not null"));
		both(p, ")");
		break;
	case 4:
		both(p, "(");
		text(p, depth);
		both(p, rnd(3) != 0 ? " like " : " not like ");
		both(p, ANY("'a%'", "'%b'", "'%a%'", "'_'", "'a_%'", "'%'", "''", "'%b%a%'"));
		both(p, ")");
		break;
	case 5:
		test_of(p, text, depth);
		break;
	case 6:
		both(p, "(");
		condition(p, depth);
		both(p, ANY(" = ", " <> ", " is distinct from "));
		condition(p, depth);
		both(p, ")");
		break;
	default:
		test_of(p, number, depth);
		break;
	}
}

/* A record of random values, as ours and as SQL. */
static void
record(struct pair *p)
{
	static const char *const texts[] = {
	    "a", "b", "ab", "aba", "", "sales", "Bb", "it's", "x y"};

	for (int col = 0; col < 8; col++) {
		bool null = rnd(5) == 0;

		cs_buf_z(&p->ours, col != 0 ? "\t" : "");
		cs_buf_z(&p->sql, col != 0 ? ", " : "insert into r values (");
		if (null) {
			each(p, "\\N", "null");
		} else if (col < 3) {
			int v = (int)rnd(col == 0 ? 40 : 9) - (rnd(6) == 0 ? 20 : 0);

			cs_buf_i64(&p->ours, v);
			cs_buf_i64(&p->sql, v);
		} else if (col < 6) {
			const char *z = any(texts, sizeof texts / sizeof *texts);

			cs_buf_z(&p->ours, z);
			cs_buf_printf(&p->sql, "'%s'", strcmp(z, "it's") == 0 ? "it''s" : z);
		} else {
			bool v = rnd(2) != 0;

			each(p, v ? "t" : "f", v ? "1" : "0");
		}
	}
	cs_buf_c(&p->ours, '\n');
	cs_buf_z(&p->sql, ");\n");
}

static void
show(struct cs_buf *out, const struct cs_vec *v, uint32_t row)
{
	if (v->null != NULL && v->null[row])
		cs_buf_z(out, "NULL");
	else if (v->type == CS_TEXT)
		cs_buf_str(out, v->s[row]);
	else
		cs_buf_i64(out, v->i[row]);
	cs_buf_c(out, '\n');
}

/* What SQLite prints for a script; empty when it fails. */
static void
ask(struct cs_buf *answer, struct cs_str script)
{
	char path[] = "/tmp/cs-expr.XXXXXX", command[128];
	int fd = mkstemp(path);
	FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
	size_t got;

	cs_buf_reset(answer);
	if (f == NULL || fwrite(script.p, 1, script.n, f) != script.n || fclose(f) != 0)
		return;
	(void)snprintf(command, sizeof command, "sqlite3 -batch :memory: <%s", path);
	f = popen(command, "r");
	while (f != NULL && (got = fread(cs_buf_reserve(answer, 65536), 1, 65536, f)) > 0)
		answer->n += got;
	if (f == NULL || pclose(f) != 0)
		cs_buf_reset(answer);
	(void)unlink(path);
}

/* Compares ROWS lines of both answers. */
static void
compare(struct cs_str *sql, struct cs_str ours, const char *text)
{
	struct cs_str whole = *sql, want, line;

	for (int row = 0; row < ROWS; row++)
		(void)cs_str_split(sql, '\n', &line);
	want = sql->p != NULL ? cs_str_head(whole, (size_t)(sql->p - whole.p)) : whole;
	if (!ok(cs_str_eq(ours, want), "%.150s", text))
		printf("#   %s\n#   ours:   %.*s\n#   sqlite: %.*s\n", text, CS_STR_ARG(ours),
		    CS_STR_ARG(want));
}

/* Fills t with both texts of a random expression. */
static void
expression(struct pair *t, int k)
{
	cs_buf_reset(&t->ours);
	cs_buf_reset(&t->sql);
	(k % 3 == 0 ? number : k % 3 == 1 ? text : condition)(t, 1 + (int)rnd(DEPTH));
}

static void
test(struct cs_head *head, struct cs_batch *b, struct pair *data)
{
	struct pair *x = cs_mem_new0(EXPRESSIONS, sizeof *x);
	struct cs_buf script = CS_BUF_INIT, answer = CS_BUF_INIT, ours = CS_BUF_INIT;
	struct cs_env env = {.head = head, .source = "t"};
	struct cs_str rest;

	cs_buf_str(&script, cs_buf_all(&data->sql));
	for (int k = 0; k < EXPRESSIONS; k++) {
		expression(&x[k], k);
		cs_buf_printf(&script, "select ifnull(%s, 'NULL') from r order by rowid;\n",
		    cs_buf_cstr(&x[k].sql));
	}
	ask(&answer, cs_buf_all(&script));
	ok(answer.n != 0, "sqlite3 answers");
	rest = cs_buf_all(&answer);
	for (int k = 0; k < EXPRESSIONS && answer.n != 0; k++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_eval ev;
		struct cs_err e = CS_ERR_INIT;
		struct cs_vec v;
		const struct cs_expr *c = cs_expr_compile(&a, cs_buf_all(&x[k].ours), &env, &e);

		cs_eval_init(&ev);
		cs_buf_reset(&ours);
		if (c == NULL || cs_eval_run(&ev, c, b, &v, &e) != 0)
			cs_buf_printf(&ours, "%s\n%s\n", e.msg, e.hint);
		for (uint32_t row = 0; row < b->nrow && e.status == 0; row++)
			show(&ours, &v, row);
		compare(&rest, cs_buf_all(&ours), cs_buf_cstr(&x[k].ours));
		cs_eval_finish(&ev);
		cs_arena_finish(&a);
	}
	for (int k = 0; k < EXPRESSIONS; k++) {
		cs_buf_finish(&x[k].ours);
		cs_buf_finish(&x[k].sql);
	}
	free(x);
	cs_buf_finish(&script);
	cs_buf_finish(&answer);
	cs_buf_finish(&ours);
}

int
main(void)
{
	struct cs_head head = CS_HEAD_INIT;
	struct cs_batch b = {.ncol = 8, .file = "f", .row0 = 1};
	struct pair data = {CS_BUF_INIT, CS_BUF_INIT};
	struct cs_err e = CS_ERR_INIT;

	if (system("sqlite3 --version >/dev/null 2>&1") != 0) {
		skip("expressions against SQLite", "no sqlite3");
		return done();
	}
	ok(cs_head_parse(&head,
	       CS_STR("wait_s\ttalk_s\thold_s\tqueue\ts\tt\tsolved_agent\tsolved_customer"),
	       &e) == 0,
	    "the head");
	cs_buf_z(&data.sql, "pragma case_sensitive_like = 1;\ncreate table r (wait_s int, talk_s "
			    "int, hold_s int, queue text, s text, t text, solved_agent int, "
			    "solved_customer int);\n");
	for (int row = 0; row < ROWS; row++)
		record(&data);
	cs_buf_str(&b.bytes, cs_buf_all(&data.ours));
	ok(cs_batch_split(&b, &e) == 0, "the records");
	test(&head, &b, &data);
	cs_batch_finish(&b);
	cs_head_finish(&head);
	cs_buf_finish(&data.ours);
	cs_buf_finish(&data.sql);
	return done();
}
