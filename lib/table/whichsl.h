/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which service level is it? Another system says 87.3 % and does not say of what. Here all service
 * levels of the dictionary that go by the wait in the queue are tried, at every threshold and with
 * every short abandon up to a minute, and those that give the figure, within the rounding of its
 * digits, are listed: the usual thresholds first.
 *
 * What is counted is one histogram of waits for each kind of end, and the formulas are those of the
 * dictionary (metric/whichform.h), so the search reads the data once, costs the number of distinct
 * waits, and knows of a formula as soon as the dictionary does.
 */
#ifndef CS_TABLE_WHICHSL_H
#define CS_TABLE_WHICHSL_H

#include "cell/cell.h"

/* What to count, as -m and --by have it. */
extern const char cs_which_metrics[], cs_which_by[];

/* That the head has the columns that all formulas need. -1 with *e (2). */
int cs_which_bind(const struct cs_head *head, struct cs_err *e);

/* A figure as it was given: "87.3" or "87.3%" is 873 with one digit. */
struct cs_which_figure {
	int64_t value;
	int digits;
};

/* -1 with *e (2): not a percentage from 0 to 100 with at most 6 digits behind the point. */
int cs_which_parse(struct cs_str s, struct cs_which_figure *f, struct cs_err *e);

/* One way to get the figure. */
struct cs_which {
	size_t formula;		 /* its number */
	int64_t t, t_from, t_to; /* the threshold to name, and all that give the same counts or
				     * still match */
	int64_t short_s;	 /* the short abandon to name; -1: the formula has none */
	int64_t short_from, short_to;
	bool usual;   /* t is one that people use */
	bool less;    /* only as "less than t + 1", which is one that people use */
	int64_t x, n; /* the share at t */
};

/* Cells of cs_which_metrics by cs_which_by (sorted), made ready; the cells may go. NULL with *e. */
struct cs_which_search;
struct cs_which_search *cs_which_new(struct cs_cells *c, struct cs_err *e);
void cs_which_free(struct cs_which_search *k); /* NULL is fine */

/* How many formulas there are, and their names in the dictionary. */
size_t cs_which_formulas(const struct cs_which_search *k);
struct cs_str cs_which_formula(const struct cs_which_search *k, size_t i);

/* Gives the ways to a figure, best first, in memory of the caller's to free; *n of them. */
struct cs_which *cs_which_find(
    const struct cs_which_search *k, const struct cs_which_figure *f, size_t *n);

/* The counts of one formula at t and short_s (ignored where the formula has none). */
void cs_which_counts(const struct cs_which_search *k, size_t formula, int64_t t, int64_t short_s,
    int64_t *x, int64_t *n);

/*
 * All of it: sorts the cells, searches, and writes the ways as records: metric rule t_from_s t_to_s
 * short_from_s short_to_s share share_n says. *n ways were found. -1 with *e.
 */
int cs_which_answer(struct cs_cells *c, const struct cs_which_figure *f, struct cs_writer *out,
    size_t *n, struct cs_err *e);

#endif
