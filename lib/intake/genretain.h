/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The generator's third world: the same company, in which customers stay or leave for reasons that
 * are known, made to try what claims that serving customers helps. It has tables of its own, each
 * made customer by customer.
 *
 * A customer's life is lived day by day (cs_gen_life). On each day he leaves, contacts the company
 * and buys with a chance that is known for that day; all that happens changes chances from the next
 * day on, never on the same. So the hazard of leaving is exact: by plan, times the factors of what
 * is planted (cs_gen_plant_defs), and times nothing else.
 *
 *	leaving   by plan; contact solved team loyal cooling hidden
 *	contacts  everybody's, and for ten days after one that solved nothing; selection hidden
 *	buying    by plan, own rate and season; promoters purchases cooling
 *
 * Who joined before the first day has no contacts and purchases before it; who left before it is in
 * the table of customers all the same. One contact and one purchase a day at most.
 *
 * A life is a function of the seed, the plan and the customer's number: one random number a day,
 * whose bits decide the three chances, and more by kind for what happens. Chances are thresholds of
 * 24 bits for leaving and of 20 for the others, so that factors hold to 1 in 5000 at least.
 *
 * genretain.c has what is planted, genlife.c lives, genretainrow.c writes rows, genretaintruth.c
 * tells. Private to intake/gen*.c.
 */
#ifndef CS_INTAKE_GENRETAIN_H
#define CS_INTAKE_GENRETAIN_H

#include "intake/genworld.h"

/* What is planted, in the order of cs_gen_plan.plant: see cs_gen_plant_defs. */
enum cs_gen_plant {
	CS_GEN_PLANT_CONTACT,	 /* of one segment: a contact lowers the hazard of leaving */
	CS_GEN_PLANT_SOLVED,	 /* once the first problem is solved it is lower */
	CS_GEN_PLANT_TEAM,	 /* a contact with one team lowers it */
	CS_GEN_PLANT_SELECTION,	 /* those of the plan that leaves most contact most */
	CS_GEN_PLANT_HIDDEN,	 /* so do half of the customers, and no column says who */
	CS_GEN_PLANT_COOLING,	 /* who will leave buys less before it */
	CS_GEN_PLANT_LOYAL,	 /* promoters stay, detractors leave */
	CS_GEN_PLANT_PROMOTERS,	 /* promoters buy more, detractors less */
	CS_GEN_PLANT_PURCHASES,	 /* after the first contact more is bought, for a while */
	CS_GEN_PLANT_IMMORTAL,	 /* solving takes long, and only who is still there is solved */
	CS_GEN_PLANT_CANCELLING, /* who leaves says so in a contact */
	CS_GEN_PLANT_FEE,	 /* not here: charges lead to contacts (gendecision.h) */
};

_Static_assert((int)CS_GEN_PLANT_FEE + 1 == CS_GEN_PLANTS, "each has a size");

struct cs_gen_plant_def {
	const char *name;
	uint16_t usual;	 /* size, percent, where the name is given without */
	uint16_t most;	 /* largest size */
	bool by_default; /* planted when nobody says what is */
};
extern const struct cs_gen_plant_def cs_gen_plant_defs[CS_GEN_PLANTS];

enum {
	CS_GEN_KEPT_SEGMENT = 2,  /* business: the one that contacts help */
	CS_GEN_KINDS = 3,	  /* of plans, of classes */
	CS_GEN_LEAVE_BITS = 24,	  /* of a threshold */
	CS_GEN_DO_BITS = 20,	  /* of those for contacts and purchases */
	CS_GEN_BOOST_DAYS = 90,	  /* that purchases are more, after the day of the contact */
	CS_GEN_AGAIN_DAYS = 10,	  /* that customers come again, after what solved nothing */
	CS_GEN_AGAIN = 60000,	  /* their chance of a day more, in millionths */
	CS_GEN_SOLVED = 700000,	  /* of contacts, at once, in millionths */
	CS_GEN_COOLS = 700,	  /* a day, in millionths */
	CS_GEN_BUYS = 33000,	  /* a day, in millionths: twelve times a year */
	CS_GEN_BEFORE_DAYS = 365, /* before the first that customers joined in */
	CS_GEN_ASKED_DAYS = 182,  /* from one survey of the relationship to the next */
	CS_GEN_NEVER = INT32_MAX,
};

/* By plan: chance of leaving on a day in millionths, share of customers and of purchases in per
 * mille, worth of a month in cents. */
extern const struct cs_gen_tariff {
	const char *name;
	uint32_t leaves;
	uint16_t share, buys;
	int32_t month_cents;
} cs_gen_tariffs[CS_GEN_KINDS];
extern const char *const cs_gen_segments[CS_GEN_KINDS];

/* By class (detractor, passive, promoter): its name, and shares in per mille: of customers, and of
 * those who answer when asked; nps from and how many. */
extern const struct cs_gen_class {
	const char *name;
	uint16_t share, answers;
	uint8_t nps, nps_n;
} cs_gen_classes[CS_GEN_KINDS];

/* Purchases of a calendar month (0 January), per mille of the usual. */
extern const uint16_t cs_gen_season[12];

struct cs_gen_retain {
	uint32_t contacts;  /* chance of a contact on a day in millionths, of the usual customer */
	int32_t *month_end; /* first day of the next month, by day from the start */
	uint8_t *month;	    /* by day, 0 January */
	uint16_t kept_team;
};

struct cs_gen_retain *cs_gen_retain_create(const struct cs_gen *g);
void cs_gen_retain_destroy(struct cs_gen_retain *w);

/* A size as a factor in per mille: of what is lowered by it, and of what is raised. */
uint32_t cs_gen_lowered(const struct cs_gen *g, enum cs_gen_plant p);
uint32_t cs_gen_raised(const struct cs_gen *g, enum cs_gen_plant p);

/* What happens on a day. */
enum { CS_GEN_DID_LEAVE = 1, CS_GEN_DID_CONTACT = 2, CS_GEN_DID_BUY = 4 };

/* A life under way. Days count from the first of the plan; negative ones lie before it. */
struct cs_gen_life {
	const struct cs_gen *g;
	uint64_t customer, key, more; /* more: of the random numbers for what happens */
	/* What he is. */
	uint8_t plan, segment, class, own; /* own: his rate of buying, in quarters */
	bool hidden;
	int32_t joined;
	/* What has happened. */
	int32_t day; /* the one last lived */
	int32_t left, first_contact, cooled;
	int32_t solved; /* the first of his problems */
	int32_t open_until;
	uint32_t problems; /* until now; a contact while one is open is about the same */
	uint8_t reason;	   /* enum cs_gen_reason: of the last */
	bool kept;
	/* Thresholds of a day, as they hold before the day until. */
	int32_t until;
	uint32_t leave, contact, buy;
	unsigned did;
	/* The contact of this day. */
	uint32_t agent;
	bool cancels;			     /* it is the cancellation */
	int32_t solved_on;		     /* its problem; CS_GEN_NEVER */
	int32_t contact_s, left_s, bought_s; /* seconds of the day */
};

/* The life of a customer, before its first day. */
void cs_gen_life_start(const struct cs_gen *g, uint64_t customer, struct cs_gen_life *l);

/*
 * Lives on to the next day on which something happens, and says in l->did what; false at the end of
 * the days, or once the customer has left.
 */
bool cs_gen_life_next(struct cs_gen_life *l);

/* Random bits of a kind for a day of a life; kinds below 8. */
uint64_t cs_gen_life_draw(const struct cs_gen_life *l, int32_t day, unsigned of);

/* Rows of a step, a customer: see gencell.h. */
struct cs_gen_line;
uint64_t cs_gen_retain_customer_row(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_retain_contact_rows(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_retain_purchase_rows(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_retain_survey_rows(struct cs_gen_line *r, uint64_t customer);
uint64_t cs_gen_retain_renewal_rows(struct cs_gen_line *r, uint64_t customer);

/* Appends what is planted: effect, what, value. */
void cs_gen_retain_truth(const struct cs_gen *g, struct cs_buf *b);

#endif
