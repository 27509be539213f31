/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other customer_ids of one person: see alias.h. */
#include "person/alias.h"

#include "person/idkind.h"
#include "rec/esc.h"

void
cs_alias_begin(struct cs_alias *a, const struct cs_str *id, size_t n)
{
	*a = (struct cs_alias){.given = 0};
	for (size_t i = 0; i < n; i++)
		(void)cs_map_add(&a->id, id[i]);
	a->given = a->id.n;
}

void
cs_alias_finish(struct cs_alias *a)
{
	cs_map_finish(&a->id);
	cs_map_finish(&a->doubted);
	cs_buf_finish(&a->scratch);
}

void
cs_alias_restart(struct cs_alias *a)
{
	struct cs_map id = {.n = 0};

	for (uint32_t i = 0; i < a->given; i++)
		(void)cs_map_add(&id, cs_map_key(&a->id, i));
	cs_map_finish(&a->id);
	a->id = id;
}

bool
cs_alias_said(const struct cs_person_view *v)
{
	return v->kind == CS_VIEW_RECORDS && v->customer >= 0 &&
	       (v->account >= 0 || (v->id_kind >= 0 && v->value >= 0));
}

/* The decoded text of a cell, good until the next call; p NULL: no such column, or nothing. */
static struct cs_str
cell(struct cs_alias *a, const struct cs_batch *b, uint32_t row, int col)
{
	struct cs_str raw, text;

	if (col < 0)
		return cs_str(NULL, 0);
	raw = cs_batch_raw(b, row, (unsigned)col);
	cs_buf_reset(&a->scratch);
	if (raw.n == 0 || cs_raw_null(raw) || !cs_esc_decode(raw, &a->scratch, &text))
		return cs_str(NULL, 0);
	return text;
}

/* The account that a record says to be its customer's; p NULL: none. */
static struct cs_str
account(struct cs_alias *a, const struct cs_person_view *v, const struct cs_batch *b, uint32_t row)
{
	struct cs_str text = cell(a, b, row, v->account);

	if (text.p != NULL || v->id_kind < 0 ||
	    !cs_idkind_is(cell(a, b, row, v->id_kind), CS_STR("account")))
		return text;
	return cell(a, b, row, v->value);
}

bool
cs_alias_learn(struct cs_alias *a, const struct cs_person_view *v, const struct cs_batch *b)
{
	size_t known = a->id.n;

	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str text = cell(a, b, row, v->customer);

		if (text.p == NULL || cs_map_find(&a->id, text) == CS_MAP_NONE)
			continue;
		text = account(a, v, b, row);
		if (text.p != NULL && cs_map_find(&a->doubted, text) == CS_MAP_NONE)
			(void)cs_map_add(&a->id, text);
	}
	return a->id.n != known;
}

bool
cs_alias_doubt(struct cs_alias *a, const struct cs_person_view *v, const struct cs_batch *b)
{
	size_t known = a->doubted.n;

	for (uint32_t row = 0; row < b->nrow; row++) {
		struct cs_str text = cell(a, b, row, v->customer);
		uint32_t id;

		if (text.p == NULL || cs_map_find(&a->id, text) != CS_MAP_NONE)
			continue;
		text = account(a, v, b, row);
		if (text.p == NULL)
			continue;
		id = cs_map_find(&a->id, text);
		if (id != CS_MAP_NONE && id >= a->given)
			(void)cs_map_add(&a->doubted, text);
	}
	return a->doubted.n != known;
}
