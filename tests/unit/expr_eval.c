/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Row expressions over a few records: what every operator and function gives, the messages for
 * what does not fit, bad cells, and the laws of three-valued logic. Each table is run over whole
 * batches and over batches of one record: the results must not differ.
 */
#include <unistd.h>

#include "base/num.h"
#include "base/zone.h"
#include "expr/ast.h"
#include "expr/expr.h"
#include "rec/batch.h"
#include "rec/head.h"

#include "../tap.h"

/* Six columns of the schema, three of the user's. */
static const char head_line[] = "contact_id\tagent_id\tqueue\tstarted_at\tended_at\twait_s\tcsat\t"
				"cost\tsolved_agent\tdisposition\tthemes\tx\ty\todd name";

static const char *const records[] = {
    "1\tbob\tsales\t2026-10-01T08:15:30Z\t2026-10-01T08:20:00Z\t20\t5\t1.50\tt\tanswered\t"
    "billing,fee\t12\tabc\tit's\n",
    "2\t\\N\tsupport\t2026-10-25T00:30:00Z\t\\N\t75\t\\N\t\\N\t\\N\tabandoned\t\\N\t-"
    "3\t\\N\tb\\tc\n",
    "0003\tada\tsales\t2026-03-29T22:59:59.5Z\t2026-03-30T01:00:00Z\t0\t1\t-0.75\tf\ttimeout\tfee\t"
    "2.50\t\xc3\x84pfel\t\\\\\n",
    "4\tbob\t\\N\t2025-12-31T23:30:00Z\t2026-01-01T00:00:"
    "00Z\t\\N\t3\t12\tt\tclosed\t\t\\N\t\t\\N\n",
};

enum { RECORDS = sizeof records / sizeof *records };

struct bench {
	struct cs_arena arena;
	struct cs_head head;
	struct cs_env env;
	struct cs_batch batch;
	struct cs_eval ev;
};

static void
bench_init(struct bench *t, const char *head, const char *zone)
{
	struct cs_err e = CS_ERR_INIT;

	*t = (struct bench){.arena = CS_ARENA_INIT};
	cs_eval_init(&t->ev);
	if (cs_head_parse(&t->head, cs_str_z(head), &e) != 0)
		printf("Bail out! %s\n", e.msg);
	t->env = (struct cs_env){.head = &t->head, .source = "t"};
	if (zone != NULL)
		t->env.zone = cs_zone_get(cs_str_z(zone), NULL);
}

static void
bench_finish(struct bench *t)
{
	cs_eval_finish(&t->ev);
	cs_batch_finish(&t->batch);
	cs_head_finish(&t->head);
	cs_arena_finish(&t->arena);
}

/* Makes the batch of n records that begins with record `first`. */
static void
bench_fill(struct bench *t, const char *const *record, size_t first, size_t n)
{
	struct cs_err e = CS_ERR_INIT;

	cs_buf_reset(&t->batch.bytes);
	for (size_t i = 0; i < n; i++)
		cs_buf_z(&t->batch.bytes, record[first + i]);
	t->batch.ncol = t->head.ncol;
	t->batch.file = "f.tsv";
	t->batch.row0 = first + 1;
	if (cs_batch_split(&t->batch, &e) != 0)
		printf("Bail out! %s\n", e.msg);
	cs_eval_next_batch(&t->ev);
}

static void
show(struct cs_buf *out, const struct cs_vec *v, uint32_t row)
{
	if (v->null != NULL && v->null[row]) {
		cs_buf_z(out, "NULL");
		return;
	}
	switch (v->type) {
	case CS_INT:
		cs_buf_i64(out, v->i[row]);
		break;
	case CS_DEC:
		cs_dec_text(out, v->d[row]);
		break;
	case CS_TIME:
		cs_time_text(out, v->i[row]);
		break;
	case CS_BOOL:
		cs_buf_c(out, v->i[row] != 0 ? 't' : 'f');
		break;
	default:
		cs_buf_str(out, v->s[row]);
		break;
	}
}

/* The values of all records, joined by |, `step` records a batch; or the message and the hint. */
static const char *
run(struct bench *t, const char *const *record, size_t n, size_t step, const char *text,
    struct cs_buf *out)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_expr *x = cs_expr_compile(&t->arena, cs_str_z(text), &t->env, &e);
	struct cs_vec v;

	cs_buf_reset(out);
	for (size_t first = 0; x != NULL && first < n; first += step) {
		bench_fill(t, record, first, n - first < step ? n - first : step);
		if (cs_eval_run(&t->ev, x, &t->batch, &v, &e) != 0)
			break;
		for (uint32_t row = 0; row < t->batch.nrow; row++) {
			if (first + row != 0)
				cs_buf_c(out, '|');
			show(out, &v, row);
		}
	}
	if (e.status != 0) {
		cs_buf_reset(out);
		cs_buf_printf(out, "%d %s", e.status, e.msg);
	}
	return cs_buf_cstr(out);
}

static const struct {
	const char *text, *want;
} values[] = {
    /* columns and constants */
    {"wait_s", "20|75|0|NULL"},
    {"wait", "20|75|0|NULL"},
    {"contact_id", "1|2|0003|4"},
    {"cost", "1.50|NULL|-0.75|12"},
    {"started_at", "2026-10-01T08:15:30Z|2026-10-25T00:30:00Z|2026-03-29T22:59:59.500Z|"
		   "2025-12-31T23:30:00Z"},
    {"solved_agent", "t|NULL|f|t"},
    {"\"odd name\"", "it's|b\tc|\\|NULL"},
    {"x", "12|-3|2.50|NULL"},
    {"1", "1|1|1|1"},
    {"null", "NULL|NULL|NULL|NULL"},
    {"'a' || 'b'", "ab|ab|ab|ab"},
    {"15m", "900|900|900|900"},
    /* arithmetic */
    {"wait_s + 1", "21|76|1|NULL"},
    {"1 - wait_s", "-19|-74|1|NULL"},
    {"wait_s * -2", "-40|-150|0|NULL"},
    {"-wait_s", "-20|-75|0|NULL"},
    {"wait_s / 3", "6.666666666667|25|0|NULL"},
    {"wait_s / csat", "4|NULL|0|NULL"},
    {"7 / wait_s", "0.35|0.093333333333|NULL|NULL"},
    {"wait_s // 3", "6|25|0|NULL"},
    {"(0 - wait_s) // 7", "-3|-11|0|NULL"},
    {"(0 - wait_s) % 7", "1|2|0|NULL"},
    {"wait_s % -7", "-1|-2|0|NULL"},
    {"wait_s % 0", "NULL|NULL|NULL|NULL"},
    {"wait_s // 0", "NULL|NULL|NULL|NULL"},
    {"cost + 1", "2.50|NULL|0.25|13"},
    {"cost * 2", "3.00|NULL|-1.50|24"},
    {"cost / 0", "NULL|NULL|NULL|NULL"},
    {"cost // 0.5", "3|NULL|-2|24"},
    {"cost % 0.5", "0.00|NULL|0.25|0.0"},
    {"-cost", "-1.50|NULL|0.75|-12"},
    {"wait_s + 0.25", "20.25|75.25|0.25|NULL"},
    {"9223372036854775807 + wait_s * 0", "9223372036854775807|9223372036854775807|"
					 "9223372036854775807|NULL"},
    {"-9223372036854775807 - 1 < wait_s", "t|t|t|NULL"},
    /* comparisons */
    {"wait_s > 20", "f|t|f|NULL"},
    {"wait_s >= 20", "t|t|f|NULL"},
    {"wait_s = 20", "t|f|f|NULL"},
    {"wait_s <> 20", "f|t|t|NULL"},
    {"wait_s < 1m", "t|f|t|NULL"},
    {"wait_s <= 1m15s", "t|t|t|NULL"},
    {"wait_s > 19.5", "t|t|f|NULL"},
    {"cost > 1", "t|NULL|f|t"},
    {"cost = 1.5", "t|NULL|f|f"},
    {"cost in (1.5, 12)", "t|NULL|f|t"},
    {"queue = 'sales'", "t|f|t|NULL"},
    {"queue <> 'sales'", "f|t|f|NULL"},
    {"queue < 'support'", "t|f|t|NULL"},
    {"queue >= 'support'", "f|t|f|NULL"},
    {"contact_id = '3'", "f|f|f|f"},
    {"agent_id = queue", "f|NULL|f|NULL"},
    {"wait_s = null", "NULL|NULL|NULL|NULL"},
    {"solved_agent = true", "t|NULL|f|t"},
    {"solved_agent", "t|NULL|f|t"},
    {"started_at < '2026-10-01'", "f|f|t|t"},
    {"started_at < '2026-10-01T10:15:31+02:00'", "t|f|t|t"},
    {"started_at between '2026-03-29' and '2026-10-01 08:15:30'", "t|f|t|f"},
    {"ended_at > started_at", "t|NULL|t|t"},
    /* NULL and logic */
    {"wait_s is null", "f|f|f|t"},
    {"wait_s is not null", "t|t|t|f"},
    {"agent is null or wait_s > 10", "t|t|f|NULL"},
    {"agent is not null and wait_s > 10", "t|f|f|NULL"},
    {"not wait_s > 20", "t|f|t|NULL"},
    {"solved_agent is true", "t|f|f|t"},
    {"solved_agent is not true", "f|t|t|f"},
    {"solved_agent is false", "f|f|t|f"},
    {"solved_agent is not false", "t|t|f|t"},
    {"agent is distinct from 'bob'", "f|t|t|f"},
    {"agent is not distinct from null", "f|t|f|f"},
    {"csat is distinct from 5", "f|t|t|t"},
    {"cost is distinct from 1.5", "f|t|t|t"},
    {"wait_s between 1 and 50", "t|f|f|NULL"},
    {"wait_s not between 1 and 50", "f|t|t|NULL"},
    {"wait_s in (20, 75)", "t|t|f|NULL"},
    {"wait_s in (20, null)", "t|NULL|NULL|NULL"},
    {"wait_s not in (20, 75)", "f|f|t|NULL"},
    {"wait_s not in (20, null)", "f|NULL|NULL|NULL"},
    {"wait_s in (csat * 4, 0)", "t|NULL|t|NULL"},
    {"queue in ('sales', 'x')", "t|f|t|NULL"},
    {"queue not in ('sales', null)", "f|NULL|f|NULL"},
    {"queue in ('')", "f|f|f|NULL"},
    {"y in ('')", "f|NULL|f|t"},
    {"started_at in ('2026-10-01 08:15:30')", "t|f|f|f"},
    /* patterns */
    {"queue like 's%'", "t|t|t|NULL"},
    {"queue like '%es'", "t|f|t|NULL"},
    {"queue like '%p_o%'", "f|t|f|NULL"},
    {"queue like 'sales'", "t|f|t|NULL"},
    {"queue like '_ales'", "t|f|t|NULL"},
    {"queue not like '%l%'", "f|t|f|NULL"},
    {"y like '_pfel'", "f|NULL|t|f"},
    {"'10%' like '10\\%'", "t|t|t|t"},
    {"'10x' like '10\\%'", "f|f|f|f"},
    {"'aXbXc' like 'a%b%c'", "t|t|t|t"},
    {"'' like '%'", "t|t|t|t"},
    {"'' like '_'", "f|f|f|f"},
    {"queue ~ '^s.p'", "f|t|f|NULL"},
    {"queue !~ '^s.p'", "t|f|t|NULL"},
    {"y ~ '^.pfel$'", "f|NULL|t|f"},
    {"capture(queue, 's(.)')", "a|u|a|NULL"},
    {"capture(queue, 'a.')", "al|NULL|al|NULL"},
    /* choices */
    {"case when wait_s > 20 then 'long' when wait_s >= 0 then 'short' end",
	"short|long|short|NULL"},
    {"case queue when 'sales' then 1 when 'support' then 2.5 else 0 end", "1|2.5|1|0"},
    {"case when false then 1 end", "NULL|NULL|NULL|NULL"},
    /* of more than a few constants a table is made: the first that has a key wins */
    {"case queue when 'a' then 1 when 'b' then 2 when 'support' then 3 when 'c' then 4 "
     "when 'sales' then 5 when 'sales' then 6 end",
	"5|3|5|NULL"},
    {"case when queue in ('a', 'sales') then 1 when 'sales' = queue then 2 when queue = 'x' then "
     "2.5 when queue in (null, 'b') then 3 when queue = null then 4 else 0 end",
	"1|0|1|0"},
    {"case y when '1' then 'x' when '' then 'nothing' when '2' then 'x' when '\xc3\x84pfel' then "
     "null when '3' then 'x' else y end",
	"abc|NULL|NULL|nothing"},
    {"case queue when 'a' then true when 'b' then true when 'c' then true when 'd' then true when "
     "'support' then false when 'e' then true else solved_agent end",
	"t|f|f|t"},
    {"case queue when 'a' then '2026-01-01' when 'b' then null when 'c' then null when 'd' then "
     "null when 'sales' then '2026-01-01' else started_at end",
	"2026-01-01T00:00:00Z|2026-10-25T00:30:00Z|2026-01-01T00:00:00Z|2025-12-31T23:30:00Z"},
    /* ... between branches that are none, and after another */
    {"case when wait_s = 0 then 1 when queue = 'a' then 2 when queue = 'b' then 2 when queue = 'c' "
     "then 2 when queue = 'd' then 2 when queue = 'sales' then 3 when agent = 'ada' then 4 when "
     "agent = 'w' then 4 when agent = 'x' then 5 when agent = 'y' then 6 when agent = 'bob' then "
     "7 when queue is null then 8 else 9 end",
	"3|9|1|7"},
    {"if(wait_s > 20, 1, 0)", "0|1|0|0"},
    {"coalesce(wait_s, csat)", "20|75|0|3"},
    {"coalesce(csat, cost, 0.5)", "5|0.5|1|3"},
    {"coalesce(agent, 'nobody')", "bob|nobody|ada|bob"},
    {"nullif(wait_s, 0)", "20|75|NULL|NULL"},
    {"nullif(queue, 'sales')", "NULL|support|NULL|NULL"},
    {"least(wait_s, csat)", "5|75|0|3"},
    {"greatest(wait_s, csat, null)", "20|75|1|3"},
    {"greatest(queue, agent)", "sales|support|sales|bob"},
    {"least(started_at, ended_at, '2026-03-29')",
	"2026-03-29T00:00:00Z|2026-03-29T00:00:00Z|2026-03-29T00:00:00Z|2025-12-31T23:30:00Z"},
    /* text */
    {"upper(queue)", "SALES|SUPPORT|SALES|NULL"},
    {"lower(y)", "abc|NULL|\xc3\xa4pfel|"},
    {"upper('stra\xc3\x9f' || 'e')", "STRA\xe1\xba\x9e"
				     "E|STRA\xe1\xba\x9e"
				     "E|STRA\xe1\xba\x9e"
				     "E|STRA\xe1\xba\x9e"
				     "E"},
    {"fold(y)", "abc|NULL|\xc3\xa4pfel|"},
    {"length(y)", "3|NULL|5|0"},
    {"trim('  a b ')", "a b|a b|a b|a b"},
    {"substr(y, 2)", "bc|NULL|pfel|"},
    {"substr(y, 1, 2)", "ab|NULL|\xc3\x84p|"},
    {"substr(y, 0, 2)", "a|NULL|\xc3\x84|"},
    {"substr(y, -5, 2)", "|NULL||"},
    {"substr(y, 2, 9223372036854775807)", "bc|NULL|pfel|"},
    {"replace(queue, 's', 'zz')", "zzalezz|zzupport|zzalezz|NULL"},
    {"replace(queue, '', 'x')", "sales|support|sales|NULL"},
    {"split_part(themes, ',', 1)", "billing|NULL|fee|"},
    {"split_part(themes, ',', 2)", "fee|NULL||"},
    {"split_part(themes, ',', -1)", "fee|NULL|fee|"},
    {"split_part(themes, ',', 0)", "|NULL||"},
    {"starts_with(queue, 'sa')", "t|f|t|NULL"},
    {"ends_with(queue, 'rt')", "f|t|f|NULL"},
    {"contains(queue, 'pp')", "f|t|f|NULL"},
    {"has(themes, 'fee')", "t|NULL|t|f"},
    {"has(themes, 'bill')", "f|NULL|f|f"},
    {"agent || '/' || wait_s", "bob/20|NULL|ada/0|NULL"},
    {"text(cost) || text(solved_agent)", "1.50t|NULL|-0.75f|12t"},
    /* casts */
    {"number(x)", "12|-3|2.50|NULL"},
    {"number(x) * 2 > wait_s", "t|f|t|NULL"},
    {"number('1.234,50', ',.')", "1234.50|1234.50|1234.50|1234.50"},
    {"number('3,5', ',')", "3.5|3.5|3.5|3.5"},
    {"number(wait_s)", "20|75|0|NULL"},
    {"int('12')", "12|12|12|12"},
    {"int(cost * 4)", "6|NULL|-3|48"},
    {"cast(x as number)", "12|-3|2.50|NULL"},
    {"csat <> 3 or bool(substr('tf', csat - 2, 1))", "t|NULL|t|t"},
    {"round(cost)", "2|NULL|-1|12"},
    {"round(cost, 1)", "1.5|NULL|-0.8|12"},
    {"floor(cost)", "1|NULL|-1|12"},
    {"ceil(cost)", "2|NULL|0|12"},
    {"abs(cost)", "1.50|NULL|0.75|12"},
    {"abs(0 - wait_s)", "20|75|0|NULL"},
    {"round(wait_s)", "20|75|0|NULL"},
    {"seconds('1:02:03')", "3723|3723|3723|3723"},
    {"time(0)", "1970-01-01T00:00:00Z|1970-01-01T00:00:00Z|1970-01-01T00:00:00Z|"
		"1970-01-01T00:00:00Z"},
    {"epoch(time(1.9999999))", "2|2|2|2"},
    {"epoch(time(wait_s)) - wait_s", "0|0|0|NULL"},
    {"date(time('02.01.2026', '%d.%m.%Y'))", "2026-01-02|2026-01-02|2026-01-02|2026-01-02"},
    /* instants */
    {"ended_at - started_at", "270|NULL|7200|1800"},
    {"started_at - ended_at", "-270|NULL|-7200|-1800"},
    {"started_at + 1h", "2026-10-01T09:15:30Z|2026-10-25T01:30:00Z|2026-03-29T23:59:59.500Z|"
			"2026-01-01T00:30:00Z"},
    {"1m + started_at", "2026-10-01T08:16:30Z|2026-10-25T00:31:00Z|2026-03-29T23:00:59.500Z|"
			"2025-12-31T23:31:00Z"},
    {"started_at - wait_s", "2026-10-01T08:15:10Z|2026-10-25T00:28:45Z|"
			    "2026-03-29T22:59:59.500Z|NULL"},
    {"started_at + 2mo", "2026-12-01T08:15:30Z|2026-12-25T00:30:00Z|2026-05-29T22:59:59.500Z|"
			 "2026-02-28T23:30:00Z"},
    {"started_at - 1y", "2025-10-01T08:15:30Z|2025-10-25T00:30:00Z|2025-03-29T22:59:59.500Z|"
			"2024-12-31T23:30:00Z"},
    {"started_at + 1mo2d", "2026-11-03T08:15:30Z|2026-11-27T00:30:00Z|2026-05-01T22:59:59.500Z|"
			   "2026-02-02T23:30:00Z"},
    {"'2026-01-31' + 1mo", "2026-02-28T00:00:00Z|2026-02-28T00:00:00Z|2026-02-28T00:00:00Z|"
			   "2026-02-28T00:00:00Z"},
    {"started_at - '2026-01-01'", "23616930|25662600|7599599|-1800"},
    {"time(cost) < time(100)", "t|NULL|t|t"},
    {"text(interval(started_at, 1d))", "2026-10-01T00:00:00Z|2026-10-25T00:00:00Z|"
				       "2026-03-29T00:00:00Z|2025-12-31T00:00:00Z"},
    {"ended_at > started_at + 1h", "f|NULL|t|f"},
    {"year(started_at)", "2026|2026|2026|2025"},
    {"month(started_at)", "10|10|3|12"},
    {"day(started_at)", "1|25|29|31"},
    {"hour(started_at)", "8|0|22|23"},
    {"minute(started_at)", "15|30|59|30"},
    {"weekday(started_at)", "4|7|7|3"},
    {"weekday(ended_at)", "4|NULL|1|4"},
    {"date(started_at)", "2026-10-01|2026-10-25|2026-03-29|2025-12-31"},
    {"date(ended_at)", "2026-10-01|NULL|2026-03-30|2026-01-01"},
    {"week(started_at)", "2026-09-28|2026-10-19|2026-03-23|2025-12-29"},
    {"clock(started_at)", "08:15:30|00:30:00|22:59:59|23:30:00"},
    {"interval(started_at, 15m)", "2026-10-01T08:15:00Z|2026-10-25T00:30:00Z|"
				  "2026-03-29T22:45:00Z|2025-12-31T23:30:00Z"},
    {"hour('2026-10-01 12:30')", "12|12|12|12"},
    /* classes of dispositions */
    {"inbound", "t|t|t|t"},
    {"queued", "t|t|t|f"},
    {"handled", "t|f|f|f"},
    {"abandoned and wait_s > 5", "f|t|f|f"},
    {"flow_out", "f|f|t|f"},
    {"offered and not handled", "f|t|t|f"},
};

/* The same columns in a zone with summer time. */
static const struct {
	const char *text, *want;
} berlin[] = {
    {"hour(started_at)", "10|2|0|0"},
    {"date(started_at)", "2026-10-01|2026-10-25|2026-03-30|2026-01-01"},
    {"week(started_at)", "2026-09-28|2026-10-19|2026-03-30|2025-12-29"},
    {"clock(started_at)", "10:15:30|02:30:00|00:59:59|00:30:00"},
    {"started_at >= '2026-01-01'", "t|t|t|t"},
    {"started_at < '2026-01-01 00:30'", "f|f|f|f"},
    {"started_at = '2026-10-25 02:30'", "f|t|f|f"},
    {"year(started_at)", "2026|2026|2026|2026"},
    {"started_at + 6mo", "2027-04-01T08:15:30Z|2027-04-25T00:30:00Z|2026-09-29T22:59:59.500Z|"
			 "2026-06-30T22:30:00Z"},
};

static void
test_values(void)
{
	struct bench t;
	struct cs_buf out = CS_BUF_INIT;

	bench_init(&t, head_line, NULL);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		for (size_t step = 1; step <= RECORDS; step += RECORDS - 1)
			is_str(run(&t, records, RECORDS, step, values[i].text, &out),
			    values[i].want, "%s, %zu at a time", values[i].text, step);
	bench_finish(&t);
	bench_init(&t, head_line, "Europe/Berlin");
	for (size_t i = 0; i < sizeof berlin / sizeof *berlin; i++)
		is_str(run(&t, records, RECORDS, RECORDS, berlin[i].text, &out), berlin[i].want,
		    "%s in Berlin", berlin[i].text);
	bench_finish(&t);
	cs_buf_finish(&out);
}

/* What is wrong with the text: message (NULL: somebody else's), piece that the caret is below
 * (NULL: all of it), first line of the hint. */
static const struct {
	const char *text, *msg, *piece, *hint;
} wrong[] = {
    {"wate_s > 60", "there is no column 'wate_s'", "wate_s",
	"did you mean 'wait_s'? The columns are contact_id, agent_id, queue, started_at, "
	"ended_at, wait_s, csat, cost, solved_agent, disposition, themes, x, y, odd name"},
    {"agent_id = 42", "agent_id is an identifier, 42 is a whole number: they cannot be compared",
	NULL, "identifiers are text: write '42'"},
    {"1 < x", "1 is a whole number, x is text: they cannot be compared", NULL,
	"number(x) makes a number of it"},
    {"wait_s = '20'", "wait_s is a whole number, '20' is text: they cannot be compared", NULL,
	"numbers are written without quotes"},
    {"solved_agent = 't'", "solved_agent is a condition, 't' is text: they cannot be compared",
	NULL, "a condition stands for itself: solved_agent, or not solved_agent"},
    {"y > started_at", "y is text, started_at is an instant: they cannot be compared", NULL,
	"time(y) makes an instant of it"},
    {"started_at > 'soon'", "this is not an instant", "'soon'",
	"write '2026-10-01', '2026-10-01 12:30' (local time) or '2026-10-01T10:30:00Z'"},
    {"csat > 1m", "1m is a duration, csat is not counted in seconds", NULL, NULL},
    {"wait_s > 6mo", "months have no fixed length: they can be added to an instant, not compared",
	"6mo", NULL},
    {"wait_s + 6mo", "months have no fixed length: they can only be added to an instant", "6mo",
	NULL},
    {"queue + 1", "queue is an identifier: + cannot calculate with it", NULL,
	"number(queue) makes a number of it; || joins text"},
    {"1 + agent_id", "agent_id is an identifier: + cannot calculate with it", NULL,
	"number(agent_id) makes a number of it; || joins text"},
    {"started_at * 2", "started_at is an instant: * cannot calculate with it", NULL,
	"instants take durations (+ 15m) and differ by seconds"},
    {"started_at + cost", "started_at is an instant: + cannot calculate with it", NULL,
	"instants take durations (+ 15m) and differ by seconds"},
    {"started_at + csat", "started_at is an instant: + cannot calculate with it", NULL,
	"instants take durations (+ 15m) and differ by seconds"},
    {"-queue", "queue is an identifier: - cannot calculate with it", NULL,
	"number(queue) makes a number of it; || joins text"},
    {"wait_s and true", "each side of and must be a condition, this is a whole number", "wait_s",
	"a condition compares something: wait_s > 60, queue = 'sales', csat is not null"},
    {"not queue", "this must be a condition, this is an identifier", "queue",
	"a condition compares something: wait_s > 60, queue = 'sales', csat is not null"},
    {"case when wait_s then 1 end", "what follows when must be a condition, this is a whole number",
	"wait_s", "a condition compares something: wait_s > 60, queue = 'sales', csat is not null"},
    {"case when true then 1 else 'a' end",
	"1 is a whole number, 'a' is text: they cannot be chosen from", NULL,
	"numbers are written without quotes"},
    {"coalesce(wait_s, queue)",
	"wait_s is a whole number, queue is an identifier: they cannot be chosen from", NULL,
	"text(wait_s) makes a text of the number"},
    {"wait_s like '2%'", "like looks at text, this is a whole number", "wait_s", NULL},
    {"queue ~ y", "the pattern must be a constant text", "y", NULL},
    {"queue ~ 'a('", "pattern 'a(': missing closing parenthesis at character 2", "'a('", NULL},
    {"lenght(y)", "there is no function lenght()", NULL, "did you mean length()?"},
    {"frobnicate(y)", "there is no function frobnicate()", NULL, "cs-expr.7 lists the functions"},
    {"share(wait_s > 1)",
	"share() sums up many rows: it belongs in a metric, not in a row's expression", NULL, NULL},
    {"p90(wait_s) > 1",
	"p90() sums up many rows: it belongs in a metric, not in a row's expression", "p90(wait_s)",
	NULL},
    {"@asa > 1", "a metric (@asa) has one value a group: a row's expression sees columns", "@asa",
	NULL},
    {"lower(*)", "* stands for all rows in count(*), and nowhere else", "*", NULL},
    {"lower(wait_s)", "lower() does not take (a whole number)", NULL, "it is written lower(text)"},
    {"substr(y)", "substr() does not take (text)", NULL, "it is written substr(text, from[, n])"},
    {"round(cost, csat)", "round() does not take (a decimal number, a whole number)", NULL,
	"it is written round(x), round(x, digits)"},
    {"round(cost, 19)", "0 to 18 digits", "19", NULL},
    {"number(x, ';')",
	"the marks are '.' or ',' for decimals and, behind it, one of . , ' _ and blank for "
	"thousands",
	"';'", NULL},
    {"interval(started_at, 7m)", "the step of an interval must divide a day: 15m, 30m, 1h", "7m",
	NULL},
    {"time(y, '%Q')", NULL, "'%Q'", NULL},
    {"'soon' + 1mo", "this is not an instant", "'soon'",
	"write '2026-10-01', '2026-10-01 12:30' (local time) or '2026-10-01T10:30:00Z'"},
    {"(wait_s + nosuch) * 2", "there is no column 'nosuch'", "nosuch",
	"the columns are contact_id, agent_id, queue, started_at, ended_at, wait_s, csat, cost, "
	"solved_agent, disposition, themes, x, y, odd name"},
    {"nullif(1)", "nullif() takes 2 arguments, not 1", NULL, NULL},
    {"lower(y) filter (where true)", "filter belongs to aggregates, lower() is none", "true", NULL},
    {"9223372036854775807 + 1", "overflow", NULL, NULL},
    {"wait_s > number('abc')", "this is not a number", "number('abc')", NULL},
};

/* The text with a caret line below the first place of the piece. */
static void
add_caret(struct cs_buf *want, const char *text, const char *piece)
{
	size_t at = piece != NULL ? cs_str_search(cs_str_z(text), cs_str_z(piece)) : 0;
	size_t n = strlen(piece != NULL ? piece : text);

	cs_buf_printf(want, "\n%s\n%*s^", text, (int)at, "");
	for (size_t k = 1; k < n; k++)
		cs_buf_c(want, '~');
}

static void
test_wrong(void)
{
	struct bench t;
	struct cs_buf want = CS_BUF_INIT;

	bench_init(&t, head_line, NULL);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct cs_err e = CS_ERR_INIT;

		ok(cs_expr_compile(&t.arena, cs_str_z(wrong[i].text), &t.env, &e) == NULL &&
			e.status == CS_EXIT_USAGE,
		    "refused: %s", wrong[i].text);
		cs_buf_reset(&want);
		cs_buf_printf(&want, "t: %s", wrong[i].msg != NULL ? wrong[i].msg : "");
		ok(wrong[i].msg != NULL ? strcmp(e.msg, cs_buf_cstr(&want)) == 0
					: strlen(e.msg) > want.n,
		    "message for %s", wrong[i].text);
		if (wrong[i].msg != NULL && strcmp(e.msg, cs_buf_cstr(&want)) != 0)
			printf("#   got  %s\n", e.msg);
		cs_buf_reset(&want);
		cs_buf_z(&want, wrong[i].hint != NULL ? wrong[i].hint : "it is here:");
		add_caret(&want, wrong[i].text, wrong[i].piece);
		is_str(e.hint, cs_buf_cstr(&want), "hint for %s", wrong[i].text);
	}
	cs_buf_finish(&want);
	bench_finish(&t);
}

/* Every operator over true, false and NULL: the SQL standard's tables, whole. */
static void
test_logic(void)
{
	static const char *const recs[] = {"t\tt\n", "t\tf\n", "t\t\\N\n", "f\tt\n", "f\tf\n",
	    "f\t\\N\n", "\\N\tt\n", "\\N\tf\n", "\\N\t\\N\n"};
	static const struct {
		const char *text, *want;
	} laws[] = {
	    {"solved_agent and solved_customer", "t|f|NULL|f|f|f|NULL|f|NULL"},
	    {"solved_agent or solved_customer", "t|t|t|t|f|NULL|t|NULL|NULL"},
	    {"not solved_agent", "f|f|f|t|t|t|NULL|NULL|NULL"},
	    {"solved_agent = solved_customer", "t|f|NULL|f|t|NULL|NULL|NULL|NULL"},
	    {"solved_agent <> solved_customer", "f|t|NULL|t|f|NULL|NULL|NULL|NULL"},
	    {"solved_agent < solved_customer", "f|f|NULL|t|f|NULL|NULL|NULL|NULL"},
	    {"solved_agent is distinct from solved_customer", "f|t|t|t|f|t|t|t|f"},
	    {"solved_agent is not distinct from solved_customer", "t|f|f|f|t|f|f|f|t"},
	    {"solved_agent is true", "t|t|t|f|f|f|f|f|f"},
	    {"solved_agent is false", "f|f|f|t|t|t|f|f|f"},
	    {"solved_agent is not true", "f|f|f|t|t|t|t|t|t"},
	    {"solved_agent is not false", "t|t|t|f|f|f|t|t|t"},
	    {"solved_agent is null", "f|f|f|f|f|f|t|t|t"},
	    {"solved_agent and solved_customer and true", "t|f|NULL|f|f|f|NULL|f|NULL"},
	    {"solved_agent or null or solved_customer", "t|t|t|t|NULL|NULL|t|NULL|NULL"},
	    {"solved_agent and null", "NULL|NULL|NULL|f|f|f|NULL|NULL|NULL"},
	    {"solved_agent or null", "t|t|t|NULL|NULL|NULL|NULL|NULL|NULL"},
	    {"not (solved_agent and solved_customer)", "f|t|NULL|t|t|t|NULL|t|NULL"},
	    {"not solved_agent or not solved_customer", "f|t|NULL|t|t|t|NULL|t|NULL"},
	    {"case when solved_agent then 1 when solved_customer then 2 else 3 end",
		"1|1|1|2|3|3|2|3|3"},
	    {"coalesce(solved_agent, solved_customer)", "t|t|t|f|f|f|t|f|NULL"},
	    {"solved_agent in (solved_customer, false)", "t|f|NULL|t|t|t|NULL|NULL|NULL"},
	};
	struct bench t;
	struct cs_buf out = CS_BUF_INIT;

	bench_init(&t, "solved_agent\tsolved_customer", NULL);
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
		is_str(run(&t, recs, 9, 9, laws[i].text, &out), laws[i].want, "%s", laws[i].text);
	cs_buf_finish(&out);
	bench_finish(&t);
}

/* Cells that are not what they should be: message, or values and count under --bad. */
static const char *const bad_records[] = {
    "abc\t1\tx\tt\t2026-10-01T00:00:00Z\tanswered\t7\n",
    "1.5\t2\t12\tt\t2026-10-01T00:00:00Z\tanswered\t9223372036854775807\n",
    "3\t3\t13\tt\t2026-10-01T00:00:00Z\tanswered\t\\N\n",
    "4\t\t14\ttrue\t2026-10-01\tgone\t1\n",
};

static const struct {
	const char *text;
	enum cs_bad bad;
	const char *want;
	uint64_t count;
} bad_cells[] = {
    {"wait_s", CS_BAD_ERROR, "65 f.tsv:2: column wait_s: 'abc' is not a number", 0},
    {"wait_s", CS_BAD_NULL, "NULL|NULL|3|4", 2},
    {"wait_s", CS_BAD_SKIP, "-|-|3|4", 2},
    {"wait_s is null", CS_BAD_NULL, "t|t|f|f", 2},
    {"cost", CS_BAD_ERROR, "65 f.tsv:5: column cost: '' is not a number", 0},
    {"solved_agent", CS_BAD_ERROR, "65 f.tsv:5: column solved_agent: 'true' is not t or f", 0},
    {"started_at", CS_BAD_ERROR, "65 f.tsv:5: column started_at: '2026-10-01' is not an instant",
	0},
    {"handled", CS_BAD_ERROR,
	"65 f.tsv:5: column disposition: 'gone' is not a disposition (cs-columns.5)", 0},
    {"handled", CS_BAD_NULL, "t|t|t|NULL", 1},
    /* the cell is bad wherever it is read, a cast only where it is asked for */
    {"false and wait_s > 1", CS_BAD_ERROR, "65 f.tsv:2: column wait_s: 'abc' is not a number", 0},
    {"number(x)", CS_BAD_ERROR, "65 f.tsv:2: column x: 'x' is not a number", 0},
    {"number(x || '')", CS_BAD_ERROR, "65 f.tsv:2: number(x || ''): 'x' is not a number", 0},
    {"number(x)", CS_BAD_NULL, "NULL|12|13|14", 1},
    {"number(x)", CS_BAD_SKIP, "-|12|13|14", 1},
    {"case when x <> 'x' then number(x) end", CS_BAD_ERROR, "NULL|12|13|14", 0},
    {"x <> 'x' and number(x) > 12", CS_BAD_ERROR, "f|f|t|t", 0},
    {"number(x) > 12 and x <> 'x'", CS_BAD_ERROR, "65 f.tsv:2: column x: 'x' is not a number", 0},
    {"x = 'x' or number(x) > 12", CS_BAD_ERROR, "t|f|t|t", 0},
    {"case x when 'x' then 0 when '1' then 1 when '2' then 2 when '3' then 3 when '4' then 4 else "
     "number(x) end",
	CS_BAD_ERROR, "0|12|13|14", 0},
    {"case x when '12' then 0 when '1' then 1 when '2' then 2 when '3' then 3 when '4' then 4 else "
     "number(x) end",
	CS_BAD_NULL, "NULL|0|13|14", 1},
    {"coalesce(nullif(x, 'x'), '0')", CS_BAD_ERROR, "0|12|13|14", 0},
    {"number(coalesce(nullif(x, 'x'), '0'))", CS_BAD_ERROR, "0|12|13|14", 0},
    {"coalesce(number(y), number(x))", CS_BAD_ERROR, "7|9223372036854775807|13|1", 0},
    {"number(x) between 12 and 13", CS_BAD_NULL, "NULL|t|t|f", 1},
    {"number(x) + number(x)", CS_BAD_NULL, "NULL|24|26|28", 2},
    {"int(number(y) / 2)", CS_BAD_ERROR,
	"65 f.tsv:2: int(number(y) / 2): '3.5' is not a whole "
	"number",
	0},
    /* overflow is an error whatever the policy */
    {"int(y) + 1", CS_BAD_ERROR, "65 f.tsv:3: int(y) + 1: the result does not fit", 0},
    {"int(y) + 1", CS_BAD_NULL, "65 f.tsv:3: int(y) + 1: the result does not fit", 0},
    {"if(y = '1', 0, int(y) * 2)", CS_BAD_SKIP, "65 f.tsv:3: int(y) * 2: the result does not fit",
	0},
    {"if(length(y) > 3, 0, int(y) * 2)", CS_BAD_ERROR, "14|0|NULL|2", 0},
    {"-(-9223372036854775807 - length(substr(x, 1, 1)))", CS_BAD_ERROR,
	"65 f.tsv:2: -(-9223372036854775807 - length(substr(x, 1, 1))): the result does not fit",
	0},
    {"time('2026-01-01') + int(y) * 9999999999", CS_BAD_ERROR,
	"65 f.tsv:3: int(y) * 9999999999: the result does not fit", 0},
    {"time('2026-01-01') - length(x) * 99999999999", CS_BAD_ERROR,
	"65 f.tsv:2: time('2026-01-01') - length(x) * 99999999999: the result does not fit", 0},
};

static void
test_bad(void)
{
	struct bench t;
	struct cs_buf out = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof bad_cells / sizeof *bad_cells; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_expr *x;
		struct cs_vec v;

		bench_init(&t, "wait_s\tcost\tx\tsolved_agent\tstarted_at\tdisposition\ty", NULL);
		t.env.bad = bad_cells[i].bad;
		x = cs_expr_compile(&t.arena, cs_str_z(bad_cells[i].text), &t.env, &e);
		bench_fill(&t, bad_records, 0, 4);
		cs_buf_reset(&out);
		if (x == NULL || cs_eval_run(&t.ev, x, &t.batch, &v, &e) != 0)
			cs_buf_printf(&out, "%d %s", e.status, e.msg);
		for (uint32_t row = 0; row < 4 && e.status == 0; row++) {
			cs_buf_z(&out, row != 0 ? "|" : "");
			if (cs_eval_skipped(&t.ev, row))
				cs_buf_c(&out, '-');
			else
				show(&out, &v, row);
		}
		is_str(cs_buf_cstr(&out), bad_cells[i].want, "%s", bad_cells[i].text);
		is_int(t.ev.bad_cells, bad_cells[i].count, "cells counted");
		bench_finish(&t);
	}
	cs_buf_finish(&out);
}

/*
 * A case of n branches over texts of every length, as a table and with conditions of which none can
 * be made: the same values, found or not. Every seventh key is there twice.
 */
static void
test_table(void)
{
	static const unsigned branches[] = {1, 4, 5, 6, 63, 64, 65, 700};
	enum { ROWS = 1500 };
	struct bench t;
	struct cs_buf out = CS_BUF_INIT, text[2] = {CS_BUF_INIT, CS_BUF_INIT};
	const char **record, *plain;

	bench_init(&t, "queue\twait_s", NULL);
	record = cs_arena_new(&t.arena, ROWS, sizeof *record);
	for (unsigned k = 0; k < ROWS; k++)
		record[k] = k % 50 == 0 ? "\\N\t1\n"
					: cs_arena_printf(&t.arena, "%0*u\t%u\n", (int)(1 + k % 40),
					      k * 13 % 900, k);
	for (size_t i = 0; i < sizeof branches / sizeof *branches; i++) {
		for (int form = 0; form < 2; form++) {
			cs_buf_reset(&text[form]);
			cs_buf_z(&text[form], "case");
			for (unsigned k = 0; k < branches[i]; k++)
				cs_buf_printf(&text[form],
				    " when queue in ('%0*u', '%u')%s then %u", (int)(1 + k % 40),
				    k * 13 % 900, k / 7 * 7, form == 0 ? "" : " and true", k);
			cs_buf_z(&text[form], " else wait_s end");
		}
		plain = run(&t, record, ROWS, 1000, cs_buf_cstr(&text[1]), &out);
		plain = cs_arena_printf(&t.arena, "%s", plain);
		is_str(run(&t, record, ROWS, 1000, cs_buf_cstr(&text[0]), &out), plain,
		    "%u branches as a table", branches[i]);
	}
	cs_buf_finish(&text[0]);
	cs_buf_finish(&text[1]);
	cs_buf_finish(&out);
	bench_finish(&t);
}

/* A record of "a" and n digits, or \N for 0, of which the one at `at` is another byte. */
static void
add_number(struct cs_buf *b, size_t n, size_t at, char byte)
{
	cs_buf_z(b, n != 0 ? "a\t" : "a\t\\N");
	for (size_t i = 0; i < n; i++)
		cs_buf_c(b, i == at ? byte : (char)('0' + (i * 7 + n) % 10));
	cs_buf_c(b, '\n');
}

/*
 * Whole numbers of every length, with every byte at every place of them: a column reads them as
 * cs_num_i64 does, and NULL between them as NULL.
 */
static void
test_whole(void)
{
	enum { LONGEST = 20 };
	struct bench t;
	struct cs_err e = CS_ERR_INIT;
	struct cs_expr *x;
	struct cs_vec v = {.type = CS_INT};
	int differ = 0, good = 0, bad = 0;

	bench_init(&t, "agent_id\twait_s", NULL);
	t.env.bad = CS_BAD_NULL;
	x = cs_expr_compile(&t.arena, CS_STR("wait_s"), &t.env, &e);
	for (size_t n = 1; n <= LONGEST; n++) {
		cs_buf_reset(&t.batch.bytes);
		for (size_t at = 0; at < n; at++) {
			for (char byte = ' '; byte < 127; byte++)
				add_number(&t.batch.bytes, byte == '\\' ? 0 : n, at, byte);
		}
		t.batch.ncol = 2;
		t.batch.file = "f.tsv";
		cs_eval_next_batch(&t.ev);
		if (x == NULL || cs_batch_split(&t.batch, &e) != 0 ||
		    cs_eval_run(&t.ev, x, &t.batch, &v, &e) != 0)
			break;
		for (uint32_t row = 0; row < t.batch.nrow; row++) {
			int64_t want = 0;
			bool is = cs_num_i64(cs_batch_raw(&t.batch, row, 1), &want);
			bool null = v.null != NULL && v.null[row];

			differ += is == null || (is && v.i[row] != want);
			good += is;
			bad += !is;
		}
	}
	is_str(e.msg, "", "whole numbers, and bytes in them");
	is_int(differ, 0, "are read as numbers are");
	ok(good > 1500 && bad > 10000, "good ones and bad ones: %d, %d", good, bad);
	bench_finish(&t);
}

int
main(void)
{
	test_values();
	test_wrong();
	test_logic();
	test_bad();
	test_table();
	test_whole();
	return done();
}
