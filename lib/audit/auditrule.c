/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of cs-audit as text: see auditrule.h. */
#include "audit/auditrule.h"

#include "audit/audit.h"
#include "base/civil.h"
#include "base/data.h"
#include "base/lines.h"
#include "base/num.h"
#include "metric/metricname.h"

enum {
	RULES_MAX = 1000,
	NAME_MAX_BYTES = 60,
	WIDTH = 10,
	WIDTH_MAX = 60,
	WEIGHT_MAX = 100,
	LEAST = 5
};

static const char data_name[] = "audit";

enum { SHOWN = 100 }; /* bytes of a name that is none, in messages */

static const char *const text_keys[CS_AUDIT_TEXTS] = {
    [CS_AUDIT_OF] = "of",
    [CS_AUDIT_WHEN] = "when",
    [CS_AUDIT_VALUE] = "value",
    [CS_AUDIT_AT] = "at",
    [CS_AUDIT_WITH] = "with",
    [CS_AUDIT_WIDTH] = "width",
    [CS_AUDIT_WORST] = "worst",
};

const char *
cs_audit_text_key(enum cs_audit_text t)
{
	return text_keys[t];
}

struct reading {
	struct cs_arena *arena;
	struct cs_audit_rules *rules;
	struct cs_audit_rule rule; /* at hand, when line > 0 */
	const char *source;
	int line;	/* of the item at hand */
	unsigned given; /* keys of the rule that were there, a bit each */
	bool own;
	bool *seen; /* by rule: said by this text */
	struct cs_err *e;
};

#define bad(r, ...)                                                                                \
	(cs_err_set_((r)->e, CS_EXIT_USAGE, __VA_ARGS__),                                          \
	    cs_err_prefix((r)->e, "%s:%d", (r)->source, (r)->line), -1)

static int
set_metric(struct reading *r, struct cs_str value)
{
	struct cs_metric entry;
	unsigned given;

	if (!cs_metric_by_name(value, &entry, &given)) {
		(void)bad(r, "there is no metric '%.*s'", CS_STR_ARG(value));
		return cs_err_hint(r->e, "cs-metrics(7) lists them: name the one that the signal "
					 "puts in doubt");
	}
	r->rule.metric = value;
	return 0;
}

static int
set_test(struct reading *r, struct cs_str value)
{
	struct cs_buf b = CS_BUF_INIT;

	r->rule.test = cs_audit_test(value);
	if (r->rule.test != NULL)
		return 0;
	for (size_t i = 0; cs_audit_tests[i] != NULL; i++)
		cs_buf_printf(&b, "%s%s", i != 0 ? ", " : "", cs_audit_tests[i]->name);
	(void)bad(r, "there is no test '%.*s'", CS_STR_ARG(value));
	(void)cs_err_hint(r->e, "tests: %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

static int
set_side(struct reading *r, struct cs_str value)
{
	if (!cs_str_eqz(value, "high") && !cs_str_eqz(value, "low"))
		return bad(r, "side is high or low, not '%.*s'", CS_STR_ARG(value));
	r->rule.side = cs_str_eqz(value, "low") ? CS_AUDIT_LOW : CS_AUDIT_HIGH;
	return 0;
}

static int
set_units(struct reading *r, struct cs_str value)
{
	struct cs_audit_rule *rule = &r->rule;
	struct cs_str rest = value, unit;

	while (cs_str_split(&rest, ',', &unit)) {
		unit = cs_str_trim(unit);
		if (unit.n == 0)
			return bad(r, "an item of units is empty");
		for (unsigned i = 0; i < rule->nunit; i++) {
			if (cs_str_eq(rule->unit[i], unit))
				return bad(r, "units: %.*s is there twice", CS_STR_ARG(unit));
		}
		if (rule->nunit == CS_AUDIT_UNITS)
			return bad(r, "more than %d units", CS_AUDIT_UNITS);
		rule->unit[rule->nunit++] = unit;
	}
	return 0;
}

static int
set_min_n(struct reading *r, struct cs_str value)
{
	if (!cs_num_i64(value, &r->rule.min_n) || r->rule.min_n < 1)
		return bad(r, "min n is a whole number over 0, not '%.*s'", CS_STR_ARG(value));
	return 0;
}

static int
set_least(struct reading *r, struct cs_str value)
{
	if (!cs_num_i64(value, &r->rule.least) || r->rule.least < 1)
		return bad(r, "least is a whole number over 0, not '%.*s'", CS_STR_ARG(value));
	return 0;
}

static int
set_effect(struct reading *r, struct cs_str value)
{
	struct cs_dec d;

	if (!cs_dec_parse(value, &d) || cs_dec_cmp(d, cs_dec_int(1)) <= 0 ||
	    cs_dec_cmp(d, cs_dec_int(1000)) > 0) {
		(void)bad(r, "effect is a ratio over 1, not '%.*s'", CS_STR_ARG(value));
		return cs_err_hint(r->e, "1.5: half as much again as the peers, or with "
					 "side = low two thirds of theirs");
	}
	r->rule.effect = cs_dec_double(d);
	return 0;
}

static int
set_weight(struct reading *r, struct cs_str value)
{
	struct cs_dec d;

	if (!cs_dec_parse(value, &d) || cs_dec_cmp(d, cs_dec_int(0)) <= 0 ||
	    cs_dec_cmp(d, cs_dec_int(WEIGHT_MAX)) > 0)
		return bad(r, "weight is a number over 0 up to %d, not '%.*s'", WEIGHT_MAX,
		    CS_STR_ARG(value));
	r->rule.weight = cs_dec_double(d);
	return 0;
}

static int
set_forms(struct reading *r, struct cs_str value)
{
	if (!cs_str_eqz(value, "apart") && !cs_str_eqz(value, "together"))
		return bad(r, "forms are apart or together, not '%.*s'", CS_STR_ARG(value));
	r->rule.apart = cs_str_eqz(value, "apart");
	return 0;
}

static int
set_says(struct reading *r, struct cs_str value)
{
	r->rule.says = value;
	return 0;
}

static int
set_question(struct reading *r, struct cs_str value)
{
	r->rule.question = value;
	return 0;
}

static const struct key {
	const char *name;
	int (*set)(struct reading *, struct cs_str);
	bool needed;
} keys[] = {
    {"metric", set_metric, true},
    {"test", set_test, true},
    {"side", set_side, false},
    {"units", set_units, true},
    {"min n", set_min_n, false},
    {"least", set_least, false},
    {"effect", set_effect, false},
    {"weight", set_weight, false},
    {"forms", set_forms, false},
    {"says", set_says, true},
    {"question", set_question, true},
};

enum { KEYS = sizeof keys / sizeof *keys };

/* Whether key bit i is new. The texts stand behind the other keys. */
static int
once(struct reading *r, unsigned i, const char *name, struct cs_str value)
{
	if ((r->given & 1U << i) != 0)
		return bad(r, "%s is there twice", name);
	if (value.n == 0)
		return bad(r, "%s has no value", name);
	r->given |= 1U << i;
	return 0;
}

static int
unknown_key(struct reading *r, struct cs_str key)
{
	struct cs_buf b = CS_BUF_INIT;

	for (unsigned i = 0; i < KEYS; i++)
		cs_buf_printf(&b, "%s, ", keys[i].name);
	for (unsigned i = 0; i < CS_AUDIT_TEXTS; i++)
		cs_buf_printf(&b, "%s%s", i != 0 ? ", " : "", text_keys[i]);
	(void)bad(r, "'%.*s' is no key of a rule", CS_STR_ARG(key));
	(void)cs_err_hint(r->e, "its keys: %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

static int
read_item(struct reading *r, const struct cs_line *item)
{
	struct cs_str key, value;

	if (!cs_line_pair(item, &key, &value))
		return bad(r, "'%.*s' is not key = value", CS_STR_ARG(item->text));
	value = cs_arena_str(r->arena, value);
	for (unsigned i = 0; i < KEYS; i++) {
		if (cs_str_eqz(key, keys[i].name))
			return once(r, i, keys[i].name, value) == 0 ? keys[i].set(r, value) : -1;
	}
	for (unsigned i = 0; i < CS_AUDIT_TEXTS; i++) {
		if (!cs_str_eqz(key, text_keys[i]))
			continue;
		r->rule.text[i] = value;
		r->rule.text_line[i] = r->line;
		return once(r, KEYS + i, text_keys[i], value);
	}
	return unknown_key(r, key);
}

/* A name is part of the names of metrics, and a cell. */
static bool
name_is(struct cs_str s)
{
	bool good = s.n > 0 && s.n <= NAME_MAX_BYTES && s.p[0] >= 'a' && s.p[0] <= 'z';

	for (size_t i = 0; i < s.n; i++)
		good = good && ((s.p[i] >= 'a' && s.p[i] <= 'z') ||
				   (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_');
	return good;
}

static int
begin_rule(struct reading *r, struct cs_str heading)
{
	struct cs_str word = CS_STR("rule "), name;

	name = cs_str_trim(cs_str_skip(heading, word.n));
	if (!cs_str_starts(heading, word)) {
		(void)bad(r, "[%.*s] is no section of rules", CS_STR_ARG(heading));
		return cs_err_hint(r->e, "write [rule NAME]");
	}
	if (!name_is(name)) {
		(void)bad(r, "'%.*s' is no name of a rule", CS_STR_ARG(name));
		return cs_err_hint(
		    r->e, "a to z, 0 to 9 and _, at most %d, a letter first", NAME_MAX_BYTES);
	}
	r->given = 0;
	r->rule = (struct cs_audit_rule){.name = cs_arena_str(r->arena, name),
	    .min_n = 50,
	    .least = LEAST,
	    .effect = 1.5,
	    .weight = 1,
	    .width = WIDTH,
	    .source = r->source,
	    .line = r->line,
	    .own = r->own};
	return 0;
}

static int
read_width(struct reading *r)
{
	struct cs_str text = r->rule.text[CS_AUDIT_WIDTH];
	struct cs_duration time;

	if (text.p == NULL)
		return 0;
	if (!cs_duration_parse(text, &time) || time.months != 0 || time.s < 1 || time.s > WIDTH_MAX)
		return bad(r, "width is a time of 1 to 60 seconds, such as 10s, not '%.*s'",
		    CS_STR_ARG(text));
	r->rule.width = time.s;
	return 0;
}

/* The keys that go with the test, neither more nor less. */
static int
check_texts(struct reading *r)
{
	const struct cs_audit_test *t = r->rule.test;

	for (unsigned i = 0; i < CS_AUDIT_TEXTS; i++) {
		bool said = r->rule.text[i].p != NULL;

		if (!said && (t->needs & 1U << i) != 0)
			return bad(r, "[rule %.*s] has no %s, which the test %s needs",
			    CS_STR_ARG(r->rule.name), text_keys[i], t->name);
		if (said && ((t->needs | t->takes) & 1U << i) == 0)
			return bad(r, "[rule %.*s]: the test %s has no use for %s",
			    CS_STR_ARG(r->rule.name), t->name, text_keys[i]);
	}
	return read_width(r);
}

/* Where the rule goes: in the place of its name, or behind the others. NULL with the error. */
static struct cs_audit_rule *
place(struct reading *r)
{
	struct cs_audit_rules *s = r->rules;
	struct cs_audit_rule *there = cs_audit_rule(s, r->rule.name), *larger;

	if (there != NULL && r->seen[there - s->rule]) {
		(void)bad(r, "the rule %.*s is there twice", CS_STR_ARG(r->rule.name));
		return NULL;
	}
	if (there == NULL && s->n == RULES_MAX) {
		(void)bad(r, "more than %d rules", RULES_MAX);
		return NULL;
	}
	if (there == NULL && s->n == s->cap) {
		s->cap = s->cap != 0 ? s->cap * 2 : 32;
		larger = cs_arena_new(r->arena, s->cap, sizeof *larger);
		if (s->n != 0)
			memcpy(larger, s->rule, s->n * sizeof *larger);
		s->rule = larger;
	}
	if (there == NULL)
		there = &s->rule[s->n++];
	r->seen[there - s->rule] = true;
	return there;
}

/* At the next heading, and at the end of the text. */
static int
end_rule(struct reading *r)
{
	struct cs_audit_rule *there;

	if (r->rule.line == 0)
		return 0;
	r->line = r->rule.line;
	for (unsigned i = 0; i < KEYS; i++) {
		if (keys[i].needed && (r->given & 1U << i) == 0)
			return bad(
			    r, "[rule %.*s] has no %s", CS_STR_ARG(r->rule.name), keys[i].name);
	}
	if (check_texts(r) != 0 || (there = place(r)) == NULL)
		return -1;
	*there = r->rule;
	return 0;
}

int
cs_audit_rules_parse(struct cs_audit_rules *rules, struct cs_arena *a, const char *source,
    struct cs_str text, bool own, struct cs_err *e)
{
	struct reading r = {.arena = a, .rules = rules, .own = own, .e = e};
	struct cs_lines lines;
	struct cs_line item;
	int got;

	r.source = cs_arena_printf(a, "%s", source);
	r.seen = cs_arena_new(a, RULES_MAX, sizeof *r.seen);
	cs_lines_init(&lines, a, r.source, text);
	while ((got = cs_lines_next(&lines, &item, e)) > 0) {
		if (item.heading && end_rule(&r) != 0)
			return -1;
		r.line = item.line;
		if (!item.heading && r.rule.line == 0)
			return bad(&r, "stands before the first [rule NAME]");
		if ((item.heading ? begin_rule(&r, item.section) : read_item(&r, &item)) != 0)
			return -1;
	}
	return got == 0 ? end_rule(&r) : got;
}

int
cs_audit_rules_load(struct cs_audit_rules *rules, struct cs_arena *a, const char *path,
    struct cs_str *text, struct cs_err *e)
{
	if (cs_lines_load(a, path, CS_AUDIT_RULES_MAX, text, e) != 0)
		return -1;
	return cs_audit_rules_parse(
	    rules, a, strcmp(path, "-") != 0 ? path : "stdin", *text, true, e);
}

int
cs_audit_rules_standard(struct cs_audit_rules *rules, struct cs_arena *a, struct cs_err *e)
{
	return cs_audit_rules_parse(rules, a, data_name, cs_data(data_name), false, e);
}

struct cs_audit_rule *
cs_audit_rule(const struct cs_audit_rules *rules, struct cs_str name)
{
	for (size_t i = 0; i < rules->n; i++) {
		if (cs_str_eq(rules->rule[i].name, name))
			return &rules->rule[i];
	}
	return NULL;
}

struct cs_audit_rule *
cs_audit_rule_need(
    const struct cs_audit_rules *rules, struct cs_str name, const char *what, struct cs_err *e)
{
	struct cs_audit_rule *rule = cs_audit_rule(rules, name);
	const struct cs_audit_rule *near = NULL;
	unsigned best = 4;

	if (rule != NULL)
		return rule;
	for (size_t i = 0; i < rules->n; i++) {
		unsigned d = cs_str_distance(rules->rule[i].name, name, best);

		if (d < best) {
			best = d;
			near = &rules->rule[i];
		}
	}
	(void)cs_err_set(e, CS_EXIT_USAGE, "%s: there is no rule '%.*s%s'", what,
	    CS_STR_ARG(cs_str_head(name, SHOWN)), name.n > SHOWN ? "..." : "");
	if (near != NULL)
		(void)cs_err_hint(e, "do you mean %.*s?", CS_STR_ARG(near->name));
	else
		(void)cs_err_hint(e, "cs-audit --list shows them");
	return NULL;
}
