/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns whose cells become tokens: see pseudonym.h. */
#include "person/pseudonym.h"

#include "rec/esc.h"

/* Puts a column among those that are there, in order; one that is given twice counts once. */
static void
insert(struct cs_pseudonym *p, unsigned col)
{
	size_t at = p->n;

	while (at > 0 && p->col[at - 1] > col)
		at--;
	if (at > 0 && p->col[at - 1] == col)
		return;
	memmove(p->col + at + 1, p->col + at, (p->n - at) * sizeof *p->col);
	p->col[at] = col;
	p->n++;
}

int
cs_pseudonym_bind(struct cs_pseudonym *p, struct cs_arena *a, const struct cs_str *name, size_t n,
    const struct cs_head *head, struct cs_err *e)
{
	p->col = cs_arena_new(a, n + 1, sizeof *p->col);
	p->n = 0;
	for (size_t i = 0; i < n; i++) {
		int col = cs_head_need(head, name[i], e);
		enum cs_type type;

		if (col < 0)
			return -1;
		type = cs_head_type(head, (unsigned)col);
		if (type != CS_TEXT && type != CS_ID) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "column %.*s: its cells are of the type %s, and a pseudonym is not",
			    CS_STR_ARG(head->col[col].name), cs_type_name(type));
			return cs_err_hint(
			    e, "what has names are columns of the types id and text");
		}
		insert(p, (unsigned)col);
	}
	return 0;
}

uint64_t
cs_pseudonym_batch(const struct cs_pseudonym *p, const struct cs_batch *b, struct cs_buf *scratch,
    struct cs_buf *out)
{
	const char *from = b->bytes.p;
	uint64_t cells = 0;

	for (uint32_t row = 0; row < b->nrow; row++) {
		for (size_t i = 0; i < p->n; i++) {
			struct cs_str raw = cs_batch_raw(b, row, p->col[i]), text;

			if (raw.n == 0 || cs_raw_null(raw))
				continue;
			cs_buf_reset(scratch);
			(void)cs_esc_decode(raw, scratch, &text);
			cs_buf_add(out, from, (size_t)(raw.p - from));
			cs_secret_token(p->secret, text, cs_buf_reserve(out, CS_TOKEN));
			out->n += CS_TOKEN;
			from = raw.p + raw.n;
			cells++;
		}
	}
	cs_buf_add(out, from, (size_t)(b->bytes.p + b->bytes.n - from));
	return cells;
}
