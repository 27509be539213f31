/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) Cells of cs-chargeback at both ends of a run: what a run says of itself, so that only
 * what was counted alike adds up, and a run that cells of others are the input of. Cells are
 * counts: they know no prices, and are priced by the costs, rates and exchange rates that are
 * given when they are merged, as long as those begin and end where the cells tell time apart.
 */
#ifndef CS_CLI_CHARGINGCELLS_H
#define CS_CLI_CHARGINGCELLS_H

#include "cli/chargingrun.h"
#include "retain/sumcells.h"

/* Writes the sums of a run that read contacts. -1 with *e. */
int cs_chargingcells_write(struct cs_charging_job *job, struct cs_err *e);

/* Opens cells and makes the run what they are of: zone, keys, numbers, stretches. Costs are read;
 * before anything is bound. -1 with *e: 2, 65, 74. */
int cs_chargingcells_open(struct cs_charging_job *job, struct cs_err *e);

/* Once all is bound: whether costs and rates begin and end where the cells tell time apart. -1 with
 * *e (2). */
int cs_chargingcells_fit(const struct cs_charging_job *job, struct cs_err *e);

/* Adds up all cells into job->sums. -1 with *e. */
int cs_chargingcells_read(struct cs_charging_job *job, struct cs_err *e);

#endif
