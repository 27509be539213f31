/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The half of a run of cs-retain that modes do not see: see retain.h. Private to cli/retaining and
 * to what counts in its folder.
 */
#ifndef CS_RETAIN_RETAINRUN_H
#define CS_RETAIN_RETAINRUN_H

#include "retain/retain.h"

/* Where a key of --by is from. */
struct cs_retain_by {
	enum cs_fact_kind kind;
	unsigned key; /* among those of the kind */
};

/*
 * Binds the items of --by: each is a column of what time zero is of, or one of customers. Before
 * the mode's bind. -1 with *e (2).
 */
int cs_retain_bind_by(struct cs_retain *r, const struct cs_str *item, size_t n, struct cs_err *e);

/* A worker, zeroed before; sums of the form are its own. */
void cs_retain_worker_init(struct cs_retain_worker *w, const struct cs_retain *r, const void *state,
    const struct cs_sums_form *form);
void cs_retain_worker_finish(struct cs_retain_worker *w);

/* Before its sums are emptied: groups that were found mean nothing any more. */
void cs_retain_worker_forget(struct cs_retain_worker *w);

/* Counts what is known of a customer, whether he enters or not; before the mode looks. */
void cs_retain_see(struct cs_retain_worker *w, const struct cs_life *life);

/* Adds counts and sums of from, and by the mode's function what is its own. -1 with *e. */
int cs_retain_worker_merge(
    struct cs_retain_worker *w, struct cs_retain_worker *from, struct cs_err *e);

/* What a count means, in words: for notes and the trace; NULL: nothing that is said. */
const char *cs_retain_count_name(const struct cs_retain *r, unsigned count);

#endif
