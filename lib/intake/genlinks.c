/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is who in the made-up company: its contacts as several systems know them, the files that tell
 * which names are one customer's, a roster in which people move, surveys that came twice, and what
 * is true of all that. See genworld.h.
 *
 * Customer i has the account C(i + 1) of billing and one telephone. Six of ten have an account
 * W(i + 1) of the shop as well; for one in six of these no system says that the two are one person,
 * but both know the same e-mail address. Of pairs of neighbours (2k, 2k + 1) one in 64 shares a
 * telephone, and of one in 64 the first one's number goes to the second in the midst of the days.
 * Of the blocks of 32 one in 64 is an office: all call from its switchboard.
 */
#include "base/num.h"
#include "intake/gencell.h"

enum {
	IDS = 6, /* streams of random numbers: of customers, and of what a contact shows */
	SHOWN = 7,
	OFFICE = 32,
	AWAY_DAYS = 7,	/* between two teams, at times */
	DOUBLED = 8,	/* of 256 answered surveys are sent again */
	NAMELESS = 77,	/* of 256 do not say which contact they are of */
	BY_MACHINE = 5, /* of 256 answers come from a program that follows links */
	MOVING = 77,	/* of 256 agents change teams */
	AWAY = 64,	/* of 256 of these are away before */
};

/* What connects a contact with its customer. */
enum how { ACCOUNT, PHONE, EMAIL, CHAIN, SHARED, SEVERAL, NONE };
static const char *const how_names[] = {
    "account", "phone", "email", "chain", "shared", "several", "none"};

struct person {
	bool web, by_mail; /* an account of the shop; only the address tells that it is theirs */
	enum { OWN, HOME, GIVES, TAKES, SWITCHBOARD } phone;
};

static struct person
person_of(const struct cs_gen *g, uint64_t i)
{
	uint64_t bits = cs_gen_random(g, IDS, i);
	uint64_t pair = cs_gen_random(g, IDS, UINT64_MAX - i / 2) >> 58;
	bool paired = (i ^ 1) < g->plan.customers;
	struct person p = {.web = cs_gen_below(bits, 10) < 6, .phone = OWN};

	p.by_mail = p.web && cs_gen_below(bits >> 16, 6) == 0;
	if (cs_gen_random(g, SHOWN, UINT64_MAX - i / OFFICE) >> 58 == 0)
		p.phone = SWITCHBOARD;
	else if (paired && pair == 0)
		p.phone = HOME;
	else if (paired && pair == 1)
		p.phone = i % 2 == 0 ? GIVES : TAKES;
	return p;
}

/* The day that numbers go to others on. */
static uint32_t
handed_on(const struct cs_gen *g)
{
	return g->plan.days / 2;
}

/* Numbers are given out by customer and a second time: nine digits behind 15, no two the same. */
static uint64_t
number_of(uint64_t i, bool second)
{
	return (i * 2 + second) % 1000000000 * 618033989 % 1000000000;
}

/* The customer's telephone on a day. */
static uint64_t
phone_of(const struct cs_gen *g, uint64_t i, uint32_t day)
{
	bool after = day >= handed_on(g);

	switch (person_of(g, i).phone) {
	case HOME:
		return number_of(i - i % 2, false);
	case GIVES:
		return number_of(i, after);
	case TAKES:
		return number_of(after ? i - 1 : i, false);
	case SWITCHBOARD:
		return number_of(i - i % OFFICE, true);
	default:
		return number_of(i, false);
	}
}

static void
put_phone(struct cs_gen_line *r, const char *head, uint64_t number)
{
	cs_gen_cell(r);
	cs_buf_printf(r->b, "%s%09llu", head, (unsigned long long)number);
}

static void
put_mail(struct cs_gen_line *r, uint64_t i, bool shouted)
{
	static const char *const ends[4] = {"com", "net", "org", "com"};

	cs_gen_cell(r);
	cs_buf_printf(r->b, shouted ? "Post.%llu@Example.%s" : "post.%llu@example.%s",
	    (unsigned long long)i + 1, ends[i & 3]);
}

/* What a contact shows of its customer. */
struct shown {
	int64_t customer; /* -1: withheld */
	enum how how;
	bool account, web; /* billing's account is in the record; the shop's */
	bool mail;	   /* in place of a telephone */
	unsigned form;	   /* of the telephone number */
};

static struct shown
shown_of(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	uint64_t bits = cs_gen_random(g, SHOWN, c->row);
	struct shown s = {.customer = cs_gen_customer(g, c), .how = NONE, .form = bits & 3};
	bool known = (bits >> 2 & 0xff) < (c->chat ? 128 : 160);
	struct person p;

	if (s.customer < 0)
		return s;
	p = person_of(g, (uint64_t)s.customer);
	s.mail = c->chat;
	s.web = known && c->chat && p.web;
	s.account = known && !s.web;
	if (s.web)
		s.how = p.by_mail ? CHAIN : ACCOUNT;
	else if (s.account)
		s.how = ACCOUNT;
	else if (s.mail)
		s.how = EMAIL;
	else
		s.how = p.phone == SWITCHBOARD ? SHARED : p.phone == HOME ? SEVERAL : PHONE;
	return s;
}

static void
put_caller(struct cs_gen_line *r, const struct cs_gen_contact *c, const struct shown *s)
{
	static const char *const forms[4] = {"+4915", "015", "0049 15", "+49 (0)15"};

	if (s->customer < 0 && s->form < 2)
		cs_gen_text(r, "anonymous");
	else if (s->customer < 0)
		cs_gen_null(r);
	else if (s->mail)
		put_mail(r, (uint64_t)s->customer, s->form == 0);
	else
		put_phone(r, forms[s->form],
		    phone_of(r->g, (uint64_t)s->customer, cs_gen_day_of(c->slot)));
}

uint64_t
cs_gen_scattered_row(struct cs_gen_line *r, uint64_t row)
{
	static const char *const fates[] = {
	    [CS_GEN_ANSWERED] = "answered",
	    [CS_GEN_ABANDONED] = "abandoned",
	    [CS_GEN_TIMEOUT] = "timeout",
	    [CS_GEN_CLOSED] = "closed",
	};
	struct cs_gen_contact c;
	struct cs_gen_after a;
	struct shown s;
	bool answered;

	cs_gen_contact(r->g, row, cs_gen_slot_of(r->g, row), &c);
	cs_gen_afterwards(r->g, &c, &a);
	s = shown_of(r->g, &c);
	answered = c.fate == CS_GEN_ANSWERED;
	cs_gen_id(r, '\0', CS_GEN_FIRST_ID + row);
	cs_gen_id_if(r, s.account || s.web, s.web ? 'W' : 'C', (uint64_t)s.customer);
	put_caller(r, &c, &s);
	cs_gen_id_if(r, answered, 'a', c.agent);
	cs_gen_text(r, cs_gen_queue_names[c.queue]);
	cs_gen_text(r, c.chat ? "chat" : "phone");
	cs_gen_moment(r, c.start_s);
	if (answered)
		cs_gen_moment(r, c.start_s + c.wait_s);
	else
		cs_gen_null(r);
	cs_gen_moment(r, cs_gen_ended_s(&c) + (c.fate == CS_GEN_CLOSED ? 12 : 0));
	cs_gen_id_if(r, c.fate != CS_GEN_CLOSED, '\0', c.wait_s);
	cs_gen_id_if(r, answered, '\0', c.talk_s);
	cs_gen_id_if(r, answered, '\0', c.hold_s);
	cs_gen_id_if(r, answered, '\0', a.wrap_s);
	cs_gen_text(r, fates[c.fate]);
	cs_gen_text(r, cs_gen_reasons[c.reason].name);
	cs_gen_text(r,
	    cs_gen_products[c.reason == CS_GEN_BROKEN ? CS_GEN_BROKEN_PRODUCT
						      : cs_gen_random(r->g, 3, c.root) >> 40 & 7]);
	cs_gen_end(r);
	return 1;
}

/* From and to, in days from the start; 0 and the number of days stand for always and still. */
static void
put_days(struct cs_gen_line *r, uint32_t from, uint32_t to)
{
	if (from > 0)
		cs_gen_moment(r, (r->g->plan.start_day + from) * CS_DAY_S);
	else
		cs_gen_null(r);
	if (to < r->g->plan.days)
		cs_gen_moment(r, (r->g->plan.start_day + to) * CS_DAY_S);
	else
		cs_gen_null(r);
}

static uint64_t
phone_row(struct cs_gen_line *r, uint64_t i, uint32_t from, uint32_t to)
{
	cs_gen_id(r, 'C', i);
	cs_gen_text(r, "phone");
	put_phone(r, "+4915", phone_of(r->g, i, from));
	put_days(r, from, to);
	cs_gen_text(r, "billing");
	cs_gen_end(r);
	return 1;
}

static uint64_t
mail_row(struct cs_gen_line *r, char letter, uint64_t i)
{
	cs_gen_id(r, letter, i);
	cs_gen_text(r, "email");
	put_mail(r, i, false);
	put_days(r, 0, r->g->plan.days);
	cs_gen_text(r, letter == 'C' ? "billing" : "shop");
	cs_gen_end(r);
	return 1;
}

static uint64_t
account_row(struct cs_gen_line *r, uint64_t i)
{
	cs_gen_id(r, 'C', i);
	cs_gen_text(r, "account");
	cs_gen_id(r, 'W', i);
	put_days(r, 0, r->g->plan.days);
	cs_gen_text(r, "shop");
	cs_gen_end(r);
	return 1;
}

uint64_t
cs_gen_identity_rows(struct cs_gen_line *r, uint64_t i)
{
	struct person p = person_of(r->g, i);
	uint32_t day = handed_on(r->g), days = r->g->plan.days;
	bool changes = (p.phone == GIVES || p.phone == TAKES) && day > 0;
	uint64_t n = mail_row(r, 'C', i);

	if (changes) {
		n += phone_row(r, i, 0, day);
		n += phone_row(r, i, day, days);
	} else {
		n += phone_row(r, i, 0, days);
	}
	if (p.by_mail)
		n += mail_row(r, 'W', i);
	else if (p.web)
		n += account_row(r, i);
	return n;
}

/* The two places of an agent: from the start on, and from a day on; none from `left` to then. */
struct moves {
	uint16_t team[2];
	uint32_t left, day; /* both the end of the days: stays */
};

static struct moves
moves_of(const struct cs_gen *g, uint64_t i)
{
	uint64_t bits = cs_gen_random(g, IDS, UINT64_MAX / 2 - i);
	uint32_t days = g->plan.days;
	struct moves m = {{g->agent[i].team, g->agent[i].team}, days, days};

	if ((bits & 0xff) >= MOVING || days < 3 || g->teams < 2)
		return m;
	m.day = 1 + cs_gen_below(bits >> 8, days - 1);
	m.left = m.day;
	if ((bits >> 24 & 0xff) < AWAY)
		m.left = m.day > AWAY_DAYS ? m.day - AWAY_DAYS : 1;
	m.team[1] =
	    (uint16_t)((m.team[0] + 1 + cs_gen_below(bits >> 32, g->teams - 1u)) % g->teams);
	return m;
}

static uint64_t
place_row(struct cs_gen_line *r, uint64_t i, uint16_t team, uint32_t from, uint32_t to)
{
	cs_gen_place(r, i, team);
	put_days(r, from, to);
	cs_gen_end(r);
	return 1;
}

uint64_t
cs_gen_move_rows(struct cs_gen_line *r, uint64_t i)
{
	struct moves m = moves_of(r->g, i);
	uint64_t n = place_row(r, i, m.team[0], 0, m.left);

	if (m.day < r->g->plan.days)
		n += place_row(r, i, m.team[1], m.day, r->g->plan.days);
	return n;
}

/* The surveys of a contact: none, one, or one that was sent again. */
static unsigned
ratings_of(const struct cs_gen *g, const struct cs_gen_contact *c, const struct cs_gen_after *a)
{
	if (!a->sent)
		return 0;
	return a->answers && (cs_gen_random(g, SHOWN, c->row) >> 40 & 0xff) < DOUBLED ? 2 : 1;
}

uint64_t
cs_gen_rating_rows(struct cs_gen_line *r, uint64_t row)
{
	uint64_t bits = cs_gen_random(r->g, SHOWN, row) >> 16;
	struct cs_gen_contact c;
	struct cs_gen_after a;
	int64_t customer;
	unsigned n;

	cs_gen_contact(r->g, row, cs_gen_slot_of(r->g, row), &c);
	cs_gen_afterwards(r->g, &c, &a);
	n = ratings_of(r->g, &c, &a);
	customer = cs_gen_customer(r->g, &c);
	for (unsigned i = 0; i < n; i++) {
		int64_t sent = cs_gen_ended_s(&c) + a.sent_after_s + i * INT64_C(1800);
		int64_t after = (bits & 0xff) < BY_MACHINE ? 1 : a.answered_after_s;

		cs_gen_id(r, i == 0 ? 'S' : 'T', row);
		cs_gen_id_if(
		    r, customer < 0 || (bits >> 8 & 0xff) >= NAMELESS, '\0', CS_GEN_FIRST_ID + row);
		cs_gen_id_if(r, customer >= 0, 'C', (uint64_t)customer);
		cs_gen_moment(r, sent);
		a.csat = i == 0 ? a.csat : (uint8_t)(1 + a.csat % 5);
		cs_gen_answers(r, &a, a.answers ? sent + after : INT64_MIN);
		cs_gen_end(r);
	}
	return n;
}

uint64_t
cs_gen_link_row(struct cs_gen_line *r, uint64_t row)
{
	struct cs_gen_contact c;
	struct cs_gen_after a;
	struct moves m = {{0, 0}, 0, 0};
	struct shown s;
	uint32_t day;

	cs_gen_contact(r->g, row, cs_gen_slot_of(r->g, row), &c);
	cs_gen_afterwards(r->g, &c, &a);
	s = shown_of(r->g, &c);
	day = cs_gen_day_of(c.slot);
	cs_gen_id(r, '\0', CS_GEN_FIRST_ID + row);
	cs_gen_id_if(r, s.customer >= 0, 'C', (uint64_t)s.customer);
	cs_gen_id_if(r, s.customer >= 0 && person_of(r->g, (uint64_t)s.customer).web, 'W',
	    (uint64_t)s.customer);
	cs_gen_text(r, how_names[s.how]);
	if (c.fate == CS_GEN_ANSWERED)
		m = moves_of(r->g, c.agent);
	cs_gen_id_if(r, c.fate == CS_GEN_ANSWERED && (day < m.left || day >= m.day), 't',
	    m.team[day >= m.day]);
	cs_gen_id(r, '\0', ratings_of(r->g, &c, &a));
	cs_gen_end(r);
	return 1;
}
