/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What departments cost, stretch of time by stretch of time, and what of it comes to whom when
 * services pass on theirs (charge/serviceflow.h): in whole minor units of the reported currency
 * that add up. The pools of --costs whose department is in --services take part; they go together
 * when their times are the same. Each pool's own total is its amount, exchanged and rounded, as
 * without services; what all services of a time cost is dealt to operating departments by largest
 * remainders.
 */
#ifndef CS_CHARGE_DUES_H
#define CS_CHARGE_DUES_H

#include "charge/charge.h"
#include "charge/serviceflow.h"

/* What was asked for: --services, --allocation, --step-order. */
struct cs_charge_serving {
	struct cs_services services;
	enum cs_allocation how;
	const struct cs_str *order; /* names; NULL: by what they do for each other */
	size_t norder;
};

/* One stretch of time. */
struct cs_charge_due {
	int64_t from, to;
	size_t first, n;  /* its pools, in cs_charge_dues.pool */
	cs_i128 *own;	  /* by department */
	cs_i128 services; /* of these, what all services cost */
	cs_i128 apart;	  /* pools of other departments, or of none */
};

struct cs_charge_dues {
	const struct cs_charge_serving *serving;
	struct cs_charge_due *due; /* by from, then to */
	size_t n, cap;
	size_t *pool;  /* indices of costs, by time, then in the order of the files */
	size_t npool;  /* those that the reported time concerns */
	cs_i128 *own;  /* by index of costs: minor units */
	size_t *of;    /* by index of costs: the department; services.n: none */
	cs_i128 *cost; /* by service: over all times */
	size_t *order; /* of services, for stepping down */
};

/* c->costs, the currency and what is reported are known; serving is kept by reference. To be
 * finished in any case. -1 with *e: an exchange rate or an order that is not there, an amount that
 * does not fit. */
int cs_charge_dues_make(struct cs_charge_dues *d, const struct cs_charge *c,
    const struct cs_charge_serving *serving, struct cs_err *e);
void cs_charge_dues_finish(struct cs_charge_dues *d);

/*
 * What comes to each operating department (services.n - nservice numbers that add up to
 * due->services), and exactly what passes through each service (nservice; NULL: not wanted). -1
 * with *e (65): a service has nobody to pass on to.
 */
int cs_charge_due_deal(const struct cs_charge_due *due, const struct cs_service_flow *f,
    cs_i128 *received, struct cs_ratio *gross, struct cs_err *e);

#endif
