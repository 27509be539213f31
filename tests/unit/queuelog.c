/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue_log: every event, and the traps of real files. */
#include "intake/queuelog.h"
#include "base/buf.h"

#include "../tap.h"

static void
number(struct cs_buf *b, const char *name, int64_t v)
{
	if (v != CS_QUEUELOG_NONE)
		cs_buf_printf(b, " %s %lld", name, (long long)v);
}

/* "id/leg queue agent disposition in 5 at 9 ... ;" */
static void
note(void *arg, const struct cs_queuelog_leg *l)
{
	struct cs_buf *b = arg;

	cs_buf_printf(b, "%.*s/%lld %.*s %.*s %s", CS_STR_ARG(l->contact_id), (long long)l->leg,
	    CS_STR_ARG(l->queue), CS_STR_ARG(l->agent), l->disposition);
	number(b, "in", l->entered_s);
	number(b, "wait", l->wait_s);
	number(b, "ring", l->ring_s);
	number(b, "talk", l->talk_s);
	number(b, "end", l->ended_s);
	if (l->ended_by != NULL)
		cs_buf_printf(b, " by %s", l->ended_by);
	if (l->transfer != NULL)
		cs_buf_printf(b, " %s%s%.*s", l->transfer, l->transferred_to.n != 0 ? ">" : "",
		    CS_STR_ARG(l->transferred_to));
	if (l->caller.n != 0)
		cs_buf_printf(b, " from %.*s", CS_STR_ARG(l->caller));
	if (l->missed_n != 0)
		number(b, "missed", l->missed_n);
	if (l->consult)
		cs_buf_z(b, " (consultation)");
	cs_buf_z(b, "\n");
}

static void
run(struct cs_queuelog *q, struct cs_buf *out, const char *text)
{
	struct cs_str rest = cs_str_z(text), line, why;

	cs_buf_reset(out);
	cs_queuelog_init(q, 86400, note, out);
	while (cs_str_split(&rest, '\n', &line))
		if (line.n != 0 && cs_queuelog_add(q, line, &why) == CS_QUEUELOG_BAD)
			cs_buf_printf(out, "bad: %.*s\n", CS_STR_ARG(why));
	cs_queuelog_end(q);
}

static const struct {
	const char *what, *text, *want;
} cases[] = {
    {"answered, ended by the agent",
	"100|a|q|NONE|ENTERQUEUE||555|1\n112|a|q|Ann|CONNECT|12|b|11\n232|a|q|Ann|COMPLETEAGENT|12|"
	"120|1\n",
	"a/1 q Ann answered in 100 wait 12 ring 11 talk 120 end 232 by agent none from 555\n"},
    {"offered in vain twice, then answered by a third; another call's offer is not its own",
	"100|a|q|NONE|ENTERQUEUE||555|1\n101|b|q|NONE|ENTERQUEUE||556|2\n110|a|q|Ann|RINGNOANSWER|"
	"5000\n112|b|q|Ann|RINGNOANSWER|5000\n115|a|q|Bob|RINGCANCELED|900\n117|a|q|Eve|CONNECT|"
	"17|c|2\n120|a|q|Eve|COMPLETECALLER|17|3|1\n130|b|q|NONE|ABANDON|1|2|29\n",
	"a/1 q Eve answered in 100 wait 17 ring 2 talk 3 end 120 by customer none from 555 missed "
	"2\n"
	"b/1 q  abandoned in 101 wait 29 end 130 by customer from 556 missed 1\n"},
    {"abandoned", "100|a|q|NONE|ENTERQUEUE||555|1\n130|a|q|NONE|ABANDON|1|1|30\n",
	"a/1 q  abandoned in 100 wait 30 end 130 by customer from 555\n"},
    {"key, timeout, empty, withdrawn",
	"1|a|q|NONE|ENTERQUEUE||1|1\n1|b|q|NONE|ENTERQUEUE||2|1\n1|c|q|NONE|ENTERQUEUE||3|1\n"
	"1|d|q|NONE|ENTERQUEUE||4|1\n5|a|q|NONE|EXITWITHKEY|9|1|1|4\n6|b|q|NONE|EXITWITHTIMEOUT|1|"
	"1|5\n"
	"7|c|q|NONE|EXITEMPTY|1|1|6\n8|d|q|NONE|WITHDRAW|1|1|7|why|not\n",
	"a/1 q  key in 1 wait 4 end 5 by customer from 1\n"
	"b/1 q  timeout in 1 wait 5 end 6 by system from 2\n"
	"c/1 q  empty in 1 wait 6 end 7 by system from 3\n"
	"d/1 q  withdrawn in 1 wait 7 end 8 by system from 4\n"},
    {"old versions: fewer parameters, times from the stamps",
	"100|a|q|NONE|ENTERQUEUE\n102|a|q|x|CONNECT|2|b\n150|a|q|x|COMPLETECALLER\n",
	"a/1 q x answered in 100 wait 2 talk 48 end 150 by customer none\n"},
    {"what is given wins, and the difference is counted",
	"100|a|q|NONE|ENTERQUEUE||1|1\n113|a|q|NONE|ABANDON|1|1|3\n",
	"a/1 q  abandoned in 100 wait 3 end 113 by customer from 1\n"},
    {"blind transfer, and on in the next queue without ENTERQUEUE",
	"100|a|q1|NONE|ENTERQUEUE||1|1\n110|a|q1|x|CONNECT|10|b|2\n150|a|q1|x|BLINDTRANSFER|900|"
	"ctx|10|40|1\n"
	"160|a|q2|y|CONNECT|7|b|2\n170|a|q2|y|COMPLETEAGENT|7|10|1\n",
	"a/1 q1 x answered in 100 wait 10 ring 2 talk 40 end 150 by agent blind>900 from 1\n"
	"a/2 q2 y answered in 153 wait 7 ring 2 talk 10 end 170 by agent none from 1\n"},
    {"attended transfer of the LINK form, read from the right, under its own id",
	"100|a|q|NONE|ENTERQUEUE||1|1\n110|a|q|x|CONNECT|10|b|2\n150|a|q|x|ATTENDEDTRANSFER|LINK|"
	"c1|c2|10|40|1\n",
	"a/1 q x answered in 100 wait 10 ring 2 talk 40 end 150 by agent attended>c1 from 1\n"},
    {"overflow to another queue under the same id is a second leg",
	"100|a|q1|NONE|ENTERQUEUE||1|1\n160|a|q1|NONE|EXITWITHTIMEOUT|1|1|60\n161|a|q2|NONE|"
	"ENTERQUEUE||1|1\n"
	"165|a|q2|x|CONNECT|4|b|1\n199|a|q2|x|COMPLETECALLER|4|34|1\n",
	"a/1 q1  timeout in 100 wait 60 end 160 by system from 1\n"
	"a/2 q2 x answered in 161 wait 4 ring 1 talk 34 end 199 by customer none from 1\n"},
    {"the file begins in the middle of a call",
	"1000|a|q|x|COMPLETEAGENT|12|100|1\n2000|b|q|NONE|ABANDON|1|1|50\n",
	"a/1 q x answered in 888 wait 12 talk 100 end 1000 by agent none\n"
	"b/1 q  abandoned in 1950 wait 50 end 2000 by customer\n"},
    {"a url and a name with bars, a name that is a number",
	"1|a|q|NONE|ENTERQUEUE|http://x?a|b|c|555|1\n2|b|q|NONE|ENTERQUEUE||556|1|1001\n"
	"3|c|q|NONE|ENTERQUEUE|||1\n4|a|q|NONE|ABANDON|1|1|3\n4|b|q|NONE|ABANDON|1|1|2\n4|c|q|NONE|"
	"ABANDON|1|1|1\n",
	"a/1 q  abandoned in 1 wait 3 end 4 by customer from 555\n"
	"b/1 q  abandoned in 2 wait 2 end 4 by customer from 556\n"
	"c/1 q  abandoned in 3 wait 1 end 4 by customer\n"},
    {"no event for a day: open; and what is open at the end",
	"100|a|q|NONE|ENTERQUEUE||1|1\n86502|z|q|NONE|ENTERQUEUE||2|1\n",
	"a/1 q  open in 100 from 1\nz/1 q  open in 86502 from 2\n"},
    {"an end that comes twice ends nothing",
	"1|a|q|NONE|ENTERQUEUE||1|1\n5|a|q|NONE|ABANDON|1|1|4\n5|a|q|NONE|ABANDON|1|1|4\n",
	"a/1 q  abandoned in 1 wait 4 end 5 by customer from 1\n"},
    {"turned away before the queue, once of an overflow",
	"1|a|q|NONE|FULL|\n2|b|q|NONE|CLOSED|\n3|c|q|NONE|JOINEMPTY|\n"
	"4|d|q|NONE|ENTERQUEUE||5|1\n9|d|q|NONE|EXITEMPTY|1|1|5\n9|d|r|NONE|FULL|\n",
	"a/1 q  full in 1 end 1 by system\nb/1 q  closed in 2 end 2 by system\n"
	"c/1 q  blocked in 3 end 3 by system\nd/1 q  empty in 4 wait 5 end 9 by system from 5\n"
	"d/2 r  full in 9 end 9 by system from 5\n"},
    {"bad lines",
	"x|a|q|NONE|ENTERQUEUE\n1|a|q\n-5|a|q|NONE|ABANDON\n1|NONE|q|NONE|ENTERQUEUE||1|1\n1|a|q|n|"
	"|\n",
	"bad: the first field is not an epoch in seconds\nbad: not "
	"epoch|callid|queue|agent|EVENT|...\n"
	"bad: the first field is not an epoch in seconds\nbad: an event of a call without its id\n"
	"bad: the event has no name\n"},
};

/* A transfer as it was seen in the wild: logged under the consultation's id. */
static const char consult[] =
    "1717397259|1717397243.239826|1501|NONE|DID|4957877871\n"
    "1717397259|1717397243.239826|1501|NONE|ENTERQUEUE||9031396745|1\n"
    "1717397271|1717397243.239826|1501|PJSIP/7009|CONNECT|12|1717397259.239827|11\n"
    "1717397390|1717397390.239830|1509|NONE|ENTERQUEUE||7009|1\n"
    "1717397391|1717397390.239830|1501|PJSIP/7009|ATTENDEDTRANSFER|APP|Queue|12|120|1\n"
    "1717397397|1717397243.239826|1509|PJSIP/7051|CONNECT|7|1717397390.239831|6\n"
    "1717397570|1717397243.239826|1509|PJSIP/7051|COMPLETEAGENT|7|173|1\n";

static void
counts(void)
{
	struct cs_queuelog q;
	struct cs_buf b = CS_BUF_INIT;
	int64_t first = 0;

	run(&q, &b, consult);
	is_str(cs_buf_cstr(&b),
	    "1717397243.239826/1 1501 PJSIP/7009 answered in 1717397259 wait 12 ring 11 talk 120 "
	    "end 1717397391 by agent attended>Queue from 9031396745\n"
	    "1717397243.239826/2 1509 PJSIP/7051 answered in 1717397390 wait 7 ring 6 talk 173 "
	    "end 1717397570 by agent none from 9031396745\n"
	    "1717397390.239830/1 1509  open in 1717397390 from 7009 (consultation)\n",
	    "attended transfer under the consultation's id");
	is_int(q.orphans, 0, "nothing left over");
	is_slice(cs_map_key(&q.events, 0), "DID", "unknown events are counted by name");
	cs_queuelog_free(&q);
	run(&q, &b,
	    "1|a|q|x|RINGNOANSWER|2000\n2|NONE|NONE|NONE|QUEUESTART|\n3|NONE|q|x|PAUSE|lunch|time\n"
	    "2|a|q|NONE|ENTERQUEUE||1|1\n9|a|q|y|ATTENDEDTRANSFER|BRIDGE|i|1|2|1\n");
	is_int(q.not_taken, 1, "offers not taken");
	is_int(q.backwards, 1, "lines that go back in time");
	is_int(q.orphans, 1, "a transfer of nothing");
	is_int(q.events.n, 3, "three kinds of skipped events");
	cs_queuelog_free(&q);
	run(&q, &b, "100|a|q|NONE|ENTERQUEUE||1|1\n113|a|q|NONE|ABANDON|1|1|3\n");
	is_int(q.disagree, 1, "a parameter that disagrees");
	cs_queuelog_free(&q);
	ok(cs_queuelog_first_epoch(CS_STR("junk\n\n77|a|b|c|X|\n"), &first) && first == 77,
	    "first epoch");
	ok(!cs_queuelog_first_epoch(CS_STR("junk"), &first), "no epoch");
	cs_buf_finish(&b);
}

/* Many open calls at once, ended in another order: the table grows and shrinks. */
static void
many(void)
{
	struct cs_queuelog q;
	struct cs_buf b = CS_BUF_INIT, line = CS_BUF_INIT;
	struct cs_str why;
	enum { N = 20000 };

	cs_queuelog_init(&q, 86400, note, &b);
	for (int i = 0; i < N; i++) {
		cs_buf_reset(&line);
		cs_buf_printf(
		    &line, "%d|c%d|q%d|NONE|ENTERQUEUE||%d|1", 1000 + i / 100, i, i % 7, i);
		(void)cs_queuelog_add(&q, cs_buf_all(&line), &why);
	}
	for (int i = N - 1; i >= 0; i--) {
		cs_buf_reset(&line);
		cs_buf_printf(&line, "%d|c%d|q%d|NONE|ABANDON|1|1|5", 2000, i, i % 7);
		(void)cs_queuelog_add(&q, cs_buf_all(&line), &why);
	}
	is_int(q.legs, N, "each ended once");
	cs_queuelog_end(&q);
	is_int(q.legs, N, "nothing is open at the end");
	is_int(q.orphans + q.backwards, 0, "nothing odd");
	cs_queuelog_free(&q);
	cs_buf_finish(&b);
	cs_buf_finish(&line);
}

int
main(void)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_queuelog q;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		run(&q, &b, cases[i].text);
		is_str(cs_buf_cstr(&b), cases[i].want, "%s", cases[i].what);
		cs_queuelog_free(&q);
	}
	cs_buf_finish(&b);
	counts();
	many();
	return done();
}
