/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Putting: everything that a name in a formula stands for goes into the tree in its place, words of
 * the vision or the dictionary and @metrics alike, until only columns are left. The inner side of
 * lists of metrics (metriclist.c).
 */
#ifndef CS_METRIC_METRICPUT_H
#define CS_METRIC_METRICPUT_H

#include "metric/dict.h"

/* One list of metrics while names are put in. */
struct cs_putting {
	struct cs_arena *a; /* of all trees */
	const struct cs_env *env;
	const struct cs_head *head;	   /* of env; NULL: columns are not looked for */
	const struct cs_metric_env *names; /* words before the dictionary's; NULL: none */
	const struct cs_metric *made;	   /* the metrics of the list before this one: @NAME */
	size_t nmade;
	int nested;	      /* names within names, now */
	bool changed;	      /* something was put in */
	struct cs_metric *of; /* the metric that is told its words; NULL: none */
	struct cs_err *e;
};

/* The dictionary's metric that a name or a call means, its texts filled; 1, 0: none, -1: *e. */
int cs_put_entry(struct cs_putting *p, const struct cs_ast *x, struct cs_metric *m);

/* The error that x is no metric, with the nearest name: -1. */
int cs_put_unknown(struct cs_putting *p, const struct cs_ast *x);

/* Sets tree and expanded from x. The tree is that of the canonical text where something was put
 * in, so that messages show what was compiled. -1 with *e. */
int cs_put_all(struct cs_putting *p, struct cs_metric *m, struct cs_ast *x);

#endif
