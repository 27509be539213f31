/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contacts behind cells, as records: what cs-kpi --contacts does. The rows are those that the
 * same run would count, chosen by the same options; they are written as they come, in their order,
 * so that memory goes by different keys alone.
 */
#ifndef CS_CLI_CONTACTS_H
#define CS_CLI_CONTACTS_H

#include "cli/census.h"

/* Reads the input, writes the rows that count for the metrics of a list, by nby keys (as --by has
 * them). -1 with *e. */
int cs_contacts_list(struct cs_cli *cli, struct cs_str metrics, const struct cs_str *by, size_t nby,
    struct cs_err *e);

#endif
