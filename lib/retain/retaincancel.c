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
	int key;

	*c = (struct cs_retain_cancel){n, CS_STR("")};
	if (n == 0)
		return 0;
	key = cs_retain_fact_key(r, CS_FACT_CONTACT, CS_STR("reason"), e);
	if (key < 0) {
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
	if (!r->merged)
		cs_history_mark(r->history, (unsigned)key, raw, n);
	return 0;
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
	while ((first = cs_life_first(rest, CS_FACT_CONTACT)) != NULL && cs_retain_cancels(first)) {
		size_t gone = (size_t)(first - rest->fact[CS_FACT_CONTACT]) + 1;

		/* Contacts are counted, not legs. */
		*skipped += (first->bits & CS_FACT_AGAIN) == 0;
		rest->fact[CS_FACT_CONTACT] += gone;
		rest->n[CS_FACT_CONTACT] -= gone;
	}
	return rest->n[CS_FACT_CONTACT] == life->n[CS_FACT_CONTACT] ? life : rest;
}
