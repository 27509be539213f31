/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is to be praised, and for what: see recognition.h. */
#include "rank/recognition.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/bh.h"
#include "stat/dist.h"

/* So sure it must be that who is steady is better at all, and that who improved did. */
#define SURELY_BETTER .95
#define FALSE_RATE    .05

enum { LEAST_PERIODS = 3 };

static const char *const columns[] = {
    "cause", "metric", "figure", "n", "common", "before", "before_n", "says"};

static bool
misses_floor(const struct cs_rankwork *w, size_t unit)
{
	return w->floors.any && w->floors.missed[unit] >= w->ask.rules.sure;
}

static void
add(struct cs_recognition *r, enum cs_praise_cause cause, const struct cs_ranked *who, size_t item)
{
	r->row[r->n++] = (struct cs_praise){cause, who, item};
	r->count[cause]++;
}

/* The best of one metric, by place. */
static void
add_best(struct cs_recognition *r, const struct cs_rankwork *w, size_t item)
{
	for (size_t i = 0; i < w->ranking.told; i++) {
		const struct cs_ranked *who = &w->ranking.row[i];

		for (size_t k = 0; k < who->nrecognise; k++) {
			if (w->ranking.recognised[who->recognise + k] == item &&
			    !misses_floor(w, who->unit))
				add(r, CS_PRAISE_BEST, who, item);
		}
	}
}

static bool
is_steady(const struct cs_rankwork *w, const struct cs_steady *s, const struct cs_ranked *who)
{
	const struct cs_score *unit = &w->scores.unit[who->unit];

	return s->periods >= LEAST_PERIODS && s->better == s->periods && !cs_steady_uneven(s) &&
	       who->up >= 0 && !misses_floor(w, who->unit) &&
	       cs_dist_norm(-unit->score / sqrt(unit->var), CS_LOWER) < 1 - SURELY_BETTER;
}

static void
add_steady(struct cs_recognition *r, const struct cs_rankwork *w, const struct cs_rankmoves *m)
{
	for (size_t i = 0; m->steady != NULL && i < w->ranking.told; i++) {
		const struct cs_ranked *who = &w->ranking.row[i];

		if (is_steady(w, &m->steady[who->unit], who))
			add(r, CS_PRAISE_STEADY, who, (size_t)who->up);
	}
}

/* One who moved: by how much at least. */
struct mover {
	double lo;
	size_t place; /* in the ranking's rows */
};

static int
by_least(const void *a, const void *b)
{
	const struct mover *x = a, *y = b;

	if (x->lo > y->lo || x->lo < y->lo)
		return x->lo > y->lo ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Those of the told who improved for certain, into list; how many. */
static size_t
find_improved(const struct cs_rankwork *w, const struct cs_movement *v, struct mover *list)
{
	double *q = cs_mem_new(w->ranking.told + 1, sizeof *q);
	size_t n = 0;

	for (size_t i = 0; i < w->ranking.told; i++) {
		const struct cs_movement_row *row = &v->row[w->ranking.row[i].unit];

		q[i] = row->how == CS_MOVED_UNKNOWN ? CS_DIST_BAD : 2 * fmin(row->p, 1 - row->p);
	}
	cs_bh(q, w->ranking.told, q);
	for (size_t i = 0; i < w->ranking.told; i++) {
		const struct cs_movement_row *row = &v->row[w->ranking.row[i].unit];

		if (row->how == CS_MOVED_BETTER && row->most >= 0 && q[i] <= FALSE_RATE)
			list[n++] = (struct mover){row->lo, i};
	}
	free(q);
	return n;
}

static void
add_improved(struct cs_recognition *r, const struct cs_rankwork *w, const struct cs_movement *v)
{
	struct mover *list;
	size_t n;

	if (v->row == NULL)
		return;
	list = cs_mem_new(w->ranking.told + 1, sizeof *list);
	n = find_improved(w, v, list);
	qsort(list, n, sizeof *list, by_least);
	for (size_t i = 0; i < n && i < w->ranking.ends; i++) {
		const struct cs_ranked *who = &w->ranking.row[list[i].place];

		add(r, CS_PRAISE_IMPROVED, who, (size_t)v->row[who->unit].most);
	}
	free(list);
}

struct cs_recognition
cs_recognition_make(const struct cs_rankwork *w, const struct cs_rankmoves *m)
{
	struct cs_recognition r = {0};

	if (w->scores.used == 0)
		return r;
	r.row = cs_arena_new(w->arena, w->ranking.told * (w->card.n + 2), sizeof *r.row);
	for (size_t i = 0; i < w->card.n; i++)
		add_best(&r, w, i);
	if (m != NULL) {
		add_steady(&r, w, m);
		add_improved(&r, w, &m->movement);
	}
	return r;
}

int
cs_recognition_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e)
{
	if (cs_rankout_head(h, w, e) != 0)
		return -1;
	return cs_rankout_columns(h, columns, sizeof columns / sizeof *columns, e);
}

/* What is written of one. */
struct praising {
	struct cs_rankout o;
	const struct cs_rankmoves *m;
};

/* "csat_top2 94.0%, n 50; with the same work all have 81.2%" */
static void
add_figures(struct praising *t, const struct cs_metric *metric, const struct cs_score_part *part)
{
	struct cs_buf *b = &t->o.text;

	cs_buf_str(b, metric->name);
	cs_buf_c(b, ' ');
	cs_rankout_add_figure(b, metric, part->own);
	cs_buf_printf(b, ", n %" PRId64 "; %s ", part->n,
	    cs_rankwork_mixed(t->o.work) ? "with the same work all have" : "all have");
	cs_rankout_add_figure(b, metric, part->expected);
}

static void
put_sentence(struct praising *t, const struct cs_praise *p, const struct cs_score_part *part)
{
	const struct cs_rankwork *w = t->o.work;
	const struct cs_metric *metric = w->card.item[p->item].metric;
	const struct cs_movement_row *move;
	struct cs_buf *b = &t->o.text;

	cs_buf_reset(b);
	switch (p->cause) {
	case CS_PRAISE_BEST:
		cs_buf_printf(
		    b, "surely among the best %zu of %zu: ", w->ranking.ends, w->ranking.told);
		add_figures(t, metric, part);
		break;
	case CS_PRAISE_STEADY:
		cs_buf_printf(b, "better than the common figure in each of %" PRIu32 " periods: ",
		    t->m->steady[p->who->unit].periods);
		add_figures(t, metric, part);
		break;
	default:
		move = &t->m->movement.row[p->who->unit];
		cs_buf_printf(b, "better than luck explains: %.*s from ", CS_STR_ARG(metric->name));
		cs_rankout_add_figure(b, metric, move->was);
		cs_buf_printf(b, ", n %" PRId64 ", to ", move->was_n);
		cs_rankout_add_figure(b, metric, part->own);
		cs_buf_printf(b, ", n %" PRId64, part->n);
		break;
	}
	cs_writer_text(t->o.w, cs_buf_all(b));
}

static void
put_row(struct praising *t, const struct cs_praise *p)
{
	static const char *const cause[] = {"best", "steady", "improved"};
	const struct cs_rankwork *w = t->o.work;
	const struct cs_score_part *part =
	    &w->scores.part[p->who->unit * w->scores.metrics + p->item];
	bool moved = p->cause == CS_PRAISE_IMPROVED;

	cs_rankout_unit(&t->o, p->who->unit);
	cs_rankout_text(&t->o, cause[p->cause]);
	cs_writer_text(t->o.w, w->card.item[p->item].metric->name);
	cs_rankout_real(&t->o, true, part->own);
	cs_writer_i64(t->o.w, part->n);
	cs_rankout_real(&t->o, true, part->expected);
	cs_rankout_real(&t->o, moved, moved ? t->m->movement.row[p->who->unit].was : 0);
	cs_rankout_count(&t->o, moved, moved ? (size_t)t->m->movement.row[p->who->unit].was_n : 0);
	put_sentence(t, p, part);
	cs_writer_end(t->o.w);
}

size_t
cs_recognition_write(struct cs_writer *out, const struct cs_rankwork *w,
    const struct cs_rankmoves *m, const struct cs_recognition *r)
{
	struct praising t = {{out, w, CS_BUF_INIT}, m};
	size_t left = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (w->contacts[r->row[i].who->unit] < w->ask.min_group)
			left++;
		else
			put_row(&t, &r->row[i]);
	}
	cs_buf_finish(&t.o.text);
	return left;
}
