/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that shared options choose: see select.h. */
#include "cli/select.h"

#include <stdlib.h>

#include "base/mem.h"

int
cs_select_condition(const struct cs_expr **x, struct cs_cli *cli, const struct cs_head *head,
    struct cs_str text, const char *source, struct cs_err *e)
{
	struct cs_env env = cs_cli_env(cli, head, source);

	if (text.p == NULL)
		return 0;
	*x = cs_expr_compile(&cli->arena, text, &env, e);
	if (*x == NULL)
		return -1;
	if (cs_expr_type(*x) == CS_BOOL)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "%s: '%.*s' is no condition", source, CS_STR_ARG(text));
	return cs_err_hint(e, "a condition is true or false, as in wait_s > 60");
}

int
cs_select_time(const struct cs_expr **x, struct cs_cli *cli, const struct cs_head *head,
    struct cs_str column, const char *source, struct cs_err *e)
{
	struct cs_env env = cs_cli_env(cli, head, source);
	int col = cs_head_need(head, column, e);
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str name;

	if (col < 0) {
		cs_err_prefix(e, "%s", source);
		return -1;
	}
	if (cs_head_type(head, (unsigned)col) != CS_TIME)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "%s: column %.*s is no instant", source, CS_STR_ARG(column));
	/* Quoted, so that any name will do. */
	name = head->col[col].name;
	cs_buf_c(&b, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			cs_buf_c(&b, '"');
		cs_buf_c(&b, name.p[i]);
	}
	cs_buf_c(&b, '"');
	*x = cs_expr_compile(&cli->arena, cs_buf_all(&b), &env, e);
	cs_buf_finish(&b);
	return *x != NULL ? 0 : -1;
}

int
cs_select_init(
    struct cs_select *s, struct cs_cli *cli, const struct cs_head *head, struct cs_err *e)
{
	*s = (struct cs_select){.period = cli->opt.period};
	if (cs_select_condition(&s->keep_only, cli, head, cli->opt.keep_only, "--keep-only", e) !=
		0 ||
	    cs_select_condition(&s->where, cli, head, cli->opt.where, "--where", e) != 0)
		return -1;
	/* Where there is nothing to cut, a column that was named must be there all the same. */
	if (!cli->opt.has_period && cs_str_eqz(cli->opt.time, "started_at"))
		return 0;
	if (cs_select_time(&s->time, cli, head, cli->opt.time, "--time", e) != 0)
		return -1;
	if (!cli->opt.has_period)
		s->time = NULL;
	return 0;
}

bool
cs_select_all(const struct cs_select *s)
{
	return s->keep_only == NULL && s->where == NULL && s->time == NULL && s->against == NULL;
}

/*
 * Rows of the batch whose mark is REPORTED and for which x is not true get the mark `to`. They are
 * counted, unless they are in `used`; either may be NULL.
 */
struct narrowing {
	uint8_t *mark, to;
	const uint8_t *used;
	uint64_t *count; /* [0] false, [1] NULL */
	bool *before;	 /* set when one lies before the period; or NULL */
};

static inline void
take_out(const struct narrowing *n, uint32_t row, bool null)
{
	n->mark[row] = n->to;
	if (n->count != NULL && (n->used == NULL || n->used[row] != CS_ROW_REPORTED))
		n->count[null]++;
}

static int
narrow(struct cs_selector *own, const struct cs_expr *x, const struct cs_batch *b,
    const struct narrowing *n, struct cs_err *e)
{
	struct cs_vec v;

	if (cs_eval_run(&own->eval, x, b, &v, e) != 0)
		return -1;
	for (uint32_t r = 0; r < b->nrow; r++) {
		bool null = v.null != NULL && v.null[r];

		if (n->mark[r] == CS_ROW_REPORTED && (null || v.i[r] == 0))
			take_out(n, r, null);
	}
	return 0;
}

static inline void
see_instant(struct cs_selector *own, int64_t at)
{
	if (!own->has_first || at < own->first)
		own->first = at;
	if (!own->has_first || at > own->last)
		own->last = at;
	own->has_first = true;
}

static int
narrow_time(struct cs_selector *own, const struct cs_expr *time, const struct cs_period *period,
    const struct cs_batch *b, const struct narrowing *n, struct cs_err *e)
{
	struct cs_vec v;

	if (cs_eval_run(&own->eval, time, b, &v, e) != 0)
		return -1;
	for (uint32_t r = 0; r < b->nrow; r++) {
		bool null = v.null != NULL && v.null[r];

		if (n->before != NULL && !null && n->mark[r] != CS_ROW_DROPPED)
			see_instant(own, v.i[r]);
		if (n->mark[r] != CS_ROW_REPORTED || (!null && cs_period_has(period, v.i[r])))
			continue;
		take_out(n, r, null);
		if (n->before != NULL && !null && v.i[r] < period->from)
			*n->before = true;
	}
	return 0;
}

/* Marks in own->other the rows that the report is held against. */
static int
run_against(
    struct cs_selector *own, const struct cs_select *s, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_expr *where = s->against->where != NULL ? s->against->where : s->where;
	uint64_t count[2] = {0, 0};
	struct narrowing n = {.to = CS_ROW_THERE};

	own->other = cs_mem_grow(own->other, &own->other_cap, (size_t)b->nrow + 1, 1);
	memcpy(own->other, own->mark, b->nrow);
	n.mark = own->other;
	n.count = s->against->where != NULL ? count : NULL;
	if (where != NULL && narrow(own, where, b, &n, e) != 0)
		return -1;
	own->against_null += count[1];
	n.count = NULL;
	return s->time != NULL ? narrow_time(own, s->time, &s->against->period, b, &n, e) : 0;
}

static void
mark_against(struct cs_selector *own, uint32_t nrow)
{
	for (uint32_t r = 0; r < nrow; r++)
		own->mark[r] |= own->other[r] == CS_ROW_REPORTED ? CS_ROW_AGAINST : 0;
}

int
cs_selector_run(
    struct cs_selector *own, const struct cs_select *s, const struct cs_batch *b, struct cs_err *e)
{
	struct narrowing n = {.to = CS_ROW_DROPPED};

	if (own->cap == 0)
		cs_eval_init(&own->eval);
	own->mark = cs_mem_grow(own->mark, &own->cap, (size_t)b->nrow + 1, 1);
	memset(own->mark, CS_ROW_REPORTED, b->nrow);
	if (cs_select_all(s))
		return 0;
	cs_eval_next_batch(&own->eval);
	n.mark = own->mark;
	n.count = own->not_kept;
	if (s->keep_only != NULL && narrow(own, s->keep_only, b, &n, e) != 0)
		return -1;
	if (s->against != NULL && run_against(own, s, b, e) != 0)
		return -1;
	n.to = CS_ROW_THERE;
	n.used = s->against != NULL ? own->other : NULL;
	n.count = own->elsewhere;
	if (s->where != NULL && narrow(own, s->where, b, &n, e) != 0)
		return -1;
	n.to = CS_ROW_OUTSIDE;
	n.before = &own->before;
	n.count = own->outside;
	if (s->time != NULL && narrow_time(own, s->time, &s->period, b, &n, e) != 0)
		return -1;
	if (s->against != NULL)
		mark_against(own, b->nrow);
	return 0;
}

void
cs_selector_add(struct cs_selector *to, const struct cs_selector *from)
{
	for (int i = 0; i < 2; i++) {
		to->not_kept[i] += from->not_kept[i];
		to->elsewhere[i] += from->elsewhere[i];
		to->outside[i] += from->outside[i];
	}
	to->before = to->before || from->before;
	if (from->has_first) {
		see_instant(to, from->first);
		see_instant(to, from->last);
	}
	to->against_null += from->against_null;
	to->eval.bad_cells += from->eval.bad_cells;
}

static void
account(struct cs_cli *cli, const char *option, const uint64_t n[2], const char *unknown)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_cli_skipped(cli, option, n[0]);
	cs_buf_printf(&b, "%s, %s", option, unknown);
	cs_cli_skipped(cli, cs_buf_cstr(&b), n[1]);
	cs_buf_finish(&b);
	if (n[1] != 0)
		cs_msg_note("%s leaves out %llu row%s: %s", option, (unsigned long long)n[1],
		    n[1] == 1 ? "" : "s", unknown);
}

void
cs_selector_account(const struct cs_selector *own, struct cs_cli *cli)
{
	uint64_t dropped = own->not_kept[0] + own->not_kept[1];

	if (dropped != 0)
		cs_msg_note("--keep-only drops %llu row%s", (unsigned long long)dropped,
		    dropped == 1 ? "" : "s");
	account(cli, "--keep-only", own->not_kept, "the condition is NULL");
	account(cli, "--where", own->elsewhere, "the condition is NULL");
	account(cli, "--period", own->outside, "the time is NULL");
	if (own->against_null != 0)
		cs_msg_note("--vs leaves out %llu row%s: the condition is NULL",
		    (unsigned long long)own->against_null, own->against_null == 1 ? "" : "s");
	if (own->eval.bad_cells != 0)
		cs_msg_note("--bad=%s: %llu bad cells",
		    cli->opt.bad == CS_BAD_NULL ? "null" : "skip",
		    (unsigned long long)own->eval.bad_cells);
}

void
cs_selector_finish(struct cs_selector *own)
{
	if (own->cap != 0)
		cs_eval_finish(&own->eval);
	free(own->mark);
	free(own->other);
	*own = (struct cs_selector){0};
}
