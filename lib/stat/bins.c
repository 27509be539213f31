/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact histograms, the side that is read: sorted bins, quantiles, text. See hist.h. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/hist.h"

static int
by_value(const void *a, const void *b)
{
	const struct cs_bin *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/*
 * Sorts the slots of a table, whose leading 24 bits are the value: few by insertion, more by
 * dealing them out by one byte after the other.
 */
static void
sort_slots(uint32_t *v, uint32_t *other, size_t n)
{
	enum { FEW = 48 };

	for (size_t i = 1; i < n && n <= FEW; i++) {
		uint32_t x = v[i];
		size_t k;

		for (k = i; k > 0 && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
	for (int shift = 8; n > FEW && shift < 32; shift += 8) {
		size_t next[257] = {0};

		for (size_t i = 0; i < n; i++)
			next[(v[i] >> shift & 255) + 1]++;
		for (size_t i = 0; i < 256; i++)
			next[i + 1] += next[i];
		for (size_t i = 0; i < n; i++)
			other[next[v[i] >> shift & 255]++] = v[i];
		memcpy(v, other, n * sizeof *v);
	}
}

/* All that is not in counters, by value; what is in the table and in the spill is there twice. */
static size_t
sparse_bins(const struct cs_hist *h, struct cs_bin *out)
{
	const struct cs_hist_more *m = h->more;
	uint32_t few[2 * CS_HIST_FEW], *slot = few, *all = NULL;
	size_t n = 0, at = 0;

	if (h->many && m->n > CS_HIST_FEW)
		slot = all = cs_mem_new(2 * (size_t)m->n, sizeof *all);
	for (int64_t i = 0; !h->many && i < h->n; i++)
		slot[n++] = h->few[i] << 8 | 1;
	for (size_t i = 0; h->many && i >> h->log == 0; i++) {
		if (m->slot[i] != 0)
			slot[n++] = m->slot[i];
	}
	sort_slots(slot, slot + n, n);
	for (size_t i = 0; i < n; i++)
		out[at++] = (struct cs_bin){slot[i] >> 8, slot[i] & 255};
	free(all);
	if (!h->many || m->nspill == 0)
		return at;
	for (size_t i = 0; i <= m->spill_mask; i++) {
		if (m->spill[i].count != 0)
			out[at++] = m->spill[i];
	}
	qsort(out, at, sizeof *out, by_value);
	return at;
}

/* Appends a bin, or adds it to the last one, which may have the same value. */
static inline void
add_bin(struct cs_bins *b, int64_t value, int64_t count)
{
	if (b->n != 0 && b->bin[b->n - 1].value == value)
		b->bin[b->n - 1].count += count;
	else
		b->bin[b->n++] = (struct cs_bin){value, count};
}

struct cs_bins
cs_hist_bins(const struct cs_hist *h)
{
	struct cs_bins b = {NULL, 0, h->n};
	size_t most = h->many ? (size_t)h->more->n + h->more->nspill : (size_t)h->n;
	size_t used = most, nsparse, next = 0;
	struct cs_bin *sparse;

	for (uint32_t i = 0; i < h->cap; i++)
		used += h->dense[i] != 0;
	b.bin = cs_mem_new(used + most, sizeof *b.bin);
	sparse = b.bin + used;
	nsparse = sparse_bins(h, sparse);
	for (; next < nsparse && sparse[next].value < 0; next++)
		add_bin(&b, sparse[next].value, sparse[next].count);
	for (uint32_t i = 0; i < h->cap; i++) {
		if (h->dense[i] != 0)
			add_bin(&b, i, h->dense[i]);
		for (; next < nsparse && sparse[next].value == i; next++)
			add_bin(&b, i, sparse[next].count);
	}
	for (; next < nsparse; next++)
		add_bin(&b, sparse[next].value, sparse[next].count);
	return b;
}

void
cs_bins_finish(struct cs_bins *b)
{
	free(b->bin);
	*b = (struct cs_bins){NULL, 0, 0};
}

int64_t
cs_bins_rank(const struct cs_bins *b, int64_t k)
{
	size_t i = 0;

	for (int64_t upto = b->bin[0].count; upto < k; upto += b->bin[i].count)
		i++;
	return b->bin[i].value;
}

bool
cs_bins_quantile(const struct cs_bins *b, int64_t num, int64_t den, int64_t *v)
{
	int64_t k;

	if (b->total == 0)
		return false;
	k = (int64_t)(((cs_i128)b->total * num + den - 1) / den);
	*v = cs_bins_rank(b, k > 0 ? k : 1);
	return true;
}

bool
cs_bins_interpolate(const struct cs_bins *b, int64_t num, int64_t den, cs_i128 *v)
{
	cs_i128 at;
	int64_t k, rest, low, high;

	if (b->total == 0)
		return false;
	at = (cs_i128)(b->total - 1) * num;
	k = (int64_t)(at / den);
	rest = (int64_t)(at % den);
	low = cs_bins_rank(b, k + 1);
	high = rest != 0 ? cs_bins_rank(b, k + 2) : low;
	*v = (cs_i128)low * den + ((cs_i128)high - low) * rest;
	return true;
}

int64_t
cs_bins_upto(const struct cs_bins *b, int64_t v)
{
	int64_t count = 0;

	for (size_t i = 0; i < b->n && b->bin[i].value <= v; i++)
		count += b->bin[i].count;
	return count;
}

struct cs_moments
cs_bins_moments(const struct cs_bins *b)
{
	struct cs_moments m = CS_MOMENTS_INIT;

	for (size_t i = 0; i < b->n; i++)
		cs_moments_add_n(&m, b->bin[i].value, b->bin[i].count);
	return m;
}

void
cs_hist_text(const struct cs_hist *h, struct cs_buf *out)
{
	struct cs_bins b = cs_hist_bins(h);

	for (size_t i = 0; i < b.n; i++) {
		if (i != 0)
			cs_buf_c(out, ',');
		cs_buf_i64(out, b.bin[i].value);
		cs_buf_c(out, ':');
		cs_buf_i64(out, b.bin[i].count);
	}
	cs_bins_finish(&b);
}

/* Values outside of least .. greatest are none of this histogram. */
static bool
parse(struct cs_hist *h, struct cs_str text, int64_t least, int64_t greatest)
{
	struct cs_str item, value;
	int64_t v, count, last = 0;
	bool first = true;

	if (text.n == 0)
		return true;
	while (cs_str_split(&text, ',', &item)) {
		if (!cs_str_split(&item, ':', &value) || item.p == NULL)
			return false;
		if (!cs_num_i64(value, &v) || !cs_num_i64(item, &count))
			return false;
		if (v < least || v > greatest || count <= 0 || (!first && v <= last) ||
		    !cs_hist_add_n(h, v, count))
			return false;
		last = v;
		first = false;
	}
	return true;
}

bool
cs_hist_parse(struct cs_hist *h, struct cs_str text)
{
	return parse(h, text, INT64_MIN, INT64_MAX);
}

bool
cs_hist_parse_loglin(struct cs_hist *h, struct cs_str text, int sub)
{
	return parse(h, text, cs_loglin(INT64_MIN, sub), cs_loglin(INT64_MAX, sub));
}

int64_t
cs_loglin(int64_t v, int sub)
{
	uint64_t u = v < 0 ? ~(uint64_t)v : (uint64_t)v;
	uint64_t i = u;
	int e;

	if (u >> (sub + 1) != 0) {
		e = 63 - __builtin_clzll(u) - sub;
		i = ((uint64_t)e << sub) + (u >> e);
	}
	return v < 0 ? ~(int64_t)i : (int64_t)i;
}

/* The least value of a bucket with an index that is not negative; 2^63 behind the last one. */
static uint64_t
bucket_low(uint64_t i, int sub)
{
	uint64_t one = UINT64_C(1) << sub;

	if (i >> (sub + 1) == 0)
		return i;
	return ((i & (one - 1)) | one) << ((i >> sub) - 1);
}

int64_t
cs_loglin_low(int64_t i, int sub)
{
	if (i < 0)
		return ~(int64_t)(bucket_low((uint64_t)~i + 1, sub) - 1);
	return (int64_t)bucket_low((uint64_t)i, sub);
}

int64_t
cs_loglin_high(int64_t i, int sub)
{
	if (i < 0)
		return ~(int64_t)bucket_low((uint64_t)~i, sub);
	return (int64_t)(bucket_low((uint64_t)i + 1, sub) - 1);
}
