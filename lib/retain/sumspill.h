/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums that outgrow the memory: they are put in order and written to a temporary file, as often as
 * need be, and when all is counted these runs are read side by side, and equal groups add up. What
 * comes of it is a store (retain/sumstore.h): the same groups in the same order, with the same
 * numbers, as if memory had been large enough.
 */
#ifndef CS_RETAIN_SUMSPILL_H
#define CS_RETAIN_SUMSPILL_H

#include "retain/sumstore.h"

struct cs_sumspill;

/* Both stay the caller's. */
struct cs_sumspill *cs_sumspill_new(const struct cs_sums_form *form, struct cs_scratch *scratch);
void cs_sumspill_free(struct cs_sumspill *s); /* NULL is fine */

/* Writes all groups of sums, and leaves none in it: groups that were found before mean nothing any
 * more. Threads may do so at once, each with sums that no other is at. -1 with *e (65: a number ran
 * over; 74). */
int cs_sumspill_add(struct cs_sumspill *s, struct cs_sums *sums, struct cs_err *e);

/* Anything was written. */
bool cs_sumspill_any(const struct cs_sumspill *s);

/* All of them as one store, which needs the scratch file for as long as it is read. To be finished
 * in any case. -1 with *e (65, 74). */
int cs_sumspill_merge(struct cs_sumspill *s, struct cs_sumstore *to, struct cs_err *e);

#endif
