/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said of the inputs of cs-retain on standard error and in the trace: first how much of the
 * contacts is of a known customer and how far the history reaches, then what was left out and why.
 */
#ifndef CS_CLI_RETAINNOTES_H
#define CS_CLI_RETAINNOTES_H

#include "cli/retaininput.h"

/* What is known, and what was left out, on standard error and in the trace. zero_first: the oldest
 * instant that may be time zero. */
void cs_retainnotes_say(struct cs_cli *cli, const struct cs_retain *r, int64_t zero_first);

/* What the inputs had that was left out, and the account. kept: bits of the kinds whose facts were
 * wanted. */
void cs_retainnotes_inputs(struct cs_retaininput *in, unsigned kept);

/* After the table: how many groups --min-group left out of it; of the worker that wrote it. */
void cs_retainnotes_few(const struct cs_retain_worker *w);

/* What the mode says of its table. */
void cs_retainnotes_mode(struct cs_retain_worker *w, const void *state);

#endif
