/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contacts of customers until the end of the input: see visits.h. */
#include "desk/visits.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/varint.h"
#include "cell/keys.h"
#include "desk/visitsort.h"

enum {
	F_LEG = 1,
	F_REPORTED = 2,	   /* it has a group ... */
	F_SAME_GROUP = 4,  /* ... that of the one before */
	F_SAME_BITS = 8,   /* counted by the same statistics as the one before */
	F_WHOLE_S = 16,	   /* whole seconds after the one before */
	F_NO_ID = 32,	   /* no hash of a contact id follows, nor a place */
	CONTACT_BYTES = 6, /* of its hash */
	FEW_VALUES = 2,	   /* more are written behind a mask of those that are not NULL */
	MASK_MOST = 63,	   /* values that a mask may be of; beyond it NULL takes its byte as well */
};

static inline bool
masked(unsigned nvalue)
{
	return nvalue > FEW_VALUES && nvalue <= MASK_MOST;
}

/* What the next record of a pile is written against. */
struct cs_visit_last {
	int64_t at;
	uint64_t row;
	uint32_t group, bits;
};

struct cs_visit_place {
	size_t at;
	uint32_t n;
};

static inline uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 r = (unsigned __int128)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static inline uint64_t
bytes8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? w : __builtin_bswap64(w);
}

static inline uint64_t
bytes4(const char *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof w);
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? w : __builtin_bswap32(w);
}

/*
 * The first n bytes of 16, and zeros: read in whole words that overlap, as what was copied byte by
 * byte could not be read as a word before it has reached the cache.
 */
static inline void
words_of(const char *p, size_t n, uint64_t w[2])
{
	w[0] = w[1] = 0;
	if (n >= 8) {
		w[0] = bytes8(p);
		w[1] = n > 8 ? bytes8(p + n - 8) >> (8 * (16 - n)) : 0;
	} else if (n >= 4) {
		w[0] = bytes4(p) | bytes4(p + n - 4) << (8 * (n - 4));
	} else {
		for (size_t i = 0; i < n; i++)
			w[0] |= (uint64_t)(unsigned char)p[i] << (8 * i);
	}
}

struct cs_visit_hash
cs_visit_hash(struct cs_str name)
{
	static const uint64_t k[] = {0x9e3779b97f4a7c15U, 0xbf58476d1ce4e5b9U, 0x94d049bb133111ebU,
	    0xd6e8feb86659fd93U, 0xa0761d6478bd642fU};
	struct cs_visit_hash h = {{name.n, ~(uint64_t)name.n}};
	uint64_t w[2];
	size_t n;

	do {
		n = name.n < sizeof w ? name.n : sizeof w;
		words_of(name.p, n, w);
		h.half[0] = mix(w[0] ^ k[0] ^ h.half[0], w[1] ^ k[1]);
		h.half[1] = mix(w[0] ^ k[2], w[1] ^ k[3] ^ h.half[1]);
		name = cs_str_skip(name, n);
	} while (name.n != 0);
	h.half[0] = mix(h.half[0] ^ k[4], k[1]);
	h.half[1] = mix(h.half[1] ^ k[4], k[3]);
	return h;
}

void
cs_visits_init(
    struct cs_visits *v, const struct cs_visit_form *form, size_t most, struct cs_scratch *scratch)
{
	*v = (struct cs_visits){.form = *form};
	v->part = cs_mem_grow(NULL, &v->cap, 1, sizeof *v->part);
	v->part[v->npart++] = (struct cs_visits_part){.map = NULL};
	cs_piles_init(&v->part[0].piles, CS_VISIT_PILES, most, scratch);
	v->last = cs_mem_new0(CS_VISIT_PILES, sizeof *v->last);
}

void
cs_visits_finish(struct cs_visits *v)
{
	for (size_t i = 0; i < v->npart; i++) {
		cs_piles_finish(&v->part[i].piles);
		free(v->part[i].map);
	}
	free(v->part);
	free(v->last);
	*v = (struct cs_visits){.n = 0};
}

static uint8_t *
put_time(uint8_t *p, int64_t gap, bool whole)
{
	return cs_varint_put(p, cs_varint_fold(whole ? gap / CS_USEC : gap));
}

/* NULL is 0 where there is no mask, and all else one more. */
static uint8_t *
put_values(uint8_t *p, const int64_t *value, unsigned n)
{
	bool mask = masked(n);
	uint64_t there = 0;

	for (unsigned i = 0; i < n && mask; i++)
		there |= (uint64_t)(value[i] != CS_VISIT_NULL) << i;
	if (mask)
		p = cs_varint_put(p, there);
	for (unsigned i = 0; i < n; i++) {
		if (value[i] != CS_VISIT_NULL)
			p = cs_varint_put(p, cs_varint_fold(value[i]) + 1);
		else if (!mask)
			*p++ = 0;
	}
	return p;
}

int
cs_visits_add(struct cs_visits *v, uint64_t hash, const struct cs_visit *x, const int64_t *value,
    struct cs_str text, struct cs_err *e)
{
	size_t most = 1 + sizeof x->customer + CONTACT_BYTES + sizeof x->record +
		      (size_t)(6 + v->form.nvalue) * CS_VARINT_MAX + text.n;
	struct cs_piles *piles = &v->part[0].piles;
	unsigned pile = (unsigned)(hash % CS_VISIT_PILES);
	struct cs_visit_last *last = &v->last[pile];
	uint8_t *begin = cs_piles_room(piles, pile, most, e), *p = begin;
	bool reported = x->group != CS_GROUP_NONE, whole;

	if (p == NULL)
		return -1;
	if (cs_pile_fresh(piles, pile))
		*last = (struct cs_visit_last){.group = CS_GROUP_NONE};
	whole = (x->at - last->at) % CS_USEC == 0;
	*p++ = (uint8_t)((x->leg ? F_LEG : 0) | (reported ? F_REPORTED : 0) |
			 (reported && x->group == last->group ? F_SAME_GROUP : 0) |
			 (x->bits == last->bits ? F_SAME_BITS : 0) | (whole ? F_WHOLE_S : 0) |
			 (x->contact == CS_VISIT_NO_ID ? F_NO_ID : 0));
	memcpy(p, &x->customer, sizeof x->customer);
	p += sizeof x->customer;
	for (int i = 0; i < CONTACT_BYTES && x->contact != CS_VISIT_NO_ID; i++)
		*p++ = (uint8_t)(x->contact >> (8 * i));
	p = put_time(p, x->at - last->at, whole);
	if (reported && x->group != last->group)
		p = cs_varint_put(p, last->group = x->group);
	if (x->bits != last->bits)
		p = cs_varint_put(p, last->bits = x->bits);
	last->at = x->at;
	if (v->form.row) {
		p = cs_varint_put(p, cs_varint_fold((int64_t)(x->row - last->row)));
		last->row = x->row;
		memcpy(p, &x->record, sizeof x->record);
		p += sizeof x->record;
	}
	p = put_values(p, value, v->form.nvalue);
	if (v->form.text) {
		p = cs_varint_put(p, text.n);
		if (text.n != 0)
			memcpy(p, text.p, text.n);
		p += text.n;
	}
	cs_pile_took(piles, pile, (size_t)(p - begin));
	v->n += !x->leg;
	return 0;
}

void
cs_visits_merge(struct cs_visits *v, struct cs_visits *from, const uint32_t *map, size_t n)
{
	for (size_t i = 0; i < from->npart; i++) {
		struct cs_visits_part *part = &from->part[i];

		if (map != NULL && part->map == NULL) {
			part->nmap = n;
			part->map = cs_mem_new(n + 1, sizeof *part->map);
			memcpy(part->map, map, n * sizeof *map);
		} else if (map != NULL) {
			for (size_t k = 0; k < part->nmap; k++)
				part->map[k] = map[part->map[k]];
		}
		v->part = cs_mem_grow(v->part, &v->cap, v->npart + 1, sizeof *v->part);
		v->part[v->npart++] = *part;
	}
	v->n += from->n;
	from->npart = 0;
	from->n = 0;
}

bool
cs_visits_spilled(const struct cs_visits *v)
{
	for (size_t i = 0; i < v->npart; i++) {
		if (v->part[i].piles.spilled)
			return true;
	}
	return false;
}

int
cs_visits_settle(struct cs_visits *v, struct cs_err *e)
{
	for (size_t i = 0; i < v->npart && cs_visits_spilled(v); i++) {
		if (cs_piles_spill(&v->part[i].piles, e) != 0)
			return -1;
	}
	return 0;
}

void
cs_visit_pile_finish(struct cs_visit_pile *p)
{
	free(p->visit);
	free(p->other);
	free(p->value);
	free(p->place);
	free(p->next);
	cs_buf_finish(&p->text);
	cs_buf_finish(&p->bytes);
	*p = (struct cs_visit_pile){.n = 0};
}

struct loading {
	const struct cs_visits *v;
	const uint32_t *map;
	unsigned bits;
	uint64_t part;
	struct cs_visit_pile *p;
	struct cs_visit_last last;
};

/* Takes or skips a text. */
static const uint8_t *
load_text(struct loading *l, const uint8_t *b, bool wanted)
{
	struct cs_visit_pile *p = l->p;
	uint64_t n;

	b = cs_varint_get(b, &n);
	if (wanted) {
		p->place = cs_mem_grow(p->place, &p->place_cap, p->nmore + 1, sizeof *p->place);
		p->place[p->nmore] = (struct cs_visit_place){p->text.n, (uint32_t)n};
		cs_buf_add(&p->text, b, n);
	}
	return b + n;
}

static const uint8_t *
load_values(struct loading *l, const uint8_t *b)
{
	struct cs_visit_pile *p = l->p;
	unsigned nvalue = l->v->form.nvalue;
	uint64_t x, there = UINT64_MAX;
	int64_t *value;

	p->value = cs_mem_grow(p->value, &p->value_cap, (p->nmore + 1) * nvalue, sizeof *p->value);
	value = &p->value[p->nmore * nvalue];
	if (masked(nvalue))
		b = cs_varint_get(b, &there);
	for (unsigned i = 0; i < nvalue; i++) {
		x = 0;
		if ((there >> (i & MASK_MOST) & 1) != 0)
			b = cs_varint_get(b, &x);
		value[i] = x == 0 ? CS_VISIT_NULL : cs_varint_unfold(x - 1);
	}
	return b;
}

/* Reads one record, whether it is wanted or not. */
static const uint8_t *
load_one(struct loading *l, const uint8_t *b)
{
	struct cs_visit_pile *p = l->p;
	struct cs_visit_last *last = &l->last;
	struct cs_visit *x;
	uint8_t flags = *b++;
	uint64_t number;
	bool wanted;

	p->visit = cs_mem_grow(p->visit, &p->cap, p->n + 1, sizeof *p->visit);
	x = &p->visit[p->n];
	memcpy(&x->customer, b, sizeof x->customer);
	b += sizeof x->customer;
	x->contact = (flags & F_NO_ID) != 0 ? CS_VISIT_NO_ID : 0;
	for (int i = 0; i < CONTACT_BYTES && (flags & F_NO_ID) == 0; i++)
		x->contact |= (uint64_t)*b++ << (8 * i);
	b = cs_varint_get(b, &number);
	last->at += cs_varint_unfold(number) * ((flags & F_WHOLE_S) != 0 ? CS_USEC : 1);
	x->group = CS_GROUP_NONE;
	if ((flags & F_REPORTED) != 0) {
		if ((flags & F_SAME_GROUP) == 0) {
			b = cs_varint_get(b, &number);
			last->group = (uint32_t)number;
		}
		x->group = l->map != NULL ? l->map[last->group] : last->group;
	}
	if ((flags & F_SAME_BITS) == 0) {
		b = cs_varint_get(b, &number);
		last->bits = (uint32_t)number;
	}
	if (l->v->form.row) {
		b = cs_varint_get(b, &number);
		last->row += (uint64_t)cs_varint_unfold(number);
		memcpy(&x->record, b, sizeof x->record);
		b += sizeof x->record;
	} else {
		x->record = 0;
	}
	x->at = last->at;
	x->row = last->row;
	x->bits = last->bits;
	x->leg = (flags & F_LEG) != 0;
	x->more = (uint32_t)p->nmore;
	wanted = l->bits == 0 || x->customer >> (64 - l->bits) == l->part;
	if (l->v->form.nvalue != 0)
		b = load_values(l, b);
	if (l->v->form.text)
		b = load_text(l, b, wanted);
	if (wanted) {
		p->n++;
		p->nmore++;
	}
	return b;
}

static int
load_piece(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct loading *l = arg;
	const uint8_t *b = (const uint8_t *)piece.p, *end = b + piece.n;

	(void)e;
	if (fresh)
		l->last = (struct cs_visit_last){.group = CS_GROUP_NONE};
	while (b < end)
		b = load_one(l, b);
	return 0;
}

int
cs_visits_load(const struct cs_visits *v, unsigned pile, unsigned bits, uint64_t part,
    struct cs_visit_pile *p, struct cs_err *e)
{
	struct loading l = {.v = v, .bits = bits, .part = part, .p = p};

	p->n = p->nmore = 0;
	cs_buf_reset(&p->text);
	for (size_t i = 0; i < v->npart; i++) {
		l.map = v->part[i].map;
		if (cs_pile_read(&v->part[i].piles, pile, &p->bytes, load_piece, &l, e) != 0)
			return -1;
	}
	if (p->n != 0)
		cs_visit_pile_sort(p, bits);
	return 0;
}

/* Bytes that loading a whole pile takes, at most. */
static size_t
load_size(const struct cs_visits *v, unsigned pile)
{
	enum { SHORTEST = 1 + 8 + 1 };
	size_t n = 0;

	for (size_t i = 0; i < v->npart; i++)
		n += cs_pile_size(&v->part[i].piles, pile);
	return n + n / SHORTEST * (2 * sizeof(struct cs_visit) + v->form.nvalue * sizeof(int64_t));
}

int
cs_visits_split(
    const struct cs_visits *v, unsigned pile, size_t most, unsigned *bits, struct cs_err *e)
{
	enum { MOST_BITS = 12, LEAST = 1 << 20 };
	size_t size = load_size(v, pile);

	*bits = 0;
	if (most == 0 || !cs_visits_spilled(v))
		return 0;
	most = most < LEAST ? LEAST : most;
	while (*bits < MOST_BITS && size >> *bits > most)
		++*bits;
	if (size >> *bits <= most)
		return 0;
	(void)cs_err_set(
	    e, CS_EXIT_NOMEM, "repeats: the contacts of a few customers do not fit into --mem");
	return cs_err_hint(e, "give more, as in --mem 2G; or leave the repeats out with -m");
}

void
cs_visits_drop(struct cs_visits *v, unsigned pile)
{
	for (size_t i = 0; i < v->npart; i++)
		cs_pile_drop(&v->part[i].piles, pile);
}

struct cs_str
cs_visit_text(const struct cs_visit_pile *p, const struct cs_visit *x)
{
	const struct cs_visit_place *place = &p->place[x->more];

	return cs_str(p->text.p + place->at, place->n);
}
