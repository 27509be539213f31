/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) The mode --who (retain/retainwho.h), what its halves share. */
#ifndef CS_RETAIN_RETAINWHOWORK_H
#define CS_RETAIN_RETAINWHOWORK_H

#include "cell/celltable.h"
#include "retain/retaincancel.h"
#include "retain/retainwho.h"

/* The mode's own counts. */
enum {
	CS_WHO_LATE,	/* came into sight after time zero */
	CS_WHO_BEFORE,	/* gone or not followed at the landmark */
	CS_WHO_YOUNG,	/* by horizon: not over yet */
	CS_WHO_UNSEEN,	/* by horizon: lost from sight before */
	CS_WHO_SEVERAL, /* dealt with by several units */
	CS_WHO_CANCELS, /* contacts */
};

struct cs_retainwho {
	const struct cs_retainwho_ask *ask;
	/* Keys: units, of contacts; then strata. */
	struct cs_who_key {
		enum cs_fact_kind fact;
		unsigned key;
	} * key;
	size_t nkey;
	struct cs_by by;
	struct cs_head head; /* of the records that the cells are of, in thought */
	struct cs_metric_list metrics;
	struct cs_scheme scheme;
	unsigned *stayed, *revenue; /* by horizon: statistics; revenue NULL: no purchases */
	struct cs_retain_cancel cancel;
	int minutes;			/* numbers: of contacts, */
	int amount, refunded;		/* of purchases; -1: there is none */
	int currency;			/* key of purchases; -1: none */
	struct cs_str raw_money, money; /* raw and decoded; n 0: it is not known */
};

/* A worker's own. */
struct cs_who_own {
	struct cs_cells *cells; /* NULL: none yet */
	struct cs_buf text;
	uint32_t *group; /* those that count a customer */
	size_t n, cap;
};

/* Each customer: see struct cs_retain_mode. */
int cs_retainwho_look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e);

/* The groups that count a customer, into own. */
void cs_who_groups(struct cs_retain_worker *w, const struct cs_life *life,
    const struct cs_entry *in, struct cs_who_own *own);

#endif
