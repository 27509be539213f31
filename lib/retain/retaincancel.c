/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that are the cancellation: see retaincancel.h. */
#include "retain/retaincancel.h"

#include "rec/esc.h"

int
cs_retain_cancel_bind(struct cs_retain *r, struct cs_retain_cancel *c, struct cs_err *e)
{
	const size_t n = r->ncancel;
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str *raw;

	*c = (struct cs_retain_cancel){NULL, n, -1, CS_STR("")};
	if (n == 0)
		return 0;
	c->key = cs_retain_fact_key(r, CS_FACT_CONTACT, CS_STR("reason"), e);
	if (c->key < 0) {
		cs_err_prefix(e, "--cancel-reasons");
		return -1;
	}
	raw = cs_arena_new(r->arena, n, sizeof *raw);
	for (size_t i = 0; i < n; i++) {
		cs_buf_reset(&text);
		cs_esc_add(&text, r->cancel[i]);
		raw[i] = cs_arena_str(r->arena, cs_buf_all(&text));
	}
	cs_buf_reset(&text);
	for (size_t i = 0; i < n; i++)
		cs_buf_printf(&text, "%s%.*s", i == 0 ? "" : ",", CS_STR_ARG(raw[i]));
	c->list = cs_arena_str(r->arena, cs_buf_all(&text));
	cs_buf_finish(&text);
	c->reason = raw;
	return 0;
}

/* The first row of the contact that a row is of: itself where it has no id that says so. */
static const struct cs_fact *
head_of(const struct cs_life *life, const struct cs_fact *f)
{
	const struct cs_fact *head =
	    (f->bits & CS_FACT_LEG) != 0 ? cs_life_contact(life, f->id) : NULL;

	return head != NULL ? head : f;
}

/* The next row of the same contact; NULL: none. */
static const struct cs_fact *
next_leg(const struct cs_life *life, const struct cs_fact *f)
{
	return f->next == UINT32_MAX ? NULL : &life->fact[CS_FACT_CONTACT][f->next];
}

bool
cs_retain_cancels(
    const struct cs_retain_cancel *c, const struct cs_life *life, const struct cs_fact *contact)
{
	if (c->n == 0)
		return false;
	for (const struct cs_fact *f = head_of(life, contact); f != NULL; f = next_leg(life, f)) {
		struct cs_str said =
		    cs_fact_key(life->of, CS_FACT_CONTACT, f->group, (unsigned)c->key);

		for (size_t i = 0; i < c->n; i++)
			if (cs_str_eq(said, c->reason[i]))
				return true;
	}
	return false;
}

/* Whether no row of the contact before this one is reported: contacts are counted, not legs. */
static bool
first_reported(const struct cs_life *life, const struct cs_fact *row)
{
	const struct cs_fact *f = head_of(life, row);

	for (; f != NULL && f != row; f = next_leg(life, f))
		if ((f->bits & CS_FACT_REPORTED) != 0)
			return false;
	return true;
}

const struct cs_life *
cs_retain_cancel_skip(const struct cs_retain_cancel *c, const struct cs_life *life,
    struct cs_life *rest, uint64_t *skipped)
{
	const struct cs_fact *first;

	*skipped = 0;
	if (c->n == 0)
		return life;
	*rest = *life;
	while ((first = cs_life_first(rest, CS_FACT_CONTACT)) != NULL &&
	       cs_retain_cancels(c, life, first)) {
		size_t gone = (size_t)(first - rest->fact[CS_FACT_CONTACT]) + 1;

		*skipped += first_reported(life, first);
		rest->fact[CS_FACT_CONTACT] += gone;
		rest->n[CS_FACT_CONTACT] -= gone;
	}
	return rest->n[CS_FACT_CONTACT] == life->n[CS_FACT_CONTACT] ? life : rest;
}
