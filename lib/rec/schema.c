/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema table: see schema.h. */
#include "rec/schema.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/civil.h"
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

/* Behind a name in the table: there are columns of its windows as well. */
static const struct cs_str windows = CS_STR_INIT("[_window]");

/* What the meaning of a row calls the window that is not in its name. */
static const struct cs_str usual_window = CS_STR_INIT("repeat_window_s");

/* The built-in table, and its rows by the ids of all names and aliases. */
static struct {
	struct cs_arena arena;
	struct cs_column *col;
	size_t n;
	struct cs_map names;
	const struct cs_column **by_id;
} table;

/* Columns of windows that were asked for, by the ids of their names. */
static struct {
	pthread_mutex_t lock;
	struct cs_arena arena;
	struct cs_map names;
	struct cs_column **by_id;
	size_t cap;
} made = {.lock = PTHREAD_MUTEX_INITIALIZER, .arena = CS_ARENA_INIT, .names = CS_MAP_INIT};

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
	    .meaning = cell[7],
	    .windows = cs_str_ends(cell[0], windows)};
	if (c->windows)
		c->name.n -= windows.n;
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

static const struct cs_column *
find(struct cs_str s)
{
	uint32_t id = cs_map_find(&table.names, s);

	return id != CS_MAP_NONE ? table.by_id[id] : NULL;
}

/* The row that a name with a window behind it is of, or NULL. */
static const struct cs_column *
find_family(struct cs_str s, struct cs_str *window)
{
	const struct cs_column *c;
	struct cs_duration d;
	size_t n = s.n;

	while (n > 0 && s.p[n - 1] != '_')
		n--;
	*window = cs_str_skip(s, n);
	if (n < 2 || window->n == 0 || window->p[window->n - 1] <= '9' ||
	    !cs_duration_parse(*window, &d) || d.months != 0 || d.s <= 0)
		return NULL;
	c = find(cs_str_head(s, n - 1));
	return c != NULL && c->windows && cs_str_eq(c->name, cs_str_head(s, n - 1)) ? c : NULL;
}

static struct cs_column *
make(const struct cs_column *family, struct cs_str name, struct cs_str window)
{
	struct cs_column *c = cs_arena_new(&made.arena, 1, sizeof *c);
	struct cs_str m = family->meaning, rest;
	size_t at = cs_str_search(m, usual_window);

	*c = *family;
	c->name = cs_arena_str(&made.arena, name);
	c->alias = cs_str(NULL, 0);
	c->windows = false;
	c->family = family->name;
	rest = cs_str_skip(m, at < m.n ? at + usual_window.n : m.n);
	c->meaning =
	    cs_str_z(cs_arena_printf(&made.arena, "%.*s%s%.*s%.*s", CS_STR_ARG(cs_str_head(m, at)),
		at < m.n ? "" : ", of a window of ", CS_STR_ARG(window), CS_STR_ARG(rest)));
	return c;
}

const struct cs_column *
cs_schema_find(struct cs_str s)
{
	const struct cs_column *c, *family;
	struct cs_str window;
	uint32_t id;

	load_table_once();
	c = find(s);
	if (c != NULL || (family = find_family(s, &window)) == NULL)
		return c;
	(void)pthread_mutex_lock(&made.lock);
	id = cs_map_find(&made.names, s);
	if (id == CS_MAP_NONE) {
		id = cs_map_add(&made.names, s);
		made.by_id = cs_mem_grow(made.by_id, &made.cap, (size_t)id + 1, sizeof *made.by_id);
		made.by_id[id] = make(family, s, window);
	}
	c = made.by_id[id];
	(void)pthread_mutex_unlock(&made.lock);
	return c;
}

#define NEVER  "never"
#define BESIDE NEVER "; beside "

bool
cs_schema_never(const struct cs_column *c)
{
	return cs_str_eqz(c->null, NEVER) || cs_str_starts(c->null, CS_STR(BESIDE));
}

bool
cs_schema_beside(const struct cs_column *c, struct cs_str name)
{
	struct cs_str rest, word;

	if (!cs_str_starts(c->null, CS_STR(BESIDE)))
		return false;
	rest = cs_str_skip(c->null, sizeof BESIDE - 1);
	rest = cs_str_head(rest, cs_str_find(rest, ':'));
	while (cs_str_split(&rest, ' ', &word))
		if (cs_str_eq(word, name))
			return true;
	return false;
}
