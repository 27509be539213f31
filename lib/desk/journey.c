/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where contacts stand among those of their customer: see journey.h. */
#include "desk/journey.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/chains.h"
#include "desk/customer.h"
#include "desk/sweep.h"

enum { ID_DIGITS = 20 };

/* A cell that is not text yet. */
struct cell {
	enum { NONE, BOOLEAN, NUMBER, INSTANT, ID, CHAIN } kind;
	int64_t v;		      /* CHAIN: of what must be the same */
	const struct cs_visit *visit; /* ID: whose; CHAIN: the first of it */
};

struct worker {
	struct cs_customer customer;
	struct cs_chains chains;
	struct cell *cell; /* of a customer: by visit, by column */
	size_t cell_cap;
	struct cs_buf text;
};

struct finding {
	const struct cs_journey_job *job;
	struct cs_journey_rows *out;
	struct worker *worker;
};

/* The cell of a visit of the customer at hand. */
static struct cell *
cell_of(const struct finding *f, struct worker *w, const struct cs_visit *x, unsigned column)
{
	size_t i = (size_t)(x - w->customer.pile->visit) - w->customer.from;

	return &w->cell[i * f->job->journey->n + column];
}

/* Columns about what comes next, of a run of rows. */
static void
fill_next(const struct finding *f, struct worker *w, unsigned column, size_t begin, size_t end)
{
	const struct cs_journey_column *col = &f->job->journey->column[column];
	const struct cs_customer *c = &w->customer;

	for (size_t i = begin; i < end; i++) {
		const struct cs_visit *x = c->row[i], *next = c->next[i];
		struct cell *cell = cell_of(f, w, x, column);
		int64_t s;

		if (col->what == CS_JOURNEY_NEXT_AT && next != NULL)
			*cell = (struct cell){INSTANT, next->at, NULL};
		if (col->what == CS_JOURNEY_NEXT_ID && next != NULL)
			*cell = (struct cell){ID, 0, next};
		if (col->what != CS_JOURNEY_REPEAT)
			continue;
		s = cs_follow_window(c->visits, c->pile, &col->rule, x);
		if (s != CS_VISIT_NULL && f->job->as_of - x->at >= s * CS_USEC)
			*cell = (struct cell){
			    BOOLEAN, next != NULL && next->at - x->at <= s * CS_USEC, NULL};
	}
}

/* A column about chains, of one row or leg whose contact is that of step. */
static struct cell
chain_cell(const struct worker *w, const struct cs_journey_column *col, const struct cs_step *step,
    bool leg)
{
	const struct cs_step *root = &w->chains.step[step->root];
	int64_t same = 0;

	switch (col->what) {
	case CS_JOURNEY_CHAIN_ID:
		if (col->rule.same_value >= 0)
			same = cs_visit_value(
			    w->chains.pile, w->chains.visits, root->visit, col->rule.same_value);
		return (struct cell){CHAIN, same, root->visit};
	case CS_JOURNEY_ROOT_ID:
		return (struct cell){ID, 0, root->visit};
	case CS_JOURNEY_N:
		return (struct cell){NUMBER, step->place, NULL};
	case CS_JOURNEY_LENGTH:
		return (struct cell){root->open ? NONE : NUMBER, root->length, NULL};
	case CS_JOURNEY_OPEN:
		return (struct cell){BOOLEAN, root->open, NULL};
	default:
		if (leg || root->open || step != root)
			return (struct cell){NONE, 0, NULL};
		return (struct cell){NUMBER, root->added, NULL};
	}
}

static int
fill_chain(const struct finding *f, struct worker *w, unsigned column, size_t begin, size_t end,
    struct cs_err *e)
{
	const struct cs_journey_column *col = &f->job->journey->column[column];
	const struct cs_customer *c = &w->customer;
	struct cs_chains *chains = &w->chains;

	cs_chains_find(chains, &col->rule, c->row + begin, end - begin);
	if (col->what == CS_JOURNEY_ADDED &&
	    !cs_chains_add(chains, col->rule.x_value, c->leg, c->nleg))
		return cs_err_set(e, CS_EXIT_DATA,
		    "%.*s: the sum over the contacts of one customer is over 2^63",
		    CS_STR_ARG(col->name));
	for (size_t i = 0; i < chains->n; i++) {
		const struct cs_step *step = &chains->step[i];

		*cell_of(f, w, step->visit, column) = chain_cell(w, col, step, false);
	}
	for (size_t i = 0; i < c->nleg; i++) {
		int64_t of = cs_chains_leg(chains, c->leg[i]);

		if (of >= 0)
			*cell_of(f, w, c->leg[i], column) =
			    chain_cell(w, col, &chains->step[of], true);
	}
	return 0;
}

/* 80 bits of who, when and what for, in hexadecimal digits. */
static void
chain_text(struct cs_buf *b, const struct cell *cell, unsigned pile)
{
	int64_t of[4] = {(int64_t)cell->visit->customer, (int64_t)pile, cell->visit->at, cell->v};
	struct cs_visit_hash h = cs_visit_hash(cs_str((const char *)of, sizeof of));

	cs_buf_printf(b, "%016llx%04x", (unsigned long long)h.half[0],
	    (unsigned)(h.half[1] >> (64 - 4 * (ID_DIGITS - 16))));
}

static void
cell_text(struct cs_buf *b, const struct worker *w, const struct cell *cell, unsigned pile)
{
	cs_buf_c(b, '\t');
	switch (cell->kind) {
	case NONE:
		cs_buf_z(b, "\\N");
		break;
	case BOOLEAN:
		cs_buf_c(b, cell->v != 0 ? 't' : 'f');
		break;
	case NUMBER:
		cs_buf_i64(b, cell->v);
		break;
	case INSTANT:
		cs_time_text(b, cell->v);
		break;
	case ID:
		cs_buf_str(b, cs_visit_text(w->customer.pile, cell->visit));
		break;
	case CHAIN:
		chain_text(b, cell, pile);
		break;
	}
}

/* Puts the cells of a row where they are found by its number. */
static int
put_row(const struct finding *f, unsigned worker, const struct cs_visit *x, unsigned pile,
    struct cs_err *e)
{
	struct worker *w = &f->worker[worker];
	uint64_t row = f->job->before[x->row >> CS_VISIT_ROW_BITS] +
		       (x->row & ((UINT64_C(1) << CS_VISIT_ROW_BITS) - 1));

	cs_buf_reset(&w->text);
	for (unsigned i = 0; i < f->job->journey->n; i++)
		cell_text(&w->text, w, cell_of(f, w, x, i), pile);
	return cs_rowcells_put(&f->out->cells, worker, row, cs_buf_all(&w->text), e);
}

/* Fills the columns whose contacts must have the same thing in common. */
static int
fill_view(const struct finding *f, struct worker *w, int same, struct cs_err *e)
{
	const struct cs_journey *j = f->job->journey;
	struct cs_customer *c = &w->customer;
	size_t begin, end;

	cs_customer_view(c, same);
	for (begin = 0; (end = cs_customer_run(c, begin)) > begin; begin = end) {
		cs_customer_follow(c, begin, end);
		for (unsigned i = 0; i < j->n; i++) {
			if (j->column[i].rule.same_value != same)
				continue;
			if (j->column[i].what <= CS_JOURNEY_NEXT_ID)
				fill_next(f, w, i, begin, end);
			else if (fill_chain(f, w, i, begin, end, e) != 0)
				return -1;
		}
	}
	return 0;
}

/* All customers of what was loaded. */
static int
look_all(
    void *ctx, unsigned worker, const struct cs_visit_pile *loaded, unsigned nr, struct cs_err *e)
{
	const struct finding *f = ctx;
	const struct cs_journey *j = f->job->journey;
	struct worker *w = &f->worker[worker];
	struct cs_customer *c = &w->customer;

	cs_customer_begin(c, f->job->visits, loaded);
	w->chains.visits = f->job->visits;
	w->chains.pile = loaded;
	w->chains.as_of = f->job->as_of;
	while (cs_customer_next(c)) {
		w->cell = cs_mem_grow(w->cell, &w->cell_cap, c->n * j->n, sizeof *w->cell);
		memset(w->cell, 0, c->n * j->n * sizeof *w->cell);
		for (unsigned i = 0; i < j->n; i++) {
			int same = j->column[i].rule.same_value;
			unsigned k = 0;

			while (j->column[k].rule.same_value != same)
				k++;
			if (k == i && fill_view(f, w, same, e) != 0)
				return -1;
		}
		for (size_t i = c->from; i < c->from + c->n; i++) {
			if (loaded->visit[i].group != CS_GROUP_NONE &&
			    put_row(f, worker, &loaded->visit[i], nr, e) != 0)
				return -1;
		}
	}
	return 0;
}

int
cs_journey_find(struct cs_journey_rows *out, const struct cs_journey_job *job, struct cs_err *e)
{
	struct finding f = {.job = job, .out = out};
	const struct cs_sweep sweep = {.visits = job->visits,
	    .most = job->most / job->threads,
	    .threads = job->threads,
	    .ctx = &f,
	    .look = look_all};
	int r;

	*out = (struct cs_journey_rows){.reader = {.only = true}};
	cs_rowcells_init(&out->cells, job->nrow, job->threads, job->most, job->scratch);
	f.worker = cs_mem_new0(job->threads, sizeof *f.worker);
	r = cs_sweep_run(&sweep, e);
	for (unsigned i = 0; i < job->threads; i++) {
		cs_customer_finish(&f.worker[i].customer);
		cs_chains_finish(&f.worker[i].chains);
		cs_buf_finish(&f.worker[i].text);
		free(f.worker[i].cell);
	}
	free(f.worker);
	return r;
}

void
cs_journey_finish(struct cs_journey_rows *r)
{
	cs_rowcells_finish(&r->cells);
	cs_rowcells_reader_finish(&r->reader);
}

int
cs_journey_cells(struct cs_journey_rows *r, uint64_t row, struct cs_str *cells, struct cs_err *e)
{
	return cs_rowcells_get(&r->cells, &r->reader, row, cells, e);
}
