/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is held about one customer, cell by cell: the answer to "what do you hold about me?". As
 * records of file, line, column, personal (the kind of person/personal) and value; or for people to
 * read. Of other customers' rows only is said that they mention this one, never what they say.
 */
#ifndef CS_CLI_SHOWING_H
#define CS_CLI_SHOWING_H

#include "cli/knowing.h"

/* Looks at the operands of cli and writes what there is to its output. text: for people. -1 with
 * *e. */
int cs_showing_run(
    struct cs_cli *cli, const struct cs_knowing_ask *ask, bool text, struct cs_err *e);

#endif
