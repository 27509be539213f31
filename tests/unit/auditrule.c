/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of cs-audit: what they say, what they may not say, and which take the place of others. */
#include "audit/auditrule.h"

#include "audit/audit.h"

#include "../tap.h"

static struct cs_arena arena;

static const char whole[] = "# a comment\n"
			    "[rule late]\n"
			    "metric = aht\n"
			    "test = share\n"
			    "of = handled\n"
			    "when = wait_s > 60\n"
			    "side = low\n"
			    "units = agent, leader\n"
			    "min n = 7\n"
			    "least = 3\n"
			    "effect = 1.25\n"
			    "says = one\n"
			    "\ttwo\n"
			    "question = three = four?\n";

static const char *
z(struct cs_str s)
{
	return cs_arena_printf(&arena, "%.*s", CS_STR_ARG(s));
}

static void
test_whole(void)
{
	struct cs_audit_rules rules = {0};
	struct cs_err e = CS_ERR_INIT;
	const struct cs_audit_rule *r;

	if (!ok(cs_audit_rules_parse(&rules, &arena, "r", cs_str_z(whole), true, &e) == 0,
		"a rule with every key: %s", e.msg))
		return;
	r = cs_audit_rule(&rules, CS_STR("late"));
	is_int(rules.n, 1, "one rule");
	ok(r != NULL && r->line == 2 && r->own, "where it begins, and whose it is");
	is_str(z(r->metric), "aht", "metric");
	is_str(r->test->name, "share", "test");
	is_str(z(r->text[CS_AUDIT_OF]), "handled", "of");
	is_str(z(r->text[CS_AUDIT_WHEN]), "wait_s > 60", "when");
	ok(r->text[CS_AUDIT_AT].p == NULL, "what is not said");
	ok(r->side == CS_AUDIT_LOW, "side");
	is_int(r->nunit, 2, "two units");
	is_str(z(r->unit[1]), "leader", "the second");
	is_int(r->min_n, 7, "min n");
	is_int(r->least, 3, "least");
	is_int(r->text_line[CS_AUDIT_WHEN], 6, "the line of a key");
	is_int(r->text_line[CS_AUDIT_AT], 0, "of one that is not there");
	is_near(r->effect, 1.25, 1e-15, "effect");
	is_str(z(r->says), "one two", "a line goes on");
	is_str(z(r->question), "three = four?", "a value may hold what keys end with");
}

static void
test_replaced(void)
{
	struct cs_audit_rules rules = {0};
	struct cs_err e = CS_ERR_INIT;
	size_t n;

	ok(cs_audit_rules_standard(&rules, &arena, &e) == 0, "the built-in rules: %s", e.msg);
	n = rules.n;
	ok(n > 5 && !rules.rule[0].own, "are several, and nobody's own");
	ok(cs_audit_rules_parse(&rules, &arena, "r", cs_str_z(whole), true, &e) == 0 &&
		rules.n == n + 1,
	    "one more");
	ok(cs_audit_rules_parse(&rules, &arena, "s", cs_str_z(whole), true, &e) == 0 &&
		rules.n == n + 1,
	    "another text may say it otherwise");
	is_str(cs_audit_rule(&rules, CS_STR("late"))->source, "s", "then that one counts");
	ok(cs_audit_rule_need(&rules, CS_STR("lata"), "--rule", &e) == NULL, "a name that is none");
	is_str(e.hint, "do you mean late?", "the nearest is said");
}

/* A text in which one line of the whole rule is another. */
static struct cs_str
with(const char *line, const char *instead)
{
	const char *at = strstr(whole, line);

	return cs_str_z(cs_arena_printf(
	    &arena, "%.*s%s%s", (int)(at - whole), whole, instead, at + strlen(line)));
}

static void
test_bad(void)
{
	static const struct {
		const char *line, *instead, *message;
	} bad[] = {
	    {"metric = aht\n", "", "r:2: [rule late] has no metric"},
	    {"metric = aht", "metric = ath", "r:3: there is no metric 'ath'"},
	    {"test = share", "test = shar", "r:4: there is no test 'shar'"},
	    {"when = wait_s > 60\n", "",
		"r:2: [rule late] has no when, which the test share needs"},
	    {"when = ", "at = ", "r:2: [rule late] has no when, which the test share needs"},
	    {"min n = 7", "min n = -1", "r:9: min n is a whole number over 0, not '-1'"},
	    {"min n = 7", "min n = 7.5", "r:9: min n is a whole number over 0, not '7.5'"},
	    {"effect = 1.25", "effect = 1", "r:11: effect is a ratio over 1, not '1'"},
	    {"effect = 1.25", "effect = nan", "r:11: effect is a ratio over 1, not 'nan'"},
	    {"effect = 1.25", "effect", "r:11: 'effect' is not key = value"},
	    {"side = low", "side = low\nside = low", "r:8: side is there twice"},
	    {"side = low", "side =", "r:7: side has no value"},
	    {"side = low", "forms = each", "r:7: forms are apart or together, not 'each'"},
	    {"units = agent, leader", "units = agent,,leader", "r:8: an item of units is empty"},
	    {"units = agent, leader", "units = a,b,c,d,e,f,g", "r:8: more than 6 units"},
	    {"[rule late]", "[rule]", "r:2: [rule] is no section of rules"},
	    {"[rule late]", "[rule 1st]", "r:2: '1st' is no name of a rule"},
	    {"[rule late]", "[late]", "r:2: [late] is no section of rules"},
	    {"[rule late]", "x = y\n[rule late]", "r:2: stands before the first [rule NAME]"},
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_audit_rules rules = {0};
		struct cs_err e = CS_ERR_INIT;

		(void)cs_audit_rules_parse(
		    &rules, &arena, "r", with(bad[i].line, bad[i].instead), true, &e);
		is_str(e.msg, bad[i].message, "a message with its line");
	}
}

static void
test_many(void)
{
	struct cs_audit_rules rules = {0};
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf b = CS_BUF_INIT;

	for (int i = 0; i < 1001; i++)
		cs_buf_printf(&b,
		    "[rule a%d]\nmetric=aht\ntest=share\nwhen=true\nunits=agent\n"
		    "says=a\nquestion=b\n",
		    i);
	ok(cs_audit_rules_parse(&rules, &arena, "r", cs_buf_all(&b), true, &e) != 0,
	    "there is an end to how many there may be");
	is_int(rules.n, 1000, "it is a thousand");
	is_str(e.msg, "r:7001: more than 1000 rules", "the message says where");
	cs_buf_finish(&b);
}

int
main(void)
{
	test_whole();
	test_replaced();
	test_bad();
	test_many();
	cs_arena_finish(&arena);
	return done();
}
