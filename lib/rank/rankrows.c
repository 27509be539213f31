/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ranking as a record stream: see rankrows.h. */
#include "rank/rankrows.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static const char *const columns[] = {"rank", "tied", "band", "n", "reliability", "score", "lo",
    "hi", "p_top", "p_bottom", "rank_lo", "rank_hi", "up", "down", "recognise", "flag"};

/* Behind those above where kinds of work are held apart. */
static const char *const mixed_columns[] = {"alone"};

/* Likewise where there are floors. */
static const char *const floor_columns[] = {"floor"};

int
cs_rankrows_head(struct cs_head *h, const struct cs_rankwork *w, const struct cs_rankmore *more,
    size_t nmore, struct cs_err *e)
{
	if (cs_rankout_head(h, w, e) != 0 ||
	    cs_rankout_columns(h, columns, sizeof columns / sizeof *columns, e) != 0 ||
	    (cs_rankwork_mixed(w) && cs_rankout_columns(h, mixed_columns, 1, e) != 0) ||
	    (w->floors.any && cs_rankout_columns(h, floor_columns, 1, e) != 0))
		return -1;
	for (size_t i = 0; i < nmore; i++) {
		if (cs_rankout_columns(h, more[i].column, more[i].n, e) != 0)
			return -1;
	}
	return 0;
}

/* "csat_top2 94.0% (all 81.2%, n 50)"; of different kinds of work "(expected 86.0%, n 50)" */
static void
put_reason(struct cs_rankout *o, const struct cs_ranked *r, int item)
{
	const struct cs_metric *m;
	const struct cs_score_part *p;

	if (item < 0) {
		cs_writer_null(o->w);
		return;
	}
	m = o->work->card.item[item].metric;
	p = &o->work->scores.part[r->unit * o->work->scores.metrics + (size_t)item];
	cs_buf_reset(&o->text);
	cs_buf_str(&o->text, m->name);
	cs_buf_c(&o->text, ' ');
	cs_rankout_add_item(&o->text, o->work, (size_t)item, p->own);
	cs_buf_z(&o->text, cs_rankwork_mixed(o->work) ? " (expected " : " (all ");
	cs_rankout_add_item(&o->text, o->work, (size_t)item, p->expected);
	cs_buf_z(&o->text, ", n ");
	cs_buf_i64(&o->text, p->n);
	cs_buf_c(&o->text, ')');
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

static int
by_bytes(const void *a, const void *b)
{
	return cs_str_cmp(*(const struct cs_str *)a, *(const struct cs_str *)b);
}

/* Lists in a cell are sorted. */
static void
put_recognised(struct cs_rankout *o, const struct cs_ranked *r, struct cs_str *name)
{
	for (size_t i = 0; i < r->nrecognise; i++)
		name[i] =
		    o->work->card.item[o->work->ranking.recognised[r->recognise + i]].metric->name;
	if (r->nrecognise == 0) {
		cs_writer_null(o->w);
		return;
	}
	qsort(name, r->nrecognise, sizeof *name, by_bytes);
	cs_buf_reset(&o->text);
	for (size_t i = 0; i < r->nrecognise; i++) {
		cs_buf_z(&o->text, i != 0 ? "," : "");
		cs_buf_str(&o->text, name[i]);
	}
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

static void
put_band(struct cs_rankout *o, const struct cs_ranked *r)
{
	cs_buf_reset(&o->text);
	cs_buf_z(&o->text, cs_band_name(r->band));
	if (r->needs > 0)
		cs_buf_printf(&o->text, ": needs %" PRId64 " more %s%s", r->needs, o->work->of,
		    r->needs == 1 ? "" : "s");
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

/* "repeat_7d 24.0% (floor 20.0%, chance 97%)": missed more likely than not. */
static void
put_floor(struct cs_rankout *o, const struct cs_ranked *r)
{
	const struct cs_rankwork *w = o->work;
	size_t item = w->floors.item[r->unit];
	const struct cs_card_item *c = &w->card.item[item];

	if (r->band == CS_BAND_UNTOLD || w->floors.missed[r->unit] < .5) {
		cs_writer_null(o->w);
		return;
	}
	cs_buf_reset(&o->text);
	cs_buf_str(&o->text, c->metric->name);
	cs_buf_c(&o->text, ' ');
	cs_rankout_add_figure(
	    &o->text, c->metric, w->scores.part[r->unit * w->scores.metrics + item].adjusted);
	cs_buf_z(&o->text, " (floor ");
	cs_rankout_add_item(&o->text, w, item, cs_dec_double(c->vision->floor));
	cs_buf_printf(
	    &o->text, ", missed with a chance of %.0f%%)", floor(w->floors.missed[r->unit] * 100));
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

static void
put_row(struct cs_rankout *o, const struct cs_ranked *r, struct cs_str *scratch)
{
	const struct cs_scoring *s = &o->work->scores;
	const struct cs_score *unit = &s->unit[r->unit];
	bool told = r->band != CS_BAND_UNTOLD, spread = s->used > 0;

	cs_rankout_unit(o, r->unit);
	cs_rankout_count(o, told, r->rank);
	cs_rankout_count(o, told, r->tied);
	put_band(o, r);
	cs_writer_i64(o->w, unit->n);
	cs_rankout_real(o, spread, unit->reliability);
	cs_rankout_real(o, told, r->score);
	cs_rankout_real(o, told && spread, r->lo);
	cs_rankout_real(o, told && spread, r->hi);
	cs_rankout_real(o, told && spread, r->p_top);
	cs_rankout_real(o, told && spread, r->p_bottom);
	cs_rankout_count(o, told, r->rank_lo);
	cs_rankout_count(o, told, r->rank_hi);
	put_reason(o, r, r->up);
	put_reason(o, r, r->down);
	put_recognised(o, r, scratch);
	cs_rankout_flag(o, r->flag);
	if (cs_rankwork_mixed(o->work))
		cs_rankout_real(o, unit->n > 0, unit->alone);
	if (o->work->floors.any)
		put_floor(o, r);
}

size_t
cs_rankrows_write(struct cs_writer *out, const struct cs_rankwork *w,
    const struct cs_rankmore *more, size_t nmore)
{
	struct cs_rankout o = {out, w, CS_BUF_INIT};
	struct cs_str *scratch = cs_mem_new(w->card.n, sizeof *scratch);
	size_t left = 0;

	for (size_t i = 0; i < w->ranking.n; i++) {
		const struct cs_ranked *r = &w->ranking.row[i];

		if (w->contacts[r->unit] < w->ask.min_group) {
			left++;
			continue;
		}
		put_row(&o, r, scratch);
		for (size_t k = 0; k < nmore; k++)
			more[k].put(more[k].arg, &o, r);
		cs_writer_end(out);
	}
	free(scratch);
	cs_buf_finish(&o.text);
	return left;
}

/* Of units with members: how much lies between the units at all. */
static void
add_icc(struct cs_buf *out, const struct cs_score_fit *f)
{
	if (!f->icc.ok)
		return;
	cs_buf_z(out, "; of how their people differ ");
	cs_rankout_add_real(out, f->icc.est * 100, 0);
	cs_buf_z(out, "% lies between them");
	if (f->icc.ci) {
		cs_buf_z(out, " (between ");
		cs_rankout_add_real(out, fmax(0, f->icc.lo) * 100, 0);
		cs_buf_z(out, "% and ");
		cs_rankout_add_real(out, fmax(0, f->icc.hi) * 100, 0);
		cs_buf_z(out, "% but for chance)");
	}
}

/* Of an item that drops out: why. */
static const char *
why_out(const struct cs_rankwork *w, size_t item)
{
	static const char *const why[] = {
	    [CS_FLAG_N0] = "nothing was observed",
	    [CS_FLAG_NO_SPREAD] = "no difference that chance does not explain",
	    [CS_FLAG_ZERO_VAR] = "all equal within each",
	    [CS_FLAG_DOMAIN] = "what is left says who hurries, not who helps",
	};
	const struct cs_score_fit *f = &w->scores.fit[item];
	size_t known = 0;

	if (f->flag == CS_FLAG_N0 && f->n > 0)
		return "every kind of work is done by one alone";
	for (size_t u = 0; u < w->scores.units && known < 3; u++) {
		const struct cs_score_part *p = &w->scores.part[u * w->scores.metrics + item];

		known += p->n > p->alone;
	}
	return f->flag == CS_FLAG_NO_SPREAD && known < 3
		   ? "how far they differ cannot be told of fewer than three"
		   : why[f->flag];
}

void
cs_rankrows_about(struct cs_buf *out, const struct cs_rankwork *w, size_t item)
{
	const struct cs_card_item *c = &w->card.item[item];
	const struct cs_score_fit *f = &w->scores.fit[item];

	cs_buf_printf(
	    out, "%.*s: %s is better, ", CS_STR_ARG(c->metric->name), c->down ? "less" : "more");
	if (f->flag != CS_FLAG_NONE) {
		cs_buf_printf(out, "drops out: %s", why_out(w, item));
		add_icc(out, f);
		return;
	}
	cs_buf_z(out, "weight ");
	cs_rankout_add_real(out, f->weight, 2);
	cs_buf_z(out, ", all ");
	cs_rankout_add_item(out, w, item, f->mu);
	cs_buf_printf(out, "; from %s %.0f on one's own figure weighs more", f->rate ? "hour" : "n",
	    ceil(f->m));
	add_icc(out, f);
}
