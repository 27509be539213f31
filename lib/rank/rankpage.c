/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one unit gets to see of itself: see rankpage.h. */
#include "rank/rankpage.h"

#include <inttypes.h>
#include <math.h>

#include "stat/interval.h"

static const char *const columns[] = {"about", "metric", "figure", "lo", "hi", "n", "same_n",
    "same_figure", "expected", "peers", "fair", "peers_lo", "peers_mid", "peers_hi", "next",
    "next_from", "contact_id", "started_at", "says"};

/* A record while it is made up: what is not there is NULL. */
struct row {
	const char *about;
	int metric; /* -1: none */
	bool figure, bounds, n, same, expected, peers, fair, next, next_from;
	double figure_is, lo, hi, same_is, expected_is, next_from_is;
	int64_t n_is;
	const struct cs_rankpeer *peer; /* same, peers, fair */
	double fair_is;
	enum cs_band_word next_is;
	struct cs_str id, at; /* raw; p NULL: none */
	struct cs_buf says;
};

struct writing {
	const struct cs_rankpage *page;
	const struct cs_ranked *r;
	struct cs_rankout o;
	bool enough; /* others, for anything to be said beside them */
};

int
cs_rankpage_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e)
{
	if (cs_rankout_head(h, w, e) != 0)
		return -1;
	return cs_rankout_columns(h, columns, sizeof columns / sizeof *columns, e);
}

struct cs_rankpage
cs_rankpage_make(
    const struct cs_rankwork *w, const struct cs_rankpeers *peers, const struct cs_rankpicks *picks)
{
	struct cs_rankpage p = {w, peers, picks, cs_rankcolour_make(w), NULL};

	p.sum = cs_arena_new(w->arena, w->card.n, sizeof *p.sum);
	for (size_t m = 0; m < w->card.n; m++)
		p.sum[m] = cs_rankcount_units(w->arena, &w->count, m);
	return p;
}

static void
put_raw(struct cs_rankout *o, struct cs_str raw)
{
	if (raw.p == NULL)
		cs_writer_null(o->w);
	else
		cs_writer_raw(o->w, raw);
}

static void
put_z(struct cs_rankout *o, const char *text)
{
	if (text == NULL)
		cs_writer_null(o->w);
	else
		cs_writer_text(o->w, cs_str_z(text));
}

/* Writes a record and forgets what it says. */
static void
put_row(struct writing *w, struct row *x)
{
	struct cs_rankout *o = &w->o;
	const struct cs_rankpeer *peer = x->peer;
	bool quartiles = x->peers && peer->quartiles;

	cs_rankout_unit(o, w->r->unit);
	put_z(o, x->about);
	if (x->metric < 0)
		cs_writer_null(o->w);
	else
		cs_writer_text(o->w, o->work->card.item[x->metric].metric->name);
	cs_rankout_real(o, x->figure, x->figure_is);
	cs_rankout_real(o, x->bounds, x->lo);
	cs_rankout_real(o, x->bounds, x->hi);
	cs_rankout_count(o, x->n, (size_t)x->n_is);
	cs_rankout_count(o, x->same, x->same ? (size_t)peer->n : 0);
	cs_rankout_real(o, x->same && peer->n > 0, x->same_is);
	cs_rankout_real(o, x->expected, x->expected_is);
	cs_rankout_count(o, quartiles, quartiles ? peer->others : 0);
	cs_rankout_real(o, x->fair, x->fair_is);
	cs_rankout_real(o, quartiles, quartiles ? peer->lo : 0);
	cs_rankout_real(o, quartiles, quartiles ? peer->mid : 0);
	cs_rankout_real(o, quartiles, quartiles ? peer->hi : 0);
	put_z(o, x->next ? cs_band_name(x->next_is) : NULL);
	cs_rankout_real(o, x->next_from, x->next_from_is);
	put_raw(o, x->id);
	put_raw(o, x->at);
	cs_writer_text(o->w, cs_buf_all(&x->says));
	cs_writer_end(o->w);
	cs_buf_reset(&x->says);
}

static void
say_figure(struct cs_buf *b, const struct writing *w, size_t metric, double v)
{
	cs_rankout_add_figure(b, w->page->work->card.item[metric].metric, v);
}

static void
say_few(struct cs_buf *b, const struct writing *w)
{
	cs_buf_printf(b, "nothing is said beside others: there are fewer than %" PRId64,
	    w->page->peers->least);
}

/* "20%" */
static void
say_part(struct cs_buf *b, double part)
{
	cs_rankout_add_real(b, part * 100, fabs(part * 100 - round(part * 100)) < 1e-9 ? 0 : 1);
	cs_buf_c(b, '%');
}

/* "leaning red: the floor of repeat_7d is 20.0%, missed with a chance of 91%, ..." */
static bool
say_floor(struct cs_buf *b, const struct writing *w)
{
	const struct cs_rankfloors *floors = &w->page->work->floors;
	const struct cs_card_item *item;

	if (!floors->any || floors->missed[w->r->unit] < .5)
		return false;
	item = &w->page->work->card.item[floors->item[w->r->unit]];
	cs_buf_printf(b, ": the floor of %.*s is ", CS_STR_ARG(item->metric->name));
	cs_rankout_add_figure(b, item->metric, cs_dec_double(item->vision->floor));
	cs_buf_printf(b, ", missed with a chance of %.0f%%, and nothing else makes up for it",
	    floor(floors->missed[w->r->unit] * 100));
	return true;
}

/* Where a unit stands, and how sure that is. */
static void
say_place(struct cs_buf *b, const struct writing *w)
{
	const struct cs_ranked *r = w->r;
	const struct cs_ranking_rules *rules = &w->page->work->ask.rules;
	bool worst = r->p_bottom > r->p_top;

	if (r->band == CS_BAND_UNTOLD) {
		cs_buf_z(b, "it cannot be told yet where you stand");
		if (r->needs > 0)
			cs_buf_printf(b, ": %" PRId64 " more %s%s", r->needs, w->page->work->of,
			    r->needs == 1 ? " is missing" : "s are missing");
		return;
	}
	cs_buf_z(b, cs_band_name(r->band));
	if (say_floor(b, w))
		return;
	if (w->page->work->scores.used == 0) {
		cs_buf_printf(b, ": %s", cs_rankwork_alike(w->page->work));
		return;
	}
	cs_buf_printf(b, ": the chance of being among the %s ", worst ? "worst" : "best");
	say_part(b, rules->band);
	cs_buf_z(b, " is ");
	cs_rankout_add_real(b, 100 * (worst ? r->p_bottom : r->p_top), 1);
	cs_buf_printf(b, "%%, and %s is said from ", worst ? "red" : "green");
	say_part(b, rules->sure);
	cs_buf_z(b, " on");
}

static void
put_place(struct writing *w)
{
	const struct cs_score *unit = &w->page->work->scores.unit[w->r->unit];
	struct row x = {.about = "place", .metric = -1, .n = true, .n_is = unit->n};
	double score;

	if (w->enough) {
		say_place(&x.says, w);
		x.next = cs_rankcolour_next(&w->page->colour, w->r, &x.next_is, &score);
	} else {
		say_few(&x.says, w);
	}
	put_row(w, &x);
	cs_buf_finish(&x.says);
}

/* The interval of an own figure, as everywhere. */
static struct cs_est
interval_of(
    const struct cs_rankwork *w, const struct cs_rankcount_item *item, size_t metric, size_t unit)
{
	bool nps = cs_cells_kind(w->cells, w->card.item[metric].index) == CS_STAT_NPS;
	double level = w->ask.rules.level;
	const struct cs_moments *m;
	struct cs_est est;
	int64_t up, down;

	if (item->rate && w->count.hours[unit] <= 0)
		return cs_est_none(CS_FLAG_N0);
	if (item->rate)
		return cs_interval_poisson(item->x[unit], w->count.hours[unit], level);
	if (item->x != NULL)
		return cs_interval_wilson(item->x[unit], item->n[unit], level);
	m = &item->moments[unit];
	if (nps) {
		up = (int64_t)((m->sumsq + m->sum) / 2);
		down = (int64_t)((m->sumsq - m->sum) / 2);
		est = cs_interval_nps(down, m->n - up - down, up, level, NULL);
	} else {
		est = cs_interval_mean(m, level, NULL);
	}
	est.est *= item->unit;
	est.lo *= item->unit;
	est.hi *= item->unit;
	return est;
}

/* Own figures, and what may be said beside them. */
static struct row
row_of(const struct writing *w, const char *about, size_t metric)
{
	const struct cs_rankwork *work = w->page->work;
	size_t at = w->r->unit * work->card.n + metric;
	const struct cs_score_part *part = &work->scores.part[at];
	const struct cs_rankpeer *peer = &w->page->peers->of[at];
	struct cs_est est = interval_of(work, &w->page->sum[metric], metric, w->r->unit);
	struct row x = {.about = about,
	    .metric = (int)metric,
	    .figure = est.ok,
	    .figure_is = est.est,
	    .bounds = est.ci,
	    .lo = est.lo,
	    .hi = est.hi,
	    .n = true,
	    .n_is = part->n,
	    .peer = peer};

	if (!w->enough)
		return x;
	x.same = true;
	x.same_is = peer->own;
	x.expected = peer->n > 0;
	x.expected_is = peer->expected;
	x.peers = true;
	/* Drawn towards what others make of the same work: told where that is told. */
	x.fair = part->n > 0 && 2 * peer->n >= part->n && peer->quartiles;
	x.fair_is = part->mean;
	return x;
}

/* "81.2% where others make 77.0% of the same work" */
static void
say_beside(struct cs_buf *b, const struct writing *w, const struct row *x)
{
	size_t metric = (size_t)x->metric;

	if (x->n_is == 0) {
		cs_buf_z(b, "nothing was observed");
		return;
	}
	if (!w->enough) {
		say_few(b, w);
		return;
	}
	if (!x->expected) {
		say_figure(b, w, metric, x->figure_is);
		cs_buf_z(b, "; too few others do this work for a comparison");
		return;
	}
	say_figure(b, w, metric, x->same_is);
	cs_buf_z(b, " where others make ");
	say_figure(b, w, metric, x->expected_is);
	cs_buf_z(b, " of the same work");
	if (x->peer->n < x->n_is)
		cs_buf_printf(
		    b, " (%" PRId64 " of %" PRId64 " can be compared)", x->peer->n, x->n_is);
}

/* What it would take, by this metric alone. */
static void
find_next(struct writing *w, struct row *x)
{
	bool green = w->r->band == CS_BAND_GREEN;
	double score;

	if (!x->fair || !cs_rankcolour_next(&w->page->colour, w->r, &x->next_is, &score))
		return;
	x->next = x->next_from = cs_rankcolour_figure(
	    &w->page->colour, w->r, (size_t)x->metric, score, &x->next_from_is);
	if (!x->next)
		return;
	cs_buf_printf(&x->says, "; %s%s %s about ", green ? "stays " : "", cs_band_name(x->next_is),
	    green ? "up to" : "from");
	say_figure(&x->says, w, (size_t)x->metric, x->next_from_is);
	cs_buf_z(&x->says, ", all else as it is");
}

static void
put_figure(struct writing *w, size_t metric)
{
	struct row x = row_of(w, "figure", metric);

	say_beside(&x.says, w, &x);
	find_next(w, &x);
	put_row(w, &x);
	cs_buf_finish(&x.says);
}

static void
put_pride(struct writing *w, size_t metric, bool surely)
{
	struct row x = row_of(w, "pride", metric);

	if (surely) {
		cs_buf_z(&x.says, "surely among the best ");
		say_part(&x.says, w->page->work->ask.rules.band);
	} else {
		cs_buf_z(&x.says, "what lifts you most");
	}
	cs_buf_z(&x.says, ": ");
	say_beside(&x.says, w, &x);
	put_row(w, &x);
	cs_buf_finish(&x.says);
}

/* The metrics to be proud of. */
static void
put_prides(struct writing *w)
{
	const struct cs_rankwork *work = w->page->work;
	const struct cs_score_part *part = &work->scores.part[w->r->unit * work->card.n];
	int best = -1;

	if (!w->enough)
		return;
	for (size_t i = 0; i < w->r->nrecognise; i++)
		put_pride(w, work->ranking.recognised[w->r->recognise + i], true);
	for (size_t m = 0; m < work->card.n; m++) {
		if (part[m].share > (best < 0 ? 0 : part[best].share))
			best = (int)m;
	}
	if (w->r->nrecognise == 0 && best >= 0)
		put_pride(w, (size_t)best, false);
}

static void
put_pick(struct writing *w, const char *about, const struct cs_rankpick *pick)
{
	bool share = w->page->work->count.item[pick->metric].x != NULL;
	struct row x = {.about = about,
	    .metric = (int)pick->metric,
	    .figure = true,
	    .figure_is = pick->value,
	    .expected = pick->compared,
	    .expected_is = pick->others,
	    .id = cs_buf_all(&pick->id),
	    .at = cs_buf_all(&pick->at)};

	if (share)
		cs_buf_z(&x.says, pick->value != 0 ? "yes" : "no");
	else
		say_figure(&x.says, w, pick->metric, pick->value);
	if (pick->compared && share) {
		cs_buf_z(&x.says, ", as ");
		say_figure(
		    &x.says, w, pick->metric, pick->value != 0 ? pick->others : 1 - pick->others);
		cs_buf_z(&x.says, " of what others do of such work");
	} else if (pick->compared) {
		cs_buf_z(&x.says, ", where others have ");
		say_figure(&x.says, w, pick->metric, pick->others);
		cs_buf_z(&x.says, " in such work");
	}
	put_row(w, &x);
	cs_buf_finish(&x.says);
}

void
cs_rankpage_write(const struct cs_rankpage *p, const struct cs_ranked *r, struct cs_writer *out)
{
	struct writing w = {p, r, {out, p->work, CS_BUF_INIT}, cs_rankpeers_enough(p->peers)};
	const struct cs_rankpick *pick;

	put_place(&w);
	for (size_t m = 0; m < p->work->card.n; m++)
		put_figure(&w, m);
	put_prides(&w);
	for (int i = 0; p->picks != NULL && i < CS_RANKPICK_PROUD; i++) {
		if ((pick = cs_rankpicks_proud(p->picks, r->unit, i)) != NULL)
			put_pick(&w, "proud", pick);
	}
	for (int i = 0; p->picks != NULL && i < CS_RANKPICK_LEARN; i++) {
		if ((pick = cs_rankpicks_learn(p->picks, r->unit, i)) != NULL)
			put_pick(&w, "learn", pick);
	}
	cs_buf_finish(&w.o.text);
}
