/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream without end: the state of a count now and then, while its input goes on.
 *
 * Design. To finish a count (repeats, stocks, sorting, filling up) uses it up, so each state is
 * made by a child of the process, on a copy of its memory that the system makes page by page as
 * either writes: the count itself knows nothing of it, and every state is, byte for byte, what a
 * run would have written whose input had ended there. The parent waits meanwhile and reads no
 * further, so memory stays bounded and states are in order. One thread counts.
 *
 * A state is written when its time, counted from the end of the last one, has come and records have
 * come since; a last one at the end of the input. On standard output all states are one record
 * stream with one header, and two columns in front tell them apart: state_n, from 1, and newest_at,
 * the newest instant (of --time) in the records read so far. A state is written whole before the
 * next record is read. With -o FILE the file is replaced by each state, whole, without these
 * columns.
 *
 * The wait is one poll() on the input, a timer and the signals; the clock is not read, and nothing
 * that is written depends on it but where states are cut. INT, TERM and HUP end it well: what was
 * read is written as a last state, and then the signal ends the process as it ends every tool.
 */
#ifndef CS_CLI_FOLLOW_H
#define CS_CLI_FOLLOW_H

#include "cli/census.h"

/*
 * Opens the input, counts what is asked, and writes the table of its states every so often, the
 * last one included. -1 with *e: 2 for a bad time, too. Does not return when a signal ended it.
 */
int cs_follow_run(
    struct cs_cli *cli, const struct cs_census_ask *ask, struct cs_str every, struct cs_err *e);

#endif
