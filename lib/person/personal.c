/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What columns tell about people: see personal.h. */
#include "person/personal.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/mem.h"

enum { NCELL = 4 };

static const char *const kind_name[CS_PERSONAL_KINDS] = {
    [CS_PERSONAL_NONE] = "none",
    [CS_PERSONAL_IDENTITY] = "identity",
    [CS_PERSONAL_CONTACT] = "contact",
    [CS_PERSONAL_TEXT] = "text",
    [CS_PERSONAL_LINK] = "link",
    [CS_PERSONAL_QUASI] = "quasi",
    [CS_PERSONAL_SPECIAL] = "special",
    [CS_PERSONAL_STAFF] = "staff",
    [CS_PERSONAL_UNKNOWN] = "unknown",
};

static const char *const erased_name[] = {
    [CS_ERASED_KEEP] = "keep",
    [CS_ERASED_NULL] = "null",
    [CS_ERASED_TOKEN] = "token",
    [CS_ERASED_ROW] = "row",
};

enum { NERASED = sizeof erased_name / sizeof *erased_name };

/* The section of the names that are about nobody. */
static const char nobody[] = "About nobody";

static struct {
	struct cs_arena arena;
	struct cs_personal *row;
	size_t n;
	struct cs_map names; /* ids are places in row */
} table;

const char *
cs_personal_kind_name(enum cs_personal_kind kind)
{
	return kind_name[kind];
}

static int
word_of(struct cs_str s, const char *const *word, int n)
{
	for (int i = 0; i < n; i++)
		if (cs_str_eqz(s, word[i]))
			return i;
	return -1;
}

/* Rows while they are read. */
struct reading {
	const struct cs_lines *l;
	const struct cs_line *item;
	struct cs_personal *row;
	size_t n, cap;
	struct cs_map names;
};

static int
add_row(struct reading *r, const struct cs_personal *p, struct cs_err *e)
{
	if (cs_map_add(&r->names, p->name) != r->n)
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: the column '%.*s' is judged twice",
		    r->l->source, r->item->line, CS_STR_ARG(p->name));
	r->row = cs_mem_grow(r->row, &r->cap, r->n + 1, sizeof *r->row);
	r->row[r->n++] = *p;
	return 0;
}

/* Names with blanks between. */
static int
read_nobody(struct reading *r, struct cs_err *e)
{
	struct cs_str rest = r->item->text, name;

	while (cs_str_split(&rest, ' ', &name)) {
		struct cs_personal p = {name, CS_PERSONAL_NONE, CS_ERASED_KEEP, {NULL, 0}};

		if (name.n != 0 && add_row(r, &p, e) != 0)
			return -1;
	}
	return 0;
}

static int
read_row(struct reading *r, struct cs_err *e)
{
	const char *source = r->l->source;
	int line = r->item->line, kind, erased;
	struct cs_str cell[NCELL];
	size_t n = cs_line_cells(r->item, cell, NCELL);

	if (cs_str_eqz(r->item->section, nobody))
		return read_nobody(r, e);
	if (n != NCELL)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "%s:%d: %zu cells, a column has %d", source, line, n, NCELL);
	if (cell[0].n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: a column without a name", source, line);
	kind = word_of(cell[1], kind_name, CS_PERSONAL_UNKNOWN);
	erased = word_of(cell[2], erased_name, NERASED);
	if (kind < 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: '%.*s' is not a kind", source, line,
		    CS_STR_ARG(cell[1]));
	if (erased < 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: '%.*s' is not what can become of it",
		    source, line, CS_STR_ARG(cell[2]));
	return add_row(r,
	    &(struct cs_personal){
		cell[0], (enum cs_personal_kind)kind, (enum cs_erased)erased, cell[3]},
	    e);
}

struct cs_personal *
cs_personal_parse(
    struct cs_arena *a, const char *source, struct cs_str text, size_t *n, struct cs_err *e)
{
	struct cs_lines l;
	struct cs_line item;
	struct reading r = {.l = &l, .item = &item};
	struct cs_personal *all = NULL;
	int got;

	cs_lines_init(&l, a, source, text);
	while ((got = cs_lines_next(&l, &item, e)) > 0)
		if (!item.heading && (got = read_row(&r, e)) != 0)
			break;
	if (got == 0) {
		all = cs_arena_new(a, r.n + 1, sizeof *all);
		if (r.n != 0)
			memcpy(all, r.row, r.n * sizeof *all);
		*n = r.n;
	}
	cs_map_finish(&r.names);
	free(r.row);
	return all;
}

static void
load(void)
{
	struct cs_err e = CS_ERR_INIT;

	table.row = cs_personal_parse(&table.arena, "personal", cs_data("personal"), &table.n, &e);
	if (table.row == NULL)
		abort(); /* a build whose own table is wrong; the unit test says where */
	for (size_t i = 0; i < table.n; i++)
		(void)cs_map_add(&table.names, table.row[i].name);
}

static void
load_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
}

const struct cs_personal *
cs_personal_find(struct cs_str name)
{
	uint32_t id;

	load_once();
	id = cs_map_find(&table.names, name);
	return id != CS_MAP_NONE ? &table.row[id] : NULL;
}

const struct cs_personal *
cs_personal_all(size_t *n)
{
	load_once();
	*n = table.n;
	return table.row;
}

const struct cs_personal *
cs_personal_of(const struct cs_head_col *col)
{
	static const struct cs_personal unknown = {
	    {NULL, 0}, CS_PERSONAL_UNKNOWN, CS_ERASED_NULL, {NULL, 0}};
	const struct cs_personal *p = cs_personal_find(col->def == NULL		 ? col->name
						       : col->def->family.n != 0 ? col->def->family
										 : col->def->name);

	return p != NULL ? p : &unknown;
}
