/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of desk/fold.h that collects the contacts of customers; for fold.c alone. */
#ifndef CS_DESK_FOLDVISITS_H
#define CS_DESK_FOLDVISITS_H

#include "desk/fold.h"

/* Makes f->visits ready when the scheme has statistics that follow contacts. */
void cs_fold_visits_init(struct cs_fold *f);

/* Takes the contacts of a batch whose rows were grouped and filtered. -1 with *e: 65, 74. */
int cs_fold_visits(
    struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Widens one by another. */
void cs_newest_merge(struct cs_newest *n, const struct cs_newest *from);

#endif
