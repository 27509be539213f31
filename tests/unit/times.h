/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instants and zones as tests write them. */
#ifndef CS_TESTS_TIMES_H
#define CS_TESTS_TIMES_H

#include "../tap.h"
#include "base/civil.h"
#include "base/zone.h"

/* "2026-10-05T08:00:00Z" in microseconds; a failure when it is none. */
static inline int64_t
at(const char *text)
{
	int64_t t = 0;

	if (!cs_time_parse(cs_str_z(text), &t))
		ok(false, "'%s' is a time", text);
	return t;
}

/* NULL, and a skip, where the system has no such zone. */
static inline const struct cs_zone *
zone(const char *name)
{
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *z = cs_zone_get(cs_str_z(name), &e);

	if (z == NULL)
		skip(name, e.msg);
	return z;
}

#endif
