/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The generator's rows cell by cell, as CSV or as records: for all tables but the contacts, which
 * are put together from larger pieces (genrow.c).
 *
 * Private to intake/gen*.c.
 */
#ifndef CS_INTAKE_GENCELL_H
#define CS_INTAKE_GENCELL_H

#include "intake/genworld.h"

/* A row under way. */
struct cs_gen_line {
	const struct cs_gen *g;
	struct cs_buf *b;
	enum cs_gen_format format;
	bool begun;
};

/* Begins a cell, whose text the caller appends to b: of what needs neither quotes nor escapes. */
void cs_gen_cell(struct cs_gen_line *r);

/* Ends the row; another may follow. */
void cs_gen_end(struct cs_gen_line *r);

void cs_gen_null(struct cs_gen_line *r);
void cs_gen_text(struct cs_gen_line *r, const char *z);

/* A letter and a number from 1: "C17"; '\0': the number as it is. */
void cs_gen_id(struct cs_gen_line *r, char letter, uint64_t i);

/* The same where it is there; else NULL, and i is not looked at. */
void cs_gen_id_if(struct cs_gen_line *r, bool there, char letter, uint64_t i);

void cs_gen_moment(struct cs_gen_line *r, int64_t epoch_s);

/* Seconds from the first day on; NULL at or behind the end of the days: it is not known yet. */
void cs_gen_moment_if(struct cs_gen_line *r, int64_t after_s);

/* Money: 1290 is 12.90. */
void cs_gen_cents(struct cs_gen_line *r, int64_t v);

/* Three cells: when a survey was answered (INT64_MIN: it was not), csat and nps. */
void cs_gen_answers(struct cs_gen_line *r, const struct cs_gen_after *a, int64_t answered_s);

/* Five cells: an agent, and leader, name, site and vendor of the team. */
void cs_gen_place(struct cs_gen_line *r, uint64_t agent, uint16_t team);

/*
 * The rows of a step of tables that tell who is who (genlinks.c): contacts as several systems know
 * them, customers' identifiers, the roster with moves, surveys, and the truth about all of these.
 * They give how many rows.
 */
uint64_t cs_gen_scattered_row(struct cs_gen_line *r, uint64_t row);
uint64_t cs_gen_identity_rows(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_move_rows(struct cs_gen_line *r, uint64_t agent);
uint64_t cs_gen_rating_rows(struct cs_gen_line *r, uint64_t row);
uint64_t cs_gen_link_row(struct cs_gen_line *r, uint64_t row);

#endif
