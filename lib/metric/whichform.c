/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the service levels of the dictionary say of every kind of row: see whichform.h. */
#include "metric/whichform.h"

#include "expr/expr.h"
#include "rec/esc.h"

/* The rows, and the two settings of a formula for which they have all places: in the first the
 * short abandon is below the threshold, in the second above it. */
static const char *const waits[CS_WHICH_PLACES] = {"1", "50", "50", "1000", "\\N"};
static const struct {
	int t, short_s;
} settings[] = {{100, 10}, {10, 100}};

struct asking {
	struct cs_arena *a;
	struct cs_head head;
	struct cs_batch rows;
	size_t nend;
	struct cs_eval eval;
	struct cs_err *e;
};

static int
make_rows(struct asking *q, const struct cs_str *end)
{
	struct cs_buf *b = &q->rows.bytes;

	if (cs_head_add(&q->head, CS_STR("disposition"), q->e) != 0 ||
	    cs_head_add(&q->head, CS_STR("wait_s"), q->e) != 0)
		return -1;
	for (size_t i = 0; i < q->nend * CS_WHICH_PLACES; i++) {
		if (end[i / CS_WHICH_PLACES].p == NULL)
			cs_buf_z(b, "\\N");
		else
			cs_esc_add(b, end[i / CS_WHICH_PLACES]);
		cs_buf_printf(b, "\t%s\n", waits[i % CS_WHICH_PLACES]);
	}
	q->rows.ncol = q->head.ncol;
	q->rows.file = "--which-sl";
	q->rows.row0 = 1;
	return cs_batch_split(&q->rows, q->e);
}

static bool
is_true(const struct cs_vec *v, uint32_t row)
{
	return (v->null == NULL || !v->null[row]) && v->i[row] != 0;
}

/* What the share says of the rows; 1, 0: it reads other columns, or is no share; -1: *e. */
static int
ask(struct asking *q, struct cs_str formula, uint8_t *says)
{
	const struct cs_env env = {.head = &q->head, .source = "--which-sl"};
	const struct cs_metric_env names = {.env = &env};
	struct cs_expr *cond, *filter = NULL;
	struct cs_metric_list list;
	struct cs_err other = CS_ERR_INIT;
	struct cs_vec c, f = {0};
	const struct cs_ast *x;

	if (cs_metric_parse(q->a, formula, &names, &list, &other) != 0)
		return 0;
	x = list.metric[0].tree;
	if (x->kind != CS_AST_CALL || !cs_str_eqz(x->s, "share"))
		return 0;
	cond = cs_expr_compile_filter_ast(q->a, x->arg[0], &env, q->e);
	if (x->filter != NULL)
		filter = cs_expr_compile_filter_ast(q->a, x->filter, &env, q->e);
	cs_eval_next_batch(&q->eval);
	if (cond == NULL || cs_eval_run(&q->eval, cond, &q->rows, &c, q->e) != 0 ||
	    (x->filter != NULL &&
		(filter == NULL || cs_eval_run(&q->eval, filter, &q->rows, &f, q->e) != 0)))
		return -1;
	for (uint32_t row = 0; row < q->rows.nrow; row++) {
		bool of = filter == NULL || is_true(&f, row);

		says[row] = !of || (c.null != NULL && c.null[row]) ? CS_WHICH_OUT
			    : is_true(&c, row)			   ? CS_WHICH_IN_TIME
								   : CS_WHICH_COUNTED;
	}
	return 1;
}

static int
make_form(struct asking *q, struct cs_which_form *form, const struct cs_metric *entry)
{
	const char *name = cs_arena_printf(q->a, "%.*s", CS_STR_ARG(entry->name));
	uint8_t *says[2];
	int r = 1;

	*form = (struct cs_which_form){.entry = entry, .has_short = entry->nparam > 1};
	form->end = cs_arena_new(q->a, q->nend, sizeof *form->end);
	for (int i = 0; i < 2 && r == 1; i++) {
		const char *call = form->has_short
				       ? cs_arena_printf(q->a, "%s(%d, %d)", name, settings[i].t,
					     settings[i].short_s)
				       : cs_arena_printf(q->a, "%s(%d)", name, settings[i].t);

		says[i] = cs_arena_new(q->a, q->rows.nrow, 1);
		r = ask(q, cs_str_z(call), says[i]);
	}
	for (size_t i = 0; i < q->nend && r == 1; i++) {
		struct cs_which_end *end = &form->end[i];
		uint8_t *s = end->says;

		for (size_t k = 0; k < CS_WHICH_PLACES; k++)
			s[k] = says[k == CS_WHICH_BEFORE_SHORT][i * CS_WHICH_PLACES + k];
		end->by_t = s[CS_WHICH_WITHIN] != s[CS_WHICH_BEFORE_SHORT] ||
			    s[CS_WHICH_BEFORE_T] != s[CS_WHICH_OVER];
		end->by_short =
		    form->has_short && (s[CS_WHICH_WITHIN] != s[CS_WHICH_BEFORE_T] ||
					   s[CS_WHICH_BEFORE_SHORT] != s[CS_WHICH_OVER]);
	}
	return r;
}

struct cs_which_form *
cs_which_forms(
    struct cs_arena *a, const struct cs_str *end, size_t nend, size_t *n, struct cs_err *e)
{
	struct asking q = {.a = a, .head = CS_HEAD_INIT, .nend = nend, .e = e};
	size_t nentry;
	const struct cs_metric *entry = cs_metric_all(&nentry);
	struct cs_which_form *form = cs_arena_new(a, nentry, sizeof *form);
	int r;

	*n = 0;
	cs_eval_init(&q.eval);
	r = make_rows(&q, end);
	for (size_t i = 0; i < nentry && r >= 0; i++) {
		if (!cs_str_starts(entry[i].name, CS_STR("sl_")) || entry[i].nparam == 0 ||
		    !cs_str_eqz(entry[i].param[0].name, "t"))
			continue;
		r = make_form(&q, &form[*n], &entry[i]);
		*n += r == 1;
	}
	cs_eval_finish(&q.eval);
	cs_batch_finish(&q.rows);
	cs_head_finish(&q.head);
	return r >= 0 ? form : NULL;
}
