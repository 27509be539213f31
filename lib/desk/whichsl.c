/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which service level is it: see whichsl.h. */
#include "desk/whichsl.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "base/num.h"
#include "desk/metricname.h"
#include "stat/hist.h"

/* Kinds of ends, each row in one of them. */
enum end { HANDLED, ABANDONED, EXIT, SLOW, OTHER_OUT, OPEN, TURNED_AWAY, NEND };

const char cs_which_metrics[] =
    "h0=p50(wait_s) filter (where handled),"
    "h1=p50(wait_s) filter (where abandoned),"
    "h2=p50(wait_s) filter (where chosen_exit),"
    "h3=p50(wait_s) filter (where slow_flow),"
    "h4=p50(wait_s) filter (where flow_out and not chosen_exit and not slow_flow),"
    "h5=p50(wait_s) filter (where queued and not offered),"
    "h6=p50(wait_s) filter (where inbound and not queued),"
    "n0=count(*) filter (where handled),"
    "n1=count(*) filter (where abandoned),"
    "n2=count(*) filter (where chosen_exit),"
    "n3=count(*) filter (where slow_flow),"
    "n4=count(*) filter (where flow_out and not chosen_exit and not slow_flow),"
    "n5=count(*) filter (where queued and not offered),"
    "n6=count(*) filter (where inbound and not queued)";

enum { BIT_H = 1 << HANDLED, BIT_A = 1 << ABANDONED, BIT_E = 1 << EXIT, BIT_S = 1 << SLOW };
enum {
	BITS_OUT = BIT_E | BIT_S | 1 << OTHER_OUT,
	BITS_QUEUED = BIT_H | BIT_A | BITS_OUT | 1 << OPEN,
	BITS_INBOUND = BITS_QUEUED | 1 << TURNED_AWAY,
};

/* Which of those who gave up are below the line. */
enum given_up { ALL, LATER_THAN_T, LATER_THAN_SHORT };

/*
 * The same formulas as in the dictionary, in a form that can be searched; tests/unit/whichsl.c
 * holds the two against each other.
 */
static const struct formula {
	const char *name;
	unsigned in_time; /* ends that count when they came within t */
	unsigned of;	  /* ends that are counted at all */
	enum given_up gave_up;
} formulas[] = {
    {"sl_offered", BIT_H, BITS_QUEUED, ALL},
    {"sl_answered", BIT_H, BIT_H, ALL},
    {"sl_negative", BIT_H, BIT_H | BIT_A, ALL},
    {"sl_noshort", BIT_H, BIT_H | BIT_A, LATER_THAN_SHORT},
    {"sl_positive", BIT_H | BIT_A, BIT_H | BIT_A, ALL},
    {"sl_ignore", BIT_H, BIT_H | BIT_A, LATER_THAN_T},
    {"sl_removed", BIT_H | BIT_A | BIT_E, BITS_QUEUED, ALL},
    {"sl_ast2", BIT_H | BIT_A | BIT_S, BIT_H | BIT_A | BIT_S, ALL},
    {"sl_noshort_flow", BIT_H, BIT_H | BIT_A | BITS_OUT, LATER_THAN_SHORT},
    {"sl_inbound_noshort", BIT_H, BITS_INBOUND, LATER_THAN_SHORT},
    {"sl_inbound", BIT_H, BITS_INBOUND, ALL},
};

enum { NFORMULA = sizeof formulas / sizeof *formulas, SHORT_MAX = 60 };

const char *
cs_which_formula(size_t i)
{
	return formulas[i].name;
}

size_t
cs_which_formulas(void)
{
	return NFORMULA;
}

int
cs_which_parse(struct cs_str s, struct cs_which_figure *f, struct cs_err *e)
{
	struct cs_str number = cs_str_ends(s, CS_STR("%")) ? cs_str_head(s, s.n - 1) : s;
	struct cs_dec d, hundred = cs_dec_int(100), none = cs_dec_int(0);

	if (!cs_dec_parse(number, &d) || d.scale > 6 || cs_dec_cmp(d, none) < 0 ||
	    cs_dec_cmp(d, hundred) > 0)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "'%.*s' is no percentage from 0 to 100, such as 87.3", CS_STR_ARG(s));
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

/* What was counted, ready to be asked. */
struct counted {
	struct cs_bins wait[NEND];
	int64_t all[NEND]; /* those without a wait too */
};

static void
counted_init(struct counted *k, struct cs_cells *c)
{
	struct cs_stat s;

	for (size_t i = 0; i < NEND; i++) {
		cs_cells_stat(c, 0, i, &s);
		k->wait[i] = cs_hist_bins(s.hist);
		cs_cells_stat(c, 0, NEND + i, &s);
		k->all[i] = s.n;
	}
}

static void
counted_finish(struct counted *k)
{
	for (size_t i = 0; i < NEND; i++)
		cs_bins_finish(&k->wait[i]);
}

static void
counts(const struct counted *k, const struct formula *f, int64_t t, int64_t short_s, int64_t *x,
    int64_t *n)
{
	*x = *n = 0;
	for (unsigned i = 0; i < NEND; i++) {
		int64_t in_time = cs_bins_upto(&k->wait[i], t);
		bool timed = (f->in_time >> i & 1) != 0;

		if ((f->of >> i & 1) == 0)
			continue;
		if (timed)
			*x += in_time;
		/* Without a wait a timed end says neither yes nor no and is left out. */
		if (i == ABANDONED && f->gave_up == LATER_THAN_T)
			*n += k->wait[i].total - in_time;
		else if (i == ABANDONED && f->gave_up == LATER_THAN_SHORT)
			*n += k->wait[i].total - cs_bins_upto(&k->wait[i], short_s);
		else
			*n += timed ? k->wait[i].total : k->all[i];
	}
}

void
cs_which_counts(
    struct cs_cells *c, size_t formula, int64_t t, int64_t short_s, int64_t *x, int64_t *n)
{
	struct counted k;

	counted_init(&k, c);
	counts(&k, &formulas[formula], t, short_s, x, n);
	counted_finish(&k);
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
add(struct found *to, const struct counted *k, struct cs_which w)
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
	counts(k, &formulas[w.formula], w.t, w.short_s, &w.x, &w.n);
	to->way = cs_mem_grow(to->way, &to->cap, to->n + 1, sizeof *to->way);
	to->way[to->n++] = w;
}

/* The thresholds at which anything changes: 0 and all waits, ascending, each once. */
static int64_t *
steps_of(const struct counted *k, unsigned ends, int64_t most, size_t *n)
{
	struct cs_hist all = CS_HIST_INIT;
	struct cs_bins bins;
	int64_t *step;

	cs_hist_add(&all, 0);
	for (unsigned i = 0; i < NEND; i++) {
		for (size_t j = 0; (ends >> i & 1) != 0 && j < k->wait[i].n; j++) {
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
search_t(struct found *to, const struct counted *k, const struct cs_which_figure *f,
    struct cs_which w, const int64_t *step, size_t nstep)
{
	bool open = false;
	int64_t x, n;

	for (size_t i = 0; i < nstep; i++) {
		counts(k, &formulas[w.formula], step[i], w.short_from, &x, &n);
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
cs_which_search(struct cs_cells *c, const struct cs_which_figure *f, size_t *n)
{
	struct found to = {NULL, 0, 0};
	size_t nstep, nshort;
	int64_t *step, *shorts;
	struct counted k;

	counted_init(&k, c);
	step = steps_of(&k, (1U << NEND) - 1, INT64_MAX, &nstep);
	shorts = steps_of(&k, BIT_A, SHORT_MAX, &nshort);
	for (size_t i = 0; i < NFORMULA; i++) {
		struct cs_which w = {.formula = i, .short_s = -1};

		if (formulas[i].gave_up != LATER_THAN_SHORT) {
			search_t(&to, &k, f, w, step, nstep);
			continue;
		}
		for (size_t j = 0; j < nshort; j++) {
			w.short_s = w.short_from = shorts[j];
			w.short_to = j + 1 < nshort ? shorts[j + 1] - 1 : SHORT_MAX;
			search_t(&to, &k, f, w, step, nstep);
		}
	}
	free(step);
	free(shorts);
	counted_finish(&k);
	if (to.n != 0)
		qsort(to.way, to.n, sizeof *to.way, compare);
	*n = to.n;
	return to.way;
}

static void
write_one(const struct cs_which *w, struct cs_writer *out)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_metric m = *cs_metric_find(cs_str_z(cs_which_formula(w->formula)));
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

int
cs_which_write(const struct cs_which *w, size_t n, struct cs_writer *out, struct cs_err *e)
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
		write_one(&w[i], out);
	cs_head_finish(&head);
	return r;
}
