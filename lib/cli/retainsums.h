/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The sums of a run of cs-retain, in memory and beyond. A mode that streams, and any whose
 * cells are all that is written, may count more than --mem holds: what a thread has counted goes to
 * a file whenever it takes more than its part, and all of it comes back as one store. Other modes
 * look at all groups at once, and what does not fit is refused.
 */
#ifndef CS_CLI_RETAINSUMS_H
#define CS_CLI_RETAINSUMS_H

#include "cli/cli.h"
#include "retain/retain.h"
#include "retain/sumspill.h"

struct cs_retainsums {
	/* Private. */
	size_t mem, most; /* bytes: of all threads, of one */
	struct cs_scratch *scratch;
	struct cs_sumspill *spill; /* NULL: it must fit */
	struct cs_sumstore store;
};

/* Before anything is counted; r gets what its mode may take. spills: see above. form is kept by
 * reference. */
void cs_retainsums_begin(struct cs_retainsums *s, struct cs_retain *r, const struct cs_cli *cli,
    const struct cs_sums_form *form, bool spills);
void cs_retainsums_finish(struct cs_retainsums *s); /* zeroed is fine */

/* Now and then, between two lives or cells: makes room if there is too little. -1 with *e: 71 it
 * does not fit; 65, 74. */
int cs_retainsums_room(struct cs_retainsums *s, struct cs_retain_worker *w, struct cs_err *e);

/* Before a worker is merged into another: what is too much for both is not left to that. */
int cs_retainsums_part(struct cs_retainsums *s, struct cs_retain_worker *to,
    struct cs_retain_worker *from, struct cs_err *e);

/* All was counted, and is in worker w or beyond: w->sums are sorted, or w->store is set. *all has
 * both. */
int cs_retainsums_end(
    struct cs_retainsums *s, struct cs_retain_worker *w, struct cs_sumstore *all, struct cs_err *e);

#endif
