/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a record stream: see head.h. */
#include "rec/head.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "rec/esc.h"

void
cs_head_finish(struct cs_head *h)
{
	cs_arena_finish(&h->arena);
	*h = (struct cs_head)CS_HEAD_INIT;
}

/* The row of the schema whose own name this is: an alias in a header is the user's own column. */
static const struct cs_column *
definition(struct cs_str name)
{
	const struct cs_column *c = cs_schema_find(name);

	return c != NULL && cs_str_eq(c->name, name) ? c : NULL;
}

static int
check_line(struct cs_str line, struct cs_err *e)
{
	if (cs_str_starts(line, CS_STR("\xef\xbb\xbf"))) {
		(void)cs_err_set(e, CS_EXIT_DATA, "the header begins with a byte order mark (BOM)");
		return cs_err_hint(e, "records have none; cs-ingest reads files that have one");
	}
	if (cs_str_find(line, '\0') != line.n) {
		(void)cs_err_set(e, CS_EXIT_DATA, "a NUL byte in the header");
		return cs_err_hint(e, "records are UTF-8 text; is this a binary file or UTF-16?");
	}
	if (cs_str_find(line, '\r') != line.n) {
		(void)cs_err_set(e, CS_EXIT_DATA, "a carriage return (CR) in the header");
		return cs_err_hint(e, "a line ends with a newline alone; cs-ingest reads CRLF");
	}
	if (!cs_utf8_valid(line))
		return cs_err_set(e, CS_EXIT_DATA, "the header is not UTF-8");
	return 0;
}

/* Decodes one name into the arena. col counts from 1. */
static int
parse_name(struct cs_head *h, struct cs_str raw, unsigned col, struct cs_buf *scratch,
    struct cs_str *name, struct cs_err *e)
{
	cs_buf_reset(scratch);
	if (!cs_esc_decode(raw, scratch, name)) {
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "column %u of the header: '%.*s' has an escape "
		    "that is none",
		    col, CS_STR_ARG(raw));
		return cs_err_hint(e, "a backslash is written \\\\");
	}
	if (cs_str_trim(*name).n == 0) {
		(void)cs_err_set(e, CS_EXIT_DATA, "column %u of the header has no name", col);
		return cs_err_hint(
		    e, "records name every column; cs-ingest names those of a source");
	}
	if (!cs_utf8_valid(*name))
		return cs_err_set(e, CS_EXIT_DATA, "column %u of the header is not UTF-8", col);
	*name = cs_arena_str(&h->arena, *name);
	return 0;
}

int
cs_head_parse(struct cs_head *h, struct cs_str line, struct cs_err *e)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_map seen = CS_MAP_INIT;
	struct cs_str rest, raw, name;
	unsigned n = 1;
	int r = -1;

	if (check_line(line, e) != 0)
		return -1;
	for (size_t i = 0; i < line.n; i++)
		n += line.p[i] == '\t';
	h->raw = cs_arena_str(&h->arena, line);
	h->col = cs_arena_new(&h->arena, n, sizeof *h->col);
	h->ncol = 0;
	rest = h->raw;
	while (cs_str_split(&rest, '\t', &raw)) {
		if (parse_name(h, raw, h->ncol + 1, &scratch, &name, e) != 0)
			goto out;
		if (cs_map_add(&seen, name) != h->ncol) {
			(void)cs_err_set(e, CS_EXIT_DATA,
			    "column %u of the header: the name '%.*s' is there already",
			    h->ncol + 1, CS_STR_ARG(name));
			(void)cs_err_hint(e, "records name every column once; cs-ingest numbers "
					     "those of a source");
			goto out;
		}
		h->col[h->ncol++] = (struct cs_head_col){name, definition(name)};
	}
	r = 0;
out:
	cs_map_finish(&seen);
	cs_buf_finish(&scratch);
	if (r != 0)
		cs_head_finish(h);
	return r;
}

/* Index of the column of that very name, or -1. */
static int
find_exact(const struct cs_head *h, struct cs_str name)
{
	for (unsigned i = 0; i < h->ncol; i++)
		if (cs_str_eq(h->col[i].name, name))
			return (int)i;
	return -1;
}

int
cs_head_add(struct cs_head *h, struct cs_str name, struct cs_err *e)
{
	struct cs_buf raw = CS_BUF_INIT;
	struct cs_head_col *col;

	if (find_exact(h, name) >= 0) {
		(void)cs_err_set(
		    e, CS_EXIT_DATA, "there is a column '%.*s' already", CS_STR_ARG(name));
		return cs_err_hint(e, "--replace writes it anew");
	}
	col = cs_arena_new(&h->arena, h->ncol + 1, sizeof *col);
	if (h->ncol != 0)
		memcpy(col, h->col, h->ncol * sizeof *col);
	name = cs_arena_str(&h->arena, name);
	col[h->ncol] = (struct cs_head_col){name, definition(name)};
	cs_buf_str(&raw, h->raw);
	if (h->ncol != 0)
		cs_buf_c(&raw, '\t');
	cs_esc_add(&raw, name);
	h->raw = cs_arena_str(&h->arena, cs_buf_all(&raw));
	h->col = col;
	h->ncol++;
	cs_buf_finish(&raw);
	return 0;
}

void
cs_head_copy(struct cs_head *h, const struct cs_head *from)
{
	h->raw = cs_arena_str(&h->arena, from->raw);
	h->ncol = from->ncol;
	h->col = cs_arena_new(&h->arena, from->ncol, sizeof *h->col);
	for (unsigned i = 0; i < from->ncol; i++)
		h->col[i] = (struct cs_head_col){
		    cs_arena_str(&h->arena, from->col[i].name), from->col[i].def};
}

int
cs_head_find(const struct cs_head *h, struct cs_str name)
{
	const struct cs_column *c;
	int i = find_exact(h, name);

	if (i >= 0)
		return i;
	c = cs_schema_find(name);
	return c != NULL ? find_exact(h, c->name) : -1;
}

/* The column whose name or alias is nearest to name, if it is near at all. */
static const struct cs_head_col *
nearest(const struct cs_head *h, struct cs_str name)
{
	unsigned best = name.n < 4 ? 1 : 2;
	const struct cs_head_col *found = NULL;

	for (unsigned i = 0; i < h->ncol; i++) {
		const struct cs_head_col *c = &h->col[i];
		unsigned d = cs_str_distance(name, c->name, best);

		if (c->def != NULL && c->def->alias.n != 0) {
			unsigned alias = cs_str_distance(name, c->def->alias, best);

			d = alias < d ? alias : d;
		}
		if (d <= best && (found == NULL || d < best)) {
			best = d;
			found = c;
		}
	}
	return found;
}

int
cs_head_need(const struct cs_head *h, struct cs_str name, struct cs_err *e)
{
	struct cs_buf list = CS_BUF_INIT;
	const struct cs_head_col *near;
	int i = cs_head_find(h, name);

	if (i >= 0)
		return i;
	near = nearest(h, name);
	for (unsigned k = 0; k < h->ncol && list.n < 700; k++) {
		cs_buf_z(&list, k != 0 ? ", " : "");
		cs_buf_str(&list, cs_str_head(h->col[k].name, 100));
		if (list.n >= 700 && k + 1 < h->ncol)
			cs_buf_z(&list, " ...");
	}
	(void)cs_err_set(e, CS_EXIT_USAGE, "there is no column '%.*s'", CS_STR_ARG(name));
	if (near != NULL)
		(void)cs_err_hint(e, "did you mean '%.*s'? The columns are %.*s",
		    CS_STR_ARG(near->name), CS_STR_ARG(cs_buf_all(&list)));
	else
		(void)cs_err_hint(e, "the columns are %.*s", CS_STR_ARG(cs_buf_all(&list)));
	cs_buf_finish(&list);
	return -1;
}

int
cs_head_wanted(
    const struct cs_head *h, const struct cs_head_want *want, int n, int *col, struct cs_err *e)
{
	for (int i = 0; i < n; i++) {
		struct cs_str name = cs_str_z(want[i].name);

		col[i] = want[i].needed ? cs_head_need(h, name, e) : cs_head_find(h, name);
		if (col[i] < 0 && want[i].needed)
			return -1;
	}
	return 0;
}

enum cs_type
cs_head_type(const struct cs_head *h, unsigned col)
{
	return h->col[col].def != NULL ? h->col[col].def->type : CS_TEXT;
}
