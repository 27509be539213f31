/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON: strings written from any bytes are JSON; any text is cut, parsed or refused. */
#include "rec/json.h"

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
	struct cs_json_stream s = {.rest = cs_str((const char *)data, size)};
	struct cs_buf list = CS_BUF_INIT;
	struct cs_str value, rest = s.rest, text;
	struct cs_json *v;
	int got;

	while ((got = cs_json_cut(&s, &value, NULL)) > 0) {
		check(value.n >= 2 && value.p >= rest.p && s.line >= 1);
		rest = s.rest;
		v = cs_json_parse(value, NULL);
		(void)cs_json_text(cs_json_at(v, 0), &text);
		cs_json_free(v);
	}
	cs_buf_c(&list, '[');
	cs_json_str(&list, cs_str((const char *)data, size));
	cs_buf_c(&list, ']');
	v = cs_json_parse(cs_buf_all(&list), NULL);
	check(v != NULL || memchr(data, 0, size) != NULL);
	cs_json_free(v);
	cs_buf_finish(&list);
	return 0;
}
