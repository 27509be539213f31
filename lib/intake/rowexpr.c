/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions of a source map over a batch of its records: see rows.h. */
#include "base/utf8.h"
#include "intake/rows.h"
#include "rec/esc.h"

/* Puts the cells that expressions read; the others, and those of bad records, stay empty. */
static void
put_source(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b)
{
	struct cs_buf *out = &r->source.bytes;

	cs_buf_reset(out);
	for (size_t i = 0; i < b->nrec; i++) {
		const struct cs_csv_rec *rec = &b->rec[i];
		struct cs_str raw = cs_csv_bytes(b, rec);
		bool good = rec->bad == CS_CSV_GOOD && cs_utf8_valid(raw) &&
			    memchr(raw.p, '\0', raw.n) == NULL;

		for (unsigned c = 0; c < p->source.ncol; c++) {
			if (good && p->expr_cell[c] && c < rec->ncell) {
				cs_buf_reset(&r->text);
				cs_esc_add(out, cs_csv_text(b, rec, c, &r->text));
			}
			cs_buf_c(out, c + 1 == p->source.ncol ? '\n' : '\t');
		}
	}
}

int
cs_rows_eval(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b,
    const char *file, struct cs_err *e)
{
	put_source(r, p, b);
	r->source.ncol = p->source.ncol;
	r->source.file = file;
	r->source.row0 = 0;
	if (cs_batch_split(&r->source, e) != 0)
		return -1;
	cs_eval_next_batch(&r->eval);
	for (unsigned i = 0; i < p->ncol; i++)
		if (p->col[i].expr != NULL &&
		    cs_eval_run(&r->eval, p->col[i].expr, &r->source, &r->vec[i], e) != 0)
			return -1;
	for (size_t i = 0; i < p->nskip; i++)
		if (p->skip[i].expr != NULL && cs_eval_run(&r->eval, p->skip[i].expr, &r->source,
						   &r->vec[p->ncol + i], e) != 0)
			return -1;
	return 0;
}

struct cs_str
cs_rows_value(const struct cs_vec *v, uint32_t row, struct cs_buf *scratch)
{
	if (v->null != NULL && v->null[row] != 0)
		return cs_str("", 0);
	switch (v->type) {
	case CS_INT:
		cs_buf_i64(scratch, v->i[row]);
		break;
	case CS_DEC:
		cs_dec_text(scratch, cs_dec_trim(v->d[row]));
		break;
	case CS_TIME:
		cs_time_text(scratch, v->i[row]);
		break;
	case CS_BOOL:
		cs_buf_c(scratch, v->i[row] != 0 ? 't' : 'f');
		break;
	case CS_TEXT:
	case CS_ID:
	case CS_LIST:
		cs_buf_str(scratch, v->s[row]);
		break;
	}
	cs_buf_reserve(scratch, CS_CSV_SLACK);
	return cs_buf_all(scratch);
}
