/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source maps: what their text may be, what is said about what it may not be, and --set. */
#include "intake/smap.h"

#include "../tap.h"

static const struct {
	const char *text, *msg, *hint;
} wrong[] = {
    {"x = 1\n", "m:1: a line before the first [section]", ""},
    {"[sources]\n", "m:1: [sources] is no section of a map",
	"the sections are [source] [set] [columns] [skip] [derive]"},
    {"[source]\nzone\n", "m:2: 'zone' is not NAME = VALUE", ""},
    {"[source]\ncolour = red\n", "m:2: [source] has no key 'colour'",
	"the keys are: about type others ragged repeated delimiter encoding decimal group zone "
	"time null unknown require skip-lines open-after"},
    {"[source]\ntype = xml\n", "m:2: type: 'xml' is none of its words", "one of: csv queue-log"},
    {"[source]\ndelimiter = ab\n", "m:2: delimiter: 'ab' cannot be a delimiter",
	"one byte, or: comma semicolon tab pipe colon"},
    {"[source]\ndelimiter = \"\n", "m:2: delimiter: '\"' cannot be a delimiter",
	"one byte, or: comma semicolon tab pipe colon"},
    {"[source]\nencoding = ebcdic\n", "m:2: encoding: 'ebcdic' is none of its words",
	"one of: utf-8 latin1 windows-1252 utf-16le utf-16be"},
    {"[source]\ndecimal = x\n", "m:2: decimal: 'x' is none of its words", "one of: . ,"},
    {"[source]\nskip-lines = -1\n", "m:2: skip-lines: '-1' is not a number from 0 to 1000", ""},
    {"[source]\nopen-after = 1mo\n", "m:2: open-after: '1mo' is not a duration (24h)", ""},
    {"[columns]\nagent = \n", "m:2: column agent_id has no source", ""},
    {"[columns]\nagent = A\nagent_id = B\n", "m:3: column agent_id is there already (line 2)", ""},
    {"[columns]\nwait_s = W; unit ages\n", "m:2: column wait_s: unit: 'ages'",
	"up to 4 of: s ms min h d h:m:s h:m m:s words"},
    {"[columns]\nqueue = Q; unit s\n", "m:2: column queue: unit is for columns of whole numbers",
	""},
    {"[columns]\nqueue = Q; sorted\n", "m:2: column queue: 'sorted' is no modifier",
	"the modifiers are: optional unit round negative null unknown words time zone decimal "
	"group "
	"list"},
    {"[columns]\nqueue = Q; words A\n", "m:2: column queue: words: 'A' is not WORD = MEANING", ""},
    {"[columns]\nqueue = Q; time %Y\n", "m:2: column queue: time is for columns of instants", ""},
    {"[columns]\nwait_s = W; negative zero\n", "m:2: column wait_s: write: negative null", ""},
    {"[columns]\nwait_s = W; round off\n", "m:2: column wait_s: round is nearest, down or up", ""},
    {"[columns]\nqueue = {Q\n", "m:2: '{Q': a { without its }", ""},
    {"[columns]\nqueue = {$q}\n", "m:2: {$q} is not in [set], above", ""},
    {"[set]\na = 1\na = 2\n", "m:3: 'a' is set twice", ""},
    {"[skip]\nold = Status\n", "m:2: 'Status' is no condition",
	"reason = COLUMN is [not] WORD, WORD ...  (empty is the empty cell), or reason = expr: "
	"CONDITION"},
    {"[derive]\nwait_s = answered_at\n", "m:2: 'answered_at' is neither A - B nor A + B",
	"wait_s = answered_at - queued_at"},
    {"[derive]\nwait_s = answered_at - queue\n", "m:2: 'queue' is no column of ours of instants",
	""},
    {"[derive]\nqueue = answered_at - queued_at\n", "m:2: 'queue' is no column of ours of seconds",
	""},
    {"[source]\ntype = queue-log\n[columns]\nqueue = Q\n",
	"m: a map of type queue-log has no [columns], [skip] or [derive]", ""},
    {"[source]\nzone = Mars/Olympus\n", NULL, NULL},
    {"[source]\ntime = %Q\n", NULL, NULL},
    {"[source\n", NULL, NULL},
};

static void
test_wrong(void)
{
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_smap *m = cs_smap_parse("m", cs_str_z(wrong[i].text), &e);

		ok(m == NULL && e.status == CS_EXIT_USAGE, "wrong map %zu is refused", i);
		if (wrong[i].msg != NULL) {
			is_str(e.msg, wrong[i].msg, "the message");
			is_str(e.hint, wrong[i].hint, "the hint");
		} else {
			ok(strncmp(e.msg, "m:", 2) == 0, "the message names the place: %s", e.msg);
		}
		cs_smap_free(m);
	}
}

static const char all_of_it[] =
    "# a comment\n"
    "[source]\n"
    "about = everything\n"
    "type = csv\nothers = drop\nragged = pad\nrepeated = drop\ndelimiter = tab\n"
    "encoding = windows-1252\ndecimal = ,\ngroup = .\nzone = Pacific Time (US & Canada)\n"
    "time = %d.%m.%Y %H:%M\ntime = '%s'\nnull = -, n/a\nunknown = 0, 'a, b'\n"
    "require = Id, contact_id\nskip-lines = 2\n"
    "[set]\ndate = 2026-01-01\nsite =\n"
    "[columns]\n"
    "contact = Id\n"
    "started_at = {$date} {Time}; time %Y-%m-%d %H:%M; zone UTC\n"
    "wait_s = \"Wait; (min)\"; unit h:m:s min\n"
    "\t; round up; negative null\n"
    "csat = Rating; optional; words Good = 5, 'Not, good' = 1, empty = null, * = 3\n"
    "comment = {{{Text}}}\n"
    "channel = 'it''s a phone'\n"
    "talk_s = expr: case when a = ';' then b end\n"
    "themes = Tags; list blank\n"
    "Own Name = x\n"
    "[skip]\n"
    "a test = Agent is test, empty\n"
    "no end = \"is it\" is not 'yes'\n"
    "odd = expr: a = b\n"
    "[derive]\n"
    "wait_s = answered_at - queued_at\n"
    "answered_at = queued_at + wait_s\n";

static void
test_right(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_smap *m = cs_smap_parse("m", cs_str_z(all_of_it), &e);
	const struct cs_smap_column *c;

	if (!ok(m != NULL, "a map with everything: %s", e.msg))
		return;
	is_slice(m->zone, "America/Los_Angeles", "a zone's name of another system");
	is_int(m->delim, '\t', "delimiter");
	ok(m->pad && m->drop_repeated && m->others == CS_SMAP_DROP, "policies");
	is_int(m->time.n, 2, "several formats");
	is_slice(m->time.w[1], "%s", "a quoted format");
	is_slice(m->unknown.w[1], "a, b", "a quoted word keeps its comma");
	is_int(m->ncolumn, 9, "columns");
	c = m->column;
	is_slice(c[0].name, "contact_id", "an alias is written by its name");
	ok(c[1].npiece == 3 && c[1].piece[0].kind == CS_PIECE_PARAM &&
		c[1].piece[1].kind == CS_PIECE_TEXT && c[1].piece[2].kind == CS_PIECE_CELL,
	    "a template's pieces");
	is_slice(c[2].piece[0].text, "Wait; (min)", "a quoted header");
	ok(c[2].nunit == 2 && c[2].unit[0] == CS_UNIT_CLOCK && c[2].unit[1] == CS_UNIT_MIN &&
		c[2].round == CS_ROUND_UP && c[2].negative_null,
	    "units over two lines");
	ok(c[3].optional && c[3].nword == 4 && c[3].word[2].null && c[3].word[3].other, "words");
	is_slice(c[3].word[1].from, "Not, good", "a quoted word of words");
	ok(c[4].npiece == 3, "doubled braces are braces");
	is_slice(c[4].piece[0].text, "{", "the brace");
	is_slice(c[5].piece[0].text, "it's a phone", "a constant");
	is_slice(c[6].expr, "case when a = ';' then b end", "an expression keeps its quoted ;");
	is_slice(c[7].list, " ", "a list between blanks");
	ok(c[8].def == NULL, "a name of the user's own");
	ok(m->nskip == 3 && m->skip[0].word.n == 2 && m->skip[0].word.w[1].n == 0 &&
		m->skip[1].negate && m->skip[2].expr.n != 0,
	    "rules");
	is_slice(m->skip[1].column, "is it", "a rule's quoted header");
	ok(m->nderive == 2 && !m->derive[0].plus && m->derive[1].plus, "derivations");
	ok(cs_smap_check_params(m, &e) != 0, "a parameter that must be given");
	is_str(e.msg, "m: site is not set", "says so");
	is_str(e.hint, "--set site=...", "and how");
	cs_smap_free(m);
}

static void
test_set(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_smap *m =
	    cs_smap_parse("m", CS_STR("[set]\nzone_of = a\nb =\n[columns]\nqueue = Q\n"), &e);

	is_int(cs_smap_set(m, CS_STR("b"), CS_STR(""), &e), 0, "a parameter may be set to nothing");
	is_int(cs_smap_check_params(m, &e), 0, "and is given then");
	is_int(cs_smap_set(m, CS_STR("zone"), CS_STR("Europe/Berlin"), &e), 0, "a key of [source]");
	is_slice(m->zone, "Europe/Berlin", "is replaced");
	is_int(cs_smap_set(m, CS_STR("vendor"), CS_STR("acme"), &e), 0, "a column of ours");
	is_int(cs_smap_set(m, CS_STR("queue"), CS_STR("all"), &e), 0, "in place of the map's");
	is_int(m->ncolumn, 2, "adds one column");
	is_slice(m->column[0].piece[0].text, "all", "or takes its place");
	is_int(cs_smap_set(m, CS_STR("zone"), CS_STR("Nowhere"), &e), -1, "a wrong value");
	ok(strncmp(e.msg, "--set zone: ", 12) == 0, "is told by the option: %s", e.msg);
	cs_err_clear(&e);
	is_int(cs_smap_set(m, CS_STR("colour"), CS_STR("red"), &e), -1, "anything else");
	is_str(e.msg, "--set colour: neither a parameter of m, nor a key of [source], nor a column",
	    "is not");
	cs_smap_free(m);
}

static void
test_builtin(void)
{
	static const char *const names[] = {"contacts", "queue-log", "zendesk", "freshdesk"};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct cs_smap *m = cs_smap_builtin(cs_str_z(names[i]), &e);

		ok(m != NULL, "the map %s: %s", names[i], e.msg);
		ok(m != NULL && m->about.n != 0, "says what it is about");
		cs_smap_free(m);
	}
	ok(cs_smap_builtin(CS_STR("nothing"), &e) == NULL, "no such map");
	is_str(e.msg, "'nothing' is neither a map nor a file", "says so");
	is_str(e.hint, "the maps there are: contacts freshdesk queue-log zendesk", "and which are");
	cs_smap_names(&b, ",");
	is_str(cs_buf_cstr(&b), "contacts,freshdesk,queue-log,zendesk", "their names");
	cs_buf_finish(&b);
}

/* What splits a text and what does not, for `;`. */
static void
test_split(void)
{
	static const struct {
		const char *text, *part[3];
	} t[] = {
	    {"a; b ;c", {"a", "b", "c"}},
	    {"", {""}},
	    {"'a;b'; c", {"'a;b'", "c"}},
	    {"x; words 'a;b' = y, 'c;d' = z", {"x", "words 'a;b' = y, 'c;d' = z"}},
	    {"words a='b;c';d", {"words a='b;c'", "d"}},
	    {"'it''s; so';b", {"'it''s; so'", "b"}},
	    {"\"a\"\";\";b", {"\"a\"\";\"", "b"}},
	    {"Didn't; wasn't", {"Didn't", "wasn't"}},
	    {"five ' high; b", {"five ' high", "b"}},
	    {"';", {"'", ""}},
	};
	struct cs_arena a = CS_ARENA_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_words w = cs_smap_split(&a, cs_str_z(t[i].text), ';');
		size_t n = 0;

		while (n < 3 && t[i].part[n] != NULL)
			n++;
		is_int((long long)w.n, (long long)n, "parts of %s", t[i].text);
		for (size_t k = 0; k < n && k < w.n; k++)
			is_slice(w.w[k], t[i].part[k], "part %zu of %s", k, t[i].text);
	}
	cs_arena_finish(&a);
}

int
main(void)
{
	test_wrong();
	test_right();
	test_set();
	test_split();
	test_builtin();
	return done();
}
