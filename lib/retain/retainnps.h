/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NPS held against what customers do: does the promoter buy again, and for whom does the score
 * speak? A mode of cs-retain (retain/retain.h).
 *
 * A customer counts once in each of two kinds of survey, which are never put together: one about a
 * contact (transactional) asks the few who just called, one about the company (relationship) asks
 * whoever is a customer. It is the first time that he was asked in the reported period; later ones
 * are answered by those who are still there, so that none may be chosen by what came after.
 *
 * Time zero. Who has answered is a promoter, passive or detractor from the answer on. Who has not
 * is silent only when some time (the landmark, 14 days) has passed since he was asked: on the day
 * he was asked nobody knew, and whoever left before he got round to it would count as silent.
 * Whoever answers later than that is silent here, though his score counts.
 *
 *	bought		a purchase after time zero, up to the end of the horizon's day, that was not
 *			refunded by then; of those whose horizon has passed
 *	before		of those who had been customers for as long, in an equal window before time
 *			zero; and the change from there, of the same customers. Where a window
 *			begins ahead of the purchases that are known, its customer looks as if he
 *			had bought less then: windows are counted by the month in which they begin,
 *			and those of months that purchases do not reach back to are left out
 *	revenue		what these purchases come to
 *	stayed		of all who were followed at time zero, by Kaplan and Meier (stat/km.h)
 *
 * Response bias: who was asked and did not answer is a class of its own, with what he did before
 * and after; the score of all who were asked lies between two bounds that assume nothing (Manski);
 * and it is estimated by counting the answers of each kind of customer for all of that kind who
 * were asked (stat/strat.h), which mends what the kinds know about and nothing else.
 *
 * Everything is sums (retain/sums.h), so it merges.
 */
#ifndef CS_RETAIN_RETAINNPS_H
#define CS_RETAIN_RETAINNPS_H

#include "retain/retain.h"

/* What a customer answered, by its order in tables. */
enum cs_nps_class {
	CS_NPS_PROMOTER,  /* 9 and 10 */
	CS_NPS_PASSIVE,	  /* 7 and 8 */
	CS_NPS_DETRACTOR, /* 0 to 6 */
	CS_NPS_SILENT,	  /* asked, and no answer in time */
	CS_NPS_CLASSES
};

/* "promoter" "passive" "detractor" "silent": as tables and cells have them. */
extern const char *const cs_nps_class_name[CS_NPS_CLASSES];

/* The keys behind those of --by, by their place. */
enum { CS_NPS_SURVEY, CS_NPS_ANSWER, CS_NPS_CURRENCY, CS_NPS_KIND, CS_NPS_KEYS };

/* Parts of the sums. Of horizons t is the index in --at; of stays the place on an axis; else 0. */
enum cs_nps_part {
	CS_NPS_N,		/* customers followed at time zero */
	CS_NPS_SCORED,		/* by what they answered whenever, and their kind: for the score */
	CS_NPS_SENT,		/* of these, those of whom it is known that they were asked */
	CS_NPS_SHOP,		/* customers whose purchases are known: all, or none */
	CS_NPS_WINDOWS,		/* by horizon: those whose horizon has passed */
	CS_NPS_BOUGHT,		/* of these, those who bought in the window behind, */
	CS_NPS_PAIRS,		/* (by month and horizon: cs_nps_t) those who were customers all
			       through the window before as well: */
	CS_NPS_ONLY_BEFORE,	/* of these, those who bought in that one, */
	CS_NPS_ONLY_AFTER,	/* in the one behind, */
	CS_NPS_BOTH,		/* in both */
	CS_NPS_REVENUE,		/* by horizon and currency, in millionths: sum over customers, */
	CS_NPS_REVENUE_SQUARES, /* and of squares, */
	CS_NPS_REVENUE_BEFORE,	/* and of pairs before, by month and horizon */
	CS_NPS_LEFT,		/* stays on the axis of days: left, */
	CS_NPS_CENSORED,	/* last seen, */
	CS_NPS_LATE,		/* entered late */
	CS_NPS_LEFT_MONTHS,	/* and on that of months */
	CS_NPS_CENSORED_MONTHS,
	CS_NPS_LATE_MONTHS,
	CS_NPS_PARTS
};

/* t of what is by the month in which the window before begins: month * nat + horizon. Months are
 * those since 1500, as far as there is room for them. */
enum { CS_NPS_YEAR = 1500, CS_NPS_MONTHS = 8000, CS_NPS_HORIZONS = 1000 };

/* The month of a local day, 0 .. CS_NPS_MONTHS - 1. */
int32_t cs_nps_month(int64_t day);

/* Counts of its own: why surveys were left out, or count otherwise than one may think. */
enum cs_nps_count { CS_NPS_EARLY, CS_NPS_BEYOND_SCALE, CS_NPS_LATE_ANSWER };

/* What bind found out. */
struct cs_nps {
	int score, sent;		/* slots of answers; -1: no such column */
	int amount, refunded, currency; /* of purchases: slots, and a key */
	bool purchases;			/* they are read */
	int kind[8];			/* keys of customers that --strata names */
	unsigned nkind;
	unsigned key;		    /* the first of the keys above */
	struct cs_horizon landmark; /* until when no answer is none */
};

extern const struct cs_retain_mode cs_retain_nps;

/* A customer (retain/retainnpslook.c). */
int cs_nps_look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e);

/* The table and the sentences of sorted sums (retain/retainnpsrows.c, retain/retainnpssay.c). */
int cs_nps_head(const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e);
int cs_nps_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e);
int cs_nps_say(struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e);

#endif
