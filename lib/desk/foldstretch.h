/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of desk/fold.h: rows that are stretches of time, from one instant to another. Such a
 * row does not count where its started_at is but where it enters and leaves (stock), in all
 * intervals that it is in (spent), or where it meets another (overlap). So each gets groups of its
 * own: the row's keys, with the time keys of other instants. What the period leaves out (mark 2)
 * counts as well, as far as it reaches into the period.
 */
#ifndef CS_DESK_FOLDSTRETCH_H
#define CS_DESK_FOLDSTRETCH_H

#include "desk/fold.h"

void cs_fold_stretches_init(struct cs_fold *f);
void cs_fold_stretches_free(struct cs_fold *f);

/* Counts the rows of a batch whose expressions have been run; marks as cs_fold_add has them. -1
 * with *e: 65 for a stretch that is in more than a million intervals, 71 for too many rows. */
int cs_fold_stretches(
    struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Adds what cells do not have; map[group of from] = group of f. */
void cs_fold_stretches_merge(struct cs_fold *f, struct cs_fold *from, const uint32_t *map);

/* Once, at the end of the input: until when stocks are known, and the overlaps. */
void cs_fold_stretches_finish(struct cs_fold *f);

#endif
