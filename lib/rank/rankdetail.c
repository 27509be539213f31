/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each score is made of, as a record stream: see rankdetail.h. */
#include "rank/rankdetail.h"

static const char *const columns[] = {"metric", "unit", "n", "alone", "own", "expected", "adjusted",
    "shrunk", "lo", "hi", "part", "target", "met", "met_p", "floor", "kept", "kept_p"};

int
cs_rankdetail_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e)
{
	if (cs_rankout_head(h, w, e) != 0)
		return -1;
	return cs_rankout_columns(h, columns, sizeof columns / sizeof *columns, e);
}

/* A target or floor: what it is, whether it is met, and the chance of that. */
static void
put_limit(struct cs_rankout *o, const struct cs_dec *limit, size_t unit, size_t item)
{
	const struct cs_scoring *s = &o->work->scores;
	const struct cs_score_part *p = &s->part[unit * s->metrics + item];
	double at = limit != NULL ? cs_dec_double(*limit) : 0, worse = -1;
	bool down = s->fit[item].down;

	if (limit == NULL) {
		cs_writer_null(o->w);
	} else {
		cs_buf_reset(&o->text);
		cs_dec_text(&o->text, *limit);
		cs_writer_text(o->w, cs_buf_all(&o->text));
		worse = cs_score_worse(s, unit, item, at);
	}
	if (worse < 0)
		cs_writer_null(o->w);
	else
		cs_writer_text(o->w,
		    (down ? p->adjusted <= at : p->adjusted >= at) ? CS_STR("t") : CS_STR("f"));
	cs_rankout_real(o, worse >= 0, 1 - worse);
}

static void
put_row(struct cs_rankout *o, size_t unit, size_t item)
{
	const struct cs_scoring *s = &o->work->scores;
	const struct cs_card_item *c = &o->work->card.item[item];
	const struct cs_score_part *p = &s->part[unit * s->metrics + item];
	const struct cs_vision_metric *v = c->vision;
	const struct cs_est range = cs_score_interval(s, unit, item, o->work->ask.rules.level);
	bool some = p->n > 0;

	cs_rankout_unit(o, unit);
	cs_writer_text(o->w, c->metric->name);
	cs_writer_text(o->w, s->fit[item].rate ? CS_STR("n/h") : c->metric->unit);
	cs_writer_i64(o->w, p->n);
	cs_rankout_real(o, some, some ? (double)p->alone / (double)p->n : 0);
	cs_rankout_real(o, some, p->own);
	cs_rankout_real(o, p->n > p->alone, p->expected);
	cs_rankout_real(o, range.ok, p->adjusted);
	cs_rankout_real(o, range.ok, p->mean);
	cs_rankout_real(o, range.ok, range.lo);
	cs_rankout_real(o, range.ok, range.hi);
	cs_rankout_real(o, range.ok && s->fit[item].flag == CS_FLAG_NONE, p->share);
	put_limit(o, v != NULL && v->has_target ? &v->target : NULL, unit, item);
	put_limit(o, v != NULL && v->has_floor ? &v->floor : NULL, unit, item);
	cs_writer_end(o->w);
}

size_t
cs_rankdetail_write(struct cs_writer *out, const struct cs_rankwork *w)
{
	struct cs_rankout o = {out, w, CS_BUF_INIT};
	size_t left = 0;

	for (size_t i = 0; i < w->ranking.n; i++) {
		size_t unit = w->ranking.row[i].unit;

		if (w->contacts[unit] < w->ask.min_group) {
			left++;
			continue;
		}
		for (size_t item = 0; item < w->card.n; item++)
			put_row(&o, unit, item);
	}
	cs_buf_finish(&o.text);
	return left;
}
