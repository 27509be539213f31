/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The union of inputs with different columns: see union.h. */
#include "rec/union.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

/* For each column of the union its column in one input, or NONE behind what the input has. */
struct order {
	unsigned *from;
	unsigned n;
};

enum { NONE = -1 };

struct cs_union {
	struct cs_head *head;
	struct order *order; /* by input */
	size_t norder, cap;
};

struct cs_union *
cs_union_new(struct cs_head *head)
{
	struct cs_union *u = cs_mem_new0(1, sizeof *u);

	u->head = head;
	return u;
}

void
cs_union_free(struct cs_union *u)
{
	if (u == NULL)
		return;
	for (size_t i = 0; i < u->norder; i++)
		free(u->order[i].from);
	free(u->order);
	free(u);
}

void
cs_union_add(struct cs_union *u, const struct cs_head *input)
{
	struct cs_map names = CS_MAP_INIT;
	struct order *o;

	u->order = cs_mem_grow(u->order, &u->cap, u->norder + 1, sizeof *u->order);
	o = &u->order[u->norder++];
	for (unsigned i = 0; i < u->head->ncol; i++)
		(void)cs_map_add(&names, u->head->col[i].name);
	for (unsigned i = 0; i < input->ncol; i++)
		if (cs_map_add(&names, input->col[i].name) == u->head->ncol)
			(void)cs_head_add(u->head, input->col[i].name, NULL);
	o->n = u->head->ncol;
	o->from = cs_mem_new(o->n, sizeof *o->from);
	for (unsigned i = 0; i < o->n; i++)
		o->from[i] = (unsigned)NONE;
	for (unsigned i = 0; i < input->ncol; i++)
		o->from[cs_map_find(&names, input->col[i].name)] = i;
	cs_map_finish(&names);
}

void
cs_union_rewrite(
    const struct cs_union *u, size_t input, const struct cs_batch *b, struct cs_buf *out)
{
	const struct order *o = &u->order[input];
	unsigned ncol = u->head->ncol;

	cs_buf_reset(out);
	for (uint32_t row = 0; row < b->nrow; row++) {
		for (unsigned i = 0; i < ncol; i++) {
			bool has = i < o->n && o->from[i] != (unsigned)NONE;

			cs_buf_str(out, has ? cs_batch_raw(b, row, o->from[i]) : CS_STR("\\N"));
			cs_buf_c(out, i + 1 < ncol ? '\t' : '\n');
		}
	}
}
