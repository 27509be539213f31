/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records dealt to piles: see piles.h. */
#include "base/piles.h"

#include <stdlib.h>

#include "base/mem.h"

enum { FIRST_BLOCK = 240, NEXT_BLOCK = 2024, WRITE = 1 << 20 };

void
cs_piles_init(struct cs_piles *p, unsigned n, size_t most, struct cs_scratch *scratch)
{
	*p = (struct cs_piles){.n = n, .most = most, .scratch = scratch};
	p->pile = cs_mem_new0(n, sizeof *p->pile);
}

static void
free_blocks(struct cs_pile *pile)
{
	while (pile->first != NULL) {
		struct cs_pile_block *next = pile->first->next;

		free(pile->first);
		pile->first = next;
	}
	pile->last = NULL;
	pile->n = pile->room = 0;
}

static size_t
used(const struct cs_pile *pile, const struct cs_pile_block *b)
{
	return b == pile->last ? pile->n : b->n;
}

void
cs_piles_finish(struct cs_piles *p)
{
	for (unsigned i = 0; i < p->n; i++) {
		free_blocks(&p->pile[i]);
		free(p->pile[i].piece);
	}
	free(p->pile);
	*p = (struct cs_piles){0};
}

uint8_t *
cs_piles_room(struct cs_piles *p, unsigned i, size_t n, struct cs_err *e)
{
	struct cs_pile *pile = &p->pile[i];
	struct cs_pile_block *b = pile->last;
	size_t cap;

	if (b != NULL && pile->room - pile->n >= n)
		return b->byte + pile->n;
	if (p->most != 0 && p->held >= p->most) {
		if (cs_piles_spill(p, e) != 0)
			return NULL;
	}
	cap = pile->last == NULL ? FIRST_BLOCK : NEXT_BLOCK;
	cap = cap < n ? n : cap;
	b = cs_mem_new(1, sizeof *b + cap);
	*b = (struct cs_pile_block){.next = NULL};
	p->held += sizeof *b + cap;
	if (pile->last != NULL) {
		pile->last->next = b;
		pile->last->n = pile->n;
	} else
		pile->first = b;
	pile->last = b;
	pile->n = 0;
	pile->room = (uint32_t)cap;
	return b->byte;
}

/* Piles that are written together, before they are. */
struct batch {
	struct cs_buf bytes;
	struct cs_pile **pile; /* each with its piece, whose place is still relative */
	size_t n, cap;
};

static int
write_batch(struct cs_piles *p, struct batch *b, struct cs_err *e)
{
	uint64_t at;

	if (b->n == 0)
		return 0;
	if (cs_scratch_put(p->scratch, b->bytes.p, b->bytes.n, &at, e) != 0)
		return -1;
	for (size_t i = 0; i < b->n; i++)
		b->pile[i]->piece[b->pile[i]->npiece - 1].at += at;
	cs_buf_reset(&b->bytes);
	b->n = 0;
	return 0;
}

int
cs_piles_spill(struct cs_piles *p, struct cs_err *e)
{
	struct batch b = {CS_BUF_INIT, NULL, 0, 0};
	int r = 0;

	for (unsigned i = 0; i < p->n && r == 0; i++) {
		struct cs_pile *pile = &p->pile[i];
		size_t from = b.bytes.n;

		if (pile->first == NULL)
			continue;
		for (const struct cs_pile_block *x = pile->first; x != NULL; x = x->next)
			cs_buf_add(&b.bytes, x->byte, used(pile, x));
		free_blocks(pile);
		pile->piece =
		    cs_mem_grow(pile->piece, &pile->cap, pile->npiece + 1, sizeof *pile->piece);
		pile->piece[pile->npiece++] = (struct cs_pile_piece){from, b.bytes.n - from};
		b.pile = cs_mem_grow(b.pile, &b.cap, b.n + 1, sizeof *b.pile);
		b.pile[b.n++] = pile;
		p->spilled = true;
		if (b.bytes.n >= WRITE)
			r = write_batch(p, &b, e);
	}
	if (r == 0)
		r = write_batch(p, &b, e);
	p->held = 0;
	cs_buf_finish(&b.bytes);
	free(b.pile);
	return r;
}

size_t
cs_pile_size(const struct cs_piles *p, unsigned i)
{
	const struct cs_pile *pile = &p->pile[i];
	size_t n = 0;

	for (size_t k = 0; k < pile->npiece; k++)
		n += pile->piece[k].n;
	for (const struct cs_pile_block *b = pile->first; b != NULL; b = b->next)
		n += used(pile, b);
	return n;
}

int
cs_pile_read(const struct cs_piles *p, unsigned i, struct cs_buf *buf, cs_pile_take *take,
    void *arg, struct cs_err *e)
{
	const struct cs_pile *pile = &p->pile[i];

	for (size_t k = 0; k < pile->npiece; k++) {
		const struct cs_pile_piece *piece = &pile->piece[k];

		cs_buf_reset(buf);
		if (cs_scratch_get(
			p->scratch, piece->at, cs_buf_reserve(buf, piece->n), piece->n, e) != 0 ||
		    take(arg, cs_str(buf->p, piece->n), true, e) != 0)
			return -1;
	}
	for (const struct cs_pile_block *b = pile->first; b != NULL; b = b->next) {
		struct cs_str piece = cs_str((const char *)b->byte, used(pile, b));

		if (take(arg, piece, b == pile->first, e) != 0)
			return -1;
	}
	return 0;
}

void
cs_pile_drop(struct cs_piles *p, unsigned i)
{
	free_blocks(&p->pile[i]);
}
