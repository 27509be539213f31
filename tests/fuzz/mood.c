/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moods of any bytes: strengths within their bounds, parts that add up, places in the field. */
#include "text/mood.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static const struct cs_lexicon *
lexicon(void)
{
	static struct cs_lexicon l;
	static bool loaded;
	struct cs_err e = CS_ERR_INIT;

	if (!loaded) {
		cs_lexicon_init(&l);
		check(cs_lexicon_builtin(&l, &e) == 0);
		loaded = true;
	}
	return &l;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct cs_lexicon *l = lexicon();
	struct cs_tokens t = {0};
	struct cs_hits h = {0};
	struct cs_mood m = {0};
	struct cs_buf why = CS_BUF_INIT;
	int sum = 0, good = 0;

	cs_tokens_scan(&t, &l->emoticons, cs_str((const char *)data, size));
	cs_lexicon_look(l, &t);
	cs_lexicon_hits(l, &t, &h);
	cs_mood_judge(&m, l, &t, &h);
	check(m.pos >= 0 && m.neg >= 0 && m.pos + m.neg <= 100 && m.score == m.pos - m.neg);
	check((m.label == CS_MOOD_UNKNOWN) == (cs_mood_label_text(m.label) == NULL));
	check(m.label != CS_MOOD_UNKNOWN || (m.score == 0 && m.nwhy == 0));
	for (size_t i = 0; i < m.nwhy; i++) {
		check(m.why[i].from < m.why[i].to && m.why[i].to <= size);
		check((m.why[i].part <= 0 && m.why[i].weight <= 0) ||
		      (m.why[i].part >= 0 && m.why[i].weight >= 0));
		sum += m.why[i].part;
		good += m.why[i].part > 0 ? m.why[i].part : 0;
	}
	check(sum == m.score && good == m.pos);
	cs_mood_why(&m, l, &why);
	check(why.n < 256 * (CS_WHY_MOST + 2));
	cs_tokens_finish(&t);
	cs_hits_finish(&h);
	cs_mood_finish(&m);
	cs_buf_finish(&why);
	return 0;
}
