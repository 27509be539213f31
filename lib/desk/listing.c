/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts behind a cell: see listing.h. */
#include "desk/listing.h"

#include <stdlib.h>

#include "base/mem.h"

enum { CHOSEN = 2, REPORTED = 3 }; /* marks: at least chosen */

struct cs_listing_input {
	const struct cs_input *in;
	size_t metric; /* of the scheme */
	unsigned acc;
	bool x, value; /* it has such columns */
};

/* What can be said of a row, by kind of statistic. */
static const struct {
	bool row; /* it is single rows that count */
	bool x, value;
} kinds[CS_ACC_KINDS] = {
    [CS_ACC_COUNT] = {true, false, false},
    [CS_ACC_SHARE] = {true, true, false},
    [CS_ACC_MOMENTS] = {true, false, true},
    [CS_ACC_HIST] = {true, false, true},
    [CS_ACC_DISTINCT] = {true, false, true},
    [CS_ACC_SKETCH] = {true, false, true},
    [CS_ACC_NPS] = {true, false, true},
    [CS_ACC_STOCK] = {true, false, false},
};

static int
check_stock(const struct cs_listing *l, const struct cs_metric *m, struct cs_err *e)
{
	const struct cs_by *by = l->job->by;

	for (unsigned k = 0; k < by->n; k++) {
		if (!cs_key_is_time(by->key[k].kind))
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--contacts: %.*s is of one instant, and --by has %.*s", CS_STR_ARG(m->name),
		    CS_STR_ARG(by->key[k].name));
		return cs_err_hint(e, "its instant is the end of --period, or --as-of");
	}
	if (l->job->has_as_of || l->job->to != CS_INSTANT_MAX)
		return 0;
	return cs_err_set(e, CS_EXIT_USAGE,
	    "--contacts: %.*s needs an instant: --as-of, or a period that ends",
	    CS_STR_ARG(m->name));
}

static int
add_input(
    struct cs_listing *l, size_t metric, const struct cs_input *in, unsigned acc, struct cs_err *e)
{
	const struct cs_metric *m = &l->job->scheme->metric[metric];
	const struct cs_acc_def *d = &l->job->scheme->acc[acc];
	bool age = d->kind == CS_ACC_STOCK && in->agg->gives != CS_GIVES_COUNT;

	if (!kinds[d->kind].row || d->follow != CS_FOLLOW_NONE) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--contacts: no single row says %.*s", CS_STR_ARG(m->name));
		return cs_err_hint(e, "%s",
		    d->follow != CS_FOLLOW_NONE
			? "cs-kpi --add says of each contact what followed it"
			: "shares, counts, means, quantiles and stocks can be listed");
	}
	if (d->kind == CS_ACC_STOCK && check_stock(l, m, e) != 0)
		return -1;
	l->input[l->ninput++] = (struct cs_listing_input){.in = in,
	    .metric = metric,
	    .acc = acc,
	    .x = kinds[d->kind].x,
	    .value = kinds[d->kind].value || age};
	return 0;
}

static int
add_column(struct cs_listing *l, struct cs_str name, struct cs_err *e)
{
	if (cs_head_find(&l->head, name) < 0)
		return cs_head_add(&l->head, name, e);
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "--contacts: column %.*s is there already", CS_STR_ARG(name));
	return cs_err_hint(e, "another name for the metric: NAME=FORMULA");
}

/* The columns of one metric. */
static int
add_metric(struct cs_listing *l, struct cs_arena *a, size_t m, struct cs_err *e)
{
	static const char *const suffix[] = {"n", "x", "value"};
	const struct cs_scheme *p = l->job->scheme;
	const struct cs_scheme_metric *of = &p->of[m];

	for (size_t i = 0; i < of->ninput; i++) {
		const struct cs_listing_input *x = &l->input[l->ninput];
		const char *number = of->ninput > 1 ? cs_arena_printf(a, "_%zu", i + 1) : "";

		if (add_input(l, m, &of->input[i], of->acc[i], e) != 0)
			return -1;
		const bool there[] = {true, x->x, x->value};

		for (size_t k = 0; k < 3; k++) {
			const char *name = cs_arena_printf(
			    a, "%.*s%s_%s", CS_STR_ARG(p->metric[m].name), number, suffix[k]);

			if (there[k] && add_column(l, cs_str_z(name), e) != 0)
				return -1;
		}
	}
	return 0;
}

int
cs_listing_bind(struct cs_listing *l, struct cs_arena *a, const struct cs_job *job,
    const struct cs_head *in, struct cs_err *e)
{
	const struct cs_scheme *p = job->scheme;
	size_t ninput = 0;
	int r = 0;

	*l = (struct cs_listing){.job = job};
	cs_head_copy(&l->head, in);
	cs_eval_init(&l->eval);
	cs_keys_init(&l->keys, job->by->n);
	l->rows = (struct cs_rowkeys){.keys = &l->keys, .by = job->by, .eval = &l->eval};
	l->arg = cs_arena_new(a, p->nacc + 1, sizeof *l->arg);
	l->arg2 = cs_arena_new(a, p->nacc + 1, sizeof *l->arg2);
	l->pass = cs_arena_new(a, p->nfilter + 1, sizeof *l->pass);
	l->key = cs_arena_new(a, job->by->n + 1, sizeof *l->key);
	for (size_t m = 0; m < p->n; m++)
		ninput += p->of[m].ninput;
	l->input = cs_arena_new(a, ninput + 1, sizeof *l->input);
	for (unsigned k = 0; k < job->by->n && r == 0; k++) {
		if (job->by->key[k].kind == CS_KEY_COLUMN)
			continue;
		l->key[l->nkey++] = k;
		/* each(themes) stands beside the list that it is of. */
		if (job->by->key[k].kind == CS_KEY_EACH)
			r = add_column(l,
			    cs_str_z(
				cs_arena_printf(a, "each_%.*s", CS_STR_ARG(job->by->key[k].name))),
			    e);
		else
			r = add_column(l, job->by->key[k].name, e);
	}
	for (size_t m = 0; m < p->n && r == 0; m++)
		r = add_metric(l, a, m, e);
	return r;
}

void
cs_listing_finish(struct cs_listing *l)
{
	if (l->job == NULL)
		return;
	cs_rowkeys_finish(&l->rows);
	cs_keys_finish(&l->keys);
	cs_eval_finish(&l->eval);
	cs_head_finish(&l->head);
	cs_buf_finish(&l->text);
	free(l->mark);
	*l = (struct cs_listing){0};
}

static int
run(struct cs_listing *l, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_scheme *p = l->job->scheme;

	cs_eval_next_batch(&l->eval);
	for (unsigned i = 0; i < p->nfilter; i++) {
		if (cs_eval_run(&l->eval, p->filter[i].x, b, &l->pass[i], e) != 0)
			return -1;
	}
	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];

		if ((d->arg != NULL && cs_eval_run(&l->eval, d->arg, b, &l->arg[i], e) != 0) ||
		    (d->arg2 != NULL && cs_eval_run(&l->eval, d->arg2, b, &l->arg2[i], e) != 0))
			return -1;
	}
	return 0;
}

static inline bool
null_at(const struct cs_vec *v, uint32_t row)
{
	return v->null != NULL && v->null[row];
}

/* What comes at an instant, up to the edge: as-of is known of still, the end of a period is not in
 * it. */
static bool
has_come(const struct cs_job *job, int64_t at)
{
	return at < job->to && (!job->has_as_of || at <= job->as_of);
}

static bool
stock_counts(const struct cs_listing *l, const struct cs_listing_input *x, uint32_t row)
{
	const struct cs_vec *leave = &l->arg2[x->acc];
	int64_t enter = l->arg[x->acc].i[row];
	bool left = !null_at(leave, row) && has_come(l->job, leave->i[row]);

	if (!has_come(l->job, enter) ||
	    (!null_at(leave, row) && (leave->i[row] < enter || leave->i[row] < l->job->from)))
		return false;
	if (x->in->agg->id == CS_AGG_STOCK_IN)
		return enter >= l->job->from;
	return left == (x->in->agg->id == CS_AGG_STOCK_OUT);
}

/* Is the row in the n of an aggregate? */
static bool
counts(const struct cs_listing *l, const struct cs_listing_input *x, uint8_t mark, uint32_t row)
{
	const struct cs_acc_def *d = &l->job->scheme->acc[x->acc];
	const struct cs_vec *v = &l->arg[x->acc], *pass = &l->pass[d->filter < 0 ? 0 : d->filter];

	if (mark < (d->kind == CS_ACC_STOCK ? CHOSEN : REPORTED))
		return false;
	if (d->filter >= 0 && (null_at(pass, row) || pass->i[row] == 0))
		return false;
	if (d->arg == NULL)
		return true;
	if (null_at(v, row))
		return false;
	switch (d->kind) {
	case CS_ACC_COUNT:
		return !d->when_true || v->i[row] != 0;
	case CS_ACC_NPS:
		return v->i[row] >= 0 && v->i[row] <= 10;
	case CS_ACC_STOCK:
		return stock_counts(l, x, row);
	default:
		return true;
	}
}

/* Seconds since the item entered, at the edge. */
static int64_t
age_of(const struct cs_listing *l, const struct cs_listing_input *x, uint32_t row)
{
	const struct cs_job *job = l->job;
	int64_t edge = job->has_as_of && job->as_of < job->to ? job->as_of : job->to;
	int64_t enter = l->arg[x->acc].i[row];

	return cs_num_floordiv(edge, CS_USEC) + cs_num_floordiv(-enter, CS_USEC);
}

static void
write_value(
    struct cs_listing *l, const struct cs_listing_input *x, uint32_t row, struct cs_writer *w)
{
	const struct cs_vec *v = &l->arg[x->acc];
	enum { DIGITS = 6 }; /* that sums keep */

	cs_buf_reset(&l->text);
	if (l->job->scheme->acc[x->acc].kind == CS_ACC_STOCK)
		cs_buf_i64(&l->text, age_of(l, x, row));
	else if (v->type == CS_DEC && l->job->scheme->acc[x->acc].kind == CS_ACC_DISTINCT)
		cs_dec_text(&l->text, cs_dec_trim(v->d[row]));
	else if (v->type == CS_DEC)
		cs_dec_text(&l->text, cs_dec_trim(cs_dec_round(v->d[row], DIGITS)));
	else if (v->type == CS_TIME)
		cs_time_text(&l->text, v->i[row]);
	else if (v->type == CS_BOOL)
		cs_buf_c(&l->text, v->i[row] != 0 ? 't' : 'f');
	else if (v->type == CS_INT)
		cs_buf_i64(&l->text, v->i[row]);
	else
		cs_buf_str(&l->text, v->s[row]);
	cs_writer_text(w, cs_buf_all(&l->text));
}

static void
write_flag(struct cs_writer *w, bool flag)
{
	cs_writer_raw(w, flag ? CS_STR("t") : CS_STR("f"));
}

static void
write_row(
    struct cs_listing *l, const struct cs_batch *b, size_t k, uint8_t mark, struct cs_writer *w)
{
	uint32_t row = l->rows.row[k], group = l->rows.group[k];
	uint32_t *value = cs_mem_new((size_t)l->keys.n + 1, sizeof *value);

	cs_writer_raws(w, cs_batch_record(b, row));
	cs_keys_values(&l->keys, group, value);
	for (unsigned i = 0; i < l->nkey; i++)
		cs_writer_raw(w, cs_map_key(&l->keys.value[l->key[i]], value[l->key[i]]));
	free(value);
	for (size_t i = 0; i < l->ninput; i++) {
		const struct cs_listing_input *x = &l->input[i];
		bool n = counts(l, x, mark, row);

		write_flag(w, n);
		if (x->x && n)
			write_flag(w, l->arg[x->acc].i[row] != 0);
		else if (x->x)
			cs_writer_null(w);
		if (x->value && n)
			write_value(l, x, row, w);
		else if (x->value)
			cs_writer_null(w);
	}
	cs_writer_end(w);
	l->listed++;
}

int
cs_listing_find(
    struct cs_listing *l, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	if (run(l, b, e) != 0)
		return -1;
	l->mark = cs_mem_grow(l->mark, &l->mark_cap, (size_t)b->nrow + 1, 1);
	for (uint32_t row = 0; row < b->nrow; row++) {
		l->mark[row] = 0;
		for (size_t i = 0; i < l->ninput && l->mark[row] == 0; i++)
			l->mark[row] = counts(l, &l->input[i], mark[row], row) ? REPORTED : 0;
	}
	if (cs_rowkeys_take(&l->rows, b, l->mark, e) != 0)
		return -1;
	return cs_rowkeys_group(&l->rows, b, e);
}

int
cs_listing_batch(struct cs_listing *l, const struct cs_batch *b, const uint8_t *mark,
    struct cs_writer *w, struct cs_err *e)
{
	if (cs_listing_find(l, b, mark, e) != 0)
		return -1;
	for (size_t k = 0; k < l->rows.n; k++)
		write_row(l, b, k, mark[l->rows.row[k]], w);
	return 0;
}

bool
cs_listing_says(const struct cs_listing *l, size_t i, const uint8_t *mark, size_t k, double *value)
{
	const struct cs_listing_input *x = &l->input[i];
	uint32_t row = l->rows.row[k];
	const struct cs_vec *v = &l->arg[x->acc];

	if (!counts(l, x, mark[row], row))
		return false;
	*value = 1;
	if (x->x)
		*value = v->i[row] != 0;
	else if (x->value && v->type == CS_DEC)
		*value = cs_dec_double(v->d[row]);
	else if (x->value && (v->type == CS_INT || v->type == CS_BOOL))
		*value = (double)v->i[row];
	return true;
}

size_t
cs_listing_metric(const struct cs_listing *l, size_t i)
{
	return l->input[i].metric;
}
