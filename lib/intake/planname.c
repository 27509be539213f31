/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of a source's columns: see plan.h. */
#include "base/utf8.h"
#include "intake/plan.h"

static bool
taken(const struct cs_head *h, struct cs_str name)
{
	for (unsigned i = 0; i < h->ncol; i++)
		if (cs_str_eq(h->col[i].name, name))
			return true;
	return false;
}

/* True when a header cell other than the first i has that name. */
static bool
comes_later(const struct cs_str *cell, size_t n, size_t i, struct cs_str name)
{
	while (++i < n)
		if (cs_str_eq(cs_str_trim(cell[i]), name))
			return true;
	return false;
}

int
cs_plan_name(struct cs_plan *p, const struct cs_str *cell, size_t n, struct cs_err *e)
{
	struct cs_buf name = CS_BUF_INIT;
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		struct cs_str own = cs_str_trim(cell[i]);

		cs_buf_reset(&name);
		if (own.n != 0)
			cs_buf_str(&name, own);
		else
			cs_buf_printf(&name, "column_%zu", i + 1);
		for (unsigned k = 2; taken(&p->source, cs_buf_all(&name)) ||
				     (k > 2 && comes_later(cell, n, i, cs_buf_all(&name)));
		     k++) {
			cs_buf_reset(&name);
			cs_buf_str(&name, own.n != 0 ? own : CS_STR("column"));
			cs_buf_printf(&name, "_%u", k);
		}
		if (!cs_str_eq(own, cs_buf_all(&name)))
			cs_buf_printf(&p->notes,
			    own.n != 0 ? "column %zu has the name '%.*s' of one before, and is "
					 "called %s\n"
				       : "column %zu has no name%.*s, and is called %s\n",
			    i + 1, CS_STR_ARG(own), cs_buf_cstr(&name));
		r = cs_head_add(&p->source, cs_buf_all(&name), e);
	}
	cs_buf_finish(&name);
	return r;
}

int
cs_plan_find(const struct cs_plan *p, struct cs_str header)
{
	struct cs_buf want = CS_BUF_INIT, have = CS_BUF_INIT;
	int found = -1;

	cs_utf8_fold(&want, cs_str_trim(header));
	for (unsigned i = 0; i < p->source.ncol && found < 0; i++) {
		cs_buf_reset(&have);
		cs_utf8_fold(&have, p->source.col[i].name);
		if (cs_str_eq(cs_buf_all(&want), cs_buf_all(&have)))
			found = (int)i;
	}
	cs_buf_finish(&want);
	cs_buf_finish(&have);
	return found;
}
