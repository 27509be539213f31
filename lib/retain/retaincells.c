/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of cs-retain as records: see retaincells.h. */
#include "retain/retaincells.h"

/* One number for the layout of all that is in there. */
enum { VERSION = 1 };

enum { FIRST, LAST, ZERO_FIRST, BOUGHT_FIRST, INSTANTS };

static const struct cs_sumcells_instant instants[INSTANTS] = {
    [FIRST] = {"first", false},
    [LAST] = {"last", true},
    [ZERO_FIRST] = {"zero_first", false},
    [BOUGHT_FIRST] = {"bought_first", false},
};

static const char *const counts[CS_RETAIN_COUNTS] = {
    [CS_RETAIN_CONTACTS] = "contacts",
    [CS_RETAIN_CONTACTS_KNOWN] = "contacts_known",
    [CS_RETAIN_CUSTOMERS] = "customers",
    [CS_RETAIN_IN] = "in",
    [CS_RETAIN_NO_ZERO] = "no_zero",
    [CS_RETAIN_STAY + CS_STAY_FOLLOWED] = "followed",
    [CS_RETAIN_STAY + CS_STAY_UNKNOWN] = "unknown",
    [CS_RETAIN_STAY + CS_STAY_REVERSED] = "reversed",
    [CS_RETAIN_STAY + CS_STAY_GONE] = "gone",
    [CS_RETAIN_STAY + CS_STAY_LOST] = "lost",
    [CS_RETAIN_AHEAD] = "ahead",
    [CS_RETAIN_ROWS_TWICE] = "rows_twice",
    [CS_RETAIN_STAYS] = "stays",
    [CS_RETAIN_PURCHASE_TWICE] = "purchase_twice",
    [CS_RETAIN_PURCHASE_EARLY] = "purchase_early",
    [CS_RETAIN_ANSWER_TWICE] = "answer_twice",
    [CS_RETAIN_STRANGERS] = "strangers",
    [CS_RETAIN_LATER] = "later",
    [CS_RETAIN_MODE + 0] = "mode_0",
    [CS_RETAIN_MODE + 1] = "mode_1",
    [CS_RETAIN_MODE + 2] = "mode_2",
    [CS_RETAIN_MODE + 3] = "mode_3",
    [CS_RETAIN_MODE + 4] = "mode_4",
    [CS_RETAIN_MODE + 5] = "mode_5",
    [CS_RETAIN_MODE + 6] = "mode_6",
    [CS_RETAIN_MODE + 7] = "mode_7",
    [CS_RETAIN_MODE + 8] = "mode_8",
    [CS_RETAIN_MODE + 9] = "mode_9",
    [CS_RETAIN_MODE + 10] = "mode_10",
    [CS_RETAIN_MODE + 11] = "mode_11",
    [CS_RETAIN_MODE + 12] = "mode_12",
    [CS_RETAIN_MODE + 13] = "mode_13",
    [CS_RETAIN_MODE + 14] = "mode_14",
    [CS_RETAIN_MODE + 15] = "mode_15",
};

const struct cs_sumcells_kind cs_retaincells_kind = {
    "cs-retain", VERSION, instants, INSTANTS, counts, CS_RETAIN_COUNTS};

int
cs_retaincells_write(const struct cs_retain *r, const struct cs_retaincells_run *run,
    const struct cs_sumstore *s, struct cs_writer *out, struct cs_err *e)
{
	uint64_t count[CS_RETAIN_COUNTS];
	const struct cs_sumcells_run all = {.said = r->said,
	    .nsaid = r->nsaid,
	    .at = {[FIRST] = r->first,
		[LAST] = r->last,
		[ZERO_FIRST] = run->zero_first,
		[BOUGHT_FIRST] = r->bought_first},
	    .count = count,
	    .shards = run->shards};

	memcpy(count, r->count, sizeof count);
	return cs_sumcells_write(&cs_retaincells_kind, &all, s, out, e);
}

void
cs_retaincells_take(struct cs_sumcells *c, struct cs_retain *r, struct cs_retaincells_run *run)
{
	r->first = c->run.at[FIRST];
	r->last = c->run.at[LAST];
	r->bought_first = c->run.at[BOUGHT_FIRST];
	memcpy(r->count, c->run.count, sizeof r->count);
	run->zero_first = c->run.at[ZERO_FIRST];
	run->shards = c->run.shards;
	c->run.shards = (struct cs_shards){.n = 0};
}
