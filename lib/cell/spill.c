/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells on disk: see spill.h. A run is a list of blocks of whole groups: the raw text of each key,
 * the number of rows, and the parts that a stream of cells would have, each behind its length.
 */
#include "cell/spill.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cell/cellparts.h"
#include "cell/keyruns.h"
#include "cell/pool.h"

enum {
	BLOCK = 1 << 16, /* bytes of a block, about */
	PIECE = 1 << 14, /* groups of a piece */
};

struct block {
	uint64_t at;
	size_t n;
};

struct run {
	struct block *block;
	size_t n, cap;
	size_t next;	    /* block to be read */
	struct cs_buf text; /* the block being read, */
	size_t at;	    /* how far, */
	struct cs_str *key; /* the keys of its next group, in text, */
	struct cs_str rest; /* and its rows and parts */
};

struct cs_spill {
	struct cs_scratch *scratch;
	size_t most, ngroup;
	pthread_mutex_t lock; /* of the list of runs while they are written */
	struct run *run;
	size_t n, cap;
	bool begun; /* they are read: */
	struct cs_keyruns runs;
};

struct cs_spill *
cs_spill_new(struct cs_scratch *scratch, size_t most)
{
	struct cs_spill *s = cs_mem_new0(1, sizeof *s);

	s->scratch = scratch;
	s->most = most;
	(void)pthread_mutex_init(&s->lock, NULL);
	return s;
}

void
cs_spill_free(struct cs_spill *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++) {
		free(s->run[i].block);
		free(s->run[i].key);
		cs_buf_finish(&s->run[i].text);
	}
	free(s->run);
	cs_keyruns_finish(&s->runs);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

bool
cs_spill_any(const struct cs_spill *s)
{
	return s->n != 0;
}

static void
put_text(struct cs_buf *b, struct cs_str text)
{
	cs_buf_add(b, &text.n, sizeof text.n);
	cs_buf_str(b, text);
}

/* A part: the statistic, and its name and value. */
static void
put_part(void *arg, unsigned acc, const char *name, struct cs_str value)
{
	struct cs_buf *b = arg;

	cs_buf_add(b, &acc, sizeof acc);
	put_text(b, cs_str_z(name));
	put_text(b, value);
}

/* A group with its length before it. */
static void
put_group(struct cs_buf *b, const struct cs_cell_parts *parts, uint32_t group, uint32_t *value)
{
	const struct cs_cells *c = parts->c;
	size_t at = b->n, n = 0;

	cs_buf_add(b, &n, sizeof n);
	cs_keys_values(&c->keys, group, value);
	for (unsigned k = 0; k < c->keys.n; k++)
		put_text(b, cs_map_key(&c->keys.value[k], value[k]));
	cs_buf_add(b, &c->store.rows[group], sizeof *c->store.rows);
	cs_cell_parts_of(parts, group, put_part, b);
	n = b->n - at - sizeof n;
	memcpy(b->p + at, &n, sizeof n);
}

static int
put_block(struct cs_spill *s, struct run *r, struct cs_buf *b, struct cs_err *e)
{
	r->block = cs_mem_grow(r->block, &r->cap, r->n + 1, sizeof *r->block);
	r->block[r->n].n = b->n;
	if (cs_scratch_put(s->scratch, b->p, b->n, &r->block[r->n].at, e) != 0)
		return -1;
	r->n++;
	cs_buf_reset(b);
	return 0;
}

int
cs_spill_add(struct cs_spill *s, struct cs_cells *c, struct cs_err *e)
{
	uint32_t *order = cs_mem_new(c->keys.ngroup, sizeof *order);
	uint32_t *value = cs_mem_new((size_t)c->keys.n + 1, sizeof *value);
	struct cs_cell_parts parts;
	struct cs_buf b = CS_BUF_INIT;
	struct run r = {.n = 0};
	int result = 0;

	cs_keys_sort(&c->keys, c->by->key, NULL, order);
	cs_cell_parts_init(&parts, c);
	for (size_t i = 0; i < c->keys.ngroup && result == 0; i++) {
		put_group(&b, &parts, order[i], value);
		if (b.n >= BLOCK)
			result = put_block(s, &r, &b, e);
	}
	if (result == 0 && b.n != 0)
		result = put_block(s, &r, &b, e);
	cs_cell_parts_finish(&parts);
	cs_buf_finish(&b);
	free(order);
	free(value);
	(void)pthread_mutex_lock(&s->lock);
	s->run = cs_mem_grow(s->run, &s->cap, s->n + 1, sizeof *s->run);
	s->run[s->n++] = r;
	(void)pthread_mutex_unlock(&s->lock);
	cs_cells_empty(c);
	return result;
}

/* Cuts n bytes off. What was written is whole. */
static struct cs_str
take(struct cs_str *s, size_t n)
{
	struct cs_str head = cs_str_head(*s, n);

	*s = cs_str_skip(*s, n);
	return head;
}

static struct cs_str
take_text(struct cs_str *s)
{
	size_t n;

	memcpy(&n, take(s, sizeof n).p, sizeof n);
	return take(s, n);
}

/* The next group of a run: 1; 0 at its end; -1. */
static int
advance(struct cs_spill *s, struct run *r, const struct cs_cells *c, struct cs_err *e)
{
	const struct block *b = &r->block[r->next];
	struct cs_str all;

	if (r->at == r->text.n) {
		if (r->next == r->n)
			return 0;
		r->next++;
		cs_buf_reset(&r->text);
		if (cs_scratch_get(s->scratch, b->at, cs_buf_reserve(&r->text, b->n), b->n, e) != 0)
			return -1;
		r->text.n = b->n;
		r->at = 0;
	}
	all = cs_str_skip(cs_buf_all(&r->text), r->at);
	r->rest = take_text(&all);
	r->at = r->text.n - all.n;
	for (unsigned k = 0; k < c->keys.n; k++)
		r->key[k] = take_text(&r->rest);
	return 1;
}

static int
begin_reading(struct cs_spill *s, const struct cs_cells *c, struct cs_err *e)
{
	s->begun = true;
	cs_keyruns_init(&s->runs, c->by->key, c->keys.n, s->n);
	for (size_t i = 0; i < s->n; i++) {
		int got;

		s->run[i].key = cs_mem_new0((size_t)c->keys.n + 1, sizeof *s->run[i].key);
		got = advance(s, &s->run[i], c, e);
		if (got < 0)
			return -1;
		if (got > 0)
			cs_keyruns_add(&s->runs, i, s->run[i].key);
	}
	return 0;
}

static int
broken(struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "what was counted of a group runs over");
}

/* Adds what the run has of its group. */
static int
add_parts(struct cs_cells *c, uint32_t group, struct cs_str rest, struct cs_err *e)
{
	struct cs_store *s = &c->store;
	struct cs_open_moments open = {.n = false};
	unsigned acc = 0, last = 0;
	int64_t rows;

	memcpy(&rows, take(&rest, sizeof rows).p, sizeof rows);
	s->rows[group] += rows;
	while (rest.n != 0) {
		struct cs_str name, value;

		memcpy(&acc, take(&rest, sizeof acc).p, sizeof acc);
		name = take_text(&rest);
		value = take_text(&rest);
		if (acc != last && !cs_store_close(s, last, group, &open))
			return broken(e);
		last = acc;
		if (s->scheme->acc[acc].money && cs_str_eqz(name, "currency")) {
			if (cs_store_money(s, acc, group, value, e) != 0)
				return -1;
		} else if (!cs_store_read(s, acc, group, name, value, &open)) {
			return broken(e);
		}
	}
	return s->scheme->nacc == 0 || cs_store_close(s, last, group, &open) ? 0 : broken(e);
}

/* The group of the keys that a run is at. */
static uint32_t
group_of(struct cs_cells *c, const struct run *r)
{
	uint32_t g = 0;

	for (unsigned k = 0; k < c->keys.n; k++)
		g = cs_keys_step(&c->keys, k, g, cs_map_add(&c->keys.value[k], r->key[k]));
	cs_cells_room(c);
	return g;
}

int
cs_spill_next(struct cs_spill *s, struct cs_cells *c, struct cs_err *e)
{
	uint32_t last = CS_GROUP_NONE, group;
	size_t n = 0;
	int got;

	cs_cells_empty(c);
	if (!s->begun && begin_reading(s, c, e) != 0)
		return -1;
	while (s->runs.n != 0) {
		struct run *r = &s->run[s->runs.least[0]];

		/* Equal groups come one after the other, and must be in one piece. */
		if (n == PIECE && !cs_keys_are(&c->keys, last, r->key))
			break;
		group = group_of(c, r);
		n += group != last;
		last = group;
		if (add_parts(c, group, r->rest, e) != 0 || (got = advance(s, r, c, e)) < 0)
			return -1;
		cs_keyruns_next(&s->runs, got > 0);
	}
	s->ngroup += n;
	if (s->most != 0 && s->ngroup > s->most)
		return cs_limits_groups(s->most, e);
	return n != 0;
}
