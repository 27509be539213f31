/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of rules: whatever they are, rules that keep their promises, or a message with its line. */
#include <stdint.h>
#include <stdlib.h>

#include "audit/audit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_rule(const struct cs_audit_rules *rules, struct cs_audit_rule *r)
{
	struct cs_buf b = CS_BUF_INIT;

	check(cs_audit_rule(rules, r->name) == r);
	check(r->name.n != 0 && r->metric.n != 0 && r->says.n != 0 && r->question.n != 0);
	check(r->test != NULL && r->nunit >= 1 && r->min_n >= 1 && r->effect > 1);
	for (unsigned i = 0; i < CS_AUDIT_TEXTS; i++) {
		unsigned bit = 1U << i;

		check((r->test->needs & bit) == 0 || r->text[i].n != 0);
		check(r->text[i].p == NULL || ((r->test->needs | r->test->takes) & bit) != 0);
	}
	r->test->metrics(r, &b);
	check(b.n != 0);
	r->test->rows(r, &b);
	cs_buf_finish(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_audit_rules rules = {0};
	struct cs_str text = cs_str((const char *)data, size);
	size_t standard;

	check(cs_audit_rules_standard(&rules, &a, &e) == 0);
	standard = rules.n;
	if (cs_audit_rules_parse(&rules, &a, "r", text, true, &e) != 0)
		check(e.status == CS_EXIT_USAGE && strncmp(e.msg, "r:", 2) == 0);
	check(rules.n >= standard);
	for (size_t i = 0; i < rules.n; i++)
		check_rule(&rules, &rules.rule[i]);
	cs_arena_finish(&a);
	return 0;
}
