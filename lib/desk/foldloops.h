/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of desk/fold.h over rows, one for each kind of statistic; for fold.c alone. */
#ifndef CS_DESK_FOLDLOOPS_H
#define CS_DESK_FOLDLOOPS_H

#include "desk/fold.h"

/* Adds the rows that passed to statistic acc. -1 with *e (65): a value is too large. */
int cs_fold_loop(struct cs_fold *f, unsigned acc, const struct cs_passed *rows,
    const struct cs_batch *b, struct cs_err *e);

#endif
