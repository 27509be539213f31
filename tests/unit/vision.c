/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vision files: what they say, what they may not say, and the words that come of them. */
#include "metric/vision.h"

#include "metric/visionseen.h"

#include "../tap.h"

static struct cs_arena arena;

static const struct cs_vision *
parse(const char *text, struct cs_err *e)
{
	return cs_vision_parse(&arena, "v", cs_str_z(text), e);
}

/* A vision that must be one. */
static const struct cs_vision *
vision(const char *text)
{
	struct cs_err e = CS_ERR_INIT;
	const struct cs_vision *v = parse(text, &e);

	if (v == NULL) {
		ok(false, "'%s': %s", text, e.msg);
		exit(done());
	}
	return v;
}

static const char *
z(struct cs_str s)
{
	return cs_arena_printf(&arena, "%.*s", CS_STR_ARG(s));
}

static const char *
dec(struct cs_dec d)
{
	struct cs_buf b = CS_BUF_INIT;
	const char *text;

	cs_dec_text(&b, d);
	text = z(cs_buf_all(&b));
	cs_buf_finish(&b);
	return text;
}

static void
test_all_sections(void)
{
	struct cs_err e = CS_ERR_INIT;
	const char *path = getenv("TESTDATA") != NULL
			       ? cs_arena_printf(&arena, "%s/shop.vision", getenv("TESTDATA"))
			       : "testdata/shop.vision";
	const struct cs_vision *v = cs_vision_load(&arena, path, &e);
	const struct cs_vision_metric *m;
	const struct cs_vision_set *set;

	if (!ok(v != NULL, "the example is read: %s", e.msg))
		return;
	is_str(z(v->says), "The problem is gone, and nobody has to ask us twice.", "what it says");
	is_str(cs_zone_name(v->zone), "Europe/Berlin", "its zone");
	ok(v->hours != NULL, "it has hours");
	is_str(z(v->calendar),
	    "Europe/Berlin; mon 08:00-12:30 13:00-20:00; tue 08:00-12:30 13:00-20:00; "
	    "wed 08:00-12:30 13:00-20:00; thu 08:00-12:30 13:00-20:00; fri 08:00-12:30 "
	    "13:00-20:00; sat 09:00-13:00; sun closed; 01-01 closed; 12-25 closed; 12-26 closed; "
	    "2026-04-03 closed; 2026-04-06 closed; 2026-12-24 08:00-12:00",
	    "which are these");
	is_int(v->nlevel, 4, "service levels");
	is_int(v->nwindow, 2, "windows");
	is_int(cs_vision_window(v, CS_STR("delivery")), 14 * 86400, "of deliveries");
	is_int(cs_vision_window(v, CS_STR("other")), 7 * 86400, "of all other reasons");
	is_int(cs_vision_window(v, cs_str(NULL, 0)), 7 * 86400, "of none");
	ok(!v->same_reason, "any reason");
	m = cs_vision_metric(v, CS_STR("repeat_7d"));
	ok(m != NULL && m->better == CS_BETTER_DOWN, "the dictionary says what is better");
	is_str(dec(m->weight), "3", "its weight");
	is_str(dec(m->target), "0.12", "its target");
	is_str(dec(m->floor), "0.20", "its floor");
	ok(m->has_by && m->by == cs_civil_days(2026, 12, 31), "its day");
	is_str(z(m->owner), "Ann Smith", "its owner");
	m = cs_vision_metric(v, CS_STR("first_reply_business_p90_s"));
	is_str(dec(m->target), "14400", "4h are 14400 s");
	is_str(dec(m->weight), "1", "the weight when none is said");
	ok(!m->has_by && m->owner.n == 0, "and nothing else");
	ok(cs_vision_metric(v, CS_STR("asa")) == NULL, "what is not there is not there");
	set = cs_vision_set(v, CS_STR("weekly"));
	is_int(set->nby, 2, "keys of the set");
	is_str(z(set->by[1]), "week", "the second");
	ok(cs_str_starts(set->metrics, CS_STR("contacts, sl_target")), "its metrics");
	ok(cs_vision_set(v, CS_STR("daily")) == NULL, "no such set");
	ok(v->has_band_part && v->has_band_sure, "bands");
	is_str(dec(v->band_part), "0.20", "the part");
	is_int(cs_vision_horizon(v, CS_STR("stayed"))->n, 3, "three horizons");
	is_int(cs_vision_horizon(v, CS_STR("stayed"))->after[2].months, 18, "the last");
	ok(cs_vision_horizon(v, CS_STR("left")) == NULL, "no other");
}

static void
test_owners(void)
{
	static const struct {
		const char *reason, *product, *queue, *channel, *owner;
	} cases[] = {
	    {"r", "p", "q", "c", "by reason"},
	    {"x", "p", "q", "c", "by product"},
	    {NULL, NULL, "q", "c", "by queue"},
	    {NULL, NULL, NULL, "c", "by channel"},
	    {NULL, NULL, NULL, NULL, "all"},
	    {"p", "r", "c", "q", "all"},
	};
	const struct cs_vision *v = vision("[owners]\nevery | all\nreason r | by reason\n"
					   "product p | by product\nqueue q | by queue\n"
					   "channel c | by channel\n");
	const struct cs_vision *none = vision("");
	struct cs_vision_facts facts = {.reason = CS_STR("r")};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_vision_facts f = {cs_str_z(cases[i].reason), cs_str_z(cases[i].product),
		    cs_str_z(cases[i].queue), cs_str_z(cases[i].channel)};

		is_str(z(cs_vision_owner(v, &f)), cases[i].owner, "owner %zu", i);
	}
	is_int(cs_vision_owner(none, &facts).n, 0, "nobody");
}

static const char levels[] = "[service level]\n"
			     "every | sl_offered | 20s | 5s\n"
			     "queue a | | 45s |\n"
			     "queue b | sl_noshort | |\n"
			     "queue it's | | 45s | 7\n"
			     "channel chat | sl_answered | 1m | 10s\n"
			     "channel mail | | 45s |\n";

static void
test_levels(void)
{
	static const struct {
		const char *queue, *channel, *formula;
		int64_t within, short_s;
	} cases[] = {
	    {NULL, NULL, "sl_offered", 20, 5},
	    {"x", "y", "sl_offered", 20, 5},
	    {"a", NULL, "sl_offered", 45, 5},
	    {"a", "chat", "sl_answered", 45, 10},
	    {"b", "chat", "sl_noshort", 60, 10},
	    {"b", "mail", "sl_noshort", 45, 5},
	    {"it's", "mail", "sl_offered", 45, 7},
	    {NULL, "chat", "sl_answered", 60, 10},
	};
	const struct cs_vision *v = vision(levels);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_vision_level l =
		    cs_vision_level(v, cs_str_z(cases[i].queue), cs_str_z(cases[i].channel));

		is_str(z(l.formula), cases[i].formula, "formula of case %zu", i);
		is_int(l.within_s, cases[i].within, "its time");
		is_int(l.short_s, cases[i].short_s, "its short abandons");
	}
}

static const char replies[] = "[hours]\nzone = UTC\nmon = 09:00-17:00\n"
			      "[replies]\n"
			      "every | 4h | 24h | business\n"
			      "queue a | 2h\n"
			      "queue b | | 3d | calendar\n"
			      "channel chat | 15m | | calendar\n"
			      "channel mail | | | business\n";

static void
test_replies(void)
{
	static const struct {
		const char *queue, *channel;
		int64_t first_s, solution_s;
		enum cs_vision_clock clock;
	} cases[] = {
	    {NULL, NULL, 14400, 86400, CS_CLOCK_BUSINESS},
	    {"a", NULL, 7200, 86400, CS_CLOCK_BUSINESS},
	    {"a", "chat", 7200, 86400, CS_CLOCK_CALENDAR},
	    {"b", "chat", 900, 259200, CS_CLOCK_CALENDAR},
	    {"b", "mail", 14400, 259200, CS_CLOCK_CALENDAR},
	    {"x", "mail", 14400, 86400, CS_CLOCK_BUSINESS},
	};
	const struct cs_vision *v = vision(replies), *plain = vision("[replies]\n");
	struct cs_vision_reply l = cs_vision_reply(plain, CS_STR("a"), CS_STR("b"));

	ok(l.first_s == 14400 && l.solution_s == 259200 && l.clock == CS_CLOCK_CALENDAR,
	    "without a line as the dictionary");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		l = cs_vision_reply(v, cs_str_z(cases[i].queue), cs_str_z(cases[i].channel));
		is_int(l.first_s, cases[i].first_s, "first reply of case %zu", i);
		is_int(l.solution_s, cases[i].solution_s, "its solution");
		is_int(l.clock, cases[i].clock, "its clock");
	}
}

static void
test_words(void)
{
	static const struct {
		const char *text, *head, *word, *is; /* head NULL: none; is NULL: not there */
	} cases[] = {
	    {levels, NULL, "sl_threshold_s",
		"case when queue in ('a', 'it''s') then 45 when channel in ('chat') then 60 "
		"when channel in ('mail') then 45 else 20 end"},
	    {levels, "queue", "sl_threshold_s",
		"case when queue in ('a', 'it''s') then 45 else 20 end"},
	    {levels, "wait_s", "sl_threshold_s", "20"},
	    {levels, NULL, "short_s",
		"case when queue in ('it''s') then 7 when channel in ('chat') then 10 else 5 end"},
	    {levels, NULL, "sl_met",
		"case when queue in ('b') then (handled and wait_s <= sl_threshold_s) when channel "
		"in ('chat') then (wait_s <= sl_threshold_s) else (handled and wait_s <= "
		"sl_threshold_s) end"},
	    {levels, "channel", "sl_counted",
		"case when channel in ('chat') then (taken) else (queued) end"},
	    {levels, NULL, "repeat_window_s", NULL},
	    {"[service level]\n", NULL, "sl_threshold_s", "20"},
	    {"[service level]\n", NULL, "short_s", "5"},
	    {"[service level]\nqueue a | | 20s\n", NULL, "sl_threshold_s", "20"},
	    {"[service level]\nqueue a | | 20s\nchannel c | | 9\n", NULL, "sl_threshold_s",
		"case when queue in ('a') then 20 when channel in ('c') then 9 else 20 end"},
	    {replies, NULL, "first_reply_target_s",
		"case when queue in ('a') then 7200s when channel in ('chat') then 900s else "
		"14400s "
		"end"},
	    {replies, "queue", "full_solution_target_s",
		"case when queue in ('b') then 259200s else 86400s end"},
	    {replies, NULL, "first_reply_clock_s",
		"case when queue in ('b') then first_reply_s when channel in ('chat') then "
		"first_reply_s else first_reply_business_s end"},
	    {replies, "wait_s", "age_clock_s", "age_business_s"},
	    {"[replies]\n", NULL, "unreplied_clock_s", "unreplied_s"},
	    {"[replies]\n", NULL, "first_reply_target_s", "14400s"},
	    {"[repeats]\n", NULL, "repeat_window_s", "604800s"},
	    {"[repeats]\nevery | 1d\nreason x y | 2d\n", NULL, "repeat_window_s",
		"case when reason in ('x y') then 172800s else 86400s end"},
	    {"[repeats]\nreason x | 2d\n", "queue", "repeat_window_s", "604800s"},
	    {"[repeats]\nsame reason | no\n", NULL, "repeat_meant", NULL},
	    {"[repeats]\nsame reason | yes\n", NULL, "repeat_meant",
		"repeat_share(repeat_window_s, reason)"},
	    {"", NULL, "sl_threshold_s", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_head head = CS_HEAD_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_word *word;
		const char *got = NULL;
		size_t n;

		if (cases[i].head != NULL)
			(void)cs_head_parse(&head, cs_str_z(cases[i].head), &e);
		is_int(cs_vision_words(&arena, vision(cases[i].text),
			   cases[i].head != NULL ? &head : NULL, &word, &n, &e),
		    0, "words of case %zu %s", i, e.msg);
		for (size_t k = 0; k < n; k++) {
			if (cs_str_eqz(word[k].name, cases[i].word))
				got = z(word[k].text);
		}
		is_str(got, cases[i].is, "%s", cases[i].word);
		cs_head_finish(&head);
	}
}

/* Without a word of its own a vision changes nothing: its defaults are the dictionary's. */
static void
test_same_as_dictionary(void)
{
	struct cs_env columns = {.source = "-m"};
	struct cs_metric_env plain = {.env = &columns}, own = {.env = &columns};
	struct cs_metric_list l = {NULL, 0}, m = {NULL, 0};
	struct cs_err e = CS_ERR_INIT;
	struct cs_word *word;
	struct cs_str list = CS_STR("sl_target, ab_target, repeat_target, first_reply_target, "
				    "full_solution_target");

	(void)cs_vision_words(
	    &arena, vision("[service level]\n[repeats]\n[replies]\n"), NULL, &word, &own.nword, &e);
	own.word = word;
	own.used = cs_arena_new(&arena, own.nword, sizeof *own.used);
	ok(cs_metric_parse(&arena, list, &plain, &l, &e) == 0 &&
		cs_metric_parse(&arena, list, &own, &m, &e) == 0,
	    "both are read %s", e.msg);
	for (size_t i = 0; i < l.n; i++)
		is_str(z(m.metric[i].expanded), z(l.metric[i].expanded), "the same formula");
	is_int(cs_vision_uses(&own),
	    CS_VISION_USES_LEVELS | CS_VISION_USES_REPLIES | CS_VISION_USES_WINDOWS,
	    "all of it is used");
	memset(own.used, 0, own.nword);
	ok(cs_metric_parse(&arena, CS_STR("ab_target"), &own, &m, &e) == 0, "another");
	is_int(cs_vision_uses(&own), CS_VISION_USES_LEVELS, "which uses levels alone");
}

static const struct {
	const char *text, *msg, *hint;
} bad[] = {
    {"says = x\n", "v:1: stands before the first [section]", ""},
    {"[visions]\n", "v:1: [visions] is no section of a vision",
	"there are [vision], [hours], [holidays], [service level], [replies], [repeats], [metric "
	"NAME], "
	"[set NAME], [bands], [horizons], [owners], [audit]"},
    {"[metric]\n", "v:1: [metric] is no section of a vision", NULL},
    {"[vision]\n\n[vision]\n", "v:3: vision is there twice", ""},
    {"[vision]\nsays\n", "v:2: 'says' is not key = value", ""},
    {"[vision]\nsay = x\n", "v:2: 'say' is no key of this section", "its keys: says, min_group"},
    {"[vision]\nsays =\n", "v:2: says has no value", ""},
    {"[vision]\nsays = a\nsays = b\n", "v:3: says is there twice", ""},
    {"[hours]\nmon = 08:00-12:00\n", "v:2: [hours] names no zone",
	"add a line such as zone = Europe/Berlin"},
    {"[hours]\nzone = Europe/Berlim\n", "v:2: no time zone 'Europe/Berlim'", NULL},
    {"[hours]\nzone = UTC\nzone = UTC\n", "v:3: zone is there twice", ""},
    {"[hours]\nzone = UTC\nmonday = closed\n", "v:3: 'monday' is no day of the week", NULL},
    {"[hours]\nzone = UTC\nfri-mon = closed\n", "v:3: 'fri-mon' is no day of the week", NULL},
    {"[hours]\nzone = UTC\nmon-fri = closed\nwed = closed\n", "v:4: a day of 'wed' is there twice",
	""},
    {"[hours]\nzone = UTC\nmon = 8-18\n", "v:3: '8-18' is no span of hours", NULL},
    {"[holidays]\n12-25 = closed\n", "v:2: there are holidays, but no [hours] of the week", ""},
    {"[holidays]\n25.12. = closed\n", "v:2: '25.12.' is no date",
	"2026-12-24 for one year (1970 to 2099), 12-25 for every year"},
    {"[holidays]\n12-25 = closed\n12-25 = closed\n", "v:3: the holiday 12-25 is there twice", ""},
    {"[service level]\nevery\n", "v:2: 'every' is not who | formula | within | short",
	"as in: queue billing | sl_offered | 45s | 5s"},
    {"[service level]\nqueues x | | 20s\n", "v:2: 'queues x' is nothing that this table is about",
	"its lines begin with every, queue NAME, channel NAME"},
    {"[service level]\nevery one | | 20s\n", "v:2: 'every one' is nothing that this table is about",
	NULL},
    {"[service level]\nqueue | | 20s\n", "v:2: 'queue' is nothing that this table is about", NULL},
    {"[service level]\nreason x | | 20s\n", "v:2: 'reason x' is nothing that this table is about",
	NULL},
    {"[service level]\nqueue x | | 20s\nqueue x | | 30s\n",
	"v:3: service level: queue x is there twice", ""},
    {"[service level]\nevery | sl_target | 20s\n", "v:2: 'sl_target' is no service level", NULL},
    {"[service level]\nevery | sl_offered(20) | 20s\n", "v:2: 'sl_offered(20)' is no service level",
	NULL},
    {"[service level]\nevery | ab_long | 20s\n", "v:2: 'ab_long' is no service level", NULL},
    {"[service level]\nevery | | fast\n", "v:2: 'fast' is no time, such as 20s, 4h or 7d", ""},
    {"[service level]\nevery | | 1mo\n", "v:2: '1mo' is no time, such as 20s, 4h or 7d", ""},
    {"[replies]\nevery\n", "v:2: 'every' is not who | first reply | solution | clock", NULL},
    {"[replies]\nevery | 4h | 3d | office\n",
	"v:2: the clock is calendar or business, not 'office'", ""},
    {"[replies]\nevery | 4h | soon\n", "v:2: 'soon' is no time, such as 20s, 4h or 7d", ""},
    {"[replies]\nqueue a | 4h | | business\n",
	"v:2: counts in business hours, but there is no [hours] of the week", ""},
    {"[replies]\nqueue a | 4h\nqueue a | 4h\n", "v:3: replies: queue a is there twice", ""},
    {"[repeats]\nevery | 0s\n", "v:2: '0s' is no window, such as 20s, 4h or 7d", ""},
    {"[repeats]\nsame reason | t\n", "v:2: same reason is yes or no, not 't'", ""},
    {"[repeats]\nsame reason | no\nsame reason | no\n", "v:3: same reason is there twice", ""},
    {"[metric csat_top2]\n[metric csat_top2]\n", "v:2: metric csat_top2 is there twice", ""},
    {"[metric csat_top3]\ntarget = 1\n", "v:1: there is no metric 'csat_top3'", NULL},
    {"[metric contacts]\ntarget = 1\n", "v:1: contacts has no direction of its own",
	"say better = up or better = down"},
    {"[metric asa]\nbetter = none\n", "v:2: better is up or down, not 'none'", ""},
    {"[metric asa]\nweight = 0\n", "v:2: weight is a number over 0, not '0'",
	"a metric that is not to count is left out; -m of cs-rank chooses among those that are "
	"there"},
    {"[metric asa]\ntarget = soon\n", "v:2: 'soon' is no value of a metric",
	"write 0.85 or 85%, 240, 4h"},
    {"[metric csat_top2]\ntarget = 85\n", "v:1: csat_top2 is from 0 to 1", "write 0.85 or 85%"},
    {"[metric nps]\nfloor = 101\n", "v:1: nps is from -100 to 100", ""},
    {"[metric csat_top2]\ntarget = 70%\nfloor = 80%\n",
	"v:1: the floor of [metric csat_top2] is better than its target", ""},
    {"[metric asa]\ntarget = 20\nfloor = 10\n",
	"v:1: the floor of [metric asa] is better than its target", ""},
    {"[metric asa]\nby = 2026-02-30\n", "v:2: '2026-02-30' is no day, such as 2026-12-31", ""},
    {"[metric asa]\nby = 2026-02-20\n",
	"v:1: [metric asa] has a day, but no target to be met by then", ""},
    {"[set weekly]\nby = queue\n", "v:1: [set weekly] has no metrics", ""},
    {"[set weekly]\nby = queue,,day\nmetrics = asa\n", "v:2: an item of by is empty", ""},
    {"[set weekly]\nmetrics = asa\nshape = fill,\n", "v:3: an item of shape is empty", ""},
    {"[set weekly]\nmetrics = asa,\n", NULL, NULL},
    {"[vision]\nmin_group = 1\n", "v:2: min_group is a number of contacts, 2 or more, not '1'", ""},
    {"[vision]\nmin_group = 5:customers\n",
	"v:2: min_group is a number of contacts, 2 or more, not '5:customers'", ""},
    {"[vision]\nmin_group = 4294967298\n",
	"v:2: min_group is a number of contacts, 2 or more, not '4294967298'", ""},
    {"[vision]\nmin_group = 5\nmin_group = 5\n", "v:3: min_group is there twice", ""},
    {"[bands]\npart = 51%\n", "v:2: part is a part over 0 up to 50%, such as 20%, not '51%'", ""},
    {"[bands]\npart = 0\n", "v:2: part is a part over 0 up to 50%, such as 20%, not '0'", ""},
    {"[bands]\nsure = .5\n", "v:2: sure is a chance between 50% and 100%, such as 80%, not '.5'",
	""},
    {"[bands]\nsure = 100%\n",
	"v:2: sure is a chance between 50% and 100%, such as 80%, not '100%'", ""},
    {"[horizons]\nstayed\n", "v:2: 'stayed' is not name = durations", ""},
    {"[horizons]\nstayed = 1mo, soon\n", "v:2: 'soon' is no duration, such as 7d or 6mo", ""},
    {"[horizons]\nstayed = 1mo,\n", "v:2: '' is no duration, such as 7d or 6mo", ""},
    {"[horizons]\ns = 1mo\ns = 1mo\n", "v:3: the horizon s is there twice", ""},
    {"[owners]\nreason x\n", "v:2: 'reason x' is not who | owner", NULL},
    {"[owners]\nagent x | y\n", "v:2: 'agent x' is nothing that this table is about",
	"its lines begin with every, queue NAME, channel NAME, reason NAME, product NAME"},
};

static void
test_bad(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;

		ok(parse(bad[i].text, &e) == NULL && e.status == CS_EXIT_USAGE, "refused: %s",
		    bad[i].msg != NULL ? bad[i].msg : bad[i].text);
		if (bad[i].msg != NULL)
			is_str(e.msg, bad[i].msg, "its message");
		else
			ok(strncmp(e.msg, "v:", 2) == 0, "its message has its line: %s", e.msg);
		if (bad[i].hint != NULL)
			is_str(e.hint, bad[i].hint, "its hint");
	}
}

/* Whatever is cut off: a vision, or a message with its line. */
static void
test_prefixes(void)
{
	static const char text[] =
	    "[hours]\nzone = UTC\nmon-fri = 08:00-12:00\n[holidays]\n"
	    "12-25 = closed\n[service level]\nevery | sl_offered | 20s | 5s\n"
	    "[repeats]\nreason x | 7d\n[metric asa]\ntarget = 20\n[set w]\n"
	    "metrics = asa, x_s=p90(wait_s)\n[bands]\npart = 20%\n"
	    "[horizons]\na = 1mo\n[owners]\nevery | x\n";
	int taken = 0, silent = 0;

	for (size_t n = 0; n < sizeof text; n++) {
		struct cs_err e = CS_ERR_INIT;

		if (cs_vision_parse(&arena, "v", cs_str(text, n), &e) != NULL)
			taken++;
		else
			silent += strncmp(e.msg, "v:", 2) != 0 || e.status != CS_EXIT_USAGE;
	}
	ok(taken > 10 && silent == 0, "%d prefixes taken, the others refused with their line",
	    taken);
}

/* A file full of queues takes time in proportion to its size. */
static void
test_large(void)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_vision *v;
	struct cs_word *word;
	size_t n;

	cs_buf_z(&b, "[service level]\n");
	for (int i = 0; i < 20000; i++)
		cs_buf_printf(&b, "queue q%d | | %d\n", i, i + 1);
	v = cs_vision_parse(&arena, "v", cs_buf_all(&b), &e);
	ok(v != NULL && v->nlevel == 20001, "20,000 queues %s", e.msg);
	ok(v != NULL && cs_vision_words(&arena, v, NULL, &word, &n, &e) == 0 && n == 4,
	    "are a word");
	cs_buf_finish(&b);
}

static void
take_note(void *arg, struct cs_str text)
{
	cs_buf_printf(arg, "%.*s\n", CS_STR_ARG(text));
}

/* Names that never come, whatever the cut of the input and the threads. */
static void
test_seen(void)
{
	static const char rows[] = "a\tx\nb\ty\nb\ty\n\\N\t\\N\nt\\tab\tz\nb\tx\n";
	const struct cs_vision *v = vision("[service level]\nqueue a | | 1\nqueue t\tab | | 2\n"
					   "queue gone | | 3\nchannel c | | 4\n[repeats]\n"
					   "reason z | 1d\nreason none | 2d\n");
	struct cs_head head = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;

	(void)cs_head_parse(&head, CS_STR("queue\treason"), &e);
	for (size_t piece = 1; piece <= 6; piece++) {
		struct cs_vision_seen seen[2];
		struct cs_str rest = cs_str_z(rows), line;
		struct cs_buf notes = CS_BUF_INIT;

		for (int i = 0; i < 2; i++)
			cs_vision_seen_init(
			    &seen[i], v, CS_VISION_USES_LEVELS | CS_VISION_USES_WINDOWS, &head);
		for (int turn = 0; rest.n != 0; turn ^= 1) {
			struct cs_batch b = {.ncol = 2, .file = "t", .row0 = 1};

			for (size_t i = 0; i < piece && rest.n != 0; i++) {
				(void)cs_str_split(&rest, '\n', &line);
				cs_buf_str(&b.bytes, line);
				cs_buf_c(&b.bytes, '\n');
			}
			is_int(cs_batch_split(&b, &e), 0, "rows in pieces of %zu", piece);
			cs_vision_seen_add(&seen[turn], &b);
			cs_batch_finish(&b);
		}
		cs_vision_seen_merge(&seen[0], &seen[1]);
		cs_vision_seen_notes(&seen[0], v, take_note, &notes);
		is_str(cs_buf_cstr(&notes),
		    "v: no row is of queue gone\n"
		    "v: there is no column channel: what is said of each channel is not used\n"
		    "v: no row is of reason none\n",
		    "what is not there");
		cs_buf_finish(&notes);
		for (int i = 0; i < 2; i++)
			cs_vision_seen_finish(&seen[i]);
	}
	cs_head_finish(&head);
}

int
main(void)
{
	test_all_sections();
	test_owners();
	test_levels();
	test_replies();
	test_words();
	test_same_as_dictionary();
	test_bad();
	test_prefixes();
	test_large();
	test_seen();
	cs_arena_finish(&arena);
	return done();
}
