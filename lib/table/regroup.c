/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups put together: see regroup.h. */
#include "table/regroup.h"

#include <stdlib.h>

#include "base/mem.h"

uint32_t
cs_regroup_find(
    struct cs_cells *c, const struct cs_cells *from, uint32_t g, const struct cs_regroup *how)
{
	const struct cs_keys *k = &from->keys;
	uint32_t value[CS_REGROUP_KEYS];
	struct cs_str raw;

	cs_keys_values(k, g, value);
	for (unsigned i = 0; i < k->n; i++) {
		raw = cs_map_key(&k->value[i], value[i]);
		if ((how->totals >> i & 1) != 0)
			raw = cs_key_total;
		else if ((how->others >> i & 1) != 0)
			raw = cs_key_others;
		value[i] = cs_map_add(&c->keys.value[i], raw);
	}
	return cs_keys_group(&c->keys, value);
}

int
cs_regroup(struct cs_cells *to, const struct cs_cells *from, const struct cs_regroup *how,
    uint32_t *map, struct cs_err *e)
{
	size_t n = from->keys.ngroup;
	uint32_t *own = map != NULL ? NULL : cs_mem_new(n + 1, sizeof *own);
	int r;

	if (map == NULL)
		map = own;
	for (uint32_t g = 0; g < n; g++) {
		map[g] = CS_GROUP_NONE;
		if (how->skip == NULL || how->skip[g] == 0)
			map[g] = cs_regroup_find(to, from, g, how);
	}
	cs_cells_room(to);
	r = cs_store_merge(&to->store, &from->store, map, n, e);
	free(own);
	return r;
}

static bool
is_mark(const struct cs_cells *c, uint32_t group, unsigned key, struct cs_str mark)
{
	uint32_t value[CS_REGROUP_KEYS];

	cs_keys_values(&c->keys, group, value);
	return cs_str_eq(cs_map_key(&c->keys.value[key], value[key]), mark);
}

bool
cs_regroup_is_total(const struct cs_cells *c, uint32_t group, unsigned key)
{
	return is_mark(c, group, key, cs_key_total);
}

bool
cs_regroup_is_others(const struct cs_cells *c, uint32_t group, unsigned key)
{
	return is_mark(c, group, key, cs_key_others);
}
