/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work on one batch of a CSV source: see rows.h. */
#include "intake/rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/utf8.h"
#include "intake/fast.h"

/* One batch at work, and the record at hand. */
struct work {
	struct cs_rows *r;
	const struct cs_plan *p;
	const struct cs_csv_batch *b;
	const char *file;
	const struct cs_csv_rec *rec;
	uint32_t row;
	struct cs_conv_out o;
	struct cs_str key[2]; /* contact_id and leg as written */
	/* Why the record is rejected. */
	const struct cs_plan_col *col;
	struct cs_str value;
};

void
cs_rows_init(struct cs_rows *r)
{
	*r = (struct cs_rows){0};
	cs_tally_init(&r->tally);
	cs_eval_init(&r->eval);
}

void
cs_rows_finish(struct cs_rows *r)
{
	cs_buf_finish(&r->out);
	cs_buf_finish(&r->rejects);
	cs_buf_finish(&r->scratch);
	cs_buf_finish(&r->text);
	cs_buf_finish(&r->pieces);
	cs_tally_finish(&r->tally);
	cs_eval_finish(&r->eval);
	cs_batch_finish(&r->source);
	free(r->cell);
	free(r->value);
	free(r->null);
	free(r->vec);
	*r = (struct cs_rows){0};
}

static void
reject(struct work *w, const char *why)
{
	struct cs_reject x = {.file = w->file,
	    .line = cs_csv_line(w->b, w->rec),
	    .why = why,
	    .raw = cs_csv_bytes(w->b, w->rec)};

	if (w->col != NULL) {
		x.column = w->col->name;
		x.value = w->value;
	}
	cs_tally_reject(&w->r->tally, &w->r->rejects, &x);
}

/* The text of all cells; those that a short record lacks are empty. */
static void
decode_cells(struct work *w)
{
	struct cs_rows *r = w->r;
	uint32_t n = w->p->source.ncol;

	cs_buf_reset(&r->text);
	cs_buf_reserve(&r->text, w->rec->end - w->rec->begin + CS_CSV_SLACK);
	for (uint32_t i = 0; i < n; i++)
		r->cell[i] = i < w->rec->ncell ? cs_csv_text(w->b, w->rec, i, &r->text)
					       : cs_str(w->b->bytes.p, 0);
}

static bool
means_nothing(const struct cs_words *null, struct cs_str s)
{
	for (size_t i = 0; i < null->n; i++)
		if (cs_str_eq(null->w[i], s))
			return true;
	return false;
}

/*
 * Text and cells put together. Half an identifier or time is none: nothing, when one of the cells
 * is empty or a word for nothing. Text wants only one cell that is filled.
 */
static struct cs_str
join(struct work *w, const struct cs_plan_col *c)
{
	struct cs_buf *b = &w->r->pieces;
	size_t nothing = 0, cells = 0;

	cs_buf_reset(b);
	for (size_t i = 0; i < c->npiece; i++) {
		struct cs_str s = c->piece[i].text;

		if (s.p == NULL) {
			s = cs_str_trim(w->r->cell[c->piece[i].src]);
			nothing += s.n == 0 || means_nothing(&c->conv.null, s);
			cells++;
		}
		cs_buf_str(b, s);
	}
	if (c->conv.op == CS_CONV_TEXT ? nothing == cells : nothing != 0)
		return cs_str("", 0);
	return cs_buf_all(b);
}

/* Puts the cell of one column; NULL, or what is wrong. */
static const char *
put(struct work *w, unsigned i)
{
	const struct cs_plan_col *c = &w->p->col[i];
	struct cs_str s;

	if (c->nothing) {
		cs_conv_null(&w->o);
		return NULL;
	}
	switch (c->from) {
	case CS_FROM_CELL:
		s = w->r->cell[c->src];
		w->value = s;
		return cs_conv_put(&c->conv, &w->o, s);
	case CS_FROM_CONSTANT:
		w->o.null = false;
		memcpy(w->o.p, c->ready.p, c->ready.n);
		w->o.p += c->ready.n;
		return NULL;
	case CS_FROM_PIECES:
		w->value = join(w, c);
		return cs_conv_put(&c->conv, &w->o, w->value);
	case CS_FROM_EXPR:
		cs_buf_reset(&w->r->pieces);
		w->value = cs_rows_value(&w->r->vec[i], w->row, &w->r->pieces);
		return cs_conv_put(&c->conv, &w->o, w->value);
	}
	return NULL;
}

/* Looks at the columns that derivations need before anything of the record is written. */
static const char *
look_ahead(struct work *w)
{
	struct cs_rows *r = w->r;
	uint64_t nobody[CS_NOTE_N], *note = w->o.note;
	char *begin = w->o.p;
	const char *why = NULL;

	w->o.note = nobody;
	for (size_t d = 0; d < w->p->nderive && why == NULL; d++) {
		const unsigned in[2] = {w->p->derive[d].a, w->p->derive[d].b};

		for (int k = 0; k < 2 && why == NULL; k++) {
			w->col = &w->p->col[in[k]];
			why = put(w, in[k]);
			w->o.p = begin;
			r->value[in[k]] = w->o.value;
			r->null[in[k]] = w->o.null;
		}
	}
	w->o.note = note;
	return why;
}

/* Fills in, or checks, the cell that was put at `begin`. */
static void
derive(struct work *w, const struct cs_plan_derive *d, char *begin)
{
	struct cs_rows *r = w->r;
	const struct cs_conv *conv = &w->p->col[d->target].conv;
	int64_t a = r->value[d->a], b = r->value[d->b], v, us;

	if (r->null[d->a] || r->null[d->b])
		return;
	if (d->plus) {
		if (__builtin_mul_overflow(b, CS_USEC, &us) || __builtin_add_overflow(a, us, &v) ||
		    v > CS_INSTANT_MAX)
			return;
	} else {
		v = cs_num_floordiv(a - b + CS_USEC / 2, CS_USEC);
	}
	if (!w->o.null) {
		int64_t off = w->o.value - v;

		if (off > (d->plus ? CS_USEC : 1) || off < (d->plus ? -CS_USEC : -1))
			cs_tally_doubt(&r->tally, w->p->col[d->target].name, 1);
		return;
	}
	if (!d->plus && (v < conv->min || v > conv->max))
		return;
	w->o.p = begin;
	w->o.null = false;
	w->o.value = v;
	if (d->plus) {
		cs_buf_reset(&r->scratch);
		cs_time_text(&r->scratch, v);
		memcpy(w->o.p, r->scratch.p, r->scratch.n);
		w->o.p += r->scratch.n;
	} else {
		w->o.p += cs_num_i64_text(w->o.p, v);
	}
}

/* Writes the record; NULL, or why it cannot be. */
static const char *
put_record(struct work *w)
{
	const struct cs_plan *p = w->p;
	struct cs_rows *r = w->r;
	const char *why = p->nderive != 0 ? look_ahead(w) : NULL;

	if (why != NULL)
		return why;
	for (unsigned i = 0; i < p->ncol; i++) {
		const struct cs_plan_col *c = &p->col[i];
		char *begin = w->o.p;

		why = put(w, i);
		if (__builtin_expect(why != NULL, 0)) {
			w->col = c;
			return why;
		}
		if (c->derive >= 0)
			derive(w, &p->derive[c->derive], begin);
		if (c->keep) {
			r->value[i] = w->o.value;
			r->null[i] = w->o.null;
		}
		if ((int)i == p->contact || (int)i == p->leg)
			w->key[(int)i == p->leg] = cs_str(begin, (size_t)(w->o.p - begin));
		*w->o.p++ = '\t';
	}
	w->o.p[-1] = '\n';
	return NULL;
}

/* The reason that the map skips the record for; p NULL: none. */
static struct cs_str
skip_reason(struct work *w)
{
	for (size_t i = 0; i < w->p->nskip; i++) {
		const struct cs_plan_skip *s = &w->p->skip[i];
		const struct cs_vec *v = &w->r->vec[w->p->ncol + i];
		bool hit = false;

		if (s->expr != NULL) {
			hit = (v->null == NULL || v->null[w->row] == 0) && v->i[w->row] != 0;
		} else {
			struct cs_str text = cs_str_trim(w->r->cell[s->src]);

			for (size_t k = 0; k < s->rule->word.n && !hit; k++)
				hit = cs_str_eq(s->rule->word.w[k], text);
			hit = hit != s->rule->negate;
		}
		if (hit)
			return s->rule->reason;
	}
	return cs_str(NULL, 0);
}

/* True when (contact_id, leg) was there before. */
static bool
repeated(struct work *w)
{
	struct cs_buf *key = &w->r->pieces;
	size_t before = w->r->seen->n;

	cs_buf_reset(key);
	cs_buf_str(key, w->key[0]);
	cs_buf_c(key, '\t');
	cs_buf_str(key, w->key[1]);
	return cs_map_add(w->r->seen, cs_buf_all(key)) < before;
}

/* Room for what expressions give, which does not depend on the length of the record. */
static size_t
expr_room(const struct work *w)
{
	size_t room = 0;

	for (unsigned i = 0; i < w->p->ncol; i++)
		if (w->p->col[i].expr != NULL)
			room += cs_conv_room(
			    w->r->vec[i].type == CS_TEXT ? w->r->vec[i].s[w->row].n : 64);
	return room;
}

/* A record whose cells are known to be good text. */
static void
take(struct work *w)
{
	const struct cs_plan *p = w->p;
	struct cs_rows *r = w->r;
	size_t room = p->fan * cs_conv_room(w->rec->end - w->rec->begin) + p->fixed + 64;
	struct cs_str skip = p->nskip != 0 ? skip_reason(w) : cs_str(NULL, 0);
	const char *why;

	if (skip.p != NULL) {
		cs_tally_skip(&r->tally, skip, 1);
		return;
	}
	if (p->expr_cell != NULL)
		room += expr_room(w);
	w->o.p = cs_buf_reserve(&r->out, room);
	why = put_record(w);
	if (why != NULL) {
		reject(w, why);
		return;
	}
	if (r->seen != NULL && p->contact >= 0 && repeated(w)) {
		cs_tally_skip(&r->tally, CS_STR("repeated contact_id and leg"), 1);
		return;
	}
	r->out.n = (size_t)(w->o.p - r->out.p);
	r->tally.used++;
	r->tally.written++;
	if (p->started >= 0 && !r->null[p->started])
		cs_tally_instant(&r->tally, r->value[p->started]);
}

/* What is wrong with the text of the record as such; NULL: nothing. */
static const char *
wrong_text(struct work *w)
{
	struct cs_str raw = cs_csv_bytes(w->b, w->rec);

	if ((w->rec->flags & CS_CSV_HIGH) != 0 && !cs_utf8_valid(raw))
		return "is not UTF-8";
	if ((w->rec->flags & CS_CSV_ESC) != 0 && memchr(raw.p, '\0', raw.n) != NULL)
		return "holds a NUL byte";
	return NULL;
}

static void
wrong_width(struct work *w)
{
	char why[80];
	uint32_t have = w->rec->ncell, want = w->p->source.ncol;

	(void)snprintf(
	    why, sizeof why, "%u cell%s, the header has %u", have, have == 1 ? "" : "s", want);
	reject(w, why);
}

static void
take_record(struct work *w)
{
	const struct cs_csv_rec *rec = w->rec;
	const char *why;

	if (rec->bad != CS_CSV_GOOD) {
		reject(w, cs_csv_reason((enum cs_csv_bad)rec->bad));
		return;
	}
	if (rec->begin == rec->end) {
		cs_tally_skip(&w->r->tally, CS_STR("blank line"), 1);
		return;
	}
	why = wrong_text(w);
	if (why != NULL) {
		reject(w, why);
		return;
	}
	if (rec->ncell != w->p->source.ncol) {
		if (rec->ncell > w->p->source.ncol || !w->p->map->pad) {
			wrong_width(w);
			return;
		}
		w->o.note[CS_NOTE_PADDED]++;
	}
	if (cs_eval_skipped(&w->r->eval, w->row)) {
		reject(w, "an expression of the map fails on it");
		return;
	}
	w->o.note[CS_NOTE_ODD] += (rec->flags & CS_CSV_ODD) != 0;
	decode_cells(w);
	take(w);
}

int
cs_rows_run(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b, size_t first,
    const char *file, struct cs_err *e)
{
	struct work w = {.r = r, .p = p, .b = b, .file = file};

	cs_buf_reset(&r->out);
	cs_buf_reset(&r->rejects);
	cs_tally_reset(&r->tally);
	r->cell = cs_mem_grow(r->cell, &r->cell_cap, p->source.ncol, sizeof *r->cell);
	r->value = cs_mem_grow(r->value, &r->value_cap, p->ncol, sizeof *r->value);
	r->null = cs_mem_grow(r->null, &r->null_cap, p->ncol, sizeof *r->null);
	r->vec = cs_mem_grow(r->vec, &r->vec_cap, p->ncol + p->nskip, sizeof *r->vec);
	w.o.note = r->tally.note;
	w.o.scratch = &r->scratch;
	if (p->expr_cell != NULL && cs_rows_eval(r, p, b, file, e) != 0)
		return -1;
	r->tally.read = b->nrec - first;
	for (size_t i = first; i < b->nrec; i++) {
		if (p->fast != NULL && (i = cs_fast_run(r, p, b, i)) == b->nrec)
			break;
		w.rec = &b->rec[i];
		w.row = (uint32_t)i;
		w.col = NULL;
		cs_buf_reset(&r->scratch);
		take_record(&w);
	}
	return 0;
}
