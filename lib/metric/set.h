/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Named sets: keys, metrics and a shape under one name, so that the report of every Monday is one
 * word. Those of the vision file come first; the others are built in (lib/data/sets).
 */
#ifndef CS_METRIC_SET_H
#define CS_METRIC_SET_H

#include "metric/vision.h"

/*
 * The set of a name, of the vision (NULL: there is none) or built in. What is read for it lives in
 * the arena. NULL with *e (2) that lists those there are.
 */
const struct cs_vision_set *cs_set_find(
    struct cs_arena *a, const struct cs_vision *vision, struct cs_str name, struct cs_err *e);

/* Appends the names of the built-in sets, each with a newline: for completion. */
void cs_set_words(struct cs_buf *out);

#endif
