/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The generator's service desk: a second month of the same company, made to try fair ranks and the
 * search for numbers that are gamed. Its contacts know everything that such tools read, and its
 * truth says what each agent is really like.
 *
 * Work is of different difficulty: by queue, reason and hour every rate is moved by a factor that
 * is known, and that is 1 on average over the company's mix of contacts. Agents have a home queue
 * and help out in another one, in shares of their own, so that those of the hard queue look worse
 * than they are. What an agent is like is a rate for the company's mix; the chance of a contact is
 * that rate times the factors of the contact. Agents differ naturally (the sum of four uniform
 * numbers, nearly normal), and some of them play a game: one of their rates is what the game makes
 * it, without luck of their own.
 *
 * gendesk.c makes the agents, genmix.c the mix of work, gencrew.c who is there for it, gencase.c a
 * contact of its number, gendeskrow.c rows, genshift.c states and schedules, gendesktruth.c tells
 * what is planted. Private to intake/gen*.c.
 */
#ifndef CS_INTAKE_GENDESK_H
#define CS_INTAKE_GENDESK_H

#include "intake/genworld.h"

/* What agents do at a rate, in millionths. A game sets one of these. */
enum cs_gen_rate {
	CS_GEN_SHORT,	    /* of phone calls: ended by the agent after a few seconds */
	CS_GEN_UNASKED,	    /* of good contacts: no survey is sent */
	CS_GEN_UNASKED_BAD, /* of contacts with a sign that they went badly: no survey is sent */
	CS_GEN_REOPENED,    /* solved too early */
	CS_GEN_TRANSFERRED,
	CS_GEN_SHAVED,	   /* of handle times in the minute past the target: moved inside */
	CS_GEN_HELD,	   /* of phone calls: put on hold */
	CS_GEN_FOLLOWED,   /* further contacts of the customer, on average on each contact */
	CS_GEN_UNREADY,	   /* of quarter-hours at a peak or at the end of a shift: a pause more */
	CS_GEN_MISSED,	   /* let ring once before it was taken */
	CS_GEN_PASSED,	   /* of hard contacts: left to a colleague before anybody sees it */
	CS_GEN_OTHER,	   /* coded as "other" */
	CS_GEN_OWN_ANSWER, /* of surveys: answered at once, with the best mark, by the agent */
	CS_GEN_OWN_CALL,   /* of phone calls: from a telephone of the company */
	CS_GEN_HURRIED,	   /* of talk time: saved at the end of the days, from nothing on; and as
			      time is saved, customers come again: twice as often at the end */
	CS_GEN_DUMPED,	   /* of handle times past the target by less than two minutes: the contact
			      is transferred just before it */
	CS_GEN_STRETCHED,  /* of wraps below their limit: drawn out to it */
	CS_GEN_MONTH_END,  /* of contacts in the last week of a month: said to be solved in its last
			      half-hour */
	CS_GEN_RATES,
};

/* Games that no single agent plays; beside the rates as bits of cs_gen_plan.games. */
enum cs_gen_common_game {
	CS_GEN_TEAM_CLOSING = 30, /* a whole team solves too early */
	CS_GEN_NEW_SURVEY = 31,	  /* another form, kinder marks, in a queue from the midst on */
};

_Static_assert((int)CS_GEN_RATES <= (int)CS_GEN_TEAM_CLOSING, "a game is a bit");

struct cs_gen_rate_def {
	const char *name;
	uint32_t usual;		       /* in millionths, of honest agents on the company's mix */
	uint16_t spread;	       /* standard deviation between them, per mille of it */
	uint16_t queue[CS_GEN_QUEUES]; /* how hard the queues make it, relative to each other */
	uint8_t hard;		       /* percent of the hardness of reason and hour that acts */
	const char *game;	       /* its name; NULL: nobody plays with it */
	uint32_t played;	       /* the rate of those who do */
};
extern const struct cs_gen_rate_def cs_gen_rates[CS_GEN_RATES];

enum {
	CS_GEN_TARGET_S = 300,	      /* of handle time: about the median */
	CS_GEN_SHAVED_S = 60,	      /* times past the target by less are moved */
	CS_GEN_INSIDE_S = 10,	      /* to so many seconds before it */
	CS_GEN_DUMPED_S = 120,	      /* such contacts are transferred, just before it as well */
	CS_GEN_WRAP_LIMIT_S = 90,     /* of wraps: the system ends them */
	CS_GEN_SIGN_WAIT_S = 120,     /* signs of a contact that went badly: longer waits, */
	CS_GEN_SIGN_HOLD_S = 90,      /* longer holds, and transfers */
	CS_GEN_SATISFIED = 750000,    /* of customers on the company's mix, in millionths */
	CS_GEN_SATISFIED_SD = 40000,  /* between agents */
	CS_GEN_PACE_SD = 80,	      /* of talk times between agents, per mille */
	CS_GEN_WAITS_OF = 1,	      /* all queues are as busy as this one: no effect is in it */
	CS_GEN_DESK_GAVE_UP = 350000, /* contacts on each that nobody answered, in millionths */
	CS_GEN_TEAM_MORE = 1600,      /* reopened in that team, per mille of what would be */
	CS_GEN_KINDER = 100000,	      /* satisfied customers more by the new form, millionths */
	CS_GEN_NEW_SURVEY_QUEUE = 3,  /* account */
	CS_GEN_NO_GAME = CS_GEN_RATES,
	CS_GEN_DRAWS = 16, /* random numbers that a contact may use */
};

/* An agent as he really is. */
struct cs_gen_skill {
	uint32_t rate[CS_GEN_RATES]; /* millionths on the company's mix */
	int32_t satisfied;	     /* added to the share of satisfied customers, millionths */
	uint16_t pace;		     /* talk time, per mille of the usual */
	uint8_t game;	  /* the rate that is played with, CS_GEN_TEAM_CLOSING or CS_GEN_NO_GAME */
	uint8_t queue[2]; /* home, and where they help out */
	uint32_t weight[2]; /* how often they are at work in these, against others */
	uint16_t home;	    /* per mille of their work that is in the home queue */
};

/* An agent at work in a queue at an hour, and the sum of the weights up to this one. */
struct cs_gen_turn {
	uint32_t agent, upto;
};

struct cs_gen_desk {
	struct cs_gen_skill *skill; /* by agent */
	struct cs_gen_turn *turn;
	struct cs_gen_crew crew[7][24][CS_GEN_QUEUES]; /* of turn */
	/* Factors of a contact, per mille; 1000 on average. */
	uint16_t factor[CS_GEN_RATES][CS_GEN_REASONS][24];
	int32_t satisfied[CS_GEN_REASONS][24]; /* added; 0 on average */
	uint64_t answered[7][24];	       /* contacts, about, by weekday and hour */
	uint32_t all_answered;		       /* of those who come, in millionths */
	uint32_t hour_share[24];	       /* of contacts answered, in millionths */
	uint32_t reason_share[CS_GEN_REASONS];
	uint64_t window, soonest; /* rows that contacts follow within, and not sooner */
	uint32_t by_chance;	  /* customers who come again within 7 days anyway, millionths */
	uint32_t games[CS_GEN_RATES]; /* how many agents play each */
	uint16_t team;		      /* that plays CS_GEN_TEAM_CLOSING, if any does */
};

/* The parts of it that depend on its agents' skills: factors and shares; then who is at work. */
void cs_gen_mix(const struct cs_gen *g, struct cs_gen_desk *d);
void cs_gen_crews(const struct cs_gen *g, struct cs_gen_desk *d);

struct cs_gen_desk *cs_gen_desk_create(const struct cs_gen *g);
void cs_gen_desk_destroy(struct cs_gen_desk *d);

/* A contact of the desk. */
struct cs_gen_case {
	struct cs_gen_contact c; /* cut: short, ended by the agent */
	uint32_t wrap_s;
	uint8_t missed;	  /* times that it rang in vain */
	bool transferred; /* to another queue */
	bool blind;
	bool gone;     /* the customer hung up after a few seconds */
	bool own_call; /* from a telephone of the company */
	bool shaved;   /* the handle time was past the target */
};

/* What comes after it. */
struct cs_gen_outcome {
	bool asked, answered, own_answer, other, new_form;
	uint8_t csat, reopened;
	int64_t solved_s, sent_s, answered_s; /* epoch seconds */
};

/* The contact of a row; row < plan.rows. */
void cs_gen_case(const struct cs_gen *g, uint64_t row, struct cs_gen_case *k);

/* "short_calls"; NULL: no game. */
const char *cs_gen_game_name(unsigned game);

/* Whether a common game is played. */
bool cs_gen_plays(const struct cs_gen *g, enum cs_gen_common_game game);

/* Only for contacts that were answered. */
void cs_gen_outcome(const struct cs_gen *g, const struct cs_gen_case *k, struct cs_gen_outcome *o);

/* The chance of a contact, in millionths: the agent's rate times the contact's factors. */
uint32_t cs_gen_chance(const struct cs_gen *g, const struct cs_gen_contact *c, enum cs_gen_rate r);

/* The chance that the customer is satisfied with an answered contact, in millionths. */
uint32_t cs_gen_satisfaction(const struct cs_gen *g, const struct cs_gen_case *k);

/* Further contacts on a contact, on average, in millionths. */
uint32_t cs_gen_case_follow(const struct cs_gen *g, const struct cs_gen_contact *c);

/* An hour in which most customers come. */
bool cs_gen_is_peak(unsigned hour);

/* Harder than the others of its queue; and how an hour acts on talk times, per mille. */
bool cs_gen_is_hard(uint8_t reason);
uint32_t cs_gen_hour_talk(unsigned hour);

/* A sign that it went badly, that the agent sees as well. */
bool cs_gen_went_badly(const struct cs_gen_case *k);

/* The customer's number, 0 .. customers - 1, or -1: not identified. */
int64_t cs_gen_case_customer(const struct cs_gen *g, const struct cs_gen_contact *c);

/* What the agent's customers do on the company's mix, his conduct in it, in millionths. */
uint32_t cs_gen_true_satisfied(const struct cs_gen *g, uint32_t agent);
uint32_t cs_gen_true_repeat(const struct cs_gen *g, uint32_t agent); /* within 7 days */

/* Rows of a step: see gencell.h. A step of states and schedules is an agent on a day. */
struct cs_gen_line;
uint64_t cs_gen_desk_row(struct cs_gen_line *r, uint64_t row);
uint64_t cs_gen_skill_row(struct cs_gen_line *r, uint64_t agent);
uint64_t cs_gen_state_rows(struct cs_gen_line *r, uint64_t step);
uint64_t cs_gen_schedule_rows(struct cs_gen_line *r, uint64_t step);

/* Appends what is planted: effect, what, value. */
void cs_gen_desk_truth(const struct cs_gen *g, struct cs_buf *b);

#endif
