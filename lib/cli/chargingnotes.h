/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What is said of a run of cs-chargeback beside its rows: what was left out, what is not
 * known, and what everything adds up to. */
#ifndef CS_CLI_CHARGINGNOTES_H
#define CS_CLI_CHARGINGNOTES_H

#include "cli/chargingrun.h"

/* Notes on standard error, and the account for the trace. Once the prices are there. */
void cs_chargingnotes_say(struct cs_charging_job *job);

/* The account alone, where cells are written. */
void cs_chargingnotes_account(const struct cs_charging_job *job);

#endif
