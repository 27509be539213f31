/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one unit gets to see of itself, as a record stream: its own figures, what the others make of
 * the same kinds of work, where the others stand without any of them being told apart
 * (rank/rankpeers), and what it would take. The keys of the unit, then
 *
 *	about		place, figure, pride, proud or learn: what the record is of
 *	metric		which
 *	figure lo hi n	own figure, its interval, observations; of a contact what came out
 *	same_n same_figure expected	own observations in kinds of work that enough others do, own
 *			figure there and theirs; of a contact what the others have in its kind
 *	peers		how many others have a figure
 *	fair		own figure on everybody's work, drawn towards the common one
 *	peers_lo peers_mid peers_hi	quartiles of the others' fair figures
 *	next next_from	the next better colour, and about the own figure from which on it is that
 *			one, all else as it is
 *	contact_id started_at	of contacts
 *	says		one sentence
 *
 * First the place, which is what cs-rank says of the unit; then a record a metric of the card; then
 * what to be proud of: the metrics in which the unit is surely among the best, or where there is
 * none the one that lifts it most; then contacts (rank/rankpick).
 *
 * With fewer others than the rule says the page has own figures and the contacts, and says why.
 */
#ifndef CS_RANK_RANKPAGE_H
#define CS_RANK_RANKPAGE_H

#include "rank/rankcolour.h"
#include "rank/rankout.h"
#include "rank/rankpick.h"

struct cs_rankpage {
	const struct cs_rankwork *work;
	const struct cs_rankpeers *peers;
	const struct cs_rankpicks *picks; /* NULL: contacts were not asked for */
	struct cs_rankcolour colour;
	struct cs_rankcount_item *sum; /* by metric: counts by unit */
};

/* Peers and picks stay the caller's. */
struct cs_rankpage cs_rankpage_make(const struct cs_rankwork *w, const struct cs_rankpeers *peers,
    const struct cs_rankpicks *picks);

/* The head of all pages; -1 with *e (2) when a key has the name of one of our columns. */
int cs_rankpage_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e);

/* The records of a unit, behind that head. */
void cs_rankpage_write(
    const struct cs_rankpage *p, const struct cs_ranked *r, struct cs_writer *out);

#endif
