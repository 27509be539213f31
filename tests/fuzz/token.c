/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens of any bytes: in order, within the field, and the same whatever was cut before. */
#include "text/token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_tokens(const struct cs_tokens *t, size_t field_n)
{
	uint32_t before = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct cs_token *k = &t->tok[i];

		check(k->from >= before && k->from < k->to && k->to <= field_n);
		check((size_t)k->at + k->n <= t->norm.n && k->n != 0);
		check(k->kind < CS_TOKEN_KINDS && k->end <= CS_END_STOP);
		check(k->term == CS_TERM_NONE);
		before = k->to;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const emoticon[] = {":)", ":-(", "<3", "o_O", "8-)", ">:(", ":'("};
	struct cs_str field = cs_str((const char *)data, size);
	struct cs_emoticons emo = {0};
	struct cs_tokens a = {0}, b = {0};

	for (size_t i = 0; i < sizeof emoticon / sizeof *emoticon; i++)
		check(cs_emoticons_add(&emo, cs_str_z(emoticon[i])));
	cs_tokens_scan(&a, &emo, field);
	check_tokens(&a, size);
	cs_tokens_scan(&b, &emo, CS_STR("something &amp; else before, with 3rd things"));
	cs_tokens_scan(&b, &emo, field);
	check(a.n == b.n);
	for (size_t i = 0; i < a.n; i++) {
		const struct cs_token *x = &a.tok[i], *y = &b.tok[i];

		check(cs_str_eq(cs_token_text(&a, x), cs_token_text(&b, y)));
		check(x->from == y->from && x->to == y->to && x->kind == y->kind &&
		      x->shape == y->shape && x->end == y->end && x->marks == y->marks &&
		      x->value == y->value);
	}
	cs_tokens_finish(&a);
	cs_tokens_finish(&b);
	cs_emoticons_finish(&emo);
	return 0;
}
