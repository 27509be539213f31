/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Departments that serve other departments (IT, training, workforce planning), as records:
 *
 *	department  to	units
 *
 * So many units of what department does are for `to`, in any measure that is the same for all rows
 * of one department: hours, tickets, heads; a decimal, 0 or above. A department that serves another
 * one is a service; all others are operating departments, which in the end bear all costs. What a
 * department does for itself is no service: it changes nothing of what others pay.
 *
 * Errors: one pair twice (both lines); services that only serve each other, so that nobody would
 * bear what they cost: the loop is named.
 */
#ifndef CS_CHARGE_SERVICES_H
#define CS_CHARGE_SERVICES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/ratio.h"

enum { CS_SERVICES_MAX = 1000 }; /* departments: what all pairs of them are kept of */

struct cs_services {
	struct cs_str *name; /* departments, decoded: services, then the others; each by name */
	size_t n, nservice;
	struct cs_ratio *units; /* nservice x n; 0 of a service for itself */
	struct cs_map by_name;	/* private: name to the order of appearance, ... */
	size_t *place;		/* ... and that to the order here */
};

/* Reads files; names live in the arena. To be finished in any case. -1 with *e: 2, 65, 74. */
int cs_services_read(
    struct cs_services *s, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e);
void cs_services_finish(struct cs_services *s);

/* The department of a name; s->n: there is no word of it. */
size_t cs_services_find(const struct cs_services *s, struct cs_str name);

/* Units of service d for department `to`. */
static inline const struct cs_ratio *
cs_services_units(const struct cs_services *s, size_t d, size_t to)
{
	return &s->units[d * s->n + to];
}

#endif
