/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of batches into a history: see historyadd.h. */
#include "retain/historyadd.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/esc.h"
#include "retain/historybits.h"

/* Most numbers that any kind keeps. */
static unsigned
numbers(const struct cs_history *h)
{
	size_t n = 0;

	for (int k = 0; k < CS_FACTS; k++)
		n = h->source[k].nfield > n ? h->source[k].nfield : n;
	return (unsigned)n;
}

void
cs_history_adder_init(
    struct cs_history_adder *a, const struct cs_history *h, size_t most, struct cs_scratch *scratch)
{
	const struct cs_visit_form form = {.nvalue = numbers(h), .text = h->names};

	*a = (struct cs_history_adder){.h = h,
	    .first = CS_INSTANT_MAX,
	    .last = CS_INSTANT_MIN,
	    .before = CS_INSTANT_MIN,
	    .came_first = CS_INSTANT_MAX,
	    .came_last = CS_INSTANT_MIN};
	cs_visits_init(&a->visits, &form, most, scratch);
	for (int k = 0; k < CS_FACTS; k++) {
		a->oldest[k] = CS_INSTANT_MAX;
		cs_keys_init(&a->keys[k], (unsigned)h->source[k].nitem);
		cs_eval_init(&a->eval[k]);
		a->rows[k] = (struct cs_rowkeys){
		    .keys = &a->keys[k], .by = &h->source[k].by, .eval = &a->eval[k]};
	}
	a->number = cs_mem_new(form.nvalue + 1, sizeof *a->number);
	a->of_contact = cs_mem_new(form.nvalue + 1, sizeof *a->of_contact);
	a->value = cs_mem_new(form.nvalue + 1, sizeof *a->value);
}

void
cs_history_adder_finish(struct cs_history_adder *a)
{
	for (int k = 0; k < CS_FACTS; k++) {
		cs_rowkeys_finish(&a->rows[k]);
		cs_keys_finish(&a->keys[k]);
		cs_eval_finish(&a->eval[k]);
	}
	cs_visits_finish(&a->visits);
	free(a->number);
	free(a->of_contact);
	free(a->value);
	free(a->mark);
	cs_buf_finish(&a->text);
	*a = (struct cs_history_adder){.h = NULL};
}

/* A batch that is being added. */
struct adding {
	struct cs_history_adder *a;
	enum cs_fact_kind kind;
	const struct cs_history_source *s;
	const struct cs_batch *b;
	struct cs_vec at, asked, leg;	     /* as the columns of the kind; unset: there is none */
	struct cs_vec answered, sent, score; /* answers in contacts */
	struct cs_err *e;
};

static inline bool
null_at(const struct cs_vec *v, uint32_t row)
{
	return v->i == NULL || (v->null != NULL && v->null[row]);
}

static int
run(struct adding *t, const struct cs_expr *x, struct cs_vec *v)
{
	*v = (struct cs_vec){.i = NULL};
	return x != NULL ? cs_eval_run(&t->a->eval[t->kind], x, t->b, v, t->e) : 0;
}

/* Runs all that is read of a row, so that every bad cell is known before the first row is taken. */
static int
run_all(struct adding *t)
{
	const struct cs_history *h = t->a->h;
	const struct cs_history_source *s = t->s, *answer = &h->source[CS_FACT_ANSWER];

	if (run(t, s->col.at, &t->at) != 0 || run(t, s->col.asked, &t->asked) != 0 ||
	    run(t, s->col.leg, &t->leg) != 0)
		return -1;
	for (size_t i = 0; i < s->nfield; i++) {
		if (run(t, s->field[i].x, &t->a->number[i]) != 0)
			return -1;
	}
	if (t->kind != CS_FACT_CONTACT || !h->in_contacts)
		return 0;
	for (size_t i = 0; i < answer->nfield; i++) {
		if (run(t, answer->field[i].of_contact, &t->a->of_contact[i]) != 0)
			return -1;
	}
	return run(t, h->answered, &t->answered) != 0 || run(t, h->sent, &t->sent) != 0
		   ? -1
		   : run(t, h->score, &t->score);
}

/* An amount in millionths, of the field `text`. */
static int
micros(struct adding *t, struct cs_dec d, struct cs_str text, uint32_t row, int64_t *v)
{
	static const int64_t ten[] = {1000000, 100000, 10000, 1000, 100, 10, 1};

	/* Nearly all amounts: a product of small numbers. */
	if (d.scale <= 6 && d.coef < INT32_MAX && d.coef > INT32_MIN) {
		*v = (int64_t)d.coef * ten[d.scale];
		return 0;
	}
	d = cs_dec_trim(d);
	t->a->rounded += d.scale > 6;
	if (cs_dec_micros(cs_dec_round(d, 6), v))
		return 0;
	return cs_err_set(t->e, CS_EXIT_DATA, "%s:%llu: %.*s is too large to be added up",
	    t->b->file, (unsigned long long)cs_batch_line(t->b, row), CS_STR_ARG(text));
}

/* The numbers of a row, v as the fields of s, into a->value. */
static int
read_numbers(
    struct adding *t, const struct cs_vec *v, const struct cs_history_source *s, uint32_t row)
{
	struct cs_history_adder *a = t->a;
	size_t n = s->nfield;

	for (size_t i = 0; i < n; i++) {
		if (v[i].type == CS_DEC && v[i].d != NULL) {
			if (v[i].null != NULL && v[i].null[row])
				a->value[i] = CS_FACT_NULL;
			else if (micros(t, v[i].d[row], s->field[i].text, row, &a->value[i]) != 0)
				return -1;
		} else {
			a->value[i] = null_at(&v[i], row) ? CS_FACT_NULL : v[i].i[row];
		}
	}
	for (size_t i = n; i < a->visits.form.nvalue; i++)
		a->value[i] = CS_FACT_NULL;
	return 0;
}

static void
widen(int64_t *first, int64_t *last, int64_t at)
{
	*first = at < *first ? at : *first;
	*last = at > *last ? at : *last;
}

/* Days since 1970, UTC. */
static int64_t
utc_day(int64_t at)
{
	const int64_t day = INT64_C(86400000000);

	return at / day - (at % day < 0);
}

void
cs_history_adder_see(struct cs_history_adder *a, int64_t at)
{
	a->first = at < a->first ? at : a->first;
	if (at <= a->before)
		return;
	if (a->last == CS_INSTANT_MIN) {
		a->last = at;
	} else if (utc_day(at) == utc_day(a->last)) {
		a->last = at > a->last ? at : a->last;
	} else if (at < a->last) {
		a->before = at;
	} else {
		a->before = a->last;
		a->last = at;
	}
}

bool
cs_history_adder_stray(const struct cs_history_adder *a)
{
	enum { MONTH_DAYS = 31 };

	return a->before != CS_INSTANT_MIN && utc_day(a->last) - utc_day(a->before) > MONTH_DAYS;
}

static void
see(struct cs_history_adder *a, bool came, int64_t at)
{
	if (came)
		widen(&a->came_first, &a->came_last, at);
	else
		cs_history_adder_see(a, at);
}

/* What happened, as far as a row says so, for as-of. */
static void
see_row(struct adding *t, const struct cs_visit *x)
{
	struct cs_history_adder *a = t->a;
	const bool came = t->kind == CS_FACT_CUSTOMER;

	if (t->kind != CS_FACT_RENEWAL && (x->bits & cs_fact_bits(0, CS_FACT_UNDATED)) == 0)
		see(a, came, x->at);
	if ((x->bits & cs_fact_bits(0, CS_FACT_REPORTED | CS_FACT_UNDATED)) ==
		cs_fact_bits(0, CS_FACT_REPORTED) &&
	    x->at < a->oldest[t->kind])
		a->oldest[t->kind] = x->at;
	/* When customers left, and when what was due was renewed. */
	for (size_t i = 0; i < t->s->nfield && (came || t->kind == CS_FACT_RENEWAL); i++) {
		const struct cs_history_field *f = &t->s->field[i];

		if (f->type == CS_TIME && a->value[i] != CS_FACT_NULL &&
		    cs_str_eqz(f->text, came ? "left_at" : "renewed_at"))
			see(a, came, a->value[i]);
	}
}

static uint64_t
hash_id(struct adding *t, struct cs_str raw)
{
	return cs_visit_hash(cs_esc_same(raw, &t->a->text)).half[0] >> (64 - CS_VISIT_CONTACT_BITS);
}

/* Who the id column of a row names: what facts of one contact or purchase share. */
static uint64_t
id_of_row(struct adding *t, uint32_t row)
{
	struct cs_str raw;

	if (t->kind == CS_FACT_CUSTOMER)
		return cs_visit_hash(cs_batch_record(t->b, row)).half[0] >>
		       (64 - CS_VISIT_CONTACT_BITS);
	if (t->s->col.id < 0)
		return CS_VISIT_NO_ID;
	raw = cs_batch_raw(t->b, row, (unsigned)t->s->col.id);
	return cs_raw_null(raw) ? CS_VISIT_NO_ID : hash_id(t, raw);
}

/* When, and flags about that. False: it has no time. */
static bool
time_of_row(const struct adding *t, uint32_t row, struct cs_visit *x, unsigned *bits)
{
	if (!null_at(&t->at, row)) {
		x->at = t->at.i[row];
	} else if (t->kind == CS_FACT_ANSWER && !null_at(&t->asked, row)) {
		x->at = t->asked.i[row];
		*bits |= CS_FACT_UNANSWERED;
	} else if (t->kind == CS_FACT_CUSTOMER) {
		x->at = 0;
		*bits |= CS_FACT_UNDATED;
	} else {
		return false;
	}
	return true;
}

static int
put(struct adding *t, uint64_t pile, const struct cs_visit *x, struct cs_str name)
{
	struct cs_history_adder *a = t->a;

	if (x->group > UINT32_MAX / CS_FACTS - 1)
		cs_mem_fail();
	return cs_visits_add(
	    &a->visits, pile, x, a->value, a->h->names ? name : cs_str(NULL, 0), t->e);
}

/* The answer that stands in the row of a contact: it is reported as that is. */
static int
put_answer(struct adding *t, uint32_t row, uint64_t pile, const struct cs_visit *contact,
    unsigned reported, struct cs_str name)
{
	const struct cs_history *h = t->a->h;
	struct cs_visit x = *contact;
	unsigned bits = reported;

	if (!null_at(&t->score, row)) {
		x.at = null_at(&t->answered, row) ? contact->at : t->answered.i[row];
	} else if (!null_at(&t->sent, row)) {
		x.at = t->sent.i[row];
		bits |= CS_FACT_UNANSWERED;
	} else {
		return 0;
	}
	bits |= x.contact != CS_VISIT_NO_ID ? CS_FACT_TRANSACTION : 0;
	x.bits = cs_fact_bits(CS_FACT_ANSWER, bits | CS_FACT_IN_CONTACT);
	x.group = cs_fact_group(CS_FACT_ANSWER, cs_history_no_keys(&t->a->keys[CS_FACT_ANSWER]));
	if (read_numbers(t, t->a->of_contact, &h->source[CS_FACT_ANSWER], row) != 0)
		return -1;
	if ((bits & CS_FACT_UNANSWERED) == 0)
		cs_history_adder_see(t->a, x.at);
	return h->source[CS_FACT_ANSWER].kept ? put(t, pile, &x, name) : 0;
}

/* A row that is somebody's, with the group of its keys. */
static int
add_row(struct adding *t, uint32_t row, uint32_t group, uint8_t mark)
{
	struct cs_history_adder *a = t->a;
	struct cs_visit x = {.group = cs_fact_group(t->kind, group)};
	unsigned bits = cs_mark_counted(mark) ? CS_FACT_REPORTED : 0;
	struct cs_str name;
	struct cs_visit_hash who;

	if (!time_of_row(t, row, &x, &bits)) {
		a->lost[t->kind].undated++;
		return 0;
	}
	name = cs_esc_same(cs_batch_raw(t->b, row, (unsigned)t->s->col.who), &a->text);
	who = cs_visit_hash(name);
	x.customer = who.half[0];
	if (a->h->names)
		name = cs_batch_raw(t->b, row, (unsigned)t->s->col.who);
	x.contact = id_of_row(t, row);
	if (t->kind == CS_FACT_ANSWER && x.contact != CS_VISIT_NO_ID)
		bits |= CS_FACT_TRANSACTION;
	if (t->kind == CS_FACT_CONTACT)
		bits |= !null_at(&t->leg, row) && t->leg.i[row] != 0 ? CS_FACT_LEG : 0;
	x.bits = cs_fact_bits(t->kind, bits);
	if (read_numbers(t, a->number, t->s, row) != 0)
		return -1;
	see_row(t, &x);
	if (t->s->kept && put(t, who.half[1], &x, name) != 0)
		return -1;
	return t->score.i != NULL && (bits & CS_FACT_LEG) == 0
		   ? put_answer(t, row, who.half[1], &x, bits & CS_FACT_REPORTED, name)
		   : 0;
}

/* Marks which rows are there and somebody's; counts the others. */
static const uint8_t *
mark_rows(struct adding *t, const uint8_t *mark)
{
	struct cs_history_adder *a = t->a;
	struct cs_history_lost *lost = &a->lost[t->kind];
	const struct cs_eval *eval = &a->eval[t->kind];

	a->mark = cs_mem_grow(a->mark, &a->mark_cap, (size_t)t->b->nrow + 1, 1);
	lost->read += t->b->nrow;
	for (uint32_t row = 0; row < t->b->nrow; row++) {
		bool leg = t->leg.i != NULL && !null_at(&t->leg, row) && t->leg.i[row] != 0;

		a->mark[row] = 0;
		if (mark != NULL && mark[row] == 0) {
			lost->dropped++;
			continue;
		}
		if (cs_eval_skipped(eval, row)) {
			lost->skipped++;
			continue;
		}
		if (t->kind == CS_FACT_CONTACT)
			a->contacts += !leg;
		if (cs_raw_null(cs_batch_raw(t->b, row, (unsigned)t->s->col.who))) {
			if (t->kind == CS_FACT_CONTACT)
				a->contacts_nobody += !leg;
			lost->nobody++;
			/* Nobody's contact still says how far the input reaches. */
			if (t->kind == CS_FACT_CONTACT && !null_at(&t->at, row))
				cs_history_adder_see(a, t->at.i[row]);
			continue;
		}
		a->mark[row] = CS_MARK_REPORTED;
	}
	return a->mark;
}

int
cs_history_add(struct cs_history_adder *a, enum cs_fact_kind kind, const struct cs_batch *b,
    const uint8_t *mark, struct cs_err *e)
{
	struct cs_rowkeys *r = &a->rows[kind];
	struct adding t = {.a = a, .kind = kind, .s = &a->h->source[kind], .b = b, .e = e};

	cs_eval_next_batch(&a->eval[kind]);
	if (run_all(&t) != 0)
		return -1;
	/* Keys may skip rows for bad cells as well: they run first, on all rows. */
	a->mark = cs_mem_grow(a->mark, &a->mark_cap, (size_t)b->nrow + 1, 1);
	memset(a->mark, 0, b->nrow);
	if (cs_rowkeys_take(r, b, a->mark, e) != 0)
		return -1;
	if (cs_rowkeys_take(r, b, mark_rows(&t, mark), e) != 0 || cs_rowkeys_group(r, b, e) != 0)
		return -1;
	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];

		if (add_row(&t, row, r->group[i], mark != NULL ? mark[row] : CS_MARK_REPORTED) != 0)
			return -1;
	}
	return 0;
}
