/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log-rank test over the groups of a run: see retaincurve.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retaincurvework.h"

/* Groups that are held against each other: their work goes by the square of them. */
enum { GROUPS_MOST = 1000 };

/* A group of the sums: in which stratum, and in which row it counts. */
struct member {
	uint32_t stratum;
	size_t row, at;
};

static int
by_stratum(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->stratum != y->stratum)
		return x->stratum < y->stratum ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Which stratum a group is of: a number by the values of its last keys. */
static uint32_t
stratum_of(
    const struct cs_sums *s, size_t at, unsigned nshown, struct cs_map *seen, struct cs_buf *text)
{
	cs_buf_reset(text);
	for (unsigned k = nshown; k < s->form->nkey; k++) {
		cs_buf_str(text, cs_sums_key(s, at, k));
		cs_buf_c(text, '\t'); /* no raw cell has one */
	}
	return cs_map_add(seen, cs_buf_all(text));
}

/* Adds the members of one stratum, curves by row. */
static int
add_stratum(const struct cs_sums *s, const struct member *m, size_t n, struct cs_km_rank *rank,
    struct cs_err *e)
{
	struct cs_km_curve *curve = cs_mem_new0(rank->k, sizeof *curve);
	int status = 0;

	for (size_t i = 0; i < n && status == 0; i++) {
		struct cs_retaincurve_group g;

		status = cs_retaincurve_take(&g, s, m[i].at, m[i].at + 1, e);
		if (status != 0)
			break;
		curve[m[i].row] = g.curve[CS_AXIS_DAYS];
		g.curve[CS_AXIS_DAYS] = (struct cs_km_curve){NULL, 0, 0};
		cs_retaincurve_drop(&g);
	}
	if (status == 0)
		cs_km_rank_add(rank, curve);
	for (size_t i = 0; i < rank->k; i++)
		cs_km_curve_finish(&curve[i]);
	free(curve);
	return status;
}

int
cs_retaincurve_rank(const struct cs_retaincurve *c, const struct cs_sums *s,
    struct cs_km_rank *rank, size_t **first, struct cs_err *e)
{
	struct member *m;
	struct cs_map seen = CS_MAP_INIT;
	struct cs_buf text = CS_BUF_INIT;
	size_t rows = 0;
	int status = 0;

	*rank = (struct cs_km_rank){0, NULL, NULL, NULL};
	*first = NULL;
	for (size_t i = 0; i < s->ngroup; i++)
		rows += i == 0 || !cs_sums_same(s, i, c->nshown);
	if (rows > GROUPS_MOST) {
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "--compare: %zu groups are too many to hold against each other (%d at most)",
		    rows, GROUPS_MOST);
		return cs_err_hint(e, "put them together: --by \"name=EXPRESSION\"");
	}
	rows = 0;
	m = cs_mem_new(s->ngroup, sizeof *m);
	*first = cs_mem_new(s->ngroup, sizeof **first);
	for (size_t i = 0; i < s->ngroup; i++) {
		if (i == 0 || !cs_sums_same(s, i, c->nshown))
			(*first)[rows++] = i;
		m[i] = (struct member){stratum_of(s, i, c->nshown, &seen, &text), rows - 1, i};
	}
	qsort(m, s->ngroup, sizeof *m, by_stratum);
	cs_km_rank_init(rank, rows);
	for (size_t i = 0, j; i < s->ngroup && status == 0; i = j) {
		for (j = i + 1; j < s->ngroup && m[j].stratum == m[i].stratum; j++)
			continue;
		status = add_stratum(s, &m[i], j - i, rank, e);
	}
	cs_map_finish(&seen);
	cs_buf_finish(&text);
	free(m);
	return status;
}
