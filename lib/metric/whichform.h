/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service levels of the dictionary in a form that can be searched for thresholds. They are not
 * written down a second time: the formulas of the dictionary are put to a handful of rows, one for
 * each end that there is (a value of disposition) and each place that a wait can have beside the
 * threshold and the short abandon, and what they say of these rows is all that they can say, since
 * they only compare the wait with the two. The inner side of table/whichsl.h.
 */
#ifndef CS_METRIC_WHICHFORM_H
#define CS_METRIC_WHICHFORM_H

#include "metric/metric.h"

/* Where a wait lies. */
enum cs_which_place {
	CS_WHICH_WITHIN,       /* at most the threshold, and the short abandon */
	CS_WHICH_BEFORE_T,     /* over the short abandon, at most the threshold */
	CS_WHICH_BEFORE_SHORT, /* over the threshold, at most the short abandon */
	CS_WHICH_OVER,	       /* over both */
	CS_WHICH_NULL,	       /* not known */
	CS_WHICH_PLACES,
};

/* What a formula says of a row. */
enum cs_which_says { CS_WHICH_OUT, CS_WHICH_COUNTED, CS_WHICH_IN_TIME };

struct cs_which_end {
	uint8_t says[CS_WHICH_PLACES]; /* enum cs_which_says */
	bool by_t, by_short;	       /* it depends on the threshold, on the short abandon */
};

struct cs_which_form {
	const struct cs_metric *entry;
	bool has_short;
	struct cs_which_end *end;
};

/*
 * All entries sl_NAME with a threshold t that read no columns but disposition and wait_s, in the
 * order of the dictionary; *n of them. end: the values of disposition, decoded; p NULL is NULL.
 * Lives in the arena; NULL with *e: no memory for it but that, or a bug.
 */
struct cs_which_form *cs_which_forms(
    struct cs_arena *a, const struct cs_str *end, size_t nend, size_t *n, struct cs_err *e);

#endif
