/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) A run of cs-chargeback once it is known what was asked: heads to last row. */
#ifndef CS_CLI_CHARGINGRUN_H
#define CS_CLI_CHARGINGRUN_H

#include "charge/chargefold.h"
#include "charge/dues.h"
#include "charge/exchange.h"
#include "charge/price.h"
#include "charge/spread.h"
#include "cli/charging.h"
#include "cli/select.h"
#include "retain/sumcells.h"

struct cs_charging_files {
	char **path;
	int n;
};

struct cs_charging_worker {
	struct cs_charge_fold fold;
	struct cs_selector selector;
};

struct cs_charging_job {
	struct cs_cli *cli;
	const struct cs_mode *mode;
	struct cs_charging_files costs, rates, map, exchange, services;
	struct cs_str repeats;
	const struct cs_str *by;
	size_t nby;
	bool say, write, merge;	      /* write: cells */
	const char *shard, *manifest; /* NULL: not given */
	/* What follows is made by the run. */
	struct cs_charge c;
	struct cs_charge_binding binding;
	struct cs_charge_exchange money;
	struct cs_charge_serving serving; /* how, and the order: as asked */
	struct cs_charge_dues dues;
	struct cs_charge_laid *laid;
	struct cs_charge_map *rules; /* NULL: there is no map */
	struct cs_charge_price price;
	struct cs_charge_lines balance; /* what everything adds up to, by unit */
	struct cs_select select;
	struct cs_charging_worker *worker; /* by thread */
	struct cs_batch *batch;		   /* by slot */
	struct cs_sumcells cells;	   /* that are merged */
	struct cs_sums sums;		   /* of these, or of what has no contacts */
	void *state;			   /* the mode's */
	bool bound;			   /* the mode's finish is to be called */
};

/* Runs it. -1 with *e. */
int cs_charging_go(struct cs_charging_job *job, struct cs_err *e);

/* Whether it went well or not. */
void cs_charging_finish(struct cs_charging_job *job);

#endif
