/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ranking as a record stream: see rankrows.h. */
#include "desk/rankrows.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct writing {
	struct cs_writer *w;
	const struct cs_cells *cells;
	const struct cs_card *card;
	const struct cs_scoring *scores;
	const struct cs_ranking *ranking;
	struct cs_buf text;
};

static const char *const columns[] = {"rank", "tied", "band", "n", "reliability", "score", "lo",
    "hi", "p_top", "p_bottom", "rank_lo", "rank_hi", "up", "down", "recognise", "flag"};

int
cs_rankrows_head(struct cs_head *h, const struct cs_cells *c, struct cs_err *e)
{
	for (unsigned k = 0; k < cs_cells_keys(c); k++) {
		if (cs_head_add(h, cs_cells_key_name(c, k), e) != 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (cs_head_find(h, cs_str_z(columns[i])) >= 0) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "the key '%s' has the name of a column of the ranking", columns[i]);
			return cs_err_hint(e, "give it another name before cs-kpi");
		}
		if (cs_head_add(h, cs_str_z(columns[i]), e) != 0)
			return -1;
	}
	return 0;
}

/* A real with that many digits behind the point; nothing is written as -0. */
static void
add_real(struct cs_buf *b, double v, int digits)
{
	double step = 1;

	for (int i = 0; i < digits; i++)
		step *= 10;
	cs_buf_printf(b, "%.*f", digits, round(v * step) / step + 0.0);
}

static void
put_real(struct writing *o, bool there, double v)
{
	if (!there) {
		cs_writer_null(o->w);
		return;
	}
	cs_buf_reset(&o->text);
	add_real(&o->text, v, 4);
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

static void
put_count(struct writing *o, bool there, size_t v)
{
	if (there)
		cs_writer_i64(o->w, (int64_t)v);
	else
		cs_writer_null(o->w);
}

/* A figure in the unit of its metric, as people say it. */
static void
add_figure(struct cs_buf *b, const struct cs_metric *m, double v)
{
	if (cs_str_eqz(m->unit, "share")) {
		add_real(b, v * 100, 1);
		cs_buf_c(b, '%');
		return;
	}
	add_real(b, v, 2);
	if (m->unit.n > 0 && !cs_str_eqz(m->unit, "1") && !cs_str_eqz(m->unit, "n")) {
		cs_buf_c(b, ' ');
		cs_buf_str(b, m->unit);
	}
}

/* "csat_top2 94.0% (all 81.2%, n 50)" */
static void
put_reason(struct writing *o, const struct cs_ranked *r, int item)
{
	const struct cs_metric *m;
	const struct cs_score_part *p;

	if (item < 0) {
		cs_writer_null(o->w);
		return;
	}
	m = o->card->item[item].metric;
	p = &o->scores->part[r->unit * o->scores->metrics + (size_t)item];
	cs_buf_reset(&o->text);
	cs_buf_str(&o->text, m->name);
	cs_buf_c(&o->text, ' ');
	add_figure(&o->text, m, p->own);
	cs_buf_z(&o->text, " (all ");
	add_figure(&o->text, m, o->scores->fit[item].mu);
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
put_recognised(struct writing *o, const struct cs_ranked *r, struct cs_str *name)
{
	for (size_t i = 0; i < r->nrecognise; i++)
		name[i] = o->card->item[o->ranking->recognised[r->recognise + i]].metric->name;
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
put_band(struct writing *o, const struct cs_ranked *r)
{
	cs_buf_reset(&o->text);
	cs_buf_z(&o->text, cs_band_name(r->band));
	if (r->needs > 0)
		cs_buf_printf(&o->text, ": needs %" PRId64 " more contact%s", r->needs,
		    r->needs == 1 ? "" : "s");
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

static void
put_row(struct writing *o, const struct cs_ranked *r, struct cs_str *scratch)
{
	const struct cs_score *unit = &o->scores->unit[r->unit];
	bool told = r->band != CS_BAND_UNTOLD, spread = o->scores->used > 0;

	for (unsigned k = 0; k < cs_cells_keys(o->cells); k++)
		cs_writer_text(o->w, cs_cells_key(o->cells, o->card->group[r->unit], k));
	put_count(o, told, r->rank);
	put_count(o, told, r->tied);
	put_band(o, r);
	cs_writer_i64(o->w, unit->n);
	put_real(o, spread, unit->reliability);
	put_real(o, told, r->score);
	put_real(o, told && spread, r->lo);
	put_real(o, told && spread, r->hi);
	put_real(o, told && spread, r->p_top);
	put_real(o, told && spread, r->p_bottom);
	put_count(o, told, r->rank_lo);
	put_count(o, told, r->rank_hi);
	put_reason(o, r, r->up);
	put_reason(o, r, r->down);
	put_recognised(o, r, scratch);
	if (r->flag == CS_FLAG_NONE)
		cs_writer_null(o->w);
	else
		cs_writer_text(o->w, cs_str_z(cs_flag_name(r->flag)));
	cs_writer_end(o->w);
}

size_t
cs_rankrows_write(struct cs_writer *w, const struct cs_cells *c, const struct cs_card *card,
    const struct cs_scoring *s, const struct cs_ranking *r, int64_t least)
{
	struct writing o = {w, c, card, s, r, CS_BUF_INIT};
	struct cs_str *scratch = cs_mem_new(card->n, sizeof *scratch);
	size_t left = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (card->contacts[r->row[i].unit] < least)
			left++;
		else
			put_row(&o, &r->row[i], scratch);
	}
	free(scratch);
	cs_buf_finish(&o.text);
	return left;
}

void
cs_rankrows_about(
    struct cs_buf *out, const struct cs_card *card, const struct cs_scoring *s, size_t item)
{
	static const char *const why[] = {
	    [CS_FLAG_N0] = "nothing was observed",
	    [CS_FLAG_NO_SPREAD] = "no difference that chance does not explain",
	    [CS_FLAG_ZERO_VAR] = "all equal within each",
	};
	const struct cs_card_item *c = &card->item[item];
	const struct cs_score_fit *f = &s->fit[item];

	cs_buf_printf(
	    out, "%.*s: %s is better, ", CS_STR_ARG(c->metric->name), c->down ? "less" : "more");
	if (f->flag != CS_FLAG_NONE) {
		cs_buf_printf(out, "drops out: %s", why[f->flag]);
		return;
	}
	cs_buf_z(out, "weight ");
	add_real(out, f->weight, 2);
	cs_buf_z(out, ", all ");
	add_figure(out, c->metric, f->mu);
	cs_buf_printf(out, "; from n %.0f on one's own figure weighs more", ceil(f->m));
}
