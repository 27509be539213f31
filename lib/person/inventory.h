/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which columns of a stream of records hold personal data: by what is known of their names
 * (person/personal), and by what their cells look like, so that an address in a column that should
 * have none is found too.
 *
 *	file	column	personal	purpose	rows	filled_n	emails_n	phones_n
 *
 * A column about nobody is left out, unless something was found in it. emails_n and phones_n are
 * cells that hold something like an address, or like a telephone number: + or 0 and at least seven
 * digits, with what people put between them. Numbers, instants and truth values are not looked at.
 */
#ifndef CS_PERSON_INVENTORY_H
#define CS_PERSON_INVENTORY_H

#include "person/person.h"
#include "rec/writer.h"

extern const char cs_inventory_head[];

/* Counts of a stream, while it is read. */
struct cs_inventory {
	uint64_t rows;
	struct cs_inventory_col {
		uint64_t filled, emails, phones; /* cells */
	} * col;
	struct cs_buf scratch;
};

/* Nothing so far; columns live in the arena. Finish afterwards. */
void cs_inventory_begin(
    struct cs_inventory *n, struct cs_arena *a, const struct cs_person_view *view);
void cs_inventory_add(
    struct cs_inventory *n, const struct cs_person_view *view, const struct cs_batch *b);
void cs_inventory_finish(struct cs_inventory *n);

/* Writes a record for each column that is of interest; how many. */
size_t cs_inventory_write(const struct cs_inventory *n, const struct cs_person_view *view,
    const char *file, struct cs_writer *w);

/* Whether a text holds something like an address, or like a telephone number. */
bool cs_inventory_email(struct cs_str text);
bool cs_inventory_phone(struct cs_str text);

#endif
