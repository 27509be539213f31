/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of few are not named. What is measured is a metric that counts (contacts, customers), or
 * rows; a group without any row tells of nobody and stays.
 *
 * The law. Within each interval the small groups are put together in one row, all keys of which but
 * the interval are "others". Where that row would still be small, or be one group alone, the next
 * smallest is put with them, until it is not; so a small group is never what remains when the rows
 * that are shown are taken from a total. Where all groups of the interval together are too few, all
 * of them are left out, of totals too. Subtotals are sums of the rows that are shown: a group that
 * is among the others is in no subtotal of its own team, but in that of the others.
 *
 * --top comes later, and puts together only what is shown: so every table of the same rows, keys
 * and N is made of sums of the same rows, whatever its shape, and two of them tell no more than
 * one. The rows of --fill say that there was nobody; one of what is hidden in some interval would
 * name it, and tell the intervals where it had few from those where it had none. So it goes.
 *
 * Distinct things in several groups may be the same, so of them the row counts as large enough only
 * with a group in it that is. Without keys but intervals, intervals are put together. Groups that
 * share rows (each) have no sum: they are left out.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "table/regroup.h"
#include "table/shaping.h"

/* A row that may have to go. */
struct candidate {
	uint32_t group;
	uint32_t bucket; /* the interval that it competes in */
	size_t place;	 /* by the keys */
	int64_t n;
};

struct few {
	struct cs_shaping *s;
	struct cs_cells *bucket; /* for its keys: intervals */
	struct cs_regroup how;	 /* which keys become others */
	struct candidate *x;
	size_t n;
	size_t merged, left_out; /* groups */
};

/* How many of what is measured a group has. */
static int64_t
count_of(struct cs_shaping *s, uint32_t g)
{
	struct cs_stat stat;

	if (s->plan->min_by == SIZE_MAX)
		return s->c->store.rows[g];
	cs_cells_stat_of(s->c, g, s->plan->min_by, &stat);
	return stat.value.kind == CS_REAL_NULL ? 0 : (int64_t)(stat.value.num / stat.value.den);
}

static bool
distinct(const struct cs_shaping *s)
{
	const struct cs_scheme *m = s->c->scheme;

	return s->plan->min_by != SIZE_MAX &&
	       cs_stat_kind_of(m->of[s->plan->min_by].input[0].agg->id) == CS_STAT_DISTINCT;
}

/* A key that cuts no time. */
static bool
has_names(const struct cs_by *by)
{
	for (unsigned k = 0; k < by->n; k++)
		if (!cs_key_is_time(by->key[k].kind))
			return true;
	return false;
}

/* The keys that become others: those that cut no time, or all. */
static uint32_t
keys_of_others(const struct cs_by *by)
{
	uint32_t mask = 0;

	for (unsigned k = 0; k < by->n; k++)
		if (!cs_key_is_time(by->key[k].kind))
			mask |= (uint32_t)1 << k;
	return mask != 0 ? mask : ((uint32_t)1 << by->n) - 1;
}

static int
compare(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;

	if (a->bucket != b->bucket)
		return a->bucket < b->bucket ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

/* All rows that are shown and tell of somebody, the smallest of each interval first. */
static void
collect(struct few *f)
{
	struct cs_cells *c = f->s->c;

	cs_cells_sort(c);
	f->x = cs_mem_new(c->norder + 1, sizeof *f->x);
	for (size_t i = 0; i < c->norder; i++) {
		uint32_t g = c->order[i];

		if (f->s->hidden[g] != 0 || c->store.rows[g] == 0)
			continue;
		f->x[f->n++] = (struct candidate){
		    g, cs_regroup_find(f->bucket, c, g, &f->how), i, count_of(f->s, g)};
	}
	qsort(f->x, f->n, sizeof *f->x, compare);
}

/* How many of the candidates of an interval, n of them, go together; 0: none is small; SIZE_MAX:
 * all of them are too few. */
static size_t
how_many(const struct few *f, const struct candidate *x, size_t n)
{
	int64_t least = f->s->plan->how->min_group, sum = 0;
	bool sets = distinct(f->s);
	size_t i;

	if (x[0].n >= least)
		return 0;
	for (i = 0; i < n && (x[i].n < least || i < 2 || sum < least); i++) {
		if (sets)
			sum = x[i].n > sum ? x[i].n : sum;
		else if (__builtin_add_overflow(sum, x[i].n, &sum))
			sum = INT64_MAX;
	}
	return i > 1 && sum >= least ? i : SIZE_MAX;
}

/* Marks what goes from an interval: groups of `skip` that are 0 are summed up. */
static void
mark(struct few *f, const struct candidate *x, size_t n, uint8_t *skip)
{
	size_t go = how_many(f, x, n);
	bool all = go == SIZE_MAX;

	for (size_t i = 0; i < (all ? n : go); i++) {
		f->s->hidden[x[i].group] |= CS_HIDDEN_FEW;
		skip[x[i].group] = all;
		f->merged += !all;
		f->left_out += all;
	}
}

/* Groups that share rows: each is left out for itself. */
static void
leave_out(struct few *f)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->x[i].n >= f->s->plan->how->min_group)
			continue;
		f->s->hidden[f->x[i].group] |= CS_HIDDEN_FEW;
		f->left_out++;
	}
}

/* The rows without anybody of what is hidden in some interval go. Where intervals are all there is,
 * nothing has a name, and they stay. */
static void
hide_empty(struct few *f)
{
	struct cs_cells *c = f->s->c, *named = cs_cells_new(c->scheme, c->by);
	struct cs_regroup how = {((uint32_t)1 << c->keys.n) - 1 - f->how.others, 0, NULL};
	uint32_t *name = cs_mem_new(c->keys.ngroup + 1, sizeof *name);
	uint8_t *few = cs_mem_new0(c->keys.ngroup + 1, 1);

	for (uint32_t g = 0; g < c->keys.ngroup; g++) {
		name[g] = cs_regroup_find(named, c, g, &how);
		if ((f->s->hidden[g] & CS_HIDDEN_FEW) != 0)
			few[name[g]] = 1;
	}
	for (uint32_t g = 0; g < c->keys.ngroup && has_names(c->by); g++)
		if (c->store.rows[g] == 0 && few[name[g]] != 0)
			f->s->hidden[g] |= CS_HIDDEN_FEW;
	free(few);
	free(name);
	cs_cells_free(named);
}

static void
note(const struct few *f)
{
	const struct cs_shape *how = f->s->plan->how;
	struct cs_buf b = CS_BUF_INIT;

	if (how->note == NULL || f->merged + f->left_out == 0)
		return;
	cs_buf_printf(&b, "--min-group: %zu groups are put together, %zu are left out", f->merged,
	    f->left_out);
	how->note(how->arg, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* The rows of others into the table, with how many they stand for. */
static int
add_rows(struct few *f, const uint8_t *skip, size_t ngroup, struct cs_err *e)
{
	struct cs_cells *c = f->s->c, *sum = cs_cells_new(c->scheme, c->by);
	struct cs_regroup how = f->how;
	int r;

	how.skip = skip;
	r = cs_regroup(sum, c, &how, NULL, e);
	if (r == 0)
		r = cs_cells_merge(c, sum, NULL, e);
	cs_cells_free(sum);
	f->s->nfew = c->keys.ngroup;
	f->s->few = cs_mem_grow(NULL, &f->s->few_cap, f->s->nfew + 1, sizeof *f->s->few);
	memset(f->s->few, 0, (f->s->nfew + 1) * sizeof *f->s->few);
	for (uint32_t g = 0; g < ngroup && r == 0; g++)
		if (skip[g] == 0)
			f->s->few[cs_regroup_find(c, c, g, &f->how)]++;
	return r;
}

static bool
share_rows(const struct cs_by *by)
{
	for (unsigned k = 0; k < by->n; k++)
		if (by->key[k].kind == CS_KEY_EACH)
			return true;
	return false;
}

int
cs_shaping_few(struct cs_shaping *s, struct cs_err *e)
{
	size_t ngroup = s->c->keys.ngroup, n;
	struct few f = {.s = s, .bucket = cs_cells_new(s->c->scheme, s->c->by)};
	uint8_t *skip = cs_mem_new(ngroup + 1, 1);
	bool share = share_rows(s->c->by);
	int r;

	f.how.others = keys_of_others(s->c->by);
	memset(skip, 1, ngroup);
	(void)cs_shaping_hidden(s);
	collect(&f);
	if (share)
		leave_out(&f);
	for (size_t i = 0; i < f.n && !share; i += n) {
		for (n = 1; i + n < f.n && f.x[i + n].bucket == f.x[i].bucket;)
			n++;
		mark(&f, f.x + i, n, skip);
	}
	hide_empty(&f);
	r = add_rows(&f, skip, ngroup, e);
	note(&f);
	free(f.x);
	free(skip);
	cs_cells_free(f.bucket);
	return r;
}

size_t
cs_shaping_others(const struct cs_shaping *s, uint32_t group)
{
	size_t n = group < s->nfew ? s->few[group] : 0;

	if (s->plan->top >= 0 && s->plan->how->min_group == 0 &&
	    cs_regroup_is_others(s->c, group, (unsigned)s->plan->top) && n == 0)
		n = s->nothers;
	return n;
}
