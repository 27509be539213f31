/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of countries: see phone.h. */
#include <pthread.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/num.h"
#include "text/calling.h"

enum { NCELL = 8, NCODE = 1000 };

static struct {
	struct cs_arena arena;
	struct cs_country *row;
	size_t n;
	struct cs_calling calling[NCODE];
} table;

static unsigned
number(struct cs_str s)
{
	int64_t v;

	if (!cs_num_i64(s, &v) || v < 1 || v > 999)
		abort();
	return (unsigned)v;
}

/* The countries of one calling code taken together: what a number behind a plus is judged by. */
static void
add_calling(const struct cs_country *c)
{
	struct cs_calling *k = &table.calling[number(c->code)];

	if (k->max == 0)
		*k = (struct cs_calling){c->min, c->max, c->trunk, c->zero};
	k->min = k->min < c->min ? k->min : c->min;
	k->max = k->max > c->max ? k->max : c->max;
	k->zero = k->zero || c->zero;
}

/* The table is ours alone, so what is wrong in it is a wrong build: the unit test finds it. */
static void
load(void)
{
	struct cs_err err = CS_ERR_INIT;
	struct cs_lines l;
	struct cs_line item;
	size_t cap = 0;

	cs_lines_init(&l, &table.arena, "countries", cs_data("countries"));
	while (cs_lines_next(&l, &item, &err) > 0) {
		struct cs_str cell[NCELL], least;
		struct cs_country *c;

		if (cs_line_cells(&item, cell, NCELL) != NCELL ||
		    !cs_str_split(&cell[4], '-', &least))
			abort();
		table.row = cs_mem_grow(table.row, &cap, table.n + 1, sizeof *table.row);
		c = &table.row[table.n++];
		*c = (struct cs_country){.iso = cell[0],
		    .code = cell[1],
		    .international = cell[2],
		    .trunk = cell[3],
		    .min = number(least),
		    .max = number(cell[4]),
		    .alone = cell[5].n != 0 ? number(cell[5]) : 0,
		    .national = !cs_str_eqz(cell[3], "-"),
		    .zero = cs_str_eqz(cell[6], "x"),
		    .name = cell[7]};
		if (!c->national)
			c->trunk = cs_str_head(c->trunk, 0);
		add_calling(c);
	}
	if (err.status != 0 || table.n == 0)
		abort();
}

static void
need(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
}

const struct cs_country *
cs_country_all(size_t *n)
{
	need();
	*n = table.n;
	return table.row;
}

const struct cs_country *
cs_country_find(struct cs_str iso)
{
	need();
	for (size_t i = 0; i < table.n; i++)
		if (cs_str_ieq(table.row[i].iso, iso))
			return &table.row[i];
	return NULL;
}

const struct cs_calling *
cs_calling_find(const char *digit, size_t n, size_t *len)
{
	unsigned code = 0;

	need();
	for (*len = 1; *len <= 3 && *len <= n; ++*len) {
		code = code * 10 + (unsigned)(digit[*len - 1] - '0');
		if (table.calling[code].max != 0)
			return &table.calling[code];
	}
	return NULL;
}
