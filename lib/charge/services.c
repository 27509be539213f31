/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Departments that serve other departments: see services.h. */
#include "charge/services.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/each.h"
#include "rec/esc.h"

enum column { DEPARTMENT, TO, UNITS, COLUMNS };

static const struct cs_head_want columns[COLUMNS] = {
    [DEPARTMENT] = {"department", true}, [TO] = {"to", true}, [UNITS] = {"units", true}};

/* A row; departments by the order of appearance. */
struct row {
	uint32_t from, to;
	struct cs_dec units;
	const char *file;
	uint64_t line;
};

struct reading {
	struct cs_services *to;
	struct cs_arena *arena;
	struct cs_each in;
	int col[COLUMNS];
	struct row *row;
	size_t n, cap;
	struct cs_buf scratch;
};

static int
bad(const struct reading *r, enum column c, const char *wanted, struct cs_err *e)
{
	return cs_each_bad(&r->in, r->col[c], wanted, e);
}

static int
read_name(struct reading *r, enum column c, uint32_t *id, struct cs_err *e)
{
	struct cs_str raw = cs_each_raw(&r->in, r->col[c]), text = raw;

	if (raw.n == 0 || cs_raw_null(raw))
		return bad(r, c, "the name of a department", e);
	cs_buf_reset(&r->scratch);
	(void)cs_esc_decode(raw, &r->scratch, &text);
	*id = cs_map_add(&r->to->by_name, text);
	if (r->to->by_name.n > CS_SERVICES_MAX)
		return cs_err_set(
		    e, CS_EXIT_DATA, "--services: more than %d departments", (int)CS_SERVICES_MAX);
	return 0;
}

static int
read_one(struct reading *r, struct cs_err *e)
{
	struct row x = {.line = cs_batch_line(&r->in.batch, r->in.row)};

	if (read_name(r, DEPARTMENT, &x.from, e) != 0 || read_name(r, TO, &x.to, e) != 0)
		return -1;
	if (!cs_dec_parse(cs_each_raw(&r->in, r->col[UNITS]), &x.units) || x.units.coef < 0)
		return bad(r, UNITS, "a number, 0 or above", e);
	x.file =
	    cs_arena_printf(r->arena, "%s", r->in.batch.file != NULL ? r->in.batch.file : "stdin");
	r->row = cs_mem_grow(r->row, &r->cap, r->n + 1, sizeof *r->row);
	r->row[r->n++] = x;
	return 0;
}

static int
read_file(struct reading *r, char *const *file, struct cs_err *e)
{
	int got = cs_each_open(&r->in, file, 1, 0, e);

	if (got == 0 && cs_head_wanted(r->in.head, columns, COLUMNS, r->col, e) != 0) {
		cs_err_prefix(e, "--services");
		got = -1;
	}
	while (got >= 0 && (got = cs_each_next(&r->in, e)) > 0)
		got = read_one(r, e);
	cs_each_close(&r->in);
	return got;
}

/* --- what is kept ----------------------------------------------------------------------------- */

struct naming {
	const struct cs_map *by_name;
	const bool *serves;
};

static int
by_role_and_name(const void *pa, const void *pb, void *ctx)
{
	const struct naming *n = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	if (n->serves[a] != n->serves[b])
		return n->serves[a] ? -1 : 1;
	return cs_str_cmp(cs_map_key(n->by_name, a), cs_map_key(n->by_name, b));
}

/* Departments in their order. */
static void
arrange(struct cs_services *s, struct cs_arena *a, const struct row *row, size_t nrow)
{
	uint32_t *order;
	bool *serves;

	s->n = s->by_name.n;
	order = cs_mem_new(s->n + 1, sizeof *order);
	serves = cs_mem_new0(s->n + 1, sizeof *serves);
	for (size_t i = 0; i < nrow; i++)
		if (row[i].from != row[i].to && row[i].units.coef != 0)
			serves[row[i].from] = true;
	for (size_t i = 0; i < s->n; i++) {
		order[i] = (uint32_t)i;
		s->nservice += serves[i];
	}
	if (s->n != 0)
		qsort_r(order, s->n, sizeof *order, by_role_and_name,
		    &(struct naming){&s->by_name, serves});
	s->name = cs_mem_new(s->n + 1, sizeof *s->name);
	s->place = cs_mem_new(s->n + 1, sizeof *s->place);
	for (size_t i = 0; i < s->n; i++) {
		s->name[i] = cs_arena_str(a, cs_map_key(&s->by_name, order[i]));
		s->place[order[i]] = i;
	}
	free(serves);
	free(order);
}

/* Units by pair; row_of: by pair the row that it is from, plus 1. */
static int
fill(struct cs_services *s, const struct row *row, size_t nrow, size_t *row_of, struct cs_err *e)
{
	s->units = cs_ratios_new(s->nservice * s->n);
	for (size_t i = 0; i < nrow; i++) {
		size_t from = s->place[row[i].from], to = s->place[row[i].to];
		size_t *seen = &row_of[from * s->n + to];

		if (*seen != 0) {
			const struct row *first = &row[*seen - 1];

			return cs_err_set(e, CS_EXIT_DATA,
			    "%s:%llu and %s:%llu: two rows say how much %.*s does for %.*s",
			    first->file, (unsigned long long)first->line, row[i].file,
			    (unsigned long long)row[i].line, CS_STR_ARG(s->name[from]),
			    CS_STR_ARG(s->name[to]));
		}
		*seen = i + 1;
		if (from < s->nservice && from != to)
			cs_ratio_dec(&s->units[from * s->n + to], row[i].units);
	}
	return 0;
}

/* --- loops ------------------------------------------------------------------------------------ */

/* Marks the services whose work comes to an operating department, by whatever way. */
static void
mark_borne(const struct cs_services *s, bool *borne)
{
	bool more = true;

	for (size_t d = s->nservice; d < s->n; d++)
		borne[d] = true;
	while (more) {
		more = false;
		for (size_t d = 0; d < s->nservice; d++)
			for (size_t to = 0; to < s->n && !borne[d]; to++)
				if (borne[to] && cs_ratio_sign(cs_services_units(s, d, to)) > 0) {
					borne[d] = true;
					more = true;
				}
	}
}

/* Whom a service serves, the first of them. */
static size_t
served(const struct cs_services *s, size_t d)
{
	size_t to = 0;

	while (to < s->n && cs_ratio_sign(cs_services_units(s, d, to)) == 0)
		to++;
	return to;
}

static int
check_loops(
    const struct cs_services *s, const struct row *row, const size_t *row_of, struct cs_err *e)
{
	bool *borne = cs_mem_new0(s->n + 1, sizeof *borne);
	struct cs_buf loop = CS_BUF_INIT;
	const struct row *first;
	size_t d = 0, to;

	mark_borne(s, borne);
	while (d < s->nservice && borne[d])
		d++;
	free(borne);
	if (d == s->nservice)
		return 0;
	/* All that it serves is as lost as it is: so many steps on, one goes round. */
	for (size_t i = 0; i < s->nservice; i++)
		d = served(s, d);
	to = d;
	cs_buf_str(&loop, s->name[d]);
	do {
		to = served(s, to);
		cs_buf_z(&loop, " -> ");
		cs_buf_str(&loop, s->name[to]);
	} while (to != d);
	first = &row[row_of[d * s->n + served(s, d)] - 1];
	cs_err_set_(e, CS_EXIT_DATA,
	    "%s:%llu: service departments that only serve each other: %s; nobody would bear what "
	    "they "
	    "cost",
	    first->file, (unsigned long long)first->line, cs_buf_cstr(&loop));
	cs_buf_finish(&loop);
	return -1;
}

int
cs_services_read(
    struct cs_services *s, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e)
{
	struct reading r = {.to = s, .arena = a};
	size_t *row_of = NULL;
	int result = 0;

	for (int i = 0; i < nfile && result == 0; i++)
		result = read_file(&r, &file[i], e);
	if (result == 0) {
		arrange(s, a, r.row, r.n);
		row_of = cs_mem_new0(s->n * s->n + 1, sizeof *row_of);
		result = fill(s, r.row, r.n, row_of, e);
	}
	if (result == 0)
		result = check_loops(s, r.row, row_of, e);
	free(row_of);
	free(r.row);
	cs_buf_finish(&r.scratch);
	return result;
}

void
cs_services_finish(struct cs_services *s)
{
	cs_ratios_free(s->units, s->units != NULL ? s->nservice * s->n : 0);
	free(s->name);
	free(s->place);
	cs_map_finish(&s->by_name);
	*s = (struct cs_services){.name = NULL};
}

size_t
cs_services_find(const struct cs_services *s, struct cs_str name)
{
	uint32_t id = name.n != 0 ? cs_map_find(&s->by_name, name) : CS_MAP_NONE;

	return id == CS_MAP_NONE ? s->n : s->place[id];
}
