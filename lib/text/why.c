/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons of a mood in writing: see mood.h, cs_mood_why. */
#include <stdlib.h>

#include "text/mood.h"

void
cs_mood_decimal(struct cs_buf *out, int hundredths)
{
	int n = hundredths < 0 ? -hundredths : hundredths;

	if (hundredths < 0)
		cs_buf_c(out, '-');
	cs_buf_i64(out, n / 100);
	cs_buf_c(out, '.');
	cs_buf_c(out, (char)('0' + n / 10 % 10));
	cs_buf_c(out, (char)('0' + n % 10));
}

/* The term, with nothing in it that the list needs for itself. */
static void
add_term(struct cs_buf *out, struct cs_str text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == ' ') {
			cs_buf_c(out, '_');
		} else if (c == ';' || c == ':' || c == '@' || c == '%') {
			cs_buf_c(out, '%');
			cs_buf_c(out, hex[c >> 4]);
			cs_buf_c(out, hex[c & 15]);
		} else {
			cs_buf_c(out, c);
		}
	}
}

/* The largest unit that gives a whole number: 5400 is "90min". */
static void
add_duration(struct cs_buf *out, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} unit[] = {{7 * 86400, "w"}, {86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
	size_t i = 0;

	while (seconds % unit[i].seconds != 0)
		i++;
	cs_buf_i64(out, seconds / unit[i].seconds);
	cs_buf_z(out, unit[i].name);
}

static void
add_name(struct cs_buf *out, const struct cs_lexicon *l, const struct cs_reason *r)
{
	switch ((enum cs_mood_how)r->how) {
	case CS_HOW_WAIT:
	case CS_HOW_QUICK:
		cs_buf_z(out, r->how == CS_HOW_WAIT ? "wait_" : "quick_");
		add_duration(out, r->value);
		return;
	case CS_HOW_REPEAT:
		cs_buf_z(out, "times_");
		cs_buf_i64(out, r->value / 1000);
		return;
	case CS_HOW_RATING:
		cs_buf_z(out, "rating_");
		cs_buf_i64(out, r->value / 10);
		cs_buf_c(out, '%');
		cs_buf_z(out, "25");
		return;
	case CS_HOW_NOT:
		cs_buf_z(out, "not_");
		break;
	case CS_HOW_UNMET:
		cs_buf_z(out, "unmet_");
		break;
	case CS_HOW_IRONY:
		cs_buf_z(out, "irony_");
		break;
	case CS_HOW_WORD:
		break;
	}
	add_term(out, cs_lexicon_term(l, r->term)->text);
}

static void
add_others(struct cs_buf *out, int part)
{
	if (part == 0)
		return;
	cs_buf_z(out, ";others:");
	cs_mood_decimal(out, part);
	cs_buf_z(out, "@0-0");
}

static int
strength(const struct cs_reason *r)
{
	return abs(r->part);
}

/* The strength that a reason must reach to be among the CS_WHY_MOST; *ties: how many may equal it.
 */
static int
threshold(const struct cs_mood *m, size_t *ties)
{
	size_t count[101] = {0}, n = 0;
	int at = 101;

	for (size_t i = 0; i < m->nwhy; i++)
		count[strength(&m->why[i])]++;
	while (at > 1 && n + count[at - 1] <= CS_WHY_MOST)
		n += count[--at];
	*ties = at > 1 ? CS_WHY_MOST - n : 0;
	return at > 1 ? at - 1 : 1;
}

void
cs_mood_why(const struct cs_mood *m, const struct cs_lexicon *l, struct cs_buf *out)
{
	size_t ties = 0, begin = out->n;
	bool all = m->nwhy <= CS_WHY_MOST;
	int least = all ? 0 : threshold(m, &ties), others[2] = {0, 0};

	for (size_t i = 0; i < m->nwhy; i++) {
		const struct cs_reason *r = &m->why[i];

		if (r->part == 0)
			continue;
		if (!all && (strength(r) < least || (strength(r) == least && ties == 0))) {
			others[r->part < 0] += r->part;
			continue;
		}
		if (!all && strength(r) == least)
			ties--;
		if (out->n != begin)
			cs_buf_c(out, ';');
		add_name(out, l, r);
		cs_buf_c(out, ':');
		cs_mood_decimal(out, r->part);
		cs_buf_c(out, '@');
		cs_buf_i64(out, r->from);
		cs_buf_c(out, '-');
		cs_buf_i64(out, r->to);
	}
	add_others(out, others[0]);
	add_others(out, others[1]);
}
