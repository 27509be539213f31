/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-report: any metric or record stream as a report for people. */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/origin.h"
#include "view/few.h"
#include "view/report.h"

enum { MARKDOWN, HTML, CSV, JSON, CARDS, TABLE, TITLE, WIDTH, MAX_ROWS, MIN_GROUP, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [MARKDOWN] = {0, "markdown", CS_OPT_FLAG, NULL, "a Markdown table", .group = "Forms"},
    [HTML] = {0, "html", CS_OPT_FLAG, NULL, "one static page, without script, for mail and phone"},
    [CSV] = {0, "csv", CS_OPT_WORD, "en|de", "for spreadsheets; de: ; and decimal comma",
	.flags = CS_OPT_OPTIONAL, .implied = "en"},
    [JSON] = {0, "json", CS_OPT_FLAG, NULL, "an array of objects, all digits kept"},
    [CARDS] = {0, "cards", CS_OPT_FLAG, NULL, "each record a card, sentences last",
	.group = "Layout"},
    [TABLE] = {0, "table", CS_OPT_FLAG, NULL, "a table of all columns, whatever the records are"},
    [TITLE] = {0, "title", CS_OPT_TEXT, "TEXT", "heading of the report"},
    [WIDTH] = {0, "width", CS_OPT_INT, "N",
	"columns of the terminal; default: the terminal's, or 100", .min = 20, .max = 10000},
    [MAX_ROWS] = {0, "max-rows", CS_OPT_INT, "N", "refuse more rows than this",
	.fallback = "100000", .min = 1, .max = 100000000},
    [MIN_GROUP] = {0, "min-group", CS_OPT_INT, "N", "groups of fewer contacts are left out",
	.min = 2, .max = INT32_MAX},
};

static const struct cs_tool tool = {
    .name = "cs-report",
    .what = "shows metrics and records as a table for the terminal, mail, browser or spreadsheet",
    .synopsis =
	"[--markdown | --html | --csv[=de] | --json] [--cards | --table] [option ...] [file ...]",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_COLOR,
    .examples = "cs-kpi --by queue contacts.tsv | cs-report\n"
		"cs-kpi --by agent contacts.tsv | cs-report --html -o team.html\n"
		"cs-kpi --by day contacts.tsv | cs-report --csv=de >week.csv\n",
    .see = "cs-kpi(1), cs-rank(1), cs-metrics(7)",
    .text = true,
};

static unsigned
terminal_width(const struct cs_opt_value *width)
{
	enum { DEFAULT_WIDTH = 100 };
	struct winsize ws;

	if (width->set)
		return (unsigned)width->i;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 20)
		return ws.ws_col;
	return DEFAULT_WIDTH;
}

static int
check_forms(const struct cs_opt_value *value, struct cs_err *e)
{
	if (value[MARKDOWN].set + value[HTML].set + value[CSV].set + value[JSON].set > 1)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--markdown, --html, --csv and --json: one of them at a time");
	if (value[CARDS].set && value[TABLE].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--cards and --table: one of them at a time");
	if (value[CARDS].set && (value[CSV].set || value[JSON].set))
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--cards are for people: --csv and --json have rows");
	return 0;
}

static void
print(struct cs_buf *b, const struct cs_report *r, const struct cs_opt_value *value)
{
	if (value[MARKDOWN].set)
		cs_report_markdown(b, r);
	else if (value[HTML].set)
		cs_report_html(b, r);
	else if (value[CSV].set)
		cs_report_csv(b, r, value[CSV].i == 1 ? ',' : '.');
	else if (value[JSON].set)
		cs_report_json(b, r);
	else
		cs_report_terminal(b, r);
}

/* Leaves out what is of few, and says so: on standard error, and beside how numbers were made. */
static int
leave_out(struct cs_cli *cli, struct cs_table *t, int64_t least, struct cs_str **origin,
    size_t *norigin, struct cs_err *e)
{
	struct cs_table_few gone;
	struct cs_str *line;

	if (cs_table_few(t, least, &gone, e) != 0)
		return -1;
	cs_cli_skipped(cli, "--min-group", gone.rows);
	if (gone.rows + gone.numbers == 0)
		return 0;
	line = cs_arena_new(&cli->arena, *norigin + 1, sizeof *line);
	memcpy(line, *origin, *norigin * sizeof *line);
	line[*norigin] = cs_str_z(cs_arena_printf(&cli->arena,
	    "groups of fewer than %lld are left out: rows %zu, numbers in other rows %zu",
	    (long long)least, gone.rows, gone.numbers));
	cs_msg_note("--min-group: %.*s", CS_STR_ARG(line[*norigin]));
	*origin = line;
	++*norigin;
	return 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_table table = CS_TABLE_INIT;
	struct cs_report report = {.table = &table, .title = value[TITLE].s};
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str *origin = NULL;
	int r;

	report.width = terminal_width(&value[WIDTH]);
	report.color = cli->opt.color;
	report.rows = value[CARDS].set	 ? CS_REPORT_CARDS
		      : value[TABLE].set ? CS_REPORT_TABLE
					 : CS_REPORT_AUTO;
	if (check_forms(value, e) != 0 || cs_cli_input(cli, e) != 0)
		return -1;
	r = cs_table_load(&table, cli->in, (uint64_t)value[MAX_ROWS].i, e);
	if (r == 0)
		r = cs_origin(cli, &origin, &report.norigin, e);
	cli->count.read = table.nrow;
	if (r == 0 && value[MIN_GROUP].set)
		r = leave_out(cli, &table, value[MIN_GROUP].i, &origin, &report.norigin, e);
	if (r == 0)
		r = cs_cli_output(cli, e);
	if (r == 0) {
		cli->count.used = table.nrow;
		report.origin = origin;
		if (!value[CSV].set && !value[JSON].set)
			cs_table_spell(&table);
		print(&text, &report, value);
		r = cs_cli_put(cli, cs_buf_all(&text), e);
	}
	cs_buf_finish(&text);
	cs_table_finish(&table);
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
