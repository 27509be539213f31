/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells found in any order, asked for in that of the rows: see rowcells.h. */
#include "rec/rowcells.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/varint.h"

enum { RANGES = 1024, RANGE_LEAST = 4096 };

void
cs_rowcells_init(
    struct cs_rowcells *r, uint64_t nrow, unsigned workers, size_t most, struct cs_scratch *scratch)
{
	*r = (struct cs_rowcells){.workers = workers, .nrow = nrow};
	r->range = (nrow + RANGES - 1) / RANGES;
	r->range = r->range < RANGE_LEAST ? RANGE_LEAST : r->range;
	r->piles = cs_mem_new0(workers, sizeof *r->piles);
	for (unsigned i = 0; i < workers; i++)
		cs_piles_init(&r->piles[i], RANGES, most / workers, scratch);
}

void
cs_rowcells_finish(struct cs_rowcells *r)
{
	for (unsigned i = 0; i < r->workers; i++)
		cs_piles_finish(&r->piles[i]);
	free(r->piles);
	*r = (struct cs_rowcells){.workers = 0};
}

int
cs_rowcells_put(
    struct cs_rowcells *r, unsigned worker, uint64_t row, struct cs_str cells, struct cs_err *e)
{
	struct cs_piles *piles = &r->piles[worker];
	unsigned range = (unsigned)(row / r->range);
	uint8_t *begin = cs_piles_room(piles, range, 2 * CS_VARINT_MAX + cells.n, e), *p = begin;

	if (p == NULL)
		return -1;
	p = cs_varint_put(p, row % r->range);
	p = cs_varint_put(p, cells.n);
	if (cells.n != 0)
		memcpy(p, cells.p, cells.n);
	cs_pile_took(piles, range, (size_t)(p - begin) + cells.n);
	return 0;
}

void
cs_rowcells_reader_finish(struct cs_rowcells_reader *reader)
{
	free(reader->place);
	cs_buf_finish(&reader->text);
	cs_buf_finish(&reader->bytes);
	*reader = (struct cs_rowcells_reader){.loaded = false};
}

static int
take_piece(void *arg, struct cs_str piece, bool fresh, struct cs_err *e)
{
	struct cs_rowcells_reader *reader = arg;
	const uint8_t *p = (const uint8_t *)piece.p, *end = p + piece.n;
	uint64_t row, n;

	(void)fresh;
	(void)e;
	while (p < end) {
		p = cs_varint_get(p, &row);
		p = cs_varint_get(p, &n);
		reader->place[row] = (struct cs_rowcells_place){reader->text.n, n};
		cs_buf_add(&reader->text, p, n);
		p += n;
	}
	return 0;
}

static int
load(struct cs_rowcells *r, struct cs_rowcells_reader *reader, uint64_t range, struct cs_err *e)
{
	if (reader->place == NULL)
		reader->place = cs_mem_new(r->range, sizeof *reader->place);
	cs_buf_reset(&reader->text);
	memset(reader->place, 0, r->range * sizeof *reader->place);
	for (unsigned i = 0; i < r->workers; i++) {
		if (cs_pile_read(
			&r->piles[i], (unsigned)range, &reader->bytes, take_piece, reader, e) != 0)
			return -1;
		if (reader->only)
			cs_pile_drop(&r->piles[i], (unsigned)range);
	}
	reader->first = range * r->range;
	reader->loaded = true;
	return 0;
}

int
cs_rowcells_get(struct cs_rowcells *r, struct cs_rowcells_reader *reader, uint64_t row,
    struct cs_str *cells, struct cs_err *e)
{
	const struct cs_rowcells_place *place;

	*cells = cs_str(NULL, 0);
	if (row >= r->nrow)
		return 0;
	if ((!reader->loaded || row - reader->first >= r->range) &&
	    load(r, reader, row / r->range, e) != 0)
		return -1;
	place = &reader->place[row - reader->first];
	*cells = cs_str(reader->text.p + place->at, place->n);
	return 0;
}
