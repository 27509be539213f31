/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted for the rules: see auditcount.h. */
#include "audit/auditcount.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FULL = CS_AUDIT_WIDE, WORD = sizeof(uint64_t) };

/* A group that outgrew its bytes; arrays of their own, since their number depends on the rules. */
struct cs_audit_wide {
	int64_t *count; /* by byte */
	struct cs_moments *moments;
};

/* The columns of units that a bit mask names, as a number. */
static unsigned
count_bits(unsigned bits)
{
	return (unsigned)__builtin_popcount(bits);
}

static void
place(struct cs_audit_layout *l, struct cs_audit_measure *m, unsigned *word)
{
	m->byte = l->nbyte;
	m->word = *word;
	m->moment = l->nmoment;
	m->spread = l->nspread;
	m->plane = l->nplane;
	switch (m->kept) {
	case CS_AUDIT_KEEP_SHARE:
		l->nbyte += 2;
		l->nplane++;
		break;
	case CS_AUDIT_KEEP_NEAR:
		l->nbyte += CS_AUDIT_NEAR_BINS;
		break;
	case CS_AUDIT_KEEP_SUM:
	case CS_AUDIT_KEEP_SQUARES:
		l->nbyte++;
		l->nmoment++;
		*word += m->kept == CS_AUDIT_KEEP_SUM ? 1 : 2;
		break;
	case CS_AUDIT_KEEP_UNIT:
		l->nspread += count_bits(m->units);
		l->spreads |= m->units;
		break;
	}
}

void
cs_audit_layout_make(struct cs_audit_layout *l, struct cs_arena *a, const struct cs_scheme *scheme,
    const struct cs_by *by, const struct cs_audit_question *q)
{
	unsigned word = 0, bytes;

	*l =
	    (struct cs_audit_layout){.scheme = scheme, .by = by, .ncolumn = q->ncolumn, .nbyte = 1};
	l->measure = cs_arena_new(a, scheme->n + 1, sizeof *l->measure);
	l->key = cs_arena_new(a, q->ncolumn + 1, sizeof *l->key);
	for (unsigned i = 0; i < q->ncolumn; i++) {
		for (unsigned k = 0; k < by->n; k++) {
			if (cs_str_eq(by->key[k].name, q->column[i]))
				l->key[i] = (int)k;
		}
	}
	for (size_t i = 0; i < q->n; i++) {
		const struct cs_audit_asked *asked = &q->asked[i];

		for (unsigned k = 0; asked->why_not.n == 0 && k < asked->nmetric; k++) {
			struct cs_audit_measure *m = &l->measure[asked->metric + k];

			*m = (struct cs_audit_measure){.kept = asked->rule->test->kept[k],
			    .acc = scheme->of[asked->metric + k].acc[0],
			    .units = asked->units,
			    .width = asked->rule->width};
			place(l, m, &word);
		}
	}
	bytes = (l->nbyte + WORD - 1) / WORD;
	for (size_t i = 0; i < scheme->n; i++)
		l->measure[i].word += bytes;
	l->words = bytes + word;
}

void
cs_audit_count_init(struct cs_audit_count *c, const struct cs_audit_layout *l)
{
	*c = (struct cs_audit_count){.layout = l};
	cs_keys_init(&c->keys, l->by->n);
	c->spread = cs_mem_new0(l->nspread + 1, sizeof *c->spread);
	c->value = cs_mem_new0(l->ncolumn + 1, sizeof *c->value);
}

void
cs_audit_count_finish(struct cs_audit_count *c)
{
	for (unsigned i = 0; c->layout != NULL && i < c->layout->nspread; i++) {
		for (size_t k = 0; k < c->spread[i].n; k++)
			cs_hist_finish(&c->spread[i].hist[k]);
		free(c->spread[i].hist);
	}
	for (unsigned i = 0; c->layout != NULL && i < c->layout->ncolumn; i++)
		free(c->value[i].id);
	for (size_t i = 0; i < c->nwide; i++) {
		free(c->wide[i].count);
		free(c->wide[i].moments);
	}
	if (c->layout != NULL)
		cs_keys_finish(&c->keys);
	free(c->value);
	free(c->spread);
	free(c->wide);
	free(c->share);
	free(c->wide_of);
	free(c->record);
	*c = (struct cs_audit_count){.layout = NULL};
}

/* The value id of one key of a group. */
static uint32_t
value_of(const struct cs_keys *keys, unsigned key, uint32_t group)
{
	uint32_t value = group;

	for (unsigned i = keys->n; i-- > key;) {
		value = group;
		if (i != 0)
			cs_keys_split(keys, i, group, &group, &value);
	}
	return value;
}

void
cs_audit_count_room(struct cs_audit_count *c)
{
	const size_t n = c->keys.ngroup, size = c->layout->words * sizeof *c->record;

	if (n <= c->n)
		return;
	c->record = cs_mem_grow(c->record, &c->record_cap, n, size);
	c->wide_of = cs_mem_grow(c->wide_of, &c->wide_of_cap, n, sizeof *c->wide_of);
	memset(c->record + c->n * c->layout->words, 0, (n - c->n) * size);
	memset(c->wide_of + c->n, 0, (n - c->n) * sizeof *c->wide_of);
	for (unsigned i = 0; i < c->layout->ncolumn; i++) {
		struct cs_audit_values *v = &c->value[i];

		if ((c->layout->spreads & 1U << i) == 0)
			continue;
		v->id = cs_mem_grow(v->id, &v->cap, n, sizeof *v->id);
		for (size_t g = c->n; g < n; g++)
			v->id[g] = value_of(&c->keys, (unsigned)c->layout->key[i], (uint32_t)g);
	}
	c->n = n;
}

static struct cs_audit_wide *
wide(struct cs_audit_count *c, uint32_t group)
{
	const struct cs_audit_layout *l = c->layout;

	if (c->wide_of[group] == 0) {
		c->wide = cs_mem_grow(c->wide, &c->wide_cap, c->nwide + 1, sizeof *c->wide);
		c->wide[c->nwide].count = cs_mem_new0(l->nbyte, sizeof(int64_t));
		c->wide[c->nwide].moments = cs_mem_new0(l->nmoment + 1, sizeof(struct cs_moments));
		c->wide_of[group] = (uint32_t)++c->nwide;
	}
	return &c->wide[c->wide_of[group] - 1];
}

/* What a record has of a sum. */
static struct cs_moments
narrow_moments(const uint64_t *record, const struct cs_audit_measure *m)
{
	struct cs_moments r = {.n = ((const uint8_t *)record)[m->byte]};

	r.sum = (int64_t)record[m->word];
	r.sumsq = m->kept == CS_AUDIT_KEEP_SQUARES ? (cs_i128)record[m->word + 1] : 0;
	return r;
}

static bool
is_sum(const struct cs_audit_measure *m)
{
	return m->kept == CS_AUDIT_KEEP_SUM || m->kept == CS_AUDIT_KEEP_SQUARES;
}

/* Empties a record into a wide one. */
static void
widen(struct cs_audit_count *c, uint32_t group)
{
	const struct cs_audit_layout *l = c->layout;
	uint64_t *record = c->record + (size_t)group * l->words;
	const uint8_t *byte = (const uint8_t *)record;
	struct cs_audit_wide *w = wide(c, group);

	for (unsigned i = 0; i < l->nbyte; i++)
		w->count[i] += byte[i];
	for (size_t i = 0; i < l->scheme->n; i++) {
		struct cs_moments m;

		if (!is_sum(&l->measure[i]))
			continue;
		m = narrow_moments(record, &l->measure[i]);
		cs_moments_merge(&w->moments[l->measure[i].moment], &m);
	}
	memset(record, 0, l->words * sizeof *record);
}

void
cs_audit_count_rows(struct cs_audit_count *c, const uint32_t *row, const uint32_t *group, size_t n,
    const uint64_t *facts)
{
	enum { AHEAD = 8, LINE = 64 };
	const unsigned words = c->layout->words;

	for (size_t k = 0; k < n; k++) {
		const uint64_t *from = facts + (size_t)row[k] * words;
		uint64_t *to = c->record + (size_t)group[k] * words;

		if (k + AHEAD < n) {
			const char *next =
			    (const char *)(c->record + (size_t)group[k + AHEAD] * words);

			for (size_t at = 0; at < words * sizeof *to; at += LINE)
				__builtin_prefetch(next + at, 1);
		}
		for (unsigned i = 0; i < words; i++)
			to[i] += from[i];
		if (*(const uint8_t *)to == FULL)
			widen(c, group[k]);
	}
}

void
cs_audit_count_large(
    struct cs_audit_count *c, uint32_t group, const struct cs_audit_measure *m, int64_t value)
{
	cs_moments_add(&wide(c, group)->moments[m->moment], value);
}

/* The histogram of a value id, which may be a new one. */
static struct cs_hist *
spread_of(struct cs_audit_spread *s, uint32_t value)
{
	if (value >= s->n) {
		s->hist = cs_mem_grow(s->hist, &s->cap, value + (size_t)1, sizeof *s->hist);
		memset(s->hist + s->n, 0, (value + (size_t)1 - s->n) * sizeof *s->hist);
		s->n = value + (size_t)1;
	}
	return &s->hist[value];
}

void
cs_audit_count_unit(struct cs_audit_count *c, const struct cs_audit_measure *m,
    const uint32_t *group, const int64_t *value, size_t n)
{
	struct cs_audit_spread *s = &c->spread[m->spread];

	for (unsigned i = 0; i < c->layout->ncolumn; i++) {
		const uint32_t *id = c->value[i].id;

		if ((m->units & 1U << i) == 0)
			continue;
		for (size_t k = 0; k < n; k++)
			cs_hist_add(spread_of(s, id[group[k]]), value[k]);
		s++;
	}
}

/* The histograms of units: the same values have other ids there. */
static void
merge_spreads(struct cs_audit_count *c, const struct cs_audit_count *from)
{
	const struct cs_audit_layout *l = c->layout;

	for (size_t i = 0; i < l->scheme->n; i++) {
		const struct cs_audit_measure *m = &l->measure[i];
		unsigned at = m->spread;

		for (unsigned u = 0; m->kept == CS_AUDIT_KEEP_UNIT && u < l->ncolumn; u++) {
			unsigned key = (unsigned)l->key[u];
			const struct cs_audit_spread *s = &from->spread[at];

			if ((m->units & 1U << u) == 0)
				continue;
			for (uint32_t v = 0; v < s->n; v++) {
				uint32_t id = cs_map_add(
				    &c->keys.value[key], cs_map_key(&from->keys.value[key], v));

				(void)cs_hist_merge(spread_of(&c->spread[at], id), &s->hist[v]);
			}
			at++;
		}
	}
}

static void
merge_wide(struct cs_audit_count *c, uint32_t group, const struct cs_audit_wide *from)
{
	struct cs_audit_wide *to = wide(c, group);

	for (unsigned i = 0; i < c->layout->nbyte; i++)
		to->count[i] += from->count[i];
	for (unsigned i = 0; i < c->layout->nmoment; i++)
		cs_moments_merge(&to->moments[i], &from->moments[i]);
}

void
cs_audit_count_merge(struct cs_audit_count *c, const struct cs_audit_count *from)
{
	const unsigned words = c->layout->words;
	uint32_t *map = cs_mem_new(from->keys.ngroup + 1, sizeof *map);

	cs_keys_merge(&c->keys, &from->keys, map);
	cs_audit_count_room(c);
	for (size_t g = 0; g < from->n; g++) {
		const uint64_t *more = from->record + g * words;
		uint64_t *to = c->record + (size_t)map[g] * words;

		if (*(const uint8_t *)to + *(const uint8_t *)more >= FULL)
			widen(c, map[g]);
		for (unsigned i = 0; i < words; i++)
			to[i] += more[i];
		if (from->wide_of[g] != 0)
			merge_wide(c, map[g], &from->wide[from->wide_of[g] - 1]);
	}
	free(map);
	merge_spreads(c, from);
}

/* All shares of some groups at a time, while their records are in the cache. */
static void
lay_shares(struct cs_audit_count *c)
{
	enum { SOME = 64 };
	const struct cs_audit_layout *l = c->layout;
	const size_t size = l->words * sizeof *c->record, n = c->n;

	c->share = cs_mem_new(l->nplane * n + 1, sizeof *c->share);
	for (size_t from = 0; from < n; from += SOME) {
		const size_t to = n - from < SOME ? n : from + SOME;

		for (size_t i = 0; i < l->scheme->n; i++) {
			const struct cs_audit_measure *m = &l->measure[i];
			const uint8_t *at = (const uint8_t *)c->record + m->byte;
			uint16_t *share = c->share + m->plane * n;

			for (size_t g = from; g < to && m->kept == CS_AUDIT_KEEP_SHARE; g++) {
				const uint8_t *byte = at + g * size;
				unsigned rows = c->wide_of[g] != 0 ? CS_AUDIT_WIDE : byte[0];

				share[g] = (uint16_t)(rows | (unsigned)byte[1] << 8);
			}
		}
	}
}

/* In place, circle by circle: there may be no room for all of it twice. */
void
cs_audit_count_order(struct cs_audit_count *c, const uint32_t *order)
{
	const size_t words = c->layout->words, size = words * sizeof *c->record;
	uint64_t *first = cs_mem_new(words, sizeof *first);
	bool *done = cs_mem_new0(c->n + 1, sizeof *done);

	for (size_t start = 0; start < c->n; start++) {
		uint32_t wide_of = c->wide_of[start];
		size_t to = start;

		if (done[start])
			continue;
		memcpy(first, c->record + start * words, size);
		for (size_t from = order[to]; from != start; from = order[to]) {
			memcpy(c->record + to * words, c->record + from * words, size);
			c->wide_of[to] = c->wide_of[from];
			done[to] = true;
			to = from;
		}
		memcpy(c->record + to * words, first, size);
		c->wide_of[to] = wide_of;
		done[to] = true;
	}
	free(done);
	free(first);
	lay_shares(c);
}

size_t
cs_audit_count_bytes(const struct cs_audit_count *c)
{
	const struct cs_audit_layout *l = c->layout;
	size_t n = cs_keys_bytes(&c->keys);

	n += c->n * (l->words * sizeof *c->record + l->nplane * sizeof *c->share +
			(1 + count_bits(l->spreads)) * sizeof *c->wide_of);
	n += c->nwide * (sizeof *c->wide + l->nbyte * sizeof(int64_t) +
			    (l->nmoment + (size_t)1) * sizeof(struct cs_moments));
	for (unsigned i = 0; i < l->nspread; i++) {
		n += c->spread[i].n * sizeof(struct cs_hist);
		for (size_t k = 0; k < c->spread[i].n; k++)
			n += cs_hist_bytes(&c->spread[i].hist[k]);
	}
	return n;
}

/* A counter of bytes, with what is wide of it. */
static inline int64_t
counter(const struct cs_audit_count *c, uint32_t group, unsigned byte)
{
	const uint8_t *record = (const uint8_t *)(c->record + (size_t)group * c->layout->words);
	uint32_t w = c->wide_of[group];

	return record[byte] + (w != 0 ? c->wide[w - 1].count[byte] : 0);
}

struct cs_audit_rows_of
cs_audit_count_wide_share(const struct cs_audit_count *c, uint32_t group, unsigned byte)
{
	return (struct cs_audit_rows_of){counter(c, group, byte), counter(c, group, byte + 1)};
}

struct cs_moments
cs_audit_count_moments(const struct cs_audit_count *c, uint32_t group, size_t metric)
{
	const struct cs_audit_measure *m = &c->layout->measure[metric];
	struct cs_moments r = narrow_moments(c->record + (size_t)group * c->layout->words, m);
	uint32_t w = c->wide_of[group];

	if (w != 0)
		cs_moments_merge(&r, &c->wide[w - 1].moments[m->moment]);
	return r;
}

void
cs_audit_count_near(const struct cs_audit_count *c, uint32_t group, size_t metric, int64_t *bin)
{
	const unsigned byte = c->layout->measure[metric].byte;
	const uint8_t *at = (const uint8_t *)(c->record + (size_t)group * c->layout->words) + byte;
	const uint32_t w = c->wide_of[group];

	for (unsigned i = 0; i < CS_AUDIT_NEAR_BINS; i++)
		bin[i] = at[i];
	for (unsigned i = 0; i < CS_AUDIT_NEAR_BINS && w != 0; i++)
		bin[i] += c->wide[w - 1].count[byte + i];
}

const struct cs_hist *
cs_audit_count_hist(const struct cs_audit_count *c, unsigned column, uint32_t value, size_t metric)
{
	const struct cs_audit_measure *m = &c->layout->measure[metric];
	const struct cs_audit_spread *s =
	    &c->spread[m->spread + count_bits(m->units & ((1U << column) - 1))];

	return value < s->n && s->hist[value].n > 0 ? &s->hist[value] : NULL;
}
