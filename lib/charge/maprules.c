/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the rows of a map to its rules: rows for the same contacts and the same time are one, whose
 * shares must be all of it; no two of the same contacts may hold at one time.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/mapparts.h"

/* In order of contacts and time; within a rule as they were written. */
static int
compare_rows(const void *p, const void *q)
{
	const struct cs_charge_row *a = p, *b = q;

	if (a->cond != b->cond)
		return a->cond < b->cond ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static bool
one_rule(const struct cs_charge_row *a, const struct cs_charge_row *b)
{
	return a->cond == b->cond && a->from == b->from && a->to == b->to;
}

/* An error about two rows. */
static int
both(const struct cs_charge_map *m, const struct cs_charge_row *a, const struct cs_charge_row *b,
    const char *what, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "%s:%u and %s:%u: %s", m->file[a->file], a->line,
	    m->file[b->file], b->line, what);
}

/* The rows of one rule, n of them: their shares are all of it. */
static int
check_shares(
    const struct cs_charge_map *m, const struct cs_charge_row *row, size_t n, struct cs_err *e)
{
	int64_t num = 0, den = 1;
	char what[128];

	if (n > CS_CHARGE_OWNERS)
		return both(m, &row[0], &row[n - 1], "more than 1000 rows share one rule", e);
	for (size_t i = 0; i < n; i++) {
		if (row[i].all && n > 1)
			return both(m, &row[0], &row[i != 0 ? i : 1],
			    "two rules for the same contacts at the same time", e);
		if (!cs_charge_share_add(&num, &den, row[i].share.num, row[i].share.den))
			return both(m, &row[0], &row[i],
			    "shares of so many digits are not added exactly", e);
	}
	if (num == den)
		return 0;
	(void)snprintf(what, sizeof what, "the shares add up to %lld%s%.0lld, not to 1",
	    (long long)num, den != 1 ? "/" : "", den != 1 ? (long long)den : 0LL);
	if (n > 1)
		return both(m, &row[0], &row[n - 1], what, e);
	return cs_err_set(e, CS_EXIT_DATA, "%s:%u: %s", m->file[row->file], row->line, what);
}

/* One rule of n rows. */
static int
make_rule(struct cs_charge_map *m, const struct cs_charge_row *row, size_t n,
    struct cs_charge_share **scratch, size_t *cap, struct cs_err *e)
{
	struct cs_charge_cond *c = &m->cond[row->cond];

	if (check_shares(m, row, n, e) != 0)
		return -1;
	*scratch = cs_mem_grow(*scratch, cap, n, sizeof **scratch);
	for (size_t i = 0; i < n; i++)
		(*scratch)[i] = row[i].share;
	if (c->n++ == 0)
		c->first = (uint32_t)m->nrule;
	m->rule[m->nrule++] = (struct cs_charge_rule){.from = row->from,
	    .to = row->to,
	    .split = cs_charge_splits_add(&m->splits, *scratch, n, false),
	    .file = row->file,
	    .line = row->line};
	return 0;
}

/* The conds of each entry. */
static void
index_entries(struct cs_charge_map *m)
{
	const size_t entries = m->entry.n, conds = m->cond_key.n;
	uint32_t *next;

	m->entry_first = cs_mem_new0(entries + 1, sizeof *m->entry_first);
	m->entry_cond = cs_mem_new(conds, sizeof *m->entry_cond);
	for (size_t i = 0; i < conds; i++)
		m->entry_first[m->cond[i].entry + 1]++;
	for (size_t i = 0; i < entries; i++)
		m->entry_first[i + 1] += m->entry_first[i];
	next = cs_mem_new(entries, sizeof *next);
	memcpy(next, m->entry_first, entries * sizeof *next);
	for (size_t i = 0; i < conds; i++)
		m->entry_cond[next[m->cond[i].entry]++] = (uint32_t)i;
	free(next);
}

int
cs_charge_map_rules_make(
    struct cs_charge_map *m, struct cs_charge_row *row, size_t n, struct cs_err *e)
{
	struct cs_charge_share *scratch = NULL;
	size_t cap = 0, next;
	int rc = 0;

	if (n != 0)
		qsort(row, n, sizeof *row, compare_rows);
	m->rule = cs_mem_new(n, sizeof *m->rule);
	for (size_t i = 0; i < n && rc == 0; i = next) {
		for (next = i + 1; next < n && one_rule(&row[i], &row[next]); next++)
			;
		if (i != 0 && row[i].cond == row[i - 1].cond && row[i].from < row[i - 1].to)
			rc = both(m, &row[i - 1], &row[i],
			    "two rules for the same contacts overlap in time", e);
		else
			rc = make_rule(m, row + i, next - i, &scratch, &cap, e);
	}
	free(scratch);
	if (rc == 0)
		index_entries(m);
	return rc;
}
