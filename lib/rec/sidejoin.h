/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table as a step of a join (rec/join.h): the cells of the row that is found by key and
 * instant, or NULL in each of them where none is.
 *
 * The instant is that of the column env.dated_by; it is asked for where the table is dated or days
 * are counted to it. Days are whole ones of 24 hours, NULL before their begin.
 */
#ifndef CS_REC_SIDEJOIN_H
#define CS_REC_SIDEJOIN_H

#include "rec/join.h"
#include "rec/sidespec.h"

/*
 * Adds the step to the chain; spec and name live as long. Reads the table. -1 with *e: 2 for a
 * column that is not there or is there already, 65 for what is in the table, 74.
 */
int cs_sidejoin_add(
    struct cs_join *j, const struct cs_side_spec *spec, const char *name, struct cs_err *e);

#endif
