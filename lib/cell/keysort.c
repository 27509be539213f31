/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of groups: see cs_keys_sort. The values of each key are sorted once, and then groups
 * only by the ranks of their values, which are small whole numbers: nothing is compared.
 */
#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "cell/keys.h"
#include "rec/batch.h"
#include "rec/esc.h"

/* What comes before what, whatever the value. */
enum standing { VALUE, IS_NULL, OTHERS, TOTAL };

/* A value as it is compared. */
struct value {
	enum standing standing;
	bool number;
	struct cs_dec d; /* instants too, in microseconds */
	struct cs_str s; /* decoded */
};

/* The first 16 bytes of its order: what they leave open, the values themselves decide. */
struct item {
	struct cs_key_rank rank;
	uint32_t id;
};

struct sorting {
	const struct cs_map *map;
	enum cs_type type;
	struct item *item;
	struct cs_buf scratch[2];
};

static enum standing
standing_of(struct cs_str raw)
{
	if (raw.n != 2 || raw.p[0] != '\\')
		return VALUE;
	if (cs_raw_null(raw))
		return IS_NULL;
	if (cs_str_eq(raw, cs_key_others))
		return OTHERS;
	return cs_str_eq(raw, cs_key_total) ? TOTAL : VALUE;
}

static struct value
value_of(struct cs_str raw, enum cs_type type, struct cs_buf *scratch)
{
	struct value v = {.standing = standing_of(raw), .s = raw};
	int64_t instant;

	cs_buf_reset(scratch);
	if (v.standing != VALUE || !cs_esc_decode(raw, scratch, &v.s))
		v.s = raw;
	if (type == CS_TIME && cs_time_parse(v.s, &instant)) {
		v.number = true;
		v.d = cs_dec_int(instant);
	} else if (type == CS_INT || type == CS_DEC) {
		v.number = cs_dec_parse(v.s, &v.d);
	}
	return v;
}

static int
compare_values(const struct value *a, const struct value *b)
{
	int c;

	if (a->standing != b->standing)
		return a->standing < b->standing ? -1 : 1;
	if (a->number != b->number)
		return b->number - a->number;
	if (a->number && (c = cs_dec_cmp(a->d, b->d)) != 0)
		return c;
	return cs_str_cmp(a->s, b->s);
}

/* Eight bytes of a text as a number that sorts as they do; 0 behind its end. */
static uint64_t
bytes_from(struct cs_str s, size_t at)
{
	uint64_t v = 0;

	for (size_t i = at; i < at + 8; i++)
		v = v << 8 | (i < s.n ? (unsigned char)s.p[i] : 0U);
	return v;
}

/* Never decreasing in the order of values: numbers by what they round to, then texts, then the
 * others. */
struct cs_key_rank
cs_key_rank(struct cs_str raw, enum cs_type type, struct cs_buf *scratch)
{
	struct value v = value_of(raw, type, scratch);
	cs_i128 whole;

	if (v.standing != VALUE)
		return (struct cs_key_rank){{UINT64_MAX, UINT64_MAX}};
	if (!v.number && type != CS_TIME && type != CS_INT && type != CS_DEC)
		return (struct cs_key_rank){{bytes_from(v.s, 0), bytes_from(v.s, 8)}};
	if (!v.number)
		return (struct cs_key_rank){{UINT64_MAX, 0}};
	whole = cs_dec_round(v.d, 0).coef;
	if (whole < INT64_MIN)
		whole = INT64_MIN;
	if (whole >= INT64_MAX)
		whole = INT64_MAX - 1;
	return (struct cs_key_rank){{(uint64_t)whole ^ UINT64_C(1) << 63, 0}};
}

int
cs_key_rank_compare(const struct cs_key_rank *a, const struct cs_key_rank *b)
{
	for (int i = 0; i < 2; i++) {
		if (a->first[i] != b->first[i])
			return a->first[i] < b->first[i] ? -1 : 1;
	}
	return 0;
}

int
cs_key_compare(struct cs_str a, struct cs_str b, enum cs_type type, struct cs_buf scratch[2])
{
	struct value x = value_of(a, type, &scratch[0]), y = value_of(b, type, &scratch[1]);

	return compare_values(&x, &y);
}

static int
compare_items(const void *pa, const void *pb, void *arg)
{
	const struct item *a = pa, *b = pb;
	struct sorting *s = arg;
	int c = cs_key_rank_compare(&a->rank, &b->rank);

	if (c != 0)
		return c;
	return cs_key_compare(
	    cs_map_key(s->map, a->id), cs_map_key(s->map, b->id), s->type, s->scratch);
}

static inline unsigned
byte_of(const struct item *it, unsigned at)
{
	return it->rank.first[at / 8] >> (56 - 8 * (at % 8)) & 255;
}

/* A few: by insertion. */
static void
sort_few(struct sorting *s, struct item *it, size_t n)
{
	struct item x;
	size_t k;

	for (size_t i = 1; i < n; i++) {
		x = it[i];
		for (k = i; k > 0 && compare_items(&it[k - 1], &x, s) > 0; k--)
			it[k] = it[k - 1];
		it[k] = x;
	}
}

/* Deals them, in place, into the places of the values of one byte; end[b] is where b ends. */
static void
deal(struct item *it, size_t n, unsigned at, size_t end[256])
{
	size_t next[256], sum = 0, b;
	struct item x, y;

	memset(end, 0, 256 * sizeof *end);
	for (size_t i = 0; i < n; i++)
		end[byte_of(&it[i], at)]++;
	for (b = 0; b < 256; b++) {
		next[b] = sum;
		sum = end[b] += sum;
	}
	for (b = 0; b < 256; b++) {
		while (next[b] < end[b]) {
			x = it[next[b]];
			for (unsigned to; (to = byte_of(&x, at)) != b; x = y) {
				y = it[next[to]];
				it[next[to]++] = x;
			}
			it[next[b]++] = x;
		}
	}
}

/* Sorts by the bytes from `at` on, which all before have in common. */
static void
sort_items(struct sorting *s, struct item *it, size_t n, unsigned at)
{
	enum { FEW = 24, BYTES = sizeof it->rank.first };
	size_t end[256], begin = 0;

	if (n <= FEW) {
		sort_few(s, it, n);
		return;
	}
	if (at == BYTES) {
		qsort_r(it, n, sizeof *it, compare_items, s);
		return;
	}
	deal(it, n, at, end);
	for (size_t b = 0; b < 256; b++) {
		sort_items(s, it + begin, end[b] - begin, at + 1);
		begin = end[b];
	}
}

/* Values that came in their order, as those of groups that were read back from a file did. */
static bool
sorted(struct sorting *s, const struct item *it, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (compare_items(&it[i - 1], &it[i], s) > 0)
			return false;
	}
	return true;
}

/* rank[id] for every value of a key; equal only to itself. */
static uint32_t *
rank_values(const struct cs_map *m, enum cs_type type, const struct cs_key_first *first)
{
	struct sorting s = {.map = m, .type = type};
	uint32_t *rank = cs_mem_new(m->n, sizeof *rank), next = 0;

	s.item = cs_mem_new(m->n, sizeof *s.item);
	for (uint32_t i = 0; i < m->n; i++)
		s.item[i] = (struct item){cs_key_rank(cs_map_key(m, i), type, s.scratch), i};
	if (!sorted(&s, s.item, m->n))
		sort_items(&s, s.item, m->n, 0);
	memset(rank, 0xff, m->n * sizeof *rank);
	for (; first != NULL && next < first->n; next++)
		rank[first->value[next]] = next;
	for (uint32_t i = 0; i < m->n; i++) {
		if (rank[s.item[i].id] == UINT32_MAX)
			rank[s.item[i].id] = next++;
	}
	free(s.item);
	cs_buf_finish(&s.scratch[0]);
	cs_buf_finish(&s.scratch[1]);
	return rank;
}

/* Puts the groups into the order of one key's ranks; those that are equal stay as they are. */
static void
order_by(const struct cs_keys *k, unsigned key, const uint32_t *rank, uint32_t *order)
{
	const size_t nvalue = k->value[key].n;
	uint32_t *next = cs_mem_new0(nvalue, sizeof *next);
	uint32_t *of = cs_mem_new(k->ngroup, sizeof *of), *out;
	uint32_t *value = cs_mem_new(k->n, sizeof *value), sum = 0, n;

	for (uint32_t g = 0; g < k->ngroup; g++) {
		cs_keys_values(k, g, value);
		of[g] = rank[value[key]];
		next[of[g]]++;
	}
	for (size_t i = 0; i < nvalue; i++) {
		n = next[i];
		next[i] = sum;
		sum += n;
	}
	out = cs_mem_new(k->ngroup, sizeof *out);
	for (size_t i = 0; i < k->ngroup; i++)
		out[next[of[order[i]]]++] = order[i];
	memcpy(order, out, k->ngroup * sizeof *order);
	free(out);
	free(value);
	free(of);
	free(next);
}

void
cs_keys_sort(const struct cs_keys *k, const struct cs_key_def *def,
    const struct cs_key_first *first, uint32_t *order)
{
	uint32_t *rank;

	for (uint32_t g = 0; g < k->ngroup; g++)
		order[g] = g;
	for (unsigned key = k->n; key-- > 0;) {
		rank = rank_values(&k->value[key], def[key].type,
		    first != NULL && first->key == key ? first : NULL);
		order_by(k, key, rank, order);
		free(rank);
	}
}
