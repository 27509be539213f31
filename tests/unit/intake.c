/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of a CSV by a map: conversions, rejects, rules, derivations. Each case is read in pieces
 * of every size and by both ways through the plan; all must give the same.
 */
#include "intake/fast.h"
#include "intake/plan.h"
#include "intake/rows.h"

#include "../tap.h"

/* What came of it: records (without the header), rejects as "line column reason;", the sum. */
struct got {
	struct cs_buf out, rejects, sum, notes, head;
	struct cs_err e;
	int64_t first, last;
};

static void
forget(struct got *g)
{
	cs_buf_finish(&g->out);
	cs_buf_finish(&g->rejects);
	cs_buf_finish(&g->sum);
	cs_buf_finish(&g->notes);
	cs_buf_finish(&g->head);
}

/* "2 wait_s is not a time;" of records of the rejects' stream. */
static void
short_rejects(struct cs_buf *to, struct cs_str s)
{
	struct cs_str line, cell[6];

	while (cs_str_split(&s, '\n', &line) && line.n != 0) {
		for (int i = 0; i < 6; i++)
			(void)cs_str_split(&line, '\t', &cell[i]);
		cs_buf_printf(to, "%.*s %.*s %.*s;", CS_STR_ARG(cell[1]), CS_STR_ARG(cell[2]),
		    CS_STR_ARG(cell[4]));
	}
}

static int
bind(struct cs_plan *p, struct cs_smap *m, const struct cs_csv_batch *b, struct cs_err *e)
{
	struct cs_str cell[64];
	struct cs_buf scratch = CS_BUF_INIT;
	int r;

	cs_buf_reserve(&scratch, b->bytes.n);
	for (uint32_t i = 0; i < b->rec[0].ncell; i++)
		cell[i] = cs_csv_text(b, &b->rec[0], i, &scratch);
	r = cs_plan_bind(p, m, cell, b->rec[0].ncell, "f", e);
	cs_buf_finish(&scratch);
	return r;
}

/* Ways through a plan: intake/fast with and without SIMD, and the long one. */
enum way { SIMD, SHORT, LONG };

static struct got
take(const char *map, struct cs_str text, size_t piece, enum way way)
{
	struct got g = {.e = CS_ERR_INIT};
	struct cs_smap *m = cs_smap_parse("m", cs_str_z(map), &g.e);
	struct cs_csv_opt opt = CS_CSV_OPT_INIT;
	struct cs_plan p = {0};
	struct cs_csv_batch b = {0};
	struct cs_csv csv;
	struct cs_rows r;
	struct cs_tally t;
	struct cs_map seen = CS_MAP_INIT;
	bool eof = false, bound = false;
	size_t at = 0;

	if (m == NULL)
		return g;
	opt.delim = m->delim;
	cs_fast_use(way != LONG, way == SIMD);
	cs_csv_init(&csv, &opt);
	cs_rows_init(&r);
	cs_tally_init(&t);
	r.seen = m->drop_repeated ? &seen : NULL;
	while (!eof && g.e.status == 0) {
		size_t first = 0;

		cs_csv_begin(&csv, &b);
		do {
			size_t n = text.n - at < piece ? text.n - at : piece;

			cs_buf_add(&b.bytes, text.p + at, n);
			at += n;
			eof = at == text.n;
		} while (cs_csv_split(&csv, &b, eof) == 0 && !eof);
		if (b.nrec == 0)
			break;
		if (!bound) {
			bound = true;
			first = 1;
			if (bind(&p, m, &b, &g.e) != 0)
				break;
			cs_buf_str(&g.head, p.head.raw);
			cs_buf_str(&g.notes, cs_buf_all(&p.notes));
		}
		if (cs_rows_run(&r, &p, &b, first, "f", &g.e) != 0)
			break;
		cs_buf_str(&g.out, cs_buf_all(&r.out));
		short_rejects(&g.rejects, cs_buf_all(&r.rejects));
		cs_tally_add(&t, &r.tally);
	}
	(void)cs_tally_check(&t, &g.e);
	g.first = t.first;
	g.last = t.last;
	cs_tally_sum(&t, &g.sum);
	cs_tally_notes(&t, &g.notes);
	cs_tally_finish(&t);
	cs_rows_finish(&r);
	cs_plan_finish(&p);
	cs_csv_batch_finish(&b);
	cs_csv_finish(&csv);
	cs_smap_free(m);
	cs_map_finish(&seen);
	return g;
}

static bool
same(const struct got *a, const struct got *b)
{
	return cs_str_eq(cs_buf_all(&a->out), cs_buf_all(&b->out)) &&
	       cs_str_eq(cs_buf_all(&a->rejects), cs_buf_all(&b->rejects)) &&
	       cs_str_eq(cs_buf_all(&a->sum), cs_buf_all(&b->sum)) &&
	       cs_str_eq(cs_buf_all(&a->notes), cs_buf_all(&b->notes)) && a->first == b->first &&
	       a->last == b->last && strcmp(a->e.msg, b->e.msg) == 0;
}

#define TYPED "[source]\nothers = typed\n"

static const struct {
	const char *name, *map, *text;
	const char *out, *rejects; /* records; rejects */
} cases[] = {
    {"text passes as it is", "", "a,b\n x ,\n\"q\"\"q\",\"l\nl\"\nt\tt,\\\n",
	" x \t\nq\"q\tl\\nl\nt\\tt\t\\\\\n", ""},
    {"a byte order mark inside a file is escaped", "",
	"a,b\n1,\xef\xbb\xbf"
	"2\n\xef\xbb\xbf,3\n",
	"1\t\\xEF\\xBB\\xBF2\n\\xEF\\xBB\\xBF\t3\n", ""},
    {"not UTF-8, a NUL", "", "a,b\n1,\xff\n2,\xc3\xa4\n", "2\t\xc3\xa4\n", "2 \\N is not UTF-8;"},
    {"identifiers lose blanks, empty ones are NULL", TYPED,
	"contact_id,agent,queue\n1, Ann ,\n007,\"\",\"a\\b\"\n ,x,y\n",
	"1\tAnn\t\\N\n007\t\\N\ta\\\\b\n", "4 contact_id is empty, and must not be;"},
    {"words for unknown and for nothing",
	"[source]\nothers = typed\nunknown = 0, anonymous\nnull = -\n",
	"contact_id,customer_id,wait_s,comment\n0,0,0,0\n1,anonymous,-,-\n2,00,7,anonymous\n",
	"0\t\\N\t0\t0\n1\t\\N\t\\N\t\\N\n2\t00\t7\tanonymous\n", ""},
    {"whole numbers", TYPED,
	"wait_s,csat\n0,5\n 12 ,1\n007,\n12345678,3\n123456789,3\n9223372036854775807,3\n"
	"-1,3\n1.5,3\n+1,3\n0x1,3\n1,6\n1,0\n1,44\n9223372036854775808,1\n\"5\",\"2\"\n",
	"0\t5\n12\t1\n7\t\\N\n12345678\t3\n123456789\t3\n9223372036854775807\t3\n5\t2\n",
	"8 wait_s is below zero;9 wait_s is not a whole number;10 wait_s is not a whole "
	"number;11 wait_s is not a whole number;12 csat is above the scale;13 csat is below the "
	"scale;14 csat is above the scale;15 wait_s is not a whole number;"},
    {"decimals", TYPED, "cost\n1.10\n-3\n.5\n1e3\n\"1,5\"\n", "1.10\n-3\n",
	"4 cost is not a number;5 cost is not a number;6 cost is not a number;"},
    {"decimal comma by declaration",
	"[source]\nothers = typed\ndelimiter = ;\ndecimal = ,\ngroup = .\n",
	"cost;credit\n1,10;1.234,5\n1.10;2\n", "1.10\t1234.5\n", "3 cost is not a number;"},
    {"booleans", TYPED, "solved_agent\nt\nFALSE\nyes\n0\nmaybe\n\n", "t\nf\nt\nf\n",
	"6 solved_agent is neither true nor false;"},
    {"lists", TYPED, "themes\n\"b,a,b\"\nx\n\" , \"\n", "a,b\nx\n\\N\n", ""},
    {"dispositions", TYPED, "disposition\nanswered\nabandoned\ntimeout\n answered \nAnswered\n\n",
	"answered\nabandoned\ntimeout\nanswered\n", "6 disposition is none of the dispositions;"},
    {"times", TYPED,
	"started_at\n2026-03-01T12:34:56Z\n2026-03-01 12:34:56Z\n2026-03-01T12:34:56.5Z\n"
	"2026-03-01T12:34:56+02:00\n2024-02-29T00:00:00Z\n2026-02-29T00:00:00Z\n"
	"2026-02-28 23:59:59\n2026-02-28 23:59\n2026-13-01T00:00:00Z\n2026-00-01T00:00:00Z\n"
	"2026-03-32T00:00:00Z\n2026-03-00T00:00:00Z\n2026-03-01T24:00:00Z\n2026-03-01T00:60:00Z\n"
	"2026-03-01T00:00:60Z\n2026-03-01x00:00:00Z\n2026:03:01T00:00:00Z\n0000-03-01T00:00:00Z\n"
	"x\n\n",
	"2026-03-01T12:34:56Z\n2026-03-01T12:34:56Z\n2026-03-01T12:34:56.500Z\n"
	"2026-03-01T10:34:56Z\n2024-02-29T00:00:00Z\n2026-02-28T23:59:59Z\n"
	"2026-02-28T23:59:00Z\n",
	"7 started_at is not a time;10 started_at is not a time;11 started_at is not a time;12 "
	"started_at is not a time;13 started_at is not a time;14 started_at is not a time;15 "
	"started_at is not a time;16 started_at is not a time;17 started_at is not a time;18 "
	"started_at is not a time;19 started_at is not a time;20 started_at is not a time;"},
    {"times of a zone, with both ends of summer",
	"[source]\nothers = typed\nzone = Europe/Berlin\n",
	"started_at\n2026-07-01 12:00:00\n2026-01-01 12:00\n2026-10-25 02:30:00\n"
	"2026-03-29 02:30:00\n2026-07-01T12:00:00Z\n",
	"2026-07-01T10:00:00Z\n2026-01-01T11:00:00Z\n2026-10-25T00:30:00Z\n2026-03-29T01:30:00Z\n"
	"2026-07-01T12:00:00Z\n",
	""},
    {"times by format",
	"[source]\ntime = %d/%m/%Y %H:%M\n[columns]\nstarted_at = a\nended_at = b; time %s\n",
	"a,b\n01/02/2026 03:04,1700000000\n13/13/2026 03:04,0\n",
	"2026-02-01T03:04:00Z\t"
	"2023-11-14T22:13:20Z\n",
	"3 started_at is not a time;"},
    {"durations",
	"[columns]\nwait_s = a; unit ms\ntalk_s = b; unit min\nhold_s = c; unit h:m:s\n"
	"wrap_s = d; unit words\nivr_s = e; unit m:s h:m:s h\n",
	"a,b,c,d,e\n1499,1.5,0:01:30,1 day 2 hours,1:30\n1500,0,25:00:00,--,2\n"
	"500,2,1:02:03.6,\"5 minutes, 1 second\",1:00:00\nx,1,0:00:00,1 h,1\n1,1,1:60:00,1 h,1\n"
	"1,1,0:00:01,1 parsec,1\n1,1,0:00:01,1 h,1:60\n",
	"1\t90\t90\t93600\t90\n2\t0\t90000\t0\t7200\n1\t120\t3724\t301\t3600\n",
	"5 wait_s is not a duration as the map says;6 hold_s is not a duration as the map says;7 "
	"wrap_s is not a duration as the map says;8 ivr_s is not a duration as the map says;"},
    {"rounding",
	"[columns]\nwait_s = a; unit s\ntalk_s = a; unit s; round down\n"
	"hold_s = a; unit s; round up\n",
	"a\n2.5\n2.4\n0.1\n3\n", "3\t2\t3\n2\t2\t3\n0\t0\t1\n3\t3\t3\n", ""},
    {"below zero by declaration", "[columns]\nwait_s = a; negative null\ncost = b; negative null\n",
	"a,b\n-5,-1.5\n5,1.5\n", "\\N\t\\N\n5\t1.5\n", ""},
    {"words",
	"[columns]\ncsat = a; words Good = 5, Bad = 1, Offered = null, * = 3\n"
	"disposition = b; words empty = open, * = answered\n",
	"a,b\nGood,x\nBad,\nOffered,y\nelse,z\n,\n",
	"5\tanswered\n1\topen\n\\N\tanswered\n3\tanswered\n3\topen\n", ""},
    {"constants, templates, parameters",
	"[set]\nday = 2026-01-02\n[columns]\nchannel = 'ph\tone'\ncontact_id = {a}-{b}\n"
	"started_at = {$day} {t}; time %Y-%m-%d %H:%M:%S; null -\ncomment = <{a}{b}>\n",
	"a,b,t\n1,2,3:04:05\n1,,03:04:05\n1,2,\n1,2,-\n,,3:04:05\n",
	"ph\\tone\t1-2\t2026-01-02T03:04:05Z\t<12>\nph\\tone\t1-2\t\\N\t<12>\n"
	"ph\\tone\t1-2\t\\N\t<12>\n",
	"3 contact_id is empty, and must not be;6 contact_id is empty, and must not be;"},
    {"expressions",
	"[columns]\nwait_s = expr: case when o = 'A' then w end\ncomment = expr: o\n"
	"[skip]\nphantom = expr: o = 'P'\n",
	"o,w\nA,5\nB,6\nP,7\nA,\"x\"\n\"A\",8\n", "5\tA\n\\N\tB\n8\tA\n",
	"5 wait_s is not a whole number;"},
    {"rules by words",
	"[source]\nothers = text\n[skip]\na test = a is test, empty\nno end = b is not x\n",
	"a,b\nok,x\ntest,x\n ,x\nok,y\n", "ok\tx\n", ""},
    {"derived",
	"[source]\nothers = typed\n[derive]\nwait_s = answered_at - queued_at\n"
	"ended_at = answered_at + talk_s\n",
	"queued_at,answered_at,wait_s,talk_s\n2026-01-01T00:00:00Z,2026-01-01T00:00:07Z,,3\n"
	"2026-01-01T00:00:00Z,2026-01-01T00:00:07Z,8,\n"
	"2026-01-01T00:00:00Z,2026-01-01T00:00:07Z,9,1\n2026-01-01T00:00:00Z,,,1\n"
	"2026-01-01T00:00:07Z,2026-01-01T00:00:00Z,,1\n",
	"2026-01-01T00:00:00Z\t2026-01-01T00:00:07Z\t7\t3\t2026-01-01T00:00:10Z\n"
	"2026-01-01T00:00:00Z\t2026-01-01T00:00:07Z\t8\t\\N\t\\N\n"
	"2026-01-01T00:00:00Z\t2026-01-01T00:00:07Z\t9\t1\t2026-01-01T00:00:08Z\n"
	"2026-01-01T00:00:00Z\t\\N\t\\N\t1\t\\N\n"
	"2026-01-01T00:00:07Z\t2026-01-01T00:00:00Z\t\\N\t1\t2026-01-01T00:00:01Z\n",
	""},
    {"repeated ones where the map says so", "[source]\nothers = typed\nrepeated = drop\n",
	"contact_id,leg\n1,1\n1,2\n1,1\n2,\n2,\n", "1\t1\n1\t2\n2\t\\N\n", ""},
    {"ragged", "", "a,b,c\n1,2\n1,2,3,4\n1,2,3\n", "1\t2\t3\n",
	"2 \\N 2 cells, the header has 3;3 \\N 4 cells, the header has 3;"},
    {"padded", "[source]\nragged = pad\n", "a,b,c\n1,2\n1,2,3,4\n1,2,3\n", "1\t2\t\n1\t2\t3\n",
	"3 \\N 4 cells, the header has 3;"},
    {"odd records", "", "a,b\n5\" x,\"y\nz\"\n\"a\"b,c\n1,2\n", "5\" x\ty\\nz\n1\t2\n",
	"4 \\N text behind a closing quote;"},
    {"unclosed", "", "a,b\n1,\"2\n3,4\n", "3\t4\n", "2 \\N a quote that is not closed;"},
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_str text = cs_str_z(cases[i].text);
		struct got g = take(cases[i].map, text, text.n, SIMD), other;
		bool pieces = true;

		is_str(g.e.msg, "", "%s: goes through", cases[i].name);
		is_str(cs_buf_cstr(&g.out), cases[i].out, "%s: records", cases[i].name);
		is_str(cs_buf_cstr(&g.rejects), cases[i].rejects, "%s: rejects", cases[i].name);
		other = take(cases[i].map, text, text.n, LONG);
		ok(same(&g, &other), "%s: the long way gives the same", cases[i].name);
		forget(&other);
		for (size_t piece = 1; piece < text.n && pieces; piece++) {
			other = take(cases[i].map, text, piece, piece % 2 == 0 ? SHORT : LONG);
			pieces = same(&g, &other);
			forget(&other);
		}
		ok(pieces, "%s: in pieces of every size", cases[i].name);
		forget(&g);
	}
}

static const struct {
	const char *name, *map, *text, *head, *notes, *sum;
} said[] = {
    {"names of columns", "", "a,,a,a_2,\n1,2,3,4,5\n", "a\tcolumn_2\ta_3\ta_2\tcolumn_5",
	"column 2 has no name, and is called column_2\n"
	"column 3 has the name 'a' of one before, and is called a_3\n"
	"column 5 has no name, and is called column_5\n",
	"read 1 = used 1 + skipped 0 + rejected 0; contacts written 1"},
    {"known names", TYPED, "Contact, AGENT_ID ,agent,value\n1,2,3,4\n",
	"contact_id\tagent_id\tagent\tvalue",
	"column 'Contact' is read as contact_id\ncolumn 'AGENT_ID' is read as agent_id\n",
	"read 1 = used 1 + skipped 0 + rejected 0; contacts written 1"},
    {"a source's name that is taken", "[columns]\nqueue = Q\n", "Q,queue\n1,2\n", "queue\tqueue_2",
	"column 'queue' of the source is called queue_2\n",
	"read 1 = used 1 + skipped 0 + rejected 0; contacts written 1"},
    {"headers without case", "[columns]\nqueue = ÄRGER; optional\nteam = no; optional\n",
	" ärger \n1\n", "queue", "",
	"read 1 = used 1 + skipped 0 + rejected 0; contacts written 1"},
    {"zone assumed, doubts, skips, blank lines",
	"[source]\nothers = typed\n[skip]\ntest = queue is t\n[derive]\n"
	"wait_s = answered_at - queued_at\n",
	"queued_at,answered_at,wait_s,queue\n2026-01-01 00:00,2026-01-01 00:01,5,\n\n,,,t\n,,x,\n",
	"queued_at\tanswered_at\twait_s\tqueue",
	"times without a zone, taken as UTC (--set zone=Europe/Berlin, say, names theirs): 2\n"
	"records whose given wait_s, which is kept, differs from the computed one by over a "
	"second: 1\n",
	"read 4 = used 1 + skipped 2 (blank line 1, test 1) + rejected 1; contacts written 1"},
    {"repeated", "[source]\nothers = typed\nrepeated = drop\n", "contact_id\n1\n1\n", "contact_id",
	"",
	"read 2 = used 1 + skipped 1 (repeated contact_id and leg 1) + rejected 0; contacts "
	"written 1"},
};

static void
test_said(void)
{
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct got g = take(said[i].map, cs_str_z(said[i].text), 1000, SIMD);

		is_str(cs_buf_cstr(&g.head), said[i].head, "%s: the header", said[i].name);
		is_str(cs_buf_cstr(&g.notes), said[i].notes, "%s: the notes", said[i].name);
		is_str(cs_buf_cstr(&g.sum), said[i].sum, "%s: the sum", said[i].name);
		forget(&g);
	}
}

static const struct {
	const char *map, *text, *msg, *hint;
	int status;
} refused[] = {
    {"[source]\nrequire = Id, queue\n[columns]\nteam = Group\n", "a,b\n1,2\n",
	"f:1: m wants 'Group', 'Id', 'queue' in the header; it has: a, b",
	"cs-ingest --draft-map f writes a map for it", CS_EXIT_DATA},
    {"[columns]\nteam = Group\n", "a;b\n1;2\n", "f:1: m wants 'Group' in the header; it has: a;b",
	"one column only: is ',' the delimiter? --delimiter says which", CS_EXIT_DATA},
    {"[columns]\nwait_s = expr: a + zz\n", "a,b\n1,2\n",
	"f:1: m wants 'zz' in the header; it has: a, b",
	"cs-ingest --draft-map f writes a map for it", CS_EXIT_DATA},
    {"[columns]\nwait_s = 'abc'\n", "a\n1\n", "m: column wait_s: 'abc' is not a whole number", "",
	CS_EXIT_USAGE},
    {"[source]\nothers = drop\n", "a\n1\n", "m: the map makes no columns", "", CS_EXIT_USAGE},
    {"[set]\nx =\n", "a\n1\n", "m: x is not set", "--set x=...", CS_EXIT_USAGE},
    {"[skip]\nx = expr: a\n", "a\n1\n", "m:2: not a condition", "", CS_EXIT_USAGE},
};

static void
test_refused(void)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct got g = take(refused[i].map, cs_str_z(refused[i].text), 1000, SIMD);

		is_int(g.e.status, refused[i].status, "refused %zu: status", i);
		is_str(g.e.msg, refused[i].msg, "refused %zu: message", i);
		is_str(g.e.hint, refused[i].hint, "refused %zu: hint", i);
		forget(&g);
	}
}

/* Records of typed cells, mostly good, some odd, into text. */
static void
typed_records(struct cs_buf *text, uint64_t *x)
{
	static const char *const cell[] = {"", "1", "12", "007", "123456789", "-4", "x y", " a",
	    "a ", "2026-03-01T12:34:56Z", "2026-03-01 12:34:56", "2024-02-29T00:00:00Z", "answered",
	    "abandoned", "timeout", "closed", "answere", "answeredx", "\"q\"", "\"a\"\"b\"",
	    "\"a\nb\"", "\"\"", "\xc3\xa4", "\\N", "0", "anonymous", "5",
	    "\"2026-03-01T12:34:56Z\"", "99999999", "100000000", "t", "\"7\"", "5\" x", "6", "0x1",
	    "2026-03-02T23:59:59Z", "2026-02-28T24:00:00Z", "2026-04-31T00:00:00Z",
	    "2026-03-01T00:60:00Z", "2026-03-01T00:00:60Z", "2026-03-01T00:0a:00Z",
	    "2026-03-01t00:00:00Z", "2026-03-01T00:00:00z", "2026-03-01T00:00:00+00:00",
	    "2026-03-01", "2026-03-01T00:00:00", "1970-01-01T00:00:00Z",
	    "exactly-thirty-two-bytes-of-text", "exactly-thirty-three-bytes-of-txt",
	    "an identifier of sixty-four bytes, which share a bit with none.."};
	static const char *const good[] = {
	    "c1", "2026-03-01T12:34:56Z", "17", "4", "answered", "fine", "1.5", "a"};

	cs_buf_z(text, "contact_id,started_at,wait_s,csat,disposition,comment,cost,themes\n");
	for (int row = 0; row < 40; row++)
		for (int c = 0; c < 8; c++) {
			size_t i;

			*x = *x * UINT64_C(6364136223846793005) + 1442695040888963407;
			i = (size_t)(*x >> 33) % (sizeof cell / sizeof *cell);
			/* Mostly what the column wants, so that many records are good. */
			cs_buf_z(text, (*x >> 60) != 0 ? good[c] : cell[i]);
			cs_buf_c(text, c < 7 ? ',' : '\n');
		}
}

/* All ways through a plan agree, of columns in the order of the source and in another. */
static void
test_ways(void)
{
	static const char *const map[] = {
	    "[source]\nothers = typed\nunknown = 0, anonymous\n[columns]\nvendor = 'acme'\n",
	    "[source]\nothers = typed\n",
	    "[source]\nothers = drop\n[columns]\nwait_s = wait_s\nstarted_at = started_at\n"
	    "contact_id = contact_id\ncsat = csat\ndisposition = disposition\nqueue = comment\n"};
	uint64_t x = 1;
	int wrong = 0, taken = 0;

	for (int round = 0; round < 600; round++) {
		struct cs_buf text = CS_BUF_INIT;
		const char *m = map[round % 3];
		struct got a, b, c;

		typed_records(&text, &x);
		a = take(m, cs_buf_all(&text), text.n, SIMD);
		b = take(m, cs_buf_all(&text), 1 + (size_t)(x % 500), LONG);
		c = take(m, cs_buf_all(&text), text.n, SHORT);
		wrong += !same(&a, &b) || !same(&a, &c);
		taken += a.out.n != 0;
		forget(&a);
		forget(&b);
		forget(&c);
		cs_buf_finish(&text);
	}
	is_int(wrong, 0, "all ways agree on 600 files");
	is_int(taken, 600, "and records came of each");
}

int
main(void)
{
	test_cases();
	test_said();
	test_refused();
	test_ways();
	return done();
}
