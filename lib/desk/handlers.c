/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who took a contact first and last: see handlers.h. */
#include "desk/handlers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cell/keys.h"
#include "desk/sweep.h"
#include "rec/esc.h"

static const char *const names[CS_HANDLERS] = {"first_agent_id", "last_agent_id"};

int
cs_handler_find(struct cs_str name)
{
	for (int i = 0; i < CS_HANDLERS; i++) {
		if (cs_str_eqz(name, names[i]))
			return i;
	}
	return -1;
}

/* A column as an expression of that type, where it is there. */
static int
bind_column(const struct cs_expr **x, struct cs_arena *a, const struct cs_env *env,
    const char *column, enum cs_type type, struct cs_err *e)
{
	*x = NULL;
	if (cs_head_find(env->head, cs_str_z(column)) < 0)
		return 0;
	*x = cs_expr_compile(a, cs_str_z(column), env, e);
	if (*x == NULL)
		return -1;
	if (cs_expr_type(*x) == type)
		return 0;
	return cs_err_set(e, CS_EXIT_USAGE, "--add: column %s is not of its type", column);
}

int
cs_handlers_bind(
    struct cs_handlers_plan *plan, struct cs_arena *a, const struct cs_env *env, struct cs_err *e)
{
	int agent = cs_head_need(env->head, CS_STR("agent_id"), e);

	if (agent < 0) {
		cs_err_prefix(e, "--add");
		return -1;
	}
	*plan = (struct cs_handlers_plan){
	    .contact = cs_head_find(env->head, CS_STR("contact_id")), .agent = (unsigned)agent};
	if (bind_column(&plan->leg, a, env, "leg", CS_INT, e) != 0)
		return -1;
	return bind_column(&plan->at, a, env, "started_at", CS_TIME, e);
}

void
cs_handlers_init(struct cs_handlers *h, const struct cs_handlers_plan *plan, size_t most,
    struct cs_scratch *scratch)
{
	static const struct cs_visit_form form = {.nvalue = 1, .row = true, .text = true};

	*h = (struct cs_handlers){.plan = plan};
	cs_visits_init(&h->visits, &form, most, scratch);
	cs_eval_init(&h->eval);
}

void
cs_handlers_finish(struct cs_handlers *h)
{
	if (h->plan == NULL)
		return;
	cs_visits_finish(&h->visits);
	cs_eval_finish(&h->eval);
	cs_buf_finish(&h->text);
	*h = (struct cs_handlers){0};
}

void
cs_handlers_merge(struct cs_handlers *h, struct cs_handlers *from)
{
	cs_visits_merge(&h->visits, &from->visits, NULL, 0);
}

/* A number of a row, or what it is where there is none. */
static int64_t
number_at(const struct cs_vec *v, uint32_t row, int64_t none)
{
	return v->i == NULL || (v->null != NULL && v->null[row]) ? none : v->i[row];
}

int
cs_handlers_add(
    struct cs_handlers *h, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	struct cs_vec leg = {0}, at = {0};

	cs_eval_next_batch(&h->eval);
	if ((h->plan->leg != NULL && cs_eval_run(&h->eval, h->plan->leg, b, &leg, e) != 0) ||
	    (h->plan->at != NULL && cs_eval_run(&h->eval, h->plan->at, b, &at, e) != 0))
		return -1;
	for (uint32_t row = 0; row < b->nrow; row++) {
		uint64_t place = b->seq << CS_VISIT_ROW_BITS | row;
		struct cs_str contact = cs_str((const char *)&place, sizeof place);
		struct cs_visit_hash which;
		struct cs_visit x;
		int64_t number = number_at(&leg, row, 1);

		if (mark[row] == 0 || cs_eval_skipped(&h->eval, row))
			continue;
		if (h->plan->contact >= 0 &&
		    !cs_raw_null(cs_batch_raw(b, row, (unsigned)h->plan->contact)))
			contact =
			    cs_esc_same(cs_batch_raw(b, row, (unsigned)h->plan->contact), &h->text);
		which = cs_visit_hash(contact);
		x = (struct cs_visit){.customer = which.half[0],
		    .at = number_at(&at, row, 0),
		    .row = place,
		    .group = cs_mark_counted(mark[row]) ? 0 : CS_GROUP_NONE};
		if (cs_visits_add(&h->visits, which.half[1], &x, &number,
			cs_batch_raw(b, row, h->plan->agent), e) != 0)
			return -1;
	}
	return 0;
}

struct finding {
	const struct cs_handlers_job *job;
	struct cs_rowcells *out;
	struct cs_buf *text; /* by worker */
};

/* Whether leg a comes before leg b: their numbers, times, names. */
static bool
before(const struct finding *f, const struct cs_visit_pile *p, const struct cs_visit *a,
    const struct cs_visit *b)
{
	const struct cs_visits *v = &f->job->handlers->visits;
	int64_t x = cs_visit_value(p, v, a, 0), y = cs_visit_value(p, v, b, 0);

	if (x != y)
		return x < y;
	if (a->at != b->at)
		return a->at < b->at;
	return cs_str_cmp(cs_visit_text(p, a), cs_visit_text(p, b)) < 0;
}

/* The cells of the n rows of one contact. */
static int
look_at(const struct finding *f, unsigned worker, const struct cs_visit_pile *p,
    const struct cs_visit *x, size_t n, struct cs_err *e)
{
	const struct cs_visit *first = NULL, *last = NULL;
	struct cs_buf *b = &f->text[worker];

	for (size_t i = 0; i < n; i++) {
		if (cs_raw_null(cs_visit_text(p, &x[i])))
			continue;
		if (first == NULL || before(f, p, &x[i], first))
			first = &x[i];
		if (last == NULL || before(f, p, last, &x[i]))
			last = &x[i];
	}
	if (first == NULL)
		return 0;
	cs_buf_reset(b);
	cs_buf_c(b, '\t');
	cs_buf_str(b, cs_visit_text(p, first));
	cs_buf_c(b, '\t');
	cs_buf_str(b, cs_visit_text(p, last));
	for (size_t i = 0; i < n; i++) {
		uint64_t row = f->job->before[x[i].row >> CS_VISIT_ROW_BITS] +
			       (x[i].row & ((UINT64_C(1) << CS_VISIT_ROW_BITS) - 1));

		if (x[i].group != CS_GROUP_NONE &&
		    cs_rowcells_put(f->out, worker, row, cs_buf_all(b), e) != 0)
			return -1;
	}
	return 0;
}

static int
look_all(
    void *ctx, unsigned worker, const struct cs_visit_pile *loaded, unsigned nr, struct cs_err *e)
{
	const struct finding *f = ctx;
	size_t end;

	(void)nr;
	for (size_t i = 0; i < loaded->n; i = end) {
		end = i + 1;
		while (end < loaded->n && loaded->visit[end].customer == loaded->visit[i].customer)
			end++;
		if (look_at(f, worker, loaded, &loaded->visit[i], end - i, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_handlers_find(struct cs_rowcells *out, const struct cs_handlers_job *job, struct cs_err *e)
{
	struct finding f = {
	    .job = job, .out = out, .text = cs_mem_new0(job->threads, sizeof *f.text)};
	const struct cs_sweep sweep = {.visits = &job->handlers->visits,
	    .most = job->most / 2 / job->threads,
	    .threads = job->threads,
	    .ctx = &f,
	    .look = look_all};
	int r;

	cs_rowcells_init(out, job->nrow, job->threads, job->most / 2, job->scratch);
	r = cs_sweep_run(&sweep, e);
	for (unsigned i = 0; i < job->threads; i++)
		cs_buf_finish(&f.text[i]);
	free(f.text);
	return r;
}
