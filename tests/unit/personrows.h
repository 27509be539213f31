/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records as text, as what looks for the records of a person sees them: a head, its view, and one
 * batch, which may be looked at as often as it takes.
 */
#ifndef CS_TESTS_PERSONROWS_H
#define CS_TESTS_PERSONROWS_H

#include <stdlib.h>

#include "person/person.h"

struct person_rows {
	struct cs_arena arena;
	struct cs_head head;
	struct cs_person_view view;
	struct cs_batch batch;
};

/* header: a line without its end; rows: lines with theirs. */
static inline void
person_rows(struct person_rows *t, const char *header, const char *rows)
{
	struct cs_err e = CS_ERR_INIT;

	*t = (struct person_rows){.head = CS_HEAD_INIT};
	if (cs_head_parse(&t->head, cs_str_z(header), &e) != 0)
		abort();
	cs_person_view(&t->view, &t->arena, &t->head);
	t->batch = (struct cs_batch){.ncol = t->head.ncol, .file = "test", .row0 = 1};
	cs_buf_z(&t->batch.bytes, rows);
	if (cs_batch_split(&t->batch, &e) != 0)
		abort();
}

static inline void
person_rows_finish(struct person_rows *t)
{
	cs_batch_finish(&t->batch);
	cs_head_finish(&t->head);
	cs_arena_finish(&t->arena);
}

#endif
