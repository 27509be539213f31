/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rules can be tested on an input, and what must be counted: see auditplan.h. */
#include "audit/auditplan.h"

#include "audit/audittests.h"
#include "base/civil.h"

struct planning {
	struct cs_audit_plan *plan;
	struct cs_arena *arena;
	const struct cs_metric_env *names;
	const struct cs_head *head;
	struct cs_buf metrics;
	size_t nmetric;
	struct cs_err *e;
};

/* What gives a column that is missing, by how its name begins. */
static const char *
remedy_of(struct cs_str column)
{
	static const struct {
		const char *begin, *remedy;
	} known[] = {
	    {"repeat_", "cs-kpi --add gives it"},
	    {"next_contact_", "cs-kpi --add gives it"},
	    {"chain_", "cs-kpi --add gives it"},
	    {"tenure_", "cs-join gives it from a roster"},
	    {"survey_", "cs-join gives it from a table of surveys"},
	    {"difficulty", "cs-join gives it from a table by reason: see EXAMPLES in cs-audit(1)"},
	    {"shift_", "cs-join gives it from schedules: see EXAMPLES in cs-audit(1)"},
	    {"own_caller", "--own says which numbers are the company's"},
	    {"target_", "--target says it, or [audit] in the vision"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (cs_str_starts(column, cs_str_z(known[i].begin)))
			return known[i].remedy;
	}
	return NULL;
}

/* The column of a note of cs_metric_parse_there, "name (no column)". */
static struct cs_str
missing_column(struct cs_arena *a, const struct cs_buf *left_out)
{
	struct cs_str no = CS_STR(" (no "), s = cs_buf_all(left_out);
	size_t at = cs_str_search(s, no);

	s = cs_str_skip(s, at + no.n);
	return cs_arena_str(a, cs_str_head(s, cs_str_find(s, ')')));
}

/* The number of a column of units, a new one if need be; -1 with the error. */
static int
add_column(struct planning *p, struct cs_str name)
{
	struct cs_audit_plan *plan = p->plan;

	for (unsigned i = 0; i < plan->ncolumn; i++) {
		if (cs_str_eq(plan->column[i], name))
			return (int)i;
	}
	if (plan->ncolumn == CS_AUDIT_COLUMNS)
		return cs_err_set(
		    p->e, CS_EXIT_USAGE, "the rules name more than %d units", CS_AUDIT_COLUMNS);
	plan->column[plan->ncolumn] = name;
	return (int)plan->ncolumn++;
}

/* The columns of units that the input has. */
static int
bind_units(struct planning *p, struct cs_audit_asked *asked)
{
	const struct cs_audit_rule *rule = asked->rule;
	struct cs_buf lacks = CS_BUF_INIT;

	for (unsigned i = 0; i < rule->nunit; i++) {
		int col = cs_head_find(p->head, rule->unit[i]), at;

		if (col < 0) {
			cs_buf_printf(&lacks, "%s%.*s", lacks.n != 0 ? ", " : "no ",
			    CS_STR_ARG(rule->unit[i]));
			continue;
		}
		at = add_column(p, p->head->col[col].name);
		if (at < 0) {
			cs_buf_finish(&lacks);
			return -1;
		}
		asked->units |= 1U << at;
	}
	asked->lacks = cs_arena_str(p->arena, cs_buf_all(&lacks));
	if (asked->units == 0)
		asked->why_not = asked->lacks;
	cs_buf_finish(&lacks);
	return 0;
}

/* Whether inputs may have it: what is neither a column of the schema nor a target is misspelt. */
static bool
known(struct cs_str column)
{
	return cs_schema_find(column) != NULL || cs_str_starts(column, CS_STR("target_")) ||
	       cs_str_eqz(column, "own_caller");
}

/* 0 for a column that inputs may have; -1 with the error, from the source. */
static int
misspelt(struct planning *p, struct cs_str column, const char *source, struct cs_err *e)
{
	cs_err_clear(e);
	if (known(column))
		return 0;
	(void)cs_head_need(p->head, column, e);
	cs_err_prefix(e, "%s", source);
	return -1;
}

/*
 * An error of a rule is one of its keys: each alone is read once more, and the first that fails
 * too says in which line, and what. Where none does (they do not go together) it is the rule's.
 */
static void
blame_key(struct planning *p, const struct cs_audit_rule *rule, const struct cs_metric_env *names)
{
	static const char *const as[CS_AUDIT_TEXTS] = {[CS_AUDIT_OF] = "share",
	    [CS_AUDIT_WHEN] = "share",
	    [CS_AUDIT_WITH] = "share",
	    [CS_AUDIT_VALUE] = "count",
	    [CS_AUDIT_AT] = "count",
	    [CS_AUDIT_WORST] = "count"};
	struct cs_env env = *names->env;
	struct cs_metric_env alone = *names;
	struct cs_err e = CS_ERR_INIT;

	alone.env = &env;
	for (int t = 0; t < CS_AUDIT_TEXTS; t++) {
		struct cs_buf list = CS_BUF_INIT, left_out = CS_BUF_INIT;
		struct cs_metric_list there;
		int r = 0;

		if (rule->text[t].p == NULL || as[t] == NULL)
			continue;
		env.source = cs_arena_printf(p->arena, "%s:%d", rule->source, rule->text_line[t]);
		cs_audit_put_metric(&list, rule, NULL);
		cs_buf_printf(&list, "%s(%.*s)", as[t], CS_STR_ARG(rule->text[t]));
		r = cs_metric_parse_there(
		    p->arena, cs_buf_all(&list), &alone, &there, &left_out, &e);
		if (left_out.n != 0)
			r = misspelt(p, missing_column(p->arena, &left_out), env.source, &e);
		cs_buf_finish(&left_out);
		cs_buf_finish(&list);
		if (r == 0)
			continue;
		if (p->e != NULL)
			*p->e = e;
		return;
	}
}

/*
 * Reads a list of metrics of a rule. 0; 1 with *column: the input does not have that; -1 with the
 * error.
 */
static int
parse_list(struct planning *p, const struct cs_audit_rule *rule, struct cs_str list,
    struct cs_metric_list *there, struct cs_str *column)
{
	struct cs_buf left_out = CS_BUF_INIT;
	struct cs_env env = *p->names->env;
	struct cs_metric_env names = *p->names;
	int r;

	env.source = cs_arena_printf(p->arena, "%s:%d", rule->source, rule->line);
	names.env = &env;
	r = cs_metric_parse_there(p->arena, list, &names, there, &left_out, p->e);
	if (left_out.n != 0) {
		*column = missing_column(p->arena, &left_out);
		cs_err_clear(p->e);
		r = rule->own && misspelt(p, *column, env.source, p->e) != 0 ? -1 : 1;
	}
	if (r < 0)
		blame_key(p, rule, &names);
	cs_buf_finish(&left_out);
	return r;
}

/* Whether the metrics of a test can be counted here; adds them to the list. */
static int
bind_metrics(struct planning *p, struct cs_audit_asked *asked)
{
	const struct cs_audit_rule *rule = asked->rule;
	struct cs_buf list = CS_BUF_INIT;
	struct cs_metric_list there;
	struct cs_str column;
	int r;

	rule->test->metrics(rule, &list);
	r = parse_list(p, rule, cs_buf_all(&list), &there, &column);
	if (r > 0) {
		asked->why_not = cs_str_z(cs_arena_printf(p->arena, "no %.*s", CS_STR_ARG(column)));
		asked->remedy = remedy_of(column);
	} else if (r == 0) {
		asked->metric = p->nmetric;
		asked->nmetric = (unsigned)there.n;
		p->nmetric += there.n;
		cs_buf_z(&p->metrics, p->metrics.n != 0 ? ", " : "");
		cs_buf_str(&p->metrics, cs_buf_all(&list));
	}
	cs_buf_finish(&list);
	return r < 0 ? -1 : 0;
}

/* What is only needed to put rows in order is looked at before anything is read, too; without its
 * columns they have none. */
static int
bind_order(struct planning *p, struct cs_audit_asked *asked)
{
	const struct cs_audit_rule *rule = asked->rule;
	struct cs_buf list = CS_BUF_INIT;
	struct cs_metric_list there;
	struct cs_str column;
	int r;

	if (rule->text[CS_AUDIT_WORST].p == NULL)
		return 0;
	cs_audit_metric_name(&list, rule, "worst");
	cs_buf_printf(&list, "=count(%.*s)", CS_STR_ARG(rule->text[CS_AUDIT_WORST]));
	r = parse_list(p, rule, cs_buf_all(&list), &there, &column);
	asked->ordered = r == 0;
	cs_buf_finish(&list);
	return r < 0 ? -1 : 0;
}

static bool
among(const struct cs_str *list, size_t n, struct cs_str name)
{
	for (size_t i = 0; i < n; i++) {
		if (cs_str_eq(list[i], name))
			return true;
	}
	return false;
}

/* Names of rules, and strata that are columns and nothing else. */
static int
check_names(const struct cs_audit_rules *rules, const struct cs_audit_ask *ask,
    const struct cs_head *head, struct cs_err *e)
{
	for (size_t i = 0; i < ask->nonly; i++) {
		if (cs_audit_rule_need(rules, ask->only[i], "--rule", e) == NULL)
			return -1;
	}
	for (size_t i = 0; i < ask->nstrata; i++) {
		struct cs_str key = ask->strata[i];

		if (cs_str_find(key, '=') == key.n && cs_str_find(key, '(') == key.n &&
		    cs_head_need(head, key, e) < 0) {
			cs_err_prefix(e, "--strata");
			return -1;
		}
		if (cs_audit_sort_of(key) != CS_AUDIT_WORK)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "--strata: %.*s says who works or how customers are asked, not what "
			    "kind of work it is",
			    CS_STR_ARG(key));
	}
	return 0;
}

static void
add_key(struct planning *p, struct cs_str key)
{
	for (size_t i = 0; i < p->plan->nkey; i++) {
		if (cs_str_eq(p->plan->key[i], key))
			return;
	}
	p->plan->key[p->plan->nkey++] = key;
}

/* A key by its canonical name, when the input has the column. */
static void
add_key_there(struct planning *p, struct cs_str name)
{
	int col = cs_head_find(p->head, name);

	if (col >= 0)
		add_key(p, p->head->col[col].name);
}

/* What kinds of work there are. */
static void
add_strata(struct planning *p, const struct cs_audit_ask *ask)
{
	static const char part[] = "part_of_day=hour(started_at) // 4";
	static const char shift[] = "shift=hour(shift_end_at)";

	for (size_t i = 0; i < ask->nstrata; i++) {
		int col = cs_head_find(p->head, ask->strata[i]);

		add_key(p, col >= 0 ? p->head->col[col].name : ask->strata[i]);
	}
	if (ask->strata != NULL)
		return;
	add_key_there(p, CS_STR("channel"));
	/* A state may begin in the morning and last to the end of the shift: its part of the day
	 * says little, and the shift all that there is to say. */
	if (cs_head_find(p->head, CS_STR("state")) >= 0 &&
	    cs_head_find(p->head, CS_STR("shift_end_at")) >= 0)
		add_key(p, cs_str_z(shift));
	else if (cs_head_find(p->head, CS_STR("started_at")) >= 0)
		add_key(p, cs_str_z(part));
	add_key_there(p, CS_STR("queue"));
}

/*
 * Keys come in the order in which groups become many: the period, the kind of work, who leads, and
 * the person last. Groups are found by pairs of keys, and but for the last pair these are then few,
 * in the cache of the processor, and no memory to speak of.
 */
static void
make_keys(struct planning *p, const struct cs_audit_ask *ask)
{
	static const enum cs_audit_sort order[] = {CS_AUDIT_FORM, CS_AUDIT_WORK, CS_AUDIT_GROUP};
	const struct cs_audit_plan *plan = p->plan;

	p->plan->key = cs_arena_new(p->arena, plan->ncolumn + ask->nstrata + 7, sizeof *plan->key);
	if (ask->period.n != 0)
		add_key(p, ask->period);
	else if (ask->period.p == NULL && ask->timed)
		add_key(p, CS_STR("month"));
	for (size_t i = 0; i < plan->n; i++) {
		if (!plan->asked[i].rule->apart || plan->asked[i].why_not.n != 0)
			continue;
		add_key_there(p, CS_STR("survey_version"));
		add_key_there(p, CS_STR("csat_scale"));
	}
	add_strata(p, ask);
	for (size_t s = 0; s < sizeof order / sizeof *order; s++) {
		for (unsigned i = 0; i < plan->ncolumn; i++) {
			if (cs_audit_sort_of(plan->column[i]) == order[s])
				add_key(p, plan->column[i]);
		}
	}
	if (plan->ncolumn != 0)
		add_key_there(p, CS_STR("agent_id"));
}

int
cs_audit_plan_make(struct cs_audit_plan *plan, struct cs_arena *a,
    const struct cs_audit_rules *rules, const struct cs_audit_ask *ask,
    const struct cs_metric_env *names, struct cs_err *e)
{
	struct planning p = {
	    .plan = plan, .arena = a, .names = names, .head = names->env->head, .e = e};
	int r = check_names(rules, ask, names->env->head, e);

	*plan = (struct cs_audit_plan){0};
	plan->asked = cs_arena_new(a, rules->n + 1, sizeof *plan->asked);
	for (size_t i = 0; i < rules->n && r == 0; i++) {
		struct cs_audit_asked *asked = &plan->asked[plan->n];
		struct cs_str name = rules->rule[i].name;

		if (ask->only != NULL && !among(ask->only, ask->nonly, name))
			continue;
		*asked = (struct cs_audit_asked){.rule = &rules->rule[i]};
		plan->n++;
		if (among(ask->off, ask->noff, name)) {
			asked->why_not = CS_STR("switched off");
			continue;
		}
		r = bind_units(&p, asked);
		if (r == 0 && asked->units != 0)
			r = bind_metrics(&p, asked);
		if (r == 0)
			r = bind_order(&p, asked);
		plan->runs += r == 0 && asked->why_not.n == 0;
	}
	if (r == 0)
		make_keys(&p, ask);
	plan->metrics = cs_arena_str(a, cs_buf_all(&p.metrics));
	cs_buf_finish(&p.metrics);
	return r;
}

struct cs_word
cs_audit_target_word(struct cs_arena *a, struct cs_str column, int64_t s)
{
	struct cs_word word = {.meaning = CS_STR("what people are held to: --target, [audit]")};

	word.name = cs_str_eqz(column, "wait_s")
			? CS_STR("sl_threshold_s")
			: cs_str_z(cs_arena_printf(a, "target_%.*s", CS_STR_ARG(column)));
	word.text = cs_str_z(cs_arena_printf(a, "%lld", (long long)s));
	return word;
}

int
cs_audit_target(struct cs_arena *a, struct cs_str text, const char *what, struct cs_word *word,
    struct cs_err *e)
{
	size_t eq = cs_str_find(text, '=');
	struct cs_str name = cs_str_trim(cs_str_head(text, eq));
	const struct cs_column *column = cs_schema_find(name);
	struct cs_duration time;

	if (eq == text.n || column == NULL || !cs_str_eqz(column->unit, "s")) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "%s: '%.*s' is not COLUMN=TIME", what, CS_STR_ARG(text));
		return cs_err_hint(e, "the column is one of seconds: handle_s=5m");
	}
	if (!cs_duration_parse(cs_str_trim(cs_str_skip(text, eq + 1)), &time) || time.months != 0 ||
	    time.s <= 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: '%.*s' is no time over 0, such as 5m",
		    what, CS_STR_ARG(cs_str_skip(text, eq + 1)));
	*word = cs_audit_target_word(a, column->name, time.s);
	return 0;
}
