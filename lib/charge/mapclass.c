/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of contacts: see mapclass.h. */
#include "charge/mapclass.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "rec/esc.h"

enum {
	MOST = 1 << 19,	 /* classes that are remembered */
	CELLS = 1 << 17, /* lists of a column that are */
	SOME = 64,
};

static const struct cs_charge_rule *
rules_of(const struct cs_charge_map *m, const struct cs_charge_cond *c)
{
	return m->rule + c->first;
}

const struct cs_charge_rule *
cs_charge_rule_at(const struct cs_charge_map *m, const struct cs_charge_cond *c, int64_t at)
{
	const struct cs_charge_rule *r = rules_of(m, c);
	uint32_t low = 0, high = c->n;

	if (c->n == 1 && r->from == CS_INSTANT_MIN && r->to == CS_INSTANT_MAX)
		return r;
	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;

		if (r[mid].to <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low < c->n && r[low].from <= at ? &r[low] : NULL;
}

static void
classes_new(struct cs_charge_classes *c)
{
	const unsigned n = c->map->ncolumn;

	cs_keys_init(&c->keys, n);
	c->lists = cs_mem_new0(n, sizeof *c->lists);
	c->list_set = cs_mem_new0(n, sizeof(uint32_t *));
	c->list_cap = cs_mem_new0(n, sizeof *c->list_cap);
	(void)cs_map_add(&c->set, cs_str(NULL, 0));
}

void
cs_charge_classes_init(struct cs_charge_classes *c, const struct cs_charge_map *m)
{
	*c = (struct cs_charge_classes){.map = m};
	classes_new(c);
}

/* What depends on the ids of values. */
static void
classes_free(struct cs_charge_classes *c)
{
	for (unsigned i = 0; i < c->map->ncolumn; i++) {
		cs_map_finish(&c->lists[i]);
		free(c->list_set[i]);
	}
	for (int side = 0; side < CS_CHARGE_SIDES; side++) {
		free(c->of[side]);
		c->of[side] = NULL;
		c->cap[side] = 0;
	}
	free(c->lists);
	free((void *)c->list_set);
	free(c->list_cap);
	cs_keys_finish(&c->keys);
	cs_map_finish(&c->set);
	cs_arena_finish(&c->arena);
}

void
cs_charge_classes_finish(struct cs_charge_classes *c)
{
	classes_free(c);
	cs_map_finish(&c->joint);
	free(c->joint_split);
	cs_charge_splits_finish(&c->splits);
	free(c->hit);
	free(c->cand);
	cs_buf_finish(&c->text);
}

void
cs_charge_classes_trim(struct cs_charge_classes *c)
{
	bool many = c->keys.ngroup > MOST;

	for (unsigned i = 0; i < c->map->ncolumn; i++)
		many |= c->lists[i].n > CELLS;
	if (!many)
		return;
	classes_free(c);
	classes_new(c);
}

static int
compare_ids(const void *p, const void *q)
{
	const uint32_t *a = p, *b = q;

	return (*a > *b) - (*a < *b);
}

/* The set of the values of a list that rules have. */
static uint32_t
set_of(struct cs_charge_classes *c, const struct cs_map *value, struct cs_str raw)
{
	struct cs_buf *ids = &c->text, same = CS_BUF_INIT;
	struct cs_str token;
	size_t n = 0;
	uint32_t *id, set;

	raw = cs_esc_same(raw, &same);
	cs_buf_reset(ids);
	while (cs_str_split(&raw, ',', &token)) {
		const uint32_t found = cs_map_find(value, token) + 1;

		if (found != 0)
			cs_buf_add(ids, &found, sizeof found);
	}
	id = cs_mem_new(ids->n / sizeof *id, sizeof *id);
	memcpy(id, ids->n != 0 ? ids->p : "", ids->n);
	qsort(id, ids->n / sizeof *id, sizeof *id, compare_ids);
	for (size_t i = 0; i < ids->n / sizeof *id; i++) {
		if (n == 0 || id[n - 1] != id[i])
			id[n++] = id[i];
	}
	set = cs_map_add(&c->set, cs_str((const char *)id, n * sizeof *id));
	free(id);
	cs_buf_finish(&same);
	return set;
}

static void
sets_of_cells(
    struct cs_charge_classes *c, unsigned column, const struct cs_str *cell, size_t n, uint32_t *id)
{
	struct cs_map *lists = &c->lists[column];
	const size_t before = lists->n;

	cs_map_add_cells(lists, cell, id, n);
	if (lists->n != before)
		c->list_set[column] = cs_mem_grow(
		    c->list_set[column], &c->list_cap[column], lists->n, sizeof **c->list_set);
	for (size_t i = before; i < lists->n; i++)
		c->list_set[column][i] =
		    set_of(c, &c->map->column[column].value, cs_map_key(lists, (uint32_t)i));
	for (size_t i = 0; i < n; i++)
		id[i] = c->list_set[column][id[i]];
}

/* Cells that are not there as they stand may be written in another way. */
static void
other_forms(const struct cs_map *value, const struct cs_str *cell, size_t n, uint32_t *id)
{
	struct cs_buf same = CS_BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		if (id[i] != CS_MAP_NONE || cs_str_find(cell[i], '\\') == cell[i].n)
			continue;
		cs_buf_reset(&same);
		id[i] = cs_map_find(value, cs_esc_same(cell[i], &same));
	}
	cs_buf_finish(&same);
}

void
cs_charge_classes_values(struct cs_charge_classes *c, const struct cs_charge_some *rows,
    unsigned column, uint32_t *value)
{
	const struct cs_charge_column *col = &c->map->column[column];
	const unsigned at = rows->root ? col->root : col->own;
	struct cs_str cell[SOME];

	for (size_t from = 0; from < rows->n; from += SOME) {
		const size_t some = rows->n - from < SOME ? rows->n - from : SOME;
		uint32_t *id = value + from;

		for (size_t i = 0; i < some; i++)
			cell[i] = cs_batch_raw(rows->b, rows->row[from + i], at);
		if (col->list) {
			sets_of_cells(c, column, cell, some, id);
			continue;
		}
		cs_map_find_cells(&col->value, cell, id, some);
		if (rows->b->escaped)
			other_forms(&col->value, cell, some, id);
		for (size_t i = 0; i < some; i++)
			id[i]++; /* CS_MAP_NONE becomes 0 */
	}
}

/* The entries of a shape for a class: of each list every value. */
struct entries {
	struct cs_charge_classes *c;
	const struct cs_charge_shape *shape;
	const uint32_t *value; /* by column */
	uint32_t key[CS_CHARGE_COLUMNS + 1];
};

static void
add_entry(struct cs_charge_classes *c, const struct cs_charge_shape *s, uint32_t entry)
{
	const struct cs_charge_map *m = c->map;
	const uint32_t from = m->entry_first[entry], to = m->entry_first[entry + 1];

	c->cand = cs_mem_grow(c->cand, &c->cand_cap, c->ncand + (to - from), sizeof *c->cand);
	for (uint32_t i = from; i < to; i++) {
		const uint32_t cond = m->entry_cond[i];

		c->cand[c->ncand++] = (struct cs_charge_cand){
		    cond, s->n + (uint32_t)(m->cond[cond].when != CS_CHARGE_ANY)};
	}
}

/* Takes the values of the columns from `at` on. No deeper than a shape has columns. */
static void
walk_entries(struct entries *w, unsigned at) /* NOLINT(misc-no-recursion) */
{
	const struct cs_charge_shape *s = w->shape;
	const struct cs_str key = cs_str((const char *)w->key, (1 + (size_t)s->n) * sizeof *w->key);
	const uint32_t *value = w->value;
	struct cs_str set;
	uint32_t entry;

	if (at == s->n) {
		entry = cs_map_find(&w->c->map->entry, key);
		if (entry != CS_MAP_NONE)
			add_entry(w->c, s, entry);
		return;
	}
	if (!w->c->map->column[s->col[at]].list) {
		w->key[1 + at] = value[s->col[at]];
		if (w->key[1 + at] != 0)
			walk_entries(w, at + 1);
		return;
	}
	set = cs_map_key(&w->c->set, value[s->col[at]]);
	for (size_t i = 0; i < set.n; i += sizeof(uint32_t)) {
		memcpy(&w->key[1 + at], set.p + i, sizeof(uint32_t));
		walk_entries(w, at + 1);
	}
}

static int
compare_cands(const void *p, const void *q)
{
	const struct cs_charge_cand *a = p, *b = q;

	if (a->tier != b->tier)
		return a->tier > b->tier ? -1 : 1;
	return (a->cond > b->cond) - (a->cond < b->cond);
}

static bool
always(const struct cs_charge_map *m, const struct cs_charge_cand *cand)
{
	const struct cs_charge_cond *c = &m->cond[cand->cond];
	const struct cs_charge_rule *r = rules_of(m, c);

	return c->when == CS_CHARGE_ANY && c->n == 1 && r->from == CS_INSTANT_MIN &&
	       r->to == CS_INSTANT_MAX;
}

/* Leaves out what names less than a rule that always holds; and where all that are left always
 * hold, it is known what they say. */
static void
judge(struct cs_charge_classes *c, struct cs_charge_class *k)
{
	const struct cs_charge_map *m = c->map;
	size_t n = 0, sure = 0, pair[2];

	qsort(c->cand, c->ncand, sizeof *c->cand, compare_cands);
	while (n < c->ncand && (sure == 0 || c->cand[n].tier == c->cand[n - 1].tier))
		sure += always(m, &c->cand[n++]);
	k->split = CS_CHARGE_ANY;
	k->n = (uint32_t)n;
	k->cand = cs_arena_new(&c->arena, n, sizeof *k->cand);
	for (size_t i = 0; i < n; i++)
		k->cand[i] = c->cand[i];
	if (n == 0) {
		k->split = 0;
	} else if (sure == n) {
		c->hit = cs_mem_grow(c->hit, &c->hit_cap, n, sizeof *c->hit);
		for (size_t i = 0; i < n; i++)
			c->hit[i] = (struct cs_charge_hit){
			    k->cand[i].cond, rules_of(m, &m->cond[k->cand[i].cond])};
		if (cs_charge_settle(c, c->hit, n, &k->split, pair) != 0)
			k->split = CS_CHARGE_ANY;
	}
}

const struct cs_charge_class *
cs_charge_class_make(struct cs_charge_classes *c, int side, uint32_t group)
{
	const struct cs_charge_map *m = c->map;
	const size_t before = c->cap[side];
	uint32_t value[CS_CHARGE_COLUMNS];
	struct entries w = {.c = c, .value = value};
	struct cs_charge_class *k;

	if (group >= before) {
		c->of[side] =
		    cs_mem_grow(c->of[side], &c->cap[side], (size_t)group + 1, sizeof **c->of);
		memset(c->of[side] + before, 0, (c->cap[side] - before) * sizeof **c->of);
	}
	k = &c->of[side][group];
	cs_keys_values(&c->keys, group, value);
	c->ncand = 0;
	for (size_t i = 0; i < m->nshape; i++) {
		w.shape = &m->shape[i];
		w.key[0] = (uint32_t)i;
		if (w.shape->repeat == (side != 0))
			walk_entries(&w, 0);
	}
	if (c->ncand == 0)
		*k = (struct cs_charge_class){.split = 0};
	else
		judge(c, k);
	k->built = true;
	return k;
}

/* The splits of the rules, a part each, all alike. False: the parts get too small. */
static bool
join(struct cs_charge_classes *c, const struct cs_charge_hit *hit, size_t n, uint32_t *split)
{
	const struct cs_charge_splits *base = &c->map->splits;
	struct cs_charge_share *share;
	size_t nshare = 0;
	bool good = true;

	for (size_t i = 0; i < n; i++)
		nshare += base->split[hit[i].rule->split].n;
	share = cs_mem_new(nshare, sizeof *share);
	nshare = 0;
	for (size_t i = 0; i < n && good; i++) {
		const struct cs_charge_split *s = &base->split[hit[i].rule->split];

		for (size_t k = 0; k < s->n && good; k++) {
			struct cs_charge_share *to = &share[nshare++];
			int64_t num = 0, den = 1;

			*to = s->share[k];
			good = to->den <= CS_CHARGE_DEN / (int64_t)n &&
			       cs_charge_share_add(&num, &den, to->num, to->den * (int64_t)n);
			to->num = num;
			to->den = den;
		}
	}
	if (good)
		*split =
		    (uint32_t)base->key.n + cs_charge_splits_add(&c->splits, share, nshare, true);
	free(share);
	return good;
}

/* Whether rules are of different values of the same lists, and no others. */
static bool
are_joint(const struct cs_charge_map *m, const struct cs_charge_hit *hit, size_t n, size_t pair[2])
{
	const uint32_t shape = m->entry_shape[m->cond[hit[0].cond].entry];

	for (size_t i = 1; i < n; i++) {
		const uint32_t entry = m->cond[hit[i].cond].entry;

		pair[0] = 0;
		pair[1] = i;
		if (m->entry_shape[entry] != shape || !m->shape[shape].list)
			return false;
		for (; pair[0] < i; pair[0]++) {
			if (m->cond[hit[pair[0]].cond].entry == entry)
				return false;
		}
	}
	return true;
}

int
cs_charge_settle(struct cs_charge_classes *c, const struct cs_charge_hit *hit, size_t n,
    uint32_t *split, size_t pair[2])
{
	uint32_t id;
	size_t alike = 1, before;

	*split = hit[0].rule->split;
	while (alike < n && hit[alike].rule->split == *split)
		alike++;
	if (alike == n)
		return 0;
	if (!are_joint(c->map, hit, n, pair))
		return -1;
	cs_buf_reset(&c->text);
	for (size_t i = 0; i < n; i++)
		cs_buf_add(&c->text, &hit[i].rule->split, sizeof(uint32_t));
	before = c->joint.n;
	id = cs_map_add(&c->joint, cs_buf_all(&c->text));
	c->joint_split =
	    cs_mem_grow(c->joint_split, &c->joint_cap, c->joint.n, sizeof *c->joint_split);
	if (c->joint.n != before && !join(c, hit, n, &c->joint_split[id]))
		c->joint_split[id] = CS_CHARGE_ANY;
	*split = c->joint_split[id];
	return *split != CS_CHARGE_ANY ? 0 : -2;
}
