/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contacts as tickets of a help desk, in the columns of a Zendesk export: what is a minute on
 * the phone takes about an hour here. See genworld.h.
 */
#include "intake/genworld.h"

const char cs_gen_ticket_head[] =
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,"
    "Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,"
    "Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,"
    "Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,"
    "First reply time in minutes,First reply time in minutes within business hours,"
    "First resolution time in minutes,First resolution time in minutes within business hours,"
    "Full resolution time in minutes,Full resolution time in minutes within business hours,"
    "Agent wait time in minutes,Agent wait time in minutes within business hours,"
    "Requester wait time in minutes,Requester wait time in minutes within business hours,"
    "On hold time in minutes,On hold time in minutes within business hours";

enum {
	REPLY_MIN = 3,	    /* minutes at least until a reply, and for each second of waiting one */
	SOLVE_FACTOR = 4,   /* minutes until solved, for each second of talk */
	REOPEN_MIN = 1400,  /* minutes that a ticket opened again takes longer */
	OPEN_S = 15 * 3600, /* of a day the desk is open, for times within business hours */
	CLOSED_AFTER_S = 4 * 86400, /* solved tickets are closed after four days */
};

/* A ticket's course, in minutes from its creation. */
struct ticket {
	bool replied, solved;
	uint32_t reply, first_solved, solved_min;
	unsigned reopens, replies;
};

static struct ticket
course_of(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	uint64_t bits = cs_gen_random(g, 6, CS_GEN_ROWS_MAX + c->row);
	struct ticket t = {.replied = c->fate == CS_GEN_ANSWERED};
	int64_t end = (g->plan.start_day + g->plan.days) * CS_DAY_S;

	if (!t.replied)
		return t;
	t.reply = REPLY_MIN + c->wait_s;
	t.first_solved = t.reply + SOLVE_FACTOR * c->talk_s;
	t.reopens = cs_gen_below(bits, 1000) < cs_gen_follow(g, c);
	t.solved_min = t.first_solved + t.reopens * REOPEN_MIN *
					    cs_gen_quantile(cs_gen_lognormal, bits >> 16) / 1000;
	t.replies = 1 + t.reopens + cs_gen_below(bits >> 32, 3);
	/* What is solved behind the last day is not solved yet. */
	t.solved = c->start_s + t.solved_min * INT64_C(60) < end;
	return t;
}

/* "2026-03-01 12:34", the account's zone being UTC. */
static void
moment(struct cs_buf *b, int64_t epoch_s)
{
	size_t at = b->n;

	cs_time_text(b, epoch_s * CS_USEC);
	b->n -= strlen(":00Z");
	b->p[at + strlen("2026-03-01")] = ' ';
}

/* Minutes, and those of them that the desk was open, on average. */
static void
minutes(struct cs_buf *b, bool there, uint32_t m)
{
	if (there)
		cs_buf_printf(b, ",%u,%u", m, (uint32_t)(m * (uint64_t)OPEN_S / CS_DAY_S));
	else
		cs_buf_z(b, ",,");
}

static void
subject(const struct cs_gen *g, const struct cs_gen_contact *c, unsigned mood, struct cs_buf *b)
{
	uint64_t bits = cs_gen_random(g, 5, c->row);
	uint32_t u = (uint32_t)((bits >> 40) * CS_GEN_MILLION >> 24);
	unsigned form = u < g->plan.quoted ? 1 + cs_gen_below(bits >> 1, 3) : 0;
	char text[CS_GEN_COMMENT_MAX];
	char *end = cs_gen_comment(text, c->reason, mood, form, cs_gen_random(g, 5, ~c->row));

	cs_buf_z(b, form != 0 ? ",\"" : ",");
	for (const char *p = text; p < end; p++) {
		if (*p == '"')
			cs_buf_c(b, '"');
		cs_buf_c(b, *p);
	}
	cs_buf_z(b, form != 0 ? "\"," : ",");
}

static void
people(const struct cs_gen *g, const struct cs_gen_contact *c, struct cs_buf *b)
{
	int64_t customer = cs_gen_customer(g, c);
	uint64_t name = cs_gen_random(g, 4, UINT64_MAX - (uint64_t)customer) >> 32;
	long long id = (long long)customer + 1;

	/* Who is not identified wrote through a form without an account. */
	if (customer < 0)
		cs_buf_z(b, "Guest,,,,,Guest,");
	else {
		cs_gen_person(b, name);
		cs_buf_printf(b, ",%lld,C%lld,c%lld@example.org,example.org,", id, id, id);
		cs_gen_person(b, name);
		cs_buf_c(b, ',');
	}
	if (c->agent < g->plan.agents)
		cs_gen_person(b, cs_gen_random(g, 2, UINT64_MAX - c->agent));
	cs_buf_printf(b, ",%s", cs_gen_queue_names[c->queue]);
}

static const char *
status_of(const struct cs_gen *g, const struct cs_gen_contact *c, const struct ticket *t)
{
	int64_t end = (g->plan.start_day + g->plan.days) * CS_DAY_S;

	if (!t->replied)
		return "New";
	if (!t->solved)
		return t->reopens != 0 ? "Open" : "Pending";
	return c->start_s + t->solved_min * INT64_C(60) + CLOSED_AFTER_S < end ? "Closed"
									       : "Solved";
}

/* From "Created at" to "Resolution time". */
static void
times(const struct cs_gen_contact *c, const struct ticket *t, struct cs_buf *b)
{
	int64_t replied = c->start_s + t->reply * INT64_C(60);
	int64_t solved = c->start_s + t->solved_min * INT64_C(60);

	cs_buf_c(b, ',');
	moment(b, c->start_s);
	cs_buf_c(b, ',');
	moment(b, t->solved ? solved : t->replied ? replied : c->start_s);
	cs_buf_c(b, ',');
	if (t->replied)
		moment(b, c->start_s + 60);
	cs_buf_z(b, ",,,");
	if (t->replied)
		moment(b, c->start_s + 60);
	cs_buf_c(b, ',');
	if (t->solved)
		moment(b, solved);
	/* Whole hours, where all others are minutes: as the export has it. */
	if (t->solved)
		cs_buf_printf(b, ",%u", t->solved_min / 60);
	else
		cs_buf_c(b, ',');
}

void
cs_gen_ticket_row(const struct cs_gen *g, uint64_t row, uint32_t slot, struct cs_buf *b)
{
	static const char *const priorities[4] = {"Low", "Normal", "Normal", "High"};
	static const char *const types[4] = {"Question", "Incident", "Problem", "Task"};
	struct cs_gen_contact c;
	struct cs_gen_after a;
	struct ticket t;
	unsigned mood;

	cs_gen_contact(g, row, slot, &c);
	cs_gen_afterwards(g, &c, &a);
	t = course_of(g, &c);
	mood = !t.replied ? 3 : a.csat <= 2 ? 0 : a.csat == 3 ? 1 : 2;
	cs_buf_z(b, "1,");
	cs_buf_i64(b, (int64_t)row + CS_GEN_FIRST_ID);
	cs_buf_c(b, ',');
	people(g, &c, b);
	subject(g, &c, mood, b);
	cs_buf_printf(b, "%s %s,%s,%s,%s,%s", cs_gen_reasons[c.reason].name,
	    cs_gen_queue_names[c.queue], status_of(g, &c, &t), priorities[a.draw >> 56 & 3],
	    c.chat ? "Chat" : "Mail", types[a.draw >> 58 & 3]);
	times(&c, &t, b);
	cs_buf_printf(b, ",%s,%u,%u,%u,%u",
	    !t.solved || !a.sent ? ""
	    : !a.answers	 ? "Offered"
	    : a.csat >= 4	 ? "Good"
				 : "Bad",
	    1 + t.reopens, 1 + t.reopens, t.reopens, t.replies);
	minutes(b, t.replied, t.reply);
	minutes(b, t.solved, t.first_solved);
	minutes(b, t.solved, t.solved_min);
	minutes(b, t.solved, t.replies * 20);
	minutes(b, t.solved, t.solved_min / 2);
	minutes(b, t.solved, c.hold_s);
}
