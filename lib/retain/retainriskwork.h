/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What the halves of --at-risk share: learning, and telling. */
#ifndef CS_RETAIN_RETAINRISKWORK_H
#define CS_RETAIN_RETAINRISKWORK_H

#include "retain/retainrisk.h"
#include "retain/retainrisklist.h"
#include "retain/retainrisksay.h"

struct cs_risk {
	const struct cs_retainrisk_ask *ask;
	struct cs_risk_view view;
	struct cs_str column[CS_RISK_COLUMNS];
	struct cs_risk_model model;
	int64_t base; /* the instant from which it is told */
	int steps;    /* instants before it that are learnt from */
	bool list;    /* the second time: to tell */
	bool rare;    /* the history is long enough to know an only contact */
	/* What the list would have told a horizon ago, held against what came since. */
	struct {
		int horizon; /* its index; -1: the history is too short for any */
		int64_t base;
		struct cs_risk_model model;
	} check;
};

/* What each worker has. */
struct cs_risk_own {
	struct cs_risk_cells cells, check;
	struct cs_risk_days days;
	struct cs_risk_first first[CS_RISK_LISTS];
	struct cs_risk_sums sums;
	/* Of worker 0, once they were fitted: to be finished with it. */
	struct cs_risk_model *model, *check_model;
};

/* Its own counts. */
enum { CS_RISK_NOT_THERE, CS_RISK_NOT_CHOSEN, CS_RISK_NO_RHYTHM, CS_RISK_BELOW, CS_RISK_FOREIGN };

/* His row among customers as far as it was known at t: he had joined by then; NULL: none. */
const struct cs_fact *cs_risk_who(const struct cs_life *life, int64_t t);

/* Whether he is a customer at t, so that he can leave; *stay says what became of him. */
bool cs_risk_there(const struct cs_risk *s, const struct cs_retain *r, const struct cs_risk_at *at,
    struct cs_stay *stay);

/* Whether it is he who was asked for: by what was known at the base. */
bool cs_risk_chosen(const struct cs_risk *s, const struct cs_retain *r, const struct cs_life *life);

/* Which horizon the list is held against, from the oldest instant that can be learnt from; after
 * the model's kind, factors and units are known. */
void cs_risk_check_begin(struct cs_risk *s, int64_t oldest);

/* Of the check: what was bought by then and since; and what became of who was there at the instant
 * k steps before the base: left is as in cs_risk_left_within, by horizon. */
void cs_risk_check_bought(const struct cs_risk *s, const struct cs_retain *r,
    struct cs_risk_own *own, const struct cs_life *life);
void cs_risk_check_left(const struct cs_risk *s, struct cs_risk_own *own,
    const struct cs_risk_seen *seen, int k, const int left[CS_RISK_HORIZONS]);

/* What came of it, as lines for people. */
void cs_risk_check_say(const struct cs_risk *s, const struct cs_retain *r, struct cs_buf *out);

/* Whether he bought within so many days of t. */
bool cs_risk_bought_within(
    const struct cs_retain *r, const struct cs_life *life, int64_t t, int days);

/* The first look: what became of him in the past, and after the base of a back-test. */
void cs_risk_learn_life(
    struct cs_retain_worker *w, const struct cs_risk *s, const struct cs_life *life);

/* The second: what is told of him, and whether that puts him on a list. */
void cs_risk_tell_life(
    struct cs_retain_worker *w, const struct cs_risk *s, const struct cs_life *life);

#endif
