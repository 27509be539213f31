/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What units deliver for their money, as records: see percost.h. */
#include <math.h>

#include "rank/percost.h"

/* From which q on a difference is spoken of. */
#define FALSE_PART .05

/* Of how much money the outcomes are told. */
#define MONEY	   100

static const char *const columns[] = {"versus", "outcome", "compared", "contacts", "rate",
    "rate_lo", "rate_hi", "spent", "currency", "cost", "cost_lo", "cost_hi", "per_100", "per_lo",
    "per_hi", "ratio", "ratio_lo", "ratio_hi", "q", "says"};

int
cs_percost_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e)
{
	if (cs_rankout_head(h, w, e) != 0)
		return -1;
	return cs_rankout_columns(h, columns, sizeof columns / sizeof *columns, e);
}

/* The name of a unit in one cell. */
static void
add_name(struct cs_buf *b, const struct cs_rankwork *w, size_t unit)
{
	bool first = true;

	for (unsigned k = 0; k < cs_cells_keys(w->cells); k++) {
		if (w->keys.sort[k] != CS_RANK_UNIT)
			continue;
		cs_buf_z(b, first ? "" : ", ");
		cs_buf_str(b, cs_rankwork_name(w, unit, k));
		first = false;
	}
}

static void
put_names(struct cs_rankout *o, const struct cs_percost_row *x)
{
	const struct cs_card_item *item = &o->work->card.item[x->item];

	cs_rankout_unit(o, x->unit);
	cs_buf_reset(&o->text);
	if (x->versus == SIZE_MAX) {
		cs_writer_null(o->w);
	} else {
		add_name(&o->text, o->work, x->versus);
		cs_writer_text(o->w, cs_buf_all(&o->text));
	}
	cs_buf_reset(&o->text);
	cs_buf_z(&o->text, item->down ? "not " : "");
	cs_buf_str(&o->text, item->metric->name);
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

/* A figure and its bounds. */
static void
put_three(struct cs_rankout *o, bool there, double v, double lo, double hi)
{
	cs_rankout_real(o, there, v);
	cs_rankout_real(o, there, lo);
	cs_rankout_real(o, there, hi);
}

/* Money, exactly. */
static void
put_spent(struct cs_rankout *o, const struct cs_percost *p, const struct cs_percost_side *x)
{
	enum { MICROS = 6 };

	if (x->there) {
		cs_buf_reset(&o->text);
		cs_dec_text(&o->text, cs_dec_trim((struct cs_dec){x->spent, MICROS}));
		cs_writer_text(o->w, cs_buf_all(&o->text));
	} else {
		cs_writer_null(o->w);
	}
	if (p->currency.p != NULL)
		cs_writer_text(o->w, p->currency);
	else
		cs_writer_null(o->w);
}

static void
say(struct cs_buf *b, const struct cs_rankwork *w, const struct cs_percost_row *x)
{
	if (!x->own.there) {
		cs_buf_z(b, x->versus == SIZE_MAX ? "there is no work that all did"
						  : "there is no work that both did");
		return;
	}
	if (x->versus == SIZE_MAX) {
		cs_buf_z(b, "on the work that all did");
		return;
	}
	if (!x->ratio_there) {
		cs_buf_z(b, "a rate or a cost of nothing has no ratio");
		return;
	}
	if (x->q < 0 || x->q > FALSE_PART) {
		cs_buf_z(b, "on the work that both did, the difference could be luck");
		return;
	}
	cs_rankout_add_real(b, fabs(x->ratio - 1) * 100, 1);
	cs_buf_printf(b, "%% %s for the same money than ", x->ratio > 1 ? "more" : "less");
	add_name(b, w, x->versus);
	cs_buf_z(b, ", on the work that both did");
}

void
cs_percost_write(const struct cs_percost *p, const struct cs_rankwork *w, struct cs_writer *out)
{
	struct cs_rankout o = {out, w, CS_BUF_INIT};

	for (size_t i = 0; i < p->n; i++) {
		const struct cs_percost_row *x = &p->row[i];
		const struct cs_percost_side *s = &x->own;

		put_names(&o, x);
		cs_rankout_real(&o, true, s->part);
		cs_writer_i64(out, s->contacts);
		put_three(&o, s->there, s->rate, s->rate_lo, s->rate_hi);
		put_spent(&o, p, s);
		put_three(&o, s->there, s->cost, s->cost_lo, s->cost_hi);
		put_three(&o, s->per_there, s->per * MONEY, s->per_lo * MONEY, s->per_hi * MONEY);
		put_three(&o, x->ratio_there, x->ratio, x->lo, x->hi);
		cs_rankout_chance(&o, x->q);
		cs_buf_reset(&o.text);
		say(&o.text, w, x);
		cs_writer_text(out, cs_buf_all(&o.text));
		cs_writer_end(out);
	}
	cs_buf_finish(&o.text);
}
