/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums in order, in memory or on disk: see sumstore.h. */
#include "retain/sumstore.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/varint.h"

enum {
	BLOCK = 1 << 15,				      /* bytes of a block, about */
	NUMBER_MOST = 1 + CS_VARINT_MAX + CS_VARINT_WIDE_MAX, /* part, step, value */
};

void
cs_sumstore_of(struct cs_sumstore *s, const struct cs_sums *sums)
{
	*s = (struct cs_sumstore){.form = sums->form, .n = sums->ngroup, .sums = sums};
}

void
cs_sumstore_init(struct cs_sumstore *s, const struct cs_sums_form *form, struct cs_scratch *scratch)
{
	*s = (struct cs_sumstore){.form = form, .scratch = scratch};
}

void
cs_sumstore_finish(struct cs_sumstore *s)
{
	free(s->block);
	cs_buf_finish(&s->text);
	*s = (struct cs_sumstore){.form = NULL};
}

static int
put_block(struct cs_sumstore *s, struct cs_err *e)
{
	struct cs_sumstore_block *b = &s->block[s->nblock - 1];

	b->n = s->text.n;
	if (cs_scratch_put(s->scratch, s->text.p, s->text.n, &b->at, e) != 0)
		return -1;
	cs_buf_reset(&s->text);
	return 0;
}

int
cs_sumstore_add(struct cs_sumstore *s, const struct cs_sumgroup *g, struct cs_err *e)
{
	const size_t begin = s->text.n;
	int32_t t = 0;
	uint8_t *p;
	size_t n = 0;

	if (begin == 0) {
		s->block = cs_mem_grow(s->block, &s->cap, s->nblock + 1, sizeof *s->block);
		s->block[s->nblock++].first = s->n;
	}
	/* How long it is comes first: a group may be passed over. */
	cs_buf_add(&s->text, &n, sizeof n);
	for (unsigned k = 0; k < s->form->nkey; k++) {
		cs_buf_add(&s->text, &g->key[k].n, sizeof g->key[k].n);
		cs_buf_str(&s->text, g->key[k]);
	}
	cs_buf_add(&s->text, &g->n, sizeof g->n);
	for (size_t i = 0; i < g->n; i++) {
		const struct cs_sum *x = &g->sum[i];
		uint8_t *from = (uint8_t *)cs_buf_reserve(&s->text, NUMBER_MOST);

		p = from;
		*p++ = x->part;
		p = cs_varint_put(p, cs_varint_fold((int64_t)x->t - t));
		p = cs_varint_put_wide(p, cs_varint_fold_wide(x->v));
		t = x->t;
		s->text.n += (size_t)(p - from);
	}
	n = s->text.n - begin;
	memcpy(s->text.p + begin, &n, sizeof n);
	s->n++;
	return s->text.n >= BLOCK ? put_block(s, e) : 0;
}

int
cs_sumstore_end(struct cs_sumstore *s, struct cs_err *e)
{
	int result = s->text.n != 0 ? put_block(s, e) : 0;

	cs_buf_finish(&s->text);
	return result;
}

void
cs_sumcursor_begin(struct cs_sumcursor *c, const struct cs_sumstore *of, size_t place)
{
	*c = (struct cs_sumcursor){.of = of};
	c->key = cs_mem_new((size_t)of->form->nkey + 1, sizeof *c->key);
	cs_sumcursor_seek(c, place);
}

void
cs_sumcursor_finish(struct cs_sumcursor *c)
{
	cs_buf_finish(&c->text);
	free(c->key);
	free(c->sum);
	*c = (struct cs_sumcursor){.of = NULL};
}

void
cs_sumcursor_seek(struct cs_sumcursor *c, size_t place)
{
	const struct cs_sumstore *s = c->of;
	size_t lo = 0, hi = s->nblock;

	/* The last block that begins there or before. */
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->block[mid].first <= place)
			lo = mid;
		else
			hi = mid;
	}
	cs_buf_reset(&c->text);
	c->used = 0;
	c->block = lo;
	c->next = place;
}

/* The bytes at hand, which are moved on. */
static void
take(struct cs_sumcursor *c, void *to, size_t n)
{
	memcpy(to, c->text.p + c->used, n);
	c->used += n;
}

/* The next block; the groups in front of the one that comes are passed over. */
static int
read_block(struct cs_sumcursor *c, struct cs_err *e)
{
	const struct cs_sumstore_block *b = &c->of->block[c->block++];
	size_t n;

	cs_buf_reset(&c->text);
	if (cs_scratch_get(c->of->scratch, b->at, cs_buf_reserve(&c->text, b->n), b->n, e) != 0)
		return -1;
	c->text.n = b->n;
	c->used = 0;
	for (size_t i = b->first; i < c->next; i++) {
		memcpy(&n, c->text.p + c->used, sizeof n);
		c->used += n;
	}
	return 0;
}

static int
next_on_disk(struct cs_sumcursor *c, struct cs_err *e)
{
	const uint8_t *p;
	int32_t t = 0;
	size_t n;

	if (c->used == c->text.n && read_block(c, e) != 0)
		return -1;
	take(c, &n, sizeof n);
	for (unsigned k = 0; k < c->of->form->nkey; k++) {
		take(c, &n, sizeof n);
		c->key[k] = cs_str(c->text.p + c->used, n);
		c->used += n;
	}
	take(c, &c->at.n, sizeof c->at.n);
	if (c->at.n > c->cap)
		c->sum = cs_mem_grow(c->sum, &c->cap, c->at.n, sizeof *c->sum);
	p = (const uint8_t *)c->text.p + c->used;
	for (size_t i = 0; i < c->at.n; i++) {
		struct cs_sum *x = &c->sum[i];
		uint64_t step;
		cs_u128 v;

		x->part = *p++;
		p = cs_varint_get(p, &step);
		p = cs_varint_get_wide(p, &v);
		t = (int32_t)(t + cs_varint_unfold(step));
		x->t = t;
		x->v = cs_varint_unfold_wide(v);
	}
	c->used = (size_t)(p - (const uint8_t *)c->text.p);
	c->at.sum = c->sum;
	return 1;
}

static void
next_in_memory(struct cs_sumcursor *c)
{
	const struct cs_sums *s = c->of->sums;

	for (unsigned k = 0; k < s->form->nkey; k++)
		c->key[k] = cs_sums_key(s, c->next, k);
	c->at.n = s->first[c->next + 1] - s->first[c->next];
	c->at.sum = &s->sum[s->first[c->next]];
}

int
cs_sumcursor_next(struct cs_sumcursor *c, struct cs_err *e)
{
	if (c->next >= c->of->n)
		return 0;
	if (c->of->sums != NULL)
		next_in_memory(c);
	else if (next_on_disk(c, e) < 0)
		return -1;
	c->at.key = c->key;
	c->place = c->next++;
	return 1;
}
