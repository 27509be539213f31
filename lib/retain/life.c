/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of a life: see history.h. */
#include "retain/history.h"

int64_t
cs_contact_number(const struct cs_life *l, const struct cs_fact *f, int slot)
{
	int64_t v = cs_fact_number(l, f, slot);

	while (v == CS_FACT_NULL && f->next != UINT32_MAX) {
		f = &l->fact[CS_FACT_CONTACT][f->next];
		v = cs_fact_number(l, f, slot);
	}
	return v;
}

struct cs_str
cs_fact_key(const struct cs_history *h, enum cs_fact_kind kind, uint32_t group, unsigned key)
{
	const struct cs_keys *keys = &h->keys[kind];
	uint32_t value = group;

	for (unsigned k = keys->n; k-- > key;) {
		value = group;
		if (k != 0)
			cs_keys_split(keys, k, group, &group, &value);
	}
	return cs_map_key(&keys->value[key], value);
}

const struct cs_fact *
cs_life_who(const struct cs_life *l, int64_t at)
{
	const struct cs_fact *row = l->fact[CS_FACT_CUSTOMER];
	size_t n = l->n[CS_FACT_CUSTOMER], i = 0;

	if (n == 0)
		return NULL;
	while (i + 1 < n && row[i + 1].at <= at)
		i++;
	/* Of an undated row and one that he had not yet joined by, the dated one says more. */
	if (i + 1 < n && (row[i].bits & CS_FACT_UNDATED) != 0)
		i++;
	return &row[i];
}

const struct cs_fact *
cs_life_first(const struct cs_life *l, enum cs_fact_kind kind)
{
	const unsigned mask = CS_FACT_REPORTED | CS_FACT_UNDATED;

	for (size_t i = 0; i < l->n[kind]; i++) {
		const struct cs_fact *f = &l->fact[kind][i];

		if ((f->bits & mask) == CS_FACT_REPORTED)
			return f;
	}
	return NULL;
}

const struct cs_fact *
cs_life_contact(const struct cs_life *l, uint64_t id)
{
	const struct cs_fact *f = l->fact[CS_FACT_CONTACT];

	for (size_t i = 0; id != CS_VISIT_NO_ID && i < l->n[CS_FACT_CONTACT]; i++) {
		if (f[i].id == id && (f[i].bits & CS_FACT_LEG) == 0)
			return &f[i];
	}
	return NULL;
}

struct cs_str
cs_life_name(const struct cs_life *l)
{
	return cs_visit_text(l->pile, l->first);
}
