/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-ingest: the files of any source as records of contacts, by a source map. */
#include <inttypes.h>
#include <unistd.h>

#include "cli/cli.h"
#include "intake/draft.h"
#include "intake/ingest.h"
#include "intake/rejects.h"

enum {
	MAP,
	SET,
	DELIMITER,
	STRICT,
	MAX_RECORD,
	REJECTS,
	MAX_REJECTS,
	PRINT_MAP,
	DRAFT_MAP,
	N_OPT,
};

enum { MOST_RECORD = 1 << 30 };

static void
map_words(struct cs_buf *out)
{
	cs_smap_names(out, "\n");
	cs_buf_c(out, '\n');
}

static const struct cs_opt options[N_OPT] = {
    [MAP] = {'m', "map", CS_OPT_FILE, "NAME|FILE",
	"how the source's columns become ours: a built-in map, or a file", .group = "Source",
	.words = map_words},
    [SET] = {0, "set", CS_OPT_SET, "NAME=VALUE",
	"a parameter or key of the map, or a column that is the same in every record"},
    [DELIMITER] = {'d', "delimiter", CS_OPT_TEXT, "CHAR",
	"between cells: one byte, or comma semicolon tab pipe colon"},
    [STRICT] = {0, "strict", CS_OPT_FLAG, NULL, "reject records with stray quotes or CRs"},
    [MAX_RECORD] = {0, "max-record", CS_OPT_SIZE, "SIZE", "longest record", .fallback = "1M"},
    [REJECTS] = {0, "rejects", CS_OPT_FILE, "FILE",
	"keep what could not be taken, with line and reason (mode 0600)", .group = "Rejects"},
    [MAX_REJECTS] = {0, "max-rejects", CS_OPT_LIMIT, "N|P%", "more than that is a failure (65)",
	.fallback = "5%"},
    [PRINT_MAP] = {0, "print-map", CS_OPT_TEXT, "NAME", "print a built-in map, and end",
	.group = "Maps", .words = map_words},
    [DRAFT_MAP] = {0, "draft-map", CS_OPT_FILE, "FILE",
	"propose a map from a file's header and first rows, and end"},
};

static const struct cs_tool tool = {
    .name = "cs-ingest",
    .what = "reads the files of a source as records of contacts",
    .synopsis = "[--map NAME|FILE] [--set NAME=VALUE ...] [option ...] [file ...]\n"
		"--print-map NAME\n"
		"--draft-map FILE [--delimiter CHAR]",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_OUTPUT | CS_WITH_PROGRESS | CS_WITH_THREADS,
    .default_threads = 1,
    .examples = "cs-ingest --map queue-log queue_log.gz | cs-kpi --by queue\n"
		"cs-ingest --map zendesk --set zone=Europe/Berlin tickets.csv >tickets.tsv\n"
		"cs-ingest --draft-map calls.csv >calls.map\n",
    .see = "cs-map(5), cs-records(5), cs-columns(5)",
};

/* The map of --map, or one that knows our own names; with --set and --delimiter applied. */
static struct cs_smap *
load_map(const struct cs_opt_value *value, struct cs_err *e)
{
	const struct cs_opt_value *map = &value[MAP];
	struct cs_smap *m;

	if (!map->set)
		m = cs_smap_parse("no map", CS_STR("[source]\nothers = typed\n"), e);
	else if (cs_smap_text(map->s).p != NULL || access(map->z, F_OK) != 0)
		m = cs_smap_builtin(map->s, e);
	else
		m = cs_smap_load(map->z, e);
	if (m == NULL)
		return NULL;
	for (size_t i = 0; i < value[SET].n; i += 2)
		if (cs_smap_set(m, value[SET].list[i], value[SET].list[i + 1], e) != 0)
			goto fail;
	if (value[DELIMITER].set && cs_smap_delimiter(value[DELIMITER].s, &m->delim, e) != 0)
		goto fail;
	return m;
fail:
	cs_smap_free(m);
	return NULL;
}

/* A message for each line. */
static void
say(struct cs_buf *b, void (*message)(const char *fmt, ...))
{
	struct cs_str rest = cs_buf_all(b), line;

	while (cs_str_split(&rest, '\n', &line))
		if (line.n != 0)
			message("%.*s", CS_STR_ARG(line));
	cs_buf_reset(b);
}

/* Into the trace, and onto standard error. */
static int
account(struct cs_cli *cli, const struct cs_ingest *g, struct cs_err *e)
{
	const struct cs_tally *t = &g->tally;
	struct cs_buf b = CS_BUF_INIT;

	cli->count.read = t->read;
	cli->count.used = t->used;
	for (size_t i = 0; i < t->reason.n; i++) {
		cs_buf_reset(&b);
		cs_buf_str(&b, cs_map_key(&t->reason, (uint32_t)i));
		cs_cli_skipped(cli, cs_buf_cstr(&b), t->skipped[i]);
	}
	cs_cli_skipped(cli, "rejected", t->rejected);
	if (t->first <= t->last) {
		cs_cli_instant(cli, t->first);
		cs_cli_instant(cli, t->last);
	}
	cs_buf_reset(&b);
	cs_buf_str(&b, cs_buf_all(&g->notes));
	cs_tally_notes(t, &b);
	say(&b, cs_msg_note);
	cs_tally_rejects(t, &b);
	say(&b, cs_msg_warn);
	cs_tally_sum(t, &b);
	say(&b, cs_msg_note);
	cs_buf_finish(&b);
	return cs_tally_check(t, e);
}

static void
progress(void *arg, uint64_t rows, uint64_t bytes, uint64_t total)
{
	cs_cli_progress(arg, rows, bytes, total);
}

static int
check_limit(const struct cs_opt_value *limit, const struct cs_tally *t, struct cs_err *e)
{
	if (!cs_opt_over_limit(limit, t->rejected, t->read))
		return 0;
	(void)cs_err_set(e, CS_EXIT_DATA,
	    "%" PRIu64 " of %" PRIu64 " records rejected, over --max-rejects %.*s", t->rejected,
	    t->read, CS_STR_ARG(limit->s));
	return cs_err_hint(e, "--rejects FILE keeps them with their reasons; is it the right map?");
}

static int
ingest(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_smap *map, struct cs_err *e)
{
	const struct cs_opt_value *limit = &value[MAX_REJECTS];
	struct cs_ingest_opt opt = {.map = map,
	    .file = cli->file,
	    .nfile = cli->nfile,
	    .strict = value[STRICT].set,
	    .max_record = (size_t)value[MAX_RECORD].i,
	    .threads = cli->opt.threads,
	    .limited = !limit->percent,
	    .max_rejects = (uint64_t)limit->i,
	    .progress = cli->opt.progress ? progress : NULL,
	    .arg = cli};
	struct cs_writer file, *rejects = NULL;
	struct cs_ingest g;
	int r = cs_ingest_open(&g, &opt, e);

	cs_cli_twice(cli);
	if (r == 0 && value[REJECTS].set) {
		r = cs_rejects_open(&file, value[REJECTS].z, &opt, e);
		rejects = r == 0 ? &file : NULL;
	}
	if (r == 0)
		r = cs_cli_output(cli, e);
	if (r == 0) {
		cs_writer_head(cli->out, cs_ingest_head(&g));
		r = cs_ingest_run(&g, cli->out, rejects, e);
		if (account(cli, &g, e) != 0 || (r == 0 && check_limit(limit, &g.tally, e) != 0))
			r = -1;
	}
	if (rejects != NULL && cs_rejects_close(rejects, e) != 0)
		r = -1;
	cs_ingest_close(&g);
	return r;
}

/* --print-map and --draft-map. */
static int
print_map(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_buf text = CS_BUF_INIT;
	char delim = '\0';
	int r;

	if (cli->nfile != 0 || value[PRINT_MAP].set == value[DRAFT_MAP].set)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--print-map and --draft-map stand alone, and read no other file");
	if (value[DELIMITER].set && cs_smap_delimiter(value[DELIMITER].s, &delim, e) != 0)
		return -1;
	if (value[PRINT_MAP].set)
		r = cs_smap_print(&text, value[PRINT_MAP].s, e);
	else
		r = cs_draft_map(&text, value[DRAFT_MAP].z, delim, e);
	if (r == 0)
		r = cs_cli_output(cli, e);
	if (r == 0)
		r = cs_cli_put(cli, cs_buf_all(&text), e);
	cs_buf_finish(&text);
	return r;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_smap *map;
	int r;

	if (value[PRINT_MAP].set || value[DRAFT_MAP].set)
		return print_map(cli, value, e);
	if (value[MAX_RECORD].i > MOST_RECORD)
		return cs_err_set(e, CS_EXIT_USAGE, "--max-record: at most 1G");
	if (value[REJECTS].set && cli->opt.output != NULL &&
	    strcmp(value[REJECTS].z, cli->opt.output) == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "--rejects and -o name the same file");
	map = load_map(value, e);
	if (map == NULL)
		return -1;
	cs_cli_dictionary(cli, map->text);
	cs_cli_fact(cli, "map", cs_str_z(map->source));
	r = ingest(cli, value, map, e);
	cs_smap_free(map);
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
