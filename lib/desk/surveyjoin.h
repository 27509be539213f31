/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-join --surveys: surveys (desk/survey.h) as a step of a join. Looks at all records once, for
 * surveys are about contacts that stand anywhere, and then adds
 *
 *	survey_state	answered, sent (no answer), eligible (none was sent, as far as anybody
 *			knows, though one could have been), not_eligible, or unknown
 *	survey_n	different surveys of the contact
 *	survey_fast	t: answered faster than a person can
 *	survey_how	found by contact or by customer
 *	...		what the files have of the survey itself: survey_id survey_sent_at
 *			survey_answered_at csat csat_scale nps ces solved_customer comment
 *			survey_version
 *
 * A survey stands on one row of its contact, mostly its first leg, so that ratings count once.
 * Further legs have NULL in all.
 */
#ifndef CS_DESK_SURVEYJOIN_H
#define CS_DESK_SURVEYJOIN_H

#include "desk/survey.h"
#include "expr/expr.h"
#include "rec/join.h"

/* What is asked for; all by reference. */
struct cs_survey_ask {
	char *const *file;
	int nfile;
	int64_t window_s, apart_s, fast_s;
	enum cs_survey_rating rating;
	struct cs_str eligible; /* a condition over the columns of the input; p NULL: nobody says */
	struct cs_env env;	/* for it */
	struct cs_writer *report; /* of cs_surveys_report, its head written; or NULL */
};

extern const struct cs_join_kind cs_survey_kind;

/* The step, for cs_join_step. */
void *cs_survey_step(const struct cs_survey_ask *ask);

#endif
