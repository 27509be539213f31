/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small records dealt to piles, each of which is read back as a whole: by the bits of a hash, by
 * ranges of row numbers. Beyond a limit of memory all piles are written to a scratch file, one
 * after the other, and begin anew; a pile is then read from its pieces on disk and what is still
 * in memory. One thread adds; several may read different piles once nothing is added.
 *
 * Records are the caller's bytes and are never cut: a piece that is read holds whole records.
 * Where a pile begins anew (nothing of it is in memory), records that lean on the one before must
 * stand alone: see cs_pile_fresh.
 */
#ifndef CS_BASE_PILES_H
#define CS_BASE_PILES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/scratch.h"

struct cs_piles {
	unsigned n;
	struct cs_pile *pile;
	size_t held; /* bytes of all blocks in memory */
	size_t most; /* they are written out beyond that; 0: never */
	struct cs_scratch *scratch;
	bool spilled;
};

/* A block of a pile in memory, and a piece on disk. How full the last block is, is in the pile, so
 * that a block is only ever written to: nobody waits for it. */
struct cs_pile_block {
	struct cs_pile_block *next;
	uint32_t n; /* not of the last */
	uint8_t byte[];
};
struct cs_pile_piece {
	uint64_t at;
	size_t n;
};
struct cs_pile {
	struct cs_pile_block *first, *last;
	uint32_t n, room; /* of the last block: bytes there are, and how many may be */
	struct cs_pile_piece *piece;
	size_t npiece, cap;
};

/* scratch (NULL where most is 0) stays the caller's. */
void cs_piles_init(struct cs_piles *p, unsigned n, size_t most, struct cs_scratch *scratch);
void cs_piles_finish(struct cs_piles *p);

/*
 * Room for a record of at most n bytes in a pile; the caller then says by cs_pile_took how long it
 * was. NULL with *e (74).
 */
uint8_t *cs_piles_room(struct cs_piles *p, unsigned pile, size_t n, struct cs_err *e);

static inline void
cs_pile_took(struct cs_piles *p, unsigned pile, size_t n)
{
	p->pile[pile].n += (uint32_t)n;
}

/* After cs_piles_room: the record is the first of its pile in memory. */
static inline bool
cs_pile_fresh(const struct cs_piles *p, unsigned pile)
{
	const struct cs_pile *x = &p->pile[pile];

	return x->first == x->last && x->n == 0;
}

/* Writes everything in memory out; nothing if there is nothing. -1 with *e (74). */
int cs_piles_spill(struct cs_piles *p, struct cs_err *e);

/* Bytes of the records of a pile, wherever they are. */
size_t cs_pile_size(const struct cs_piles *p, unsigned pile);

/*
 * Calls take for the pieces of a pile in the order in which they were added; fresh: the first
 * record stands alone. buf is scratch. Stops at the first -1 (with *e) and gives it.
 */
typedef int cs_pile_take(void *arg, struct cs_str piece, bool fresh, struct cs_err *e);
int cs_pile_read(const struct cs_piles *p, unsigned pile, struct cs_buf *buf, cs_pile_take *take,
    void *arg, struct cs_err *e);

/* Frees what memory holds of a pile that nobody needs any more. By the thread that reads it. */
void cs_pile_drop(struct cs_piles *p, unsigned pile);

#endif
