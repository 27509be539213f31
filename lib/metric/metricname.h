/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How names of metrics become entries with parameters; the inner side of metric/metric.h.
 */
#ifndef CS_METRIC_METRICNAME_H
#define CS_METRIC_METRICNAME_H

#include "metric/metric.h"

/*
 * The entry that a name means, "sl_offered" or "sl_offered_30", with the values of the parameters
 * in place; *given: how many of them the name has. False: none.
 */
bool cs_metric_by_name(struct cs_str name, struct cs_metric *m, unsigned *given);

/* Puts the parameters into the texts of *m and the first `given` of them into its name. */
void cs_metric_fill(struct cs_arena *a, struct cs_metric *m, unsigned given);

/* The tree of a word of the dictionary, for a head. NULL with *e (2). */
struct cs_ast *cs_metric_condition(
    struct cs_arena *a, struct cs_str word, const struct cs_head *head, struct cs_err *e);

/* What a metric is called with approximate quantiles, and its sentence then, in the arena. */
#define CS_APPROX_SUFFIX "_approx"
struct cs_str cs_metric_approx_sentence(struct cs_arena *a, struct cs_str sentence);

#endif
