/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small groups left out of a finished table: see few.h. */
#include "view/few.h"

#include <stdlib.h>

#include "base/dec.h"
#include "base/mem.h"
#include "table/gridname.h"

enum { NO_COLUMN = -1 };

struct few {
	struct cs_table *t;
	struct cs_dec least;
	int contacts; /* the column that says a row's size, or NO_COLUMN */
	int *size;    /* by column: the NAME_n that it hangs on, or NO_COLUMN */
};

/* NAME of a column NAME_n; n 0: it is none. */
static struct cs_str
counted(struct cs_str name)
{
	return name.n > 2 && cs_str_ends(name, CS_STR("_n")) ? cs_str_head(name, name.n - 2)
							     : cs_str(NULL, 0);
}

/* How many groups are in a row is no size. */
static bool
is_size(const struct cs_table_col *c)
{
	return c->number && counted(c->name).n != 0 && !cs_str_eqz(c->name, "others_n");
}

/* The column is NAME, or NAME_ and more. */
static bool
named_after(struct cs_str column, struct cs_str name)
{
	return cs_str_starts(column, name) && (column.n == name.n || column.p[name.n] == '_');
}

/* Each column hangs on the size with the longest name that it is named after. */
static void
find_sizes(struct few *f)
{
	const struct cs_table *t = f->t;

	f->contacts = NO_COLUMN;
	f->size = cs_mem_new(t->ncol + 1, sizeof *f->size);
	for (unsigned i = 0; i < t->ncol; i++) {
		size_t longest = 0;

		f->size[i] = NO_COLUMN;
		if (cs_str_eqz(t->col[i].name, "contacts"))
			f->contacts = (int)i;
		for (unsigned k = 0; k < t->ncol; k++) {
			struct cs_str name = counted(t->col[k].name);

			if (!is_size(&t->col[k]) || name.n <= longest || t->col[i].key ||
			    !named_after(t->col[i].name, name))
				continue;
			longest = name.n;
			f->size[i] = (int)k;
		}
	}
}

/* A size; of NULL, which says nothing, *known is false. -1 with *e (65): it is no number. */
static int
read_size(const struct few *f, size_t row, int col, struct cs_dec *n, bool *known, struct cs_err *e)
{
	const struct cs_table *t = f->t;
	struct cs_str cell = cs_table_cell(t, row, (unsigned)col);

	*known = !cs_table_null(cell);
	*n = cs_dec_int(0);
	if (*known && !cs_dec_parse(cell, n))
		return cs_err_set(e, CS_EXIT_DATA,
		    "--min-group: column %.*s: '%.*s' is not a number",
		    CS_STR_ARG(t->col[col].name), CS_STR_ARG(cell));
	return 0;
}

static bool
small(const struct few *f, struct cs_dec n)
{
	return n.coef != 0 && cs_dec_cmp(n, f->least) < 0;
}

/* The row must not be shown: by its contacts, else by the greatest number behind any metric. */
static int
judge_row(const struct few *f, size_t row, bool *goes, struct cs_err *e)
{
	struct cs_dec n, most = cs_dec_int(0);
	bool known, any = false;

	if (f->contacts != NO_COLUMN) {
		if (read_size(f, row, f->contacts, &n, &known, e) != 0)
			return -1;
		*goes = !known || small(f, n);
		return 0;
	}
	for (unsigned i = 0; i < f->t->ncol; i++) {
		if (f->size[i] != (int)i)
			continue;
		if (read_size(f, row, (int)i, &n, &known, e) != 0)
			return -1;
		any = any || known;
		if (known && cs_dec_cmp(n, most) > 0)
			most = n;
	}
	*goes = !any || small(f, most);
	return 0;
}

/* The metrics of a row with few behind them become NULL: their sizes last, which say so. */
static int
clear_numbers(const struct few *f, size_t row, size_t *gone, struct cs_err *e)
{
	struct cs_str *cell = f->t->cell + row * f->t->ncol;
	struct cs_dec n;
	bool known;

	for (int last = 0; last < 2; last++) {
		for (unsigned i = 0; i < f->t->ncol; i++) {
			if (f->size[i] == NO_COLUMN || (f->size[i] == (int)i) != last)
				continue;
			if (read_size(f, row, f->size[i], &n, &known, e) != 0)
				return -1;
			if (!known || !small(f, n))
				continue;
			cell[i] = cs_str(NULL, 0);
			*gone += (size_t)last;
		}
	}
	return 0;
}

/* The first column that says something of other rows; NO_COLUMN: there is none. */
static int
find_sums(const struct cs_table *t)
{
	struct cs_grid_name name;

	for (unsigned i = 0; i < t->ncol; i++) {
		struct cs_str column = t->col[i].name;
		bool totals = cs_str_eqz(column, "total_over");

		for (size_t row = 0; row < t->nrow && totals; row++)
			if (cs_table_cell(t, row, i).n != 0)
				return (int)i;
		if (cs_str_ends(column, CS_STR("_of_total")) ||
		    cs_str_ends(column, CS_STR("_of_parent")) ||
		    (cs_grid_name(column, &name) && name.words != NULL))
			return (int)i;
	}
	return NO_COLUMN;
}

static int
check(const struct few *f, struct cs_err *e)
{
	bool any = f->contacts != NO_COLUMN;

	for (unsigned i = 0; i < f->t->ncol; i++)
		any = any || f->size[i] != NO_COLUMN;
	if (any)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE,
	    "--min-group: no column says how many contacts a row is of: contacts, or NAME_n");
	return cs_err_hint(e, "cs-kpi --min-group makes tables without small groups");
}

int
cs_table_few(struct cs_table *t, int64_t least, struct cs_table_few *gone, struct cs_err *e)
{
	struct few f = {.t = t, .least = cs_dec_int(least)};
	size_t row, n = 0;
	int sums = find_sums(t), r;

	*gone = (struct cs_table_few){0, 0};
	find_sizes(&f);
	r = check(&f, e);
	for (row = 0; row < t->nrow && r == 0; row++) {
		bool goes;

		r = judge_row(&f, row, &goes, e);
		if (r == 0 && !goes)
			r = clear_numbers(&f, row, &gone->numbers, e);
		if (r != 0 || goes)
			continue;
		memmove(t->cell + n * t->ncol, t->cell + row * t->ncol, t->ncol * sizeof *t->cell);
		n++;
	}
	gone->rows = row - n;
	free(f.size);
	if (r == 0 && sums != NO_COLUMN && gone->rows + gone->numbers != 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--min-group: what is left out could be computed by the column %.*s",
		    CS_STR_ARG(t->col[sums].name));
		r = cs_err_hint(e, "cs-kpi --min-group makes sums of what is shown");
	}
	if (r == 0)
		t->nrow = n;
	return r;
}
