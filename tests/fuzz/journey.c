/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of --add: any list of names has formulas that can be planned, or is refused (2). */
#include <stdint.h>
#include <stdlib.h>

#include "desk/journey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
plan(struct cs_journey *j, struct cs_arena *a, struct cs_str list, const struct cs_head *head)
{
	struct cs_env env = {.head = head, .source = "--add"};
	struct cs_metric_env names = {.env = &env};
	struct cs_err e = CS_ERR_INIT;
	struct cs_metric_list l;
	struct cs_scheme scheme;

	check(cs_metric_parse(a, list, &names, &l, &e) == 0 && l.n == j->n);
	check(cs_scheme_make(&scheme, a, &l, &env, false, &e) == 0);
	cs_journey_bind(j, &scheme);
	for (unsigned i = 0; i < j->n; i++)
		check(j->column[i].rule.window > 0 || j->column[i].rule.window_value >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct cs_str columns =
	    CS_STR_INIT("contact_id\tcustomer_id\tstarted_at\thandle_s\treason");
	struct cs_str name[CS_JOURNEY_MOST + 1], rest = cs_str((const char *)data, size);
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_head head = CS_HEAD_INIT;
	struct cs_buf formulas = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_journey_ask ask = {&head, name, 0};
	struct cs_journey j;

	check(cs_head_parse(&head, columns, &e) == 0);
	while (ask.n <= CS_JOURNEY_MOST && cs_str_split(&rest, ',', &name[ask.n]))
		ask.n++;
	if (ask.n != 0 && cs_journey_parse(&j, &a, &ask, &formulas, &e) == 0)
		plan(&j, &a, cs_buf_all(&formulas), &head);
	check(e.status == 0 || (e.status == CS_EXIT_USAGE && e.msg[0] != '\0'));
	cs_buf_finish(&formulas);
	cs_head_finish(&head);
	cs_arena_finish(&a);
	return 0;
}
