/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-tag: the mood and the themes of what customers write, as columns. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/mem.h"
#include "cli/batches.h"
#include "desk/tag.h"

enum { TEXT, LEXICON, RULES, NO_BUILTIN, CHECK_RULES, PRINT_RULES, N_OPT };

enum { FILE_MOST = 64 << 20 }; /* bytes of a lexicon or rule file */

static const char rules_name[] = "themes/service";

static const struct cs_opt options[N_OPT] = {
    [TEXT] = {0, "text", CS_OPT_TEXT, "COLUMN", "the column to read", .fallback = "comment"},
    [LEXICON] = {0, "lexicon", CS_OPT_FILE, "FILE",
	"lines of term TAB weight (-5 to 5), over the built-in ones", .flags = CS_OPT_REPEAT},
    [RULES] = {0, "rules", CS_OPT_FILE, "FILE", "theme rules, beside the built-in ones",
	.flags = CS_OPT_REPEAT, .group = "Themes"},
    [NO_BUILTIN] = {0, "no-builtin", CS_OPT_FLAG, NULL, "without the built-in theme rules"},
    [CHECK_RULES] = {0, "check-rules", CS_OPT_FLAG, NULL,
	"run the examples of the rules, and end: 1 when one fails"},
    [PRINT_RULES] = {0, "print-rules", CS_OPT_FLAG, NULL, "print the built-in rules, and end"},
};

static const struct cs_tool tool = {
    .name = "cs-tag",
    .what = "adds the mood and the themes of a text",
    .synopsis = "[--text COLUMN] [--lexicon FILE] [--rules FILE] [option ...] [file ...]\n"
		"--check-rules [--rules FILE] [--no-builtin]\n"
		"--print-rules",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_REPLACE | CS_WITH_THREADS,
    .default_threads = 1,
    .examples = "cs-ingest --map zendesk tickets.csv | cs-tag --text subject >tagged.tsv\n"
		"cs-tag comments.tsv | cs-kpi --by 'each(themes)' -m contacts,sent_negative_share\n"
		"cs-tag --check-rules --rules ours.rules\n",
    .see = "cs-records(5), cs-columns(5)",
};

/* Loads the built-in tables and the user's files over them. */
static int
load(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_lexicon *l, struct cs_rules *r,
    struct cs_err *e)
{
	struct cs_str text;

	for (const struct cs_data *d = cs_data_files; d->name != NULL; d++)
		if (strncmp(d->name, "lexicon/", 8) == 0 || strcmp(d->name, rules_name) == 0)
			cs_cli_dictionary(cli, cs_str(d->p, d->n));
	if (cs_lexicon_builtin(l, e) != 0 ||
	    (!value[NO_BUILTIN].set && cs_rules_builtin(r, l, e) != 0))
		return -1;
	for (size_t i = 0; i < value[LEXICON].n; i++) {
		const char *path = value[LEXICON].list[i].p;

		if (cs_lines_load(&cli->arena, path, FILE_MOST, &text, e) != 0 ||
		    cs_lexicon_tsv(l, path, text, e) != 0)
			return -1;
		cs_cli_dictionary(cli, text);
	}
	for (size_t i = 0; i < value[RULES].n; i++) {
		const char *path = value[RULES].list[i].p;

		if (cs_lines_load(&cli->arena, path, FILE_MOST, &text, e) != 0 ||
		    cs_rules_load(r, l, path, text, e) != 0)
			return -1;
		cs_cli_dictionary(cli, text);
	}
	return 0;
}

static void
say(struct cs_buf *b, void (*message)(const char *fmt, ...))
{
	struct cs_str rest = cs_buf_all(b), line;

	while (cs_str_split(&rest, '\n', &line))
		if (line.n != 0)
			message("%.*s", CS_STR_ARG(line));
	cs_buf_finish(b);
}

static int
check_rules(const struct cs_rules *r, const struct cs_lexicon *l)
{
	struct cs_buf failures = CS_BUF_INIT;
	size_t without, failed = cs_rules_check(r, l, &failures, &without);

	say(&failures, cs_msg_warn);
	cs_msg_note("%zu themes, %zu examples: %zu failed; themes without an example: %zu",
	    r->names.n, r->nexample, failed, without);
	return failed == 0 ? 0 : CS_EXIT_NO;
}

static int
print_rules(struct cs_cli *cli, struct cs_err *e)
{
	if (cs_cli_output(cli, e) != 0)
		return -1;
	return cs_cli_put(cli, cs_data(rules_name), e);
}

struct job {
	const struct cs_tagger *tagger;
	struct cs_tag_worker *worker;
};

static int
work(void *ctx, unsigned worker, const struct cs_batch *b, struct cs_buf *out, struct cs_err *e)
{
	struct job *j = ctx;

	(void)e;
	cs_tagger_batch(j->tagger, &j->worker[worker], b, out);
	return 0;
}

static int
merge(void *ctx, unsigned worker, struct cs_err *e)
{
	struct job *j = ctx;

	(void)e;
	cs_tag_worker_add(&j->worker[0], &j->worker[worker]);
	return 0;
}

static int
tag(struct cs_cli *cli, const struct cs_tagger *tagger, struct cs_err *e)
{
	static const struct cs_batches_plan plan = {work, NULL, merge};
	unsigned threads = cli->opt.threads;
	struct cs_buf notes = CS_BUF_INIT, warnings = CS_BUF_INIT;
	struct job j = {tagger, cs_mem_new0(threads, sizeof *j.worker)};
	int r;

	cs_writer_head(cli->out, &tagger->head);
	r = cs_batches_run(cli, &plan, &j, e);
	if (r == 0) {
		cli->count.used = j.worker[0].rows;
		cs_tag_worker_notes(&j.worker[0], tagger, &notes, &warnings);
		say(&warnings, cs_msg_warn);
		say(&notes, cs_msg_note);
	}
	for (unsigned i = 0; i < threads; i++)
		cs_tag_worker_finish(&j.worker[i]);
	free(j.worker);
	return r;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_rules rules = {0};
	struct cs_lexicon lexicon;
	struct cs_tagger tagger = {.lexicon = &lexicon, .rules = &rules};
	int r;

	if ((value[CHECK_RULES].set || value[PRINT_RULES].set) && cli->nfile != 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--check-rules and --print-rules read no files");
	if (value[PRINT_RULES].set)
		return print_rules(cli, e);
	cs_lexicon_init(&lexicon);
	r = load(cli, value, &lexicon, &rules, e);
	if (r == 0 && value[CHECK_RULES].set) {
		r = check_rules(&rules, &lexicon);
	} else if (r == 0) {
		if (cs_cli_input(cli, e) != 0 ||
		    cs_tagger_bind(&tagger, cs_reader_head(cli->in), value[TEXT].s,
			cli->opt.replace, e) != 0 ||
		    cs_cli_output(cli, e) != 0)
			r = -1;
		else
			r = tag(cli, &tagger, e);
	}
	cs_tagger_finish(&tagger);
	cs_rules_finish(&rules);
	cs_lexicon_finish(&lexicon);
	return r;
}

int
main(int argc, char **argv)
{
	struct cs_opt_value value[N_OPT];
	struct cs_cli cli;
	struct cs_err e = CS_ERR_INIT;

	cs_cli_start(&cli, &tool, argc, argv, value);
	return cs_cli_end(&cli, run(&cli, value, &e), &e);
}
