/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: what one customer bought and when he made contact, in days. */
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainmoney.h"
#include "retain/retainupliftparts.h"

static int32_t
day_of(const struct cs_retain_worker *w, int64_t at)
{
	return (int32_t)cs_zone_day(w->r->zone, at);
}

static void
gather_bought(struct cs_retain_worker *w, const struct cs_life *life, struct cs_uplift_own *own)
{
	const struct cs_uplift *u = w->state;
	const size_t n = life->n[CS_FACT_PURCHASE];

	if (n > own->bought_cap)
		own->bought = cs_mem_grow(own->bought, &own->bought_cap, n, sizeof *own->bought);
	own->nbought = n;
	for (size_t i = 0; i < n; i++) {
		const struct cs_fact *f = &life->fact[CS_FACT_PURCHASE][i];
		struct cs_uplift_bought *b = &own->bought[i];
		int64_t back =
		    u->refunded >= 0 ? cs_fact_number(life, f, u->refunded) : CS_FACT_NULL;

		b->day = day_of(w, f->at);
		b->back = back != CS_FACT_NULL ? day_of(w, back) : CS_UPLIFT_NEVER;
		b->money = u->amount >= 0 ? cs_fact_number(life, f, u->amount) : 0;
		if (b->money == CS_FACT_NULL) {
			b->money = 0;
			w->count[CS_RETAIN_MODE + CS_UPLIFT_PRICELESS]++;
		}
		if (cs_retain_foreign(life, CS_FACT_PURCHASE, f, u->currency, u->money)) {
			b->money = 0;
			w->count[CS_RETAIN_MODE + CS_UPLIFT_FOREIGN]++;
		}
	}
}

/* The first row of a contact that is reported; NULL: none is. */
static const struct cs_fact *
first_reported(const struct cs_life *life, const struct cs_fact *f)
{
	while ((f->bits & CS_FACT_REPORTED) == 0) {
		if (f->next == UINT32_MAX)
			return NULL;
		f = &life->fact[CS_FACT_CONTACT][f->next];
	}
	return f;
}

static void
gather_contacts(struct cs_retain_worker *w, const struct cs_life *life, struct cs_uplift_own *own)
{
	const size_t n = life->n[CS_FACT_CONTACT];

	if (n > own->contact_cap)
		own->contact =
		    cs_mem_grow(own->contact, &own->contact_cap, n, sizeof *own->contact);
	own->ncontact = 0;
	for (size_t i = 0; i < n; i++) {
		const struct cs_fact *f = &life->fact[CS_FACT_CONTACT][i];

		if ((f->bits & CS_FACT_LEG) != 0)
			continue;
		if (cs_retain_cancels(f)) {
			w->count[CS_RETAIN_MODE + CS_UPLIFT_CANCELS]++;
			continue;
		}
		own->contact[own->ncontact++] =
		    (struct cs_uplift_contact){day_of(w, f->at), first_reported(life, f)};
	}
}

void
cs_uplift_gather(struct cs_retain_worker *w, const struct cs_life *life)
{
	struct cs_uplift_own *own = w->own;

	gather_bought(w, life, own);
	gather_contacts(w, life, own);
	own->known = own->nbought > 0 ? own->bought[0].day : CS_UPLIFT_NEVER;
	if (own->ncontact > 0 && own->contact[0].day < own->known)
		own->known = own->contact[0].day;
}

void
cs_uplift_finish(struct cs_retain_worker *w)
{
	struct cs_uplift_own *own = w->own;

	free(own->bought);
	free(own->contact);
}
