/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a queue_log taken apart: see queuelog_line.h. */
#include "intake/queuelog_line.h"

#include "base/num.h"
#include "intake/queuelog.h"

enum { PARAMS = 16 };

static const struct cs_queuelog_kind kinds[] = {
    {"ENTERQUEUE", CS_QUEUELOG_ENTER, NULL, NULL, NULL, false, 0, 0, 0, 0},
    {"CONNECT", CS_QUEUELOG_CONNECT, NULL, NULL, NULL, false, 1, 0, 3, 0},
    {"COMPLETEAGENT", CS_QUEUELOG_END, "answered", "agent", "none", true, 1, 2, 0, 0},
    {"COMPLETECALLER", CS_QUEUELOG_END, "answered", "customer", "none", true, 1, 2, 0, 0},
    {"ABANDON", CS_QUEUELOG_END, "abandoned", "customer", NULL, false, 3, 0, 0, 0},
    {"EXITWITHTIMEOUT", CS_QUEUELOG_END, "timeout", "system", NULL, false, 3, 0, 0, 0},
    {"EXITEMPTY", CS_QUEUELOG_END, "empty", "system", NULL, false, 3, 0, 0, 0},
    {"EXITWITHKEY", CS_QUEUELOG_END, "key", "customer", NULL, false, 4, 0, 0, 0},
    {"WITHDRAW", CS_QUEUELOG_END, "withdrawn", "system", NULL, false, 3, 0, 0, 0},
    {"BLINDTRANSFER", CS_QUEUELOG_END, "answered", "agent", "blind", true, 3, 4, 0, 1},
    {"TRANSFER", CS_QUEUELOG_END, "answered", "agent", "blind", true, 3, 4, 0, 1},
    {"ATTENDEDTRANSFER", CS_QUEUELOG_END, "answered", "agent", "attended", true, -3, -2, 0, 2},
    {"AGENTDUMP", CS_QUEUELOG_END, "failed", "agent", NULL, false, 0, 0, 0, 0},
    {"SYSCOMPAT", CS_QUEUELOG_END, "failed", "system", NULL, false, 0, 0, 0, 0},
    /* Written by distributions built on Asterisk. */
    {"FULL", CS_QUEUELOG_TURNED, "full", "system", NULL, false, 0, 0, 0, 0},
    {"CLOSED", CS_QUEUELOG_TURNED, "closed", "system", NULL, false, 0, 0, 0, 0},
    {"JOINEMPTY", CS_QUEUELOG_TURNED, "blocked", "system", NULL, false, 0, 0, 0, 0},
    {"RINGNOANSWER", CS_QUEUELOG_MISSED, NULL, NULL, NULL, false, 0, 0, 0, 0},
    {"RINGCANCELED", CS_QUEUELOG_MISSED, NULL, NULL, NULL, false, 0, 0, 0, 0},
    {"", CS_QUEUELOG_OTHER, NULL, NULL, NULL, false, 0, 0, 0, 0}, /* all others */
};

static const struct cs_queuelog_kind *
kind_of(struct cs_str event)
{
	const struct cs_queuelog_kind *k = kinds;

	while (k->name[0] != '\0' && !cs_str_eqz(event, k->name))
		k++;
	return k;
}

static struct cs_str
param(const struct cs_str *p, int n, int which)
{
	int i = which > 0 ? which - 1 : n + which;

	return which != 0 && i >= 0 && i < n ? p[i] : cs_str(NULL, 0);
}

static int64_t
seconds(const struct cs_str *p, int n, int which)
{
	int64_t v;

	return cs_num_i64(param(p, n, which), &v) && v >= 0 && v < INT32_MAX ? v : CS_QUEUELOG_NONE;
}

static bool
is_position(struct cs_str s)
{
	int64_t v;

	return cs_num_i64(s, &v) && v >= 0 && v < 100000;
}

/* url|callerid|position[|name]. A url with '|' in it moves the others to the right: then the
 * position is the last number among the last two. */
static struct cs_str
caller_of(const struct cs_str *p, int n)
{
	if (n >= 3 && n <= 4 && is_position(p[2]))
		return p[1];
	for (int i = n - 1; i >= 3 && i >= n - 2; i--)
		if (is_position(p[i]))
			return p[i - 1];
	return param(p, n, 2);
}

static struct cs_str
or_none(struct cs_str s)
{
	return cs_str_eqz(s, "NONE") ? cs_str(NULL, 0) : s;
}

static bool
bad(struct cs_str *why, const char *text)
{
	*why = cs_str_z(text);
	return false;
}

bool
cs_queuelog_parse(struct cs_str line, struct cs_queuelog_event *ev, struct cs_str *why)
{
	struct cs_str field[5], p[PARAMS], rest = line;
	int n = 0;

	if (line.n != 0 && line.p[line.n - 1] == '\r')
		rest = cs_str_head(line, line.n - 1);
	for (int i = 0; i < 5; i++)
		if (!cs_str_split(&rest, '|', &field[i]))
			return bad(why, "not epoch|callid|queue|agent|EVENT|...");
	if (!cs_num_i64(field[0], &ev->at_s) || ev->at_s < 0 || ev->at_s > INT64_C(253402300799))
		return bad(why, "the first field is not an epoch in seconds");
	if (field[4].n == 0)
		return bad(why, "the event has no name");
	while (n < PARAMS && cs_str_split(&rest, '|', &p[n]))
		n++;
	/* An event without data has an empty one. */
	while (n > 0 && p[n - 1].n == 0)
		n--;
	ev->kind = kind_of(field[4]);
	ev->callid = or_none(field[1]);
	ev->queue = or_none(field[2]);
	ev->agent = or_none(field[3]);
	ev->event = field[4];
	ev->caller = ev->kind->act == CS_QUEUELOG_ENTER ? caller_of(p, n) : cs_str(NULL, 0);
	ev->transferred_to = param(p, n, ev->kind->to);
	ev->hold_s = seconds(p, n, ev->kind->hold);
	ev->talk_s = seconds(p, n, ev->kind->talk);
	ev->ring_s = seconds(p, n, ev->kind->ring);
	if (ev->kind->act >= CS_QUEUELOG_ENTER && ev->callid.n == 0)
		return bad(why, "an event of a call without its id");
	return true;
}

bool
cs_queuelog_first_epoch(struct cs_str text, int64_t *epoch_s)
{
	struct cs_queuelog_event ev;
	struct cs_str line, why;

	while (cs_str_split(&text, '\n', &line)) {
		if (line.n != 0 && cs_queuelog_parse(line, &ev, &why)) {
			*epoch_s = ev.at_s;
			return true;
		}
	}
	return false;
}
