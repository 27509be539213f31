/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several expressions have in common: see common.h. */
#include "expr/common.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

void
cs_common_finish(struct cs_common *c)
{
	for (size_t k = 0; k < c->n; k++) {
		cs_val_free(&c->node[k].val);
		free(c->node[k].known);
	}
	free(c->node);
	*c = (struct cs_common){0};
}

static bool
is_worth(const struct cs_node *n)
{
	return n->kind == CS_NODE_CALL && !cs_is_text(n->type);
}

static inline uint64_t
mix(uint64_t hash, uint64_t v)
{
	return cs_map_hash_number(hash * 31 + v);
}

/* Equal for nodes that are the same; those of the arguments are there, by id. */
static uint64_t
hash_of(const struct cs_node *n, const uint64_t *hash)
{
	uint64_t h = mix((uint64_t)n->kind << 8 | (uint64_t)n->type, (uint64_t)n->i);

	h = mix(h, n->kind == CS_NODE_COLUMN ? n->col : n->s.n);
	h = mix(h, n->narg);
	for (unsigned k = 0; k < n->narg; k++)
		h = mix(h, hash[n->arg[k]->id]);
	return h;
}

static bool
same(const struct cs_node *a, const struct cs_node *b)
{
	if (a->kind != b->kind || a->type != b->type)
		return false;
	if (a->kind == CS_NODE_COLUMN)
		return a->col == b->col;
	if (a->run != b->run || a->narg != b->narg || a->bad != b->bad || a->data != b->data ||
	    a->null != b->null || a->pattern != b->pattern || a->i != b->i ||
	    a->d.scale != b->d.scale || a->d.coef != b->d.coef || !cs_str_eq(a->s, b->s))
		return false;
	for (unsigned k = 0; k < a->narg; k++) {
		if (!same(a->arg[k], b->arg[k]))
			return false;
	}
	return true;
}

/* The place among the first n of what is the same as node; n: there is none. */
static size_t
find(const struct cs_common *c, size_t n, const struct cs_expr *x, const struct cs_node *node,
    uint64_t hash)
{
	size_t k = 0;

	for (; k < n; k++) {
		const struct cs_common_node *s = &c->node[k];

		if (s->hash == hash && s->x->head == x->head && s->x->zone == x->zone &&
		    s->x->bad == x->bad && same(s->n, node))
			break;
	}
	return k;
}

void
cs_common_meet(struct cs_common *c, const struct cs_expr *x, uint32_t *of)
{
	uint64_t *hash = cs_mem_new((size_t)x->n + 1, sizeof *hash);
	const size_t before = c->n;

	for (unsigned id = 1; id <= x->n; id++) {
		const struct cs_node *n = x->node[id - 1];
		size_t at;

		hash[id] = hash_of(n, hash);
		if (!is_worth(n))
			continue;
		at = find(c, before, x, n, hash[id]);
		if (at < before) {
			c->shared += c->node[at].uses == 1;
			c->node[at].uses = 2;
		} else {
			at = c->n++;
			c->node = cs_mem_grow(c->node, &c->cap, c->n, sizeof *c->node);
			c->node[at] =
			    (struct cs_common_node){.x = x, .n = n, .hash = hash[id], .uses = 1};
		}
		of[id] = (uint32_t)at + 1;
	}
	free(hash);
}

void
cs_common_room(struct cs_common_node *s, uint32_t rows)
{
	const size_t chunks = (size_t)rows / CS_CHUNK + 1;

	if (s->cap >= rows && s->known != NULL)
		return;
	cs_val_free(&s->val);
	cs_val_new(&s->val, s->n->type, rows);
	s->cap = rows;
	s->known = cs_mem_grow(s->known, &s->known_cap, chunks, sizeof *s->known);
	memset(s->known, 0, s->known_cap * sizeof *s->known);
}
