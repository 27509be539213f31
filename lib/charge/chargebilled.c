/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What modes about billed months have in common, and --postings: see chargebilled.h. */
#include "charge/chargebilled.h"

int
cs_chargebilled_bind(struct cs_charge *c, struct cs_chargebilled *b, struct cs_err *e)
{
	if (cs_postings_bind(c, b->level, e) != 0)
		return -1;
	return c->nclosed != 0 ? cs_closing_read(&b->closing, c->arena, c->closed, c->nclosed, e)
			       : 0;
}

/* The local day that an instant begins, for the ends of the period. */
static int64_t
day_of(const struct cs_charge *c, int64_t at)
{
	return cs_zone_day(c->zone, at);
}

int
cs_chargebilled_make(struct cs_charge *c, struct cs_chargebilled *b, struct cs_err *e)
{
	/* A period that ends in the midst of a day does not hold that day, nor one that begins
	 * there. */
	const int64_t from = c->from == CS_INSTANT_MIN ? INT64_MIN : day_of(c, c->from - 1) + 1;
	const int64_t to = c->to == CS_INSTANT_MAX ? INT64_MAX : day_of(c, c->to);

	if (b->postings.n != 0)
		return 0;
	if (cs_postings_make(&b->postings, c, b->level, e) != 0)
		return -1;
	return cs_closing_apply(&b->closing, &b->postings, c->currency, from, to, e);
}

void
cs_chargebilled_finish(struct cs_chargebilled *b)
{
	cs_closing_finish(&b->closing);
	cs_postings_finish(&b->postings);
}

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	return cs_chargebilled_bind(c, state, e);
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)c;
	(void)state;
	return cs_postings_head(h, e);
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct cs_chargebilled *b = state;

	if (cs_chargebilled_make(c, b, e) != 0)
		return -1;
	cs_postings_write(&b->postings, c->currency, out);
	return 0;
}

static void
finish(void *state)
{
	cs_chargebilled_finish(state);
}

const struct cs_charge_mode cs_chargepostings = {.name = "postings",
    .without_by = true,
    .closes = true,
    .size = sizeof(struct cs_chargebilled),
    .bind = bind,
    .head = head,
    .rows = rows,
    .finish = finish};
