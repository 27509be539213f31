/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact histograms, the side that takes values in: see hist.h. */
#include "stat/hist.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	DENSE_MAX = 1 << 20, /* counters at most: 2 MiB */
	DENSE_MIN = 64,	     /* the first array of counters */
	SPILL_MIN = 8,	     /* slots of the first spill */
	CARRY = 65536,	     /* what a counter that ran over hands to the spill */
	SLOT_COST = 20,	     /* bytes a value costs in the spill, at its usual fill */
};

void
cs_hist_finish(struct cs_hist *h)
{
	free(h->dense);
	free(h->spill);
	*h = (struct cs_hist)CS_HIST_INIT;
}

size_t
cs_hist_bytes(const struct cs_hist *h)
{
	size_t slots = h->spill_mask != 0 ? (size_t)h->spill_mask + 1 : 0;

	return h->cap * sizeof *h->dense + slots * sizeof *h->spill;
}

/* Neighbouring seconds must not form runs: the multiplier spreads them (Fibonacci hashing). */
static uint32_t
slot_of(int64_t v, uint32_t mask)
{
	return (uint32_t)(((uint64_t)v * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & mask;
}

/* The slot of v, or the free one where it goes. There is always a free one. */
static struct cs_bin *
spill_find(const struct cs_hist *h, int64_t v)
{
	uint32_t i = slot_of(v, h->spill_mask);

	while (h->spill[i].count != 0 && h->spill[i].value != v)
		i = (i + 1) & h->spill_mask;
	return &h->spill[i];
}

static void
spill_resize(struct cs_hist *h, uint32_t slots)
{
	struct cs_bin *old = h->spill;
	size_t n = old != NULL ? (size_t)h->spill_mask + 1 : 0;

	h->spill = cs_mem_new0(slots, sizeof *h->spill);
	h->spill_mask = slots - 1;
	for (size_t i = 0; i < n; i++) {
		if (old[i].count != 0)
			*spill_find(h, old[i].value) = old[i];
	}
	free(old);
}

/*
 * How many counters there should be: the largest power of two for which the spilled values that
 * would move there take more memory now than the new counters.
 */
static uint32_t
dense_wanted(const struct cs_hist *h)
{
	uint64_t moves[21] = {0}, sum = 0;
	uint32_t best = h->cap, cap;
	int log;

	for (size_t i = 0; i <= h->spill_mask; i++) {
		const struct cs_bin *s = &h->spill[i];

		if (s->count == 0 || s->value < h->cap || s->value >= DENSE_MAX)
			continue;
		log = s->value == 0 ? 0 : 64 - __builtin_clzll((uint64_t)s->value);
		moves[log]++; /* needs 2^log counters */
	}
	for (log = 0; log <= 20; log++) {
		sum += moves[log];
		cap = UINT32_C(1) << log;
		if (cap >= DENSE_MIN && cap > h->cap &&
		    sum * SLOT_COST >= (cap - h->cap) * sizeof *h->dense)
			best = cap;
	}
	return best;
}

/* Moves what fits from the spill into `cap` counters; whole carries stay behind. */
static void
dense_grow(struct cs_hist *h, uint32_t cap)
{
	size_t n = h->spill_mask != 0 ? (size_t)h->spill_mask + 1 : 0;
	uint32_t keep = 0, slots = SPILL_MIN;

	h->dense = cs_mem_resize(h->dense, cap, sizeof *h->dense);
	memset(h->dense + h->cap, 0, (cap - h->cap) * sizeof *h->dense);
	for (size_t i = 0; i < n; i++) {
		struct cs_bin *s = &h->spill[i];

		if (s->count != 0 && s->value >= h->cap && s->value < cap) {
			h->dense[s->value] = (uint16_t)(s->count % CARRY);
			s->count -= s->count % CARRY;
		}
		keep += s->count != 0;
	}
	h->cap = cap;
	while (slots / 4 * 3 <= keep)
		slots *= 2;
	h->nspill = keep;
	spill_resize(h, slots);
}

/* Makes room for one more value in the spill, or gives more counters so that there is room. */
static void
spill_room(struct cs_hist *h)
{
	uint32_t cap;

	if (h->nspill + 1 <= (h->spill_mask + 1) / 4 * 3)
		return;
	cap = dense_wanted(h);
	if (cap > h->cap)
		dense_grow(h, cap);
	else if (h->spill_mask < UINT32_MAX / 2)
		spill_resize(h, (h->spill_mask + 1) * 2);
	else
		cs_mem_fail();
}

/* Counts v without counting it in h->n. */
static void
put(struct cs_hist *h, int64_t v, int64_t count)
{
	struct cs_bin *s;
	uint32_t cap, low;

	for (;;) {
		if (v >= 0 && v < h->cap) {
			low = h->dense[v] + (uint32_t)(count % CARRY);
			h->dense[v] = (uint16_t)low;
			count = count / CARRY * CARRY + (low >= CARRY ? CARRY : 0);
		}
		if (count == 0)
			return;
		if (h->spill_mask == 0)
			spill_resize(h, SPILL_MIN);
		s = spill_find(h, v);
		if (s->count != 0)
			break;
		cap = h->cap;
		spill_room(h);
		s = spill_find(h, v);
		if (h->cap == cap) {
			s->value = v;
			h->nspill++;
			break;
		}
		/* there are more counters than before, and perhaps one for v */
	}
	s->count += count;
}

void
cs_hist_add_slow(struct cs_hist *h, int64_t v)
{
	put(h, v, v >= 0 && v < h->cap ? CARRY : 1);
}

bool
cs_hist_add_n(struct cs_hist *h, int64_t v, int64_t count)
{
	int64_t n;

	if (count < 0 || __builtin_add_overflow(h->n, count, &n))
		return false;
	put(h, v, count);
	h->n = n;
	return true;
}

bool
cs_hist_merge(struct cs_hist *h, const struct cs_hist *from)
{
	int64_t n;

	if (__builtin_add_overflow(h->n, from->n, &n))
		return false;
	/* that many counters paid for themselves there, so they do here */
	if (from->cap > h->cap)
		dense_grow(h, from->cap);
	for (uint32_t i = 0; i < from->cap; i++)
		put(h, i, from->dense[i]);
	for (size_t i = 0; from->spill_mask != 0 && i <= from->spill_mask; i++)
		put(h, from->spill[i].value, from->spill[i].count);
	h->n = n;
	return true;
}
