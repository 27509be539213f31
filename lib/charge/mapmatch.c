/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the rows of a batch: see map.h. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "charge/mapclass.h"
#include "charge/mapwhen.h"
#include "rec/badcell.h"
#include "rec/instant.h"

/* It is not known when: no rule of a time holds. */
#define NEVER INT64_MIN

/* A row whose class does not say all, what may hold for it, and the first of its conditions among
 * those asked. */
struct open_row {
	const struct cs_charge_cand *cand;
	uint32_t n, row;
	size_t need;
};

struct cs_charge_matcher {
	const struct cs_charge_map *map;
	struct cs_charge_classes classes;
	struct cs_charge_whens whens;
	size_t cap; /* rows that there is room for */
	uint32_t *charged, *original, *row, *group, *root_group, *value;
	uint8_t *repeat;
	struct open_row *open;
	size_t nopen, open_cap;
	struct cs_charge_hit *hit;
	size_t hit_cap;
	struct cs_time_near near;
};

/* Rows that are held against one side of the rules, by their own columns or those of the first
 * contact. */
struct pass {
	const struct cs_batch *b;
	const uint32_t *row, *group;
	size_t n;
	int side;
	bool root;
	uint32_t *out; /* by row */
};

struct cs_charge_matcher *
cs_charge_matcher_create(const struct cs_charge_map *m)
{
	struct cs_charge_matcher *c = cs_mem_new0(1, sizeof *c);

	c->map = m;
	cs_charge_classes_init(&c->classes, m);
	cs_charge_whens_init(&c->whens, m);
	return c;
}

void
cs_charge_matcher_destroy(struct cs_charge_matcher *c)
{
	if (c == NULL)
		return;
	cs_charge_classes_finish(&c->classes);
	cs_charge_whens_finish(&c->whens);
	free(c->charged);
	free(c->repeat);
	free(c->open);
	free(c->hit);
	free(c);
}

/* One array behind the other. */
static void
rows_room(struct cs_charge_matcher *c, size_t n)
{
	if (n <= c->cap)
		return;
	free(c->charged);
	free(c->repeat);
	c->charged = cs_mem_new(6 * n, sizeof *c->charged);
	c->original = c->charged + n;
	c->row = c->original + n;
	c->group = c->row + n;
	c->root_group = c->group + n;
	c->value = c->root_group + n;
	c->repeat = cs_mem_new0(n, 1);
	c->cap = n;
}

const struct cs_charge_split *
cs_charge_split(const struct cs_charge_matcher *c, uint32_t id)
{
	const size_t base = c->map->splits.key.n;

	return id < base ? &c->map->splits.split[id] : &c->classes.splits.split[id - base];
}

/* When a contact, or its first, began. */
static int
instant_of(
    struct cs_charge_matcher *c, const struct pass *p, uint32_t row, int64_t *at, struct cs_err *e)
{
	const struct cs_charge_map *m = c->map;
	const int col = p->root && m->root_started >= 0 ? m->root_started : m->started;
	struct cs_str raw;

	*at = NEVER;
	if (col < 0)
		return 0;
	raw = cs_batch_raw(p->b, row, (unsigned)col);
	if (cs_raw_null(raw) || cs_time_parse_near(&c->near, raw, at))
		return 0;
	return cs_instant_read(p->b, row, m->head->col[col].name, raw, at, e);
}

static int
conflict(const struct cs_charge_matcher *c, const struct pass *p, uint32_t row,
    const struct cs_charge_hit *hit, const size_t pair[2], struct cs_err *e)
{
	const struct cs_charge_rule *one = hit[pair[0]].rule, *two = hit[pair[1]].rule;

	if (two->file < one->file || (two->file == one->file && two->line < one->line)) {
		one = hit[pair[1]].rule;
		two = hit[pair[0]].rule;
	}
	(void)cs_err_set(e, CS_EXIT_DATA,
	    "%s:%llu: two rules hold for this contact, and neither names more: %s:%u and %s:%u",
	    p->b->file, (unsigned long long)cs_batch_line(p->b, row), c->map->file[one->file],
	    one->line, c->map->file[two->file], two->line);
	return cs_err_hint(e, "a rule that names the columns of both decides; or let the condition "
			      "of one leave out what is the other's");
}

static int
settle(
    struct cs_charge_matcher *c, const struct pass *p, uint32_t row, size_t nhit, struct cs_err *e)
{
	size_t pair[2];
	const int rc = cs_charge_settle(&c->classes, c->hit, nhit, &p->out[row], pair);

	if (rc == -1)
		return conflict(c, p, row, c->hit, pair, e);
	if (rc == -2)
		return cs_err_set(e, CS_EXIT_DATA,
		    "%s:%llu: the shares of its joint causes have too many digits to be exact",
		    p->b->file, (unsigned long long)cs_batch_line(p->b, row));
	return 0;
}

/* The rules that hold for a row, of those that name most. */
static int
decide(
    struct cs_charge_matcher *c, const struct pass *p, const struct open_row *o, struct cs_err *e)
{
	const struct cs_charge_cand *cand = o->cand;
	const struct cs_charge_map *m = c->map;
	size_t need = o->need, nhit = 0;
	int64_t at = NEVER;

	p->out[o->row] = 0;
	if (m->dated && instant_of(c, p, o->row, &at, e) != 0)
		return -1;
	c->hit = cs_mem_grow(c->hit, &c->hit_cap, o->n, sizeof *c->hit);
	for (uint32_t i = 0; i < o->n; i++) {
		const struct cs_charge_cond *cond = &m->cond[cand[i].cond];
		const struct cs_charge_rule *rule;

		if (nhit != 0 && cand[i].tier != cand[i - 1].tier)
			break;
		if (cond->when != CS_CHARGE_ANY && !c->whens.need[need++].holds)
			continue;
		rule = cs_charge_rule_at(m, cond, at);
		if (rule != NULL)
			c->hit[nhit++] = (struct cs_charge_hit){cand[i].cond, rule};
	}
	return nhit == 0 ? 0 : settle(c, p, o->row, nhit, e);
}

static void
leave_open(struct cs_charge_matcher *c, const struct pass *p, uint32_t row,
    const struct cs_charge_class *k)
{
	const struct cs_charge_map *m = c->map;

	c->open = cs_mem_grow(c->open, &c->open_cap, c->nopen + 1, sizeof *c->open);
	c->open[c->nopen++] = (struct open_row){k->cand, k->n, row, c->whens.n};
	for (uint32_t i = 0; i < k->n; i++) {
		const uint32_t when = m->cond[k->cand[i].cond].when;

		if (when != CS_CHARGE_ANY)
			cs_charge_whens_ask(&c->whens, when, p->root, row);
	}
}

static int
run_pass(struct cs_charge_matcher *c, const struct pass *p, struct cs_err *e)
{
	c->nopen = 0;
	cs_charge_whens_reset(&c->whens);
	for (size_t i = 0; i < p->n; i++) {
		const struct cs_charge_class *k =
		    cs_charge_class_of(&c->classes, p->side, p->group[i]);

		if (k->split != CS_CHARGE_ANY)
			p->out[p->row[i]] = k->split;
		else
			leave_open(c, p, p->row[i], k);
	}
	if (cs_charge_whens_run(&c->whens, p->b, e) != 0)
		return -1;
	for (size_t i = 0; i < c->nopen; i++) {
		if (decide(c, p, &c->open[i], e) != 0)
			return -1;
	}
	return 0;
}

/* The groups of rows, by the values of all columns. */
static void
group_rows(struct cs_charge_matcher *c, const struct cs_charge_some *rows, uint32_t *group)
{
	memset(group, 0, rows->n * sizeof *group);
	for (unsigned i = 0; i < c->map->ncolumn; i++) {
		cs_charge_classes_values(&c->classes, rows, i, c->value);
		cs_keys_steps(&c->classes.keys, i, group, c->value, rows->n);
	}
}

static int
read_repeat(struct cs_charge_matcher *c, const struct cs_batch *b, uint32_t row, struct cs_err *e)
{
	const unsigned col = (unsigned)c->map->repeats;
	const struct cs_str raw = cs_batch_raw(b, row, col);
	int64_t n = 0;

	if (!cs_raw_null(raw) && !(raw.n == 1 && raw.p[0] == '1') && !cs_num_i64(raw, &n))
		return cs_bad_cell(b, row, c->map->head->col[col].name, raw, "a whole number", e);
	c->repeat[row] = n > 1;
	return 0;
}

/* Rows that are no repeats from the front on, repeats from the end: how many are none, or -1. */
static int64_t
part_rows(struct cs_charge_matcher *c, const struct cs_batch *b, const uint8_t *mark, size_t *left,
    struct cs_err *e)
{
	size_t n = 0, end = b->nrow;

	for (uint32_t i = 0; i < b->nrow; i++) {
		c->repeat[i] = 0;
		if (mark != NULL && mark[i] == 0)
			continue;
		if (c->map->repeats >= 0 && read_repeat(c, b, i, e) != 0)
			return -1;
		if (c->repeat[i])
			c->row[--end] = i;
		else
			c->row[n++] = i;
	}
	*left = b->nrow - end;
	return (int64_t)n;
}

/* Repeats whose first contact is known come first: how many they are. */
static size_t
rooted_first(const struct cs_charge_matcher *c, const struct cs_batch *b, uint32_t *row, size_t n)
{
	const int col = c->map->root_started;
	size_t rooted = 0;

	if (!c->map->roots)
		return 0;
	if (col < 0)
		return n;
	for (size_t i = 0; i < n; i++) {
		const uint32_t r = row[i];

		if (cs_raw_null(cs_batch_raw(b, r, (unsigned)col)))
			continue;
		row[i] = row[rooted];
		row[rooted++] = r;
	}
	return rooted;
}

/* Repeats: by the first contact, and where service failed by themselves. */
static int
match_repeats(struct cs_charge_matcher *c, const struct cs_batch *b, uint32_t *row, size_t n,
    struct cs_charge_found *found, struct cs_err *e)
{
	const size_t rooted = rooted_first(c, b, row, n);
	struct pass failed = {b, row, c->group, n, 1, false, c->charged};
	struct pass root = {b, row, c->root_group, rooted, 0, true, c->original};
	struct pass own = {b, row + rooted, c->group + rooted, n - rooted, 0, false, c->original};

	if (n == 0)
		return 0;
	if (c->map->root_started >= 0)
		found->rootless = n - rooted;
	group_rows(c, &(struct cs_charge_some){b, row, n, false}, c->group);
	group_rows(c, &(struct cs_charge_some){b, row, rooted, true}, c->root_group);
	if (run_pass(c, &root, e) != 0 || run_pass(c, &own, e) != 0 ||
	    (c->map->for_repeats && run_pass(c, &failed, e) != 0))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!c->map->for_repeats || c->charged[row[i]] == 0)
			c->charged[row[i]] = c->original[row[i]];
	}
	return 0;
}

static int
match_rows(struct cs_charge_matcher *c, const struct cs_batch *b, const uint8_t *mark,
    struct cs_charge_found *found, struct cs_err *e)
{
	struct pass p = {.b = b, .side = 0};
	size_t repeats = 0;
	int64_t n;

	rows_room(c, b->nrow);
	cs_charge_classes_trim(&c->classes);
	*found = (struct cs_charge_found){c->charged, c->original, c->repeat, 0};
	n = part_rows(c, b, mark, &repeats, e);
	if (n < 0)
		return -1;
	p.row = c->row;
	p.group = c->group;
	p.n = (size_t)n;
	p.out = c->charged;
	group_rows(c, &(struct cs_charge_some){b, p.row, p.n, false}, c->group);
	if (run_pass(c, &p, e) != 0)
		return -1;
	for (size_t i = 0; i < p.n; i++)
		c->original[p.row[i]] = c->charged[p.row[i]];
	return match_repeats(c, b, c->row + (b->nrow - repeats), repeats, found, e);
}

/*
 * Rows are held against the rules by what they need, not in their order, so that what is wrong with
 * one may show before what is wrong with one before it. Once more, then, row by row: what is told
 * does not depend on which rows came together.
 */
static int
first_error(struct cs_charge_matcher *c, const struct cs_batch *b, const uint8_t *mark,
    struct cs_charge_found *found, struct cs_err *e)
{
	uint8_t *only = cs_mem_new0(b->nrow, 1);
	struct cs_err one;

	for (uint32_t row = 0; row < b->nrow; row++) {
		if (mark != NULL && mark[row] == 0)
			continue;
		only[row] = 1;
		cs_err_clear(&one);
		if (match_rows(c, b, only, found, &one) != 0) {
			*e = one;
			break;
		}
		only[row] = 0;
	}
	free(only);
	return -1;
}

int
cs_charge_match(struct cs_charge_matcher *c, const struct cs_batch *b, const uint8_t *mark,
    struct cs_charge_found *found, struct cs_err *e)
{
	return match_rows(c, b, mark, found, e) == 0 ? 0 : first_error(c, b, mark, found, e);
}
