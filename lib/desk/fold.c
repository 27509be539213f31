/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From batches to cells: see fold.h. The loops over rows are in foldloops.c. */
#include "desk/fold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "desk/foldloops.h"
#include "desk/foldstretch.h"
#include "desk/foldvisits.h"

void
cs_fold_init(struct cs_fold *f, const struct cs_job *job)
{
	const struct cs_scheme *p = job->scheme;

	*f = (struct cs_fold){.job = job, .first = CS_INSTANT_MAX, .last = CS_INSTANT_MIN};
	f->newest =
	    (struct cs_newest){.at = CS_INSTANT_MIN, .day = INT64_MIN, .day_before = INT64_MIN};
	f->cells = cs_cells_new(p, job->by);
	cs_eval_init(&f->eval);
	f->rows = (struct cs_rowkeys){.keys = &f->cells->keys, .by = job->by, .eval = &f->eval};
	f->passed = cs_mem_new0(p->nfilter, sizeof *f->passed);
	f->pass = cs_mem_new0(p->nfilter, sizeof *f->pass);
	f->null_filter = cs_mem_new0(p->nfilter, sizeof *f->null_filter);
	f->arg = cs_mem_new0(p->nacc, sizeof *f->arg);
	f->arg2 = cs_mem_new0(p->nacc, sizeof *f->arg2);
	f->null_share = cs_mem_new0(p->nacc, sizeof *f->null_share);
	f->per = cs_mem_new0(p->nacc, sizeof *f->per);
	for (unsigned i = 0; i < p->nacc; i++) {
		if (p->acc[i].kind == CS_ACC_PER)
			cs_per_fold_init(&f->per[i], p->acc[i].per);
	}
	cs_fold_visits_init(f);
	cs_fold_stretches_init(f);
}

void
cs_fold_free(struct cs_fold *f)
{
	for (unsigned i = 0; f->job != NULL && i < f->job->scheme->nfilter; i++) {
		free(f->passed[i].row);
		free(f->passed[i].group);
	}
	for (unsigned i = 0; f->job != NULL && i < f->job->scheme->nacc; i++)
		cs_per_fold_finish(&f->per[i]);
	free(f->per);
	free(f->passed);
	free(f->pass);
	free(f->null_filter);
	free(f->arg);
	free(f->arg2);
	free(f->null_share);
	if (f->job != NULL)
		cs_eval_finish(&f->eval);
	cs_rowkeys_finish(&f->rows);
	cs_fold_stretches_free(f);
	cs_visits_finish(&f->visits);
	free(f->value);
	free(f->follow);
	cs_buf_finish(&f->text);
	if (!f->pooled)
		cs_cells_free(f->cells);
	*f = (struct cs_fold){0};
}

/* All expressions of the scheme over the batch. */
static int
run(struct cs_fold *f, const struct cs_batch *b, struct cs_err *e)
{
	const struct cs_scheme *p = f->job->scheme;

	cs_eval_next_batch(&f->eval);
	for (unsigned i = 0; i < p->nfilter; i++) {
		if (cs_eval_run(&f->eval, p->filter[i].x, b, &f->pass[i], e) != 0)
			return -1;
	}
	for (unsigned i = 0; i < p->nacc; i++) {
		if (p->acc[i].arg != NULL &&
		    cs_eval_run(&f->eval, p->acc[i].arg, b, &f->arg[i], e) != 0)
			return -1;
		if (p->acc[i].arg2 != NULL &&
		    cs_eval_run(&f->eval, p->acc[i].arg2, b, &f->arg2[i], e) != 0)
			return -1;
		if (p->acc[i].kind == CS_ACC_PER &&
		    cs_per_fold_run(&f->per[i], &f->eval, b, e) != 0)
			return -1;
	}
	return 0;
}

static void
pass_filter(struct cs_fold *f, unsigned i)
{
	const struct cs_vec *v = &f->pass[i];
	struct cs_passed *out = &f->passed[i];
	const uint32_t *row = f->rows.row, *group = f->rows.group;
	size_t n = f->rows.n, cap = out->cap, at = 0;
	uint64_t null = 0;

	out->row = cs_mem_grow(out->row, &cap, n + 1, sizeof *out->row);
	out->group = cs_mem_grow(out->group, &out->cap, n + 1, sizeof *out->group);
	for (size_t k = 0; k < n; k++) {
		bool is_null = v->null != NULL && v->null[row[k]];

		out->row[at] = row[k];
		out->group[at] = group[k];
		null += is_null;
		at += !is_null && v->i[row[k]] != 0;
	}
	out->n = at;
	f->null_filter[i] += null;
}

/* Adds the rows that were taken, whose expressions have run, to the cells. */
static int
add_rows(struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	const struct cs_scheme *p = f->job->scheme;
	struct cs_passed all;

	if (cs_rowkeys_group(&f->rows, b, e) != 0)
		return -1;
	cs_cells_room(f->cells);
	all = (struct cs_passed){f->rows.row, f->rows.group, f->rows.n, f->rows.cap};
	for (size_t k = 0; k < all.n; k++)
		f->cells->store.rows[all.group[k]]++;
	for (unsigned i = 0; i < p->nfilter; i++)
		pass_filter(f, i);
	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];

		if (cs_fold_loop(f, i, d->filter < 0 ? &all : &f->passed[d->filter], b, e) != 0)
			return -1;
	}
	if (p->answers.n != 0 &&
	    cs_answers_count(&p->answers, &f->eval, b, mark, f->answers, e) != 0)
		return -1;
	if (cs_scheme_stretched(p) && cs_fold_stretches(f, b, mark, e) != 0)
		return -1;
	return p->nrepeat != 0 ? cs_fold_visits(f, b, mark, e) : 0;
}

static int
join_pool(struct cs_fold *f, struct cs_err *e)
{
	if (cs_pool_join(f->job->pool, &f->cells, e) != 0)
		return -1;
	f->pooled = true;
	cs_rowkeys_rekey(&f->rows, &f->cells->keys);
	return 0;
}

/* Cells that are too large go to the pool, then to the disk; -1: they cannot. */
static int
make_room(struct cs_fold *f, unsigned parts, struct cs_err *e)
{
	struct cs_pool *p = f->job->pool;

	if (!f->pooled && p->threads > 1 && cs_pool_takes(f->job->scheme) &&
	    cs_cells_bytes(f->cells) > p->own_most)
		return join_pool(f, e);
	if (p->spill != NULL && cs_limits_over(&p->most, f->cells, parts))
		return cs_spill_add(p->spill, f->cells, e);
	return cs_limits_check(&p->most, f->cells, parts, e);
}

/* Looks, now and then, at how much memory the cells take, after the rows of a batch. */
static int
check(struct cs_fold *f, uint32_t nrow, struct cs_err *e)
{
	struct cs_pool *p = f->job->pool;
	bool pooled = f->pooled;
	unsigned parts;
	uint64_t rows, *look;

	if (p == NULL)
		return 0;
	if (pooled)
		p->rows += nrow;
	rows = pooled ? p->rows : f->rows_there;
	look = pooled ? &p->look : &f->look;
	if (rows < *look)
		return 0;
	parts = pooled ? 1 : p->threads;
	if (make_room(f, parts, e) != 0)
		return -1;
	/* Cells that have just become the pool's are others' too, and the lock is not held here. */
	if (f->pooled != pooled)
		return 0;
	*look = rows + cs_limits_next(&p->most, f->cells, parts);
	return 0;
}

int
cs_fold_add(struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	int r;

	if (run(f, b, e) != 0 || cs_rowkeys_take(&f->rows, b, mark, e) != 0)
		return -1;
	if (cs_rowkeys_span(&f->rows, f->job->span, b, &f->first, &f->last, e) != 0)
		return -1;
	for (uint32_t row = 0; row < b->nrow; row++) {
		f->rows_there += mark[row] != 0;
		f->rows_reported += cs_mark_counted(mark[row]);
	}
	if (f->pooled)
		(void)pthread_mutex_lock(&f->job->pool->lock);
	r = add_rows(f, b, mark, e);
	if (r == 0 && f->pooled)
		r = check(f, b->nrow, e);
	if (f->pooled)
		(void)pthread_mutex_unlock(&f->job->pool->lock);
	else if (r == 0)
		r = check(f, b->nrow, e);
	return r;
}

int
cs_fold_merge(struct cs_fold *f, struct cs_fold *from, struct cs_err *e)
{
	const struct cs_scheme *p = f->job->scheme;
	uint32_t *map;
	int r = 0;

	if (from->pooled && !f->pooled && join_pool(f, e) != 0)
		return -1;
	map = cs_mem_new(from->cells->keys.ngroup + 1, sizeof *map);
	if (f->cells != from->cells)
		r = cs_cells_merge(f->cells, from->cells, map, e);
	if (r == 0)
		cs_visits_merge(&f->visits, &from->visits, map, from->cells->keys.ngroup);
	if (r == 0)
		cs_fold_stretches_merge(f, from, map);
	free(map);
	for (unsigned i = 0; i < p->nfilter; i++)
		f->null_filter[i] += from->null_filter[i];
	for (unsigned i = 0; i < p->nacc; i++)
		f->null_share[i] += from->null_share[i];
	f->first = from->first < f->first ? from->first : f->first;
	f->last = from->last > f->last ? from->last : f->last;
	f->rounded += from->rounded;
	f->odd_scores += from->odd_scores;
	for (unsigned i = 0; i < p->answers.n; i++)
		f->answers[i] += from->answers[i];
	f->unidentified += from->unidentified;
	f->rows_there += from->rows_there;
	f->rows_reported += from->rows_reported;
	f->eval.bad_cells += from->eval.bad_cells;
	cs_newest_merge(&f->newest, &from->newest);
	return r;
}

int
cs_fold_finish(struct cs_fold *f, struct cs_err *e)
{
	struct cs_cells_run *run = &f->cells->run;
	struct cs_repeats_job job = {.visits = &f->visits,
	    .cells = f->cells,
	    .threads = f->job->threads,
	    .most = f->job->visits_most,
	    .note = f->follow};
	int r = 0;

	run->told = f->job->has_as_of;
	run->has_as_of = f->job->has_as_of || f->newest.at != CS_INSTANT_MIN;
	job.as_of = run->as_of = f->job->has_as_of ? f->job->as_of : f->newest.at;
	if (f->job->scheme->nrepeat != 0 && run->has_as_of)
		r = cs_repeats_finish(&job, e);
	cs_visits_finish(&f->visits);
	if (r == 0 && cs_scheme_stretched(f->job->scheme))
		cs_fold_stretches_finish(f);
	return r;
}

bool
cs_fold_stray(const struct cs_fold *f)
{
	enum { MONTH_DAYS = 31 };

	return f->newest.day_before != INT64_MIN &&
	       f->newest.day - f->newest.day_before > MONTH_DAYS;
}
