/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which service level is it: see whichsl.h. */
#include "table/whichsl.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "base/num.h"
#include "cell/celltable.h"
#include "metric/metricname.h"
#include "metric/whichform.h"
#include "stat/hist.h"

const char cs_which_metrics[] = "h=p50(wait_s),n=count(*)";
const char cs_which_by[] = "disposition";

enum { SHORT_MAX = 60 };

/* What was counted, ready to be asked: the ends that there are, and the formulas. */
struct cs_which_search {
	struct cs_arena arena;
	struct cs_bins *wait; /* by end */
	int64_t *all;	      /* those without a wait too */
	size_t nend;
	struct cs_which_form *form;
	size_t nform;
};

int
cs_which_parse(struct cs_str s, struct cs_which_figure *f, struct cs_err *e)
{
	struct cs_str number = cs_str_ends(s, CS_STR("%")) ? cs_str_head(s, s.n - 1) : s;
	struct cs_dec d, hundred = cs_dec_int(100), none = cs_dec_int(0);

	if (!cs_dec_parse(number, &d) || d.scale > 6 || cs_dec_cmp(d, none) < 0 ||
	    cs_dec_cmp(d, hundred) > 0)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--which-sl: '%.*s' is no percentage from 0 to 100, such as 87.3",
		    CS_STR_ARG(s));
	f->value = (int64_t)d.coef;
	f->digits = d.scale;
	return 0;
}

int
cs_which_bind(const struct cs_head *head, struct cs_err *e)
{
	if (cs_head_need(head, CS_STR("disposition"), e) >= 0 &&
	    cs_head_need(head, CS_STR("wait_s"), e) >= 0)
		return 0;
	cs_err_prefix(e, "--which-sl");
	return -1;
}

struct cs_which_search *
cs_which_new(struct cs_cells *c, struct cs_err *e)
{
	struct cs_which_search *k = cs_mem_new0(1, sizeof *k);
	struct cs_str *end;
	struct cs_stat s;

	k->nend = cs_cells_groups(c);
	end = cs_arena_new(&k->arena, k->nend, sizeof *end);
	k->wait = cs_arena_new(&k->arena, k->nend, sizeof *k->wait);
	k->all = cs_arena_new(&k->arena, k->nend, sizeof *k->all);
	for (size_t i = 0; i < k->nend; i++) {
		end[i] = cs_cells_key(c, i, 0);
		cs_cells_stat(c, i, 0, &s);
		k->wait[i] = cs_hist_bins(s.hist);
		cs_cells_stat(c, i, 1, &s);
		k->all[i] = s.n;
	}
	k->form = cs_which_forms(&k->arena, end, k->nend, &k->nform, e);
	if (k->form != NULL)
		return k;
	cs_which_free(k);
	return NULL;
}

void
cs_which_free(struct cs_which_search *k)
{
	for (size_t i = 0; k != NULL && i < k->nend; i++)
		cs_bins_finish(&k->wait[i]);
	if (k != NULL)
		cs_arena_finish(&k->arena);
	free(k);
}

size_t
cs_which_formulas(const struct cs_which_search *k)
{
	return k->nform;
}

struct cs_str
cs_which_formula(const struct cs_which_search *k, size_t i)
{
	return k->form[i].entry->name;
}

void
cs_which_counts(const struct cs_which_search *k, size_t formula, int64_t t, int64_t short_s,
    int64_t *x, int64_t *n)
{
	const struct cs_which_form *f = &k->form[formula];
	int64_t low, high;

	if (!f->has_short)
		short_s = t;
	low = t < short_s ? t : short_s;
	high = t < short_s ? short_s : t;
	*x = *n = 0;
	for (size_t i = 0; i < k->nend; i++) {
		const struct cs_which_end *end = &f->end[i];
		const struct cs_bins *wait = &k->wait[i];
		int64_t in[CS_WHICH_PLACES] = {[CS_WHICH_NULL] = k->all[i] - wait->total};

		in[CS_WHICH_OVER] = wait->total;
		if (end->by_t || end->by_short) {
			int64_t to_high = cs_bins_upto(wait, high);

			in[CS_WHICH_OVER] -= to_high;
			in[CS_WHICH_WITHIN] = low < high ? cs_bins_upto(wait, low) : to_high;
			in[t < short_s ? CS_WHICH_BEFORE_SHORT : CS_WHICH_BEFORE_T] =
			    to_high - in[CS_WHICH_WITHIN];
		}
		for (size_t p = 0; p < CS_WHICH_PLACES; p++) {
			*n += end->says[p] != CS_WHICH_OUT ? in[p] : 0;
			*x += end->says[p] == CS_WHICH_IN_TIME ? in[p] : 0;
		}
	}
}

/* x / n as a percentage is the figure, rounded this way or that: off by half a last digit or
 * less. */
static bool
matches(const struct cs_which_figure *f, int64_t x, int64_t n)
{
	cs_i128 off, scale = 100;

	for (int i = 0; i < f->digits; i++)
		scale *= 10;
	if (n == 0)
		return false;
	off = x * scale - (cs_i128)f->value * n;
	return 2 * (off < 0 ? -off : off) <= n;
}

/* One of a list of round numbers in from .. to, the first in the list's order, or -1. */
static int64_t
round_one(const int16_t *list, size_t n, int64_t from, int64_t to)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i] >= from && list[i] <= to)
			return list[i];
	}
	return -1;
}

/* In the order in which they are met most often. */
static const int16_t usual_t[] = {
    20, 30, 10, 15, 60, 45, 40, 25, 5, 90, 120, 180, 300, 240, 600, 900, 1800, 3600};
static const int16_t usual_short[] = {5, 10, 6, 3, 2, 4, 15, 20, 30, 60, 0};

enum { NUSUAL_T = sizeof usual_t / sizeof *usual_t };
enum { NUSUAL_SHORT = sizeof usual_short / sizeof *usual_short };

struct found {
	struct cs_which *way;
	size_t n, cap;
};

/* Ends a stretch of thresholds that match. */
static void
add(struct found *to, const struct cs_which_search *k, struct cs_which w)
{
	int64_t t = round_one(usual_t, NUSUAL_T, w.t_from, w.t_to), less;

	w.usual = t >= 0;
	w.t = w.usual ? t : w.t_from;
	less = round_one(usual_t, NUSUAL_T, w.t_from + 1, w.t_to + 1);
	w.less = !w.usual && less >= 0;
	if (w.less)
		w.t = less - 1;
	if (w.short_s >= 0) {
		w.short_s = round_one(usual_short, NUSUAL_SHORT, w.short_from, w.short_to);
		if (w.short_s < 0)
			w.short_s = w.short_from;
	}
	cs_which_counts(k, w.formula, w.t, w.short_s, &w.x, &w.n);
	to->way = cs_mem_grow(to->way, &to->cap, to->n + 1, sizeof *to->way);
	to->way[to->n++] = w;
}

/* The thresholds (or short abandons, up to `most`) at which a formula changes: 0 and the waits of
 * the ends that depend on it, ascending, each once. */
static int64_t *
steps_of(const struct cs_which_search *k, size_t formula, bool shorts, int64_t most, size_t *n)
{
	struct cs_hist all = CS_HIST_INIT;
	struct cs_bins bins;
	int64_t *step;

	cs_hist_add(&all, 0);
	for (size_t i = 0; i < k->nend; i++) {
		const struct cs_which_end *end = &k->form[formula].end[i];
		bool depends = shorts ? end->by_short : end->by_t;

		for (size_t j = 0; depends && j < k->wait[i].n; j++) {
			if (k->wait[i].bin[j].value >= 0 && k->wait[i].bin[j].value <= most)
				cs_hist_add(&all, k->wait[i].bin[j].value);
		}
	}
	bins = cs_hist_bins(&all);
	*n = bins.n;
	step = cs_mem_new(bins.n, sizeof *step);
	for (size_t i = 0; i < bins.n; i++)
		step[i] = bins.bin[i].value;
	cs_bins_finish(&bins);
	cs_hist_finish(&all);
	return step;
}

/* All stretches of thresholds that match for one formula and one short abandon. */
static void
search_t(struct found *to, const struct cs_which_search *k, const struct cs_which_figure *f,
    struct cs_which w, const int64_t *step, size_t nstep)
{
	bool open = false;
	int64_t x, n;

	for (size_t i = 0; i < nstep; i++) {
		cs_which_counts(k, w.formula, step[i], w.short_from, &x, &n);
		if (matches(f, x, n)) {
			if (!open)
				w.t_from = step[i];
			open = true;
			/* Behind the longest wait nothing changes any more: as far as people go. */
			w.t_to = i + 1 < nstep ? step[i + 1] - 1 : step[i] > 3600 ? step[i] : 3600;
		} else if (open) {
			add(to, k, w);
			open = false;
		}
	}
	if (open)
		add(to, k, w);
}

static int
compare(const void *pa, const void *pb)
{
	const struct cs_which *a = pa, *b = pb;
	const int64_t ka[] = {!a->usual, !a->less, a->short_s > 0 && a->short_s != 5,
	    (int64_t)a->formula, a->short_s, a->t_from};
	const int64_t kb[] = {!b->usual, !b->less, b->short_s > 0 && b->short_s != 5,
	    (int64_t)b->formula, b->short_s, b->t_from};

	for (size_t i = 0; i < sizeof ka / sizeof *ka; i++) {
		if (ka[i] != kb[i])
			return ka[i] < kb[i] ? -1 : 1;
	}
	return 0;
}

struct cs_which *
cs_which_find(const struct cs_which_search *k, const struct cs_which_figure *f, size_t *n)
{
	struct found to = {NULL, 0, 0};
	size_t nstep, nshort;
	int64_t *step, *shorts;

	for (size_t i = 0; i < k->nform; i++) {
		struct cs_which w = {.formula = i, .short_s = -1};

		step = steps_of(k, i, false, INT64_MAX, &nstep);
		shorts = steps_of(k, i, true, SHORT_MAX, &nshort);
		if (!k->form[i].has_short)
			search_t(&to, k, f, w, step, nstep);
		for (size_t j = 0; k->form[i].has_short && j < nshort; j++) {
			w.short_s = w.short_from = shorts[j];
			w.short_to = j + 1 < nshort ? shorts[j + 1] - 1 : SHORT_MAX;
			search_t(&to, k, f, w, step, nstep);
		}
		free(step);
		free(shorts);
	}
	if (to.n != 0)
		qsort(to.way, to.n, sizeof *to.way, compare);
	*n = to.n;
	return to.way;
}

static void
write_one(const struct cs_which_search *k, const struct cs_which *w, struct cs_writer *out)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_metric m = *k->form[w->formula].entry;
	const char *op = w->less ? "<" : "<=";
	long long most = w->t + w->less;

	m.param[0].value = w->t;
	if (w->short_s >= 0)
		m.param[1].value = w->short_s;
	cs_metric_fill(&a, &m, m.nparam);
	cs_writer_text(out, m.name);
	cs_buf_printf(&b, "wait_s %s %lld", op, most);
	cs_writer_text(out, cs_buf_all(&b));
	cs_writer_i64(out, w->t_from);
	cs_writer_i64(out, w->t_to);
	for (int i = 0; i < 2; i++) {
		if (w->short_s < 0)
			cs_writer_null(out);
		else
			cs_writer_i64(out, i == 0 ? w->short_from : w->short_to);
	}
	cs_buf_reset(&b);
	cs_dec_ratio_text(&b, w->x, w->n, 8);
	cs_writer_raw(out, cs_buf_all(&b));
	cs_writer_i64(out, w->n);
	cs_writer_text(out, m.sentence);
	cs_writer_end(out);
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

static int
write_ways(const struct cs_which_search *k, const struct cs_which *w, size_t n,
    struct cs_writer *out, struct cs_err *e)
{
	static const char *const columns[] = {"metric", "rule", "t_from_s", "t_to_s",
	    "short_from_s", "short_to_s", "share", "share_n", "says"};
	struct cs_head head = CS_HEAD_INIT;
	int r = 0;

	for (size_t i = 0; i < sizeof columns / sizeof *columns && r == 0; i++)
		r = cs_head_add(&head, cs_str_z(columns[i]), e);
	if (r == 0)
		cs_writer_head(out, &head);
	for (size_t i = 0; i < n && r == 0; i++)
		write_one(k, &w[i], out);
	cs_head_finish(&head);
	return r;
}

int
cs_which_answer(struct cs_cells *c, const struct cs_which_figure *f, struct cs_writer *out,
    size_t *n, struct cs_err *e)
{
	struct cs_which_search *k;
	struct cs_which *way;
	int r;

	cs_cells_sort(c);
	k = cs_which_new(c, e);
	if (k == NULL)
		return -1;
	way = cs_which_find(k, f, n);
	r = write_ways(k, way, *n, out, e);
	free(way);
	cs_which_free(k);
	return r;
}
