/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions over some rows of a batch: see mapwhen.h. */
#include "charge/mapwhen.h"

#include <stdlib.h>

#include "base/mem.h"

/*
 * Conditions keep what they were set up with, and their scratch, from batch to batch, as long as
 * all that comes to no more than this in a thread, as it is estimated: so much each, whose vectors
 * are of a chunk of rows however few there are, and so much a row of the most that was asked for.
 * The others are set up for each batch, which costs as much as some hundred rows of one.
 */
enum { HELD = 64 << 20, EACH = 40 << 10, A_ROW = 64 };

struct cs_charge_when_eval {
	struct cs_eval eval;
	size_t held;
};

void
cs_charge_whens_init(struct cs_charge_whens *w, const struct cs_charge_map *m)
{
	*w = (struct cs_charge_whens){.map = m};
	w->eval = cs_mem_new0(2 * m->when_text.n, sizeof(struct cs_charge_when_eval *));
}

void
cs_charge_whens_finish(struct cs_charge_whens *w)
{
	for (size_t i = 0; i < 2 * w->map->when_text.n; i++) {
		if (w->eval[i] != NULL)
			cs_eval_finish(&w->eval[i]->eval);
		free(w->eval[i]);
	}
	free((void *)w->eval);
	free(w->need);
	free(w->order);
	free(w->row);
	cs_batch_finish(&w->part);
	*w = (struct cs_charge_whens){0};
}

void
cs_charge_whens_ask(struct cs_charge_whens *w, uint32_t when, bool root, uint32_t row)
{
	w->need = cs_mem_grow(w->need, &w->cap, w->n + 1, sizeof *w->need);
	w->need[w->n++] = (struct cs_charge_need){.when = when, .row = row, .root = root};
}

/* The rows as a batch. */
static void
gather(struct cs_batch *part, const struct cs_batch *b, const uint32_t *row, uint32_t n)
{
	part->bytes.n = 0;
	part->end = cs_mem_grow(part->end, &part->end_cap, (size_t)n * b->ncol, sizeof *part->end);
	for (uint32_t i = 0; i < n; i++) {
		const struct cs_str record = cs_batch_record(b, row[i]);
		const uint32_t *from = &b->end[(size_t)row[i] * b->ncol];
		uint32_t *to = &part->end[(size_t)i * b->ncol];
		const uint32_t shift = (uint32_t)(part->bytes.n + record.n) - from[b->ncol - 1];

		for (unsigned c = 0; c < b->ncol; c++)
			to[c] = from[c] + shift;
		cs_buf_str(&part->bytes, record);
		cs_buf_c(&part->bytes, '\n');
	}
	(void)cs_buf_reserve(&part->bytes, CS_BATCH_BEYOND);
	part->ncol = b->ncol;
	part->nrow = n;
	part->escaped = b->escaped;
	part->file = b->file;
	part->row0 = n == 1 ? b->row0 + row[0] : 0;
	part->seq = b->seq;
}

static struct cs_eval *
eval_of(struct cs_charge_whens *w, size_t which)
{
	if (w->eval[which] == NULL) {
		w->eval[which] = cs_mem_new0(1, sizeof **w->eval);
		cs_eval_init(&w->eval[which]->eval);
	}
	return &w->eval[which]->eval;
}

/* Keeps what ran over n rows, or gives it up where there is too much already. */
static void
keep(struct cs_charge_whens *w, size_t which, uint32_t n)
{
	struct cs_charge_when_eval *x = w->eval[which];
	const size_t need = EACH + (size_t)n * A_ROW;

	if (need <= x->held)
		return;
	w->held += need - x->held;
	x->held = need;
	if (w->held <= HELD)
		return;
	w->held -= x->held;
	cs_eval_finish(&x->eval);
	free(x);
	w->eval[which] = NULL;
}

/* One condition, for the rows that order[0 .. n - 1] ask about. */
static int
run_one(struct cs_charge_whens *w, const struct cs_batch *b, const uint32_t *order, uint32_t n,
    struct cs_err *e)
{
	const struct cs_charge_need *first = &w->need[order[0]];
	const struct cs_expr *x = w->map->when[first->root][first->when];
	const size_t which = 2 * (size_t)first->when + first->root;
	const bool all = n == b->nrow;
	struct cs_eval *ev = eval_of(w, which);
	struct cs_vec v;
	int rc;

	w->row = cs_mem_grow(w->row, &w->row_cap, n, sizeof *w->row);
	for (uint32_t i = 0; i < n; i++)
		w->row[i] = w->need[order[i]].row;
	if (!all)
		gather(&w->part, b, w->row, n);
	cs_eval_next_batch(ev);
	rc = cs_eval_run(ev, x, all ? b : &w->part, &v, e);
	for (uint32_t i = 0; i < n && rc == 0; i++) {
		const uint32_t at = all ? w->row[i] : i;

		w->need[order[i]].holds = (v.null == NULL || !v.null[at]) && v.i[at] != 0;
	}
	keep(w, which, n);
	return rc;
}

/* What is asked, condition by condition, in the order of the rows: a counting sort. */
static void
put_in_order(struct cs_charge_whens *w, size_t *begin, size_t nwhich)
{
	size_t at = 0;

	memset(begin, 0, (nwhich + 1) * sizeof *begin);
	for (size_t i = 0; i < w->n; i++)
		begin[2 * (size_t)w->need[i].when + w->need[i].root]++;
	for (size_t i = 0; i <= nwhich; i++) {
		const size_t n = begin[i];

		begin[i] = at;
		at += n;
	}
	for (size_t i = 0; i < w->n; i++)
		w->order[begin[2 * (size_t)w->need[i].when + w->need[i].root]++] = (uint32_t)i;
}

int
cs_charge_whens_run(struct cs_charge_whens *w, const struct cs_batch *b, struct cs_err *e)
{
	const size_t nwhich = 2 * w->map->when_text.n;
	size_t *end;
	size_t from = 0;
	int rc = 0;

	if (w->n == 0)
		return 0;
	end = cs_mem_new(nwhich + 1, sizeof *end);
	w->order = cs_mem_grow(w->order, &w->order_cap, w->n, sizeof *w->order);
	put_in_order(w, end, nwhich);
	for (size_t i = 0; i < nwhich && rc == 0; i++) {
		if (end[i] != from)
			rc = run_one(w, b, w->order + from, (uint32_t)(end[i] - from), e);
		from = end[i];
	}
	free(end);
	return rc;
}
