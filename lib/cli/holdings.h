/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of operands, and what each is: a file is itself, a folder all regular files in it and
 * below, in the order of their names. Links are followed where they are operands, and not in
 * folders. A file that several operands have is there once. Files of cs-privacy itself
 * (cli/exchange) are left out.
 */
#ifndef CS_CLI_HOLDINGS_H
#define CS_CLI_HOLDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum cs_holding_kind {
	CS_HOLDING_RECORDS,  /* a record stream with a column that we know, cells too */
	CS_HOLDING_MANIFEST, /* of a folder of parts (rec/manifest) */
	CS_HOLDING_INDEX,    /* FILE.idx beside FILE */
	CS_HOLDING_TRACE,    /* what --trace writes */
	CS_HOLDING_OTHER,    /* anything else */
};

struct cs_holding {
	const char *path; /* as it was given, or below what was given */
	const char *real; /* with all links followed */
	enum cs_holding_kind kind;
	bool gz;
	bool linked; /* it has another name (a hard link) */
};

struct cs_holdings {
	struct cs_holding *file;
	size_t n, cap;
};

/* Texts live in the arena. -1 with *e (74). Finish in any case. */
int cs_holdings_find(
    struct cs_holdings *h, struct cs_arena *a, char *const *operand, int n, struct cs_err *e);
void cs_holdings_finish(struct cs_holdings *h);

#endif
