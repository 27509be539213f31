/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A made-up company: its contacts, agents, roster, customers, purchases, surveys and costs, with
 * effects planted in them that are known exactly, so that tools can be shown to find them.
 *
 * Every row is a function of the seed, the plan and its own number, and of nothing else: rows can
 * be made in any order, in pieces, by several threads, and are the same bytes. There are only
 * integers, tables and a counter-based generator in it; no libm and no clock, so that they are the
 * same bytes on every machine as well. Memory is by quarter-hours and agents, not by rows.
 *
 * What is realistic: arrivals by quarter-hour, hour and weekday, closed at night; queues, shifts
 * and days off; waits that grow with load and customers who give up waiting; talk times by reason
 * and agent; customers who come back because a contact went badly, with the same reason. What is
 * not: an agent may be at two contacts at once, and a queue does not remember the last hour.
 *
 * What is planted (cs_gen_truth has the figures):
 *	cut_short	an agent cuts a quarter of the calls after seconds; customers return
 *	fee		a fee introduced on a day drives contacts in billing for weeks
 *	training	a team is trained on a day: fewer customers come back, talks get shorter
 *	broken_product	a product breaks on a day; it is refunded, and contacts in tech jump
 *	happy_surveys	an agent sends surveys only to those who will answer well
 *	vendor		the agents of the outsourcer talk shorter, and their customers return more
 *
 * The service desk is a second world of the same company, without these effects: its agents differ
 * in what they can, their work differs in how hard it is, and some of them make their numbers look
 * better than they are (gendesk.h). A third world is that of its customers, who stay or leave for
 * reasons that are known (genretain.h), a fourth one that decides to charge a fee (gendecision.h).
 */
#ifndef CS_INTAKE_GEN_H
#define CS_INTAKE_GEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct cs_gen;

enum cs_gen_table {
	CS_GEN_CONTACTS,
	CS_GEN_AGENTS,
	CS_GEN_ROSTER,
	CS_GEN_CUSTOMERS,
	CS_GEN_PURCHASES,
	CS_GEN_SURVEYS,
	CS_GEN_COSTS,
	CS_GEN_TICKETS,	   /* the contacts as a Zendesk export has tickets: CSV only */
	CS_GEN_SCATTERED,  /* the contacts as several systems know them: see genlinks.c */
	CS_GEN_IDENTITIES, /* which accounts, telephones and addresses are whose, and when */
	CS_GEN_MOVES,	   /* the roster, with people who change teams and who are away */
	CS_GEN_RATINGS,	   /* the surveys as another system has them: doubled, without contact */
	CS_GEN_EVENTS,
	CS_GEN_LINKS,		 /* what is true of the scattered contacts */
	CS_GEN_DESK,		 /* contacts of a service desk with work of different difficulty */
	CS_GEN_SKILLS,		 /* what is true of its agents */
	CS_GEN_STATES,		 /* what they did */
	CS_GEN_SCHEDULES,	 /* and what was planned */
	CS_GEN_RETAIN_CUSTOMERS, /* who stay or leave for known reasons */
	CS_GEN_RETAIN_CONTACTS,
	CS_GEN_RETAIN_PURCHASES,
	CS_GEN_RETAIN_SURVEYS,
	CS_GEN_RETAIN_RENEWALS,
	CS_GEN_DECISION_CUSTOMERS, /* of whom some are charged a fee from a day on */
	CS_GEN_DECISION_CONTACTS,
	CS_GEN_DECISION_CHARGED,
	CS_GEN_DECISION_COSTS,
	CS_GEN_TABLES,
};

/* As a source would write it, or as records of our stream. */
enum cs_gen_format { CS_GEN_CSV, CS_GEN_RECORDS };

#define CS_GEN_ROWS_MAX	     INT64_C(10000000000)
#define CS_GEN_DAYS_MAX	     3660
#define CS_GEN_AGENTS_MAX    200000
#define CS_GEN_CUSTOMERS_MAX INT64_C(1000000000)
#define CS_GEN_MILLION	     1000000
#define CS_GEN_PLANTS	     12 /* kinds of what is planted among customers */

struct cs_gen_plan {
	uint64_t seed;
	uint64_t rows;	   /* contacts, 1 .. CS_GEN_ROWS_MAX */
	uint32_t days;	   /* 1 .. CS_GEN_DAYS_MAX */
	int64_t start_day; /* the first, in days since 1970-01-01 */
	uint32_t agents;   /* 5 .. CS_GEN_AGENTS_MAX; 0: as the contacts need, to 20000 */
	uint64_t
	    customers; /* 100 .. CS_GEN_CUSTOMERS_MAX; 0: each comes about three times a year */
	/*
	 * CSV contacts with quotes, in millionths of all. Up to a tenth (the share of contacts with
	 * a comment) they are comments with commas, quotes and newlines; above that, rows with
	 * every cell in quotes.
	 */
	uint32_t quoted;
	bool wide; /* contacts also have: reason product ended_by survey_sent_at */
	bool desk; /* make the service desk; without, its tables (from CS_GEN_DESK on) are empty */
	bool retain; /* the same of customers who stay or leave (from CS_GEN_RETAIN_CUSTOMERS on) */
	bool decision;	 /* the same of a fee (from CS_GEN_DECISION_CUSTOMERS on) */
	uint32_t games;	 /* which they play: bits of cs_gen_games; 0: all */
	uint32_t gamers; /* of its agents: those who play a game; at most all of them do */
	uint16_t plant[CS_GEN_PLANTS]; /* by cs_gen_plants: sizes in percent; 0: not planted */
};

/* The company of a plan. */
struct cs_gen *cs_gen_create(const struct cs_gen_plan *plan);
void cs_gen_destroy(struct cs_gen *g);

/* Games by their names, joined by commas, as bits of cs_gen_plan; -1 with *e. */
int cs_gen_games(struct cs_str list, uint32_t *games, struct cs_err *e);

/* The words of games, and of what can be planted among customers; each with a newline. */
void cs_gen_game_words(struct cs_buf *b);
void cs_gen_plant_words(struct cs_buf *b);

/*
 * What is planted among customers: names joined by commas, each with a size or of its usual one
 * ("contact=20%,selection"); "none"; a null slice is what is planted by default. -1 with *e.
 */
int cs_gen_plants(struct cs_str list, uint16_t plant[CS_GEN_PLANTS], struct cs_err *e);

/* How many agents there are. */
uint32_t cs_gen_agents(const struct cs_gen *g);

/* "contacts" "agents" ... */
const char *cs_gen_table_name(enum cs_gen_table t);

/* Steps that a table is made in; a step gives a few rows, one or none. */
uint64_t cs_gen_steps(const struct cs_gen *g, enum cs_gen_table t);

/* Appends the header line. */
void cs_gen_head(
    const struct cs_gen *g, enum cs_gen_table t, enum cs_gen_format f, struct cs_buf *b);

/* Appends the rows of steps first .. first + n - 1 (all there are), and gives how many. */
uint64_t cs_gen_rows(const struct cs_gen *g, enum cs_gen_table t, enum cs_gen_format f,
    uint64_t first, uint64_t n, struct cs_buf *b);

/*
 * Appends what is planted, as a record stream: effect, what, value. Of the contacts' tables, of the
 * desk's (of a plan with desk), of customers who stay or leave (of a plan with retain), of the fee
 * (of a plan with decision).
 */
enum {
	CS_GEN_TRUTH_CONTACTS = 1,
	CS_GEN_TRUTH_DESK = 2,
	CS_GEN_TRUTH_RETAIN = 4,
	CS_GEN_TRUTH_DECISION = 8
};
void cs_gen_truth(const struct cs_gen *g, unsigned of, struct cs_buf *b);

/*
 * The phone contacts as an Asterisk queue_log, in order of time: appends the lines of the next n
 * contacts' time and gives false when there were none left. One at a time: it is a sequence.
 */
struct cs_gen_log;
struct cs_gen_log *cs_gen_log_create(const struct cs_gen *g);
void cs_gen_log_destroy(struct cs_gen_log *log);
bool cs_gen_log_next(struct cs_gen_log *log, uint64_t n, struct cs_buf *b);

#endif
