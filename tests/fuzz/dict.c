/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metric dictionary as a file: any text is one, or is refused with its line. */
#include "metric/dict.h"

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
	struct cs_dict d = CS_DICT_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str unknown;

	if (cs_dict_parse(&d, "d", cs_str((const char *)data, size), &e) != 0)
		check(e.status == CS_EXIT_USAGE && e.msg[0] == 'd');
	for (size_t i = 0; i < d.n; i++) {
		check(d.metric[i].name.n != 0 && cs_dict_metric(&d, d.metric[i].name) != NULL);
		check(cs_dict_fill(&b, d.metric[i].formula, &d.metric[i], &unknown));
		check(cs_dict_fill(&b, d.metric[i].sentence, &d.metric[i], &unknown));
	}
	cs_buf_finish(&b);
	cs_dict_finish(&d);
	return 0;
}
