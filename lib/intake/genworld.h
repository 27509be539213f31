/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of the generator. genworld.c makes what holds for all rows (agents, quarter-hours,
 * effects), gendraw.c a contact of its number, genrow.c its text, genside.c the other tables,
 * genlinks.c those of customers with many names, gencell.c the cells of both, genticket.c a Zendesk
 * export, genlog.c the queue_log, gentruth.c what is planted, genwords.c what people say,
 * gentable.c the distributions; gendesk.h is the service desk, genretain.h customers who stay or
 * leave, gendecision.h a fee.
 *
 * Private to intake/gen*.c.
 */
#ifndef CS_INTAKE_GENWORLD_H
#define CS_INTAKE_GENWORLD_H

#include "base/civil.h"
#include "intake/gen.h"

enum {
	CS_GEN_QUEUES = 5,
	CS_GEN_SLOT_S = 900, /* arrivals are planned by quarter-hours */
	CS_GEN_DAY_SLOTS = 96,
	CS_GEN_FIRST_ID = 1000001, /* of contacts */
	CS_GEN_OPEN = 7,	   /* hours, UTC */
	CS_GEN_CLOSE = 22,
	CS_GEN_LONGEST_WAIT = 900,
	CS_GEN_FOLLOW_MAX = 450, /* per mille; no contact is followed by more */
	CS_GEN_DATE_MARGIN = 3,	 /* days behind the last that contacts may end on */
};

/* Why customers come. */
enum cs_gen_reason {
	CS_GEN_INVOICE,
	CS_GEN_PAYMENT,
	CS_GEN_REFUND,
	CS_GEN_DELIVERY,
	CS_GEN_RETURN,
	CS_GEN_WRONG_ITEM,
	CS_GEN_SETUP,
	CS_GEN_FAULT,
	CS_GEN_LOGIN,
	CS_GEN_ADDRESS,
	CS_GEN_CANCEL,
	CS_GEN_UPGRADE,
	CS_GEN_QUESTION,
	CS_GEN_FEE,    /* only for the planted fee */
	CS_GEN_BROKEN, /* only for the product that breaks */
	CS_GEN_REASONS,
};

struct cs_gen_reason_def {
	const char *name;
	uint8_t queue;
	uint8_t share;	 /* of 256 contacts */
	uint16_t talk_s; /* median */
};
extern const struct cs_gen_reason_def cs_gen_reasons[CS_GEN_REASONS];
extern const char *const cs_gen_queue_names[CS_GEN_QUEUES];
extern const char *const cs_gen_products[8];
extern const char *const cs_gen_regions[5];

/* The product that breaks. */
#define CS_GEN_BROKEN_PRODUCT 5

/* Quantiles, see gentable.c. */
extern const uint16_t cs_gen_lognormal[257];
extern const uint16_t cs_gen_exponential[257];
extern const uint16_t cs_gen_csat[16][4];

struct cs_gen_agent {
	uint8_t queue, shift, off; /* off: a pattern of days off */
	bool vendor;		   /* works for the outsourcer */
	uint16_t team;
	uint16_t talk;	/* per mille of the usual */
	int8_t quality; /* -2 .. 2 */
};

/* The agents at work in a queue at an hour of a weekday: n of them from at in cs_gen.at_work. */
struct cs_gen_crew {
	uint32_t at, n;
};

/* A quarter-hour. */
struct cs_gen_slot {
	uint64_t first;		      /* row that it begins with */
	uint32_t fee, broken;	      /* rows of these reasons in it */
	uint16_t wait[CS_GEN_QUEUES]; /* mean wait of those who wait, seconds */
	uint16_t load[CS_GEN_QUEUES]; /* per mille; 0: closed */
};

/* The planted effects: who, and on which day from the start. */
struct cs_gen_effects {
	uint32_t cutter, cherry; /* agents */
	uint16_t trained_team;
	uint32_t fee_day, training_day, broken_day;
	uint64_t fee_rows, broken_rows; /* contacts that there would not be without */
};

/* A piece of text that is copied whole: up to n bytes count. */
struct cs_gen_piece {
	char s[31];
	uint8_t n;
};

/* How a row is written: cells between open and close, joined by sep. */
enum cs_gen_style { CS_GEN_PLAIN, CS_GEN_ALL_QUOTED, CS_GEN_TABS, CS_GEN_STYLES };

struct cs_gen {
	struct cs_gen_plan plan; /* without zeros */
	uint64_t
	    key[20]; /* of the streams of random numbers; 8 to 15 are the desk's, others lives */
	struct cs_gen_effects effect;
	struct cs_gen_slot *slot; /* slots + 1; the last has first = rows */
	uint32_t slots;
	uint32_t *near; /* slot of row i << near_shift, for lookups */
	unsigned near_shift;
	struct cs_gen_agent *agent;
	uint16_t teams;
	uint32_t *at_work;
	struct cs_gen_crew crew[7][24][CS_GEN_QUEUES];
	uint8_t by_share[256];		  /* reason by random byte */
	struct cs_gen_desk *desk;	  /* NULL: nobody asked for it; see gendesk.h */
	struct cs_gen_retain *retain;	  /* the same; see genretain.h */
	struct cs_gen_decision *decision; /* the same; see gendecision.h */

	struct cs_gen_piece *date;		   /* "2026-03-01T" by day */
	struct cs_gen_piece minute[1440];	   /* "12:34:" */
	struct cs_gen_piece second[60];		   /* "56Z" */
	struct cs_gen_piece *place[CS_GEN_STYLES]; /* "a17,t2,inhouse," by agent, and none */
	struct cs_gen_piece line[CS_GEN_STYLES][CS_GEN_QUEUES][2]; /* "billing,phone," */
};

/* A contact, but for what only its text needs. */
struct cs_gen_contact {
	uint64_t row;
	uint64_t
	    root; /* the row that the customer came for the first time in: row itself or less */
	uint64_t draw;	 /* random bits that nothing here used */
	int64_t start_s; /* epoch seconds */
	uint32_t slot;
	uint32_t wait_s, talk_s, hold_s;
	uint32_t agent; /* == plan.agents: none */
	uint8_t reason, queue;
	bool chat; /* else phone */
	enum cs_gen_fate { CS_GEN_ANSWERED, CS_GEN_ABANDONED, CS_GEN_TIMEOUT, CS_GEN_CLOSED } fate;
	bool cut; /* ended by the agent after a few seconds */
};

/* What is asked and told afterwards. */
struct cs_gen_after {
	uint64_t draw; /* random bits; those from 56 on nothing here used */
	uint32_t wrap_s;
	uint8_t csat;				 /* 1 .. 5: what the customer thinks */
	bool sent, answers;			 /* a survey was sent; and answered */
	uint32_t sent_after_s, answered_after_s; /* from the end of the contact; from sending */
};

/*
 * Random bits of a stream and a number: splitmix64, by counter instead of by step (its constants
 * are those of Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).
 */
#define CS_GEN_GOLDEN UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t
cs_gen_scramble(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static inline uint64_t
cs_gen_random(const struct cs_gen *g, unsigned stream, uint64_t number)
{
	return cs_gen_scramble(g->key[stream] + number * CS_GEN_GOLDEN);
}

/* 16 random bits as a number below n. */
static inline uint32_t
cs_gen_below(uint64_t bits, uint32_t n)
{
	return (uint32_t)((bits & 0xffff) * n >> 16);
}

/* The quantile of 16 random bits, between the entries of a table. */
static inline uint32_t
cs_gen_quantile(const uint16_t table[257], uint64_t bits)
{
	uint32_t i = bits >> 8 & 0xff, part = bits & 0xff;

	return (table[i] * (256 - part) + table[i + 1] * part) >> 8;
}

/* The slot of a row. */
uint32_t cs_gen_slot_of(const struct cs_gen *g, uint64_t row);

/* Day of a slot, from the start; weekday 0 Monday. */
static inline uint32_t
cs_gen_day_of(uint32_t slot)
{
	return slot / CS_GEN_DAY_SLOTS;
}

/* How long until answered, or until the customer gives up: by slot and channel, as in a queue. */
void cs_gen_wait(const struct cs_gen *g, struct cs_gen_contact *c, unsigned queue, uint64_t bits);

void cs_gen_contact(const struct cs_gen *g, uint64_t row, uint32_t slot, struct cs_gen_contact *c);
void cs_gen_afterwards(
    const struct cs_gen *g, const struct cs_gen_contact *c, struct cs_gen_after *a);

/* When it ended: for customers, who hear nothing of the wrap. */
static inline int64_t
cs_gen_ended_s(const struct cs_gen_contact *c)
{
	return c->start_s + c->wait_s + c->talk_s + c->hold_s;
}

/* The customer's number, 0 .. customers - 1, or -1: not identified. */
int64_t cs_gen_customer(const struct cs_gen *g, const struct cs_gen_contact *c);

/* How many contacts follow on a contact, on average, in per mille. */
uint32_t cs_gen_follow(const struct cs_gen *g, const struct cs_gen_contact *c);

/* The agent's days off: bit w for weekday w, 0 Monday. */
unsigned cs_gen_days_off(const struct cs_gen_agent *a);
bool cs_gen_on_shift(const struct cs_gen_agent *a, unsigned hour);
void cs_gen_shift_hours(const struct cs_gen_agent *a, unsigned *from, unsigned *to);

/* When an agent joined, in epoch seconds. */
int64_t cs_gen_joined_s(const struct cs_gen *g, uint32_t agent);

/*
 * What somebody says, appended without any escape. mood 0 bad, 1 so-so, 2 good, 3 nobody answered.
 * form 0: no comma, quote or newline in it; 1 a comma, 2 quotes, 3 a newline.
 */
char *cs_gen_comment(char *p, uint8_t reason, unsigned mood, unsigned form, uint64_t bits);

/* Longest comment, in bytes. */
enum { CS_GEN_COMMENT_MAX = 320 };

/* "Anna Schmidt" of random bits. */
void cs_gen_person(struct cs_buf *b, uint64_t bits);

/* Contacts as text (genrow.c), and as tickets (genticket.c). */
uint64_t cs_gen_contact_rows(
    const struct cs_gen *g, enum cs_gen_format f, uint64_t first, uint64_t n, struct cs_buf *b);

extern const char cs_gen_ticket_head[];
void cs_gen_ticket_row(const struct cs_gen *g, uint64_t row, uint32_t slot, struct cs_buf *b);

/* Makes the pieces of text that rows are put together from. */
void cs_gen_pieces(struct cs_gen *g);

#endif
