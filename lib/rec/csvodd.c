/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Odd CSV records, one by one: see csvodd.h. */
#include "rec/csvodd.h"

#include <csv.h>

#include "base/mem.h"

enum where { CELL_START, UNQUOTED, QUOTED, CLOSED, SPOILT };

/* Where the walk stands. */
struct walk {
	struct cs_csv_extent x;
	enum where at;
	int lines; /* line ends inside the record */
};

static void
note(struct walk *w, enum cs_csv_bad odd)
{
	if (w->x.odd == CS_CSV_GOOD)
		w->x.odd = odd;
}

/* The state after an ordinary byte; line ends are the caller's. */
static void
step(struct walk *w, char c, char delim)
{
	switch (w->at) {
	case QUOTED:
		w->at = c == '"' ? CLOSED : QUOTED;
		break;
	case CLOSED:
		if (c == '"')
			w->at = QUOTED;
		else if (c == delim)
			w->at = CELL_START;
		else {
			note(w, CS_CSV_AFTER);
			w->at = SPOILT;
		}
		break;
	case CELL_START:
	case UNQUOTED:
		if (c == delim)
			w->at = CELL_START;
		else if (c == '"' && w->at == CELL_START)
			w->at = QUOTED;
		else {
			if (c == '"')
				note(w, CS_CSV_STRAY);
			w->at = UNQUOTED;
		}
		break;
	case SPOILT:
		break;
	}
}

struct cs_csv_extent
cs_csv_odd_extent(struct cs_str s, char delim, size_t limit, bool last)
{
	struct walk w = {{0, CS_CSV_GOOD, false}, CELL_START, 0};
	size_t i;

	for (i = 0; i < s.n && i <= limit; i++) {
		size_t n = 1; /* bytes of the line end */

		if (s.p[i] != '\n' && s.p[i] != '\r') {
			step(&w, s.p[i], delim);
			continue;
		}
		if (s.p[i] == '\r') {
			if (i + 1 == s.n && !last)
				return w.x;
			n += i + 1 < s.n && s.p[i + 1] == '\n';
		}
		if (w.at != QUOTED) {
			if (s.p[i] == '\r' && n == 1)
				note(&w, CS_CSV_CR);
			w.x.closed = true;
			w.x.end = i + n;
			return w.x;
		}
		if (++w.lines > CS_CSV_ODD_LINES && w.x.odd != CS_CSV_GOOD) {
			w.x.end = i + n;
			return w.x;
		}
		i += n - 1;
	}
	if (i > limit || last)
		w.x.end = i;
	return w.x;
}

struct cs_csv_odd {
	struct csv_parser parser;
	/* The record at hand. */
	struct cs_csv_batch *b;
	uint32_t cells;
	unsigned records;
};

/* libcsv would take blanks off the ends of cells. */
static int
no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static void *
resize(void *p, size_t n)
{
	return cs_mem_resize(p, n, 1);
}

struct cs_csv_odd *
cs_csv_odd_new(char delim, bool strict)
{
	struct cs_csv_odd *o = cs_mem_new0(1, sizeof *o);

	if (csv_init(&o->parser, strict ? CSV_STRICT : 0) != 0)
		cs_mem_fail();
	csv_set_delim(&o->parser, (unsigned char)delim);
	csv_set_space_func(&o->parser, no_blank);
	csv_set_realloc_func(&o->parser, resize);
	return o;
}

void
cs_csv_odd_free(struct cs_csv_odd *o)
{
	if (o == NULL)
		return;
	csv_free(&o->parser);
	free(o);
}

static void
put_end(struct cs_csv_batch *b)
{
	b->end = cs_mem_grow(b->end, &b->end_cap, b->nend + 1, sizeof *b->end);
	b->end[b->nend++] = (uint32_t)b->odd.n;
}

static void
on_cell(void *cell, size_t n, void *arg)
{
	struct cs_csv_odd *o = arg;

	if (o->records != 0)
		return;
	if (o->cells++ != 0)
		cs_buf_c(&o->b->odd, '\0');
	cs_buf_add(&o->b->odd, cell, n);
	put_end(o->b);
}

static void
on_record(int c, void *arg)
{
	struct cs_csv_odd *o = arg;

	(void)c;
	o->records++;
}

bool
cs_csv_odd_read(
    struct cs_csv_odd *o, struct cs_str s, struct cs_csv_batch *b, uint32_t *first, uint32_t *n)
{
	size_t nend = b->nend, text = b->odd.n, got;
	bool complete;

	o->b = b;
	o->cells = 0;
	o->records = 0;
	put_end(b);
	got = csv_parse(&o->parser, s.p, s.n, on_cell, on_record, o);
	complete = got == s.n && o->records == 1;
	/* Flushes what is left open, as one more record, and makes the parser fresh again. */
	(void)csv_fini(&o->parser, on_cell, on_record, o);
	if (!complete || o->records != 1) {
		b->nend = nend;
		b->odd.n = text;
		return false;
	}
	*first = (uint32_t)nend + 1;
	*n = o->cells;
	return true;
}
