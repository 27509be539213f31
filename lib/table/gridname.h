/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names of columns, read back: what a column of a table of metrics says, for who shows it to
 * people. "asa_rolling_7_lo" is a bound of asa over seven intervals.
 */
#ifndef CS_TABLE_GRIDNAME_H
#define CS_TABLE_GRIDNAME_H

#include "metric/metric.h"

struct cs_grid_name {
	struct cs_metric_about about; /* of the metric */
	struct cs_str metric;	      /* its part of the name */
	struct cs_str unit;	      /* of the column; "chance": how likely; p NULL: words */
	const char *words; /* what it is beside the metric; NULL: its value, a count, a bound. Of a
			      rolling window "over each interval and the", n - 1 before it */
	int64_t n;	   /* of a rolling window: its intervals; else 0 */
	bool value;	   /* it is no count or bound of the column on its left */
};

/* False when the dictionary knows no such metric, or the rest of the name is none of a table's. */
bool cs_grid_name(struct cs_str name, struct cs_grid_name *out);

/* The same for a name with something between metric and suffix, as pivoted tables have it:
 * "asa_billing_n", with *between "billing". */
bool cs_grid_name_between(struct cs_str name, struct cs_str between, struct cs_grid_name *out);

/* What is behind the longest metric that a name begins with: of "asa_billing_n" it is "billing_n";
 * p NULL: no metric, or nothing behind it. */
struct cs_str cs_grid_name_rest(struct cs_str name, struct cs_str *metric);

#endif
