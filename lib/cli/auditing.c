/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit from end to end: see auditing.h. */
#include "cli/auditing.h"

#include "audit/auditcontacts.h"
#include "audit/auditrows.h"
#include "base/data.h"
#include "base/lines.h"
#include "cli/again.h"
#include "cli/auditingcount.h"
#include "cli/listfile.h"
#include "rank/scorecard.h"

/* Bytes of a file of numbers. */
#define OWN_MAX ((size_t)1 << 18)

struct running {
	struct cs_cli *cli;
	const struct cs_auditing *how;
	struct cs_audit_rules rules;
	struct cs_word *word;
	size_t nword;
	struct cs_str *off;
	size_t noff;
	struct cs_audit_plan plan;
	double fdr;
};

void
cs_auditing_words(struct cs_buf *out)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_audit_rules rules = {0};

	if (cs_audit_rules_standard(&rules, &a, NULL) == 0) {
		for (size_t i = 0; i < rules.n; i++)
			cs_buf_printf(out, "%.*s\n", CS_STR_ARG(rules.rule[i].name));
	}
	cs_arena_finish(&a);
}

int
cs_auditing_print(struct cs_cli *cli, struct cs_err *e)
{
	if (cli->nfile != 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--print-rules reads no input, such as '%s'", cli->file[0]);
	return cs_cli_output(cli, e) == 0 ? cs_cli_put(cli, cs_data("audit"), e) : -1;
}

/* The words of targets: the last of the options first, then those of the vision. */
static int
read_targets(struct running *r, struct cs_err *e)
{
	const struct cs_auditing *how = r->how;
	const struct cs_vision *v = r->cli->opt.vision;
	struct cs_arena *a = &r->cli->arena;

	r->word = cs_arena_new(a, how->ntarget + (v != NULL ? v->nheld : 0) + 2, sizeof *r->word);
	for (; r->nword < how->ntarget; r->nword++) {
		if (cs_audit_target(a, how->target[how->ntarget - 1 - r->nword], "--target",
			&r->word[r->nword], e) != 0)
			return -1;
	}
	for (size_t i = 0; v != NULL && i < v->nheld; i++)
		r->word[r->nword++] = cs_audit_target_word(a, v->held[i].column, v->held[i].s);
	return 0;
}

/* The word own_caller: whether a contact came from one of the numbers of --own. */
static int
read_own(struct running *r, struct cs_err *e)
{
	struct cs_arena *a = &r->cli->arena;
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str rest, line;
	size_t n = 0;

	if (r->how->own == NULL)
		return 0;
	if (cs_lines_load(a, r->how->own, OWN_MAX, &rest, e) != 0)
		return -1;
	cs_cli_dictionary(r->cli, rest);
	while (cs_str_split(&rest, '\n', &line)) {
		line = cs_str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		cs_buf_printf(&b, "%s'", n++ == 0 ? "caller in (" : ", ");
		for (size_t i = 0; i < line.n; i++)
			cs_buf_printf(&b, "%.*s%c", line.p[i] == '\'', "'", line.p[i]);
		cs_buf_printf(&b, "'");
	}
	if (n != 0)
		cs_buf_printf(&b, ")");
	if (n != 0)
		r->word[r->nword++] = (struct cs_word){.name = CS_STR("own_caller"),
		    .text = cs_arena_str(a, cs_buf_all(&b)),
		    .meaning = CS_STR("comes from one of the company's own numbers: --own")};
	cs_buf_finish(&b);
	return n != 0
		   ? 0
		   : cs_err_set(e, CS_EXIT_USAGE, "--own: there is no number in %s", r->how->own);
}

/* Which rules the vision switches off. */
static int
read_off(struct running *r, struct cs_err *e)
{
	const struct cs_vision *v = r->cli->opt.vision;
	struct cs_arena *a = &r->cli->arena;

	r->off = cs_arena_new(a, v != NULL ? v->noff + 1 : 1, sizeof *r->off);
	for (; v != NULL && r->noff < v->noff; r->noff++) {
		const struct cs_vision_off *off = &v->off[r->noff];
		const char *what = cs_arena_printf(a, "%s:%d: off", v->source, off->line);

		if (cs_audit_rule_need(&r->rules, off->rule, what, e) == NULL)
			return -1;
		r->off[r->noff] = off->rule;
	}
	return 0;
}

/* The rules, built in and own, and what is said of them. */
static int
read_rules(struct running *r, struct cs_err *e)
{
	const struct cs_auditing *how = r->how;
	struct cs_arena *a = &r->cli->arena;

	if (cs_audit_rules_standard(&r->rules, a, e) != 0)
		return -1;
	cs_cli_dictionary(r->cli, cs_data("audit"));
	for (size_t i = 0; i < how->nrules; i++) {
		const char *path = cs_arena_printf(a, "%.*s", CS_STR_ARG(how->rules[i]));
		struct cs_str text;

		if (cs_audit_rules_load(&r->rules, a, path, &text, e) != 0)
			return -1;
		cs_cli_dictionary(r->cli, text);
	}
	if (!cs_card_part(how->fdr, &r->fdr) || r->fdr <= 0 || r->fdr > .5)
		return cs_err_set(e, CS_EXIT_USAGE, "--fdr: '%.*s' is not a part over 0 up to .5",
		    CS_STR_ARG(how->fdr));
	return read_targets(r, e) == 0 && read_own(r, e) == 0 ? read_off(r, e) : -1;
}

/* What can be run on the input, which is open. */
static int
plan(struct running *r, struct cs_err *e)
{
	const struct cs_auditing *how = r->how;
	const struct cs_head *head = cs_reader_head(r->cli->in);
	struct cs_env env = cs_cli_env(r->cli, head, "the rules");
	struct cs_metric_env names;
	struct cs_audit_ask ask = {.only = how->only,
	    .nonly = how->nonly,
	    .off = r->off,
	    .noff = r->noff,
	    .strata = how->strata,
	    .nstrata = how->nstrata,
	    .period = how->period,
	    .timed = cs_head_find(head, r->cli->opt.time) >= 0};

	if (cs_cells_head(head))
		return cs_err_set(e, CS_EXIT_USAGE, "this is a stream of cells, not of contacts");
	if (how->nstrata == 1 && cs_str_eqz(how->strata[0], "none"))
		ask.nstrata = 0;
	if (!ask.timed && !how->told_period)
		ask.period = CS_STR("");
	if (cs_census_names(r->cli, &env, &names, e) != 0)
		return -1;
	cs_census_words(r->cli, r->word, r->nword, &names);
	return cs_audit_plan_make(&r->plan, &r->cli->arena, &r->rules, &ask, &names, e);
}

static bool
same_reason(const struct cs_audit_asked *a, const struct cs_audit_asked *b)
{
	return cs_str_eq(a->why_not, b->why_not);
}

/* Which rules are not run, and why: on standard error and in the trace, a line for each reason. */
static void
say_not_run(const struct running *r)
{
	const struct cs_audit_asked *asked = r->plan.asked;
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < r->plan.n; i++) {
		bool said = asked[i].why_not.n == 0;

		for (size_t k = 0; k < i && !said; k++)
			said = same_reason(&asked[k], &asked[i]);
		if (said)
			continue;
		cs_buf_reset(&b);
		cs_buf_printf(&b, "%.*s", CS_STR_ARG(asked[i].why_not));
		if (asked[i].remedy != NULL)
			cs_buf_printf(&b, " (%s)", asked[i].remedy);
		for (size_t k = i; k < r->plan.n; k++) {
			if (same_reason(&asked[k], &asked[i]))
				cs_buf_printf(&b, "%s %.*s", k == i ? ":" : ",",
				    CS_STR_ARG(asked[k].rule->name));
		}
		cs_msg_note("not run, %s", cs_buf_cstr(&b));
		cs_cli_fact(r->cli, "not run", cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

static bool
lacks_alike(const struct cs_audit_asked *a, const struct cs_audit_asked *b)
{
	return b->why_not.n == 0 && cs_str_eq(a->lacks, b->lacks);
}

/* By which columns rules that are run look at nobody, because the input does not have them: a line
 * for each set of columns, with the rules unless it is all of them. */
static void
say_lacking(const struct running *r)
{
	const struct cs_audit_asked *asked = r->plan.asked;
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < r->plan.n; i++) {
		bool said = asked[i].why_not.n != 0 || asked[i].lacks.n == 0;
		size_t many = 0;

		for (size_t k = 0; k < i && !said; k++)
			said = lacks_alike(&asked[i], &asked[k]);
		if (said)
			continue;
		for (size_t k = i; k < r->plan.n; k++)
			many += lacks_alike(&asked[i], &asked[k]);
		cs_buf_reset(&b);
		cs_buf_printf(&b, "%.*s: not looked at by that", CS_STR_ARG(asked[i].lacks));
		for (size_t k = i; k < r->plan.n && many < r->plan.runs; k++) {
			if (lacks_alike(&asked[i], &asked[k]))
				cs_buf_printf(&b, "%s %.*s", k == i ? ":" : ",",
				    CS_STR_ARG(asked[k].rule->name));
		}
		cs_msg_note("%s", cs_buf_cstr(&b));
		cs_cli_fact(r->cli, "lacks", cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

/* What the rules that are run say, for the trace. */
static void
say_run(const struct running *r)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < r->plan.n; i++) {
		const struct cs_audit_rule *rule = r->plan.asked[i].rule;

		if (r->plan.asked[i].why_not.n != 0)
			continue;
		cs_buf_reset(&b);
		cs_buf_printf(&b, "%.*s", CS_STR_ARG(rule->name));
		for (int t = 0; t < CS_AUDIT_WORST; t++) {
			if (rule->text[t].n != 0)
				cs_buf_printf(&b, "; %s %.*s",
				    cs_audit_text_key((enum cs_audit_text)t),
				    CS_STR_ARG(rule->text[t]));
		}
		cs_cli_fact(r->cli, "rule", cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

static void
say_found(const struct running *r, const struct cs_audit_found *found)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(
	    &b, "%zu signal%s of %zu tests", found->n, found->n == 1 ? "" : "s", found->tests);
	if (found->untested != 0)
		cs_buf_printf(&b, "; %zu more had too few rows", found->untested);
	cs_msg_note("%s", cs_buf_cstr(&b));
	cs_cli_fact(r->cli, "signals", cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* Reads the files once more. -1 with *e. */
static int
read_again(struct running *r, const struct cs_select *select, struct cs_audit_contacts *c,
    struct cs_err *e)
{
	const struct cs_cli *cli = r->cli;
	struct cs_reader *in =
	    cs_reader_open(cli->file, cli->nfile, cli->opt.union_ ? (int)CS_READER_UNION : 0, e);
	struct cs_selector selector = {0};
	struct cs_batch batch = {0};
	int got = in != NULL ? 1 : -1;

	while (got > 0 && (got = cs_reader_next(in, &batch, e)) > 0) {
		if (cs_selector_run(&selector, select, &batch, e) != 0 ||
		    cs_audit_contacts_add(c, &batch, selector.mark, e) != 0)
			got = -1;
	}
	if (got == 0 && cs_reader_count(in).rows != cs_reader_count(cli->in).rows)
		got = cs_err_set(e, CS_EXIT_DATA, "the input changed while it was read");
	cs_selector_finish(&selector);
	cs_batch_finish(&batch);
	cs_reader_close(in);
	return got;
}

/* Writes the contacts behind the signals to a file of their own. */
static int
list_contacts(struct running *r, const struct cs_select *select, const struct cs_audit_found *found,
    struct cs_err *e)
{
	struct cs_cli *cli = r->cli;
	struct cs_env env = cs_cli_env(cli, cs_reader_head(cli->in), "--contacts");
	struct cs_metric_env names;
	struct cs_audit_contacts c = {0};
	struct cs_listfile list = {.path = r->how->contacts};
	int result = -1;

	if (list.path == NULL)
		return 0;
	if (cs_census_names(cli, &env, &names, e) != 0)
		return -1;
	cs_census_words(cli, r->word, r->nword, &names);
	if (cs_audit_contacts_bind(&c, &cli->arena, found, &names, r->how->most, e) == 0 &&
	    read_again(r, select, &c, e) == 0) {
		list.head = cs_arena_printf(&cli->arena, "%.*s", CS_STR_ARG(c.head.raw));
		result = cs_listfile_open(&list, e);
		if (result == 0)
			cs_audit_contacts_write(&c, &list.w);
		result = cs_listfile_close(&list, result, e);
	}
	cs_audit_contacts_finish(&c);
	return result;
}

static int
judge(struct running *r, const struct cs_select *select, struct cs_audit_count *count,
    const struct cs_audit_question *q, struct cs_err *e)
{
	struct cs_cli *cli = r->cli;
	struct cs_audit_rows rows = {
	    r->plan.column, r->plan.ncolumn, cli->count.first, cli->count.last, r->how->explain};
	struct cs_head head = CS_HEAD_INIT;
	struct cs_audit_frame frame;
	struct cs_audit_found found;
	int result = cs_audit_rows_head(&head, &rows, e);

	if (result == 0) {
		cs_audit_frame_make(&frame, &cli->arena, count, q);
		cs_audit_run(&found, &frame, q, r->fdr, cli->opt.threads);
		result = list_contacts(r, select, &found, e);
	}
	if (result == 0)
		result = cs_cli_output(cli, e);
	if (result == 0) {
		say_found(r, &found);
		cs_writer_head(cli->out, &head);
		cs_audit_rows_write(cli->out, &rows, &found);
	}
	cs_head_finish(&head);
	return result;
}

int
cs_auditing_run(struct cs_cli *cli, const struct cs_auditing *how, struct cs_err *e)
{
	struct running r = {.cli = cli, .how = how};
	struct cs_census_ask ask = {.source = "the rules", .plain = true};
	struct cs_census t = {0};
	struct cs_audit_census counted = {.of = NULL};
	struct cs_audit_question q;
	int result = -1;

	if (how->contacts != NULL && !cs_again_files(cli)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--contacts reads the input twice: name files");
		return cs_err_hint(e, "write what comes through the pipe to a file before");
	}
	if (read_rules(&r, e) != 0 || cs_cli_input(cli, e) != 0 || plan(&r, e) != 0)
		return -1;
	if (r.plan.runs == 0) {
		say_not_run(&r);
		(void)cs_err_set(e, CS_EXIT_USAGE, "none of the rules can be run on this input");
		return cs_err_hint(e, "cs-audit --list says what each is missing");
	}
	ask.metrics = r.plan.metrics;
	ask.by = r.plan.key;
	ask.nby = r.plan.nkey;
	ask.word = r.word;
	ask.nword = r.nword;
	if (cs_census_bind(&t, cli, &ask, e) == 0) {
		say_run(&r);
		say_not_run(&r);
		say_lacking(&r);
		q = (struct cs_audit_question){
		    r.plan.asked, r.plan.n, r.plan.column, r.plan.ncolumn};
		if (cs_audit_census_run(&counted, cli, &t, &q, e) == 0)
			result = judge(&r, &t.select, &counted.count, &q, e);
	}
	cs_audit_census_finish(&counted);
	cs_census_finish(&t);
	return result;
}

int
cs_auditing_list(struct cs_cli *cli, const struct cs_auditing *how, struct cs_err *e)
{
	struct running r = {.cli = cli, .how = how};
	struct cs_head head = CS_HEAD_INIT;
	int result = -1;

	if (read_rules(&r, e) == 0 && cs_cli_input(cli, e) == 0 && plan(&r, e) == 0 &&
	    cs_audit_list_head(&head, e) == 0)
		result = cs_cli_output(cli, e);
	if (result == 0) {
		cs_writer_head(cli->out, &head);
		cs_audit_list_write(cli->out, &r.plan);
	}
	cs_head_finish(&head);
	return result;
}
