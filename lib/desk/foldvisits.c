/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts of customers, out of batches: see foldvisits.h. */
#include "desk/foldvisits.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "rec/esc.h"

void
cs_fold_visits_init(struct cs_fold *f)
{
	const struct cs_job *job = f->job;
	const struct cs_scheme_repeats *r = &job->scheme->repeats;
	const struct cs_visit_form form = {
	    r->nvalue, r->chains || job->journey, job->journey && r->contact >= 0};

	f->follow = cs_mem_new0(job->scheme->nacc, sizeof *f->follow);
	if (job->scheme->nrepeat == 0)
		return;
	f->value = cs_mem_new0(r->nvalue, sizeof *f->value);
	cs_visits_init(&f->visits, &form, job->visits_most / job->threads, job->scratch);
}

static void
see_day(struct cs_newest *n, int64_t day)
{
	if (day > n->day) {
		n->day_before = n->day;
		n->day = day;
	} else if (day < n->day && day > n->day_before) {
		n->day_before = day;
	}
}

static inline void
see_instant(struct cs_newest *n, const struct cs_batch *b, uint32_t row, int64_t at)
{
	see_day(n, cs_num_floordiv(at, CS_DAY_S * CS_USEC));
	if (at <= n->at)
		return;
	n->at = at;
	n->file = b->file;
	n->line = cs_batch_line(b, row);
}

void
cs_newest_merge(struct cs_newest *n, const struct cs_newest *from)
{
	if (from->at > n->at) {
		n->at = from->at;
		n->file = from->file;
		n->line = from->line;
	}
	see_day(n, from->day);
	see_day(n, from->day_before);
}

/* What is read of a batch, and of the row at hand. */
struct taking {
	struct cs_fold *f;
	const struct cs_batch *b;
	struct cs_vec came, started, leg;
	int64_t *value;
	struct cs_visit x;
	uint64_t pile;
	struct cs_str contact; /* raw */
	struct cs_err *e;
};

static inline bool
null_at(const struct cs_vec *v, uint32_t row)
{
	return v->null != NULL && v->null[row];
}

static inline bool
true_at(const struct cs_vec *v, uint32_t row)
{
	return !null_at(v, row) && v->i[row] != 0;
}

/* The statistics that count a row. */
static uint32_t
bits_of(const struct cs_fold *f, uint32_t row)
{
	const struct cs_scheme *p = f->job->scheme;
	uint32_t bits = 0;

	for (unsigned i = 0; i < p->nacc; i++) {
		const struct cs_acc_def *d = &p->acc[i];

		if (d->follow != CS_FOLLOW_NONE &&
		    (d->filter < 0 || true_at(&f->pass[d->filter], row)))
			bits |= 1U << d->repeat;
	}
	return bits;
}

/* What is only compared: a number that is never negative, nor NULL. */
static int64_t
value_hash(struct cs_fold *f, const struct cs_vec *v, uint32_t row)
{
	struct cs_str text;

	cs_buf_reset(&f->text);
	if (v->type == CS_DEC)
		cs_dec_text(&f->text, cs_dec_trim(v->d[row]));
	else if (v->type != CS_TEXT)
		cs_buf_i64(&f->text, v->i[row]);
	text = v->type == CS_TEXT ? v->s[row] : cs_buf_all(&f->text);
	return (int64_t)(cs_visit_hash(text).half[0] >> 16);
}

/* The values of a row. */
static int
read_values(struct taking *t, uint32_t row)
{
	const struct cs_scheme_repeats *r = &t->f->job->scheme->repeats;

	for (unsigned i = 0; i < r->nvalue; i++) {
		const struct cs_vec *v = &t->f->value[i];

		t->value[i] = CS_VISIT_NULL;
		if (null_at(v, row))
			continue;
		if (r->value[i].same) {
			t->value[i] = value_hash(t->f, v, row);
		} else if (v->type == CS_DEC) {
			struct cs_dec d = cs_dec_trim(v->d[row]);

			t->f->rounded += d.scale > 6;
			if (!cs_dec_micros(cs_dec_round(d, 6), &t->value[i]))
				return cs_err_set(t->e, CS_EXIT_DATA,
				    "%s:%llu: a decimal is too large to be added up", t->b->file,
				    (unsigned long long)cs_batch_line(t->b, row));
		} else {
			t->value[i] = v->i[row];
		}
	}
	return 0;
}

/* The name in a raw cell, in the form that equal ones share. */
static struct cs_visit_hash
hash_cell(struct cs_fold *f, struct cs_str raw)
{
	return cs_visit_hash(cs_esc_same(raw, &f->text));
}

/* Who, which contact, and when: what all records of a row share. */
static int
read_row(struct taking *t, uint32_t row)
{
	const struct cs_scheme_repeats *r = &t->f->job->scheme->repeats;
	struct cs_visit_hash who = hash_cell(t->f, cs_batch_raw(t->b, row, r->customer));
	struct cs_str contact = {NULL, 0};
	uint64_t place = t->b->seq << CS_VISIT_ROW_BITS | row;

	if (r->contact >= 0)
		contact = cs_batch_raw(t->b, row, (unsigned)r->contact);
	t->pile = who.half[1];
	t->contact = contact;
	t->x = (struct cs_visit){.customer = who.half[0],
	    .contact = contact.p != NULL && !cs_raw_null(contact)
			   ? hash_cell(t->f, contact).half[0] >> (64 - CS_VISIT_CONTACT_BITS)
			   : CS_VISIT_NO_ID | (place & (CS_VISIT_NO_ID - 1)),
	    .at = t->started.i[row],
	    .row = place,
	    .group = CS_GROUP_NONE};
	if (t->f->visits.form.row)
		t->x.record = (uint32_t)(cs_visit_hash(cs_batch_record(t->b, row)).half[0] >> 32);
	return r->nvalue != 0 ? read_values(t, row) : 0;
}

static int
add(struct taking *t)
{
	return cs_visits_add(&t->f->visits, t->pile, &t->x, t->value, t->contact, t->e);
}

/* The contacts reported on, each group of a row for itself. */
static int
take_reported(struct taking *t)
{
	const struct cs_scheme_repeats *r = &t->f->job->scheme->repeats;
	struct cs_fold *f = t->f;
	uint32_t before = UINT32_MAX;

	for (size_t k = 0; k < f->rows.n; k++) {
		uint32_t row = f->rows.row[k];

		if (!true_at(&t->came, row) || null_at(&t->started, row) ||
		    cs_eval_skipped(&f->eval, row))
			continue;
		if (cs_raw_null(cs_batch_raw(t->b, row, r->customer))) {
			f->unidentified++;
			continue;
		}
		if (row != before && read_row(t, row) != 0)
			return -1;
		before = row;
		t->x.group = f->rows.group[k];
		t->x.bits = bits_of(f, row);
		if (add(t) != 0)
			return -1;
	}
	return 0;
}

/* The others, and further legs. */
static int
take_others(struct taking *t, const uint8_t *mark)
{
	const struct cs_scheme_repeats *r = &t->f->job->scheme->repeats;
	struct cs_fold *f = t->f;

	for (uint32_t row = 0; row < t->b->nrow; row++) {
		bool leg;

		if (mark[row] == 0 || cs_eval_skipped(&f->eval, row) || null_at(&t->started, row))
			continue;
		see_instant(&f->newest, t->b, row, t->started.i[row]);
		leg = r->leg != NULL && true_at(&t->leg, row) &&
		      !cs_raw_null(cs_batch_raw(t->b, row, (unsigned)r->contact));
		if ((!leg && (cs_mark_counted(mark[row]) || !true_at(&t->came, row))) ||
		    cs_raw_null(cs_batch_raw(t->b, row, r->customer)))
			continue;
		if (read_row(t, row) != 0)
			return -1;
		t->x.leg = leg;
		if (f->job->journey && mark[row] == CS_MARK_REPORTED)
			t->x.group = 0;
		if (add(t) != 0)
			return -1;
	}
	return 0;
}

int
cs_fold_visits(struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	const struct cs_scheme_repeats *r = &f->job->scheme->repeats;
	struct taking t = {.f = f, .b = b, .e = e};
	int result = -1;

	if (cs_eval_run(&f->eval, r->came, b, &t.came, e) != 0 ||
	    cs_eval_run(&f->eval, r->started, b, &t.started, e) != 0 ||
	    (r->leg != NULL && cs_eval_run(&f->eval, r->leg, b, &t.leg, e) != 0))
		return -1;
	for (unsigned i = 0; i < r->nvalue; i++) {
		if (cs_eval_run(&f->eval, r->value[i].x, b, &f->value[i], e) != 0)
			return -1;
	}
	t.value = cs_mem_new(r->nvalue, sizeof *t.value);
	if (take_reported(&t) == 0)
		result = take_others(&t, mark);
	free(t.value);
	return result;
}
