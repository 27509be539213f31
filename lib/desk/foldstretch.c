/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that are stretches of time: see foldstretch.h. */
#include "desk/foldstretch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "rec/esc.h"

enum { CHOSEN = 2, REPORTED = 3 }; /* marks: at least chosen */

void
cs_fold_stretches_init(struct cs_fold *f)
{
	f->stretches = (struct cs_stretches){.newest = CS_INSTANT_MIN};
	f->stretches.rows =
	    (struct cs_rowkeys){.keys = &f->cells->keys, .by = f->job->by, .eval = &f->eval};
	f->stretches.stints.budget = f->job->stints;
	f->stretches.lost = cs_mem_new0(f->job->scheme->nacc, sizeof *f->stretches.lost);
}

void
cs_fold_stretches_free(struct cs_fold *f)
{
	cs_rowkeys_finish(&f->stretches.rows);
	cs_stints_finish(&f->stretches.stints);
	free(f->stretches.lost);
	free(f->stretches.when);
	free(f->stretches.mark);
}

static inline bool
null_at(const struct cs_vec *v, uint32_t row)
{
	return v->null != NULL && v->null[row];
}

/* The condition is true of the row; v NULL: there is none. */
static inline bool
true_at(const struct cs_vec *v, uint32_t row)
{
	return v == NULL || (v->i[row] != 0 && !null_at(v, row));
}

/* The first instant that does not count any more: as-of counts still, the period's end does not. */
static int64_t
limit_of(const struct cs_job *job)
{
	return job->has_as_of && job->as_of < job->to ? job->as_of + 1 : job->to;
}

/* The last edge. */
static int64_t
edge_of(const struct cs_job *job)
{
	return job->has_as_of && job->as_of < job->to ? job->as_of : job->to;
}

static const struct cs_vec *
filter_of(const struct cs_fold *f, unsigned acc)
{
	int filter = f->job->scheme->acc[acc].filter;

	return filter >= 0 ? &f->pass[filter] : NULL;
}

static void
room(struct cs_stretches *s, const struct cs_batch *b)
{
	s->when = cs_mem_grow(s->when, &s->when_cap, (size_t)b->nrow + 1, sizeof *s->when);
	s->mark = cs_mem_grow(s->mark, &s->mark_cap, (size_t)b->nrow + 1, 1);
	memset(s->mark, 0, b->nrow);
	s->rows.when = s->when;
}

/* Groups the rows that were marked, at their instants. */
static int
group(struct cs_fold *f, const struct cs_batch *b, struct cs_err *e)
{
	if (cs_rowkeys_take(&f->stretches.rows, b, f->stretches.mark, e) != 0 ||
	    cs_rowkeys_group(&f->stretches.rows, b, e) != 0)
		return -1;
	cs_cells_room(f->cells);
	return 0;
}

static int
add_stock(struct cs_fold *f, unsigned acc, const struct cs_batch *b, const uint8_t *mark,
    struct cs_err *e)
{
	const struct cs_job *job = f->job;
	const struct cs_vec *enter = &f->arg[acc], *leave = &f->arg2[acc];
	const struct cs_vec *filter = filter_of(f, acc);
	struct cs_stretches *s = &f->stretches;
	int64_t limit = limit_of(job);
	bool ages = job->scheme->acc[acc].ages;

	room(s, b);
	for (uint32_t row = 0; row < b->nrow; row++) {
		if (mark[row] < CHOSEN || null_at(enter, row) || !true_at(filter, row) ||
		    enter->i[row] >= limit)
			continue;
		if (!null_at(leave, row) &&
		    (leave->i[row] < enter->i[row] || leave->i[row] < job->from))
			continue;
		s->when[row] = enter->i[row] > job->from ? enter->i[row] : job->from;
		s->mark[row] = REPORTED;
	}
	if (group(f, b, e) != 0)
		return -1;
	for (size_t k = 0; k < s->rows.n; k++) {
		uint32_t row = s->rows.row[k], g = s->rows.group[k];
		int64_t at = enter->i[row];

		cs_stock_enter(&f->cells->store.acc[acc].stock[g], at, at < job->from, ages);
		if (null_at(leave, row) || leave->i[row] >= limit)
			continue;
		g = cs_rowkeys_at(&s->rows, g, leave->i[row]);
		cs_cells_room(f->cells);
		cs_stock_leave(&f->cells->store.acc[acc].stock[g], at, ages);
	}
	return 0;
}

/* Adds the microseconds from begin to end, which begins in the group, where they pass. */
static void
spread(struct cs_fold *f, unsigned acc, uint32_t g, int64_t begin, int64_t end)
{
	int64_t from, to;

	while (begin < end) {
		cs_by_interval(f->job->by, begin, &from, &to);
		to = to < end ? to : end;
		f->cells->store.acc[acc].time[g] += to - begin;
		begin = to;
		if (begin < end) {
			g = cs_rowkeys_at(&f->stretches.rows, g, begin);
			cs_cells_room(f->cells);
		}
	}
}

/* A stretch from an hour of the year 1 would be in more intervals than anybody looks at. */
static int
check_length(const struct cs_fold *f, const struct cs_batch *b, uint32_t row, int64_t length,
    struct cs_err *e)
{
	enum { INTERVALS = 1000000 };
	const struct cs_by *by = f->job->by;

	for (unsigned k = 0; k < by->n; k++) {
		int64_t step = by->key[k].kind == CS_KEY_STEP ? by->key[k].step : CS_DAY_S;

		if (!cs_key_is_time(by->key[k].kind) || length / CS_USEC / step < INTERVALS)
			continue;
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "%s:%llu: a stretch of %lld seconds is in more than a million intervals",
		    b->file, (unsigned long long)cs_batch_line(b, row),
		    (long long)(length / CS_USEC));
		return cs_err_hint(e, "longer intervals; or --period: what is outside is cut off");
	}
	return 0;
}

/* The part of [begin, end) that is reported on; false when there is none. */
static bool
cut(const struct cs_job *job, int64_t *begin, int64_t *end)
{
	int64_t edge = edge_of(job);

	*begin = *begin > job->from ? *begin : job->from;
	*end = *end < edge ? *end : edge;
	return *begin < *end;
}

/* The columns or expressions that a stretch goes from and to, and where those that go wrong are
 * counted. */
struct ends {
	const struct cs_vec *begin, *end;
	struct cs_stretch_lost *lost;
};

/* The begin and end of a row; false, and counted, when they make no stretch. */
static bool
stretch(const struct cs_job *job, const struct ends *x, uint32_t row, int64_t *from, int64_t *to)
{
	bool endless = null_at(x->end, row);

	if (null_at(x->begin, row))
		return false;
	x->lost->endless += endless && !job->has_as_of;
	if (endless && !job->has_as_of)
		return false;
	*from = x->begin->i[row];
	*to = endless ? job->as_of : x->end->i[row];
	x->lost->backwards += !endless && *to < *from;
	return *from < *to;
}

static int
add_spent(struct cs_fold *f, unsigned acc, const struct cs_batch *b, const uint8_t *mark,
    struct cs_err *e)
{
	const struct ends ends = {&f->arg[acc], &f->arg2[acc], &f->stretches.lost[acc]};
	const struct cs_vec *filter = filter_of(f, acc);
	struct cs_stretches *s = &f->stretches;
	int64_t begin, end;

	room(s, b);
	for (uint32_t row = 0; row < b->nrow; row++) {
		if (mark[row] < CHOSEN || !true_at(filter, row) ||
		    !stretch(f->job, &ends, row, &begin, &end) || !cut(f->job, &begin, &end))
			continue;
		if (check_length(f, b, row, end - begin, e) != 0)
			return -1;
		s->when[row] = begin;
		s->mark[row] = REPORTED;
	}
	if (group(f, b, e) != 0)
		return -1;
	for (size_t k = 0; k < s->rows.n; k++) {
		uint32_t row = s->rows.row[k];

		begin = ends.begin->i[row];
		end = null_at(ends.end, row) ? f->job->as_of : ends.end->i[row];
		(void)cut(f->job, &begin, &end);
		spread(f, acc, s->rows.group[k], begin, end);
	}
	return 0;
}

/* Which sides of which overlaps a row is on. */
static uint32_t
sides_of(const struct cs_fold *f, uint32_t row, bool chosen)
{
	const struct cs_scheme *p = f->job->scheme;
	uint32_t bits = 0;

	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];

		if (d->kind != CS_ACC_OVERLAP)
			continue;
		if (chosen && true_at(&f->arg[i], row) && true_at(filter_of(f, i), row))
			bits |= 1U << d->overlap;
		if (true_at(&f->arg2[i], row))
			bits |= 1U << (CS_STINT_B + d->overlap);
	}
	return bits;
}

static int
keep(
    struct cs_fold *f, const struct cs_batch *b, uint32_t row, struct cs_stint *x, struct cs_err *e)
{
	struct cs_str agent = cs_batch_raw(b, row, f->job->scheme->stretches.agent);

	if (cs_raw_null(agent)) {
		f->stretches.nobody++;
		return 0;
	}
	cs_buf_reset(&f->text);
	if (b->escaped)
		(void)cs_esc_canonical(agent, &f->text, &agent);
	return cs_stints_add(&f->stretches.stints, x, agent, e);
}

static unsigned
first_overlap(const struct cs_scheme *p)
{
	unsigned i = 0;

	while (p->acc[i].kind != CS_ACC_OVERLAP)
		i++;
	return i;
}

/* Rows of a that are reported on get groups; those of b alone need none. */
static int
add_stints(struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	const struct cs_scheme_stretches *read = &f->job->scheme->stretches;
	const uint32_t a_side = (1U << CS_STINT_B) - 1;
	struct cs_stretches *s = &f->stretches;
	struct cs_vec began, ended;
	const struct ends ends = {&began, &ended, &s->lost[first_overlap(f->job->scheme)]};
	struct cs_stint x;

	if (cs_eval_run(&f->eval, read->began, b, &began, e) != 0 ||
	    cs_eval_run(&f->eval, read->ended, b, &ended, e) != 0)
		return -1;
	room(s, b);
	for (uint32_t row = 0; row < b->nrow; row++) {
		int64_t begin, end;

		x = (struct cs_stint){.bits = sides_of(f, row, mark[row] >= CHOSEN)};
		if (mark[row] == 0 || cs_eval_skipped(&f->eval, row) || x.bits == 0 ||
		    !stretch(f->job, &ends, row, &x.begin, &x.end))
			continue;
		begin = x.begin;
		end = x.end;
		if ((x.bits & a_side) != 0 && cut(f->job, &begin, &end)) {
			if (check_length(f, b, row, end - begin, e) != 0)
				return -1;
			s->when[row] = begin;
			s->mark[row] = REPORTED;
			continue;
		}
		x.bits &= ~a_side;
		if (x.bits != 0 && keep(f, b, row, &x, e) != 0)
			return -1;
	}
	if (group(f, b, e) != 0)
		return -1;
	for (size_t k = 0; k < s->rows.n; k++) {
		uint32_t row = s->rows.row[k];

		x = (struct cs_stint){.begin = began.i[row],
		    .end = null_at(&ended, row) ? f->job->as_of : ended.i[row],
		    .group = s->rows.group[k],
		    .bits = sides_of(f, row, true)};
		if (keep(f, b, row, &x, e) != 0)
			return -1;
	}
	return 0;
}

/* The newest instant at which anything happened, in all of the input. */
static int
see_newest(struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	const struct cs_scheme_stretches *read = &f->job->scheme->stretches;
	struct cs_vec v;

	for (unsigned i = 0; i < read->nhappened; i++) {
		if (cs_eval_run(&f->eval, read->happened[i], b, &v, e) != 0)
			return -1;
		for (uint32_t row = 0; row < b->nrow; row++) {
			if (mark[row] != 0 && !null_at(&v, row) && v.i[row] > f->stretches.newest)
				f->stretches.newest = v.i[row];
		}
	}
	return 0;
}

int
cs_fold_stretches(
    struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	const struct cs_scheme *p = f->job->scheme;

	if (p->nstock != 0 && !f->job->has_as_of && see_newest(f, b, mark, e) != 0)
		return -1;
	for (unsigned i = 0; i < p->nacc; i++) {
		if (p->acc[i].kind == CS_ACC_STOCK && add_stock(f, i, b, mark, e) != 0)
			return -1;
		if (p->acc[i].kind == CS_ACC_SPENT && add_spent(f, i, b, mark, e) != 0)
			return -1;
	}
	return p->noverlap != 0 ? add_stints(f, b, mark, e) : 0;
}

void
cs_fold_stretches_merge(struct cs_fold *f, struct cs_fold *from, const uint32_t *map)
{
	struct cs_stretches *s = &f->stretches, *o = &from->stretches;

	cs_stints_merge(&s->stints, &o->stints, map);
	s->newest = o->newest > s->newest ? o->newest : s->newest;
	for (unsigned i = 0; i < f->job->scheme->nacc; i++) {
		s->lost[i].endless += o->lost[i].endless;
		s->lost[i].backwards += o->lost[i].backwards;
	}
	s->nobody += o->nobody;
}

/* Until when stocks are known: as-of, or the newest instant; the period's end if that is before. */
static void
finish_stocks(struct cs_fold *f)
{
	const struct cs_job *job = f->job;
	int64_t edge = job->has_as_of ? job->as_of : f->stretches.newest;

	edge = cs_num_floordiv(edge < job->to ? edge : job->to, CS_USEC);
	for (unsigned i = 0; i < job->scheme->nacc; i++) {
		struct cs_stock *stock = f->cells->store.acc[i].stock;

		for (size_t g = 0;
		     g < f->cells->keys.ngroup && job->scheme->acc[i].kind == CS_ACC_STOCK; g++) {
			if (!cs_stock_empty(&stock[g]))
				stock[g].until = edge;
		}
	}
}

struct crediting {
	struct cs_fold *f;
	unsigned acc;
};

static void
credit(void *arg, uint32_t g, int64_t begin, int64_t end)
{
	struct crediting *c = arg;
	struct cs_rowkeys *rows = &c->f->stretches.rows;

	if (!cut(c->f->job, &begin, &end))
		return;
	g = cs_rowkeys_at(rows, g, begin);
	cs_cells_room(c->f->cells);
	spread(c->f, c->acc, g, begin, end);
}

/* The order of groups by the texts of their keys: it does not depend on the order of rows. */
static int
compare_keys(void *arg, uint32_t a, uint32_t b)
{
	const struct cs_keys *k = arg;
	uint32_t va, vb;
	int r = 0;

	for (unsigned i = k->n; i-- > 0;) {
		int here;

		va = a;
		vb = b;
		if (i != 0) {
			cs_keys_split(k, i, a, &a, &va);
			cs_keys_split(k, i, b, &b, &vb);
		}
		here = cs_str_cmp(cs_map_key(&k->value[i], va), cs_map_key(&k->value[i], vb));
		r = here != 0 ? here : r;
	}
	return r;
}

static void
finish_overlaps(struct cs_fold *f)
{
	const struct cs_scheme *p = f->job->scheme;
	struct cs_stints *s = &f->stretches.stints;
	bool *over = NULL;
	size_t cap = 0, begin, end;

	cs_stints_sort(s, compare_keys, &f->cells->keys);
	for (begin = 0; begin < s->n; begin = end) {
		for (end = begin + 1; end < s->n && s->stint[end].agent == s->stint[begin].agent;
		     end++)
			;
		over = cs_mem_grow(over, &cap, end - begin, sizeof *over);
		memset(over, 0, (end - begin) * sizeof *over);
		for (unsigned i = 0; i < p->nacc; i++) {
			const struct cs_acc_def *d = &p->acc[i];
			struct crediting c = {f, i};
			const struct cs_overlap o = {
			    d->overlap, d->window * CS_USEC, over, credit, &c};

			if (d->kind == CS_ACC_OVERLAP)
				cs_overlap_run(&o, s->stint + begin, end - begin);
		}
		for (size_t i = 0; i < end - begin; i++)
			f->stretches.over += over[i];
	}
	free(over);
	cs_stints_finish(s);
}

void
cs_fold_stretches_finish(struct cs_fold *f)
{
	finish_stocks(f);
	if (f->job->scheme->noverlap != 0)
		finish_overlaps(f);
}
