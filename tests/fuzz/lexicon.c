/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lexicon files of any bytes: refused with a message, or loaded and able to find their terms. */
#include "text/lexicon.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
use(struct cs_lexicon *l, struct cs_str text)
{
	struct cs_tokens t = {0};
	struct cs_hits h = {0};

	cs_tokens_scan(&t, &l->emoticons, text);
	cs_lexicon_look(l, &t);
	cs_lexicon_hits(l, &t, &h);
	for (size_t i = 0; i < h.n; i++) {
		check(h.hit[i].tok + h.hit[i].ntok <= t.n && h.hit[i].ntok != 0);
		check(h.hit[i].cue == cs_lexicon_term(l, h.hit[i].term)->cue);
	}
	cs_hits_finish(&h);
	cs_tokens_finish(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int (*const load[])(struct cs_lexicon *, const char *, struct cs_str,
	    struct cs_err *) = {cs_lexicon_tables, cs_lexicon_tsv};
	struct cs_str text = cs_str((const char *)data, size);

	for (int i = 0; i < 2; i++) {
		struct cs_lexicon l;
		struct cs_err e = CS_ERR_INIT;
		int got;

		cs_lexicon_init(&l);
		got = load[i](&l, "f", text, &e);
		check((got == 0) == (e.status == 0) && (got == 0 || e.msg[0] != '\0'));
		use(&l, text);
		cs_lexicon_finish(&l);
	}
	return 0;
}
