/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that were followed by another: see repeats.h. */
#include "desk/repeats.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "desk/customer.h"
#include "desk/sweep.h"

enum { NEVER = -1, MOST = CS_SCHEME_REPEATS_MAX };

/* The statistics that ask for the same thing to be the same. */
struct view {
	int same;
	unsigned follow[MOST], chain[MOST]; /* indices in the reduced scheme */
	unsigned nfollow, nchain;
};

/* What all threads share. */
struct finishing {
	const struct cs_repeats_job *job;
	struct cs_scheme scheme;      /* of the statistics that follow alone */
	struct cs_acc_def *def;	      /* its */
	unsigned index[MOST];	      /* in the whole scheme */
	int64_t from[MOST], to[MOST]; /* WEEK: its instants */
	struct view view[MOST];
	unsigned nview;
	struct cs_store whole; /* the cells' own statistics, borrowed */
	struct worker *worker;
};

/* One thread's. */
struct worker {
	struct cs_store own;
	struct cs_acc *acc; /* where it counts: own, or the cells' */
	struct cs_chains chains;
	struct cs_customer customer;
	struct cs_follow_note note[MOST];
};

/* One visit, followed after gap microseconds or NEVER, in one statistic. */
static void
credit(
    const struct finishing *f, struct worker *w, unsigned i, const struct cs_visit *x, int64_t gap)
{
	const struct cs_acc_def *d = &f->def[i];
	int64_t s = cs_follow_window(f->job->visits, w->customer.pile, &d->rule, x);
	int64_t window, age = f->job->as_of - x->at, step, seen, when;
	struct cs_follow *r;

	if (s == CS_VISIT_NULL || (d->follow == CS_FOLLOW_FREE && s >> CS_FREE_SHIFT != 0)) {
		w->note[i].unsaid++;
		return;
	}
	window = s * CS_USEC;
	if (d->kind == CS_ACC_REPEAT) {
		r = &w->acc[i].repeat[x->group];
		if (d->follow == CS_FOLLOW_WEEK && (x->at < f->from[i] || x->at >= f->to[i]))
			return;
		if (age < window) {
			r->early++;
			return;
		}
		r->n++;
		r->x += gap != NEVER && gap <= window;
		return;
	}
	if (age < 0)
		return;
	/* Whole steps only: who was followed in a step that is not over yet is still watched. */
	step = cs_scheme_survival_step(s) * CS_USEC;
	seen = age < window ? age / step : window / step;
	when = gap == NEVER ? seen + 1 : (gap + step - 1) / step;
	age = when <= seen ? when : seen;
	if (d->rule.window_value >= 0)
		age = cs_free_key(s, age);
	cs_km_add(&w->acc[i].km[x->group], age, when <= seen);
}

/* What a chain says, in one statistic, for one of the rows of its first contact. */
static void
credit_chain(
    const struct cs_acc_def *d, struct cs_acc *acc, const struct cs_step *root, uint32_t group)
{
	switch (d->follow) {
	case CS_FOLLOW_CHAINS:
		acc->count[group] += !root->open;
		break;
	case CS_FOLLOW_OPEN:
		acc->count[group] += root->open;
		break;
	case CS_FOLLOW_LENGTH:
		if (!root->open)
			cs_moments_add(&acc->moments[group], root->length);
		break;
	case CS_FOLLOW_ADDED:
		if (!root->open)
			cs_moments_add(&acc->moments[group], root->added);
		break;
	default:
		acc->share[group].n += root->open ? 0 : root->length;
		acc->share[group].x += root->open || root->length < 2 ? 0 : root->length;
		break;
	}
}

/* A run of rows: which of them were followed. */
static void
follow(
    const struct finishing *f, struct worker *w, const struct view *view, size_t begin, size_t end)
{
	struct cs_customer *c = &w->customer;

	cs_customer_follow(c, begin, end);
	for (size_t i = begin; i < end; i++) {
		const struct cs_visit *x = c->row[i];
		int64_t gap = c->next[i] != NULL ? c->next[i]->at - x->at : NEVER;

		for (unsigned k = 0; k < view->nfollow && x->group != CS_GROUP_NONE; k++) {
			if ((x->bits >> f->def[view->follow[k]].repeat & 1) != 0)
				credit(f, w, view->follow[k], x, gap);
		}
	}
}

static bool
same_chains(const struct cs_follow_rule *a, const struct cs_follow_rule *b)
{
	return a->window == b->window && a->window_value == b->window_value && a->fixed == b->fixed;
}

/* What the chains that were found say in statistic i. */
static void
credit_chains(const struct finishing *f, struct worker *w, unsigned i)
{
	const struct cs_acc_def *d = &f->def[i];
	const struct cs_chains *c = &w->chains;

	for (size_t k = 0; k < c->n; k++) {
		const struct cs_step *x = &c->step[k], *first = &c->step[x->contact];

		if (x->root != x->contact || x->visit->row != first->visit->row ||
		    x->visit->group == CS_GROUP_NONE || (x->visit->bits >> d->repeat & 1) == 0)
			continue;
		w->note[i].over += !first->open;
		w->note[i].open += first->open;
		credit_chain(d, &w->acc[i], first, x->visit->group);
	}
}

static int
chain(const struct finishing *f, struct worker *w, const struct view *view, size_t begin,
    size_t end, struct cs_err *e)
{
	const struct cs_follow_rule *found = NULL;
	struct cs_customer *c = &w->customer;

	for (unsigned k = 0; k < view->nchain; k++) {
		const struct cs_acc_def *d = &f->def[view->chain[k]];

		if (found == NULL || !same_chains(found, &d->rule))
			cs_chains_find(&w->chains, found = &d->rule, c->row + begin, end - begin);
		if (d->follow == CS_FOLLOW_ADDED &&
		    !cs_chains_add(&w->chains, d->rule.x_value, c->leg, c->nleg))
			return cs_err_set(e, CS_EXIT_DATA,
			    "%.*s: the sum over the contacts of one customer is over 2^63",
			    CS_STR_ARG(f->scheme.metric[d->metric].name));
		credit_chains(f, w, view->chain[k]);
	}
	return 0;
}

/* Rows of which nobody knows what must be the same. */
static void
count_unsaid(const struct finishing *f, struct worker *w, const struct view *view)
{
	for (size_t i = 0; i < w->customer.nunsaid; i++) {
		const struct cs_visit *x = w->customer.unsaid[i];

		for (unsigned k = 0; k < view->nfollow && x->group != CS_GROUP_NONE; k++)
			w->note[view->follow[k]].unsaid +=
			    x->bits >> f->def[view->follow[k]].repeat & 1;
		for (unsigned k = 0; k < view->nchain && x->group != CS_GROUP_NONE; k++)
			w->note[view->chain[k]].unsaid +=
			    x->bits >> f->def[view->chain[k]].repeat & 1;
	}
}

/* All customers of what was loaded. */
static int
look_all(
    void *ctx, unsigned worker, const struct cs_visit_pile *loaded, unsigned nr, struct cs_err *e)
{
	const struct finishing *f = ctx;
	struct worker *w = &f->worker[worker];
	struct cs_customer *c = &w->customer;
	size_t begin, end;

	(void)nr;
	cs_customer_begin(c, f->job->visits, loaded);
	w->chains.pile = loaded;
	while (cs_customer_next(c)) {
		for (unsigned k = 0; k < f->nview; k++) {
			const struct view *view = &f->view[k];

			cs_customer_view(c, view->same);
			count_unsaid(f, w, view);
			for (begin = 0; (end = cs_customer_run(c, begin)) > begin; begin = end) {
				if (view->nfollow != 0)
					follow(f, w, view, begin, end);
				if (view->nchain != 0 && chain(f, w, view, begin, end, e) != 0)
					return -1;
			}
		}
	}
	return 0;
}

static void
note_add(struct cs_follow_note *to, const struct cs_follow_note *from)
{
	to->unsaid += from->unsaid;
	to->over += from->over;
	to->open += from->open;
}

static int
merge_worker(void *ctx, unsigned worker, struct cs_err *e)
{
	struct finishing *f = ctx;
	size_t n = f->job->cells->keys.ngroup;
	uint32_t *same = cs_mem_new(n + 1, sizeof *same);
	int r;

	for (uint32_t g = 0; g < n; g++)
		same[g] = g;
	r = cs_store_merge(&f->whole, &f->worker[worker].own, same, n, e);
	free(same);
	for (unsigned i = 0; i < f->scheme.nacc; i++)
		note_add(&f->worker[0].note[i], &f->worker[worker].note[i]);
	return r;
}

/* The statistics that follow, as a scheme of their own, and as those that are asked alike. */
static void
reduce(struct finishing *f)
{
	struct cs_cells *c = f->job->cells;
	struct view *view;

	f->scheme = *c->scheme;
	f->def = cs_mem_new(c->scheme->nrepeat, sizeof *f->def);
	f->scheme.acc = f->def;
	f->scheme.nacc = 0;
	cs_store_init(&f->whole, c->scheme);
	for (unsigned i = 0; i < c->scheme->nacc; i++) {
		const struct cs_acc_def *d = &c->scheme->acc[i];
		unsigned n = f->scheme.nacc, k = 0;

		if (d->follow == CS_FOLLOW_NONE)
			continue;
		f->def[n] = *d;
		f->index[n] = i;
		f->whole.acc[n] = c->store.acc[i];
		if (d->follow == CS_FOLLOW_WEEK)
			cs_repeats_week(c->scheme->repeats.zone, f->job->as_of, d->rule.window,
			    &f->from[n], &f->to[n]);
		while (k < f->nview && f->view[k].same != d->rule.same_value)
			k++;
		view = &f->view[k];
		if (k == f->nview)
			*view = (struct view){.same = d->rule.same_value};
		f->nview += k == f->nview;
		if (d->follow < CS_FOLLOW_CHAINS)
			view->follow[view->nfollow++] = n;
		else
			view->chain[view->nchain++] = n;
		f->scheme.nacc++;
	}
	f->whole.scheme = &f->scheme;
	f->whole.rows = c->store.rows;
	f->whole.n = c->store.n;
}

/* One thread counts into the cells, the others into statistics of their own, as long as those are
 * few beside the visits. */
static unsigned
begin_workers(struct finishing *f)
{
	const struct cs_repeats_job *job = f->job;
	size_t ngroup = job->cells->keys.ngroup;
	unsigned threads = ngroup > job->visits->n / 4 ? 1 : job->threads;

	f->worker = cs_mem_new0(threads, sizeof *f->worker);
	for (unsigned i = 0; i < threads; i++) {
		struct worker *w = &f->worker[i];

		w->chains = (struct cs_chains){.visits = job->visits, .as_of = job->as_of};
		if (i != 0) {
			cs_store_init(&w->own, &f->scheme);
			cs_store_room(&w->own, ngroup);
		}
		w->acc = i != 0 ? w->own.acc : f->whole.acc;
	}
	return threads;
}

static void
end_workers(struct finishing *f, unsigned threads)
{
	for (unsigned i = 0; i < threads; i++) {
		struct worker *w = &f->worker[i];

		if (i != 0)
			cs_store_finish(&w->own);
		cs_chains_finish(&w->chains);
		cs_customer_finish(&w->customer);
	}
	free(f->worker);
}

int
cs_repeats_finish(const struct cs_repeats_job *job, struct cs_err *e)
{
	struct finishing *f = cs_mem_new0(1, sizeof *f);
	struct cs_sweep sweep = {.visits = job->visits,
	    .most = job->most / job->threads,
	    .ctx = f,
	    .look = look_all,
	    .merge = merge_worker};
	int r;

	f->job = job;
	reduce(f);
	sweep.threads = begin_workers(f);
	r = cs_sweep_run(&sweep, e);
	for (unsigned i = 0; i < f->scheme.nacc; i++) {
		job->cells->store.acc[f->index[i]] = f->whole.acc[i];
		note_add(&job->note[f->index[i]], &f->worker[0].note[i]);
	}
	end_workers(f, sweep.threads);
	free(f->whole.acc);
	free(f->def);
	free(f);
	return r;
}

void
cs_repeats_week(
    const struct cs_zone *zone, int64_t as_of, int64_t window, int64_t *from, int64_t *to)
{
	int64_t last = as_of - window * CS_USEC, monday;

	*from = *to = CS_INSTANT_MIN;
	if (last < CS_INSTANT_MIN + 8 * CS_DAY_S * CS_USEC)
		return;
	monday = cs_civil_monday(cs_zone_day(zone, last));
	*to = cs_zone_day_start(zone, monday);
	*from = cs_zone_day_start(zone, monday - 7);
}

void
cs_repeats_week_text(struct cs_buf *b, const struct cs_zone *zone, int64_t as_of, int64_t window)
{
	int64_t from, to;

	cs_repeats_week(zone, as_of, window, &from, &to);
	cs_buf_z(b, "the week ");
	cs_date_text(b, cs_zone_day(zone, from));
	cs_buf_z(b, " to ");
	cs_date_text(b, cs_zone_day(zone, to - 1));
}
