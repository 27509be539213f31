/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact histograms, the side that takes values in: see hist.h. */
#include "stat/hist.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	DENSE_MAX = 1 << 20, /* counters at most: 2 MiB */
	DENSE_SOON = 512,    /* counters that a value below is worth which came over 255 times */
	DENSE_MIN = 64,	     /* the first array of counters */
	LOG_MIN = 3,	     /* of the slots of the first table */
	SPILL_MIN = 8,	     /* slots of the first spill */
	CARRY = 65536,	     /* what a counter that ran over hands to the spill */
	VALUE_MAX = 1 << 24, /* values of the table are below */
	COUNT_BITS = 8,	     /* ... and their counts */
	COUNT_MAX = 255,     /* up to this */
	SLOT_COST = 12,	     /* bytes that counters may cost a value that they take over */
	CAP_LOG_MAX = 20,    /* DENSE_MAX = 2^20 */
};

void
cs_hist_finish(struct cs_hist *h)
{
	if (h->many) {
		free(h->dense);
		free(h->more->spill);
		free(h->more);
	}
	*h = (struct cs_hist)CS_HIST_INIT;
}

size_t
cs_hist_bytes(const struct cs_hist *h)
{
	const struct cs_hist_more *m = h->more;

	if (!h->many)
		return 0;
	return h->cap * sizeof *h->dense + sizeof *m + (sizeof *m->slot << h->log) +
	       (m->spill != NULL ? ((size_t)m->spill_mask + 1) * sizeof *m->spill : 0);
}

/* The slot of v in the spill, or the free one where it goes. There is always a free one. */
static struct cs_bin *
spill_find(const struct cs_hist_more *m, int64_t v)
{
	uint32_t i = (uint32_t)cs_hist_slot(v, 32) & m->spill_mask;

	while (m->spill[i].count != 0 && m->spill[i].value != v)
		i = (i + 1) & m->spill_mask;
	return &m->spill[i];
}

static void
spill_grow(struct cs_hist_more *m)
{
	struct cs_bin *old = m->spill;
	size_t n = old != NULL ? (size_t)m->spill_mask + 1 : 0;

	if (n > UINT32_MAX / 2)
		cs_mem_fail();
	m->spill = cs_mem_new0(n != 0 ? 2 * n : SPILL_MIN, sizeof *m->spill);
	m->spill_mask = (uint32_t)(n != 0 ? 2 * n : SPILL_MIN) - 1;
	for (size_t i = 0; i < n; i++) {
		if (old[i].count != 0)
			*spill_find(m, old[i].value) = old[i];
	}
	free(old);
}

static void
spill_add(struct cs_hist_more *m, int64_t v, int64_t count)
{
	struct cs_bin *s;

	if (m->spill == NULL || m->nspill + 1 > (m->spill_mask + 1) / 4 * 3)
		spill_grow(m);
	s = spill_find(m, v);
	m->nspill += s->count == 0;
	s->value = v;
	s->count += count;
}

/* The slot of v in the table, or the free one where it goes. There is always a free one. */
static uint32_t *
table_find(const struct cs_hist *h, uint32_t v)
{
	const uint32_t mask = (UINT32_C(1) << h->log) - 1;
	struct cs_hist_more *m = h->more;
	uint32_t i = cs_hist_slot(v, h->log);

	while (m->slot[i] != 0 && m->slot[i] >> COUNT_BITS != v)
		i = (i + 1) & mask;
	return &m->slot[i];
}

/* A table of 2^log slots with the values of the old one that are not below `from`. */
static void
table_renew(struct cs_hist *h, uint8_t log, uint32_t from)
{
	const size_t slots = (size_t)1 << log, nold = (size_t)1 << h->log;
	struct cs_hist_more *old = h->more, *m;

	m = cs_mem_new(1, sizeof *m + slots * sizeof *m->slot);
	memset(m, 0, sizeof *m + slots * sizeof *m->slot);
	h->more = m;
	h->log = log;
	if (old == NULL)
		return;
	m->spill = old->spill;
	m->spill_mask = old->spill_mask;
	m->nspill = old->nspill;
	for (size_t i = 0; i < nold; i++) {
		if (old->slot[i] != 0 && old->slot[i] >> COUNT_BITS >= from) {
			*table_find(h, old->slot[i] >> COUNT_BITS) = old->slot[i];
			m->n++;
		}
	}
	free(old);
}

/*
 * How many counters there should be: the largest power of two for which the values of the table
 * that would move there pay for the new counters.
 */
static uint32_t
dense_wanted(const struct cs_hist *h)
{
	const struct cs_hist_more *m = h->more;
	uint64_t moves[CAP_LOG_MAX + 1] = {0}, sum = 0;
	uint32_t best = h->cap, cap;
	int log;

	for (size_t i = 0; i >> h->log == 0; i++) {
		uint32_t v = m->slot[i] >> COUNT_BITS;

		if (m->slot[i] != 0 && v < DENSE_MAX)
			moves[v == 0 ? 0 : 32 - __builtin_clz(v)]++; /* needs 2^that counters */
	}
	for (log = 0; log <= CAP_LOG_MAX; log++) {
		sum += moves[log];
		cap = UINT32_C(1) << log;
		if (cap >= DENSE_MIN && cap > h->cap &&
		    sum * SLOT_COST >= (cap - h->cap) * sizeof *h->dense)
			best = cap;
	}
	return best;
}

/* Moves what fits from the table into `cap` counters. */
static void
dense_grow(struct cs_hist *h, uint32_t cap)
{
	struct cs_hist_more *m = h->more;
	uint32_t keep = 0, v;
	uint8_t log = LOG_MIN;

	h->dense = cs_mem_resize(h->dense, cap, sizeof *h->dense);
	memset(h->dense + h->cap, 0, (cap - h->cap) * sizeof *h->dense);
	for (size_t i = 0; i >> h->log == 0; i++) {
		v = m->slot[i] >> COUNT_BITS;
		if (m->slot[i] != 0 && v < cap)
			h->dense[v] = m->slot[i] & COUNT_MAX;
		keep += m->slot[i] != 0 && v >= cap;
	}
	h->cap = cap;
	while ((UINT32_C(1) << log) / 8 * 7 <= keep)
		log++;
	table_renew(h, log, cap);
}

/* Room for one more value in the table, or counters that leave some. */
static void
table_room(struct cs_hist *h)
{
	uint32_t cap;

	if (h->more->n + 1 <= (UINT32_C(1) << h->log) / 8 * 7)
		return;
	cap = dense_wanted(h);
	if (cap > h->cap)
		dense_grow(h, cap);
	else
		table_renew(h, h->log + 1, 0);
}

/* Counts v, which no counter is for, as far as the table can; gives the rest. */
static int64_t
table_add(struct cs_hist *h, uint32_t v, int64_t count)
{
	uint32_t *s = table_find(h, v);
	int64_t rest;

	h->more->n += *s == 0;
	count += *s & COUNT_MAX;
	rest = (count - 1) / COUNT_MAX * COUNT_MAX;
	*s = v << COUNT_BITS | (uint32_t)(count - rest);
	return rest;
}

static void
begin_many(struct cs_hist *h)
{
	uint32_t few[CS_HIST_FEW];

	memcpy(few, h->few, sizeof few);
	h->many = true;
	h->dense = NULL;
	h->more = NULL;
	table_renew(h, LOG_MIN, 0);
	for (int64_t i = 0; i < h->n; i++)
		(void)table_add(h, few[i], 1);
}

/* Counts v (count > 0) without counting it in h->n. */
static void
put(struct cs_hist *h, int64_t v, int64_t count)
{
	if (!h->many && v >= 0 && v < VALUE_MAX && count <= CS_HIST_FEW - h->n) {
		for (int64_t i = 0; i < count; i++)
			h->few[h->n + i] = (uint32_t)v;
		return;
	}
	if (!h->many)
		begin_many(h);
	if (v >= h->cap && v < VALUE_MAX)
		table_room(h);
	if (v >= 0 && v < h->cap) {
		int64_t low = h->dense[v] + count % CARRY;

		h->dense[v] = (uint16_t)low;
		count = count / CARRY * CARRY + (low >= CARRY ? CARRY : 0);
	} else if (v >= 0 && v < VALUE_MAX) {
		count = table_add(h, (uint32_t)v, count);
		/* what comes that often is worth a counter */
		if (count != 0 && v < DENSE_SOON)
			dense_grow(h, v < DENSE_MIN ? DENSE_MIN : DENSE_SOON);
	}
	if (count != 0)
		spill_add(h->more, v, count);
}

void
cs_hist_add_slow(struct cs_hist *h, int64_t v)
{
	uint32_t *s;

	if (v >= 0 && v < h->cap) {
		spill_add(h->more, v, CARRY);
		return;
	}
	if (h->many && v >= 0 && v < VALUE_MAX) {
		s = table_find(h, (uint32_t)v);
		if (*s != 0 && (*s & COUNT_MAX) != COUNT_MAX) {
			++*s;
			return;
		}
	}
	put(h, v, 1);
}

bool
cs_hist_add_n(struct cs_hist *h, int64_t v, int64_t count)
{
	int64_t n;

	if (count < 0 || __builtin_add_overflow(h->n, count, &n))
		return false;
	if (count != 0)
		put(h, v, count);
	h->n = n;
	return true;
}

/* Adds a value of another histogram: one of few has them counted by n. */
static void
take(struct cs_hist *h, int64_t v, int64_t count)
{
	if (count == 0)
		return;
	put(h, v, count);
	h->n += count;
}

/*
 * The k-th slot of another table, in an order that is not the table's: taken in order they would
 * fill a smaller table from its begin on, for the hash is the same, and each would walk over all
 * that came before it.
 */
static size_t
scattered(size_t k, size_t mask)
{
	return k * UINT32_C(0x9e3779b1) & mask;
}

/* Adds what the table and the spill of another have. */
static void
take_more(struct cs_hist *h, const struct cs_hist_more *m, uint8_t log)
{
	const size_t mask = ((size_t)1 << log) - 1;

	for (size_t k = 0; k <= mask; k++) {
		uint32_t slot = m->slot[scattered(k, mask)];

		take(h, slot >> COUNT_BITS, slot & COUNT_MAX);
	}
	for (size_t k = 0; m->spill != NULL && k <= m->spill_mask; k++) {
		const struct cs_bin *bin = &m->spill[scattered(k, m->spill_mask)];

		take(h, bin->value, bin->count);
	}
}

bool
cs_hist_merge(struct cs_hist *h, const struct cs_hist *from)
{
	int64_t n;

	if (__builtin_add_overflow(h->n, from->n, &n))
		return false;
	for (int64_t i = 0; !from->many && i < from->n; i++)
		take(h, from->few[i], 1);
	if (!from->many)
		return true;
	if (!h->many)
		begin_many(h);
	/* that many counters paid for themselves there, so they do here */
	if (from->cap > h->cap)
		dense_grow(h, from->cap);
	for (uint32_t i = 0; i < from->cap; i++)
		take(h, i, from->dense[i]);
	take_more(h, from->more, from->log);
	return true;
}
