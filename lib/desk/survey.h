/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Surveys, and the contacts that they are about. A survey belongs to one contact at most:
 *
 *	contact_id	names the contact; of several rows with that id the one with the survey's
 *			customer, else one of an unknown customer, else (a conflict, which is
 *			counted and listed) any; of these the first leg, the earliest, the first in
 *			the input. One that names a contact which is not there is an orphan: to look
 *			for its customer's instead would be a guess.
 *	customer_id	of one without contact_id: the latest contact of that customer that was over
 *			when it was sent (answered, if nobody knows when it was sent), at most
 *			window_s before. Of several at once the one whose id has the larger hash, so
 *			that the order of the input decides nothing. Where another one was over less
 *			than apart_s before that, either could be meant: none gets it.
 *
 * Of several surveys of a contact one is shown, an answered one before others: the first, the last
 * or the worst. The others are surplus. So surveys = matched + orphans + surplus.
 *
 *	cs_surveys_load		all files, before the contacts
 *	cs_surveys_offer	each row of the contacts, by any thread
 *	cs_surveys_settle	decides
 *
 * Design. Memory is that of the surveys, however many contacts come by: each contact id, pair of
 * contact and customer, and survey to be found by time remembers the best row so far. For the
 * latest contact before a survey a row is only told to the next survey of its customer, by a
 * search; what later ones must know of it they learn when all is settled, in order. So nothing is
 * quadratic, whatever one customer has of both. A lock of many guards each.
 */
#ifndef CS_DESK_SURVEY_H
#define CS_DESK_SURVEY_H

#include <pthread.h>

#include "base/map.h"
#include "rec/writer.h"

enum cs_survey_rating { CS_SURVEY_FIRST, CS_SURVEY_LAST, CS_SURVEY_WORST };

/* What became of a survey. */
enum cs_survey_fate {
	CS_SURVEY_MATCHED,
	CS_SURVEY_SURPLUS,    /* another one of the contact is shown */
	CS_SURVEY_NO_CONTACT, /* orphans: the contact it names is not there; */
	CS_SURVEY_NOBODY,     /* no contact of the customer in the window; */
	CS_SURVEY_SEVERAL,    /* two of them, too close to each other to tell; */
	CS_SURVEY_TIMELESS,   /* found by customer, and without an instant; */
	CS_SURVEY_UNNAMED,    /* neither contact nor customer */
	CS_SURVEY_FATES,
};

/* What is odd about it, beside. */
enum {
	CS_SURVEY_TWICE = 1,	/* a surplus one with the survey_id of another of the contact */
	CS_SURVEY_CONFLICT = 2, /* its customer is not the contact's */
	CS_SURVEY_EARLY = 4,	/* answered before it was sent */
	CS_SURVEY_FAST = 8,	/* answered faster than a person can */
	CS_SURVEY_ODDITIES = 4,
};

/* An instant that is not there. */
#define CS_SURVEY_NEVER INT64_MIN

struct cs_survey {
	uint32_t contact, pair; /* numbers of what it names; CS_MAP_NONE: nothing */
	uint32_t customer;
	uint32_t line;
	int64_t sent, answered; /* CS_SURVEY_NEVER: NULL */
	int64_t when;		/* by which it is found: sent, or else answered */
	const char *file;
	size_t at; /* its cells in text: contact, customer, then those that are added */
	uint32_t n;
	uint8_t fate, odd;
	bool replied;	 /* something in it is an answer */
	int32_t rate[3]; /* csat, nps, ces: only for CS_SURVEY_WORST; INT32_MAX: none */
};

/* The best row so far for something. */
struct cs_survey_best {
	int64_t at;
	int64_t second;	   /* the instant of the next best; CS_SURVEY_NEVER: none */
	uint64_t tie, row; /* row + 1; 0: none yet */
	int64_t leg;
};

/* A contact's survey. */
struct cs_survey_pick {
	uint64_t row;
	uint32_t survey, n; /* which, and how many different ones there are */
};

enum { CS_SURVEY_LOCKS = 64, CS_SURVEY_MOST_COLUMNS = 16 };

struct cs_surveys {
	/* Set before loading. */
	int64_t window_s, apart_s, fast_s;
	enum cs_survey_rating rating;

	/* The columns that are added: those of a survey itself that the files have. */
	struct cs_str column[CS_SURVEY_MOST_COLUMNS];
	unsigned ncolumn;
	bool has_id; /* the first of them is survey_id */

	struct cs_survey *survey;
	size_t n, cap;
	struct cs_buf text;
	struct cs_map contacts, pairs, customers;
	uint32_t *order; /* of those found by customer: by customer and instant */
	size_t norder;
	uint32_t *begin; /* by customer: where it begins in order; one more */
	struct cs_survey_best *any, *unknown, *pair, *near; /* by contact; pair; place in order */
	pthread_mutex_t lock[CS_SURVEY_LOCKS];

	/* Settled. */
	struct cs_survey_pick *pick; /* by row */
	size_t npick;
	uint64_t fates[CS_SURVEY_FATES], odd[CS_SURVEY_ODDITIES];
	uint64_t by_customer; /* of the matched ones */
};

/* Zeroed but for what is set before; freed by finish, whether loading failed or not. */
void cs_surveys_finish(struct cs_surveys *s);

/*
 * Reads the files, which may have different columns; their names are kept by reference. -1 with
 * *e: 2: they have neither contact_id nor customer_id; 65: what the files hold; 74.
 */
int cs_surveys_load(struct cs_surveys *s, char *const *file, int nfile, struct cs_err *e);

/* Bytes that they hold. */
size_t cs_surveys_bytes(const struct cs_surveys *s);

/*
 * A row of the contacts. Ids are canonical raw cells (rec/esc.h); p NULL: NULL. Their numbers are
 * those of the maps contacts and customers, CS_MAP_NONE where no survey names them: whoever has
 * many rows looks them up together (cs_map_find_all).
 */
struct cs_survey_contact {
	struct cs_str contact, customer;
	uint32_t contact_nr, customer_nr;
	int64_t leg;  /* from 1 */
	int64_t at;   /* when it began; CS_SURVEY_NEVER: not known */
	int64_t over; /* when it ended, or the same */
	uint64_t row;
	bool eligible; /* may be found by its customer */
};

/* By any thread; text is scratch of its own. */
void cs_surveys_offer(struct cs_surveys *s, const struct cs_survey_contact *x, struct cs_buf *text);

/* Once all rows were offered. -1 with *e (65): the surveys do not add up. */
int cs_surveys_settle(struct cs_surveys *s, struct cs_err *e);

/* What is shown of a survey: raw cells of the columns, with tabs between. */
struct cs_str cs_survey_cells(const struct cs_surveys *s, uint32_t survey);

/* Writes those that are not simply matched, or odd, with what became of them and where they stand,
 * behind a head (without its newline) that the caller writes. The failure of a writer is its own.
 */
extern const char cs_surveys_report_head[];
void cs_surveys_report(const struct cs_surveys *s, struct cs_writer *w);

/* In words, as the report has them: "matched", "surplus" ...; "twice", "of another customer" ... by
 * the number of the bit. */
const char *cs_survey_fate_word(enum cs_survey_fate fate);
const char *cs_survey_odd_word(unsigned bit);

#endif
