/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How streams whose rows are to be read one by one are told as cards: signals, a page about
 * oneself, a list of praise, what sets the top apart, and all others by the names of their columns.
 * A table of texts, chosen by the columns that a stream has; cardtext.h fills them in.
 *
 * In a text {column} stands for the cell, with its unit; [brackets] around what goes when a cell in
 * them is NULL or no column of that name is there. A text in which that happens outside of brackets
 * is empty. {@about}, {@keys} and others that are put together are in cardtext.h.
 */
#ifndef CS_VIEW_RECIPE_H
#define CS_VIEW_RECIPE_H

#include "view/table.h"

enum { CS_RECIPE_NEEDS = 8, CS_RECIPE_PARTS = 6, CS_RECIPE_LINES = 3 };

/* Rows of one sort. */
struct cs_recipe_part {
	const char *is;	     /* the cell in the recipe's `by`; NULL: any other */
	const char *section; /* over cards that have it in common; NULL: none */
	const char *title;   /* of a card */
	const char *line[CS_RECIPE_LINES];
};

struct cs_recipe {
	const char *needs[CS_RECIPE_NEEDS]; /* columns; the stream must have all of them */
	const char *by;			    /* the column that tells sorts of rows apart, or NULL */
	const char *head;		    /* heading of the report, or NULL */
	const char *once; /* behind it where it is the same of all rows, else a line of each */
	const char *none; /* in place of cards when there are no rows */
	const char *foot; /* below all cards, or NULL */
	bool gather;	  /* cards of a section stand together, where the first of them is */
	bool rest;	  /* cells that no text mentions are told as well, by name */
	struct cs_recipe_part part[CS_RECIPE_PARTS]; /* the first that fits; the last takes all */
};

/* The recipe of a stream: never NULL, the last one fits all. */
const struct cs_recipe *cs_recipe_find(const struct cs_table *t);

/* Are its rows to be read one by one: is there a sentence or a question in each? */
bool cs_recipe_sentences(const struct cs_table *t);

/* A text of the recipe mentions the column, or it is there for the machine alone. */
bool cs_recipe_mentions(const struct cs_recipe *r, struct cs_str column);

/* The column of that name, or -1. */
int cs_recipe_column(const struct cs_table *t, struct cs_str name);

#endif
