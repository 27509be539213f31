/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/re: a byte of flags, a pattern up to the first newline, the text behind it. Matches lie in
 * the text, do not overlap, and come to an end.
 */
#include "base/re.h"

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
	struct cs_str text = cs_str((const char *)data, size), pattern = cs_str(NULL, 0);
	unsigned flags = size != 0 ? data[0] % 8 : 0;
	struct cs_err e = CS_ERR_INIT;
	struct cs_re_state *st;
	struct cs_re_all all;
	struct cs_re_hit hit, group;
	struct cs_re *re;
	size_t last = 0, n = 0;

	/* Large patterns and texts spend the time on PCRE2's own work. */
	if (size < 2 || size > 4096)
		return 0;
	text = cs_str_skip(text, 1);
	(void)cs_str_split(&text, '\n', &pattern);
	re = cs_re_create(pattern, flags, &e);
	if (re == NULL) {
		check(e.status == CS_EXIT_USAGE && e.msg[0] != '\0');
		return 0;
	}
	st = cs_re_state_create();
	all = cs_re_all(re, st, text);
	while (cs_re_next(&all, &hit) == CS_RE_MATCH) {
		check(hit.start <= hit.end && hit.end <= text.n && hit.end >= last);
		check((flags & CS_RE_NONEMPTY) == 0 || (flags & CS_RE_LITERAL) == 0 ||
		      hit.end > hit.start);
		for (unsigned g = 1; g <= cs_re_groups(re); g++)
			if (cs_re_group(st, g, &group))
				check(group.start <= group.end && group.end <= text.n);
		last = hit.end;
		check(++n <= text.n + 1);
	}
	cs_re_state_destroy(st);
	cs_re_destroy(re);
	return 0;
}
