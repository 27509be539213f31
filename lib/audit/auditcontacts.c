/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts behind signals: see auditcontacts.h. */
#include "audit/auditcontacts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cell/keys.h"
#include "metric/metricput.h"
#include "rec/esc.h"

/* One rule in one column: which rows, which of them are the worst, and whose they are. */
struct cs_audit_behind {
	const struct cs_expr *when, *worst; /* worst NULL: rows are as good as any other */
	unsigned col;
	struct cs_map unit; /* raw cells of units with a signal */
	size_t *signal;	    /* by id in there */
	struct cs_vec is, how;
};

struct cs_audit_row {
	int64_t worst; /* larger is worse */
	char *record;
	size_t n;
};

struct cs_audit_kept {
	struct cs_audit_row *row; /* the worst first */
	size_t n, cap;
};

static const char *const columns[] = {"signal", "rule", "about"};

/* An expression of a rule, the words of the dictionary, the vision and targets put in. */
static struct cs_expr *
compile(struct cs_arena *a, const struct cs_audit_rule *rule, struct cs_str text, bool condition,
    const struct cs_metric_env *names, struct cs_err *e)
{
	const char *source = cs_arena_printf(a, "%s:%d", rule->source, rule->line);
	struct cs_metric m = {.formula = text};
	struct cs_putting p = {
	    .a = a, .env = names->env, .head = names->env->head, .names = names, .of = &m, .e = e};
	struct cs_ast *x = cs_ast_parse(a, text, source, e);

	if (x == NULL || cs_put_all(&p, &m, x) != 0)
		return NULL;
	return condition ? cs_expr_compile_filter_ast(a, m.tree, names->env, e)
			 : cs_expr_compile_ast(a, m.tree, names->env, e);
}

/* What is looked for of signal s: a new rule or column, or one more unit of the last. */
static int
look_for(struct cs_audit_contacts *c, struct cs_arena *a, size_t s,
    const struct cs_metric_env *names, struct cs_err *e)
{
	const struct cs_audit_signal *signal = &c->found->signal[s];
	const struct cs_audit_signal *last = s != 0 ? signal - 1 : NULL;
	const struct cs_audit_rule *rule = signal->asked->rule;
	struct cs_str worst = rule->text[CS_AUDIT_WORST];
	struct cs_audit_behind *b;

	if (last == NULL || last->asked != signal->asked || last->units != signal->units) {
		b = &c->behind[c->nbehind++];
		cs_buf_reset(&c->text);
		rule->test->rows(rule, &c->text);
		b->signal = cs_arena_new(a, c->found->n, sizeof *b->signal);
		b->col = (unsigned)cs_head_find(names->env->head, signal->units->column);
		if (c->text.n != 0)
			b->when = compile(a, rule, cs_buf_all(&c->text), true, names, e);
		if (c->text.n != 0 && b->when == NULL)
			return -1;
		if (signal->asked->ordered)
			b->worst = compile(a, rule, worst, false, names, e);
		if (signal->asked->ordered && b->worst == NULL)
			return -1;
	}
	b = &c->behind[c->nbehind - 1];
	b->signal[cs_map_add(&b->unit, signal->units->name[signal->unit])] = s;
	return 0;
}

int
cs_audit_contacts_bind(struct cs_audit_contacts *c, struct cs_arena *a,
    const struct cs_audit_found *found, const struct cs_metric_env *names, size_t most,
    struct cs_err *e)
{
	*c = (struct cs_audit_contacts){.found = found, .most = most};
	cs_eval_init(&c->eval);
	c->behind = cs_arena_new(a, found->n + 1, sizeof *c->behind);
	c->kept = cs_arena_new(a, found->n + 1, sizeof *c->kept);
	cs_head_copy(&c->head, names->env->head);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (cs_head_find(names->env->head, cs_str_z(columns[i])) >= 0)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "--contacts: there is a column '%s' already", columns[i]);
		if (cs_head_add(&c->head, cs_str_z(columns[i]), e) != 0)
			return -1;
	}
	for (size_t s = 0; s < found->n; s++) {
		if (look_for(c, a, s, names, e) != 0)
			return -1;
	}
	return 0;
}

void
cs_audit_contacts_finish(struct cs_audit_contacts *c)
{
	for (size_t i = 0; i < c->nbehind; i++)
		cs_map_finish(&c->behind[i].unit);
	for (size_t s = 0; c->kept != NULL && s < c->found->n; s++) {
		for (size_t i = 0; i < c->kept[s].n; i++)
			free(c->kept[s].row[i].record);
		free(c->kept[s].row);
	}
	cs_head_finish(&c->head);
	cs_buf_finish(&c->text);
	cs_eval_finish(&c->eval);
}

/* How bad a row is; one of which nobody knows is not. */
static int64_t
badness(const struct cs_vec *v, uint32_t row)
{
	int64_t micros;

	if (v->null != NULL && v->null[row] != 0)
		return INT64_MIN;
	switch (v->type) {
	case CS_INT:
	case CS_BOOL:
	case CS_TIME:
		return v->i[row];
	case CS_DEC:
		return cs_dec_micros(v->d[row], &micros) ? micros : INT64_MIN;
	default:
		return 0;
	}
}

/* Puts a row in its place, and drops the last when there are too many. */
static void
keep(struct cs_audit_contacts *c, size_t signal, struct cs_audit_row row, struct cs_str record)
{
	struct cs_audit_kept *k = &c->kept[signal];
	size_t at = k->n;

	while (at > 0 && k->row[at - 1].worst < row.worst)
		at--;
	if (at == c->most)
		return;
	if (k->n == c->most)
		free(k->row[--k->n].record);
	k->row = cs_mem_grow(k->row, &k->cap, k->n + 1, sizeof *k->row);
	memmove(&k->row[at + 1], &k->row[at], (k->n - at) * sizeof *k->row);
	row.n = record.n;
	row.record = cs_mem_new(record.n + 1, 1);
	memcpy(row.record, record.p, record.n);
	k->row[at] = row;
	k->n++;
}

static void
look_at(struct cs_audit_contacts *c, const struct cs_audit_behind *b, const struct cs_batch *batch,
    const uint8_t *mark)
{
	for (uint32_t row = 0; row < batch->nrow; row++) {
		struct cs_str raw;
		uint32_t id;

		if (!cs_mark_counted(mark[row]) || cs_eval_skipped(&c->eval, row) ||
		    (b->is.null != NULL && b->is.null[row] != 0) || b->is.i[row] == 0)
			continue;
		raw = cs_batch_raw(batch, row, b->col);
		if (batch->escaped)
			(void)cs_esc_canonical(raw, &c->text, &raw);
		id = cs_map_find(&b->unit, raw);
		if (id != CS_MAP_NONE)
			keep(c, b->signal[id],
			    (struct cs_audit_row){
				.worst = b->worst != NULL ? badness(&b->how, row) : 0},
			    cs_batch_record(batch, row));
	}
}

int
cs_audit_contacts_add(
    struct cs_audit_contacts *c, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	cs_eval_next_batch(&c->eval);
	for (size_t i = 0; i < c->nbehind; i++) {
		struct cs_audit_behind *of = &c->behind[i];

		if (of->when != NULL && (cs_eval_run(&c->eval, of->when, b, &of->is, e) != 0 ||
					    (of->worst != NULL && cs_eval_run(&c->eval, of->worst,
								      b, &of->how, e) != 0)))
			return -1;
	}
	for (size_t i = 0; i < c->nbehind; i++) {
		if (c->behind[i].when != NULL)
			look_at(c, &c->behind[i], b, mark);
	}
	return 0;
}

void
cs_audit_contacts_write(struct cs_audit_contacts *c, struct cs_writer *w)
{
	for (size_t s = 0; s < c->found->n; s++) {
		const struct cs_audit_signal *signal = &c->found->signal[s];

		for (size_t i = 0; i < c->kept[s].n; i++) {
			const struct cs_audit_row *row = &c->kept[s].row[i];

			cs_writer_raws(w, cs_str(row->record, row->n));
			cs_writer_i64(w, (int64_t)s + 1);
			cs_writer_text(w, signal->asked->rule->name);
			cs_writer_text(w, signal->units->column);
			cs_writer_end(w);
		}
	}
}
