/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read of each row for statistics that follow contacts: see scheme.h. */
#include "base/buf.h"
#include "cell/scheme.h"
#include "metric/metricname.h"

static const struct {
	enum cs_follow_what what;
	bool fixed;
} follow_of[] = {
    [CS_AGG_REPEAT_SHARE] = {CS_FOLLOW_REPEAT, false},
    [CS_AGG_REPEAT_FREE] = {CS_FOLLOW_FREE, false},
    [CS_AGG_REPEAT_WEEK] = {CS_FOLLOW_WEEK, false},
    [CS_AGG_CHAINS] = {CS_FOLLOW_CHAINS, false},
    [CS_AGG_CHAINS_OPEN] = {CS_FOLLOW_OPEN, false},
    [CS_AGG_CHAIN_MEAN] = {CS_FOLLOW_LENGTH, false},
    [CS_AGG_CHAIN_SHARE] = {CS_FOLLOW_SHARE, false},
    [CS_AGG_ADDED_SUM] = {CS_FOLLOW_ADDED, false},
    [CS_AGG_ADDED_MEAN] = {CS_FOLLOW_ADDED, false},
    [CS_AGG_FIXED_CHAINS] = {CS_FOLLOW_CHAINS, true},
    [CS_AGG_FIXED_CHAINS_OPEN] = {CS_FOLLOW_OPEN, true},
    [CS_AGG_FIXED_CHAIN_MEAN] = {CS_FOLLOW_LENGTH, true},
    [CS_AGG_FIXED_CHAIN_SHARE] = {CS_FOLLOW_SHARE, true},
    [CS_AGG_FIXED_ADDED_SUM] = {CS_FOLLOW_ADDED, true},
    [CS_AGG_FIXED_ADDED_MEAN] = {CS_FOLLOW_ADDED, true},
};

int64_t
cs_scheme_survival_step(int64_t window)
{
	if (window % 3600 == 0)
		return 3600;
	return window % 60 == 0 ? 60 : 1;
}

/* Which value of the rows an argument is, a new one if it was not there. */
static int
value_of(struct cs_scheme_repeats *r, const struct cs_expr *x, struct cs_str text, bool same)
{
	unsigned i = 0;

	while (i < r->nvalue && (r->value[i].same != same || !cs_str_eq(r->value[i].text, text)))
		i++;
	if (i == r->nvalue) {
		int scale = !same && cs_expr_type(x) == CS_DEC ? 6 : 0;

		r->value[r->nvalue++] = (struct cs_follow_value){x, text, same, scale};
	}
	return (int)i;
}

void
cs_scheme_follow(
    struct cs_scheme *p, struct cs_arena *a, const struct cs_input *in, struct cs_acc_def *d)
{
	struct cs_scheme_repeats *r = &p->repeats;
	const struct cs_ast *x = in->node;
	struct cs_buf b = CS_BUF_INIT;
	size_t k = 0;

	d->follow = follow_of[in->agg->id].what;
	d->rule = (struct cs_follow_rule){0, -1, -1, -1, follow_of[in->agg->id].fixed};
	if (d->follow == CS_FOLLOW_ADDED) {
		d->type = cs_expr_type(in->row[0]);
		d->scale = d->type == CS_DEC ? 6 : 0;
		d->arg_text = cs_ast_text(a, x->arg[0]);
		d->rule.x_value = value_of(r, in->row[0], d->arg_text, false);
		k = 1;
	}
	if (in->row[k] != NULL)
		d->rule.window_value = value_of(r, in->row[k], cs_ast_text(a, x->arg[k]), false);
	else
		d->rule.window = in->value[k].i;
	if (k + 1 < x->narg)
		d->rule.same_value =
		    value_of(r, in->row[k + 1], cs_ast_text(a, x->arg[k + 1]), true);
	r->chains = r->chains || d->follow >= CS_FOLLOW_CHAINS;
	for (size_t i = k; i < x->narg; i++) {
		cs_buf_z(&b, i != k ? ", " : "");
		cs_ast_print(&b, x->arg[i]);
	}
	d->follow_text = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* Sums over two currencies are of nothing, and those of a chain would be looked at by nobody. */
static int
check_money(const struct cs_scheme *p, const struct cs_head *head, struct cs_err *e)
{
	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];

		if (d->follow != CS_FOLLOW_ADDED ||
		    !cs_str_eqz(cs_expr_unit(p->repeats.value[d->rule.x_value].x), "currency") ||
		    cs_head_find(head, CS_STR("currency")) < 0)
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "%.*s: money of several contacts is not added up where each row has a currency",
		    CS_STR_ARG(p->metric[d->metric].name));
		return cs_err_hint(e, "with one currency in all of the input, leave that column "
				      "out: cut, or awk");
	}
	return 0;
}

static const struct cs_expr *
word(struct cs_arena *a, const char *name, const struct cs_env *env, struct cs_err *e)
{
	struct cs_ast *x = cs_metric_condition(a, cs_str_z(name), env->head, e);

	return x != NULL ? cs_expr_compile_ast(a, x, env, e) : NULL;
}

int
cs_scheme_bind_repeats(
    struct cs_scheme *p, struct cs_arena *a, const struct cs_env *env, struct cs_err *e)
{
	struct cs_scheme_repeats *r = &p->repeats;
	struct cs_env own = *env;
	int customer = cs_head_need(env->head, CS_STR("customer_id"), e);

	own.source = "repeats";
	if (customer < 0 || check_money(p, env->head, e) != 0)
		return -1;
	r->customer = (unsigned)customer;
	r->contact = cs_head_find(env->head, CS_STR("contact_id"));
	r->zone = env->zone;
	r->came = word(a, "came", &own, e);
	r->started = cs_expr_compile(a, CS_STR("started_at"), &own, e);
	if (r->came == NULL || r->started == NULL)
		return -1;
	if (r->chains && r->contact >= 0) {
		r->leg = word(a, "further_leg", &own, e);
		if (r->leg == NULL)
			return -1;
		cs_expr_columns(r->leg, p->column);
		p->column[r->contact] = true;
	}
	cs_expr_columns(r->came, p->column);
	cs_expr_columns(r->started, p->column);
	p->column[customer] = true;
	return 0;
}
