/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of metrics: any text is one that can be planned and explained, or is refused (2). */
#include <stdint.h>
#include <stdlib.h>

#include "cell/scheme.h"

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
	static const struct cs_str columns = CS_STR_INIT(
	    "contact_id\tcustomer_id\tstarted_at\twait_s\tdisposition\tcsat\tnps\tcost\tx");
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_head head = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_scheme scheme;
	struct cs_env env = {.head = &head, .source = "-m"};
	struct cs_metric_env names = {.env = &env};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_metric_list l;

	check(cs_head_parse(&head, columns, &e) == 0);
	if (cs_metric_parse(&a, cs_str((const char *)data, size), &names, &l, &e) == 0) {
		for (size_t i = 0; i < l.n; i++) {
			struct cs_metric again = l.metric[i];

			cs_metric_explain(&b, &l.metric[i], i % 2 != 0);
			check(cs_metric_restore(&a, &again, &e) == 0);
		}
		if (cs_scheme_make(&scheme, &a, &l, &env, false, &e) == 0)
			check(scheme.nacc > 0 || l.n > 0);
	}
	check(e.status == 0 || (e.status == CS_EXIT_USAGE && e.msg[0] != '\0'));
	cs_buf_finish(&b);
	cs_head_finish(&head);
	cs_arena_finish(&a);
	return 0;
}
