/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers by group, part and time: see sums.h. */
#include "retain/sums.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

enum { T_BITS = 24, PART_BITS = 8, FIRST_SLOTS = 1 << 8, WAIT = 32 };

/* group, part, t from the upper bits down, so that keys have the order of sums. No key is FREE, as
 * there is no group CS_GROUP_NONE. */
#define FREE UINT64_MAX

struct cs_sums_slot {
	uint64_t key;
	int64_t v;
};

static inline uint64_t
key_of(uint32_t group, unsigned part, int32_t t)
{
	return (uint64_t)group << (T_BITS + PART_BITS) | (uint64_t)part << T_BITS |
	       (uint64_t)(t - CS_SUMS_T_MIN);
}

static inline uint32_t
key_group(uint64_t key)
{
	return (uint32_t)(key >> (T_BITS + PART_BITS));
}

static inline unsigned
key_part(uint64_t key)
{
	return (unsigned)(key >> T_BITS) & ((1 << PART_BITS) - 1);
}

static inline int32_t
key_time(uint64_t key)
{
	return (int32_t)(key & ((1 << T_BITS) - 1)) + CS_SUMS_T_MIN;
}

void
cs_sums_init(struct cs_sums *s, const struct cs_sums_form *form)
{
	*s = (struct cs_sums){.form = form};
	cs_keys_init(&s->keys, form->nkey);
	s->wait = cs_mem_new(WAIT, sizeof *s->wait);
	for (unsigned i = 0; i < WAIT; i++)
		s->wait[i].key = FREE;
}

void
cs_sums_finish(struct cs_sums *s)
{
	if (s->form != NULL)
		cs_keys_finish(&s->keys);
	free(s->low.slot);
	free(s->far.slot);
	free(s->wide);
	free(s->wait);
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
grow(struct cs_sums_table *t)
{
	size_t slots = t->mask != 0 ? (t->mask + 1) * 2 : FIRST_SLOTS;
	struct cs_sums_slot *slot = cs_mem_new(slots, sizeof *slot);

	for (size_t i = 0; i < slots; i++)
		slot[i].key = FREE;
	for (size_t i = 0; t->mask != 0 && i <= t->mask; i++) {
		if (t->slot[i].key != FREE)
			*slot_find(slot, slots - 1, t->slot[i].key) = t->slot[i];
	}
	free(t->slot);
	t->slot = slot;
	t->mask = slots - 1;
}

/* The slot of a key; a new one has first. */
static struct cs_sums_slot *
slot_of(struct cs_sums_table *t, uint64_t key, int64_t first)
{
	struct cs_sums_slot *slot;

	if ((t->n + 1) * 3 > t->mask * 2)
		grow(t);
	slot = slot_find(t->slot, t->mask, key);
	if (slot->key == FREE) {
		*slot = (struct cs_sums_slot){key, first};
		t->n++;
	}
	return slot;
}

/* Adds what does not fit into a slot. */
static void
add_wide(struct cs_sums *s, uint64_t key, cs_i128 v)
{
	size_t known = s->far.n;
	int64_t at = slot_of(&s->far, key, (int64_t)known)->v;

	if (s->far.n != known) {
		s->wide = cs_mem_grow(s->wide, &s->wide_cap, s->far.n, sizeof *s->wide);
		s->wide[at] = 0;
	}
	s->over |= __builtin_add_overflow(s->wide[at], v, &s->wide[at]);
}

static void
add_now(struct cs_sums *s, uint64_t key, int64_t v)
{
	struct cs_sums_slot *slot = slot_of(&s->low, key, 0);
	int64_t sum;

	if (__builtin_add_overflow(slot->v, v, &sum)) {
		add_wide(s, key, (cs_i128)slot->v + v);
		sum = 0;
	}
	slot->v = sum;
}

/* Adds it when as many others have come. */
static void
add_soon(struct cs_sums *s, uint64_t key, int64_t v)
{
	struct cs_sums_slot *wait = &s->wait[s->turn++ % WAIT];

	if (wait->key != FREE)
		add_now(s, wait->key, wait->v);
	*wait = (struct cs_sums_slot){key, v};
	if (s->low.mask != 0)
		__builtin_prefetch(&s->low.slot[cs_map_hash_number(key) & s->low.mask], 1);
}

void
cs_sums_add(struct cs_sums *s, uint32_t group, unsigned part, int32_t t, int64_t v)
{
	assert(part < s->form->npart && t >= CS_SUMS_T_MIN && t <= CS_SUMS_T_MAX);
	add_soon(s, key_of(group, part, t), v);
}

void
cs_sums_add128(struct cs_sums *s, uint32_t group, unsigned part, int32_t t, cs_i128 v)
{
	const bool fits = v >= INT64_MIN && v <= INT64_MAX;

	cs_sums_add(s, group, part, t, fits ? (int64_t)v : 0);
	if (!fits)
		add_wide(s, key_of(group, part, t), v);
}

/* The key that one of another table has here. */
static uint64_t
key_here(const struct cs_sums *s, const uint32_t *map, uint64_t key)
{
	uint32_t group = key_group(key);

	return key_of(s->form->nkey != 0 ? map[group] : group, key_part(key), key_time(key));
}

void
cs_sums_merge(struct cs_sums *s, const struct cs_sums *from)
{
	uint32_t *map = cs_mem_new(from->keys.ngroup + 1, sizeof *map);
	const struct cs_sums_slot *slot = from->low.slot, *wait = from->wait;

	cs_keys_merge(&s->keys, &from->keys, map);
	for (size_t i = 0; from->low.mask != 0 && i <= from->low.mask; i++)
		if (slot[i].key != FREE)
			add_soon(s, key_here(s, map, slot[i].key), slot[i].v);
	for (unsigned i = 0; i < WAIT; i++)
		if (wait[i].key != FREE)
			add_soon(s, key_here(s, map, wait[i].key), wait[i].v);
	for (size_t i = 0; from->far.mask != 0 && i <= from->far.mask; i++) {
		slot = &from->far.slot[i];
		if (slot->key != FREE)
			add_wide(s, key_here(s, map, slot->key), from->wide[slot->v]);
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

/* Nothing waits any more. */
static void
settle(struct cs_sums *s)
{
	for (unsigned i = 0; i < WAIT; i++) {
		if (s->wait[i].key != FREE)
			add_now(s, s->wait[i].key, s->wait[i].v);
		s->wait[i].key = FREE;
	}
	s->n = s->low.n;
}

/* By group id: where its sums begin in the order of groups, of which those without are dropped. */
static size_t *
begins(struct cs_sums *s)
{
	size_t *begin = cs_mem_new0(s->keys.ngroup + 1, sizeof *begin), n = 0;

	for (size_t i = 0; s->low.mask != 0 && i <= s->low.mask; i++)
		if (s->low.slot[i].key != FREE)
			begin[key_group(s->low.slot[i].key)]++;
	s->ngroup = 0;
	for (size_t i = 0; i < s->keys.ngroup; i++) {
		uint32_t g = s->order[i];
		size_t of_group = begin[g];

		begin[g] = n;
		if (of_group == 0)
			continue;
		s->first[s->ngroup] = n;
		s->order[s->ngroup++] = g;
		n += of_group;
	}
	s->first[s->ngroup] = n;
	return begin;
}

/* The slots in use by group, in the order of these, then part and t. */
static struct cs_sums_slot *
packed(struct cs_sums *s)
{
	struct cs_sums_slot *slot = cs_mem_new(s->n + 1, sizeof *slot);
	size_t *begin = begins(s);

	for (size_t i = 0; s->low.mask != 0 && i <= s->low.mask; i++)
		if (s->low.slot[i].key != FREE)
			slot[begin[key_group(s->low.slot[i].key)]++] = s->low.slot[i];
	for (size_t g = 0; g < s->ngroup; g++)
		qsort(slot + s->first[g], s->first[g + 1] - s->first[g], sizeof *slot, compare);
	free(begin);
	return slot;
}

/* All of a number, of which a slot has but what fits. */
static cs_i128
whole(struct cs_sums *s, const struct cs_sums_slot *slot)
{
	cs_i128 v = slot->v;
	const struct cs_sums_slot *far;

	if (s->far.mask == 0)
		return v;
	far = slot_find(s->far.slot, s->far.mask, slot->key);
	if (far->key != FREE)
		s->over |= __builtin_add_overflow(v, s->wide[far->v], &v);
	return v;
}

int
cs_sums_sort(struct cs_sums *s, struct cs_err *e)
{
	struct cs_sums_slot *slot;

	settle(s);
	free(s->sum);
	free(s->order);
	free(s->first);
	s->order = cs_mem_new(s->keys.ngroup + 1, sizeof *s->order);
	s->first = cs_mem_new(s->keys.ngroup + 1, sizeof *s->first);
	cs_keys_sort(&s->keys, s->form->key, NULL, s->order);
	slot = packed(s);
	s->sum = cs_mem_new(s->n + 1, sizeof *s->sum);
	for (size_t i = 0; i < s->n; i++)
		s->sum[i] = (struct cs_sum){key_group(slot[i].key), (uint8_t)key_part(slot[i].key),
		    key_time(slot[i].key), whole(s, &slot[i])};
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
	size_t slots = s->low.mask + s->far.mask;

	return cs_keys_bytes(&s->keys) + slots * sizeof *s->wait + s->wide_cap * sizeof *s->wide +
	       s->low.n * sizeof *s->sum;
}
