/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers by group, part and time: see sums.h. */
#include "retain/sums.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

enum { T_BITS = 24, PART_BITS = 8, FIRST_SLOTS = 1 << 8 };

/* group, part, t from the upper bits down, so that keys have the order of sums. No key is FREE, as
 * there is no group CS_GROUP_NONE. */
#define FREE UINT64_MAX

struct cs_sums_slot {
	uint64_t key;
	uint64_t half[2]; /* of the number, low first: 128 bits aligned as 64 */
};

static inline uint64_t
key_of(uint32_t group, unsigned part, int32_t t)
{
	return (uint64_t)group << (T_BITS + PART_BITS) | (uint64_t)part << T_BITS |
	       (uint64_t)(t - CS_SUMS_T_MIN);
}

static inline cs_i128
slot_number(const struct cs_sums_slot *s)
{
	return (cs_i128)((unsigned __int128)s->half[1] << 64 | s->half[0]);
}

static inline void
slot_set(struct cs_sums_slot *s, cs_i128 v)
{
	s->half[0] = (uint64_t)v;
	s->half[1] = (uint64_t)((unsigned __int128)v >> 64);
}

void
cs_sums_init(struct cs_sums *s, const struct cs_sums_form *form)
{
	*s = (struct cs_sums){.form = form};
	cs_keys_init(&s->keys, form->nkey);
}

void
cs_sums_finish(struct cs_sums *s)
{
	if (s->form != NULL)
		cs_keys_finish(&s->keys);
	free(s->slot);
	free(s->sum);
	free(s->order);
	free(s->first);
	*s = (struct cs_sums){.form = NULL};
}

static struct cs_sums_slot *
slot_find(struct cs_sums_slot *slot, size_t mask, uint64_t key)
{
	size_t at = cs_map_hash_number(key) & mask;

	while (slot[at].key != key && slot[at].key != FREE)
		at = (at + 1) & mask;
	return &slot[at];
}

static void
grow(struct cs_sums *s)
{
	size_t slots = s->mask != 0 ? (s->mask + 1) * 2 : FIRST_SLOTS;
	struct cs_sums_slot *slot = cs_mem_new(slots, sizeof *slot);

	for (size_t i = 0; i < slots; i++)
		slot[i].key = FREE;
	for (size_t i = 0; s->mask != 0 && i <= s->mask; i++) {
		if (s->slot[i].key != FREE)
			*slot_find(slot, slots - 1, s->slot[i].key) = s->slot[i];
	}
	free(s->slot);
	s->slot = slot;
	s->mask = slots - 1;
}

void
cs_sums_add128(struct cs_sums *s, uint32_t group, unsigned part, int32_t t, cs_i128 v)
{
	struct cs_sums_slot *slot;
	cs_i128 sum;

	assert(part < s->form->npart && t >= CS_SUMS_T_MIN && t <= CS_SUMS_T_MAX);
	if ((s->n + 1) * 3 > s->mask * 2)
		grow(s);
	slot = slot_find(s->slot, s->mask, key_of(group, part, t));
	if (slot->key == FREE) {
		*slot = (struct cs_sums_slot){.key = key_of(group, part, t)};
		s->n++;
	}
	s->over |= __builtin_add_overflow(slot_number(slot), v, &sum);
	slot_set(slot, sum);
}

void
cs_sums_add(struct cs_sums *s, uint32_t group, unsigned part, int32_t t, int64_t v)
{
	cs_sums_add128(s, group, part, t, v);
}

void
cs_sums_merge(struct cs_sums *s, const struct cs_sums *from)
{
	uint32_t *map = cs_mem_new(from->keys.ngroup + 1, sizeof *map);

	cs_keys_merge(&s->keys, &from->keys, map);
	for (size_t i = 0; from->mask != 0 && i <= from->mask; i++) {
		const struct cs_sums_slot *slot = &from->slot[i];
		uint32_t group = (uint32_t)(slot->key >> (T_BITS + PART_BITS));

		if (slot->key == FREE)
			continue;
		cs_sums_add128(s, s->form->nkey != 0 ? map[group] : group,
		    (unsigned)(slot->key >> T_BITS) & ((1 << PART_BITS) - 1),
		    (int32_t)(slot->key & ((1 << T_BITS) - 1)) + CS_SUMS_T_MIN, slot_number(slot));
	}
	s->over |= from->over;
	free(map);
}

static int
compare(const void *pa, const void *pb)
{
	const struct cs_sums_slot *a = pa, *b = pb;

	return (a->key > b->key) - (a->key < b->key);
}

/* All slots in use, by group id, part and t. */
static struct cs_sums_slot *
packed(const struct cs_sums *s)
{
	struct cs_sums_slot *slot = cs_mem_new(s->n + 1, sizeof *slot);
	size_t n = 0;

	for (size_t i = 0; s->mask != 0 && i <= s->mask; i++) {
		if (s->slot[i].key != FREE)
			slot[n++] = s->slot[i];
	}
	if (n != 0)
		qsort(slot, n, sizeof *slot, compare);
	return slot;
}

/* By group id: where its sums begin among the packed, one more at the end. */
static size_t *
begins(const struct cs_sums *s, const struct cs_sums_slot *slot)
{
	size_t groups = s->keys.ngroup, *begin = cs_mem_new0(groups + 1, sizeof *begin);

	for (size_t i = 0; i < s->n; i++)
		begin[(slot[i].key >> (T_BITS + PART_BITS)) + 1]++;
	for (size_t g = 0; g < groups; g++)
		begin[g + 1] += begin[g];
	return begin;
}

int
cs_sums_sort(struct cs_sums *s, struct cs_err *e)
{
	struct cs_sums_slot *slot = packed(s);
	size_t *begin = begins(s, slot), n = 0;
	uint32_t *order = cs_mem_new(s->keys.ngroup + 1, sizeof *order);

	cs_keys_sort(&s->keys, s->form->key, NULL, order);
	free(s->sum);
	free(s->order);
	free(s->first);
	s->sum = cs_mem_new(s->n + 1, sizeof *s->sum);
	s->order = order;
	s->first = cs_mem_new(s->keys.ngroup + 1, sizeof *s->first);
	s->ngroup = 0;
	for (size_t i = 0; i < s->keys.ngroup; i++) {
		uint32_t g = order[i];

		if (begin[g] == begin[g + 1])
			continue;
		s->first[s->ngroup] = n;
		order[s->ngroup++] = g;
		for (size_t k = begin[g]; k < begin[g + 1]; k++)
			s->sum[n++] = (struct cs_sum){g,
			    (uint8_t)(slot[k].key >> T_BITS & ((1 << PART_BITS) - 1)),
			    (int32_t)(slot[k].key & ((1 << T_BITS) - 1)) + CS_SUMS_T_MIN,
			    slot_number(&slot[k])};
	}
	s->first[s->ngroup] = n;
	free(begin);
	free(slot);
	if (s->over)
		return cs_err_set(e, CS_EXIT_DATA, "a sum is too large to be counted");
	return 0;
}

struct cs_str
cs_sums_key(const struct cs_sums *s, size_t i, unsigned key)
{
	uint32_t group = s->order[i], value = group;

	for (unsigned k = s->form->nkey; k-- > key;) {
		value = group;
		if (k != 0)
			cs_keys_split(&s->keys, k, group, &group, &value);
	}
	return cs_map_key(&s->keys.value[key], value);
}

const struct cs_sum *
cs_sums_part(const struct cs_sums *s, size_t i, unsigned part, size_t *n)
{
	size_t lo = s->first[i], hi = s->first[i + 1], end;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->sum[mid].part < part)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (end = lo, hi = s->first[i + 1]; end < hi;) {
		size_t mid = end + (hi - end) / 2;

		if (s->sum[mid].part <= part)
			end = mid + 1;
		else
			hi = mid;
	}
	*n = end - lo;
	return &s->sum[lo];
}

cs_i128
cs_sums_get(const struct cs_sums *s, size_t i, unsigned part, int32_t t)
{
	size_t n, lo = 0;
	const struct cs_sum *sum = cs_sums_part(s, i, part, &n);

	for (size_t hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (sum[mid].t < t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && sum[lo].t == t ? sum[lo].v : 0;
}

bool
cs_sums_same(const struct cs_sums *s, size_t i, unsigned n)
{
	for (unsigned k = 0; i != 0 && k < n; k++) {
		if (!cs_str_eq(cs_sums_key(s, i, k), cs_sums_key(s, i - 1, k)))
			return false;
	}
	return i != 0;
}

size_t
cs_sums_bytes(const struct cs_sums *s)
{
	size_t slots = s->mask != 0 ? s->mask + 1 : 0;

	return cs_keys_bytes(&s->keys) + slots * sizeof *s->slot + s->n * sizeof *s->sum;
}
