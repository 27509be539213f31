/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that say what shape a table of metrics has, as table/shape wants it.
 */
#ifndef CS_CLI_SHAPES_H
#define CS_CLI_SHAPES_H

#include "cli/shared.h"

/*
 * Sets c->set and c->shape from what was given (v is by enum cs_shared), the set, and c->period. -1
 * with *e (2).
 */
int cs_shapes_resolve(struct cs_common *c, struct cs_arena *a,
    const struct cs_opt_value *const v[CS_SHARED_N], struct cs_err *e);

/*
 * The shape against the metrics and keys of the table (cs_render_check). Of a table with keys the
 * groups that are too small by the vision (NULL: none) are not named, where s does not say what is
 * too small. -1 with *e (2).
 */
int cs_shapes_bind(struct cs_shape *s, const struct cs_vision *vision,
    const struct cs_scheme *scheme, const struct cs_by *by, struct cs_err *e);

/* For completion: values of --sort (METRIC, -METRIC) and --top (N, 10:METRIC), each with \n. */
void cs_shapes_sort_words(struct cs_buf *out);
void cs_shapes_top_words(struct cs_buf *out);

#endif
