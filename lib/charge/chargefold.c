/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From batches of contacts to sums: see chargefold.h. */
#include "charge/chargefold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/badcell.h"

/* What is counted of a group. */
struct cs_charge_tally {
	int64_t n[CS_CHARGE_CREDIT]; /* the last three only where somebody asks who uses pools */
};

/* A stretch of time met lately: by the day of UTC. */
enum { DAYS = 1 << 10 };

struct cs_charge_day {
	int64_t from, to; /* from = to: free */
	uint32_t value;
};

enum { THERE = 1, REPORTED = 3 };

static const struct cs_str null = CS_STR_INIT("\\N");

void
cs_charge_fold_init(
    struct cs_charge_fold *f, const struct cs_charge *c, const struct cs_charge_map *map)
{
	const struct cs_charge_binding *b = c->bind;

	*f = (struct cs_charge_fold){
	    .c = c, .first = CS_INSTANT_MAX, .last = CS_INSTANT_MIN, .newest = CS_INSTANT_MIN};
	cs_eval_init(&f->eval);
	cs_sums_init(&f->sums, &b->form);
	f->examples.most = b->examples;
	f->rows = (struct cs_rowkeys){.keys = &f->sums.keys, .by = &b->by, .eval = &f->eval};
	if (map != NULL)
		f->matcher = cs_charge_matcher_create(map);
	f->day = cs_mem_new0(DAYS, sizeof *f->day);
	f->vec = cs_mem_new0(b->nnumber + 1, sizeof *f->vec);
}

void
cs_charge_fold_finish(struct cs_charge_fold *f)
{
	if (f->c == NULL)
		return;
	cs_charge_matcher_destroy(f->matcher);
	cs_rowkeys_finish(&f->rows);
	cs_eval_finish(&f->eval);
	cs_sums_finish(&f->sums);
	cs_examples_finish(&f->examples);
	cs_buf_finish(&f->text);
	free(f->tally);
	free(f->number);
	free(f->vec);
	free(f->split_value[0]);
	free(f->split_value[1]);
	free(f->usual);
	free(f->day);
	free(f->value);
	free(f->there);
	free(f->wanted);
	*f = (struct cs_charge_fold){.c = NULL};
}

/* The cell of a column; of what is made of several columns there is none. */
static struct cs_str
raw_of(const struct cs_charge_fold *f, const struct cs_batch *b, uint32_t row, struct cs_str column)
{
	int col = cs_head_find(f->c->env.head, column);

	return col >= 0 ? cs_batch_raw(b, row, (unsigned)col) : CS_STR("...");
}

/* What a batch says, as arrays by row; an array that is not there has type CS_TEXT. */
struct seen {
	struct cs_vec at, handle, handled, first_leg, transfer, solved, credit, currency;
};

static int
run(struct cs_charge_fold *f, const struct cs_expr *x, const struct cs_batch *b, struct cs_vec *v,
    struct cs_err *e)
{
	*v = (struct cs_vec){.type = CS_TEXT};
	return x != NULL ? cs_eval_run(&f->eval, x, b, v, e) : 0;
}

static int
run_all(struct cs_charge_fold *f, const struct cs_batch *b, struct seen *s, struct cs_err *e)
{
	const struct cs_charge_binding *d = f->c->bind;

	cs_eval_next_batch(&f->eval);
	if (run(f, d->at, b, &s->at, e) != 0 || run(f, d->handle, b, &s->handle, e) != 0 ||
	    run(f, d->handled, b, &s->handled, e) != 0 ||
	    run(f, d->first_leg, b, &s->first_leg, e) != 0 ||
	    run(f, d->transfer, b, &s->transfer, e) != 0 ||
	    run(f, d->solved, b, &s->solved, e) != 0 || run(f, d->credit, b, &s->credit, e) != 0 ||
	    run(f, d->currency, b, &s->currency, e) != 0)
		return -1;
	for (unsigned i = 0; i < d->nnumber; i++) {
		if (run(f, d->number[i].x, b, &f->vec[i], e) != 0)
			return -1;
	}
	return 0;
}

static inline bool
is_null(const struct cs_vec *v, uint32_t row)
{
	return v->null != NULL && v->null[row] != 0;
}

/* A condition that is true; one that is not asked for is `other`. */
static inline bool
is_true(const struct cs_vec *v, uint32_t row, bool other)
{
	return v->i == NULL ? other : !is_null(v, row) && v->i[row] != 0;
}

/* All rows that are there get groups; only those that are reported are mapped. */
static int
mark_rows(struct cs_charge_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	size_t cap = f->mark_cap;

	f->there = cs_mem_grow(f->there, &cap, b->nrow, 1);
	f->wanted = cs_mem_grow(f->wanted, &f->mark_cap, b->nrow, 1);
	for (uint32_t row = 0; row < b->nrow; row++) {
		f->there[row] = mark[row] >= THERE ? CS_MARK_REPORTED : 0;
		f->wanted[row] = mark[row] == REPORTED;
	}
	if (cs_rowkeys_take(&f->rows, b, f->there, e) != 0)
		return -1;
	if (f->matcher == NULL)
		return 0;
	if (cs_charge_match(f->matcher, b, f->wanted, &f->found, e) != 0)
		return -1;
	f->count[CS_CHARGE_ROOTLESS] += f->found.rootless;
	return 0;
}

static uint32_t
stretch_value(struct cs_charge_fold *f, int64_t at)
{
	const struct cs_charge_binding *b = f->c->bind;
	struct cs_charge_day *d = &f->day[cs_num_floordiv(at, CS_DAY_S * CS_USEC) & (DAYS - 1)];

	if (at < d->from || at >= d->to) {
		cs_charge_stretch(&b->cuts, f->c->zone, at, &d->from, &d->to);
		cs_buf_reset(&f->text);
		cs_time_text(&f->text, d->from);
		d->value = cs_map_add(&f->sums.keys.value[b->stretch], cs_buf_all(&f->text));
	}
	return d->value;
}

static void
step_stretch(struct cs_charge_fold *f, const struct cs_vec *at)
{
	const struct cs_charge_binding *b = f->c->bind;
	struct cs_rowkeys *r = &f->rows;
	struct cs_map *value = &f->sums.keys.value[b->stretch];

	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];

		f->value[i] =
		    is_null(at, row) ? cs_map_add(value, null) : stretch_value(f, at->i[row]);
	}
	cs_keys_steps(&f->sums.keys, b->stretch, r->group, f->value, r->n);
}

/* The value of a split in one of the two keys: looked up once a split and thread. */
static uint32_t
split_value(struct cs_charge_fold *f, unsigned original, uint32_t split)
{
	const struct cs_charge_binding *b = f->c->bind;
	struct cs_map *value = &f->sums.keys.value[original ? b->original : b->outcome];
	size_t cap = f->split_cap[original];
	uint32_t *of;

	if (split >= cap) {
		f->split_value[original] = cs_mem_grow(f->split_value[original],
		    &f->split_cap[original], (size_t)split + 1, sizeof *of);
		memset(
		    f->split_value[original] + cap, 0, (f->split_cap[original] - cap) * sizeof *of);
	}
	of = &f->split_value[original][split];
	if (*of == 0)
		*of = cs_map_add(value, cs_charge_split(f->matcher, split)->key) + 1;
	return *of - 1;
}

/* Whose contacts are; of those that are not reported nobody asks. */
static void
step_outcome(struct cs_charge_fold *f)
{
	const struct cs_charge_binding *b = f->c->bind;
	struct cs_rowkeys *r = &f->rows;
	uint32_t none = cs_map_add(&f->sums.keys.value[b->outcome], null);

	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];

		f->value[i] = f->matcher != NULL && f->wanted[row]
				  ? split_value(f, 0, f->found.charged[row])
				  : none;
	}
	cs_keys_steps(&f->sums.keys, b->outcome, r->group, f->value, r->n);
}

/* Values of the last key. */
enum { NOT_REPORTED, IS_REPORTED, IS_OUTSIDE, STANDINGS };

static unsigned
standing(const struct cs_charge_fold *f, uint32_t row, const struct cs_vec *at)
{
	const struct cs_charge *c = f->c;

	if (f->wanted[row])
		return IS_REPORTED;
	if (c->from == CS_INSTANT_MIN && c->to == CS_INSTANT_MAX)
		return NOT_REPORTED;
	return is_null(at, row) || at->i[row] < c->from || at->i[row] >= c->to ? IS_OUTSIDE
									       : NOT_REPORTED;
}

/* The group of a row that has come to the outcome; reported: the value of the last key. */
static uint32_t
last_steps(struct cs_charge_fold *f, uint32_t g, uint32_t row, uint32_t reported)
{
	const struct cs_charge_binding *b = f->c->bind;
	struct cs_keys *k = &f->sums.keys;
	bool repeat = f->matcher != NULL && f->wanted[row] && f->found.repeat[row];
	uint32_t original = repeat ? split_value(f, 1, f->found.original[row])
				   : cs_map_add(&k->value[b->original], CS_STR(""));

	g = cs_keys_step(k, b->original, g, original);
	return cs_keys_step(k, b->reported, g, reported);
}

/* The last two keys. */
static void
step_rest(struct cs_charge_fold *f, const struct cs_vec *at)
{
	const struct cs_charge_binding *b = f->c->bind;
	struct cs_rowkeys *r = &f->rows;
	struct cs_map *value = &f->sums.keys.value[b->reported];
	const uint32_t reported[STANDINGS] = {[NOT_REPORTED] = cs_map_add(value, CS_STR("f")),
	    [IS_REPORTED] = cs_map_add(value, CS_STR("t")),
	    [IS_OUTSIDE] = cs_map_add(value, null)};

	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i], g = r->group[i];
		size_t cap = f->usual_cap;

		if (!f->wanted[row] || (f->matcher != NULL && f->found.repeat[row])) {
			r->group[i] = last_steps(f, g, row, reported[standing(f, row, at)]);
			continue;
		}
		if (g >= cap) {
			f->usual =
			    cs_mem_grow(f->usual, &f->usual_cap, (size_t)g + 1, sizeof *f->usual);
			memset(f->usual + cap, 0, (f->usual_cap - cap) * sizeof *f->usual);
		}
		if (f->usual[g] == 0)
			f->usual[g] = last_steps(f, g, row, reported[IS_REPORTED]) + 1;
		r->group[i] = f->usual[g] - 1;
	}
}

static int
group_rows(
    struct cs_charge_fold *f, const struct cs_batch *b, const struct seen *s, struct cs_err *e)
{
	size_t groups, cap = f->tally_cap, wide = 2 * (size_t)f->c->bind->nnumber;

	f->value = cs_mem_grow(f->value, &f->value_cap, f->rows.n, sizeof *f->value);
	if (cs_rowkeys_group(&f->rows, b, e) != 0)
		return -1;
	step_stretch(f, &s->at);
	step_outcome(f);
	step_rest(f, &s->at);
	groups = f->sums.keys.ngroup;
	f->tally = cs_mem_grow(f->tally, &f->tally_cap, groups, sizeof *f->tally);
	memset(f->tally + cap, 0, (f->tally_cap - cap) * sizeof *f->tally);
	if (wide == 0)
		return 0;
	cap = f->number_cap;
	f->number = cs_mem_grow(f->number, &f->number_cap, groups * wide, sizeof *f->number);
	memset(f->number + cap, 0, (f->number_cap - cap) * sizeof *f->number);
	return 0;
}

static int
add_counts(
    struct cs_charge_fold *f, const struct cs_batch *b, const struct seen *s, struct cs_err *e)
{
	const struct cs_rowkeys *r = &f->rows;

	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];
		int64_t *n = f->tally[r->group[i]].n;
		bool first = is_true(&s->first_leg, row, true);
		bool transferred = is_true(&s->transfer, row, false);

		n[CS_CHARGE_LEGS]++;
		n[CS_CHARGE_CONTACTS] += first;
		n[CS_CHARGE_TRANSFERS] += transferred;
		n[CS_CHARGE_TRANSFERRED] += first && transferred;
		n[CS_CHARGE_SOLVED] += first && is_true(&s->solved, row, false);
		if (s->handle.i == NULL || is_null(&s->handle, row)) {
			n[CS_CHARGE_UNTIMED] += is_true(&s->handled, row, true);
			continue;
		}
		if (s->handle.i[row] < 0)
			return cs_bad_cell(b, row, CS_STR("handle_s"),
			    raw_of(f, b, row, CS_STR("handle_s")),
			    "a time that was spent: it is below 0", e);
		if (__builtin_add_overflow(
			n[CS_CHARGE_HANDLE_S], s->handle.i[row], &n[CS_CHARGE_HANDLE_S]))
			return cs_err_set(e, CS_EXIT_DATA, "handle_s: the sum is too large");
		n[CS_CHARGE_TIMED] += first && s->handle.i[row] != 0;
	}
	return 0;
}

/* Money that was given: any currency, or none named. */
static int
add_credits(
    struct cs_charge_fold *f, const struct cs_batch *b, const struct seen *s, struct cs_err *e)
{
	const struct cs_rowkeys *r = &f->rows;

	for (size_t i = 0; i < r->n && s->credit.type != CS_TEXT; i++) {
		uint32_t row = r->row[i];
		int64_t micros;
		int32_t t = 0;

		if (is_null(&s->credit, row))
			continue;
		if (!cs_dec_micros(s->credit.d[row], &micros))
			return cs_bad_cell(b, row, CS_STR("credit"),
			    raw_of(f, b, row, CS_STR("credit")),
			    "an amount of at most six digits behind the point", e);
		if (s->currency.s != NULL && !is_null(&s->currency, row) &&
		    !cs_charge_code(s->currency.s[row], &t))
			return cs_bad_cell(b, row, CS_STR("currency"), s->currency.s[row],
			    "a currency of ISO 4217", e);
		f->tally[r->group[i]].n[CS_CHARGE_CREDITS]++;
		f->tally[r->group[i]].n[CS_CHARGE_GIVEN] +=
		    micros != 0 && is_true(&s->first_leg, row, true);
		if (micros > 0)
			cs_sums_add(&f->sums, r->group[i], CS_CHARGE_CREDIT, t, micros);
		else if (micros < 0)
			cs_sums_add128(
			    &f->sums, r->group[i], CS_CHARGE_CREDIT_BACK, t, -(cs_i128)micros);
	}
	return 0;
}

/* The numbers of the mode, of reported contacts: of their first legs, or of all. */
static int
add_numbers(struct cs_charge_fold *f, const struct seen *s, struct cs_err *e)
{
	const struct cs_rowkeys *r = &f->rows;
	unsigned n = f->c->bind->nnumber;

	for (size_t i = 0; i < r->n && n != 0; i++) {
		uint32_t row = r->row[i];
		int64_t *sum = f->number + 2 * (size_t)n * r->group[i];

		bool first = is_true(&s->first_leg, row, true);

		for (unsigned k = 0; f->wanted[row] && k < n; k++) {
			if (is_null(&f->vec[k], row) || (!first && !f->c->bind->number[k].legs))
				continue;
			if (__builtin_add_overflow(sum[2 * k], f->vec[k].i[row], &sum[2 * k]))
				return cs_err_set(e, CS_EXIT_DATA, "%s: the sum is too large",
				    f->c->bind->number[k].name);
			sum[2 * k + 1]++;
		}
	}
	return 0;
}

/* Rows that may be shown for others. */
static void
add_examples(struct cs_charge_fold *f, const struct cs_batch *b, const struct seen *s)
{
	const struct cs_rowkeys *r = &f->rows;

	for (size_t i = 0; i < r->n && f->examples.most != 0; i++) {
		uint32_t row = r->row[i];
		bool timed = s->handle.i != NULL && !is_null(&s->handle, row);
		struct cs_str id = cs_batch_raw(b, row, f->c->bind->contact);

		if (f->wanted[row] && !cs_raw_null(id))
			cs_examples_add(
			    &f->examples, r->group[i], timed ? s->handle.i[row] : -1, id);
	}
}

static void
see_rows(struct cs_charge_fold *f, const struct cs_vec *at)
{
	const struct cs_rowkeys *r = &f->rows;

	for (size_t i = 0; i < r->n; i++) {
		uint32_t row = r->row[i];

		f->count[CS_CHARGE_READ]++;
		f->count[CS_CHARGE_COUNTED] += f->wanted[row];
		f->count[CS_CHARGE_UNDATED] += is_null(at, row);
		if (is_null(at, row))
			continue;
		f->newest = at->i[row] > f->newest ? at->i[row] : f->newest;
		if (!f->wanted[row])
			continue;
		f->first = at->i[row] < f->first ? at->i[row] : f->first;
		f->last = at->i[row] > f->last ? at->i[row] : f->last;
	}
}

int
cs_charge_fold_add(
    struct cs_charge_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e)
{
	struct seen s;

	if (run_all(f, b, &s, e) != 0 || mark_rows(f, b, mark, e) != 0 ||
	    group_rows(f, b, &s, e) != 0)
		return -1;
	see_rows(f, &s.at);
	if (add_counts(f, b, &s, e) != 0 || add_credits(f, b, &s, e) != 0)
		return -1;
	add_examples(f, b, &s);
	return add_numbers(f, &s, e);
}

void
cs_charge_fold_flush(struct cs_charge_fold *f)
{
	size_t wide = 2 * (size_t)f->c->bind->nnumber;
	unsigned counted = f->c->bind->users ? CS_CHARGE_CREDIT : CS_CHARGE_TIMED;

	for (uint32_t g = 0; g < f->sums.keys.ngroup && g < f->tally_cap; g++) {
		for (unsigned p = 0; p < counted; p++) {
			if (f->tally[g].n[p] != 0)
				cs_sums_add(&f->sums, g, p, 0, f->tally[g].n[p]);
		}
		for (unsigned p = 0; p < wide; p++) {
			if (f->number[g * wide + p] != 0)
				cs_sums_add(
				    &f->sums, g, CS_CHARGE_MODE + p, 0, f->number[g * wide + p]);
		}
	}
	free(f->tally);
	f->tally = NULL;
	f->tally_cap = 0;
}

void
cs_charge_fold_merge(struct cs_charge_fold *f, const struct cs_charge_fold *from)
{
	uint32_t *map;

	cs_sums_merge(&f->sums, &from->sums);
	if (f->examples.most != 0) {
		/* The groups are the same by now: only where each of them is. */
		map = cs_mem_new(from->sums.keys.ngroup + 1, sizeof *map);
		cs_keys_merge(&f->sums.keys, &from->sums.keys, map);
		cs_examples_merge(&f->examples, &from->examples, map);
		free(map);
	}
	for (int i = 0; i < CS_CHARGE_COUNTS; i++)
		f->count[i] += from->count[i];
	f->first = from->first < f->first ? from->first : f->first;
	f->last = from->last > f->last ? from->last : f->last;
	f->newest = from->newest > f->newest ? from->newest : f->newest;
}

size_t
cs_charge_fold_bytes(const struct cs_charge_fold *f)
{
	return cs_sums_bytes(&f->sums) + f->tally_cap * sizeof *f->tally +
	       f->usual_cap * sizeof *f->usual + f->number_cap * sizeof *f->number +
	       cs_examples_bytes(&f->examples);
}
