/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser of the schema table: any text is refused with a reason or is a table. */
#include "rec/schema.h"

#include <stdint.h>
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
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_err err = CS_ERR_INIT;
	size_t n;
	struct cs_column *c =
	    cs_schema_parse(&arena, "f", cs_str((const char *)data, size), &n, &err);

	check((c == NULL) == (err.status == CS_EXIT_USAGE && err.msg[0] != '\0'));
	for (size_t i = 0; c != NULL && i < n; i++)
		check(c[i].name.n != 0 && cs_type_name(c[i].type) != NULL);
	cs_arena_finish(&arena);
	return 0;
}
