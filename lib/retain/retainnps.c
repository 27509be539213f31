/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode nps asks of its inputs: see retainnps.h. */
#include "retain/retainnps.h"

#include "retain/retainafter.h"

enum { USUAL_DAYS = 14 /* the landmark */ };

static const char *const own_counts[] = {
    [CS_NPS_EARLY] = "asked too lately to be called silent",
    [CS_NPS_BEYOND_SCALE] = "scores outside of 0 to 10",
    [CS_NPS_LATE_ANSWER] = "answered behind the landmark: silent, but for the score",
    NULL,
};

static const char *const parts[CS_NPS_PARTS] = {
    [CS_NPS_N] = "customers",
    [CS_NPS_SCORED] = "scored",
    [CS_NPS_SENT] = "sent",
    [CS_NPS_SHOP] = "shop",
    [CS_NPS_WINDOWS] = "windows",
    [CS_NPS_BOUGHT] = "bought",
    [CS_NPS_PAIRS] = "pairs",
    [CS_NPS_ONLY_BEFORE] = "only_before",
    [CS_NPS_ONLY_AFTER] = "only_after",
    [CS_NPS_BOTH] = "both",
    [CS_NPS_REVENUE] = "revenue",
    [CS_NPS_REVENUE_SQUARES] = "revenue_squares",
    [CS_NPS_REVENUE_BEFORE] = "revenue_before",
    [CS_NPS_LEFT] = "left_days",
    [CS_NPS_CENSORED] = "censored_days",
    [CS_NPS_LATE] = "late_days",
    [CS_NPS_LEFT_MONTHS] = "left_months",
    [CS_NPS_CENSORED_MONTHS] = "censored_months",
    [CS_NPS_LATE_MONTHS] = "late_months",
};

const char *const cs_nps_class_name[CS_NPS_CLASSES] = {
    [CS_NPS_PROMOTER] = "promoter",
    [CS_NPS_PASSIVE] = "passive",
    [CS_NPS_DETRACTOR] = "detractor",
    [CS_NPS_SILENT] = "silent",
};

/* A number that an input may have; its slot, -1 without it, -2 with the error. */
static int
maybe(struct cs_retain *r, enum cs_fact_kind kind, const char *column, struct cs_err *e)
{
	int slot;

	if (!cs_retain_has(r, kind, cs_str_z(column)))
		return -1;
	slot = cs_retain_number(r, kind, cs_str_z(column), e);
	return slot >= 0 ? slot : -2;
}

static int
bind_purchases(struct cs_retain *r, struct cs_nps *s, struct cs_err *e)
{
	s->purchases = cs_retain_has(r, CS_FACT_PURCHASE, CS_STR("purchased_at"));
	s->amount = s->purchases ? maybe(r, CS_FACT_PURCHASE, "amount", e) : -1;
	s->refunded = s->purchases ? maybe(r, CS_FACT_PURCHASE, "refunded_at", e) : -1;
	s->currency = -1;
	if (s->amount == -2 || s->refunded == -2)
		return -1;
	if (s->amount < 0 || !cs_retain_has(r, CS_FACT_PURCHASE, CS_STR("currency")))
		return 0;
	s->currency = cs_retain_fact_key(r, CS_FACT_PURCHASE, CS_STR("currency"), e);
	return s->currency >= 0 ? 0 : -1;
}

static int
bind_kinds(struct cs_retain *r, struct cs_nps *s, struct cs_err *e)
{
	enum { MOST = sizeof s->kind / sizeof *s->kind };

	if (r->nstrata > MOST)
		return cs_err_set(e, CS_EXIT_USAGE, "--strata: more than %d", (int)MOST);
	for (; s->nkind < r->nstrata; s->nkind++) {
		s->kind[s->nkind] = cs_retain_fact_key(r, CS_FACT_CUSTOMER, r->strata[s->nkind], e);
		if (s->kind[s->nkind] < 0)
			return cs_err_prefix(e, "--strata"), -1;
	}
	return 0;
}

/* Sums are by the number of the horizon: cells are of these alone. */
static void
say_horizons(struct cs_retain *r)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < r->nat; i++)
		cs_buf_printf(&b, "%s%.*s", i != 0 ? "," : "", CS_STR_ARG(r->at[i].text));
	cs_retain_say_of(r, "at", cs_arena_str(r->arena, cs_buf_all(&b)));
	cs_buf_finish(&b);
}

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_nps *s = state;

	s->landmark =
	    (struct cs_horizon){.days = USUAL_DAYS, .t = USUAL_DAYS, .text = CS_STR("14d")};
	if (r->has_landmark)
		s->landmark = r->landmark;
	cs_retain_say_of(r, "silent_after", s->landmark.text);
	say_horizons(r);
	if (r->nat > CS_NPS_HORIZONS)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--at: --nps takes %d of them at most", CS_NPS_HORIZONS);
	s->key = cs_retain_key(r, "survey_kind", CS_TEXT);
	(void)cs_retain_key(r, "answer", CS_TEXT);
	(void)cs_retain_key(r, "revenue_currency", CS_TEXT);
	(void)cs_retain_key(r, "kind_of_customer", CS_TEXT);
	if (r->merged)
		return 0;
	if (!cs_retain_has(r, CS_FACT_ANSWER, CS_STR("nps"))) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--nps: no input has a column nps");
		return cs_err_hint(e, "--surveys FILE: customer_id, survey_sent_at, "
				      "survey_answered_at, nps");
	}
	if (cs_retain_before(r, e) != 0)
		return -1;
	s->score = maybe(r, CS_FACT_ANSWER, "nps", e);
	s->sent = maybe(r, CS_FACT_ANSWER, "survey_sent_at", e);
	if (s->score < 0 || s->sent == -2 || bind_purchases(r, s, e) != 0)
		return -1;
	return bind_kinds(r, s, e);
}

const struct cs_retain_mode cs_retain_nps = {
    .name = "nps",
    .without = CS_RETAIN_CANCEL | CS_RETAIN_CURRENCY,
    .needs = 1U << CS_FACT_ANSWER,
    .may = 1U << CS_FACT_CONTACT | 1U << CS_FACT_PURCHASE | 1U << CS_FACT_CUSTOMER,
    .zero = 1U << CS_FACT_ANSWER | 1U << CS_FACT_CONTACT,
    .part = parts,
    .npart = CS_NPS_PARTS,
    .windows = true,
    .own_count = own_counts,
    .size = sizeof(struct cs_nps),
    .bind = bind,
    .look = cs_nps_look,
    .head = cs_nps_head,
    .rows = cs_nps_rows,
    .say = cs_nps_say,
};
