/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics added up: see store.h. */
#include "cell/store.h"

static void
merge_sets(struct cs_acc *to, const struct cs_acc *from, const uint32_t *map)
{
	struct cs_buf key = CS_BUF_INIT;

	for (uint32_t id = 0; id < from->set.n; id++) {
		struct cs_group_item it = cs_group_item(&from->set, id);

		if (map[it.group] != CS_GROUP_NONE)
			cs_store_distinct(to, map[it.group], it.value, &key);
	}
	cs_buf_finish(&key);
}

/* False when a histogram's count runs over; the counts themselves cannot, rows are 64 bits. */
static bool
merge_one(enum cs_acc_kind kind, struct cs_acc *to, size_t t, const struct cs_acc *from, size_t f)
{
	switch (kind) {
	case CS_ACC_COUNT:
	case CS_ACC_PER:
		to->count[t] += from->count[f];
		return true;
	case CS_ACC_SHARE:
		to->share[t].n += from->share[f].n;
		to->share[t].x += from->share[f].x;
		return true;
	case CS_ACC_MOMENTS:
		cs_moments_merge(&to->moments[t], &from->moments[f]);
		return true;
	case CS_ACC_HIST:
		return cs_hist_merge(&to->hist[t], &from->hist[f]);
	case CS_ACC_SKETCH:
		return cs_sketch_merge(&to->sketch[t], &from->sketch[f]);
	case CS_ACC_NPS:
		to->nps[t].up += from->nps[f].up;
		to->nps[t].mid += from->nps[f].mid;
		to->nps[t].down += from->nps[f].down;
		return true;
	case CS_ACC_REPEAT:
		to->repeat[t].n += from->repeat[f].n;
		to->repeat[t].x += from->repeat[f].x;
		to->repeat[t].early += from->repeat[f].early;
		return true;
	case CS_ACC_SURVIVAL:
		return cs_km_merge(&to->km[t], &from->km[f]);
	case CS_ACC_STOCK:
		return cs_stock_merge(&to->stock[t], &from->stock[f]);
	case CS_ACC_SPENT:
	case CS_ACC_OVERLAP:
		return !__builtin_add_overflow(to->time[t], from->time[f], &to->time[t]);
	case CS_ACC_DISTINCT:
	case CS_ACC_KINDS:
		break;
	}
	return true;
}

int
cs_store_add(struct cs_store *s, unsigned acc, uint32_t to, const struct cs_store *from,
    uint32_t group, struct cs_err *e)
{
	const struct cs_acc_def *d = &s->scheme->acc[acc];
	struct cs_str code = d->money ? cs_store_currency(from, acc, group) : cs_str(NULL, 0);

	if (code.p != NULL && cs_store_money(s, acc, to, code, e) != 0)
		return -1;
	if (!merge_one(d->kind, &s->acc[acc], to, &from->acc[acc], group))
		return cs_err_set(e, CS_EXIT_DATA, "a count is over 2^63");
	return 0;
}

int
cs_store_merge_acc(struct cs_store *s, const struct cs_store *from, unsigned acc,
    const uint32_t *map, size_t n, struct cs_err *e)
{
	const struct cs_acc_def *d = &s->scheme->acc[acc];
	struct cs_acc *to = &s->acc[acc];

	if (d->kind == CS_ACC_DISTINCT) {
		merge_sets(to, &from->acc[acc], map);
		return 0;
	}
	if (d->money && cs_store_money_merge(s, from, acc, map, n, e) != 0)
		return -1;
	for (size_t g = 0; g < n; g++) {
		if (map[g] != CS_GROUP_NONE && !merge_one(d->kind, to, map[g], &from->acc[acc], g))
			return cs_err_set(e, CS_EXIT_DATA, "a count is over 2^63");
	}
	if (d->kind == CS_ACC_PER && !cs_per_merge(&to->per, &from->acc[acc].per, map))
		return cs_err_set(e, CS_EXIT_DATA, "the sum for a key is over 2^63");
	return 0;
}

int
cs_store_merge(struct cs_store *s, const struct cs_store *from, const uint32_t *map, size_t n,
    struct cs_err *e)
{
	for (size_t g = 0; g < n; g++) {
		if (map[g] != CS_GROUP_NONE)
			s->rows[map[g]] += from->rows[g];
	}
	for (unsigned i = 0; i < s->scheme->nacc; i++) {
		if (cs_store_merge_acc(s, from, i, map, n, e) != 0)
			return -1;
	}
	return 0;
}
