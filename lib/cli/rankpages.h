/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What options of cs-rank write in place of the rows of a ranking, or add to them, as the tables of
 * the tool call it: the work is ranked, value is that of the option.
 */
#ifndef CS_CLI_RANKPAGES_H
#define CS_CLI_RANKPAGES_H

#include "cli/cli.h"
#include "rank/rankrows.h"

/* Pages: --detail, --funnel METRIC, --recognise. -1 with *e. */
int cs_rankpages_detail(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e);
int cs_rankpages_funnel(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e);
int cs_rankpages_recognise(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e);

/* Columns: --force-quota, which puts the bands by quota. */
int cs_rankpages_quota(struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value,
    struct cs_rankmore *more, struct cs_err *e);

#endif
