/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that say what shape a table of metrics has, as desk/shape wants it.
 */
#ifndef CS_CLI_SHAPES_H
#define CS_CLI_SHAPES_H

#include "cli/shared.h"

/* Sets c->shape from what was given (by enum cs_shared) and c->period. -1 with *e (2). */
int cs_shapes_resolve(struct cs_common *c, const struct cs_opt_value *const v[], struct cs_err *e);

#endif
