/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person/mention: the first lines of the data are identifiers, the rest is a text. Every mention is
 * where it says, behind the one before; with all of them cut out none of that kind is left; and the
 * inventory's looks at the same text read nothing beyond it.
 */
#include "person/mention.h"

#include <stdlib.h>

#include "base/buf.h"
#include "person/inventory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IDENTIFIERS = 4, MARK = '\x01' };

static void
check(bool good)
{
	if (!good)
		abort();
}

/* An identifier may be made of what stands for it. */
static bool
has_mark(const struct cs_mentions *m)
{
	bool has = false;

	for (uint32_t i = 0; i < m->text.n; i++)
		has |= cs_str_find(m->item[i].text, MARK) < m->item[i].text.n;
	return has;
}

/* The text with every mention replaced by a mark that is part of none. */
static size_t
cut(const struct cs_mentions *m, struct cs_str text, uint32_t least, struct cs_buf *out)
{
	struct cs_mention_hit hit;
	size_t at = 0, n = 0;

	for (; cs_mentions_find(m, text, at, least, &hit); at = hit.end, n++) {
		check(hit.start >= at && hit.end > hit.start && hit.end <= text.n);
		check(hit.id >= least && hit.id < m->text.n);
		cs_buf_add(out, text.p + at, hit.start - at);
		cs_buf_c(out, MARK);
	}
	cs_buf_str(out, cs_str_skip(text, at));
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1); /* its end is watched */
	struct cs_str rest, line;
	struct cs_mentions m = {0};
	struct cs_buf first = CS_BUF_INIT, second = CS_BUF_INIT;

	check(copy != NULL);
	memcpy(copy, data, size);
	rest = cs_str(copy, size);
	for (int i = 0; i < IDENTIFIERS && cs_str_split(&rest, '\n', &line); i++)
		if (line.n != 0)
			(void)cs_mentions_add(&m, line, i % 2 != 0);
	if (rest.p != NULL) {
		(void)cut(&m, rest, 0, &first);
		check(cut(&m, cs_buf_all(&first), 0, &second) == 0 || has_mark(&m));
		check(cs_mentions_is(&m, rest, (uint32_t)m.text.n) == CS_MAP_NONE);
		(void)cs_inventory_email(rest);
		(void)cs_inventory_phone(rest);
	}
	for (uint32_t i = 0; i < m.text.n; i++) {
		check(cs_mentions_is(&m, m.item[i].text, 0) != CS_MAP_NONE);
		cs_mentions_off(&m, i);
	}
	check(m.text.n == 0 || cs_mentions_is(&m, m.item[0].text, 0) == CS_MAP_NONE);
	cs_mentions_finish(&m);
	cs_buf_finish(&first);
	cs_buf_finish(&second);
	free(copy);
	return 0;
}
