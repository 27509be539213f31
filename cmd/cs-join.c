/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-join: what other systems know of each record, as columns. */
#include "cli/cli.h"
#include "cli/joining.h"
#include "cli/joinsteps.h"
#include "cli/joinwho.h"
#include "cli/timeline.h"
#include "rec/sidejoin.h"

enum {
	DATED_BY,
	ROSTER,
	SIDE,
	GAPS,
	WHO,
	SURVEYS = WHO + CS_WHO_N,
	EVENTS = SURVEYS + CS_WITH_SURVEYS_N,
	ISSUES = EVENTS + CS_WITH_EVENTS_N,
	CUSTOMER = ISSUES + CS_WITH_ISSUES_N,
	TIMELINE,
	AS_RECORDS,
	INDEX,
	N_OPT
};

static const struct cs_opt options[N_OPT] = {
    [DATED_BY] = {0, "dated-by", CS_OPT_TEXT, "COLUMN",
	"the instant as of which tables are looked up", .fallback = "started_at"},
    [ROSTER] = {0, "roster", CS_OPT_FILE, "FILE",
	"leader, team, site, vendor, role and tenure of the agent, as they were then"},
    [SIDE] = {0, "side", CS_OPT_TEXT, "SPEC",
	"any table by any key: 'FILE on KEY from COLUMN to COLUMN add COLUMN,...'",
	.flags = CS_OPT_REPEAT},
    [GAPS] = {0, "gaps", CS_OPT_FILE, "FILE", "lists the records that nothing was found for"},
    [WHO + CS_WHO_IDENTITY] = {0, "identity", CS_OPT_FILE, "FILE",
	"which identifiers are one customer's: adds customer_id, match_how, account_id",
	.flags = CS_OPT_REPEAT},
    [WHO + CS_WHO_IDENTIFY] = {0, "identify", CS_OPT_COLUMNS, "COLUMN=KIND,...",
	"columns with identifiers; default: customer_id, caller, email and others"},
    [WHO + CS_WHO_COUNTRY] = {0, "country", CS_OPT_TEXT, "CODE",
	"where telephone numbers are written without calling code", .fallback = "DE"},
    [WHO + CS_WHO_MERGE] = {0, "merge", CS_OPT_COLUMNS, "KIND,...",
	"accounts that share one of these are one customer", .fallback = "email"},
    [WHO + CS_WHO_SHARED] = {0, "shared", CS_OPT_INT, "N", "an identifier of more accounts is none",
	.fallback = "5", .min = 1, .max = 100},
    [WHO + CS_WHO_CANDIDATES] = {0, "candidates", CS_OPT_FILE, "FILE",
	"lists identifiers of several customers, and who they are"},
    [WHO + CS_WHO_REPORT] = {0, "identity-report", CS_OPT_FILE, "FILE",
	"how contacts were identified, by queue and channel"},
    [WHO + CS_WHO_MIN_GROUP] = {0, "min-group", CS_OPT_INT, "N",
	"queues and channels of fewer contacts are not named", .fallback = "0"},
    [SURVEYS + CS_WITH_SURVEYS] = {0, "surveys", CS_OPT_FILE, "FILE",
	"what customers answered, by contact, or by customer and time", .flags = CS_OPT_REPEAT},
    [SURVEYS + CS_WITH_SURVEY_WINDOW] = {0, "survey-window", CS_OPT_DURATION, NULL,
	"how long after a contact a survey may be about it", .fallback = "7d"},
    [SURVEYS + CS_WITH_SURVEY_APART] = {0, "survey-apart", CS_OPT_DURATION, NULL,
	"of contacts closer than that nobody knows which is meant", .fallback = "15m"},
    [SURVEYS + CS_WITH_RATING] = {0, "rating", CS_OPT_WORD, "first|last|worst",
	"which of several surveys of a contact is shown", .fallback = "first"},
    [SURVEYS + CS_WITH_TOO_FAST] = {0, "too-fast", CS_OPT_DURATION, NULL,
	"answers that come sooner are flagged", .fallback = "5s"},
    [SURVEYS + CS_WITH_ELIGIBLE] = {0, "eligible", CS_OPT_EXPR, NULL,
	"contacts whose customers could have been asked"},
    [SURVEYS + CS_WITH_SURVEY_REPORT] = {0, "survey-report", CS_OPT_FILE, "FILE",
	"lists the surveys that are not shown, or odd"},
    [EVENTS + CS_WITH_EVENTS] = {0, "events", CS_OPT_FILE, "FILE",
	"orders, deliveries, payments, outages: the latest before", .flags = CS_OPT_REPEAT},
    [EVENTS + CS_WITH_EVENT_WINDOW] = {0, "event-window", CS_OPT_DURATION, NULL,
	"how long before a contact", .fallback = "7d"},
    [ISSUES + CS_WITH_ISSUES] = {0, "issues", CS_OPT_FLAG, NULL,
	"contacts of a customer about one thing get the same issue_id"},
    [ISSUES + CS_WITH_ISSUE_BY] = {0, "issue-by", CS_OPT_COLUMNS, "COLUMN,...",
	"ids of tickets that unite contacts; default: issue_id, if it is there"},
    [ISSUES + CS_WITH_ISSUE_LINK] = {0, "issue-link", CS_OPT_COLUMNS, "COLUMN,...",
	"ids of other contacts; default: linked_contact_id, transferred_to"},
    [ISSUES + CS_WITH_ISSUE_WINDOW] = {0, "issue-window", CS_OPT_DURATION, NULL,
	"for how long the same reason is the same issue; or by --vision", .fallback = "7d"},
    [ISSUES + CS_WITH_ISSUE_TRANSFER] = {0, "transfer-window", CS_OPT_DURATION, NULL,
	"for how long after a transfer the next contact belongs to it", .fallback = "15m"},
    [ISSUES + CS_WITH_ISSUE_CALLBACK] = {0, "callback-window", CS_OPT_DURATION, NULL,
	"for how long an outbound contact answers a callback", .fallback = "3d"},
    [CUSTOMER] = {0, "customer", CS_OPT_TEXT, "ID", "whose timeline", .flags = CS_OPT_SECRET,
	.group = "One customer"},
    [TIMELINE] = {0, "timeline", CS_OPT_FLAG, NULL,
	"everything about the customer, newest first, what is open on top", .no = "index replace"},
    [AS_RECORDS] = {'r', "records", CS_OPT_FLAG, NULL, "the timeline as records"},
    [INDEX] = {0, "index", CS_OPT_FLAG, NULL,
	"writes FILE.idx beside each file, for quick timelines", .no = "replace"},
};

static const struct cs_tool tool = {
    .name = "cs-join",
    .what = "adds to each record what other systems know of it",
    .synopsis =
	"[--dated-by COLUMN] [--roster FILE] [--identity FILE] [--side SPEC] "
	"[--surveys FILE] [--events FILE] [--issues] [--gaps FILE] [option ...] [file ...]\n"
	"--timeline --customer ID [--records] [option ...] [file | folder ...]\n"
	"--index file | folder ...",
    .opt = options,
    .nopt = N_OPT,
    .shared = CS_WITH_RECORDS | CS_WITH_REPLACE | CS_WITH_MEM | CS_WITH_THREADS | CS_WITH_VISION |
	      CS_WITH_AS_OF | CS_WITH_TZ | CS_WITH_COLOR,
    .default_threads = 2,
    .examples = "cs-join --roster roster.tsv calls.tsv | cs-kpi --by leader,vendor\n"
		"cs-join --identity ids.tsv --country DE calls.tsv | cs-kpi --by match_how\n"
		"cs-join --issues calls.tsv | cs-kpi -m legs_per_issue,fcr_issue\n"
		"cs-join --surveys surveys.tsv calls.tsv | cs-kpi --by survey_state,queue\n"
		"cs-join --timeline --customer C4711 --as-of now calls.tsv parts/\n",
    .see = "cs-records(5), cs-columns(5)",
};

/* --roster is a side table by these words, of which it need not have all columns to add. */
static const char roster_words[] =
    "on agent_id from valid_from_at to valid_to_at add leader, team, "
    "site, vendor, role, days(joined_at)=tenure_days";

static int
join_roster(struct cs_cli *cli, struct cs_join *j, const char *file, struct cs_err *e)
{
	struct cs_side_spec *s = cs_arena_new(&cli->arena, 1, sizeof *s);

	if (cs_side_spec_words(&cli->arena, cs_str_z(roster_words), s, e) != 0)
		return -1;
	s->file = file;
	s->if_there = true;
	return cs_sidejoin_add(j, s, "roster", e);
}

static int
join_side(struct cs_cli *cli, struct cs_join *j, struct cs_str text, struct cs_err *e)
{
	struct cs_side_spec *s = cs_arena_new(&cli->arena, 1, sizeof *s);

	if (cs_side_spec_parse(&cli->arena, text, s, e) != 0) {
		cs_err_prefix(e, "--side");
		return -1;
	}
	return cs_sidejoin_add(j, s, s->file, e);
}

/* The steps in their order: what a later one reads an earlier one may have added. */
static int
chain(struct cs_joinsteps *k, struct cs_identify **who, struct cs_cli *cli, struct cs_join *j,
    const struct cs_opt_value *value, struct cs_err *e)
{
	if (cs_joinwho_add(k, cli, j, &value[WHO], who, e) != 0)
		return -1;
	if (value[ROSTER].set && join_roster(cli, j, value[ROSTER].z, e) != 0)
		return -1;
	for (size_t i = 0; i < value[SIDE].n; i++) {
		if (join_side(cli, j, value[SIDE].list[i], e) != 0)
			return -1;
	}
	if (cs_joinstep_surveys(k, cli, j, &value[SURVEYS], e) != 0 ||
	    cs_joinstep_events(cli, j, &value[EVENTS], e) != 0 ||
	    cs_joinstep_issues(cli, j, &value[ISSUES], e) != 0)
		return -1;
	if (j->nstep == 0)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "nothing is to be joined: --roster, --side and others in -h say what");
	return 0;
}

/* Standard input is read once: as the records, or as one of the tables. */
static int
stdin_once(const struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	static const int tables[] = {ROSTER, SIDE, WHO + CS_WHO_IDENTITY, SURVEYS + CS_WITH_SURVEYS,
	    EVENTS + CS_WITH_EVENTS};
	unsigned n = cli->nfile == 0;

	for (int i = 0; i < cli->nfile; i++)
		n += strcmp(cli->file[i], "-") == 0;
	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		const struct cs_opt_value *v = &value[tables[t]];

		for (size_t i = 0; v->set && i < (v->n != 0 ? v->n : 1); i++) {
			struct cs_str text = v->n != 0 ? v->list[i] : v->s;

			n += cs_str_eqz(text, "-") || cs_str_starts(text, CS_STR("- "));
		}
	}
	if (n <= 1)
		return 0;
	return cs_err_set(
	    e, CS_EXIT_USAGE, "standard input can be read once, and is asked for %u times", n);
}

/* What says how to join means nothing where nothing is joined: nor does what belongs to a step. */
static int
joins(const struct cs_opt_value *value, struct cs_err *e)
{
	for (int i = 0; i < CUSTOMER; i++) {
		if (value[i].set)
			return cs_err_set(e, CS_EXIT_USAGE, "--%s and --%s do not go together",
			    options[value[TIMELINE].set ? TIMELINE : INDEX].name, options[i].name);
	}
	return 0;
}

static int
run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
{
	struct cs_join_env env = cs_joining_env(cli, value[DATED_BY].s, value[GAPS].set);
	struct cs_joinsteps steps = {
	    .list[CS_LIST_GAPS] = {.path = value[GAPS].z, .head = cs_join_miss_head}};
	struct cs_listfile *gaps = &steps.list[CS_LIST_GAPS];
	struct cs_identify *who;
	struct cs_join j;
	int r;

	if (value[TIMELINE].set != value[CUSTOMER].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--timeline and --customer ID go together");
	if (value[AS_RECORDS].set && !value[TIMELINE].set)
		return cs_err_set(e, CS_EXIT_USAGE, "--records is a form of --timeline");
	if ((value[TIMELINE].set || value[INDEX].set) && joins(value, e) != 0)
		return -1;
	if (value[TIMELINE].set)
		return cs_timeline_run(cli, value[CUSTOMER].s, value[AS_RECORDS].set, e);
	if (value[INDEX].set)
		return cs_timeline_index(cli, e);
	if (stdin_once(cli, value, e) != 0 || cs_cli_input(cli, e) != 0)
		return -1;
	cs_join_init(&j, cs_reader_head(cli->in), &env);
	r = chain(&steps, &who, cli, &j, value, e);
	if (r == 0)
		r = cs_joinsteps_open(&steps, e);
	if (r == 0)
		r = cs_joining_run(cli, &j, gaps->open ? &gaps->w : NULL, e);
	if (r == 0)
		cs_joinwho_lists(&steps, who);
	r = cs_joinsteps_close(&steps, r, e);
	cs_join_free(&j);
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
