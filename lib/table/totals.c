/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that stand for several groups: others, subtotals, and what a share is of; see shaping.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "table/regroup.h"
#include "table/shaping.h"
#include "table/window.h"

/* A value of the key that competes, with the metric of all its groups. */
struct rival {
	uint32_t value; /* id in the cells of the table */
	uint32_t group; /* in the cells of the sums */
	size_t place;	/* by the key */
	struct cs_real stat;
};

static int
compare_rivals(const void *pa, const void *pb)
{
	const struct rival *a = pa, *b = pb;
	bool no_a = a->stat.kind == CS_REAL_NULL, no_b = b->stat.kind == CS_REAL_NULL;
	int c;

	if (no_a != no_b)
		return no_a - no_b;
	if (!no_a) {
		c = cs_real_cmp(b->stat, a->stat);
		if (c != 0)
			return c;
	}
	return a->place < b->place ? -1 : 1;
}

/*
 * Sums over time leave out what lies before the period, which is there for windows; but what was in
 * stock when the period began is in stock in it. -1 with
 * *e (65).
 */
static int
hold_stocks(struct cs_shaping *s, struct cs_cells *sum, const struct cs_regroup *how,
    const uint8_t *hidden, struct cs_err *e)
{
	const struct cs_store *from = &s->c->store;
	uint32_t value[CS_REGROUP_KEYS], to;
	int64_t begin;

	sum->ends = s->c->ends;
	for (unsigned acc = 0; acc < s->c->scheme->nacc; acc++) {
		if (s->c->scheme->acc[acc].kind != CS_ACC_STOCK)
			continue;
		for (uint32_t g = 0; g < s->c->keys.ngroup; g++) {
			if (hidden[g] != CS_HIDDEN_OUTSIDE ||
			    cs_stock_empty(&from->acc[acc].stock[g]))
				continue;
			cs_keys_values(&s->c->keys, g, value);
			begin = s->begin[value[s->plan->time]];
			if (begin == CS_WINDOW_NONE || begin >= s->plan->how->from)
				continue;
			to = cs_regroup_find(sum, s->c, g, how);
			cs_cells_room(sum);
			if (!cs_stock_hold(
				&sum->store.acc[acc].stock[to], &from->acc[acc].stock[g]))
				return cs_err_set(e, CS_EXIT_DATA, "a count is over 2^63");
		}
	}
	return 0;
}

/* All values of the key of --top, the first by its metric first; *n of them. What --min-group has
 * put together is none of them. NULL with *e. */
static struct rival *
rank_rivals(struct cs_shaping *s, size_t *n, struct cs_err *e)
{
	unsigned key = (unsigned)s->plan->top, nkey = s->c->keys.n;
	struct cs_regroup how = {
	    ((uint32_t)1 << nkey) - 1 - ((uint32_t)1 << key), 0, cs_shaping_hidden(s)};
	struct cs_cells *sum = cs_cells_new(s->c->scheme, s->c->by);
	uint32_t value[CS_REGROUP_KEYS];
	struct rival *rival = NULL;
	struct cs_stat stat;

	if (cs_regroup(sum, s->c, &how, NULL, e) == 0 &&
	    hold_stocks(s, sum, &how, how.skip, e) == 0) {
		cs_cells_sort(sum);
		*n = 0;
		rival = cs_mem_new(sum->norder + 1, sizeof *rival);
		for (size_t i = 0; i < sum->norder; i++) {
			if (cs_regroup_is_others(sum, sum->order[i], key))
				continue;
			cs_keys_values(&sum->keys, sum->order[i], value);
			cs_cells_stat(sum, i, s->plan->top_by, &stat);
			rival[*n].place = i;
			rival[*n].value = cs_map_find(
			    &s->c->keys.value[key], cs_map_key(&sum->keys.value[key], value[key]));
			rival[(*n)++].stat = stat.value;
		}
		qsort(rival, *n, sizeof *rival, compare_rivals);
	}
	cs_cells_free(sum);
	return rival;
}

/* Hides the groups of values that are not among the first. */
static void
hide_others(struct cs_shaping *s, const struct rival *rival, size_t from, size_t n)
{
	const struct cs_keys *k = &s->c->keys;
	uint8_t *other = cs_mem_new0(k->value[s->plan->top].n + 1, 1), *hidden = s->hidden;
	uint32_t value[CS_REGROUP_KEYS];

	for (size_t i = from; i < n; i++)
		other[rival[i].value] = 1;
	for (uint32_t g = 0; g < k->ngroup; g++) {
		cs_keys_values(k, g, value);
		if (other[value[s->plan->top]] != 0)
			hidden[g] |= CS_HIDDEN_MERGED;
	}
	free(other);
}

/* With --min-group each row says how many groups are in it, those of --top too: n groups there
 * were, of which how->skip are not put together. */
static void
count_others(struct cs_shaping *s, const struct cs_regroup *how, size_t n)
{
	size_t now = s->c->keys.ngroup;

	s->few = cs_mem_grow(s->few, &s->few_cap, now + 1, sizeof *s->few);
	memset(s->few + s->nfew, 0, (now - s->nfew) * sizeof *s->few);
	s->nfew = now;
	for (uint32_t g = 0; g < n; g++)
		if (how->skip[g] == 0 && s->c->store.rows[g] != 0)
			s->few[cs_regroup_find(s->c, s->c, g, how)]++;
}

/* The groups of others as rows of their own, also those before the period, for windows. */
static int
add_others(struct cs_shaping *s, struct cs_err *e)
{
	struct cs_cells *sum = cs_cells_new(s->c->scheme, s->c->by);
	size_t n = s->c->keys.ngroup;
	uint8_t *skip = cs_mem_new(n + 1, 1);
	struct cs_regroup how = {0, (uint32_t)1 << s->plan->top, skip};
	int r;

	for (size_t g = 0; g < n; g++)
		skip[g] = (s->hidden[g] & (CS_HIDDEN_MERGED | CS_HIDDEN_FEW)) != CS_HIDDEN_MERGED;
	r = cs_regroup(sum, s->c, &how, NULL, e);
	if (r == 0)
		r = cs_cells_merge(s->c, sum, NULL, e);
	if (r == 0 && s->few != NULL)
		count_others(s, &how, n);
	free(skip);
	cs_cells_free(sum);
	return r;
}

int
cs_shaping_top(struct cs_shaping *s, struct cs_err *e)
{
	size_t n = 0, most = s->plan->how->top, kept;
	struct rival *rival = rank_rivals(s, &n, e);
	int r = 0;

	if (rival == NULL)
		return -1;
	kept = n < most ? n : most;
	s->first = cs_mem_new(kept + 1, sizeof *s->first);
	for (size_t i = 0; i < kept; i++)
		s->first[i] = rival[i].value;
	s->c->first = (struct cs_key_first){(unsigned)s->plan->top, s->first, kept};
	if (n > kept) {
		hide_others(s, rival, kept, n);
		s->nothers = n - kept;
		/* Groups that share rows have no sum. */
		if (s->c->by->key[s->plan->top].kind != CS_KEY_EACH)
			r = add_others(s, e);
	}
	free(rival);
	return r;
}

/* Sums over each of the masks of keys, of the groups that are rows; with those before the period
 * where the sum keeps their interval. */
static int
sum_masks(struct cs_shaping *s, struct cs_cells *sum, const uint8_t *is_mask, struct cs_err *e)
{
	uint32_t time = s->plan->time >= 0 ? (uint32_t)1 << s->plan->time : 0;
	size_t n = s->c->keys.ngroup;
	uint8_t *skip = cs_mem_new(n + 1, 1);
	const uint8_t *hidden = cs_shaping_hidden(s);
	int r = 0;

	for (uint32_t mask = 0; mask < (uint32_t)1 << s->c->keys.n && r == 0; mask++) {
		struct cs_regroup how = {mask, 0, skip};

		if (is_mask[mask] == 0)
			continue;
		for (size_t g = 0; g < n; g++)
			skip[g] = (hidden[g] & (CS_HIDDEN_MERGED | CS_HIDDEN_FEW)) != 0 ||
				  (hidden[g] != 0 && (time == 0 || (mask & time) != 0));
		r = cs_regroup(sum, s->c, &how, NULL, e);
		if (r == 0 && (mask & time) != 0)
			r = hold_stocks(s, sum, &how, hidden, e);
	}
	free(skip);
	return r;
}

/* Which masks are subtotals: over the last keys, or over any. */
static uint8_t *
choose_masks(const struct cs_shaping *s, enum cs_subtotals which)
{
	uint32_t n = s->c->keys.n, all = ((uint32_t)1 << n) - 1;
	uint8_t *is_mask = cs_mem_new0((size_t)all + 1, 1);

	for (uint32_t mask = 1; mask <= all && which == CS_SUBTOTALS_ALL; mask++)
		is_mask[mask] = 1;
	for (uint32_t k = 0; k < n; k++)
		is_mask[all & ~(((uint32_t)1 << k) - 1)] = 1;
	return is_mask;
}

/* The total of all is there even when there is nothing. */
static void
add_grand_total(struct cs_cells *sum)
{
	uint32_t value[CS_REGROUP_KEYS];

	for (unsigned k = 0; k < sum->keys.n; k++)
		value[k] = cs_map_add(&sum->keys.value[k], cs_key_total);
	(void)cs_keys_group(&sum->keys, value);
	cs_cells_room(sum);
}

/* The sums that --of-total divides by. */
static int
sum_wholes(struct cs_shaping *s, struct cs_err *e)
{
	bool parent = s->plan->how->of_total == CS_OF_TOTAL_PARENT;
	uint32_t all = ((uint32_t)1 << s->c->keys.n) - 1;
	struct cs_cells *sum = cs_cells_new(s->c->scheme, s->c->by);
	uint8_t *is_mask;
	int r;

	s->cells[CS_FRAME_WHOLE] = sum;
	if (parent) {
		is_mask = choose_masks(s, s->plan->how->subtotals);
	} else {
		is_mask = cs_mem_new0((size_t)all + 1, 1);
		is_mask[all] = 1;
	}
	r = sum_masks(s, sum, is_mask, e);
	free(is_mask);
	return r;
}

/* Which of the sums each group is a share of; a sum of keys, in turn, of the next larger one. */
static void
find_wholes(struct cs_shaping *s)
{
	bool parent = s->plan->how->of_total == CS_OF_TOTAL_PARENT;
	struct cs_cells *sum = s->cells[CS_FRAME_WHOLE];
	uint32_t *group = cs_mem_new(s->c->keys.ngroup + 1, sizeof *group);
	unsigned n = s->c->keys.n, k;

	for (uint32_t g = 0; g < s->c->keys.ngroup; g++) {
		struct cs_regroup how = {((uint32_t)1 << n) - 1, 0, NULL};

		for (k = n; parent && k-- > 0 && cs_regroup_is_total(s->c, g, k);)
			;
		if (parent && k < n)
			how.totals = (uint32_t)1 << k;
		group[g] = cs_regroup_find(sum, s->c, g, &how);
	}
	cs_cells_room(sum);
	s->group[CS_FRAME_WHOLE] = group;
}

int
cs_shaping_totals(struct cs_shaping *s, struct cs_err *e)
{
	enum cs_subtotals which = s->plan->how->subtotals;
	bool share = s->plan->how->of_total != CS_OF_TOTAL_NONE;
	struct cs_cells *sum;
	uint8_t *is_mask;
	int r = 0;

	if (share && sum_wholes(s, e) != 0)
		return -1;
	if (which != CS_SUBTOTALS_NONE) {
		sum = cs_cells_new(s->c->scheme, s->c->by);
		is_mask = choose_masks(s, which);
		r = sum_masks(s, sum, is_mask, e);
		add_grand_total(sum);
		if (r == 0)
			r = cs_cells_merge(s->c, sum, NULL, e);
		free(is_mask);
		cs_cells_free(sum);
	}
	if (r == 0 && share)
		find_wholes(s);
	return r;
}

/* Each value of the key of --pivot gets a group in every row: an empty one, if it has none. */
void
cs_shaping_cross(struct cs_shaping *s)
{
	struct cs_keys *k = &s->c->keys, others;
	const uint8_t *hidden = cs_shaping_hidden(s);
	size_t ngroup = k->ngroup, nvalue = k->value[s->plan->pivot].n, before;
	uint8_t *shown = cs_mem_new0(nvalue + 1, 1);
	uint32_t value[CS_REGROUP_KEYS];

	for (uint32_t g = 0; g < ngroup; g++) {
		cs_keys_values(k, g, value);
		if (hidden[g] == 0)
			shown[value[s->plan->pivot]] = 1;
	}
	cs_keys_init(&others, k->n);
	for (uint32_t g = 0; g < ngroup; g++) {
		if (hidden[g] != 0)
			continue;
		cs_keys_values(k, g, value);
		value[s->plan->pivot] = 0;
		before = others.ngroup;
		if (cs_keys_group(&others, value) < before)
			continue;
		for (uint32_t v = 0; v < nvalue; v++) {
			value[s->plan->pivot] = v;
			if (shown[v] != 0)
				(void)cs_keys_group(k, value);
		}
	}
	cs_keys_finish(&others);
	cs_cells_room(s->c);
	free(shown);
}
