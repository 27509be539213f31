/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that mean the same in all tools, and what they said.
 */
#ifndef CS_CLI_SHARED_H
#define CS_CLI_SHARED_H

#include "cli/cli.h"

/* Their order in the table. */
enum cs_shared {
	CS_SHARED_CI,
	CS_SHARED_FILL,
	CS_SHARED_ROLLING,
	CS_SHARED_YTD,
	CS_SHARED_SUBTOTALS,
	CS_SHARED_OF_TOTAL,
	CS_SHARED_TOP,
	CS_SHARED_MIN_GROUP,
	CS_SHARED_SORT,
	CS_SHARED_PIVOT,
	CS_SHARED_LONG,
	CS_SHARED_VS,
	CS_SHARED_INTERP,
	CS_SHARED_SET,
	CS_SHARED_KEEP_ONLY,
	CS_SHARED_WHERE,
	CS_SHARED_BAD,
	CS_SHARED_PERIOD,
	CS_SHARED_SINCE,
	CS_SHARED_UNTIL,
	CS_SHARED_TIME,
	CS_SHARED_AS_OF,
	CS_SHARED_TZ,
	CS_SHARED_VISION,
	CS_SHARED_OUTPUT,
	CS_SHARED_UNION,
	CS_SHARED_REPLACE,
	CS_SHARED_COLOR,
	CS_SHARED_MEM,
	CS_SHARED_THREADS,
	CS_SHARED_PROGRESS,
	CS_SHARED_QUIET,
	CS_SHARED_TRACE,
	CS_SHARED_COMPLETION,
	CS_SHARED_HELP,
	CS_SHARED_VERSION,
	CS_SHARED_COMPLETE_COLUMNS,
	CS_SHARED_COMPLETE_WORDS,
	CS_SHARED_N,
};

/*
 * All options of a tool, in the arena: its own, then the shared ones it takes. at[] gives for each
 * enum cs_shared its index, -1 for one not taken. *n is how many there are.
 */
struct cs_opt *cs_shared_table(
    struct cs_arena *arena, const struct cs_tool *tool, int at[CS_SHARED_N], size_t *n);

/* One of them, as the table has it. */
const struct cs_opt *cs_shared_opt(enum cs_shared which);

/*
 * What the shared options said, together with the environment (NO_COLOR, TERM, CS_TRACE). value is
 * by the combined table. The vision is read, into the arena. -1 with *e (2, or that of the file).
 */
int cs_shared_resolve(struct cs_common *c, struct cs_arena *arena, const struct cs_tool *tool,
    const int at[CS_SHARED_N], const struct cs_opt_value *value, struct cs_err *e);

#endif
