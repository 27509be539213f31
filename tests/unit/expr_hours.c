/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions that need something of the run: business hours, the instant that counts as now. */
#include "base/hours.h"
#include "expr/ast.h"
#include "expr/expr.h"

#include "times.h"

static struct cs_arena arena;
static struct cs_head head;

/* Every day from 09:00 to 17:00, UTC. */
static const struct cs_hours *
office(void)
{
	struct cs_hours_plan plan = {0};
	struct cs_err e = CS_ERR_INIT;

	for (int i = 0; i < 7; i++)
		(void)cs_hours_parse_day(CS_STR("09:00-17:00"), &plan.week[i], &e);
	return cs_hours_make(&arena, &plan);
}

/* Row k begins at 08:00 and ends k minutes later; each seventh never begins, each eleventh never
 * ends, each thousandth ends in the year 9999. */
static void
fill(struct cs_batch *b, uint32_t n)
{
	cs_buf_reset(&b->bytes);
	for (uint32_t k = 0; k < n; k++) {
		if (k % 7 == 0)
			cs_buf_z(&b->bytes, "\\N\t");
		else
			cs_buf_z(&b->bytes, "2026-10-05T08:00:00Z\t");
		if (k % 11 == 0)
			cs_buf_z(&b->bytes, "\\N");
		else if (k % 1000 == 999)
			cs_buf_z(&b->bytes, "9999-12-31T00:00:00Z");
		else
			cs_time_text(&b->bytes, at("2026-10-05T08:00:00Z") + k * 60 * CS_USEC);
		cs_buf_c(&b->bytes, '\n');
	}
	b->ncol = head.ncol;
	b->file = "f";
	b->row0 = 1;
	if (cs_batch_split(b, NULL) != 0)
		printf("Bail out! batch\n");
}

/* What row k should give, and whether it is NULL. */
static int64_t
wanted(uint32_t k, bool *null)
{
	int64_t day = k / 1440, minute = k % 1440 + 480, m = day * 480;

	*null = k % 7 == 0 || k % 11 == 0 || k % 1000 == 999;
	if (minute >= 1440) {
		m += 480;
		minute -= 1440;
	}
	if (minute > 540)
		m += (minute < 1020 ? minute : 1020) - 540;
	return m * 60;
}

static void
test_rows(void)
{
	static const uint32_t sizes[] = {1, 900, 1024, 1025, 4096};
	struct cs_env env = {.head = &head, .source = "t", .bad = CS_BAD_NULL, .hours = office()};
	struct cs_err e = CS_ERR_INIT;
	struct cs_expr *x =
	    cs_expr_compile(&arena, CS_STR("business_s(started_at, ended_at)"), &env, &e);
	struct cs_expr *back =
	    cs_expr_compile(&arena, CS_STR("business_s(ended_at, started_at)"), &env, &e);
	struct cs_batch b = {.nrow = 0};
	struct cs_eval ev;

	if (!ok(x != NULL && back != NULL, "compiled %s", e.msg))
		return;
	ok(cs_expr_type(x) == CS_INT && cs_str_eqz(cs_expr_unit(x), "s"), "whole seconds");
	cs_eval_init(&ev);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct cs_vec v, w;
		int wrong = 0;

		fill(&b, sizes[i]);
		cs_eval_next_batch(&ev);
		ok(cs_eval_run(&ev, x, &b, &v, &e) == 0 && cs_eval_run(&ev, back, &b, &w, &e) == 0,
		    "%u rows %s", sizes[i], e.msg);
		for (uint32_t k = 0; k < sizes[i]; k++) {
			bool null;
			int64_t s = wanted(k, &null);

			wrong += null != (v.null[k] != 0) || null != (w.null[k] != 0) ||
				 (!null && (v.i[k] != s || w.i[k] != -s));
		}
		is_int(wrong, 0, "as counted by hand");
	}
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
}

/* An instant of no calendar is a bad cell, which names its column, only where it matters. */
static void
test_bad(void)
{
	struct cs_env env = {.head = &head, .source = "t", .hours = office()};
	struct cs_err e = CS_ERR_INIT;
	struct cs_expr *x =
	    cs_expr_compile(&arena, CS_STR("business_s(started_at, ended_at)"), &env, &e);
	struct cs_expr *guarded = cs_expr_compile(&arena,
	    CS_STR("case when ended_at < '2100-01-01' then business_s(started_at, ended_at) end"),
	    &env, &e);
	struct cs_batch b = {.nrow = 0};
	struct cs_eval ev;
	struct cs_vec v;

	fill(&b, 1500);
	cs_eval_init(&ev);
	is_int(cs_eval_run(&ev, x, &b, &v, &e), -1, "an error");
	is_str(e.msg,
	    "f:1001: column ended_at: '9999-12-31T00:00:00Z' is not within 1970 to 2099, for which "
	    "there are business hours",
	    "that says which");
	is_int(e.status, CS_EXIT_DATA, "its status");
	cs_err_clear(&e);
	cs_eval_next_batch(&ev);
	is_int(cs_eval_run(&ev, guarded, &b, &v, &e), 0, "but not where it is guarded %s", e.msg);
	cs_eval_finish(&ev);
	cs_batch_finish(&b);
}

static void
test_texts(void)
{
	static const struct {
		const char *text, *msg; /* NULL: it is compiled */
	} cases[] = {
	    {"business_s('2026-10-05', '2026-10-06') = 28800", NULL},
	    {"business_s(as_of(), as_of()) = 0", NULL},
	    {"business_s(started_at, null) is null", NULL},
	    {"as_of() > started_at", NULL},
	    {"business_s(started_at)", "t: business_s() does not take (an instant)"},
	    {"business_s(1, 2)", "t: business_s() does not take (a whole number, a whole number)"},
	    {"business_s('1969-12-31', '2026-10-06')",
		"t: this is not within 1970 to 2099, for which there are business hours"},
	    {"as_of(1)", "t: as_of() does not take (a whole number)"},
	    {"business_s('soon', started_at)", "t: this is not an instant"},
	};
	struct cs_env env = {.head = &head,
	    .source = "t",
	    .hours = office(),
	    .as_of = at("2026-10-05T12:00:00Z"),
	    .has_as_of = true};
	struct cs_param value;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		cs_err_clear(&e);
		ok((cs_expr_compile(&arena, cs_str_z(cases[i].text), &env, &e) != NULL) ==
			(cases[i].msg == NULL),
		    "%s", cases[i].text);
		is_str(e.msg, cases[i].msg != NULL ? cases[i].msg : "", "its message");
	}
	cs_err_clear(&e);
	is_int(cs_expr_constant(&arena,
		   cs_ast_parse(&arena, CS_STR("business_s('2026-10-05', as_of())"), "t", &e), &env,
		   &value, &e),
	    0, "a constant");
	is_int(value.i, 3 * 3600, "of three hours");
	env.hours = NULL;
	env.has_as_of = false;
	cs_err_clear(&e);
	ok(cs_expr_compile(&arena, CS_STR("business_s(started_at, ended_at)"), &env, &e) == NULL,
	    "no hours");
	is_str(e.msg, "t: business_s() needs business hours", "which is said");
	cs_err_clear(&e);
	ok(cs_expr_compile(&arena, CS_STR("as_of()"), &env, &e) == NULL, "no as-of");
	is_str(e.msg, "t: as_of() needs --as-of", "which is said");
	env.blind = true;
	cs_err_clear(&e);
	ok(cs_expr_compile(&arena, CS_STR("business_s('2026-10-05', ended_at)"), &env, &e) != NULL,
	    "for its type alone there need be no hours");
}

int
main(void)
{
	struct cs_err e = CS_ERR_INIT;

	ok(cs_head_parse(&head, CS_STR("started_at\tended_at"), &e) == 0, "the head");
	test_rows();
	test_bad();
	test_texts();
	cs_head_finish(&head);
	cs_arena_finish(&arena);
	return done();
}
