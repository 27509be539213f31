/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner side of rank/score for units that do different kinds of work, or have members. */
#ifndef CS_RANK_SCOREMIX_H
#define CS_RANK_SCOREMIX_H

#include "rank/score.h"

/* Fits metric `at` of s, which is of a mix: fills its fit, and its part of every unit. */
void cs_score_fit_mix(
    struct cs_arena *a, const struct cs_score_metric *m, struct cs_scoring *s, size_t at);

#endif
