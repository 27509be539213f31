/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers that stand on further legs: see answers.h. */
#include "cell/answers.h"

#include "cell/keys.h"

static const struct {
	struct cs_str column;
	const char *further;
} answers[CS_ANSWERS] = {
    {CS_STR_INIT("csat"), "leg > 1 and csat is not null"},
    {CS_STR_INIT("nps"), "leg > 1 and nps is not null"},
    {CS_STR_INIT("ces"), "leg > 1 and ces is not null"},
};

/* Not 0 at the name of the column. */
static int
is_name(const struct cs_ast *x, void *arg)
{
	const struct cs_str *column = arg;

	return x->kind == CS_AST_NAME && cs_str_eq(x->s, *column);
}

/* A metric of the dictionary counts the answer once a contact. */
static bool
counts(const struct cs_metric *m, struct cs_str column)
{
	return m->entry.n != 0 && cs_str_eqz(m->grain, "contact") &&
	       cs_ast_walk(m->tree, is_name, &column) != 0;
}

int
cs_answers_bind(struct cs_answers *s, struct cs_arena *a, const struct cs_metric_list *list,
    const struct cs_env *env, struct cs_err *e)
{
	*s = (struct cs_answers){.n = 0};
	for (size_t i = 0; i < CS_ANSWERS && cs_head_find(env->head, CS_STR("leg")) >= 0; i++) {
		size_t m = 0;

		while (m < list->n && !counts(&list->metric[m], answers[i].column))
			m++;
		if (m == list->n)
			continue;
		s->name[s->n] = answers[i].column;
		s->x[s->n] = cs_expr_compile(a, cs_str_z(answers[i].further), env, e);
		if (s->x[s->n++] == NULL)
			return -1;
	}
	return 0;
}

int
cs_answers_count(const struct cs_answers *s, struct cs_eval *eval, const struct cs_batch *b,
    const uint8_t *mark, uint64_t count[CS_ANSWERS], struct cs_err *e)
{
	struct cs_vec v;

	for (unsigned i = 0; i < s->n; i++) {
		if (cs_eval_run(eval, s->x[i], b, &v, e) != 0)
			return -1;
		for (uint32_t row = 0; row < b->nrow; row++)
			count[i] += cs_mark_counted(mark[row]) && v.i[row] != 0 &&
				    (v.null == NULL || !v.null[row]) && !cs_eval_skipped(eval, row);
	}
	return 0;
}
