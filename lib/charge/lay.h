/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What service departments cost, laid on the pools of those who bear it: what comes to a department
 * for a time (charge/dues.h) is dealt to its own pools of that time in proportion to their amounts,
 * those above 0 (where none is, to all alike), and the pools of services are left with nothing. So
 * the sum of all pools stays what it was, and all that is charged goes on as if it had been theirs.
 *
 * Of what is laid as much is avoidable as of what it came from; where that is not known of a
 * service that a department bears a part of, it is not known of that department's pools.
 */
#ifndef CS_CHARGE_LAY_H
#define CS_CHARGE_LAY_H

#include "charge/dues.h"

/* A pool as it is then. */
struct cs_charge_laid {
	bool changed;		/* something was laid on it, or taken */
	struct cs_ratio amount; /* in the reported currency; whole minor units. Only if changed, as
				   what follows */
	bool has_avoidable;
	struct cs_ratio avoidable; /* share of it */
};

/*
 * By index of c->costs, npool of them, to be given to cs_charge_laid_finish in any case; c->dues is
 * there. -1 with *e (65): a service has nobody to pass on to; something comes to a department that
 * has no pool for that time.
 */
int cs_charge_lay(struct cs_charge_laid **laid, const struct cs_charge *c, struct cs_err *e);
void cs_charge_laid_finish(struct cs_charge_laid *laid, size_t n);

#endif
