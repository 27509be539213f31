/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said of the inputs of cs-retain on standard error and in the trace: first how much of the
 * contacts is of a known customer and how far the history reaches, then what was left out and why.
 */
#ifndef CS_CLI_RETAINNOTES_H
#define CS_CLI_RETAINNOTES_H

#include "cli/retaininput.h"

/*
 * The coverage as a sentence or two: "contacts: 87.5 % of 1000 are of known customers; history from
 * 2025-01-01 to 2026-01-01: long enough for 1mo and 6mo, not for 18mo". Nothing without contacts
 * and without history.
 */
void cs_retainnotes_coverage(struct cs_buf *b, const struct cs_retain *r, int64_t zero_first);

/* What is known, and what was left out, on standard error and in the trace. zero_first: the oldest
 * instant that may be time zero. */
void cs_retainnotes_say(struct cs_cli *cli, const struct cs_retain *r, int64_t zero_first);

/* What the inputs had that was left out, and the account. kept: bits of the kinds whose facts were
 * wanted. */
void cs_retainnotes_inputs(struct cs_retaininput *in, unsigned kept);

#endif
