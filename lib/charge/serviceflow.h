/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What service departments cost, and who bears it in the end. Three ways, by who may be given to:
 *
 *	direct		operating departments only, as if services did nothing for each other
 *	step-down	services in an order, each to those behind it and to operating departments
 *	reciprocal	everybody, at once: X = own + what others give, X = (I - A')^-1 own
 *
 * Each is a matrix P of what a service passes on to the others, in proportion to its units, and the
 * rest is the same: M = (I - P)^-1 is how much of what a service costs passes through each service,
 * itself included, and M D, with D for what is passed on to operating departments, is who bears it.
 * All of it in exact rationals. Elimination needs no pivots: P has no row sums above 1, and
 * whatever goes round comes out somewhere (charge/services.h), so every pivot is above 0.
 *
 * Since all three are linear in what departments cost, one flow serves every period.
 */
#ifndef CS_CHARGE_SERVICEFLOW_H
#define CS_CHARGE_SERVICEFLOW_H

#include "charge/services.h"

enum cs_allocation {
	CS_ALLOCATION_DIRECT,
	CS_ALLOCATION_STEP_DOWN,
	CS_ALLOCATION_RECIPROCAL,
	CS_ALLOCATIONS
};

/* "direct", "step-down", "reciprocal". */
extern const char *const cs_allocation_name[CS_ALLOCATIONS];

struct cs_service_flow {
	const struct cs_services *of;
	enum cs_allocation how;
	size_t *order;		  /* of services; step-down goes by it */
	struct cs_ratio *through; /* nservice x nservice: M */
	struct cs_ratio *share;	  /* nservice x operating departments: M D */
	bool *stuck;		  /* by service: it has nobody to pass on to */
};

/*
 * The order in which services step down: first who does the largest part of its work for other
 * services; of equal parts first who costs more, then by name. own: what each costs.
 */
void cs_service_order(const struct cs_services *s, const cs_i128 *own, size_t *order);

/* The same as names say, which must be all services, each once. -1 with *e (2). */
int cs_service_order_named(const struct cs_services *s, const struct cs_str *name, size_t n,
    size_t *order, struct cs_err *e);

/* s and an order of its services, which is copied; both are needed whatever the way. */
void cs_service_flow_make(struct cs_service_flow *f, const struct cs_services *s,
    enum cs_allocation how, const size_t *order);
void cs_service_flow_finish(struct cs_service_flow *f);

/*
 * What passes through each service (nservice) and comes to each operating department (n - nservice)
 * of what the services cost (own, nservice); either may be NULL. Exact: what comes adds up to what
 * the services cost. -1 with *e (65): a service has costs and nobody to pass them on to.
 */
int cs_service_flow_run(const struct cs_service_flow *f, const struct cs_ratio *own,
    struct cs_ratio *gross, struct cs_ratio *received, struct cs_err *e);

/* The part of what services cost (own, nservice) that they do for each other; 0 where they cost
 * nothing. */
void cs_service_mutual(const struct cs_services *s, const cs_i128 *own, struct cs_ratio *part);

#endif
