/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule files of any bytes: refused with a message, or loaded, and run on themselves. */
#include "text/rules.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str text = cs_str((const char *)data, size);
	struct cs_rules r = {0};
	struct cs_tokens t = {0};
	struct cs_hits h = {0};
	struct cs_tags s = {0};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_lexicon l;
	size_t without;
	int got;

	cs_lexicon_init(&l);
	got = cs_rules_load(&r, &l, "f", text, &e);
	check((got == 0) == (e.status == 0) && (got == 0 || e.msg[0] != '\0'));
	cs_tokens_scan(&t, &l.emoticons, text);
	cs_lexicon_look(&l, &t);
	cs_lexicon_hits(&l, &t, &h);
	cs_rules_tag(&r, &t, &h, &s);
	check(s.n <= r.names.n);
	for (size_t i = 1; i < s.n; i++)
		check(cs_str_cmp(r.theme[s.theme[i - 1]].name, r.theme[s.theme[i]].name) < 0);
	cs_tags_write(&s, &r, &b);
	if (got == 0)
		check(cs_rules_check(&r, &l, &b, &without) <= r.nexample);
	cs_buf_finish(&b);
	cs_tags_finish(&s);
	cs_hits_finish(&h);
	cs_tokens_finish(&t);
	cs_rules_finish(&r);
	cs_lexicon_finish(&l);
	return 0;
}
