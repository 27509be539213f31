/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One loop over rows for each kind of statistic: see foldloops.h. */
#include "desk/foldloops.h"

#include "base/dec.h"
#include "rec/esc.h"

enum { SCALE = 6 };

static inline bool
null_at(const struct cs_vec *v, uint32_t row)
{
	return v->null != NULL && v->null[row];
}

/* All rows, those where the argument is true, or those where it is not NULL. */
static void
loop_count(const struct cs_acc_def *d, struct cs_acc *acc, const struct cs_vec *v,
    const struct cs_passed *p)
{
	int64_t *count = acc->count;

	for (size_t k = 0; k < p->n && d->arg == NULL; k++)
		count[p->group[k]]++;
	for (size_t k = 0; k < p->n && d->arg != NULL; k++) {
		uint32_t row = p->row[k];

		count[p->group[k]] += !null_at(v, row) && (!d->when_true || v->i[row] != 0);
	}
}

static uint64_t
loop_share(struct cs_acc *acc, const struct cs_vec *v, const struct cs_passed *p)
{
	struct cs_of_n *share = acc->share;
	uint64_t nulls = 0;

	for (size_t k = 0; k < p->n; k++) {
		uint32_t row = p->row[k];
		bool null = null_at(v, row);

		share[p->group[k]].n += !null;
		share[p->group[k]].x += !null && v->i[row] != 0;
		nulls += null;
	}
	return nulls;
}

static void
loop_moments(
    struct cs_acc *acc, const int64_t *value, const struct cs_vec *v, const struct cs_passed *p)
{
	for (size_t k = 0; k < p->n; k++) {
		if (!null_at(v, p->row[k]))
			cs_moments_add(&acc->moments[p->group[k]], value[p->row[k]]);
	}
}

static void
loop_hist(
    struct cs_acc *acc, const int64_t *value, const struct cs_vec *v, const struct cs_passed *p)
{
	enum { AHEAD = 16 };

	for (size_t k = 0; k < p->n; k++) {
		if (k + AHEAD < p->n && !null_at(v, p->row[k + AHEAD]))
			cs_hist_prefetch(&acc->hist[p->group[k + AHEAD]], value[p->row[k + AHEAD]]);
		if (!null_at(v, p->row[k]))
			cs_hist_add(&acc->hist[p->group[k]], value[p->row[k]]);
	}
}

/* The same of the buckets of values, which are so few that nothing has to be asked for ahead. */
static void
loop_approx(
    struct cs_acc *acc, const int64_t *value, const struct cs_vec *v, const struct cs_passed *p)
{
	for (size_t k = 0; k < p->n; k++) {
		if (!null_at(v, p->row[k]))
			cs_hist_add(
			    &acc->hist[p->group[k]], cs_loglin(value[p->row[k]], CS_LOGLIN_SUB));
	}
}

static uint64_t
loop_nps(struct cs_acc *acc, const struct cs_vec *v, const struct cs_passed *p)
{
	uint64_t odd = 0;

	for (size_t k = 0; k < p->n; k++) {
		struct cs_scores *s = &acc->nps[p->group[k]];
		int64_t score;

		if (null_at(v, p->row[k]))
			continue;
		score = v->i[p->row[k]];
		if (score < 0 || score > 10) {
			odd++;
			continue;
		}
		s->up += score >= 9;
		s->mid += score == 7 || score == 8;
		s->down += score <= 6;
	}
	return odd;
}

/* Values that wait to be looked up in a set together: each behind its group in text. */
struct waiting {
	struct cs_buf text;
	size_t end[32];
	uint32_t group[32];
	size_t n;
};

static void
look_up(struct cs_acc *acc, struct waiting *w)
{
	struct cs_str key[sizeof w->end / sizeof *w->end];
	uint32_t id[sizeof w->end / sizeof *w->end];
	size_t begin = 0, next = acc->set.n;

	for (size_t i = 0; i < w->n; begin = w->end[i++])
		key[i] = cs_str(w->text.p + begin, w->end[i] - begin);
	cs_map_add_all(&acc->set, key, id, w->n);
	/* New ones have the next ids, in their order. */
	for (size_t i = 0; i < w->n; i++) {
		if (id[i] == next) {
			acc->count[w->group[i]]++;
			next++;
		}
	}
	w->n = 0;
	cs_buf_reset(&w->text);
}

static void
loop_distinct(
    struct cs_fold *f, struct cs_acc *acc, const struct cs_vec *v, const struct cs_passed *p)
{
	struct waiting w = {.text = CS_BUF_INIT};

	for (size_t k = 0; k < p->n; k++) {
		uint32_t row = p->row[k], group = p->group[k];

		if (null_at(v, row))
			continue;
		cs_buf_add(&w.text, &group, sizeof group);
		cs_buf_str(&w.text, cs_per_text(v, row, &f->text));
		w.group[w.n] = group;
		w.end[w.n++] = w.text.n;
		if (w.n == sizeof w.end / sizeof *w.end)
			look_up(acc, &w);
	}
	look_up(acc, &w);
	cs_buf_finish(&w.text);
}

static void
loop_sketch(
    struct cs_fold *f, struct cs_acc *acc, const struct cs_vec *v, const struct cs_passed *p)
{
	for (size_t k = 0; k < p->n; k++) {
		uint32_t row = p->row[k];

		if (null_at(v, row))
			continue;
		cs_buf_reset(&f->text);
		cs_sketch_add(&acc->sketch[p->group[k]], cs_per_text(v, row, &f->text));
	}
}

/* Decimals in millionths, into f->text as an array by row. More digits are rounded, and counted. */
static const int64_t *
micros(struct cs_fold *f, const struct cs_vec *v, const struct cs_passed *p,
    const struct cs_batch *b, struct cs_err *e)
{
	int64_t *out;

	cs_buf_reset(&f->text);
	out = (int64_t *)(void *)cs_buf_reserve(&f->text, b->nrow * sizeof *out);
	for (size_t k = 0; k < p->n; k++) {
		uint32_t row = p->row[k];
		struct cs_dec d;

		if (null_at(v, row))
			continue;
		d = cs_dec_trim(v->d[row]);
		f->rounded += d.scale > SCALE;
		if (!cs_dec_micros(cs_dec_round(d, SCALE), &out[row])) {
			(void)cs_err_set(e, CS_EXIT_DATA,
			    "%s:%llu: a decimal is too large to be added up", b->file,
			    (unsigned long long)cs_batch_line(b, row));
			return NULL;
		}
	}
	return out;
}

/* The currency of each value that was added. */
static int
loop_currency(struct cs_fold *f, unsigned i, const struct cs_passed *p, const struct cs_batch *b,
    struct cs_err *e)
{
	const unsigned col = (unsigned)f->job->scheme->currency;

	for (size_t k = 0; k < p->n; k++) {
		struct cs_str code = cs_batch_raw(b, p->row[k], col);

		if (null_at(&f->arg[i], p->row[k]) || cs_raw_null(code) ||
		    (f->per[i].def != NULL && !cs_per_fold_money(&f->per[i], p->row[k])))
			continue;
		cs_buf_reset(&f->text);
		(void)cs_esc_decode(code, &f->text, &code);
		if (cs_store_money(&f->cells->store, i, p->group[k], code, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_fold_loop(struct cs_fold *f, unsigned i, const struct cs_passed *p, const struct cs_batch *b,
    struct cs_err *e)
{
	const struct cs_acc_def *d = &f->job->scheme->acc[i];
	struct cs_acc *acc = &f->cells->store.acc[i];
	const struct cs_vec *v = &f->arg[i];
	const int64_t *value = v->i;

	if (d->follow != CS_FOLLOW_NONE)
		return 0;
	if (d->scale == SCALE && (d->kind == CS_ACC_MOMENTS || d->kind == CS_ACC_HIST) &&
	    (value = micros(f, v, p, b, e)) == NULL)
		return -1;
	cs_store_warm(&f->cells->store, i, p->group, p->n);
	switch (d->kind) {
	case CS_ACC_COUNT:
		loop_count(d, acc, v, p);
		break;
	case CS_ACC_SHARE:
		f->null_share[i] += loop_share(acc, v, p);
		break;
	case CS_ACC_MOMENTS:
		loop_moments(acc, value, v, p);
		break;
	case CS_ACC_HIST:
		(d->approx ? loop_approx : loop_hist)(acc, value, v, p);
		break;
	case CS_ACC_DISTINCT:
		loop_distinct(f, acc, v, p);
		break;
	case CS_ACC_SKETCH:
		loop_sketch(f, acc, v, p);
		break;
	case CS_ACC_NPS:
		f->odd_scores += loop_nps(acc, v, p);
		break;
	case CS_ACC_PER:
		if (cs_per_fold_add(&f->per[i], &acc->per,
			&(struct cs_per_rows){b, p->row, p->group, p->n, v}, acc->count,
			&f->rounded, e) != 0)
			return -1;
		break;
	case CS_ACC_REPEAT:
	case CS_ACC_SURVIVAL:
	case CS_ACC_STOCK:
	case CS_ACC_SPENT:
	case CS_ACC_OVERLAP:
	case CS_ACC_KINDS:
		break;
	}
	return d->money ? loop_currency(f, i, p, b, e) : 0;
}
