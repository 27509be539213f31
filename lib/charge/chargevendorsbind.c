/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --vendors asks to be counted: see chargevendorswork.h. */
#include "charge/chargerun.h"
#include "charge/chargevendorswork.h"
#include "metric/metric.h"

static const char solved_name[] = "solved_good";

static bool
has(const struct cs_charge *c, const char *column)
{
	return c->env.head != NULL && cs_head_find(c->env.head, cs_str_z(column)) >= 0;
}

/* The column that says whether the customer came back: for the same reason rather than for any. */
static struct cs_str
repeat_column(const struct cs_charge *c)
{
	struct cs_str found = {NULL, 0};

	for (unsigned i = 0; c->env.head != NULL && i < c->env.head->ncol; i++) {
		const struct cs_str name = c->env.head->col[i].name;

		if (cs_head_type(c->env.head, i) != CS_BOOL)
			continue;
		if (cs_str_starts(name, CS_STR("repeat_reason_")))
			return name;
		if (cs_str_starts(name, CS_STR("repeat_")) && found.p == NULL)
			found = name;
	}
	return found;
}

/* The condition of what is solved for good, as text; p NULL: no column tells. */
static struct cs_str
solved_condition(const struct cs_charge *c, struct cs_arena *a, bool *lasting)
{
	const struct cs_str repeat = repeat_column(c);
	const char *word = has(c, "solved_at") ? "solved_at is not null"
			   : has(c, "solved_customer") && has(c, "solved_agent")
			       ? "coalesce(solved_customer, solved_agent)"
			   : has(c, "solved_customer") ? "solved_customer"
			   : has(c, "solved_agent")    ? "solved_agent"
						       : NULL;

	*lasting = repeat.p != NULL;
	if (repeat.p == NULL)
		return cs_str_z(word);
	if (word == NULL)
		return cs_str_z(cs_arena_printf(a, "not %.*s", CS_STR_ARG(repeat)));
	/* Of what is too young to tell, or nobody spoke of, those that failed are left out as well
	 * as the others: by "and" alone, which is false when one side is, they would be counted. */
	return cs_str_z(cs_arena_printf(a,
	    "case when (%s) is not null and %.*s is not null then %s and not %.*s end", word,
	    CS_STR_ARG(repeat), word, CS_STR_ARG(repeat)));
}

/* What cells were counted by under a name: p NULL, they have nothing of it. */
static struct cs_str
number_of_cells(const struct cs_charge *c, const char *name)
{
	const struct cs_charge_binding *b = c->bind;

	for (unsigned i = 0; i < b->nnumber; i++) {
		if (strcmp(b->number[i].name, name) == 0)
			return b->number[i].text;
	}
	return (struct cs_str){NULL, 0};
}

static struct cs_str
solved_of_cells(const struct cs_charge *c, bool *lasting)
{
	const struct cs_str text = number_of_cells(c, solved_name), repeat = CS_STR("repeat_");

	*lasting = text.p != NULL && cs_str_search(text, repeat) != text.n;
	return text;
}

/* The formula of a contract as a condition of a row that is NULL where it does not count. */
static int
condition(const struct cs_charge *c, struct cs_arena *a, struct cs_str sl, struct cs_str *text,
    struct cs_err *e)
{
	struct cs_env env = c->env;
	struct cs_metric_env what = {.env = &env};
	struct cs_metric_list list;
	struct cs_buf b = CS_BUF_INIT;
	const struct cs_ast *x;

	env.source = "sl of the contract";
	if (cs_metric_parse(a, sl, &what, &list, e) != 0)
		return -1;
	x = list.metric[0].tree;
	if (list.n != 1 || x->kind != CS_AST_CALL || !cs_str_eqz(x->s, "share") || x->narg != 1) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "sl of the contract: '%.*s' is not one share",
		    CS_STR_ARG(sl));
		return cs_err_hint(e, "sl_offered(20), or own_share=share(wait_s <= 20)");
	}
	if (x->filter != NULL) {
		cs_buf_z(&b, "case when ");
		cs_ast_print(&b, x->filter);
		cs_buf_z(&b, " then ");
	}
	cs_ast_print(&b, x->arg[0]);
	if (x->filter != NULL)
		cs_buf_z(&b, " end");
	*text = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
	return 0;
}

/* Each formula of the contracts is counted once, of all legs, whoever took them. */
static int
bind_levels(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e)
{
	v->level = cs_arena_new(c->arena, v->contract->n + 1, sizeof *v->level);
	for (size_t i = 0; i < v->contract->n; i++) {
		const struct cs_contract_terms *t = &v->contract->terms[i];
		struct cs_vendors_level *l = &v->level[v->nlevel];

		if (t->sl.n == 0 || cs_vendors_level(v, t) != NULL)
			continue;
		if (condition(c, c->arena, t->sl, &l->condition, e) != 0) {
			cs_err_prefix(e, "%s:%d", v->contract->source, t->line);
			return -1;
		}
		l->text = t->sl;
		l->part = cs_charge_number_legs(
		    c, cs_arena_printf(c->arena, "sl_%zu", v->nlevel), l->condition, e);
		if (l->part < 0)
			return -1;
		v->nlevel++;
	}
	return 0;
}

const struct cs_vendors_step *
cs_vendors_step(const struct cs_vendors *v, const struct cs_contract_terms *t)
{
	for (size_t i = 0; i < v->nstep; i++) {
		if (v->step[i].first_s == t->first_s && v->step[i].step_s == t->step_s)
			return &v->step[i];
	}
	return NULL;
}

/* Seconds of legs as a contract rounds them: none of none, first_s at least, then whole steps. */
static int
bind_step(struct cs_charge *c, const struct cs_contract_terms *t, struct cs_err *e)
{
	const char *name = cs_arena_printf(
	    c->arena, "paid_%lld_%lld", (long long)t->first_s, (long long)t->step_s);
	const char *h = c->env.head != NULL ? cs_charge_handle(c) : NULL;
	struct cs_str text = number_of_cells(c, name);

	if (h != NULL)
		text = cs_str_z(cs_arena_printf(c->arena,
		    "case when %s <= 0s then 0s when %s <= %llds then %llds else "
		    "%llds + (%s - %llds + %llds) // %llds * %llds end",
		    h, h, (long long)t->first_s, (long long)t->first_s, (long long)t->first_s, h,
		    (long long)t->first_s, (long long)t->step_s - 1, (long long)t->step_s,
		    (long long)t->step_s));
	else if (c->env.head != NULL)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "%s:%d: step_s is of handle time, and the contacts have no handle_s",
		    ((const struct cs_chargevendors_ask *)c->ask)->contract, t->line);
	return cs_charge_number_legs(c, name, text, e);
}

/* Each way to round legs is counted once. */
static int
bind_steps(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e)
{
	v->step = cs_arena_new(c->arena, v->contract->n + 1, sizeof *v->step);
	for (size_t i = 0; i < v->contract->n; i++) {
		const struct cs_contract_terms *t = &v->contract->terms[i];
		struct cs_vendors_step *s = &v->step[v->nstep];

		if ((t->first_s == 1 && t->step_s == 1) || cs_vendors_step(v, t) != NULL)
			continue;
		*s = (struct cs_vendors_step){t->first_s, t->step_s, bind_step(c, t, e)};
		if (s->part < 0)
			return -1;
		v->nstep++;
	}
	return 0;
}

const struct cs_vendors_level *
cs_vendors_level(const struct cs_vendors *v, const struct cs_contract_terms *t)
{
	for (size_t i = 0; i < v->nlevel; i++) {
		if (cs_str_eq(v->level[i].text, t->sl))
			return &v->level[i];
	}
	return NULL;
}

/* Amounts of contracts and invoices are in what is reported. */
static int
check_currency(const struct cs_charge *c, const struct cs_vendors *v, struct cs_err *e)
{
	for (size_t i = 0; v->contract != NULL && i < v->contract->n; i++) {
		const struct cs_contract_terms *t = &v->contract->terms[i];

		if (!cs_str_eq(t->currency, c->currency))
			return cs_err_set(e, CS_EXIT_USAGE,
			    "%s:%d: the contract is in %.*s, and %.*s is reported",
			    v->contract->source, t->line, CS_STR_ARG(t->currency),
			    CS_STR_ARG(c->currency));
	}
	for (size_t i = 0; i < v->billed.n; i++) {
		const struct cs_invoice *x = &v->billed.v[i];

		if (x->has_amount && !cs_str_eq(x->currency, c->currency))
			return cs_err_set(e, CS_EXIT_USAGE,
			    "%s:%llu: an invoice of '%.*s' is in %.*s, and %.*s is reported",
			    x->file, (unsigned long long)x->line, CS_STR_ARG(x->vendor),
			    CS_STR_ARG(x->currency), CS_STR_ARG(c->currency));
	}
	return 0;
}

static int
read_files(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e)
{
	const struct cs_chargevendors_ask *ask = c->ask;

	if (ask->contract != NULL &&
	    (v->contract = cs_contract_load(c->arena, ask->contract, e)) == NULL)
		return -1;
	v->has_billed = ask->nbilled != 0;
	v->has_kept = ask->nkept != 0;
	if ((v->has_billed &&
		cs_invoices_read(&v->billed, c->arena, ask->billed, ask->nbilled, e) != 0) ||
	    (v->has_kept &&
		cs_invoices_read_kept(&v->kept, c->arena, ask->kept, ask->nkept, e) != 0))
		return -1;
	if ((v->contract != NULL || v->has_billed || v->has_kept) && !v->by_month)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--by: contracts, invoices and who was kept are by vendor and month alone");
	for (size_t i = 0;
	     v->has_kept && !v->kept.by_month && v->contract != NULL && i < v->contract->n; i++) {
		if (!v->contract->terms[i].has_price[CS_PRICE_KEPT])
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%s:%d: a price of the customers kept in a month, and --kept has no months",
		    v->contract->source, v->contract->terms[i].line);
		return cs_err_hint(e, "cs-retain --by vendor,month");
	}
	return check_currency(c, v, e);
}

/* The words of the map are said of shares of contacts, and pools of what they cost: neither has
 * contacts that could be counted. */
static int
check_by(const struct cs_charge *c, struct cs_err *e)
{
	for (unsigned k = 0; k < c->nby; k++) {
		const enum cs_charge_from from = c->level[k].from;

		if (from == CS_FROM_KEY || from == CS_FROM_REPEAT)
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--by %.*s: --vendors counts whole contacts, by columns and intervals",
		    CS_STR_ARG(c->level[k].name));
		return cs_err_hint(e, "--bill --by vendor,%.*s shows what is charged",
		    CS_STR_ARG(c->level[k].name));
	}
	return 0;
}

/* That --solved is a condition of contacts: cells were looked at when they were made. */
static int
check_solved(const struct cs_charge *c, struct cs_str solved, struct cs_err *e)
{
	struct cs_env env = c->env;

	if (solved.p == NULL || env.head == NULL)
		return 0;
	env.source = "--solved";
	return cs_expr_compile_filter(c->arena, solved, &env, e) != NULL ? 0 : -1;
}

int
cs_vendors_bind(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e)
{
	const struct cs_chargevendors_ask *ask = c->ask;
	const int vendor = cs_charge_level(c, CS_STR("vendor"), e);
	const int month = vendor >= 0 ? cs_charge_level(c, CS_STR("month"), e) : -1;
	struct cs_str solved = ask->solved;

	if (month < 0 || check_by(c, e) != 0 || check_solved(c, solved, e) != 0)
		return -1;
	v->vendor = (unsigned)vendor;
	v->month = (unsigned)month;
	v->by = cs_arena_new(c->arena, c->nby + 1, sizeof *v->by);
	v->by_month = true;
	for (unsigned k = 0; k < c->nby; k++) {
		if (k == v->vendor)
			continue;
		v->by[v->nby++] = k;
		v->by_month = v->by_month && k == v->month;
	}
	if (read_files(c, v, e) != 0 ||
	    (v->contract != NULL && (bind_levels(c, v, e) != 0 || bind_steps(c, v, e) != 0)))
		return -1;
	v->lasting = true;
	if (solved.p == NULL)
		solved = c->env.head != NULL ? solved_condition(c, c->arena, &v->lasting)
					     : solved_of_cells(c, &v->lasting);
	v->solved = solved.p != NULL ? cs_charge_number(c, solved_name, solved, e) : -1;
	return solved.p != NULL && v->solved < 0 ? -1 : 0;
}
