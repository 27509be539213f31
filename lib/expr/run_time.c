/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of instants. Days, hours and all that a wall clock shows are those of the zone. */
#include "base/civil.h"
#include "base/hours.h"
#include "base/zone.h"
#include "expr/run.h"

bool
cs_time_literal(struct cs_str s, const struct cs_zone *zone, int64_t *instant)
{
	struct cs_civil c;

	if (cs_time_parse(s, instant))
		return true;
	if (!cs_civil_parse(s, &c))
		return false;
	(void)cs_zone_instant(zone, &c, instant);
	return *instant >= CS_INSTANT_MIN && *instant <= CS_INSTANT_MAX;
}

/* An instant as if the wall clock, which shows it, were that of UTC. */
static inline int64_t
local_time(const struct cs_zone *zone, int64_t instant)
{
	return zone == NULL ? instant : instant + cs_zone_offset(zone, instant) * CS_USEC;
}

/* The hour or minute, which only needs the time of the day. */
static void
clock_part(struct cs_run *r, const struct cs_node *n, int64_t unit_s, int64_t most)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		int64_t at = a->null[k] ? 0 : local_time(r->zone, a->i[k]);

		at = cs_num_floormod(at, CS_DAY_S * CS_USEC);
		out->null[k] = a->null[k];
		out->i[k] = a->null[k] ? 0 : at / (unit_s * CS_USEC) % most;
	}
}

/* Year, month or day: instants are mostly of a few days, whose dates are kept. */
static void
date_part(struct cs_run *r, const struct cs_node *n)
{
	enum { KEPT = 32 };
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);
	struct {
		int64_t day, part;
	} kept[KEPT];

	for (size_t i = 0; i < KEPT; i++)
		kept[i].day = INT64_MIN;
	for (uint32_t k = 0; k < r->n; k++) {
		int64_t day = cs_num_floordiv(local_time(r->zone, a->i[k]), CS_DAY_S * CS_USEC);
		size_t at = (size_t)day % KEPT;

		out->null[k] = a->null[k];
		out->i[k] = 0;
		if (a->null[k])
			continue;
		if (kept[at].day != day) {
			int part[3];

			cs_civil_of_days(
			    day, &part[CS_PART_YEAR], &part[CS_PART_MONTH], &part[CS_PART_DAY]);
			kept[at].day = day;
			kept[at].part = part[n->i];
		}
		out->i[k] = kept[at].part;
	}
}

void
cs_run_part(struct cs_run *r, const struct cs_node *n)
{
	if (n->i == CS_PART_HOUR)
		clock_part(r, n, 3600, 24);
	else if (n->i == CS_PART_MINUTE)
		clock_part(r, n, 60, 60);
	else
		date_part(r, n);
}

void
cs_run_weekday(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k];
		out->i[k] = a->null[k] ? 0 : cs_civil_weekday(cs_zone_day(r->zone, a->i[k]));
	}
}

/* Texts of days: a day is made once and used for all rows behind it that are of that day. */
static void
day_text(struct cs_run *r, const struct cs_node *n, bool monday)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);
	int64_t last = INT64_MIN;
	struct cs_str text = {NULL, 0};

	for (uint32_t k = 0; k < r->n; k++) {
		int64_t day;

		if (a->null[k]) {
			cs_val_null(out, k);
			continue;
		}
		day = cs_zone_day(r->zone, a->i[k]);
		if (monday)
			day = cs_civil_monday(day);
		if (day != last) {
			cs_date_text(r->scratch, day);
			text = cs_arena_str(r->text, cs_buf_all(r->scratch));
			cs_buf_reset(r->scratch);
			last = day;
		}
		out->null[k] = 0;
		out->s[k] = text;
	}
}

void
cs_run_date(struct cs_run *r, const struct cs_node *n)
{
	day_text(r, n, false);
}

void
cs_run_week(struct cs_run *r, const struct cs_node *n)
{
	day_text(r, n, true);
}

/* "HH:MM:SS". */
void
cs_run_clock(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		struct cs_civil c;
		char *p;

		if (a->null[k]) {
			cs_val_null(out, k);
			continue;
		}
		cs_zone_civil(r->zone, a->i[k], &c);
		p = cs_arena_new(r->text, 8, 1);
		p[0] = (char)('0' + c.hour / 10);
		p[1] = (char)('0' + c.hour % 10);
		p[2] = p[5] = ':';
		p[3] = (char)('0' + c.min / 10);
		p[4] = (char)('0' + c.min % 10);
		p[6] = (char)('0' + c.sec / 10);
		p[7] = (char)('0' + c.sec % 10);
		out->null[k] = 0;
		out->s[k] = cs_str(p, 8);
	}
}

void
cs_run_epoch(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k];
		out->i[k] = cs_num_floordiv(a->i[k], CS_USEC);
	}
}

void
cs_run_interval(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k];
		out->i[k] = a->null[k] ? 0 : cs_zone_floor(r->zone, a->i[k], n->i);
	}
}

void
cs_run_add_time(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		int64_t usec, sum;

		if (a->null[k] || b->null[k]) {
			cs_val_null(out, k);
			continue;
		}
		if (__builtin_mul_overflow(b->i[k], n->i * CS_USEC, &usec) ||
		    __builtin_add_overflow(a->i[k], usec, &sum) || sum < CS_INSTANT_MIN ||
		    sum > CS_INSTANT_MAX) {
			cs_node_bad(r, n, k);
			continue;
		}
		out->null[k] = 0;
		out->i[k] = sum;
	}
}

/* Whole seconds, a fraction dropped: so that a - b = -(b - a). Instants never overflow this. */
void
cs_run_sub_time(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k] | b->null[k];
		out->i[k] = out->null[k] ? 0 : (a->i[k] - b->i[k]) / CS_USEC;
	}
}

void
cs_run_add_months(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		struct cs_civil c;
		int64_t months;

		if (a->null[k]) {
			cs_val_null(out, k);
			continue;
		}
		cs_zone_civil(r->zone, a->i[k], &c);
		months = c.year * INT64_C(12) + c.month - 1 + n->i;
		if (months < 12 || months >= INT64_C(12) * 10000) {
			cs_node_bad(r, n, k);
			continue;
		}
		cs_civil_add_months(&c, (int)n->i);
		out->null[k] = 0;
		(void)cs_zone_instant(r->zone, &c, &out->i[k]);
	}
}

void
cs_run_known(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);
	const struct cs_hours *hours = n->data;

	for (uint32_t k = 0; k < r->n; k++) {
		if (a->null[k] || hours == NULL) {
			cs_val_null(out, k);
		} else if (!cs_hours_knows(hours, a->i[k])) {
			cs_node_bad(r, n, k);
		} else {
			out->null[k] = 0;
			out->i[k] = a->i[k];
		}
	}
}

void
cs_run_business(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0), *b = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k] | b->null[k];
		out->i[k] = out->null[k] ? 0 : cs_hours_between(n->data, a->i[k], b->i[k]);
	}
}
