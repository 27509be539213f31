/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the halves of charge/chargedemand share (inner): the months, counted. */
#ifndef CS_CHARGE_CHARGEDEMANDWORK_H
#define CS_CHARGE_CHARGEDEMANDWORK_H

#include "charge/chargecustomers.h"
#include "charge/chargedemand.h"
#include "charge/spread.h"
#include "stat/flag.h"

enum cs_demand_kind {
	CS_KIND_UNMAPPED,
	CS_KIND_VALUE,
	CS_KIND_FAILURE,
	CS_KIND_UNKNOWN, /* mapped, and the map does not say */
	CS_KIND_ALL,
	CS_KINDS
};

struct cs_demand_sum {
	cs_i128 contacts, handle_s, charged, preventable;
};

struct cs_demand_month {
	struct cs_str key; /* raw: its first day; \N: all months, also what has no time */
	int number;	   /* chargecustomers.h */
	bool whole;	   /* over, and in the period from its first to its last day */
	struct cs_demand_sum sum[CS_KINDS];
	int64_t customers; /* 0: not known, or none */
	struct cs_est rate, change;
};

struct cs_demand_months {
	struct cs_demand_month *month; /* in order of time */
	size_t n, cap;
	struct cs_demand_month all;
	struct cs_est trend;
	struct cs_charge_lines lines;
};

/* Keys of the lines, by the mode's levels. */
enum {
	CS_DEMAND_LEVEL_MONTH,
	CS_DEMAND_LEVEL_DEMAND,
	CS_DEMAND_LEVEL_PREVENTABLE,
	CS_DEMAND_LEVELS
};

struct cs_chargedemand_state {
	unsigned level[CS_DEMAND_LEVELS];
	struct cs_charge_customers customers;
};

/* To be finished in any case. -1 with *e. */
int cs_demand_months_make(struct cs_demand_months *m, const struct cs_charge *c,
    const struct cs_chargedemand_state *s, struct cs_err *e);
void cs_demand_months_finish(struct cs_demand_months *m);

#endif
