/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several threads added to a history becomes one: see historyadd.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "retain/historyadd.h"
#include "retain/historybits.h"

/* The groups of from in a, for facts of all kinds: the kind is in the number. */
static uint32_t *
merge_keys(struct cs_history_adder *a, const struct cs_history_adder *from, size_t *n)
{
	uint32_t *map, *of_kind;
	size_t most = 0;

	for (int k = 0; k < CS_FACTS; k++)
		most = from->keys[k].ngroup > most ? from->keys[k].ngroup : most;
	*n = most * CS_FACTS;
	map = cs_mem_new0(*n + 1, sizeof *map);
	of_kind = cs_mem_new(most + 1, sizeof *of_kind);
	for (int k = 0; k < CS_FACTS; k++) {
		enum cs_fact_kind kind = (enum cs_fact_kind)k;

		cs_keys_merge(&a->keys[k], &from->keys[k], of_kind);
		for (uint32_t g = 0; g < from->keys[k].ngroup; g++)
			map[cs_fact_group(kind, g)] = cs_fact_group(kind, of_kind[g]);
	}
	free(of_kind);
	return map;
}

void
cs_history_adder_merge(struct cs_history_adder *a, struct cs_history_adder *from)
{
	size_t n;
	uint32_t *map = merge_keys(a, from, &n);

	cs_visits_merge(&a->visits, &from->visits, map, n);
	free(map);
	for (int k = 0; k < CS_FACTS; k++) {
		a->lost[k].read += from->lost[k].read;
		a->lost[k].dropped += from->lost[k].dropped;
		a->lost[k].nobody += from->lost[k].nobody;
		a->lost[k].undated += from->lost[k].undated;
		a->lost[k].skipped += from->lost[k].skipped;
		a->oldest[k] = from->oldest[k] < a->oldest[k] ? from->oldest[k] : a->oldest[k];
	}
	if (from->first <= from->last) {
		cs_history_adder_see(a, from->first);
		if (from->before != CS_INSTANT_MIN)
			cs_history_adder_see(a, from->before);
		cs_history_adder_see(a, from->last);
	}
	a->came_first = from->came_first < a->came_first ? from->came_first : a->came_first;
	a->came_last = from->came_last > a->came_last ? from->came_last : a->came_last;
	a->contacts += from->contacts;
	a->contacts_nobody += from->contacts_nobody;
	a->rounded += from->rounded;
}

void
cs_history_take(struct cs_history *h, struct cs_history_adder *a)
{
	for (int k = 0; k < CS_FACTS; k++) {
		cs_keys_finish(&h->keys[k]);
		h->keys[k] = a->keys[k];
		cs_keys_init(&a->keys[k], h->keys[k].n);
	}
	cs_visits_finish(&h->visits);
	h->visits = a->visits;
	a->visits = (struct cs_visits){.n = 0};
}
