/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts of a pile in order: see visitsort.h. */
#include "desk/visitsort.h"

#include <string.h>

#include "base/mem.h"

/* Whether a comes before b. */
static inline bool
before(const struct cs_visit *a, const struct cs_visit *b)
{
	if (a->customer != b->customer)
		return a->customer < b->customer;
	if (a->at != b->at)
		return a->at < b->at;
	if (a->contact != b->contact)
		return a->contact < b->contact;
	return a->row < b->row;
}

/* Where the run ends that begins at v[from]: what is in order as it is. */
static size_t
run_end(const struct cs_visit *v, size_t from, size_t n)
{
	size_t end = from + 1;

	while (end < n && !before(&v[end], &v[end - 1]))
		end++;
	return end;
}

/* Each two runs of v become one of to; how many these are. */
static size_t
merge_runs(const struct cs_visit *v, size_t n, struct cs_visit *to)
{
	size_t runs = 0, out = 0;

	for (size_t begin = 0; begin < n; runs++) {
		size_t middle = run_end(v, begin, n);
		size_t end = middle < n ? run_end(v, middle, n) : n;
		size_t a = begin, b = middle;

		while (a < middle && b < end)
			to[out++] = before(&v[b], &v[a]) ? v[b++] : v[a++];
		memcpy(to + out, v + a, (middle - a) * sizeof *to);
		out += middle - a;
		memcpy(to + out, v + b, (end - b) * sizeof *to);
		out += end - b;
		begin = end;
	}
	return runs;
}

/*
 * A few: by insertion. More, of a customer or a few: by merging the runs that are there, as
 * contacts and purchases mostly come in the order of time. spare: room for as many.
 */
static void
sort_some(struct cs_visit *v, size_t n, struct cs_visit *spare)
{
	enum { FEW = 8 };
	struct cs_visit x, *from = v, *to = spare, *swap;
	size_t k;

	if (n > FEW && run_end(v, 0, n) < n) {
		while (merge_runs(from, n, to) > 1) {
			swap = from;
			from = to;
			to = swap;
		}
		if (to != v)
			memcpy(v, to, n * sizeof *v);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		if (!before(&v[i], &v[i - 1]))
			continue;
		x = v[i];
		for (k = i; k > 0 && before(&x, &v[k - 1]); k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

void
cs_visit_pile_sort(struct cs_visit_pile *p, unsigned skip)
{
	enum { MOST_BITS = 16, A_PLACE = 4 };
	unsigned bits = 1;
	struct cs_visit *swap;
	size_t begin = 0, places;

	while (bits < MOST_BITS && p->n >> bits > A_PLACE)
		bits++;
	places = (size_t)1 << bits;
	p->next = cs_mem_grow(p->next, &p->next_cap, places + 1, sizeof *p->next);
	memset(p->next, 0, (places + 1) * sizeof *p->next);
	p->other = cs_mem_grow(p->other, &p->other_cap, p->n, sizeof *p->other);
	for (size_t i = 0; i < p->n; i++)
		p->next[(p->visit[i].customer << skip >> (64 - bits)) + 1]++;
	for (size_t b = 0; b < places; b++)
		p->next[b + 1] += p->next[b];
	for (size_t i = 0; i < p->n; i++)
		p->other[p->next[p->visit[i].customer << skip >> (64 - bits)]++] = p->visit[i];
	for (size_t b = 0; b < places; b++) {
		sort_some(p->other + begin, p->next[b] - begin, p->visit + begin);
		begin = p->next[b];
	}
	swap = p->visit;
	p->visit = p->other;
	p->other = swap;
	begin = p->cap;
	p->cap = p->other_cap;
	p->other_cap = begin;
}
