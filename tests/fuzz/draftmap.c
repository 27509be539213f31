/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proposal of a map for any bytes: either it is refused, or it is a map, for that very file. */
#include "intake/draft.h"
#include "intake/smap.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_draft_text text = {"f", {(const char *)data, size}, true};
	struct cs_buf out = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_smap *m;

	if (cs_draft_bytes(&out, &text, '\0', &e) == 0) {
		m = cs_smap_parse("draft", cs_buf_all(&out), &e);
		if (m == NULL) {
			fprintf(stderr, "%s\n%s", e.msg, cs_buf_cstr(&out));
			abort();
		}
		cs_smap_free(m);
	} else if (e.status == 0) {
		abort();
	}
	cs_buf_finish(&out);
	return 0;
}
