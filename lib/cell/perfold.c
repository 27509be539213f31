/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops over rows of aggregates of two levels: see perfold.h. */
#include "cell/perfold.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"

enum { SCALE = 6 };

void
cs_per_fold_init(struct cs_per_fold *f, const struct cs_per_def *def)
{
	*f = (struct cs_per_fold){.def = def};
	f->arg = cs_mem_new0(def->n, sizeof *f->arg);
	f->pass = cs_mem_new0(def->nfilter, sizeof *f->pass);
}

void
cs_per_fold_finish(struct cs_per_fold *f)
{
	free(f->arg);
	free(f->pass);
	free(f->pair);
	free(f->lookup.key);
	free(f->lookup.at);
	free(f->lookup.pair);
	free(f->lookup.from);
	cs_buf_finish(&f->text);
	cs_buf_finish(&f->key);
	*f = (struct cs_per_fold){0};
}

int
cs_per_fold_run(
    struct cs_per_fold *f, struct cs_eval *eval, const struct cs_batch *b, struct cs_err *e)
{
	for (unsigned i = 0; i < f->def->nfilter; i++) {
		if (cs_eval_run(eval, f->def->filter[i], b, &f->pass[i], e) != 0)
			return -1;
	}
	for (unsigned i = 0; i < f->def->n; i++) {
		if (f->def->item[i].arg != NULL &&
		    cs_eval_run(eval, f->def->item[i].arg, b, &f->arg[i], e) != 0)
			return -1;
	}
	return 0;
}

static inline bool
null_at(const struct cs_vec *v, uint32_t row)
{
	return v->null != NULL && v->null[row];
}

struct cs_str
cs_per_text(const struct cs_vec *v, uint32_t row, struct cs_buf *scratch)
{
	if (v->type == CS_TEXT)
		return v->s[row];
	cs_buf_reset(scratch);
	if (v->type == CS_DEC)
		cs_dec_text(scratch, cs_dec_trim(v->d[row]));
	else
		cs_buf_i64(scratch, v->i[row]);
	return cs_buf_all(scratch);
}

bool
cs_per_fold_money(const struct cs_per_fold *f, uint32_t row)
{
	for (unsigned i = 0; i < f->def->n; i++) {
		if (f->def->item[i].money && !null_at(&f->arg[i], row))
			return true;
	}
	return false;
}

static void
lookup_room(struct cs_per_lookup *l, size_t n)
{
	size_t cap = l->cap;

	if (n <= cap)
		return;
	l->key = cs_mem_grow(l->key, &l->cap, n, sizeof *l->key);
	l->at = cs_mem_resize(l->at, l->cap, sizeof *l->at);
	l->pair = cs_mem_resize(l->pair, l->cap, sizeof *l->pair);
	l->from = cs_mem_resize(l->from, l->cap + 1, sizeof *l->from);
}

/* The pairs of the rows; CS_PER_NONE where the key is NULL. All keys of a batch are looked up at
 * once, so that the misses of a large table overlap. */
static void
find_pairs(
    struct cs_per_fold *f, struct cs_per *p, const struct cs_per_rows *rows, int64_t *null_rows)
{
	struct cs_per_lookup *l = &f->lookup;
	size_t n = 0;

	f->pair = cs_mem_grow(f->pair, &f->cap, rows->n + 1, sizeof *f->pair);
	lookup_room(l, rows->n + 1);
	cs_buf_reset(&f->key);
	for (size_t k = 0; k < rows->n; k++) {
		f->pair[k] = CS_PER_NONE;
		if (null_at(rows->key, rows->row[k])) {
			null_rows[rows->group[k]]++;
			continue;
		}
		l->at[n] = (uint32_t)k;
		l->from[n++] = f->key.n;
		cs_buf_add(&f->key, &rows->group[k], sizeof rows->group[k]);
		cs_buf_str(&f->key, cs_per_text(rows->key, rows->row[k], &f->text));
	}
	l->from[n] = f->key.n;
	for (size_t i = 0; i < n; i++)
		l->key[i] = cs_str(f->key.p + l->from[i], l->from[i + 1] - l->from[i]);
	cs_per_pairs(p, l->key, l->pair, n);
	for (size_t i = 0; i < n; i++)
		f->pair[l->at[i]] = l->pair[i];
}

/* A number as it is added up. False: too large. */
static inline bool
number(const struct cs_vec *v, uint32_t row, uint64_t *rounded, int64_t *out)
{
	struct cs_dec d;

	if (v->type != CS_DEC) {
		*out = v->i[row];
		return true;
	}
	d = cs_dec_trim(v->d[row]);
	*rounded += d.scale > SCALE;
	return cs_dec_micros(cs_dec_round(d, SCALE), out);
}

/* What a row is to an item; false: the number is too large, or runs over. */
static inline bool
take(struct cs_per_fold *f, struct cs_per *p, unsigned item, uint32_t pair, uint32_t row,
    uint64_t *rounded)
{
	const struct cs_per_item *it = &f->def->item[item];
	const struct cs_vec *v = &f->arg[item];
	int64_t value = 0;

	if (it->arg != NULL && null_at(v, row))
		return true;
	switch (it->kind) {
	case CS_PER_COUNT:
		cs_per_sums(p, pair)[item].n += it->arg == NULL || !it->when_true || v->i[row] != 0;
		return true;
	case CS_PER_DISTINCT:
		cs_per_distinct(p, pair, item, cs_per_text(v, row, &f->text), &f->key);
		return true;
	default:
		return number(v, row, rounded, &value) && cs_per_take(p, pair, item, value);
	}
}

int
cs_per_fold_add(struct cs_per_fold *f, struct cs_per *p, const struct cs_per_rows *rows,
    int64_t *null_rows, uint64_t *rounded, struct cs_err *e)
{
	find_pairs(f, p, rows, null_rows);
	for (unsigned i = 0; i < f->def->n; i++) {
		int filter = f->def->item[i].filter;
		const struct cs_vec *pass = filter >= 0 ? &f->pass[filter] : NULL;

		for (size_t k = 0; k < rows->n; k++) {
			uint32_t row = rows->row[k];

			if (f->pair[k] == CS_PER_NONE ||
			    (pass != NULL && (null_at(pass, row) || pass->i[row] == 0)))
				continue;
			if (!take(f, p, i, f->pair[k], row, rounded))
				return cs_err_set(e, CS_EXIT_DATA,
				    "%s:%llu: the numbers of one key are too large to be added up",
				    rows->b->file, (unsigned long long)cs_batch_line(rows->b, row));
		}
	}
	return 0;
}
