/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record stream as cards: one record a block, its heading first, then plain lines, values by
 * name, sentences, and the question last. Cards of a section stand together in the order in which
 * sections first appear; within one the order of the rows is kept. Values that are NULL are not
 * told. All texts are safe to print on a terminal; the forms for mail and browser escape them.
 *
 * Memory: the texts of all rows, as the table itself.
 */
#ifndef CS_VIEW_CARDS_H
#define CS_VIEW_CARDS_H

#include "view/report.h"

enum cs_card_sort {
	CS_CARD_LINE, /* figures in plain words */
	CS_CARD_FACT, /* a value and its name */
	CS_CARD_SAYS, /* a sentence */
	CS_CARD_ASKS, /* a question */
};

struct cs_card_line {
	enum cs_card_sort sort;
	struct cs_str name; /* of a fact */
	struct cs_str text; /* never empty */
};

struct cs_card {
	struct cs_str section, section_note; /* empty: none. The note says what it means */
	struct cs_str title, title_note;
	struct cs_str band; /* green, orange ... : what colours it; empty: nothing */
	struct cs_card_line *line;
	unsigned nline;
};

struct cs_cards {
	struct cs_str head, none, foot; /* none: in place of cards where n is 0 */
	struct cs_card *card;
	size_t n;
	bool legend; /* the values' names want their meanings beside them */
	struct cs_arena arena;
};

/* Does the report come as cards: asked for, or its rows are sentences? */
bool cs_cards_wanted(const struct cs_report *r);

void cs_cards_make(struct cs_cards *c, const struct cs_table *t);
void cs_cards_finish(struct cs_cards *c);

/* The card begins a section other than that of the one before it. */
bool cs_cards_section(const struct cs_cards *c, size_t card);

/* The cards of a report in each form, without what is around them. */
void cs_cards_terminal(struct cs_buf *b, const struct cs_report *r, const struct cs_cards *c);
void cs_cards_markdown(struct cs_buf *b, const struct cs_cards *c);
void cs_cards_html(struct cs_buf *b, const struct cs_cards *c);

#endif
