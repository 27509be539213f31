/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each group consists of: see cellparts.h. */
#include "cell/cellparts.h"

#include <stdlib.h>

#include "base/mem.h"

/* The sorted items of a DISTINCT statistic, and where those of each group begin. */
struct cs_cell_items {
	uint32_t *id;
	size_t n;
	size_t *begin; /* by group id */
};

static void
items_init(struct cs_cell_items *it, const struct cs_acc *acc, size_t ngroup)
{
	size_t at = 0;

	it->id = cs_store_items(acc, &it->n);
	it->begin = cs_mem_new(ngroup + 1, sizeof *it->begin);
	for (uint32_t g = 0; g <= ngroup; g++) {
		while (at < it->n && cs_group_item(&acc->set, it->id[at]).group < g)
			at++;
		it->begin[g] = at;
	}
}

void
cs_cell_parts_init(struct cs_cell_parts *p, const struct cs_cells *c)
{
	const struct cs_scheme *s = c->scheme;

	p->c = c;
	p->items = cs_mem_new0(s->nacc, sizeof *p->items);
	for (unsigned i = 0; i < s->nacc; i++) {
		if (s->acc[i].kind == CS_ACC_DISTINCT)
			items_init(&p->items[i], &c->store.acc[i], c->keys.ngroup);
		if (s->acc[i].kind == CS_ACC_PER)
			cs_per_index(&c->store.acc[i].per, c->keys.ngroup);
	}
}

void
cs_cell_parts_finish(struct cs_cell_parts *p)
{
	for (unsigned i = 0; p->c != NULL && i < p->c->scheme->nacc; i++) {
		free(p->items[i].id);
		free(p->items[i].begin);
	}
	free(p->items);
	*p = (struct cs_cell_parts){NULL, NULL};
}

/* The parts of one statistic on their way to the caller. */
struct passing {
	cs_cell_part_fn *part;
	void *arg;
	unsigned acc;
};

static void
pass(void *arg, const char *name, struct cs_str value)
{
	const struct passing *p = arg;

	p->part(p->arg, p->acc, name, value);
}

static void
pass_key(void *arg, struct cs_str value)
{
	pass(arg, "per", value);
}

void
cs_cell_parts_of(const struct cs_cell_parts *p, uint32_t group, cs_cell_part_fn *part, void *arg)
{
	const struct cs_store *s = &p->c->store;
	struct passing passing = {part, arg, 0};

	for (unsigned i = 0; i < s->scheme->nacc; i++) {
		const struct cs_cell_items *it = &p->items[i];

		passing.acc = i;
		if (it->id == NULL)
			cs_store_parts(s, i, group, pass, &passing);
		for (size_t k = 0; it->id != NULL && it->begin[group] + k < it->begin[group + 1];
		     k++)
			pass(&passing, "item",
			    cs_str_skip(
				cs_map_key(&s->acc[i].set, it->id[it->begin[group] + k]), 4));
		if (s->scheme->acc[i].kind == CS_ACC_PER)
			cs_per_parts(&s->acc[i].per, group, pass_key, &passing);
	}
}
