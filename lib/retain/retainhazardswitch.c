/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors that switch on as time passes: see retainhazard.h. */
#include "retain/retainhazardwork.h"

int
cs_hazard_bind_switch(struct cs_retain *r, struct cs_retainhazard *s,
    const struct cs_hazard_factor *f, struct cs_err *e)
{
	if (r->history->source[CS_FACT_CONTACT].head == NULL) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--hazard %.*s is of contacts", CS_STR_ARG(f->name));
		return cs_err_hint(e, "name the files of contacts as operands");
	}
	switch (f->kind) {
	case CS_HAZARD_CONTACTED:
		if (r->zero != CS_ZERO_CONTACT)
			return 0;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--hazard contacted: everybody is, since time zero is a contact");
		return cs_err_hint(e, "--from joined begins before it");
	default:
		if (cs_retain_solved_bind(r, &s->solved, e) != 0)
			return -1;
		return f->kind == CS_HAZARD_SOLVED ? cs_retain_solved_need(&s->solved, e) : 0;
	}
}

/* The reasons of the contacts that came, one after the other: in time linear in them. */
struct reasons {
	struct cs_map seen;
	bool any;  /* one came without a reason, which is any */
	bool some; /* one came */
};

/* Whether a contact is for the same reason as one before it. */
static bool
came_before(const struct cs_retain_solved *s, const struct cs_life *life, const struct cs_fact *f,
    struct reasons *r)
{
	const size_t known = r->seen.n;
	struct cs_str reason = CS_STR("\\N");
	bool before = r->any;

	if (s->reason >= 0)
		reason = cs_fact_key(life->of, CS_FACT_CONTACT, f->group, (unsigned)s->reason);
	if (cs_str_eqz(reason, "\\N")) {
		before = r->some;
		r->any = true;
	} else {
		(void)cs_map_add(&r->seen, reason);
		before |= r->seen.n == known;
	}
	r->some = true;
	return before;
}

int64_t
cs_hazard_switch(const struct cs_retainhazard *s, const struct cs_hazard_factor *f,
    const struct cs_life *life, int64_t zero)
{
	const struct cs_fact *c = life->fact[CS_FACT_CONTACT];
	struct reasons reasons = {.seen = CS_MAP_INIT};
	int64_t earliest = CS_INSTANT_MAX;

	for (size_t i = 0; i < life->n[CS_FACT_CONTACT]; i++) {
		int64_t at = c[i].at;

		if (at < zero || (c[i].bits & CS_FACT_LEG) != 0 || cs_retain_cancels(&c[i]))
			continue;
		if (f->kind == CS_HAZARD_REPEAT && !came_before(&s->solved, life, &c[i], &reasons))
			continue;
		if (f->kind == CS_HAZARD_SOLVED)
			at = cs_retain_solved_at(&s->solved, life, &c[i]);
		if (at < earliest)
			earliest = at;
		if (f->kind != CS_HAZARD_SOLVED)
			break;
	}
	cs_map_finish(&reasons.seen);
	return earliest;
}
