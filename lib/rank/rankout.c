/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells that rankings write: see rankout.h. */
#include "rank/rankout.h"

#include <math.h>

int
cs_rankout_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e)
{
	for (unsigned k = 0; k < cs_cells_keys(w->cells); k++) {
		if (w->keys.sort[k] == CS_RANK_UNIT &&
		    cs_head_add(h, cs_cells_key_name(w->cells, k), e) != 0)
			return -1;
	}
	return 0;
}

int
cs_rankout_columns(struct cs_head *h, const char *const *column, size_t n, struct cs_err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (cs_head_find(h, cs_str_z(column[i])) >= 0) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "the key '%s' has the name of a column of the ranking", column[i]);
			return cs_err_hint(e, "give it another name before cs-kpi");
		}
		if (cs_head_add(h, cs_str_z(column[i]), e) != 0)
			return -1;
	}
	return 0;
}

void
cs_rankout_unit(struct cs_rankout *o, size_t unit)
{
	for (unsigned k = 0; k < cs_cells_keys(o->work->cells); k++) {
		if (o->work->keys.sort[k] == CS_RANK_UNIT)
			cs_writer_text(o->w, cs_rankwork_name(o->work, unit, k));
	}
}

void
cs_rankout_add_real(struct cs_buf *b, double v, int digits)
{
	double step = 1;

	for (int i = 0; i < digits; i++)
		step *= 10;
	cs_buf_printf(b, "%.*f", digits, round(v * step) / step + 0.0);
}

void
cs_rankout_real(struct cs_rankout *o, bool there, double v)
{
	if (!there) {
		cs_writer_null(o->w);
		return;
	}
	cs_buf_reset(&o->text);
	cs_rankout_add_real(&o->text, v, 4);
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

void
cs_rankout_count(struct cs_rankout *o, bool there, size_t v)
{
	if (there)
		cs_writer_i64(o->w, (int64_t)v);
	else
		cs_writer_null(o->w);
}

void
cs_rankout_text(struct cs_rankout *o, const char *z)
{
	if (z != NULL)
		cs_writer_text(o->w, cs_str_z(z));
	else
		cs_writer_null(o->w);
}

void
cs_rankout_flag(struct cs_rankout *o, enum cs_flag flag)
{
	cs_rankout_text(o, flag == CS_FLAG_NONE ? NULL : cs_flag_name(flag));
}

void
cs_rankout_chance(struct cs_rankout *o, double q)
{
	if (q < 0) {
		cs_writer_null(o->w);
		return;
	}
	cs_buf_reset(&o->text);
	cs_buf_printf(&o->text, "%.6g", q);
	cs_writer_text(o->w, cs_buf_all(&o->text));
}

void
cs_rankout_add_figure(struct cs_buf *b, const struct cs_metric *m, double v)
{
	if (cs_str_eqz(m->unit, "share")) {
		cs_rankout_add_real(b, v * 100, 1);
		cs_buf_c(b, '%');
		return;
	}
	cs_rankout_add_real(b, v, 2);
	if (m->unit.n > 0 && !cs_str_eqz(m->unit, "1") && !cs_str_eqz(m->unit, "n")) {
		cs_buf_c(b, ' ');
		cs_buf_str(b, m->unit);
	}
}

void
cs_rankout_add_item(struct cs_buf *b, const struct cs_rankwork *w, size_t item, double v)
{
	cs_rankout_add_figure(b, w->card.item[item].metric, v);
	if (w->scores.fit[item].rate)
		cs_buf_z(b, " an hour");
}
