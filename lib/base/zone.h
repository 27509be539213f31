/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time zones, read from TZif files (RFC 8536, the footer's rule included) by this reader, never
 * through TZ and localtime. Names are checked: no "..", no leading "/".
 *
 * The one rule for local times that are not plain, counted wherever it is applied: a time that
 * occurs twice (clocks put back) is the earlier instant, unless the text carries an offset; a time
 * that is skipped (clocks put forward) is moved forward by the length of the gap.
 */
#ifndef CS_BASE_ZONE_H
#define CS_BASE_ZONE_H

#include "base/civil.h"
#include "base/err.h"

struct cs_zone;

/*
 * The zone of an IANA name ("Europe/Berlin", "UTC"). Loaded once a process and shared, thread-safe;
 * never freed. NULL with *e (2, with near names as a hint): no such zone, or no zone files.
 */
const struct cs_zone *cs_zone_get(struct cs_str name, struct cs_err *e);

/*
 * The same made of the bytes of a zone file, for those who have them from elsewhere; to be
 * destroyed (NULL is fine) by the thread that used it. NULL with *e (65): not a TZif file.
 */
struct cs_zone *cs_zone_create(struct cs_str name, struct cs_str file, struct cs_err *e);
void cs_zone_destroy(struct cs_zone *z);

/* Its name; "UTC" for NULL. */
const char *cs_zone_name(const struct cs_zone *z);

/* For completion: appends the names that the zone files have, as far as they list them, each with
 * \n. */
void cs_zone_words(struct cs_buf *out);

/* The version of the zone files ("2024a"), or "" when the system does not say. */
const char *cs_zone_version(void);

/* Seconds to add to UTC at an instant. z NULL: UTC. */
int cs_zone_offset(const struct cs_zone *z, int64_t instant);

/* As the wall clock shows it. */
void cs_zone_civil(const struct cs_zone *z, int64_t instant, struct cs_civil *c);

enum cs_local { CS_LOCAL_PLAIN, CS_LOCAL_TWICE, CS_LOCAL_SKIPPED };

/* The instant of a wall-clock time, by the rule above, and which case it was. */
enum cs_local cs_zone_instant(const struct cs_zone *z, const struct cs_civil *c, int64_t *instant);

/*
 * Start of the interval that holds an instant. Intervals of whole minutes or hours divide the
 * local day; on the days when clocks change a day has 92 or 100 quarter-hours, each its own
 * instant. Step: seconds, a divisor of 86400. So each interval is known by its first instant.
 */
int64_t cs_zone_floor(const struct cs_zone *z, int64_t instant, int64_t step_s);

/* First instant after the interval that begins at start. */
int64_t cs_zone_next(const struct cs_zone *z, int64_t start, int64_t step_s);

/* Local calendar day of an instant, in days since 1970-01-01. And its first instant. */
int64_t cs_zone_day(const struct cs_zone *z, int64_t instant);
int64_t cs_zone_day_start(const struct cs_zone *z, int64_t day);

/* A zone's IANA name for names that other systems use: Rails ("Pacific Time (US & Canada)") and
 * Windows ("W. Europe Standard Time"). Gives the name itself when it is none of those. */
struct cs_str cs_zone_alias(struct cs_str name);

#endif
