/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Months that were billed already. They stay as they were billed, whatever is known by now; what a
 * month would be today, less all that was billed of it (adjustments that were made since among it),
 * is an adjustment in the first month behind all closed ones. So nothing is lost and nothing is
 * billed twice:
 *
 *	closed months as billed + open months + adjustments = what is reckoned today
 *
 * which is checked, month by month, before anything is written.
 *
 * What was billed is read from records, as charge/posting.h writes them. Their columns decide how
 * finely months are held against each other: by unit, and by cause and pool where the file has
 * them.
 *
 * A closed month is only reckoned anew where the input has something of it and the period that is
 * reported holds all of it: a run over October alone takes nothing back of September.
 */
#ifndef CS_CHARGE_CLOSING_H
#define CS_CHARGE_CLOSING_H

#include "charge/posting.h"

struct cs_closing {
	struct cs_postings billed;
	bool by_cause, by_pool;
	int64_t *month; /* that were billed, in order, none twice; those between are closed too */
	size_t nmonth;
	struct cs_str currency; /* empty: nothing was billed */
	const char *file;	/* the first, for messages */
};

/*
 * Reads what was billed; texts live in the arena. Amounts have at most the digits of their
 * currency, and there is one currency. Behind the lines of each file stands their total, or the
 * file was cut: what is lost there would be billed again. No line may be there twice, as when a
 * file and the later one that has all of it are both given. What was not billed (not_reported) is
 * only summed. -1 with *e (2: no such records; 65; 74).
 */
int cs_closing_read(
    struct cs_closing *c, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e);
void cs_closing_finish(struct cs_closing *c);

/* Whether a month (its first day) is closed: one that was billed, or one between two of these, of
 * which there was nothing to bill. */
bool cs_closing_has(const struct cs_closing *c, int64_t m);

/*
 * Makes of postings as they are reckoned today those that are to be billed. [from, to): days of the
 * period that is reported, INT64_MIN and INT64_MAX for all. The result is sorted. -1 with *e (65):
 * closed months differ and there is no open month to bear it; another currency.
 */
int cs_closing_apply(const struct cs_closing *c, struct cs_postings *s, struct cs_str currency,
    int64_t from, int64_t to, struct cs_err *e);

#endif
