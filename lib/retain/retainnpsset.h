/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the sums of the mode nps say of one group of customers and one kind of survey (a set): for
 * classes of answers, alone or put together, the figures at a horizon; and the score. For tables
 * and sentences alike.
 */
#ifndef CS_RETAIN_RETAINNPSSET_H
#define CS_RETAIN_RETAINNPSSET_H

#include "retain/retainnps.h"
#include "stat/flag.h"

/* Classes put together: bits 1 << class. */
enum {
	CS_NPS_ANSWERED = 1 << CS_NPS_PROMOTER | 1 << CS_NPS_PASSIVE | 1 << CS_NPS_DETRACTOR,
	CS_NPS_ASKED = CS_NPS_ANSWERED | 1 << CS_NPS_SILENT,
};

/* Customers of one kind, by what they answered. */
struct cs_nps_kind {
	struct cs_str name; /* raw */
	int64_t n[CS_NPS_CLASSES];
};

struct cs_nps_set {
	const struct cs_retain *r;
	const struct cs_sums *sums;	/* sorted */
	size_t first, end;		/* places of its groups */
	struct cs_str survey;		/* "relationship" */
	size_t plain[CS_NPS_CLASSES];	/* the place with what no currency has; SIZE_MAX: none */
	size_t revenue[CS_NPS_CLASSES]; /* that with the revenue; likewise */
	struct cs_str currency;		/* raw, of the revenue; \N: not known */
	unsigned currencies;		/* how many; with more than one there is no revenue */
	struct cs_nps_kind *kind;	/* in the order of their names */
	size_t nkind;
	int64_t sent;  /* customers of whom it is known that they were asked */
	int32_t known; /* the first month of which all purchases are known */
};

/* The set that begins at a place of the sums; the next one begins at set->end. Lives in the arena
 * of r. */
void cs_nps_set_at(struct cs_nps_set *set, const struct cs_retain *r, const struct cs_nps *s,
    const struct cs_sums *sums, size_t first);

/*
 * What --min-group leaves of it: nothing, where fewer customers were asked; all together, where
 * fewer answered, or fewer did not, since what these did is what is left of all; and without the
 * three answers where one of them is of fewer customers, for the same reason. Of nobody there is
 * nothing to hide.
 */
enum cs_nps_shown { CS_NPS_NOTHING, CS_NPS_TOGETHER, CS_NPS_TWO, CS_NPS_EACH };
enum cs_nps_shown cs_nps_shown(const struct cs_nps_set *set); /* of the score */

/* The same of what they did up to horizon t of --at, of those who were followed so long. */
enum cs_nps_shown cs_nps_shown_at(const struct cs_nps_set *set, size_t t);

/* One column of figures: classes (a mask) at horizon t of --at. */
struct cs_nps_figures {
	int64_t customers; /* followed from time zero on */
	int64_t n;	   /* whose horizon has passed, of which: */
	bool has_bought;   /* purchases are known */
	int64_t bought;
	int64_t pairs, before;		 /* customers for as long before as well; who bought then */
	int64_t gained, lost;		 /* of these: who bought behind alone, before alone */
	struct cs_est bought_share;	 /* Wilson */
	struct cs_est change;		 /* of pairs: how many more buy behind */
	cs_i128 revenue, revenue_before; /* millionths */
	struct cs_est mean;		 /* of one customer, in millionths (t) */
	bool has_revenue;
	int64_t at_risk;      /* still followed at the horizon */
	double stayed_se;     /* its standard error; 0: none */
	struct cs_est stayed; /* Kaplan and Meier */
};

/* -1 with *e (65): the sums contradict each other. */
int cs_nps_figures(const struct cs_nps_set *set, unsigned classes, size_t t,
    struct cs_nps_figures *f, struct cs_err *e);

/* The score, in -1 .. 1. */
struct cs_nps_score {
	int64_t asked;	  /* customers; those who answered unasked are in it */
	int64_t answered; /* of these */
	bool sent;	  /* somebody is known to have been asked: there are those who are silent */
	struct cs_est score;
	double worst, best;	/* of all who were asked, whatever the silent think (Manski) */
	struct cs_est weighted; /* the answers of each kind for all of that kind */
	double n_eff;		/* as good as so many answers of everybody alike (Kish) */
	double covered;		/* which share of the asked is of a kind that has answers */
};
struct cs_nps_score cs_nps_score(const struct cs_nps_set *set);

#endif
