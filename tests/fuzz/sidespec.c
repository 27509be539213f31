/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of --side: any bytes are a whole specification, or are refused with a reason. */
#include <stdlib.h>

#include "rec/sidespec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_spec(const struct cs_side_spec *s)
{
	check(s->nkey != 0);
	for (size_t i = 0; i < s->nkey; i++)
		check(s->key[i].own.n != 0 && s->key[i].theirs.n != 0);
	for (size_t i = 0; i < s->nadd; i++)
		check(s->add[i].column.n != 0 && s->add[i].name.n != 0);
	check((s->when == CS_SIDE_ANY) == (s->at.n == 0));
	check((s->when == CS_SIDE_RANGE) == (s->to.n != 0));
	check(s->within_s == -1 || (s->within_s >= 0 && s->when >= CS_SIDE_LATEST));
	check(s->when != CS_SIDE_RANGE || s->ties == CS_SIDE_ONCE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_str text = cs_str((const char *)data, size);
	struct cs_side_spec s;
	struct cs_err e = CS_ERR_INIT;

	if (cs_side_spec_parse(&a, text, &s, &e) == 0) {
		check(s.file != NULL);
		check_spec(&s);
	} else {
		check(e.status == CS_EXIT_USAGE && e.msg[0] != '\0');
	}
	cs_err_clear(&e);
	if (cs_side_spec_words(&a, text, &s, &e) == 0)
		check_spec(&s);
	cs_arena_finish(&a);
	return 0;
}
