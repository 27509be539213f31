/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema table: see schema.h. */
#include "rec/schema.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/mem.h"

static const char *const type_name[] = {
    [CS_TEXT] = "text",
    [CS_ID] = "id",
    [CS_INT] = "int",
    [CS_DEC] = "dec",
    [CS_TIME] = "time",
    [CS_BOOL] = "bool",
    [CS_LIST] = "list",
};

enum { NTYPE = sizeof type_name / sizeof type_name[0], NCELL = 8 };

/* The built-in table, and its rows by the ids of all names and aliases. */
static struct {
	struct cs_arena arena;
	struct cs_column *col;
	size_t n;
	struct cs_map names;
	const struct cs_column **by_id;
} table;

const char *
cs_type_name(enum cs_type t)
{
	return type_name[t];
}

int
cs_type_parse(struct cs_str s)
{
	for (int t = 0; t < NTYPE; t++)
		if (cs_str_eqz(s, type_name[t]))
			return t;
	return -1;
}

/* One row of the table. */
static int
parse_row(
    const struct cs_lines *l, const struct cs_line *item, struct cs_column *c, struct cs_err *e)
{
	struct cs_str cell[NCELL];
	size_t n = cs_line_cells(item, cell, NCELL);
	int type;

	if (n != NCELL)
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: %zu cells, a column has %d", l->source,
		    item->line, n, NCELL);
	if (cell[0].n == 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "%s:%d: a column without a name", l->source, item->line);
	type = cs_type_parse(cell[2]);
	if (type < 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "%s:%d: '%.*s' is not a type", l->source,
		    item->line, CS_STR_ARG(cell[2]));
		return cs_err_hint(e, "the types are text, id, int, dec, time, bool, list");
	}
	*c = (struct cs_column){.name = cell[0],
	    .alias = cell[1],
	    .type = (enum cs_type)type,
	    .unit = cell[3],
	    .kinds = cell[4],
	    .null = cell[5],
	    .grain = cell[6],
	    .meaning = cell[7]};
	return 0;
}

/* Adds a name to the names that are taken. */
static int
take_name(
    struct cs_map *names, struct cs_str name, const struct cs_lines *l, int line, struct cs_err *e)
{
	size_t before = names->n;

	if (cs_map_add(names, name) == before)
		return 0;
	return cs_err_set(
	    e, CS_EXIT_USAGE, "%s:%d: the name '%.*s' is taken", l->source, line, CS_STR_ARG(name));
}

struct cs_column *
cs_schema_parse(
    struct cs_arena *a, const char *source, struct cs_str text, size_t *n, struct cs_err *e)
{
	struct cs_map names = CS_MAP_INIT;
	struct cs_column *row = NULL, *all = NULL;
	struct cs_lines l;
	struct cs_line item;
	size_t cap = 0;
	int got;

	*n = 0;
	cs_lines_init(&l, a, source, text);
	while ((got = cs_lines_next(&l, &item, e)) > 0) {
		if (item.heading)
			continue;
		row = cs_mem_grow(row, &cap, *n + 1, sizeof *row);
		if (parse_row(&l, &item, &row[*n], e) != 0 ||
		    take_name(&names, row[*n].name, &l, item.line, e) != 0 ||
		    (row[*n].alias.n != 0 &&
			take_name(&names, row[*n].alias, &l, item.line, e) != 0)) {
			got = -1;
			break;
		}
		++*n;
	}
	if (got == 0) {
		all = cs_arena_new(a, *n, sizeof *all);
		if (*n != 0)
			memcpy(all, row, *n * sizeof *all);
	}
	cs_map_finish(&names);
	free(row);
	return all;
}

static void
load_table(void)
{
	struct cs_err err = CS_ERR_INIT;

	table.col = cs_schema_parse(&table.arena, "columns", cs_data("columns"), &table.n, &err);
	if (table.col == NULL)
		abort(); /* a build whose own table is wrong; the unit test says where */
	table.by_id = cs_mem_new(2 * table.n, sizeof *table.by_id);
	for (size_t i = 0; i < table.n; i++) {
		const struct cs_column *c = &table.col[i];

		table.by_id[cs_map_add(&table.names, c->name)] = c;
		if (c->alias.n != 0)
			table.by_id[cs_map_add(&table.names, c->alias)] = c;
	}
}

static void
load_table_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load_table);
}

const struct cs_column *
cs_schema_all(size_t *n)
{
	load_table_once();
	*n = table.n;
	return table.col;
}

const struct cs_column *
cs_schema_find(struct cs_str s)
{
	uint32_t id;

	load_table_once();
	id = cs_map_find(&table.names, s);
	return id != CS_MAP_NONE ? table.by_id[id] : NULL;
}
